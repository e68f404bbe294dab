"""The benchmarks run: on a few entries, so that they do not rot."""

from __future__ import annotations

import re
import subprocess
import sys

from conftest import ROOT

SCRIPTS = ROOT / "benchmarks"


def run(*command):
    script, *options = command
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / script), *options], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_one_seed_makes_one_list():
    text = run("generate.py", "50")
    assert text == run("generate.py", "50")
    assert len(set(re.findall(r"^- \*\*(.+?)\*\*", text, re.MULTILINE))) == 50
    assert text.count("```yaml") == 50


def test_every_entry_is_read_and_every_task_measured():
    table = run("reading.py", "--repeat", "1", "50").splitlines()[2:]
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [row[1] for row in told] == ["50"] * 6
    assert all(float(row[2]) >= 0 and float(row[4].replace(",", "")) > 0 for row in told)
    assert "reconcile" in told[0][6]


def test_joining_many_lists_is_measured():
    table = run("reconciling.py", "--sources", "4", "40").splitlines()[2:]
    records, models, *_ = (cell.strip() for cell in table[0].strip("|").split("|"))
    assert int(records) == 40
    assert int(models) == 20


def test_making_a_site_is_measured_and_weighed():
    (told,) = (line.strip("|").split("|") for line in run("site.py", "40").splitlines()[2:])
    models, _, seconds, *_ = (cell.strip() for cell in told)
    assert int(models) == 40
    assert 0 < float(seconds) < 20

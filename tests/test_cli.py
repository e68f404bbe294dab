"""The command line: exit codes, one line where it cannot run, and files whole or untouched."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

GOOD = "# Models\n\n- **Eta** [[Google]](https://example.org/eta)\n  ```yaml\n  Params: 3B\n  ```\n"
PLANTED = GOOD.replace("3B\n", "3B\n  date created: 2021-13-45\n  demo: javascript:alert(1)\n")

CANNOT_RUN = {
    "no source": ["validate"],
    "missing file": ["read", "missing.md"],
    "folder": ["read", "folder"],
    "image": ["read", "image.md"],
    "archive": ["read", "archive.md"],
    "empty file": ["read", "empty.md"],
    "unknown suffix": ["read", "list.xyz"],
    "unknown format": ["export", "good.md", "-f", "nonsense"],
    "stdin of no kind": ["read", "-"],
    "explained as records": ["read", "good.md", "--explain", "-f", "jsonl"],
    "shapes that are none": ["validate", "good.md", "--shapes", "good.md"],
    "unknown model": ["show", "zzzz", "-s", "good.md"],
    "missing folder": ["export", "good.md", "-o", "nowhere/out.ttl"],
    "bad SPARQL": ["query", "-s", "good.md", "SELECT WHERE nonsense {"],
    "SERVICE": ["query", "-s", "good.md", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "planted.md").write_text(PLANTED)
    (tmp_path / "list.xyz").write_text(GOOD)
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "image.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "archive.md").write_bytes(gzip.compress(GOOD.encode()))
    return tmp_path


@pytest.mark.parametrize("case", CANNOT_RUN)
def test_cannot_run(run, folder, case):
    before = sorted(folder.rglob("*"))
    done = run(*CANNOT_RUN[case])
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said
    assert done.stdout == b""
    assert sorted(folder.rglob("*")) == before


def test_good_list(run, folder):
    assert run("validate", "good.md").returncode == 0
    done = run("export", "good.md", "-o", "out.ttl")
    assert done.returncode == 0, done.stderr.decode()
    assert b"3000000000" in (folder / "out.ttl").read_bytes()


def test_planted_errors_are_found(run, folder):
    done = run("validate", "planted.md")
    assert done.returncode == 1, done.stderr.decode()
    said = (done.stdout + done.stderr).decode()
    assert "planted.md:6:17" in said
    assert "planted.md:7:9" in said
    assert "Traceback" not in said


def test_export_leaves_planted_errors_out(run, folder):
    done = run("export", "planted.md", "-o", "out.ttl")
    assert done.returncode == 1, done.stderr.decode()
    assert b"javascript" not in (folder / "out.ttl").read_bytes()


def test_strict_writes_nothing(run, folder):
    done = run("export", "planted.md", "--strict", "-o", "out.ttl")
    assert done.returncode == 1, done.stderr.decode()
    assert not (folder / "out.ttl").exists()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [["missing.md"], ["good.md", "-f", "nonsense"], ["good.md", "--provenance", "graphs"]],
)
def test_failed_export_leaves_the_output_untouched(run, folder, arguments):
    out = folder / "out.ttl"
    out.write_text("mine")
    before = sorted(folder.iterdir())
    done = run("export", *arguments, "-o", out)
    assert done.returncode == 2, done.stderr.decode()
    assert out.read_text() == "mine"
    assert sorted(folder.iterdir()) == before


def test_records_are_written_to_a_file(call, folder):
    tab, explained, by_suffix = folder / "out.txt", folder / "why.txt", folder / "out.jsonl"
    assert call("read", "good.md", "-o", tab).stdout == ""
    assert tab.read_text() == call("read", "good.md").stdout
    assert tab.read_text().splitlines()[1].split("\t")[0] == "Eta"
    assert call("read", "good.md", "--explain", "-o", explained).stdout == ""
    assert explained.read_text() == call("read", "good.md", "--explain").stdout
    assert call("read", "good.md", "-o", by_suffix).stdout == ""
    assert json.loads(by_suffix.read_text())["name"] == "Eta"


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_records_of_files_are_explained(call, folder, form):
    call("read", "good.md", "-f", form, "-o", f"records.{form}")
    _head, row = call("read", f"records.{form}", "--explain").stdout.splitlines()
    assert row.split("\t")[1:3] == ["model", "Eta"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["rules"], ["read", "good.md", "-f", "jsonl"]])
def test_full_disk_behind_stdout(folder, command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "llm_kg", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_file_of_bad_shapes_is_named(call, folder):
    assert "good.md:3: this is not valid Turtle" in call("validate", "good.md", "--shapes", "good.md").stderr


@pytest.mark.parametrize("command", ["read", "validate"])
def test_a_list_without_models_is_told(call, folder, command):
    (folder / "data.md").write_text("# Datasets\n\n- **Eta** 800GB\n")
    said = "nothing was read as a model"
    done = call(command, "good.md", "data.md", "--fail-on", "warning")
    assert done.returncode == 1
    stream = done.stdout if command == "validate" else done.stderr
    assert f"data.md:1:1: warning: {said}" in stream
    assert "good.md" not in stream


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_a_list_without_models_is_a_finding_in_every_form(call, folder, form):
    (folder / "data.md").write_text("# Datasets\n\n- **Eta** 800GB\n")
    done = call("validate", "data.md", "--quiet", "-f", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no-models" in done.stdout
    (folder / "data.md").write_text("<!-- llm-kg: ignore no-models -->\n# Datasets\n\n- **Eta** 800GB\n")
    assert "nothing was read" not in call("validate", "data.md", "--quiet", "-f", form).stdout


def test_records_without_names_in_pieces_are_told_as_a_whole(call, folder):
    line = json.dumps({"license": "MIT", "x": "y" * 100_000}) + "\n"
    (folder / "data.jsonl").write_text(line * 12)
    said = call("export", "data.jsonl", "-o", "out.nt").stderr
    assert said.count("nothing was read as a model") == 1


def test_every_bad_value_of_a_graph_file_is_told(call, tmp_path):
    path = tmp_path / "bad.ttl"
    path.write_text(
        "@prefix llmkg: <https://w3id.org/llm-kg/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://x.example/a> a llmkg:Model ; rdfs:label "A" ; llmkg:homepage "one" , "two" .\n',
        encoding="utf-8",
    )
    done = call("validate", path)
    assert done.returncode == 1
    assert done.stdout.count("[shape]") == 2
    assert "'one'" in done.stdout
    assert "'two'" in done.stdout


@pytest.mark.parametrize("format_", ["jsonl", "csv", "claims", "qb"])
def test_what_is_no_graph_is_not_counted_in_statements(call, tmp_path, format_):
    done = call("export", "-f", format_, "-o", tmp_path / "out")
    assert "157 models" in done.stderr
    assert "statement" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["export", "good.csv", "-o", "good.csv"],
        ["export", "good.csv", "-o", "./folder/../good.csv", "-f", "claims"],
        ["read", "mine=good.csv", "-o", "good.csv", "-f", "jsonl"],
        ["read", "good.csv", "-o", "hard.csv"],
        ["conflicts", "good.md", "good.csv", "-o", "good.csv"],
        ["diff", "good.md", "good.csv", "-o", "good.csv"],
        ["push", "good.csv", "--plan", "good.csv"],
        ["push", "good.csv", "--report", "good.csv"],
    ],
    ids=" ".join,
)
def test_no_source_is_written_over(call, folder, command):
    source = folder / "good.csv"
    source.write_text("model,params\nEta,3B\n")
    (folder / "hard.csv").hardlink_to(source)
    before = source.read_bytes(), source.stat().st_ino
    done = call(*command)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "this is a source" in done.stderr
    assert (source.read_bytes(), source.stat().st_ino) == before


BROKEN = {
    "bad.json": ('[{"name": "Eta",}]', "invalid-json", 1, 17),
    "bad.yaml": ("name: Eta\na: b: c\n", "invalid-yaml", 2, 5),
    "wrong.yaml": ("source: {colour: red}\nrecords: [{name: Eta}]\n", "invalid-header", 1, 9),
    "wrong.json": ('{"source": {"date": "soon"},\n"records": []}', "invalid-header", 1, 21),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_source_is_a_finding_and_hides_no_other(call, folder, name):
    content, rule, line, column = BROKEN[name]
    (folder / name).write_text(content)
    done = call("validate", name, "planted.md", "-f", "json")
    assert done.returncode == 1
    found = [
        (f["file"], f["rule"], f["line"], f["column"], f["severity"])
        for f in json.loads(done.stdout)["findings"]
    ]
    assert (name, rule, line, column, "error") in found
    assert any(file == "planted.md" for file, *_ in found)
    for form in ("sarif", "github", "text"):
        assert rule in call("validate", name, "good.md", "-f", form).stdout
    assert call("validate", name).returncode == 1


@pytest.mark.parametrize(
    "command", [["export", "-o", "kept.ttl"], ["read", "-o", "kept.jsonl"], ["conflicts", "-o", "kept.csv"]]
)
def test_elsewhere_a_broken_source_stops_everything(call, folder, command):
    (folder / "bad.json").write_text(BROKEN["bad.json"][0])
    (folder / command[-1]).write_text("kept")
    before = sorted(folder.rglob("*"))
    done = call(command[0], "good.md", "bad.json", *command[1:])
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "bad.json:1:17: this is not valid JSON" in done.stderr
    assert (folder / command[-1]).read_text() == "kept"
    assert sorted(folder.rglob("*")) == before


def test_what_a_baseline_knows_of_a_broken_source_is_not_gone(call, folder):
    options = ("--baseline", "known.json", "-f", "json")
    (folder / "list.yaml").write_text("- name: Eta\n  colour: red\n")
    call("validate", "list.yaml", *options, "--write-baseline")
    (folder / "list.yaml").write_text("name: Eta\na: b: c\n")
    assert "not found any more" not in call("validate", "list.yaml", "good.md", *options).stderr


def _within(megabytes: int, *arguments: str, **options: object) -> subprocess.CompletedProcess:
    """Run the command with so much memory."""
    import resource

    limit = megabytes << 20
    return subprocess.run(
        [sys.executable, "-m", "llm_kg", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        timeout=120,
        check=False,
        **options,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited as Linux does it")
@pytest.mark.parametrize(
    ("name", "megabytes", "said"),
    [
        ("big.md", 400, "200 MB are not read at once"),
        ("big.json", 400, "200 MB are not read at once"),
        ("big.md", 150, "memory does not suffice"),
        ("big.jsonl", 400, "memory does not suffice"),
        ("/dev/zero", 0, "this is a device"),
        ("/dev/null", 0, "this is a device"),
    ],
)
@pytest.mark.parametrize("command", ["read", "validate"])
def test_what_is_too_big_is_one_line(folder, name, megabytes, said, command):
    if megabytes:
        with (folder / name).open("wb") as stream:
            stream.truncate(megabytes * 1_000_000)
    done = _within(400, command, name, *([] if megabytes else ["-i", "markdown"]))
    assert done.returncode == 2, done.stderr
    assert done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1
    assert said in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no input that never ends")
def test_an_input_that_never_ends_is_refused(folder):
    with Path("/dev/zero").open("rb") as stream:
        done = _within(900, "read", "-i", "jsonl", "-", stdin=stream)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"<stdin>: more than 200 MB are not read at once" in done.stderr


def test_a_pipe_is_read_once(folder):
    os.mkfifo(folder / "pipe.md")
    writing = subprocess.Popen(["cp", "planted.md", "pipe.md"])
    done = _within(900, "validate", "pipe.md", stdin=subprocess.DEVNULL)
    assert writing.wait(10) == 0
    assert b"pipe.md:6:1" in done.stdout
    assert done.returncode == 1

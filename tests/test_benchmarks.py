"""The benchmarks: they run on a few records, tell what differs, and count rightly."""

from __future__ import annotations

import doctest
import hashlib
import json
import math
import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import pyoxigraph
import pytest

import llm_kg as kg
from conftest import ROOT

SCRIPTS = ROOT / "benchmarks"
sys.path.append(str(SCRIPTS))

import agreement  # noqa: E402
import chart  # noqa: E402 - scripts, not a package
import compare  # noqa: E402
import measures  # noqa: E402
import preparation  # noqa: E402
import triples  # noqa: E402
from catalogue import OURS, WORKS, Contender, Work  # noqa: E402
from environments import REQUIREMENTS  # noqa: E402
from generate import records  # noqa: E402
from measures import Result, details, exponent, growth, rows, table  # noqa: E402
from peers import inputs, ours  # noqa: E402
from peers.rml import write_mapping  # noqa: E402
from startup import import_times  # noqa: E402


def run(*command, **options):
    script, *arguments = command
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        **options,
    )
    return done.stdout


def test_one_seed_makes_one_list():
    text = run("generate.py", "50")
    assert text == run("generate.py", "50")
    assert len(set(re.findall(r"^- \*\*(.+?)\*\*", text, re.MULTILINE))) == 50
    assert text.count("```yaml") == 50


@pytest.mark.slow
def test_every_entry_is_read_and_every_task_measured():
    table = run("reading.py", "--repeat", "1", "50").splitlines()[2:]
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert [row[1] for row in told] == ["50"] * 6
    assert all(float(row[2]) >= 0 and float(row[4].replace(",", "")) > 0 for row in told)
    assert "reconcile" in told[0][6]


@pytest.mark.slow
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


# Typed records


def test_one_seed_makes_one_file_of_records():
    content = "\n".join(records(500))
    # Whoever changes the generator changes what older figures were measured on.
    assert hashlib.sha256(content.encode()).hexdigest() == (
        "b2cf000ebd328419263a87836059b3486debf364072ee9da534bc7faacdc175d"
    )
    assert content.startswith("\n".join(records(20)))
    assert content != "\n".join(records(500, seed=1))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared") / "60"
    preparation.prepare(folder, 60)
    return folder


def test_records_are_read_as_they_were_made(prepared):
    read = kg.read(prepared / "records.jsonl")
    assert not list(read.findings)
    for line, record in zip(records(60), read, strict=True):
        made, found = json.loads(line), record.to_json()
        assert found.pop("origin") == made.pop("place")
        assert found.pop("place")["line"] > 0
        assert found == made


def test_records_are_models_of_their_own_of_some_thirty_triples(prepared):
    models = kg.reconcile(kg.read(prepared / "records.jsonl"))
    assert len(models) == 60
    assert not list(models.findings)
    of_models = [s for s in kg.build(models, provenance="none") if "/model/" in s.subject]
    assert 25 < len(of_models) / 60 < 40


def test_many_records_are_streamed(tmp_path):
    preparation.prepare(tmp_path, 30, streamed=True)
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


# The peers' inputs hold the same facts


def _reference(folder):
    return {str(triple) for triple in pyoxigraph.parse(path=str(folder / "reference.nt"))}


def _triple(subject, term, value):
    if term["datatype"] is None:
        node = pyoxigraph.NamedNode(value)
    elif term["language"]:
        node = pyoxigraph.Literal(value, language=term["language"])
    else:
        node = pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(term["datatype"]))
    predicate = pyoxigraph.NamedNode(term["predicate"])
    return str(pyoxigraph.Quad(pyoxigraph.NamedNode(subject), predicate, node))


def test_rows_and_tables_hold_our_triples(prepared, tmp_path):
    terms, reference = inputs.load_terms(prepared), _reference(prepared)
    kg.write(kg.build(_models(prepared), provenance="none"), tmp_path / "ours.nt")
    assert triples.compare(prepared / "reference.nt", tmp_path / "ours.nt") == ("same", "")
    assert inputs.prefixes(prepared)["model"] == "https://w3id.org/llm-kg/model/"
    from_rows = {
        _triple(subject, terms[key], value)
        for subject, pairs in inputs.load_rows(prepared)
        for key, value in pairs
    }
    assert from_rows == reference
    from_tables = {
        _triple(row["id"], terms[key], value)
        for path in (prepared / "tables").glob("*.json")
        for row in json.loads(path.read_text(encoding="utf-8"))
        for key, value in row.items()
        if key != "id"
    }
    assert from_tables == reference


def _models(folder):
    return kg.reconcile(kg.read(folder / "records.jsonl"))


def test_the_mapping_names_every_key_of_every_table(prepared, tmp_path):
    write_mapping(prepared, tmp_path / "mapping.ttl")
    mapped = [
        quad.object.value
        for quad in pyoxigraph.parse(path=str(tmp_path / "mapping.ttl"))
        if quad.predicate.value.endswith("reference")
    ]
    columns = [key for table in inputs.load_columns(prepared).values() for key in table]
    assert sorted(mapped) == sorted(columns)


@pytest.mark.slow
def test_planted_violations_are_found_and_nothing_else(prepared):
    statements = list(kg.build(_models(prepared), provenance="none"))
    assert kg.validate(statements).conforms
    planted, focus_nodes = preparation.plant(statements, 1)
    assert len(focus_nodes) == len(set(focus_nodes)) == 11
    assert {result.focus for result in kg.validate(planted).results} == set(focus_nodes)


def test_engines_that_disagree_are_told_apart(tmp_path):
    planted = tmp_path / "planted.json"
    planted.write_text(json.dumps(["a", "b"]))
    names = [OURS, f"{OURS}, in Python", "like ours", "other", "absent"]
    results = {name: Result("validate", name, 10) for name in names}
    sparql = ["b", None, "SPARQLConstraintComponent"]
    ours = [["a", "p", "MinCountConstraintComponent"], sparql]
    found = {
        OURS: [["a", None, None]],
        f"{OURS}, in Python": ours,
        "like ours": [["a", "p", f"{agreement._SH}MinCountConstraintComponent"], ["b", "q", sparql[2]]],
        "other": [["a", "p", "MaxCountConstraintComponent"]],
    }
    agreement.tell_agreement(list(results.values()), found, planted)
    told = {name: (result.output, result.detail) for name, result in results.items()}
    assert told[OURS] == ("1 results", "")
    assert told["like ours"] == ("2 results, ours", "")
    assert told["absent"] == ("", "")
    assert told["other"] == (
        "1 results",
        "1 of 2 planted nodes missed, such as b; 2 of ours missing, such as a p MinCountConstraintComponent; "
        "1 not ours, such as a p MaxCountConstraintComponent",
    )


# Comparing what was written

_MODEL = "<https://example.org/a>"
_LINES = (
    f'{_MODEL} <https://example.org/n> "6.8E11"^^<http://www.w3.org/2001/XMLSchema#double> .',
    f'{_MODEL} <https://example.org/label> "A \\"quoted\\" name" .',
    f"{_MODEL} <https://example.org/org> <https://example.org/org/b> .",
)


def _compared(tmp_path, lines):
    ours, theirs = tmp_path / "ours.nt", tmp_path / "theirs.nt"
    ours.write_text("\n".join(_LINES) + "\n")
    theirs.write_text("\n".join(lines) + "\n")
    return triples.compare(ours, theirs)


def test_the_same_triples_in_any_order_and_twice_are_the_same(tmp_path):
    assert _compared(tmp_path, [*reversed(_LINES), _LINES[0]]) == ("same", "")


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (_LINES[:2], "1 missing, such as <https://example.org/a> <https://example.org/org>"),
        ([*_LINES, _LINES[2].replace("org/b", "org/c")], "1 that are not ours"),
        ([_LINES[0], _LINES[1].replace("quoted", "quotid"), _LINES[2]], "1 missing"),
        ([_LINES[0].replace("E11", "E12"), *_LINES[1:]], "1 missing"),
        (
            [_LINES[0].replace("double", "decimal").replace("6.8E11", "680000000000.0"), *_LINES[1:]],
            "1 missing",
        ),
    ],
)
def test_a_planted_difference_is_told(tmp_path, planted, told):
    same, difference = _compared(tmp_path, planted)
    assert same == "different"
    assert told in difference


def test_another_form_of_the_same_value_is_no_other_value(tmp_path):
    lines = [
        _LINES[0].replace("6.8E11", "680000000000.0"),
        _LINES[1],
        _LINES[2].replace("org/org/b", "org%2Forg%2Fb"),
    ]
    same, difference = _compared(tmp_path, lines)
    assert same == "same values"
    assert difference.startswith("2 triples in another form, such as ")


# Figures


def test_growth_is_the_exponent_to_the_next_smaller_size():
    results = [
        Result("w", "a", 10, triples=100, cpu=[1.0]),
        Result("w", "a", 100, triples=1_000, cpu=[20.0, 10.0, 10.0]),
        Result("w", "a", 1_000, triples=10_000, cpu=[1_000.0]),
        Result("w", "b", 100, triples=500, cpu=[0.1]),
    ]
    assert [growth(results, result) for result in results] == [None, 1.0, pytest.approx(2.0), None]
    assert exponent((1, 1), (4, 8)) == pytest.approx(1.5)


def test_a_table_tells_medians_ratios_and_reasons():
    results = [
        Result("w", OURS, 1_000, triples=40_000, wall=[1.0, 3.0, 2.0], cpu=[1.5], peak=80.4, output="same"),
        Result(
            "w",
            "slow",
            1_000,
            triples=40_000,
            wall=[100.0],
            cpu=[90.0],
            output="different",
            detail="1 missing",
        ),
        Result("w", "absent", 1_000, reason="cannot be installed: no wheel | none"),
    ]
    ours, slow, absent = rows(results, OURS)
    assert ours == [OURS, "1,000", "3", "2.000", "1.500", "1", "1", "20,000", "80", "", "same"]
    assert slow[5:7] == ["50", "60"]
    assert absent[-1] == "cannot be installed: no wheel | none"
    lines = list(table([ours, slow, absent]))
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
    assert list(details(results)) == ["* slow, 1,000 records: 1 missing"]
    assert math.isnan(results[2].seconds)


@pytest.mark.parametrize("module", [measures, chart])
def test_examples_hold(module):
    failed, tried = doctest.testmod(module)
    assert not failed
    assert tried


# Contenders


def _comparison(tmp_path, **changed):
    options = {
        "records": (10, 100),
        "in_memory_up_to": 100,
        "validate_records": 10,
        "repeat": 2,
        "limit": 10.0,
        "compare_up_to": 100,
        "is_quick": False,
        "only": (),
        "works": (),
        "cache": tmp_path,
    }
    return compare.Comparison(compare.Options(**options | changed), tmp_path)


def test_ours_take_part_whoever_is_asked_for(tmp_path):
    options = _comparison(tmp_path, only=("shifty",)).options
    engines = next(work for work in WORKS if work.name == "validate").contenders
    assert [c.name for c in engines if options.wants(c)] == [OURS, f"{OURS}, in Python", "pyshifty"]


def test_a_peer_that_cannot_be_installed_is_told_with_the_reason(tmp_path, monkeypatch, prepared):
    monkeypatch.setattr(compare, "python_of", lambda *_: (None, "cannot be installed: no wheel"))
    work = Work("ntriples", "", (Contender("peer", "oxigraph:stream", "oxigraph"),))
    (result,) = _comparison(tmp_path)._compete(work, 60, prepared, [])
    assert (result.wall, result.reason) == ([], "cannot be installed: no wheel")


def test_what_would_take_too_long_is_told_and_not_run(tmp_path, prepared):
    work = Work("ntriples", "", (Contender(OURS, "no:such"),))
    before = [Result("ntriples", OURS, 6, triples=200, wall=[30.0], cpu=[30.0])]
    (result,) = _comparison(tmp_path)._compete(work, 60, prepared, before)
    assert result.reason == "not run: would take about 5 minutes"


def test_what_a_contender_needs_before_it_begins_does_not_grow():
    small = Result("w", "a", 1_000, wall=[20.0])
    assert compare._expected([small], 10_000) == 200
    assert compare._expected([small, Result("w", "a", 10_000, wall=[29.0])], 100_000) == 29 + 90


def test_a_contender_that_fails_says_how(tmp_path, prepared):
    contenders = [Contender(OURS, "floor:no_such_function")]
    contenders += [Contender(function, f"floor:{function}") for function in ("write", "paste")]
    work = Work("ntriples", "", tuple(contenders))
    failed, *others = _comparison(tmp_path)._compete(work, 60, prepared, [])
    assert failed.reason.startswith("failed: AttributeError")
    for written in others:
        assert len(written.wall) == len(written.cpu) == 2
        assert (written.output, written.reason) == ("same", "")
        assert 5 < written.peak < 200


def test_what_takes_too_long_is_stopped_with_all_that_it_started(tmp_path):
    beats = tmp_path / "beats"
    beating = f"import time\nwhile True: open({str(beats)!r}, 'a').write('.'); time.sleep(0.05)"
    starting = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {beating!r}])"
    with pytest.raises(subprocess.TimeoutExpired):
        compare._run([sys.executable, "-c", starting], 2)
    last = beats.stat().st_size
    time.sleep(0.3)
    assert beats.stat().st_size == last > 0


def test_every_work_has_ours_and_names_what_it_needs():
    for work in WORKS:
        assert work.contenders[0].name == OURS
        assert len({contender.name for contender in work.contenders}) == len(work.contenders)
        for contender in work.contenders:
            module, function = contender.function.split(":")
            source = (SCRIPTS / "peers" / f"{module}.py").read_text(encoding="utf-8")
            assert f"\ndef {function}(" in source
            assert contender.environment is None or contender.environment in REQUIREMENTS


@pytest.mark.parametrize("work", ["ntriples", "turtle", "jsonld", "checked"])
def test_two_processes_write_what_one_does(prepared, tmp_path, work, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    written = []
    for do in (ours.library, ours.library_in_two):
        output = tmp_path / f"{do.__name__}{ours.SUFFIXES[work]}"
        do(work, prepared, output)()
        written.append(output.read_bytes())
    assert written[0] == written[1] != b""


def test_a_folder_for_large_files_is_made(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "not" / "there"
    monkeypatch.setattr(compare.Comparison, "run", lambda self: iter([(str(self.folder.parent), [])]))
    monkeypatch.setattr(sys, "argv", ["compare.py", "--work", "ntriples", "--folder", str(folder)])
    compare.main()
    assert str(folder) in capsys.readouterr().out
    assert [*folder.iterdir()] == []


@pytest.mark.slow
def test_one_command_measures_compares_and_gives_a_chart(tmp_path):
    results, drawn = tmp_path / "results.json", tmp_path / "chart.svg"
    told = run(
        "compare.py", "--only", "write()", "--work", "ntriples", "jsonl", "--records", 20, 40,
        "--in-memory-up-to", 20, "--repeat", 1, "--json", results, "--folder", tmp_path, "--cache", tmp_path,
    )  # fmt: skip
    assert "## Records in memory to N-Triples, unchecked" in told
    found = json.loads(results.read_text())
    outputs = {(r["work"], r["contender"], r["records"]): r["output"] for r in found["results"]}
    assert outputs["ntriples", OURS, 20] == outputs["jsonl", OURS, 20] == "same"
    assert outputs["jsonl", OURS, 40] == "not compared"
    assert ("ntriples", OURS, 40) not in outputs
    assert all(r["triples"] > 500 for r in found["results"])
    assert found["versions"]["ours"]["rdflib"]
    run("chart.py", results, drawn)
    assert "write() of the same bytes" in drawn.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart.svg", "results.json"]


def test_the_slowest_imports_come_first():
    times = import_times(5)
    assert len(times) == 5
    assert [ms for _, ms in times] == sorted((ms for _, ms in times), reverse=True)
    assert times[0][1] > 0


# The chart


def _content(*changed):
    results = [
        Result("ntriples", OURS, 100, triples=4_000, wall=[0.1], cpu=[0.1]),
        Result(
            "ntriples", "rdflib <naive> & co", 100, triples=4_000, wall=[10.0], cpu=[9.0], output="different"
        ),
        Result("ntriples", OURS, 1_000, triples=40_000, wall=[1.0], cpu=[1.0]),
        Result("turtle", OURS, 100, triples=4_000, wall=[1.0], cpu=[1.0]),
        *changed,
    ]
    machine = {"cpu": "A & B", "cores": 2, "python": "3.11"}
    return {"machine": machine, "results": [result.to_json() for result in results]}


def test_the_chart_is_well_formed_and_says_in_words_what_it_shows():
    drawn = chart.chart(_content())
    assert drawn == chart.chart(json.loads(json.dumps(_content())))
    space = "{http://www.w3.org/2000/svg}"
    root = ElementTree.fromstring(drawn)
    described = root.find(f"{space}desc").text
    assert "rdflib <naive> & co 400" in described
    assert f"{OURS} 40 k" in described
    texts = [text.text for text in root.iter(f"{space}text")]
    assert "Records in memory to N-Triples, unchecked (100 records)" in texts
    assert "400, other triples" in texts
    # A work that nobody else did has nothing to compare with.
    assert not any("Turtle" in text for text in texts)


def test_a_bar_is_as_long_as_the_logarithm_of_its_rate():
    root = ElementTree.fromstring(chart.chart(_content()))
    bars = [r for r in root.iter("{http://www.w3.org/2000/svg}rect") if r.get("x")]
    ours, theirs = (float(bar.get("width")) for bar in bars)
    scale = chart._Scale(2, 5)
    assert ours - theirs == pytest.approx(scale(10**4) - scale(10**2), abs=0.2)
    assert bars[0].get("fill") != bars[1].get("fill")


def test_there_is_no_chart_of_nothing():
    with pytest.raises(ValueError, match="nothing to draw"):
        chart.chart({"machine": {}, "results": []})

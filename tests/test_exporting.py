"""Export in parts: the same bytes however many processes there are, and whatever is held in memory."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import llm_kg as kg
from conftest import ROOT
from llm_kg import exporting
from llm_kg.collector import paused
from llm_kg.errors import OutputError
from llm_kg.exporting import (
    NeedsReconciliationError,
    Options,
    WorkerError,
    export_models,
    export_pieces,
    workers,
)
from llm_kg.exporting.merging import Descriptions
from llm_kg.exporting.workers import Bulk, in_order
from llm_kg.graph.blocks import joined
from llm_kg.graph.mapping import ModelMapping
from llm_kg.quantities import Quantity
from llm_kg.reconciliation import Model
from llm_kg.records import Description
from llm_kg.sources.bulk import cut
from llm_kg.writers import FORMATS, find_format

STREAMED = sorted({format_.names[0] for format_ in FORMATS.values() if format_.blocks and format_.write})
forks = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="processes cannot be forked here"
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Make many parts of few models."""
    monkeypatch.setattr(exporting, "_PART", 20)


def rows(number: int = 60) -> list[dict]:
    """Records that share papers, organisations and base models, one of them with a hostile title."""
    made = []
    for n in range(number):
        row = {
            "name": f"Model {chr(97 + n % 26)}{n}",
            "title": f'Paper {n // 3} "\\ \n<é>',
            "paper": f"https://arxiv.org/abs/2301.{n // 3:05}",
            "organization": ["OpenAI", f"Labs {n % 5}"],
            "license": "Apache-2.0" if n % 2 else "a licence of its own",
            "number_of_parameters": f"{n + 1}B",
            "date_created": f"20{10 + n % 14}-0{1 + n % 9}",
            "training_time": f"{n + 1} A100 GPU days",
        }
        if n % 7 == 0:
            row["based_on"] = f"Model {chr(97 + (n * 5) % 26)}{n * 5}"  # some there, some only mentioned
        made.append(row)
    return made


def written(path: Path, made: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path) -> Path:
    return written(tmp_path / "models.jsonl", rows())


def statements(path: Path) -> set[str]:
    formats = pyoxigraph.RdfFormat
    format_ = formats.from_extension(path.suffix[1:])
    return {str(quad) for quad in pyoxigraph.parse(path=str(path), format=format_)}


@forks
@pytest.mark.parametrize("format_", STREAMED)
@pytest.mark.parametrize("check", [True, False])
def test_bytes_are_those_of_one_process(models, tmp_path, format_, check):
    options = Options(provenance="graphs" if FORMATS[format_].holds_graphs else "full", conflicts=True)
    one, two = (tmp_path / name for name in ("one", "two"))
    found = [
        export_models(models, str(path), FORMATS[format_], options, check=check, jobs=jobs)
        for path, jobs in ((one, 1), (two, 2))
    ]
    assert one.read_bytes() == two.read_bytes()
    assert found[0].statements == found[1].statements
    assert list(found[0].findings) == list(found[1].findings)


@pytest.mark.parametrize("format_", STREAMED)
def test_parts_say_what_the_whole_graph_says(models, tmp_path, format_):
    suffix = FORMATS[format_].suffixes[0]
    parts, whole = tmp_path / f"parts{suffix}", tmp_path / f"whole{suffix}"
    outcome = export_models(models, str(parts), FORMATS[format_], Options())
    kg.write(kg.build(models), whole)
    assert parts.read_bytes() == whole.read_bytes()
    assert outcome.statements == len(kg.build(models))


def exported(pieces, path: Path, **more) -> exporting.Outcome:
    return export_pieces(pieces, str(path), find_format(None, str(path)), Options(), **more)


@forks
@pytest.mark.parametrize("suffix", ["nt", "ttl", "jsonld"])
def test_pieces_say_what_the_whole_source_says(source, tmp_path, suffix):
    pieces = cut(source, size=1500)
    assert len(pieces) > 5
    outs = [tmp_path / f"{jobs}.{suffix}" for jobs in (1, 2)]
    outcomes = [exported(pieces, out, jobs=jobs) for jobs, out in zip((1, 2), outs, strict=True)]
    assert outs[0].read_bytes() == outs[1].read_bytes()
    models = kg.reconcile(kg.read(source))
    whole = tmp_path / f"whole.{suffix}"
    kg.write(kg.build(models), whole)
    assert statements(outs[0]) == statements(whole)
    for outcome in outcomes:
        assert (outcome.models, outcome.statements) == (60, len(kg.build(models)))
        assert list(outcome.findings) == list(models.findings)


def test_a_source_that_records_name_is_described(tmp_path):
    records = kg.read(written(tmp_path / "elsewhere.jsonl", rows(30)))
    source = written(tmp_path / "models.jsonl", [record.to_json() for record in records])
    out, whole = tmp_path / "out.nt", tmp_path / "whole.nt"
    exported(cut(source, size=1500), out)
    kg.write(kg.build(kg.reconcile(kg.read(source))), whole)
    assert statements(out) == statements(whole)
    assert any("source/elsewhere> <http://www.w3.org/1999" in statement for statement in statements(out))


def test_a_paper_that_parts_describe_differently_keeps_its_first_title(tmp_path):
    made = rows(30)
    made[29] |= {"paper": made[0]["paper"], "title": "Another title"}
    out = tmp_path / "out.nt"
    exported(cut(written(tmp_path / "models.jsonl", made), size=1500), out)
    titles = [
        s for s in statements(out) if "arxiv-2301.00000> <http://www.w3.org/2000/01/rdf-schema#label>" in s
    ]
    assert len(titles) == 1
    assert "Paper 0" in titles[0]


def with_two_dois() -> list[dict]:
    """Records of which the first and the last give one paper two DOIs."""
    made = rows(60)
    address = made[0]["paper"]
    for n in (0, 59):
        made[n] |= {"paper": [address, f"https://doi.org/10.1000/{n}"], "title": "One paper"}
    return made


def test_parts_that_agree_on_no_doi_keep_the_first(tmp_path):
    out = tmp_path / "out.nt"
    source = written(tmp_path / "models.jsonl", with_two_dois())
    outcome = exported(cut(source, size=1500), out)
    assert [f.severity.name for f in outcome.findings if "arxiv-2301.00000" in f.message] == ["ERROR"]
    assert not [s for s in statements(out) if "ontology#doi" in s and "10.1000/59" in s]


def test_models_that_agree_on_no_doi_lose_it(tmp_path):
    models = kg.reconcile(kg.read(written(tmp_path / "models.jsonl", with_two_dois())))
    out = tmp_path / "out.nt"
    outcome = export_models(models, str(out), FORMATS["nt"], Options())
    assert [f.entry for f in outcome.findings if f.rule == "shape"] != []
    assert not [s for s in statements(out) if "ontology#doi" in s]


def test_a_model_of_the_source_is_not_described_as_mentioned(tmp_path):
    made = rows(30)
    made[0]["based_on"] = "MODEL-D29"  # the name of the last, in other letters
    out = tmp_path / "out.nt"
    exported(cut(written(tmp_path / "models.jsonl", made), size=1500), out)
    labels = [
        s
        for s in statements(out)
        if s.startswith("<https://w3id.org/llm-kg/model/model-d29> <") and "label>" in s
    ]
    assert labels == [
        '<https://w3id.org/llm-kg/model/model-d29> <http://www.w3.org/2000/01/rdf-schema#label> "Model d29"'
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Model a0"},  # two entries of one name
        {"name": "model-A0"},
        {"name": "Model a0 7B"},  # a name that differs by a size alone
        {"name": "Another", "alternate_name": ["Nickname"]},
    ],
)
def test_records_that_may_be_one_model_are_not_exported_one_by_one(tmp_path, change):
    made = rows(30)
    made[29] |= change
    if "alternate_name" in change:
        made[3]["based_on"] = "Nickname"
    source = written(tmp_path / "models.jsonl", made)
    with pytest.raises(NeedsReconciliationError):
        exported(cut(source, size=1500), tmp_path / "out.nt")
    assert [path.name for path in tmp_path.iterdir()] == ["models.jsonl"]


def test_a_bad_value_of_a_piece_costs_itself(tmp_path):
    made = rows(30)
    made[17]["maximum_number_of_parameters_in_million"] = 5  # and 18B
    source = written(tmp_path / "models.jsonl", made)
    out = tmp_path / "out.nt"
    outcome = exported(cut(source, size=1500), out)
    errors = [f for f in outcome.findings if f.rule == "shape"]
    assert [f.place.line for f in errors] == [18]
    assert outcome.models == 30
    assert '"5.0"' not in out.read_text()
    checked = kg.validation.build_checked(kg.reconcile(kg.read(source)))
    whole = tmp_path / "whole.nt"
    kg.write(checked.graph, whole)
    assert statements(out) == statements(whole)
    out.unlink()
    assert not exported(cut(source, size=1500), out, strict=True).is_written
    assert not out.exists()


def test_entries_of_one_name_need_numbers(tmp_path):
    made = rows(30)
    made[29]["name"] = made[0]["name"]
    pieces = cut(written(tmp_path / "models.jsonl", made), size=1500)
    with pytest.raises(NeedsReconciliationError):
        exported(pieces, tmp_path / "out.nt", reconcile=False)


def test_each_record_is_a_model_where_nothing_is_joined(tmp_path):
    made = rows(30)
    made[29]["name"] = "Model a0 7B"
    pieces = cut(written(tmp_path / "models.jsonl", made), size=1500)
    assert exported(pieces, tmp_path / "out.nt", reconcile=False).models == 30


def test_good_parts_are_written_once(source, tmp_path, monkeypatch):
    def again(*_: object) -> None:
        raise AssertionError("what breaks no shape was made anew")

    monkeypatch.setattr(Options, "build_checked", again)
    monkeypatch.setattr(exporting, "_PART", 1)
    models = kg.reconcile(kg.read(source))  # one of which names another
    export_models(models, str(tmp_path / "out.nt"), FORMATS["nt"], Options())


def test_a_bad_value_of_models_costs_itself(tmp_path):
    made = rows(60)
    made[17]["maximum_number_of_parameters_in_million"] = 5  # and 18B
    models = kg.reconcile(kg.read(written(tmp_path / "models.jsonl", made)))
    out, whole = tmp_path / "out.nt", tmp_path / "whole.nt"
    outcome = export_models(models, str(out), FORMATS["nt"], Options())
    assert [f.place.line for f in outcome.findings if f.rule == "shape"] == [18]
    kg.write(kg.validation.build_checked(models).graph, whole)
    assert out.read_bytes() == whole.read_bytes()
    out.unlink()
    assert not export_models(models, str(out), FORMATS["nt"], Options(), strict=True).is_written
    assert not out.exists()


def test_spellings_of_one_quantity_are_one_node(models):
    days = tuple(
        Quantity(Decimal(9), "ACCELERATOR-DAY", accelerator=name) for name in ("A100 GPU", "a100-gpu")
    )
    model = Model.of_typed({**vars(models["GPT-3"]), "training_time": days})
    graph = kg.build(kg.Models([model], models.sources, models.findings))
    assert len(graph.statements) == len(set(graph.statements))
    assert sum(str(s.subject).endswith("9-a100-gpu-accelerator-day") for s in graph) == 4  # as of one node


DESCRIPTIONS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["<a>", "<b>", "<c>"]),
            st.lists(st.sampled_from(["<p> 1", "<p> 2", "<q> 1"]), unique=True),
        ),
        max_size=4,
    ),
    max_size=6,
)


@given(DESCRIPTIONS, st.integers(1, 5))
def test_what_is_sorted_in_files_is_what_is_sorted_in_memory(parts, held):
    found = []
    for size in (held, 10_000):
        with Descriptions(size) as descriptions:
            for part in parts:
                descriptions.add(part)
            found.append(list(descriptions.nodes()))
    assert found[0] == found[1]
    assert [node for node, _ in found[0]] == sorted({node for part in parts for node, _ in part})
    for node, said in found[0]:
        assert set(joined(said)) == {
            pair for part in parts for name, pairs in part if name == node for pair in pairs
        }


@forks
def test_json_lines_of_models_are_read_back(models, source, tmp_path):
    whole = tmp_path / "bundled.jsonl"
    export_models(models, str(whole), FORMATS["jsonl"], Options(), jobs=2)
    again = kg.reconcile(kg.read(whole))
    assert [model.key for model in again] == [model.key for model in models]
    for model, read in zip(models, again, strict=True):
        for field in Description.model_fields.keys() - {"paper"}:  # those of one title are one again
            assert getattr(read, field) == getattr(model, field), (model.key, field)
        assert {url for paper in read.paper for url in paper.urls} == {u for p in model.paper for u in p.urls}
    out = tmp_path / "out.jsonl"
    assert exported(cut(source, size=1500), out, jobs=2).models == 60
    assert kg.reconcile(kg.read(out)).to_rows()[0]["name"] == "Model a0"


def test_parts_leave_nothing_behind(models, tmp_path):
    with paused():
        gc.collect()
        export_models(models, str(tmp_path / "out.nt"), FORMATS["nt"], Options())
        alive = sum(isinstance(one, ModelMapping) for one in gc.get_objects())
    assert alive <= 2  # of eight parts; what is shared has one


# Faults


def _die(task: int) -> int:
    if task == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


@forks
def test_a_worker_that_is_killed_is_told():
    with pytest.raises(WorkerError, match="was killed"):
        list(in_order(_die, range(10), 2))


@forks
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_bulk_comes_whole_whether_it_fits_into_what_is_shared(monkeypatch, jobs):
    monkeypatch.setattr(workers, "_ROOM", 4096)

    def work(number):  # 0, 1, 4096, 4097 … bytes, and a second piece that may be too much
        size = number // 2 * 4096 + number % 2
        return number, Bulk(bytes([number]) * size), Bulk(bytes([number]) * (number * 300))

    for number, (told, one, other) in enumerate(in_order(work, range(20), jobs)):
        assert told == number
        assert bytes(one.data) == bytes([number]) * (number // 2 * 4096 + number % 2)
        assert bytes(other.data) == bytes([number]) * (number * 300)


@forks
@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs):
    assert list(in_order(abs, range(-50, 0), jobs)) == list(range(50, 0, -1))


@pytest.mark.parametrize("output", ["/dev/full", "-"])
def test_a_full_disk_leaves_nothing(models, output, tmp_path, monkeypatch):
    if output == "-":

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("llm_kg.saving._write", full)
    elif not Path(output).exists():
        pytest.skip("there is no /dev/full here")
    with pytest.raises(OutputError, match="No space left"):
        export_models(models, output, FORMATS["nt"], Options(), jobs=2)


@forks
@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_half_file_and_no_orphan(tmp_path, sign):
    written(tmp_path / "models.jsonl", rows(6_000))
    command = [sys.executable, "-m", "llm_kg", "export", "models.jsonl", "-o", "out.nt", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.DEVNULL,
        # Whoever runs the tests in the background may have let them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        deadline = time.monotonic() + 60
        while len(_children(run.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)  # Python loses what a handler raises amid a fork
        workers = _children(run.pid)
        assert workers
        run.send_signal(sign)
        run.wait(60)
    assert run.returncode not in (0, 1)
    assert not (tmp_path / "out.nt").exists()
    if sign != signal.SIGKILL:  # after which nobody can tidy up
        assert [path.name for path in tmp_path.iterdir()] == ["models.jsonl"]
    deadline = time.monotonic() + 20
    while any(map(_is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_is_alive, workers))


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_records_does_not_change_what_is_said(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("order")
    made = rows(12)
    source = written(folder / "models.jsonl", [made[n] for n in order])
    exported(cut(source, size=700), folder / "out.nt")
    kg.write(kg.build(kg.reconcile(kg.read(source))), folder / "whole.nt")
    assert statements(folder / "out.nt") == statements(folder / "whole.nt")


def test_a_bar_tells_on_a_terminal_how_far_it_is(monkeypatch, capsys):
    from llm_kg.cli import common

    now = exporting.Progress(total=10, done=5, models=5_000, statements=200_000)
    with common.progress(quiet=False) as tell:
        tell(now)
    assert capsys.readouterr().err == ""  # this is no terminal
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with common.progress(quiet=False) as tell:
        tell(now)
    assert capsys.readouterr().err == ""  # it took no two seconds
    monkeypatch.setattr(common, "_PATIENCE", 0)
    monkeypatch.setenv("TERM", "xterm")
    with common.progress(quiet=False) as tell:
        tell(now)
    told = capsys.readouterr().err
    assert "5,000 models, 200,000 statements" in told
    assert "50 %" in told
    with common.progress(quiet=True) as tell:
        tell(now)
    assert capsys.readouterr().err == ""

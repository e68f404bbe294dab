"""No input crashes, hangs, runs or fetches anything, writes elsewhere, or costs a good neighbour."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time

import pyoxigraph
import pytest

import llm_kg as kg
from conftest import ROOT, rules
from hostile import BETWEEN, FILES, GIANTS, GOOD, between
from llm_kg.errors import LlmKgError
from llm_kg.sources.markdown.document import LONGEST_LINE, MAX_NESTING
from llm_kg.sources.tables import MOST_COLUMNS

#: Every nasty text by its name: the suffix of its file, its text by size, and what it is.
CASES = {
    name: ("md", lambda n, nasty=nasty: between(nasty.make(n)), nasty) for name, nasty in BETWEEN.items()
}
CASES |= {name: (suffix, nasty.make, nasty) for name, (suffix, nasty) in FILES.items()}


@pytest.fixture
def read_bytes(tmp_path):
    """Read bytes as a file of a suffix; a source that cannot be read at all has no records."""

    def read(content: bytes, suffix: str = "md") -> kg.Records | None:
        path = tmp_path / f"list.{suffix}"
        path.write_bytes(content)
        try:
            return kg.read(path)
        except LlmKgError:
            return None

    read.folder = tmp_path
    return read


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def assert_good(records: kg.Records | None, names: tuple[str, ...] = GOOD) -> None:
    """Assert that the good entries are there, with all that is said of them and nothing else."""
    found = {record.name: record for record in records or ()}
    assert set(names) <= set(found)
    if records is None or any(
        record.place.source.path.endswith((".yaml", ".json", ".jsonl")) for record in records
    ):
        return
    facts = {"Alpha-1": ("Google", "2022-05", 3), "Omega-9": ("OpenAI", "2023-06", 5)}
    for name in names:
        record, (organization, date, billions) = found[name], facts[name]
        assert record.organization == (organization,)
        assert str(record.date_created) == date
        assert record.parameter_count == (billions * 10**9,)
        assert not record.other


def assert_places_inside(records: kg.Records, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [claim.place for record in records for claim in record.claims]
    places += [record.place for record in records]
    places += [finding.place for finding in records.findings if finding.place]
    places += [decision.place for decision in records.decisions]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@pytest.mark.parametrize("name", CASES)
def test_good_entries_around_a_nasty_part_are_kept(read_bytes, name):
    suffix, make, nasty = CASES[name]
    text = make(nasty.size)
    records = read_bytes(encoded(text), suffix)
    assert_good(records, nasty.keeps)
    if records:
        if suffix == "md":
            assert_places_inside(records, text)
        path = read_bytes.folder / "graph.nt"
        kg.write(kg.build(kg.reconcile(records)), path)
        assert list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize("name", ["an open comment", "rows that never end", "a block without an end"])
def test_what_is_never_closed_is_told(read_bytes, name):
    _, make, nasty = CASES[name]
    records = read_bytes(encoded(make(nasty.size)))
    assert "unclosed-block" in {rule for rule, _, _ in rules(records)}


# Encodings and the ends of lines.

LIST = between("- **Nasty-5** \U0001f525 模型\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(read_bytes, encoding):
    assert_good(records := read_bytes(LIST.encode(encoding)))
    assert not rules(records, "encoding")


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_of_either_order_is_read(read_bytes, mark, encoding):
    assert_good(read_bytes(mark + LIST.encode(encoding)))
    # Half a character at the end costs itself.
    assert_good(records := read_bytes(mark + LIST.encode(encoding) + b"\x00"))
    assert rules(records, "encoding")


@pytest.mark.parametrize(
    "bad", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\x00"]
)
def test_bad_bytes_cost_themselves_and_are_told_once(read_bytes, bad):
    content = between("- **Nasty-5X**\n\ntext Y and Y").encode().replace(b"X", bad).replace(b"Y", bad)
    assert_good(records := read_bytes(content))
    before = content[: content.index(bad)].decode()
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert rules(records, "encoding") == [("encoding", *place)]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_ends_of_lines_do_not_move_places(read_bytes, end):
    expected = read_bytes(LIST.encode())
    found = read_bytes(LIST.replace("\n", end).encode())
    assert [record.claims for record in found] == [record.claims for record in expected]


def test_mixed_ends_of_lines_are_lines(read_bytes):
    lines = LIST.split("\n")
    mixed = "".join(line + ("\n", "\r\n", "\r")[number % 3] for number, line in enumerate(lines))
    assert_good(read_bytes(mixed.encode()))


# Limits: at them all is read, and beyond them it is told.


def test_nesting_is_followed_to_its_limit(read_bytes):
    marks = "> " * (MAX_NESTING - 1)
    assert [r.name for r in read_bytes(f"{marks}- Nasty-5\n".encode())] == []  # a quote holds no entries
    for line in (f"- {marks}Nasty-5\n", f"{'- ' * (MAX_NESTING + 1)}Nasty-5\n"):
        found = rules(read_bytes(between(line).encode()), "too-deep")
        assert len(found) == (line.count("> ") + line.count("- ") > MAX_NESTING)


@pytest.mark.parametrize("width", [2, 3, 4])
def test_items_deep_in_a_list_are_read_or_told(read_bytes, width):
    depth = 80
    text = "\n".join(f"{' ' * width * level}- Nasty-{level}" for level in range(depth))
    records = read_bytes(between(text).encode())
    assert_good(records)
    told = [finding for finding in records.findings if finding.rule == "too-deep"]
    beyond = [level for level in range(depth) if width * level + 2 > 4 * MAX_NESTING]
    assert [finding.place.line for finding in told] == [beyond[0] + 8] if beyond else not told
    assert not beyond or f"{len(beyond)} lines from here on" in told[0].message


def test_a_line_at_the_limit_is_read(read_bytes):
    name = "- **Nasty-5** - "
    text = "a" * (LONGEST_LINE - len(name))
    assert "Nasty-5" in {r.name for r in read_bytes(between(name + text).encode())}
    records = read_bytes(between(name + text + "a").encode())
    assert "Nasty-5" not in {r.name for r in records}
    assert rules(records, "too-long") == [("too-long", 8, 1)]


def test_columns_are_read_up_to_their_limit(read_bytes):
    def table(columns: int) -> bytes:
        rows = ["Model" + "|x" * (columns - 1), "-" + "|-" * (columns - 1), "Nasty-5" + "|7B" * (columns - 1)]
        return between("\n".join(f"|{row}|" for row in rows)).encode()

    assert not rules(read_bytes(table(MOST_COLUMNS)), "too-long")
    assert rules(read_bytes(table(MOST_COLUMNS + 1)), "too-long") == [("too-long", 8, 1)]


# Nothing is fetched, run, or written elsewhere.


def test_reading_fetches_and_runs_nothing(read_bytes, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("reading tried to connect or to run something")

    for module, name in (
        (socket, "socket"),
        (socket, "create_connection"),
        (subprocess, "Popen"),
        (os, "system"),
        (os, "execv"),
        (os, "posix_spawn"),
    ):
        monkeypatch.setattr(module, name, refuse)
    everything = between("\n\n".join(nasty.make(1) for nasty in BETWEEN.values() if nasty.keeps == GOOD))
    assert_good(read_bytes(encoded(everything)), GOOD[:1])
    for suffix, nasty in FILES.values():
        read_bytes(encoded(nasty.make(1)), suffix)


@pytest.mark.parametrize("kind", ["turtle", "nt", "csv", "claims", "jsonld"])
def test_commands_write_where_they_are_told_alone(tmp_path, monkeypatch, call, kind):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    names = ("../../etc/passwd", "/tmp/x", "..", "~/x", "a/b", "=cmd()", "{{7*7}}", "-o")
    items = "\n".join(
        f"- **{name}** [[../{name}]](https://example.org)\n  ```yaml\n  Params: 3B\n  ```" for name in names
    )
    (home / "list.md").write_text(between(items), encoding="utf-8")
    said = call("export", "list.md", "-f", kind, "--no-check", "-o", "out")
    assert said.returncode in (0, 1)
    assert {path.name for path in tmp_path.rglob("*")} == {"home", "list.md", "out"}


def test_header_of_a_source_gets_into_no_iri_unseen(read_bytes):
    records = read_bytes(b'source: {id: "../../x y<>"}\nrecords: [{name: Eta}]\n', "yaml")
    assert list(records.sources) == ["x-y"]
    for bad in ("address: 'javascript:alert(1)'", "address: https://a b", "date: 2020", "date: 2020-02-30"):
        assert read_bytes(f"source: {{{bad}}}\nrecords: [{{name: Eta}}]\n".encode(), "yaml") is None


# What is no name, and what is never closed.


@pytest.mark.parametrize("name", ["?", "#", "null", "\u202e", "\U0001f525", "\u0301"])
def test_what_is_no_name_is_told(read_bytes, name):
    text = f"- **{name}**\n  ```yaml\n  Params: 3B\n  ```\n"
    assert_good(records := read_bytes(between(text).encode()))
    assert len(records) == 2
    assert ("nameless-entry", 8) in [(rule, line) for rule, line, _ in rules(records)]


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_every_open_fence_is_closed_before_the_entry_behind_it(read_bytes, end):
    text = "".join(f"```yaml\nhas model: Eta-{n}\nParams: {n}B\n- Iota-{n}\n" for n in range(1, 5))
    records = read_bytes((text.rstrip("\n") + end).encode())
    assert [record.name for record in records] == [
        f"{name}-{n}" for n in range(1, 5) for name in ("Eta", "Iota")
    ]
    assert [record.parameter_count for record in records[::2]] == [(n * 10**9,) for n in range(1, 5)]
    assert rules(records) == [("unclosed-block", line, 1) for line in (1, 5, 9, 13)]


def test_table_that_is_never_closed_ends_with_its_block(read_bytes):
    text = "<table>\n<tr><th>Model<th>Params\n<tr><td>Eta-1<td>2B <script> 1 < 2\n\n- Iota-2\n"
    assert_good(records := read_bytes(between(text).encode()))
    assert [record.name for record in records] == ["Alpha-1", "Eta-1", "Iota-2", "Omega-9"]
    assert rules(records, "unclosed-block") == [("unclosed-block", 8, 1)]


# Time and memory.


def seconds(read, content: bytes, suffix: str) -> float:
    """Return the processor time of a reading, in which nobody searches what other tests have left."""
    gc.disable()
    try:
        start = time.process_time()
        read(content, suffix)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_eight_times_the_input_takes_eight_times_the_time(read_bytes, name):
    # Of what is quadratic, eight times the input shows what twice as much of a larger one would.
    suffix, make, nasty = CASES[name]
    read_bytes(encoded(make(1)), suffix)
    some, many = (encoded(make(n)) for n in (nasty.large // 24, nasty.large // 3))
    little = much = 1e9
    for _ in range(8):
        # The quickest counts: a machine has other things to do as well.
        little = min(little, seconds(read_bytes, some, suffix), seconds(read_bytes, some, suffix))
        much = min(much, seconds(read_bytes, many, suffix))
        # Memory that no cache holds any more takes its part, and some hundredths of a second say nothing.
        if much <= 1.5 * little * len(many) / len(some) + 0.03:
            return
    pytest.fail(f"{little:.3f} s for {len(some):,} bytes, {much:.3f} s for {len(many):,}")


@pytest.mark.slow
@pytest.mark.parametrize("name", GIANTS)
def test_giants_end_in_time_and_memory(tmp_path, name):
    suffix, make = GIANTS[name]
    path = tmp_path / f"list.{suffix}"
    path.write_bytes(encoded(make()))
    for arguments in (("export", "-f", "nt", "--no-check"), ("validate",)):  # both read it
        errors = tmp_path / "errors"
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "llm_kg", *arguments, str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 1, 2)
        assert b"Traceback" not in errors.read_bytes()
        assert usage.ru_utime + usage.ru_stime < 60, arguments
        assert usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) < 10**9, arguments

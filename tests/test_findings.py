"""Findings: what is told of them, and the formats in which it is told.

A folder in `tests/reports/` is a case: a list, findings on it (rule, message, place …), and a file for
each format that holds what is told. `UPDATE_REPORTS=1 pytest tests/test_findings.py` writes these anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import time
import unicodedata
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import llm_kg as kg
from conftest import ROOT
from llm_kg.errors import UnknownFormatError
from llm_kg.findings import Finding, Findings, Selection
from llm_kg.places import Place, Source
from llm_kg.reports import FORMATS, Outcome, find_form
from llm_kg.reports.text import excerpt
from llm_kg.rules import RULES, Severity
from llm_kg.validation import build_checked

LIST = Source("list", "lists/my list.md")


def finding(rule="unknown-key", line=1, column=1, **more) -> Finding:
    return Finding.of(rule, more.pop("message", "…"), Place(more.pop("source", LIST), line, column), **more)


# --- silence and selection


def test_a_silence_holds_for_what_comes_before_and_after_it():
    findings = Findings([finding(line=3)])
    findings.silence(LIST, ["unknown-key"], 3, 4)
    findings.add(finding(line=4, severity=Severity.ERROR))
    findings.extend([finding(line=5), finding("empty-link", line=3)])
    assert [(f.rule, f.place.line) for f in findings] == [("empty-link", 3), ("unknown-key", 5)]
    assert len(findings) == 2
    assert findings.silenced == 2
    assert findings.at_least(Severity.ERROR) == []
    assert len(findings.at_least(Severity.ERROR, silenced=True)) == 1


def test_a_silence_is_of_one_source_by_id_and_path():
    findings = Findings()
    findings.silence(LIST, [], 1, 9)
    findings.add(finding(source=Source("other", LIST.path)))
    findings.add(finding(source=Source(LIST.id, "other.md")))
    findings.add(Finding.of("shape", "without a place"))
    assert (len(findings), findings.silenced) == (3, 0)
    findings.add(finding("shape", line=9, source=Source(LIST.id, LIST.path, title="now with a title")))
    assert (len(findings), findings.silenced) == (3, 1)


@pytest.mark.parametrize("take_over", [Findings, lambda findings: _extended(findings)])
def test_findings_of_findings_keep_their_silences(take_over):
    findings = Findings([finding(line=1), finding(line=2)])
    findings.silence(LIST, [], 1, 1)
    taken = take_over(findings)
    assert (len(taken), taken.silenced) == (1, 1)
    taken.add(finding("shape", line=1))
    assert (len(taken), taken.silenced) == (1, 2)
    assert findings.silenced == 1


def _extended(findings):
    extended = Findings()
    extended.extend(findings)
    return extended


def test_silencing_a_rule_that_there_is_not_is_a_finding():
    findings = Findings([finding(line=2)])
    findings.silence(LIST, ["unknwon-key"], 2, 2, Place(LIST, 1, 7))
    told, kept = findings
    assert (told.rule, told.place.column) == ("unknown-rule", 7)
    assert "unknown-key" in told.message
    assert kept.rule == "unknown-key"


_SPANS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), max_size=6)


@given(_SPANS, _SPANS, st.sets(st.integers(1, 40)))
def test_stretches_silence_their_lines_and_no_others(before, after, lines):
    findings = Findings()
    for first, more in before:
        findings.silence(LIST, ["unknown-key"], first, first + more)
    findings.extend(finding(line=line) for line in lines)
    len(findings)  # an index that is made here must not outlive what follows
    for first, more in after:
        findings.silence(LIST, ["unknown-key"], first, first + more)
    silent = {line for first, more in before + after for line in range(first, first + more + 1)}
    assert {f.place.line for f in findings} == lines - silent
    assert findings.silenced == len(lines & silent)


def test_many_silences_cost_little():
    findings = Findings(finding(line=line) for line in range(20_000))
    for line in range(20_000):
        findings.silence(LIST, ["unknown-key"], line, 20_000)
    start = time.process_time()
    assert len(findings) == 0
    assert time.process_time() - start < 2


def test_a_silenced_value_gets_into_no_graph(tmp_path):
    path = tmp_path / "list.md"
    path.write_text("- **Eta**\n  ```yaml\n  Params: 3B\n  demo: javascript:alert(1)\n  ```\n")
    records = kg.read(path)
    records.findings.silence(records[0].source, [], 1, 9)
    checked = build_checked(kg.reconcile(records))
    assert not [f for f in kg.reconcile(records).findings if f.severity == Severity.ERROR]
    assert "javascript" not in "".join(map(str, checked.graph))
    assert "3000000000" in "".join(map(str, checked.graph))


def test_a_selection_chooses_rules():
    both = [finding("unknown-key"), finding("empty-link")]
    chosen = Selection(select=frozenset({"unknown-key", "shape"}))
    assert chosen.of(both) == both[:1]
    assert Selection(ignore=frozenset({"unknown-key"})).of(both) == both[1:]
    assert Selection().of(both) == both
    assert not Selection(frozenset({"unknown-key"}), frozenset({"unknown-key"})).of(both)


# --- formats


CASES = sorted((ROOT / "tests" / "reports").iterdir())
FILES = {"text": "report.txt", "json": "report.json", "sarif": "report.sarif", "github": "github.txt"}


def _outcome(case: Path) -> Outcome:
    source = Source("list", "lists/my list.md")
    findings = Findings(
        Finding.of(
            given["rule"],
            given["message"],
            Place(source, *given["at"]) if "at" in given else None,
            **{name: given[name] for name in ("entry", "key", "mend") if name in given},
        )
        for given in yaml.safe_load((case / "findings.yaml").read_text(encoding="utf-8"))
    )
    lines = (case / "list.md").read_bytes().decode().split("\n")
    return Outcome(list(findings), silenced=2, lines=lambda _: lines, width=100, version="1.2.3")


def _without_catalogue(log: str) -> str:
    """Take the rules out of a SARIF log, so that a new rule changes no file here."""
    document = json.loads(log)
    del document["runs"][0]["tool"]["driver"]["rules"]
    for result in document["runs"][0]["results"]:
        del result["ruleIndex"]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_what_it_was(case, name):
    told = "".join(find_form(name)(_outcome(case)))
    told = _without_catalogue(told) if name == "sarif" else told
    path = case / FILES[name]
    if os.environ.get("UPDATE_REPORTS"):
        path.write_bytes(told.encode())
    assert told == path.read_bytes().decode()


def test_an_unknown_format_is_refused():
    with pytest.raises(UnknownFormatError, match="text, json, sarif, github"):
        find_form("xml")


_TEXTS = st.text(st.characters() | st.sampled_from("\r\n%:,\udcff\x1b"), max_size=30)
_FINDINGS = st.builds(
    lambda rule, message, mend, entry, key, path, at: Finding.of(
        rule, message, at and Place(Source("list", path), *at), mend=mend, entry=entry, key=key
    ),
    st.sampled_from(list(RULES)),
    _TEXTS,
    st.none() | _TEXTS,
    st.none() | _TEXTS,
    st.none() | _TEXTS,
    # A path of bytes that are no UTF-8 holds halves of surrogate pairs from U+DC80 on.
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.just("\udcff"), min_size=1
    ),
    st.none()
    | st.tuples(st.integers(1, 9), st.integers(1, 99))
    | st.tuples(st.integers(1, 9), st.integers(1, 99), st.just(9), st.integers(100, 200)),
)


@given(st.lists(_FINDINGS, max_size=5))
def test_every_format_tells_every_finding(found):
    findings = list(Findings(found))
    outcome = Outcome(findings, lines=lambda _: ("\x1b[2J\u202e漢",) * 9)
    told = {name: "".join(find_form(name)(outcome)) for name in FORMATS}
    assert all(text == "".join(find_form(name)(outcome)) for name, text in told.items())
    for text in told.values():
        text.encode()

    document = json.loads(told["json"])
    assert [row["message"] for row in document["findings"]] == [f.message for f in findings]
    assert sum(document["summary"][kind] for kind in ("errors", "warnings", "remarks")) == len(findings)

    heads = [line for line in told["text"].split("\n") if line and not re.match(r" {4,}[\d ] \|", line)]
    assert len(heads) == len(findings)
    assert not [c for c in told["text"] if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]

    commands = told["github"].split("\n")[:-1]
    assert len(commands) == len(findings)
    for command, one in zip(commands, findings, strict=True):
        assert not set(command) & set("\r\n")
        head, properties, data = _parse_command(command)
        assert head == {"error": "error", "warning": "warning", "info": "notice"}[str(one.severity)]
        surrogates = partial(str.encode, encoding="utf-8", errors="backslashreplace")
        mend = f" ({one.mend})" if one.mend else ""
        assert data == surrogates(one.message + mend).decode()
        assert properties["title"] == one.rule
        if one.place:
            assert properties["file"] == surrogates(one.place.source.path).decode()
            assert int(properties["line"]) == one.place.line
            assert ("col" in properties) == (one.place.end_line in (None, one.place.line))

    _check_sarif(json.loads(told["sarif"]), findings)


def _parse_command(command: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    _, head, data = command.split("::", 2)
    name, _, properties = head.partition(" ")

    def unescape(text: str, *signs: str) -> str:
        for sign in (*signs, "\r", "\n", "%"):
            text = text.replace(f"%{ord(sign):02X}", sign)
        return text

    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return name, {key: unescape(value, ":", ",") for key, value in pairs}, unescape(data)


def _check_sarif(log, findings):
    """Hold a log against what the standard asks of the objects that are used here."""
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    assert run_["columnKind"] == "unicodeCodePoints"
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert len(run_["results"]) == len(findings)
    for result, one in zip(run_["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.rule
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"].startswith(one.message)
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["finding/v1"])
        if one.place is None:
            continue
        where = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%:-]+", where["artifactLocation"]["uri"])
        region = where["region"]
        assert (region["startLine"], region["startColumn"]) == (one.place.line, one.place.column)
        end = (region.get("endLine"), region.get("endColumn"))
        assert end == (one.place.end_line, one.place.end_column)


def _results(outcome: Outcome):
    return json.loads("".join(FORMATS["sarif"](outcome)))["runs"][0]["results"]


def test_a_path_cannot_end_a_workflow_command():
    (command,) = FORMATS["github"](Outcome([finding(source=Source("list", "a::b,c%\n.md"))]))
    assert command.startswith("::warning file=a%3A%3Ab%2Cc%25%0A.md,line=1,")


def test_paths_in_sarif_are_what_the_user_gave(tmp_path):
    def uri(path):
        (result,) = _results(Outcome([finding(source=Source("list", path))]))
        return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert uri("./lists/a b#c%.md") == "lists/a%20b%23c%25.md"
    assert uri("../模型.md") == "../%E6%A8%A1%E5%9E%8B.md"
    assert uri("a:b.md") == "a%3Ab.md"  # no scheme
    assert uri(str(tmp_path / "a b.md")) == (tmp_path / "a b.md").as_uri()
    assert unquote(uri("\udcff.md"), errors="surrogateescape") == "\udcff.md"


def test_fingerprints_stay_when_lines_move():
    about = {"entry": "Eta", "key": "Lab"}
    found = [finding(line=3, **about), finding(line=5, **about), finding(line=5, entry="Nu", key="Lab")]
    moved = [
        finding(line=f.place.line + 7, column=9, message="said anew", entry=f.entry, key=f.key) for f in found
    ]
    before, after = ([r["partialFingerprints"] for r in _results(Outcome(each))] for each in (found, moved))
    assert before == after
    assert len({json.dumps(prints) for prints in before}) == 3
    identity = ["list", "unknown-key", "Eta", "Lab", 1]
    # The fingerprints of yesterday's run must be those of tomorrow's.
    assert before[0]["finding/v1"] == hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:32]


def test_sarif_tells_known_findings_from_new_ones():
    known, new = finding(line=1), finding(line=2)
    states = [r["baselineState"] for r in _results(Outcome([new], known=[known]))]
    assert states == ["unchanged", "new"]
    assert "baselineState" not in _results(Outcome([new]))[0]


@pytest.mark.slow
def test_sarif_by_its_own_validator(tmp_path):
    tool = os.environ.get("SARIF_MULTITOOL") or shutil.which("Sarif.Multitool")
    if not tool:
        pytest.skip("SARIF_MULTITOOL names no Sarif.Multitool, and there is none on the PATH")
    for case in CASES:
        outcome = _outcome(case)
        path = tmp_path / f"{case.name}.sarif"
        path.write_text("".join(find_form("sarif")(outcome)), encoding="utf-8")
        checked = subprocess.run(
            [tool, "validate", path, "--rule-kind", "Sarif;Ghas"],
            capture_output=True,
            text=True,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            check=False,
        )
        said = checked.stdout + checked.stderr
        assert "completed successfully" in said, said
        assert not re.search(r": error ", said), said
        # There is no page of the tool's own to point to.
        assert set(re.findall(r": warning (\w+)", said)) <= {"SARIF2005"}, said


# --- the source line


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _at_cell(text: str, cell: int) -> str:
    """Return what stands at a cell of a terminal's line."""
    at = 0
    for index, char in enumerate(text):
        if at == cell and _cells(char):
            return text[index:]
        at += _cells(char)
    return ""


_LINES = st.text("aZ -漢字ｆ😀\u0301é\t\x1b\u202e\u200b", max_size=300)


@given(_LINES, st.integers(1, 300), st.integers(0, 300), st.integers(30, 140))
def test_the_caret_stands_under_the_place(line, column, length, width):
    column = min(column, len(line) + 1)
    place = Place(LIST, 1, column, 1, min(column + length, len(line) + 1))
    quoted, marks = (shown[8:] for shown in excerpt([line], place, width))
    assert sum(map(_cells, quoted)) <= width - 8
    assert re.fullmatch(r" *\^~*", marks)
    assert len(marks) <= width - 8
    assert not [c for c in quoted + marks if unicodedata.category(c) in ("Cc", "Cf")]
    if column <= len(line) and not unicodedata.combining(line[column - 1]) and not line[column - 1].isspace():
        char = line[column - 1]
        shown = char.encode("unicode_escape").decode() if unicodedata.category(char) in ("Cc", "Cf") else char
        assert _at_cell(quoted, marks.index("^")).startswith(shown)
    whole = "".join(c if c != "\t" else "    " for c in line)
    if line.isprintable() and sum(map(_cells, whole)) < width - 8:
        assert quoted == whole.rstrip()
        covered = line[column - 1 : max(place.end_column - 1, column)]
        assert marks.count("^") + marks.count("~") == max(sum(map(_cells, covered)), 1)


def test_a_place_of_several_lines_is_underlined_to_the_end_of_the_first():
    shown = excerpt(["", "- **Eta**", "  more"], Place(LIST, 2, 3, 3, 4))
    assert shown == ["    2 | - **Eta**", "      |   ^~~~~~~"]


def test_a_place_without_an_end_has_a_caret():
    assert excerpt(["abc"], Place(LIST, 1, 2))[1] == "      |  ^"


@pytest.mark.parametrize("char", ["x", "\u0301", "漢", "\x1b"])
def test_a_very_long_line_is_cut_and_costs_nothing(char):
    line = char * 5_000_000
    start = time.process_time()
    for column in (1, 2_500_000, 5_000_000):
        for shown in excerpt([line], Place(LIST, 1, column, 1, 5_000_001)):
            assert len(shown) < 500
    assert time.process_time() - start < 0.5


# --- on the command line


PLANTED = (
    "# Models\n\n- **Eta** [[Google]](https://example.org/eta)\n  ```yaml\n  Params: 3B\n"
    "  date created: 2021-13-45\n  Colour: Ω\n  ```\n"
)


@pytest.fixture
def planted(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()  # the end of the search for llm-kg.toml
    monkeypatch.chdir(tmp_path)
    (tmp_path / "planted.md").write_text(PLANTED, encoding="utf-8")
    return tmp_path


def test_validate_shows_the_line(call, planted):
    done = call("validate", "planted.md")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:3] == [
        "planted.md:6:17: error: Eta: 2021-13-45 is no date: there is no month 13 [impossible-date]",
        "    6 |   date created: 2021-13-45",
        "      |                 ^~~~~~~~~~",
    ]
    assert done.stderr.startswith("1 error, 1 warning, 0 remarks")


def test_validate_reads_standard_input(call, planted, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PLANTED.encode())))
    done = call("validate", "-", "-i", "markdown", "-f", "json", "-q")
    assert done.returncode == 1
    assert done.stderr == ""
    places = [(f["file"], f["line"], f["column"]) for f in json.loads(done.stdout)["findings"]]
    assert places == [("<stdin>", 6, 17), ("<stdin>", 7, 3)]


def test_machine_formats_point_to_line_and_column(call, planted):
    annotations = call("validate", "planted.md", "-f", "github").stdout
    assert annotations.startswith("::error file=planted.md,line=6,endLine=6,col=17,endColumn=27,title=imp")
    log = json.loads(call("validate", "planted.md", "-f", "sarif").stdout)
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in log["runs"][0]["results"]]
    assert [(r["startLine"], r["startColumn"]) for r in regions] == [(6, 17), (7, 3)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["validate", "--fail-on", "never"], 0),
        (["validate", "--ignore", "impossible-date"], 0),
        (["validate", "--ignore", "impossible-date", "--fail-on", "warning"], 1),
        (["validate", "--ignore", "impossible-date,unknown-key", "--fail-on", "info"], 0),
        (["validate", "--select", "unknown-key"], 0),
        (["validate", "--select", "unknown-key", "--select", "shape,impossible-date"], 1),
        (["validate", "--select", "unknown"], 2),
        (["validate", "--ignore", "unknwon-key"], 2),
        (["validate", "--fail-on", "sometimes"], 2),
        (["read"], 0),
        (["read", "--fail-on", "error"], 1),
        (["read", "--fail-on", "error", "--ignore", "impossible-date"], 0),
        (["export", "-o", "out.ttl", "--fail-on", "never"], 0),
        # What is ignored is left out of the graph all the same.
        (["export", "-o", "out.ttl", "--ignore", "impossible-date,shape"], 1),
    ],
)
def test_exit_codes(call, planted, arguments, code):
    command, *options = arguments
    done = call(command, "planted.md", *options)
    said = done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    if code == 2:
        assert len(said.splitlines()) == 1


def test_export_fails_on_what_a_comment_silences(call, planted):
    (planted / "list.md").write_text(f"<!-- llm-kg: ignore -->\n{PLANTED.partition('# Models')[2].strip()}\n")
    assert call("validate", "list.md").returncode == 0
    done = call("export", "list.md", "-o", "out.nt")
    assert done.returncode == 1
    assert done.stderr.startswith("ignored: 1 error; what is wrong is left out")
    assert "2021" not in (planted / "out.nt").read_text()
    (planted / "out.nt").unlink()
    assert call("export", "list.md", "-o", "out.nt", "--strict").returncode == 1
    assert not (planted / "out.nt").exists()


def test_export_fails_on_warnings_if_asked(call, planted):
    (planted / "warned.md").write_text("- **Eta**\n  ```yaml\n  Params: 3B\n  Colour: x\n  ```\n")
    assert call("export", "warned.md", "-o", "out.ttl").returncode == 0
    assert call("export", "warned.md", "-o", "out.ttl", "--fail-on", "warning").returncode == 1
    assert (planted / "out.ttl").exists()


def test_graph_files_are_validated(call, planted):
    call("export", "planted.md", "-o", "good.ttl")
    assert call("validate", "good.ttl").returncode == 0
    text = (planted / "good.ttl").read_text()
    (planted / "bad.ttl").write_text(re.sub(r" 3000000000\b", ' "many"', text))
    done = call("validate", "bad.ttl", "-f", "json")
    assert done.returncode == 1, done.stderr
    assert {f["rule"] for f in json.loads(done.stdout)["findings"]} == {"shape"}


KINDS = (
    "# Models\n\n<!-- llm-kg: ignore unknown-key -->\n- **Eta**\n  ```yaml\n  Params: 3B\n  Colour: red\n"
    "  ```\n\n<!--\n- **Nu**\n  ```yaml\n  Params: 5B\n  ```\n-->\n\n# Datasets\n\n- **Pile** [[Paper]](https://example.org/)\n"
)


def test_a_comment_silences_and_the_count_is_told(call, planted):
    (planted / "list.md").write_text(KINDS)
    done = call("validate", "list.md", "-f", "json", "--fail-on", "warning")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert [f["rule"] for f in told["findings"]] == ["commented-entry"]
    assert told["summary"]["silenced"] == 1
    assert "1 silenced by comments" in done.stderr


def test_commented_parts_are_read_only_if_asked(call, planted):
    (planted / "list.md").write_text(KINDS)
    assert "Nu" not in call("read", "list.md").stdout
    assert "Nu\t" in call("read", "list.md", "--include-commented").stdout
    assert ",Nu,5B" in call("export", "list.md", "-f", "csv", "--include-commented").stdout
    assert not json.loads(call("validate", "list.md", "-f", "json", "--include-commented").stdout)["findings"]


def test_decisions_are_explained_in_order(call, planted):
    (planted / "list.md").write_text(KINDS)
    head, *rows = (row.split("\t") for row in call("read", "list.md", "--explain").stdout.splitlines())
    assert head == ["place", "verdict", "what", "why"]
    assert [(place, what) for place, _, what, _ in rows] == [
        ("list.md:4:1", "Eta"),
        ("list.md:17:3", "Datasets"),
    ]
    assert all(why for *_, why in rows)


def test_what_is_lost_is_counted_and_nothing_follows(tmp_path):
    path = tmp_path / "list.md"
    link = (
        b"- **Eta\xff**\n  - Code: <ht\xfftp://a.example>\n  - Optimizer: Ad\xff\xffm\n  - Optimizer: Adaam\n"
    )
    path.write_bytes(b"# Models\n\n" + link + b"- **Iota** \xc3\xa9 7B\n" + b"- Theta\xff 7B\n" * 6)
    findings = list(kg.read(path).findings)
    (lost,) = [finding for finding in findings if finding.rule == "encoding"]
    assert (lost.place.line, lost.place.column) == (3, 8)
    assert lost.message.startswith("U+FFFD stands for 10 characters")
    assert lost.message.endswith("lines 3, 4, 5, 8, 9 and 4 more")
    assert "unsafe-link" not in {finding.rule for finding in findings}
    assert [finding.place.line for finding in findings if finding.rule == "unknown-value"] == [6]


@pytest.mark.parametrize(
    "comment", ["unignore empty-link", "ignor empty-link", "", "IGNORE empty-link", "ignore emty-link"]
)
def test_a_comment_without_effect_is_told(read_text, comment):
    found = [f.rule for f in read_text(f"<!-- llm-kg: {comment} -->\n\n- **Eta** 7B [[Paper]]()\n").findings]
    assert found == ["unknown-rule", "empty-link"]


def test_a_comment_without_a_rule_silences_all(read_text):
    assert not list(read_text("# Models\n\n<!-- llm-kg: ignore -->\n\n- **Eta** 7B [[Paper]]()\n").findings)


def test_a_shape_tells_the_name_of_the_model(call, tmp_path):
    path = tmp_path / "list.md"
    path.write_text("# Models\n\n- **Theta 1**\n  ```yaml\n  date created: 1066-01-01\n  Params: 7B\n  ```\n")
    (found,) = json.loads(call("validate", path, "-f", "json").stdout)["findings"]
    assert found["entry"] == "Theta 1"
    assert found["message"].startswith("Theta 1: ")
    assert found["mend"] == RULES["shape"].mend


def test_a_format_that_there_is_not_is_told_with_all_that_there_are(call, tmp_path):
    (tmp_path / "list.md").write_text("# Models\n\n- **Eta** 7B\n")
    done = call("validate", tmp_path / "list.md", "-f", "xml")
    assert done.returncode == 2
    assert all(form in done.stderr for form in ("sarif", "turtle", "jsonld"))

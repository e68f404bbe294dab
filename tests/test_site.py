"""The site without a browser: what pages hold, that their data is the graph's, and that no file is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph
import pytest

import llm_kg as kg
from llm_kg.errors import LlmKgError, MissingExtraError, OutputError
from llm_kg.explanations import explain
from llm_kg.site import render
from llm_kg.site.folder import MANIFEST, write_folder
from llm_kg.site.view import file_name

SCRIPTS = ("comparison-data.js", "assets/models.js", "assets/takeaway.js", "assets/comparison.js")


class Page(HTMLParser):
    """The elements of a page: (tag, attributes), its ids, and the text of its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, str] = {}
        self._type: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._type = dict(attrs).get("type") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._type:
            self.data[self._type] = self.data.get(self._type, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser calls it so
        self._type = None

    @property
    def ids(self) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get("id"))]

    def values(self, *names: str) -> list[str]:
        return [v for _, attributes in self.elements for n, v in attributes.items() if n in names and v]


def pages(folder: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# What pages hold


def test_every_model_has_its_page_and_its_data(site, models):
    assert {path.stem for path in site.glob("model/*.html")} == {model.key for model in models}
    for suffix in ("ttl", "jsonld"):
        assert len(list(site.glob(f"model/*.{suffix}"))) == len(models)


def test_every_claim_stands_on_the_page_of_its_model_with_its_line(site, models):
    for explanation in explain(models, [models["GPT-4"], models["GPT-3"]], check=False):
        text = (site / f"model/{explanation.model.key}.html").read_text(encoding="utf-8")
        for judged in explanation.claims:
            assert (
                escape(judged.claim.stated, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
                in text
            ), judged.claim
            assert f"line {judged.place.line}<" in text


def test_a_line_is_linked_where_the_address_of_its_list_is_known(site, models):
    for key in ("gpt-4", "byt5"):
        links = Page((site / f"model/{key}.html").read_text(encoding="utf-8")).values("href")
        lines = {claim.origin.line for claim in models[key].claims if claim.origin.source.address}
        assert lines
        linked = {int(href.rpartition("#L")[2]) for href in links if "#L" in href}
        assert lines <= linked
        assert all("?plain=1#L" in href for href in links if "#L" in href), "GitHub draws Markdown"


def test_every_conflict_is_told_with_all_of_its_claims(site, models):
    text = (site / "conflicts.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>\n<th scope=\"row\">.*?</tr>", text, re.DOTALL)
    assert len(rows) == len(models.conflicts) > 20
    told = {(re.search(r'model/(.+?)\.html#(\w+)"', row).groups(), row.count("<q>")) for row in rows}
    assert told == {
        ((models[c.model].key, c.field), len(c.accepted) + len(c.refused)) for c in models.conflicts
    }


def test_a_disputed_value_is_marked_in_the_plain_table(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    (row,) = re.findall(r'<tr>\n<th scope="row"><a href="model/gpt-4.html">.*?</tr>', text, re.DOTALL)
    assert re.findall(r'class="disputed" href="model/gpt-4.html#(\w+)"', row) == [
        "parameter_count",
        "pretraining_architecture",
        "access",
    ]


def test_every_term_of_the_vocabulary_is_explained(site):
    from llm_kg.vocabulary import load_vocabulary

    text = (site / "vocabulary.html").read_text(encoding="utf-8")
    for term in load_vocabulary().terms():
        assert f">{term.iri}<" in text
    for term in load_vocabulary().all_properties.values():
        for iri in (*term.orkg, *term.inferred_orkg):
            assert f'href="{iri}"' in text


def test_sources_are_told_with_their_licences(site, models):
    text = (site / "about.html").read_text(encoding="utf-8")
    for source in models.sources.values():
        assert source.title in text
        for known in (source.address, source.license, source.date):
            assert known is None or known in text


# Links and structure


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_links_within_the_site_lead_somewhere(which, request):
    folder = request.getfixturevalue(which)
    found = pages(folder)
    ids = {path.resolve(): set(page.ids) for path, page in found.items()}
    checked = 0
    for path, page in found.items():
        for address in page.values("href", "src"):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            assert target.is_file(), f"{path.name} → {address}"
            if parts.fragment and "=" not in parts.fragment:
                assert parts.fragment in ids[target], f"{path.name} → {address}"
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_no_page_loads_from_elsewhere_or_runs_what_a_list_says(which, request):
    for path, page in pages(request.getfixturevalue(which)).items():
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], path
            assert "style" not in attributes, path
            assert tag not in ("img", "iframe", "object", "embed", "base", "form", "b onclick"), path
            if tag == "script" and attributes.get("type") != "application/ld+json":
                assert attributes["src"] in SCRIPTS, path
            if tag == "link" and attributes["rel"] == "stylesheet":
                assert not urlsplit(attributes["href"]).scheme, path
            if tag == "a":
                assert urlsplit(attributes["href"]).scheme in ("", "http", "https"), path
        policy = next(
            a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


def test_tables_have_headers_with_a_scope_and_headings_follow_each_other(site):
    for path, page in pages(site).items():
        assert all(a.get("scope") in ("col", "row") for t, a in page.elements if t == "th"), path
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(b <= a + 1 for a, b in pairwise(levels)), path
        assert len(page.ids) == len(set(page.ids)), path


# Data


def quads(text: str, format_: pyoxigraph.RdfFormat) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(text, format=format_)}


@pytest.mark.parametrize("which", ["site", "hostile_site"])
def test_turtle_json_ld_and_the_page_say_the_same_and_only_what_the_graph_says(which, request):
    folder = request.getfixturevalue(which)
    whole = quads((folder / "graph.ttl").read_text(encoding="utf-8"), pyoxigraph.RdfFormat.TURTLE)
    for path in sorted(folder.glob("model/*.html")):
        jsonld = path.with_suffix(".jsonld").read_text(encoding="utf-8")
        triples = quads(jsonld, pyoxigraph.RdfFormat.JSON_LD)
        turtle = path.with_suffix(".ttl").read_text(encoding="utf-8")
        assert triples == quads(turtle, pyoxigraph.RdfFormat.TURTLE)
        in_page = Page(path.read_text(encoding="utf-8")).data["application/ld+json"]
        assert json.loads(in_page) == json.loads(jsonld)
        assert "<" not in in_page
        assert triples <= whole
        (own,) = {t.subject for t in triples if t.subject.value.endswith(f"/model/{unquote(path.stem)}")}
        assert {t for t in whole if t.subject == own} <= triples


def test_the_data_of_the_comparison_is_that_of_the_graph(site, models):
    text = (site / "comparison-data.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("globalThis.llmkg=").rstrip(";\n"))
    columns = {column["id"]: number for number, column in enumerate(data["columns"])}
    assert [model[0] for model in data["models"]] == [model.key for model in models]
    for key, name, _, _, cells, *_ in data["models"]:
        model = models[key]
        assert name == model.name
        count = cells.get(str(columns["parameter_count"]), [None, None, ""])
        assert count[2] == str(model.parameter_count or "")
        date = cells.get(str(columns["date_created"]), "")
        assert date == str(model.date_created or "")
        things = data["columns"][columns["organization"]]["things"]
        assert tuple(things[number][0] for number in cells.get(str(columns["organization"]), ())) == (
            model.organization
        )


def test_a_plot_draws_what_its_query_finds(site):
    store = pyoxigraph.Store()
    store.bulk_load(path=str(site / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    text = (site / "plots.html").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'<section class="plot-section" id="(.+?)">(.*?)</section>', text, re.DOTALL))
    assert len(drawn) == 5
    for name, section in drawn.items():
        query = (site / f"plots/{name}.rq").read_text(encoding="utf-8")
        found = store.query(query)  # as it stands, with its own prefixes
        names = [variable.value for variable in found.variables]
        rows = [[solution[n].value if solution[n] else "" for n in names] for solution in found]
        written = list(csv.reader(io.StringIO((site / f"plots/{name}.csv").read_text(encoding="utf-8"))))
        assert written == [names, *rows]
        assert "<title" in section
        assert "<desc" in section
        marks = len(re.findall('class="mark s\\d" transform="[^"]*"><title>', section))
        if "over-time" in name and name != "openness-over-time":
            assert marks == len({row[names.index("iri")] for row in rows}) > 20
        if name == "openness-over-time":
            assert len(re.findall('class="part q\\d"><title>\\d', section)) == len(rows)


def test_a_family_tree_goes_back_to_what_models_are_based_on(tmp_path):
    rows = [
        {"name": "LLaMA", "date": "2023-02"},
        {"name": "Vicuna", "date": "2023-03", "base model": "LLaMA"},
        {"name": "Wizard", "date": "2023-06", "base model": "Vicuna"},
        {"name": "Round-A", "base model": "Round-B"},
        {"name": "Round-B", "base model": "Round-A"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(rows))
    render(kg.reconcile(kg.read(tmp_path / "list.json")), tmp_path / "site", check=False)
    found = list(csv.DictReader(io.StringIO((tmp_path / "site/plots/families.csv").read_text())))
    assert [(row["family"], row["model"], row["basis"]) for row in found] == [
        ("LLaMA", "LLaMA", ""),
        ("LLaMA", "Vicuna", "LLaMA"),
        ("LLaMA", "Wizard", "Vicuna"),
    ]
    drawn = (tmp_path / "site/plots.html").read_text(encoding="utf-8").partition('id="families"')[2]
    assert len(re.findall('class="mark', drawn)) == 3
    assert len(re.findall('class="basis"', drawn)) == 2


# Names


def test_a_long_name_has_files_of_its_own(tmp_path):
    names = ["Long " + "x" * 400 + end for end in ("a", "b")]
    (tmp_path / "long.json").write_text(json.dumps([{"name": name, "Params": "1B"} for name in names]))
    render(kg.reconcile(kg.read(tmp_path / "long.json")), tmp_path / "site", check=False)
    assert len(list(tmp_path.glob("site/model/*.ttl"))) == 2
    assert file_name("gpt-3") == "gpt-3"


def test_a_list_without_models_makes_a_site(tmp_path):
    (tmp_path / "none.json").write_text("[]")
    render(kg.reconcile(kg.read(tmp_path / "none.json")), tmp_path / "site")
    assert "Comparison of 0 models" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_base_and_provenance_are_those_of_the_graph(tmp_path, models):
    some = models.without((), {model.key for model in models if model.key not in ("gpt-3", "gpt-4")})
    render(some, tmp_path / "site", base="https://example.org/kg/", provenance="full", check=False)
    text = (tmp_path / "site/model/gpt-4.ttl").read_text(encoding="utf-8")
    assert "https://example.org/kg/model/" in text
    assert '"170T"' in text
    assert '"1.7T"' in text, "with full provenance refused claims are told, too"
    for unfit in ("graphs", "none"):
        with pytest.raises(ValueError, match="source or full"):
            render(some, tmp_path / "other", provenance=unfit)


def test_what_breaks_a_shape_is_left_out_and_told(tmp_path):
    (tmp_path / "bad.json").write_text(
        '[{"name": "Future", "date": "2999-01"}, {"name": "Fine", "Params": "1B"}]'
    )
    site = render(kg.reconcile(kg.read(tmp_path / "bad.json")), tmp_path / "site")
    assert site.models == 2
    assert [finding.rule for finding in site.findings] == ["shape"]
    page = (tmp_path / "site/model/future.html").read_text(encoding="utf-8")
    assert "breaks a shape" in page
    assert "2999-01" in page
    assert "2999" not in (tmp_path / "site/graph.ttl").read_text(encoding="utf-8")


# The folder


def test_one_input_gives_one_site_in_any_order(tmp_path, site):
    from llm_kg.sources import bundled_paths

    render(kg.reconcile(kg.read(*reversed(bundled_paths()))), tmp_path / "again", check=False)
    assert contents(tmp_path / "again") == contents(site)


def test_a_folder_of_somebody_else_is_refused_and_untouched(tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(OutputError, match="not of an earlier site"):
        write_folder(tmp_path, [("index.html", "x")])
    assert contents(tmp_path) == {"thesis.txt": b"ten years of work"}
    with pytest.raises(OutputError, match="is a file"):
        write_folder(tmp_path / "thesis.txt", [("index.html", "x")])


def test_a_later_site_replaces_an_earlier_one_and_nothing_else(tmp_path):
    folder = tmp_path / "new" / "site"
    assert (
        write_folder(folder, [("index.html", "one"), ("model/old.html", "o"), ("model/mine.html", "m")]) == 5
    )
    (folder / "CNAME").write_text("example.org")
    (folder / "model/mine.html").write_text("changed by hand")
    write_folder(folder, [("index.html", "two"), ("model/new.html", "n")])
    kept = {path: text for path, text in contents(folder).items() if path != MANIFEST}
    assert kept == {
        "CNAME": b"example.org",
        "index.html": b"two",
        "model/mine.html": b"changed by hand",
        "model/new.html": b"n",
    }
    write_folder(folder, [("index.html", "two")])
    assert not (folder / "model/new.html").exists()


def test_a_foreign_file_in_the_way_is_refused_before_anything_changes(tmp_path):
    write_folder(tmp_path / "s", [("index.html", "one")])
    (tmp_path / "s/about.html").write_text("not ours")
    before = contents(tmp_path / "s")
    with pytest.raises(OutputError, match="in the way"):
        write_folder(tmp_path / "s", [("index.html", "two"), ("about.html", "ours")])
    assert contents(tmp_path / "s") == before


@pytest.mark.parametrize("path", ["../victim.txt", "/etc/victim", "a/../../victim.txt", "a\\..\\b", ""])
def test_a_manifest_that_names_files_elsewhere_is_refused(tmp_path, path):
    (tmp_path / "victim.txt").write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    write_folder(tmp_path / "s", [("index.html", "one")])
    (tmp_path / "s" / MANIFEST).write_text(json.dumps({"files": {path: empty}}))
    with pytest.raises(OutputError, match="outside"):
        write_folder(tmp_path / "s", [("index.html", "two")])
    assert (tmp_path / "victim.txt").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_a_damaged_manifest_is_refused(tmp_path, text):
    write_folder(tmp_path / "s", [("index.html", "one")])
    (tmp_path / "s" / MANIFEST).write_text(text)
    with pytest.raises(OutputError, match=MANIFEST):
        write_folder(tmp_path / "s", [("index.html", "two")])


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    write_folder(tmp_path / "s", [("index.html", "one")])
    (tmp_path / "s/model").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="out of the folder"):
        write_folder(tmp_path / "s", [("model/a.html", "two")])
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_failure_while_pages_are_made_leaves_the_earlier_site(tmp_path):
    def failing():
        yield "index.html", "two"
        raise LlmKgError("no more pages")

    write_folder(tmp_path / "s", [("index.html", "one")])
    before = contents(tmp_path / "s")
    with pytest.raises(LlmKgError, match="no more"):
        write_folder(tmp_path / "s", failing())
    assert contents(tmp_path / "s") == before
    with pytest.raises(LlmKgError, match="no more"):
        write_folder(tmp_path / "fresh", failing())
    assert not (tmp_path / "fresh").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("failing", range(4))
def test_a_run_that_is_cut_off_while_files_are_moved_is_mended_by_the_next(tmp_path, monkeypatch, failing):
    files = [("a.html", "one"), ("b/c.html", "two"), ("d.html", "three")]
    write_folder(tmp_path / "s", [("a.html", "old"), ("gone.html", "old")])
    moved = []
    replace = Path.replace

    def full(self, target):
        if len(moved) == failing:
            raise OSError(28, "No space left on device", str(target))
        moved.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        write_folder(tmp_path / "s", files)
    monkeypatch.undo()
    for path, text in contents(tmp_path / "s").items():  # no half file
        assert text in (b"old", b"one", b"two", b"three") or path == MANIFEST
    write_folder(tmp_path / "s", files)
    assert {
        path: text.decode() for path, text in contents(tmp_path / "s").items() if path != MANIFEST
    } == dict(files)


# The command


def test_the_command_writes_and_says_so(call, tmp_path):
    (tmp_path / "list.json").write_text('[{"name": "Alpha-1", "Params": "1B"}]')
    done = call("site", tmp_path / "list.json", "-o", tmp_path / "site", "--no-check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 model, " in done.stderr
    assert (tmp_path / "site/model/alpha-1.html").is_file()


def test_the_command_tells_what_it_cannot_do(call, tmp_path):
    assert call("site").returncode == 2
    (tmp_path / "list.json").write_text('[{"name": "Alpha-1", "Params": "1B"}]')
    done = call("site", tmp_path / "list.json", "-o", tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"llm-kg: {tmp_path}: holds files")
    for wrong in (("--provenance", "graphs"), ("--base", "nowhere")):
        assert call("site", tmp_path / "list.json", "-o", tmp_path / "s", *wrong).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["list.json"]


def test_without_jinja_the_extra_is_named(monkeypatch, tmp_path, models):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'llm-kg\[site\]'"):
        render(models, tmp_path / "site", check=False)
    assert not any(tmp_path.iterdir())

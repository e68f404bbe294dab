"""The site in a real browser: what a reader does there, what assistive software needs, and what must not run.

Debian's Chromium is driven by Playwright. Where there is none these tests skip; with
`LLM_KG_REQUIRE_BROWSER=1`, as in `.ci/run`, they fail instead.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import pyoxigraph
import pytest

import llm_kg as kg
from hostile import RECORDS
from llm_kg.site import render

PAGES = ("index.html", "model/gpt-4.html", "plots.html", "conflicts.html", "vocabulary.html", "about.html")


def missing(what: str) -> None:
    if os.environ.get("LLM_KG_REQUIRE_BROWSER"):
        pytest.fail(f"LLM_KG_REQUIRE_BROWSER is set, and {what}")
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("there is no Chromium on this machine")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


class Visit:
    """A page that is open, with what it asked for and what went wrong there."""

    def __init__(self, context, folder: Path) -> None:
        self.folder = folder
        self.page = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str):
        self.page.goto("about:blank")  # a page that differs by its hash alone would not be loaded anew
        self.page.goto(f"{self.folder.as_uri()}/{path}")
        return self.page

    @property
    def names(self) -> list[str]:
        return self.page.locator("#comparison tbody th a").all_inner_texts()

    def column(self, label: str) -> list[str]:
        heads = self.page.locator("#comparison thead th").all_inner_texts()
        place = next(n for n, head in enumerate(heads) if head.startswith(label))
        return self.page.locator(f"#comparison tbody tr > :nth-child({place + 1})").all_inner_texts()

    def take(self, form: str) -> str:
        self.page.click("#menu-take summary")
        with self.page.expect_download() as started:
            self.page.click(f"#take-{form}")
        self.page.keyboard.press("Escape")
        return Path(started.value.path()).read_bytes().decode()


@pytest.fixture
def visit(browser, request):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    made = []

    def open_(folder: Path) -> Visit:
        made.append(Visit(context, folder))
        return made[-1]

    yield open_
    context.close()
    for each in made:
        assert not [url for url in each.asked if not url.startswith(("file:", "about:", "blob:"))]
        assert not each.said


# A walk as a newcomer


def test_the_largest_models_of_2023_under_an_open_licence_are_found(site, visit, models):
    walk = visit(site)
    page = walk.open("index.html")
    page.get_by_text("largest models of 2023 under an open").click()
    assert walk.names[0] == "LLaMa"
    open_ = {row["iri"].rpartition("/")[2] for row in kg.query(kg.build(models), named("open-licences"))}
    of_2023 = [m for m in models if m.key in open_ and m.date_created and m.date_created.year == 2023]
    assert set(walk.names) == {model.name for model in of_2023}
    sizes = [models[name].parameter_count for name in walk.names]
    assert sizes == sorted(sizes, reverse=True)
    # No list states the architecture of any of them: the reader is told, not left with nothing.
    page.click("#menu-pretraining_architecture summary")
    assert page.locator("#facet-pretraining_architecture label").all_inner_texts() == [
        f"not stated\n{len(of_2023)}"
    ]
    walk.open("index.html#open=yes&from=2023&to=2023&f.pretraining_architecture=decoder")
    assert (
        f"{len(of_2023)} models; of {len(of_2023)} no list states it" in page.locator(".hints").inner_text()
    )


def named(query: str) -> str:
    from llm_kg.querying import find_query

    return find_query(query).text


def test_who_disagrees_about_gpt_4_is_found(site, visit):
    page = visit(site).open("index.html")
    page.fill("#search", "gpt-4")
    page.click("#comparison tbody th a >> text=/^GPT-4$/")
    row = page.locator("#number_of_parameters")
    assert "lists disagree" in row.inner_text()
    claims = row.locator("li.claim").all_inner_texts()
    fates = {claim.split()[0]: "not accepted" in claim for claim in claims}
    assert (fates["170T"], fates["1.7T"]) == (False, True)
    assert row.locator("a[href*='#L347']").get_attribute("href").startswith("https://github.com/")


def test_a_view_is_taken_away_as_it_is_shown(site, visit, models):
    walk = visit(site)
    walk.open("index.html#f.organization=OpenAI&sort=-parameter_count&cols=parameter_count,date_created")
    rows = list(csv.reader(io.StringIO(walk.take("csv"))))
    assert rows[0] == ["model", "parameter count", "date created", "iri"]
    wanted = sorted(
        (m for m in models if "OpenAI" in m.organization),
        key=lambda m: (m.parameter_count is None, -(m.parameter_count or 0)),
    )
    assert [row[0] for row in rows[1:]] == walk.names
    assert [row[1] for row in rows[1:]] == [str(m.parameter_count or "") for m in wanted]
    assert rows[1][-1] == f"https://w3id.org/llm-kg/model/{models[rows[1][0]].key}"
    # The JSON-LD is part of the graph.
    found = {q.triple for q in pyoxigraph.parse(walk.take("jsonld"), format=pyoxigraph.RdfFormat.JSON_LD)}
    graph = (site / "graph.ttl").read_text(encoding="utf-8")
    assert found < {q.triple for q in pyoxigraph.parse(graph, format=pyoxigraph.RdfFormat.TURTLE)}
    assert len({t.subject for t in found if "/model/" in t.subject.value}) == len(wanted)
    assert walk.take("tex").count("\\\\\n") == len(wanted) + 1


def test_every_column_is_taken_away_as_the_graph_has_it(site, visit):
    walk = visit(site)
    page = walk.open("index.html")
    ids = page.locator("#columns input").evaluate_all("inputs => inputs.map(input => input.value)")
    walk.open(f"index.html#cols={','.join(ids)}")
    found = {q.triple for q in pyoxigraph.parse(walk.take("jsonld"), format=pyoxigraph.RdfFormat.JSON_LD)}
    graph = (site / "graph.ttl").read_text(encoding="utf-8")
    whole = {q.triple for q in pyoxigraph.parse(graph, format=pyoxigraph.RdfFormat.TURTLE)}
    assert found < whole
    predicates = {t.predicate.value for t in found}
    assert len(predicates) > len(ids)
    for predicate in predicates:
        models_ = {t for t in whole if t.predicate.value == predicate and "/model/" in t.subject.value}
        if "llm-kg/ontology#" in predicate:
            assert models_ <= found, predicate


# The comparison


def test_numbers_and_dates_are_sorted_as_such_and_what_is_missing_is_last(site, visit, models):
    walk = visit(site)
    page = walk.open("index.html")
    known = {model.name: model for model in models}
    for id_, value in (("parameter_count", "parameter_count"), ("date_created", "date_created")):
        for descending in (True, False):
            page.click(f"#sort-{id_}")
            assert page.locator("th[aria-sort=descending]").count() == descending
            found = [getattr(known[name], value) for name in walk.names]
            stated = [str(v) if value == "date_created" else v for v in found if v is not None]
            assert stated == sorted(stated, reverse=descending)
            assert found[len(stated) :] == [None] * (len(found) - len(stated))


def test_quantities_are_sorted_within_units_that_compare(tmp_path, visit):
    stated = {"A": "2TB", "B": "900GB", "C": "5TB", "D": "7B tokens", "E": None}
    rows = [{"name": f"Model-{name}", "Training Data": text} for name, text in stated.items()]
    (tmp_path / "list.json").write_text(json.dumps(rows))
    render(kg.reconcile(kg.read(tmp_path / "list.json")), tmp_path / "site", check=False)
    walk = visit(tmp_path / "site")
    page = walk.open("index.html")
    page.click("#sort-training_data_size")
    assert [name[-1] for name in walk.names] == ["C", "A", "B", "D", "E"]
    page.click("#sort-training_data_size")
    assert [name[-1] for name in walk.names] == ["B", "A", "C", "D", "E"]


def test_the_state_is_in_the_address(site, visit):
    walk = visit(site)
    page = walk.open("index.html")
    page.fill("#search", "google")
    page.click("#menu-access summary")
    page.check("#facet-access input[value=open]")
    page.keyboard.press("Escape")
    page.click("#menu-columns summary")
    page.check("#columns input[value=paper]")
    page.keyboard.press("Escape")
    page.click("#sort-parameter_count")
    page.locator("button.pin").nth(3).click()
    page.click("#transpose")
    seen = page.locator("#comparison").inner_html()
    address = page.url.partition("/index.html")[2]
    other = visit(site)
    assert other.open(f"index.html{address}").locator("#comparison").inner_html() == seen
    assert other.page.locator("#search").input_value() == "google"
    assert other.page.locator("#transpose").get_attribute("aria-pressed") == "true"
    other.page.click("#clear")
    assert other.page.url.endswith("#")
    assert "157 of 157" in other.page.locator("#status").inner_text()


def test_pinned_models_stand_side_by_side(site, visit):
    walk = visit(site)
    page = walk.open("index.html#sort=name")
    for name in ("GPT-3", "BLOOM"):
        page.fill("#search", name.lower())
        page.click(f"button[aria-label='Pin {name}']")
    page.click("#only")
    heads = page.locator("#comparison thead th a").all_inner_texts()
    assert heads == ["GPT-3", "BLOOM"]
    assert page.locator("#comparison tbody th").first.inner_text() == "organization"


def test_facets_by_size_and_year(site, visit, models):
    walk = visit(site)
    page = walk.open("index.html")
    page.click("#menu-size summary")
    page.fill("#min", "100B")
    page.fill("#max", "200b")
    sizes = {m.name for m in models if m.parameter_count and 10**11 <= m.parameter_count <= 2 * 10**11}
    assert set(walk.names) == sizes
    assert len(sizes) > 5
    page.keyboard.press("Escape")
    page.click("#menu-year summary")
    page.fill("#from", "2022")
    late = {m.name for m in models if m.name in sizes and m.date_created and m.date_created.year >= 2022}
    assert set(walk.names) == late


def test_everything_can_be_done_by_keyboard(site, visit):
    page = visit(site).open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#menu-access summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "f.access=" in page.url
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.focus("#sort-parameter_count")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "sort-parameter_count"
    assert "sort=-parameter_count" in page.url


def test_without_a_script_the_table_is_whole(site, browser, models):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    assert page.locator("#comparison tbody tr").count() == len(models)
    assert "175 B" in page.locator("#comparison tbody tr", has_text="GPT-3").first.inner_text()
    assert not page.locator("#tools").is_visible()
    context.close()


@pytest.mark.parametrize("number", [0, 1])
def test_few_models_are_a_comparison_as_well(tmp_path, visit, number):
    (tmp_path / "few.json").write_text(json.dumps([{"name": "Alpha-1"}][:number]))
    render(kg.reconcile(kg.read(tmp_path / "few.json")), tmp_path / "site", check=False)
    walk = visit(tmp_path / "site")
    page = walk.open("index.html#sort=-parameter_count&f.access=open&pin=nobody&cols=nothing&page=7")
    assert walk.names == ["Alpha-1"][:number]
    page.click("#transpose")
    assert walk.take("csv").splitlines()[1:] == ["Alpha-1,https://w3id.org/llm-kg/model/alpha-1"][:number]


@pytest.mark.slow
def test_two_thousand_models_stay_fluent(tmp_path, visit):
    rows = [
        {
            "name": f"Model {n}",
            "Params": f"{n + 1}M",
            "organization": f"Lab {n % 90}",
            "date": f"20{n % 10 + 14}-05",
        }
        for n in range(2000)
    ]
    (tmp_path / "many.json").write_text(json.dumps(rows))
    render(kg.reconcile(kg.read(tmp_path / "many.json")), tmp_path / "site", check=False)
    assert len(list((tmp_path / "site").glob("index*.html"))) == 8  # without a script, in parts
    walk = visit(tmp_path / "site")
    page = walk.open("index.html")
    # Of the processor, not of the clock: the machine may have other things to do.
    measures = page.context.new_cdp_session(page)
    measures.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        found = {m["name"]: m["value"] for m in measures.send("Performance.getMetrics")["metrics"]}
        return sum(found[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"))

    for act in (lambda: page.fill("#search", "lab 7"), lambda: page.click("#sort-parameter_count")):
        before = spent()
        act()
        assert 0 < spent() - before < 0.2
    assert page.locator("#comparison tbody tr").count() <= 100
    page.fill("#search", "")
    assert walk.names[0] == "Model 1999"
    page.click(".pager >> text=Next")
    assert walk.names[0] == "Model 1899"


# Accessible, and of any width


def _axe():
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python is not installed")
    return Axe()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1400, "light")])
def test_axe_finds_no_violation(site, browser, width, scheme):
    axe = _axe()
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        if path == "vocabulary.html" and scheme == "light":
            continue  # the longest by far, in the colours of the others
        page.goto(f"{site.as_uri()}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if path == "plots.html":
            page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
        found = axe.run(page).response["violations"]
        grave = [
            (v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")
        ]
        assert not grave, path
    for hash_ in (
        "transposed=1&pin=gpt-3,gpt-4&only=1",
        "f.access=open&from=2023&sort=name",
        "q=nothing-is-so",
    ):
        page.goto("about:blank")
        page.goto(f"{site.as_uri()}/index.html#{hash_}")
        page.click("#menu-organization summary")
        found = axe.run(page).response["violations"]
        assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")], hash_
    context.close()


# Nothing from a list can run


@pytest.mark.slow
def test_nothing_from_a_list_runs_wherever_one_clicks(hostile_site, visit, browser):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    for path in sorted(hostile_site.rglob("*.html")):
        for hash_ in (
            ("", "#transposed=1", "#q=<script>window.hacked=10</script>&pin=%22><img>")
            if path.name == "index.html"
            else ("",)
        ):
            page.goto("about:blank")
            page.goto(path.as_uri() + hash_)
            links = page.locator("a").evaluate_all(
                "all => all.map(a => new URL(a.href.baseVal ?? a.href, document.baseURI).href)"
            )
            assert all(link.startswith(("file:", "http:", "https:")) for link in links), path
            for element in page.locator("main td, main th, main li, main dd, svg a, summary").all()[:120]:
                if element.is_visible():
                    element.dispatch_event("click")
                    element.dispatch_event("mouseover")
            assert page.evaluate("window.hacked") is None, path
            assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
            assert page.locator("main img, main iframe, main b[onclick]").count() == 0
    assert not dialogs
    context.close()


def test_what_is_taken_away_runs_nothing_either(hostile_site, visit):
    walk = visit(hostile_site)
    page = walk.open("index.html")
    ids = page.locator("#columns input").evaluate_all("inputs => inputs.map(input => input.value)")
    walk.open(f"index.html#cols={','.join(ids)}")
    rows = list(csv.reader(io.StringIO(walk.take("csv"))))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    assert {row[0] for row in rows[1:]} == {RECORDS[0]["name"], f"'{RECORDS[1]['name']}"}
    tex = walk.take("tex")
    assert "\\input" not in tex
    assert "\\textbackslash{}input\\{/etc/passwd\\} \\$x\\$ 100\\% a\\_b" in tex
    assert "{[}1cm{]} \\textless{}b\\textgreater{} \\textbar{} {*} " in tex
    json.loads(walk.take("jsonld"))

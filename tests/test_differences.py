"""What changed: meaning and not text, the same from both sides, and the same through a graph."""

from __future__ import annotations

import io
import json
import re
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import llm_kg as kg
from conftest import PROVENANCES
from llm_kg.differences import Difference, Differences, Said, as_json, as_markdown, sentence, summary
from llm_kg.places import Place, Source
from llm_kg.rdf import IRI, LLMKG, RDF, RDFS, XSD, Literal, Statement
from llm_kg.reports.outcome import visible

OLD = """# Models

- **BLOOM** [[BigScience]](https://bigscience.example/bloom)

  ```yaml
  title: A 176B-Parameter Open-Access Multilingual Model
  number of parameters: 175B
  date created: May 2022
  organization: BigScience
  license: MIT, Apache 2.0
  colour: red
  ```

- **Eta**

  ```yaml
  number of parameters: 7B
  organization: Google
  training corpus: Wikipedia,   books
  ```

- **Theta**

  ```yaml
  organization: Meta
  ```
"""
EDITS = {
    "parameters: 175B": "parameters: 176B",
    "May 2022": "2022-07",
    "MIT, Apache 2.0": "Apache 2.0, GPL-3.0",
    "colour: red": "colour: blue",
    "**Theta**": "**Iota**",
}
# Everything is spelt otherwise, entries and keys have changed places, and nothing is said otherwise.
REWRITTEN = """# Language models

* **Theta**
    ```yml
    Organization: Meta
    ```
* **eta**
    ```yml
    Training Corpus: wikipedia, Books
    organization: "google"
    Number of Parameters: 7 B
    ```
* **BLOOM** [[BigScience]](https://bigscience.example/bloom)
    ```yml
    license: Apache-2.0, MIT License
    colour:   Red
    date created: 2022-05
    Number of Parameters: 175 billion
    Title: A 176B-parameter  open-access multilingual model
    ```
"""


@pytest.fixture(scope="module")
def models_of(tmp_path_factory):
    """Read a text as the list of a name."""
    folder = tmp_path_factory.mktemp("lists")

    def read(text: str, name: str = "old.md") -> kg.Models:
        (folder / name).write_text(text, encoding="utf-8")
        return kg.reconcile(kg.read(folder / name))

    return read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    new = OLD
    for before, after in EDITS.items():
        assert before in new
        new = new.replace(before, after)
    (tmp_path / "new.md").write_text(new, encoding="utf-8")
    (tmp_path / "rewritten.md").write_text(REWRITTEN, encoding="utf-8")
    return tmp_path


def sentences(found: Differences) -> list[str]:
    return list(map(sentence, found))


def entry(name: str, **keys: str) -> str:
    block = "".join(f"  {key.replace('_', ' ')}: {value}\n" for key, value in keys.items())
    return f"- **{name}**\n\n  ```yaml\n{block}  ```\n\n"


def listed(*entries: str) -> str:
    return "# Models\n\n" + "".join(entries)


# What changed, in words


def test_five_edits_are_five_differences(call, folder):
    done = call("diff", "old.md", "new.md")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "BLOOM: date created May 2022 → 2022-07 (old.md:8, new.md:8)",
        "BLOOM: number of parameters 175B → 176B (old.md:7, new.md:7)",
        "BLOOM: license − MIT License (old.md:10), + GNU General Public License v3.0 only (new.md:10)",
        "BLOOM: colour red → blue (old.md:11, new.md:11)",
        "Iota: added (new.md:22)",
        "Theta: removed (old.md:22)",
    ]
    assert done.stderr.strip() == "1 model added, 1 model removed, 4 properties changed"


def test_layout_order_and_spelling_are_no_difference(call, folder):
    done = call("diff", "old.md", "rewritten.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no difference\n")


def test_spelling_is_shown_on_demand(call, folder):
    done = call("diff", "old.md", "rewritten.md", "--stated")
    assert done.returncode == 1
    assert "BLOOM: number of parameters spelt 175B → 175 billion (old.md:7, rewritten.md:18)" in done.stdout
    assert "BLOOM: date created spelt May 2022 → 2022-05" in done.stdout
    assert "Theta" not in done.stdout


def test_a_date_is_another_when_it_is_more_precise(models_of):
    found = kg.diff(
        models_of(listed(entry("Eta", date_created="2020"))),
        models_of(listed(entry("Eta", date_created="2020-05"))),
    )
    assert [(d.old[0].text, d.new[0].text) for d in found.changed] == [("2020", "2020-05")]


def test_a_value_that_can_no_longer_be_read_is_told_in_its_own_words(models_of):
    old = models_of(listed(entry("Eta", date_created="2020-05")), "old.md")
    new = models_of(listed(entry("Eta", date_created="soon")), "new.md")
    (found,) = kg.diff(old, new)
    assert re.fullmatch(r"Eta: date created 2020-05 → soon \(\S+old.md:6, \S+new.md:6\)", sentence(found))


def test_what_came_and_went_of_several_values(models_of):
    old = models_of(listed(entry("Eta", organization="Google, OpenAI")))
    new = models_of(listed(entry("Eta", organization="OpenAI, Meta")))
    (found,) = kg.diff(old, new)
    assert ([s.text for s in found.old], [s.text for s in found.new]) == (["Google"], ["Meta"])
    assert not found.is_replacement
    assert [(row["old"], row["new"]) for row in kg.diff(old, new).to_rows()] == [
        ("Google", None),
        (None, "Meta"),
    ]


def test_a_description_is_shown_on_demand(models_of):
    text = "# Models\n\n- **Eta**\n  - [Eta: a model](https://arxiv.org/abs/2005.14165)\n  - it is {}\n"
    old, new = models_of(text.format("small")), models_of(text.format("large"))
    assert any(claim.key == "description" for model in old for claim in model.claims)
    assert not kg.diff(old, new)
    assert [d.topic for d in kg.diff(old, new, stated=True)] == ["description"]


# Models that several entries state


def test_entries_that_disagree_may_change_places(models_of):
    one, other = entry("Eta", number_of_parameters="175B"), entry("Eta", number_of_parameters="176B")
    assert not kg.diff(models_of(listed(one, other)), models_of(listed(other, one)))


def test_a_value_that_is_not_accepted_is_told_as_well(models_of):
    one, other = entry("Eta", number_of_parameters="175B"), entry("Eta", number_of_parameters="176B")
    edited = entry("Eta", number_of_parameters="178B")
    (found,) = kg.diff(models_of(listed(one, other)), models_of(listed(one, edited)))
    assert "number of parameters 176B → 178B" in sentence(found)


def test_a_value_that_another_entry_still_states_was_changed_where_it_was(models_of):
    one = entry("Eta", number_of_parameters="175B")
    old, new = listed(one, one), listed(one, one.replace("175", "178"))
    (found,) = kg.diff(models_of(old), models_of(new, "new.md"))
    assert re.search(r"175B → 178B \(\S+old.md:12, \S+new.md:12\)$", sentence(found))


def test_an_entry_that_occurs_twice_says_no_more_than_one(models_of):
    one = entry("Eta", number_of_parameters="175B", organization="Google")
    assert not kg.diff(models_of(listed(one)), models_of(listed(one, one)))


def test_another_accepted_value_is_a_difference(tmp_path):
    def models(*counts: str) -> kg.Models:
        paths = []
        for number, count in enumerate(counts):
            paths.append(tmp_path / f"list{number}.md")
            paths[-1].write_text(listed(entry("Eta", number_of_parameters=count)), encoding="utf-8")
        return kg.reconcile(kg.read(*paths))

    (found,) = kg.diff(models("175B", "175B", "176B"), models("175B", "176B", "176B"))
    assert "number of parameters 175B → 176B" in sentence(found)


# Models under another name

PAPER = "https://arxiv.org/abs/2005.14165"


def test_one_paper_and_one_size_make_a_renamed_model(models_of):
    old = models_of(listed(entry("Eta", paper=PAPER, number_of_parameters="7B", license="MIT")))
    new = models_of(
        listed(entry("Iota", paper=f"{PAPER}v2", number_of_parameters="7 B", license="Apache-2.0"))
    )
    found = kg.diff(old, new)
    (renamed,), (changed,) = found.renamed, found.changed
    assert (renamed.old[0].text, renamed.new[0].text, renamed.key) == ("Eta", "Iota", "iota")
    assert renamed.evidence == ("same paper (arXiv 2005.14165)", "same size (7 B)")
    assert changed.topic == "license"
    assert "Iota: renamed, Eta → Iota: same paper (arXiv 2005.14165), same size" in sentence(renamed)


@pytest.mark.parametrize(
    "others",
    [
        [entry("Iota", paper=PAPER)],
        [entry("Iota", paper=PAPER, organization="Meta")],
        [
            entry("Iota", paper=PAPER, organization="Google"),
            entry("Kappa", paper=PAPER, organization="Google"),
        ],
    ],
    ids=["a paper alone", "another organisation", "two candidates"],
)
def test_weak_or_ambiguous_evidence_renames_nothing(models_of, others):
    old = models_of(listed(entry("Eta", paper=PAPER, organization="Google")))
    found = kg.diff(old, models_of(listed(*others)))
    assert not found.renamed
    assert (len(found.removed), len(found.added)) == (1, len(others))


# Lists that are made up

NAMES = st.sampled_from(["Eta", "Theta", "Iota 7B", "Kappa-2", "λ-net", "盘古"])
VALUES = {
    "number of parameters": ["175B", "175 B", "7B, 13B", "1.3 billion", "same as GPT-3", "A21B / 236B"],
    "date created": ["2020", "2020-05", "May 2020", "2020-05-01", "soon"],
    "organization": ["Google", "Google, OpenAI", "Nobody at All", "OpenAI"],
    "license": ["MIT", "Apache 2.0", "closed source", "Apache 2.0, closed source", "my own"],
    "pretraining architecture": ["Decoder", "En-De", "Strange"],
    "title": ["On Models", "on  models", "Of Models"],
    "paper": [PAPER, "https://arxiv.org/pdf/2005.14165v3.pdf", "https://example.org/paper"],
    "training data": ["300B tokens", "~300B tokens", "1T tokens, 2TB"],
    "training time": ["95 A100 GPU years", "95 A100-GPU years"],
    "base model": ["Eta", "GPT-3"],
    "innovation": ["It works", "It |works|"],
    "context length": ["2048", "4k"],
    "conference": ["NAACL", "ACL"],
    "colour": ["red", "Red", "blue <b>"],
}
ENTRIES = st.lists(
    st.tuples(
        NAMES,
        st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=5).flatmap(
            lambda keys: st.tuples(*(st.tuples(st.just(key), st.sampled_from(VALUES[key])) for key in keys))
        ),
    ),
    min_size=1,
    max_size=5,
)
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def text_of(entries) -> str:
    blocks = (
        f"- **{name}**\n\n  ```yaml\n"
        + "".join(f"  {key}: {json.dumps(value)}\n" for key, value in pairs)
        + "  ```\n\n"
        for name, pairs in entries
    )
    return listed(*blocks)


@FEW
@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_is_no_difference(models_of, entries, chance):
    moved = [(name, chance.sample(pairs, len(pairs))) for name, pairs in entries]
    # Of two papers in one entry the order tells which link is whose: keys move without them.
    if any({"title", "paper"} <= {key for key, _ in pairs} for _, pairs in entries):
        moved = [(name, list(pairs)) for name, pairs in entries]
    chance.shuffle(moved)
    found = kg.diff(models_of(text_of(entries)), models_of(text_of(moved), "new.md"))
    assert sentences(found) == []


@FEW
@given(ENTRIES, ENTRIES)
def test_from_the_other_side_it_is_the_same(models_of, one, other):
    mirrored = {"added": "removed", "removed": "added"}
    old, new = models_of(text_of(one)), models_of(text_of(other), "new.md")
    there = [(d.kind, d.topic, d.old, d.new, d.is_replacement, d.evidence) for d in kg.diff(old, new)]
    back = [
        (mirrored.get(d.kind, d.kind), d.topic, d.new, d.old, d.is_replacement, d.evidence)
        for d in kg.diff(new, old)
    ]
    assert sorted(map(repr, there)) == sorted(map(repr, back))


@FEW
@given(ENTRIES, st.sampled_from(PROVENANCES), st.booleans())
def test_a_list_and_its_graph_say_the_same(models_of, entries, provenance, standard):
    models = models_of(text_of(entries))
    graph = list(kg.build(models, provenance=provenance, standard_terms=standard))
    assert sentences(kg.diff(models, graph)) == []
    assert sentences(kg.diff(graph, models)) == []
    moved = kg.build(models, base="https://example.org/kg#", provenance=provenance)
    assert sentences(kg.diff(graph, moved)) == []


@FEW
@given(ENTRIES, ENTRIES)
def test_graphs_hide_no_change_of_an_accepted_value(models_of, one, other):
    old, new = models_of(text_of(one)), models_of(text_of(other), "new.md")
    if not kg.diff(kg.build(old), kg.build(new)):
        fields = ("date_created", "size", "organization", "license", "context_length", "training_data_size")
        said = [{model.key: [getattr(model, f) for f in fields] for model in models} for models in (old, new)]
        assert said[0].keys() == said[1].keys()
        for key, values in said[0].items():
            for before, after in zip(values, said[1][key], strict=True):
                as_sets = [set(v) if isinstance(v, tuple) else v for v in (before, after)]
                # A graph gives an accelerator, and an unknown name, one spelling.
                assert repr(as_sets[0]).casefold() == repr(as_sets[1]).casefold() or as_sets[0] == as_sets[1]


# Graphs


@pytest.mark.parametrize("provenance", PROVENANCES)
def test_the_bundled_graph_says_what_the_data_say(models, graphs, provenance):
    assert sentences(kg.diff(models, graphs[provenance])) == []


def test_a_graph_with_claims_gives_places_and_unknown_keys(models_of):
    old, new = models_of(OLD), models_of(OLD.replace("red", "blue").replace("175B", "176B"), "new.md")
    found = kg.diff(kg.build(old, provenance="full"), new)
    said = sentences(found)
    assert re.fullmatch(r"BLOOM: number of parameters 175B → 176B \(old:7, \S+new.md:7\)", said[0])
    assert re.fullmatch(r"BLOOM: colour red → blue \(old:11, \S+new.md:11\)", said[1])
    assert [d.topic for d in kg.diff(kg.build(old, provenance="none"), new)] == ["number of parameters"]


def test_a_graph_file_and_a_list(call, folder):
    assert call("export", "old.md", "-o", "old.jsonld", "-q").returncode == 0
    done = call("diff", "old.jsonld", "old.md")
    assert (done.returncode, done.stdout) == (0, "")
    done = call("diff", "old.jsonld", "new.md", "-q")
    assert (done.returncode, done.stderr) == (1, "")
    assert "BLOOM: number of parameters 175B → 176B (new.md:7)" in done.stdout


def test_a_value_that_breaks_a_shape_is_missed_in_no_export(call, folder):
    (folder / "odd.md").write_text(listed(entry("Eta", context_length="-5", license="MIT")))
    assert call("export", "odd.md", "-o", "odd.ttl", "-q").returncode == 1
    done = call("diff", "odd.md", "odd.ttl")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_model_that_is_only_mentioned_is_none(models_of):
    old = models_of(listed(entry("Eta", base_model="GPT-3")))
    new = models_of(listed(entry("Eta", base_model="GPT-3"), entry("GPT-3")), "new.md")
    found = kg.diff(kg.build(old), kg.build(new))
    assert [(d.kind, d.key) for d in found] == [("added", "gpt-3")]


def test_a_model_of_which_nothing_is_said_may_be_a_mention(models_of):
    alone = models_of(listed(entry("Eta", base_model="Theta")))
    both = models_of(listed(entry("Eta", base_model="Theta"), "- **Theta**\n"), "new.md")
    told, untold = ([kg.build(m, provenance="none", standard_terms=s) for m in (alone, both)] for s in (1, 0))
    assert [d.key for d in kg.diff(*told)] == ["theta"]
    assert not kg.diff(*untold)


def test_statements_of_others_are_compared_by_their_predicate(models_of):
    graph = list(kg.build(models_of(OLD)))
    model = next(s.subject for s in graph if s.object == LLMKG["Model"])
    rated = Statement(model, IRI("https://example.org/rating"), Literal("5"))
    (found,) = kg.diff(graph, [*graph, rated])
    assert sentence(found) == "BLOOM: https://example.org/rating + 5"


def test_a_graph_that_is_all_in_one_named_graph_is_read(models_of):
    graph = list(kg.build(models_of(OLD)))
    moved = [s._replace(graph=IRI("https://example.org/g")) for s in graph]
    assert sentences(kg.diff(graph, moved)) == []


def test_a_graph_of_odd_values_is_compared_without_a_crash():
    base = "https://example.org/kg/"
    model = IRI(base + "model/eta")
    size, amount = IRI("_:size"), IRI("_:amount")

    def graph(count: str, number: str) -> list[Statement]:
        integer, decimal = XSD + "integer", XSD + "decimal"
        return [
            Statement(model, RDF["type"], LLMKG["Model"]),
            Statement(model, RDFS["label"], Literal("Eta")),
            Statement(model, LLMKG["size"], size),
            Statement(size, LLMKG["parameterCount"], Literal(count, integer)),
            Statement(model, LLMKG["trainingDataSize"], amount),
            Statement(amount, IRI("http://qudt.org/schema/qudt/numericValue"), Literal(number)),
            Statement(amount, IRI("http://qudt.org/schema/qudt/hasUnit"), LLMKG["TOKEN"]),
            Statement(model, LLMKG["contextLength"], Literal("1e999999999", decimal)),
            Statement(model, LLMKG["dateCreated"], Literal("never", XSD + "date")),
            Statement(model, LLMKG["describedIn"], IRI("_:nothing")),
        ]

    assert not kg.diff(graph("7", "1E9"), graph("7", "1.0E9"))
    assert not kg.diff(graph("x" * 5000, "NaN"), graph("9" * 5000, "-inf"))
    (found,) = kg.diff(graph("7", "1E9"), graph("8", "1E9"))
    assert found.topic == "number of parameters"


# Forms

SAID = st.builds(
    Said,
    st.text(min_size=1, max_size=40)
    | st.sampled_from(["<script>|", "@me", "[a](https://b.example)", "`|`\\|"]),
    st.just("meaning"),
    st.none() | st.builds(Place, st.builds(Source, st.text(min_size=1, max_size=9)), st.integers(1, 9)),
)
ANY = st.lists(
    st.builds(
        lambda kind, name, topic, old, new: Difference(
            kind,
            name,
            "key",
            None if kind != "changed" else topic,
            () if kind == "added" else (old,),
            () if kind == "removed" else (new,),
            kind in ("renamed", "changed"),
        ),
        st.sampled_from(["added", "removed", "renamed", "changed"]),
        st.text(min_size=1, max_size=20),
        st.text(min_size=1, max_size=20),
        SAID,
        SAID,
    ),
    max_size=4,
).map(Differences)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_no_form_lets_a_strangers_text_out(found):
    page = "".join(as_markdown(found))
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(page)
    assert {t.type for t in tokens if "html" in t.type} == set()
    cells = [t for t in tokens if t.type == "inline"]
    kinds = {child.type for cell in cells for child in cell.children or ()}
    assert kinds <= {"text", "code_inline", "strong_open", "strong_close"}
    plain = "".join(c.content for cell in cells for c in cell.children or () if c.type == "text")
    assert set(plain) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,→|")
    rows = sum(t.type == "tr_open" for t in tokens)
    is_changed = {difference.kind == "changed" for difference in found}
    assert rows == len(found) + len(is_changed)
    for line in map(sentence, found):
        assert visible(line) == line
    assert len(json.loads("".join(as_json(found)))["differences"]) == len(found)
    assert "\n" not in summary(found)


def test_markdown_shows_what_changed(call, folder):
    done = call("diff", "old.md", "new.md", "-f", "markdown", "-q")
    assert "| `BLOOM` | `number of parameters` | `175B` | `176B` | `old.md:7`, `new.md:7` |" in done.stdout
    assert done.stdout.startswith("**1 model added, 1 model removed, 4 properties changed**\n")
    assert call("diff", "old.md", "old.md", "-f", "markdown", "-q").stdout == "**No difference**\n"


def test_json_is_one_document(call, folder):
    done = call("diff", "old.md", "new.md", "-f", "json", "-o", "out.json")
    assert (done.returncode, done.stdout) == (1, "")
    document = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert document["summary"] == {"added": 1, "removed": 1, "renamed": 0, "changed": 4}
    (change,) = (d for d in document["differences"] if d["property"] == "number of parameters")
    assert [(said["text"], said["file"], said["line"]) for said in change["old"]] == [("175B", "old.md", 7)]


def test_colour_is_for_a_terminal_that_wants_it(call, folder, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31m" in call("diff", "old.md", "new.md").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in call("diff", "old.md", "new.md").stdout


# The command


@pytest.mark.parametrize(
    "arguments",
    [
        ["old.md", "missing.md"],
        ["old.md", "new.md", "-f", "nonsense"],
        ["-", "-", "-i", "markdown"],
        ["old.md", "broken.ttl"],
    ],
)
def test_what_cannot_run_says_so_in_a_line(call, folder, arguments):
    (folder / "broken.ttl").write_text("<a> <b> .")
    done = call("diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_standard_input_is_one_side(call, folder, monkeypatch):
    (folder / "new.yaml").write_text("- name: BLOOM\n  number of parameters: 176B\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OLD.encode()), "utf-8"))
    done = call("diff", "-", "new.yaml", "-i", "markdown", "-q")
    assert done.returncode == 1, done.stderr
    assert "BLOOM: number of parameters 175B → 176B (<stdin>:7, new.yaml:2)" in done.stdout


def test_nothing_against_nothing():
    assert not kg.diff([], [])
    assert sentences(Differences([])) == []
    assert repr(kg.diff([], [])) == "<differences: 0 added, 0 removed, 0 renamed, 0 changed>"


@pytest.mark.slow
def test_time_grows_with_the_number_of_models(models_of):
    def models(number: int, count: str, name: str) -> kg.Models:
        entries = (
            entry(f"{name} {n}", paper=PAPER, organization="Google", number_of_parameters=f"{n}{count}")
            for n in range(1, number + 1)
        )
        return models_of(listed(*entries))

    def seconds(number: int) -> float:
        # All of them share a paper and an organisation, which makes every pair a candidate.
        old, new = models(number, "B", "Eta"), models(number, "M", "Iota")
        taken = []
        for _ in range(3):
            started = time.process_time()
            found = kg.diff(old, new)
            taken.append(time.process_time() - started)
        assert (len(found.added), len(found.removed)) == (number, number)
        return min(taken)

    # Eight times the models: far from the 64 times that pairs would take, whatever else the machine does.
    assert seconds(2400) < 24 * max(seconds(300), 0.01)

"""Names in lists: what is taken off, what stands beside them, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.brackets import read_bracket
from llm_kg.sources.fields import read_announcement
from llm_kg.sources.links import link_kind
from llm_kg.sources.name_forms import LONGEST_NAME, is_coined, is_name, is_title
from llm_kg.sources.naming import family_of, parse_name
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.sources.several_names import split_names


@pytest.mark.parametrize(
    ("text", "name", "beside"),
    [
        ("GLM-130B", "GLM-130B", ()),
        ("Mixtral 8x7B", "Mixtral 8x7B", ()),
        ("Heron (7B)", "Heron", (("number_of_parameters", "7B"),)),
        ("Heron（7B）", "Heron", (("number_of_parameters", "7B"),)),
        ("Heron [7B]", "Heron", (("number_of_parameters", "7B"),)),
        ("Heron (2023)", "Heron", (("date_created", "2023"),)),
        ("Heron (OpenAI)", "Heron", (("organization", "OpenAI"),)),
        (
            "Heron (7B) (May 2023)",
            "Heron",
            (("number_of_parameters", "7B"), ("date_created", "May 2023")),
        ),
        ("Heron (large)", "Heron (large)", ()),
        ("Heron (reads all books)", "Heron", ((DESCRIPTION, "reads all books"),)),
        ("苍鹭 (Heron)", "苍鹭", (("alternate_name", "Heron"),)),
        (
            "HERN (Hidden Encoders Read Numbers)",
            "HERN",
            (("alternate_name", "Hidden Encoders Read Numbers"),),
        ),
        ("Heron*", "Heron", ()),
        ("Heron†‡", "Heron", ()),
        ("Heron²", "Heron", ()),
        ("Heron[^1]", "Heron", ()),
        ("Heron :fire: ", "Heron", ()),
        ("🔥 Heron 🔥", "Heron", ()),
        ("Heron:", "Heron", ()),
        ("C++ Heron++", "C++ Heron++", ()),
        ("Heron-7|13B", "Heron", (("number_of_parameters", "7|13B"),)),
        ("", "", ()),
    ],
)
def test_name_and_what_stands_beside_it(text, name, beside):
    parsed = parse_name(text)
    assert (parsed.name, parsed.beside) == (name, beside)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_parsing_a_name_twice_changes_nothing(text):
    once = parse_name(text)
    again = parse_name(once.name)
    assert again.name == once.name
    assert not again.beside


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.from_regex(r"[A-Z][a-z]{2,8}(-[1-9])?", fullmatch=True),
    st.sampled_from(["7B", "1.5T", "65亿", "7B/13B"]),
)
def test_size_in_brackets_comes_off_and_is_not_lost(name, size):
    parsed = parse_name(f"{name} ({size})")
    assert (parsed.name, parsed.beside) == (name, (("number_of_parameters", size),))


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("small", None),
        ("7B", [("number_of_parameters", "7B")]),
        ("Google, 2020", [("organization", "Google"), ("date_created", "2020")]),
        ("7B, MIT", [("number_of_parameters", "7B"), ("license", "MIT")]),
        ("from Nobody Inc", [("organization", "Nobody Inc")]),
        ("also known as Egret; from Google", [("name", "Egret"), ("organization", "Google")]),
        ("a bird; from Google", [(DESCRIPTION, "a bird"), ("organization", "Google")]),
        ("from scratch", None),
    ],
)
def test_bracket_states_what_is_known(text, stated):
    assert read_bracket(text) == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Released by Google in May 2021", [("organization", "Google"), ("date_created", "May 2021")]),
        ("Announced by Nomic AI / Apr 2023", [("organization", "Nomic AI"), ("date_created", "Apr 2023")]),
        ("Trained by Meta.", [("organization", "Meta")]),
        ("Trained by volunteers", None),
        ("Trained by Meta on many books", None),
        ("Released by Google in a hurry", None),
        ("Google released it", None),
    ],
)
def test_announcement_is_read_only_as_a_whole(text, stated):
    assert read_announcement(text) == stated


@pytest.mark.parametrize(
    "text", ["Heron", "GPT-4", "Heron XL", "文心一言", "wav2vec", "rwkv", "360智脑", "IT 5"]
)
def test_names(text):
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "See the wiki",
        "See",
        "More",
        "Soon",
        "open weights",
        "A bird of the north",
        "Coming soon ...",
        "Heron: a bird",
        "Other models",
        "https://example.org",
        "这是一个模型",
        "x" * (LONGEST_NAME + 1),
        "One Two Three Four Five Six Seven",
    ],
)
def test_what_is_no_name(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Attention Is All You Need", True),
        ("Heron: A Model for Birds", True),
        ("Heron: Birds", False),
        ("Switch Transformers", False),
        ("Llama 2 7B 13B 70B", False),
        ("the code of the small one", False),
    ],
)
def test_titles(text, expected):
    assert is_title(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("BLIP-2", True), ("LLaMA", True), ("Green AI", False), ("Heron", False), ("", False)],
)
def test_coined_names(text, expected):
    assert is_coined(text) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("GPT, GPT-2, GPT-3", ["GPT", "GPT-2", "GPT-3"]),
        ("Heron、Egret；Crane", ["Heron", "Egret", "Crane"]),
        ("Heron / Egret", ["Heron", "Egret"]),
        ("Heron/Egret", ["Heron/Egret"]),
        ("Heron, the bird of the north", ["Heron, the bird of the north"]),
        ("Heron (7B), Egret (2B)", ["Heron (7B)", "Egret (2B)"]),
    ],
)
def test_several_names(text, names):
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Heron family", "Heron"),
        ("Heron 系列", "Heron"),
        ("Heron Series", "Heron"),
        ("family", None),
        ("Heron", None),
    ],
)
def test_families(text, family):
    assert family_of(text) == family


@pytest.mark.parametrize(
    ("label", "badges", "kind"),
    [
        ("paper", (), "paper"),
        ("📄 Paper", (), "paper"),
        ("code & weights", (), "has_source_code"),
        ("", ("Hugging Face",), "checkpoint"),
        ("Heron", (), None),
        ("Params", (), None),  # a property, and none of links
        ("a very long label, which names the paper and the code as well and then goes on", (), None),
    ],
)
def test_links_by_their_labels(label, badges, kind):
    assert link_kind(label, *badges) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Google", True),
        ("Google & Meta", True),
        ("Google, Nobody", False),
        ("", False),
        ("NVIDIA (Santa Clara)", True),
    ],
)
def test_organizations(text, expected):
    assert names_organizations(text) is expected


def test_impossible_dates_have_the_shape_of_one():
    assert is_date_shaped("2020-13")
    assert is_date_shaped("May 2020")
    assert not is_date_shaped("Heron")


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("Finch 2 Pro - Tern 7B", False),
        ("Training Birds To Sing At 70B", True),
        ("Jane Maria Anna Doe et al.", False),
    ],
)
def test_authors_and_long_names_are_no_titles(text, titled):
    assert is_title(text) is titled

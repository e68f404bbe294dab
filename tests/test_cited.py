"""Papers that are cited in quotes behind a name, with where and when they appeared."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text

ARXIV = "https://arxiv.org/abs/2301.00001"
OTHER = "https://arxiv.org/abs/2302.00002"


def read(item: str):
    (record,) = read_text(f"# Models\n\n- {item}\n", Source("list"), "md")
    return record


def papers(record) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == "paper"]


@pytest.mark.parametrize(
    ("label", "date"),
    [("arXiv 2023", "2023"), ("ACL 2022", "2022"), ("tern.example, 2018-03-04", "2018-03-04")],
)
def test_paper_right_behind_the_name_is_its_own(label, date):
    record = read(
        f'[Finch-2](https://github.com/ternlab/finch) : "Songs of Birds". (**[{label}]({ARXIV})**).'
    )
    assert (papers(record), record.title, str(record.date_created)) == ([ARXIV], "Songs of Birds", date)


def test_paper_behind_sentences_is_its_own_if_its_title_begins_with_the_name():
    record = read(
        f'Finch-2 : Code for birds. "Robin: A Nest". (**[arXiv 2021]({OTHER})**). '
        f'"Finch-2: A Singer". (**[arXiv 2023]({ARXIV})**).'
    )
    assert (papers(record), record.title) == ([ARXIV], "Finch-2: A Singer")


def test_paper_behind_sentences_is_its_own_if_there_is_one():
    record = read(f'Finch-2 : Code for birds. "Songs of Birds". (**[arXiv 2023]({ARXIV})**).')
    assert papers(record) == [ARXIV]


@pytest.mark.parametrize(
    "item",
    [
        f'Finch-2 : Sings. "Songs of Birds". (**[arXiv 2023]({ARXIV})**). "Nest". (**[ACL 2022]({OTHER})**).',
        f'Finch-2 : It sings. "Robin-3: A Nest". (**[arXiv 2023]({ARXIV})**).',
        f'Finch-2 : It goes on with "Attention to Birds". (**[arXiv 2023]({ARXIV})**).',
        f'Finch-2 : It sings. "Songs of Birds". (**[see here]({ARXIV})**).',
    ],
)
def test_other_papers_are_not(item):
    record = read(item)
    assert (papers(record), record.title, record.date_created) == ([], None, None)


def test_name_in_two_scripts_is_two_names():
    record = read("[Finch-7B｜雀鸟-7B](https://github.com/ternlab/finch) : a model of birds")
    assert (record.name, record.alternate_name) == ("Finch-7B", ("雀鸟-7B",))


@pytest.mark.parametrize(
    ("where", "date", "venue"),
    [
        ("*ICML, 2022*", "2022", ["ICML"]),
        ("*arXiv, Oct 2024*", "Oct 2024", ["arXiv"]),
        ("*Robotics: Science and Systems, 2024*", "2024", ["Robotics: Science and Systems"]),
        ("*in the songs of birds*", None, []),
    ],
)
def test_italics_behind_a_quoted_title_tell_where_and_when(where, date, venue):
    text = f'# Models\n\n* **Tern-2**: "Songs of Birds at Night", {where} [[Paper](https://arxiv.org/abs/2203.06173)]\n'
    (record,) = read_text(text, Source("list"), "md")
    found = {
        field: [c.stated for c in record.claims if c.field == field] for field in ("date_created", "venue")
    }
    assert found == {"date_created": [date] if date else [], "venue": venue}
    assert [c.stated for c in record.claims if c.field == "title"] == (
        ["Songs of Birds at Night"] if date else []
    )


@pytest.mark.parametrize(
    ("told", "venue", "date"),
    [
        ('**"Songs of Birds"**. *Jane Doe et al*. ICML 2023.', "ICML 2023", "2023"),
        ('"Songs of Birds". *Jane Doe*. arXiv 2023.05.', "arXiv", "2023-05"),
        ('"Songs of Birds". Jane Doe et al. ICML\'23.', "ICML'23", "2023"),
        ('**"Songs of Birds"**. *Jane Doe*. March 2023.', None, "2023-03"),
    ],
)
def test_title_with_its_authors_says_where_and_when(told, venue, date):
    record = read(f"**Finch-2** (7B): {told} [[Paper]({ARXIV})]")
    assert (record.title, str(record.date_created), papers(record)) == ("Songs of Birds", date, [ARXIV])
    assert next((c.stated for c in record.claims if c.field == "venue"), None) == venue
    assert "Jane Doe" in str(record.other)


@pytest.mark.parametrize(
    "told",
    [
        '"Songs of Birds". *Jane Doe*. Since 2023.',
        '"Songs of Birds". Jane Doe et al. It beats Tern 23.',
        '"Songs of Birds". *Jane Doe*. Trained on data of 2021.',
    ],
)
def test_sentences_behind_authors_are_no_venues(told):
    record = read(f"**Finch-2**: {told} [[Paper]({ARXIV})]")
    assert (record.title, record.date_created) == (None, None)
    assert "Songs of Birds" in str(record.other)

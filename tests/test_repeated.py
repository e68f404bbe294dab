"""Keys that stand twice are told, in every form in which keys stand."""

from __future__ import annotations

import pytest

import llm_kg as kg
from conftest import rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- **Eta**\n  - License: MIT\n  - Params: 7B\n  - license: Apache-2.0\n", [(6, 5)]),
        ("- **Eta**\n  - Shade: red\n  - Params: 7B\n  - Shade: blue\n", [(6, 5)]),
        (
            "| Model | License | Params | License |\n|---|---|---|---|\n| Eta | MIT | 7B | Apache-2.0 |\n",
            [(3, 30)],
        ),
        (
            "<table><tr><th>Model</th><th>License</th>\n<th>License</th><th colspan=2>Links</th></tr>\n"
            "<tr><td>Eta</td><td>MIT</td><td>GPL-3.0</td><td></td><td></td></tr></table>\n",
            [(4, 1)],
        ),
    ],
)
def test_what_stands_twice_in_a_list_is_told(read_text, text, found):
    records = read_text(f"# Models\n\n{text}")
    assert [record.name for record in records] == ["Eta"]
    assert [place for rule, *place in rules(records) if rule == "repeated-key"] == [
        list(one) for one in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- **Eta**\n  - License: MIT\n- **Iota**\n  - License: MIT\n",
        "- **Eta**\n  - Authors:\n    - Google\n    - OpenAI\n  - [Paper](https://a.example/1)\n  - [Paper](https://a.example/2)\n",
        "| Model | | |\n|---|---|---|\n| Eta | a | b |\n",
        "| Task | Score | Score |\n|---|---|---|\n| chess | 1 | 2 |\n",  # is no table of models
    ],
)
def test_what_stands_once_is_not(read_text, text):
    assert not rules(read_text(f"# Models\n\n{text}"), "repeated-key")


@pytest.mark.parametrize(
    ("header", "found"), [("model,License,params,license", [(1, 22)]), ("name,model,params", [])]
)
@pytest.mark.parametrize("rows", [1, 3_000])
def test_columns_of_one_name_are_told_in_pieces_as_well(tmp_path, header, found, rows):
    from llm_kg.sources.bulk import Joined, cut, read_piece

    path = tmp_path / "list.csv"
    cells = header.count(",") - 1
    path.write_text(header + "\n" + "".join(f"Eta-{n}{',MIT' * cells},7B\n" for n in range(rows)))
    pieces = cut(path, size=20_000)
    assert (pieces is None) == (rows == 1)
    if pieces:
        joined = Joined()
        for piece in pieces[:2]:
            joined.add(read_piece(piece))
        findings = joined.findings
    else:
        findings = kg.read(path).findings
    told = [(f.place.line, f.place.column) for f in findings if f.rule == "repeated-key"]
    assert told == found

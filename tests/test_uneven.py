"""Tables whose rows do not fit their header: each row is told, and the header where it is that."""

from __future__ import annotations

import pytest

import llm_kg as kg
from conftest import rules

HTML = "<table>\n<tr>{}</tr>\n{}\n</table>\n"


def pipes(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "# Models\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def html(header, rows):
    def cells(tag, row):
        return "".join(f"<{tag}>{cell}</{tag}>" for cell in row)

    below = "\n".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return "# Models\n\n" + HTML.format(cells("th", header), below)


HEADER = ["Model", "Params", "License", "Date"]
FORMS = {"pipes": (pipes, "md", 5, 3), "html": (html, "md", 5, 4)}


@pytest.fixture(params=FORMS)
def table(request, tmp_path):
    """Read a table in each form: its uneven rows, where the header is 0 and rows count from 1."""
    make, suffix, first, head = FORMS[request.param]

    def read(rows):
        path = tmp_path / f"list.{suffix}"
        path.write_text(make(HEADER, rows))
        found = rules(kg.read(path), "uneven-row")
        return [0 if line == head else line - first + 1 for _, line, _ in found]

    return read


def rows(*widths):
    return [[f"Eta-{n}", "7B", "MIT", "2023", "x", "y"][:width] for n, width in enumerate(widths)]


@pytest.mark.parametrize(
    ("widths", "told"),
    [
        ((4, 4, 4), []),
        ((4, 2, 5, 4), [2, 3]),
        ((3, 3), [1, 2]),  # so few rows do not tell what is wrong
        ((3,) * 9, [0]),
        ((3,) * 5 + (4, 2, 4), [0, 7]),
        ((3, 3, 3, 4, 4, 4), [1, 2, 3]),
        ((5,) * 4, [0]),
    ],
)
def test_uneven_rows_are_told_at_the_header_where_most_are(table, widths, told):
    assert table(rows(*widths)) == told


def test_each_uneven_row_of_csv_is_told(tmp_path):
    # A file that is read in pieces is not known as a whole.
    path = tmp_path / "list.csv"
    path.write_text("".join(",".join(line) + "\n" for line in [HEADER, *rows(3, 3, 3, 3)]))
    assert [line for _, line, _ in rules(kg.read(path), "uneven-row")] == [2, 3, 4, 5]


def test_pictures_laid_out_in_html_are_not_uneven(read_text):
    row = "<tr><td><img alt='a' src='a.png'></td><td>b</td></tr>\n"
    assert not rules(read_text(f"<table>\n{row}{row}<tr><td>c</td></tr></table>\n"), "uneven-row")


@pytest.mark.parametrize(
    "hidden", ["<tr><td>Ghost</td><td>7B</td></tr>", "<TR>\n<td>Ghost</td><td>7B</td></TR>"]
)
def test_a_row_of_html_in_a_comment_is_told(read_text, hidden):
    head = "<table>\n<tr><th>Model</th><th>Params</th></tr>\n<tr><td>Eta</td><td>3B</td></tr>\n"
    records = read_text(f"# Models\n\n{head}<!-- {hidden} -->\n<!-- a <td> -->\n</table>\n")
    assert [record.name for record in records] == ["Eta"]
    assert rules(records) == [("commented-entry", 6, 1)]


def test_what_is_too_deep_is_told_where_it_begins(read_text):
    deep = "".join(f"{'> ' * 60}- Eta-{n}\n\n" for n in range(40))
    records = read_text(f"# Models\n\n- **Iota** 7B\n\n{deep}- **Theta** 7B\n\n{deep.splitlines()[0]}\n")
    assert rules(records, "too-deep") == [("too-deep", 5, 1), ("too-deep", 87, 1)]
    told = [finding.message for finding in records.findings if finding.rule == "too-deep"]
    assert "40 lines" in told[0]
    assert "this line" in told[1]

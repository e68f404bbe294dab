"""Tokens, numbers in digits and in Chinese words, and bare counts."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.numerals import Count, flatten, parse_chinese, parse_count, tokenize
from llm_kg.quantities.texts import parse_quantities
from llm_kg.quantities.units import UNITS
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.headers import header_unit

COUNTS = {
    "2048": Count(Decimal(2048)),
    "512": Count(Decimal(512)),
    "84k": Count(Decimal(84_000), approximate=True),
    "290k": Count(Decimal(290_000), approximate=True),
    "~2048": Count(Decimal(2048), approximate=True),
    "approx. 2048": Count(Decimal(2048), approximate=True),
    "1,022,362": Count(Decimal(1_022_362)),
    "1.5B": Count(Decimal(1_500_000_000)),
    "310M": Count(Decimal(310_000_000)),
    "33.9M": Count(Decimal(33_900_000)),
    "1.9万亿": Count(Decimal(1_900_000_000_000)),
    "一万亿": Count(Decimal(1_000_000_000_000)),
    "约三万五千": Count(Decimal(35_000), approximate=True),
    ".5": Count(Decimal("0.5")),
    "-.5k": Count(Decimal(-500), approximate=True),
    "1.300M": Count(Decimal(1_300_000)),
    "65亿": Count(Decimal(6_500_000_000)),
    "2 million": Count(Decimal(2_000_000)),
    "-5B": Count(Decimal(-5_000_000_000)),
    "0": Count(Decimal(0)),
    "0.5": Count(Decimal("0.5")),
    "3.14E+23": Count(Decimal("3.14E23")),
    "1234567890123456789012345678901234567891": Count(Decimal("1234567890123456789012345678901234567891")),
}

NO_COUNTS = (
    *("", "-", "?", "k", "千亿", "2048 tokens", "2k-4k", "2k, 4k", ">2k", "2k+", "8x7", "(2048)"),
    *("1,5", "1.2.3", "12,34", "- 5", "--5", "5 -", "5G", "$5", "5%", "0x10", "1e", "nan", "inf"),
    *(
        "0,125",
        "01,500",
        "1,50",
        ".",
        ".5.5",
        "..5",
        "一千",
        "一个",
        "五六百亿",
        "一亿二",
        "百五十亿",
        "1千五百万",
    ),
    *("1e999", "1e-999", "9" * 5_000, "9" * 41, "²", "5²", "٥", "2048 2048", "v2", "2 0"),
)


@pytest.mark.parametrize(("text", "expected"), COUNTS.items())
def test_reads_counts(text: str, expected: Count) -> None:
    assert parse_count(text) == expected


@pytest.mark.parametrize("text", NO_COUNTS, ids=lambda text: repr(text[:40]))
def test_leaves_alone_what_is_not_one_number(text: str) -> None:
    assert parse_count(text) is None


CHINESE = {
    "零": 0,
    "〇": 0,
    "七": 7,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "三十一": 31,
    "一百一十五": 115,
    "两千": 2_000,
    "一千零一": 1_001,
    "一千零一十": 1_010,
    "十五亿": 1_500_000_000,
    "七千亿": 700_000_000_000,
    "七千億": 700_000_000_000,
    "一千七百五十亿": 175_000_000_000,
    "三万五千亿": 3_500_000_000_000,
    "一亿五千万": 150_000_000,
    "一亿零五": 100_000_005,
    "二十萬零五": 200_005,
}
NO_CHINESE = (
    *(
        "",
        "千亿",
        "百",
        "亿",
        "万亿",
        "五六",
        "三四亿",
        "二三",
        "一万五",
        "一百五",
        "一千五十",
        "零五",
        "五零",
        "零零",
    ),
    *(
        "一亿亿",
        "一千千",
        "一百十五",
        "一十二十",
        "十十",
        "亿一",
        "一千亿参数",
        "数百亿",
        "5亿",
        "abc",
        "一" * 5_000,
        "亿" * 40,
    ),
)


@pytest.mark.parametrize(("text", "expected"), CHINESE.items())
def test_reads_chinese_numbers(text: str, expected: int) -> None:
    assert parse_chinese(text) == expected


@pytest.mark.parametrize("text", NO_CHINESE, ids=lambda text: repr(text[:10]))
def test_leaves_alone_what_is_no_number_in_full(text: str) -> None:
    assert parse_chinese(text) is None


def in_chinese(number: int) -> str:
    """Write a number digit by digit, as schoolbooks teach it."""
    digits, text, gap, is_empty = str(number), "", False, True
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            text += "零" * gap + "零一二三四五六七八九"[digit] + ("", "十", "百", "千")[place % 4]
            gap = is_empty = False
        else:
            gap = True
        if place in (8, 4):
            text += "" if is_empty else {8: "亿", 4: "万"}[place]
            gap, is_empty = is_empty, True
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 10**12 - 1) | st.integers(1, 99_999) | st.integers(1, 9_999).map(lambda n: n * 10**8))
def test_every_number_in_chinese_reads_back(number: int) -> None:
    text = in_chinese(number)
    assert parse_chinese(text) == number
    assert parse_chinese(text.replace("二", "两").replace("零", "〇")) == number
    if set(text) & set("万亿"):
        # "十亿" alone is a scale.
        assert parse_count(text) == (Count(Decimal(number)) if set(text) - set("十百千万亿") else None)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("约一千亿参数", [("word", "约"), ("number", "一千亿"), ("word", "参数")]),
        ("千亿参数", [("word", "千亿"), ("word", "参数")]),
        ("统一的一个模型", [("word", "统一的一个模型")]),
        ("3.5千亿", [("number", "3.5"), ("word", "千亿")]),
        ("A100 .5B", [("word", "A100"), ("number", ".5"), ("word", "B")]),
        ("v1.5 (7B", [("word", "v1.5"), ("number", "7"), ("word", "B"), ("bracket", "")]),
        ("1.5×10⁹<br/>2", [("number", "1.5×10⁹"), ("symbol", "\n"), ("number", "2")]),
    ],
)
def test_cuts_a_text_into_tokens(text: str, tokens: list[tuple[str, str]]) -> None:
    found = sorted(flatten(tokenize(text)), key=lambda token: (token.start, token.kind))
    assert [(token.kind, token.text) for token in found] == tokens


def test_counts_do_not_depend_on_the_decimal_context_of_the_caller() -> None:
    with decimal.localcontext(prec=3):
        assert parse_count("-1234567890123456789") == Count(Decimal("-1234567890123456789"))


# --- all grammars that read tokens ----------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "1",
                "7",
                "13",
                "1.5",
                "1,500",
                "9" * 50,
                "1e9",
                "0",
                ".",
                ",",
                " ",
                " ",
                "-",
                "~",
                "/",
            ),
            *(
                "+",
                "x",
                "=",
                "(",
                ")",
                "[",
                "：",
                "$",
                "B",
                "M",
                "k",
                "T",
                "亿",
                "万",
                "约",
                "以上",
            ),
            *(
                "tokens",
                "GB",
                "TB",
                "hours",
                "A100",
                "GPU",
                "A37B",
                "A3",
                "-MT",
                "v2",
                "†",
                "billion",
                "from",
                "active",
                "base",
                "model",
                "of",
            ),
            *(
                "to",
                "and",
                "or",
                "active/total",
                "一千亿",
                "一",
                ".5",
                "²",
                "text",
                "image",
                "pairs",
                "<br>",
                "\n",
                "%",
                "?",
                "CO2",
                "t",
            ),
        ]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(st.text(), PIECES), st.sampled_from([None, "M", "B", "亿"]))
def test_any_text_reads_or_does_not(text: str, unit: str | None) -> None:
    for size in parse_sizes(text, unit):
        assert size.parameter_count > 0 or text.strip()[0] in "-−－"
        assert (size.active_parameter_count or 0) <= abs(size.parameter_count)
    assert header_unit(text) in {None, "K", "万", "M", "千万", "亿", "B", "百亿", "千亿", "T"}
    count = parse_count(text)
    assert count is None or count.value.is_finite()
    quantities = parse_quantities(text, UNITS)
    for quantity in quantities:
        assert quantity.slug
        assert "N" not in quantity.double
    units = [(one.unit, one.accelerator) for one in quantities if not one.unit.startswith("ACCELERATOR")]
    assert len(units) == len(set(units))


@pytest.mark.parametrize(
    "bait",
    [
        *(
            "9",
            "9,",
            "9,999",
            "9.",
            "1e",
            "7B, ",
            "7B/",
            "7-",
            "(",
            ")",
            "()",
            "A1",
            "A1.",
            "~",
            "-",
        ),
        *(
            "1 x 10^",
            "亿",
            "约",
            "GB ",
            "text-",
            "image text ",
            "1 A100-",
            "<br",
            "https://",
            "7 ",
            "=",
        ),
        *("\n", "\u3000", "$", "of ", "the ", "approx.", "x10", "²", "𝟗", "7B (", "7GB (", "+"),
        *("7 tokens of ", "1B active of ", "7B-", "v2-", "A3/", "7B-MT-", "7B*", "base (", "mini(1B),"),
        *("一", "一十", "约一", "亿一", "一亿", ".", ".5", "7,13", "7B 13", "B/", "active/"),
    ],
)
def test_bait_neither_hangs_nor_reads(bait: str) -> None:
    for length in (4_000, 200_000):
        text = (bait * length)[:length]
        for stated in (text, f"{text}B", f"7{text} tokens"):
            parse_sizes(stated)
            parse_sizes(stated, "B")
            header_unit(stated)
            parse_count(stated)
            parse_quantities(stated, UNITS)
            if length > 4_096 and bait.strip():
                assert parse_sizes(stated) == ()
                assert parse_quantities(stated, UNITS) == ()

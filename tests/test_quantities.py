"""The grammar of quantities: what reads, and what is left alone as it may be wrong."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.quantities import Quantity
from llm_kg.quantities.texts import parse_quantities
from llm_kg.quantities.units import UNITS

K, M, B = 10**3, 10**6, 10**9

# stated text → slugs, which say all that a quantity holds
QUANTITIES = {
    # awesome-big-models and awesome-llms: training data
    "800GB": "800-gigabyte",
    "159GB": "159-gigabyte",
    "(160GB)": "160-gigabyte",
    "(174 GB)": "174-gigabyte",
    "(~800 GB)": "800-gigabyte-approximate",
    "525GiB": "525-gibibyte",
    "100G (Chinese)": "100-gigabyte",
    "Chinese (~100G)": "100-gigabyte-approximate",
    "Chinese (1TB)": "1-terabyte",
    "Chinese (1.1TB)": "1.1-terabyte",
    "1.1TB (Chinese)": "1.1-terabyte",
    "303GB (Chinese)": "303-gigabyte",
    "Chinese 2.3TB, English 300GB (2.6TB)": "2.6-terabyte",
    "2.6TB (Chinese 2.3TB, English 300GB)": "2.6-terabyte",
    "300G Texts + 2TB Images": "",
    "180G (1.4B samples, Chinese)": "180-gigabyte 1.4e9-sample",
    "~680B Tokens (45TB)": "680e9-token-approximate 45-terabyte",
    "45TB (680B Tokens)": "45-terabyte 680e9-token",
    "800GB (180B tokens)": "800-gigabyte 180e9-token",
    "4TB (1.4T tokens)": "4-terabyte 1.4e12-token",
    "4TB (375B tokens, with knowledge graph)": "4-terabyte 375e9-token",
    "5TB (180B tokens, Chinese)": "5-terabyte 180e9-token",
    "33B words (113GB)": "33e9-word 113-gigabyte",
    "3.3B words (16GB)": "3.3e9-word 16-gigabyte",
    "113GB (33B words)": "113-gigabyte 33e9-word",
    "(1.56T words)": "1.56e12-word",
    "~8M web pages (40GB)": "8e6-web-page-approximate 40-gigabyte",
    "40GB (8M web pages)": "40-gigabyte 8e6-web-page",
    "7k books (1GB)": "7e3-book 1-gigabyte",
    "1GB (7k books)": "1-gigabyte 7e3-book",
    "(1.2B samples)": "1.2e9-sample",
    "(147M conversation)": "147e6-conversation",
    "(967B tokens)": "967e9-token",
    "1.0T tokens": "1e12-token",
    "1.5T tokens": "1.5e12-token",
    "1T tokens (RefinedWeb)": "1e12-token",
    "562B tokens (Korean)": "562e9-token",
    "1B images": "1e9-image",
    "145M text-image pairs": "145e6-text-image-pair",
    "250M text-images pairs": "250e6-text-image-pair",
    "2B image-text pairs": "2e9-text-image-pair",
    "12,000,000 hours": "12e6-hr",
    "21,340 hours": "21.34e3-hr",
    "(604 Tasks)": "",
    "(101 languages)": "",
    "70M": "",
    # time, cost, energy
    "95 A100 GPU years (355 V100 GPU years)": ("95-a100-gpu-accelerator-year 355-v100-gpu-accelerator-year"),
    "95 A100 GPU years (832200 A100 GPU hours, 355 V100 GPU years)": (
        "95-a100-gpu-accelerator-year 355-v100-gpu-accelerator-year"
    ),
    "1280 TPUv3 days": "1.28e3-tpuv3-accelerator-day",
    "16.8k TPUv3 days": "16.8e3-tpuv3-accelerator-day",
    "1024 V100 GPU days": "1.024e3-v100-gpu-accelerator-day",
    "64 TPUv2 days (280 V100 GPU days)": ("64-tpuv2-accelerator-day 280-v100-gpu-accelerator-day"),
    "$4.6M": "4.6e6-ccy-usd",
    "$245k": "245e3-ccy-usd",
    "~$7k": "7e3-ccy-usd-approximate",
    "$10M (16,809,984 TPUv4core-hours, 64 days)": (
        "10e6-ccy-usd 16.809984e6-tpuv4core-accelerator-hour 64-day"
    ),
    "1,022,362 (2048 80G-A100 x 21 days)": "",
    "1M A100 GPU hours = 384 80G-A100 x 4 months": "1e6-a100-gpu-accelerator-hour",
    "516,096 A100 hours = 768 40G-A100 x 28 days": "516.096e3-a100-accelerator-hour",
    "809,472 A100 hours =  992 80G-A100 x 34 days": "809.472e3-a100-accelerator-hour",
    "356 MWh": "356e3-kilow-hr",
    # prose of the lists
    "250 million text-images pairs from the internet": "250e6-text-image-pair",
    "WIT (WebImageText) - 400 million text,image pairs": "400e6-text-image-pair",
    "~ 500B tokens including CommonCrawl (410B), WebText2 (19B), Books1 (12B), Books2 (55B),"
    " and Wikipedia (3B)": "500e9-token-approximate",
    "https://example.org/pages, 8 million web pages (40 GB). 10X more. Each with 3 votes or more.": (
        "8e6-web-page 40-gigabyte"
    ),
    # other spellings
    "5 kB": "5e3-byte",
    "5MB": "5e6-byte",
    "5 MiB": "5.24288e6-byte",
    "1 TiB": "1.024e3-gibibyte",
    "2PB": "2e3-terabyte",
    "300 million bytes": "300e6-byte",
    "1.5 terabytes": "1.5-terabyte",
    "3 weeks": "21-day",
    "680,000小时": "680e3-hr",
    "5万小时": "50e3-hr",
    "约1.4万亿词元": "1.4e12-token-approximate",
    "4亿图文对": "400e6-text-image-pair",
    "400M images and texts pairs": "400e6-text-image-pair",
    "400M image/text pairs": "400e6-text-image-pair",
    "1T token dataset": "1e12-token",
    "2 GPU weeks": "14-gpu-accelerator-day",
    "1280 TPU v3 core days": "1.28e3-tpu-v3-core-accelerator-day",
    "2000 NVIDIA a100-gpu-hours": "2e3-nvidia-a100-gpu-accelerator-hour",
    "2048 A100 GPUs for 21 days": "21-day",
    "4.6M USD": "4.6e6-ccy-usd",
    "USD 4.6M": "4.6e6-ccy-usd",
    "US$4.6 million": "4.6e6-ccy-usd",
    "$4.6M USD": "4.6e6-ccy-usd",
    "about $5": "5-ccy-usd-approximate",
    "475 kWh": "475-kilow-hr",
    "1.2 GWh": "1.2e6-kilow-hr",
    "539 tCO2eq": "539-tonne-co2e",
    "539 tCO₂e": "539-tonne-co2e",
    "5 t CO2eq": "5-tonne-co2e",
    "552 tons of CO2": "552-tonne-co2e",
    "1500 kg CO2eq": "1.5-tonne-co2e",
    "3.1e23 FLOP": "310e21-flop",
    "3.14E+23 FLOPs": "314e21-flop",
    "3.14 × 10^23 FLOPs": "314e21-flop",
    "3.14×10²³ FLOPs": "314e21-flop",
    "310M petaFLOPs": "310e21-flop",
    "3640 PF-days": "314.496e21-flop",
    "3640 petaflop/s-days": "314.496e21-flop",
    "-5GB": "-5-gigabyte",
    "0 tokens": "0-token",
    "0.5 hours": "500e-3-hr",
    "1TB English, 1TB Chinese, 2TB": "2-terabyte",
    "a total of 1T tokens": "1e12-token",
    # bounds, ranges, products, rates, parts, doubts
    ">45TB": "",
    "up to 45TB": "",
    "more than 45TB": "",
    "at least about 45TB": "",
    "over 1T tokens": "",
    "至少45TB": "",
    "训练数据超过45TB": "",
    "45TB以上": "",
    "45TB左右": "",
    "45TB+": "",
    "1T+ tokens": "",
    "45TB or more": "",
    "45TB?": "",
    "1T tokens (rumored)": "",
    "1-2TB": "",
    "1TB-2TB": "",
    "1TB~2TB": "",
    "1TB to 2TB": "",
    "7~13 hours": "",
    "$10-20M": "",
    "4 x 300GB": "",
    "300GB x 4": "",
    "2048 A100 x 21 days": "",
    "21 days × 2048": "",
    "45TB/day": "",
    "300 tokens per second": "",
    "$4.5 per hour": "",
    "10% of 500GB": "",
    "half of the 1T tokens": "",
    "2, 3TB": "",
    "1.4T, 300B tokens": "",
    "10 000 hours": "",
    "1'000'000 hours": "",
    ".5TB": "500e-3-terabyte",
    "Chinese .5TB": "500e-3-terabyte",
    "1 .5TB": "",
    "0,125 million hours": "",
    "一亿图文对": "100e6-text-image-pair",
    "约一千亿个词元": "100e9-token-approximate",
    "一千多亿个词元": "",
    "超一千亿个词元": "",
    "第一亿个词元": "",
    "一个词元": "",
    "1,5TB": "",
    "10^23 FLOP": "",
    "1TB English, 1TB Chinese": "",
    "1TB English, over 2TB Chinese (3TB)": "",
    "2.3TB, 300GB (2.7TB)": "",
    "3 months 5 days": "",
    "300 TFLOPS": "",
    "3e5 FLOP/s": "",
    "3 petaflops": "",
    "300Gb": "",
    "2B image captions": "",
    "2B image-caption pairs": "",
    "8 A100 80GB": "",
    "80GB A100": "",
    "80GB of memory": "",
    "80GB VRAM": "",
    "80G-A100 days": "",
    "5 long days": "",
    "HK$5M": "",
    "$5M CAD": "",
    "$5M tokens": "",
    "tokens = 1T tokens": "",
    "1TB = 500GB and as much again": "1-terabyte",
    "1024V100 days": "",
    "95 A100 GPU years (100 A100 years)": "95-a100-gpu-accelerator-year",
    "1T+ tokens, 300B tokens": "",
    "1TB~2B tokens": "",
    "9" * 5_000 + " tokens": "",
    "1e999 tokens": "",
    "nan tokens": "",
    "text-400M tokens": "",
    "": "",
}


@pytest.mark.parametrize(
    ("text", "expected"), QUANTITIES.items(), ids=[repr(text[:40]) for text in QUANTITIES]
)
def test_reads_quantities(text: str, expected: str) -> None:
    assert [quantity.slug for quantity in parse_quantities(text, UNITS)] == expected.split()


def test_reads_only_the_units_asked_for() -> None:
    text = "$10M (16,809,984 TPUv4core-hours, 64 days)"
    assert parse_quantities(text, {"CCY_USD", "ACCELERATOR-HOUR"}) == (
        Quantity(Decimal(10_000_000), "CCY_USD"),
        Quantity(Decimal(16_809_984), "ACCELERATOR-HOUR", accelerator="TPUv4core"),
    )
    assert parse_quantities("300GB + 2TB", {"GigaBYTE"}) == ()
    assert parse_quantities("100G", {"TOKEN"}) == ()


def test_an_accelerator_is_written_in_one_way() -> None:
    spellings = ("8 A100 GPU hours", "8 a100-GPUs-hours", "8 A100 gpu-hrs", "8  A100  GPU  HOURS")
    assert {q.accelerator for one in spellings for q in parse_quantities(one, UNITS)} == {"A100 GPU"}


def test_reads_alike_whatever_the_decimal_context_of_the_caller() -> None:
    text = "1234567890123456789012345678901 tokens"
    with decimal.localcontext(prec=3):
        (quantity,) = parse_quantities(f"-{text}", UNITS)
        assert parse_quantities("2.345TB, 678GB (3.023TB)", UNITS) == (
            Quantity(Decimal("3.023"), "TeraBYTE"),
        )
        assert parse_quantities("2.3456TB: 1TB, 1.3456TB", UNITS) == (
            Quantity(Decimal("2.3456"), "TeraBYTE"),
        )
        slug = quantity.slug
    assert quantity.value == Decimal("-1234567890123456789012345678901")
    assert slug == "-1.234567890123456789012345678901e30-token"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("680000000000", "6.8E11"),
        ("1E12", "1.0E12"),
        ("95", "9.5E1"),
        ("0.001", "1.0E-3"),
        ("-5", "-5.0E0"),
        ("0", "0.0E0"),
        ("-0", "0.0E0"),
        ("3.14E23", "3.14E23"),
        ("12345678901234567890123", "1.2345678901234568E22"),
    ],
)
def test_double_is_canonical(value: str, expected: str) -> None:
    assert Quantity(Decimal(value), "TOKEN").double == expected


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1E400", "1E-400"])
def test_a_quantity_is_a_number(value: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        Quantity(Decimal(value), "TOKEN")


NUMERALS = st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places), st.integers(1, 99_999), st.integers(0, 3)
)


def plain(number: Decimal) -> str:
    return f"{number:f}"


@given(NUMERALS, st.integers(-60, 40))
def test_value_survives_slug_and_double(number: Decimal, exponent: int) -> None:
    quantity = Quantity(number.scaleb(exponent), "TOKEN")
    assert Decimal(quantity.slug.removesuffix("-token")) == quantity.value
    assert float(quantity.double) == float(quantity.value)


SPELLED = {
    "TOKEN": (("{} tokens", 1), ("({}B Tokens)", B)),
    "WORD": (("{}M words", M),),
    "IMAGE": (("{}M images", M), ("{} million images", M)),
    "TEXT-IMAGE-PAIR": (("{}M text-image pairs", M), ("{}k image–text pairs", K)),
    "SAMPLE": (("{} samples", 1),),
    "DOCUMENT": (("{}k documents", K),),
    "WEB-PAGE": (("{}M web pages", M), ("{} webpages", 1)),
    "BOOK": (("{}k books", K),),
    "CONVERSATION": (("{}M conversations", M), ("{} dialogues", 1)),
    "VIDEO": (("{} videos", 1),),
    "BYTE": (("{} bytes", 1), ("{}MB", M)),
    "GigaBYTE": (("{}GB", 1), ("{} GB (English)", 1), ("{}G", 1)),
    "GibiBYTE": (("{}GiB", 1), ("{}TiB", 1024)),
    "TeraBYTE": (("{}TB", 1), ("{}PB", 1000)),
    "HR": (("{} hours", 1), ("{}小时", 1)),
    "DAY": (("{} days", 1), ("{} weeks", 7)),
    "ACCELERATOR-HOUR": (("{} A100 GPU hours", 1), ("{}k TPUv3 core-hours", K)),
    "ACCELERATOR-DAY": (("{} GPU-days", 1), ("{} V100 GPU weeks", 7)),
    "ACCELERATOR-YEAR": (("{} A100 years", 1),),
    "KiloW-HR": (("{} kWh", 1), ("{} MWh", K)),
    "TONNE-CO2E": (("{} tCO2eq", 1), ("{} tonnes of CO2 equivalent", 1)),
    "CCY_USD": (("${}M", M), ("{} USD", 1)),
    "FLOP": (("{} petaFLOPs", 10**15), ("{}e9 FLOP", 10**9)),
}


def test_every_unit_has_a_spelling() -> None:
    assert set(SPELLED) == UNITS


@given(st.integers(1, 99_999), st.integers(0, 3), st.sampled_from(sorted(UNITS)), st.booleans())
def test_every_spelling_of_a_quantity_reads_back(
    whole: int, places: int, unit: str, approximate: bool
) -> None:
    number = Decimal(whole).scaleb(-places)
    for spelling, factor in SPELLED[unit]:
        text = ("~" * approximate) + spelling.format(plain(number))
        found = parse_quantities(text, {unit})
        if approximate and spelling.startswith("("):
            continue
        assert [(one.value, one.unit, one.approximate) for one in found] == [
            (number * factor, unit, approximate)
        ], text


@given(
    st.lists(
        st.builds(
            Quantity,
            st.decimals(-(10**30), 10**30, places=3),
            st.sampled_from(sorted(UNITS)),
            st.booleans(),
            st.sampled_from([None, "GPU", "A100", "A100 GPU", "TPUv3", "TPUv4core"]),
        ),
        unique=True,
        max_size=20,
    )
)
def test_distinct_quantities_have_distinct_slugs(quantities: list[Quantity]) -> None:
    slugs = {quantity.slug for quantity in quantities}
    assert len(slugs) == len(quantities)
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-") for slug in slugs)

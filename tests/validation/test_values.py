"""The values of literals, beside Oxigraph's; and the patterns, beside XPath's as Oxigraph has them."""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_kg.rdf import XSD, Literal
from llm_kg.tokens import token_of
from llm_kg.validation.patterns import translate
from llm_kg.validation.values import compare, literals_of, value_of

STORE = pyoxigraph.Store()
YEARS = st.integers(-20, 11_000).map(lambda y: f"{'-' if y < 0 else ''}{abs(y):04}")
MONTHS = st.integers(0, 13).map("{:02}".format)
DAYS = st.integers(0, 32).map("{:02}".format)
ZONES = st.sampled_from(["", "Z", "+01:00", "-14:00", "+14:00", "+14:01", "-00:30", "+1:00"])
TIMES = st.sampled_from(["00:00:00", "23:59:59.5", "24:00:00", "24:00:01", "12:60:00", "12:00:60", "1:00:00"])
DIGITS = st.from_regex(r"[+-]?[0-9]{0,5}(\.[0-9]{0,3})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
TEXTS = st.text("0123456789+-.TZeE:x ", max_size=6)


def _forms(*parts):
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


FORMS = {
    "integer": DIGITS | TEXTS,
    "decimal": DIGITS | TEXTS,
    "double": DIGITS | TEXTS | st.sampled_from(["INF", "-INF", "NaN"]),
    "boolean": st.sampled_from(["true", "false", "1", "0", "True", "yes", ""]),
    "date": _forms(YEARS, "-", MONTHS, "-", DAYS, ZONES) | TEXTS,
    "dateTime": _forms(YEARS, "-", MONTHS, "-", DAYS, "T", TIMES, ZONES) | TEXTS,
    "time": _forms(TIMES, ZONES) | TEXTS,
    "gYear": _forms(YEARS, ZONES) | TEXTS,
    "gYearMonth": _forms(YEARS, "-", MONTHS, ZONES) | TEXTS,
    "gMonthDay": _forms("--", MONTHS, "-", DAYS, ZONES),
    "gMonth": _forms("--", MONTHS, ZONES),
    "gDay": _forms("---", DAYS, ZONES),
    "string": TEXTS,
}
LITERALS = st.one_of(*(form.map(lambda text, n=name: Literal(text, XSD[n])) for name, form in FORMS.items()))
SAME_KIND = st.sampled_from(sorted(FORMS)).flatmap(
    lambda name: st.tuples(*(FORMS[name].map(lambda text: Literal(text, XSD[name])) for _ in range(2)))
)


def _ask(expression, *literals):
    row = " ".join(map(token_of, literals))
    names = " ".join(f"?v{n}" for n in range(len(literals)))
    return bool(STORE.query(f"ASK {{ VALUES ({names}) {{ ({row}) }} FILTER ({expression}) }}"))


@settings(max_examples=200, deadline=None)
@given(LITERALS)
def test_a_literal_is_well_formed_where_oxigraph_finds_a_value(literal):
    expected = _ask(f"DATATYPE(<{literal.datatype}>(STR(?v0))) = <{literal.datatype}>", literal)
    assert literals_of(literal.datatype)(token_of(literal)) == expected


@settings(max_examples=300, deadline=None)
@given(SAME_KIND | st.tuples(LITERALS, LITERALS))
def test_values_are_in_oxigraphs_order(pair):
    left, right = (value_of(token_of(one)) for one in pair)
    order = None if left is None or right is None else compare(left, right)
    if pair[0] == pair[1] and order is None:
        return  # a term equals itself to Oxigraph, whether it has a value or not
    if any(one.datatype.rpartition("#")[2] in ("gMonthDay", "gMonth", "gDay", "boolean") for one in pair):
        return  # Oxigraph compares none of these
    if any("24:00:00" in one.lexical for one in pair) and pair[0].datatype == XSD["time"]:
        return  # midnight is the first moment of the day to some, the last to others
    assert (order == -1) == _ask("?v0 < ?v1", *pair)
    assert (order in (-1, 0)) == _ask("?v0 <= ?v1", *pair)


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        ("byte", "-128 127 +1", "128 -129 1.0"),
        ("unsignedByte", "0 255 -0", "256 -1"),
        ("positiveInteger", "1 007", "0 -1"),
        ("negativeInteger", "-1", "0 1"),
        ("nonPositiveInteger", "0 -1", "1"),
        ("unsignedLong", "18446744073709551615", "18446744073709551616"),
        ("float", "1e38 -INF +INF NaN .5", "1e 0x1 inf nan infinity"),
        ("double", "1e308 -INF +INF NaN .5", "1e 0x1 inf nan 1_0"),
        ("duration", "P1Y P1Y2M3DT4H5M6.7S -PT1S", "P P1 PT P1DT 1Y P1S"),
        ("dayTimeDuration", "P1D PT1H", "P1Y P1M P"),
        ("yearMonthDuration", "P1Y P2M -P1Y2M", "P1D P"),
        ("dateTimeStamp", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00 2020-02-30T00:00:00Z"),
        ("hexBinary", "0aFF", "0 0g"),
        ("base64Binary", "QQ== QUI= QUJD", "Q QQ QQ="),
        ("language", "en de-AT", "e_n toolonglanguage"),
        ("Name", "a:b _a é1", "1a -a"),
        ("NCName", "a.b _a", "a:b 1"),
        ("NMTOKEN", "1a -b", "a/b"),
    ],
)
def test_lexical_forms_of_other_datatypes(datatype, good, bad):
    is_literal = literals_of(XSD[datatype])
    for text in good.split():
        assert is_literal(token_of(Literal(text, XSD[datatype]))), text
    for text in [*bad.split(), "a b/"]:
        assert not is_literal(token_of(Literal(text, XSD[datatype]))), text


def test_false_is_less_than_true():
    false, true = (value_of(token_of(Literal(text, XSD["boolean"]))) for text in ("0", "true"))
    assert (compare(false, true), compare(true, true), compare(true, false)) == (-1, 0, 1)
    assert compare(true, 1) is None


def test_a_number_of_very_many_digits_has_a_value():
    assert compare(value_of(token_of(Literal("9" * 5000, XSD["integer"]))), 1) == 1


# Patterns

PIECES = st.sampled_from(
    [
        *"ab.^$|()*+?[]-{}x \n\r",
        r"\.",
        r"\d",
        r"\s",
        r"\S",
        r"\D",
        r"\$",
        r"\n",
        "[a-c]",
        "[^a]",
        "[.$^]",
        "{2}",
        r"[\s\d]",
        r"\w",
        "(?:a)",
        "&&",
        "a{,2}",
        r"\1",
        r"[a\-]",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(PIECES, max_size=6).map("".join),
    st.text("ab.$-cx1 \n\r\t", max_size=6),
    st.sampled_from(["", "i", "m", "s", "is"]),
)
def test_a_pattern_means_what_it_means_in_xpath(pattern, text, flags):
    try:
        search = translate(pattern, flags)
    except re.error:
        return
    if search is None:
        return
    arguments = ", ".join(token_of(Literal(one)) for one in (text, pattern, flags))
    assert (search.search(text) is not None) == bool(STORE.query(f"ASK {{ FILTER REGEX({arguments}) }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{L}",
        r"\w",
        r"\i",
        "(?=a)",
        "(?i)a",
        r"(a)\1",
        "[a-z-[aeiou]]",
        "a++",
        "a{,2}",
        r"\b",
        "[]a]",
        "a{2",
    ],
)
def test_what_python_means_otherwise_is_not_taken(pattern):
    assert translate(pattern) is None


@pytest.mark.parametrize("flags", ["x", "q", "u"])
def test_flags_that_python_has_otherwise_are_not_taken(flags):
    assert translate("a", flags) is None


@pytest.mark.parametrize("pattern", ["(", "*a", "a)", "[b-a]"])
def test_what_is_no_pattern_is_an_error(pattern):
    with pytest.raises(re.error):
        translate(pattern)

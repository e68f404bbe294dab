"""Numbers and texts judged at one look: what the tests of the constraints say, one after another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import PREFIXES

from llm_kg.rdf import XSD
from llm_kg.tokens import quoted
from llm_kg.validation.compilation import compiled
from llm_kg.validation.one_look import at_one_look

_NAMES = ("integer", "nonNegativeInteger", "unsignedByte", "decimal", "double")
_LIMITS = (
    "",
    "sh:minInclusive 1 ; sh:maxExclusive 200",
    "sh:minExclusive 0.5 ; sh:maxInclusive 7.25",
)
_TOKENS = st.builds(
    lambda text, name: f'"{text}"^^<{XSD[name]}>',
    st.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,3})?(E[+-]?[0-9]{1,3})?", fullmatch=True)
    | st.sampled_from(["0", "0.5", "0.50", "1", "7.25", "1.0E0", "7.25E0", "199", "200", "255", "256", "NaN"])
    | st.text(max_size=4).filter(lambda text: not set(text) & set('"\\\n\r')),
    st.sampled_from((*_NAMES, "string", "date")),
) | st.sampled_from(["<http://example.org/7>", "_:b7", '"7"', '"7"@en'])


_OF_TEXTS = (
    "sh:minLength 1 ; sh:maxLength 3",
    "sh:pattern '^a.*c$'",
    "sh:pattern 'B' ; sh:flags 'i' ; sh:minLength 2",
)
_TEXTS = st.builds(
    lambda text, form: form.format(quoted(text), text),
    st.text('abcB"\\\n\u00e4', max_size=5),
    st.sampled_from(["{0}", "{0}@en", "{0}^^<http://example.org/d>"]),
) | st.sampled_from(["<a>", "<abc>", "<http://example.org/abc>", "_:abc", '"1"^^<http://example.org/abc>'])


def _read(folder, constraints):
    path = folder / "shapes.ttl"
    path.write_text(
        PREFIXES
        + "\n".join(
            f"ex:S{number} a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; {one} ."
            for number, one in enumerate(constraints)
        )
    )
    found = [(one.shape, [check.test for check in one.checks]) for one in compiled(path).compiled]
    assert len(found) == len(constraints)
    return found


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    return _read(
        tmp_path_factory.mktemp("numbers"),
        [f"sh:datatype xsd:{name} ; {limits}" for name in _NAMES for limits in _LIMITS],
    )


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return _read(
        tmp_path_factory.mktemp("texts"),
        [f"{kind} ; {one}" for kind in ("sh:datatype xsd:string", "sh:nodeKind sh:IRI") for one in _OF_TEXTS],
    )


@settings(max_examples=400, deadline=None)
@given(token=_TOKENS)
def test_one_look_at_a_number_says_what_the_tests_say(numbers, token):
    _is_as_the_tests_say(numbers, token)


@settings(max_examples=400, deadline=None)
@given(token=_TEXTS)
def test_one_look_at_a_text_says_what_the_tests_say(texts, token):
    _is_as_the_tests_say(texts, token)


def _is_as_the_tests_say(shapes, token):
    for shape, tests in shapes:
        (test,) = at_one_look(shape, tests)
        assert test(token) == all(one(token) for one in tests), shape.node


def test_what_is_neither_a_range_of_numbers_nor_a_form_of_texts_keeps_its_tests(tmp_path):
    path = tmp_path / "shapes.ttl"
    for constraints in (
        "sh:datatype xsd:date ; sh:minInclusive '2017-01-01'^^xsd:date",
        "sh:datatype xsd:integer ; sh:minInclusive 1.5e0",
        "sh:datatype xsd:integer ; sh:pattern '7'",
        "sh:datatype xsd:string",
        "sh:datatype xsd:string ; sh:in ('a' 'b')",
        "sh:minLength 1",
        "sh:minInclusive 1",
    ):
        path.write_text(
            f"{PREFIXES} ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; {constraints} ."
        )
        (one,) = compiled(path).compiled
        tests = [check.test for check in one.checks]
        assert at_one_look(one.shape, tests) is tests

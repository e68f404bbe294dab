"""Graphs that come block by block: what is told is what is told of the whole graph."""

from __future__ import annotations

import pickle
from dataclasses import replace
from unittest import mock

import pytest
from cases import CASES, INSTANCES, NEIGHBOURS
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import PREFIXES

from llm_kg.errors import ShapesError
from llm_kg.graph import build
from llm_kg.graphs import load_nodes, ntriples
from llm_kg.rdf import LLMKG, XSD
from llm_kg.tokens import iri_token
from llm_kg.validation import checking, engine
from llm_kg.validation.checked import bundled
from llm_kg.validation.checking import check, check_file
from llm_kg.validation.compilation import compiled
from llm_kg.validation.data import SUBCLASS, TYPE, Hierarchy
from llm_kg.validation.engine import Checker, check_compiled
from llm_kg.validation.instances import Instances
from llm_kg.validation.results import in_order
from llm_kg.validation.screens import Screen
from llm_kg.validation.shapes import Target
from llm_kg.vocabulary import load_vocabulary

_SIZE, _COUNT = map(iri_token, (LLMKG["ModelSize"], LLMKG["parameterCount"]))
_INTEGER = f"^^{iri_token(XSD['integer'])}"


@pytest.fixture(scope="module")
def streamed(tmp_path_factory):
    """The cases that can be told of blocks, and their data."""
    folder = tmp_path_factory.mktemp("blocks")
    folder.joinpath("shapes.ttl").write_text(PREFIXES + "\n".join(case.shapes for case in CASES))
    folder.joinpath("data.ttl").write_text(
        PREFIXES + INSTANCES + NEIGHBOURS + "\n".join(case.data for case in CASES)
    )
    shapes = compiled(folder / "shapes.ttl")
    wide = Checker(shapes).wide
    near = replace(shapes, compiled=tuple(one for one in shapes.compiled if one not in wide))
    nodes = load_nodes(str(folder / "data.ttl"))
    expected = in_order(check_compiled(nodes, near))
    assert len(expected) > 100
    return near, nodes, expected


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_blocks_in_any_order_come_to_the_whole(streamed, data):
    shapes, nodes, expected = streamed
    first = {node: about for node, about in nodes.items() if SUBCLASS in about}
    rest = data.draw(st.permutations([node for node in nodes if node not in first]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rest)), max_size=6)))
    checker = Checker(shapes, remember=data.draw(st.sampled_from([0, 2, None])))
    assert checker.streams
    found = checker.feed(first)
    for start, end in zip([0, *cuts], [*cuts, len(rest)], strict=True):
        found += checker.feed({node: nodes[node] for node in rest[start:end]})
    found += checker.finish()
    assert in_order(found) == expected


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_parts_in_any_order_come_to_the_whole(streamed, data):
    shapes, nodes, _ = streamed
    flat = {node: about for node, about in nodes.items() if SUBCLASS not in about}
    order = data.draw(st.permutations([*flat]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=3)))
    found, remains = [], []
    for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
        checker = Checker(shapes, remember=data.draw(st.sampled_from([0, None])))
        found += checker.feed({node: flat[node] for node in order[start:end]})
        remains.append(pickle.loads(pickle.dumps(checker.remains())))
        assert checker.finish() == []
    found += Checker(shapes).settle(remains)
    assert in_order(found) == in_order(check_compiled(flat, shapes))


@pytest.fixture(scope="module")
def of_classes(streamed):
    """The same, with a class for the target nodes of each shape, and whether nodes passed at one look."""
    shapes, nodes, _ = streamed
    nodes = {
        node: {predicate: [*values] for predicate, values in about.items()} for node, about in nodes.items()
    }
    targeted = []
    for one in shapes.compiled:
        class_ = f"{one.shape.node[:-1]}-target>"
        for target in one.shape.targets:
            if target.kind == "node":
                nodes.setdefault(target.term, {}).setdefault(TYPE, []).append(class_)
        targeted.append(replace(one, shape=replace(one.shape, targets=(Target("class", class_),))))
    shapes = replace(shapes, compiled=tuple(targeted))
    expected = in_order(check_compiled(nodes, shapes))
    assert len(expected) > 100
    return shapes, nodes, expected


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_nodes_of_pairs_come_to_what_nodes_do(of_classes, data):
    shapes, nodes, expected = of_classes
    said = {
        node: [f"{p} {v}" for p, values in about.items() for v in values] for node, about in nodes.items()
    }
    shuffle = data.draw(st.randoms(use_true_random=False)).shuffle
    for pairs in said.values():
        shuffle(pairs)
    rest = [node for node in nodes if SUBCLASS not in nodes[node]]
    shuffle(rest)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rest)), max_size=4)))
    checker = Checker(shapes, remember=data.draw(st.sampled_from([0, 2, None])))
    looks = []
    with mock.patch.object(Screen, "passes", autospec=True, side_effect=_noting(looks)):
        found = checker.feed_pairs((node, said[node]) for node in nodes if SUBCLASS in nodes[node])
        for start, end in zip([0, *cuts], [*cuts, len(rest)], strict=True):
            found += checker.feed_pairs((node, said[node]) for node in rest[start:end])
    found += checker.finish()
    assert in_order(found) == expected
    assert {True, False} == set(looks)


def _noting(looks, passes=Screen.passes):
    def look(screen, focus, pairs):
        looks.append(passes(screen, focus, pairs))
        return looks[-1]

    return look


def test_our_own_nodes_pass_at_one_look():
    graph = build(bundled(), provenance="full")
    nodes = [node for block in graph.blocks() for node in block.nodes]
    looks = []
    with mock.patch.object(Screen, "passes", autospec=True, side_effect=_noting(looks)):
        Checker().feed_pairs(nodes)
    assert len(looks) > 500
    assert all(looks)


def test_a_node_whose_pairs_come_apart_is_one_node():
    ex = "<http://example.org/{}>".format
    sizes = [
        (ex("a"), [f"{TYPE} {_SIZE}", f'{_COUNT} "1"{_INTEGER}']),
        (ex("a"), [f'{_COUNT} "2"{_INTEGER}']),
    ]
    for nodes, number in ((sizes[:1], 0), (sizes[:1] * 2, 0), (sizes, 1), (sizes[1:], 0)):
        results = Checker().feed_pairs(nodes)
        assert [one.component for one in results] == ["MaxCountConstraintComponent"] * number


def test_few_nodes_of_pairs_are_kept():
    checker = Checker(remember=0)
    checker.feed_pairs(
        [(f"<http://example.org/{n}>", [f"{TYPE} {_SIZE}", f'{_COUNT} "1"{_INTEGER}']) for n in range(9)]
    )
    known = checker._instances[_SIZE]
    assert not known.latest
    assert "<http://example.org/8>" in known


def test_superclasses_among_pairs_are_learnt(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:BlankNode .")
    ex = "<http://example.org/{}>".format
    nodes = [(ex("a"), [f"{TYPE} {ex('Sub')}"]), (ex("Sub"), [f"{SUBCLASS} {ex('C')}"])]
    assert [one.node for one in Checker(path).feed_pairs(nodes)] == ["http://example.org/a"]
    # The same of a class that shapes have something to say of themselves.
    path.write_text(
        path.read_text()
        + "ex:M a sh:NodeShape ; sh:targetClass ex:Meta ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
    )
    of_meta = (nodes[1][0], [f"{TYPE} {ex('Meta')}", f"{ex('p')} {ex('b')}", *nodes[1][1]])
    assert [one.node for one in Checker(path).feed_pairs([nodes[0], of_meta])] == ["http://example.org/a"]
    checker = Checker(path)
    assert checker.feed_pairs(nodes[:1]) == []
    with pytest.raises(ShapesError, match="are stated behind"):
        checker.feed_pairs(nodes[1:])


def test_nodes_and_subjects_are_targets_of_pairs_too(tmp_path):
    path = tmp_path / "shapes.ttl"
    ex = "<http://example.org/{}>".format
    for target in ("sh:targetNode ex:a", "sh:targetSubjectsOf ex:p"):
        path.write_text(PREFIXES + f"ex:S a sh:NodeShape ; {target} ; sh:nodeKind sh:BlankNode .")
        found = Checker(path).feed_pairs([(ex("a"), [f"{ex('p')} {ex('b')}"]), (ex("b"), [])])
        assert [one.node for one in found] == ["http://example.org/a"]


def test_parts_that_cannot_be_joined_are_refused(streamed):
    shapes, nodes, _ = streamed
    one, other = Checker(shapes), Checker(shapes)
    one.feed({node: about for node, about in nodes.items() if SUBCLASS in about})
    remains = [one.remains(), other.remains()]
    with pytest.raises(ShapesError, match="states superclasses"):
        Checker(shapes).settle(remains)
    with pytest.raises(ShapesError, match="hash otherwise"):
        Checker(shapes).settle([remains[1], replace(remains[1], seed=0)])


def test_what_needs_the_whole_graph_says_so(tmp_path):
    path = tmp_path / "shapes.ttl"
    near = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:class ex:C ] ."
    path.write_text(PREFIXES + near)
    assert Checker(path).streams
    for far in (
        near.replace("sh:path ex:p", "sh:path [ sh:inversePath ex:p ]"),
        near.replace("sh:targetNode ex:a", "sh:targetObjectsOf ex:q"),
        near.replace("sh:class ex:C", "sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]"),
        near.replace("sh:class ex:C", "sh:not [ sh:class ex:C ]"),
        near.replace("sh:class ex:C", "sh:property [ sh:path ex:p ; sh:minCount 1 ]"),
        near.replace("sh:class ex:C", "sh:pattern '(?=a)'"),
    ):
        path.write_text(PREFIXES + far)
        checker = Checker(path)
        assert not checker.streams
        assert checker.reasons[0].split("shape ")[1].startswith("<http://example.org/S>")


def test_a_class_that_comes_too_late_is_no_silent_pass(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:BlankNode .")
    ex = "<http://example.org/{}>".format
    checker = Checker(path)
    checker.feed({ex("Sub"): {SUBCLASS: [ex("Mid")]}})
    assert checker.feed({ex("a"): {TYPE: [ex("Sub")]}}) == []
    assert checker.feed({ex("Other"): {SUBCLASS: [ex("C")]}}) == []
    with pytest.raises(ShapesError, match=r"superclasses of .*Mid> are stated behind"):
        checker.feed({ex("Mid"): {SUBCLASS: [ex("C")]}})
    with pytest.raises(ShapesError, match=r"superclasses of <http://example\.org/Sub> are stated behind"):
        checker.feed({ex("Sub"): {SUBCLASS: [ex("C")]}})


def test_ours_can_be_streamed():
    checker = Checker()
    assert checker.streams
    assert checker.reasons == ()
    assert not checker.shapes.handed_over
    assert load_vocabulary()


def test_superclasses_are_followed_up_and_round():
    hierarchy = Hierarchy()
    assert not hierarchy
    assert hierarchy.above("a") == {"a"}
    assert hierarchy.learn("a", ["b"])
    assert hierarchy.above("a") == {"a", "b"}
    assert hierarchy.learn("b", ["c", "a"])
    assert hierarchy.above("a") == hierarchy.above("b") == {"a", "b", "c"}
    assert not hierarchy.learn("b", ["c"])


def test_many_values_that_wait_are_all_told(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        PREFIXES
        + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 2 ; sh:class ex:C ] ."
    )
    ex = "<http://example.org/{}>".format
    checker = Checker(path)
    values = [ex("c"), ex("d"), '"text"']
    found = checker.feed({ex(f"a{n}"): {TYPE: [ex("A")], ex("p"): values} for n in range(3)})
    assert [result.component for result in found] == ["MaxCountConstraintComponent"] * 3
    assert checker.feed({ex("c"): {TYPE: [ex("C")]}}) == []
    assert checker.feed({ex("a9"): {TYPE: [ex("A")], ex("p"): [ex("c")]}}) == []
    assert len(checker.finish()) == 6
    assert checker.finish() == []


def test_instances_are_known_by_their_hashes():
    instances = Instances()
    names = [f"<http://example.org/{number}>" for number in range(1000)]
    for start in range(0, 1000, 7):
        instances.latest.update(names[start : start + 7])
        instances.shrink()
    assert len(instances._runs) < 12
    assert all(name in instances for name in names)
    assert not any(f"{name}0" in instances for name in names)


def test_a_value_that_is_fed_twice_is_one(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        PREFIXES
        + """ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 1 ],
             [ sh:path ex:q ; sh:minCount 2 ; sh:maxCount 3 ] ."""
    )
    ex = "<http://example.org/{}>".format
    twice, two, four = ['"1"', '"1"'], ['"1"', '"2"', '"1"', '"2"'], ['"1"', '"2"', '"3"', '"4"']
    kind = {TYPE: [ex("A")]}
    checker = Checker(path)
    assert checker.feed({ex("a"): kind | {ex("p"): twice, ex("q"): two}}) == []
    assert len(checker.feed({ex("b"): kind | {ex("q"): twice}})) == 1
    assert len(checker.feed({ex("c"): kind | {ex("q"): four}})) == 1


def test_kinds_of_nodes_may_be_many(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "_KINDS", 3)
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:Literal .")
    ex = "<http://example.org/{}>".format
    checker = Checker(path)
    nodes = {ex(f"n{number}"): {TYPE: [ex("C"), ex(f"C{number}")]} for number in range(20)}
    assert len(checker.feed(nodes)) == 20
    with pytest.raises(ShapesError, match="behind its instances"):
        checker.feed({ex("C0"): {SUBCLASS: [ex("D")]}})


def test_who_waits_and_is_wrong_besides_is_told_once(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        PREFIXES
        + """ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:C ],
             [ sh:path ex:q ; sh:minCount 1 ] ."""
    )
    ex = "<http://example.org/{}>".format
    checker = Checker(path)
    assert len(checker.feed({ex("a"): {TYPE: [ex("A")], ex("p"): [ex("c")]}})) == 1
    assert len(checker.finish()) == 1


PART = """
    <http://example.org/{0}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .
    <http://example.org/{0}> <http://example.org/p> <http://example.org/{1}> .
    <http://example.org/{0}> <http://example.org/q> "one" .
    <http://example.org/{0}> <http://example.org/q> "one" .
"""
SHAPES = """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:class ex:C ],
    [ sh:path ex:q ; sh:minCount 1 ; sh:maxCount 1 ] ."""


@pytest.mark.parametrize(
    ("more", "is_whole"),
    [
        ("", False),
        ('<http://example.org/0> <http://example.org/q> "two" .\n', True),
        (f"<http://example.org/C> {SUBCLASS} <http://example.org/D> .\n", True),
    ],
    ids=["together", "apart", "late"],
)
def test_a_file_is_read_in_blocks_where_it_can_be(tmp_path, monkeypatch, more, is_whole):
    shapes, path = tmp_path / "shapes.ttl", tmp_path / "data.nt"
    shapes.write_text(PREFIXES + SHAPES)
    parts = [PART.format(number, (number * 7) % 50) for number in range(40)]
    path.write_text("\n".join(line.strip() for line in "".join(parts).splitlines()) + "\n" + more)
    expected = check(load_nodes(str(path)), shapes)
    assert len(expected) == 8 + ("two" in more)
    monkeypatch.setattr(ntriples, "_BYTES", 300)
    monkeypatch.setattr(ntriples, "_OBJECTS", 3)
    whole = []
    monkeypatch.setattr(checking, "load_nodes", lambda name: whole.append(name) or load_nodes(name))
    assert check_file(str(path), shapes) == expected
    assert bool(whole) == is_whole

"""Every constraint component, in our engine and in two others: the same results, one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from cases import CASES, INSTANCES, NEIGHBOURS
from oracles import PREFIXES, by_case, by_pyshacl, by_shifty

from llm_kg.graphs import load_nodes
from llm_kg.validation import compilation
from llm_kg.validation.compilation import compiled
from llm_kg.validation.components import make_checks
from llm_kg.validation.engine import check_compiled
from llm_kg.validation.shapes import PARAMETERS


@pytest.fixture(scope="module")
def graphs(tmp_path_factory):
    """The shapes and the data of all cases, each in one graph."""
    folder = tmp_path_factory.mktemp("cases")
    shapes = PREFIXES + "\n".join(case.shapes for case in CASES)
    data = PREFIXES + INSTANCES + NEIGHBOURS + "\n".join(case.data for case in CASES)
    folder.joinpath("shapes.ttl").write_text(shapes)
    folder.joinpath("data.ttl").write_text(data)
    return folder / "shapes.ttl", load_nodes(str(folder / "data.ttl"))


@pytest.fixture(scope="module")
def engines(graphs):
    """What each engine says of each case."""
    path, nodes = graphs
    read = compiled(path)
    assert not read.beyond
    return {
        "ours": by_case(check_compiled(nodes, read)),
        "pyshacl": by_case(by_pyshacl(nodes, read)),
        "shifty": by_case(by_shifty(nodes, read)),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_told(engines, case):
    found = Counter(one.focus.rpartition("/")[2] for one in engines["ours"].get(case.name, ()))
    assert found == case.bad


@pytest.mark.parametrize("oracle", ["pyshacl", "shifty"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_oracle_says_the_same(engines, case, oracle):
    ours, theirs = (engines[engine].get(case.name, []) for engine in ("ours", oracle))
    if oracle in case.but:
        assert theirs != ours, f"{oracle} is right now: leave out that {case.but[oracle]}"
    else:
        assert theirs == ours


@pytest.mark.parametrize("parameter", [name for name in PARAMETERS if name != "property"])
def test_a_component_that_is_left_out_is_missed(graphs, engines, parameter, monkeypatch):
    def without(constraint, shape, compile_):
        return [] if constraint.parameter == parameter else make_checks(constraint, shape, compile_)

    path, nodes = graphs
    monkeypatch.setattr(compilation, "make_checks", without)
    shapes = compilation._compiled.__wrapped__(path, 0)
    assert by_case(check_compiled(nodes, shapes)) != engines["ours"]

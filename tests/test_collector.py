"""The garbage collector's rests: what they leave out of its searches, and what they give back."""

from __future__ import annotations

import gc

import pytest

from llm_kg.collector import paused, settled


@pytest.fixture(autouse=True)
def _collector():
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_made_in_a_pause_is_not_searched_behind_it():
    with paused():
        assert not gc.isenabled()
        made = [[] for _ in range(100_000)]
    assert gc.isenabled()
    assert not gc.get_freeze_count()
    assert len(gc.get_objects(generation=0)) < len(made) // 10


def test_cycles_made_in_a_pause_are_found_in_the_end():
    gc.collect()
    with paused():
        for _ in range(100):
            cycle = []
            cycle.append(cycle)
        del cycle
    assert gc.collect() >= 100


def test_whoever_switched_the_collector_off_finds_it_so():
    gc.disable()
    with paused():
        pass
    assert not gc.isenabled()


def test_what_has_settled_stays_so_behind_a_pause():
    with settled():
        left_out = gc.get_freeze_count()
        with paused():
            pass
        assert gc.get_freeze_count() == left_out > 0

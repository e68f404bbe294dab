"""Models and properties are found by any of their names."""

from __future__ import annotations

import pytest

from llm_kg.errors import UnknownTermError
from llm_kg.lookup import find_model, find_property


def test_models_are_found_by_any_name(models):
    for name in ("gpt-4", "GPT 4", "gpt4", "GPT–4"):
        assert find_model(models, name).key == "gpt-4"
    for model in models:
        assert find_model(models, model.key) is model


def test_properties_are_found_by_any_name():
    assert find_property("Earliest Date").is_derived
    assert find_property("Architecutre").notation == "pretraining_architecture"
    with pytest.raises(UnknownTermError, match="nonsense"):
        find_property("nonsense")

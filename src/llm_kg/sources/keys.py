"""What keys and headers of columns mean: the properties that they name."""

from __future__ import annotations

import re
from functools import lru_cache

from llm_kg.names import fold
from llm_kg.rdf import RDFS, SCHEMA
from llm_kg.terms import Property
from llm_kg.vocabulary import Vocabulary, load_vocabulary

__all__ = ["UNIT_BEHIND", "bilingual", "is_backbone", "says_of_model", "says_of_other", "terms_of"]

_BRACKET = re.compile(r"[(（\[][^()（）\[\]]{0,80}[)）\]]")
#: The unit behind the key of a number: `params_b`, `n_tokens_billions`.
UNIT_BEHIND = re.compile(
    r"[\s_]+(?:in[\s_]+)?(?:thousands?|millions?|billions?|trillions?|[kmbt])\s*$", re.IGNORECASE
)
# The unit before what is counted: "billion parameters".
_UNIT_BEFORE = re.compile(
    r"\s*(?:(?:thousand|million|billion|trillion)s?|[mbt]n)\s+(?:of\s+)?", re.IGNORECASE
)
# What tells that the value of a key is an address: `demo_url`, `Weights link`.
_ADDRESS_BEHIND = re.compile(r"[\s_-]+(?:ur[li]|link|address)s?\s*$", re.IGNORECASE)
_LINKED = frozenset((RDFS["Resource"], SCHEMA["ScholarlyArticle"]))


def terms_of(key: str) -> tuple[Property, ...]:
    """Return the properties that a key or a column's header means.

    A bracket behind it (its unit, a footnote) is passed over, and `url` behind what has addresses. `A & B`
    means both where both are known; `A/B` means those that are known; a key in two languages means what
    either does.

    >>> [term.notation for term in terms_of("Params (B)")], [t.notation for t in terms_of("机构/个人")]
    (['number_of_parameters'], ['organization'])
    >>> [term.notation for term in terms_of("demo_url")], terms_of("license_url"), terms_of("tokens_link")
    (['demo'], (), ())
    """
    return _terms_of(load_vocabulary(), key)


def says_of_model(key: str) -> bool:
    """Tell whether a key, or a column's header, is a property that only models have.

    >>> says_of_model("Params (B)"), says_of_model("License")
    (True, False)
    """
    return any(term.notation in _OF_MODELS for term in terms_of(key))


def is_backbone(key: str) -> bool:
    """Tell whether a key means the model that another was made from, or what both are built as."""
    return fold(key) in _BACKBONES


_BACKBONES = frozenset(
    map(fold, ("backbone", "backbones", "backbone network", "骨干", "骨干网络", "主干网络"))
)


def says_of_other(key: str) -> bool:
    """Tell whether a key, or a header, speaks of what runs, trains or holds models.

    >>> says_of_other("Experiments"), says_of_other("GPU type"), says_of_other("Small models")
    (True, True, False)
    """
    return _OF_OTHER.search(key) is not None


# What runs, trains or holds models has a name and a licence, too.
_OF_OTHER = re.compile(
    r"\b(?:(?:super)?comput(?:ers?|e)|clusters?|hardware|machines?|servers?|nodes?|chips?|[gct]pus?|processors?|accelerators?|devices?"
    r"|set-?ups?|config\w*|experiments?|runs?|ablations?|code-?names?|librar(?:y|ies)|frameworks?|systems?|software"
    r"|tools?|engines?|runtimes?|backends?|platforms?|services?|products?|apps?|applications?|packages?)\b"
    r"|超算|集群|硬件|显卡|框架|工具|平台|系统|产品|应用",
    re.IGNORECASE,
)


#: What is counted, without a unit of its own.
_COUNTED = frozenset({"number_of_parameters", "active_parameter_count", "context_length"})
# What is said of models alone.
_OF_MODELS = frozenset(
    {"number_of_parameters", "pretraining_architecture", "pretraining_task", "checkpoint", "context_length"}
    | {"training_corpus", "training_data_size", "model_family", "based_on"}
)


@lru_cache(maxsize=4096)
def _terms_of(vocabulary: Vocabulary, key: str) -> tuple[Property, ...]:
    properties = vocabulary.properties
    for name in (key, _BRACKET.sub(" ", key[:200])):
        if term := properties.get(name):
            return (term,)
    name = _BRACKET.sub(" ", key[:200])
    both = [properties.get(part) for part in re.split(r"\s*&\s*|\s+and\s+", name)]
    if len(both) > 1 and all(both):
        return tuple(dict.fromkeys(part for part in both if part))
    some = [properties.get(part) for part in re.split(r"\s*[/|、·,]\s*|\s+or\s+", name)]
    if len(some) > 1 and any(some):
        return tuple(dict.fromkeys(part for part in some if part))
    if (unit := UNIT_BEHIND.search(name)) and (term := properties.get(name[: unit.start()])):
        return (term,) if term.units or term.notation in _COUNTED else ()
    if (unit := _UNIT_BEFORE.match(name)) and (term := properties.get(name[unit.end() :])):
        return (term,) if term.notation in _COUNTED else ()
    if (address := _ADDRESS_BEHIND.search(name)) and (term := properties.get(name[: address.start()])):
        return (term,) if not _LINKED.isdisjoint(term.ranges) else ()
    # In a bilingual key both languages say the same.
    known = {term for part in bilingual(name) if (term := properties.get(part))}
    return tuple(known) if len(known) == 1 else ()


def bilingual(text: str) -> list[str]:
    """Return the Chinese and the other part of a text that has both; else nothing.

    >>> bilingual("License 许可证"), bilingual("License")
    (['许可证', 'License'], [])
    """
    chinese = " ".join(re.findall(r"[\u3400-\u9fff]+", text))
    other = " ".join(re.sub(r"[\u3400-\u9fff]+", " ", text).split())
    return [chinese, other.strip(" /|-_()")] if chinese and any(map(str.isalpha, other)) else []

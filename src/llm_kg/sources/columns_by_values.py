"""What the values of a column say that it holds, where its header leaves that open."""

from __future__ import annotations

import re
from collections.abc import Callable

from llm_kg.sources.column_values import Values
from llm_kg.sources.keys import is_backbone
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["told_by_values"]

# "From" and "Source" may say who made the models: the values tell whether these are organisations.
_SAYS_WHO = re.compile(
    r"from|where from|publisher|published by|source|origin|group|authors?|affil\.?|contributor|来源|出处|作者"
)
# These say who, where most of the values are known to be organisations and none is a venue. A provider may
# but serve a model, and a contributor may be anybody.
_SAYS_MAKER = re.compile(r"publisher|published by|affil\.?|vendor|where from")
# So does a group where half of them are; a brand only among models: graphics cards have one, too.
_SAYS_GROUP = re.compile(r"groups?|labs?|teams?")
_SAYS_BRAND = re.compile(r"brands?|品牌")
# A parent may be a company, too: the values tell.
_SAYS_PARENT = re.compile(r"parents?|ancestors?|origin model|starting point")
# Of whatever begins, the start may be told: the values tell whether it is a model.
_SAYS_START = re.compile(
    r"init(?:iali[sz](?:ation|ed))?|start(?:ing)?(?: (?:from|weights))?|warm start|初始化"
)
# What a model reads at once; it has read and writes other numbers of tokens.
_SAYS_CONTEXT = re.compile(
    r"^(?!.*\b(?:train\w*|seen|output|generat\w*|vocab\w*|batch\w*|data\w*|corp\w+|price|cost|per|speed|dim\w*"
    r"|hidden|total|number)\b)"
    r".*(?:\b(?:attends?|window|ctx|seq|context|max in)\b|\b(?:reads|sees)\b.*\btok|输入长度|窗口)"
)
# Where something was published may stand there, too: the values tell.
_SAYS_PUBLISHED = re.compile(r"^(?:first )?(?:publish|posted|appear|debut|released? )|出版|发表|刊登")
# Seconds and hours may stand there, too, and "2000" is one of either.
_SAYS_TIME = re.compile(
    r"(?:(?:arxiv|paper|preprint|submission|model) )?(?:time|date|day|month)|submitted(?: on)?|月份|论文时间"
)
_BETWEEN_WORDS = re.compile(r"[\s_]+")
# What may be open where the model is not.
_OF_BESIDES = re.compile(
    r"\b(?:code|data(?:sets?)?|corpus|papers?|demo|base|teacher|tokeni[sz]er|framework|library|software|engine)\b"
    r"|代码|数据|论文",
    re.IGNORECASE,
)


def told_by_values(
    header: str, kind: str, wanted: tuple[str, ...], verdict: str, values: Callable[[], Values]
) -> Property | None:
    """Return the property that the values of a column tell, where its header alone does not; else None.

    `kind` and `wanted` are what the header says; `verdict` is that of the section.
    """
    properties = load_vocabulary().properties
    if wanted == ("checkpoint",):
        # "Weights: open, closed" leads nowhere.
        found = values().term
        return found if found and found.notation == "access" and not _OF_BESIDES.search(header) else None
    if is_backbone(header) and values().are_architectures:
        return properties["pretraining_architecture"]
    if kind not in ("unknown", "description"):
        return None
    folded = _BETWEEN_WORDS.sub(" ", header.casefold())
    if kind == "unknown" and _says_who(header, verdict, values):
        return properties["organization"]
    if kind == "unknown" and _SAYS_PARENT.fullmatch(folded) and values().are_models:
        return properties["based_on"]
    if kind == "unknown" and _SAYS_START.fullmatch(folded) and values().are_bases:
        return properties["based_on"]
    if kind == "unknown" and _SAYS_CONTEXT.search(folded) and values().are_context_lengths:
        return properties["context_length"]
    if kind == "unknown" and _SAYS_PUBLISHED.search(folded) and values().are_dates:
        return properties["date_created"]
    if kind == "unknown" and _SAYS_TIME.fullmatch(folded) and values().are_days:
        return properties["date_created"]
    if kind == "unknown" and not _OF_BESIDES.search(header) and values().are_licenses:
        return properties["license"]
    found = values().term
    # A paper or a demo that is open says nothing of the model.
    return None if found and found.notation == "access" and _OF_BESIDES.search(header) else found


def _says_who(header: str, verdict: str, values: Callable[[], Values]) -> bool:
    """Tell whether the values of a column are those who made the models."""
    folded = header.casefold()
    if _SAYS_GROUP.fullmatch(folded) and values().are_half_organizations:
        return True
    if verdict == "models" and _SAYS_BRAND.fullmatch(folded) and values().are_mostly_organizations:
        return True
    if _SAYS_MAKER.fullmatch(folded) and values().are_mostly_organizations:
        return True
    return _SAYS_WHO.fullmatch(folded) is not None and values().are_organizations

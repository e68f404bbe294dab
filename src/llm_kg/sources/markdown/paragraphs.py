"""Paragraphs that are entries, as items of a list would be: `**NAME** (SIZE): what it is [paper](url)`."""

from __future__ import annotations

import re

from llm_kg.curated import no_model
from llm_kg.findings import Findings
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.cards import heads_a_part
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.inline import Paragraph
from llm_kg.sources.markdown.items import read_item
from llm_kg.sources.markdown.sections import Judgement
from llm_kg.sources.markdown.stated import states
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.recognizers import names_organizations

__all__ = ["is_entry"]

# A paragraph that begins with a linked title.
_BEGINS_TITLE = re.compile(r"(?:\*\*[^*\n]{1,60}\*\*\s*[:,]\s*)?\[[^\[\]]{1,300}\]\((?!#)")
# And one that begins with a name in bold, and a sign that parts it from what is said of it.
_BEGINS_NAME = re.compile(r"(?:\*\*|__)(?=\S)[^*_\n]{1,60}(?:[:：](?:\*\*|__)|(?:\*\*|__)\s*[(（:：\[—–-])")
# What only models have, and no word that heads a paragraph.
_TELLING = ("number_of_parameters", "checkpoint", "pretraining_architecture")


def is_entry(document: Document, block: Block, section: Judgement) -> bool:
    """Tell whether a paragraph is an entry: it begins with a linked title, or a name in bold.

    A name is one in a section of models, where beside it stands what only models have.
    """
    if block.kind != "paragraph":
        return False
    if _BEGINS_TITLE.match(block.content):
        return True
    if section.verdict != "models" or not _BEGINS_NAME.match(block.content):
        return False
    paragraph = Paragraph.of(document.text, block.content, block.start)
    item = read_item(paragraph, document.references, Findings())
    names = [own[0].text for own in item.names]
    if item.kind != "name" or not names or not all(map(is_name, names)):
        return False
    if any(no_model(name) or names_organizations(name) or heads_a_part(name) for name in names):
        return False
    beside = [*(cell for own in item.names for cell in own[1:]), *item.cells]
    is_told = states("paper", beside) and all(map(is_coined, names))
    return is_told or any(states(field, beside) for field in _TELLING)

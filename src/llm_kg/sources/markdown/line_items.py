"""Lines that name a thing before its address, and lines that tell of it, as the items of a list.

1.Tern系列：https://…

论文Tern: Small Models of Birds：https://…
Tern-2-7B：https://…

2.Finch：https://…
3.[Wren-7B](https://…) and what it is

A number without a blank behind it begins no item of CommonMark, and a line without a mark none of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_kg.curated import is_description, is_link_label, link_field
from llm_kg.names import fold
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.name_forms import is_coined, is_name, is_title

__all__ = ["with_line_items"]

# How a paragraph of them may begin.
_BEGINS = re.compile(r"[ \t]*+(?:[（(]?[0-9]{1,3}[.、．)）](?=\S)|\*\*)")
_NUMBER = r"[ \t]*+[（(]?[0-9]{1,3}[.、．)）][ \t]*+"
_BEFORE_ADDRESS = re.compile(
    rf"({_NUMBER})?([ \t]*+\*{{0,2}}([^\s:：*][^\n:：*]{{0,79}}?)\*{{0,2}}[ \t]*+[:：]\*{{0,2}}[ \t]*+(https?://\S++)\s*+)"
)
# `1.[NAME](https://…)`, `1.NAME [[code]](https://…)`, and more on the line.
_LINKED = re.compile(rf"({_NUMBER})((?:\*\*)?\[([^\[\]\n]{{1,200}})\]\(https?://[^\n]*+)")
_BEFORE_LINK = re.compile(
    rf"({_NUMBER})(\*{{0,2}}([^\s:：\[\]*][^\n:：\[\]*]{{0,60}}?)\*{{0,2}}[ \t]*+\[\[?[^\[\]\n]{{1,40}}\]{{1,2}}\(https?://[^\n]*+)"
)
_ADDRESS = re.compile(r"\s*+https?://[^\s?#]{1,300}?/?\s*+")
_KEY = re.compile(r"[ \t]*+([^\s:：][^\n:：]{0,200})[:：]")
# The Chinese word with which a key begins; the title of a paper may stand right behind it.
_WORD_AHEAD = re.compile(r"[\u3400-\u9fff]{2,8}")
# `1.下载代码：https://…` is a step, and `API文档：https://…` what one reads.
_SAYS_WHAT = re.compile(
    r"文档|教程|代码|下载|地址|官网|链接|仓库|主页|项目|论文|体验|视频|博客|安装|数据|报告|权重|工具|平台|社区"
    r"|\b(?:docs?|documentation|tutorial|download|link|website|page|repo|repository|code|blog|paper|demo)\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z]{2}")
_OF_MODELS = frozenset(("paper", "checkpoint"))


class _Named(NamedTuple):
    """A line that names something: what stands on it behind its number, and its name."""

    content: str
    name: str
    begins: bool  # a list may begin with it, and lines below tell of it: by a number, or bold type


def with_line_items(blocks: Sequence[Block], verdict: str) -> Sequence[Block]:
    """Return the blocks of a section of this verdict, with such lines as the items of lists.

    Where no heading says that models stand here, a line of a paper or of weights has to be among them.
    """
    if not any(block.kind == "paragraph" and _BEGINS.match(block.content) for block in blocks):
        return blocks
    found: list[Block] = []
    position = 0
    while position < len(blocks):
        run = list(_run_from(blocks, position))
        if run and (verdict == "models" or any(map(_tells_of_model, run))):
            found.append(_list_of(run))
        else:
            run = run or [blocks[position]]
            found += run
        position += len(run)
    return found


def _run_from(blocks: Sequence[Block], position: int) -> Iterator[Block]:
    """Yield the paragraphs from a position on that make one list."""
    for number in range(position, len(blocks)):
        block = blocks[number]
        first = block.content.partition("\n")[0] if block.kind == "paragraph" else ""
        named = _named(first)
        if not (named and named.begins) and not (number > position and (named or _is_key(first))):
            return
        yield block


def _named(line: str) -> _Named | None:
    """Return what a line names with its address; without a number, or a link, it is a name by its form."""
    if "://" not in line:
        return None
    if match := _BEFORE_ADDRESS.fullmatch(line):
        is_bold = match[2].lstrip().startswith("**") and link_field(match[4]) != "link"
        is_name_ = _may_name(match[3]) and (match[1] is not None or is_coined(match[3]))
    elif match := _LINKED.fullmatch(line):
        is_bold, is_name_ = False, _may_name(match[3]) or is_title(match[3])
    elif match := _BEFORE_LINK.fullmatch(line):
        is_bold, is_name_ = False, _may_name(match[3]) and is_coined(match[3])
    if not match or not is_name_:
        return None
    return _Named(match[2].strip(), match[3], match[1] is not None or is_bold)


def _may_name(text: str) -> bool:
    return (
        is_name(text)
        and bool(_LATIN.search(text))
        and not (_SAYS_WHAT.search(text) or link_kind(text) or is_link_label(text))
    )


def _is_key(line: str) -> bool:
    return _kind_ahead(line) is not None or bool((key := _KEY.match(line)) and is_description(key[1]))


def _kind_ahead(line: str) -> str | None:
    """Return what the link of a line leads to, as the word says with which the line begins."""
    if not (key := _KEY.match(line)):
        return None
    word = _WORD_AHEAD.match(key[1])
    return link_kind(key[1].strip()) or (link_kind(word[0]) if word else None)


def _tells_of_model(block: Block) -> bool:
    return any(_kind_ahead(line) in _OF_MODELS for line in block.content.split("\n"))


def _list_of(paragraphs: Sequence[Block]) -> Block:
    """Return the list of the names in paragraphs; other lines tell of the last that may begin one."""
    items: list[Block] = []
    made = Block("list", paragraphs[0].start, paragraphs[-1].end, info=".", children=items)
    last, name = made, ""
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph.content.split("\n"), start=paragraph.start):
            if named := _named(line):
                items.append(_item(named.content, number))
                if named.begins:
                    last, name = items[-1], named.name
            elif _ADDRESS.fullmatch(line) and not _is_of(name, line):
                items.append(_item(line, number))  # of another thing, which nothing names
            elif _is_key(line):
                below = Block("list", number, number + 1, info="-", children=[_item(line, number)])
                last.children.append(below)
            elif line.strip():
                last.children.append(Block("paragraph", number, number + 1, content=line.strip()))
    return made


def _is_of(name: str, address: str) -> bool:
    """Tell whether the last part of an address is a name, or begins with it."""
    return fold(address.strip().rstrip("/").rpartition("/")[2]).startswith(fold(name))


def _item(content: str, line: int) -> Block:
    paragraph = Block("paragraph", line, line + 1, content=content.strip())
    return Block("item", line, line + 1, children=[paragraph])

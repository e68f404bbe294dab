"""Lists and records of any length for measuring, from a seed.

    python benchmarks/generate.py 1000 > list.md
    python benchmarks/generate.py --records 1000 > records.jsonl

A list has entries with YAML blocks, as people write them; records are typed, one JSON object a line, as
`llm-kg read -f jsonl` writes them. Names, titles and numbers are made up; keys, organisations and kinds
of values are those that lists use. Numbers are drawn from wide ranges, so that no cache of the reader
sees the same text too often.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["markdown", "records"]

_SYLLABLES = [
    "ar",
    "bel",
    "cor",
    "dan",
    "el",
    "fir",
    "gal",
    "hor",
    "il",
    "jun",
    "kar",
    "lum",
    "mar",
    "nor",
    "or",
    "pal",
    "qui",
    "ros",
    "sol",
    "tar",
    "ul",
    "ver",
    "wil",
    "xan",
    "yor",
    "zel",
]
_ORGANIZATIONS = (
    "Google",
    "OpenAI",
    "Meta",
    "Microsoft",
    "BAAI",
    "Nvidia",
    "Tsinghua",
    "Alibaba",
    "EleutherAI",
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
_TOPICS = ("reading", "speech", "images of the sea", "code", "long letters", "old maps", "many languages")

_Draw = Callable[[random.Random], str]


def _one_of(*texts: str) -> _Draw:
    return lambda draw: draw.choice(texts)


def _size(draw: random.Random) -> str:
    return f"{draw.randint(1, 999)}{draw.choice(('', '.5'))}{draw.choice('MB')}"


# Keys as lists write them, and what stands behind them.
_KEYS: dict[str, _Draw] = {
    "Field": _one_of("NLP", "Multimodal", "Speech", "NLP (Chinese)", "CV"),
    "Params": _size,
    "Training Data": lambda draw: f"{draw.randint(1, 2000)}B tokens ({draw.randint(1, 90)}TB)",
    "Training Time": lambda draw: f"{draw.randint(1, 500)} A100 GPU days",
    "Training Cost": lambda draw: f"${draw.randint(1, 90)}.{draw.randint(0, 9)}M",
    "Architecture": _one_of("De", "En", "En-De", "En-De, MoE", "Decoder"),
    "Objective": _one_of("LTR", "MLM", "PLM", "LTR; MLM"),
    "License": _one_of("Apache 2.0", "MIT", "Apache 2.0, CC BY-SA-3.0", "closed source"),
    "Context Length": lambda draw: f"{draw.randint(1, 256)}k",
    "Optimizer": _one_of("Adam", "AdamW", "Adafactor"),
    "Application": lambda draw: f"Made for {draw.choice(_TOPICS)}, and for {draw.choice(_TOPICS)} besides",
}


def _name(number: int) -> str:
    """Return a name that no other number has: the number, in syllables."""
    syllables: list[str] = []
    while number or len(syllables) < 2:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables).capitalize() + "-LM"


def _entry(number: int, draw: random.Random) -> Iterator[str]:
    name, organization = _name(number), draw.choice(_ORGANIZATIONS)
    if draw.random() < 0.02:
        organization = f"{_name(draw.randrange(10_000)).removesuffix('-LM')} Labs"  # one that nobody knows
    maker = organization.lower().replace(" ", "-")
    date = f"{draw.choice(_MONTHS)} {draw.randint(2018, 2025)}"
    code = f"https://github.com/{maker}/{name.lower()}"
    yield f"- **{name}** [[{organization}]](https://example.org/{maker}) {date} [[code]]({code})  "
    paper = f"https://arxiv.org/abs/{draw.randint(18, 25):02}{draw.randint(1, 12):02}.{number % 100_000:05}"
    yield f"    {name}: A Model for {draw.choice(_TOPICS).title()} [[Preprint]]({paper})"
    yield ""
    yield "    ```yaml"
    for key in sorted(draw.sample(sorted(_KEYS), draw.randint(4, 10))):
        yield f"    {key}: {_KEYS[key](draw)}"
    yield "    ```"
    yield ""


def markdown(entries: int, seed: int = 2026) -> Iterator[str]:
    """Yield the lines of a list with so many entries, each of another model; one seed, one list."""
    draw = random.Random(seed)
    yield "# Models"
    yield ""
    for number in range(entries):
        yield from _entry(number, draw)


# Records: what a list says (`stated`), and what is read from it.

_Fact = tuple[Any, Any]  # a value, and the text or texts that state it
_KINDS_OF_MODELS = (
    ("encoder", "En", "masked-language-modeling", "MLM"),
    ("decoder", "De", "causal-language-modeling", "LTR"),
    ("decoder", "Decoder", "permuted-language-modeling", "PLM"),
    ("encoder-decoder", "En-De", "span-corruption", "Span corruption"),
)
_LICENSES = (
    ("Apache-2.0", "Apache 2.0"),
    ("MIT", "MIT License"),
    ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
    ("GPL-3.0-only", "GPL-3.0"),
)
_REMARKS = (
    "Reads {} and answers in one breath",
    'Made for {}, called "{}" by its makers',
    "Écrit pour {}; 模型 of {} (C:\\data)",
)
# By their proper names, so that what is read is what was stated.
_MAKERS = tuple("Tsinghua University" if name == "Tsinghua" else name for name in _ORGANIZATIONS)
_SCALES = {"M": 10**6, "B": 10**9, "T": 10**12}


def _scaled(number: float, scale: str) -> int:
    return round(number * 10) * _SCALES[scale] // 10


def _date(month: int, draw: random.Random) -> _Fact:
    year, number = 2018 + month // 12, month % 12 + 1
    kind = draw.random()
    if kind < 0.1:
        return str(year), str(year)
    if kind < 0.7:
        return f"{year}-{number:02}", f"{_MONTHS[number - 1]} {year}"
    day = f"{year}-{number:02}-{draw.randint(1, 28):02}"
    return day, day


def _sizes(draw: random.Random) -> tuple[list[int], str]:
    count = draw.choice((1, 1, 1, 1, 1, 1, 2, 3))
    sizes = sorted({draw.randint(2, 9_999) / 10 for _ in range(count)})
    scale = draw.choice("MB")
    return [_scaled(size, scale) for size in sizes], ", ".join(f"{size:g}{scale}" for size in sizes)


def _quantities(draw: random.Random) -> Iterator[tuple[str, dict[str, Any], str]]:
    if draw.random() < 0.4:
        tokens, about = draw.randint(11, 99_999) / 10, draw.random() < 0.3
        fact: dict[str, Any] = {"value": _scaled(tokens, "B"), "unit": "TOKEN"}
        yield (
            "training_data_size",
            fact | ({"approximate": True} if about else {}),
            "~" * about + f"{tokens:g}B tokens",
        )
    if draw.random() < 0.15:
        days = draw.randint(2, 400)
        yield "training_time", {"value": days, "unit": "DAY"}, f"{days} days"
    if draw.random() < 0.1:
        cost = draw.randint(11, 999) / 10
        yield "training_cost", {"value": _scaled(cost, "M"), "unit": "CCY_USD"}, f"${cost:g}M"


def _facts(number: int, draw: random.Random) -> Iterator[tuple[str, _Fact]]:
    """Yield field → value and stated text, in the order of a record."""
    name, month = _name(number), number % 84
    slug = name.lower()
    yield "name", (name, name)
    title = f"{name}: A Model for {draw.choice(_TOPICS).title()}, Number {draw.randint(1, 10**6):,}"
    yield "title", (title, title)
    arxiv = f"{18 + month // 12}{month % 12 + 1:02}.{number // 84 + 1:05}"
    url = f"https://arxiv.org/abs/{arxiv}"
    yield "paper", ([{"title": title, "url": url, "arxiv": arxiv}], url)
    if draw.random() < 0.3:
        family = f"{_name(draw.randrange(400)).removesuffix('-LM')}former"
        yield "model_family", (family, family)
    yield "date_created", _date(month, draw)
    organizations = draw.sample(_MAKERS, draw.choice((1, 1, 1, 1, 1, 2)))
    yield "organization", (organizations, organizations if len(organizations) > 1 else organizations[0])
    architecture, stated, task, task_stated = draw.choice(_KINDS_OF_MODELS)
    mixed = draw.random() < 0.2
    yield (
        "pretraining_architecture",
        ([architecture] + ["mixture-of-experts"] * mixed, stated + ", MoE" * mixed),
    )
    yield "pretraining_task", ([task], task_stated)
    if draw.random() < 0.2:
        yield "optimizer", draw.choice((("adamw", "AdamW"), ("adam", "Adam"), ("adafactor", "Adafactor")))
    if draw.random() < 0.2:
        yield "tokenization", draw.choice((("bpe", "BPE"), ("sentencepiece", "SentencePiece")))
    sizes, stated = _sizes(draw)
    yield "number_of_parameters", (stated, stated)
    yield "size", ([{"parameter_count": size} for size in sizes], None)
    million = max(sizes) / 10**6
    yield "maximum_number_of_parameters_in_million", (int(million) if million.is_integer() else million, None)
    if draw.random() < 0.2:
        remark = draw.choice(_REMARKS).format(draw.choice(_TOPICS), draw.choice(_TOPICS))
        yield "application", (remark, remark)
    maker = organizations[0].lower().replace(" ", "-")
    for field, chance, link in (
        ("has_source_code", 0.4, f"https://github.com/{maker}/{slug}"),
        ("checkpoint", 0.2, f"https://huggingface.co/{maker}/{slug}"),
        ("blog_post", 0.1, f"https://{maker}.example.org/blog/{slug}?from=list&n={number}"),
    ):
        if draw.random() < chance:
            yield field, ([link], link)
    if draw.random() < 0.4:
        license_, stated = draw.choice(_LICENSES)
        yield "license", ([license_], stated)
    yield "modality", draw.choice(((["text"], "NLP"), (["image"], "CV"), (["audio"], "Speech")))
    if number and draw.random() < 0.1:
        base = _name(draw.randrange(number))
        yield "based_on", ([base], base)
    for field, quantity, stated in _quantities(draw):
        yield field, ([quantity], stated)
    if draw.random() < 0.3:
        tokens = 2 ** draw.randint(9, 20) + draw.randint(0, 99)
        yield "context_length", (tokens, str(tokens))
    yield "parameter_count", (sizes, None)


def record(number: int, draw: random.Random) -> dict[str, Any]:
    """Return one typed record, as `llm-kg read -f jsonl` writes it."""
    facts = dict(_facts(number, draw))
    found = {field: value for field, (value, _) in facts.items()}
    return {
        **found,
        "stated": {field: text for field, (_, text) in facts.items() if text is not None},
        "entry": found["name"].lower(),
        "place": {"source": "benchmark", "line": 5 * number + 3, "column": 1},
    }


def records(count: int, seed: int = 2026) -> Iterator[str]:
    """Yield the lines of JSON Lines with so many typed records, each of another model."""
    draw = random.Random(seed)
    for number in range(count):
        yield json.dumps(record(number, draw), ensure_ascii=False)


def main() -> None:
    """Write a list, or records, to standard output, line by line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int)
    parser.add_argument("--records", action="store_true", help="typed records in JSON Lines, not a list")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    make = records if options.records else markdown
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream of Python's own
    sys.stdout.writelines(f"{line}\n" for line in make(options.count, options.seed))


if __name__ == "__main__":
    main()

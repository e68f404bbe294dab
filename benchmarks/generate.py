"""Lists of any length for measuring: entries with YAML blocks, as people write them, from a seed.

    python benchmarks/generate.py 1000 > list.md

Names, titles and numbers are made up; keys, organisations and kinds of values are those that lists
use. Numbers are drawn from wide ranges, so that no cache of the reader sees the same text too often.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator

__all__ = ["markdown"]

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


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in markdown(int(sys.argv[1])))

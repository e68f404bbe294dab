"""The units that head columns of sizes."""

from __future__ import annotations

import pytest

from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.headers import header_unit

HEADERS = {
    "Params (B)": "B",
    "Params (b)": "B",
    "Size(B)": "B",
    "#Params (M)": "M",
    "# Params [B] ↓": "B",
    "Params (B)*": "B",
    "#Param.(K)": "K",
    "Params (T)": "T",
    "Params (Bn)": "B",
    "参数量（亿）": "亿",
    "（十亿）": "B",
    "参数(百万)": "M",
    "参数规模（单位：亿）": "亿",
    "参数（以亿为单位）": "亿",
    "参数量（千亿）": "千亿",
    "参数量（萬億）": "T",
    "模型大小（Ｂ）": "B",
    "Params (Billion)": "B",
    "Parameters (in billions)": "B",
    "Params (millions of parameters)": "M",
    "Billion parameters": "B",
    "Number of parameters in million": "M",
    "Parameters/B": "B",
    "参数量/B": "B",
    "参数量/亿": "亿",
    "Parameters, B": "B",
    "Size (in B)": "B",
    "Size in B": "B",
    "Size (B params)": "B",
    "Params (B, active)": "B",
    "Size<br>(B)": "B",
    "Params (billions) / B": "B",
}
NO_HEADERS = (
    *(
        "",
        "Parameters",
        "参数",
        "Params (M/B)",
        "参数量 (B/亿)",
        "Size (GB)",
        "Size (MB)",
        "Model B",
        "B",
        "(GPT)",
    ),
    *(
        "Training data (B tokens)",
        "Trillion tokens",
        "百亿模型",
        "One Billion Word Benchmark",
        "Time (h)",
        "K-shot",
    ),
    *("Params (10B)", "Layers", "A/B test", "in", "(", "(" * 5_000 + "B", "B" * 5_000),
)


@pytest.mark.parametrize(("header", "unit"), HEADERS.items())
def test_reads_the_unit_of_a_header(header: str, unit: str) -> None:
    assert header_unit(header) == unit
    assert parse_sizes("7", unit) == parse_sizes(f"7{unit}")


@pytest.mark.parametrize("header", NO_HEADERS, ids=lambda text: repr(text[:40]))
def test_guesses_no_unit(header: str) -> None:
    assert header_unit(header) is None

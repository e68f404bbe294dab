"""What Chinese sentences tell of a model, and owners that sentences name."""

from __future__ import annotations

import pytest

from llm_kg.sources.makers import owner_in
from llm_kg.sources.told import told_in
from llm_kg.sources.told_in_chinese import told_in_chinese


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("一个开源的、支持中英双语的对话模型，具有 62 亿参数。", {"number_of_parameters": "62 亿"}),
        ("雀鸟是一个大规模预训练语言模型，参数规模为64亿。", {"number_of_parameters": "64亿"}),
        ("Finch-moon系列模型具有160亿参数，可在单张显卡运行", {"number_of_parameters": "160亿"}),
        (
            "基于 Bloom 结构的70 亿参数模型，上下文窗口长度为 2048。",
            {"number_of_parameters": "70 亿", "context_length": "2048"},
        ),
        ("支持 200K 超长上下文", {"context_length": "200K"}),
        ("采用 2.6 万亿 Tokens 的高质量语料训练。", {"training_data_size": "2.6 万亿 Tokens"}),
    ],
)
def test_sentences_tell_of_their_model(sentence, told):
    found = dict(told_in_chinese(sentence, "Finch"))
    assert {k: "".join(v.split()) for k, v in found.items()} == {
        k: "".join(v.split()) for k, v in told.items()
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "效果超过 130 亿参数的模型",
        "相比70亿参数模型更快",
        "LLaMA 具有 70 亿参数",
        "在 1.2 万亿 tokens 的数据集上评测",
        "包含 70 亿参数和 130 亿参数模型，具有 10 亿参数的版本",
        "每次激活 20 亿参数，激活参数为20亿",
        "由 3 亿条样本训练",
        "具有 70 亿条训练样本",
        "语言模型基于 Tern-6B，具有 62 亿参数",
        "Finch-13B 包含 130 亿参数",
        "在 1.2 万亿 tokens 上训练的 130 亿参数模型",
    ],
)
def test_sentences_that_may_mean_others_tell_nothing(sentence):
    assert dict(told_in_chinese(sentence, "Finch-7B")) == {}


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("The official implementation of Google's Finch models", "Google"),
        ("Finch is OpenAI’s most advanced system", "OpenAI"),
        ("Finch: Stability AI Language Models.", "Stability AI"),
        ("Better than Google's Finch 2", None),
        ("Better than Google's Finch-Pro", None),
        ("Finch is Google's Tern in a box", None),
        ("Finch is Jane's best model", None),
        ("Google Language Models are few", None),
    ],
)
def test_owner_of_a_model_is_who_is_said_to_be(sentence, owner):
    assert owner_in(sentence, "Finch") == owner


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("The released 109B-parameter model is trained on birds", "109B"),
        ("It sings in 1.2B, 2.7B, and 7B variants", "1.2B, 2.7B, and 7B"),
        ("provides compact 2B and 8B bilingual VLMs", "2B and 8B"),
        ("found in 2B tokens and versions", None),
        ("Meta's series ranging from 125M to 175B parameters", "125M to 175B"),
    ],
)
def test_sizes_of_releases(sentence, size):
    assert dict(told_in(sentence)).get("number_of_parameters") == size


def test_series_is_of_its_maker_only_if_it_is_one_of_models():
    assert dict(told_in("Meta's series ranging from 125M to 175B parameters"))["organization"] == "Meta"
    assert "organization" not in dict(told_in("Meta's series of benchmarks"))


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("百度发布的中英双语130B预训练模型", "130B"),
        ("会唱歌，规模最大176B", "176B"),
        ("中文2.6B模型", "2.6B"),
        ("效果比7B模型好的LLaMA", None),
        ("在7B的LLaMA上微调的模型", None),
        ("有3B，也有7B的模型，还有1B的模型", None),
    ],
)
def test_sizes_in_billions_stand_before_the_word_for_models(sentence, size):
    assert dict(told_in_chinese(sentence, "Finch")).get("number_of_parameters") == size


@pytest.mark.parametrize(
    ("sentence", "built"),
    [
        ("Finch is a Transformer-based large language model", "Transformer"),
        ("a transformer foundation model pretrained on birds", "transformer"),
        ("transformer models trained on birds", "transformer"),
        ("long-range transformer for songs", "transformer"),
        ("a toolkit for transformer models", None),
        ("nucleotide transformer trained on birds", None),
        ("faster than transformer-based language models", None),
        ("Swin transformer for songs", None),
    ],
)
def test_transformers_are_told_of(sentence, built):
    assert dict(told_in(sentence)).get("pretraining_architecture") == built


def test_chinese_sentences_tell_sizes_and_architecture():
    told = dict(told_in_chinese("基于Transformer的大语言模型，包含有 7B、13B 的 Base 和 Chat 版本", "Finch"))
    assert told == {"pretraining_architecture": "Transformer", "number_of_parameters": "7B、13B"}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("会唱歌。上下文 4096。", "4096"),
        ("比 LLaMA-13B 多 40%。上下文 4096。", "4096"),
        ("会唱歌，8K 上下文。", "8K"),
        ("相比 LLaMA-13B，上下文 4096。", None),
        ("扩展了 8K 上下文的数据集", None),
    ],
)
def test_contexts_stand_in_clauses_of_their_own(text, length):
    assert dict(told_in_chinese(text, "Finch")).get("context_length") == length


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("开源协议：代码 Apache-2.0，数据 CC BY-NC 4.0，模型 AGPL-3.0。", "AGPL-3.0"),
        ("代码 Apache-2.0，权重遵循 Finch 模型许可协议。", "Finch 模型许可协议"),
        ("代码 Apache-2.0，数据 MIT。", None),
        ("模型 Finch，代码 Apache-2.0。", None),
    ],
)
def test_licences_of_models_and_of_weights_are_told_apart_from_those_of_code(text, license_):
    assert dict(told_in_chinese(text, "Finch")).get("license") == license_


def test_two_sizes_may_be_joined_by_a_word():
    assert dict(told_in_chinese("13B 与 33B 两个版本", "Finch"))["number_of_parameters"] == "13B 与 33B"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "0.5B/7B/72B，18T tokens。",
            {"number_of_parameters": "0.5B/7B/72B", "training_data_size": "18T tokens"},
        ),
        ("1.8B、7B、20B 三种规格。", {"number_of_parameters": "1.8B、7B、20B"}),
        ("1B 到 72B。", {"number_of_parameters": "1B 到 72B"}),
        ("3890亿参数（激活 520亿），会唱歌。", {"number_of_parameters": "3890亿"}),
        ("会唱歌。协议：Apache 2.0。", {"license": "Apache 2.0"}),
        ("7B，另有 13B 版本。", {}),
        ("13B tokens。", {}),
        ("7B 数据集。", {}),
        ("激活 7B。", {}),
        ("会唱歌，7B。", {}),
        ("数据协议：Apache 2.0。", {}),
        ("代码协议：MIT。", {}),
    ],
)
def test_clauses_that_are_values_alone_tell_them(text, told):
    assert dict(told_in_chinese(text, "Finch")) == told

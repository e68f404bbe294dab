"""Forms in which lists write an item, a heading or a cell, and what is read of each."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(text: str):
    return read_text(text, Source("list"), "md")


def names_of(text: str) -> list[str]:
    return [record.name for record in read(text)]


def stated(record, field: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == field]


def test_fields_in_brackets_are_a_date_a_name_and_a_maker():
    (record,) = read(
        "## Speech\n\n- `【2024-07】-【Finch-Audio】-【Tern*Lab, Harbour】-【Type: Model】`\n"
        "  - **Finch-Audio: Birds that Speak in Their Own Words**\n"
        "  - [Paper](https://arxiv.org/abs/2407.00001) / [Hugging Face Model](https://example.org/finch)\n"
    )
    assert record.name == "Finch-Audio"
    assert stated(record, "organization") == ["Tern*Lab, Harbour"]
    assert stated(record, "date_created") == ["2024-07"]
    assert stated(record, "checkpoint") == ["https://example.org/finch"]


@pytest.mark.parametrize(
    "item",
    [
        "【2024-07】-【FinchBench】-【Harbour】-【Type: Benchmark】",
        "【2024-07】-【Finch-QA】-【Harbour】-【Type: Dataset Resource】",
        "【2024-07】-【2024-08】-【Finch】-【Harbour】",
        "【2024-07】-【Google】-【Finch】",
    ],
)
def test_fields_in_brackets_that_name_no_model(item):
    assert names_of(f"# Models\n\n- {item}\n  - [Paper](https://arxiv.org/abs/2407.00001)\n") == []


CARD = """
Contains: `Weights`, `Code`

- Github Page: https://github.com/harbour/finch
- Model: https://huggingface.co/harbour/finch
- Web Demo: https://finch.example.org

A small singer. Other birds:

- Tern in the browser: https://github.com/harbour/tern-web
"""


@pytest.mark.parametrize(
    "heading",
    [
        "Finch",
        "Finch 🐦: a Low-Rank Singer by Instruction Tuning",
        "Finch：在歌曲上微调的模型",
        "[Finch: A Medical Chat Model with Songs of Birds](https://arxiv.org/abs/2407.00001)",
    ],
)
def test_a_card_names_its_model_in_the_heading(heading):
    (record,) = read(f"# Birds that sing\n\n### {heading}\n{CARD}\n## Contributors\n\n- Jane\n")
    assert record.name == "Finch"
    assert stated(record, "has_source_code") == ["https://github.com/harbour/finch"]
    assert stated(record, "checkpoint") == ["https://huggingface.co/harbour/finch"]
    assert stated(record, "demo") == ["https://finch.example.org"]


@pytest.mark.parametrize(
    ("above", "heading", "said"),
    [
        ("Models", "Gull", "Gull is an easy framework that runs models."),
        ("Models", "Gull: A Benchmark of Singing Models", ""),
        ("Birds", "Gull", "It flies."),
        ("Benchmarks", "Gull: When Language Models Meet the Sea", ""),
        ("Models", "More models", ""),
        ("Models", "Google", ""),
    ],
)
def test_a_card_of_something_else_makes_no_model(above, heading, said):
    links = "- GitHub: https://github.com/harbour/gull\n- Website: https://gull.example.org\n"
    assert names_of(f"# {above}\n\n### {heading}\n\n{said}\n\n{links}") == []


def test_bare_items_of_which_few_look_like_names_are_none_where_the_page_alone_is_of_models():
    page = "# Language models in practice\n\n## Tasks\n\n"
    assert names_of(f"{page}1. Hard cases\n    - Into-the-dark\n    - Memo-trap\n    - NegationQA\n") == []
    assert names_of(f"{page}1. Cost\n2. Latency\n3. Fine-Tuning\n") == []
    assert names_of(f"{page}- Finch-7B\n- TernLM\n") == ["Finch-7B", "TernLM"]
    assert names_of(f"{page}- Birds\n  - [Finch-2](https://arxiv.org/abs/2407.00001) 7B\n  - Tern\n") == [
        "Finch-2",
        "Tern",
    ]


def test_headings_say_when_and_of_what_architecture_the_models_below_them_are():
    text = """# Models

## 2022

- [Finch](https://arxiv.org/abs/2207.00001) 7B
- [Tern](https://arxiv.org/abs/2307.00001) (2021-05)

## Birds of one kind: Decoder-only

| Model | Params | Architecture |
|---|---|---|
| Gull | 1B | |
| Egret | 2B | encoder |

## Vision encoders

- [Heron](https://arxiv.org/abs/2207.00002) 3B
"""
    said = {r.name: (stated(r, "date_created"), stated(r, "pretraining_architecture")) for r in read(text)}
    assert said == {
        "Finch": (["2022"], []),
        "Tern": (["2021-05"], []),
        "Gull": ([], ["Decoder-only"]),
        "Egret": ([], ["encoder"]),
        "Heron": ([], []),
    }


@pytest.mark.parametrize("heading", ["2022 and before", "Since 2022", "NeurIPS 2022", "2048", "3. 2022"])
def test_a_heading_that_is_more_than_a_date_dates_nothing(heading):
    (record,) = read(f"# Models\n\n## {heading}\n\n- [Finch](https://arxiv.org/abs/2207.00001) 7B\n")
    assert record.date_created is None


def test_a_label_may_say_more_than_the_name():
    text = """# Models

- [Harbour FinchNet | A Small Model of Songs](https://example.org/finch)
- [Tern by Stanford University](https://example.org/tern) a 16b model
- [Gull](https://arxiv.org/abs/2407.00001)
- [News | Everything about birds](https://example.org/news)
- [Home](README.md)
"""
    finch, tern, gull = read(text)
    assert [r.name for r in (finch, tern, gull)] == ["Harbour FinchNet", "Tern", "Gull"]
    assert stated(tern, "organization") == ["Stanford University"]
    assert stated(finch, "homepage") == ["https://example.org/finch"]
    assert stated(gull, "paper") == ["https://arxiv.org/abs/2407.00001"]


def test_the_paper_of_a_name_makes_no_model_of_software():
    assert names_of("# Birds\n\n- [Gull](https://arxiv.org/abs/2407.00001) - a framework for nests\n") == []


def test_a_title_among_models_names_its_model_where_the_name_was_made_up():
    text = """## Noteworthy

- [Finch-7B](https://huggingface.co/harbour/finch) 7B
- [TernLM](https://huggingface.co/harbour/tern) 2B
- [WrenLM](https://huggingface.co/harbour/wren) 1B
- [EgretLM](https://huggingface.co/harbour/egret) 1B
- [HeronLM](https://huggingface.co/harbour/heron) 1B
- [IbisLM](https://huggingface.co/harbour/ibis) 1B
- [GULL: A Singer That Needs No Songs](https://github.com/harbour/gull)
- [NestKit: A Library of Nests for Birds](https://github.com/harbour/nest)
- [Singing: What Birds Do at Dawn](https://github.com/harbour/singing)
"""
    assert names_of(text)[6:] == ["GULL"]


def test_a_short_title_of_a_paper_is_no_name_and_its_model_is_known_as_it_says():
    (record,) = read(
        "# Models\n\n- [A Singing Bird](https://arxiv.org/abs/2407.00001) (known as Finch; from Meta)\n"
    )
    assert record.name == "Finch"


def test_names_in_a_cell_that_blanks_alone_part():
    table = "| Provider | Models |\n|---|---|\n| Harbour | {} |\n"
    assert names_of(table.format("tern-4 tern-4-turbo gull-large")) == [
        "tern-4",
        "tern-4-turbo",
        "gull-large",
    ]
    assert names_of(table.format("Finch 2.1 Finch 3 Maxi")) == ["Finch 2.1", "Finch 3 Maxi"]
    assert names_of(table.format("Finch-2 Chat-Turbo")) == ["Finch-2 Chat-Turbo"]
    assert names_of(table.replace("Models", "Model").format("Finch-2 Chat-7B")) == ["Finch-2 Chat-7B"]


def test_a_bracket_that_begins_with_a_day_dates_the_model():
    (finch,) = read(
        "# Models\n\n[Finch 2 Pro - Tern 7B](https://example.org/f) (2024-03-05, Harbour) sings.\n"
    )
    assert (finch.name, str(finch.date_created)) == ("Finch 2 Pro - Tern 7B", "2024-03-05")
    assert stated(finch, "organization") == []


def test_a_sentence_of_several_sizes_is_none_of_fields():
    (finch,) = read(
        "# Models\n\n- [Finch](https://example.org/f) songs of 0.5b size, 1.5b, 7b, or of 72b at best\n"
    )
    assert stated(finch, "number_of_parameters") == []


def test_authors_are_no_title_and_a_sentence_no_name():
    text = "# Models\n\n- [Finch-7B](https://example.org/f) ([Jane Maria Anna Doe et al.](https://example.org/p))\n"
    assert [stated(record, "title") for record in read(text)] == [[]]
    assert names_of("# Models\n\n- This demo server. [[GitHub\\]](https://github.com/harbour/finch)\n") == []


def test_two_names_that_a_sign_joins():
    assert names_of("# Models\n\n- [FinchZ&mT0](https://huggingface.co/harbour/finch)\n") == ["FinchZ", "mT0"]


def test_what_was_tuned_is_a_model_where_a_part_of_the_list_is_of_models():
    items = """
- **FinchCoder 2** (Tern): "FinchCoder2: Empowering Models of Songs" [[paper](https://arxiv.org/abs/2407.00001)]
- **GullTune**: "GullTune: Instruction Tuning at Sea" [[paper](https://arxiv.org/abs/2407.00002)]
- **NestQA**: "A Study of Nests" [[paper](https://arxiv.org/abs/2407.00003)]
"""
    assert names_of(f"# Birds\n\n## Models\n\n### Fine-Tuning on Songs\n{items}") == ["FinchCoder 2"]
    assert names_of(f"# Language Models\n\n## Fine-Tuning on Songs\n{items}") == []
    assert names_of(f"# Birds\n\n## Models\n\n### Reasoning\n{items}") == []


@pytest.mark.parametrize("name", ["<u>Finch</u>", "<u>Finch && Tern</u>", "*Finch*", "**Finch**"])
def test_a_name_may_be_underlined_before_the_title_of_its_paper(name):
    links = "[[Paper](https://arxiv.org/abs/2301.00001)] [[Checkpoint](https://huggingface.co/nest/finch)]"
    text = f'# Models\n\n1. {name}: **"How birds learn to sing from songs"**. *A. B.* 2023. {links}\n'
    records = read(text)
    assert [record.name for record in records] == (["Finch", "Tern"] if "&&" in name else ["Finch"])
    assert records[0].checkpoint == ("https://huggingface.co/nest/finch",)


CHATBOT = "It answers.\n\n[[Official site](https://nest.example)]\n"


@pytest.mark.parametrize(
    "heading", ["1. Finch--OpenAI", "2. Finch -- OpenAI", "二、Finch——OpenAI", "Finch (OpenAI)"]
)
def test_a_heading_may_name_a_model_and_its_maker(heading):
    (record,) = read(f"# List\n\n## Models to try\n\n### {heading}\n\n{CHATBOT}")
    assert (record.name, record.organization) == ("Finch", ("OpenAI",))


@pytest.mark.parametrize(
    "text",
    [
        f"# List\n\n## Birds\n\n### Finch--OpenAI\n\n{CHATBOT}",
        f"# List\n\n## Models to try\n\n### Finch--Nest Works\n\n{CHATBOT}",
        f"# List\n\n## Models to try\n\n### Finch\n\n{CHATBOT}",
        f"# List\n\n## Tools for models\n\n### Finch--OpenAI\n\n{CHATBOT}",
        "# List\n\n## Models to try\n\n### Finch--OpenAI\n\nIt is a library. [Site](https://nest.example)\n",
        "# List\n\n## Models to try\n\n### Finch--OpenAI\n\nComing soon.\n",
    ],
)
def test_other_headings_above_sentences_name_no_models(text):
    assert [record.name for record in read(text)] == []


@pytest.mark.parametrize(
    ("behind", "year"),
    [
        ("*Jane Doe et al.* arXiv 2022.", "arXiv 2022"),
        ("2021.", "2021"),
        ("*Jane Doe, Ada van der Roe*. 2020.", "2020"),
        ("It sang until 2022.", None),
        ("Updated in spring. 2022.", None),
        ("*Jane Doe* 2048.", None),
    ],
)
def test_a_reference_behind_a_title_ends_with_its_year(behind, year):
    link = "[[Paper](https://arxiv.org/abs/2207.00001)]"
    (record,) = read(f'# Models\n\n- Finch **"Birds Are Singers of Many Songs"**. {behind} {link}\n')
    assert stated(record, "date_created") == ([year] if year else [])


def test_the_day_of_a_piece_of_news_dates_no_model():
    item = "- [Finch](https://huggingface.co/harbour/finch) 7B\n"
    assert [r.date_created for r in read(f"# Models\n\n## News\n\n### 2024-05-01\n\n{item}")] in ([], [None])


@pytest.mark.parametrize(
    "group", ["Meta (aka. Facebook)", "Facebook (Meta)", "NVIDIA and Microsoft", "University of Sussex"]
)
def test_a_group_that_names_organisations_tells_who_made_its_models(group):
    records = read(f"# Language models\n\n- {group}\n  1. [Finch 2](https://example.org/f) [28 Jul 2023]\n")
    assert [record.name for record in records] == ["Finch 2"]
    assert stated(records[0], "organization") == [group]


def test_a_day_before_a_name_is_no_part_of_it():
    text = "# Open models\n\n- **07-28 · Finch 2** — sings.\n- **07-30 · Tern 4.5** — dives.\n"
    assert names_of(text) == ["Finch 2", "Tern 4.5"]
    assert not any("date_created" in (claim.field or "") for record in read(text) for claim in record.claims)


FIELDS = {
    "- Finch (2.7B) - OpenAI - The first of its kind": (("OpenAI",), None),
    "- Finch (2.7B) - OpenAI - last checked (March 2021)": (("OpenAI",), None),
    "- Finch (13B) - Google": (("Google",), None),
    "- Finch (13B) - Hugging Face - weights and more": ((), None),  # where it is had
    "- Finch (13B) - Sings like Google - in the morning": ((), None),
}


@pytest.mark.parametrize("item", FIELDS)
def test_a_maker_stands_first_behind_a_dash(read_text, item):
    (record,) = read_text(f"# Language models\n\n{item}\n")
    date = str(record.date_created) if record.date_created else None
    assert (record.name, record.organization, date) == ("Finch", *FIELDS[item])


def test_fields_stand_between_a_name_and_its_title_in_bold():
    (record,) = read(
        "# Models\n\n* Tern, 6.7B **Tern: A Model of Birds in Flight**, ICLR 2023 "
        "[[Paper]](https://arxiv.org/abs/2204.05999)\n"
    )
    assert stated(record, "number_of_parameters") == ["6.7B"]
    assert stated(record, "title") == ["Tern: A Model of Birds in Flight"]
    assert stated(record, "venue") == ["ICLR 2023"]


def test_a_licence_in_bold_is_no_title():
    (record,) = read("# Models\n\n* Tern, 7B **Apache-2.0 license**\n")
    assert stated(record, "title") == []


def test_a_line_of_chinese_sentences_is_no_title():
    (record,) = read(
        "# 大模型\n\n1. **Tern-6B**（百度，2023年3月）：62亿参数。\n"
        "   代码开放，权重需要申请。[[GitHub]](https://github.com/o/tern)\n"
    )
    assert stated(record, "title") == []
    assert stated(record, "number_of_parameters") == ["62亿参数"]


@pytest.mark.parametrize(
    ("item", "pages"),
    [
        ("**Tern**（百度，2023年3月）：官网 [tern.example](https://tern.example)", ["https://tern.example"]),
        ("**Tern**（百度）：会唱歌，官网 [tern.example](https://tern.example)", ["https://tern.example"]),
        ("**Tern**（百度）：不如海滨的官网 [gull.example](https://gull.example)", []),
    ],
)
def test_a_word_alone_tells_where_an_address_leads(item, pages):
    (record,) = read(f"# 大模型\n\n- {item}\n")
    assert stated(record, "homepage") == pages


@pytest.mark.parametrize("item", ["**（待补充 TODO）**", "_your model here_"])
def test_words_that_keep_a_place_name_nothing(item):
    assert names_of(f"# 大模型\n\n- **Tern**（百度）：7B。\n- {item}\n") == ["Tern"]


def test_what_fields_in_chinese_end_with_is_no_part_of_them():
    (record,) = read("# 大模型\n\n- **Tern**（零一万物 01.AI，2023年11月）：6B/34B。\n")
    assert stated(record, "organization") == ["零一万物 01.AI"]
    assert stated(record, "number_of_parameters") == ["6B/34B"]


def test_a_remark_below_a_name_is_none_of_it():
    (record,) = read("# Models\n\n| Model | Params |\n|---|---|\n| Tern-2<br><sub>not Gull-2!</sub> | 7B |\n")
    assert record.name == "Tern-2"


ITEM = """# Models

- Tern: A Model of Birds
  - [Model](https://huggingface.co/o/tern)
  - [Paper](https://arxiv.org/abs/2301.00001)
"""


@pytest.mark.parametrize(
    ("lines", "makers", "licenses"),
    [
        ("  - Microsoft\n  - MIT\n", ["Microsoft"], ["MIT"]),
        (
            "  - Microsoft\n  - CC BY-NC-SA 4.0 (non-commercial)\n",
            ["Microsoft"],
            ["CC BY-NC-SA 4.0 (non-commercial)"],
        ),
        ("  - Microsoft\n  - Google\n", [], []),
        ("  - Qwen\n  - MIT\n", [], ["MIT"]),
    ],
)
def test_a_maker_may_stand_alone_among_what_describes_a_model(lines, makers, licenses):
    (record,) = read(ITEM + lines)
    assert stated(record, "organization") == makers
    assert stated(record, "license") == licenses


PAGE_OF_MODELS = """# 大语言模型（LLM）

## 概念

- **能力**：理解、推理
- **蒸馏**：知识蒸馏到小模型
- **涌现**：大规模模型突然出现的小模型没有的能力
- 使用RAG增强准确性
- **悟空**：海滨发布的语言模型

### 限制

- **幻觉**：生成不实内容
- **知识截止**：不了解训练后的事件
"""


def test_words_on_a_page_of_models_are_none_by_themselves():
    assert names_of(PAGE_OF_MODELS) == ["悟空"]


def test_names_in_bold_stand_beside_each_other():
    text = "# Models\n\n- **Tern-6B** / **Tern2-6B** / **Gull-7B**\n- **Finch-1B** / **see the page of it**\n"
    assert names_of(text) == ["Tern-6B", "Tern2-6B", "Gull-7B", "Finch-1B"]


@pytest.mark.parametrize(
    ("heading", "makers"),
    [
        ("Tern系列（OpenAI）", ["OpenAI"]),
        ("Tern family (Meta)", ["Meta"]),
        ("Tern series (Azure)", []),
        ("Tern series (chat)", []),
        ("Songs (Meta)", []),
    ],
)
def test_the_heading_of_a_family_tells_who_made_it(heading, makers):
    (record,) = read(f"# 大模型\n\n## Models\n\n### {heading}\n\n- **Tern-2** (2019): 1.5B\n")
    assert stated(record, "organization") == makers


def test_where_a_link_of_a_key_leads_is_its_value():
    (record,) = read(
        "# Language models\n\n#### Tern: a 3B language model trained from scratch by Google\n\n"
        "homepage link: [here](https://tern.example)\n\ngithub link: [here](https://github.com/o/tern)\n"
    )
    assert stated(record, "homepage") == ["https://tern.example"]
    assert stated(record, "has_source_code") == ["https://github.com/o/tern"]
    assert "Google" in record.organization


def test_sizes_of_variants_are_the_models():
    (record,) = read("# Models\n\n- Tern, 2018/10\n  - base: 110M\n  - large: 340M\n")
    assert stated(record, "number_of_parameters") == ["110M, 340M"]
    (other,) = read("# Models\n\n- Tern, 2018/10\n  - small: songs\n  - large: 340M\n")
    assert stated(other, "number_of_parameters") == []


def test_a_date_stands_between_a_name_and_its_prose():
    (record,) = read("# Models\n\n- Tern (70B), 2022/03 – as dear as Gull, a quarter of its 280B\n")
    assert stated(record, "date_created") == ["2022/03"]
    assert stated(record, "number_of_parameters") == ["70B"]


def test_groups_of_other_things_hold_no_models():
    link = "[[github](https://github.com/o/t)]"
    text = f"# Models\n\n## Others\n\n- Tool kits\n  - Tern {link}\n- Test suites\n  - Gull {link}\n"
    records = read(text)
    assert [record.name for record in records] == []
    assert any("frameworks, tools" in decision.reason for decision in records.decisions)


def test_a_maker_with_no_models_below_is_none():
    item = "- **{}**\n  - Tern-2 (2B), 2022/03 [[paper](https://arxiv.org/abs/2201.00001)]\n"
    text = f"# Models\n\n{item.format('OpenAI')}{item.format('Meta')}- **BAAI**\n  - *(more to come)*\n"
    assert names_of(text) == ["Tern-2", "Tern-2"]


def test_a_citation_below_a_titled_model_is_part_of_it():
    section = (
        "#### {}\n\npaper link: [here](https://arxiv.org/pdf/2304.01196)\n\n```bibtex\n@article{{a}}\n```\n\n"
    )
    titles = ("Tern-2: An open-source chat model", "Gull-3: A small language model", "Gull-4: Birds at Night")
    text = "# Miscellaneous Models\n\n" + "".join(section.format(title) for title in titles)
    assert names_of(text) == ["Tern-2", "Gull-3", "Gull-4"]

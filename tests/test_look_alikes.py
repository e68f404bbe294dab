"""What looks like a model or a fact of one, and is neither: nothing is stated, and nothing is lost."""

from __future__ import annotations

import pytest

from llm_kg.curated import link_field, names_models, no_model
from llm_kg.places import Source
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources import read_text
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.keys import says_of_model
from llm_kg.sources.makers import makers_in
from llm_kg.sources.naming import parse_name
from llm_kg.sources.plain_keys import field_of_plain


def read(input_format: str, text: str):
    return read_text(text, Source("list"), input_format)


def names_of(records) -> list[str]:
    return [record.name for record in records]


def stated_in(record, key: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == key]


def table(*rows: str) -> str:
    header, *others = (f"| {row} |" for row in rows)
    return "\n".join((header, "|" + "---|" * rows[0].count("|") + "---|", *others)) + "\n"


@pytest.mark.parametrize(
    "header", ["Pricing model", "Data model", "GPU model", "Threat model", "Backbone LLM", "定价模型"]
)
def test_what_has_a_model_without_being_one_names_none(header):
    records = read("md", table(f"{header} | Company | Date", "Freemium | OpenAI | 2023", "A100 | AMD | 2020"))
    assert names_of(records) == []
    assert [decision.reason for decision in records.decisions] == ["no column names models"]


def test_a_kind_of_model_with_what_only_models_have_names_them():
    records = read("md", table("Embedding model | Params", "Finch-1 | 110M"))
    assert names_of(records) == ["Finch-1"]


@pytest.mark.parametrize(
    "text",
    [
        table("| Stage 1 | Stage 2", "Training tokens | 1T | 2T", "Hardware | A100 | H100"),
        table("Key | Value", "Base model | Finch-7B", "Training tokens | 1T", "Hardware | 8xA100"),
        table("Option | Value | Default", "Parameters | 1B | 2B", "License | MIT | MIT"),
        table("| A100 | MI250", "Organization | NVIDIA | AMD", "Date | 2020 | 2021"),
        table("| Base | Large", "Parameters | 110M | 340M", "Training tokens | 1T | 1T"),
        "## Results\n\n" + table("Metric | Value", "Parameters | 7B", "Training time | 3 d"),
        "## tern.cpp\n\n" + table("Key | Value", "License | MIT", "Language | C++"),
        table("Name | Jane Doe", "Organization | Google", "Date | 2023-01-02"),
        "# tool\n\n" + table("Field | Value", "Name | vLLM", "License | MIT", "Parameters | 7B"),
        "- [Qwen] 7B\n",
        "# Models\n\n## 2023\n\n- **June**\n",
        "# Models\n\n- 海滨大学 - GLM-130B\n",
    ],
)
def test_no_model_is_made_of_it(text):
    records = read("md", text)
    assert names_of(records) == []
    assert records.decisions or list(records.findings)


def test_a_header_of_keys_and_values_is_no_pair():
    text = "## Finch-1\n\n" + table("Field | Value", "License | MIT", "Parameters | 7B")
    (record,) = read("md", text)
    assert [claim.field for claim in record.claims] == ["name", "license", "number_of_parameters"]


@pytest.mark.parametrize("values", [("Hugging Face", "GitHub"), ("College", "University")])
def test_where_a_model_is_to_be_had_made_it_not(values):
    records = read(
        "md", table("Model | Params | Source", *(f"T-{n} | 7B | {v}" for n, v in enumerate(values)))
    )
    assert [record.organization for record in records] == [(), ()]
    assert [claim.stated for record in records for claim in record.claims if claim.key == "Source"] == [
        *values
    ]


@pytest.mark.parametrize(("header", "access"), [("Weights", "open"), ("Paper", None), ("Demo", None)])
def test_an_open_paper_opens_no_model(header, access):
    records = read("md", table(f"Model | Params | {header}", "T-1 | 7B | open", "T-2 | 7B | closed"))
    assert records[0].access == access


def test_a_paper_alone_makes_no_model_of_a_remark():
    text = "# Models\n\n- Tern-7B (Google)\n  - Bird Scaling [paper](https://arxiv.org/abs/2301.00001)\n"
    assert names_of(read("md", text)) == ["Tern-7B"]


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("*Jun.* [Tern](https://github.com/o/t)", "Tern"),
        ("**Jan**us-Pro", "Janus-Pro"),
        ("Jane Doe et al. [Tern](https://github.com/o/t)", "Tern"),
    ],
)
def test_what_stands_before_a_name_is_no_name(item, name):
    assert names_of(read("md", f"# Models\n\n- {item}\n")) == [name]


def test_a_name_before_its_authors_is_not_taken_for_one_of_them():
    text = "# Models\n\n- Tern by Doe et al. (2023) [code](https://github.com/o/t)\n"
    assert [decision.what for decision in read("md", text).decisions] == ["Tern by Doe et al. (2023)"]


def test_a_word_of_a_sentence_in_code_states_nothing():
    (record,) = read("md", "# Models\n\n- [Tern](https://github.com/o/t) `google` is asked first\n")
    assert record.organization == ()


def test_a_raised_number_that_may_belong_to_a_name_or_number_stays():
    rows = "<tr><td>T-1</td><td><b>10</b><sup>9</sup></td></tr>"
    rows += "<tr><td><b>CM</b><sup>3</sup></td><td>7B</td></tr>"
    records = read("md", f"<table><tr><th>Model</th><th>Params</th></tr>{rows}</table>\n")
    assert stated_in(records[0], "number_of_parameters") == ["10 9"]
    assert records[1].name == "CM 3"


@pytest.mark.parametrize("text", ["approx. 4096", "ca. 4096", "约4096", "~4096"])
def test_about_as_many_is_no_exact_count(text):
    (record,) = read("md", table("Model | Params | Context length", f"T-1 | 7B | {text}"))
    assert record.context_length is None
    assert stated_in(record, "context_length") == [text]


def test_a_date_under_publication_is_no_venue():
    records = read("json", '[{"name": "T-1", "params": "7B", "publication": "2020-05"}]')
    assert stated_in(records[0], "date_created") == ["2020-05"]
    assert stated_in(records[0], "venue") == []


@pytest.mark.parametrize("key", ["dependencies", "datasets", "database"])
def test_records_under_another_key_are_no_models(key):
    text = f'{{"{key}": {{"tern": {{"license": "MIT"}}, "rail": {{"license": "MIT"}}}}}}'
    assert names_of(read("json", text)) == []


HUB = '"pipeline_tag": "text-generation"'


def test_compressed_weights_are_not_counted_as_parameters():
    text = (
        f'[{{"id": "o/tern", {HUB}, "safetensors": {{"parameters": {{"I32": 9, "F16": 2}}, "total": 11}}}}]'
    )
    (record,) = read("json", text)
    assert record.parameter_count == ()
    assert any("total: 11" in claim.stated for claim in record.claims)


@pytest.mark.parametrize(
    ("author", "day", "date"),
    [("google", "2024-02-08", True), ("google", "2022-03-02", False), ("somebody", "2024-02-08", False)],
)
def test_the_day_of_a_page_is_the_models_where_its_maker_made_it(author, day, date):
    text = f'[{{"id": "{author}/tern", "author": "{author}", {HUB}, "createdAt": "{day}T10:00:00.000Z"}}]'
    (record,) = read("json", text)
    assert bool(stated_in(record, "date_created")) is date
    assert any(day in claim.stated for claim in record.claims)


def test_the_title_of_a_card_is_no_papers_and_a_number_no_name():
    text = f'[{{"id": "o/tern", {HUB}, "cardData": {{"title": "T"}}}}, {{"id": 2, {HUB}, "license": "mit"}}]'
    (record,) = read("json", text)
    assert stated_in(record, "title") == []


@pytest.mark.parametrize(
    "text",
    [
        "The College",
        "Academy",
        "Academy Awards",
        "College Math",
        "Chinese College Entrance Exam",
        "Stanford University Course",
        "开源公司",
        "某公司",
        "国内科技公司",
        "由北京大学",
        "清华大学和北京大学",
    ],
)
def test_not_every_phrase_of_such_words_is_an_institution(text):
    assert not is_institution(text)


@pytest.mark.parametrize(
    "text",
    [
        "University of California, Berkeley",
        "Texas A&M University",
        "Universität Bonn",
        "Boston College",
        "The Hong Kong Polytechnic University",
        "Max Planck Institute for Informatics",
        "腾讯公司",
        "鹏城实验室",
    ],
)
def test_institutions_by_their_form(text):
    assert is_institution(text)


@pytest.mark.parametrize(
    "text", ["T-1 (中文版)", "T-1 (多模态)", "T-1 (中文)", "讯飞星火 (chat)", "讯飞星火 (MoE)"]
)
def test_what_a_model_can_is_no_other_name_of_it(text):
    assert "alternate_name" not in dict(parse_name(text).beside)


def test_headers_and_keys_that_tell_of_models():
    assert names_models("models")
    assert not names_models("dependencies")
    assert says_of_model("Context length")
    assert not says_of_model("Date")


def test_archives_of_data_have_names_as_papers_have():
    assert link_field("https://doi.org/10.5281/zenodo.1") == "link"
    assert link_field("https://doi.org/10.1000/xyz123") == "paper"


def test_words_that_tell_one_of_several_name_nothing():
    assert all(map(no_model, ("Large", "ours", "Nov", "Technical Report")))


@pytest.mark.parametrize("said", ["fine-tuned from", "competes with", "based on"])
def test_what_stands_behind_another_model_is_not_of_this_one(said):
    text = f"# Models\n\n- [Tern](https://github.com/o/t), {said} [Rail](https://github.com/o/r), 70B\n"
    (record,) = read("md", text)
    assert [claim.field for claim in record.claims] == ["name", "homepage", None, None]


def test_fields_behind_a_link_of_the_model_are_its_own():
    text = "# Models\n\n- [Tern](https://github.com/o/t): a bird, [code](https://github.com/o/r), 70B\n"
    (record,) = read("md", text)
    assert stated_in(record, "number_of_parameters") == ["70B"]


@pytest.mark.parametrize(
    ("text", "venue"),
    [("Trained 2022", []), ("Google 2022", []), ("Updated Jan 2022", []), ("ICLR 2023", ["ICLR 2023"])],
)
def test_a_maker_and_a_year_are_no_venue(text, venue):
    item = f"- [Tern: An Open Bilingual Bird Model](https://arxiv.org/abs/2210.00001) {text}"
    (record,) = read("md", f"# Models\n\n{item}\n")
    assert stated_in(record, "venue") == venue
    assert any(text in claim.stated for claim in record.claims)


@pytest.mark.parametrize("link", ["https://example.org/news", "https://arxiv.org/abs/2301.00001"])
def test_a_word_in_brackets_names_the_model_of_a_paper_alone(link):
    text = f"# Models\n\n- [NewsRoom] Why birds are taking over the whole world | [link]({link})\n"
    assert names_of(read("md", text)) == (["NewsRoom"] if "arxiv" in link else [])


def test_variants_that_are_no_sizes_are_kept_as_stated():
    rows = ("T-1 | Meta | 7B, 13B", "T-2 | Meta | Chat, Base", "T-3 | Meta | 70B")
    records = read("md", table("Model | Organization | Variants", *rows))
    assert [stated_in(record, "number_of_parameters") for record in records] == [["7B, 13B"], [], ["70B"]]
    assert records[1].claims[-1].stated == "Variants: Chat, Base"


def test_headings_that_speak_of_models_for_software_are_of_models():
    headings = ("Models by provider", "新闻大模型", "Runtime-efficient models")
    text = "\n".join(f"## {h}\n\n- [T-{n}](https://github.com/o/t) 7B\n" for n, h in enumerate(headings))
    assert names_of(read("md", f"# List\n\n{text}")) == ["T-0", "T-1", "T-2"]


@pytest.mark.parametrize(("params", "names"), [("Parameters | 7", []), ("Params (B) | 7", ["Golf"])])
def test_any_thing_may_have_seven_parameters(params, names):
    header, value = params.split(" | ")
    assert names_of(read("md", table(f"Car model | {header}", f"Golf | {value}"))) == names


RESULTS = table(
    "Model | Organization | MMLU | GSM8K | BBH",
    *("Finch-1 | Google | 60.1 | 50.2 | 30.3", "Human performance | - | 89 | 90 | 91"),
    *("Random guess | | 25 | 0 | 0", "Human | Google | 1 | 2 | 3"),
)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Our method",
            "Ensemble",
            "SOTA",
            "Previous best",
            "Majority class",
            "Best open model",
            "RAG pipeline",
            "Finch-1 (prompted)",
        ),
        *(
            "Finch-1 + CoT",
            "Finch-1 (5-shot)",
            "Finch-1 (prompted)",
            "Finch-1 w/ tools",
            "Finch-1 maj@8",
            "Finch-1 few-shot",
        ),
    ],
)
def test_a_result_may_be_of_no_model_of_its_own(name):
    rows = ("Model | Organization | MMLU | GSM8K", f"{name} | Google | 1 | 2", "Finch-1 | Google | 3 | 4")
    records = read("md", f"# Leaderboard\n\n{table(*rows)}")
    assert names_of(records) == ["Finch-1"]
    assert [d.what for d in records.decisions if d.verdict == "passed over"] == [name]


@pytest.mark.parametrize(
    ("header", "value"), [("Contributor", "@jane"), ("Group", "Chat"), ("Group", "Open source")]
)
def test_what_models_are_grouped_by_is_no_maker(header, value):
    rows = (f"T-{n} | 7B | {who}" for n, who in enumerate(("Google", "OpenAI", "Meta", value)))
    records = read("md", table(f"Model | Params | {header}", *rows))
    assert [record.organization for record in records] == [()] * 4


@pytest.mark.parametrize("heading", ["# Models", "# LLM Leaderboard", "# List\n\n## Evaluation"])
def test_a_table_of_results_tells_who_made_models(heading):
    records = read("md", f"{heading}\n\n{RESULTS}")
    assert [(record.name, record.organization) for record in records] == [("Finch-1", ("Google",))]
    assert [d.what for d in records.decisions if d.verdict == "passed over"] == [
        *("Human performance", "Random guess", "Human")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Leaderboard\n\n" + table("Model | MMLU | GSM8K", "Finch-1 | 60.1 | 50.2"),
        "# Benchmarks\n\n" + table("Model | Organization | Tasks", "Finch-1 | Google | 7"),
        "# Tools\n\n" + table("Model | Organization | MMLU | GSM8K", "Finch-1 | Google | 60.1 | 50.2"),
        "# Evaluation\n\n" + table("Method | Organization | MMLU | GSM8K", "CoT | Google | 60.1 | 50.2"),
        "# Evaluation\n\n"
        + table("Method | Params | Paper", "CoT | 7B | [p](https://arxiv.org/abs/2301.00001)"),
        "# Leaderboard\n\n" + table("Model | Params | MMLU | GSM8K", "Finch-1 | 7B | 60.1 | 50.2"),
        "# Data\n\n" + table("Dataset | Model | Params | License", "Nest | Finch-1 | 7B | MIT"),
        "# GPUs\n\n" + table("Model | Company | Architecture | Speed", "RTX 4090 | NVIDIA | Ada | 80"),
        "# Benchmarks\n\n" + table("Model | Hardware | Date", "Finch-1 | A100 | 2024-01-02"),
    ],
)
def test_other_results_are_of_no_models(text):
    records = read("md", text)
    assert names_of(records) == []
    assert records.decisions


@pytest.mark.parametrize(
    ("values", "makers"),
    [
        (("Google", "OpenAI", "Nest Works"), 3),
        (("Google", "OpenAI", "ICML"), 0),
        (("Google", "Nest", "Bird Inc"), 0),
    ],
)
def test_publishers_are_makers_where_most_are_known(values, makers):
    rows = (f"T-{n} | 7B | {value}" for n, value in enumerate(values))
    records = read("md", table("Model | Params | Publisher", *rows))
    assert sum(len(record.organization) for record in records) == makers


@pytest.mark.parametrize("item", ["Twitter", "Video", "harbour/cookbook", "H100", "RTX 4090", "TPU v5e"])
def test_pages_and_processors_are_no_models(item):
    text = (
        f"# Large language models\n\n- [Finch-7B](https://example.org/f)\n- [{item}](https://example.org/x)\n"
    )
    assert [record.name for record in read_text(text, Source("list"), "md")] == ["Finch-7B"]


def test_paths_of_code_are_no_models():
    text = "".join(f"- id: {own}\n  license: MIT\n" for own in ("actions/checkout", "actions/setup"))
    assert names_of(read("yaml", text)) == []


@pytest.mark.parametrize("title", ["TruthBench: A Benchmark of Truth", "MathCorpus: A Dataset for Models"])
def test_titles_of_data_name_no_model_in_a_list_of_models(title):
    text = "# Models\n\n" + table(
        "Paper | Venue", f"{title} | ACL 2023", "FinchLM: A Language Model | ACL 2023"
    )
    assert names_of(read("md", text)) == ["FinchLM"]


@pytest.mark.parametrize(
    "name",
    [
        "EAGLE-Finch-7B",
        "Finch-7B-draft",
        "finch-7b-mmproj",
        "FineWeb-350B",
        "Finch-tokens-300B",
        "Finch (7B active)",
    ],
)
def test_sizes_of_what_stands_beside_a_model_are_not_its_own(name):
    assert size_in_name(name) is None


@pytest.mark.parametrize("stages", [("Phase-1", "Phase-2"), ("v1.0", "v2.0"), ("Run-1", "Run-2")])
def test_stages_in_a_column_without_header_are_no_models(stages):
    rows = (f"{stage} | 7B | 1T" for stage in stages)
    text = "# Models\n\n" + table(" | Parameters | Training tokens", *rows)
    assert names_of(read("md", text)) == []


# What stands beside a model, and is said of another thing.

BOLD = """# Language models

**Tern-2**

- Parameters: 7B
- License: MIT

**Gull-3**: from Google

- Parameters: 13B
- License: GPL-3.0

License: this list is under CC0-1.0.

Dataset: the table behind this page
"""


def test_keys_end_where_another_thing_begins(read_text):
    (record,) = (record for record in read_text(BOLD) if record.name == "Tern-2")
    assert (record.license, record.parameter_count, record.training_corpus) == (("MIT",), (7 * 10**9,), None)
    assert all(record.license != ("CC0-1.0",) for record in read_text(BOLD))


CARD_OF_ADAPTER = """---
library_name: peft
license: mit
---

# Tern LoRA

- **Languages:** English

## Base model

- **Organization:** Mistral AI
- **Parameters:** 7B

## Comparison with Gull

- **Context length:** 8K

## Model Details

- **Context length:** 4K
"""


def test_parts_of_a_card_on_other_things_tell_nothing_of_its_model(read_text):
    (record,) = read_text(CARD_OF_ADAPTER)
    assert (record.organization, record.parameter_count, record.context_length) == ((), (), 4000)


@pytest.mark.parametrize(
    "name", ["Inference", "API", "Vision Encoder", "Step 1", "Week 2", "May 2024", "v1.0", "OpenAI", "Setup"]
)
@pytest.mark.parametrize("heading", ["Notes", "Language models"])
def test_bold_words_over_keys_are_no_models(read_text, heading, name):
    text = f"# {heading}\n\n**{name}**\n\n- Hardware: 8 A100\n- Context length: 4096\n- Parameters: 7B\n"
    assert [record.name for record in read_text(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "birds", "contributors": [{"name": "Jane Roe"}], "maintainers": [{"name": "John Doe"}]}',
        '{"title": "x", "creators": [{"name": "Roe", "affiliation": "Google"}], "people": [{"name": "Doe"}]}',
        '{"tools": [{"name": "LangChain", "license": "MIT"}], "dbs": [{"name": "Milvus"}], "version": 2}',
    ],
)
def test_lists_of_people_and_tools_beside_other_things_are_no_models(text):
    names = [record.name for record in read_text(text, Source("x"), "json")]
    assert not {"Jane Roe", "John Doe", "Roe", "Doe", "LangChain", "Milvus"} & set(names)


@pytest.mark.parametrize(
    ("key", "text", "length"),
    [("Context (K)", "128", 128_000), ("Context (K)", "4096", 4096), ("Context (K)", "2048", None)],
)
def test_thousands_are_not_counted_twice(key, text, length):
    (record,) = read_text(f'[{{"name": "Finch", "{key}": {text}}}]', Source("x"), "json")
    assert record.context_length == length


@pytest.mark.parametrize("architecture", ["RISC-V", "ARM", "MIPS"])
def test_boards_have_architectures_too(read_text, architecture):
    text = f"# Boards\n\n### ESP32-C3\n\nArchitecture: {architecture}\nLicense: MIT\nLanguage: C\n"
    assert [record.name for record in read_text(text)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "on par with Gemini by Google",
        "Performance close to Claude by Anthropic",
        "LLM trained with the Megatron by NVIDIA",
        "A model made possible by Google",
        "Reasoning model with GRPO introduced by DeepSeek",
        "An LLM for TensorFlow.js released by Google",
        "华为开源生态下训练的模型，由个人开发",
        "百度研发人员离职后创业的模型",
        "OpenAI发布，后由社区复现的模型",
        "华为推出的昇腾平台上训练的大模型",
        "腾讯开源了模型压缩库",
    ],
)
def test_makers_of_other_things_made_no_model(sentence):
    assert makers_in(sentence, "Finch") is None


def test_lines_that_state_a_thing_again_are_of_another(read_text):
    lines = "Parameters: 7B\nLicense: MIT\n\nTeacher: Gull-3\nParameters: 70B\nOrganization: Google\n"
    (record,) = read_text(f"# Language models\n\n### Tern-2\n\n{lines}")
    assert (record.parameter_count, record.organization) == ((7 * 10**9,), ())
    assert "Organization: Google" in record.other["description"]


@pytest.mark.parametrize(
    ("row", "made"),
    [
        ("Google | tern/finch-3-70b", ()),
        ("Google | finch-3-opus@20240229", ()),
        ("Microsoft | openai/finch-4, meta-llama/tern-3-70b", ()),
        ("Google | google/finch-3", ("Google",)),
    ],
)
@pytest.mark.parametrize("header", ["Provider | Model ID", "Company | Example models"])
def test_who_provides_identifiers_need_not_have_made_the_models(header, row, made):
    records = read("md", table(f"{header} | Context length", f"{row} | 8K"))
    assert names_of(records)
    assert all(record.organization == made for record in records)
    stated = row.partition(" | ")[0]
    assert all(stated in [claim.stated for claim in record.claims] for record in records)


def test_an_example_that_is_called_otherwise_has_the_architecture_of_a_family_alone():
    rows = (
        "Model | Architecture | License | Example models",
        "Finch | Decoder | MIT | nest/Big-Finch-7b, ai/Affinch-34B",
    )
    _, own, other = read("md", "# Models\n\n" + table(*rows))
    assert (own.model_family, stated_in(own, "license")) == ("Finch", ["MIT"])
    assert (other.model_family, stated_in(other, "license")) == (None, [])
    assert stated_in(other, "pretraining_architecture") == ["Decoder"]


@pytest.mark.parametrize(
    "name",
    ["Teacher", "Student (ours)", "Finch 2 epoch 3", "Finch 2 4-bit", "Finch-4 CoT", "Finch-4 (ReAct)"],
)
def test_a_setting_whose_results_are_told_is_no_model(name):
    results = table(
        "Model | Params | MMLU | GSM8K | ARC", f"{name} | 7B | 1 | 2 | 3", "CoT-T5 | 3B | 1 | 2 | 3"
    )
    assert names_of(read("md", "# Models\n\n" + results)) == ["CoT-T5"]


@pytest.mark.parametrize("model", ['"name": "Finch-7B"', '"name": "Finch-7B", "license": "MIT"'])
@pytest.mark.parametrize(
    "text",
    ['{{"nvidia": [{{{0}}}], "google": [{{{0}}}]}}', '[{{"name": "NVIDIA", "models": [{{{0}}}]}}]'],
)
def test_organizations_that_records_stand_below_may_but_serve_the_models(text, model):
    records = read("json", text.format(model))
    assert {(record.name, record.organization) for record in records} == {("Finch-7B", ())}
    assert [claim.stated.casefold() for claim in records[0].claims if claim.key == "group"] == ["nvidia"]


def test_organizations_that_described_models_stand_below_made_them_but_for_hosts():
    model = '[{"name": "Finch", "params": "7B"}]'
    records = read("json", f'{{"groq": {model}, "google": {model}}}')
    assert [record.organization for record in records] == [(), ("Google",)]


@pytest.mark.parametrize(
    "text",
    [
        '{"models": [{"id": "User", "table": "users"}, {"id": "Order", "table": "orders"}]}',
        '[{"repo": "microsoft/DeepSpeed", "params": "7B"}, {"repo": "google/jax", "params": "7B"}]',
        '[{"repo": "microsoft/DeepSpeed", "params": "7B", "context_length": "8K"}]',
        '[{"slug": "how-to-run-llama", "params": "7B", "context_length": "8K"}]',
        '[{"slug": "run-qwen-locally", "params": "7B", "context_length": "8K"}]',
        '[{"title": "Tutorial 1", "params": "7B", "context_length": "8K"}]',
        '[{"title": "Woche 1", "params": "7B", "context_length": "8K"},'
        ' {"title": "Woche 2", "params": "7B", "context_length": "8K"}]',
    ],
)
def test_what_records_are_shown_by_need_not_name_models(text):
    assert names_of(read("json", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"models": [{"id": "Finch", "license": "MIT"}]}',
        '{"models": [{"id": "finch-2", "table": "birds"}]}',
        '[{"repo": "meta-llama/finch-7b", "params": "7B"}]',
        '[{"title": "Finch 2", "params": "7B", "context_length": "8K"}]',
    ],
)
def test_what_records_are_shown_by_names_models_where_they_are_described(text):
    assert len(names_of(read("json", text))) == 1


@pytest.mark.parametrize(
    "header",
    ["Supercomputer", "Cluster", "Setup", "Codename", "Inference library", "Framework", "GPU system"],
)
def test_what_runs_or_trains_models_is_none(header):
    rows = (f"{header} | Params | License", "Frontier-1 | 7B | MIT", "Aurora-2 | 8B | MIT")
    assert names_of(read("md", "# Language models\n\n" + table(*rows))) == []
    named = (rows[0].replace(header, "Bird"), *rows[1:])
    assert len(names_of(read("md", "# Language models\n\n" + table(*named)))) == 2


@pytest.mark.parametrize(
    ("heading", "keys", "names"), [("Notes", 2, 0), ("Notes", 4, 1), ("Language models", 2, 1)]
)
def test_a_plain_word_over_keys_needs_much_that_models_alone_have(read_text, heading, keys, names):
    pairs = ("Parameters: 7B", "License: MIT", "Context length: 4096", "Base model: LLaMA")[:keys]
    text = f"# {heading}\n\n**Sparrow**\n\n" + "".join(f"- {pair}\n" for pair in pairs)
    assert len(read_text(text)) == names


@pytest.mark.parametrize("remark", ["License: this list is under CC0-1.0.", "Dataset: the table behind it"])
def test_remarks_of_the_page_behind_the_last_keys_are_no_keys_of_it(read_text, remark):
    text = f"# Language models\n\n**Tern-2**\n\n- Parameters: 7B\n- Organization: Google\n\n{remark}\n"
    (record,) = read_text(text)
    assert (record.license, record.training_corpus) == ((), None)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("Tern-1, Meta AI, 2023-02", {"Tern-1": {"organization": "Meta AI", "date_created": "2023-02"}}),
        ("Tern-1, Mistral AI, MIT", {"Tern-1": {"organization": "Mistral AI", "license": "MIT"}}),
        ("Tern, Finch, 2024", {"Tern": {"date_created": "2024"}, "Finch": {"date_created": "2024"}}),
        (
            "Tern-1 (7B, 13B), Google",
            {"Tern-1": {"organization": "Google", "number_of_parameters": "7B, 13B"}},
        ),
        ("Tern-1, Mistral", {"Tern-1": {}, "Mistral": {}}),  # which makes models of its name
        (
            "Tern-1, Finch-2, Google",
            {"Tern-1": {"description": "Google"}, "Finch-2": {"description": "Google"}},
        ),
        ("Tern-1, Hugging Face", {"Tern-1": {"description": "Hugging Face"}}),  # where it is had
        ("Tern-1, Finch-2, Transformer", {"Tern-1": {}, "Finch-2": {}, "Transformer": {}}),
        (
            "Tern-1, Finch-2, Google, 2024",
            {n: {"organization": "Google", "date_created": "2024"} for n in ("Tern-1", "Finch-2")},
        ),
        ("Tern-1, Finch-2 and Gull", {"Tern-1": {}, "Finch-2": {}, "Gull": {}}),
        ("OpenAI, Anthropic, Google", {}),
        ("Google", {}),
        ("Tern, a small one, Google", {}),
    ],
)
def test_who_and_when_behind_a_name_are_no_further_names(item, told):
    records = read("md", f"# Models\n\n- {item}\n- Gull-3\n- Wren-4\n")
    stated = {record.name: {claim.key: claim.stated for claim in record.claims} for record in records}
    wanted = {name: {"name": name} | more for name, more in told.items()}
    assert stated == wanted | {"Gull-3": {"name": "Gull-3"}, "Wren-4": {"name": "Wren-4"}}


def test_what_was_meant_as_a_value_beside_others_is_told_of():
    records = read("md", "# Models\n\n- **Tern-1** - Google - 7Q - 2021\n- **Tern-2** - Google - 0B\n")
    told = [(finding.rule, finding.place.line, finding.place.column) for finding in records.findings]
    assert told == [("unread-text", 3, 25), ("unread-text", 4, 25)]


@pytest.mark.parametrize(
    ("beside", "names"),
    [
        ("/ **Tern-2**", ["Finch", "Tern-2"]),
        ("& **Finch Mini**", ["Finch", "Finch Mini"]),
        ("/ **Apache 2.0**", ["Finch"]),
        ("/ **Google**", ["Finch"]),
        (", **MoE**", ["Finch"]),
        (", **Oct 2023**", ["Finch"]),
        (", **ACL 2023**", ["Finch"]),
        ("/ **Demo**", ["Finch"]),
        ("& **Code**", ["Finch"]),
        (", **Chinese**", ["Finch"]),
        ("/ **Free**", ["Finch"]),
    ],
)
def test_what_stands_in_bold_beside_a_name_may_be_a_value(beside, names):
    assert names_of(read("md", f"# Models\n\n- **Finch** {beside}\n")) == names


@pytest.mark.parametrize("name", ["Finch 7B", "Finch"])
def test_variants_below_a_name_cost_it_nothing(name):
    records = read("md", f"# Models\n\n- **{name}**\n  - Base: 110M\n  - Large: 340M\n- **Tern-1** 7B\n")
    assert names_of(records) == [name, "Tern-1"]
    sizes = [size.parameter_count for size in records[0].size]
    assert records[0].based_on == ()
    assert sizes == ([7_000_000_000] if name == "Finch 7B" else [110_000_000, 340_000_000])


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("see also", "https://arxiv.org/abs/2301.00001", "link"),
        ("see", "https://huggingface.co/nest/Finch-7b", "link"),
        ("more", "https://github.com/nest/awesome-birds", "link"),
        ("look", "Finch: A Bird, https://arxiv.org/abs/2301.00001", None),
        ("get it", "https://github.com/nest/finch", "has_source_code"),
        ("basename", "Tern-2-Pro", None),
        ("on top of", "PyTorch", None),
        ("made from", "ShareGPT", None),
        ("made from", "LAION-400M", None),
        ("starts from", "ImageNet", None),
        ("comes from", "NeurIPS", None),
        ("comes from", "Mistral", None),  # who makes models as well
        ("starts from", "Tern-MX 8x7B v0.1", "based_on"),
        ("reads", "5200", None),
        ("out", "2000", None),  # tokens, beside "in"
        ("out", "May 2023", "date_created"),
        ("from", "Hugging Face", None),
        ("from", "GitHub", None),
        ("from", "Google, AWS", None),
        ("weighs", "500M", None),
        ("scale", "2T", None),
        ("data", "RLHF", None),
        ("data", "JSON, CSV", None),
        ("data", "GPT-4", None),
        ("data", "ChatGPT", None),
        ("data", "LLaMA", None),
        ("data", "PyTorch", None),
        ("data", "C4, FinchSongs", "training_data_size"),
        ("terms", "Code under MIT License", None),
        ("terms", "Code: MIT, weights: OpenRAIL", None),
    ],
)
def test_plain_words_over_what_others_have_as_well_mean_less(key, text, field):
    assert field_of_plain(key, text) == field


@pytest.mark.parametrize("lines", [("window: 4096", "context length: 32k"), ("context: 32k", "window: 4096")])
def test_a_plain_word_never_beats_a_key(lines):
    (record,) = read("md", "# Models\n\n- Finch-7B\n\n" + "".join(f"      {line}\n" for line in lines))
    assert stated_in(record, "context_length") == ["32k"]
    assert [claim.field for claim in record.claims if claim.stated == "4096"] == [None]


@pytest.mark.parametrize(("base", "based_on"), [("Llama-2", []), ("Llama-2-7b", ["Llama-2-7b"])])
def test_the_beginning_of_a_name_is_no_base_of_it(base, based_on):
    text = f"- name: Llama-2-7b-chat\n  license: MIT\n  basename: {base}\n"
    (record,) = read("yaml", text)
    assert stated_in(record, "based_on") == based_on


@pytest.mark.parametrize(
    "rows",
    [
        ("Maker | Model | Params", "Google | Gemma-X | 7B", "Meta | Finch | 7B", " | Tern | 3B"),
        (
            "Released | Model | Params",
            "2023 | Gull | 7B",
            " | Finch | 7B",
            "2024 | Wren | 1B",
            *[" | Tern | 3B"] * 2,
        ),
        (
            "Maker | Model | Params",
            "Google | Gull | 7B",
            "- | Finch | 7B",
            "Meta | Wren | 1B",
            *[" | Tern | 3B"] * 4,
        ),
    ],
)
def test_a_cell_that_is_empty_may_say_that_nobody_knows(rows):
    *_, tern = read("md", "# Language models\n\n" + table(*rows))
    assert (tern.name, tern.organization, tern.date_created) == ("Tern", (), None)


def test_a_ditto_mark_below_what_is_no_model_says_nothing():
    records = read(
        "md", "# Language models\n\n" + table("Model | Params", "Tern | 7B", "Total | 20B", "Gull | ″")
    )
    assert [(record.name, record.number_of_parameters) for record in records] == [
        ("Tern", "7B"),
        ("Gull", None),
    ]


@pytest.mark.parametrize(
    ("names", "size", "told"),
    [
        ("Flan-Tern & Flan-Gull", "up to 540B", [None, None]),
        ("Tern-7B and Tern-2-70B", "70B", ["7B", "70B"]),
        ("Tern-A and Tern-B", "1B-7B", [None, None]),
        ("Tern-A and Tern-B", "7B", ["7B", "7B"]),
        ("Tern-7B and Tern-7B-chat", "7B", ["7B", "7B"]),
        ("Tern-7B and Tern-8x7B", "7B", ["7B", None]),
        ("Tern-7B and Tern-13B", "13B, 7B", ["7B", "13B"]),
        ("Tern-7B and Tern-13B", "6.7B, 13B", ["6.7B", "13B"]),
    ],
)
def test_one_size_beside_several_names_is_of_each_where_it_may_be(names, size, told):
    records = read("md", "# Language models\n\n" + table("Model | Params", f"{names} | {size}"))
    assert [record.number_of_parameters for record in records] == told


@pytest.mark.parametrize(
    ("backbone", "architecture", "base"),
    [
        ("Transformer-XL", ("Transformer-XL",), ()),
        ("LLaMA", (), ("LLaMA",)),
        ("Qwen", (), ("Qwen",)),
        ("Finch-7B", (), ("Finch-7B",)),
        ("LLaMA-style Transformer", ("LLaMA-style Transformer",), ()),
        ("CLIP", (), ()),
        ("-", (), ()),
    ],
)
def test_models_among_architectures_are_bases(backbone, architecture, base):
    rows = ("Model | Params | Backbone", "Tern | 7B | ViT", "Gull | 1B | LSTM", f"Wren | 1B | {backbone}")
    *_, wren = read("md", "# Language models\n\n" + table(*rows))
    assert (wren.pretraining_architecture, wren.based_on) == (architecture, base)


@pytest.mark.parametrize("category", ["Tool", "Search engine", "Platform", "Agent framework", "Benchmark"])
def test_a_category_of_a_sized_model_may_be_its_use(category):
    (record,) = read("csv", f"Model,Category,Params\nFinch,{category},7B\nTern,{category},\n")
    assert record.name == "Finch"
    assert names_of(read("csv", f"Model,Type,Params\nFinch,{category},7B\n")) == []
    assert names_of(read("csv", "Model,Category,Params\nFinch,Dataset,7B\n")) == []
    assert names_of(read("md", table("Name | Category | Params", f"Finch | {category} | 7B"))) == []
    (record,) = read(
        "yaml",
        f"- model: Finch\n  category: {category}\n  params: 7B\n- model: Tern\n  category: {category}\n",
    )
    assert record.name == "Finch"


@pytest.mark.parametrize("item", ["Stars: 300", "Contributing", "License", "Last updated: 2024", "CC-BY-NC"])
def test_words_about_a_list_name_no_models(item):
    for text in (f"<ul><li>{item}</li><li>Finch-7B</li></ul>\n", f"- {item}\n- Finch-7B\n"):
        assert names_of(read("md", f"# Language models\n\n{text}")) == ["Finch-7B"]


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        ("## Models\n\n### License of this list", []),
        ("## Models\n\n### License overview", []),
        ("## Models and how to run them", []),
        ("## Learn how to run LLMs", []),
        ("## Models\n\n### MIT License", ["Finch", "Tern"]),
        ("## Models\n\n### Custom / Mixed License", ["Finch", "Tern"]),
    ],
)
def test_what_speaks_of_licences_or_of_running_groups_no_models(headings, names):
    assert names_of(read("md", f"# Birds\n\n{headings}\n\n- Finch\n- Tern\n")) == names


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("Blogs on language models", "**Nest'Log**, OpenAI"),
        ("Blogs on language models", "**Jane Doe**, Cohere"),
        ("LLM Reading List", "**BLURB**, IBM, 2002"),
        ("LLM Reading List", "**BLURB** **BLURB: A Method for Measuring Songs**, 2002"),
        ("LLM Reading List", "**Finch2Vec** [[paper](https://arxiv.org/abs/1301.00001)], Google"),
        ("LLM Resources", "**LightNest**, Apache-2.0"),
        ("Talks on LLMs", "**Llama 2 Deep Dive**, Meta"),
    ],
)
def test_what_is_to_be_read_is_no_model(title, item):
    assert names_of(read("md", f"# {title}\n\n## Weekly\n\n- {item}\n- **Aviary**, Meta\n")) == []


@pytest.mark.parametrize("model", ["Tern-1", "TernLM, 7B"])
def test_papers_on_a_page_to_read_name_the_models_that_they_are_of(model):
    name = model.partition(",")[0]
    item = f"{model} **{name}: Pre-training of Birds**, 2023 [[Paper]](https://arxiv.org/abs/2301.00001)"
    assert names_of(read("md", f"# LLM reading list\n\n## Weekly\n\n- {item}\n")) == [name]


def told_beside(text: str) -> dict[str, list[str]]:
    """Return what a sentence beside the name of a model states of it."""
    first, *_ = read("md", f"# Language models\n\n- **Finch**: {text}\n- **Wren-4**: sings\n")
    assert first.name == "Finch"
    stated = {claim.field: stated_in(first, claim.field) for claim in first.claims if claim.field != "name"}
    return {field: values for field, values in stated.items() if field}


@pytest.mark.parametrize(
    "text",
    [
        "Song Han, MIT.",
        "Han, MIT.",
        "Stanford, MIT.",
        "Jane Doe, Google, MIT.",
        "Developed at CSAIL, MIT.",
        "Collaboration of IBM Research, MIT.",
        "Developed with Tsinghua University, MIT.",
        "W. Chen, University of Foo, MIT.",
        "A. Smith, B. Jones, MIT.",
        "UW-Madison, MIT.",
        "UC Berkeley, BAIR, MIT",
        "Presented at ICML 2023; MIT.",
        "from a lab, MIT.",
    ],
)
def test_an_institute_behind_people_and_places_is_no_licence(text):
    assert "license" not in told_beside(text)
    assert told_beside("Sings at night, MIT.") == {"license": ["MIT"]}


@pytest.mark.parametrize(
    "text",
    [
        "Weights are closed, Apache-2.0.",
        "Closed weights; inference, Apache-2.0.",
        "Weights on request; scripts, Apache-2.0.",
        "Training scripts, Apache-2.0.",
        "A clone of Gull; Gull is closed, Apache-2.0.",
        "Successor of Tern, Apache-2.0.",
        "Beats Gull, Apache-2.0.",
        "Sings as Gull did, Apache-2.0.",
        "Served with vLLM, Apache-2.0.",
        "Runs in the browser, Apache-2.0.",
        "Demo, Apache-2.0.",
        "Adapters, Apache-2.0.",
        "Logo, CC BY 4.0.",
        "Unofficial port, MIT.",
    ],
)
def test_a_licence_behind_another_thing_is_of_that(text):
    assert told_beside(text) == {}
    assert told_beside("Sings in Chinese too, Apache-2.0.") == {"license": ["Apache-2.0"]}


@pytest.mark.parametrize(
    "text",
    [
        "QLoRA",
        "FastChat, MIT",
        "ShareGPT users",
        "TheBloke, GGUF",
        "OpenAI API, 2023",
        "GitHub users",
        "Google and QLoRA",
        "Google and Llama users",
    ],
)
def test_what_stands_behind_the_word_by_need_be_no_maker(text):
    assert "organization" not in told_beside(f"by {text}")


def test_one_unknown_maker_beside_a_known_one_is_another():
    record, _ = read(
        "md", "# Language models\n\n- **Finch**: by Cerebras and Ternworks. Sings.\n- **Wren-4**"
    )
    assert record.organization == ("Cerebras", "Ternworks")


@pytest.mark.parametrize("text", ["French. Small and fast.", "[blog](https://tern.example/blog), Chinese."])
def test_one_language_alone_may_be_where_a_model_is_from(text):
    assert "supported_language" not in told_beside(text)


@pytest.mark.parametrize(
    "text",
    [
        "Meta's 7B, fine-tuned on songs.",
        "Meta's 13B from Berkeley.",
        "Meta's 13B that was tuned on songs.",
        "OpenAI's 175B, but open.",
        "Anthropic's 52B, for comparison.",
    ],
)
def test_a_size_said_to_be_of_somebody_may_be_of_what_a_model_is_made_from(text):
    assert told_beside(text) == {}


def test_a_size_of_somebody_that_is_not_the_one_in_the_name_is_of_another_model():
    records = read("md", "# Language models\n\n- **Finch 7B**: Anthropic's 52B.\n- **Wren 7B**: Meta's 7B.\n")
    assert [record.organization for record in records] == [(), ("Meta",)]
    assert [record.parameter_count for record in records] == [(7 * 10**9,)] * 2


@pytest.mark.parametrize(
    ("beside", "maker", "made"),
    [
        ("[Paper](https://arxiv.org/abs/2301.00001)", "Hugging Face", ()),
        ("[Paper](https://arxiv.org/abs/2301.00001)", "GitHub", ()),
        ("MIT", "AWS", ()),
        ("[API](https://tern.example)", "NVIDIA", ()),
        ("[Paper](https://arxiv.org/abs/2301.00001)", "NVIDIA", ("Nvidia",)),
    ],
)
def test_where_a_model_is_had_from_is_told_as_its_maker_is(beside, maker, made):
    record, _ = read("md", f"# Language models\n\n- Tern-2\n  - {beside}\n  - {maker}\n- Gull-3\n")
    assert record.organization == made


@pytest.mark.parametrize(("maker", "made"), [("NVIDIA", ()), ("Google Brain", ("Google",))])
def test_who_stands_below_a_well_known_model_need_not_have_made_it(maker, made):
    beside = "[Paper](https://arxiv.org/abs/2301.00001)"
    record, _ = read("md", f"# Language models\n\n- T5-XXL\n  - {beside}\n  - {maker}\n- Gull-3\n")
    assert record.organization == made


def test_who_made_a_family_need_not_have_made_what_stands_below_it():
    items = "- **Vicuna 13B** (2023)\n- **Tern 2** (2023)\n- **Chinese-Tern** (2023)\n"
    records = read("md", f"# Language models\n\n## Tern series (Meta)\n\n{items}")
    assert {record.name: record.organization for record in records} == {
        "Vicuna 13B": (),
        "Tern 2": ("Meta",),
        "Chinese-Tern": (),
    }


@pytest.mark.parametrize(
    "text",
    [
        "英伟达，A100 即可运行",
        "微软，谷歌之外的新选择",
        "阿里云，腾讯云均可部署",
        "模型使用 Tern 需要遵循其许可协议",
        "对比模型 Tern 由 Google 发布。参数规模达 70B",
    ],
)
def test_chinese_sentences_on_other_things_tell_nothing(text):
    assert told_beside(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        ': "the best model ever seen", *TechCrunch, 2023*',
        ", 2023 **Best Paper Award**",
        ", 7B **New release of the week**",
        ", 7B **Paper**",
    ],
)
def test_what_is_quoted_or_bold_behind_a_name_is_no_title(text):
    records = read(
        "md", f"# Language models\n\n- [Finch](https://f.example){text}\n- [Wren-4](https://w.example)\n"
    )
    assert [stated_in(record, "title") for record in records if stated_in(record, "title")] == []


@pytest.mark.parametrize(
    ("key", "maker"), [("makers", ("IBM",)), ("catalog", ()), ("catalogue", ()), ("hosted by endpoints", ())]
)
def test_who_has_models_in_a_catalogue_may_have_made_none(key, maker):
    told = '{"parameters": "70B", "context_length": "4k", "license": "MIT"}'
    text = f'{{"site": "x", "{key}": {{"ibm": {{"tern-2-70b": {told}, "gull-7b": {told}}}}}}}'
    assert {record.organization for record in read("json", text)} <= {maker}


@pytest.mark.parametrize("key", ["quantized", "deployments"])
def test_forms_of_a_model_and_what_runs_are_no_models(key):
    told = '{"parameters": "7B", "context_length": "4k", "license": "MIT"}'
    assert names_of(read("json", f'{{"site": "x", "{key}": {{"Q4-K": {told}, "prod-1": {told}}}}}')) == []


@pytest.mark.parametrize(
    ("name", "model", "others"),
    [
        ("My Assistant", "tern-3.5-turbo", ()),
        ("fast", "nest/tern-3.5-turbo", ()),
        ("Tern 3.5 Turbo", "nest/tern-3.5-turbo", ("nest/tern-3.5-turbo",)),
    ],
)
def test_what_something_runs_on_is_no_other_name_of_it(name, model, others):
    (record,) = read("yaml", f"- name: {name}\n  model: {model}\n  license: MIT\n  parameters: 7B\n")
    assert (record.name, record.alternate_name) == (name, others)


def test_a_brace_ends_an_address():
    (finch,) = read("md", "# Models\n\n- Finch-7B {https://doi.org/10.1234/finch.1}\n")
    assert [paper.urls for paper in finch.paper] == [("https://doi.org/10.1234/finch.1",)]


def test_plain_words_before_values_below_a_heading_name_no_models():
    text = "# Models\n\n## Finch-7B\n\n- **Since**: 2021\n- **Terms**: MIT\n- **Scale**: 7B\n"
    assert {"Since", "Terms", "Scale"}.isdisjoint(names_of(read("md", text)))


def test_a_repository_of_a_hub_holds_weights():
    text = "# Models\n\n## Finch-7B\n\n- Repository: https://huggingface.co/nest/finch\n- License: MIT\n"
    (finch,) = read("md", text)
    assert (stated_in(finch, "checkpoint"), stated_in(finch, "has_source_code")) == (
        ["https://huggingface.co/nest/finch"],
        [],
    )


def test_mit_in_brackets_behind_a_size_is_the_licence():
    (finch,) = read("md", "# Models\n\n- Finch-7B (MIT)\n")
    assert (finch.license, finch.organization) == (("MIT",), ())

"""The shapes in which people write records: groups of keys, lists under a key, records under names."""

from __future__ import annotations

import pytest

import llm_kg as kg
from conftest import rules


@pytest.fixture
def read_as(tmp_path):
    """Read a text as a file of a suffix."""

    def read(suffix: str, text: str) -> kg.Records:
        path = tmp_path / f"file.{suffix}"
        path.write_text(text, encoding="utf-8")
        return kg.read(path)

    return read


@pytest.mark.parametrize("key", ["results", "models", "data"])
def test_the_only_list_of_mappings_is_one_of_records(read_as, key):
    text = f'{{"count": 2, "next": null, "{key}": [{{"name": "Eta"}}, {{"name": "Iota", "size": "7B"}}]}}'
    records = read_as("json", text)
    assert [record.name for record in records] == ["Eta", "Iota"]
    assert rules(records) == [("unread-text", 1, 2)]  # the count, and no more


def test_a_list_of_papers_makes_no_list_of_records(read_as):
    text = (
        '{"name": "Eta", "paper": [{"title": "A title of Eta", "url": "https://arxiv.org/abs/2301.00001"}]}'
    )
    records = read_as("json", text)
    assert [record.name for record in records] == ["Eta"]


def test_records_may_stand_under_their_names(read_as):
    text = "Eta:\n  params: 7B\nIota-2:\n  license: MIT\n  name: Iota 2\n"
    records = read_as("yaml", text)
    assert [(record.name, record.place.line) for record in records] == [("Eta", 2), ("Iota 2", 4)]
    assert records[0].claims[0].place.line == 1  # where its name stands
    assert not records.findings


def test_lists_of_records_may_be_grouped_by_organisation(read_as):
    text = (
        '{"OpenAI": [{"name": "Eta", "params": "7B"}, {"name": "Iota", "organization": "Meta"}],'
        ' "Others": [{"name": "Rho", "params": "7B"}]}'
    )
    records = read_as("json", text)
    assert [(record.name, record.organization) for record in records] == [
        ("Eta", ("OpenAI",)),
        ("Iota", ("Meta",)),
        ("Rho", ()),
    ]
    assert not records.findings


def test_properties_with_mappings_are_one_record(read_as):
    text = "license:\n  name: MIT\npaper:\n  title: A title of Eta\n  url: https://arxiv.org/abs/2301.00001\n"
    records = read_as("yaml", text)
    assert not records
    assert [rule for rule, *_ in rules(records)] == ["nameless-entry", "no-models"]


BLOCK = """# Models

- **Eta**

  ```yaml
  Links:
    paper: https://arxiv.org/abs/2301.00001
    weights: https://huggingface.co/o/eta
  Access:
    value: limited
    explanation: behind an interface
  License: {name: Apache 2.0, url: https://example.org/license}
  Training:
    tokens: 1.4T
    hardware: [512 A100, 64 TPU]
  Budget:
    size: 12
    leader: nobody
  Organization:
    weights: OpenAI
    data: nobody
  ```
"""


def test_a_group_of_keys_states_each_of_them_at_its_place(read_text):
    (record,) = records = read_text(BLOCK)
    stated = {(claim.field, claim.stated, claim.place.line) for claim in record.claims}
    assert ("paper", "https://arxiv.org/abs/2301.00001", 7) in stated
    assert ("checkpoint", "https://huggingface.co/o/eta", 8) in stated
    assert ("training_data_size", "1.4T", 14) in stated
    assert record.access == "limited"
    assert record.license == ("Apache-2.0",)
    assert (None, "behind an interface", 11) in stated
    assert [str(quantity.value) for quantity in record.training_data_size] == ["1400000000000"]
    # A group with a key that nobody knows is one value of its own key.
    assert (None, "size: 12, leader: nobody", 17) in stated
    assert record.organization == ()
    assert rules(records) == [("unknown-key", 16, 3), ("unread-text", 20, 5)]


def test_a_list_under_a_key_of_one_text_is_that_text(read_text):
    block = "  Params: [7B, 13B]\n  Training Corpus:\n  - C4\n  - Books\n  Date: [2023-01, 2024-02]\n"
    (record,) = records = read_text(f"# Models\n\n- **Eta**\n\n  ```yaml\n{block}  ```\n")
    assert record.training_corpus == "C4, Books"
    assert record.parameter_count == (7_000_000_000, 13_000_000_000)
    assert rules(records) == [("contradicting-values", 10, 19)]  # of dates one is right


def test_the_same_groups_are_read_in_records(read_as):
    text = 'name: Eta\nlicense: {value: MIT, explanation: "on the page"}\nlinks: {code: "https://example.org/c"}\n'
    (record,) = records = read_as("yaml", text)
    assert record.license == ("MIT",)
    assert record.has_source_code == ("https://example.org/c",)
    assert not records.findings


def test_what_its_kind_calls_data_is_no_model(read_as):
    kinds = {"Eta": "model", "Data of Eta": "dataset", "Eta Chat": "application"}
    text = "".join(f"- {{type: {kind}, name: {name}}}\n" for name, kind in kinds.items())
    records = read_as("yaml", text)
    assert [record.name for record in records] == ["Eta"]
    assert [decision.verdict for decision in records.decisions] == ["model", "passed over", "passed over"]


def test_a_link_of_no_stated_kind_goes_by_its_host(read_as):
    text = '{"name": "Eta", "link": "https://arxiv.org/abs/2301.00001", "url": "https://github.com/o/eta"}'
    (record,) = read_as("json", text)
    assert [paper.urls for paper in record.paper] == [("https://arxiv.org/abs/2301.00001",)]
    assert record.has_source_code == ("https://github.com/o/eta",)
    assert {claim.key for claim in record.claims} == {"name", "link", "url"}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("1.5B", "1500000000.0", []),
        ("540B", "540350000000", []),
        ("7B, 13B", "13B", []),
        ("7B", "7.5B", ["contradicting-values"]),
    ],
)
def test_sizes_contradict_each_other_by_their_numbers(read_as, one, other, found):
    records = read_as(
        "csv", f'Model,Note,Params\n"Eta ({one})",x,{other}\n'.replace(",x,", ',x,"').rstrip() + '"\n'
    )
    assert [finding.rule for finding in records.findings] == found


def test_an_open_quote_is_told_where_it_opens(read_text):
    records = read_text('# Models\n\n- **Eta**\n\n  ```yaml\n  Params: 7B\n  License: "MIT\n  ```\n')
    assert rules(records) == [("invalid-yaml", 7, 12)]


def test_front_matter_of_a_page_is_no_model(read_text):
    records = read_text("---\ntitle: A list\nlicense: MIT\n---\n\n# Models\n\n- **Eta** (7B)\n")
    assert [record.name for record in records] == ["Eta"]
    assert records[0].license == ()
    assert ("front matter", "passed over") in {(d.what, d.verdict) for d in records.decisions}


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("yaml", "models:\n  - nest/Finch-7B\n  # - nest/Gull\n  - nest/Tern\n"),
        ("json", '{"version": 2, "models": ["nest/Finch-7B", "nest/Tern"]}'),
    ],
)
def test_a_list_of_names_is_one_of_models(read_as, suffix, text):
    assert [record.name for record in read_as(suffix, text)] == ["nest/Finch-7B", "nest/Tern"]


@pytest.mark.parametrize(
    "text",
    [
        "name: Finch\nmodels: [Finch-7B, Finch-13B]\n",  # of one model, or of a family
        "tags: [Finch-7B, Tern]\n",
        "models: [Do read this., And that one as well.]\n",
        "models: [Finch]\n",
    ],
)
def test_other_lists_of_texts_are_one_record_or_none(read_as, text):
    assert len(read_as("yaml", text)) <= 1


def test_titles_name_the_models_of_a_list_of_models(read_as):
    text = '{"models": [{"title": "Finch-7B", "params": "7B"}, {"title": "Gull", "urls": {"paper": "%s"}}]}'
    records = read_as("json", text % "https://arxiv.org/abs/2301.00001")
    assert [record.name for record in records] == ["Finch-7B", "Gull"]
    assert [paper.arxiv for paper in records[1].paper] == ["2301.00001"]


@pytest.mark.parametrize(
    "text",
    [
        '{"models": [{"title": "Birds of a feather sing", "size": "7B"}, {"title": "A Nest"}]}',
        '{"papers": [{"title": "Finch-7B"}, {"title": "Gull"}]}',
    ],
)
def test_titles_of_papers_name_no_models(read_as, text):
    assert len(read_as("json", text)) == 0


def test_a_group_of_links_may_hold_links_of_other_kinds(read_as):
    links = '{"nest": "https://nest.example/a", "github": "https://github.com/nest/a", "paper": ""}'
    (record,) = read_as("json", f'[{{"name": "Finch", "urls": {links}}}]')
    assert record.has_source_code == ("https://github.com/nest/a",)
    assert record.link == ("https://nest.example/a",)
    assert not record.paper


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("https://nest.example/finch#weights", "checkpoint"),
        ("https://github.com/nest/finch#models", "has_source_code"),
        ("https://arxiv.org/abs/2301.00001", "paper"),
    ],
)
def test_an_address_is_no_name_of_a_model(read_as, url, field):
    (record,) = read_as("json", f'[{{"model": "{url}", "name": "Finch"}}]')
    assert record.name == "Finch"
    assert record.alternate_name == ()
    assert [(claim.field, claim.stated) for claim in record.claims if claim.key == "model"] == [(field, url)]


GROUPS = {
    "companies": ("Nest Works", ("organization", "Nest Works")),
    "providers": ("Google", ("group", "Google")),  # who may but serve them
}


@pytest.mark.parametrize("key", GROUPS)
def test_records_of_models_may_stand_in_those_of_groups(read_as, key):
    name, wanted = GROUPS[key]
    models = '[{"name": "Finch-7B", "license": "MIT"}, {"name": "Tern"}]'
    text = f'{{"{key}": [{{"name": "{name}", "country": "CH", "models": {models}}}]}}'
    records = read_as("json", text)
    assert [record.name for record in records] == ["Finch-7B", "Tern"]
    told = [(claim.field or claim.key, claim.stated) for claim in records[1].claims if claim.field != "name"]
    assert told == [wanted, ("description", "country: CH")]


def test_families_hold_their_models(read_as):
    text = "families:\n- family: Finch\n  organization: Google\n  models:\n  - name: Finch 2\n    size: 7B\n"
    (record,) = read_as("yaml", text)
    assert (record.name, record.model_family, record.organization) == ("Finch 2", "Finch", ("Google",))


def test_names_alone_stand_below_makers(read_as):
    records = read_as("json", '{"OpenAI": {"models": ["Finch", "Tern"]}, "Google": {"models": ["Gull"]}}')
    assert [record.name for record in records] == ["Finch", "Tern", "Gull"]
    assert [record.organization for record in records] == [(), (), ()]


@pytest.mark.parametrize("models", ['["Finch-A", "Finch-B"]', '[{"name": "7B"}, {"name": "13B"}]'])
def test_parts_within_the_record_of_a_model_are_no_models(read_as, models):
    text = f'[{{"name": "Finch", "license": "MIT", "models": {models}}}]'
    assert [record.name for record in read_as("json", text)] == ["Finch"]


@pytest.mark.parametrize(
    ("ids", "names"), [(("nest/finch-7b", "nest/tern"), 2), (("nest/finch", "42"), 0), (("1/2", "3/4"), 0)]
)
def test_ids_of_models_are_their_names(read_as, ids, names):
    text = "".join(f"- id: {own}\n  license: MIT\n" for own in ids)
    assert len(read_as("yaml", text)) == names


@pytest.mark.parametrize(
    ("key", "provider", "organizations"),
    [
        ("provider", "Groq", ()),
        ("provider", "Amazon Bedrock", ()),
        ("provider", "OpenAI", ("OpenAI",)),
        ("provider", "OpenAI, Azure", ("OpenAI",)),
        ("organization", "Groq", ("Groq",)),
    ],
)
def test_who_serves_a_model_need_not_have_made_it(read_as, key, provider, organizations):
    (record,) = read_as("json", f'[{{"name": "Finch-7B", "{key}": "{provider}"}}]')
    assert record.organization == organizations
    assert record.stated["organization"] == provider


CATALOGUE = """
[{"name": "Meta", "icon": "m.svg", "models": [
   {"id": "finch-7b", "simple_name": "Finch 7B", "license": "MIT", "params": 7},
   {"id": "gull", "simple_name": "Gull", "license": "MIT", "params": 109, "active_params": 17}]},
 {"name": "Google", "models": [{"id": "tern-2b", "simple_name": "Tern 2B", "license": "MIT", "params": 2}]}]
"""


def test_catalogues_are_grouped_by_makers(read_as):
    records = read_as("json", CATALOGUE)
    assert [(record.name, record.organization) for record in records] == [
        ("Finch 7B", ("Meta",)),
        ("Gull", ("Meta",)),
        ("Tern 2B", ("Google",)),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [('"Meta"', '"Groq"'), ('"Meta"', '"Nest Works"'), ('"license": "MIT", "params"', '"max_output"')],
)
def test_who_may_but_serve_models_is_no_maker_of_them(read_as, old, new):
    records = read_as("json", CATALOGUE.replace(old, new))
    assert [record.name for record in records] == ["Finch 7B", "Gull", "Tern 2B"]
    assert not any(record.organization for record in records)


def test_names_tell_the_unit_of_bare_numbers(read_as):
    records = read_as("json", CATALOGUE)
    assert [record.parameter_count for record in records] == [(7 * 10**9,), (109 * 10**9,), (2 * 10**9,)]
    assert records[1].active_parameter_count == 17 * 10**9


@pytest.mark.parametrize(
    "text", [CATALOGUE.replace('"Finch 7B"', '"Finch 8B"'), CATALOGUE.replace('"Tern 2B"', '"Tern"')]
)
def test_names_that_disagree_or_are_too_few_tell_no_unit(read_as, text):
    records = read_as("json", text)
    assert not any(record.active_parameter_count for record in records)
    assert records[1].parameter_count == ()
    assert sum(finding.rule == "unreadable-value" for finding in records.findings) == 4


LABELS = {
    "Finch-7B": ("Finch-7B", ()),
    "⭐ Finch-7B": ("Finch-7B", ()),
    "月之暗面 Finch K2": ("Finch K2", ("Moonshot AI",)),
    "小雀 Finch-7B": ("Finch-7B", ()),
    "Microsoft VibeVoice": ("VibeVoice", ("Microsoft",)),
    "DeepSeek V3.1": ("DeepSeek V3.1", ()),
    "Mistral Large": ("Mistral Large", ()),
    "Google Gemma 3": ("Google Gemma 3", ()),
}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("key", ["title", "label", "id"])
def test_records_that_tell_of_models_may_be_named_by_another_key(read_as, key, label):
    text = f'[{{"{key}": "{label}", "modelSize": "7B", "contextWindow": "32K"}}]'
    (record,) = records = read_as("json", text)
    assert (record.name, record.organization) == LABELS[label]
    (claim,) = (claim for claim in record.claims if claim.field == "name")
    assert text.index(record.name) + 1 == claim.place.column
    assert not records.findings


@pytest.mark.parametrize(
    "text",
    [
        '[{"title": "Finch-7B", "size": "7B"}]',  # a corpus has a size, too
        '[{"title": "A look at what the finches sing to us", "params": "7B", "context": "8K"}]',
        '[{"title": "Finch", "params": "7B", "ctx": "8K"}, {"title": "Finch", "params": "1B", "ctx": "8K"}]',
        '[{"id": 7, "params": "7B", "context": "8K"}]',
    ],
)
def test_what_names_nothing_for_sure_is_no_name(read_as, text):
    assert len(read_as("json", text)) == 0


COUNTS = {
    ("context_length", "8"): None,
    ("context (K)", "128"): 128_000,
    ("context_k", "131072"): 131_072,
    ("context window", "200,000 tokens"): 200_000,
    ("context (K tokens)", "8"): 8_000,
    ("active_params", "17"): None,
    ("active_params_b", "3.5"): 3_500_000_000,
}


@pytest.mark.parametrize(("key", "text"), COUNTS)
def test_bare_numbers_have_the_units_of_their_keys(read_as, key, text):
    (record,) = records = read_as("json", f'[{{"name": "Finch", "{key}": "{text}"}}]')
    assert (record.context_length or record.active_parameter_count) == COUNTS[key, text]
    assert bool(records.findings) == (COUNTS[key, text] is None)


CARD = "---\nlibrary_name: nests\nlicense: mit\n---\n\n# {title}\n\n- **Finetuned from:** [birds/rook](https://huggingface.co/birds/rook)\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Model Card for Finch Alpha", "Finch Alpha"),
        ("Model card: Finch-7B", "Finch-7B"),
        ("Finch-7B Model Card", "Finch-7B"),
        ("Finch-7B Chat model", "Finch-7B Chat"),
        ("Finch", "Finch"),
    ],
)
def test_the_title_of_a_card_names_its_model(read_text, title, name):
    (record,) = records = read_text(CARD.format(title=title))
    assert (record.name, record.based_on, record.license) == (name, ("birds/rook",), ("MIT",))
    assert record.checkpoint == ()  # the link leads to the other
    place = record.claims[0].place
    assert (place.line, place.column) == (6, 3 + title.index(name))
    assert not records.findings


@pytest.mark.parametrize("title", ["Introduction", "Model Details", "Usage", "How to use it on your own"])
def test_the_title_of_a_part_names_no_model(read_text, title):
    assert [record.name for record in read_text(CARD.format(title=title))] == []
    index = CARD.replace("---\n\n", "model-index:\n- name: finch-7b\n---\n\n", 1)
    (record,) = read_text(index.format(title=title))
    assert (record.name, record.claims[0].place.line, record.claims[0].place.column) == ("finch-7b", 5, 9)


def test_lists_of_named_records_may_stand_beside_other_things(read_as):
    text = (
        "meta: {updated: 2026-07-17}\n"
        "universities:\n- {name: Finch, inst: Stanford, params: 7B}\n"
        "others:\n- {name: Gull, params: 13B}\n- {name: Tern, params: 1B}\n"
    )
    records = read_as("yaml", text)
    assert [record.name for record in records] == ["Finch", "Gull", "Tern"]
    assert records[0].organization == ("Stanford University",)
    assert rules(records) == [("unread-text", 1, 1)]


def test_lists_of_what_has_no_name_are_no_records(read_as):
    text = "name: Finch\npapers:\n- {title: A title of Finch}\nlinks:\n- {url: https://example.org}\n"
    assert [record.name for record in read_as("yaml", text)] == ["Finch"]


PARTS = """
about: {title: Small birds, license: CC-BY-4.0}
shared: [&nest {maker: OpenAI, license: MIT}]
small models:
  Finch-1: {<<: *nest, params: 1B, arch: RNN}
  Tern-2: {maker: Meta, params: 2B}
that swim:
  Gull: {<<: *nest, params: 3B}
  Auk: {maker: Meta, params: 4B}
  Your model here: {params: ~}
corpora:
  Nest-9: {maker: Meta, tokens: 9B}
runtimes:
  Egg-3: {maker: Meta, license: MIT}
"""


def test_models_stand_in_the_parts_of_a_document(read_as):
    records = read_as("yaml", PARTS)
    assert [(r.name, r.organization, r.license) for r in records] == [
        ("Finch-1", ("OpenAI",), ("MIT",)),
        ("Tern-2", ("Meta",), ()),
        ("Gull", ("OpenAI",), ("MIT",)),
        ("Auk", ("Meta",), ()),
    ]
    assert rules(records, "unread-text") == [("unread-text", line, 1) for line in (2, 3, 11, 13)]


def test_lists_of_models_stand_in_the_parts_of_a_document(read_as):
    text = """{"birds": {"songs": {"intro": "Of songs.", "models": [{"name": "Finch", "params": "7B"}],
      "exams": [{"name": "FinchQA", "size": "12K questions"}]},
      "flight": {"models": [{"name": "Gull", "params": "1B"}, {"name": "Tern", "params": null}]}},
     "helpers": [{"name": "nestpy", "license": "MIT"}]}"""
    records = read_as("json", text)
    assert [record.name for record in records] == ["Finch", "Gull", "Tern"]
    assert [r for r, *_ in rules(records)] == ["unread-text"] * 3  # the intro, the exams, the helpers


def test_parts_may_be_headed_by_makers(read_as):
    text = "birds:\n  OpenAI:\n    Finch-1: {params: 1B}\n  Meta:\n    Gull-2: {params: 2B}\n"
    text += "    Egg-2: {size: 1B}\n"
    made = {record.name: record.organization for record in read_as("yaml", text)}
    assert made == {"Finch-1": ("OpenAI",), "Gull-2": ("Meta",), "Egg-2": ("Meta",)}


@pytest.mark.parametrize(
    "text",
    [
        "name: Finch\nvariants:\n  Finch-S: {params: 1B}\n  Finch-L: {params: 7B}\n",  # of one model
        "seed: 1\nstages:\n  pretrain: {tokens: 1T, arch: RNN}\n  sft: {tokens: 1B, arch: RNN}\n",
        "seed: 1\nruns:\n  run-1: {arch: RNN, params: 1B}\n  run-2: {arch: RNN, params: 2B}\n",
        "seed: 1\nmodel: {arch: RNN, params: 1B}\ndata: {train: {tokens: 1T}, dev: {tokens: 1M}}\n",
        "seed: 1\nmodels: {teacher: {params: 7B}, student: {params: 1B}}\n",
        "seed: 1\nexperiments:\n  lr-1e4: {arch: RNN, params: 1M}\n  lr-1e5: {arch: RNN, params: 1M}\n",
        "version: 2\nservices:\n  finch-1: {parameters: 2}\n  tern-2: {parameters: 3}\n",
        "version: 2\nboards:\n  FB-1: {architecture: ARM}\n  FB-2: {architecture: AVR}\n",
        "version: 2\nteams:\n  FinchNest: {base: London}\n  GullNest: {base: York}\n",
        "version: 2\ntexts:\n  FinchSongs: {tokens: 9B}\n  GullSongs: {tokens: 8B}\n",
        "version: 2\ncorpora:\n  Nest-9: {tokens: 9B, params: 1B}\n  Nest-8: {tokens: 8B, params: 2B}\n",
    ],
)
def test_parts_of_one_thing_and_of_others_hold_no_models(read_as, text):
    assert {record.name for record in read_as("yaml", text)} <= {"Finch"}


def test_a_plain_word_may_group_what_says_it_more_plainly(read_as):
    text = (
        "- name: Finch\n  from: {lab: [OpenAI, Meta], country: XX}\n"
        "  terms: {code: Apache-2.0, weights: CC-BY-NC-4.0}\n  data: [FinchSongs, The Nest]\n"
        "- name: Tern\n  from: {country: XX, dataset: Nest}\n  license: {model: MIT, code: Apache-2.0}\n"
        "- name: Gull\n  license: {code: MIT, data: CC0}\n"
    )
    finch, tern, gull = records = read_as("yaml", text)
    assert (finch.organization, finch.license) == (
        ("OpenAI", "Meta"),
        ("CC-BY-NC-4.0",),
    )
    assert finch.training_corpus == "FinchSongs, The Nest"
    assert {"from, country: XX", "terms, code: Apache-2.0"} <= set(finch.other["description"])
    assert (tern.license, tern.training_corpus, gull.license) == (("MIT",), None, ())
    assert ("unknown-key", 6, 3) in rules(records)


def test_an_identifier_beside_a_name_is_another_name(read_as):
    text = (
        "- {model: nest/finch-32b, name: Finch 32B, size: 32.0, type: base, basename: 非公開}\n"
        "- {model: nest/finch-7b-chat, name: Finch 7B Chat, size: 7, type: instruct, basename: Finch-7B}\n"
        "- {model: finch-2b, name: Finch 2B, size: 2.4, type: base, basename: ''}\n"
        "- {model: nest/tern, size: .nan, type: base}\n"
    )
    records = read_as("yaml", text)
    assert [(r.name, r.alternate_name, r.based_on) for r in records] == [
        ("Finch 32B", ("nest/finch-32b",), ()),
        ("Finch 7B Chat", ("nest/finch-7b-chat",), ("Finch-7B",)),
        ("Finch 2B", ("finch-2b",), ()),
        ("nest/tern", (), ()),
    ]
    counts = [record.maximum_number_of_parameters_in_million for record in records]
    assert counts == [32_000, 7_000, 2_400, None]
    assert rules(records, "contradicting-values") == []


def test_what_names_round_tells_no_unit(read_as):
    # The files of models with eight bits in each weight are nearly as large as these have parameters.
    text = "- {name: Finch 7B, size: 7.2}\n- {name: Tern 8B, size: 8.5}\n- {name: Gull 13B, size: 13.8}\n"
    assert {claim.values for r in read_as("yaml", text) for claim in r.claims if claim.key == "size"} == {
        ("7.2",),
        ("8.5",),
        ("13.8",),
    }

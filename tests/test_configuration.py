"""`llm-kg.toml`: where it is found, what it says, and what is said of one that is wrong."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg.configuration import (
    FILE_NAME,
    Configuration,
    ConfigurationError,
    DeclaredSource,
    load_configuration,
)
from llm_kg.errors import UnknownTermError
from llm_kg.places import Source
from llm_kg.vocabulary import load_vocabulary, own_aliases

BLOCK = "- **Eta**\n  ```yaml\n  Umfang: 3B\n  optimizer: Adaam\n  Colour: red\n  ```\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "lists" / "deep").mkdir(parents=True)
    (tmp_path / "lists" / "README.md").write_text(BLOCK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(folder, text) -> Configuration:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return load_configuration(folder)


def test_without_a_file_nothing_is_set(folder):
    assert load_configuration(folder) == Configuration()


def test_the_file_is_found_upward(folder):
    (folder / FILE_NAME).write_text('base = "https://example.org/above/"')
    assert load_configuration(folder / "lists" / "deep").base == "https://example.org/above/"
    (folder / "lists" / FILE_NAME).write_text('base = "https://example.org/near/"')
    assert load_configuration(folder / "lists" / "deep").base == "https://example.org/near/"


def test_the_search_ends_at_a_repository(folder):
    (folder / FILE_NAME).write_text('ignore = ["shape"]')
    (folder / "lists" / ".git").write_text("gitdir: elsewhere")  # a worktree's is a file
    assert load_configuration(folder / "lists" / "deep") == Configuration()


def test_every_setting_is_read(folder):
    settings = configured(
        folder,
        """
        ignore = ["unknown-value", "shape"]
        fail-on = "warning"
        base = "https://example.org/kg#"
        prefer = ["eta-list"]
        [sources."lists/README.md"]
        id = "eta-list"
        address = "https://example.org/list"
        license = "CC-BY-SA-4.0"
        date = 2023-05-01
        title = "Eta's list"
        authors = ["A. Author", "B. Author"]
        [aliases]
        number_of_parameters = ["Umfang"]
        """,
    )
    assert settings.ignore == ("unknown-value", "shape")
    assert settings.fail_on == "warning"
    assert settings.base == "https://example.org/kg#"
    assert settings.prefer == ("eta-list",)
    assert settings.aliases == {"number_of_parameters": ("Umfang",)}
    stated = Source(
        "eta-list",
        "lists/README.md",
        title="Eta's list",
        authors=("A. Author", "B. Author"),
        address="https://example.org/list",
        license="CC-BY-SA-4.0",
        date="2023-05-01",
    )
    assert settings.complete(Source("lists", "lists/README.md")) == stated


def test_paths_count_from_the_file_and_are_compared_as_files(folder, monkeypatch):
    settings = configured(folder, '[sources."./lists/../lists/README.md"]\ntitle = "Mine"')
    monkeypatch.chdir(folder / "lists" / "deep")
    for path in ("../README.md", str(folder / "lists" / "README.md")):
        assert settings.complete(Source("x", path)).title == "Mine"
    for path in (None, "README.md", "<stdin>"):
        assert settings.complete(Source("x", path)).title is None


WRONG = {
    "this is not TOML": (":2:10: this is not valid TOML: ", "\nignore = x"),
    "a setting that there is not": (
        ":2: 'fail_on' is no setting; did you mean 'fail-on'?",
        '\nfail_on = "error"',
    ),
    "of a source": (
        ":4: 'adress' is no setting; did you mean 'address'?",
        '# x\n\n[sources."a.md"]\nadress = "https://example.org/"',
    ),
    "in an inline table": (":2: 'titel'", 'ignore = []\nsources = {"a.md" = {titel = "x"}}'),
    "nothing near": ("there are id, title, authors", '[sources."a.md"]\nzzz = 1'),
    "no rule": (
        ":2: ignore: 'unknwon-key' is no rule; did you mean unknown-key",
        '\nignore = ["unknwon-key"]',
    ),
    "behind a value of several lines": (
        ":5: fail-on",
        '"prefer" = [\n  "a", # [sources]\n  "b",\n]\nfail-on = 3',
    ),
    "a text for an array": (':1: ignore is an array: write ignore = ["shape"]', 'ignore = "shape"'),
    "no severity": (":1: fail-on", 'fail-on = "sometimes"'),
    "a base without an end": (":1: base", 'base = "https://example.org/kg"'),
    "a base of no web": (":1: base", 'base = "file:///etc/"'),
    "an address of no web": (":2: sources.a.md.address", '[sources."a.md"]\naddress = "javascript:alert(1)"'),
    "no day": (":2: sources.a.md.date", '[sources."a.md"]\ndate = "2023-05"'),
    "a time": (":2: sources.a.md.date", '[sources."a.md"]\ndate = 2023-05-01T10:00:00'),
    "a number for a day": (":2: sources.a.md.date", '[sources."a.md"]\ndate = 0'),
    "no id": ("'my-list' would be one", '[sources."a.md"]\nid = "My List"'),
    "no property": ("'optimisation' is not a property", '[aliases]\noptimisation = ["x"]'),
    "a property by another name": ("write that", '[aliases]\nParams = ["x"]'),
    "a name that means another property": (
        ":1: aliases: 'Size' means 'number_of_parameters' already",
        '[aliases]\noptimizer = ["Size"]',
    ),
    "a name for two properties": (
        "'umfang' means",
        '[aliases]\noptimizer = ["Umfang"]\nlicense = ["umfang"]',
    ),
    "a table in place of a text": (":1: base", "[base]\nx = 1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line(folder, case):
    said, text = WRONG[case]
    with pytest.raises(ConfigurationError) as error:
        configured(folder, text)
    assert str(error.value).startswith(str(folder / FILE_NAME))
    assert said in str(error.value)


def test_all_that_is_wrong_is_told_at_once(folder):
    with pytest.raises(ConfigurationError) as error:
        configured(folder, 'bse = 1\nignore = ["x"]\nprefre = []')
    told = str(error.value)
    assert told.index(":1: 'bse'") < told.index(":2: ignore") < told.index(":3: 'prefre'")


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_no_file_does_more_than_raise(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    (folder / FILE_NAME).write_bytes(content)
    with contextlib.suppress(ConfigurationError):
        load_configuration(folder)


def test_what_is_declared_wins_over_what_a_source_says():
    own = Source("list", "a.md", title="Own", license="MIT")
    stated = DeclaredSource(title="Declared").complete(own)
    assert stated == Source("list", "a.md", title="Declared", license="MIT")


def test_an_id_on_the_command_line_wins(folder):
    settings = configured(folder, '[sources."lists/README.md"]\nid = "ours"\ntitle = "T"')
    path = "lists/README.md"
    (ours,) = kg.read(path, complete=settings.complete).sources.values()
    (named,) = kg.read(f"mine={path}", complete=settings.complete).sources.values()
    assert (ours.id, ours.title) == ("ours", "T")
    assert (named.id, named.title) == ("mine", "T")


def test_aliases_hold_while_their_context_lasts():
    with own_aliases({"number_of_parameters": ["Umfang"], "optimizer": ["Optimierer"]}):
        term = load_vocabulary().properties.find("umfang")
        assert term.notation == "number_of_parameters"
        assert not term.is_misspelt("Umfang")
        assert load_vocabulary() is load_vocabulary()
    assert load_vocabulary().properties.get("Umfang") is None
    with pytest.raises(UnknownTermError), own_aliases({"nonsense": ["x"]}):
        pass


# --- on the command line


def test_the_command_line_does_as_the_file_says(call, folder):
    assert call("validate", "lists/README.md", "-f", "github").stdout.count("\n") == 3
    (folder / FILE_NAME).write_text(
        """
        ignore = ["unknown-value"]
        fail-on = "warning"
        base = "https://example.org/kg/"
        [sources."lists/README.md"]
        id = "ours"
        address = "https://example.org/list"
        [aliases]
        number_of_parameters = ["Umfang"]
        """
    )
    done = call("validate", "lists/README.md", "-f", "github")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert "'Colour'" in done.stdout

    # The command line wins.
    assert call("validate", "lists/README.md", "--fail-on", "error").returncode == 0
    assert "unknown-value" in call("validate", "lists/README.md", "--select", "unknown-value").stdout
    assert call("validate", "lists/README.md", "--ignore", "unknown-key").returncode == 0

    assert call("export", "lists/README.md", "-o", "out.nt").returncode == 1
    graph = (folder / "out.nt").read_text()
    assert "<https://example.org/kg/model/eta>" in graph
    assert "<https://example.org/kg/source/ours/eta>" in graph
    assert "https://example.org/list" in graph
    assert '"3000000000"' in graph
    call("export", "lists/README.md", "-o", "out.nt", "--base", "https://example.org/b/")
    assert "example.org/kg/" not in (folder / "out.nt").read_text()

    # Reading judges nothing: the threshold is for checks.
    assert call("read", "lists/README.md").returncode == 0


@pytest.mark.parametrize("command", ["validate", "read", "export"])
def test_a_wrong_file_is_one_line_and_exit_2(call, folder, command):
    (folder / FILE_NAME).write_text("ignroe = []\nbse = 1")
    done = call(command, "lists/README.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"{FILE_NAME}:1: 'ignroe' is no setting; did you mean 'ignore'?" in done.stderr

"""The command line: exit codes, one line where it cannot run, and files whole or untouched."""

from __future__ import annotations

import gzip

import pytest

GOOD = "# Models\n\n- **Eta** [[Google]](https://example.org/eta)\n  ```yaml\n  Params: 3B\n  ```\n"
PLANTED = GOOD.replace("3B\n", "3B\n  date created: 2021-13-45\n  demo: javascript:alert(1)\n")

CANNOT_RUN = {
    "no source": ["validate"],
    "missing file": ["read", "missing.md"],
    "folder": ["read", "folder"],
    "image": ["read", "image.md"],
    "archive": ["read", "archive.md"],
    "empty file": ["read", "empty.md"],
    "unknown suffix": ["read", "list.xyz"],
    "unknown format": ["export", "good.md", "-f", "nonsense"],
    "stdin of no kind": ["read", "-"],
    "missing folder": ["export", "good.md", "-o", "nowhere/out.ttl"],
    "bad SPARQL": ["query", "-s", "good.md", "SELECT WHERE nonsense {"],
    "SERVICE": ["query", "-s", "good.md", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "planted.md").write_text(PLANTED)
    (tmp_path / "list.xyz").write_text(GOOD)
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "image.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "archive.md").write_bytes(gzip.compress(GOOD.encode()))
    return tmp_path


@pytest.mark.parametrize("case", CANNOT_RUN)
def test_cannot_run(run, folder, case):
    before = sorted(folder.rglob("*"))
    done = run(*CANNOT_RUN[case])
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said
    assert done.stdout == b""
    assert sorted(folder.rglob("*")) == before


def test_good_list(run, folder):
    assert run("validate", "good.md").returncode == 0
    done = run("export", "good.md", "-o", "out.ttl")
    assert done.returncode == 0, done.stderr.decode()
    assert b"3000000000" in (folder / "out.ttl").read_bytes()


def test_planted_errors_are_found(run, folder):
    done = run("validate", "planted.md")
    assert done.returncode == 1, done.stderr.decode()
    said = (done.stdout + done.stderr).decode()
    assert "planted.md:6:17" in said
    assert "planted.md:7:9" in said
    assert "Traceback" not in said


def test_export_leaves_planted_errors_out(run, folder):
    done = run("export", "planted.md", "-o", "out.ttl")
    assert done.returncode == 1, done.stderr.decode()
    assert b"javascript" not in (folder / "out.ttl").read_bytes()


def test_strict_writes_nothing(run, folder):
    done = run("export", "planted.md", "--strict", "-o", "out.ttl")
    assert done.returncode == 1, done.stderr.decode()
    assert not (folder / "out.ttl").exists()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [["missing.md"], ["good.md", "-f", "nonsense"], ["good.md", "--provenance", "graphs"]],
)
def test_failed_export_leaves_the_output_untouched(run, folder, arguments):
    out = folder / "out.ttl"
    out.write_text("mine")
    before = sorted(folder.iterdir())
    done = run("export", *arguments, "-o", out)
    assert done.returncode == 2, done.stderr.decode()
    assert out.read_text() == "mine"
    assert sorted(folder.iterdir()) == before

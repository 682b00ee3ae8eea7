"""The hook of .pre-commit-hooks.yaml runs where it should, and fails where it should."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperbib.cli import main
from paperbib.exporters import EXPORTERS
from paperbib.extract import FORMATS

ROOT = Path(__file__).resolve().parents[1]
HOOK: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())[0]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one link needs no answer from anybody."""
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds" / "a.md").write_text("- [A page](https://example.org/a)\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def code_of(*words: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    return int(str(exit_.value.code))


def hook() -> int:
    program, *words = shlex.split(HOOK["entry"])
    assert program == "paperbib"
    return code_of(*words)


@pytest.mark.parametrize("suffix", [one for format_ in FORMATS for one in format_.suffixes])
def test_every_format_of_notes_wakes_it(suffix: str) -> None:
    for name in (f"notes{suffix}", f"a folder/NOTES{suffix.upper()}"):
        assert re.search(HOOK["files"], name), name


@pytest.mark.parametrize(
    "name", ["paperbib.toml", "output/library.json", *(one.filename for one in EXPORTERS)]
)
def test_outputs_and_configuration_wake_it(name: str) -> None:
    assert re.search(HOOK["files"], name)


@pytest.mark.parametrize("name", ["main.py", "a.pdf", "Makefile", "notes.md.bak", "md", "a.mdx"])
def test_other_files_do_not(name: str) -> None:
    assert not re.search(HOOK["files"], name)


def test_it_passes_where_nothing_would_change(project: Path) -> None:
    assert code_of("sync", "--offline") == 0
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert hook() == 0
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seeds/a.md", "- [A page](https://example.org/a)\n- [B](https://example.org/b)\n"),
        ("seeds/a.md", "nothing\n"),
        ("output/references.md", "edited\n"),
    ],
)
def test_it_fails_where_something_would_change(project: Path, name: str, text: str) -> None:
    assert code_of("sync", "--offline") == 0
    (project / name).write_text(text, encoding="utf-8")
    assert hook() == 1
    assert (project / name).read_text(encoding="utf-8") == text


def test_it_runs_once_for_all_files() -> None:
    assert HOOK["id"] == "paperbib"
    assert HOOK["language"] == "python"
    assert (HOOK["pass_filenames"], HOOK["require_serial"]) == (False, True)

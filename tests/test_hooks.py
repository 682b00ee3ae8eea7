"""The hook of .pre-commit-hooks.yaml runs where it should, and fails where it should."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperbib.cli import main

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


def test_every_commit_wakes_it() -> None:
    """pre-commit leaves deleted files out of those it compares with `files`."""
    assert HOOK["always_run"] is True
    assert "files" not in HOOK


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


def test_it_fails_where_a_note_is_gone(project: Path) -> None:
    (project / "seeds" / "b.md").write_text("- [B](https://example.org/b)\n", encoding="utf-8")
    assert code_of("sync", "--offline") == 0
    (project / "seeds" / "b.md").unlink()
    assert hook() == 1


def test_it_runs_once_for_all_files() -> None:
    assert HOOK["id"] == "paperbib"
    assert HOOK["language"] == "python"
    assert (HOOK["pass_filenames"], HOOK["require_serial"]) == (False, True)

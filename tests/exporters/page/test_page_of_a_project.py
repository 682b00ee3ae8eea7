"""The page beside the other outputs: it alone knows the lines of the notes, and its own title."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.exporters.page.pages import Parsed

from paperbib.cli import main
from paperbib.settings import Settings

NOTE = """# Reading

- [Blog](https://blog.example/a)
  - [Code](https://github.com/owner/name)
- [x] https://blog.example/b
- again: https://blog.example/a
"""


class Project:
    """A project of links alone, which need no network."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.page = folder / "output" / "index.html"
        self.note = folder / "notes.md"
        self.note.write_text(NOTE, encoding="utf-8")
        self.configure("")

    def configure(self, text: str) -> None:
        own = 'notes = ["notes.md"]\nformats = ["html", "bibtex"]\n'
        (self.folder / "paperbib.toml").write_text(own + text, encoding="utf-8")

    def run(self, *words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as exit_:
            main(["-C", str(self.folder), *words])
        captured = self._capsys.readouterr()
        return int(str(exit_.value.code)), captured.out + captured.err

    def parsed(self) -> Parsed:
        return Parsed(self.page.read_text(encoding="utf-8"))

    def lines(self) -> list[list[int | None]]:
        """The lines of the mentions of each entry."""
        data = self.parsed().data
        return [[one.get("line") for one in entry["mentions"]] for entry in data["entries"]]


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PAPERBIB_OFFLINE", "1")
    folder = tmp_path / "a 'project' with 100%"
    folder.mkdir()
    return Project(folder, capsys)


def test_each_mention_has_its_line_and_a_second_run_writes_nothing(project: Project) -> None:
    code, said = project.run("sync")
    assert code == 0, said
    assert project.lines() == [[3, 6], [5], [4]]
    before = project.page.stat().st_mtime_ns
    assert project.run("sync", "--check")[0] == 0
    assert project.run("sync", "--frozen", "--check")[0] == 0
    assert project.page.stat().st_mtime_ns == before


def test_lines_that_move_change_the_page_alone(project: Project) -> None:
    project.run("sync")
    others = {path: path.read_bytes() for path in project.page.parent.iterdir()}
    project.note.write_text("\n\n" + NOTE, encoding="utf-8")
    assert project.run("sync", "--check")[0] == 1
    assert project.run("sync")[0] == 0
    assert project.lines() == [[5, 8], [7], [6]]
    changed = [path for path, content in others.items() if path.read_bytes() != content]
    assert changed == [project.page]


def test_a_key_that_is_renamed_leaves_the_lines(project: Project) -> None:
    project.run("sync")
    first = project.parsed().data["entries"][0]["key"]
    assert project.run("key", first, "another")[0] == 0
    assert project.parsed().entries["another"]["mentions"][0]["line"] == 3
    assert project.run("sync", "--check")[0] == 0


def test_an_export_reads_no_notes_and_has_no_lines(project: Project) -> None:
    project.run("sync")
    code, text = project.run("export", "-f", "html")
    assert code == 0
    assert [one["mentions"][0] for one in Parsed(text).data["entries"]] == [
        {"file": "notes.md", "section": ["Reading"]}
    ] * 3


def test_title_and_language_come_from_the_configuration(project: Project) -> None:
    project.run("sync")
    project.configure('title = "Was wir <lesen>"\nlanguage = "de"\n')
    assert project.run("sync")[0] == 0
    found = project.parsed()
    assert found.texts("//h1") == ["Was wir <lesen>"]
    assert found.all("/html/@lang") == ["de"]


def test_a_page_that_somebody_touched_is_kept_beside(project: Project) -> None:
    project.run("sync")
    # Without the cache, only the page itself can tell.
    for one in (project.folder.parent / "cache").rglob("*"):
        if one.is_file():
            one.unlink()
    project.configure('title = "Other"\n')
    assert "edited by hand" not in project.run("sync")[1]
    touched = project.page.read_bytes().replace(b"Other", b"Mine")
    project.page.write_bytes(touched)
    project.configure('title = "Third"\n')
    assert "A copy is kept as index.html.bak" in project.run("sync")[1]
    assert (project.page.parent / "index.html.bak").read_bytes() == touched


@pytest.mark.parametrize("tag", ["en", "de-AT", "zh-Hant-TW", "sl-rozaj-biske", "es-419", "EN-x-a"])
def test_a_language_is_a_tag_of_bcp_47(tag: str) -> None:
    assert Settings(language=tag).language == tag


@pytest.mark.parametrize(
    "line",
    [
        *('language = "english please"', 'language = ""', 'language = "en_US"', "language = 1"),
        *('language = "x"', 'language = "en\\n"', 'language = "en\\" onload=\\"x"'),
        *('title = ""', 'title = " \\u200b\\n"', "title = 1"),
    ],
)
def test_another_language_or_an_empty_title_is_refused_with_its_line(
    line: str, project: Project
) -> None:
    project.configure(line + "\n")
    code, said = project.run("sync")
    assert code == 2
    assert re.search(r"paperbib\.toml:3:\d+: ", said), said
    assert len(said.strip().splitlines()) <= 2

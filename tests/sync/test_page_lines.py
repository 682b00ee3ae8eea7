"""The page among the notes, and its lines after commands that read no notes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.sync.project import Project

NOTE = "# Reading\n\n- [Attention](https://arxiv.org/abs/1706.03762) fine\n"
KEY = "vaswani2017attention"


def lines(project: Project) -> list[bytes]:
    page = (project.output / "index.html").read_bytes()
    return [one for one in page.split(b'"mentions":')[1:] if b'"line":' in one]


def test_a_page_in_a_folder_of_notes_is_no_note(project: Project) -> None:
    project.note(NOTE, "a.md")
    (project.folder / "paperbib.toml").write_text('notes = ["."]\n')
    project.sync()
    shutil.copy(project.output / "index.html", project.folder / "page.html")
    project.note('<a href="https://e.org/x">x</a>', "b.html")
    report = project.report()
    assert (report["notes"], report["entries"], report["links"]) == (2, 2, 1)
    other = project.report("-o", "other")
    assert [key for key in other["added"] if "jalammar" in key] == []
    _, out, _ = project.run("extract", ".")
    assert "page.html" not in out
    # Who names it, means it.
    _, out, _ = project.run("extract", "page.html")
    assert "1706.03762" in out


def test_a_key_is_renamed_and_the_page_keeps_the_lines_of_notes_that_were_named(
    project: Project,
) -> None:
    project.note(NOTE, "mine/a.md")
    project.note(NOTE.replace("1706.03762", "1810.04805"), "mine/b.md")
    project.sync("mine")
    assert len(lines(project)) == 2
    assert project.run("key", KEY, "Vas17")[0] == 0
    assert b'"key":"Vas17"' in project.contents()["index.html"]
    assert len(lines(project)) == 2
    (project.folder / "mine" / "b.md").unlink()
    assert project.run("key", "Vas17", KEY)[0] == 0
    assert len(lines(project)) == 1


@pytest.mark.skipif(os.name != "posix", reason="names of files that POSIX alone allows")
def test_a_folder_whose_name_is_no_text(project: Project) -> None:
    project.note(NOTE)
    folder = os.fsdecode(b"out\xff")
    try:
        Path(project.folder, folder).mkdir()
    except OSError:
        pytest.skip("this file system allows no such name")
    project.sync("-o", folder)
    assert Path(project.folder, folder, "references.bib").is_file()

"""Files that bear the names of outputs, and that paperbib never wrote."""

from __future__ import annotations

import json

import pytest
from tests.sync.project import OUTPUTS, Project

NOTE = "- [Attention](https://arxiv.org/abs/1706.03762) fine\n"
HOME = b"<!DOCTYPE html><title>My home</title><p>paperbib is a program"
LIST = b"# References\n\n- [x] read the `code` of others\n"
STYLED = b'[{"id": "knuth1984", "type": "book"}]\n'


def configure(project: Project, text: str) -> None:
    (project.folder / "paperbib.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("index.html", HOME, "html"),
        ("references.md", LIST, "markdown"),
        ("references.csl.json", STYLED, "csl-json"),
    ],
)
def test_what_others_wrote_is_left_alone_and_the_rest_is_written(
    name: str, content: bytes, format_: str, project: Project
) -> None:
    project.note(NOTE)
    project.output.mkdir()
    (project.output / name).write_bytes(content)
    said = project.sync()
    assert f"{project.output.name}/{name} was not written by paperbib, and is left alone" in said
    assert f'(output = …), or formats without "{format_}"' in said
    assert project.contents()[name] == content
    assert sorted(project.contents()) == sorted(OUTPUTS)
    project.note(NOTE + "- https://arxiv.org/abs/1810.04805\n")
    project.sync("--fail-on", "edited", code=1)
    assert project.contents()[name] == content
    assert sorted(project.contents()) == sorted(OUTPUTS)


@pytest.mark.parametrize(
    ("formats", "code"),
    [('["html", "bibtex"]', 3), ('["bibtex"]', 0)],
)
def test_a_page_that_was_asked_for_and_not_written_is_no_success(
    formats: str, code: int, project: Project
) -> None:
    project.note(NOTE)
    configure(project, f"formats = {formats}\n")
    project.output.mkdir()
    (project.output / "index.html").write_bytes(HOME)
    project.sync(code=code)
    assert (project.output / "references.bib").is_file()
    assert project.contents()["index.html"] == HOME
    report = project.report()
    kinds = [one["kind"] for one in report["problems"]]
    assert (report["exit_code"], kinds) == (code, ["edited"] if code else [])


def test_the_map_of_keys_asks_for_no_page(project: Project) -> None:
    project.note(NOTE)
    project.output.mkdir()
    (project.output / "index.html").write_bytes(HOME)
    project.sync("--key-map", code=0)


@pytest.mark.parametrize("change", [b"<p>mine</p>", b"\r\n"])
def test_our_page_changed_by_a_person_is_replaced_and_a_copy_kept(
    change: bytes, project: Project
) -> None:
    project.note(NOTE)
    project.sync()
    ours = (project.output / "index.html").read_bytes()
    (project.output / "index.html").write_bytes(ours + change)
    assert "index.html was edited by hand" in project.sync()
    assert project.contents()["index.html"] == ours
    assert project.contents()["index.html.bak"] == ours + change


def test_our_reading_list_rewritten_by_a_person_is_kept_as_a_copy(project: Project) -> None:
    project.note(NOTE)
    project.sync()
    (project.output / "references.md").write_bytes(LIST)
    project.note(NOTE.replace("fine", "finer"))
    assert "references.md was edited by hand" in project.sync()
    assert project.contents()["references.md.bak"] == LIST


@pytest.mark.parametrize("is_cached", [True, False])
def test_other_ends_of_lines_are_no_edit(project: Project, *, is_cached: bool) -> None:
    project.note(NOTE)
    project.sync()
    before = project.contents()
    for name in ("index.html", "references.md", "references.csl.json"):
        (project.output / name).write_bytes(before[name].replace(b"\n", b"\r\n"))
    if not is_cached:
        for file in (project.folder.parent / "cache").glob("*.sqlite*"):
            file.unlink()
    assert "edited" not in project.sync()
    assert project.contents() == before


def test_a_new_title_heads_the_page_and_the_reading_list_and_is_no_edit(project: Project) -> None:
    project.note(NOTE)
    project.sync()
    configure(project, 'title = "What *we* read"\n')
    assert "edited" not in project.sync()
    assert project.contents()["references.md"].startswith(b"# What \\*we\\* read\n")
    assert b"<h1" in project.contents()["index.html"]
    before = project.files()
    project.sync()
    assert project.files() == before


def test_the_diff_says_of_the_page_how_many_lines_alone(project: Project) -> None:
    project.note(NOTE)
    assert "\nindex.html: new, " in project.sync("--diff")
    project.note(NOTE.replace("fine", "finer"))
    out = project.sync("--diff", "--dry-run")
    told = [line for line in out.splitlines() if "index.html" in line]
    assert any(line.startswith("index.html: ") and "differ" in line for line in told)
    assert "b/index.html" not in out
    assert "+++ b/references.md" in out
    project.note("\n" + NOTE)
    assert "index.html: " in json.loads(project.run("sync", "--json", "--diff")[1])["diff"]

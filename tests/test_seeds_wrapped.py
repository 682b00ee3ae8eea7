"""The four reading notes in other wrappings: the same mentions, wherever these stand then.

HTML, notebooks and Org are made of the notes by converters: `pyromark` for HTML,
pandoc for HTML and Org where it is installed, and plain JSON for notebooks.
"""

import json
import re
import shutil
import subprocess
from html import escape
from pathlib import Path
from typing import NamedTuple

import pyromark
import pytest
from pyromark import Options

from paperbib.extract import extract, mentions, plain
from paperbib.extract.passage import Headings
from paperbib.model import Mention, Note, State

UNTIL = 2612
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "seeds"
OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)

needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
NOTES = [
    *(pytest.param(path, id=path.name[:3]) for path in sorted((ROOT / "seeds").glob("*.txt"))),
    *(pytest.param(path, id=f"original-{path.name[:3]}") for path in sorted(SHARED.glob("*.txt"))),
    *(
        [pytest.param(SHARED, id="originals", marks=pytest.mark.skip("the originals are not here"))]
        if not SHARED.is_dir()
        else []
    ),
]
"""The notes, and the originals of them where these are present."""


class Told(NamedTuple):
    """A mention without its place."""

    identifier: str
    version: int | None
    title: str | None
    year: int | None
    section: tuple[str, ...]
    annotation: str | None
    state: State | None
    parent: str | None


def told(found: list[Mention]) -> list[Told]:
    return [
        Told(
            str(one.identifier),
            one.version,
            one.title,
            one.year,
            one.section,
            one.annotation,
            one.state,
            str(one.parent) if one.parent else None,
        )
        for one in found
    ]


def read(text: str, file: str) -> list[Told]:
    return told(extract(Note(file, text), until=UNTIL).mentions)


def source_of(path: Path) -> str:
    """A note as the converters are given it.

    A lone dash under a line is a lost bullet for us, where CommonMark makes a
    heading of the line: an empty line instead keeps it the paragraph that it is.
    """
    return re.sub(r"(?m)^-$", "", path.read_bytes().decode())


def pandoc(text: str, *arguments: str) -> str:
    command = ["pandoc", "--wrap=preserve", *arguments]
    return subprocess.run(
        command, input=text.encode(), capture_output=True, check=True
    ).stdout.decode()


def notebook(cells: list[str]) -> str:
    return json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": cell.splitlines(keepends=True)}
                for cell in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        ensure_ascii=False,
        indent=1,
    )


@pytest.mark.parametrize("path", NOTES)
def test_taking_the_lone_dash_away_changes_nothing(path: Path) -> None:
    assert read(source_of(path), "n.md") == read(path.read_bytes().decode(), "n.md")


@pytest.mark.parametrize("path", NOTES)
def test_html(path: Path) -> None:
    text = source_of(path)
    page = pyromark.html(text, options=OPTIONS)
    expected = read(text, "n.md")
    assert read(page, "n.html") == expected
    assert read(f"<!DOCTYPE html>\n<html><body>\n{page}</body></html>\n", "n.txt") == expected


@needs_pandoc
@pytest.mark.parametrize(
    "reader",
    [
        # Quotes and dots stay as they are typed.
        "commonmark_x-smart",
        # Bare addresses are no links: this finds "…/abs/2105.14103-" with its dash.
        "gfm-autolink_bare_uris",
    ],
)
@pytest.mark.parametrize("path", NOTES)
def test_html_of_pandoc(path: Path, reader: str) -> None:
    text = source_of(path)
    page = pandoc(text, "-f", reader, "-t", "html")
    assert read(page, "n.html") == read(text, "n.md")


@needs_pandoc
@pytest.mark.parametrize("path", NOTES)
def test_a_whole_page_of_pandoc(path: Path) -> None:
    text = source_of(path)
    page = pandoc(text, "-f", "commonmark_x-smart", "-t", "html", "-s", "-M", "pagetitle=Notes")
    assert "<style>" in page
    assert read(page, "n.txt") == read(text, "n.md")


@pytest.mark.parametrize("path", NOTES)
def test_preformatted(path: Path) -> None:
    text = path.read_bytes().decode()
    note = Note("n.txt", text)
    expected = told(mentions.find(note, plain.passages(note, Headings()), until=UNTIL)[0])
    assert read(f"<html><body><pre>{escape(text)}</pre></body></html>", "n.html") == expected


@pytest.mark.parametrize("path", NOTES)
def test_notebook_of_one_cell(path: Path) -> None:
    text = path.read_bytes().decode()
    assert read(notebook([text]), "n.ipynb") == read(text, "n.md")


@pytest.mark.parametrize("path", NOTES)
def test_notebook_with_a_cell_for_each_heading(path: Path) -> None:
    text = path.read_bytes().decode()
    cells = re.split(r"(?m)^(?=#)", text)
    assert read(notebook(cells), "n.ipynb") == read(text, "n.md")


@needs_pandoc
@pytest.mark.parametrize("path", NOTES)
def test_org(path: Path) -> None:
    text = source_of(path)
    for sign, typed in {"’": "'", "–": "--", "—": "---", "…": "..."}.items():
        # Pandoc types these signs so in Org, whatever it is told.
        text = text.replace(sign, typed)
    org = pandoc(text, "-f", "commonmark_x-smart-gfm_auto_identifiers", "-t", "org")
    assert read(org, "n.org") == read(text, "n.md")

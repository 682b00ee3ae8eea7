"""What programs export: bookmarks, reference managers, indexes, converters of notes."""

from __future__ import annotations

import json

import pytest

from paperbib.extract import extract
from paperbib.model import Mention, Note

A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
G = "https://github.com/x/y"


def mentions(file: str, text: str) -> list[Mention]:
    return extract(Note(file, text), until=2612).mentions


def titles(file: str, text: str) -> dict[str, str | None]:
    return {str(one.identifier): one.title for one in mentions(file, text)}


def sections(file: str, text: str) -> list[tuple[str, ...]]:
    return [one.section for one in mentions(file, text)]


def test_bookmarks_of_safari_have_no_list_around_their_folders() -> None:
    text = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<HTML><Title>Bookmarks</Title><H1>Bookmarks</H1>\n"
        f'<DT><H3 FOLDED>Favourites</H3><DL><p><DT><A HREF="{A}">Attention</A>\n'
        f'<DT><H3>Inner</H3><DL><p><DT><A HREF="{G}">code</A></DL><p></DL><p>\n'
        f'<DT><H3>Reading List</H3><DL><p><DT><A HREF="{B}">BERT</A></DL><p></HTML>'
    )
    assert sections("b.html", text) == [
        ("Favourites",),
        ("Favourites", "Inner"),
        ("Reading List",),
    ]


def test_bookmarks_of_firefox_and_chrome() -> None:
    text = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Menu</H1>\n<DL><p>\n"
        f'<DT><H3 ADD_DATE="1">Bar</H3>\n<DL><p>\n<DT><A HREF="{A}" ICON="d">Attention</A>\n'
        f'<DD>My note on it\n<DT><H3>In</H3>\n<DL><p>\n<DT><A HREF="{B}">BERT</A>\n</DL><p>\n'
        f'<DT><A HREF="{G}">code</A>\n</DL><p>\n</DL>'
    )
    assert sections("b.html", text) == [("Bar",), ("Bar", "In"), ("Bar",)]
    assert mentions("b.html", text)[0].annotation == "My note on it"


def test_summary_is_the_title_of_the_details() -> None:
    text = (
        f"<details><summary>Attention Is All You Need</summary><p><a href='{A}'>paper</a></p>"
        f"</details>\n<details><summary><b>BERT</b></summary><a href='{B}'>link</a></details>"
    )
    assert list(titles("a.html", text).values()) == ["Attention Is All You Need", "BERT"]


def test_report_of_zotero() -> None:
    text = (
        '<ul class="report"><li class="item"><h2>Attention Is All You Need</h2><table>'
        "<tr><th>Author</th><td>A. Vaswani</td></tr><tr><th>Extra</th>"
        f"<td>arXiv:1706.03762 [cs]</td></tr><tr><th>URL</th><td><a href='{A}'>{A}</a></td></tr>"
        "</table></li></ul>"
    )
    assert {one.title for one in mentions("z.html", text)} == {"Attention Is All You Need"}


@pytest.mark.parametrize(
    ("file", "text", "title"),
    [
        ("n.tex", rf"\section{{\texorpdfstring{{\href{{{A}}}{{Title}}}}{{Title}}}}", "Title"),
        ("n.tex", rf"\item \href{{{A}}}{{One --- Two}}", "One — Two"),
        ("n.org", f"- [[{A}][One --- Two]]", "One --- Two"),
        ("n.org", "- [[https://img.shields.io/badge/arXiv-1706.03762-b31b1b.svg]] Title", "Title"),
        (
            "n.rst",
            "- |b| Title\n\n.. |b| image:: https://img.shields.io/badge/arXiv-1706.03762-red.svg\n",
            "Title",
        ),
    ],
)
def test_converted(file: str, text: str, title: str) -> None:
    (one,) = mentions(file, text)
    assert (str(one.identifier), one.title) == ("arxiv:1706.03762", title)


def test_heading_of_latex_that_is_a_link_is_a_section() -> None:
    text = rf"\section{{\href{{{A}}}{{Title}}}} \begin{{itemize}}\item {B}\end{{itemize}}"
    assert sections("n.tex", text) == [("Title",), ("Title",)]


def test_letter_underlined_with_one_sign_is_a_heading() -> None:
    assert sections("n.rst", f"A\n-\n\n- {A}\n") == [("A",)]


def test_name_that_is_defined_again_loses_neither_address() -> None:
    text = f"b_\n\n.. _b: {A}\n.. _b: {B}\n"
    assert set(titles("n.rst", text)) == {"arxiv:1706.03762", "arxiv:1810.04805"}


def test_indented_address_below_a_target_is_no_part_of_it() -> None:
    assert len(mentions("n.rst", f".. _b: {A}\n    - {B}\n")) == 2


def test_comment_in_code_is_words() -> None:
    cell = {"cell_type": "code", "source": [f"# BERT {B}\n"], "id": "a"}
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": [cell]})
    assert titles("n.ipynb", text) == {"arxiv:1810.04805": "BERT"}


@pytest.mark.parametrize(
    ("record", "title", "state"),
    [
        # Pocket
        (
            {
                "status": 1,
                "list": {
                    "123": {"given_url": A, "resolved_title": "Title", "status": "0"},
                },
            },
            "Title",
            "open",
        ),
        # Hypothesis
        (
            {
                "total": 1,
                "rows": [
                    {"uri": A, "text": "mine", "document": {"title": ["Title"]}, "target": []}
                ],
            },
            "Title",
            None,
        ),
        # OpenAlex: neither its own numbers nor people are works
        (
            {
                "results": [
                    {
                        "id": "https://openalex.org/W1",
                        "doi": "https://doi.org/10.48550/arxiv.1706.03762",
                        "title": "Title",
                        "authorships": [{"author": {"orcid": "https://orcid.org/0000-0001"}}],
                        "referenced_works": ["https://openalex.org/W2"],
                    }
                ]
            },
            "Title",
            None,
        ),
        # Better BibTeX: the name of a file says nothing
        (
            {
                "items": [
                    {"title": "Title", "url": A, "attachments": [{"path": "/x/1810.04805.pdf"}]}
                ]
            },
            "Title",
            None,
        ),
        # Pinboard
        ([{"href": A, "description": "Title", "extended": "x", "toread": "yes"}], "Title", "open"),
    ],
)
def test_json(record: object, title: str, state: str | None) -> None:
    found = mentions("a.json", json.dumps(record))
    assert {(str(one.identifier), one.title, one.state) for one in found} == {
        ("arxiv:1706.03762", title, state)
    }


def test_crossref() -> None:
    message = {"DOI": "10.1038/nature16961", "title": ["Go"], "issued": {"date-parts": [[2016, 1]]}}
    (one,) = mentions("a.json", json.dumps({"status": "ok", "message": message}))
    assert (str(one.identifier), one.title, one.year) == ("doi:10.1038/nature16961", "Go", 2016)


def test_citation_file() -> None:
    text = (
        "cff-version: 1.2.0\ntitle: My Tool\ndoi: 10.5281/zenodo.1234\nauthors:\n"
        "  - orcid: https://orcid.org/0000-0001-2345-6789\npreferred-citation:\n"
        "  title: The Paper\n  doi: 10.1038/nature16961\nreferences:\n  - title: Attention\n"
        "    identifiers:\n      - type: other\n        value: arXiv:1706.03762\n"
    )
    assert titles("CITATION.cff", text) == {
        "doi:10.5281/zenodo.1234": "My Tool",
        "doi:10.1038/nature16961": "The Paper",
        "arxiv:1706.03762": "Attention",
    }


def test_column_that_is_checked() -> None:
    text = f"Title,Link,Read?\nAttention,{A},checked\nBERT,{B},\n"
    assert [one.state for one in mentions("a.csv", text)] == ["done", None]

"""A note's text in, mentions with their context out; one module per format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

from paperbib.extract import html, markdown, org, plain, reading, rst, unlinked
from paperbib.extract.data import notebook, records, tables
from paperbib.extract.passage import Headings
from paperbib.extract.reading import Extract, Format
from paperbib.extract.tex import bibtex, latex
from paperbib.model import Note, Unlinked

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Extract",
    "Format",
    "extract",
    "extract_stream",
    "find_unlinked",
    "format_of",
]

FORMATS: tuple[Format, ...] = (
    notebook,
    records,
    html,
    bibtex,
    latex,
    org,
    rst,
    tables,
    markdown,
    plain,
)
"""The formats of notes; a new one is a module and a line here.

In the order in which a text without a telling name is tried.
"""

_WITH_LISTS = (notebook, html, org, rst, tables, markdown, plain)
SUFFIXES = frozenset(suffix for format_ in FORMATS for suffix in format_.suffixes)
"""File name endings of notes that a folder is searched for."""

_START = 65_536
"""So many characters tell the format of a text."""


def extract(note: Note, *, until: int) -> Extract:
    """Find every identifier of a note with its context.

    Args:
        note: The note; its file name's ending tells the format, or else its text.
        until: The last possible YYMM of a bare arXiv identifier, as in 2611.

    >>> note = Note("n.md", "- [x] [Attention](https://arxiv.org/abs/1706.03762v2)")
    >>> [(str(m.identifier), m.title, m.state) for m in extract(note, until=2611).mentions]
    [('arxiv:1706.03762', 'Attention', 'done')]
    """
    format_ = format_of(note)
    return reading.whole(note, format_, until=until)


def find_unlinked(note: Note) -> list[Unlinked]:
    """Find every list item of a note that holds no identifier of its own, with its words.

    Items of lists in Markdown, Org, reStructuredText, HTML, the text of notebooks and plain
    text, rows under a column of titles, and lines that start with a bullet; no prose, headings
    or code, and nothing of LaTeX, BibTeX or other records. An item whose title a link inside
    has taken is linked; words below a paper's item are an item only if they look like a
    title. Notes that are read as a stream (`extract_stream`) have none.

    Returns:
        The items, in the order of the note. Whether they name papers at all is not said.

    >>> note = Note("n.md", "- [ ] Seq2Seq (Ilya, 2014) - a classic")
    >>> [(one.titles, one.year, one.people, one.annotation) for one in find_unlinked(note)]
    [(('Seq2Seq',), 2014, ('Ilya',), 'a classic')]
    """
    format_ = format_of(note)
    if format_ not in _WITH_LISTS:
        return []
    if format_.cutting is not None:
        note = replace(note, text=unlinked.without_linked(note.text, format_.cutting(note.text)))
    return unlinked.find(note, format_.passages(note, Headings(wants_words=True)))


def extract_stream(file: str, texts: Iterable[str], *, until: int) -> Iterator[Extract]:
    """Find every identifier of a long note that is read in pieces.

    Args:
        file: The note's name, as shown to people.
        texts: Its text, cut anywhere.
        until: As for `extract`.

    Yields:
        What the pieces hold, in the order of the note, lines counted through.
    """
    yield from reading.stream(file, texts, format_of, plain, until=until)


def format_of(note: Note) -> Format:
    """The format of a note, from its file name, else from its text.

    Text files are what people paste into, whatever they are written in.
    """
    suffix = PurePath(note.file).suffix.lower()
    named = next((one for one in FORMATS if suffix in one.suffixes), plain)
    if named is not plain:
        return named
    return next(
        one for one in (*FORMATS, plain) if one is plain or one.looks_like(note.text[:_START])
    )

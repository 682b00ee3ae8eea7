"""A note's text in, mentions with their context out; one module per format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from paperbib.extract import html, markdown, org, plain, reading, rst
from paperbib.extract.data import notebook, records, tables
from paperbib.extract.reading import Extract, Format
from paperbib.extract.tex import bibtex, latex
from paperbib.model import Note

__all__ = ["FORMATS", "SUFFIXES", "Extract", "Format", "extract", "extract_stream", "format_of"]

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

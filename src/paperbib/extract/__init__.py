"""A note's text in, mentions with their context out; one module per format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple, Protocol

from paperbib.extract import (
    bibtex,
    html,
    latex,
    markdown,
    mentions,
    notebook,
    org,
    plain,
    records,
    rst,
    tables,
)
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Mention, Note, Problem, Rejection


class Format(Protocol):
    """A format of notes: its file name endings, and how it is read."""

    @property
    def name(self) -> str:
        """The name of the format, for people."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings, lower case, with the dot."""

    @property
    def is_cuttable(self) -> bool:
        """Whether a long note can be read in pieces, cut where a paragraph ends."""

    def looks_like(self, text: str) -> bool:
        """Whether the start of a text without a telling file name is of this format."""

    def passages(self, note: Note, headings: Headings) -> Iterator[Passage]:
        """Turn a note into passages, in its order; ``headings`` are those around it."""


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


class Extract(NamedTuple):
    """What a note holds, each in the order of the note.

    Attributes:
        mentions: The identifiers found.
        problems: Faults that a person should mend.
        rejections: What looks like an identifier and is none, with the reason.
    """

    mentions: list[Mention]
    problems: list[Problem]
    rejections: list[Rejection]


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
    return Extract(*mentions.find(note, format_.passages(note, Headings()), until=until))


def extract_stream(file: str, texts: Iterable[str], *, until: int) -> Iterator[Extract]:
    """Find every identifier of a long note that is read in pieces.

    Args:
        file: The note's name, as shown to people.
        texts: Its text, cut anywhere.
        until: As for `extract`.

    Yields:
        What the pieces hold, in the order of the note, lines counted through.
    """
    yield extract(Note(file, "".join(texts)), until=until)


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

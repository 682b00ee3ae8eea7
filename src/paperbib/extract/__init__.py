"""A note's text in, mentions with their context out; one module per format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple, Protocol

from paperbib.extract import markdown, mentions, plain
from paperbib.extract.passage import Passage
from paperbib.model import Mention, Note, Problem


class Format(Protocol):
    """A format of notes: its file name endings, and how it is read."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings, lower case, with the dot."""

    def passages(self, note: Note) -> Iterator[Passage]:
        """Turn a note into passages, in the order of the note."""


FORMATS: tuple[Format, ...] = (markdown, plain)
"""The formats of notes; a new one is a module and a place in this line."""

SUFFIXES = frozenset(suffix for format_ in FORMATS for suffix in format_.suffixes)
"""File name endings of notes that a folder is searched for."""


class Extract(NamedTuple):
    """What a note holds: mentions and problems, each in the order of the note."""

    mentions: list[Mention]
    problems: list[Problem]


def extract(note: Note, *, until: int) -> Extract:
    """Find every identifier of a note with its context.

    Args:
        note: The note; its file name's ending tells the format. Text files that
            are written in Markdown are read as Markdown.
        until: The last possible YYMM of a bare arXiv identifier, as in 2611.

    >>> note = Note("n.md", "- [x] [Attention](https://arxiv.org/abs/1706.03762v2)")
    >>> [(str(m.identifier), m.title, m.state) for m in extract(note, until=2611).mentions]
    [('arxiv:1706.03762', 'Attention', 'done')]
    """
    format_ = _format(note)
    return Extract(*mentions.find(note, format_.passages(note), until=until))


def _format(note: Note) -> Format:
    suffix = PurePath(note.file).suffix.lower()
    named = next((one for one in FORMATS if suffix in one.suffixes), plain)
    # Text is what people paste into; often it is Markdown all the same.
    return markdown if named is plain and markdown.looks_like(note.text) else named

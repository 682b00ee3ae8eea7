"""What stands in a Markdown note and is no Markdown: comments, and pasted BibTeX entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from paperbib.extract.passage import Headings, Passage
from paperbib.extract.tex import bibtex
from paperbib.model import Note

_ENTRY = re.compile(
    r"@(?:article|book|booklet|conference|dataset|electronic|inbook|incollection"
    r"|inproceedings|manual|mastersthesis|misc|online|patent|phdthesis|proceedings|report"
    r"|software|techreport|thesis|unpublished|www)[ \t]*\{(?=[^\s{}@]*,)",
    re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
_LONGEST_ENTRY = 20_000
_COMMENT = re.compile(r"^[ \t]*%%[ \t]*$", re.MULTILINE)
_PRINT = re.compile(r"[^\r\n]")


class Part(NamedTuple):
    """A part of a note, in characters."""

    start: int
    end: int


def find_entries(text: str) -> list[Part]:
    """Find pasted BibTeX entries, in a fence of code or out of it."""
    if "@" not in text:
        return []
    parts: list[Part] = []
    starts = [match for match in _ENTRY.finditer(text) if _starts_line(text, match.start())]
    for number, match in enumerate(starts):
        start = match.start()
        stop = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        depth = 0
        for brace in _BRACE.finditer(text, start, min(stop, start + _LONGEST_ENTRY)):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                parts.append(Part(start, brace.end()))
                break
    return parts


def _starts_line(text: str, position: int) -> bool:
    """Whether nothing but the marks of a quotation stand in front."""
    line = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    return not text[line:position].strip(" \t>")


def find_comments(text: str) -> list[Part]:
    """Find the comments between two lines of ``%%`` (Obsidian)."""
    if "%" not in text or "%%" not in text:
        return []
    fences = list(_COMMENT.finditer(text))
    return [Part(a.start(), b.end()) for a, b in zip(fences[::2], fences[1::2], strict=False)]


def blanked(text: str, parts: Iterable[Part]) -> str:
    """The text with spaces for the parts; every other character keeps its place."""
    pieces, place = [], 0
    for start, end in sorted(parts):
        if end > place:
            pieces += [text[place:start], _PRINT.sub(" ", text[max(start, place) : end])]
            place = end
    pieces.append(text[place:])
    return "".join(pieces)


def read(note: Note, part: Part, section: tuple[str, ...]) -> Iterator[Passage]:
    """Read a pasted entry as a BibTeX file of its own.

    Args:
        note: The note.
        part: The entry in it.
        section: The headings it stands under.
    """
    headings = Headings()
    for level, title in enumerate(section, 1):
        headings.enter(level, title)
    inner = Note(note.file, note.text[part.start : part.end])
    for passage in bibtex.passages(inner, headings):
        passage.move(part.start.__add__)
        yield passage

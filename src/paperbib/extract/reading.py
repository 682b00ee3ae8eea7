"""Reading a note: in pieces where that changes nothing, and only where there is something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from paperbib.extract import mentions
from paperbib.extract.context.sections import Sections
from paperbib.extract.mentions import Sightings
from paperbib.extract.passage import Headings, Passage
from paperbib.extract.pieces import Cutting, Piece, last_cut, pieces
from paperbib.model import Mention, Note, Problem, Rejection, Unlinked

_PORTION = 1 << 20
"""Characters of a stream that are read at once."""
_LONGEST_BLOCK = 1 << 18
"""A block of a stream that is longer is cut at a line or word."""
LARGEST_WHOLE = 8 << 20
"""A format that cannot be cut is read as such up to this many characters."""


class Format(Protocol):
    """A format of notes: its file name endings, and how it is read."""

    @property
    def name(self) -> str:
        """The name of the format, for people."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings, lower case, with the dot."""

    @property
    def cutting(self) -> Callable[[str], Cutting] | None:
        """How a text can be read in pieces; None where it cannot."""

    def looks_like(self, text: str) -> bool:
        """Whether the start of a text without a telling file name is of this format."""

    def passages(self, note: Note, headings: Headings) -> Iterator[Passage]:
        """Turn a note into passages, in its order; ``headings`` are those around it."""


class Extract(NamedTuple):
    """What a note holds, each in the order of the note.

    Attributes:
        mentions: The identifiers found.
        problems: Faults that a person should mend.
        rejections: What looks like an identifier and is none, with the reason.
        unlinked: List items without an identifier, where they were looked for.
    """

    mentions: list[Mention]
    problems: list[Problem]
    rejections: list[Rejection]
    unlinked: Sequence[Unlinked] = ()


class Reader:
    """Reads one note, portion by portion.

    Args:
        file: Its name, as shown to people.
        format_: Its format.
        until: The last possible YYMM of an arXiv identifier.
    """

    def __init__(self, file: str, format_: Format, until: int) -> None:
        self.file = file
        self.format = format_
        self.until = until
        self.headings = Headings()
        self.sections = Sections()
        self.line = 1

    def read(self, text: str, *, goes_on: bool = False) -> Extract:
        """Read a portion that starts and ends where the note can be cut.

        Args:
            text: The portion.
            goes_on: Whether another follows.
        """
        cutting = self.format.cutting(text) if self.format.cutting else None
        sightings = Sightings([], [], [], set())
        position = 0
        has_returns = "\r" in text
        for piece in _pieces(text, cutting, goes_on=goes_on):
            self.line += _lines(text, position, piece.start, has_returns=has_returns)
            position = piece.start
            if piece.item is None or not self._read_item(piece.item, cutting, sightings):
                self._read_piece(text[position : piece.end], sightings, is_heading=piece.is_heading)
        self.line += _lines(text, position, len(text), has_returns=has_returns)
        mentions_ = list(self.sections.pass_on(sightings.mentions, sightings.alone))
        return Extract(mentions_, sightings.problems, sightings.rejections)

    def end(self) -> Extract:
        """What was held back until the end of the note."""
        return Extract(list(self.sections.end()), [], [])

    def _read_item(
        self, item: re.Match[str], cutting: Cutting | None, sightings: Sightings
    ) -> bool:
        """Read an item that needs no parser; say whether that could be done."""
        if cutting is None or cutting.read_item is None:
            return False
        mention = cutting.read_item(item, self.file, self.line, self.headings.path, self.until)
        if mention is not None:
            sightings.mentions.append(mention)
        return mention is not None

    def _read_piece(self, text: str, sightings: Sightings, *, is_heading: bool) -> None:
        note = Note(self.file, text, self.line)
        passages = self.format.passages(note, self.headings)
        if is_heading:
            for _ in passages:
                pass
            return
        found = mentions.find(note, passages, until=self.until)
        sightings.mentions.extend(found.mentions)
        sightings.problems.extend(found.problems)
        sightings.rejections.extend(found.rejections)
        sightings.alone.update(found.alone)


def _pieces(text: str, cutting: Cutting | None, *, goes_on: bool) -> Iterable[Piece]:
    if cutting is not None and cutting.heading is not None:
        return pieces(text, cutting, goes_on=goes_on)
    return [Piece(0, len(text))]


def whole(note: Note, format_: Format, *, until: int) -> Extract:
    """Read a note that is at hand as a whole."""
    reader = Reader(note.file, format_, until)
    found = reader.read(note.text)
    found.mentions.extend(reader.end().mentions)
    return found


def stream(
    file: str,
    texts: Iterable[str],
    format_of: Callable[[Note], Format],
    plain: Format,
    *,
    until: int,
) -> Iterator[Extract]:
    """Read a note as it comes, in bounded memory.

    Args:
        file: Its name, as shown to people.
        texts: Its text, cut anywhere.
        format_of: Tells the format from the name and the start of the text.
        plain: The format of running text, which any text can be read in.
        until: As for `Reader`.
    """
    portions = iter(texts)
    text = "".join(_up_to(portions, _PORTION))
    format_ = format_of(Note(file, text))
    if format_.cutting is None:
        text += "".join(_up_to(portions, LARGEST_WHOLE - len(text)))
        if len(text) < LARGEST_WHOLE:
            yield whole(Note(file, text), format_, until=until)
            return
        yield Extract([], [_too_long(file, format_)], [])
        format_ = plain
    reader = Reader(file, format_, until)
    ended = False
    while not ended:
        more = "".join(_up_to(portions, _PORTION))
        ended = not more
        text += more
        cut = len(text) if ended else _cut(text, format_)
        yield reader.read(text[:cut], goes_on=not ended)
        text = text[cut:]
    yield reader.end()


def _up_to(texts: Iterator[str], length: int) -> Iterator[str]:
    """The next texts, until there are so many characters."""
    while length > 0 and (text := next(texts, None)) is not None:
        length -= len(text)
        yield text


def _cut(text: str, format_: Format) -> int:
    """Where a text that goes on is cut: at a block, else a line, else a word."""
    assert format_.cutting is not None  # noqa: S101 - only such a format is streamed
    if cut := last_cut(text, format_.cutting(text)):
        return cut
    if len(text) < _LONGEST_BLOCK:
        return 0
    return max(text.rfind("\n"), text.rfind(" ")) + 1 or len(text)


def _lines(text: str, start: int, end: int, *, has_returns: bool) -> int:
    r"""How many lines end in ``text[start:end]``; ``\r\n`` and a lone ``\r`` end one, too."""
    number = text.count("\n", start, end)
    if has_returns:
        number += text.count("\r", start, end) - text.count("\r\n", start, end)
    return number


def _too_long(file: str, format_: Format) -> Problem:
    return Problem(
        kind="note",
        what=f"this file is too long for {format_.name}: it is read as running text",
        hint="Cut it into files of less than 8 MB to have its titles read",
        file=file,
        line=1,
        column=1,
    )

"""Running text of Org, put into passages: links, HTML, and words without their markup.

Source: Org Syntax, "Objects" (found in `objects`); the Org Manual, "Link
Abbreviations" and "Tables".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from paperbib.extract import html
from paperbib.extract.lines import Line, Running, is_reference
from paperbib.extract.org.objects import IMAGE, SIGNS, Piece, Reading
from paperbib.extract.passage import Builder, Passage

_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
_LOCAL = re.compile(
    r"(?:file(?:\+\w+)?|id|attachment|docview|pdf|pdfview|elisp|shell|info|help|mailto|news|man"
    r"|zotero|gnus|notmuch|mu4e):|[./~#]",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\[\]\\])")
_LEAST_BUDGET = 50_000
"""So many characters more than the note has may be put for abbreviations."""
_LONGEST_CODE = 12
"""A character is written in so many, percent-encoded."""
_CODED_BRACKET = re.compile(r"%5([BD])", re.IGNORECASE)


def may_link(text: str) -> bool:
    """Whether there may be a link in a text; quicker than to look for it."""
    return "[[" in text or "//" in text or "<" in text or "@@" in text


class Marked:
    """Writes running text of Org into passages.

    Args:
        note: The text of the note.
        abbreviations: What ``#+LINK`` lines define, by the name (Org Manual, "Link
            Abbreviations").
    """

    def __init__(self, note: str, abbreviations: dict[str, str]) -> None:
        self.note = note
        self.abbreviations = abbreviations
        self.budget = 2 * len(note) + _LEAST_BUDGET

    def write(self, block: Passage, builder: Builder, *, is_heading: bool = False) -> None:
        """Add the text of a block; a heading loses its cookies and all its dates."""
        running = Running(block, builder)
        if not SIGNS.search(running.text):
            running.write(0, len(running.text))
            return
        reading = Reading(running.text, is_heading=is_heading)
        running.edit(reading.edits())
        folder = html.Folder(builder)
        position = 0
        for piece in reading.pieces:
            running.write(position, piece.start)
            if piece.address is None:
                folder.feed(running.text[piece.first : piece.last], block.offset(piece.first))
            else:
                self._link(running, piece, piece.address)
            position = piece.end
        running.write(position, len(running.text))
        folder.close()

    def _link(self, running: Running, piece: Piece, written: str) -> None:
        offset = running.block.offset(piece.place)
        last = running.block.offset(piece.place + len(written) - 1)
        at = (offset, self.note[offset : last + 1])
        address = self._address(written)
        if not piece.has_words and IMAGE.fullmatch(written):
            running.builder.badge(address, *at)
        elif not is_reference(address):
            self._no_reference(running, piece, written)
        elif piece.has_words or "://" in written:
            running.link(piece.first, piece.last, address, at)
        else:
            # The address alone, and no words that could be taken for a title.
            running.link(piece.first, piece.first, address, at)

    def _no_reference(self, running: Running, piece: Piece, written: str) -> None:
        """Write the words of a link within the note or the computer."""
        if piece.has_words:
            running.write(piece.first, piece.last)
        is_local = _LOCAL.match(written) and not _WEB.search(written)
        if is_local or (piece.has_words and not _SCHEME.match(written)):
            return
        # A link type that is not known: what it names may be an identifier all the same.
        skip = written.startswith("*")
        if piece.has_words:
            running.builder.add(" ", running.block.offset(piece.place))
        running.write_raw(piece.place + skip, piece.place + len(written))

    def _address(self, written: str) -> str:
        """The destination of a link, escapes and abbreviations undone."""
        name, colon, tag = written.partition(":")
        if colon and (start := self.abbreviations.get(name)) is not None:
            if self.budget < 0:
                return written
            places = start.count("%s") + start.count("%h")
            width = len(tag) * (_LONGEST_CODE if "%h" in start else 1)
            self.budget -= len(start) + width * max(places, 1)
            if self.budget < 0:
                return written
            if places:
                return start.replace("%s", tag).replace("%h", quote(tag))
            return start + tag
        address = _ESCAPE.sub(r"\1", " ".join(written.split()))
        return _CODED_BRACKET.sub(lambda match: "[" if match[1] in "Bb" else "]", address)


def cells(line: Line) -> Iterator[Line]:
    """The cells of a row of a table (Org Syntax, "Tables")."""
    start = line.margin + 1
    for written in line.text[start:].split("|"):
        end = start + len(written)
        yield Line(line.start, line.text[:end]).after(start)
        start = end + 1

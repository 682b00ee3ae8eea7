"""Running text of reStructuredText: links, roles, emphasis, substitutions, escapes.

Source: reStructuredText Markup Specification, "Inline Markup" and "Hyperlink
Targets"; Sphinx, "sphinx.ext.extlinks", for roles like ``:arxiv:``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.lines import Edit, Line, Running, is_reference, pairs
from paperbib.extract.passage import Builder, Passage
from paperbib.extract.rst.names import ESCAPED, Targets, address_of, label, unescape

_TOKEN = re.compile(
    r"""
    (?P<literal>``(?=\S).+?``)
    | (?::(?P<role>[A-Za-z][\w.+:-]{0,60}):)?_?`(?P<body>(?:[^`\\]|\\.)+)`
      (?P<tail>__?(?![^\W_])|:[A-Za-z][\w.+:-]{0,60}:)?
    | (?P<url>https?://(?:[^\s<>`\\]|\\\S)+)
    | (?P<escape>\\(?:\s|(?P<escaped>.)|\Z))
    | \|(?P<replaced>[^|\s](?:[^|\n]{0,200}))\|_{0,2}
    | (?P<footnote>\[(?:\d{1,4}|[#*]|\#?[\w.-]{1,60})\]_(?!\w))
    | (?P<word>[^\W_]+(?:[-._+:][^\W_]+)*)(?P<reference>__?(?!\w))?
    """,
    re.VERBOSE | re.DOTALL,
)
SIGNS = re.compile(r"[`*_|\\\]]")
"""Text without any of these is no markup."""
_EDGE = "\x01"
_OPEN = re.compile(rf"(?<![^\s'\"(\[{{</:{_EDGE}–—-])\*{{1,2}}(?=[^\s*])")
_CLOSE = re.compile(rf"(?<=[^\s*])\*{{1,2}}(?=[\s'\")\]}}>/:.,;!?\\{_EDGE}–—-]|\Z)")
_URL_TAIL = "*|_.,;:!?'\")}]"
_WITHIN = frozenset("ref doc term any download numref keyword envvar".split())
"""Roles whose target is a label within the document."""


class _Piece(NamedTuple):
    """A link over ``text[start:end]``; its words are ``text[first:last]``.

    Attributes:
        address: The destination.
        place: Where in the text the destination stands.
        written: How it is written there; it may stand elsewhere in the note.
    """

    start: int
    end: int
    first: int
    last: int
    address: str
    place: int
    written: str


class Marked:
    """Writes running text of reStructuredText into passages.

    Args:
        targets: What its names lead to.
    """

    def __init__(self, targets: Targets) -> None:
        self.targets = targets

    def write(self, block: Passage, builder: Builder) -> None:
        """Add the text of a block."""
        running = Running(block, builder)
        if not SIGNS.search(running.text):
            running.write(0, len(running.text))
            return
        reading = _Reading(running.text, self.targets)
        for picture in reading.badges:
            builder.badge(unescape(picture.text), picture.start, picture.text)
        running.edit(reading.edits())
        position = 0
        for piece in reading.pieces:
            running.write(position, piece.start)
            at = (block.offset(piece.place), piece.written)
            running.link(piece.first, piece.last, piece.address, at)
            position = piece.end
        running.write(position, len(running.text))


class _Reading:
    """Finds the markup in a block of text."""

    def __init__(self, text: str, targets: Targets) -> None:
        self.text = text
        self.targets = targets
        self.pieces: list[_Piece] = []
        self.found: list[Edit] = []
        self.badges: list[Line] = []
        self.mask = list(text)
        for match in _TOKEN.finditer(text):
            self._token(match)

    def edits(self) -> list[Edit]:
        """What is left out or replaced."""
        mask = "".join(self.mask)
        return [*self.found, *pairs(_OPEN.finditer(mask), _CLOSE.finditer(mask))]

    def _token(self, match: re.Match[str]) -> None:
        start, end = match.span()
        if match["literal"] is not None:
            self._hide(start, end)
            self.found += [Edit(start, start + 2), Edit(end - 2, end)]
        elif match["body"] is not None:
            self._hide(start, end)
            self._quoted(match)
        elif match["url"] is not None:
            self._hide(start, start + len(match["url"].rstrip(_URL_TAIL)))
            self._escapes(start, end)
        elif match["escape"] is not None:
            sign = "x" if match["escaped"] else _EDGE
            self._hide(start, end, sign)
            self.found.append(Edit(start, end, match["escaped"] or ""))
        elif match["replaced"] is not None:
            self._replaced(match)
        elif match["footnote"] is not None:
            self._hide(start, end, _EDGE)
            self.found.append(Edit(start, end))
        elif match["reference"] is not None:
            self._word(match)

    def _hide(self, start: int, end: int, sign: str = "x") -> None:
        self.mask[start:end] = sign * (end - start)
        if sign == "x" and self.text[start:end][:1] in "`:_":
            # The edges of a link or literal do as neighbours of emphasis.
            self.mask[start] = self.mask[end - 1] = _EDGE

    def _escapes(self, start: int, end: int) -> None:
        for one in ESCAPED.finditer(self.text, start, end):
            self.found.append(Edit(*one.span()))

    def _word(self, match: re.Match[str]) -> None:
        """A reference of one word: ``name_``, or ``name__`` for the next anonymous target."""
        start, end = match.span("word")
        if match["reference"] == "__":
            address = None if not self.targets.anonymous else self.targets.follow_anonymous()
        else:
            address = self.targets.follow(label(match["word"]))
        if address is not None:
            self.pieces.append(_Piece(start, match.end(), start, end, address, start, address))

    def _replaced(self, match: re.Match[str]) -> None:
        """A substitution: an image goes, a text comes in, anything else stays."""
        name = label(match["replaced"])
        start, end = match.span()
        if name in self.targets.pictures:
            self._hide(start, end, _EDGE)
            self.found.append(Edit(start, end))
            if picture := self.targets.badges.pop(name, None):
                self.badges.append(picture)
            if address := self.targets.picture(name):
                self.pieces.append(_Piece(start, end, end, end, address, start, address))
        elif (words := self.targets.word(name)) is not None:
            self.found.append(Edit(start, end, words))

    def _quoted(self, match: re.Match[str]) -> None:
        """Text in single backquotes: a reference, a role, or nothing but a title."""
        tail = match["tail"] or ""
        role = match["role"] or (tail.strip(":") if tail.startswith(":") else "")
        start, end = match.span()
        first, last = match.span("body")
        words, inner = self._embedded(first, last)
        self._escapes(first, last)
        if tail.startswith("_") and inner:
            self._link(match, (first, words), inner, self._destination(*inner))
        elif tail == "_":
            self._named(match, self.targets.follow(label(match["body"])))
        elif tail == "__":
            self._named(match, self.targets.follow_anonymous())
        elif inner and (address := address_of(role, unescape(self.text[slice(*inner)]).strip())):
            self._link(match, (first, words), inner, address)
        elif inner and role and "://" in self.text[slice(*inner)]:
            self._link(match, (first, words), inner, self._destination(*inner))
        elif address := address_of(role, unescape(match["body"]).strip()):
            self._link(match, (first, first), (first, last), address)
        else:
            is_within = inner and role.rpartition(":")[2] in _WITHIN
            last = words if is_within else last
            self.found += [Edit(start, first), Edit(last, end)]

    def _link(
        self, match: re.Match[str], words: tuple[int, int], inner: tuple[int, int], address: str
    ) -> None:
        if not is_reference(address) and words[0] == words[1]:
            words = inner
        written = self.text[slice(*inner)]
        self.pieces.append(_Piece(*match.span(), *words, address, inner[0], written))

    def _named(self, match: re.Match[str], address: str | None) -> None:
        start, end = match.span()
        first, last = match.span("body")
        if address is None:
            self.found += [Edit(start, first), Edit(last, end)]
        else:
            self.pieces.append(_Piece(start, end, first, last, address, start, address))

    def _embedded(self, first: int, last: int) -> tuple[int, tuple[int, int] | None]:
        """Where the words of ``text <target>`` end, and where the target stands."""
        body = self.text[first:last]
        place = body.rfind("<")
        if not body.endswith(">") or place < 0 or body[place - 1 : place] == "\\":
            return last, None
        words = body[:place].rstrip()
        return first + len(words), (first + place + 1, last - 1)

    def _destination(self, start: int, end: int) -> str:
        """The address between angle brackets; it may be a name instead."""
        written = self.text[start:end]
        if written.endswith("_") and not written.endswith("\\_") and "://" not in written:
            return self.targets.follow(label(written[:-1])) or written
        return unescape("".join(written.split()))

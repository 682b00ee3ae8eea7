"""The markup in running text of Org: links, emphasis, entities, timestamps, footnotes.

Source: Org Syntax, "Objects". Org wants blanks or punctuation around the marks
of emphasis; here the edge of a link will do as well, as pandoc writes it so.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from paperbib.extract.lines import Edit, pairs

_TOKEN = re.compile(
    r"""
    \[\[(?P<target>(?:[^\[\]\\]|\\[\s\S])+)\](?P<then>[\[\]])
    | <(?P<angle>(?:https?://|doi:|arxiv:)[^<>\s]+)>
    | (?P<url>https?://[^\s<>\[\]]+)
    | (?P<snippet>@@[A-Za-z][\w-]*:)
    | (?P<stamp>[<\[]\d{4}-\d\d-\d\d(?P<day>[^\]>\n]{0,40})[>\]](?:--(?=[<\[]\d))?)
    | (?P<note>\[fn:[\w-]*(?:\]|:))
    | (?P<radio><<<?(?=[^<>\s][^<>\n]*>>)|(?<=[^<>\s])>>>?)
    | (?P<break>\\\\(?=[ \t]*(?:\n|\Z)))
    | \\(?P<entity>[A-Za-z]+)(?:\{\}|(?![A-Za-z]))
    | (?P<escape>\\(?=_))
    | (?P<macro>\{\{\{|\}\}\})
    | (?P<cookie>\[\d{0,5}(?:%|/\d{0,5})\])
    """,
    re.VERBOSE | re.IGNORECASE,
)
SIGNS = re.compile(r"[\[\]<>*/_+=~\\@{}]|---")
"""Text without any of these is no markup."""
_MARK = r"(?:\*\*|[*/_+=~])"
_EDGE = "\x01"
_OPEN = re.compile(rf"(?<![^\s({{'\"*/_+{_EDGE}–—-]){_MARK}(?=\S)")
_CLOSE = re.compile(rf"(?<=\S){_MARK}(?=[\s.,;:!?'\")}}|\[\]\\*/_+{_EDGE}–—-]|\Z)")
_VERBATIM = ("=", "~")
_URL_TAIL = "*/_+=~.,;:!?'\")}"
_LONGEST_TEXT = 2_000
_INNER = re.compile(r"\[\[([^\[\]]*)\]")
IMAGE = re.compile(
    r"(?:\[\[)?(?:(?:https?|file|attachment):|[./~])[^\s\[\]]*"
    r"\.(?:png|jpe?g|gif|svg|webp)(?:[?#][^\s\[\]]*)?(?:\]\])?"
    r"|(?:\[\[)?https?://(?:lh\d+\.googleusercontent\.com|camo\.githubusercontent\.com)/"
    r"[^\s\[\]]*(?:\]\])?",
    re.IGNORECASE,
)
_NAMED = dict(
    pair.split("=", 1)
    for pair in """
    ast=* under=_ slash=/ plus=+ equal== tilde=~ textasciitilde=~ vert=| vbar=| lbrace={ rbrace=}
    lbrack=[ rbrack=] backslash=\\ textbackslash=\\ dollar=$ percnt=% num=# asciicirc=^ circ=^
    dots=… colon=: at=@
    """.split()
)


class Piece(NamedTuple):
    """A link or a snippet of HTML over ``text[start:end]``; its words are ``text[first:last]``.

    Attributes:
        address: The destination as written; None for HTML.
        place: Where in the text the destination stands.
        has_words: Whether it is described.
    """

    start: int
    end: int
    first: int
    last: int
    address: str | None
    place: int
    has_words: bool


class Reading:
    """Finds the markup in a block of text.

    Args:
        text: The text.
        is_heading: Whether it is a heading.
    """

    def __init__(self, text: str, *, is_heading: bool) -> None:
        self.text = text
        self.is_heading = is_heading
        self.pieces: list[Piece] = []
        self.found: list[Edit] = []
        self.mask = list(text)
        self.inside = 0
        position = 0
        while match := _TOKEN.search(text, position):
            position = max(self._token(match), match.start() + 1)
        self.pieces.sort()

    def edits(self) -> list[Edit]:
        """What is left out or replaced: all but links and HTML."""
        mask = "".join(self.mask)
        marks = pairs(_OPEN.finditer(mask), _CLOSE.finditer(mask))
        verbatim = sorted(
            (start, end)
            for start, end in zip(marks[::2], marks[1::2], strict=True)
            if self.text[start.start] in _VERBATIM
        )
        kept: list[Edit] = []
        waiting, until = iter(verbatim), -1
        span = next(waiting, None)
        for edit in sorted([*self.found, *marks]):
            while span and span[1].end <= edit.start:
                span = next(waiting, None)
            if span and span[0].end <= edit.start < span[1].start:
                # In verbatim text nothing else is markup.
                continue
            if edit.start >= until:
                kept.append(edit)
                until = edit.end
        return kept

    def _token(self, match: re.Match[str]) -> int:
        """Take in a sign of markup, and tell where to go on."""
        start, end = match.span()
        kind = match.lastgroup
        if kind == "then":
            return self._bracketed(match)
        if kind == "angle":
            first, last = match.span("angle")
            self._hide(start, end, _EDGE)
            self.pieces.append(
                Piece(start, end, first, last, match["angle"], first, has_words=False)
            )
        elif kind == "url":
            return self._url(start, end)
        elif kind == "snippet":
            return self._snippet(match)
        elif kind == "entity":
            decoded = _NAMED.get(match["entity"]) or unescape(f"&{match['entity']};")
            if not decoded.startswith("&") or decoded == "&":
                self.found.append(Edit(start, end, decoded))
        elif kind == "day":
            is_note_date = match["day"] or self.is_heading or self.text[start] == "<"
            self.found += [Edit(start, end)] if is_note_date else []
        elif kind != "cookie" or self.is_heading:
            self.found.append(Edit(start, end))
        return end

    def _hide(self, start: int, end: int, sign: str = "x") -> None:
        self.mask[start:end] = sign * (end - start)

    def _url(self, start: int, end: int) -> int:
        """Hide an address from the search for emphasis, but for marks that close it."""
        text = self.text
        tail = len(text[start:end].rstrip(_URL_TAIL)) + start
        before = text[start - 1 : start]
        place = text.find(before, tail, end) if before and before in "*/_+=~" else -1
        place = text.find("*", tail, end) if place < 0 else place
        self._hide(start, end if place < 0 else place)
        return end if place < 0 else place

    def _snippet(self, match: re.Match[str]) -> int:
        """Export snippets: ``@@html:<br>@@``."""
        start, first = match.span()
        last = self.text.find("@@", first, first + _LONGEST_TEXT)
        if last < 0 or start < self.inside:
            return first
        if match[0].lower() == "@@html:":
            self._hide(start, last + 2, _EDGE)
            self.pieces.append(Piece(start, last + 2, first, last, None, first, has_words=False))
        else:
            self.found += [Edit(start, first), Edit(last, last + 2)]
        return last + 2

    def _bracketed(self, match: re.Match[str]) -> int:
        """A link in brackets, ``[[target][text]]`` or ``[[target]]``."""
        start, end = match.span()
        place, stop = match.span("target")
        target = match["target"]
        if match["then"] == "]":
            self._hide(start, end, _EDGE)
            if IMAGE.fullmatch(target):
                self.pieces.append(Piece(start, end, start, start, target, place, has_words=False))
            elif start >= self.inside:
                self.pieces.append(Piece(start, end, place, stop, target, place, has_words=False))
            return end
        last = self._text_end(end)
        words = self.text[end:last]
        inner = _INNER.search(words)
        if last < 0 or start < self.inside or (inner and not IMAGE.fullmatch(inner[1])):
            return place
        self._hide(start, end, _EDGE)
        self._hide(last, last + 2, _EDGE)
        is_picture = IMAGE.fullmatch(words.strip()) is not None
        first = last if is_picture else end
        self.inside = last + 2
        self.pieces.append(Piece(start, last + 2, first, last, target, place, has_words=True))
        return last if is_picture else end

    def _text_end(self, first: int) -> int:
        """Where the text of a link ends; its own brackets are balanced."""
        last = self.text.find("]]", first, first + _LONGEST_TEXT)
        if last > 0:
            words = self.text[first:last]
            lone = words.count("[") - words.count("]")
            while lone > 0 and self.text[last + 2 : last + 3] == "]":
                last, lone = last + 1, lone - 1
        return last

"""Long notes in pieces, and structure only where it is needed.

A note can be cut where a block starts that depends on nothing before it. Pieces
without a trace of an identifier need no parser: all they tell are headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperbib.identifiers import scan
from paperbib.model import Mention

_NO_LEVEL = 99
_LARGEST = 32_768
"""Adjacent pieces are read as one up to about this many characters."""


ReadItem = Callable[[re.Match[str], str, int, tuple[str, ...], int], Mention | None]
"""From a match, the note's name, the line's number, the section and the last YYMM."""


class Cutting(NamedTuple):
    """How a format of notes can be cut.

    Attributes:
        start: Matches at a line start where a block begins whatever stands above.
        after_blank: The same, where the line above is blank.
        heading: Matches the line end before a heading with its ``marks``, or before
            its ``underline``; None where all of a note must be parsed.
        whole: The spans that must not be cut, in order: code fences, comments.
        trace: What else must be parsed, whether or not it holds an identifier.
        item: Matches the line end before an item that needs no parser, and the item.
        read_item: Makes a mention of such a match; None if it does need the parser.
    """

    start: re.Pattern[str]
    after_blank: re.Pattern[str]
    heading: re.Pattern[str] | None = None
    whole: Callable[[str], list[tuple[int, int]]] = lambda _: []
    trace: re.Pattern[str] | None = None
    item: re.Pattern[str] | None = None
    read_item: ReadItem | None = None


class Piece(NamedTuple):
    """A part of a note, ``text[start:end]``.

    Attributes:
        start: First character.
        end: One past the last.
        is_heading: Whether only its headings matter.
        item: The match of an item that needs no parser.
        level: Of a heading; 0 where only the parser can tell, or whether it is one.
    """

    start: int
    end: int
    is_heading: bool = False
    item: re.Match[str] | None = None
    level: int = 0


def pieces(text: str, cutting: Cutting, *, goes_on: bool = False) -> Iterator[Piece]:
    r"""Cut a text into the pieces that are worth a parser, in order.

    Args:
        text: The text.
        cutting: How it can be cut.
        goes_on: Whether more of the note follows, which the last headings are about.

    >>> list(pieces("a\n\nb arXiv:1706.03762\n\nc\n", PARAGRAPHS))
    [Piece(start=3, end=23, is_heading=False, item=None, level=0)]
    """
    traces = scan.traces(text)
    if cutting.trace and traces:
        traces = sorted([*traces, *(match.start() for match in cutting.trace.finditer(text))])
    cuts = _Cuts(text, cutting)
    done = 0
    for item in cutting.item.finditer(text) if cutting.item and traces else ():
        start = item.start() + 1
        if cuts.whole and cuts.is_held(start):
            continue
        if done < start:
            yield from _between(cuts, traces, done, start)
        done = item.end() + 1
        yield Piece(start, done, item=item)
    last = len(text) if goes_on else traces[-1] + 1 if traces else 0
    if done < last:
        yield from _between(cuts, traces, done, len(text), goes_on=goes_on)


def _between(
    cuts: _Cuts, traces: list[int], low: int, high: int, *, goes_on: bool = True
) -> Iterator[Piece]:
    """The pieces between two cuts."""
    done = low
    waiting: Piece | None = None
    for index in range(bisect_left(traces, low), bisect_left(traces, high)):
        trace = traces[index]
        if trace < done:
            continue
        start = cuts.before(trace, done)
        end = min(cuts.after(trace), high)
        if waiting and waiting.end == start and end - waiting.start < _LARGEST:
            waiting = Piece(waiting.start, end)
        else:
            if waiting:
                yield waiting
            if done < start:
                yield from cuts.headings(done, start)
            waiting = Piece(start, end)
        done = end
    if waiting:
        yield waiting
    if goes_on and done < high:
        yield from cuts.headings(done, high)


def last_cut(text: str, cutting: Cutting) -> int:
    """The last place where a text that goes on may be cut; 0 where there is none."""
    return _Cuts(text, cutting).before(len(text), 0)


class _Cuts:
    """The places where a text may be cut."""

    def __init__(self, text: str, cutting: Cutting) -> None:
        self.text = text
        self.cutting = cutting
        self.whole = cutting.whole(text)
        self.whole_starts = [start for start, _ in self.whole]

    def before(self, position: int, low: int) -> int:
        """The last cut at or before a position; ``low`` where there is none above it."""
        position += 1
        while (position := self.text.rfind("\n", low, position - 1) + 1) > low:
            held = self._span(position)
            if held:
                position = held[0] + 1
            elif self._is_cut(position):
                return position
        return low

    def after(self, position: int) -> int:
        """The first cut behind a position; the end of the text where there is none."""
        while position := self.text.find("\n", position) + 1:
            held = self._span(position)
            if held:
                position = held[1]
            elif self._is_cut(position):
                return position
        return len(self.text)

    def is_held(self, position: int) -> bool:
        """Whether a position is inside a span that must not be cut."""
        return self._span(position) is not None

    def headings(self, low: int, high: int) -> Iterator[Piece]:
        """The headings between two cuts that are still open at the second, as pieces."""
        if self.cutting.heading is None:
            return
        found: list[Piece] = []
        text = self.text
        first = text[: text.find("\n") + 1] or text if low == 0 else ""
        if first and (match := self.cutting.heading.match(f"\n{first}")) and not match["underline"]:
            found.append(Piece(0, len(first), is_heading=True, level=len(match["marks"] or "")))
        # The pattern starts at the line end above a heading.
        for match in self.cutting.heading.finditer(text, max(low - 1, 0), high):
            if self._span(match.start() + 1):
                continue
            end = text.find("\n", match.end(), high)
            end = high if end < 0 else end + 1
            if match["underline"] is None:
                level = len(match["marks"])
                found.append(Piece(match.start() + 1, end, is_heading=True, level=level))
                continue
            # What it underlines, if anything, is a paragraph: from the last blank line on.
            floor = found[-1].end if found else low
            start = max(
                _behind(text, "\n\n", floor, match.start()),
                _behind(text, "\n\r\n", floor, match.start()),
            )
            if not start and found:
                start = found.pop().start
            found.append(Piece(max(start, low), end, is_heading=True))
        yield from _open_headings(found)

    def _is_cut(self, position: int) -> bool:
        text = self.text
        if self.cutting.start.match(text, position):
            return True
        above = text.rfind("\n", 0, position - 1) + 1
        is_blank = not text[above:position].strip()
        return is_blank and self.cutting.after_blank.match(text, position) is not None

    def _span(self, position: int) -> tuple[int, int] | None:
        """The span around a position that must not be cut."""
        index = bisect_right(self.whole_starts, position) - 1
        if index >= 0 and self.whole[index][0] < position < self.whole[index][1]:
            return self.whole[index]
        return None


def _open_headings(found: list[Piece]) -> Iterator[Piece]:
    """Headings without those that a later one of the same or an outer level closes."""
    kept: list[Piece] = []
    lowest = _NO_LEVEL
    for piece in reversed(found):
        if piece.level < lowest:
            kept.append(piece)
            lowest = piece.level or lowest
    yield from reversed(kept)


def _behind(text: str, mark: str, low: int, high: int) -> int:
    """Where the text goes on behind the last mark; 0 where there is none."""
    place = text.rfind(mark, low, high)
    return 0 if place < 0 else place + len(mark)


PARAGRAPHS = Cutting(re.compile(r"(?!)"), re.compile(r"(?=\S)"))
"""Cut at paragraphs: where a line without indentation follows a blank one."""

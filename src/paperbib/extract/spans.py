"""Parts of a passage put together anew, with their places in the note kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from paperbib.extract.passage import Link, Passage

Span = tuple[int, int]


def without(length: int, dropped: Iterable[Span]) -> list[Span]:
    """The parts of a text of ``length`` that are left when some are dropped.

    >>> without(9, [(6, 7), (0, 2)])
    [(2, 6), (7, 9)]
    """
    kept, place = [], 0
    for start, end in sorted(dropped):
        if start > place:
            kept.append((place, start))
        place = max(place, end)
    if place < length:
        kept.append((place, length))
    return kept


def rearranged(passage: Passage, lines: Iterable[list[Span]]) -> Passage:
    """A copy of a passage that consists of some parts of its text.

    Args:
        passage: The passage.
        lines: The parts, in the new order; parts that do not overlap. Lines are
            separated by a newline, the parts of a line by nothing.

    Returns:
        A passage whose links are those of the parts.
    """
    text = passage.text
    copy = Passage(
        passage.section, passage.parent, passage.is_item, passage.state, given=passage.given
    )
    copy.is_listed = passage.is_listed
    moved: list[tuple[int, int, int]] = []
    for line in lines:
        if copy.length and line:
            copy.add("\n", passage.offset(line[0][0]))
        for start, end in line:
            moved.append((start, end, copy.length))
            for piece_start, piece_end in _unbroken(passage, start, end):
                copy.add(text[piece_start:piece_end], passage.offset(piece_start))
    moved.sort()
    starts = [start for start, _, _ in moved]
    for links, copies in ((passage.links, copy.links), (passage.badges, copy.badges)):
        for link in links:
            start = _forwards(moved, starts, link.start)
            end = (
                max(start, _backwards(moved, starts, link.end)) if link.end > link.start else start
            )
            copies.append(Link(start, end, link.address, link.offset, link.raw))
    return copy


def _unbroken(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """Cut a part where its characters do not follow each other in the note."""
    waiting = [(start, end)]
    while waiting:
        first, stop = waiting.pop()
        width = stop - first - 1
        if width < 1 or passage.offset(stop - 1) - passage.offset(first) == width:
            yield first, stop
        else:
            middle = (first + stop) // 2
            waiting += [(middle, stop), (first, middle)]


def _forwards(moved: list[tuple[int, int, int]], starts: list[int], position: int) -> int:
    """Where a position went; if it was dropped, where the next part went."""
    index = bisect_right(starts, position) - 1
    if index >= 0 and position <= moved[index][1]:
        return moved[index][2] + position - moved[index][0]
    if index + 1 < len(moved):
        return moved[index + 1][2]
    return moved[-1][2] + moved[-1][1] - moved[-1][0] if moved else 0


def _backwards(moved: list[tuple[int, int, int]], starts: list[int], position: int) -> int:
    """Where the end of something went; if it was dropped, the end of the part before."""
    index = bisect_right(starts, position - 1) - 1
    if index < 0:
        return 0
    start, end, place = moved[index]
    return place + min(position, end) - start

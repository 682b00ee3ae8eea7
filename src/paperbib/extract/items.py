"""Items: the parts of a note that each speak of one thing.

A list item, a table row or a paragraph is one item. Where a note lost its line
structure, a paragraph holds many: a ``YYYY Title`` line, or the dash of a lost
bullet after a link, starts the next; or its lines are themselves a list (see
`_line_cuts`).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from paperbib.extract.passage import Passage
from paperbib.extract.titles import leading_year
from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.identifier import Identifier

_TAIL = re.compile(r"\s[-*•]\s*")
_NUMBERED = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))\s")
_GLUED_BULLET = re.compile(r"[-*•][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An identifier in a passage, over ``text[start:end]``.

    Attributes:
        offset: Where it stands in the note, in characters.
        raw: As written in the note.
        is_labelled: Whether the span is a link text that names the thing.
        is_link: Whether the span is a link text at all, not the identifier itself.
    """

    start: int
    end: int
    cited: Cited
    offset: int
    raw: str
    is_labelled: bool
    is_link: bool

    @property
    def identifier(self) -> Identifier:
        """What it names."""
        return self.cited.identifier

    @property
    def is_paper(self) -> bool:
        """Whether it names a paper rather than a page."""
        return self.cited.identifier.scheme != "url"


@dataclass(slots=True)
class Item:
    """A part of a passage that speaks of one thing.

    Attributes:
        passage: The passage.
        start: Its first character in the passage's text.
        end: One past its last.
        is_item: Whether it is an item of a list, rather than prose.
        parent: The item around it.
        candidates: Its identifiers, in text order.
        paper: The paper it is about: the first it names.
    """

    passage: Passage
    start: int
    end: int
    is_item: bool
    parent: Item | None
    candidates: list[Candidate] = field(default_factory=list)
    paper: Candidate | None = None

    @property
    def primary(self) -> Candidate | None:
        """The paper, else the first link."""
        return self.paper or next(iter(self.candidates), None)


class _Line(NamedTuple):
    """A line of a paragraph, with the identifiers in it."""

    start: int
    text: str
    candidates: list[Candidate]

    @property
    def _outside(self) -> tuple[str, str]:
        first, last = self.candidates[0], self.candidates[-1]
        return self.text[: first.start - self.start], self.text[last.end - self.start :]

    @property
    def is_at_edge(self) -> bool:
        """Whether there are words on one side of the identifiers at most."""
        return not all(re.search(r"\w", side) for side in self._outside)

    @property
    def is_alone(self) -> bool:
        """Whether there are identifiers and no other words."""
        return bool(self.candidates) and not any(re.search(r"\w", side) for side in self._outside)


def split(passage: Passage, candidates: list[Candidate], parent: Item | None) -> Iterator[Item]:
    """Cut a passage into items, at the traces that lost line structure left.

    Args:
        passage: The passage.
        candidates: Its candidates, in text order.
        parent: The item around the passage.

    Yields:
        At least one item; every candidate is in exactly one.
    """
    cuts = _cuts(passage.text, candidates)
    if len(cuts) == 1 and not passage.is_item:
        cuts = _line_cuts(passage.text, candidates)
    waiting = deque(candidates)
    top: Item | None = None
    for number, (start, is_nested) in enumerate(cuts):
        is_last = number == len(cuts) - 1
        end = len(passage.text) if is_last else cuts[number + 1][0]
        year, _ = leading_year(passage.text[start:end])
        is_item = passage.is_item or len(cuts) > 1 or year is not None
        item = Item(passage, start, end, is_item, top if is_nested else parent)
        while waiting and (waiting[0].start < end or is_last):
            item.candidates.append(waiting.popleft())
        item.paper = next((one for one in item.candidates if one.is_paper), None)
        if not is_nested:
            top = item
        yield item


def _cuts(text: str, candidates: list[Candidate]) -> list[tuple[int, bool]]:
    """Where items start, and whether each is nested in the one before."""
    ends = sorted((one.end, one.is_link) for one in candidates)
    cuts: list[tuple[int, bool]] = [(0, False)]
    position, index, has_tail, has_candidate = 0, 0, False, False
    for line in text.split("\n"):
        year, _ = leading_year(line)
        if position and (has_tail or (year and has_candidate)):
            cuts.append((position, False))
            has_candidate = False
        stop = position + len(line)
        has_tail = False
        while index < len(ends) and ends[index][0] <= stop:
            has_candidate = True
            end, is_link = ends[index]
            rest = text[end:stop]
            has_tail = _TAIL.fullmatch(rest) is not None
            if not is_link and (bullet := _GLUED_BULLET.match(rest)):
                cuts.append((end + bullet.end(), True))
                has_candidate = False
            index += 1
        position = stop + 1
    return cuts


def _line_cuts(text: str, candidates: list[Candidate]) -> list[tuple[int, bool]]:
    """Where the items of a paragraph start that is a list without bullets.

    It is one when its lines are numbered, or when every line is text with an
    identifier at one end, or when lines of identifiers alone follow lines of
    text. Anything else is prose, and one item.
    """
    lines: list[_Line] = []
    position, index = 0, 0
    for line in text.split("\n"):
        stop, first = position + len(line), index
        while index < len(candidates) and candidates[index].start <= stop:
            index += 1
        lines.append(_Line(position, line, candidates[first:index]))
        position = stop + 1
    named = [line for line in lines if line.candidates]
    numbered = [line for line in lines if _NUMBERED.match(line.text)]
    if len(named) < 2:  # noqa: PLR2004 - a list has two
        starts = []
    elif len(numbered) > 1:
        starts = numbered
    elif all(line.candidates and line.is_at_edge for line in lines if line.text.strip()):
        starts = named
    else:
        last = named[-1].start
        starts = [
            line
            for above, line in pairwise(lines)
            if above.is_alone and not line.candidates and line.start < last
        ]
    return [(0, False), *((line.start, False) for line in starts if line.start)]


def parent_of(item: Item, one: Candidate) -> Identifier | None:
    """What a candidate stands under: the item's paper, else the item around it."""
    paper = item.paper
    if item.is_item and paper and not one.is_paper:
        return paper.identifier
    above = item.parent
    while above is not None:
        if above.primary and above.primary.identifier != one.identifier:
            return above.primary.identifier
        above = above.parent
    return None

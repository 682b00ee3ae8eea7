"""Items: the parts of a note that each speak of one thing.

A list item, a table row or a paragraph is one item. Where a note lost its line
structure, a paragraph holds many: a ``YYYY Title`` line, or the dash of a lost
bullet after a link, starts the next; or its lines are themselves a list (see
`line_cuts`).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperbib.extract.context.asides import (
    is_logged,
    is_scheduled,
    is_spoken,
)
from paperbib.extract.context.candidates import Candidate
from paperbib.extract.context.labels import is_label, is_section_name, is_title
from paperbib.extract.context.paragraphs import is_reference, line_cuts, lines_of
from paperbib.extract.context.titles import clean, leading_year
from paperbib.extract.passage import Passage
from paperbib.identifiers.identifier import Identifier

__all__ = ["Candidate", "Item", "parent_of", "split"]

_RULE = re.compile(r"\s*(?:[-=_*~]{5,}|>+|\\\\)\s*")
_RULES = tuple("-=_*~>\\")
_TAIL = re.compile(r"\s[-*•]\s*")
_GLUED_BULLET = re.compile(r"[-*•][ \t]+(?=\S)")


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
        paper: The paper it is about: the first it names, or the one that an
            item in it gives as its "paper".
        outer: Its title and year for the items in it; None as long as nobody asked.
    """

    passage: Passage
    start: int
    end: int
    is_item: bool
    parent: Item | None
    candidates: list[Candidate] = field(default_factory=list)
    paper: Candidate | None = None
    outer: tuple[str, int | None] | None = None

    @property
    def primary(self) -> Candidate | None:
        """The paper, else the first link."""
        return self.paper or (self.candidates[0] if self.candidates else None)


def split(passage: Passage, candidates: list[Candidate], parent: Item | None) -> Iterator[Item]:
    """Cut a passage into items, at the traces that lost line structure left.

    Args:
        passage: The passage.
        candidates: Its candidates, in text order.
        parent: The item around the passage.

    Yields:
        At least one item; every candidate is in exactly one.
    """
    text = passage.text
    if passage.given is not None:
        # A record is one thing, whatever its fields hold.
        cuts = [(0, False)]
    elif passage.is_item and len(candidates) <= 1 and "\n" not in text:
        cuts = _cuts_of_a_line(text, candidates)
    else:
        cuts = _cuts(text, candidates)
    if len(cuts) == 1 and not passage.is_item:
        cuts = line_cuts(text, candidates)
    waiting = deque(candidates)
    top: Item | None = None
    for number, (start, is_nested) in enumerate(cuts):
        is_last = number == len(cuts) - 1
        end = len(text) if is_last else cuts[number + 1][0]
        is_item = passage.is_item or len(cuts) > 1 or _is_entry(text[start:end], candidates)
        item = Item(passage, start, end, is_item, top if is_nested else parent)
        while waiting and (waiting[0].start < end or is_last):
            item.candidates.append(waiting.popleft())
        item.paper = next((one for one in item.candidates if one.is_paper), None)
        if not is_nested:
            top = item
        if parent is not None and not parent.candidates and item.parent is parent:
            _adopt(parent, item)
        yield item


def _is_entry(text: str, candidates: list[Candidate]) -> bool:
    """Whether a paragraph is an item: it starts with a year, or its links have their own lines."""
    if leading_year(text)[0] is not None or is_scheduled(text):
        return True
    if len(candidates) < 2:  # noqa: PLR2004 - links of one thing are many
        return False
    lines = lines_of(text, candidates)
    named = [line for line in lines if line.candidates]
    if bool(named) and named[0].start > 0 and all(line.is_alone for line in named):
        return True
    return is_reference(lines, named)


def _adopt(outer: Item, item: Item) -> None:
    """Make the link in "- paper: https://…" the paper of the item around, which names it."""
    if outer.paper is not None or item.paper is None or item.paper.is_labelled:
        return
    text = item.passage.text
    words = text[item.start : item.candidates[0].start] + text[item.candidates[-1].end : item.end]
    label = text[item.paper.start : item.paper.end] if item.paper.is_link else ""
    above = clean(outer.passage.text[outer.start : outer.end])
    if (
        is_label(words)
        and re.search(r"[^\W\d_]", words + label)
        and is_title(above)
        and not is_section_name(above)
    ):
        outer.paper = item.paper


_INLINE_YEAR = re.compile(r"(?<=[\s.;,-])(?<!\d\s)(?=(?:19|20)\d\d [A-Z\"“])")
"""Where the next item of a list of ``YYYY Title`` starts that lost its line ends."""


def _cuts_of_a_line(text: str, candidates: list[Candidate]) -> list[tuple[int, bool]]:
    """As `_cuts`, of an item of one line and one identifier at most."""
    ends = [one.end for one in candidates if not one.is_link]
    bullets = [bullet for end in ends if (bullet := _GLUED_BULLET.match(text, end))]
    return [(0, False), *((bullet.end(), True) for bullet in bullets)]


def _cuts(text: str, candidates: list[Candidate]) -> list[tuple[int, bool]]:
    """Where items start, and whether each is nested in the one before."""
    ends = sorted((one.end, one.is_link) for one in candidates)
    cuts: list[tuple[int, bool]] = [(0, False)]
    position, index, has_tail, has_candidate = 0, 0, False, False
    is_dated = leading_year(text)[0] is not None
    for line in text.split("\n"):
        year, _ = leading_year(line)
        is_quote_end = line[:1] == ">" and not line.strip("> \t")
        is_rule = line.lstrip()[:1] in _RULES and _RULE.fullmatch(line) is not None
        is_start = year is not None or is_rule or is_logged(line)
        if position and (
            has_tail or (is_start and (has_candidate or is_quote_end or is_spoken(line)))
        ):
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
            if is_dated and index < len(ends) and ends[index][0] <= stop:
                inline = _INLINE_YEAR.search(text, end, ends[index][0])
                if inline is not None:
                    cuts.append((inline.start(), False))
        position = stop + 1
    return cuts


def parent_of(item: Item, one: Candidate) -> Identifier | None:
    """What a candidate stands under: the item's paper, else the item around it."""
    paper = item.paper
    if item.is_item and paper and not one.is_paper:
        return paper.identifier
    above = item.parent
    while above is not None:
        primary = above.primary
        is_beside = primary is not None and not above.candidates and one.is_paper
        if primary and not is_beside and primary.identifier != one.identifier:
            return primary.identifier
        above = above.parent
    return None

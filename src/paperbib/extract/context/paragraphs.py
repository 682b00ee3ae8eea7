"""Paragraphs that are lists without bullets, or a reference over some lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from paperbib.extract.context.asides import is_prose, is_unfinished
from paperbib.extract.context.candidates import Candidate
from paperbib.extract.context.labels import is_label, is_title
from paperbib.extract.context.titles import clean

_ANY_WORD = re.compile(r"\w")
_NUMBERED = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))\s")


class Line(NamedTuple):
    """A line of a paragraph, with the identifiers in it."""

    start: int
    text: str
    candidates: list[Candidate]

    @property
    def outside(self) -> tuple[str, str]:
        """The words before and behind the identifiers."""
        first, last = self.candidates[0], self.candidates[-1]
        return self.text[: first.start - self.start], self.text[last.end - self.start :]

    @property
    def between(self) -> str:
        """The words between the identifiers."""
        ends = [one.end - self.start for one in self.candidates]
        starts = [one.start - self.start for one in self.candidates]
        return " ".join(self.text[a:b] for a, b in zip(ends, starts[1:], strict=False))

    @property
    def is_title_and_link(self) -> bool:
        """Whether it ends with an identifier behind words that start as a title does."""
        before, behind = self.outside
        words = before.strip(" \t\"“'‘*_(")
        return (
            len(self.candidates) == 1
            and not self.candidates[0].is_labelled
            and not _ANY_WORD.search(behind)
            and (words[:1].isupper() or words[:1].isdigit())
            and is_title(clean(before))
            and not is_unfinished(before)
            and not is_prose(before)
        )

    @property
    def is_at_edge(self) -> bool:
        """Whether there are words on one side of the identifiers at most."""
        return not all(_ANY_WORD.search(side) for side in self.outside)

    @property
    def is_alone(self) -> bool:
        """Whether there are identifiers and no other words than "Paper:"."""
        return bool(self.candidates) and all(map(is_label, self.outside))


def line_cuts(text: str, candidates: list[Candidate]) -> list[tuple[int, bool]]:
    """Where the items of a paragraph start that is a list without bullets.

    It is one when its lines are numbered, or when every line is text with an
    identifier at one end, or when lines of identifiers alone follow lines of
    text. Anything else is prose, and one item.
    """
    lines = lines_of(text, candidates)
    named = [line for line in lines if line.candidates]
    numbered = [line for line in lines if _NUMBERED.match(line.text)]
    if len(named) < 2:  # noqa: PLR2004 - a list has two
        starts = []
    elif len(numbered) > 1:
        starts = numbered
    elif all(line.candidates and line.is_at_edge for line in lines if line.text.strip()) or (
        lines[0].candidates and all(line.is_title_and_link for line in named)
    ):
        starts = named
    else:
        last = named[-1].start
        starts = [
            line
            for above, line in pairwise(lines)
            if above.is_alone and not line.candidates and line.start < last
        ]
    return [(0, False), *((line.start, False) for line in starts if line.start)]


def lines_of(text: str, candidates: list[Candidate]) -> list[Line]:
    """The lines of a text, with the candidates that start in each."""
    lines: list[Line] = []
    position, index = 0, 0
    for line in text.split("\n"):
        stop, first = position + len(line), index
        while index < len(candidates) and candidates[index].start <= stop:
            index += 1
        lines.append(Line(position, line, candidates[first:index]))
        position = stop + 1
    return lines


def is_reference(lines: list[Line], named: list[Line]) -> bool:
    """Whether a paragraph gives a paper in its lines, and at the end of one "[paper] [code]"."""
    if len(named) != 1 or any(one.is_labelled or not one.is_link for one in named[0].candidates):
        return False
    if sum(one.is_paper for one in named[0].candidates) != 1:
        return False
    before, behind = named[0].outside
    is_first = named[0].start == 0
    if not (is_label(behind) and is_label(named[0].between)):
        return False
    if is_first:
        return len(named[0].candidates) > 1
    above = lines[0].text.strip()
    stops = before.rstrip(" [(|")
    return (
        not lines[0].candidates
        and is_title(clean(above))
        and (above[:1].isupper() or above[:1].isdigit())
        and not above.endswith((".", ",", ":", ";"))
        and (not stops or not stops[-1].isalpha())
    )

"""What a scan of running text finds, and where."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from paperbib.identifiers.arxiv_id import Cited

_START = attrgetter("start")


class Found(NamedTuple):
    """An identifier found at ``text[start:end]``, or a candidate that is none.

    Attributes:
        start: First character.
        end: One past the last character.
        cited: What it is, or None where the candidate is none.
        fault: Why it is none; "" otherwise.
        form: How it is written, in a few words.
        is_look_alike: Whether nobody meant it as an identifier: no fault of the note.
    """

    start: int
    end: int
    cited: Cited | None
    fault: str = ""
    form: str = ""
    is_look_alike: bool = False


class Spans:
    """Where something was found already."""

    def __init__(self, founds: list[Found]) -> None:
        self.founds = sorted(founds, key=_START)
        self.starts = [one.start for one in self.founds]

    def holder(self, position: int) -> Found | None:
        """What was found over a position."""
        index = bisect_right(self.starts, position) - 1
        if index >= 0 and self.founds[index].end > position:
            return self.founds[index]
        return None

    def __contains__(self, position: int) -> bool:
        return self.holder(position) is not None

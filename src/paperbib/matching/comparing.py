"""Two works side by side: the same, different, or no telling."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from paperbib.matching.titles import normalise
from paperbib.matching.works import Work


class Verdict(StrEnum):
    """Whether two works are one."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


class Comparison(NamedTuple):
    """How alike two works are.

    Attributes:
        verdict: What that comes to.
        score: From 0 (nothing in common) to 1.
        reason: What decided, in words for people.
    """

    verdict: Verdict
    score: float
    reason: str


def compare(one: Work, other: Work) -> Comparison:
    """Compare two works of which no source says that they are one. Symmetric."""
    is_same = normalise(one.title) == normalise(other.title) and one.authors == other.authors
    verdict = Verdict.SAME if is_same else Verdict.DIFFERENT
    return Comparison(verdict, float(is_same), "")


def agree(one: Work, other: Work) -> bool:
    """Whether two descriptions can be of one paper, of which a source says that they are.

    The title and the first author must agree. What is not there does not disagree. Symmetric.
    """
    return normalise(one.title) == normalise(other.title)


def conflict(one: Work, other: Work) -> bool:
    """Whether two descriptions cannot be of one paper: titles and authors differ. Symmetric."""
    return normalise(one.title) != normalise(other.title) and one.authors != other.authors

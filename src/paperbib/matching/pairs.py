"""Which works of many are one: candidates, then one-to-one the best matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperbib.matching.comparing import Comparison, Verdict, compare
from paperbib.matching.works import Work


class Match(NamedTuple):
    """Two works of a sequence that are one, or may be.

    Attributes:
        first: The place of one of them.
        second: The place of the other; greater than ``first``.
    """

    first: int
    second: int
    comparison: Comparison


class Matches(NamedTuple):
    """The pairs found, each sorted by places; a work is in one pair of ``same`` at most."""

    same: list[Match]
    maybe: list[Match]


def find_matches(works: Sequence[Work]) -> Matches:
    """Find the works that are one; what is found does not depend on their order."""
    found = [
        Match(first, second, comparison)
        for first, one in enumerate(works)
        for second in range(first + 1, len(works))
        if (comparison := compare(one, works[second])).verdict is not Verdict.DIFFERENT
    ]
    return Matches(
        [one for one in found if one.comparison.verdict is Verdict.SAME],
        [one for one in found if one.comparison.verdict is Verdict.MAYBE],
    )

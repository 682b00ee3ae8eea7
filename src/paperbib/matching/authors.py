"""Two lists of authors side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from paperbib.matching.people import Person, alike, compatible

_FEW = 20
"""So many authors are compared each with each, when they agree in no simple way."""
_MOST = 0.6
_NO_COINCIDENCE = 3


class Agreement(IntEnum):
    """How far two lists of authors agree."""

    NONE = 0
    UNKNOWN = 1
    """One of the lists is empty, or names only a group where the other names people."""
    SOME = 2
    MOST = 3
    """Most, and none of them contradicts."""
    CONTAINED = 4
    """All of the shorter list; it may be cut."""
    FULL = 5


class Authors(NamedTuple):
    """What two lists of authors come to.

    Attributes:
        shared: How many of them are in both.
        share: Of the longer list, from 0 to 1; of the shorter where a list says that it is cut.
        is_first_same: Whether the first authors agree.
        is_opposed: Whether somebody's initials contradict those of a namesake.
        is_subset: Whether one list has nobody whom the other has not.
        is_all_but_one: Whether one author at most of either list is not in the other.
    """

    agreement: Agreement
    shared: int = 0
    share: float = 0.0
    is_first_same: bool = False
    is_opposed: bool = False
    is_subset: bool = False
    is_all_but_one: bool = False


def compare_people(one: tuple[list[Person], bool], other: tuple[list[Person], bool]) -> Authors:
    """Tell how far two lists of authors agree; linear in their length. Symmetric."""
    first, second = _without_groups(one[0], other[0])
    if not first or not second:
        return Authors(Agreement.UNKNOWN)
    is_first_same = alike(first[0], second[0])
    if first == second:
        return Authors(Agreement.FULL, len(first), 1.0, is_first_same=True)
    left, right = sorted((sorted(first), sorted(second)))
    shared, mine, yours = _matched(left, right)
    is_opposed = bool({two.surname for two in mine} & {two.surname for two in yours})
    fewest, most = sorted((len(first), len(second)))
    is_cut = one[1] or other[1]
    is_part = shared == fewest and (is_first_same or shared >= _NO_COINCIDENCE)
    is_cut_part = is_cut and is_first_same and fewest <= shared + 1 and not is_opposed
    agreement = Agreement.SOME if shared else Agreement.NONE
    if shared == most:
        agreement = Agreement.FULL
    elif is_part or is_cut_part:
        agreement = Agreement.CONTAINED
    elif shared > 1 and shared >= _MOST * most and not is_opposed:
        agreement = Agreement.MOST
    return Authors(
        agreement,
        shared,
        shared / (fewest if is_cut else most),
        is_first_same,
        is_opposed,
        is_subset=shared == fewest,
        is_all_but_one=shared >= most - 1 > 0,
    )


def _without_groups(one: list[Person], other: list[Person]) -> tuple[list[Person], list[Person]]:
    """Leave groups out, unless a list has nobody else, or both have them."""
    mine, yours = ([two for two in side if not two.is_group] for side in (one, other))
    if mine and yours:
        return mine, yours
    return [two for two in one if two.is_group], [two for two in other if two.is_group]


def _matched(
    left: Sequence[Person], right: Sequence[Person]
) -> tuple[int, list[Person], list[Person]]:
    """How many of two sorted lists are the same people, and who is left of either."""
    counts: dict[Person, int] = defaultdict(int)
    for one in right:
        counts[one] += 1
    mine = []
    for one in left:
        if counts[one]:
            counts[one] -= 1
        else:
            mine.append(one)
    yours = [one for one in right for _ in range(counts.pop(one, 0))]
    bucket: dict[str, list[Person]] = defaultdict(list)
    for one in yours:
        bucket[one.surname].append(one)
    mine = [one for one in mine if not _take(one, bucket[one.surname][:_FEW], bucket)]
    yours = [one for several in bucket.values() for one in several]
    if 0 < len(mine) <= _FEW and 0 < len(yours) <= _FEW:
        mine = [one for one in mine if not _take_any(one, yours)]
    return len(left) - len(mine), mine, yours


def _take(one: Person, several: Sequence[Person], bucket: dict[str, list[Person]]) -> bool:
    for other in several:
        if compatible(one.given, other.given):
            bucket[one.surname].remove(other)
            return True
    return False


def _take_any(one: Person, several: list[Person]) -> bool:
    for other in several:
        if alike(one, other):
            several.remove(other)
            return True
    return False

"""Two lists of authors side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple

from paperbib.matching.people import Person, alike, is_surely_alike

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
        is_opposed: Whether somebody's initials contradict those of a namesake, or all who are
            shared may be namesakes: Paul and Paula.
        is_subset: Whether one list has nobody whom the other has not.
        is_all_but_one: Whether one author at most of either list is not in the other, and
            somebody surely is.
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
    if first == second:
        return Authors(Agreement.FULL, len(first), 1.0, is_first_same=True)
    is_first_same = alike(first[0], second[0])
    shared, is_sure, is_opposed = _matched(first, second)
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
        is_opposed=is_opposed or (shared > 0 and not is_sure),
        is_subset=shared == fewest,
        is_all_but_one=is_sure and shared >= most - 1 > 0,
    )


def _without_groups(one: list[Person], other: list[Person]) -> tuple[list[Person], list[Person]]:
    """Leave groups out, unless a list has nobody else, or both have them."""
    if not any(two.is_group for two in one) and not any(two.is_group for two in other):
        return one, other
    mine, yours = ([two for two in side if not two.is_group] for side in (one, other))
    if mine and yours:
        return mine, yours
    return [two for two in one if two.is_group], [two for two in other if two.is_group]


def _matched(first: Sequence[Person], second: Sequence[Person]) -> tuple[int, bool, bool]:
    """How many of two lists are the same people.

    Returns:
        Their count; whether one of them at least is so surely, and not by names that two
        people may have; and whether of those who are left some have one surname.
    """
    left, right, is_sure = _paired_in_groups(first, second, attrgetter("surname"))
    if len(left) > _FEW or len(right) > _FEW:
        # Of long lists only names that have all changed places are looked for.
        left, right, is_one_sure = _paired_in_groups(left, right, attrgetter("all_names"))
        is_sure |= is_one_sure
    if len(left) <= _FEW and len(right) <= _FEW:
        left, right, is_one_sure = _paired_off(left, right)
        is_sure |= is_one_sure
    is_opposed = not {one.surname for one in left}.isdisjoint(one.surname for one in right)
    return len(first) - len(left), is_sure, is_opposed


def _paired_in_groups(
    first: Sequence[Person], second: Sequence[Person], key: Callable[[Person], str]
) -> tuple[list[Person], list[Person], bool]:
    """Pair off people of one key; who is left of either, and whether a pair is sure."""
    mine, yours = _grouped(first, key), _grouped(second, key)
    is_sure = False
    for common in mine.keys() & yours.keys():
        mine[common], yours[common], is_one_sure = _namesakes(mine[common], yours[common])
        is_sure |= is_one_sure
    left = [one for several in mine.values() for one in several]
    right = [one for several in yours.values() for one in several]
    return left, right, is_sure


def _grouped(people: Sequence[Person], key: Callable[[Person], str]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        found[key(one)].append(one)
    return found


def _namesakes(mine: list[Person], yours: list[Person]) -> tuple[list[Person], list[Person], bool]:
    """Pair off people of one group; who is left of either, and whether a pair is sure."""
    if len(mine) == len(yours) == 1:
        if not alike(mine[0], yours[0]):
            return mine, yours, False
        return [], [], is_surely_alike(mine[0], yours[0])
    counts, others = Counter(mine), Counter(yours)
    exact = counts & others
    left, right = list((counts - exact).elements()), list((others - exact).elements())
    left, right, is_sure = _paired_off(left, right)
    return left, right, is_sure or bool(exact)


def _paired_off(mine: list[Person], yours: list[Person]) -> tuple[list[Person], list[Person], bool]:
    """Pair each with the first of the others that is alike, in an order that is nobody's."""
    if not mine or not yours:
        return mine, yours, False
    if len(yours) <= _FEW and not any(alike(one, other) for one in mine for other in yours):
        return mine, yours, False
    mine, yours = sorted(mine), sorted(yours)
    if mine <= yours:
        return _first_alike(mine, yours)
    yours, mine, is_sure = _first_alike(yours, mine)
    return mine, yours, is_sure


def _first_alike(
    left: list[Person], right: list[Person]
) -> tuple[list[Person], list[Person], bool]:
    rest, is_sure = [], False
    for one in left:
        other = next((other for other in right[:_FEW] if alike(one, other)), None)
        if other is None:
            rest.append(one)
        else:
            right.remove(other)
            is_sure |= is_surely_alike(one, other)
    return rest, right, is_sure

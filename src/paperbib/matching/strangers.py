"""Lists of authors that have nobody in common: told soon, without comparing all with all.

Among many works most that meet are by other people. Two persons are alike if they have one
surname, or names that are much the same; and then an initial of a surname with one of a given
name is in both, or the end of a surname with an initial. Which of these somebody has is kept
as bits of a number; only who has a bit in common is compared.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from itertools import product
from operator import or_
from typing import NamedTuple
from zlib import crc32

from paperbib.matching.people import Person, alike

_BITS = 1024
_END = 3
"""So many letters at the end of a surname stay, when what is before them is lost."""
_FEW = 400
"""So many pairs of people are compared; longer lists are no strangers, if they share a bit."""


class Traits(NamedTuple):
    """What of a list of authors is soon compared.

    Attributes:
        each: The bits of each of them; all bits of who has a single name, or is a group.
        all: The bits of all of them together.
    """

    people: list[Person]
    each: list[int]
    all: int


def traits(people: list[Person]) -> Traits:
    """What of a list of authors is soon compared."""
    each = [_bits(one) for one in people]
    return Traits(people, each, reduce(or_, each, 0))


def are_strangers(one: Traits, other: Traits) -> bool:
    """Whether two lists have for sure nobody in common; an empty one tells nothing. Symmetric.

    False is no answer: they may have somebody.
    """
    if not one.people or not other.people:
        return False
    if not one.all & other.all:
        return True
    if len(one.people) * len(other.people) > _FEW:
        return False
    return not any(
        bits & theirs and alike(person, another)
        for person, bits in zip(one.people, one.each, strict=True)
        if bits & other.all
        for another, theirs in zip(other.people, other.each, strict=True)
    )


@lru_cache(maxsize=1 << 16)
def _bits(one: Person) -> int:
    """Bits for the surname, its end, its initials each with a given one, and all names."""
    if one.is_group or not one.given:
        return -1
    own = {word[0] for word in (*one.family, one.surname)}
    given = {word[0] for word in one.given}
    keys = ["".join(sorted(two)) for two in product(own, given)]
    keys += [f"{one.surname[-_END:]}{initial}" for initial in given]
    # All names together: they may stand in other places, and an initial beside them.
    keys += [f"={one.surname}", f"+{''.join(one.names)}"]
    return reduce(or_, (1 << crc32(key.encode(errors="replace")) % _BITS for key in keys), 0)

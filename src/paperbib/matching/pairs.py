"""Which works of many are one: candidates, then one-to-one the best matches."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

from paperbib.matching.blocks import Blocks
from paperbib.matching.choosing import Pair, choose
from paperbib.matching.comparing import (
    Comparison,
    Prepared,
    Verdict,
    compare_prepared,
    relate,
)
from paperbib.matching.people import surname_of
from paperbib.matching.reading import read_title
from paperbib.matching.works import Work

_SHORT = 3
"""A title of so few words that several works of one author have may be that of a column."""
_PAIR = 2


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


class Matcher:
    """Works that new ones are compared with as they come.

    Args:
        works: Those known already. They are not compared with each other.
    """

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._blocks = Blocks()
        self._works: list[Work] = []
        self._contents: list[str] = []
        self._number_by_content: dict[str, int] = {}
        self._places: list[int] = []
        self._copies_by_number: dict[int, list[int]] = {}
        self._bearers: Counter[tuple[frozenset[str], int | None]] = Counter()
        self._count = 0
        with _undisturbed():
            for work in works:
                self._put(work)

    def add(self, works: Iterable[Work]) -> Matches:
        """Take works in, and find which are those of before, or each other.

        Returns:
            Pairs of places among all works ever given, counted as they came; one of the two
            is a new work, or both are.
        """
        with _undisturbed():
            return self._add(works)

    def _add(self, works: Iterable[Work]) -> Matches:
        start = self._count
        touched = list(dict.fromkeys([self._put(work) for work in works]))
        edges = self._edges(touched)
        same, maybe, busy = self._copies(touched, start)
        members = {number for pair in edges for number in pair}
        ranks = {number: self._contents[number] for number in members}
        chosen, left = choose(edges, members - busy, ranks)
        same += [self._match(pair, edges[pair]) for pair in chosen]
        for pair in left:
            verdict, score, reason = edges[pair]
            if verdict is Verdict.SAME:
                reason += "; another is as good or better"
            maybe.append(self._match(pair, Comparison(Verdict.MAYBE, score, reason)))
        return Matches(sorted(same), sorted(maybe))

    def _put(self, work: Work) -> int:
        """Take a work in; those that say exactly the same have one number."""
        content = _content(work)
        place = self._count
        self._count += 1
        title = read_title(work.title)
        if len(title.words) <= _SHORT:
            self._bearers[title.words, work.year] += 1
        number = self._number_by_content.get(content)
        if number is not None:
            self._copies_by_number.setdefault(number, [self._places[number]]).append(place)
            return number
        number = len(self._works)
        self._number_by_content[content] = number
        self._works.append(work)
        self._contents.append(content)
        self._places.append(place)
        surnames = dict.fromkeys(filter(None, map(surname_of, work.authors)))
        self._blocks.put(title, surnames, content, work.year)
        return number

    def _edges(self, numbers: Sequence[int]) -> dict[Pair, Comparison]:
        """What the comparisons worth making come to, but for those that are different."""
        read: dict[int, Prepared] = {}
        seen: set[Pair] = set()
        edges: dict[Pair, Comparison] = {}
        for number in numbers:
            for other in self._blocks.candidates(number):
                pair = (number, other) if number < other else (other, number)
                if pair in seen:
                    continue
                seen.add(pair)
                for one in pair:
                    if one not in read:
                        read[one] = Prepared(self._works[one])
                found = relate(read[pair[0]], read[pair[1]])
                if found:
                    edges[pair] = self._heeding(found, read[pair[0]], read[pair[1]])
        return edges

    def _heeding(self, found: Comparison, one: Prepared, other: Prepared) -> Comparison:
        """Heed how many works have such a title as these two: it may be a column's."""
        is_alone = min(len(one.people[0]), len(other.people[0])) <= 1
        bearers = max(self._bearers[two.title.words, two.work.year] for two in (one, other))
        if found.verdict is Verdict.SAME and is_alone and bearers > _PAIR:
            return Comparison(Verdict.MAYBE, found.score, "a title that comes again and again")
        return found

    def _copies(
        self, numbers: Iterable[int], start: int
    ) -> tuple[list[Match], list[Match], set[int]]:
        """Pair works that say exactly the same; and which of them have nobody left to pair."""
        same: list[Match] = []
        maybe: list[Match] = []
        busy: set[int] = set()
        for number in numbers:
            places = self._copies_by_number.get(number)
            if places is None:
                continue
            # Of those known before one speaks for all: they had their chance to be paired.
            known = [place for place in places if place < start][-1:]
            pool = known + [place for place in places if place >= start]
            work = Prepared(self._works[number])
            found = self._heeding(compare_prepared(work, work), work, work)
            if found.verdict is Verdict.SAME:
                same += [Match(*two, found) for two in zip(pool[::2], pool[1::2], strict=False)]
                if len(pool) % 2:
                    lone = found._replace(verdict=Verdict.MAYBE)
                    maybe.append(Match(pool[0], pool[-1], lone))
                else:
                    busy.add(number)
            elif found.verdict is Verdict.MAYBE:
                maybe += [Match(*two, found) for two in pairwise(pool)]
        return same, maybe, busy

    def _match(self, pair: Pair, comparison: Comparison) -> Match:
        first, second = sorted(self._last(number) for number in pair)
        return Match(first, second, comparison)

    def _last(self, number: int) -> int:
        return self._copies_by_number.get(number, self._places[number : number + 1])[-1]


def find_matches(works: Sequence[Work]) -> Matches:
    """Find the works that are one; what is found does not depend on their order."""
    return Matcher().add(works)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of garbage away: it finds none in what is kept, and looks for long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _content(work: Work) -> str:
    """All that a work says, in one string."""
    names = "\x1f".join(
        f"{one.family}\x1e{one.given}\x1e{one.suffix}\x1e{one.literal}" for one in work.authors
    )
    return f"{work.title}\x1d{work.year}\x1d{work.kind}\x1d{work.container}\x1d{names}"

"""Which works are worth comparing: those that share something rare.

Works meet in blocks: by all words of the title, by all but one of them, by its head, by a
rare word, by a surname with a word. A block that many are in tells nothing and is passed
over, or is divided by surnames, so that the time to look is bounded for each work, whatever
titles come.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from hashlib import blake2b
from operator import xor

from paperbib.matching.comparing import LIFETIME
from paperbib.matching.reading import Title

_CROWD = 24
"""So many works in a block are each compared with each."""
_RARE = 3
"""So many of the rarest words of a title are looked up."""
_RARE_WORD = 8
"""A word in so many titles is rare."""
_MOST_WORDS = 6
"""Titles of so many words meet by all words but one; longer ones have enough that are rare."""
_LEAST_WORDS = 3
_SAMPLE = 3
"""So many words of a title make blocks with a surname."""
_SAMPLED_NAMES = 2
_MOST_CANDIDATES = 40
_PAIR = 2


@lru_cache(maxsize=1 << 18)
def _digest(word: str) -> int:
    """A number for a word, the same on every computer and in every run."""
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=7).digest())


def _sum(words: Iterable[int]) -> int:
    return reduce(xor, words, 0)


class _Held(dict[int, "int | list[int]"]):
    """Numbers of works by key; most keys have one."""

    def put(self, keys: Iterable[int], number: int) -> None:
        hold = self.setdefault
        for key in keys:
            held = hold(key, number)
            if held is number:
                continue
            if isinstance(held, int):
                self[key] = [held, number]
            elif held[-1] != number:
                held.append(number)

    def many(self, key: int) -> list[int]:
        held = self.get(key)
        return held if isinstance(held, list) else []


class Blocks:
    """Works by what they are found by. Works are numbered as they are put in."""

    def __init__(self) -> None:
        self._words: list[frozenset[int]] = []
        self._names: list[tuple[int, ...]] = []
        self._years: list[int | None] = []
        self._ranks: list[str] = []
        self._exact: list[tuple[int, ...]] = []
        self._held = _Held()
        self._by_word = _Held()
        self._divided: dict[int, dict[int, list[int]]] = {}
        self._ordered: dict[tuple[int, int], tuple[list[str], list[int]]] = {}

    def put(self, title: Title, surnames: Iterable[str], rank: str, year: int | None) -> None:
        """Put a work in all of its blocks.

        Args:
            title: Of the work.
            surnames: Of its authors, in their order.
            rank: What puts works in an order that does not depend on where they came.
            year: Works further apart than `LIFETIME` do not meet.
        """
        number = len(self._words)
        # No words of their own have titles such as "And Then".
        said = [*title.whole.words, *title.whole.numbers] or [title.letters[:_CROWD]]
        words = frozenset(map(_digest, said))
        names = tuple(map(_digest, surnames))
        exact = _signatures(words, title)
        self._words.append(words)
        self._names.append(names)
        self._ranks.append(rank)
        self._years.append(year)
        self._exact.append(exact)
        keys = (*exact, *_incomplete(words, names, exact[0]))
        self._held.put(keys, number)
        self._by_word.put(words, number)
        for key in keys if self._divided else ():
            if key in self._divided:
                self._join(key, number)
        for key in exact:
            self._divide_crowd(key)

    def candidates(self, number: int) -> Sequence[int]:
        """The works worth comparing with one, in no order."""
        words, names = self._words[number], self._names[number]
        sure: set[int] = set()
        for key in self._exact[number]:
            sure.update(self._block(key, number))
        likely: set[int] = set()
        look_up = self._held.get
        for key in _incomplete(words, names, self._exact[number][0]):
            held = look_up(key)
            if isinstance(held, list) and len(held) <= _CROWD:
                likely.update(held)
        for several in self._rarest(words):
            likely.update(several)
        sure.discard(number)
        likely.discard(number)
        met = self._in_a_lifetime(number, sure)
        are_others = frozenset(names).isdisjoint
        theirs = self._names
        for other in self._in_a_lifetime(number, likely - sure):
            if are_others(theirs[other]):
                continue
            others = self._words[other]
            shared = len(words & others)
            # Fewer words in common than are asked for a maybe.
            if shared >= _PAIR and 4 * shared >= len(words) + len(others):
                met.append(other)
        if len(met) <= _MOST_CANDIDATES:
            return met
        return sorted(met, key=lambda other: self._nearness(number, other))[:_MOST_CANDIDATES]

    def _in_a_lifetime(self, number: int, others: Iterable[int]) -> list[int]:
        """Others that are not too many years apart; of an unknown year none is."""
        years = self._years
        year = years[number]
        if year is None:
            return list(others)
        first, last = year - LIFETIME, year + LIFETIME
        return [
            other for other in others if (when := years[other]) is None or first <= when <= last
        ]

    def _nearness(self, number: int, other: int) -> tuple[int, int, str]:
        apart = len(self._words[number] ^ self._words[other])
        shared = len(frozenset(self._names[number]) & frozenset(self._names[other]))
        return apart, -shared, self._ranks[other]

    def _rarest(self, words: Iterable[int]) -> list[list[int]]:
        found = map(self._by_word.__getitem__, words)
        several = [one for one in found if isinstance(one, list) and len(one) <= _RARE_WORD]
        return sorted(several, key=len)[:_RARE]

    def _block(self, key: int, number: int) -> Iterable[int]:
        """A block; of a crowded one the part with the same surnames."""
        self._divide_crowd(key)
        return self._part(key, number) if key in self._divided else self._held.many(key)

    def _divide_crowd(self, key: int) -> None:
        """Divide a block when it has become crowded, whoever came in last."""
        if key not in self._divided and len(held := self._held.many(key)) > _CROWD:
            self._divided[key] = {}
            for one in held:
                self._join(key, one)

    def _join(self, key: int, number: int) -> None:
        parts = self._divided[key]
        for name in _divisions(self._names[number]):
            part = parts.setdefault(name, [])
            if not part or part[-1] != number:
                part.append(number)

    def _part(self, key: int, number: int) -> Iterator[int]:
        for name in _divisions(self._names[number]):
            part = self._divided[key][name]
            yield from part if len(part) <= _CROWD else self._around(key, name, number)

    def _around(self, key: int, name: int, number: int) -> list[int]:
        """Of too many works those that come next in the order of what they say."""
        part = self._divided[key][name]
        ranks, places = self._ordered.get((key, name), ([], []))
        if len(ranks) != len(part):
            places = sorted(part, key=self._ranks.__getitem__)
            ranks = [self._ranks[one] for one in places]
            self._ordered[key, name] = ranks, places
        place = bisect_left(ranks, self._ranks[number])
        return places[max(0, place - _CROWD // 4) : place + _CROWD // 4]


def _divisions(names: Sequence[int]) -> list[int]:
    """What divides a crowded block: the surnames together, then some of them."""
    return list(dict.fromkeys([_sum(frozenset(names)), *_sampled(names)]))


def _sampled(names: Sequence[int]) -> Sequence[int]:
    """The first author, and some that another order of the list leaves the same."""
    if len(names) <= _SAMPLED_NAMES:
        return names
    return list(dict.fromkeys([names[0], *sorted(names)[:_SAMPLED_NAMES]]))


def _signatures(words: frozenset[int], title: Title) -> tuple[int, ...]:
    """All words, in any order; all letters, wherever the blanks are; the same of the head."""
    # Whole titles are only looked up, never put in an order: what Python makes of them will do.
    found = [_sum(words), hash(title.letters), hash("".join(title.whole.words))]
    for part in (one for cut in title.cuts for one in cut):
        # Parts such as "Part II" bring all together that have one.
        if len(part.words) > 1:
            said = [*part.words, *part.numbers]
            found += [_sum(map(_digest, frozenset(said))), hash("".join(part.words))]
    return tuple(dict.fromkeys(found))


def _incomplete(words: frozenset[int], names: Sequence[int], whole: int) -> list[int]:
    """All words but one; the first words in the order of their digests with each surname."""
    ordered = sorted(words)
    keys = []
    if _LEAST_WORDS <= len(ordered) <= _MOST_WORDS:
        keys = [whole ^ word for word in ordered]
    sample = ordered[:_SAMPLE]
    return keys + [name * 3 ^ word for name in _sampled(names) for word in sample]

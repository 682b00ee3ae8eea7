"""What is left of two titles when the words that stand for each other are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from paperbib.matching.alike_words import are_synonyms, do_oppose, stands_for
from paperbib.matching.reading import Part
from paperbib.matching.vocabulary import SEQUELS

MOST_CHANGES = 2
"""So many words may be spelled differently or be taken for each other."""
_LONGEST_ACRONYM = 5
_MOST_LEFT = 4 * (MOST_CHANGES + 1)
"""Of titles that differ in more words than that, no more need be known."""


class Difference(NamedTuple):
    """Words that only one of two parts has, after those that stand for each other.

    Attributes:
        synonyms: Of the changes, those that are another word.
    """

    shared: int
    changes: int
    first: list[str]
    second: list[str]
    synonyms: int = 0


def differ(one: Part, other: Part) -> Difference:
    """What is left of two parts when words that stand for each other are gone."""
    if one.words == other.words:
        return Difference(len(one.words), 0, [], [])
    first, second = Counter(one.words), Counter(other.words)
    shared = (first & second).total()
    mine, yours = sorted((first - second).elements()), sorted((second - first).elements())
    if not mine and not yours:
        return Difference(shared, 0, [], [])
    shared += _join(mine, yours, one.words) + _join(yours, mine, other.words)
    changes = _spell_out(mine, yours, other.words) + _spell_out(yours, mine, one.words)
    synonyms = 0
    if len(mine) + len(yours) <= _MOST_LEFT:
        for word in tuple(mine):
            partner = next((two for two in yours if stands_for(word, two)), None)
            if partner is not None:
                mine.remove(word)
                yours.remove(partner)
                changes += 1
                synonyms += are_synonyms(word, partner)
    return Difference(shared + changes, changes, mine, yours, synonyms)


def find_opposed(mine: Sequence[str], yours: Sequence[str]) -> str:
    """The first two words of which one denies the other, or ""; a word of a sequel."""
    if SEQUELS.isdisjoint(mine) != SEQUELS.isdisjoint(yours):
        return next(word for word in (*mine, *yours) if word in SEQUELS)
    if len(mine) + len(yours) > _MOST_LEFT:
        return ""
    for one in mine:
        for other in yours:
            if do_oppose(one, other):
                return f"{one}, {other}"
    return ""


def _join(parts: list[str], wholes: list[str], words: Sequence[str]) -> int:
    """Cancel ``multi agent`` of the one with ``multiagent`` of the other; count the words."""
    if len(parts) < 2 or not wholes:  # noqa: PLR2004 - two make a compound
        return 0
    count = 0
    compounds = {first + second: (first, second) for first, second in pairwise(words)}
    for whole in tuple(wholes):
        pair = compounds.get(whole)
        if pair and not Counter(pair) - Counter(parts):
            wholes.remove(whole)
            for part in pair:
                parts.remove(part)
            count += 1
    return count


def _spell_out(shorts: list[str], longs: list[str], words: Sequence[str]) -> int:
    """Cancel ``pde`` of the one with ``partial differential equation`` of the other; count it."""
    if not shorts or len(longs) < 2 or len(longs) > _MOST_LEFT:  # noqa: PLR2004 - no acronym of one
        return 0
    count = 0
    for short in tuple(shorts):
        letters = short.removesuffix("s")
        size = len(letters)
        if not (1 < size <= _LONGEST_ACRONYM and letters.isascii()):
            continue
        for at in range(len(words) - size + 1):
            phrase = words[at : at + size]
            is_it = all(a == word[0] for a, word in zip(letters, phrase, strict=True))
            if is_it and not Counter(phrase) - Counter(longs):
                shorts.remove(short)
                for word in phrase:
                    longs.remove(word)
                count += 1
                break
    return count

"""How alike two titles are, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from paperbib.matching.reading import Part, Title
from paperbib.matching.vocabulary import (
    ANTONYMS,
    CONFUSABLE,
    FOLLOWING,
    GENERIC,
    GROUP_BY_WORD,
    LIGHT,
    PARTS,
    PERIODIC,
    PREFIXES,
    SEQUELS,
    SILENT,
    WEIGHTY,
)

_SIMILAR = 0.5
"""Titles that share so much of their words may be of one paper."""
_SUBTITLE_ROOM = 3
"""A head, or a subtitle, of so many words is a title by itself."""
_ROOM_FOR_ANOTHER = 6
"""Beside so many words in common, one that only one title has does not matter."""
_CHANGES = 2
"""So many words may be spelled differently or be taken for each other."""
_MOST_WORDS = 300
"""Titles of more words are one when they are equal."""
_GENERIC_WORDS = 2
_TYPO_ROOM = 6
_SLIP_ROOM = 5
_SLIPS_ROOM = 8
"""In words so long two letters may be wrong, where much else agrees."""
_SHARED_STEM = 5
_ENDINGS = frozenset(
    """
    e ed d ing er or ion ation al ally ly ic ical ity ive ment y ized izing ization ize ional ition
    ated ating ate ator able ability ence ent ance ant ary ous
    """.split()
) | {""}


class Likeness(IntEnum):
    """How alike two titles are."""

    DIFFERENT = 0
    SIMILAR = 1
    """Much is the same, but not all that matters."""
    SLIPPED = 2
    """The same but for letters of one word, which may be another word."""
    NEAR = 3
    """The same but for a subtitle, an inflection, a word that says little."""
    EXACT = 4
    """The same words and numbers."""


class Alike(NamedTuple):
    """How alike two titles are.

    Attributes:
        likeness: In steps.
        share: Of the words that they have in common, from 0 to 1.
        reason: What decided, in words for people.
        is_opposed: Whether a number, a mark or a negation forbids that they are one.
    """

    likeness: Likeness
    share: float
    reason: str
    is_opposed: bool = False


class _Difference(NamedTuple):
    """Words that only one of two parts has, after those that stand for each other."""

    shared: int
    changes: int
    first: list[str]
    second: list[str]


def liken(one: Title, other: Title) -> Alike:
    """Tell how alike two titles are. Symmetric."""
    if not one.letters or not other.letters:
        return Alike(Likeness.DIFFERENT, 0.0, "no title")
    if one.marks != other.marks:
        apart = ", ".join(sorted(one.marks ^ other.marks))
        return Alike(Likeness.DIFFERENT, 0.0, f"only one title says: {apart}", is_opposed=True)
    if one.letters == other.letters and one.whole.numbers == other.whole.numbers:
        return Alike(Likeness.EXACT, 1.0, "same title")
    if max(len(one.whole.words), len(other.whole.words)) > _MOST_WORDS:
        return Alike(Likeness.DIFFERENT, 0.0, "long titles that are not equal")
    first, second = (one, other) if one.letters <= other.letters else (other, one)
    return _likened(first, second)


def _likened(one: Title, other: Title) -> Alike:
    difference = _difference(one.whole, other.whole)
    opposed = _opposed(difference.first, difference.second)
    longest = max(len(one.whole.words), len(other.whole.words), 1)
    share = difference.shared / longest
    if opposed:
        return Alike(Likeness.DIFFERENT, share, f"titles differ: {opposed}", is_opposed=True)
    has_same_numbers = Counter(one.whole.numbers) == Counter(other.whole.numbers)
    if has_same_numbers and difference.shared:
        whole = _of_whole(one, other, difference, share)
        if whole:
            return whole
    found = _of_parts(one, other, share) or _of_parts(other, one, share)
    if found and found.likeness is Likeness.NEAR:
        return found
    if not has_same_numbers and (found is None or found.is_opposed):
        return Alike(Likeness.DIFFERENT, share, "numbers differ", is_opposed=True)
    if found:
        return found
    if {*difference.first, *difference.second} == {"non"}:
        return Alike(Likeness.DIFFERENT, share, "titles differ: non", is_opposed=True)
    total = len(one.whole.words) + len(other.whole.words)
    if has_same_numbers and _is_slipped(difference.first, difference.second):
        apart = f"{difference.first[0]}, {difference.second[0]}"
        return Alike(Likeness.SLIPPED, share, f"the same but for a slip: {apart}")
    if 2 * difference.shared >= _SIMILAR * total and difference.shared > 1:
        apart = ", ".join([*difference.first, *difference.second][:4])
        return Alike(Likeness.SIMILAR, share, f"titles differ in: {apart}")
    return Alike(Likeness.DIFFERENT, share, "titles differ")


def _of_whole(one: Title, other: Title, difference: _Difference, share: float) -> Alike | None:
    """The titles as a whole, where nothing that matters differs."""
    apart = [*difference.first, *difference.second]
    if not apart and not difference.changes:
        is_turned = one.whole.words != other.whole.words and (one.directions or other.directions)
        if is_turned or one.whole.numbers != other.whole.numbers:
            return Alike(Likeness.SIMILAR, 0.98, "same words in another order")
        return Alike(Likeness.EXACT, 0.99, "same words")
    if len(apart) == 1 and not difference.changes and _is_slip_of_silent(apart[0], one, other):
        return Alike(Likeness.NEAR, share, "the same but for a slip")
    weighty = [word for word in apart if word not in LIGHT]
    # Of two methods that come and go in one title, each may be another one.
    if not weighty and difference.changes + len(apart) <= _CHANGES:
        if difference.shared <= difference.changes + 1:
            return None
        return Alike(Likeness.NEAR, share - 0.01 * difference.changes, "nearly the same words")
    is_one_more = len(apart) == 1 and not difference.changes and _is_no_matter(apart[0])
    if is_one_more and difference.shared >= _ROOM_FOR_ANOTHER:
        return Alike(Likeness.NEAR, share - 0.02, f"one word more: {apart[0]}")
    return None


def _is_no_matter(word: str) -> bool:
    """Whether a word may be there or not, in a long title."""
    return word.isascii() and len(word) > 1 and word not in WEIGHTY and word not in PREFIXES


def _is_slip_of_silent(word: str, one: Title, other: Title) -> bool:
    """Whether a word is a small word of the other title with a letter wrong: ``nd``."""
    if len(one.pieces) != len(other.pieces):
        return False
    from rapidfuzz.distance import OSA

    pairs = [two for two in zip(one.pieces, other.pieces, strict=True) if two[0] != two[1]]
    if len(pairs) != 1 or word not in pairs[0]:
        return False
    small = pairs[0][0] if pairs[0][1] == word else pairs[0][1]
    return len(small) > 1 and small in SILENT and OSA.distance(small, word) == 1


def _of_parts(one: Title, other: Title, share: float) -> Alike | None:
    """One title is the head of the other, or what follows its head."""
    for head, rest in one.cuts:
        found = _of_part(head, rest, other, share) or _of_part(rest, head, other, share)
        if found and (len(head.words) >= _SUBTITLE_ROOM or found.likeness is Likeness.NEAR):
            return found
    return None


def _of_part(part: Part, dropped: Part, other: Title, share: float) -> Alike | None:
    """A part is all of the other title, and by itself enough to tell it by."""
    if Counter(part.numbers) != Counter(other.whole.numbers):
        return None
    if abs(len(part.words) - len(other.whole.words)) > _CHANGES:
        return None
    difference = _difference(part, other.whole)
    if difference.first or difference.second or difference.changes > 1:
        return None
    if len(part.words) < _SUBTITLE_ROOM or is_generic(other):
        return Alike(Likeness.SIMILAR, share, "one title is a part of the other")
    if dropped.numbers and _is_volume(dropped):
        return Alike(Likeness.SIMILAR, share, "a number in the subtitle", is_opposed=True)
    weight = FOLLOWING if len(dropped.words) >= _SUBTITLE_ROOM else FOLLOWING | WEIGHTY
    if not weight.isdisjoint(dropped.words):
        return Alike(Likeness.SIMILAR, share, "a subtitle that tells them apart")
    return Alike(Likeness.NEAR, 0.9 - 0.02 * difference.changes, "same but for a subtitle")


def _is_volume(part: Part) -> bool:
    """Whether the number in a subtitle counts papers, or years: ``Part II``, ``2019``."""
    if len(part.words) < _SUBTITLE_ROOM or not PARTS.isdisjoint(part.words):
        return True
    return any(one[0] == "#" or len(one) == len("2019") for one in part.numbers)


def is_generic(title: Title) -> bool:
    """Whether many papers can have this title: few words, and each of them common."""
    words = title.words
    if is_periodic(title):
        return True
    return len(words) <= _GENERIC_WORDS and words <= GENERIC | PERIODIC | LIGHT


def is_periodic(title: Title) -> bool:
    """Whether a periodical has this title again and again: Editorial, Preface."""
    words = title.words
    is_column = words <= PERIODIC | GENERIC and not PERIODIC.isdisjoint(words)
    return "editorial" in title.marks or not words or is_column


def _difference(one: Part, other: Part) -> _Difference:
    """What is left of two parts when words that stand for each other are gone."""
    if one.words == other.words:
        return _Difference(len(one.words), 0, [], [])
    first, second = Counter(one.words), Counter(other.words)
    shared = (first & second).total()
    mine, yours = sorted((first - second).elements()), sorted((second - first).elements())
    if not mine and not yours:
        return _Difference(shared, 0, [], [])
    shared += _join(mine, yours, one.words) + _join(yours, mine, other.words)
    changes = 0
    if len(mine) + len(yours) <= 4 * (_CHANGES + 1):
        for word in tuple(mine):
            partner = next((two for two in yours if _stands_for(word, two)), None)
            if partner is not None:
                mine.remove(word)
                yours.remove(partner)
                changes += 1
    return _Difference(shared + changes, changes, mine, yours)


def _opposed(mine: Sequence[str], yours: Sequence[str]) -> str:
    """The first two words of which one denies the other, or ""; a word of a sequel."""
    if SEQUELS.isdisjoint(mine) != SEQUELS.isdisjoint(yours):
        return next(word for word in (*mine, *yours) if word in SEQUELS)
    if len(mine) + len(yours) > 4 * (_CHANGES + 1):
        return ""
    for one in mine:
        for other in yours:
            if frozenset((one, other)) in ANTONYMS or frozenset((one, other)) in CONFUSABLE:
                return f"{one}, {other}"
            if {one, other} <= PREFIXES:
                return f"{one}, {other}"
            if min(len(one), len(other)) >= _SHARED_STEM and _is_turned(one, other):
                return f"{one}, {other}"
    return ""


def _join(parts: list[str], wholes: list[str], words: Sequence[str]) -> int:
    """Cancel ``multi agent`` of the one with ``multiagent`` of the other; count the words."""
    if len(parts) < 2 or not wholes:  # noqa: PLR2004 - two make a compound
        return 0
    count = 0
    compounds = {first + second: (first, second) for first, second in _neighbours(words)}
    for whole in tuple(wholes):
        pair = compounds.get(whole)
        if pair and not Counter(pair) - Counter(parts):
            wholes.remove(whole)
            for part in pair:
                parts.remove(part)
            count += 1
    return count


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from zip(words, words[1:], strict=False)


def _stands_for(one: str, other: str) -> bool:
    """Whether two words are one in two forms, or say the same."""
    group = GROUP_BY_WORD.get(one)
    if group is not None and group == GROUP_BY_WORD.get(other):
        return True
    if not (one.isascii() and other.isascii()) or frozenset((one, other)) in CONFUSABLE:
        return False
    if _is_turned(one, other):
        return False
    return _is_inflected(one, other) or _is_typo(one, other)


def _is_turned(one: str, other: str) -> bool:
    """Whether only the beginnings differ, and these turn the meaning: hyper-, hypo-."""
    same = _common(reversed(one), reversed(other))
    return {one[: len(one) - same], other[: len(other) - same]} <= PREFIXES | {""}


def _is_inflected(one: str, other: str) -> bool:
    same = _common(one, other)
    return same >= _SHARED_STEM and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def _is_typo(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) >= _TYPO_ROOM and longer[1:] == shorter:
        return True  # which letters make another word at the front, `_is_turned` knows
    if len(shorter) < _TYPO_ROOM or one[:2] != other[:2]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def _is_slipped(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether all that differs is one word on each side, by a letter or, in long words, two."""
    if len(mine) != 1 or len(yours) != 1:
        return False
    shortest = min(len(mine[0]), len(yours[0]))
    if shortest < _SLIP_ROOM or mine[0][0] != yours[0][0]:
        return False
    from rapidfuzz.distance import OSA

    most = 2 if shortest >= _SLIPS_ROOM else 1
    return OSA.distance(mine[0], yours[0], score_cutoff=most) <= most


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count

"""How alike two titles are, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from paperbib.matching.alike_words import slip_of
from paperbib.matching.differences import MOST_CHANGES, Difference, differ, find_opposed
from paperbib.matching.order import are_small_words_turned, are_turned, is_listed_anew, is_swap
from paperbib.matching.reading import Part, Title
from paperbib.matching.signs import Signs, compare_signs
from paperbib.matching.vocabulary import (
    FOLLOWING,
    GENERIC,
    LIGHT,
    NEW,
    PERIODIC,
    SAYING_LITTLE,
    SHOWN_ANEW,
    SILENT,
    VOLUMES,
    WEIGHTY,
)

_SIMILAR = 0.5
"""Titles that share so much of their words may be of one paper."""
_SUBTITLE_ROOM = 3
"""A head, or a subtitle, of so many words is a title by itself."""
_MOST_WORDS = 300
"""Titles of more words are one when they are equal."""
_UNTIED = 0.55
"""Where words stand against each other, not even who says that two are one is believed."""
_GENERIC_WORDS = 2
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_OF_A_DATE = re.compile("(?:19|20)[0-9]{2}|[12]?[0-9]|3[01]")


class Likeness(IntEnum):
    """How alike two titles are."""

    DIFFERENT = 0
    SIMILAR = 1
    """Much is the same, but not all that matters."""
    GARBLED = 2
    """The same but for a letter of one word, where a slip is likely."""
    SLIPPED = 3
    """The same but for a letter of one very long word, a synonym, or the order of a list."""
    NEAR = 4
    """The same but for a subtitle, an inflection, a word that says little."""
    EXACT = 5
    """The same words and numbers."""


class Alike(NamedTuple):
    """How alike two titles are.

    Attributes:
        likeness: In steps.
        share: Of the words that they have in common, from 0 to 1; little where one or two words
            have others in their place.
        reason: What decided, in words for people.
        is_opposed: Whether a number, a mark or a negation forbids that they are one.
    """

    likeness: Likeness
    share: float
    reason: str
    is_opposed: bool = False


def liken(one: Title, other: Title) -> Alike:
    """Tell how alike two titles are. Symmetric."""
    if not one.letters or not other.letters:
        return Alike(Likeness.DIFFERENT, 0.0, "no title")
    if one.marks != other.marks:
        apart = ", ".join(sorted(one.marks ^ other.marks))
        return Alike(Likeness.DIFFERENT, 0.0, f"only one title says: {apart}", is_opposed=True)
    signs = compare_signs(one.signs, other.signs)
    if signs is Signs.OPPOSED:
        return Alike(Likeness.DIFFERENT, 0.0, "other signs", is_opposed=True)
    first, second = (one, other) if one.letters <= other.letters else (other, one)
    found = _of_titles(first, second)
    if found.likeness > Likeness.SIMILAR and signs is Signs.LOST:
        found = Alike(Likeness.SIMILAR, found.share, "only one title has signs")
    elif found.likeness > Likeness.SIMILAR and are_small_words_turned(first, second):
        found = Alike(Likeness.SIMILAR, min(found.share, _UNTIED), "other small words")
    return found


def _of_titles(one: Title, other: Title) -> Alike:
    """Tell how alike two titles are whose marks are the same."""
    if one.letters == other.letters and one.whole.numbers == other.whole.numbers:
        return Alike(Likeness.EXACT, 1.0, "same title")
    if max(len(one.whole.words), len(other.whole.words)) > _MOST_WORDS:
        return Alike(Likeness.DIFFERENT, 0.0, "long titles that are not equal")
    return _likened(one, other)


def _likened(one: Title, other: Title) -> Alike:
    difference = differ(one.whole, other.whole)
    longest = max(len(one.whole.words), len(other.whole.words), 1)
    share = difference.shared / longest
    opposed = find_opposed(difference.first, difference.second)
    if opposed:
        return Alike(Likeness.DIFFERENT, share, f"titles differ: {opposed}", is_opposed=True)
    has_same_numbers = Counter(one.whole.numbers) == Counter(other.whole.numbers)
    found = [_of_parts(one, other, share), _of_parts(other, one, share)]
    if has_same_numbers and difference.shared:
        found += [_of_whole(one, other, difference, share), _of_slip(difference, share)]
    best = max(filter(None, found), key=lambda one: (one.likeness, one.share), default=None)
    if best and not (best.is_opposed and not has_same_numbers):
        return best
    if not has_same_numbers and not _is_date(one.whole.numbers, other.whole.numbers):
        return Alike(Likeness.DIFFERENT, share, "numbers differ", is_opposed=True)
    apart = ", ".join([*difference.first, *difference.second][:4])
    total = len(one.whole.words) + len(other.whole.words)
    if 2 * difference.shared >= _SIMILAR * total and difference.shared > 1:
        if is_swap(one.whole.words, other.whole.words):
            share = min(share, _UNTIED)
        return Alike(Likeness.SIMILAR, share, f"titles differ in: {apart}")
    return Alike(Likeness.DIFFERENT, share, "titles differ")


def _is_date(numbers: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all that sets the numbers of two titles apart is a date that only one has."""
    more, less = Counter(numbers) - Counter(others), Counter(others) - Counter(numbers)
    dates = [*more, *less]
    has_year = any(_YEAR.fullmatch(one) for one in dates)
    return not (more and less) and has_year and all(_OF_A_DATE.fullmatch(one) for one in dates)


def _of_whole(one: Title, other: Title, difference: Difference, share: float) -> Alike | None:
    """The titles as a whole, where nothing that matters differs."""
    apart = [*difference.first, *difference.second]
    if not apart and not difference.changes:
        return _of_same_words(one, other)
    if all(word in LIGHT for word in apart) and difference.changes + len(apart) <= MOST_CHANGES:
        if difference.shared <= difference.changes + 1:
            return None
        if NEW.issuperset(apart) and apart and not SHOWN_ANEW.isdisjoint(one.words | other.words):
            return Alike(Likeness.SIMILAR, share, "only one title says: new")
        likeness = Likeness.SLIPPED if difference.synonyms else Likeness.NEAR
        return Alike(likeness, share - 0.01 * difference.changes, "nearly the same words")
    if len(apart) == 1 and not difference.changes:
        return _of_one_more(one, other, apart[0], share)
    return None


def _of_same_words(one: Title, other: Title) -> Alike:
    """The titles, where they have the same words, in whatever order."""
    if not _are_moved(one.whole, other.whole):
        return Alike(Likeness.EXACT, 0.99, "same words")
    # Learning for graphs is not graphs for learning; graphs and trees are trees and graphs.
    if is_listed_anew(one.text, other.text):
        return Alike(Likeness.SLIPPED, 0.98, "same words, listed in another order")
    share = _UNTIED if are_turned(one.pieces, other.pieces) else 0.98
    return Alike(Likeness.SIMILAR, share, "same words in another order")


def _are_moved(one: Part, other: Part) -> bool:
    """Whether the same words, or numbers, stand in another order."""
    return "".join(one.words) != "".join(other.words) or one.numbers != other.numbers


def _of_one_more(one: Title, other: Title, word: str, share: float) -> Alike | None:
    """The titles, where a word is all that only one of them has."""
    if _is_slip_of_silent(word, one, other):
        return Alike(Likeness.NEAR, share, "the same but for a slip")
    if word == "non":
        return Alike(Likeness.DIFFERENT, share, "titles differ: non", is_opposed=True)
    return None


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
        found = _of_part(head, rest, other, share) or _without_head(one, head, rest, other, share)
        if found and (len(head.words) >= _SUBTITLE_ROOM or found.likeness > Likeness.SIMILAR):
            return found
    return None


def _without_head(one: Title, head: Part, rest: Part, other: Title, share: float) -> Alike | None:
    """What follows the head, where the other has no head: a made-up name may go, words hardly."""
    found = _of_part(rest, head, other, share)
    if found is None or found.likeness <= Likeness.SIMILAR or one.is_named:
        return found
    if len(head.words) < _SUBTITLE_ROOM:
        return Alike(Likeness.SIMILAR, share, "a word before the title that may be another text")
    return found._replace(likeness=min(found.likeness, Likeness.SLIPPED))


def _of_part(part: Part, dropped: Part, other: Title, share: float) -> Alike | None:
    """A part is all of the other title, and by itself enough to tell it by."""
    if Counter(part.numbers) != Counter(other.whole.numbers):
        return None
    if abs(len(part.words) - len(other.whole.words)) > MOST_CHANGES:
        return None
    difference = differ(part, other.whole)
    if difference.first or difference.second or difference.changes > 1:
        return None
    says_little = dropped.words and SAYING_LITTLE.issuperset(dropped.words)
    weight = FOLLOWING if len(dropped.words) >= _SUBTITLE_ROOM else FOLLOWING | WEIGHTY
    if len(part.words) < _SUBTITLE_ROOM or is_generic(other):
        found = Alike(Likeness.SIMILAR, share, "one title is a part of the other")
    elif dropped.numbers and _is_volume(dropped):
        found = Alike(Likeness.SIMILAR, share, "a number in the subtitle", is_opposed=True)
    elif not weight.isdisjoint(dropped.words) and not (says_little and len(dropped.words) > 1):
        found = Alike(Likeness.SIMILAR, share, "a subtitle that tells them apart")
    elif any(len(one) == len("2019") for one in dropped.numbers):
        found = Alike(Likeness.SLIPPED, share, "same but for a subtitle with a year")
    elif not difference.changes and _are_moved(part, other.whole):
        found = Alike(Likeness.SIMILAR, share, "same words, but for order and a subtitle")
    else:
        share = 0.9 - 0.02 * difference.changes
        found = Alike(Likeness.NEAR, share, "same but for a subtitle")
    return found


def _is_volume(part: Part) -> bool:
    """Whether the number in a subtitle counts papers: ``Part II``."""
    if len(part.words) < _SUBTITLE_ROOM or not VOLUMES.isdisjoint(part.words):
        return True
    return any(one[0] == "#" for one in part.numbers)


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


def _of_slip(difference: Difference, share: float) -> Alike | None:
    """The titles, where all that differs is one word on each side, by a letter.

    Which letters make another word, no rule knows: quark, squark; so the words are long, and the
    people have to be sure.
    """
    if len(difference.first) != 1 or len(difference.second) != 1 or difference.changes:
        return None
    one, other = difference.first[0], difference.second[0]
    sure = slip_of(one, other)
    if not sure:
        return None
    likeness = Likeness.SLIPPED if sure > 1 else Likeness.GARBLED
    return Alike(likeness, share, f"the same but for a slip: {one}, {other}")

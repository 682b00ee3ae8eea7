"""How far an item's title is from a paper's, counted in doubts.

None: they are the same. Each doubt has to be outweighed by a person or a year
(see `paperbib.resolving.papers.evidence`). What makes another paper of a title,
a number, ``not``, ``Part``, a word of its own, is beyond all doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from paperbib.resolving.acronyms import ACRONYMS
from paperbib.resolving.marks import ASKING, DIRECTIONS, TURNING
from paperbib.resolving.slips import IsWord, typing_error
from paperbib.resolving.vocabulary import ABOUT, MARKERS, OPENERS
from paperbib.resolving.wording import Wording, head_of, is_guarded, stem, wording

FAR = 9
"""More doubts than anything can outweigh."""

_SHORT, _LONG = 3, 4
"""Words that say something: fewer than 3 are a short title, 4 a long one."""
_LEAST_SHARED = 0.3
"""Titles that have less in common are not worth a closer look."""

_TYPO_WORDS = 6
_ARTICLES = frozenset({"the", "a", "an"})
_TO_BE = frozenset({"is", "are", "was"})


class Nearness(NamedTuple):
    """How far two titles are apart.

    Attributes:
        doubts: 0 for the same title; `FAR` for another.
        is_exact: Whether they are the same letter by letter, as titles are compared.
        likeness: What they share, from 0 to 1; for the order of candidates.
    """

    doubts: int
    is_exact: bool = False
    likeness: float = 0.0


_OPENERS = frozenset(map(stem, OPENERS))


def nearness(asked: str, title: str, is_word: IsWord, *, may_lack_name: bool = True) -> Nearness:
    """Compare an item's title with a paper's.

    Args:
        asked: The item's.
        title: The paper's, as a source or a note gives it.
        is_word: Whether a stem stands in titles of other papers: it is no typing error then.
        may_lack_name: Whether the item may have left the name before a colon away.
    """
    one, other = wording(asked), wording(title)
    if not one.normal or not other.normal:
        return Nearness(FAR)
    if one.signs != other.signs:
        # Candidates all the same: they are alike.
        return Nearness(FAR, likeness=_likeness(one.stems, other.stems))
    if one.normal == other.normal:
        return Nearness(_brevity(one, other), is_exact=True, likeness=1.0)
    whole = _whole(one, other, is_word)
    if whole.doubts < FAR:
        return whole
    # The sides of the item's own colon are titles of their own: see `segments`.
    doubts = _cut(title, one, is_word)
    if may_lack_name:
        doubts = min(doubts, _unnamed(title, one, is_word))
    return Nearness(doubts, likeness=whole.likeness)


def _brevity(one: Wording, other: Wording) -> int:
    """The doubts about a title that is the same: so short that other things are called so."""
    words = max(len(one.content), len(other.content))
    if words <= 1 and len(one.words) < _LONG:
        return 2
    return int(one.is_generic)


def _whole(one: Wording, other: Wording, is_word: IsWord) -> Nearness:
    """Compare whole titles, word by word."""
    likeness = _likeness({*one.stems}, {*other.stems})
    if likeness < _LEAST_SHARED and not (one.acronyms or other.acronyms):
        return Nearness(FAR, likeness=likeness)
    first, second, spelled_out = _level(one, other)
    extra, missing = _difference(first, second)
    size = max(len(one.content), len(other.content), len(second))
    likeness = _likeness(first, second)
    typo = _typo(extra, missing, one, other, is_word) if extra or missing else 0
    if typo is None or size == 1 or (one.is_generic and size < _LONG) or _is_turned(one, other):
        return Nearness(FAR, likeness=likeness)
    has_typo = bool(extra or missing)
    meant = [missing[0] if word in extra else word for word in first] if has_typo else first
    is_opened = Counter(meant) != Counter(second)
    is_moved = _unopened(meant) != _unopened(second)
    if is_moved and not DIRECTIONS.isdisjoint((*one.words, *other.words)):
        return Nearness(FAR, likeness=likeness)
    doubts = spelled_out + is_moved + is_opened + typo + (_small(one) != _small(other))
    if size < _SHORT and not has_typo:
        doubts += 1
    return Nearness(doubts, likeness=likeness)


def _unopened(stems: Sequence[str]) -> list[str]:
    return [one for one in stems if one not in _OPENERS]


def _likeness(first: Collection[str], second: Collection[str]) -> float:
    """The share of words that two titles have in common."""
    shared = (Counter(first) & Counter(second)).total()
    return 2 * shared / max(1, len(first) + len(second))


def _is_turned(one: Wording, other: Wording) -> bool:
    """Whether a small word makes another paper: *without* for *with*, a question of a statement."""
    for words in (TURNING, ASKING - _TO_BE):
        mine, theirs = (
            Counter(word for word in each.words if word in words) for each in (one, other)
        )
        if mine != theirs:
            return True
    return ASKING.isdisjoint(one.words[:1]) != ASKING.isdisjoint(other.words[:1])


def _level(one: Wording, other: Wording) -> tuple[list[str], list[str], int]:
    """The stems of both, with what one joins and the other splits, or spells out, alike.

    Returns:
        The stems of the first, of the second, and how many acronyms were spelled out.
    """
    first, number = _spelled_out(one, other)
    second, more = _spelled_out(other, one)
    return _split(first, second), _split(second, first), number + more


def _split(stems: list[str], others: list[str]) -> list[str]:
    """Split words that the other title has as two: "deeplearning"."""
    pairs = {left + right: (left, right) for left, right in pairwise(others)}
    known = set(others)
    found: list[str] = []
    for one in stems:
        found += pairs[one] if one in pairs and one not in known else (one,)
    return found


def _spelled_out(one: Wording, other: Wording) -> tuple[list[str], int]:
    """The stems of a title, its acronyms in the words of the other: RNN."""
    if not one.acronyms:
        return list(one.stems), 0
    found: list[str] = []
    number = 0
    known = set(other.content)
    for word in one.content:
        short = one.acronyms.get(word)
        long = _spelled(short, other) if short and word not in known else ()
        found += long or (stem(word),)
        number += bool(long)
    return found, number


def _spelled(short: str, other: Wording) -> Sequence[str]:
    """The stems of a title that an acronym stands for; a well-known one has its meaning."""
    for long in ACRONYMS.get(short, ()):
        if any(other.stems[place : place + len(long)] == long for place in range(len(other.stems))):
            return long
    place = "".join(word[0] for word in other.content).find(short)
    return () if short in ACRONYMS or place < 0 else other.stems[place : place + len(short)]


def _difference(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str]]:
    left, right = Counter(first), Counter(second)
    extra, missing = sorted((left - right).elements()), sorted((right - left).elements())
    return [one for one in extra if one not in _OPENERS], [
        one for one in missing if one not in _OPENERS
    ]


def _typo(
    extra: list[str], missing: list[str], one: Wording, other: Wording, is_word: IsWord
) -> int | None:
    """The doubts about the one word that differs, as a typing error; None where it is none."""
    if not len(extra) == len(missing) == 1:
        return None
    doubts = typing_error(extra[0], missing[0], one, other, is_word)
    if doubts is None:
        return None
    size = max(len(one.content), len(other.content))
    is_long = max(len(one.words), len(other.words)) >= _TYPO_WORDS and size >= _LONG
    return doubts if is_long else 1 if size >= _SHORT else 2


def _small(one: Wording) -> Counter[str]:
    """The words that say nothing, but may: learning *with*, learning *from*; no articles."""
    words = list(one.words)
    while words and words[0] in OPENERS:
        words.pop(0)
    return Counter(word for word in words if word not in _ARTICLES) - Counter(one.content)


def _cut(long: str, short: Wording, is_word: IsWord) -> int:
    """The doubts about a title that is another's without its subtitle."""
    head, rest = head_of(long)
    if not head or not rest or not _is_near(wording(head), short, is_word):
        return FAR
    if any(word in ABOUT or is_guarded(word) for word in wording(rest).words):
        return FAR
    return 1 if len(short.content) >= _LONG and not short.is_generic else 2


def _unnamed(long: str, short: Wording, is_word: IsWord) -> int:
    """The doubts about a title that is another's without the name before its colon."""
    head, tail = head_of(long)
    name, rest = wording(head), wording(tail)
    if not name.words or " " in head or len(short.content) < _LONG:
        return FAR
    return 1 if (ABOUT | MARKERS).isdisjoint(name.words) and _is_near(rest, short, is_word) else FAR


def _is_near(one: Wording, other: Wording, is_word: IsWord) -> bool:
    if not one.normal or not other.normal or one.signs != other.signs:
        return False
    return one.normal == other.normal or _whole(one, other, is_word).doubts == 0

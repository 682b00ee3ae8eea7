"""How far an item's title is from a paper's, counted in doubts.

None: they are the same. Each doubt has to be outweighed by a person or a year
(see `paperbib.resolving.papers.evidence`). What makes another paper of a title,
a number, ``not``, ``Part``, a word of its own, is beyond all doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from paperbib.resolving.vocabulary import ABOUT, CONFUSABLE, MARKERS, OPENERS
from paperbib.resolving.wording import Wording, head_of, is_guarded, stem, wording

FAR = 9
"""More doubts than anything can outweigh."""

_SHORT, _LONG = 3, 4
"""Words that say something: fewer than 3 are a short title, 4 a long one."""
_LEAST_SHARED = 0.3
"""Titles that have less in common are not worth a closer look."""

_TYPO_WORDS = 6
_TYPO_LETTERS = 5
_FIRST_LETTER = 7
"""Letters of a word from which on even the first may be wrong: "ranking" is no "banking"."""

_NEGATIONS = ("un", "in", "im", "non", "anti", "dis", "a", "de", "re", "e", "co", "bi")


_CONFUSABLE = {stem(word): frozenset(map(stem, others)) for word, others in CONFUSABLE.items()}


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
IsWord = Callable[[str], bool]


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
    if one.normal == other.normal:
        return Nearness(_brevity(one, other), is_exact=True, likeness=1.0)
    whole = _whole(one, other, is_word)
    if whole.doubts < FAR:
        return whole
    doubts = min(
        _cut(asked, other, is_word),
        _unnamed(asked, other, is_word),
        _cut(title, one, is_word),
        _unnamed(title, one, is_word) if may_lack_name else FAR,
    )
    return Nearness(doubts, likeness=whole.likeness)


def _brevity(one: Wording, other: Wording) -> int:
    """The doubts about a title that is the same: so short that other things are called so."""
    words = max(len(one.content), len(other.content))
    if words <= 1 and len(one.words) < _LONG:
        return 2
    return int(one.is_generic)


def _whole(one: Wording, other: Wording, is_word: IsWord) -> Nearness:
    """Compare whole titles, word by word."""
    shared = len({*one.stems} & {*other.stems})
    likeness = 2 * shared / max(1, len(one.stems) + len(other.stems))
    if likeness < _LEAST_SHARED and not (one.acronyms or other.acronyms):
        return Nearness(FAR, likeness=likeness)
    first, second, spelled_out = _level(one, other)
    extra, missing = _difference(first, second)
    size = max(len(one.content), len(other.content), len(second))
    likeness = 2 * (len(first) - len(extra)) / max(1, len(first) + len(second))
    typo = _typo(extra, missing, one, other, is_word) if extra or missing else None
    if typo:
        likeness = 2 * len(first) / max(1, len(first) + len(second))
    if (extra or missing) and not typo:
        return Nearness(FAR, likeness=likeness)
    if size == 1 or (one.is_generic and size < _LONG):
        return Nearness(FAR, likeness=likeness)
    doubts = spelled_out + int([typo if word in extra else word for word in first] != second)
    if typo:
        total = max(len(one.words), len(other.words))
        doubts += 0 if total >= _TYPO_WORDS and size >= _LONG else 1 if size >= _SHORT else 2
    if (size < _SHORT and not typo) or (size < _LONG and _small(one) != _small(other)):
        doubts += 1
    return Nearness(doubts, likeness=likeness)


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
    initials = "".join(word[0] for word in other.content)
    known = set(other.content)
    for word in one.content:
        short = one.acronyms.get(word)
        place = initials.find(short) if short and word not in known else -1
        if short is None or place < 0:
            found.append(stem(word))
            continue
        found += other.stems[place : place + len(short)]
        number += 1
    return found, number


def _difference(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str]]:
    left, right = Counter(first), Counter(second)
    extra, missing = sorted((left - right).elements()), sorted((right - left).elements())
    return [one for one in extra if one not in _OPENERS], [
        one for one in missing if one not in _OPENERS
    ]


def _typo(
    extra: list[str], missing: list[str], one: Wording, other: Wording, is_word: IsWord
) -> str | None:
    """The one word that is meant by one with a typing error; None where more differs."""
    if not len(extra) == len(missing) == 1 or is_word(extra[0]):
        return None
    if missing[0] in _CONFUSABLE.get(extra[0], ()):
        return None
    typed = dict(zip(one.stems, one.content, strict=True)).get(extra[0], extra[0])
    meant = dict(zip(other.stems, other.content, strict=True)).get(missing[0], missing[0])
    # An ending may hide the error, or be where it is: "netwroks", "lensifg".
    pairs = ((extra[0], missing[0]), (typed, meant))
    return missing[0] if any(_is_typo(*pair) for pair in pairs) else None


def _is_typo(typed: str, meant: str) -> bool:
    """Whether a word is another with one letter too many, too few, wrong or misplaced."""
    longer, shorter = max(len(typed), len(meant)), min(len(typed), len(meant))
    if longer < _TYPO_LETTERS or longer - shorter > 1 or not (typed + meant).isalpha():
        return False
    if is_guarded(typed) or is_guarded(meant):
        return False
    if typed[0] != meant[0] and sorted(typed[:2]) != sorted(meant[:2]) and shorter < _FIRST_LETTER:
        return False
    is_negated = any(prefix + typed == meant or prefix + meant == typed for prefix in _NEGATIONS)
    return not is_negated and _is_one_edit(typed, meant)


def _is_one_edit(one: str, other: str) -> bool:
    """Whether one edit makes one word of the other; two letters changing places is one."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:]


def _small(one: Wording) -> Counter[str]:
    """The words that say nothing, but may: learning *with*, learning *from*."""
    return Counter(one.words) - Counter(one.content) - Counter(OPENERS)


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
    name, rest = map(wording, head_of(long))
    if len(name.words) != 1 or len(short.content) < _LONG:
        return FAR
    return 1 if name.words[0] not in ABOUT | MARKERS and _is_near(rest, short, is_word) else FAR


def _is_near(one: Wording, other: Wording, is_word: IsWord) -> bool:
    if not one.normal or not other.normal:
        return False
    return one.normal == other.normal or _whole(one, other, is_word).doubts == 0

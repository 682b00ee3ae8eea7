"""A title as words: what it is compared by where it is not the same letter by letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from paperbib.matching import normalise
from paperbib.resolving.signs import signs_of
from paperbib.resolving.vocabulary import GENERIC, MARKERS, STOP_WORDS

LONGEST = 1_000
"""Characters of a title that are looked at; no paper's title is longer."""

_BETWEEN = re.compile(r"(?:[\s\-‐-―−/:;!?()\[\]|·•&=<>]|,(?!\d)|(?<!\\)~)+")
_TAG = re.compile(r"</?[A-Za-z]{1,10}>")
_UNSPACED = re.compile(r"[\u0E00-\u0EFF\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]")
"""Letters of scripts that put no blanks between words; each stands for itself."""

_HEAD = re.compile(r":\s|\s[-‐-―−]{1,3}\s|[—―]|：|\?\s|\.\s(?=[A-Z])")
_ROMAN = re.compile(r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
_BEFORE_A_LETTER = frozenset("part type class group vitamin series volume appendix".split())
_IRREGULAR = {
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "phenomena": "phenomenon",
    "spectra": "spectrum",
    "criteria": "criterion",
    "maxima": "maximum",
    "minima": "minimum",
    "axes": "axis",
    "bases": "basis",
    "data": "data",
}


class Wording(NamedTuple):
    """A title taken to pieces.

    Attributes:
        normal: As `paperbib.matching.normalise` has it.
        words: All its words, normalised.
        raw: The same words as written.
        content: Those that say something, in their order.
        stems: The stems of these.
        acronyms: Those of them that are in capitals, by their letters: RNNs is ``rnn``.
        signs: What `normalise` leaves out and has a meaning: the plus of LoRA+.
    """

    normal: str
    words: tuple[str, ...]
    raw: tuple[str, ...]
    content: tuple[str, ...]
    stems: tuple[str, ...]
    acronyms: Mapping[str, str]
    signs: str = ""

    def is_same(self, other: Wording) -> bool:
        """Whether two titles are the same letter by letter, and sign by sign."""
        return bool(self.normal) and (self.normal, self.signs) == (other.normal, other.signs)

    @property
    def starts_large(self) -> bool:
        """Whether it begins with anything but a small letter."""
        return not self.raw[0].lstrip("\"'“‘«([{$\\")[:1].islower()

    @property
    def large_share(self) -> float:
        """The share of its words of some length that begin with a capital."""
        pairs = zip(self.raw, self.words, strict=True)
        long = [raw for raw, word in pairs if len(word) > 3]  # noqa: PLR2004
        return sum(1 for raw in long if not raw[:1].islower()) / len(long) if long else 0.0

    @property
    def is_generic(self) -> bool:
        """Whether many papers may be called so."""
        return len(self.content) <= 3 and all(  # noqa: PLR2004 - four such words are rare
            one in GENERIC or one.isdecimal() for one in self.content
        )


def wording(title: str) -> Wording:
    """Take a title to pieces.

    >>> wording("Super-Convergence: Very Fast Training").content
    ('super', 'convergence', 'very', 'fast', 'training')
    """
    return _wording(title[:LONGEST])


@lru_cache(maxsize=4096)
def _wording(title: str) -> Wording:
    pairs = [(chunk, word) for chunk in _chunks(title) if (word := _word(chunk))]
    words = tuple(word for _, word in pairs)
    content = tuple(one for place, one in enumerate(words) if _says_something(words, place))
    raw = tuple(chunk for chunk, _ in pairs)
    acronyms = {word: short for chunk, word in pairs if (short := _acronym(chunk))}
    return Wording(
        normalise(title), words, raw, content, tuple(map(stem, content)), acronyms, signs_of(title)
    )


def stems_of(title: str) -> set[str]:
    """The stems of a title's words that say something; faster than `wording`."""
    words = {_word(chunk) for chunk in _chunks(title[:LONGEST])} - STOP_WORDS
    words.discard("")
    return {stem(word) for word in words}


def head_of(title: str) -> tuple[str, str]:
    """A title's part before its colon, dash or question mark, and the rest; "" without one.

    >>> head_of("BERT: Pre-training of Deep Bidirectional Transformers")
    ('BERT', 'Pre-training of Deep Bidirectional Transformers')
    """
    found = _HEAD.search(title, 1, LONGEST)
    if found is None:
        return "", ""
    return title[: found.start()].strip(), title[found.end() :].strip()


def is_guarded(word: str) -> bool:
    """Whether a word makes another paper of a title: a number, ``part``, ``not``."""
    is_number = any(char.isdigit() for char in word)
    return is_number or word in MARKERS or is_roman(word)


def is_roman(word: str) -> bool:
    """Whether a normalised word is a Roman number; ``mix`` and ``dim`` are too."""
    return bool(word) and _ROMAN.fullmatch(word) is not None


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What a word has in common with its plural, its other forms, and its British spelling.

    >>> [stem(one) for one in ("networks", "sequences", "modelling", "generalisation")]
    ['network', 'sequenc', 'model', 'generalization']
    """
    if len(word) <= 3 or word == "embed" or not (word.isascii() and word.isalpha()):  # noqa: PLR2004
        return word
    word = _singular(_american(_IRREGULAR.get(word, word)))
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and not rest.endswith("e") and _has_vowel(rest):  # noqa: PLR2004
            word = rest
            break
    if len(word) > 3 and word.endswith("e") and not word.endswith("ee"):  # noqa: PLR2004
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdfglmnprt":  # noqa: PLR2004
        word = word[:-1]
    return word


def _american(word: str) -> str:
    word = word.replace("isation", "ization").replace("ysation", "yzation")
    if len(word) > 4:  # noqa: PLR2004 - "four" is not "for"
        word = re.sub(r"our(?=$|s$|al|ed$|ing)", "or", word)
        word = re.sub(r"(?<=[a-z]{3})ys(?=e|ing$)", "yz", word)
        word = re.sub(r"(?<=[a-z]{3})is(?=e$|ed$|es$|er$|ers$|ing$)", "iz", word)
        word = re.sub(r"(?<=[a-z]{3})tre(?=s?$)", "ter", word)
        word = re.sub(r"ll(?=ing$|ed$|er$)", "l", word)
    return word.replace("aesth", "esth").replace("haem", "hem").replace("paed", "ped")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004
        return word[:-3] + "y"
    if word.endswith("eses"):
        return word[:-2] + "is"
    if word.endswith(("xes", "ches", "shes", "sses", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _has_vowel(word: str) -> bool:
    return any(char in "aeiouy" for char in word)


def _chunks(title: str) -> list[str]:
    if "<" in title:
        title = _TAG.sub("", title)
    if not title.isascii():
        title = _UNSPACED.sub(r" \g<0> ", title.replace("×", "x"))
    return _BETWEEN.split(title)


@lru_cache(maxsize=65_536)
def _word(chunk: str) -> str:
    return normalise(chunk)


def _acronym(chunk: str) -> str:
    """The letters of an acronym, small; "" for another word."""
    letters = chunk.strip("().,'’\"").removesuffix("s")
    is_one = 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()  # noqa: PLR2004
    return letters.lower() if is_one else ""


def _says_something(words: tuple[str, ...], place: int) -> bool:
    word = words[place]
    if word not in STOP_WORDS:
        return True
    # The A of "Part A" is no article.
    is_label = place > 0 and (place == len(words) - 1 or words[place - 1] in _BEFORE_A_LETTER)
    return is_label and len(word) == 1

"""What papers are called in short, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from paperbib.matching import normalise
from paperbib.resolving.papers import LABEL, Paper
from paperbib.resolving.vocabulary import ABOUT, GENERIC, MARKERS, STOP_WORDS, TOPICS
from paperbib.resolving.wording import head_of, wording

_MOST_WORDS = 3
_DEFINED = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,14})\)")
_OWN = re.compile(
    r"\b(?:we|our|this paper|this work|called|named|termed|dubbed|introduc\w+|propos\w+|presents?"
    r")\b",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(
    r"\s*(?:attains?|achieves?|outperforms?|reaches|obtains?|surpasses|yields?|improves?)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:recent|recently|previous|previously|existing|prior|popular|widely|standard|have|has|such"
    r" as|based on|inspired by|compared|unlike|like|instead of|of the art|well-known|variants?)\b",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 400
_LETTERS_OF_A_COINAGE = 3


class Tie(IntEnum):
    """Who ties a nickname to a paper.

    A note that links to the paper needs no year to be believed; the head of the paper's
    own title does, unless the name is coined; its abstract always does.
    """

    NOTE = 0
    HEAD = 1
    ABSTRACT = 2


class Nickname(NamedTuple):
    """A short name of a paper, and the signs that its letters do not tell: LoRA+ is no LoRA."""

    name: str
    tie: Tie
    signs: str = ""


def of_titles(paper: Paper) -> Iterator[Nickname]:
    """The nicknames that titles and notes give a paper, normalised.

    >>> from paperbib.identifiers import whole
    >>> alibi = "(ALiBi) Train Short, Test Long: Attention with Linear Biases"
    >>> paper = Paper(whole.parse("arxiv:2108.12409"), (), (alibi,))
    >>> [one.name for one in of_titles(paper)]
    ['alibi']
    """
    official = {normalise(one) for one in paper.titles}
    for title in paper.titles:
        head, rest = head_of(title)
        if not _is_about(rest):
            yield from _named(head if head and rest else title, Tie.HEAD)
    for title in paper.said:
        if normalise(title) in official:
            continue
        label = LABEL.match(title)
        if label and label.end() < len(title):
            yield from _named(label[1], Tie.NOTE)
            continue
        head, rest = head_of(title)
        if _is_about(rest):
            continue
        # "T5: Exploring …": the note's own word for a title that the sources give without it
        yield from _named(head if head and rest else title, Tie.NOTE)
    for mention in paper.mentions:
        first = (mention.annotation or "").partition("\n")[0][:200]
        head, rest = head_of(first)
        name = head if head and rest else first
        if len(name.split()) == 1 and is_coined(name.strip(".,;")):
            yield from _named(name, Tie.NOTE)


def bracketed(abstract: str) -> set[str]:
    """The short names in brackets in an abstract, normalised."""
    return {normalise(one) for one in _DEFINED.findall(abstract)}


def of_abstracts(paper: Paper, wanted: str) -> Iterator[str]:
    """The name, if a paper's abstract defines it as its own: "Vision Transformer (ViT)"."""
    for abstract in paper.abstracts:
        for found in _DEFINED.finditer(abstract):
            name = normalise(found[1])
            if name == wanted and name not in TOPICS and _is_own(abstract, found):
                yield name


def is_coined(name: str) -> bool:
    """Whether a name is no word of any language: FlashAttention, RoBERTa, T5, Transformer-XL.

    Capitals alone are not enough: half a field says MRI.
    """
    if not name or " " in name or not any(char.isalpha() for char in name):
        return False
    letters = [char for char in name if char.isalpha()]
    has_inner = any(char.isupper() for char in letters[1:])
    is_mixed = has_inner and any(char.islower() for char in letters)
    has_digit = any(char.isdigit() for char in name) and name[:1].isalpha()
    return (is_mixed and len(letters) >= _LETTERS_OF_A_COINAGE) or has_digit


def _named(name: str, tie: Tie) -> Iterator[Nickname]:
    part = wording(name)
    if not part.normal or len(part.words) > _MOST_WORDS or len(part.normal) < 2:  # noqa: PLR2004
        return
    if all(
        one in GENERIC or one in TOPICS or one in ABOUT or one in STOP_WORDS or one.isdecimal()
        for one in part.words
    ):
        return
    yield Nickname(part.normal, tie, part.signs)


def _is_about(rest: str) -> bool:
    return any(word in ABOUT or word in MARKERS for word in wording(rest).words)


def _is_own(abstract: str, found: re.Match[str]) -> bool:
    """Whether an abstract defines a name in brackets, and as that of its own subject."""
    start = max(abstract.rfind(". ", 0, found.start()) + 1, found.start() - _LONGEST_SENTENCE)
    before = abstract[start : found.start()]
    if not _spells(before.split()[-2 * len(found[1]) :], found[1]):
        return False
    if _OTHERS.search(before):
        return False
    return bool(_OWN.search(before) or _SUCCEEDS.match(abstract, found.end()))


def _spells(words: list[str], name: str) -> bool:
    """Whether the last words begin with a name's letters, one after the other."""
    letters = [char for char in name.lower() if char.isalpha()]
    parts = [part for word in words for part in word.lower().split("-") if part]
    place = len(letters)
    for part in reversed(parts):
        taken = "".join(letters[:place])
        size = max((n for n in range(1, 5) if part[:n] and taken.endswith(part[:n])), default=0)
        if size == 0 and part not in STOP_WORDS:
            return False
        place -= size
        if place <= 0:
            return True
    return False

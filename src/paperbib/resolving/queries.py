"""How a search is asked about a title: the narrow question first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.model import Unlinked
from paperbib.resolving.papers import surname
from paperbib.resolving.segments import Segment, segments
from paperbib.resolving.vocabulary import STOP_WORDS
from paperbib.resolving.wording import LONGEST, Wording

_MOST = 3
_LONGEST_PHRASE = 250
_LONGEST_WORD = 40
_MOST_WORDS = 4
_SHORT, _LONG = 3, 5
_MARKUP = re.compile(r"</?[A-Za-z]{1,10}>|\\[A-Za-z]+|\\.")
_NO_WORD = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_INFLECTED = ("s", "ing", "ed", "tion", "ly", "er")


class Query(NamedTuple):
    """A question to a search for titles; all that is given must be there.

    Attributes:
        phrase: Words of the title in a row, without punctuation; "".
        words: Words of the title, anywhere in it.
        people: Surnames of authors.
    """

    phrase: str = ""
    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def queries(item: Unlinked) -> Iterator[Query]:
    """The questions to ask one after the other until one is answered; three at most.

    First all the words in a row; then another part of the item that may be the title,
    or the first half of a long one; then a few words, with an author if one is named:
    of the other half, so that one wrong word spoils one question only. All is in small
    letters, without any character that a search could take for an operator.
    """
    asked: dict[Query, None] = {}
    parts = [one for one in segments(item) if not one.is_uncut]
    if not parts:
        return
    main = parts[0].wording
    people = tuple(one for one in map(_only_letters, map(surname, item.people)) if one)[:1]
    for phrase in (_phrase(parts[0].text), _second(parts, main)):
        if " " in phrase or (phrase and not phrase.isascii()):
            asked.setdefault(Query(phrase=phrase))
    words = _words(parts, main, has_people=bool(people))
    if len(words) > 1 or (words and people):
        asked.setdefault(Query(words=words, people=people))
    yield from list(asked)[:_MOST]


def _phrase(text: str) -> str:
    """Words in a row, whatever was between them; cut at a word.

    An apostrophe stays as a blank does: "Newton's" is asked for as "newton s".
    """
    words = _NO_WORD.sub(" ", _MARKUP.sub(" ", text[:LONGEST])).lower().split()
    length, kept = 0, []
    for word in words:
        length += len(word) + 1
        if length > _LONGEST_PHRASE:
            break
        kept.append(word)
    return " ".join(kept) if kept else "".join(words[:1])[:_LONGEST_PHRASE]


def _second(parts: list[Segment], main: Wording) -> str:
    """The phrase of another part that may be the title, else the first half of a long one."""
    others = [one for one in parts[1:] if len(one.wording.content) > 1]
    others.sort(key=lambda one: (one.is_head and len(one.wording.content) < _SHORT, one.penalty))
    if others:
        return _phrase(others[0].text)
    if len(main.content) >= _LONG and " " in _phrase(parts[0].text):
        return _phrase(" ".join(main.raw[: len(main.raw) // 2]))
    return ""


def _words(parts: list[Segment], main: Wording, *, has_people: bool) -> tuple[str, ...]:
    """A few words that the title has for certain, the likeliest to stand in it as they are."""
    has_sides = len(parts) > 1
    if len(main.content) >= _LONG and not has_sides:
        words = main.raw[len(main.raw) // 2 :]
    else:
        shortest = min(parts, key=lambda one: (len(one.wording.content) < _SHORT - 1, one.penalty))
        words = shortest.wording.raw if has_sides else main.raw
    found: dict[str, None] = {}
    for raw in words:
        word = _only_letters(_MARKUP.sub("", raw)).lower()
        is_acronym = raw.isupper() and len(raw) <= 6 and not _is_large(main)  # noqa: PLR2004
        if len(word) > 1 and word not in STOP_WORDS and not is_acronym:
            found[word[:_LONGEST_WORD]] = None
    # With an author, one word is narrow enough, and the fewer words the fewer are wrong.
    number = 1 + len(found) // 4 if has_people else _MOST_WORDS
    ranked = sorted(found, key=lambda one: (one.endswith("s"), -len(one), one))
    kept = set(ranked[:number])
    return tuple(one for one in found if one in kept)


def _is_large(main: Wording) -> bool:
    """Whether a title is in capitals throughout, so that they tell no acronyms."""
    return all(raw.isupper() for raw in main.raw if raw.isalpha())


def _only_letters(text: str) -> str:
    return _NO_WORD.sub("", text)

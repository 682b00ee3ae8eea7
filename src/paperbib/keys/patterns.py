"""Patterns for keys: ``{surname}{year}{word}``, placeholders in braces and what stands between.

A placeholder that is words can be written in three ways: ``{word}`` is in lower
case, ``{Word}`` has a capital where each word begins and else the case of the source,
``{WORD}`` is in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from paperbib.errors import did_you_mean
from paperbib.keys.spelling import LEGAL, PUNCTUATION, USABLE
from paperbib.keys.stems import WORDS_WITHOUT_AUTHOR, Naming, owner, stem, words_of_page
from paperbib.keys.words import STOPWORDS, spelled_words, telling, without_maths
from paperbib.model import Reference

DEFAULT = "{surname}{year}{word}"
"""The pattern of keys that `stem` makes."""
LONGEST = 80
"""A key of a pattern is cut there, so that a suffix can be added."""

_PART = re.compile(r"\{([^{}]*)\}|([A-Za-z0-9.:_+/-]+)")
_PLACEHOLDER = re.compile(r"([A-Za-z]+?)(?::?([1-9]))?")
_MOST_AUTHORS = 3
_Words = Callable[[Reference, int], Sequence[str]]


class PatternError(ValueError):
    """A pattern cannot be one.

    Args:
        what: What is wrong, in one line.
        hint: What can be done about it.
        offset: Where it is wrong, in characters from the start of the pattern.
    """

    def __init__(self, what: str, hint: str, offset: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.offset = offset


def compile_pattern(pattern: str) -> Naming:
    """Turn a pattern into what makes keys of it.

    What is made is cut after 80 characters and loses punctuation at its ends. Where
    nothing is left, the key is made as by default.

    Raises:
        PatternError: There is an unknown placeholder or an illegal character in it, or
            no placeholder.

    >>> compile_pattern("{surname}{yeer}")
    Traceback (most recent call last):
    paperbib.keys.patterns.PatternError: unknown placeholder {yeer}
    """
    makers: list[Callable[[Reference], str]] = []
    has_placeholder, position = False, 0
    while position < len(pattern):
        part = _PART.match(pattern, position)
        if part is None:
            raise _illegal(pattern, position)
        if part[2] is None:
            makers.append(_maker(part[1], position))
            has_placeholder = True
        else:
            makers.append(partial(_literal, part[2]))
        position = part.end()
    if not has_placeholder:
        raise PatternError(f"{pattern!r} has no placeholder: all keys would be equal", _LISTED)
    if pattern[0] in PUNCTUATION:
        raise PatternError(f"a key cannot begin with {pattern[0]!r}", "begin with a letter")
    return stem if pattern == DEFAULT else partial(_render, tuple(makers))


def _render(makers: Sequence[Callable[[Reference], str]], reference: Reference) -> str:
    key = "".join(make(reference) for make in makers)[:LONGEST].strip(PUNCTUATION)
    return key if USABLE.fullmatch(key) else stem(reference)


def _illegal(pattern: str, offset: int) -> PatternError:
    char = pattern[offset]
    if char in "{}":
        return PatternError(f"the brace {char!r} has no partner", "write {year}", offset)
    return PatternError(f"{char!r} cannot be in a key", f"there can be {LEGAL}", offset)


def _literal(text: str, _: Reference) -> str:
    return text


def _maker(text: str, offset: int) -> Callable[[Reference], str]:
    """What writes a placeholder."""
    if text in _FACTS:
        return _FACTS[text]
    split = _PLACEHOLDER.fullmatch(text)
    name, number = (split[1], split[2]) if split else (text, None)
    is_known = name.lower() in _WORDS and name in (
        name.lower(),
        name.upper(),
        name.lower().capitalize(),
    )
    if not is_known:
        near = did_you_mean(name.lower(), PLACEHOLDERS, otherwise="")
        hint = f"{near} {_LISTED}" if near else _LISTED
        raise PatternError(f"unknown placeholder {{{text}}}", hint, offset)
    words_of, default = _WORDS[name.lower()]
    if number and not default:
        raise PatternError(
            f"{{{text}}}: {{{name}}} takes no number", "leave the number out", offset
        )
    spell = _lower if name == name.lower() else _upper if name == name.upper() else _capitalised
    return partial(_written, words_of, int(number or default), spell)


def _written(
    words_of: _Words, number: int, spell: Callable[[Sequence[str]], str], reference: Reference
) -> str:
    return spell(words_of(reference, number))


def _lower(words: Sequence[str]) -> str:
    return "".join(words).lower()


def _upper(words: Sequence[str]) -> str:
    return "".join(words).upper()


def _capitalised(words: Sequence[str]) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words)


def surname_of(reference: Reference) -> list[str]:
    """The words of the first author's surname, as written; none if it has no Latin letters."""
    authors = reference.authors
    return spelled_words(authors[0].surname) if authors else []


def _surname(reference: Reference, _: int) -> list[str]:
    return surname_of(reference) or [owner(reference)]


def _surnames(reference: Reference, number: int) -> list[str]:
    """So many surnames; ``etal`` stands for the others."""
    authors = reference.authors
    named = [word for one in authors[:number] for word in spelled_words(one.surname)]
    if not named:
        return [owner(reference)]
    return [*named, "etal"] if len(authors) > number else named


def _given(reference: Reference, _: int) -> list[str]:
    authors = reference.authors
    return spelled_words(authors[0].given or "") if authors else []


def _initials(reference: Reference, _: int) -> list[str]:
    return [word[0] for word in _given(reference, 0)]


def _first_word(reference: Reference, _: int) -> list[str]:
    """The first word; more of them where no author is told, as by default."""
    number = 1 if surname_of(reference) else WORDS_WITHOUT_AUTHOR
    return _significant_words(reference, number)


def _significant_words(reference: Reference, number: int) -> list[str]:
    found = spelled_words(without_maths(reference.title or ""))
    if surname_of(reference):
        return telling(found, STOPWORDS, number)
    return words_of_page(reference, telling(found, STOPWORDS))[:number]


def _title(reference: Reference, _: int) -> list[str]:
    found = spelled_words(without_maths(reference.title or ""))
    return found or _significant_words(reference, WORDS_WITHOUT_AUTHOR)


def _container(reference: Reference, _: int) -> list[str]:
    """The initials of the journal or the proceedings: ``jmlr``."""
    found = telling(spelled_words(reference.fact("container_title") or ""), STOPWORDS)
    return [word[0] for word in found]


def _year(reference: Reference) -> str:
    return str(reference.date.year) if reference.date else ""


def _short_year(reference: Reference) -> str:
    return f"{reference.date.year % 100:02}" if reference.date else ""


def _month(reference: Reference) -> str:
    return f"{reference.date.month:02}" if reference.date and reference.date.month else ""


def _arxiv(reference: Reference) -> str:
    return reference.arxiv.value if reference.arxiv else ""


def _category(reference: Reference) -> str:
    category = reference.primary_category or ""
    return category if USABLE.fullmatch(category) else ""


def _type(reference: Reference) -> str:
    kind = reference.fact("kind") or ("article" if reference.is_paper else "webpage")
    return kind if USABLE.fullmatch(kind) else ""


_WORDS: Mapping[str, tuple[_Words, int]] = {
    "surname": (_surname, 0),
    "authors": (_surnames, _MOST_AUTHORS),
    "given": (_given, 0),
    "initials": (_initials, 0),
    "word": (_first_word, 0),
    "words": (_significant_words, 3),
    "title": (_title, 0),
    "journal": (_container, 0),
}
"""Placeholders that are words, with how many they are where no number is given; 0: takes none."""
_FACTS: Mapping[str, Callable[[Reference], str]] = {
    "year": _year,
    "yy": _short_year,
    "month": _month,
    "arxiv": _arxiv,
    "category": _category,
    "type": _type,
}
"""Placeholders that are written in one way only."""
PLACEHOLDERS = (*_WORDS, *_FACTS)
"""The names of all placeholders, in lower case."""
_LISTED = "there are " + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)

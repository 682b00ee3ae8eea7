"""Names of people and groups, from how they are displayed or listed.

arXiv displays a name in reading order, without saying where the family name
starts; its bulk files list family, given and suffix, split by a rule that knows
a dozen particles. So the same rules split both here. A particle belongs to the
family name; a group or a single name stays whole. Source: CSL 1.0.2, "Names".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.model import Name
from paperbib.sources import groups, particles, surroundings
from paperbib.sources.fields import squeeze

_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV|2nd|3rd")
_ARXIV_SUFFIXES = frozenset({"I", "V"})
"""What arXiv also lists as suffixes, and is more often an initial: Ramesh Kumar V."""
_NOBODY = re.compile(r"(?i)(?:and\s|&\s?)?\(?(?:et\.? al\.?|others)\)?|and")
_LONGEST_NOBODY = 16
# "And" and "et al." belong to the list that the name was taken from.
_OF_THE_LIST = re.compile(r"\A(?:(?:and|&) )+(?=\S)|(?<=\S),? \(?et\.? al\.?\)?\Z")
_NO_PERSON = re.compile(r"[\d@/:;<>()\[\]]")
_TIGHT_INITIAL = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_ABBREVIATION = re.compile(r"(?:[A-Z]\. ?)+")
_SURNAME_E = "E"
"""A Chinese family name of one letter: Weinan E."""
_FAR_EAST = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\U00020000-\U0003ffff ·]+")

_ANY_MARK = re.compile(rf"{surroundings.COMMAND}|{surroundings.MARK}")
_BRACKET = re.compile(r"([()])")
_COMMA = r",(?! ?(?:[JS]r\b|III?\b|IV\b))"
_LAST_BREAK = r" (?:and|&) (?!\S+ (?i:collaborations)\b|with an? )"
_BREAK = re.compile(rf"(?:{_COMMA}|[;:]) ?(?:and |& )?|{_LAST_BREAK}")
_WIDE_BREAK = re.compile(rf"; ?(?:and |& )?|{_LAST_BREAK}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]{0,2}){1,5}")


class _Split(NamedTuple):
    """A person's words, where the family name starts among them, and the suffix."""

    words: list[str]
    start: int
    suffix: str | None = None


def from_display(text: str) -> Name | None:
    """Split a name given in reading order, or as ``Family, Given``.

    Returns:
        None for what is nobody's name: ``et al.``, lone punctuation.

    >>> from_display("George van den Driessche").family
    'van den Driessche'
    >>> from_display("The LIGO Scientific Collaboration").literal
    'The LIGO Scientific Collaboration'
    """
    written = _OF_THE_LIST.sub("", _tidy(text))
    if _is_nobody(written):
        return None
    person = surroundings.strip(surroundings.without_appendix(written))
    speaker = groups.speaker(person)
    person = surroundings.strip(speaker) if speaker else person
    if _is_nobody(person):
        return Name(literal=written)
    if not speaker and groups.is_group(person):
        return _group(written)
    split = _split_commas(person) if "," in person else _split(_words(person))
    return _named(split, person, written)


def from_parts(family: str, given: str = "", suffix: str = "") -> Name | None:
    """Build a name from the parts of arXiv's ``authors_parsed``.

    A particle left at the end of the given names moves to the family name. That
    is never shortened, but for the Vietnamese "Van", which arXiv's rule takes for
    the Dutch one.

    Returns:
        None for what is nobody's name: ``et al.``, lone punctuation.

    >>> from_parts("Driessche", "George van den").family
    'van den Driessche'
    """
    family, given, suffix = _tidy(family), _tidy(given), _tidy(suffix) if suffix else ""
    given = _OF_THE_LIST.sub("", given) if given.startswith(("and ", "& ")) else given
    written = " ".join(filter(None, (given, family, suffix)))
    if _is_nobody(written):
        return None
    if groups.speaker(written) or surroundings.is_degree(family):
        return from_display(written)
    if not family or not given or groups.is_group(written):
        return _group(written)
    given = surroundings.without_titles(given)
    family = surroundings.without_marks(family, is_alone=False) or family
    person = " ".join(filter(None, (given, family, suffix)))
    first, last = _words(given), _words(family)
    if suffix in _ARXIV_SUFFIXES:
        first, last, suffix = first + last, [suffix], ""
    elif _SUFFIX.fullmatch(suffix):
        last, suffix = [*last, suffix], ""
    return _named(_joined(first, last, suffix or None), person, written)


def from_list(authors: str) -> Iterator[Name]:
    """Split a string of all authors, ``A (Place), B.Name and C``, in its order.

    What stands in brackets are affiliations; ``et al.`` is nobody.

    >>> [name.surname for name in from_list("A. One (MIT), B.Two, et al. and C. Three")]
    ['One', 'Two', 'Three']
    """
    unmarked = _ANY_MARK.sub("", _outside_brackets(squeeze(authors) or ""))
    text = squeeze(unmarked.replace("\\,", " ")) or ""  # TeX's thin space
    pieces = text.split(";")
    wide = len(pieces) > 1 and all(piece.count(",") <= 1 for piece in pieces)
    parts = [part.strip(" ,:") for part in (_WIDE_BREAK if wide else _BREAK).split(text)]
    parts = _with_degrees([part for part in parts if part])
    if len(parts) > 1 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        parts = [", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
    yield from (name for name in map(from_display, parts) if name)


def _with_degrees(parts: list[str]) -> list[str]:
    """A degree after a comma belongs to the name before it."""
    kept: list[str] = []
    for part in parts:
        if kept and " " in kept[-1] and surroundings.is_degree(part):
            kept[-1] = f"{kept[-1]}, {part}"
        else:
            kept.append(part)
    return kept


def _outside_brackets(text: str) -> str:
    kept, depth = [], 0
    for part in _BRACKET.split(text) if "(" in text or ")" in text else (text,):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return " ".join(kept)


def _tidy(text: str) -> str:
    """On one line, without TeX's braces and ties; no name has any."""
    text = squeeze(text) or ""
    if "{" in text or "}" in text or "~" in text:
        text = " ".join(text.replace("{", "").replace("}", "").replace("~", " ").split())
    return text


def _words(text: str) -> list[str]:
    if text.count(".") > text.count(". ") + text.endswith("."):
        text = _TIGHT_INITIAL.sub(". ", text)
    # arXiv writes the initials of "C.-P. Yuan" as "C. -P.".
    return text.replace(". -", ".-").split(" ")


def _is_nobody(text: str) -> bool:
    if not text[:1].isalnum() and not any(char.isalnum() for char in text):
        return True
    return len(text) <= _LONGEST_NOBODY and _NOBODY.fullmatch(text) is not None


def _group(written: str) -> Name:
    literal = groups.without_lead(written)
    return Name(literal=literal, raw=None if literal == written else written)


def _named(split: _Split | None, person: str, written: str) -> Name:
    if split is None:
        return Name(literal=person, raw=None if person == written else written)
    words, start, suffix = split
    full = " ".join([*words, suffix] if suffix else words)
    is_said = full == written or full == _TIGHT_INITIAL.sub(". ", written)
    return Name(
        family=" ".join(words[start:]),
        given=" ".join(words[:start]),
        suffix=suffix,
        raw=None if is_said else written,
    )


def _split(words: list[str]) -> _Split | None:
    """Find the family name; None for what is to stay whole."""
    suffix = None
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):  # noqa: PLR2004 - given, family, suffix
        *words, suffix = words
    whole = " ".join(words)
    is_company = words[-1] == "AI" and not words[0].isupper()
    if len(words) == 1 or is_company or _NO_PERSON.search(whole) or _ABBREVIATION.fullmatch(whole):
        return None
    if _is_initial(words[-1]) and words[-1] != _SURNAME_E:
        return None
    if not whole.isascii() and _FAR_EAST.fullmatch(whole):
        return None
    return _Split(words, particles.family_start(words), suffix)


def _joined(given: list[str], family: list[str], suffix: str | None) -> _Split | None:
    """As listed, but for the particles that arXiv's own lists leave with the given names."""
    split = _split(given + family)
    if split is None:
        return None
    is_free = family[0] == "Van" and particles.is_vietnamese(split.words)
    start = split.start if is_free else min(len(given), split.start)
    return _Split(split.words, start, suffix or split.suffix)


def _is_initial(word: str) -> bool:
    """One letter that has a small and a large form, with or without its dot."""
    letter = word.removesuffix(".")
    return len(letter) == 1 and letter.lower() != letter.upper()


def _split_commas(text: str) -> _Split | None:
    """Read ``King, Jr.``, ``King, Martin Luther`` and ``King, Martin Luther, Jr.``."""
    parts = [part.strip() for part in text.split(",")]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    others = parts[:1] + [part for part in parts[1:] if part not in suffixes]
    if not all(parts) or len(suffixes) > 1 or len(others) > 2:  # noqa: PLR2004 - family, given
        return None
    suffix = suffixes[0] if suffixes else None
    if len(others) == 2:  # noqa: PLR2004 - family, given
        return _joined(_words(others[1]), _words(others[0]), suffix)
    split = _split(_words(others[0]))
    return split and split._replace(suffix=suffix)

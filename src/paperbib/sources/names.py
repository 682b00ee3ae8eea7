"""Names of people and groups, from how they are displayed or listed.

arXiv displays a name in reading order, without saying where the family name
starts; its bulk files list family, given and suffix, split by a rule that knows
a dozen particles. So the same rules split both here. A particle belongs to the
family name; a group or a single name stays whole. Source: CSL 1.0.2, "Names".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.model import Name
from paperbib.sources.fields import squeeze

_PARTICLES = frozenset(
    """
    't 's aan abu af al am an ap auf aus av aw bar ben bin bint bij d' da dal dalla das de de' degli
    dei del dell' della delle delli dello dem den der des di do dos du el het ibn im in l' la las le
    lo los mac op t' te ten ter toe tot uit ul und van vanden vander vande vom von vor voor zu zum
    zur بن ابن
    """.split()
)
_CAPITAL_PARTICLES = frozenset(
    "Abu Al Dal Dalla Das De Degli Del Della Delle Des Di Dos El La Vom Von Zum Zur".split()
)
_VAN = "Van"
"""A Dutch particle, and a Vietnamese middle name."""
_VIETNAMESE = frozenset(
    """
    bui cao chu dang dao dinh do doan dong duong ha ho hoang huynh khuong lam le luong luu ly mai
    nghiem ngo nguyen pham phan phung quach ta thai than to tong tran trieu trinh truong vo vu vuong
    """.split()
)
_JOINING_PARTICLES = frozenset({"y", "e", "i"})
"""Join two family names: Ramón y Cajal, Costa e Silva, Puig i Cadafalch."""
_ARXIV_PARTICLES = frozenset("van der de la von del della da mac ter dem di vaziri".split())
"""With these alone, in any case, arXiv lists a family name of several words."""

_GROUP_WORDS = frozenset(
    """
    alliance association authors center centre coalition collaboration collaborations collaborators
    collective committee community consortium council experiment foundation gmbh group inc
    initiative institute laboratory ltd network observatory organisation organization project
    society survey team university workgroup workshop
    """.split()
)
_FOR_A_GROUP = re.compile(r"(?:(?:for|on behalf of|representing) )+(?=\S)")
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV|2nd|3rd")
_ARXIV_SUFFIXES = frozenset({"I", "V"})
"""What arXiv also lists as suffixes, and is more often an initial: Ramesh Kumar V."""
_NOBODY = re.compile(r"(?i)(?:and\s|&\s?)?\(?(?:et\.? al\.?|others)\)?|and")
_LONGEST_NOBODY = 16
# "And" and "et al." belong to the list that the name was taken from.
_OF_THE_LIST = re.compile(r"\A(?:(?:and|&) )+(?=\S)|(?<=\S),? \(?et\.? al\.?\)?\Z")
_WORD = re.compile(r"\w+")
_NO_PERSON = re.compile(r"[\d@/:;<>()\[\]]")
_MARK = r"\$[^$]*\$|\^\{[^{}]*\}|\^[\d,*]+|\[[\d, ]*\]"
_LAST_MARK = re.compile(rf" ?(?:{_MARK}|\([^()]*\))\Z")
_MOST_MARKS = 4
_TIGHT_INITIAL = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_ABBREVIATION = re.compile(r"(?:[A-Z]\. ?)+")
_FAR_EAST = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\U00020000-\U0003ffff ·]+")

_ANY_MARK = re.compile(_MARK)
_BRACKET = re.compile(r"([()])")
_COMMA = r",(?! ?(?:[JS]r\b|III?\b|IV\b))"
_LAST_BREAK = r" (?:and|&) (?!\S+ (?i:collaborations)\b)"
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
    person = written
    for _ in range(_MOST_MARKS if not written[-1].isalpha() or "^" in written else 0):
        person = _LAST_MARK.sub("", person)
    if _is_nobody(person):
        return Name(literal=written)
    if _is_group(person):
        return _group(written)
    split = _split_commas(person) if "," in person else _split(_words(person))
    return _named(split, person, written)


def from_parts(family: str, given: str = "", suffix: str = "") -> Name | None:
    """Build a name from the parts of arXiv's ``authors_parsed``.

    A particle left at the end of the given names moves to the family name.

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
    if not family or not given or _is_group(written):
        return _group(written)
    first, last = _words(given), _words(family)
    if suffix in _ARXIV_SUFFIXES:
        first, last, suffix = first + last, [suffix], ""
    elif _SUFFIX.fullmatch(suffix):
        last, suffix = [*last, suffix], ""
    split = _joined(first, last, suffix or None)
    return _named(split, written, written)


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
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        parts = [", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
    yield from (name for name in map(from_display, parts) if name)


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
    # Braces are TeX's; no name has any.
    text = squeeze(text) or ""
    return text.replace("{", "").replace("}", "").strip() if "{" in text or "}" in text else text


def _words(text: str) -> list[str]:
    if text.count(".") > text.count(". ") + text.endswith("."):
        text = _TIGHT_INITIAL.sub(". ", text)
    # arXiv writes the initials of "C.-P. Yuan" as "C. -P.".
    return text.replace(". -", ".-").split(" ")


def _is_nobody(text: str) -> bool:
    if not text[:1].isalnum() and not any(char.isalnum() for char in text):
        return True
    return len(text) <= _LONGEST_NOBODY and _NOBODY.fullmatch(text) is not None


def _is_group(text: str) -> bool:
    return not _GROUP_WORDS.isdisjoint(_WORD.findall(text.casefold()))


def _group(written: str) -> Name:
    literal = written[lead.end() :] if (lead := _FOR_A_GROUP.match(written)) else written
    return Name(literal=literal, raw=written if lead else None)


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
    if not whole.isascii() and _FAR_EAST.fullmatch(whole):
        return None
    return _Split(words, _family_start(words), suffix)


def _joined(given: list[str], family: list[str], suffix: str | None) -> _Split | None:
    """As listed, but for the particles that arXiv's own lists leave with the given names."""
    split = _split(given + family)
    if split is None:
        return None
    start = split.start if _is_arxivs(family) else min(len(given), split.start)
    return _Split(split.words, start, suffix or split.suffix)


def _is_arxivs(family: list[str]) -> bool:
    """Whether arXiv's rule, which takes any "Van" for a particle, may have made it."""
    if len(family) not in {2, 3}:
        return False
    return all(word.casefold() in _ARXIV_PARTICLES for word in family[:-1])


def _split_commas(text: str) -> _Split | None:
    """Read ``King, Jr.``, ``King, Martin Luther`` and ``King, Martin Luther, Jr.``."""
    parts = [part.strip() for part in text.split(",")]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    others = [part for part in parts if part not in suffixes]
    if not all(parts) or len(suffixes) > 1 or len(others) > 2:  # noqa: PLR2004 - family, given
        return None
    suffix = suffixes[0] if suffixes else None
    if len(others) == 2:  # noqa: PLR2004 - family, given
        return _joined(_words(others[1]), _words(others[0]), suffix)
    split = _split(_words(others[0]))
    return split and split._replace(suffix=suffix)


def _family_start(words: list[str]) -> int:
    """The index of the first word of the family name; never 0."""
    last = len(words) - 1
    for index in range(1, last):
        if words[index] in _JOINING_PARTICLES:
            return max(1, index - 1)
        if words[index] in _PARTICLES:
            return _with_van(words, index)
    if last > 1 and (words[last - 1] in _CAPITAL_PARTICLES or _is_dutch(words)):
        return _with_van(words, last - 1)
    return last


def _is_dutch(words: list[str]) -> bool:
    """Luc Van Gool, but not Nguyen Van Hieu or Tuan Van Pham."""
    return words[-2] == _VAN and not any(
        _without_accents(word) in _VIETNAMESE for word in (words[0], words[-1])
    )


def _with_van(words: list[str], start: int) -> int:
    """Before another particle, "Van" is one itself."""
    return start - 1 if start > 1 and words[start - 1] == _VAN else start


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

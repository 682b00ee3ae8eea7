"""Names of people as they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from paperbib.matching.markup import fold, plain
from paperbib.model import Name

_LONGEST = 200
"""So many characters of a name are read."""
_NAME_ROOM = 5
_HALF_A_NAME = 3
_BLANKS = re.compile(r"[\s.,‐‑‒–—_/-]+")
_TWO_DOTS = re.compile(r"([aou])e|aa")
_PARTICLES = frozenset(
    """
    van von der den de del della di da dos das do du la le las los zu zur zum ten ter af av el al
    bin ibn ben y e i und st
    """.split()
)
_SUFFIXES = frozenset("jr sr junior senior ii iii iv phd md".split())
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|teams?|groups?|projects?|committee|society|initiative"
    r"|network|working|organi[sz]ation|laboratory|institute|university|association)\b"
)
_GROUP_SILENT = re.compile(r"\b(?:corporate|the|for|on behalf of|of|collaborations?)\b|[^\w]+")
_CUT = frozenset({"others", "et al", "et al.", "et. al.", "and others", "...", "…"})
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,3}\.?")
_NICKNAMES = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    bill/william will/william bob/robert rob/robert mike/michael tom/thomas dick/richard
    rick/richard jim/james jack/john tony/anthony andy/andrew tim/timothy ted/edward ed/edward
    steve/stephen steve/steven stephen/steven chuck/charles hank/henry jeff/jeffrey greg/gregory
    larry/lawrence jerry/gerald kate/katherine kathy/katherine liz/elizabeth beth/elizabeth
    peggy/margaret sue/susan ken/kenneth ron/ronald don/donald dave/david dan/daniel
    sasha/alexander misha/mikhail volodya/vladimir joe/joseph pete/peter nick/nicholas
    fred/frederick len/leonard avi/abraham eric/erik erich/eric marc/mark carl/karl harry/harold
    vicky/victoria jon/jonathan geoff/geoffrey
    """.split()
)


class Person(NamedTuple):
    """One name, folded.

    Attributes:
        surname: Without particles, accents and blanks.
        given: Given names and initials, in their order.
        names: All its names of more than a letter, sorted.
    """

    surname: str
    given: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_group: bool = False


def surname_of(name: Name) -> str:
    """The surname that a name is found by; "" where it has none."""
    return _surname(name.family) if name.family else person(name).surname


def people(names: Iterable[Name]) -> tuple[list[Person], bool]:
    """The persons of a list in their order, and whether the list says that it is cut."""
    found = []
    is_cut = False
    for name in names:
        if (name.literal or name.family or "").strip().casefold() in _CUT:
            is_cut = True
            continue
        one = person(name)
        if one.surname:
            found.append(one)
    return found, is_cut


def person(name: Name) -> Person:
    """Fold a name; one that stands in a single string is taken apart.

    >>> from paperbib.model import Name
    >>> person(Name(family="van der Maaten", given="L.J.P."))
    Person(surname='maten', given=('l', 'j', 'p'), names=('maten',), is_group=False)
    """
    family, given = (name.family or "")[:_LONGEST], (name.given or "")[:_LONGEST]
    if family:
        return _person(family, given)
    return _from_text((name.literal or given)[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _person(family: str, given: str) -> Person:
    words = tuple(_given(given))
    names = {word for word in (*_words(family), *words) if len(word) > 1}
    return Person(_surname(family), words, tuple(sorted(names - _PARTICLES)))


@lru_cache(maxsize=1 << 14)
def _from_text(text: str) -> Person:
    folded = fold(plain(text))
    if _GROUP.search(folded):
        return Person(_GROUP_SILENT.sub("", folded) or folded, is_group=True)
    if "," in text:
        family, _, given = text.partition(",")
        return _person(family, given)
    words = text.split()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]) and not _INITIALS.fullmatch(words[0]):
        return _person(" ".join(words[:-1]), words[-1])
    start = max(len(words) - 1, 0)
    while start > 1 and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    return _person(" ".join(words[start:]), " ".join(words[:start]))


def _given(text: str) -> list[str]:
    """Given names and initials: ``JR`` is two of them, as ``J.-R.`` is."""
    # Particles stay: Y. and E. are initials, Di and Le are names.
    bare = text.strip()
    if bare.isupper() and bare.isalpha() and len(bare) <= 3:  # noqa: PLR2004 - JRR, not JOHN
        return list(fold(bare))
    return _words(bare)


@lru_cache(maxsize=1 << 16)
def _surname(family: str) -> str:
    words = _words(family[:_LONGEST])
    return "".join(word for word in words if word not in _PARTICLES) or "".join(words)


def _words(text: str) -> list[str]:
    folded = _TWO_DOTS.sub(lambda match: match[1] or "a", fold(plain(text)))
    words = [word for word in _BLANKS.split(folded) if word]
    return [word for word in words if word not in _SUFFIXES] or words


def alike(one: Person, other: Person) -> bool:
    """Whether two names can be one person's, however they are written. Symmetric."""
    if one.is_group or other.is_group:
        return one == other
    if len(one.names) > 1 and "".join(one.names) == "".join(other.names):
        return True  # names have changed places
    if one.surname == other.surname:
        return compatible(one.given, other.given)
    if _is_swapped(one, other) or _is_swapped(other, one):
        return True
    has_given = bool(one.given and other.given)
    return has_given and compatible(one.given, other.given) and _is_same_surname(one, other)


def _is_same_surname(one: Person, other: Person) -> bool:
    """Whether a surname is one half of a double name, or the same with a slip."""
    shorter, longer = sorted((one.surname, other.surname), key=len)
    is_end = longer.startswith(shorter) or longer.endswith(shorter)
    if is_end and len(shorter) >= _NAME_ROOM and len(longer) >= len(shorter) + _HALF_A_NAME:
        return True
    return len(shorter) > _NAME_ROOM and _is_slip(shorter, longer, most=1)


def _is_swapped(one: Person, other: Person) -> bool:
    """Whether the given name of one is the other's surname, and an initial says the rest."""
    if "".join(one.given) != other.surname or len(other.surname) == 1:
        return False
    initials = "".join(word[0] for word in other.given)
    return (
        len(initials) == 1
        and all(len(word) == 1 for word in other.given)
        and (one.surname.startswith(initials))
    )


def compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names, or initials, can be one person's. Symmetric.

    >>> compatible(("j",), ("john", "r")), compatible(("j", "r"), ("john", "k"))
    (True, False)
    """
    if not one or not other or one == other:
        return True
    mine, yours = "".join(one), "".join(other)
    if mine == yours:
        return True
    first, second = one[0], other[0]
    if len(first) == 1 or len(second) == 1:
        if first[0] != second[0]:
            return _is_middle_name(one, other)
    elif first != second and not _is_one_given_name(first, second, mine, yours):
        return False
    return all(
        a[0] == b[0] and (len(a) == 1 or len(b) == 1 or a.startswith(b) or b.startswith(a))
        for a, b in zip(one[1:], other[1:], strict=False)
    )


def _is_middle_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """R. John is John, as J. Robert is Robert: a name that both spell out, after an initial."""
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) == 1
        and len(shorter[0]) > 1
        and len(longer[0]) == 1
        and (shorter[0] in longer[1:])
    )


def _is_one_given_name(first: str, second: str, mine: str, yours: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter) and len(shorter) > 2:  # noqa: PLR2004 - Dan, Daniel
        return True
    if mine.startswith(second) and second != mine and len(first) < len(second):
        return True  # Xiao Ming, Xiaoming
    if yours.startswith(first) and first != yours and len(second) < len(first):
        return True
    if frozenset((first, second)) in _NICKNAMES:
        return True
    return len(longer) >= _NAME_ROOM and len(shorter) >= _NAME_ROOM - 1 and _is_slip(first, second)


def _is_slip(one: str, other: str, most: int = 2) -> bool:
    from rapidfuzz.distance import OSA

    most = most if min(len(one), len(other)) > _NAME_ROOM else 1
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=most) <= most

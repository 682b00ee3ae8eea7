"""Authors as publishers deposit them at Crossref, read into names.

A person has ``family`` and ``given``, a group has ``name``; what else stands in these
fields (degrees, signs of footnotes, names all in capitals, a list deposited twice) is
not the author's. Source: Crossref REST API, "Contributor"; CSL 1.0.2, "Names".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from paperbib.model import Name
from paperbib.sources import groups, names
from paperbib.sources.crossref_text import without_marks

_SUFFIX = re.compile(r"(?:[JS]r|[js]r|JR|SR)\.?|I{1,3}|IV|V|2nd|3rd")
_NO_SURNAMES = frozenset({"AI", "II", "III", "IV"})
_SHORTEST_OF_SEVERAL = 4
"""Shorter words of a family name of several may be particles: VAN DER BERG."""
_MAC = re.compile(r"Mc[a-z]{2,}\Z")
_LETTER = re.compile(r"[^\W\d_]+")


def read(people: Iterable[Mapping[str, Any]]) -> Iterator[Name]:
    """Names in the order given; ``sequence`` says no more than that order.

    Two of the same name are two people, unless one ORCID says that they are one, or
    the whole list is there twice.

    Raises:
        ValueError: When a part of a name is no text.
    """
    listed = [(name, _part(one, "ORCID")) for one in people if (name := _name(one))]
    half = len(listed) // 2
    is_doubled = half > 1 and [one for one, _ in listed[:half]] == [one for one, _ in listed[half:]]
    seen = set()
    for name, orcid in listed[:half] if is_doubled else listed:
        if orcid and (name, orcid) in seen:
            continue
        seen.add((name, orcid))
        yield name


def _part(person: Mapping[str, Any], field: str) -> str:
    value = person.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{field!r} of an author is no text")  # noqa: TRY004 - the text is
    return without_marks(value) or ""


def _name(person: Mapping[str, Any]) -> Name | None:
    """A person or a group; None for what is nobody's name: ``et al.``, lone punctuation."""
    family, given = _part(person, "family"), _part(person, "given")
    whole = _part(person, "name") or _part(person, "literal")
    if not family and not given:
        return names.from_parts(whole)
    suffix = _part(person, "suffix")
    suffix = suffix if _SUFFIX.fullmatch(suffix) else ""  # else a degree
    spelled = _spelled(family, given)
    name = names.from_parts(spelled, given, suffix)
    if name is None or spelled == family:
        return name
    written = " ".join(filter(None, (given, family, suffix)))
    return name.model_copy(update={"raw": written})


def _spelled(family: str, given: str) -> str:
    """A family name that is all in capitals, as names are written.

    Only where the given name shows how this depositor writes others, for one that may
    be an acronym stays; and not where a word may be a particle, whose spelling nobody
    could tell.

    >>> _spelled("SAINT-EXUPÉRY", "Antoine"), _spelled("MCCARTHY", "John")
    ('Saint-Exupéry', 'McCarthy')
    >>> _spelled("VAN DER BERG", "Jan"), _spelled("SMITH", "J.")
    ('VAN DER BERG', 'SMITH')
    """
    if not family.isupper() or len(family) == 1 or family in _NO_SURNAMES:
        return family
    if not any(char.islower() for char in given) or groups.is_group(f"{given} {family}"):
        return family
    words = family.split()
    if len(words) > 1 and any(len(word) < _SHORTEST_OF_SEVERAL for word in words):
        return family
    small = _LETTER.sub(lambda match: match[0].capitalize(), family)
    return " ".join(_MAC.sub(_scottish, word) for word in small.split())


def _scottish(match: re.Match[str]) -> str:
    return f"Mc{match[0][2:].capitalize()}"

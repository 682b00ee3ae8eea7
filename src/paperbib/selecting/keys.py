"""The entries of a library that a document cites."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from paperbib.model import Library
from paperbib.selecting.found import EVERYTHING, Citation

_MOST_SUGGESTIONS = 20
"""For more unknown keys than this it is another library that they come from."""


class Place(NamedTuple):
    """Where a key is cited; lines and columns from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Resolved(NamedTuple):
    """What a document cites.

    Attributes:
        keys: Those of entries, in the order of their first citation.
        renamed: One line for each key that an entry no longer has.
        unknown: One line for each key that no entry has or had.
    """

    keys: list[str]
    renamed: list[str]
    unknown: list[str]


def resolve(library: Library, citations: Iterable[tuple[Citation, Place]]) -> Resolved:
    """Find the entries of keys; an alias stands for its entry.

    All entries at once come in the order of their keys, but for those cited before.
    """
    keys: dict[str, None] = {}
    unknown: dict[str, Place] = {}
    renamed: dict[str, str] = {}
    for citation, place in citations:
        key = citation.key
        if key == EVERYTHING:
            keys |= dict.fromkeys(library.references)
        elif key in library.references:
            keys[key] = None
        elif (now := library.aliases.get(key, "")) in library.references:
            renamed.setdefault(key, f"{place}: {key!r} is now called {now!r}")
            keys[now] = None
        elif citation.is_sure:
            unknown.setdefault(key, place)
    return Resolved(list(keys), list(renamed.values()), _unknown(unknown, library))


def _unknown(places: Mapping[str, Place], library: Library) -> list[str]:
    lines = []
    by_initial: dict[str, dict[str, str]] = {}
    aliases = (old for old, key in library.aliases.items() if key in library.references)
    known = (*library.references, *aliases) if places else ()
    for key in known:
        by_initial.setdefault(key[:1].casefold(), {})[key.casefold()] = key
    for number, (key, place) in enumerate(places.items()):
        near = by_initial.get(key[:1].casefold(), {}) if number < _MOST_SUGGESTIONS else {}
        what = f"{place}: {key!r} is not in the library"
        lines.append(f"{what}{_suggestion(key, near)}")
    return lines


def _suggestion(key: str, near: Mapping[str, str]) -> str:
    """The nearest of the known keys, without regard to case."""
    found = difflib.get_close_matches(key.casefold(), near, n=1)
    return f"; did you mean {near[found[0]]!r}?" if found else ""

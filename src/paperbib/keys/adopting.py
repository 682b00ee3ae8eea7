"""The keys of a bibliography that somebody has cited from already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.keys.assigning import assign
from paperbib.keys.renaming import Holders, relabelled
from paperbib.keys.spelling import LEGAL, is_usable
from paperbib.keys.stems import Naming, stem
from paperbib.model import Library, Mention, Problem, Reference

ADOPT = "adopt"
"""The kind of the problems that `adopt` finds."""
_NOTHING = "No key was adopted"
_SCHEMES = ("arxiv", "doi", "url")


class Adoption(NamedTuple):
    """A library with adopted keys, or without them where there is a problem.

    Attributes:
        library: Every reference with its key.
        number: How many entries of the bibliography gave their keys.
        problems: Why nothing was adopted; empty if all went well.
    """

    library: Library
    number: int
    problems: list[Problem]


class _Wish(NamedTuple):
    """An entry of the bibliography whose paper is in the notes."""

    key: str
    mention: Mention
    primary: Identifier


def adopt(
    references: Sequence[Reference],
    previous: Library,
    entries: Iterable[Sequence[Mention]],
    naming: Naming = stem,
) -> Adoption:
    """Give every reference its key, that of a bibliography where it has the paper.

    An entry is the paper that its arXiv identifier names, else its DOI, else its
    address. Old keys become aliases. If a paper has two entries, a key is two papers',
    another paper's, or none that can be used, all keys stay as they are.

    Args:
        references: As for `assign`.
        previous: As for `assign`.
        entries: What each entry of the bibliography mentions, in its order.
        naming: How the other keys are made.
    """
    plain = assign(references, previous, naming)
    wishes = _wishes(plain, entries)
    problems = [*_unusable(wishes), *_doubles(wishes), *_taken(wishes, plain, previous)]
    if problems:
        return Adoption(plain, 0, problems)
    wanted = {wish.primary: wish.key for wish in wishes}
    library = assign(references, previous, naming, wanted)
    new_by_old = {
        key: wanted[one.identifier]
        for key, one in library.references.items()
        if one.identifier in wanted
    }
    library = relabelled(library, new_by_old)
    return Adoption(library, len(wishes), [])


def _wishes(library: Library, entries: Iterable[Sequence[Mention]]) -> list[_Wish]:
    """The entries whose papers are in the library, each with its paper."""
    primary_by_identifier = {
        one: reference.identifier
        for reference in library.references.values()
        for one in reference.identifiers
    }
    wishes = []
    for mentions in entries:
        first: dict[str, Mention] = {}
        for one in mentions:
            # What an entry names later is another paper, in its note.
            if one.key and one.parent is None:
                first.setdefault(one.identifier.scheme, one)
        ranked = [first[scheme] for scheme in _SCHEMES if scheme in first]
        found = next((one for one in ranked if one.identifier in primary_by_identifier), None)
        if found and found.key:
            wishes.append(_Wish(found.key, found, primary_by_identifier[found.identifier]))
    return wishes


def _unusable(wishes: Iterable[_Wish]) -> list[Problem]:
    return [
        _problem(wish, f"{wish.key!r} cannot be a citation key everywhere", f"Use {LEGAL}")
        for wish in wishes
        if not is_usable(wish.key)
    ]


def _doubles(wishes: Iterable[_Wish]) -> list[Problem]:
    """Papers with two keys, and keys of two papers; upper and lower case are one."""
    problems = []
    by_paper: dict[Identifier, _Wish] = {}
    by_key: dict[str, _Wish] = {}
    for wish in wishes:
        first = by_paper.setdefault(wish.primary, wish)
        if first.key != wish.key:
            what = f"{wish.primary} is {first.key} in line {first.mention.line}, and {wish.key}"
            problems.append(_problem(wish, what, "Take one of the entries out"))
        twin = by_key.setdefault(wish.key.casefold(), wish)
        if twin.primary != wish.primary:
            what = f"{wish.key} is {twin.primary} in line {twin.mention.line}, and {wish.primary}"
            problems.append(_problem(wish, what, "Rename one of them"))
    return problems


def _taken(wishes: Iterable[_Wish], plain: Library, previous: Library) -> list[Problem]:
    """Keys that belong to other papers; keys that are only made now can be made otherwise."""
    names = (*previous.references, *previous.aliases, *previous.retired.values())
    pinned = {name.casefold() for name in names}
    key_by_primary = {one.identifier: key for key, one in plain.references.items()}
    holders = Holders(plain)
    hint = "Rename one of them: paperbib key OLD NEW"
    return [
        _problem(wish, f"the key {wish.key} is taken: {holder}", hint)
        for wish in wishes
        if wish.key.casefold() in pinned
        and (holder := holders.other(key_by_primary[wish.primary], wish.key))
    ]


def _problem(wish: _Wish, what: str, hint: str) -> Problem:
    return Problem.at(wish.mention, ADOPT, what, f"{hint}. {_NOTHING}")

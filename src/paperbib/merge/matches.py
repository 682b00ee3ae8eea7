"""Components that nobody ties, and whose records are of one paper all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import find_matches, normalise
from paperbib.merge.identity import Identity
from paperbib.merge.ties import MATCH
from paperbib.model import Record, Reference, Tie

_ALWAYS = 2_000
"""So many are compared on every run; more only if there is something new to compare."""


class Maybe(NamedTuple):
    """Two components that may be one paper: nobody is sure enough to join them.

    Attributes:
        one: What stands for the first.
        other: What stands for the second.
        reason: In words for people; may be "".
    """

    one: Identifier
    other: Identifier
    reason: str


class _Found(NamedTuple):
    """Two components that were compared."""

    one: Identifier
    other: Identifier
    is_same: bool
    reason: str


def find_matched(identity: Identity, *, is_new: bool) -> list[Maybe]:
    """Join components whose records are of one paper.

    What was joined before stays joined, if nothing has come to stand against it. A component
    is joined with one other at most, so that no chain of matches ties what does not match.

    Args:
        identity: The components by what ties them; those that match are joined in it.
        is_new: Whether anything was learnt since the library was made.

    Returns:
        What may be one, sorted.
    """
    before = _matched(identity)
    is_small = len(identity.known.first) <= _ALWAYS
    if not (is_new or before or is_small):
        return []
    components = _described(identity)
    primary_by_root = {identity.components.root(one): one for one in components}
    lasting = [tie for ties in before if _is_whole(ties, identity) for tie in ties.matches]
    taken = set(_joined_before(lasting, identity, primary_by_root))
    if not (is_new or is_small or len(lasting) < sum(len(one.matches) for one in before)):
        return []
    maybes = []
    for found in _compared(identity, components):
        if identity.components.are_one(found.one, found.other):
            continue
        is_free = found.one not in taken and found.other not in taken
        if found.is_same and is_free and _may_join(found.one, found.other, identity):
            taken.update((found.one, found.other))
            _join(Tie(pair=(found.one, found.other), by=MATCH, how=found.reason), identity)
        elif not identity.components.decided(found.one, found.other):
            maybes.append(Maybe(found.one, found.other, found.reason))
    # What was joined later may be what an earlier pair is of.
    return [one for one in maybes if not identity.components.are_one(one.one, one.other)]


def _described(identity: Identity) -> dict[Identifier, Sequence[Identifier]]:
    """The members of components that are mentioned and have a title and authors.

    By what stands for each, sorted.
    """
    known = identity.known
    found: dict[Identifier, Sequence[Identifier]] = {}
    seen: set[Identifier] = set()
    for one in known.first:
        root = identity.components.root(one)
        if root in seen:
            continue
        seen.add(root)
        members = sorted(identity.components.members(root), key=known.rank)
        records = [
            record for member in members for record in known.records.get(member, {}).values()
        ]
        if any(record.title for record in records) and any(record.authors for record in records):
            found[members[0]] = members
    return dict(sorted(found.items()))


def _joined_before(
    before: Sequence[Tie], identity: Identity, primary_by_root: dict[Identifier, Identifier]
) -> Iterator[Identifier]:
    """Join what matched before, and tell what stands for both."""
    roots = {one: identity.components.root(one) for tie in before for one in tie.pair}
    for tie in before:
        one, other = (primary_by_root.get(roots[each]) for each in tie.pair)
        if one is None or other is None or identity.components.are_one(one, other):
            continue
        if _may_join(one, other, identity):
            _join(tie, identity)
            yield from (one, other)


class _Before(NamedTuple):
    """A reference of the library as it was that is held together by matches."""

    reference: Reference
    matches: list[Tie]


def _matched(identity: Identity) -> list[_Before]:
    found = [
        _Before(reference, ties)
        for reference in identity.known.previous.references.values()
        if reference.ties and (ties := [one for one in reference.ties if one.by == MATCH])
    ]
    return sorted(found, key=lambda one: one.reference.identifier)


def _is_whole(before: _Before, identity: Identity) -> bool:
    """Whether what matched is still what it was: nothing has been taken out of it."""
    held = {
        member
        for tie in before.matches
        for one in tie.pair
        for member in identity.components.members(one)
    }
    first = identity.known.first
    return all(one in held for one in before.reference.identifiers if one in first)


def _join(tie: Tie, identity: Identity) -> None:
    identity.components.join(*tie.pair)
    identity.ties.append(tie)


def _compared(
    identity: Identity, components: dict[Identifier, Sequence[Identifier]]
) -> Iterator[_Found]:
    """All pairs that match or may match: those that do first, then by identifiers."""
    primaries = list(components)
    works = [identity.known.work_of(members) for members in components.values()]
    matches = find_matches(works)
    for is_same, found in ((True, matches.same), (False, matches.maybe)):
        pairs = []
        for match in found:
            one, other = sorted((primaries[match.first], primaries[match.second]))
            pairs.append(_Found(one, other, is_same, match.comparison.reason))
        yield from sorted(pairs)


def _may_join(one: Identifier, other: Identifier, identity: Identity) -> bool:
    """Whether nothing stands against it that titles and authors do not tell.

    What appeared in two journals, or in proceedings and a journal, are two papers.
    """
    if identity.components.obstacle(one, other):
        return False
    first, second = (_containers(each, identity) for each in (one, other))
    return not (first and second) or bool(first & second)


def _containers(one: Identifier, identity: Identity) -> set[str]:
    """Where a component was published, by the records of its DOIs."""
    known = identity.known
    records: list[Record] = [
        record
        for member in identity.components.members(one)
        if known.is_published(member)
        for record in known.records[member].values()
    ]
    return {normalise(record.container_title) for record in records if record.container_title}

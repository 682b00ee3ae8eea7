"""Components that nobody ties, and whose records are of one paper all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import compare, find_matches, normalise
from paperbib.merge.identity import Identity
from paperbib.merge.knowledge import PREPRINT, PUBLISHED
from paperbib.merge.ties import MATCH
from paperbib.model import Record, Reference, Tie

_ALWAYS = 2_000
"""So many are compared on every run; more only if there is something new to compare."""
_CLEARLY = 0.04
"""By so much a match must be better than one that was made before, to take its place."""
_PAPERS = PUBLISHED | {PREPRINT, "book", "thesis", "report"}
"""The kinds of records that can be of a paper: not reviews, data, supplements, issues."""
_ABSTRACT = re.compile(r"(?i)\babstract[\s\W]{0,9}\Z")


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
    score: float
    reason: str


def find_matched(identity: Identity, *, is_new: bool) -> list[Maybe]:
    """Join components whose records are of one paper.

    What was joined before stays joined, if nothing has come to stand against it, and nothing
    that matches clearly better. A component is joined with one other at most, so that no chain
    of matches ties what does not match.

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
    lasting = [tie for ties in before if _is_whole(ties, identity) for tie in ties.matches]
    is_ended = len(lasting) < sum(len(one.matches) for one in before)
    compared = list(_compared(identity, components)) if is_new or is_small or is_ended else []
    taken = set(_joined_before(lasting, compared, identity, components))
    maybes = []
    for found in compared:
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
        if not any(_can_be_paper(record) for record in records):
            continue
        if any(record.title for record in records) and any(record.authors for record in records):
            found[members[0]] = members
    return dict(sorted(found.items()))


def _can_be_paper(record: Record) -> bool:
    return record.identifier.scheme == "arxiv" or record.kind in _PAPERS


def _joined_before(
    before: Sequence[Tie],
    compared: Iterable[_Found],
    identity: Identity,
    components: Mapping[Identifier, Sequence[Identifier]],
) -> Iterator[Identifier]:
    """Join what matched before, and tell what stands for both."""
    primary_by_root = {identity.components.root(one): one for one in components}
    pairs: list[tuple[Tie, Identifier, Identifier]] = []
    for tie in before:
        one, other = (primary_by_root.get(identity.components.root(each)) for each in tie.pair)
        if one is not None and other is not None:
            pairs.append((tie, one, other))
    partners = {one: two for _, *pair in pairs for one, two in (pair, pair[::-1])}
    beaten = set(_beaten(partners, compared, identity, components))
    for tie, one, other in pairs:
        if identity.components.are_one(one, other) or not beaten.isdisjoint((one, other)):
            continue
        if _may_join(one, other, identity):
            _join(tie, identity)
            yield from (one, other)


def _beaten(
    partners: Mapping[Identifier, Identifier],
    compared: Iterable[_Found],
    identity: Identity,
    components: Mapping[Identifier, Sequence[Identifier]],
) -> Iterator[Identifier]:
    """What matches something else clearly better than what it was joined with.

    That is so only if the other, too, has no match that is nearly as good.
    """
    work_of = identity.known.work_of
    for found in compared:
        pair = (found.one, found.other)
        held = [one for one in pair if one in partners]
        if not found.is_same or not held or partners.get(found.one) == found.other:
            continue
        scores = (
            compare(work_of(components[one]), work_of(components[partners[one]])).score
            for one in held
        )
        if found.score > max(scores) + _CLEARLY and _may_join(*pair, identity):
            yield from held


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
    """Whether what matched is still what it was: nothing taken out, no other record added."""
    held = {
        member
        for tie in before.matches
        for one in tie.pair
        for member in identity.components.members(one)
    }
    known, identifiers = identity.known, set(before.reference.identifiers)
    is_grown = any(known.records.get(one) for one in held - identifiers)
    return not is_grown and all(one in held for one in identifiers if one in known.first)


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
            _, score, reason = match.comparison
            pairs.append(_Found(one, other, is_same, score, reason))
        yield from sorted(pairs)


def _may_join(one: Identifier, other: Identifier, identity: Identity) -> bool:
    """Whether nothing stands against it that titles and authors do not tell.

    What appeared in two journals, or in proceedings and a journal, are two papers, and so may
    be an extended abstract and the paper.
    """
    if identity.components.obstacle(one, other):
        return False
    first, second = (_containers(each, identity) for each in (one, other))
    if first and second and not first & second:
        return False
    return _is_abstract(one, identity) == _is_abstract(other, identity)


def _is_abstract(one: Identifier, identity: Identity) -> bool:
    """Whether a title says that it is of an abstract only."""
    members = identity.components.members(one)
    records = (
        record for each in members for record in identity.known.records.get(each, {}).values()
    )
    return any(_ABSTRACT.search(record.title[-99:]) for record in records if record.title)


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

"""Answers, mentions and the lock become references: one paper, one entry.

Identifiers are one reference when something *ties* them: a source's record, the number that a
site gives its pages, records that match, or a person's decision (`ties`, `matches`). They are
joined one tie after the other, the strongest first, and never over a pair that conflicts
(`components`, `identity`). What is known (`knowledge`) is never lost to a failed or negative
answer. docs/decisions/0016-ties-and-components.md has the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.merge import problems
from paperbib.merge.identity import Identity, identify
from paperbib.merge.knowledge import Knowledge, gather
from paperbib.merge.lasting import without_worse
from paperbib.merge.matches import find_matched
from paperbib.merge.naming import named_dois
from paperbib.model import Answer, Library, Mention, Problem, Record, Reference, Tie

__all__ = ["Merged", "merge", "named_dois"]


class Merged(NamedTuple):
    """References in the order of the notes, and what stood in the way."""

    references: list[Reference]
    problems: list[Problem]


def merge(  # noqa: PLR0913 - all that is known, and whom to believe
    mentions: Sequence[Mention],
    answers: Iterable[Answer],
    previous: Library,
    *,
    precedence: Sequence[str],
    stand_ins: Mapping[str, str],
    said: Iterable[Record] = (),
) -> Merged:
    """Make references of everything known about everything mentioned.

    Args:
        mentions: Of all notes, in their order.
        answers: Of any sources; at most one per identifier and source.
        previous: The library as it was: its records stand until they are answered anew, and
            its decisions hold.
        precedence: Source names, the most trusted first.
        stand_ins: Source names by the source they only speak for while it is silent.
        said: What a person says, of any identifier of a reference: it outranks everything,
            and its DOI stands instead of those that sources give.
    """
    answers = list(answers)
    known, worse = without_worse(gather(mentions, answers, previous, said, precedence, stand_ins))
    identity = identify(known)
    matched = find_matched(identity, is_new=known.is_new(answers))
    references = _references(mentions, identity, previous)
    return Merged(
        references,
        [
            *problems.conflicts(identity),
            *problems.worse(worse, identity),
            *problems.refused(identity, answers),
            *problems.versions(mentions, known.records),
            *problems.maybes(identity, matched),
            *problems.withdrawn(references, known.first),
        ],
    )


def _references(
    mentions: Sequence[Mention], identity: Identity, previous: Library
) -> list[Reference]:
    """One reference for each component that a note mentions."""
    known, components = identity.known, identity.components
    groups: dict[Identifier, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[components.root(mention.identifier)].append(mention._replace(raw=""))
    ties: dict[Identifier, list[Tie]] = defaultdict(list)
    for tie in identity.ties:
        ties[components.root(tie.pair[0])].append(tie)
    extra = {
        one.identifier: one.model_extra for one in previous.references.values() if one.model_extra
    }
    loose = _loose(identity, groups)
    references = []
    for root, group in groups.items():
        members = components.members(root)
        ordered = [root]
        if len(members) > 1:
            ordered = sorted(members, key=known.rank)
            ordered[1:] = [known.spelling(one) for one in ordered[1:]]
        records = (*_said(ordered, known), *known.ranked(ordered))
        references.append(
            Reference(
                **_extra(ordered, extra),
                identifiers=(_spelling(ordered[0], group), *ordered[1:]),
                records=records,
                mentions=tuple(group),
                ties=tuple(sorted(ties.get(root, ()), key=_order)),
                refused=known.ranked(sorted(_named(records, loose, known))) if loose else (),
            )
        )
    return references


def _loose(identity: Identity, mentioned: Collection[Identifier]) -> set[Identifier]:
    """The DOIs of which something is known, and that are of nothing that is mentioned."""
    return {
        one
        for one, by_source in identity.known.records.items()
        if one.scheme == "doi" and by_source and identity.components.root(one) not in mentioned
    }


def _named(
    records: Iterable[Record], loose: Collection[Identifier], known: Knowledge
) -> Iterator[Identifier]:
    """Those DOIs that records name, and that the records of these name."""
    seen: set[Identifier] = set()
    live = list(records)
    while found := (named_dois(live) & set(loose)) - seen:
        yield from found
        seen |= found
        live = [record for one in found for record in known.records[one].values()]


def _order(tie: Tie) -> tuple[tuple[str, str], tuple[str, str], str, str]:
    first, second = tie.pair
    return first.sort_key, second.sort_key, tie.by, tie.how


def _extra(
    ordered: Sequence[Identifier], extra: Mapping[Identifier, dict[str, Any] | None]
) -> dict[str, Any]:
    """What a newer paperbib wrote of the references that are one now; the primary's stands."""
    if not extra:
        return {}
    found: dict[str, Any] = {}
    for one in reversed(ordered):
        found |= extra.get(one) or {}
    return found


def _said(ordered: Iterable[Identifier], known: Knowledge) -> list[Record]:
    """What a person says of a reference, that of its primary identifier first."""
    return [known.said[one] for one in ordered if one in known.said]


def _spelling(primary: Identifier, group: Sequence[Mention]) -> Identifier:
    """The spelling to print: https rather than http, else the first in the notes."""
    spelled = [one.identifier for one in group if one.identifier == primary] or [primary]
    return min(spelled, key=lambda one: one.value.startswith("http:"))

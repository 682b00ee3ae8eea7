"""Answers, mentions and the lock become references: one paper, one entry.

Identifiers are one reference when a *source* ties them together, never because
titles look alike. The one tie there is yet is arXiv's DOI field, so a reference is a
paper with the DOIs that it alone claims. What is known is never lost to a failed or
negative answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import NamedTuple

from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import (
    Answer,
    Failed,
    Found,
    Invalid,
    Library,
    Mention,
    Problem,
    Record,
    Reference,
    first_mentions,
)

_MISSING_HINT = "Check the number; until then the entry stays as the note gives it"
_WITHDRAWN_HINT = "Cite something else, or say in your text why not"
_LONGEST_COMMENT = 120
_VERSION_HINT = "If it is new, run sync --refresh; else check the number"
_SHARED_HINT = "They stay two entries; one of the two DOIs is probably a slip of its authors"


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
        previous: The library as it was: its records stand until they are answered anew.
        precedence: Source names, the most trusted first.
        stand_ins: Source names by the source they only speak for while it is silent.
        said: What a person says, of any identifier of a reference: it outranks everything,
            and its DOI stands instead of those that sources give.
    """
    answers = list(answers)
    said_by_identifier = {record.identifier: record for record in said}
    records = _records(answers, previous)
    for by_source in records.values():
        for stand_in, original in stand_ins.items():
            if original in by_source and not _knows_better(by_source, stand_in, original):
                by_source.pop(stand_in, None)
    ties, problems = _ties(mentions, records, said_by_identifier)
    problems += [*_refused(mentions, answers, records), *_versions(mentions, records)]
    groups: dict[Identifier, list[Mention]] = defaultdict(list)
    for mention in mentions:
        kept = mention._replace(raw="")
        groups[ties.get(mention.identifier, mention.identifier)].append(kept)
    tied: dict[Identifier, list[Identifier]] = defaultdict(list)
    for other, owner in ties.items():
        tied[owner].append(other)
    extra = {one.identifier: one.model_extra or {} for one in previous.references.values()}
    references = [
        Reference(
            **extra.get(primary, {}),
            identifiers=(_spelling(primary, group), *sorted(tied[primary])),
            records=(
                *_said([primary, *sorted(tied[primary])], said_by_identifier),
                *_ranked(records.get(primary, {}), precedence),
            ),
            mentions=tuple(group),
        )
        for primary, group in groups.items()
    ]
    return Merged(references, problems + _withdrawn(references, mentions))


def _records(answers: Iterable[Answer], previous: Library) -> dict[Identifier, dict[str, Record]]:
    """All records by identifier and source; a new answer replaces the old one."""
    records: dict[Identifier, dict[str, Record]] = defaultdict(dict)
    for reference in previous.references.values():
        for record in reference.records:
            records[record.identifier][record.source] = record
    for answer in answers:
        if isinstance(answer, Found):
            records[answer.identifier][answer.source] = answer.record
    return records


def _knows_better(by_source: Mapping[str, Record], stand_in: str, original: str) -> bool:
    """Whether who stood in has flagged this version as withdrawn, where words do not tell."""
    record = by_source.get(stand_in)
    version = by_source[original].version
    return record is not None and record.is_withdrawn and record.version == version


def _ties(
    mentions: Sequence[Mention],
    records: Mapping[Identifier, Mapping[str, Record]],
    said: Mapping[Identifier, Record],
) -> tuple[dict[Identifier, Identifier], list[Problem]]:
    """Which identifier each DOI that a source names belongs to.

    A DOI that two papers claim ties neither: that is reported, not guessed.
    """
    owners: dict[Identifier, list[Mention]] = defaultdict(list)
    for mention in first_mentions(mentions).values():
        own = said.get(mention.identifier)
        told = [own] if own and own.doi else records.get(mention.identifier, {}).values()
        for record in told:
            cited = doi.parse(record.doi) if record.doi else None
            if cited is None or cited.identifier == mention.identifier:
                continue
            if mention not in owners[cited.identifier]:
                owners[cited.identifier].append(mention)
    ties: dict[Identifier, Identifier] = {}
    problems = []
    for article, claims in owners.items():
        if len(claims) == 1:
            ties[article] = claims[0].identifier
            continue
        first, *others = sorted(claims, key=lambda claim: claim.identifier.sort_key)
        names = ", ".join(str(other.identifier) for other in others)
        what = f"{first.identifier} and {names} both name {article} as their publication"
        problems.append(Problem.at(first, "conflict", what, _SHARED_HINT))
    return {article: _primary(article, ties) for article in ties}, problems


def _primary(article: Identifier, ties: Mapping[Identifier, Identifier]) -> Identifier:
    """Whose publication it is at last: what it belongs to may belong to another in turn."""
    seen = [article]
    while (owner := ties.get(seen[-1])) is not None:
        if owner in seen:  # each is said to be the publication of the other
            return min(seen[seen.index(owner) :], key=lambda one: one.sort_key)
        seen.append(owner)
    return seen[-1]


def _said(identifiers: Iterable[Identifier], said: Mapping[Identifier, Record]) -> Iterator[Record]:
    """What a person says of a reference, that of its primary identifier first."""
    yield from (said[one] for one in identifiers if one in said)


def _refused(
    mentions: Sequence[Mention],
    answers: Iterable[Answer],
    records: Mapping[Identifier, Mapping[str, Record]],
) -> list[Problem]:
    """A problem for each identifier that is no paper's, at its first mention."""
    first = first_mentions(mentions)
    problems = []
    for answer in answers:
        one = answer.identifier
        if one not in first or isinstance(answer, Found | Failed):
            continue
        kind, what = "missing", f"arXiv has no paper {one.value}"
        if isinstance(answer, Invalid):
            kind, what = "invalid", f"{one.value}: {answer.reason}"
        elif records.get(one):
            what += " any more; what it said before is kept"
        problems.append(Problem.at(first[one], kind, what, _MISSING_HINT))
    return problems


def _withdrawn(references: Iterable[Reference], mentions: Sequence[Mention]) -> list[Problem]:
    """A problem for each paper that was withdrawn, at its first mention."""
    first = first_mentions(mentions)
    problems = []
    for reference in references:
        place = next((first[one] for one in reference.identifiers if one in first), None)
        if reference.is_withdrawn and place:
            comment = next((one.comment for one in reference.records if one.is_withdrawn), None)
            what = f"{reference.identifier.value} was withdrawn"
            what += f": {shorten(comment, _LONGEST_COMMENT)}" if comment else ""
            problems.append(Problem.at(place, "withdrawn", what, _WITHDRAWN_HINT))
    return problems


def _versions(
    mentions: Sequence[Mention], records: Mapping[Identifier, Mapping[str, Record]]
) -> list[Problem]:
    """A problem for each mention of a version that arXiv did not have when it was asked."""
    problems = []
    for mention in mentions:
        record = records.get(mention.identifier, {}).get("arxiv")
        if record and mention.version and record.version and mention.version > record.version:
            number = f"{record.version} versions" if record.version > 1 else "one version"
            what = f"arXiv has {number} of {mention.identifier.value}, not {mention.version}"
            problems.append(Problem.at(mention, "missing", what, _VERSION_HINT))
    return problems


def _ranked(by_source: Mapping[str, Record], precedence: Sequence[str]) -> tuple[Record, ...]:
    """Records, the most trusted first; those of unknown sources last."""
    rank = {source: place for place, source in enumerate(precedence)}
    last = len(rank)
    return tuple(
        sorted(by_source.values(), key=lambda one: (rank.get(one.source, last), one.source))
    )


def _spelling(primary: Identifier, group: Sequence[Mention]) -> Identifier:
    """The spelling to print: https rather than http, else the first in the notes."""
    spelled = [one.identifier for one in group if one.identifier == primary] or [primary]
    return min(spelled, key=lambda one: one.value.startswith("http:"))

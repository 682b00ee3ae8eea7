"""Which identifiers are one paper: claims are heard, the strongest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import agree
from paperbib.merge.components import Components, Obstacle, Reason
from paperbib.merge.knowledge import Knowledge
from paperbib.merge.ties import PROVEN, Claim, Strength, claims
from paperbib.model import Tie

_CONTESTED = PROVEN | {Strength.OVERRIDE}


class Refusal(NamedTuple):
    """A claim that was not heeded."""

    claim: Claim
    obstacle: Obstacle


class Contest(NamedTuple):
    """Something that several papers of arXiv claim, and that is nobody's therefore."""

    article: Identifier
    claims: Sequence[Claim]


class Identity(NamedTuple):
    """Components, and how they came about.

    Attributes:
        known: What they were made of.
        components: The identifiers of each reference.
        claims: All that was claimed, the strongest first.
        ties: Those claims that hold the components together.
        refusals: Those that were not heeded, though nobody decided so.
        contests: What several papers claim.
    """

    known: Knowledge
    components: Components
    claims: Sequence[Claim]
    ties: list[Tie]
    refusals: list[Refusal]
    contests: list[Contest]


def identify(known: Knowledge) -> Identity:
    """Find the identifiers that are one paper, by what ties them.

    What no note mentions, directly or by a tie, claims nothing: it will not be in the library.
    """
    while True:
        identity = _identify(known)
        gone = _gone(identity)
        if not gone:
            return identity
        known = known.without(gone)


def _gone(identity: Identity) -> set[Identifier]:
    """Papers of arXiv with records that belong to nothing that is mentioned."""
    known = identity.known
    return {
        one
        for one, by_source in known.records.items()
        if one.scheme == "arxiv"
        and by_source
        and one not in known.first
        and not any(other in known.first for other in identity.components.members(one))
    }


def _identify(known: Knowledge) -> Identity:
    components = Components(known.previous.decisions.different, known.work)
    asked = claims(known)
    ties: list[Tie] = []
    refusals: list[Refusal] = []
    by_person = [one for one in asked if one.strength is Strength.PERSON]
    _hear(by_person, known, components, ties, refusals)
    others = asked[len(by_person) :]
    contests, dropped = _contested(others, known, components)
    _hear((one for one in others if one not in dropped), known, components, ties, refusals)
    nobodys = {one for contest in contests for one in contest.claims}
    for one in others:
        if one in dropped and one not in nobodys:
            reason = Reason.CLAIMED if _agree(*one.pair, known) else Reason.UNLIKE
            refusals.append(Refusal(one, Obstacle(reason, *one.pair)))
    refusals = [one for one in refusals if not components.are_one(*one.claim.pair)]
    return Identity(known, components, asked, ties, refusals, contests)


def _hear(
    asked: Iterable[Claim],
    known: Knowledge,
    components: Components,
    ties: list[Tie],
    refusals: list[Refusal],
) -> None:
    """Join what is claimed to be one, where nothing stands in the way."""
    for claim in asked:
        obstacle = _obstacle(claim, known, components)
        if obstacle is None:
            if not _is_of_nothing(claim, known, components):
                components.join(*claim.pair)
                ties.append(claim.tie)
        elif obstacle.reason is not Reason.DECIDED or claim.strength is Strength.PERSON:
            refusals.append(Refusal(claim, obstacle))


def _is_of_nothing(claim: Claim, known: Knowledge, components: Components) -> bool:
    """Whether a page has the number of a DOI that is only named, and not heeded."""
    return claim.strength is Strength.PAGE and any(
        not known.is_live(one) and len(components.members(one)) == 1 for one in claim.pair
    )


def _obstacle(claim: Claim, known: Knowledge, components: Components) -> Obstacle | None:
    one, other = claim.pair
    if claim.strength in PROVEN and not _agree(one, other, known):
        return Obstacle(Reason.UNLIKE, one, other)
    if components.are_one(one, other):
        return None
    return components.obstacle(
        one,
        other,
        is_person=claim.strength is Strength.PERSON,
        is_said=claim.strength is Strength.OVERRIDE,
    )


def _agree(one: Identifier, other: Identifier, known: Knowledge) -> bool:
    """Whether what sources say of both can be of one paper; what is not known can."""
    # The second is the DOI: nothing is known of most.
    second = known.work(other)
    first = known.work(one) if second else None
    return first is None or second is None or agree(first, second)


def _contested(
    asked: Iterable[Claim], known: Knowledge, components: Components
) -> tuple[list[Contest], set[Claim]]:
    """What several papers of arXiv claim, and the claims that therefore do not count.

    The one that a person speaks for has it, or the one that its own record agrees with.
    """
    by_article: dict[Identifier, list[Claim]] = defaultdict(list)
    for claim in asked:
        one, other = claim.pair
        if claim.strength in _CONTESTED and one.scheme == "arxiv" != other.scheme:
            by_article[other].append(claim)
    contests: list[Contest] = []
    dropped: set[Claim] = set()
    for article, found in sorted(by_article.items()):
        papers: dict[Identifier, list[Claim]] = defaultdict(list)
        for claim in found:
            papers[components.root(claim.pair[0])].append(claim)
        if len(papers) < 2:  # noqa: PLR2004 - two make a contest
            continue
        owners = list(_owners(article, papers, known, components))
        lost = [one for root in papers if owners != [root] for one in papers[root]]
        dropped.update(lost)
        if len(owners) != 1:
            contests.append(Contest(article, lost))
    return contests, dropped


def _owners(
    article: Identifier,
    papers: Mapping[Identifier, Sequence[Claim]],
    known: Knowledge,
    components: Components,
) -> Iterator[Identifier]:
    """Whose an article is, of those that claim it; one at most is right."""
    decided = [root for root in papers if components.are_one(root, article)]
    said = [
        root
        for root, found in papers.items()
        if any(claim.strength is Strength.OVERRIDE for claim in found)
    ]
    if decided or said:
        yield from decided or said
    elif (work := known.work(article)) and work.title:
        for root, found in papers.items():
            works = [known.work(claim.pair[0]) for claim in found]
            if any(one and agree(one, work) for one in works):
                yield root

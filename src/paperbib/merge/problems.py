"""What stood in the way, for people: each with its place in the notes and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from textwrap import shorten

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import Work, agree, of_record
from paperbib.merge.identity import Contest, Identity, Refusal
from paperbib.merge.knowledge import PREPRINT, Knowledge
from paperbib.merge.lasting import Worse
from paperbib.merge.matches import Maybe
from paperbib.merge.ties import Claim, Strength
from paperbib.model import (
    Answer,
    Failed,
    Found,
    Invalid,
    Mention,
    Problem,
    Record,
    Reference,
    visible,
)

CROSSREF = "crossref"
"""The name of the source whose "missing" is of a DOI."""
_MISSING_HINT = "Check the number; until then the entry stays as the note gives it"
_NO_DOI_HINT = (
    "It may be registered elsewhere, or mistyped; until then the entry stays as the note gives it"
)
_NAMED_HINT = "It may be registered elsewhere, or mistyped by the authors; nothing is lost"
_WITHDRAWN_HINT = "Cite something else, or say in your text why not"
_VERSION_HINT = "If it is new, run sync --refresh; else check the number"
_SHARED_HINT = "They stay two entries; one of the two DOIs is probably a slip of its authors"
_CLAIMED_HINT = "They stay two entries; which it is: paperbib decide same, with both identifiers"
_NAMED = frozenset({Strength.OVERRIDE, Strength.NAMED, Strength.JOURNAL_REF})
_LONGEST_COMMENT = 120
_LONGEST_TITLE = 80
_WORDS_BY_SOURCE = {
    "arxiv": "arXiv",
    "oai": "arXiv",
    "snapshot": "arXiv's snapshot",
    "datacite": "DataCite",
    "crossref": "Crossref",
    "datacite-dois": "DataCite",
    "semantic-scholar": "Semantic Scholar",
    "override": "your configuration",
    "person": "your decision",
    "page": "the number of the page",
}


def conflicts(identity: Identity) -> list[Problem]:
    """A problem for each pair that somebody ties and that is two, and for what several claim."""
    problems = [_contest(one, identity) for one in identity.contests]
    seen = set()
    for refusal in identity.refusals:
        if refusal.claim.pair not in seen and not _is_of_the_same(refusal, identity):
            seen.add(refusal.claim.pair)
            problems.append(_refusal(refusal, identity))
    return [one for one in problems if one]


def _is_of_the_same(refusal: Refusal, identity: Identity) -> bool:
    """Whether a DOI is that of an erratum: by the same people, beside the paper's own.

    Authors give arXiv both, in one field. Nobody has to know that only one is of the paper.
    """
    claim, known = refusal.claim, identity.known
    one, other = (known.work(each) for each in (claim.subject, claim.other))
    if claim.strength is not Strength.NAMED or not (one and other and one.authors):
        return False
    if not other.authors or not agree(Work("", one.authors), Work("", other.authors)):
        return False
    proven = (
        each
        for tie in identity.ties
        if (tie.by, tie.how) == (claim.tie.by, claim.tie.how) and claim.subject in tie.pair
        for each in tie.pair
        if each != claim.subject
    )
    return any(work.title for each in proven if (work := known.work(each)))


def _contest(contest: Contest, identity: Identity) -> Problem | None:
    claimants = sorted({claim.pair[0] for claim in contest.claims})
    place = _place(claimants, identity)
    if place is None:
        return None
    if all(claim.strength in _NAMED for claim in contest.claims):
        first, *others = claimants
        what = f"{first} and {', '.join(map(str, others))} both name {contest.article}"
        return Problem.at(place, "conflict", f"{what} as their publication", _SHARED_HINT)
    words = {one.pair[0]: _saying(one) for one in reversed(contest.claims)}
    told = ", and ".join(words[one] for one in claimants)
    return Problem.at(place, "conflict", f"Only one can be right: {told}", _CLAIMED_HINT)


def worse(found: Iterable[Worse], identity: Identity) -> list[Problem]:
    """A problem for each DOI of which a source says now that it is of another paper."""
    problems = []
    for one in found:
        article = one.record.identifier
        if place := _place((one.paper, article), identity):
            who = _WORDS_BY_SOURCE.get(one.record.source, one.record.source)
            now = _told(article, of_record(one.record))
            was = _described(one.paper, identity.known)
            what = f"{now} is what {who} says now, which is not {was}"
            hint = f"If it is right now: paperbib decide different {_pair(one.paper, article)}"
            what += "; what it said before is kept"
            problems.append(Problem.at(place, "conflict", what, hint))
    return problems


def _refusal(refusal: Refusal, identity: Identity) -> Problem | None:
    claim, obstacle = refusal
    place = _place(claim.pair, identity)
    if place is None:
        return None
    one, other = (_described(each, identity.known) for each in (obstacle.one, obstacle.other))
    what = f"{one} and {other} stay two entries: {obstacle.reason.value}"
    if claim.strength is Strength.PERSON:
        hint = "Take one of the two decisions back"
    else:
        hint = f"If they are one: paperbib decide same {_pair(*claim.pair)}"
    return Problem.at(place, "conflict", f"{what}, though {_saying(claim)}", hint)


def _saying(claim: Claim) -> str:
    """Who ties what to what, in words."""
    who = _WORDS_BY_SOURCE.get(claim.tie.by, claim.tie.by)
    if claim.strength in _NAMED:
        return f"{who} names {claim.other} as the publication of {claim.subject}"
    return f"{who} ties {claim.subject} to {claim.other} ({visible(claim.tie.how)})"


def _described(identifier: Identifier, known: Knowledge) -> str:
    work = known.work(identifier)
    return _told(identifier, work) if work else str(identifier)


def _told(identifier: Identifier, work: Work) -> str:
    title = visible(shorten(work.title, _LONGEST_TITLE, placeholder="…"))
    told = f'{identifier} "{title}"' if title else f"{identifier} (without a title)"
    return f"{told} by {visible(work.authors[0].surname)}" if work.authors else told


def _pair(one: Identifier, other: Identifier) -> str:
    """Two identifiers as a shell takes them."""
    return f"{quote(str(one))} {quote(str(other))}"


def _place(identifiers: Iterable[Identifier], identity: Identity) -> Mention | None:
    """The first mention of any of these, else of what is one with them."""
    first = identity.known.first
    named = list(identifiers)
    tied = [one for each in named for one in identity.components.members(each)]
    for group in (named, tied):
        if found := [first[one] for one in group if one in first]:
            return min(found, key=lambda one: (one.file, one.line, one.column))
    return None


def maybes(identity: Identity, found: Iterable[Maybe]) -> list[Problem]:
    """A problem for each two entries that may be one paper."""
    problems = []
    for maybe in found:
        if place := _place((maybe.one, maybe.other), identity):
            reason = f": {maybe.reason}" if maybe.reason else ""
            what = f"{maybe.one} and {maybe.other} may be one paper{visible(reason)}"
            pair = _pair(maybe.one, maybe.other)
            hint = f"Say which: paperbib decide same {pair}, or paperbib decide different {pair}"
            problems.append(Problem.at(place, "maybe", what, hint))
    return problems


def refused(identity: Identity, answers: Iterable[Answer]) -> list[Problem]:
    """A problem for each identifier that a source does not know, at its first mention."""
    known = identity.known
    problems: list[Problem] = []
    for answer in answers:
        one = answer.identifier
        if isinstance(answer, Found | Failed):
            continue
        if one not in known.first:
            if answer.source == CROSSREF:
                problems += _unpublished(one, identity)
            continue
        kind, what, hint = "missing", f"arXiv has no paper {one.value}", _MISSING_HINT
        if answer.source == CROSSREF:
            what, hint = f"Crossref does not know the DOI {one.value}", _NO_DOI_HINT
        if isinstance(answer, Invalid):
            kind, what = "invalid", f"{one.value}: {answer.reason}"
        elif known.records.get(one):
            what += " any more; what it said before is kept"
            hint = _MISSING_HINT
        problems.append(Problem.at(known.first[one], kind, what, hint))
    return problems


def _unpublished(article: Identifier, identity: Identity) -> Iterable[Problem]:
    """A problem for each paper whose publication Crossref does not know."""
    told: dict[Identifier, Claim] = {}
    for claim in identity.claims:
        if claim.other == article and claim.strength in _NAMED:
            told.setdefault(claim.subject, claim)
    for subject, claim in told.items():
        if place := _place([subject], identity):
            who = _WORDS_BY_SOURCE.get(claim.tie.by, claim.tie.by)
            what = f"Crossref does not know {article.value}, which {who} names as the publication"
            yield Problem.at(place, "missing", f"{what} of {subject}", _NAMED_HINT)


def withdrawn(
    references: Iterable[Reference], first: Mapping[Identifier, Mention]
) -> list[Problem]:
    """A problem for each paper that was withdrawn, at its first mention."""
    problems = []
    for reference in references:
        place = next((first[one] for one in reference.identifiers if one in first), None)
        if place and reference.is_withdrawn:
            problems += [
                Problem.at(place, "withdrawn", what, _WITHDRAWN_HINT)
                for what in _withdrawals(reference)
            ]
    return problems


def _withdrawals(reference: Reference) -> Iterator[str]:
    """Which of its forms are withdrawn: authors withdraw a preprint, publishers retract."""
    for one in reference.identifiers:
        records = tuple(record for record in reference.records if record.identifier == one)
        form = Reference.model_construct(identifiers=(one,), records=records)
        if not form.is_withdrawn:
            continue
        is_article = one.scheme == "doi" and not any(each.kind == PREPRINT for each in records)
        comment = next((each.comment for each in records if each.is_withdrawn), None)
        what = f"{one.value} was {'retracted' if is_article else 'withdrawn'}"
        yield f"{what}: {shorten(comment, _LONGEST_COMMENT)}" if comment else what


def versions(
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

"""A run in about five lines, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from paperbib.identifiers.identifier import Identifier
from paperbib.keys import ADOPT
from paperbib.model import Library
from paperbib.sync.ledger import Ledger, State
from paperbib.sync.report import Report

NAME_BY_SOURCE = {
    "arxiv": "arXiv",
    "oai": "arXiv's OAI-PMH",
    "datacite": "DataCite",
    "snapshot": "the snapshot",
    "crossref": "Crossref",
    "datacite-dois": "DataCite",
    "semantic-scholar": "Semantic Scholar",
    "title search": "arXiv's title search",
}
"""What people call the sources."""
_ON_THEIR_OWN = ("crossref", "semantic-scholar", "title search")
"""Who does not stand in for arXiv: their silence is told for itself."""
_OF_PAPERS = ("arxiv", "oai", "datacite")
"""Who is asked about papers of arXiv, and whose requests are counted in the line of papers."""
_WORDS_BY_STATE = {State.MISSING: "unknown to", State.INVALID: "refused by"}
_LABEL_BY_SOURCE = {
    "crossref": "Crossref",
    "semantic-scholar": "Scholar",
    "title search": "titles",
}
MOST = 10
"""How many lines of a kind people are shown."""
_HOUR_S, _DAY_S = 3_600, 86_400


def summary(report: Report, output: Path, *, is_verbose: bool = False) -> Iterator[str]:
    """What a run did; a line begins with a word in nine columns."""
    yield (
        f"notes    {_count(report.notes, 'note')} with {_count(report.mentions, 'mention')} of "
        f"{_count(report.papers, 'paper')} and {_count(report.links, 'link')}"
    )
    yield from _trouble(report.ledger)
    yield from _papers(report)
    yield from _titles(report)
    if report.tally:
        yield f"links    {report.tally.words()}"
    parts = [entries(report.library)]
    parts += [f"{len(report.added)} new"] if report.added else []
    parts += [f"{len(report.removed)} no longer in the notes"] if report.removed else []
    yield f"library  {', '.join(parts)}"
    yield from _adopted(report)
    yield from _news(report, is_verbose=is_verbose)
    yield _outputs(report, output)
    if is_verbose:
        yield from (f"new      {key}" for key in report.added)
        yield from (f"gone     {key}" for key in report.removed)
        yield from _unanswered(report.ledger)
    if report.problems:
        yield f"problems {len(report.problems)}, listed above"
    if report.ledger.is_interrupted:
        yield "partial  interrupted; what was answered is kept: run it again to go on"
    elif report.unanswered:
        yield f"partial  {len(report.unanswered)} not answered; run again to complete them"
    elif report.due:
        yield f"partial  {_count(report.due, 'title')} not searched for; run again to go on"
    elif report.tally and report.tally.trouble:
        yield "partial  links were to be checked and were not"


def few(label: str, lines: Sequence[str], where: str, *, most: int = MOST) -> Iterator[str]:
    """The first of many lines of a kind, and how many more there are.

    Args:
        label: The word before each, of eight characters at most.
        lines: All of them.
        where: The command that shows the others.
        most: How many are shown.
    """
    yield from (f"{label:<8} {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"{label:<8} and {len(lines) - most} more; see {where}"


def entries(library: Library) -> str:
    """How many entries a library has, in words."""
    number = len(library.references)
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _trouble(ledger: Ledger) -> Iterator[str]:
    """Why arXiv did not answer; of those who stand in, only that they did not either."""
    answered = {entry.source for entry in ledger.entries.values() if not entry.is_kept}
    silent = [one for one in ledger.trouble if one != "arxiv" and one not in answered]
    others = [NAME_BY_SOURCE[one] for one in silent if one not in _ON_THEIR_OWN]
    if reason := _reason("arxiv", ledger):
        also = f"; nor did {' and '.join(others)} answer" if others else ""
        yield f"arXiv    {reason}{also}"
    for one in ledger.trouble:
        if one in _ON_THEIR_OWN:
            yield f"{_LABEL_BY_SOURCE[one]:<8} {_reason(one, ledger)}"
        elif "arxiv" not in ledger.trouble:
            yield f"{one:<8} {_reason(one, ledger)}"


def _reason(source: str, ledger: Ledger) -> str:
    """Why a source fell silent, without its name, with which the line begins already."""
    name = NAME_BY_SOURCE.get(source, source)
    return ledger.trouble.get(source, "").removeprefix(f"{name} ")


def _papers(report: Report) -> Iterator[str]:
    """The ledger in one line."""
    ledger = report.ledger
    parts = [*_answered(report)]
    if withdrawn := ledger.of(State.WITHDRAWN):
        parts.append(f"{len(withdrawn)} withdrawn")
    for state, words in _WORDS_BY_STATE.items():
        names = Counter(_asked(one, ledger) for one in ledger.of(state))
        parts += [f"{number} {words} {name}" for name, number in names.items()]
    if stale := ledger.of(State.STALE):
        ages_s = [age_s for one in stale if (age_s := ledger.entries[one].age_s) is not None]
        age = f", up to {_age(max(ages_s))} old" if ages_s else ""
        parts.append(f"{_count(len(stale), 'paper')} kept as known{age}")
    parts += [f"{len(deferred)} deferred"] if (deferred := ledger.of(State.DEFERRED)) else []
    if parts:
        yield f"papers   {', '.join(parts)}"


def _answered(report: Report) -> Iterator[str]:
    """How many were found, by who said so."""
    ledger = report.ledger
    found = [ledger.entries[one] for one in ledger.of(State.FOUND, State.WITHDRAWN)]
    fresh = Counter(entry.source for entry in found if not entry.is_kept)
    kept = Counter(entry.source for entry in found if entry.is_kept)
    counted = next((one for one in fresh if one in _OF_PAPERS), None)
    for source, number in fresh.items():
        by = "" if source == "arxiv" else f" by {NAME_BY_SOURCE[source]}"
        requests = _count(ledger.requests_for_papers, "request")
        yield f"{number} found{by}" + (f" in {requests}" if source == counted else "")
    snapshot = kept.pop("snapshot", 0)
    is_for_now = any(entry.reason for entry in found if entry.source == "snapshot")
    if cached := kept.total():
        yield f"{cached} from the cache"
    if snapshot:
        again = "; arXiv is asked again next time" if is_for_now and not report.unanswered else ""
        yield f"{snapshot} from the snapshot{again}"


def _asked(identifier: Identifier, ledger: Ledger) -> str:
    """Who does not know an identifier, or refused it."""
    source = "arxiv" if identifier.scheme == "arxiv" else ledger.entries[identifier].source
    return NAME_BY_SOURCE.get(source, "Crossref")


def _titles(report: Report) -> Iterator[str]:
    """What titles without a link came to."""
    resolved = sum(one.is_resolved for one in report.titles)
    parts = [f"{resolved} without a link resolved"] if resolved else []
    if unresolved := len(report.titles) - resolved:
        parts.append(f"{unresolved} unresolved")
    if parts:
        yield f"titles   {', '.join(parts)}"


def _adopted(report: Report) -> Iterator[str]:
    """How many keys a bibliography gave."""
    adopted = report.adopted
    if adopted and any(one.kind == ADOPT for one in report.problems):
        yield f"keys     none adopted of {adopted.file}: see the problems"
    elif adopted:
        left_out = f", {adopted.left_out} left out: not in the notes" if adopted.left_out else ""
        yield f"keys     {adopted.number} as in {adopted.file}{left_out}"


def _news(report: Report, *, is_verbose: bool) -> Iterator[str]:
    """What is new about entries; the first ones, unless all are wanted."""
    lines = report.happenings
    where = "paperbib changes" if report.is_written else "sync -v or --json"
    yield from few("news", lines, where, most=len(lines) if is_verbose else MOST)


def _outputs(report: Report, output: Path) -> str:
    if not report.changed:
        return f"output   nothing to do: {output} is up to date"
    if report.ledger.is_interrupted:
        return f"output   nothing written: {output} is as it was"
    verb = "wrote" if report.is_written else "would write"
    return f"output   {verb} {', '.join(report.changed)} in {output}"


def _unanswered(ledger: Ledger) -> Iterator[str]:
    for one in ledger.of(State.STALE, State.DEFERRED):
        entry = ledger.entries[one]
        yield f"{entry.state:<8} {one}" + (f": {entry.reason}" if entry.reason else "")


def _age(age_s: float) -> str:
    if age_s < _DAY_S:
        return _count(max(1, round(age_s / _HOUR_S)), "hour")
    return _count(round(age_s / _DAY_S), "day")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")

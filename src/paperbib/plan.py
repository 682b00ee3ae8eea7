"""What to ask of a source, and what is known without asking.

Pure: the lock, the cache's holdings with their age, a choice and the time go
in; questions come out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library

BATCH = 100
"""Identifiers that arXiv's query API takes in one request."""
REFUSAL_MAX_AGE_S = 7 * 86_400.0
"""For how long "there is no such paper" is believed."""

_DAY = timedelta(days=1)
_MARGIN = 2 * _DAY
"""Datestamps may be New York's, or a day behind; an answer may come from a CDN's yesterday."""
_DAYS_PER_PAGE = 10
"""arXiv changes some 2,000 records a day and lists 20,000 on a page."""
_HOME = "America/New_York"
"""arXiv's data change at midnight there. Source: arXiv API User's Manual, section 3.1.1."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that is held: what kind, and when it was last known to be current.

    Attributes:
        is_found: Whether it is an entry; else a refusal.
        checked_s: Seconds since the epoch.
    """

    is_found: bool
    checked_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about each identifier; one that the lock knows is in neither.

    Attributes:
        ask: To be asked of the source: the never answered first, then the oldest answers.
        cached: To be answered from the cache, sorted.
    """

    ask: tuple[Identifier, ...]
    cached: tuple[Identifier, ...]


class Harvest(NamedTuple):
    """A list of changes that makes it needless to ask about each paper.

    Attributes:
        since: The first day of the list.
        identifiers: Those it speaks for: an identifier not on the list is unchanged.
        most_pages: A longer list costs more than it spares.
    """

    since: date
    identifiers: tuple[Identifier, ...]
    most_pages: int


def unknown(
    identifiers: Iterable[Identifier], library: Library, *, sources: Collection[str]
) -> list[Identifier]:
    """The identifiers about which the lock holds nothing of these sources, sorted."""
    known = {
        record.identifier
        for reference in library.references.values()
        for record in (*reference.records, *reference.refused)
        if record.source in sources
    }
    return sorted(set(identifiers) - known)


def plan(
    identifiers: Iterable[Identifier],
    held: Mapping[Identifier, Held],
    *,
    refresh: bool,
    offline: bool,
    now_s: float,
) -> Plan:
    """Decide what to ask, of what the lock does not know or what is asked anew.

    Args:
        identifiers: The candidates; see `unknown`.
        held: What is held of them.
        refresh: Ask about everything, whatever is held.
        offline: Nothing can be asked: any answer is better than none.
        now_s: Seconds since the epoch.
    """
    ask: list[Identifier] = []
    cached: list[Identifier] = []
    for identifier in sorted(set(identifiers)):
        one = held.get(identifier)
        good = one and not refresh and (is_fresh(one, now_s) or (offline and one.is_found))
        (cached if good else ask).append(identifier)
    ask.sort(key=lambda one: held[one].checked_s if one in held else 0.0)
    return Plan(tuple(ask), tuple(cached))


def is_fresh(held: Held, now_s: float) -> bool:
    """Whether an answer need not be asked for again.

    An entry is current until arXiv's next midnight; a refusal is believed for a week.
    """
    if held.checked_s > now_s:  # a clock was set back: no telling how old it is
        return False
    if not held.is_found:
        return now_s - held.checked_s < REFUSAL_MAX_AGE_S
    return now_s < next_change_s(held.checked_s)


def next_change_s(moment_s: float) -> float:
    """When arXiv's data change next: the first midnight in New York after a moment.

    >>> datetime.fromtimestamp(next_change_s(1_750_000_000), UTC).isoformat()
    '2025-06-16T04:00:00+00:00'
    """
    from zoneinfo import ZoneInfo

    home = ZoneInfo(_HOME)
    today = datetime.fromtimestamp(moment_s, home).date()
    midnight = datetime.combine(today + _DAY, datetime.min.time(), home)
    return midnight.timestamp()


def harvest(
    ask: Sequence[Identifier], held: Mapping[Identifier, Held], *, now_s: float
) -> Harvest | None:
    """Whether a list of changes spares requests, and which one spares most.

    One answer from long ago must not make the list long for all: it is cheaper
    to ask about some papers, and to look the others up in a shorter list.

    Args:
        ask: What is to be asked; see `Plan.ask`.
        held: What is held of them.
        now_s: Seconds since the epoch.

    Returns:
        None where asking about every paper costs no more.
    """
    today = datetime.fromtimestamp(now_s, UTC).date()
    aged = sorted(
        (_safely_before(held[one].checked_s), one)
        for one in ask
        # A time to come, from a clock that was wrong, says nothing.
        if one in held and held[one].is_found and 0 < held[one].checked_s <= now_s
    )
    best, best_cost = None, batches(len(ask))
    days = [day for day, _ in aged]
    for place, (since, _) in enumerate(aged):
        if place and days[place - 1] == since:
            continue
        rest = len(ask) - (len(aged) - place)
        # The last one: the changed papers have to be asked about.
        pages = 1 + max(0, (today - since).days) // _DAYS_PER_PAGE
        cost = batches(rest) + pages + 1
        if cost < best_cost:
            spared = batches(len(ask)) - batches(rest) - 1
            # A list twice as long as expected will not end soon: a bulk update.
            most_pages = min(spared, 2 * pages)
            best = Harvest(since, tuple(one for _, one in aged[place:]), most_pages)
            best_cost = cost
    return best


def changed(
    wanted: Harvest, day_by_identifier: Mapping[Identifier, date], held: Mapping[Identifier, Held]
) -> frozenset[Identifier]:
    """Those of a harvest that changed after they were last known to be current.

    Args:
        wanted: What was harvested.
        day_by_identifier: The list: when each identifier last changed.
        held: What is held of them.
    """
    return frozenset(
        one
        for one in wanted.identifiers
        if one in day_by_identifier
        and day_by_identifier[one] >= _safely_before(held[one].checked_s)
    )


def batches(number: int) -> int:
    """How many requests that many identifiers take."""
    return -(-number // BATCH)


def _safely_before(moment_s: float) -> date:
    """A day that is before a moment, by whatever calendar."""
    return datetime.fromtimestamp(moment_s, UTC).date() - _MARGIN

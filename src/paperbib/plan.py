"""What to ask of a source, and what is known without asking.

Pure: the lock, the cache's holdings with their age, a choice and the time go
in; questions come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library

_DAY_S = 86_400
_FOUND_MAX_AGE_S = _DAY_S
"""arXiv's data changes once a day. Source: arXiv API User's Manual, section 3.1.1."""
_MISSING_MAX_AGE_S = 7 * _DAY_S


@dataclass(frozen=True, slots=True)
class Held:
    """An answer the cache holds: what kind, and when it was given (epoch seconds)."""

    is_found: bool
    at_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about each identifier; one that the lock knows is in neither.

    Attributes:
        ask: To be asked of the source, sorted.
        cached: To be answered from the cache, sorted.
        stale: Those of ``ask`` for which the cache has an older answer.
    """

    ask: tuple[Identifier, ...]
    cached: tuple[Identifier, ...]
    stale: frozenset[Identifier]


def unknown(
    identifiers: Iterable[Identifier], library: Library, *, source: str
) -> list[Identifier]:
    """The identifiers about which the lock holds nothing of a source, sorted."""
    known = {
        record.identifier
        for reference in library.references.values()
        for record in reference.records
        if record.source == source
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
        held: What the cache holds of them.
        refresh: Ask about everything, whatever the cache holds.
        offline: Nothing can be asked: any answer is better than none.
        now_s: Seconds since the epoch.
    """
    ask: list[Identifier] = []
    cached: list[Identifier] = []
    for identifier in sorted(set(identifiers)):
        one = held.get(identifier)
        good = one and not refresh and (_is_fresh(one, now_s) or (offline and one.is_found))
        (cached if good else ask).append(identifier)
    stale = frozenset(one for one in ask if one in held and held[one].is_found)
    return Plan(tuple(ask), tuple(cached), stale)


def _is_fresh(held: Held, now_s: float) -> bool:
    max_age_s = _FOUND_MAX_AGE_S if held.is_found else _MISSING_MAX_AGE_S
    return 0 <= now_s - held.at_s < max_age_s

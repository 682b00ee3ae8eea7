"""The ledger: what became of every identifier of the notes, each in exactly one state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from paperbib.identifiers.identifier import Identifier


class State(StrEnum):
    """What became of an identifier.

    ``KNOWN`` was not asked about: the lock knows it. ``FOUND``, ``WITHDRAWN``,
    ``MISSING`` and ``INVALID`` were answered; ``STALE`` was not, and an older answer
    is kept; ``DEFERRED`` was not, and nothing is known.
    """

    KNOWN = "known"
    FOUND = "found"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    INVALID = "invalid"
    STALE = "stale"
    DEFERRED = "deferred"


class Entry(NamedTuple):
    """A line of the ledger.

    Attributes:
        state: What became of the identifier.
        source: Who answered, or whose older answer is kept; "" for nobody.
        is_kept: Whether the answer was there before, in the cache or on this computer.
        age_s: How old the answer is, in seconds; None for a new one, or where it is unknown.
        reason: Why there is no answer, or what is wrong with the identifier; "".
    """

    state: State
    source: str = ""
    is_kept: bool = False
    age_s: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of the arXiv identifiers of the notes.

    Attributes:
        entries: By identifier, sorted.
        requests: How many requests were sent.
        requests_for_papers: How many of them asked about papers by their identifiers.
        trouble: Why a source fell silent, by its name, in the order they were asked.
        is_interrupted: Whether somebody stopped the asking.
    """

    entries: Mapping[Identifier, Entry] = field(default_factory=dict)
    requests: int = 0
    trouble: Mapping[str, str] = field(default_factory=dict)
    is_interrupted: bool = False
    requests_for_papers: int = 0

    def of(self, *states: State) -> tuple[Identifier, ...]:
        """The identifiers in one of these states, sorted."""
        return tuple(one for one, entry in self.entries.items() if entry.state in states)

    def as_json(self) -> dict[str, Any]:
        """The identifiers by state, and what more there is to say of each."""
        details = {
            str(one): detail for one, entry in self.entries.items() if (detail := _detail(entry))
        }
        by_state = {state.value: [str(one) for one in self.of(state)] for state in State}
        return {**by_state, "details": details}


def _detail(entry: Entry) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    if entry.source:
        detail["source"] = entry.source
    if entry.is_kept:
        detail["kept"] = True
    if entry.age_s is not None:
        detail["age_s"] = round(entry.age_s)
    if entry.reason:
        detail["reason"] = entry.reason
    return detail

"""What is held of one source: raw entries, read again only when they are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paperbib.cache import Kept
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found, Invalid, Missing
from paperbib.plan import Held
from paperbib.sources import Source


@dataclass
class Shelf:
    """The answers held: those the cache keeps, and what a bulk file says besides.

    Attributes:
        source: Reads its own entries.
        kept: What the cache holds, by identifier.
        bulk: What the bulk file says where the cache has no entry; it goes first.
        bulk_s: Of when the bulk file is, in seconds since the epoch.
    """

    source: Source
    kept: Mapping[Identifier, Kept]
    bulk: Mapping[Identifier, Found] = field(default_factory=dict)
    bulk_s: float = 0.0

    def held(self) -> dict[Identifier, Held]:
        """The kind and age of each answer."""
        held = {one: Held(kept.kind == "found", kept.checked_s) for one, kept in self.kept.items()}
        return held | dict.fromkeys(self.bulk, Held(is_found=True, checked_s=self.bulk_s))

    def missing(self) -> frozenset[Identifier]:
        """Those that the source said last it does not have, whatever it said before."""
        return frozenset(
            one
            for one, kept in self.kept.items()
            if kept.kind == "missing" or (kept.kind == "found" and kept.checked_s == 0)
        )

    def answered_s(self, identifier: Identifier) -> float:
        """When an answer was given, in seconds since the epoch."""
        return self.bulk_s if identifier in self.bulk else self.kept[identifier].at_s

    def answer(self, identifier: Identifier) -> Found | Missing | Invalid | None:
        """The answer held; None where there is none, or where it cannot be read."""
        kept = self.kept.get(identifier)
        if kept is None or identifier in self.bulk:
            return self.bulk.get(identifier)
        name = self.source.name
        if kept.kind == "missing":
            return Missing(identifier=identifier, source=name)
        if kept.kind == "invalid":
            return Invalid(identifier=identifier, source=name, reason=kept.reason)
        try:
            record = self.source.to_record(identifier, kept.raw or "")
        except ValueError:
            return None
        return Found(identifier=identifier, source=name, raw=kept.raw or "", record=record)

"""What a run did, as data: for the summary, for ``--json`` and for the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from paperbib.errors import Exit
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Library, Problem

SCHEMA_VERSION = 1
FAIL_ON = ("changed", "conflict", "edited", "joined", "link", "missing", "note", "unanswered")
"""Kinds for ``--fail-on``: problems of that kind, changed outputs, unanswered identifiers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How the identifiers of the notes were answered; each is in exactly one field.

    Attributes:
        known: The lock knew them.
        found: The source found them, now.
        cached: The cache answered.
        snapshot: The bulk file stood in.
        missing: The source does not know them.
        failed: No answer; what was known before is kept.
        requests: How many requests were sent.
        trouble: Why there were failures, in one line; "" without any.
    """

    known: tuple[Identifier, ...] = ()
    found: tuple[Identifier, ...] = ()
    cached: tuple[Identifier, ...] = ()
    snapshot: tuple[Identifier, ...] = ()
    missing: tuple[Identifier, ...] = ()
    failed: tuple[Failed, ...] = ()
    requests: int = 0
    trouble: str = ""

    def without_stand_ins(self, fresh: Iterable[Answer]) -> Asked:
        """The ledger of a refresh: an older answer does not make up for a failed question."""
        failed = {one.identifier: one for one in fresh if isinstance(one, Failed)}
        return replace(
            self,
            cached=tuple(one for one in self.cached if one not in failed),
            snapshot=tuple(one for one in self.snapshot if one not in failed),
            failed=tuple(failed.values()),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """One run.

    Attributes:
        notes: How many notes were read.
        mentions: How many mentions they hold.
        library: The library as it is now.
        asked: How identifiers were answered.
        unanswered: Identifiers asked for about which nothing is known.
        added: Keys that are new.
        removed: Keys that no note mentions any more.
        outputs: Names of the outputs, and whether their bytes changed.
        is_written: Whether changed outputs were written.
        problems: Everything that went wrong with single items.
        diff: Unified diffs of changed outputs, where asked for.
    """

    notes: int
    mentions: int
    library: Library
    asked: Asked
    unanswered: tuple[Identifier, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    outputs: Mapping[str, bool]
    is_written: bool
    problems: tuple[Problem, ...]
    diff: str = field(default="", repr=False)

    @property
    def changed(self) -> list[str]:
        """Names of the outputs whose bytes changed."""
        return [name for name, is_changed in self.outputs.items() if is_changed]

    @property
    def papers(self) -> int:
        """References with an arXiv identifier or a DOI."""
        return sum(one.is_paper for one in self.library.references.values())

    @property
    def links(self) -> int:
        """References that are web pages."""
        return len(self.library.references) - self.papers

    def exit_code(self, *, check: bool = False, fail_on: Sequence[str] = ()) -> Exit:
        """How the run ended. Partial work weighs more than what a check found."""
        if self.unanswered:
            return Exit.PARTIAL
        kinds = {problem.kind for problem in self.problems}
        if self.changed:
            kinds.add("changed")
        if (check and self.changed) or kinds & set(fail_on):
            return Exit.FOUND
        return Exit.DONE

    def as_json(self, exit_code: Exit) -> dict[str, Any]:
        """The report as plain data for ``--json``; documented in docs/report.md."""
        asked = self.asked
        ledger: dict[str, Any] = {
            name: [str(one) for one in getattr(asked, name)]
            for name in ("known", "found", "cached", "snapshot", "missing")
        }
        ledger["failed"] = [
            {"identifier": str(one.identifier), "reason": one.reason} for one in asked.failed
        ]
        return {
            "schema_version": SCHEMA_VERSION,
            "exit_code": int(exit_code),
            "notes": self.notes,
            "mentions": self.mentions,
            "entries": len(self.library.references),
            "papers": self.papers,
            "links": self.links,
            "requests": asked.requests,
            "trouble": asked.trouble or None,
            "identifiers": ledger,
            "unanswered": [str(one) for one in self.unanswered],
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": self.changed,
            "unchanged": [name for name in self.outputs if name not in self.changed],
            "written": self.changed if self.is_written else [],
            "problems": [problem.model_dump(exclude_defaults=True) for problem in self.problems],
            **({"diff": self.diff} if self.diff else {}),
        }

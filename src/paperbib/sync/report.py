"""What a run did, as data: for the summary, for ``--json`` and for the exit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paperbib.changes import Change, Event, history
from paperbib.errors import Exit
from paperbib.identifiers.identifier import Identifier
from paperbib.keys import ADOPT
from paperbib.links.tally import Tally
from paperbib.model import Library, Problem
from paperbib.sync.ledger import Ledger
from paperbib.sync.titles import Title

SCHEMA_VERSION = 2
FAIL_ON = (
    "changed",
    "conflict",
    "dead",
    "edited",
    "invalid",
    "joined",
    "link",
    "maybe",
    "missing",
    "note",
    "override",
    "unanswered",
    "unresolved",
    "withdrawn",
)
"""Kinds for ``--fail-on``: problems of that kind, changed outputs, unanswered identifiers."""

_TOLD_OTHERWISE = frozenset({"added", "removed", "joined"})
"""Kinds of events that are told as lists of keys, or as problems."""


class Adopted(NamedTuple):
    """What became of the keys of a bibliography.

    Attributes:
        file: The bibliography, as it was named.
        entries: How many entries it has.
        number: How many of them gave their keys to papers of the notes.
    """

    file: str
    entries: int
    number: int

    @property
    def left_out(self) -> int:
        """How many entries gave no key, as their papers are not in the notes."""
        return self.entries - self.number

    def as_json(self) -> dict[str, Any]:
        """What became of them, as plain data."""
        return {"file": self.file, "keys": self.number, "left_out": self.left_out}


@dataclass(frozen=True, slots=True)
class Report:
    """One run.

    Attributes:
        notes: How many notes were read.
        mentions: How many mentions they hold.
        library: The library as it is now.
        ledger: What became of each arXiv identifier.
        unanswered: Identifiers that were to be answered and were not.
        news: What changed about papers that were known.
        added: Keys that are new.
        removed: Keys that no note mentions any more.
        outputs: Names of the outputs, and whether their bytes changed.
        is_written: Whether changed outputs were written.
        problems: Everything that went wrong with single items.
        diff: Unified diffs of changed outputs, where asked for.
        adopted: What became of the keys of a bibliography, where one was given.
        titles: What became of titles without a link.
        tally: What came of visiting links, where that was asked for.
        events: Everything that happened to entries, as the history tells it.
        undone: Names of outputs that were asked for and not written: others' files bear them.
    """

    notes: int
    mentions: int
    library: Library
    ledger: Ledger
    unanswered: tuple[Identifier, ...]
    news: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    outputs: Mapping[str, bool]
    is_written: bool
    problems: tuple[Problem, ...]
    diff: str = field(default="", repr=False)
    adopted: Adopted | None = None
    titles: tuple[Title, ...] = ()
    tally: Tally | None = None
    events: tuple[Event, ...] = ()
    undone: tuple[str, ...] = ()

    @property
    def happenings(self) -> list[str]:
        """What is new about entries in words, by key; not that they came, went or were joined."""
        kinds_by_key = {one.key: {*one.kinds} for one in self.news}
        found = [(one.key, one.words()) for one in self.news]
        for event in self.events:
            known = kinds_by_key.get(event.key, set())
            if {*event.kinds} <= known | _TOLD_OTHERWISE:
                continue
            # The event's words are all of it.
            if known <= {*event.kinds}:
                found = [one for one in found if one[0] != event.key]
            found.append((event.key, event.words))
        return [words for _, words in sorted(found)]

    @property
    def changed(self) -> list[str]:
        """Names of the outputs whose bytes changed."""
        return [name for name, is_changed in self.outputs.items() if is_changed]

    @property
    def due(self) -> int:
        """How many titles were to be searched for and were not, though arXiv answers."""
        return 0 if "arxiv" in self.ledger.trouble else sum(one.is_due for one in self.titles)

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
        if self.ledger.is_interrupted:
            return Exit.INTERRUPTED
        if self.unanswered or self.undone or self.due or (self.tally and self.tally.trouble):
            return Exit.PARTIAL
        kinds = {problem.kind for problem in self.problems}
        # The history alone says nothing of what the notes and sources say now.
        is_changed = any(name != history.filename for name in self.changed)
        if is_changed:
            kinds.add("changed")
        if (check and is_changed) or kinds & {ADOPT, *fail_on}:
            return Exit.FOUND
        return Exit.DONE

    def as_json(self, exit_code: Exit) -> dict[str, Any]:
        """The report as plain data for ``--json``; documented in docs/report.md."""
        return {
            "schema_version": SCHEMA_VERSION,
            "exit_code": int(exit_code),
            "notes": self.notes,
            "mentions": self.mentions,
            "entries": len(self.library.references),
            "papers": self.papers,
            "links": self.links,
            "requests": self.ledger.requests,
            "trouble": dict(self.ledger.trouble),
            "ledger": self.ledger.as_json(),
            "unanswered": [str(one) for one in self.unanswered],
            "titles": [one.as_json() for one in self.titles],
            "added": list(self.added),
            "removed": list(self.removed),
            "news": [_change(change) for change in self.news],
            "events": [event.as_json() for event in self.events],
            "changed": self.changed,
            "unchanged": [name for name in self.outputs if name not in self.changed],
            "written": self.changed if self.is_written else [],
            "problems": [problem.model_dump(exclude_defaults=True) for problem in self.problems],
            **({"adopted": self.adopted.as_json()} if self.adopted else {}),
            **({"checked_links": self.tally.as_json()} if self.tally else {}),
            **({"diff": self.diff} if self.diff else {}),
        }


def _change(change: Change) -> dict[str, Any]:
    fields = {name: {"old": old, "new": new} for name, (old, new) in change.fields.items()}
    return {
        "key": change.key,
        "identifier": str(change.identifier),
        "kinds": list(change.kinds),
        "fields": fields,
    }

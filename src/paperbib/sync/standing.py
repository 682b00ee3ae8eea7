"""How a library stands: what it holds, when it was and will be refreshed, what changed last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from paperbib.cache import Cache
from paperbib.changes import Event
from paperbib.config import Config
from paperbib.errors import Exit, PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library
from paperbib.sync import history, last_runs, scheduling
from paperbib.sync.last_runs import LastRun

SCHEMA_VERSION = 1
_MOST_CHANGES = 5
_WORDS_BY_CODE = {
    Exit.DONE: "done",
    Exit.FOUND: "findings",
    Exit.USAGE: "failed",
    Exit.PARTIAL: "partial",
    Exit.LOCKED: "another run was at work",
    Exit.INTERRUPTED: "interrupted",
}


class Ages(NamedTuple):
    """When what is known of the library's papers was last known to be current, in UTC."""

    oldest: datetime
    newest: datetime


class Standing(NamedTuple):
    """How a library stands.

    Attributes:
        last: How the last run ended; None where nobody knows.
        next: When the schedule runs next; None without one, or where that is not known.
        ages: Of the answers about the library's papers; None without a cache.
        changes: The last changes, the oldest first.
        fault: Why the changes cannot be told, or "".
    """

    last: LastRun | None
    next: datetime | None
    ages: Ages | None
    changes: tuple[Event, ...]
    fault: str = ""

    def words(self, now: datetime) -> Iterator[str]:
        """The standing, for people: lines that begin with a word, without the changes."""
        if self.last:
            code = self.last.exit_code
            ended = _WORDS_BY_CODE.get(Exit(code), "") if code in set(Exit) else ""
            requests = f"{self.last.requests} request{'' if self.last.requests == 1 else 's'}"
            told = [ended or "failed", requests]
            told.append(f"changed {', '.join(self.last.changed)}" if self.last.changed else "")
            yield f"last run {_when(self.last.at, now)}: {', '.join(filter(None, told))}"
        if self.next:
            yield f"next run {_when(self.next, now)}"
        if self.ages:
            oldest, newest = (_ago(one, now) for one in self.ages)
            yield f"answers  {oldest}" if oldest == newest else f"answers  {oldest} to {newest}"
        if self.fault:
            yield f"changes  {self.fault}"

    def as_json(self) -> dict[str, Any]:
        """The standing as plain data, times in ISO 8601."""
        last = self.last
        return {
            "last_run": {
                "at": _iso(last.at),
                "exit_code": last.exit_code,
                "requests": last.requests,
                "changed": list(last.changed),
            }
            if last
            else None,
            "next_run": _iso(self.next) if self.next else None,
            "answers": {"oldest": _iso(self.ages.oldest), "newest": _iso(self.ages.newest)}
            if self.ages
            else None,
            "changes": [one.as_json() for one in self.changes],
            "fault": self.fault or None,
        }


def standing(library: Library, config: Config, now: datetime) -> Standing:
    """How the configured library stands; asks nobody.

    Args:
        library: The library.
        config: Where everything is.
        now: The time, with its zone.
    """
    changes: tuple[Event, ...] = ()
    fault = ""
    try:
        changes = history.happened(config.output)[-_MOST_CHANGES:]
    except PaperbibError as error:
        fault = error.what
    last = last_runs.read(config, config.output)
    next_run = scheduling.next_run(config, now)
    return Standing(last, next_run, _ages(library, config), changes, fault)


def as_json(library: Library, output: Path, found: Standing) -> str:
    """All of ``paperbib status`` as one JSON object."""
    references = library.references.values()
    papers = sum(one.is_paper for one in references)
    titles = library.decisions.titles.values()
    unknown = sum(one.identifier is None for one in titles)
    data = {
        "schema_version": SCHEMA_VERSION,
        "output": str(output),
        "entries": len(references),
        "papers": papers,
        "links": len(references) - papers,
        "without_facts": sum(one.is_paper and not one.records for one in references),
        "withdrawn": [key for key, one in library.references.items() if one.is_withdrawn],
        "dead_links": [str(one) for one in library.dead_links],
        "read": sum(one.state == "done" for one in references),
        "to_read": sum(one.state == "open" for one in references),
        "titles": {"resolved": len(titles) - unknown, "unknown": unknown},
        "aliases": len(library.aliases),
        "retired": len(library.retired),
        **found.as_json(),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _ages(library: Library, config: Config) -> Ages | None:
    """Of the answers that the library's records are made of; nothing is made to look."""
    if not config.cache_dir.is_dir():
        return None
    wanted: dict[str, list[Identifier]] = {}
    for reference in library.references.values():
        for record in reference.records:
            wanted.setdefault(record.source, []).append(record.identifier)
    with Cache(config.cache_dir) as cache:
        times = [
            kept.checked_s
            for source, identifiers in wanted.items()
            for kept in cache.answers(source, identifiers).values()
            if kept.checked_s
        ]
    return Ages(_moment(min(times)), _moment(max(times))) if times else None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _when(moment: datetime, now: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC ({_ago(moment, now)})"


def _ago(moment: datetime, now: datetime) -> str:
    """``3 days ago``, ``in 5 hours``."""
    seconds = (now - moment).total_seconds()
    for unit, size_s in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if abs(seconds) >= size_s:
            number = round(abs(seconds) / size_s)
            told = f"{number} {unit}" + ("" if number == 1 else "s")
            return f"{told} ago" if seconds > 0 else f"in {told}"
    return "just now"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")

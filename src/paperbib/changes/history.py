"""``changes.json``: every event, the oldest first; the one output with a memory of its own.

An event names the lock that it changed, and the one that it led to. The history is written before
the lock: of a run that was killed between the two, the events lead to a lock that is not there.
They have not happened, and the next run that has something to tell tells it anew. The same holds
of all that came after a lock that somebody took back. So each is told once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from paperbib.changes.events import Event
from paperbib.errors import PaperbibError

filename = "changes.json"
SCHEMA_VERSION = 1
LOCK_DIGITS = 12
"""Hexadecimal digits of a lock's digest in an event."""
_NAMESPACE = UUID("5f0a5d0e-6f0c-5b55-9a3c-2a1a6b7d9c41")
"""Of paperbib's histories; a number without a meaning, RFC 9562 section 6.6."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
START_ANEW = "restore it from version control, or move it away: only the history is lost"


class ForeignError(PaperbibError):
    """What stands where the history belongs is no history of ours."""


class Bounds(NamedTuple):
    """How much is remembered: whole runs go, the oldest first, and the last one stays.

    A first run may tell thousands of events, and the next one must not push it out.

    Attributes:
        events: How many are kept in any case, of however many runs.
        runs: Of how many runs all events are kept, up to ``ever``.
        ever: How many events are kept at most.
    """

    events: int = 10_000
    runs: int = 1_000
    ever: int = 100_000

    def are_passed(self, events: int, runs: int) -> bool:
        """Whether so many events of so many runs are too much."""
        return runs > 1 and (events > self.ever or (events > self.events and runs > self.runs))


BOUNDS = Bounds()


class History(NamedTuple):
    """All events of a library that are remembered.

    Attributes:
        events: The oldest first; those of a run stand together.
        dropped: How many older ones were given up.
        name: A UUID that stays the same for as long as the history goes on; "" for an empty one.
        extra: What a newer paperbib wrote beside these.
    """

    events: tuple[Event, ...] = ()
    dropped: int = 0
    name: str = ""
    extra: Mapping[str, Any] = MappingProxyType({})

    def standing(self, lock: str) -> History:
        """The history up to the lock that is there: what leads away from it has not happened.

        It ends where the lock was this one the last time: after events that led to it, or before
        some that changed it. Where that is not known, only the last events can be taken back.

        Args:
            lock: As `Event.lock`, of the lock that is there.
        """
        number = _last_time(self.events, lock) if lock else None
        if number is None:
            # There is no lock, or an older paperbib wrote events that do not say where they led.
            number = len(self.events)
            while number and self.events[number - 1].lock == lock:
                number -= 1
        return self if number == len(self.events) else self._replace(events=self.events[:number])

    def moved(self, lock: str, after: str) -> History:
        """The history of a library whose lock changes though nothing happened.

        A lock may come back in this way to what it was long ago. Nothing is taken back by that,
        so the last events are said to have led there.

        Args:
            lock: As `Event.lock`, of the lock that was there.
            after: As ``lock``, of the lock that comes.
        """
        before = self.standing(lock)
        if before.standing(after) == before:
            return before
        start = _start_of_run(before.events, len(before.events))
        last = (one._replace(after=after) for one in before.events[start:])
        return before._replace(events=(*before.events[:start], *last))

    def appended(self, events: Sequence[Event], *, lock: str, bounds: Bounds = BOUNDS) -> History:
        """The history with what a run has to tell.

        Args:
            events: One or more, all of the same run.
            lock: The lock that they change.
            bounds: How much is kept.
        """
        before = self.standing(lock)
        is_new = not (before.events or before.dropped)
        name = _name(events) if is_new or not self.name else self.name
        kept = (*before.events, *events)
        number = _too_many(kept, bounds)
        return History(kept[number:], before.dropped + number, name, self.extra)


def render(history: History) -> str:
    """Write a history as JSON, one event on a line; `parse` reads it back."""
    head: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "id": history.name}
    if history.dropped:
        head["dropped"] = history.dropped
    head |= history.extra
    lines = [f"  {_json(name)}: {_json(value)}" for name, value in head.items()]
    items = ",\n".join(f"    {_json(one.as_json())}" for one in history.events)
    lines.append(f'  "changes": [\n{items}\n  ]' if items else '  "changes": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def parse(text: str, path: str) -> History:
    """Read a history that `render` wrote.

    Args:
        text: The file's text.
        path: The file's name, for messages.

    Raises:
        ForeignError: It is none of ours, or damaged.
        PaperbibError: A newer paperbib wrote it.
    """
    data = _object(text, path)
    version = data.pop("schema_version", None)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ForeignError(
            f"{path}: it has no schema_version, so it is no history", hint=START_ANEW
        )
    if version > SCHEMA_VERSION:
        what = f"{path}: it has schema_version {version}, and this paperbib reads up to"
        raise PaperbibError(f"{what} {SCHEMA_VERSION}", hint="upgrade paperbib")
    items, dropped, name = (data.pop(one, None) for one in ("changes", "dropped", "id"))
    if not isinstance(items, list):
        raise ForeignError(f"{path}: changes: it is no list", hint=START_ANEW)
    try:
        events = tuple(map(_event, items))
    except (KeyError, TypeError, ValueError) as error:
        raise ForeignError(f"{path}: changes: one is no change of ours", hint=START_ANEW) from error
    is_number = isinstance(dropped, int) and not isinstance(dropped, bool) and dropped > 0
    return History(events, dropped if is_number else 0, _uuid(name) or _name(events), data)


def _event(item: dict[str, Any]) -> Event:
    """An event of the file.

    Raises:
        KeyError: A field is missing.
        TypeError: One is of another kind.
        ValueError: As `TypeError`.
    """
    rest = dict(item)
    day, lock, key, identifier, words = (
        _text(rest.pop(one)) for one in ("day", "lock", "key", "identifier", "words")
    )
    title, kinds, fields = (rest.pop(one) for one in ("title", "kinds", "fields"))
    if date.fromisoformat(day).isoformat() != day:
        raise ValueError(day)
    if not isinstance(kinds, list) or not isinstance(fields, dict):
        raise TypeError(fields)
    values = {name: {"old": one["old"], "new": one["new"], **one} for name, one in fields.items()}
    heading = None if title is None else _text(title)
    told = tuple(map(_text, kinds))
    after = _text(rest.pop("after", ""))
    return Event(day, lock, key, identifier, heading, told, values, words, after, rest)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _object(text: str, path: str) -> dict[str, Any]:
    try:
        data = json.loads(text.removeprefix("\ufeff"))
        dumped = json.dumps(data, ensure_ascii=False) if "\\ud" in text.lower() else ""
    except (ValueError, RecursionError) as error:
        found = _CONFLICT.search(text)
        what = "a merge conflict of git is not resolved" if found else "it is no JSON"
        raise ForeignError(f"{path}: {what}", hint=START_ANEW) from error
    if not isinstance(data, dict) or _SURROGATE.search(dumped):
        raise ForeignError(f"{path}: it is no history", hint=START_ANEW)
    return data


def _last_time(events: Sequence[Event], lock: str) -> int | None:
    """How many events there were when the lock was this one the last time, as far as they tell."""
    number = len(events)
    while number:
        last = events[number - 1]
        if last.after == lock:
            return number
        number = _start_of_run(events, number)
        if last.after and last.lock == lock:
            return number
    return None


def _start_of_run(events: Sequence[Event], number: int) -> int:
    """The place of the first event of the run that told the last of so many."""
    run = events[number - 1].run
    while number and events[number - 1].run == run:
        number -= 1
    return number


def _too_many(events: Sequence[Event], bounds: Bounds) -> int:
    """How many of the first events are to go."""
    sizes = [sum(1 for _ in run) for _, run in groupby(events, key=lambda one: one.run)]
    gone = 0
    for place, size in enumerate(sizes):
        if not bounds.are_passed(len(events) - gone, len(sizes) - place):
            break
        gone += size
    return gone


def _name(events: Sequence[Event]) -> str:
    """What a history is called that begins with these events."""
    return str(uuid5(_NAMESPACE, _json([one.as_json() for one in events]))) if events else ""


def _uuid(value: object) -> str:
    try:
        return str(UUID(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

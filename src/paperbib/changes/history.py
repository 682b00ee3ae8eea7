"""``changes.json``: every event, the oldest first; the one output with a memory of its own.

An event names the lock that it changed. The history is written before the lock: of a run that
was killed between the two, the events name a lock that still is as it was. They have not
happened, and the next run that has something to tell tells it anew. So each is told once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import dropwhile
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from paperbib.changes.events import Event
from paperbib.errors import PaperbibError

filename = "changes.json"
SCHEMA_VERSION = 1
MOST = 10_000
"""Events that are kept; whole runs go, the oldest first."""
LOCK_DIGITS = 12
"""Hexadecimal digits of a lock's digest in an event."""
_NAMESPACE = UUID("5f0a5d0e-6f0c-5b55-9a3c-2a1a6b7d9c41")
"""Of paperbib's histories; a number without a meaning, RFC 9562 section 6.6."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
START_ANEW = "restore it from version control, or move it away: only the history is lost"


class ForeignError(PaperbibError):
    """What stands where the history belongs is no history of ours."""


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
        """The history without changes of a lock that is still there: they have not happened.

        Args:
            lock: As `Event.lock`, of the lock that is there.
        """
        if not self.events or self.events[-1].lock != lock:
            return self
        newest_first = dropwhile(lambda one: one.lock == lock, reversed(self.events))
        return self._replace(events=tuple(newest_first)[::-1])

    def appended(self, events: Sequence[Event], *, lock: str, most: int = MOST) -> History:
        """The history with what a run has to tell.

        Args:
            events: One or more, all of the same run.
            lock: The lock that they change.
            most: How many events are kept; those of the last run are, however many.
        """
        before = self.standing(lock)
        is_new = not (before.events or before.dropped)
        name = _name(events) if is_new or not self.name else self.name
        kept, dropped = [*before.events, *events], before.dropped
        while len(kept) > most and (number := _first_run(kept)) < len(kept):
            del kept[:number]
            dropped += number
        return History(tuple(kept), dropped, name, self.extra)


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
    return Event(day, lock, key, identifier, heading, told, values, words, rest)


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


def _first_run(events: Sequence[Event]) -> int:
    """How many events the first run told."""
    others = (place for place, one in enumerate(events) if one.lock != events[0].lock)
    return next(others, len(events))


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

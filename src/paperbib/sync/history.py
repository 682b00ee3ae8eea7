"""What a run adds to ``changes.json``, and the feed that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperbib import changes, overrides, store
from paperbib.changes import Event, ForeignError, History, feed, history
from paperbib.errors import PaperbibError
from paperbib.exporters import canonical
from paperbib.exporters.options import Options
from paperbib.model import Library, Problem
from paperbib.sync.publish import Output, Publication
from paperbib.sync.upgrading import upgrades

_NO_READING = "check the file and its permissions"


class Step(NamedTuple):
    """From one lock to the next.

    Attributes:
        previous: The library as it was.
        library: The library as it is.
        before: The canonical text of what was; None for the first run.
        after: The canonical text of what is.
        now: The time of the run, with its zone.
    """

    previous: Library
    library: Library
    before: str | None
    after: str
    now: datetime


class Told(NamedTuple):
    """What is to be written of a run's history.

    Attributes:
        outputs: The history where it grows, and the feed where one is wanted.
        replaced: Names of files that are not ours: a copy of them is kept.
        problems: What is to be told of those.
        events: What happened.
    """

    outputs: list[Output]
    replaced: list[str]
    problems: list[Problem]
    events: Sequence[Event] = ()


def tell(step: Step, publication: Publication, *, has_feed: bool) -> Told:
    """Make the history of a run; a run without events leaves it as it is.

    Args:
        step: What the run does to the lock.
        publication: Where the outputs go, and what they carry.
        has_feed: Whether ``changes.atom`` is wanted.

    Raises:
        PaperbibError: A newer paperbib wrote the history, or it cannot be read.
    """
    lock, after = mark(step.before), mark(step.after)
    found = _events(step, publication.options, (lock, after))
    if step.after == step.before and not has_feed:
        return Told([], [], [])
    replaced, problems = [], []
    try:
        kept = read(publication.folder)
    except ForeignError as error:
        if not found:
            # The next run that has something to tell tells of it; the feed waits for that, too.
            return Told([Output(feed.filename, None)] if has_feed else [], [], [])
        kept, replaced = History(), [history.filename]
        problems = [_foreign(error, publication)]
    if found:
        now = kept.appended(found, lock=lock)
    else:
        # A lock that goes without events takes with it what a run told of it that was killed.
        now = kept.moved(lock, after) if step.after != step.before else kept
    outputs = []
    if now != kept or replaced:
        outputs.append(Output(history.filename, history.render(now)))
    if has_feed:
        text = feed.render(now.standing(after))
        is_same = store.digest_of_file(publication.folder / feed.filename) == _digest(text)
        outputs.append(Output(feed.filename, None if is_same else text))
    return Told(outputs, replaced, problems, found)


def read(folder: Path) -> History:
    """Read the history of a folder; an empty one where there is none.

    Raises:
        ForeignError: What is there is none of ours.
        PaperbibError: A newer paperbib wrote it, or it cannot be read.
    """
    path = folder / history.filename
    try:
        return history.parse(path.read_bytes().decode(), str(path))
    except FileNotFoundError:
        return History()
    except UnicodeDecodeError as error:
        raise ForeignError(f"{path}: it is no text", hint=history.START_ANEW) from error
    except OSError as error:
        what = f"{path}: it cannot be read ({error.strerror or error})"
        raise PaperbibError(what, hint=_NO_READING) from error


def happened(folder: Path) -> tuple[Event, ...]:
    """The events of a folder, the oldest first, without those of a run that was killed.

    Raises:
        PaperbibError: As for `read`.
    """
    return read(folder).standing(mark(store.read_lock(folder / canonical.filename))).events


def mark(lock: str | None) -> str:
    """What stands in events for a lock; "" for none.

    Git may have changed the ends of its lines, which changes nothing that the lock says.
    """
    if lock is None:
        return ""
    return _digest(lock.replace("\r\n", "\n"))[: history.LOCK_DIGITS]


def _events(step: Step, options: Options, run: tuple[str, str]) -> Sequence[Event]:
    """What happened between the two locks; what options change is nothing that happened."""
    if step.after == step.before:
        return ()
    before, now = overrides.bare(step.previous), overrides.bare(step.library)
    news = changes.changes(before, now)
    upgraded = upgrades(step.previous, step.library, options, options)
    told = changes.with_upgrades(news, upgraded)
    day = step.now.astimezone(UTC).date().isoformat()
    return changes.events(step.previous, step.library, told, run=run, day=day)


def _foreign(error: ForeignError, publication: Publication) -> Problem:
    backup = publication.backup_name(history.filename)
    hint = f"The run that writes keeps a copy as {backup}, and begins a new history"
    return Problem(kind="history", what=error.what, hint=hint)


def _digest(text: str) -> str:
    return store.digest(text.encode())

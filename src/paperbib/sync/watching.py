"""Watching notes: when one was saved, and only then, there is something to do.

What the system tells is taken as a sign that something may have changed; what did is found
by looking. So it does not matter how an editor saves (into the file, or by renaming another
over it), nor that outputs and other files change beside the notes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.config import OWN_FILE, PROJECT_FILE, Config
from paperbib.errors import PaperbibError
from paperbib.sync.notes import selection

_QUIET_MS = 200
"""So long nothing is saved any more: what is saved together is read together."""
_LONGEST_MS = 1_600
"""So long a stream of changes is waited for at most."""
_TURN_MS = 500
"""So long one of two watchers is listened to before the other."""


class Places(NamedTuple):
    """What is watched.

    Attributes:
        folders: Folders with all that is in them.
        parents: Folders of single files, without the folders in them.
        numbers: The numbers that the file system gives them: one that was made anew under
            the same name must be watched anew.
    """

    folders: tuple[Path, ...] = ()
    parents: tuple[Path, ...] = ()
    numbers: tuple[int, ...] = ()


class Look(NamedTuple):
    """What notes there were at a moment; two are equal if nothing was saved between them.

    Attributes:
        places: What to watch.
        notes: Size, time and number of each file, by its path.
        fault: Why the notes could not be found, or "".
    """

    places: Places
    notes: dict[Path, tuple[int, int, int]]
    fault: str = ""


Events = Callable[[Places], Iterable[object]]
"""Opens a source of events: each says that something may have changed, and nothing else.

The first comes when it is listening, so that nothing is missed; when it ends, so does the
watching.
"""


def look(config: Config, notes: Sequence[Path], output: Path) -> Look:
    """Look at the notes that a run would read, and at the configuration.

    Args:
        config: The configuration.
        notes: Files and folders.
        output: The folder for the outputs, which are no notes.
    """
    found: list[Path] = []
    fault = ""
    try:
        found = store.find_notes(notes, selection(config, output))
    except PaperbibError as error:
        fault = str(error)
    files = [*found, *_ruling(config, notes)]
    return Look(_places(notes, files), {path: _sign(path) for path in files}, fault)


def follow(look: Callable[[], Look], run: Callable[[], bool], events: Events) -> None:
    """Run once, and again whenever something was saved.

    Args:
        look: Looks at the notes as they are.
        run: One run; whether to go on.
        events: Where one learns that something may have changed.
    """
    seen = look()
    is_going = run()
    while is_going:
        places = seen.places
        for _ in events(places):
            # What is saved during the run is told after it, and found to differ from this.
            now = look()
            if now == seen:
                continue
            seen, is_going = now, run()
            if not is_going or seen.places != places:
                break
        else:
            return


def saved(places: Places) -> Iterator[object]:
    """Wait for changes, as the system tells them.

    Args:
        places: What to watch; those that are not there are left out.

    Raises:
        PaperbibError: The system refuses, or there is nothing to watch.
        KeyboardInterrupt: Somebody stopped it.
    """
    watchers = [_watcher(places.folders, recursive=True), _watcher(places.parents)]
    streams = [one for one in watchers if one is not None]
    if not streams:
        raise PaperbibError(
            "there is nothing to watch", hint="name notes, or folders, that are there"
        )
    is_first = True
    while True:
        # Each is opened by its first turn: what was saved before that must be looked for.
        changes = [_turn(stream) for stream in streams]
        if is_first or any(changes):
            yield changes
        is_first = False


def _watcher(paths: Sequence[Path], *, recursive: bool = False) -> Iterator[set[object]] | None:
    there = [path for path in paths if path.is_dir()]
    if not there:
        return None
    from watchfiles import watch

    return watch(  # type: ignore[return-value]
        *there,
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        rust_timeout=_TURN_MS,
        yield_on_timeout=True,
        recursive=recursive,
        ignore_permission_denied=True,
    )


def _turn(stream: Iterator[set[object]]) -> set[object]:
    try:
        return next(stream)
    except (OSError, RuntimeError, UnicodeError) as error:
        # The watcher's own errors are of the second kind, names that are no UTF-8 of the third.
        raise PaperbibError(
            f"the notes cannot be watched ({error})",
            hint="the system may limit how many folders are watched; name fewer",
        ) from error


def _ruling(config: Config, notes: Iterable[Path]) -> list[Path]:
    """The files that say what is a note, whether or not they are there by now.

    What is in the folders of notes is not among them: there it shows in what is found.
    """
    own = [config.root / OWN_FILE, config.root / PROJECT_FILE, *filter(None, [config.file])]
    folders = (Path(os.path.realpath(one)) for one in notes if one.is_dir())
    around = (path for one in folders for path in store.ignore_files_around(one))
    return list(dict.fromkeys([*own, *around]))


def _sign(path: Path) -> tuple[int, int, int]:
    """What differs when a file was saved; zeros where there is none."""
    with suppress(OSError):
        found = path.stat()
        return found.st_size, found.st_mtime_ns, found.st_ino
    return 0, 0, 0


def _places(notes: Iterable[Path], files: Iterable[Path]) -> Places:
    """The folders named; for files, also those that links lead to, the folders they are in."""
    named = list(notes)
    folders = {Path(os.path.realpath(one)) for one in named if one.is_dir()}
    singles = [*files, *(one for one in named if not one.is_dir())]
    parents = {Path(os.path.realpath(one)).parent for one in singles}
    parents |= {Path(os.path.realpath(one.parent)) for one in singles}
    outside = {one for one in parents if not any(one.is_relative_to(top) for top in folders)}
    watched = (*sorted(folders), *sorted(outside))
    numbers = tuple(_sign(one)[2] for one in watched)
    return Places(tuple(sorted(folders)), tuple(sorted(outside)), numbers)

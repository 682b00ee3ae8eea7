"""The files of a schedule on this computer: what they hold, whose they are, and their going."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.errors import PaperbibError
from paperbib.schedule import KINDS, Kind, cron, systemd
from paperbib.schedule.job import Job, Mark, find_mark, find_marks
from paperbib.sync import scheduled_places, scheduler_calls
from paperbib.sync.scheduled_places import Machine, place

_UTF_16 = b"\xff\xfe"
KIND_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


class File(NamedTuple):
    """A file of a schedule, or the lines of one in the crontab.

    Attributes:
        path: Where it is; for the crontab the word alone.
        content: What it should hold.
        before: What it holds; None where it is not there.
    """

    path: Path
    content: bytes
    before: bytes | None

    @property
    def is_current(self) -> bool:
        """Whether it is as it should be."""
        return self.before == self.content


def text_of(content: bytes) -> str:
    """The bytes of a schedule's file as text."""
    return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8", "replace")


def files_of(kind: Kind, job: Job, machine: Machine) -> list[File]:
    """The files of a job, as they should be and as they are.

    Raises:
        PaperbibError: The kind cannot say the job, or what is there cannot be read.
    """
    units = kind.units(job)
    if kind.name == cron.name:
        block = cron.block_of(scheduler_calls.read_table(machine.run) or b"", job.label)
        # A table that came with other line ends still says the same.
        block = block.replace(b"\r\n", b"\n")
        return [File(Path(unit.path), unit.content, block or None) for unit in units]
    found = []
    for unit in units:
        path = place(kind, job, unit.path, machine)
        found.append(File(path, unit.content, read(path)))
    return found


def read(path: Path) -> bytes | None:
    """What a file holds; None where there is none.

    Raises:
        PaperbibError: It is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise PaperbibError(
            f"{path}: cannot be read ({error.strerror})", hint="check the file, or move it away"
        ) from error


def mark_of(file: File, job: Job) -> Mark | None:
    """What a file says of this project's job; None where it is somebody else's, or not there."""
    found = find_mark(text_of(file.before)) if file.before is not None else None
    return found if found and found.label == job.label else None


def write(kind: Kind, job: Job, files: list[File], machine: Machine) -> None:
    """Write the files of a job that are not as they should be.

    Raises:
        PaperbibError: One is somebody else's, or cannot be written; no other was touched before.
    """
    for file in files:
        if file.before is not None and mark_of(file, job) is None:
            raise PaperbibError(
                f"{file.path}: this was not written for this project by paperbib",
                hint="move it away, or choose another --kind",
            )
    if kind.name == cron.name:
        table = scheduler_calls.read_table(machine.run) or b""
        new = cron.with_block(table, job.label, files[0].content)
        scheduler_calls.write_table(machine.run, new)
        return
    for file in files:
        if not file.is_current:
            _write(file)


def _write(file: File) -> None:
    try:
        store.write(file.path.parent, {file.path.name: file.content})
    except PaperbibError as error:
        # It speaks of outputs, which this is not.
        why = error.__cause__
        reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
        raise PaperbibError(
            f"{file.path}: cannot be written ({reason})", hint="check its folder"
        ) from error


def to_make(kind: Kind, job: Job, files: list[File], machine: Machine) -> tuple[str, ...]:
    """The folders that are made for a job's files, so that they can go with them.

    Those that are there count too, if files of ours say that they were made for them: whichever
    schedule is the last to go, takes them along.
    """
    if kind.name == cron.name:
        table = scheduler_calls.read_table(machine.run)
        known = {one for mark in find_marks(text_of(table or b"")) for one in mark.made}
        return (cron.TABLE,) if table is None or cron.TABLE in known else ()
    paths = [file.path for file in files]
    known = {one for path in paths for mark in _beside(path) for one in mark.made}
    found = scheduled_places.folders(kind, job, paths, machine)
    return tuple(sorted(name for name, one in found.items() if name in known or not one.exists()))


def take_away(kind: Kind, job: Job, files: list[File], machine: Machine) -> None:
    """Take away what is this job's, and the folders that were made for it and are empty.

    Raises:
        PaperbibError: Something cannot be taken away.
    """
    made = {one for file in files if (mark := mark_of(file, job)) for one in mark.made}
    if kind.name == cron.name:
        table = scheduler_calls.read_table(machine.run) or b""
        rest = cron.with_block(table, job.label, b"")
        is_gone = not rest and cron.TABLE in made
        scheduler_calls.write_table(machine.run, None if is_gone else rest)
        return
    paths = [file.path for file in files]
    # What the manager may have left, where it was not there to do it itself.
    is_systemd = kind.name == systemd.name
    traces = scheduled_places.systemd_traces(job, machine) if is_systemd else ()
    for path in (*paths, *traces):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise PaperbibError(
                f"{path}: cannot be removed ({error.strerror})", hint="check its folder"
            ) from error
    found = scheduled_places.folders(kind, job, paths, machine)
    for name, folder in sorted(found.items(), reverse=True):
        if name in made:
            # What is not empty has become somebody's own.
            with contextlib.suppress(OSError):
                folder.rmdir()


def all_marks(kind: Kind, machine: Machine) -> Iterator[Mark]:
    """What this computer has of a kind, of all projects.

    Raises:
        PaperbibError: It cannot be looked at.
    """
    if kind.name == cron.name:
        if scheduler_calls.has_cron(machine.run):
            yield from find_marks(text_of(scheduler_calls.read_table(machine.run) or b""))
        return
    (path, *_) = [place(kind, _NOBODY, one.path, machine) for one in kind.units(_NOBODY)]
    yield from _beside(path)


_NOBODY = Job(("/paperbib",), "/", ("/output",), "nobody")
"""A job only to learn where jobs' files are."""


def _beside(path: Path) -> Iterator[Mark]:
    """What the files of ours say that are in the same folder."""
    for file in sorted(path.parent.glob("*paperbib*")):
        # Others may have files of such names, too, which concern nobody here.
        with contextlib.suppress(OSError):
            yield from find_marks(text_of(file.read_bytes()))

"""The files of a schedule on this computer: where they are, whose they are, and their going."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.errors import PaperbibError
from paperbib.schedule import KINDS, Kind, cron
from paperbib.schedule.job import Job, Mark, find_mark
from paperbib.sync import scheduler_calls
from paperbib.sync.scheduled_program import Which
from paperbib.sync.scheduler_calls import Runner

_UTF_16 = b"\xff\xfe"
KIND_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


class Machine(NamedTuple):
    """The computer and the person, as far as schedules mean something to them.

    Attributes:
        platform: As `sys.platform`.
        home: The person's home.
        environment: The environment variables.
        argv0: The first word of this process.
        executable: The Python that runs it.
        uid: The person's number; 0 where there are none.
        which: Finds a program in PATH.
        run: Runs a program of a scheduler.
    """

    platform: str
    home: Path
    environment: Mapping[str, str]
    argv0: str
    executable: str
    uid: int
    which: Which
    run: Runner


def this_machine() -> Machine:
    """The computer that runs this."""
    get_uid: Callable[[], int] = getattr(os, "getuid", lambda: 0)
    return Machine(
        platform=sys.platform,
        home=_home(os.environ),
        environment=os.environ,
        argv0=sys.argv[0],
        executable=sys.executable,
        uid=get_uid(),
        which=shutil.which,
        run=scheduler_calls.run,
    )


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
        block = cron.block_of(scheduler_calls.read_table(machine.run), job.label)
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
        table = scheduler_calls.read_table(machine.run)
        new = cron.with_block(table, job.label, files[0].content)
        scheduler_calls.write_table(machine.run, new)
        return
    for file in files:
        if not file.is_current:
            store.write(file.path.parent, {file.path.name: file.content})


def take_away(kind: Kind, job: Job, files: list[File], machine: Machine) -> None:
    """Take away what is this job's, and folders that are empty without it.

    Raises:
        PaperbibError: Something cannot be taken away.
    """
    if kind.name == cron.name:
        table = scheduler_calls.read_table(machine.run)
        scheduler_calls.write_table(machine.run, cron.with_block(table, job.label, b""))
        return
    for file in files:
        try:
            file.path.unlink(missing_ok=True)
        except OSError as error:
            raise PaperbibError(
                f"{file.path}: cannot be removed ({error.strerror})", hint="check its folder"
            ) from error
        _prune(file.path.parent, _outermost(kind, job, machine))
    if kind.name == "systemd":
        _forget_systemd(job, machine)
        for folder in _outside(job):
            is_at_home = machine.home in folder.parents
            _prune(folder, (machine.home if is_at_home else folder.parent,))


def make_folders(kind: Kind, job: Job) -> None:
    """Make the folders that the job writes: a service is not allowed to, outside of them.

    Raises:
        PaperbibError: One cannot be made.
    """
    for folder in _outside(job) if kind.name == "systemd" else ():
        store.write(folder, {})


def _outside(job: Job) -> list[Path]:
    """The folders that a job writes and that are not within the project, which it may write."""
    folders = [Path(folder) for folder in job.writable]
    return [folder for folder in folders if Path(job.folder) not in folder.parents]


def repository(folder: Path) -> Path:
    """The top of the repository that a folder is in; the folder itself where it is in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def place(kind: Kind, job: Job, path: str, machine: Machine) -> Path:
    """Where a unit belongs on this computer, with the folders that the person has moved."""
    if kind.is_hosted:
        folder = Path(job.folder)
        # A service looks for its own files at the top.
        return (repository(folder) if path.startswith(".git") else folder) / path
    if kind.name == cron.name:
        return Path(path)
    first, *others = Path(path).parts
    if first == ".config":
        return config_home(machine).joinpath(*others)
    moved = machine.environment.get("LOCALAPPDATA", "")
    if machine.platform == "win32" and path.startswith("AppData/Local/") and moved:
        return Path(moved).joinpath(*others[1:])
    return machine.home / path


def config_home(machine: Machine) -> Path:
    """The folder for configuration; source: the XDG Base Directory Specification."""
    return _xdg(machine, "XDG_CONFIG_HOME", ".config")


def _xdg(machine: Machine, name: str, otherwise: str) -> Path:
    moved = machine.environment.get(name, "")
    return Path(moved) if Path(moved).is_absolute() else machine.home / otherwise


def _home(environment: Mapping[str, str]) -> Path:
    named = environment.get("HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home()


def _outermost(kind: Kind, job: Job, machine: Machine) -> tuple[Path, ...]:
    """Folders that are never taken away, even if empty."""
    folder = Path(job.folder)
    if kind.is_hosted:
        return (folder, repository(folder))
    moved = [machine.environment.get(name, "") for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA")]
    return (machine.home, *(Path(one) for one in moved if one))


def _forget_systemd(job: Job, machine: Machine) -> None:
    """Take away what the manager may have left, where it was not there to do it itself."""
    timer = f"paperbib-{job.label}.timer"
    data = _xdg(machine, "XDG_DATA_HOME", ".local/share")
    for path in (
        config_home(machine) / "systemd" / "user" / "timers.target.wants" / timer,
        data / "systemd" / "timers" / f"stamp-{timer}",
    ):
        if path.is_symlink() or path.exists():
            path.unlink()
            _prune(path.parent, (machine.home, config_home(machine).parent, data))


def _prune(folder: Path, stops: tuple[Path, ...]) -> None:
    """Take away a folder and those above while they are empty, up to one that stays."""
    while folder not in stops and any(stop in folder.parents for stop in stops):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:
            return
        folder = folder.parent

"""This computer, as schedules see it, and where their files belong on it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from paperbib.schedule import Kind, cron, systemd
from paperbib.schedule.job import Job
from paperbib.sync import scheduler_calls
from paperbib.sync.scheduled_program import Which
from paperbib.sync.scheduler_calls import Runner


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


def systemd_traces(job: Job, machine: Machine) -> tuple[Path, ...]:
    """What the manager itself makes for a timer: that it is enabled, and when it ran last."""
    timer = f"paperbib-{job.label}.timer"
    data = _xdg(machine, "XDG_DATA_HOME", ".local/share")
    return (
        config_home(machine) / "systemd" / "user" / "timers.target.wants" / timer,
        data / "systemd" / "timers" / f"stamp-{timer}",
    )


def folders(kind: Kind, job: Job, paths: list[Path], machine: Machine) -> dict[str, Path]:
    """All folders in which files of a job are, by what `Job.made` would call them."""
    if kind.name == cron.name:
        return {}
    traces = systemd_traces(job, machine) if kind.name == systemd.name else ()
    found = {above for path in (*paths, *traces) for above in path.parents}
    if not kind.is_hosted:
        return {str(one): one for one in found}
    top = repository(Path(job.folder))
    inner = [one for one in found if one != top and one.is_relative_to(top)]
    return {one.relative_to(top).as_posix(): one for one in inner}


def config_home(machine: Machine) -> Path:
    """The folder for configuration; source: the XDG Base Directory Specification."""
    return _xdg(machine, "XDG_CONFIG_HOME", ".config")


def _xdg(machine: Machine, name: str, otherwise: str) -> Path:
    moved = machine.environment.get(name, "")
    return Path(moved) if Path(moved).is_absolute() else machine.home / otherwise


def _home(environment: Mapping[str, str]) -> Path:
    named = environment.get("HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home()

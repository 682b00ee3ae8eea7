"""Schedules of a project: planned, installed, looked at, removed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperbib.config import Config
from paperbib.errors import PaperbibError, did_you_mean
from paperbib.schedule import KINDS, Kind, cron, systemd
from paperbib.schedule.job import Job, Mark, find_mark
from paperbib.schedule.when import next_after
from paperbib.sync import scheduled_files, scheduled_job, scheduled_places, scheduler_calls
from paperbib.sync.scheduled_files import KIND_BY_NAME, File, mark_of
from paperbib.sync.scheduled_places import Machine


class Standing(NamedTuple):
    """How one kind of schedule stands for a project.

    Attributes:
        kind: Its name.
        files: Its files.
        foreign: Files in their places that do not say that they are this project's.
        fault: Why install could not write them now; empty where it could.
        is_current: Whether they are as they would be written now.
        is_active: Whether the scheduler knows it; None where it cannot be asked.
        mark: What the files say.
        next_at: When it runs next; None where that is not known, or it does not run.
    """

    kind: str
    files: tuple[Path, ...]
    foreign: tuple[Path, ...]
    fault: str
    is_current: bool
    is_active: bool | None
    mark: Mark
    next_at: datetime | None


class Installed(NamedTuple):
    """What came of an installation.

    Attributes:
        skipped: Why the scheduler could not be told; empty where it was, or none is.
        is_verified: Whether the scheduler's own program has read the files.
    """

    skipped: str = ""
    is_verified: bool = False


class Removed(NamedTuple):
    """What came of a removal.

    Attributes:
        paths: What is gone.
        foreign: What stayed, for it does not say that it is this project's.
    """

    paths: tuple[Path, ...] = ()
    foreign: tuple[Path, ...] = ()


def choose_kind(name: str | None, machine: Machine) -> Kind:
    """The kind of that name, or the one that this computer has.

    Raises:
        PaperbibError: There is no such kind.
    """
    if name is None:
        return KIND_BY_NAME[guess(machine)]
    if name not in KIND_BY_NAME:
        otherwise = f"choose one of {', '.join(KIND_BY_NAME)}"
        hint = did_you_mean(name, KIND_BY_NAME, otherwise=otherwise)
        raise PaperbibError(f"unknown kind of schedule {name!r}", hint=hint)
    return KIND_BY_NAME[name]


def guess(machine: Machine) -> str:
    """The kind of schedule that this computer has."""
    if machine.platform == "darwin":
        return "launchd"
    if machine.platform == "win32":
        return "windows"
    is_cron = machine.which("systemctl") is None and machine.which("crontab") is not None
    return "cron" if is_cron else "systemd"


def prepare(kind: Kind, job: Job, machine: Machine) -> tuple[Job, list[File]]:
    """The job as it is installed, and its files, as they should be and as they are.

    Raises:
        PaperbibError: The kind cannot say the job, or what is there cannot be read.
    """
    files = scheduled_files.files_of(kind, job, machine)
    job = adopted(kind, job, files)
    job = job._replace(made=scheduled_files.to_make(kind, job, files, machine))
    return job, scheduled_files.files_of(kind, job, machine)


def install(kind: Kind, job: Job, files: list[File], machine: Machine) -> Installed:
    """Write a job's files and make the scheduler heed them.

    Raises:
        PaperbibError: A file is somebody else's, or cannot be written.
    """
    scheduled_files.write(kind, job, files, machine)
    if kind.is_hosted:
        return Installed()
    paths = [file.path for file in files]
    complaint = scheduler_calls.verify(kind.name, paths, machine.run)
    if complaint:
        return Installed(complaint)
    skipped = scheduler_calls.activate(kind.name, job.label, paths, machine.run, machine.uid)
    return Installed(skipped, is_verified=complaint is not None)


def is_active(kind: Kind, job: Job, machine: Machine) -> bool | None:
    """Whether the scheduler knows a job; None where it cannot be asked."""
    return scheduler_calls.is_active(kind.name, job.label, machine.run, machine.uid)


def remove(kind: Kind, job: Job, machine: Machine) -> Removed:
    """Take a project's schedule of one kind away.

    Raises:
        PaperbibError: It cannot be looked at, or taken away.
    """
    job, files = _look(kind, job, machine)
    ours = [file for file in files if mark_of(file, job)]
    foreign = tuple(file.path for file in files if file.before is not None and file not in ours)
    if not ours:
        # A hosted kind's file has a name that others' may have too.
        return Removed((), () if kind.is_hosted else foreign)
    if not kind.is_hosted:
        scheduler_calls.deactivate(kind.name, job.label, machine.run, machine.uid)
    scheduled_files.take_away(kind, job, ours, machine)
    scheduler_calls.reload(kind.name, machine.run)
    return Removed(tuple(file.path for file in ours), foreign)


def mark_at(kind: Kind, job: Job, machine: Machine) -> Mark | None:
    """What a project's files of a kind say; None where it has none.

    Raises:
        PaperbibError: It cannot be looked at.
    """
    job, files = _look(kind, job, machine)
    return next(filter(None, (mark_of(file, job) for file in files)), None)


def abandoned(kind: Kind, machine: Machine) -> list[Mark]:
    """Schedules of this computer whose projects are not where they were.

    Raises:
        PaperbibError: It cannot be looked at.
    """
    if kind.is_hosted:
        return []
    marks = {mark.label: mark for mark in scheduled_files.all_marks(kind, machine)}
    return [mark for mark in marks.values() if mark.place and not Path(mark.place).exists()]


def next_run(
    config: Config, now: datetime, environment: Mapping[str, str] = os.environ
) -> datetime | None:
    """When a project's schedule runs next, as its files on this computer say.

    No program is started, so that it costs no more than looking for files; a crontab cannot
    be read that way, and what a service runs is not known here.

    Args:
        config: The project's configuration.
        now: A moment, with its zone.
        environment: The environment variables.
    """
    machine = scheduled_places.this_machine()._replace(environment=environment)
    job = scheduled_job.identity(config)
    moments = []
    for kind in KINDS:
        if kind.is_hosted or kind.name == cron.name:
            continue
        if kind.name == systemd.name and not _is_enabled(job, machine):
            continue
        try:
            mark = mark_at(kind, job, machine)
            moments += [next_after(_as_marked(job, mark), now)] if mark else []
        except PaperbibError:
            continue  # a file that somebody has damaged says nothing
    return min(moments, default=None)


def standing(config: Config, kind: Kind, machine: Machine) -> Standing | None:
    """How a kind of schedule stands for a project; None where it is not installed.

    Raises:
        PaperbibError: It cannot be looked at.
    """
    bare, files = _look(kind, scheduled_job.identity(config), machine)
    found = next(filter(None, (mark_of(file, bare) for file in files)), None)
    if found is None:
        return None
    there = [file for file in files if file.before is not None]
    active = None if kind.is_hosted else is_active(kind, bare, machine)
    is_known = not kind.is_hosted and active is not False
    fault, is_current = "", False
    try:
        job = scheduled_job.job_of(config, found, machine)._replace(
            label=bare.label, made=found.made
        )
        is_current = all(one.is_current for one in scheduled_files.files_of(kind, job, machine))
    except PaperbibError as error:
        fault = error.what
    return Standing(
        kind=kind.name,
        files=tuple(file.path for file in there),
        foreign=tuple(file.path for file in there if mark_of(file, bare) is None),
        fault=fault,
        is_current=is_current,
        is_active=active,
        mark=found,
        next_at=_next_at(kind, _as_marked(bare, found), machine) if is_known else None,
    )


def _next_at(kind: Kind, job: Job, machine: Machine) -> datetime:
    said = scheduler_calls.next_start(kind.name, job.label, machine.run)
    return said or next_after(job, datetime.now().astimezone())


def _is_enabled(job: Job, machine: Machine) -> bool:
    """Whether systemd would start a timer, as far as files say it."""
    link, _ = scheduled_places.systemd_traces(job, machine)
    return link.is_symlink() or link.exists()


def _look(kind: Kind, job: Job, machine: Machine) -> tuple[Job, list[File]]:
    """A project's job and the files it has of a kind, whatever they hold."""
    try:
        kind.units(job)
    except PaperbibError:
        return job, []  # a folder that it cannot say was never written
    if kind.name == cron.name and not scheduler_calls.has_cron(machine.run):
        return job, []
    files = scheduled_files.files_of(kind, job, machine)
    return adopted(kind, job, files), files


def adopted(kind: Kind, job: Job, files: list[File]) -> Job:
    """The job with the label that a hosted kind's file has from another copy of the project."""
    for file in files if kind.is_hosted else ():
        found = find_mark(scheduled_files.text_of(file.before or b""))
        if found and found.place == job.within:
            return job._replace(label=found.label)
    return job


def _as_marked(job: Job, mark: Mark) -> Job:
    return job._replace(every=mark.every, cron=mark.cron, pull_request=mark.pull_request)

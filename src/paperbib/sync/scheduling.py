"""Schedules of a project: planned, installed, looked at, removed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperbib.config import OWN_FILE, PROJECT_FILE, Config
from paperbib.errors import PaperbibError, did_you_mean
from paperbib.schedule import KINDS, Kind, cron
from paperbib.schedule.job import Every, Job, Mark, find_mark
from paperbib.schedule.when import next_after
from paperbib.store import digest
from paperbib.sync import scheduled_files, scheduler_calls
from paperbib.sync.scheduled_files import KIND_BY_NAME, File, Machine, mark_of
from paperbib.sync.scheduled_program import Program, carried, find_program

_SLUG_LENGTH = 24


class Standing(NamedTuple):
    """How one kind of schedule stands for a project.

    Attributes:
        kind: Its name.
        files: Its files.
        is_current: Whether they are as they would be written now.
        is_active: Whether the scheduler knows it, as far as it says.
        often: ``daily``, ``weekly`` or the five fields.
        next_at: When it runs next; None where that is not known.
    """

    kind: str
    files: tuple[Path, ...]
    is_current: bool
    is_active: bool
    often: str
    next_at: datetime | None


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


def job_of(config: Config, wanted: Mark, machine: Machine) -> Job:
    """The job of a project: how often says ``wanted``, whose label does not count.

    Raises:
        PaperbibError: No program is found that will be there tomorrow.
    """
    program = find_program(machine.argv0, machine.executable, machine.environment, machine.which)
    return _job(config, program, wanted, machine.environment)


def install(kind: Kind, job: Job, files: list[File], machine: Machine) -> str:
    """Write a job's files and make the scheduler heed them.

    Returns:
        Why the scheduler could not be told; empty where it was.

    Raises:
        PaperbibError: A file is somebody else's, or cannot be written.
    """
    scheduled_files.write(kind, job, files, machine)
    if kind.is_hosted:
        return ""
    scheduled_files.make_folders(kind, job)
    paths = [file.path for file in files]
    return scheduler_calls.activate(kind.name, job.label, paths, machine.run, machine.uid)


def is_active(kind: Kind, job: Job, machine: Machine) -> bool:
    """Whether the scheduler knows a job, as far as it says."""
    return scheduler_calls.is_active(kind.name, job.label, machine.run, machine.uid)


def remove(config: Config, kind: Kind, machine: Machine) -> tuple[Path, ...]:
    """Take a project's schedule of one kind away.

    Returns:
        What was there; empty where nothing was.

    Raises:
        PaperbibError: It cannot be taken away.
    """
    job, files = _look(config, kind, machine)
    ours = [file for file in files if mark_of(file, job)]
    if not ours:
        return ()
    if not kind.is_hosted:
        scheduler_calls.deactivate(kind.name, job.label, machine.run, machine.uid)
    scheduled_files.take_away(kind, job, ours, machine)
    scheduler_calls.reload(kind.name, machine.run)
    return tuple(file.path for file in ours)


def standings(config: Config, machine: Machine) -> list[Standing]:
    """The kinds of schedule that are installed for a project.

    Raises:
        PaperbibError: What is there cannot be read.
    """
    return [found for kind in KINDS if (found := _standing(config, kind, machine))]


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
    machine = scheduled_files.this_machine()._replace(environment=environment)
    moments = []
    for kind in KINDS:
        if kind.is_hosted or kind.name == cron.name:
            continue
        try:
            job, files = _look(config, kind, machine)
            marks = [mark_of(file, job) for file in files]
            moments += [next_after(_as_marked(job, mark), now) for mark in marks if mark]
        except PaperbibError:
            continue  # a file that somebody has damaged says nothing
    return min(moments, default=None)


def _standing(config: Config, kind: Kind, machine: Machine) -> Standing | None:
    bare, files = _look(config, kind, machine)
    marks = [mark for file in files if (mark := mark_of(file, bare))]
    if not marks:
        return None
    found = marks[0]
    job = job_of(config, found, machine)._replace(label=bare.label)
    now = scheduled_files.files_of(kind, job, machine)
    return Standing(
        kind=kind.name,
        files=tuple(file.path for file in files if file.before is not None),
        is_current=all(file.is_current for file in now),
        is_active=kind.is_hosted or is_active(kind, job, machine),
        often=found.cron or found.every.value,
        next_at=None
        if kind.is_hosted
        else scheduler_calls.next_start(kind.name, job.label, machine.run)
        or next_after(job, datetime.now().astimezone()),
    )


def _look(config: Config, kind: Kind, machine: Machine) -> tuple[Job, list[File]]:
    """A project's job and the files it has of a kind, whatever they hold."""
    job = _job(config, Program(("paperbib",)), Mark(""), machine.environment)
    try:
        kind.units(job)
        if kind.name == cron.name:
            scheduler_calls.read_table(machine.run)
    except PaperbibError:
        return job, []  # what it cannot say was never written, nor where it does not let us
    files = scheduled_files.files_of(kind, job, machine)
    return (adopted(kind, job, files), files)


def adopted(kind: Kind, job: Job, files: list[File]) -> Job:
    """The job with the label that a hosted kind's file has from another copy of the project."""
    for file in files if kind.is_hosted else ():
        text = scheduled_files.text_of(file.before or b"")
        found = find_mark(text)
        if found and found.label.rpartition("-")[0] == job.label.rpartition("-")[0]:
            return job._replace(label=found.label)
    return job


def _as_marked(job: Job, mark: Mark) -> Job:
    return job._replace(every=mark.every, cron=mark.cron, pull_request=mark.pull_request)


def _job(config: Config, program: Program, wanted: Mark, environment: Mapping[str, str]) -> Job:
    root = _absolute(config.root)
    named = _named(config)
    label = _label(root, named)
    cache = _absolute(config.cache_dir)
    words = ("-C", str(root), *(("--config", str(named)) if named else ()))
    within = root.relative_to(scheduled_files.repository(root)).as_posix()
    return Job(
        command=(*program.words, *words, "sync", "--scheduled"),
        folder=str(root),
        writable=(os.path.normpath(root / config.settings.output), str(cache), *program.writable),
        label=label,
        every=wanted.every,
        cron=wanted.cron,
        environment=carried(environment).pairs,
        log=str(cache / "logs" / f"{label}.jsonl"),
        pull_request=wanted.pull_request,
        within="" if within == "." else within,
    )


def _absolute(path: Path) -> Path:
    """The path from the root, without dots; links stay, for who made them wants them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve follows links


def _named(config: Config) -> Path | None:
    """The configuration file, where it is not the one that is found in its folder anyway."""
    if config.file is None:
        return None
    file = _absolute(config.file)
    is_found = file.name == OWN_FILE or (
        file.name == PROJECT_FILE and not (file.parent / OWN_FILE).is_file()
    )
    return None if is_found else file


def _label(root: Path, named: Path | None) -> str:
    """What tells a project's jobs from others' on this computer, and is told by people."""
    slug = re.sub("[^a-z0-9]+", "-", root.name.lower())[:_SLUG_LENGTH].strip("-") or "notes"
    place = os.fsencode(root) + (b"\0" + os.fsencode(named.name) if named else b"")
    return f"{slug}-{digest(place)[:8]}"


def timing(*, is_weekly: bool, cron_fields: str) -> Mark:
    """How often a person wants the refresh."""
    every = Every.WEEK if is_weekly else Every.DAY
    return Mark("", every, " ".join(cron_fields.split()))

"""The job of a project: what its schedule runs, where, and what it is called."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from paperbib.config import OWN_FILE, PROJECT_FILE, Config
from paperbib.errors import PaperbibError
from paperbib.schedule.job import Every, Job, Mark
from paperbib.store import digest
from paperbib.sync import scheduled_places
from paperbib.sync.scheduled_places import Machine
from paperbib.sync.scheduled_program import Program, carried, find_program

_SLUG_LENGTH = 24


def job_of(config: Config, wanted: Mark, machine: Machine) -> Job:
    """The job of a project: how often says ``wanted``, whose label does not count.

    Raises:
        PaperbibError: No program is found that will be there tomorrow.
    """
    program = find_program(machine.argv0, machine.executable, machine.environment, machine.which)
    return _job(config, program, wanted, machine.environment)


def identity(config: Config) -> Job:
    """A project's job as far as its files are known by it, whatever its configuration says."""
    named = _named(config)
    job = _job(config, Program(("/paperbib",)), Mark(""), {})
    named = _named(config)
    return job._replace(
        # Hosted kinds name their files by it.
        command=("/paperbib", *(("--config", str(named)) if named else ())),
        writable=(f"{job.folder}/output",),
        log="",
    )


def labelled(label: str) -> Job:
    """The job of a project of which only the label is known.

    Raises:
        PaperbibError: No job has such a label.
    """
    if not re.fullmatch("[A-Za-z0-9-]+", label):
        raise PaperbibError(f"{label!a} is no label", hint="see: paperbib schedule status")
    return Job(("/paperbib",), "/", ("/output",), label)


def _job(config: Config, program: Program, wanted: Mark, environment: Mapping[str, str]) -> Job:
    root = _absolute(config.root)
    named = _named(config)
    label = _label(root, named)
    cache = _absolute(config.cache_dir)
    words = ("-C", str(root), *(("--config", str(named)) if named else ()))
    within = root.relative_to(scheduled_places.repository(root)).as_posix()
    return Job(
        command=(*program.words, *words, "sync", "--scheduled"),
        folder=str(root),
        writable=(os.path.normpath(root / config.settings.output), str(cache)),
        label=label,
        every=wanted.every,
        cron=wanted.cron,
        environment=carried(environment).pairs,
        log=str(cache / "logs" / f"{label}.jsonl"),
        pull_request=wanted.pull_request,
        within="" if within == "." else within,
        is_confined=program.is_confined,
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

"""What the hosted kinds share: places in a repository, times of the day, quoting in YAML."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import NamedTuple

from paperbib import __version__
from paperbib.errors import PaperbibError
from paperbib.schedule.job import Job, refuse_odd
from paperbib.schedule.when import times_of

SYNC = ("sync", "--scheduled", "--no-jitter", "--lock-wait", "600")
"""What a hosted job runs: the service's own scheduler spreads the starts."""
REQUIREMENT = f"paperbib=={__version__}"
"""What a hosted job installs: the version that the person has tried."""
OWN_BRANCH = "paperbib/"
"""Proposed changes are on a branch of this name and the job's label."""
_SLUG_LENGTH = 32


class Place(NamedTuple):
    """Where a job works in its repository; all with ``/`` between the folders.

    Attributes:
        project: The project's folder, from the top of the repository; "./" is the top.
        output: The folder for the outputs, from the project's folder.
        config: The configuration file, from the project's folder; "" where none was named.
    """

    project: str
    output: str
    config: str


def place(job: Job) -> Place:
    """Where a job works, as seen from a checkout of the repository on another machine.

    Raises:
        PaperbibError: Something is outside the project, or no file can hold its name.
    """
    refuse_odd(job)
    config = _named(job)
    if config:
        config = _inside(job, config, "configuration")
    output = _inside(job, job.writable[0], "output folder")
    return Place(f"./{job.within}", output, config)


def stem(job: Job, within: str = "") -> str:
    """What the file of a job is named, without its suffix; every clone says the same.

    One repository holds many projects, and one folder many configurations: each has its own.

    >>> stem(Job((), "/home/ada/notes", (), "notes-1a2b"))
    'paperbib'
    >>> stem(Job((), "/r/b/notes", (), "notes-1a2b"), "b/notes")
    'paperbib-b-notes-2fed0990'

    Args:
        job: The job.
        within: Where its project is below the folder that the file is for; "" in itself.
    """
    parts = [part for part in (within, PurePath(_named(job)).name) if part]
    if not parts:
        return "paperbib"
    slug = re.sub("[^a-z0-9]+", "-", "-".join(parts).lower())[-_SLUG_LENGTH:].strip("-")
    # What a slug leaves out still tells names apart.
    whole = hashlib.sha256("\0".join((within, *parts)).encode(errors="surrogateescape"))
    return "-".join(part for part in ("paperbib", slug, whole.hexdigest()[:8]) if part)


def schedule(job: Job) -> str:
    """The five fields for schedulers that know no seventh weekday and no words for all five.

    >>> schedule(Job((), "/p", ("/p/output",), "notes-1a2b", cron="0 6 * * fri-7"))
    '0 6 * * 0,5,6'

    Raises:
        PaperbibError: The job's ``cron`` is wrong.
    """
    times = times_of(job)
    *fields, weekdays = times.fields.split()
    if "7" in weekdays and not weekdays.startswith("*"):
        weekdays = ",".join(map(str, times.weekdays))
    return " ".join((*fields, weekdays))


def quoted(text: str) -> str:
    r"""A text as a YAML scalar that reads back as the same text (YAML 1.2, section 7.3.1).

    >>> print(quoted('a "b" \\ c\n'))
    "a \"b\" \\ c\U0000000A"
    """
    return '"' + "".join(map(_escaped, text)) + '"'


def indented(text: str, spaces: int) -> str:
    """A script as the lines of a YAML block scalar."""
    return "".join(f"{' ' * spaces}{line}\n" if line else "\n" for line in text.splitlines())


def _named(job: Job) -> str:
    """The configuration file that a job names; "" where it is found without."""
    is_named = "--config" in job.command[:-1]
    return job.command[job.command.index("--config") + 1] if is_named else ""


def _inside(job: Job, path: str, what: str) -> str:
    """A path as seen from the project's folder."""
    folder, full = PurePath(job.folder), PurePath(job.folder, path)
    if not full.is_relative_to(folder) or ".." in full.relative_to(folder).parts:
        raise PaperbibError(
            f"{path}: the {what} is outside the project {job.folder}",
            hint="a hosted job has the project's files only: move it there",
        )
    return full.relative_to(folder).as_posix()


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"

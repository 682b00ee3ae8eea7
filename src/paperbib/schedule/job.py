"""What a schedule is made for: a command, a folder, and how often."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, unquote

from paperbib.errors import PaperbibError

_FIELD = r"[*A-Za-z0-9](?:[*A-Za-z0-9,/-]*[*A-Za-z0-9])?"
_PATH = r"[A-Za-z0-9%/._~-]+"
_MARK = re.compile(
    r"paperbib schedule: ([A-Za-z0-9-]+), "
    rf"(daily|weekly|cron (@[A-Za-z]+|{_FIELD}(?: {_FIELD}){{4}}))"
    rf"(, by pull request)?(?:, in ({_PATH}))?(?:, folders ({_PATH}(?:,{_PATH})*))?(?![^\s])"
)
_UNSPEAKABLE = frozenset(("Cc", "Cs", "Zl", "Zp"))
_NO_CHARACTERS = ("\ufffe", "\uffff")


class Every(StrEnum):
    """How often a job runs."""

    DAY = "daily"
    WEEK = "weekly"


class Job(NamedTuple):
    """One project's refresh.

    Attributes:
        command: The program and its words, the program as an absolute path; no shell reads it.
        folder: Where it runs: the project's folder, absolute.
        writable: Folders that it writes, absolute: the outputs first, then the cache.
        label: Tells it from other projects' jobs: letters, digits and hyphens.
        every: How often it runs, unless ``cron`` says.
        cron: Five fields, as in crontab(5); "" where ``every`` says.
        environment: Names and values that the command needs to be set.
        log: The file for the run's line of status, where the scheduler keeps no journal.
        pull_request: Hosted kinds only: propose the changes instead of pushing them to the branch.
        within: Hosted kinds only: the folder's place in its repository, with ``/``; "" at its top.
        made: Folders that are made for the files, and go with them; those of hosted kinds as
            seen from the top of the repository, all others absolute.
        is_confined: Whether the command writes nowhere but in ``folder`` and ``writable``.
    """

    command: tuple[str, ...]
    folder: str
    writable: tuple[str, ...]
    label: str
    every: Every = Every.DAY
    cron: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    log: str = ""
    pull_request: bool = False
    within: str = ""
    made: tuple[str, ...] = ()
    is_confined: bool = True


class Unit(NamedTuple):
    """A file that a scheduler reads.

    Attributes:
        path: Where it belongs, below the person's home or, for hosted kinds, the project's folder.
        content: Its bytes.
    """

    path: str
    content: bytes


class Mark(NamedTuple):
    """What a file of ours says of the job it is for; all of it is in `mark`.

    Attributes:
        label: The job's label.
        every: How often it runs, unless ``cron`` says.
        cron: Five fields, or "".
        pull_request: Whether changes are proposed.
        place: Where the project is: for hosted kinds as seen from the top of its repository,
            "" at the top itself; for all others the folder, absolute.
        made: The folders that were made for the files.
    """

    label: str
    every: Every = Every.DAY
    cron: str = ""
    pull_request: bool = False
    place: str = ""
    made: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The words of ``schedule install`` that say the same."""
        often = ("--cron", self.cron) if self.cron else (f"--{self.every.value}",)
        return (*often, *(("--pull-request",) if self.pull_request else ()))


def mark(job: Job) -> str:
    """The words by which a file is known for ours; they stand in a comment of it.

    >>> mark(Job(("/bin/paperbib",), "/a", (), "a-1f", cron="5 4 * * 1"))
    'paperbib schedule: a-1f, cron 5 4 * * 1'
    """
    often = f"cron {' '.join(job.cron.split())}" if job.cron else job.every.value
    how = ", by pull request" if job.pull_request else ""
    where = f", in {_encoded(job.within)}" if job.within else ""
    made = f", folders {','.join(map(_encoded, job.made))}" if job.made else ""
    return f"paperbib schedule: {job.label}, {often}{how}{where}{made}"


def local_mark(job: Job) -> str:
    """The mark of a job that this computer runs: it says where the project is on it."""
    return mark(job._replace(within=job.folder))


def find_mark(text: str) -> Mark | None:
    """What a file says of its job; None where it is not ours."""
    return next(find_marks(text), None)


def find_marks(text: str) -> Iterator[Mark]:
    """What a file says of all the jobs of ours that it has: a crontab may have several."""
    for found in _MARK.finditer(text):
        every = Every.DAY if found[3] else Every(found[2])
        made = tuple(map(unquote, found[6].split(","))) if found[6] else ()
        yield Mark(found[1], every, found[3] or "", bool(found[4]), unquote(found[5] or ""), made)


def refuse_odd(job: Job) -> None:
    """Refuse words that no scheduler's file can hold.

    Raises:
        PaperbibError: A path or a value has control characters or is no text.
    """
    for what, value in _words(job):
        if any(_is_odd(character) for character in value):
            raise PaperbibError(
                f"{what} {value!a} has characters that no schedule can hold",
                hint="rename it: line ends, control characters and broken text cannot stand there",
            )


def _encoded(path: str) -> str:
    """A path without blanks and commas, and without what ends a comment of XML."""
    return quote(path).replace("--", "-%2D")


def _is_odd(character: str) -> bool:
    return unicodedata.category(character) in _UNSPEAKABLE or character in _NO_CHARACTERS


def _words(job: Job) -> Iterator[tuple[str, str]]:
    """All text of a job that comes from the person, with what it is."""
    yield "the folder", job.folder
    yield from (("the folder", path) for path in job.writable)
    yield "the log", job.log
    yield from (("the word", word) for word in job.command)
    yield from ((f"the variable {name!a} =", value) for name, value in job.environment)
    yield from (("the name of a variable", name) for name, _ in job.environment)

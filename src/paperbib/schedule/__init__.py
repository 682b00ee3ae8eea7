"""Schedules: what makes a computer run a command every day, as files of its scheduler.

All are pure: a `Job` in, files out. Who writes them and wakes the scheduler is a floor above.
"""

from __future__ import annotations

from typing import Protocol

from paperbib.schedule import cron, docker, github, gitlab, launchd, systemd, windows
from paperbib.schedule.job import Job, Unit


class Kind(Protocol):
    """What a module of this folder offers to be a kind of schedule.

    Attributes:
        name: The word for ``--kind``: ``systemd``.
        is_hosted: Whether a service runs it, so that its files are the project's; else they
            are below the person's home.
    """

    name: str
    is_hosted: bool

    def units(self, job: Job) -> tuple[Unit, ...]:
        """The files of a job.

        Each says whose it is: it holds `paperbib.schedule.job.mark` in a comment.

        Raises:
            PaperbibError: This scheduler cannot say what the job wants.
        """
        ...


KINDS: tuple[Kind, ...] = (
    systemd,
    cron,
    launchd,
    windows,
    github,
    gitlab,
    docker,
)
"""Every kind; a new one is one module and one name here."""

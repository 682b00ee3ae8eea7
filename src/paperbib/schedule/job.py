"""What a schedule is made for: a command, a folder, and how often."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Every(StrEnum):
    """How often a job runs."""

    DAY = "daily"
    WEEK = "weekly"


class Job(NamedTuple):
    """One project's refresh.

    Attributes:
        command: The program and its words, the program as an absolute path; no shell reads it.
        folder: Where it runs: the project's folder, absolute.
        writable: Folders that it writes: the outputs and the cache, absolute.
        label: Tells it from other projects' jobs: letters, digits and hyphens.
        every: How often it runs, unless ``cron`` says.
        cron: Five fields, as in crontab(5); "" where ``every`` says.
    """

    command: tuple[str, ...]
    folder: str
    writable: tuple[str, ...]
    label: str
    every: Every = Every.DAY
    cron: str = ""


class Unit(NamedTuple):
    """A file that a scheduler reads.

    Attributes:
        path: Where it belongs, below the person's home or, for hosted kinds, the project's folder.
        content: Its bytes.
    """

    path: str
    content: bytes

"""launchd: an agent of the person, as a property list. Source: launchd.plist(5)."""

from __future__ import annotations

import itertools
import plistlib
from typing import Any

from paperbib.errors import PaperbibError
from paperbib.schedule.job import Job, Unit, local_mark, refuse_odd
from paperbib.schedule.when import Times, times_of

name = "launchd"
is_hosted = False

FOLDER = "Library/LaunchAgents"
_MOST_TIMES = 400
_PREFIX = "org.paperbib"


def service(label: str) -> str:
    """The name launchd knows a job by."""
    return f"{_PREFIX}.{label}"


def units(job: Job) -> tuple[Unit, ...]:
    """The agent.

    Raises:
        PaperbibError: The times are too many, or none that launchd can say.
    """
    refuse_odd(job)
    content: dict[str, Any] = {
        "Label": service(job.label),
        "ProgramArguments": [*job.command, *(("--log", job.log) if job.log else ())],
        "WorkingDirectory": job.folder,
        "StartCalendarInterval": _intervals(times_of(job)),
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "Umask": 0o022,
    }
    if job.environment:
        content["EnvironmentVariables"] = dict(job.environment)
    text = plistlib.dumps(content, sort_keys=False).decode()
    head, rest = text.split("<plist", 1)
    commented = f"{head}<!-- {local_mark(job)} -->\n<plist{rest}"
    return (Unit(f"{FOLDER}/{service(job.label)}.plist", commented.encode()),)


def _intervals(times: Times) -> list[dict[str, int]]:
    """Every moment as its own dictionary; what is left open is left out."""
    found = [one for part in times.alternatives() for one in _interval(part)]
    if len(found) > _MOST_TIMES:
        raise PaperbibError(
            f"--cron {times.fields!r}: launchd would need a list of {len(found)} times",
            hint="choose fewer: the papers change once a day at most",
        )
    return found


def _interval(times: Times) -> list[dict[str, int]]:
    if not times.is_any_day and not times.is_any_weekday:
        raise PaperbibError(
            f"--cron {times.fields!r}: launchd cannot want a day of the month that is also one of "
            "the week",
            hint="restrict one of the two",
        )
    parts = {
        "Month": () if times.is_any_month else times.months,
        "Day": () if times.is_any_day else times.days,
        "Weekday": () if times.is_any_weekday else times.weekdays,
        "Hour": () if len(times.hours) == 24 else times.hours,  # noqa: PLR2004 - all hours
        "Minute": () if len(times.minutes) == 60 else times.minutes,  # noqa: PLR2004 - all minutes
    }
    used = {key: values for key, values in parts.items() if values}
    return [dict(zip(used, one, strict=True)) for one in itertools.product(*used.values())]

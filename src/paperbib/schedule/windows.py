"""Windows: a task for the Task Scheduler, as the XML that ``schtasks /Create /XML`` reads.

Sources: [MS-TSCH] section 2.5 (the schema and its order), CommandLineToArgvW (how a program's
arguments are read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from paperbib.errors import PaperbibError
from paperbib.schedule.job import Job, Unit, local_mark, refuse_odd
from paperbib.schedule.when import Times, times_of

name = "windows"
is_hosted = False

FOLDER = "AppData/Local/paperbib/schedule"
_MOST_TRIGGERS = 48
"""What the Task Scheduler takes for one task."""
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- {mark} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Refresh the bibliography in {folder}</Description>
    <URI>\\{task}</URI>
  </RegistrationInfo>
  <Triggers>
{triggers}
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
    <Priority>8</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def task(label: str) -> str:
    """The name the Task Scheduler knows a job by."""
    return f"paperbib-{label}"


def units(job: Job) -> tuple[Unit, ...]:
    """The task, in UTF-16 with a byte order mark, as the Task Scheduler itself writes it.

    Raises:
        PaperbibError: A path would be changed by the Task Scheduler, or the times are none that
            it can say.
    """
    refuse_odd(job)
    program, *others = job.command
    words = [*others, "--no-jitter", *(("--log", job.log) if job.log else ())]
    for word in (program, job.folder, *words):
        _refuse_variables(word)
    text = _TASK.format(
        mark=local_mark(job),
        folder=escape(job.folder, quote=False),
        task=task(job.label),
        triggers="\n".join(_triggers(times_of(job))),
        command=escape(program, quote=False),
        arguments=escape(" ".join(map(argument, words)), quote=False),
    )
    content = b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")
    return (Unit(f"{FOLDER}/{task(job.label)}.xml", content),)


def argument(word: str) -> str:
    r"""A word as CommandLineToArgvW reads it back.

    >>> print(argument(r"C:\My Notes" + "\\"))
    "C:\My Notes\\"
    """
    if word and not re.search(r'[\s"]', word):
        return word
    # Backslashes are themselves, but for those right before a quotation mark.
    escaped = re.sub(r'(\\*)"', r'\1\1\\"', word)
    escaped = re.sub(r"(\\+)\Z", r"\1\1", escaped)
    return f'"{escaped}"'


def _refuse_variables(word: str) -> None:
    """The Task Scheduler puts variables in, and has no sign that keeps it from that."""
    if re.search(r"%[^%]+%|\$\(", word):
        raise PaperbibError(
            f"{word}: the Task Scheduler would take a part of it for a variable",
            hint="rename it: %…% and $( cannot stand in its tasks",
        )


def _triggers(times: Times) -> Iterator[str]:
    """A trigger for each time of the day."""
    parts = times.alternatives()
    number = len(parts) * len(times.hours) * len(times.minutes)
    if number > _MOST_TRIGGERS:
        raise PaperbibError(
            f"--cron {times.fields!r}: the Task Scheduler takes {_MOST_TRIGGERS} times, not "
            f"{number}",
            hint="choose fewer: the papers change once a day at most",
        )
    for part in parts:
        for hour in part.hours:
            for minute in part.minutes:
                yield _TRIGGER.format(hour=hour, minute=minute, days=_days(part))


_TRIGGER = """\
    <CalendarTrigger>
      <StartBoundary>2024-01-01T{hour:02}:{minute:02}:00</StartBoundary>
      <RandomDelay>PT15M</RandomDelay>
      {days}
    </CalendarTrigger>"""
"""The day is long past: a task begins at once. Without a zone, the time is local."""


def _days(times: Times) -> str:
    """On which days a trigger fires."""
    if not times.is_any_day and not times.is_any_weekday:
        raise PaperbibError(
            f"--cron {times.fields!r}: the Task Scheduler cannot want a day of the month that is "
            "also one of the week",
            hint="restrict one of the two",
        )
    weekdays = "".join(f"<{_DAYS[day]} />" for day in times.weekdays)
    months = "".join(f"<{_MONTHS[month - 1]} />" for month in times.months)
    if times.is_any_month and times.is_any_day:
        if times.is_any_weekday:
            return "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
        return (
            "<ScheduleByWeek><WeeksInterval>1</WeeksInterval>"
            f"<DaysOfWeek>{weekdays}</DaysOfWeek></ScheduleByWeek>"
        )
    if times.is_any_weekday:
        days = "".join(f"<Day>{day}</Day>" for day in times.days)
        return (
            f"<ScheduleByMonth><DaysOfMonth>{days}</DaysOfMonth>"
            f"<Months>{months}</Months></ScheduleByMonth>"
        )
    weeks = "".join(f"<Week>{week}</Week>" for week in (1, 2, 3, 4, "Last"))
    return (
        f"<ScheduleByMonthDayOfWeek><Weeks>{weeks}</Weeks><DaysOfWeek>{weekdays}</DaysOfWeek>"
        f"<Months>{months}</Months></ScheduleByMonthDayOfWeek>"
    )

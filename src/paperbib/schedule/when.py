"""When a job runs: five fields as in crontab(5), and the next moment they name.

Who says daily or weekly gets five fields too, at a minute that depends on the job's label:
not all the world's bibliographies are refreshed at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.schedule.job import Every, Job

HOUR = 10
"""Daily and weekly jobs run in the forenoon, when most computers are switched on."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "sun mon tue wed thu fri sat".split()
_DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIELDS_BY_ALIAS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_PART = re.compile(r"(\*|(\w+)(?:-(\w+))?)(?:/(\w+))?", re.ASCII)
_DAYS_AHEAD = 9 * 366
"""The 29th of February is at most eight years away: 1896 to 1904, 2096 to 2104."""


class _Field(NamedTuple):
    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, tuple(_MONTHS)),
    _Field("day of the week", 0, 7, tuple(_WEEKDAYS)),
)


class Times(NamedTuple):
    """The moments that five fields name, all sorted.

    Attributes:
        minutes: From 0 to 59.
        hours: From 0 to 23.
        days: Days of the month, from 1 to 31.
        months: From 1 to 12.
        weekdays: From 0 (Sunday) to 6.
        is_either: Whether a day need be only one of the days of the month or of the week: so it
            is where both fields are restricted, that is, neither starts with a star; crontab(5).
        is_frequent: Whether it runs every hour, so that a change of the clocks means nothing.
        fields: The five fields as the person wrote them, with single spaces; but for ``5/10``,
            which not every cron reads: that is ``5-59/10``.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    is_either: bool
    is_frequent: bool
    fields: str

    @property
    def is_any_day(self) -> bool:
        """Whether the day of the month is left open."""
        return len(self.days) == 31  # noqa: PLR2004 - all of them

    @property
    def is_any_weekday(self) -> bool:
        """Whether the day of the week is left open."""
        return len(self.weekdays) == 7  # noqa: PLR2004 - all of them

    @property
    def is_any_month(self) -> bool:
        """Whether the month is left open."""
        return len(self.months) == 12  # noqa: PLR2004 - all of them

    def alternatives(self) -> tuple[Times, ...]:
        """The same moments as rules whose parts must all hold: one, or two where either may."""
        if not self.is_either:
            return (self,)
        if self.is_any_day or self.is_any_weekday:
            days, weekdays = tuple(range(1, 32)), tuple(range(7))
            return (self._replace(days=days, weekdays=weekdays, is_either=False),)
        return (
            self._replace(weekdays=tuple(range(7)), is_either=False),
            self._replace(days=tuple(range(1, 32)), is_either=False),
        )


def times_of(job: Job) -> Times:
    """When a job runs.

    Raises:
        PaperbibError: Its ``cron`` is wrong.
    """
    if job.cron:
        return parse(job.cron)
    minute = 1 + int.from_bytes(hashlib.sha256(job.label.encode()).digest()[:4], "big") % 59
    return parse(f"{minute} {HOUR} * * {'1' if job.every is Every.WEEK else '*'}")


def parse(text: str) -> Times:
    """Parse five fields or a word like ``@daily``; source: crontab(5).

    >>> parse("5 4 * * sun").weekdays
    (0,)

    Raises:
        PaperbibError: The text is wrong; which field, and how.
    """
    words = _FIELDS_BY_ALIAS.get(text.strip().lower(), text).split()
    if len(words) != len(_FIELDS):
        number = f"{len(words)} field{'' if len(words) == 1 else 's'}"
        raise PaperbibError(
            f"--cron {text!a} has {number}, not five",
            hint="minute, hour, day of the month, month, day of the week, as in '5 4 * * *'; "
            f"or one of {', '.join(_FIELDS_BY_ALIAS)}",
        )
    values = [_values(text, field, word) for field, word in zip(_FIELDS, words, strict=True)]
    minutes, hours, days, months, weekdays = values
    weekdays = tuple(sorted({day % 7 for day in weekdays}))
    is_either = not words[2].startswith("*") and not words[4].startswith("*")
    if not is_either and min(days) > max(_DAYS_OF_MONTHS[month - 1] for month in months):
        raise PaperbibError(
            f"--cron {text!a}: day of the month: no such day in the months given",
            hint="the 31st is in January, March, May, July, August, October and December",
        )
    is_frequent = words[0].startswith("*") or words[1].startswith("*")
    fields = " ".join(map(_spelled_out, _FIELDS, words))
    return Times(minutes, hours, days, months, weekdays, is_either, is_frequent, fields)


def _values(text: str, field: _Field, word: str) -> tuple[int, ...]:
    """The numbers that a field names, sorted."""
    found: set[int] = set()
    for part in word.split(","):
        try:
            found.update(_part(field, part))
        except ValueError as error:
            raise PaperbibError(
                f"--cron {text!a}: {field.name}: {error}",
                hint=f"write numbers from {field.low} to {field.high}"
                f"{', names' if field.words else ''}, '*', '1-5', '*/2' or lists with commas",
            ) from error
    return tuple(sorted(found))


def _spelled_out(field: _Field, word: str) -> str:
    """A field whose steps all have both ends: Debian's cron takes no others."""
    parts = []
    for part in word.split(","):
        low, slash, step = part.partition("/")
        is_open = slash and low != "*" and "-" not in low
        parts.append(f"{_number(field, low)}-{field.high}/{step}" if is_open else part)
    return ",".join(parts)


def _part(field: _Field, part: str) -> range:
    """The numbers of one item of a list."""
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(f"{part!a} is not understood")
    low, high = field.low, field.high
    if found[1] != "*":
        low = _number(field, found[2])
        high = _number(field, found[3]) if found[3] else (field.high if found[4] else low)
    if field.high == 7 and found[1] == "*":  # noqa: PLR2004 - Sunday has two numbers
        high = 6
    step = 1
    if found[4]:
        step = int(found[4]) if found[4].isdecimal() and found[4].isascii() else 0
        if not 1 <= step <= field.high:
            raise ValueError(f"{part!a} has no usable step")
    if low > high:
        raise ValueError(f"{part!a} runs backwards")
    return range(low, high + 1, step)


def _number(field: _Field, word: str) -> int:
    if word.lower() in field.words:
        return field.words.index(word.lower()) + field.low
    if not re.fullmatch(r"[0-9]{1,3}", word):
        raise ValueError(f"{word!a} is no number{' or name' if field.words else ''}")
    number = int(word)
    if not field.low <= number <= field.high:
        raise ValueError(f"{number} is not from {field.low} to {field.high}")
    return number


def next_after(job: Job, now: datetime, zone: tzinfo | None = None) -> datetime:
    """The next moment at which a job starts, after ``now``, in local time.

    Clocks that change are heeded as cron(8) does it: what falls into the hour that is left
    out runs right after it, what falls into the hour that comes twice runs once, unless it
    runs every hour anyway.

    Args:
        job: What runs.
        now: A moment, with its zone.
        zone: The zone of the scheduler; the machine's if None.

    Raises:
        PaperbibError: Its ``cron`` is wrong, or names no day of the years to come.
    """
    times = times_of(job)
    # An hour earlier: the clock may be about to show the last hour a second time.
    wall = now.astimezone(zone).replace(tzinfo=None, fold=0) - timedelta(hours=1)
    for moment in _walls(times, wall.replace(second=0, microsecond=0)):
        for fold in (0, 1) if times.is_frequent else (0,):
            local = moment.replace(fold=fold)
            # Through UTC, so that a moment left out is shown as the one it becomes; the
            # machine's own zone gives that only by a timestamp, not by astimezone().
            moment_s = local.replace(tzinfo=zone).timestamp()
            found = datetime.fromtimestamp(moment_s, UTC).astimezone(zone)
            if found > now.astimezone(UTC):
                return found
    raise PaperbibError(
        f"--cron {job.cron!a} names no day of the next years", hint="check the day and month"
    )


def _walls(times: Times, start: datetime) -> Iterator[datetime]:
    """What a clock on the wall shows at each moment, from ``start`` on, in order."""
    for number in range(_DAYS_AHEAD):
        day = start.date() + timedelta(days=number)
        if not _is_on(times, day):
            continue
        for hour in times.hours:
            for minute in times.minutes:
                moment = datetime.combine(day, time(hour, minute))
                if moment >= start:
                    yield moment


def _is_on(times: Times, day: date) -> bool:
    if day.month not in times.months:
        return False
    is_day, is_weekday = day.day in times.days, day.isoweekday() % 7 in times.weekdays
    return is_day or is_weekday if times.is_either else is_day and is_weekday

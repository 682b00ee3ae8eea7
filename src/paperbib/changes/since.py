"""How far back somebody wants to look: ``30d``, ``2w`` or a day."""

from __future__ import annotations

import re
from datetime import date

from paperbib.errors import PaperbibError

_DAYS_BY_UNIT = {"d": 1, "w": 7}
_AGO = re.compile(r"([0-9]{1,7})([dw])", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse(text: str, today: date) -> date:
    """The first day that is meant.

    >>> parse("2w", date(2026, 3, 1)), parse("2026-02-01", date(2026, 3, 1))
    (datetime.date(2026, 2, 15), datetime.date(2026, 2, 1))

    Args:
        text: Days or weeks ago, or a day.
        today: The day that it is, in UTC.

    Raises:
        PaperbibError: It is none of these.
    """
    if ago := _AGO.fullmatch(text):
        days = int(ago[1]) * _DAYS_BY_UNIT[ago[2].lower()]
        return date.fromordinal(max(1, today.toordinal() - days))
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise PaperbibError(
        f"--since {text}: this is no day", hint="write 30d, 2w or a day such as 2026-01-31"
    )

"""Dates that readers with a calendar accept: no 31st of February."""

from __future__ import annotations

import calendar

from paperbib.model import PartialDate


def real(date: PartialDate) -> PartialDate:
    """The date without a day that its month does not have, or that has no month.

    biber drops a date it finds in no calendar, and Typst the whole file.

    >>> print(real(PartialDate(year=2021, month=2, day=31)), real(PartialDate(year=2021, day=1)))
    2021-02 2021
    """
    if not date.month or not date.day:
        return PartialDate(year=date.year, month=date.month)
    has_day = date.day <= calendar.monthrange(date.year, date.month)[1]
    return date if has_day else PartialDate(year=date.year, month=date.month)

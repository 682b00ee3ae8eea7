"""What a reply means for the next request: no, not now, or not for so many seconds."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from paperbib.errors import BusyError, RefusedError
from paperbib.transport.wire import Delivery, one_line

BACKOFF_LIMIT = 64
"""No pause of our own is longer than the first one times this."""

_LONGEST_S = 1e9
_HEADER_LIMIT = 64
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


def check(host: str, delivery: Delivery) -> None:
    """Raise what a status other than 200 means.

    Raises:
        BusyError: 408, 425, 429 and 5xx.
        RefusedError: Anything else, redirects included.
    """
    status = delivery.reply.status
    if status == HTTPStatus.OK:
        return
    said = f"{host} answered {status} {one_line(delivery.reason, 60)}".rstrip()
    if status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise BusyError(said, status=status)
    location = delivery.location if is_redirect(status) else ""
    if location:
        said += f" to {one_line(location, 120)}, which is not followed"
    raise RefusedError(said, status=status, body=delivery.reply.content, location=location)


def is_redirect(status: int) -> bool:
    """Whether a status is one of 300 to 399.

    >>> is_redirect(301), is_redirect(429)
    (True, False)
    """
    return HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST


def retry_after_s(delivery: Delivery, now: float) -> float | None:
    """Seconds of the Retry-After header, which holds seconds or an HTTP date.

    Source: RFC 9110, sections 10.2.3 and 5.6.7. A date counts from the server's
    own Date, where it sends one: our clocks need not agree.

    Args:
        delivery: A reply.
        now: Seconds since the epoch.

    Returns:
        At least 0; None where there is no such header, or nothing to be understood.
    """
    text = delivery.retry_after.strip()
    if re.fullmatch(r"\d+", text, re.ASCII):
        return min(float(text), _LONGEST_S)
    until = _moment(text)
    if until is None:
        return None
    since = _moment(delivery.date.strip())
    return min(max(0.0, until - (now if since is None else since)), _LONGEST_S)


def pause_s(backoff_s: float, failures: int, random: float) -> float:
    """The pause after a failure that comes with no advice: doubled each time, with jitter.

    Args:
        backoff_s: The first pause.
        failures: How many failures came before this one, in a row.
        random: A number in [0, 1).

    >>> [pause_s(3, failures, 0) for failures in (0, 1, 2, 6, 1000)]
    [3, 6, 12, 192, 192]
    """
    times = 1 << min(failures, BACKOFF_LIMIT.bit_length())
    return backoff_s * min(times + random, BACKOFF_LIMIT)


def _moment(text: str) -> float | None:
    if len(text) > _HEADER_LIMIT:
        return None
    try:
        moment = parsedate_to_datetime(text)
        # A date without a zone is in UTC, not in ours; asctime's form has none.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None

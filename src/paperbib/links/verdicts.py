"""What a reply proves: that a link lives, that it is dead, or nothing.

A link is dead on proof only: the page is not there (404) or gone (410), said to a GET, or its
host has no name, on two days. Sites refuse programs, are down for a day, and redirect in circles:
all that says nothing about the page. Source: RFC 9110, section 15.
"""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus

MOST_REDIRECTS = 5
_DAY_S = 86_400.0
_WEEK_S = 7 * _DAY_S


class Verdict(StrEnum):
    """What is known of a link after it was asked for.

    ``ALIVE`` and ``DEAD`` are proof. ``OPEN`` was answered without proof, ``LEFT`` may not be
    asked for, ``SILENT`` got no answer. ``NAMELESS``: its host has no name, though others have;
    some machines say so of a name that cannot be looked up just now.
    """

    ALIVE = "alive"
    DEAD = "dead"
    OPEN = "open"
    LEFT = "left"
    SILENT = "silent"
    NAMELESS = "nameless"

    @property
    def keeps_s(self) -> float:
        """How long a link is not asked for again, in seconds.

        After silence that is less than a day, so that a run each day, at about the same hour,
        asks again.
        """
        is_open = self in {Verdict.SILENT, Verdict.NAMELESS}
        return 0.8 * _DAY_S if is_open else _WEEK_S


_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def is_redirect(status: int) -> bool:
    """Whether a reply sends on to another address."""
    return status in _REDIRECTS


def wants_get(status: int) -> bool:
    """Whether a reply to HEAD proves nothing until GET says the same: many sites refuse HEAD."""
    is_refusal = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return status == HTTPStatus.NOT_IMPLEMENTED or (
        is_refusal and status != HTTPStatus.TOO_MANY_REQUESTS
    )


def wants_peace(status: int, retry_after: str) -> bool:
    """Whether a host asks to be left alone: 429, or an error with a Retry-After header."""
    is_error = status >= HTTPStatus.BAD_REQUEST
    return status == HTTPStatus.TOO_MANY_REQUESTS or (is_error and bool(retry_after.strip()))


def judge(status: int) -> Verdict:
    """What the reply at the end of all redirects proves.

    >>> [judge(status).value for status in (204, 404, 410, 403, 503, 304)]
    ['alive', 'dead', 'dead', 'open', 'silent', 'open']
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Verdict.ALIVE
    if status in _GONE:
        return Verdict.DEAD
    is_failure = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return Verdict.SILENT if is_failure else Verdict.OPEN

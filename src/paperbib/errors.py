"""The errors that end a run, and the exit codes that say how a run ended.

Three kinds of fault exist in paperbib. One item is wrong: that is a `Problem`
(see `paperbib.model`), collected while the run goes on. The run cannot go on:
that is a `PaperbibError`, shown as one line and a hint. Anything else is a bug
and shows its traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; part of the contract."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    PARTIAL = 3
    LOCKED = 5
    INTERRUPTED = 130


class PaperbibError(Exception):
    """The run cannot go on.

    Args:
        what: One line: what is wrong, with the path and the place.
        hint: What the person can do about it.
        code: The exit code the command line ends with.
    """

    def __init__(self, what: str, *, hint: str = "", code: Exit = Exit.USAGE) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.code = code


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A hint for a mistyped word: the nearest known one, or another hint."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise


class HttpError(Exception):
    """A request got no usable reply.

    Args:
        reason: One line for people.
        status: The HTTP status, or None where there was no reply.
        retry_after_s: Seconds the server asked to wait, or None.
    """

    def __init__(
        self, reason: str, *, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after_s = retry_after_s


class UnreachableError(HttpError):
    """No connection could be made at all: asking again right now is pointless."""


class BusyError(HttpError):
    """The server answered, but not with what was asked: worth another try, later."""


class RefusedError(HttpError):
    """The server answered with a definite no: asking the same again will not help.

    Args:
        reason: One line for people.
        status: The HTTP status.
        body: The reply's body, which may name what was wrong.
        location: Where a redirect leads to; "" for none.
    """

    def __init__(
        self, reason: str, *, status: int | None = None, body: bytes = b"", location: str = ""
    ) -> None:
        super().__init__(reason, status=status)
        self.body = body
        self.location = location

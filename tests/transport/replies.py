"""What a server answers in these tests, and what is made of it."""

from __future__ import annotations

import httpx

from paperbib.errors import BusyError
from paperbib.transport import Reply

URL = "https://export.arxiv.org/api/query"


def ok(text: str = "yes") -> httpx.Response:
    """A good reply."""
    return httpx.Response(200, text=text)


def busy(retry_after: str | None = None, status: int = 429) -> httpx.Response:
    """A reply that asks for patience."""
    return httpx.Response(status, headers={"Retry-After": retry_after} if retry_after else {})


def body(reply: Reply) -> bytes:
    """Take any reply."""
    return reply.content


def read_yes(reply: Reply) -> bytes:
    """Take the good reply only."""
    if reply.content != b"yes":
        raise BusyError("no feed")
    return reply.content

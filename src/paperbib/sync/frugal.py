"""A network for runs that come every day: on a day of trouble they ask little, and ask again.

Sources go to some lengths to get an answer: they ask in halves, one by one, for what is sure
to exist. Who sits before a terminal wants that. Of a scheduled run nobody waits for the end,
and the next one comes anyway: a site that is in trouble is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from paperbib.config import Config
from paperbib.errors import HttpError, RefusedError, UnreachableError
from paperbib.sources.http import Reply
from paperbib.sync.asking import CountingHttp, open_transport

T = TypeVar("T")

MOST_REQUESTS = 3
"""Once a question has failed, no further one is asked when so many requests were sent."""

_ANSWERS = frozenset({HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""Statuses that are about what was asked for, and not about how the site is."""


@contextmanager
def open_frugally(config: Config) -> Iterator[Frugal]:
    """Open the network for a scheduled run; one question of it is asked a second time at most.

    Args:
        config: Where the sources are.
    """
    from paperbib.transport.gate import site_of

    with open_transport(config, most_retries=1) as http:
        yield Frugal(http, site_of)


class Frugal:
    """A polite client that asks little once there is trouble.

    Args:
        http: The client that asks.
        site_of: The part of a host name that stands for who runs it.
    """

    def __init__(self, http: CountingHttp, site_of: Callable[[str, int | None], str]) -> None:
        self._http, self._site_of = http, site_of
        self._reason_by_site: dict[str, str] = {}

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._http.requests

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask; see `paperbib.sources.http.Http`.

        Raises:
            UnreachableError: There is trouble: this is left to the next run.
        """
        with self._in_trouble_or_not(url):
            return self._http.get(url, params, read)

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Reply], T],
    ) -> T:
        """Ask with a body; see `paperbib.sources.http.PostingHttp`.

        Raises:
            UnreachableError: As for `get`.
        """
        with self._in_trouble_or_not(url):
            return self._http.post(url, params, body, headers, read)

    @contextmanager
    def _in_trouble_or_not(self, url: str) -> Iterator[None]:
        parts = urlsplit(url)
        site = self._site_of(parts.hostname or "", parts.port)
        if reason := self._reason_by_site.get(site):
            raise UnreachableError(reason)
        if self._reason_by_site and self.requests >= MOST_REQUESTS:
            raise UnreachableError(f"{site} was not asked: enough was tried for one run")
        try:
            yield
        except RefusedError as error:
            if error.status not in _ANSWERS and error.status is not None:
                self._reason_by_site[site] = error.reason
            raise
        except HttpError as error:
            self._reason_by_site[site] = error.reason
            raise

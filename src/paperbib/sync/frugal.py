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
MOST_ALONE = 20
"""Nor is one about a single thing, failed or not: many new ones are asked about over days."""

_ANSWERS = frozenset({HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""Statuses that are about what was asked for, and not about how the site is."""
_LISTS = frozenset({"search_query", "filter", "verb", "query"})
"""Parameters of questions that are not about a single thing."""


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
        self._disliked: set[str] = set()

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._http.requests

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask; see `paperbib.sources.http.Http`.

        Raises:
            UnreachableError: There is trouble: this is left to the next run.
        """
        with self._in_trouble_or_not(url, is_lone=_is_lone(params)):
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
    def _in_trouble_or_not(self, url: str, *, is_lone: bool = False) -> Iterator[None]:
        parts = urlsplit(url)
        site = self._site_of(parts.hostname or "", parts.port)
        if reason := self._reason_by_site.get(site):
            raise UnreachableError(reason)
        is_enough = self._reason_by_site and self.requests >= MOST_REQUESTS
        if is_enough or (is_lone and self.requests >= MOST_ALONE):
            reason = f"{site} was not asked: enough was tried for one run"
            self._reason_by_site[site] = reason
            raise UnreachableError(reason)
        try:
            yield
        except RefusedError as error:
            is_again = error.status == HTTPStatus.BAD_REQUEST and site in self._disliked
            if is_again or (error.status not in _ANSWERS and error.status is not None):
                self._reason_by_site[site] = error.reason
            if error.status == HTTPStatus.BAD_REQUEST:
                self._disliked.add(site)
            raise
        except HttpError as error:
            self._reason_by_site[site] = error.reason
            raise


def _is_lone(params: Mapping[str, str]) -> bool:
    """Whether a question is about a single thing that a list lacked, or that there may not be."""
    if papers := params.get("id_list"):
        # The last of many papers may be alone on its page; then so much is asked for.
        return "," not in papers and params.get("max_results") != "1"
    return not params.keys() & _LISTS

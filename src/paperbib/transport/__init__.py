"""One polite HTTP client: retry → gate → network. It knows no paper.

arXiv allows one request per 3 seconds and one connection at a time, over all
of a person's programs (arXiv API Terms of Use). The gate keeps to that between
processes (see `paperbib.transport.gate`).
"""

from __future__ import annotations

import random as _random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

import httpx
import tenacity

from paperbib import __version__
from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.transport.gate import Gate, HoldOffError, Turn, site_of
from paperbib.transport.verdict import check, is_redirect, pause_s, retry_after_s
from paperbib.transport.wire import HandshakeError, Reply, Wire, one_line, with_query

__all__ = ["BACKOFF_S", "PATIENCE_S", "Reply", "Transport", "user_agent_of"]

T = TypeVar("T")

ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.5"
BACKOFF_S = 3.0
PATIENCE_S = 60.0

_HOME = "https://github.com/paperbib/paperbib"
_NO_INTERVALS: Mapping[str, float] = MappingProxyType({})


def user_agent_of(mailto: str | None = None) -> str:
    """Name this program, as arXiv and Crossref ask of automated clients.

    >>> user_agent_of("me@example.org")
    'paperbib/... (+https://github.com/paperbib/paperbib; mailto:me@example.org)'
    """
    contact = f"; mailto:{mailto}" if mailto else ""
    return f"paperbib/{__version__} (+{_HOME}{contact})"


@dataclass(slots=True)
class _Asking:
    """How one question has fared so far."""

    tries: int = 0
    failed_s: float = 0.0
    pause_s: float = 0.0


class Transport:
    """A client that asks each site one thing at a time, and not too often.

    Args:
        gate_dir: Where the lock and the next permitted time of each site live;
            shared by all processes of the person.
        mailto: An address the server's people can write to; None sends none.
        user_agent: The User-Agent; by default `user_agent_of` ``mailto``.
        interval_s: Seconds from the end of a request to the start of the next.
        interval_s_by_site: Other intervals, by site: ``{"crossref.org": 0.2}``.
        backoff_s: The pause after a first failure; it doubles with each further one,
            over all processes.
        patience_s: How long the failed tries of one question may take together
            before no further one starts, and the longest pause of our own that a
            question waits for; pauses that a server asks for do not count.
        clock: Seconds since the epoch.
        ticks: Seconds that only go forward, the same for all processes of the
            machine; by default those of the system, or of ``clock`` if that is given.
        sleep: Waits for some seconds.
        random: A number in [0, 1), to keep programs from retrying in step.
        tries: How often one question is asked at most.
        connect_timeout_s: Seconds to wait for a connection.
        read_timeout_s: Seconds to wait for the next bytes of a reply.
        network: Replaces the network in tests.

    Raises:
        PaperbibError: When the proxy or certificate settings cannot be used.
    """

    def __init__(  # noqa: PLR0913 - each is one knob of one client
        self,
        *,
        gate_dir: Path,
        mailto: str | None = None,
        user_agent: str | None = None,
        interval_s: float = 3.0,
        interval_s_by_site: Mapping[str, float] = _NO_INTERVALS,
        backoff_s: float = BACKOFF_S,
        patience_s: float = PATIENCE_S,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = _random.random,
        tries: int = 4,
        connect_timeout_s: float = 5.0,
        read_timeout_s: float = 30.0,
        network: httpx.BaseTransport | None = None,
    ) -> None:
        self.requests = 0
        """How many requests went out, failed ones included."""
        self._gate_dir = gate_dir
        self._gate_by_site: dict[str, Gate] = {}
        self._interval_s = interval_s
        self._interval_s_by_site = interval_s_by_site
        self._backoff_s, self._patience_s, self._tries = backoff_s, patience_s, tries
        self._clock, self._sleep, self._random = clock, sleep, random
        self._ticks = ticks or (time.monotonic if clock is time.time else clock)
        headers = {"User-Agent": user_agent or user_agent_of(mailto), "Accept": ACCEPT}
        if mailto:
            headers["From"] = mailto
        timeout = httpx.Timeout(read_timeout_s, connect=connect_timeout_s)
        self._wire = Wire(headers, timeout, self._ticks, network)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask once, politely; ask again while the server is busy.

        Args:
            url: An absolute ``http`` or ``https`` URL.
            params: Its query; commas, slashes and colons are sent as they are.
            read: Turns a reply with status 200 into the result. May raise
                `BusyError` (nothing usable, worth asking again) or `RefusedError`.
                Called while the site is held for this question, so that nobody
                asks it before a pause that is due: it must not ask anything itself.

        Raises:
            UnreachableError: No connection; not tried again.
            BusyError: No usable reply after all tries, or all patience.
            RefusedError: A definite no, or a redirect, which is not followed.
            PaperbibError: The URL or the gate's folder cannot be used.
        """
        question = with_query(url, params)
        asking = _Asking()
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_worth_retrying),
            stop=lambda _: self._is_enough(asking),
            sleep=_leave_it_to_the_gate,
            reraise=True,
        )
        try:
            result: T = retrying(self._ask, question, read, asking)
        except HttpError as error:
            error.reason = one_line(error.reason)
            error.args = (error.reason,)
            if not _is_worth_retrying(error):
                raise
            times = "once" if asking.tries == 1 else f"{asking.tries} times"
            raise BusyError(
                f"{error.reason} (asked {times})",
                status=error.status,
                retry_after_s=error.retry_after_s,
            ) from error
        return result

    def _is_enough(self, asking: _Asking) -> bool:
        return (
            asking.tries >= self._tries
            or asking.failed_s >= self._patience_s
            or asking.pause_s > self._patience_s
        )

    def _ask(self, url: httpx.URL, read: Callable[[Reply], T], asking: _Asking) -> T:
        with self._gate(url.host).turn() as turn:
            self.requests += 1
            asking.tries += 1
            started_s = self._ticks()
            try:
                return self._exchange(url, read, turn)
            except BusyError as error:
                asking.failed_s += self._ticks() - started_s
                own_s = pause_s(self._backoff_s, turn.failures, self._random())
                asked_s = error.retry_after_s or 0.0
                asking.pause_s = own_s if own_s > asked_s else 0.0
                turn.failures += 1
                turn.hold(max(own_s, asked_s))
                raise
            except UnreachableError as error:
                turn.is_unused = not isinstance(error, HandshakeError)
                raise

    def _exchange(self, url: httpx.URL, read: Callable[[Reply], T], turn: Turn) -> T:
        """Send, and judge what comes back."""
        delivery = self._wire.send(url)
        asked_s = retry_after_s(delivery, self._clock())
        try:
            check(url.host, delivery, asked_s)
            result = read(delivery.reply)
        except BusyError as error:
            error.retry_after_s = asked_s if error.retry_after_s is None else error.retry_after_s
            raise
        except RefusedError:
            turn.failures = 0
            if not is_redirect(delivery.reply.status):
                turn.hold(asked_s or 0.0)
            raise
        turn.failures = 0
        return result

    def _gate(self, host: str) -> Gate:
        site = site_of(host)
        if site not in self._gate_by_site:
            interval_s = self._interval_s_by_site.get(site, self._interval_s)
            self._gate_by_site[site] = Gate(
                self._gate_dir, site, interval_s, self._clock, self._ticks, self._sleep
            )
        return self._gate_by_site[site]


def _is_worth_retrying(error: BaseException) -> bool:
    return isinstance(error, BusyError) and not isinstance(error, HoldOffError)


def _leave_it_to_the_gate(_: float) -> None:
    """Wait for nothing: the pause is noted at the gate, where it holds for all."""

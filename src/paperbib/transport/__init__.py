"""One polite HTTP client: retry → gate → network. It knows no paper.

arXiv allows one request per 3 seconds and one connection at a time, over all
of a person's programs (arXiv API Terms of Use). The gate keeps to that between
processes (see `paperbib.transport.gate`).
"""

from __future__ import annotations

import math
import random as _random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

import httpx
import tenacity

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.transport.agent import headers_of, user_agent_of
from paperbib.transport.gate import WAIT_LIMIT_S, Gate, HoldOffError, Turn, site_of
from paperbib.transport.question import Question, look_up, posting
from paperbib.transport.verdict import check, is_redirect, pause_s, retry_after_s
from paperbib.transport.wire import HandshakeError, Reply, Wire, one_line

__all__ = ["BACKOFF_S", "PATIENCE_S", "Reply", "Transport", "user_agent_of"]

T = TypeVar("T")

BACKOFF_S = 3.0
PATIENCE_S = 60.0

_NO_INTERVALS: Mapping[str, float] = MappingProxyType({})


@dataclass(slots=True)
class _Asking:
    """How one question has fared so far.

    Attributes:
        tries: How often it was sent.
        spent_s: What failed tries took, and our own pauses after each of them.
        own_pause_s: The pause of our own that is due before the next try.
        waited_s: What was waited out of pauses that others wanted.
    """

    tries: int = 0
    spent_s: float = 0.0
    own_pause_s: float = 0.0
    waited_s: float = 0.0


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
        patience_s: How long the failed tries of one question and our own pauses after
            them may take together before no further try starts. Pauses that a server
            asks for do not count: they have a limit of their own, `WAIT_LIMIT_S`.
        clock: Seconds since the epoch.
        ticks: Seconds that only go forward, the same for all processes of the
            machine; by default those of the system, or of ``clock`` if that is given.
        sleep: Waits for some seconds.
        random: A number in [0, 1), to keep programs from retrying in step.
        tries: How often one question is asked at most.
        most_retries: How often all questions together are asked again at most; None: no limit.
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
        most_retries: int | None = None,
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
        self._retries_left = math.inf if most_retries is None else most_retries
        self._clock, self._sleep, self._random = clock, sleep, random
        self._ticks = ticks or (time.monotonic if clock is time.time else clock)
        headers = headers_of(user_agent or user_agent_of(mailto), mailto)
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

        At the longest a question takes ``patience_s`` and one reply
        (`wire.REPLY_LIMIT_S`), which is two and a half minutes; the two minutes
        (`gate.WAIT_LIMIT_S`) that pauses may take which the server asks for, or which
        it finds noted; and the interval before each try. Not counted are the look-up
        of the host's name, and the turns of other processes: `gate.LOCK_LIMIT_S` for
        the place in line and as long again for the turn, before each try.

        Nothing is remembered of a host but the pause that is due: after arXiv's query
        API hung, a question to its OAI-PMH host, the same site, costs as much again.

        Args:
            url: An absolute ``http`` or ``https`` URL.
            params: Its query; commas, slashes and colons are sent as they are.
            read: Turns a reply with status 200 into the result. May raise
                `BusyError` (nothing usable, worth asking again) or `RefusedError`.
                Called while the site is held for this question, so that nobody
                asks it before a pause that is due: it must not ask anything itself.

        Raises:
            UnreachableError: No connection; not tried again.
            BusyError: No usable reply after all tries, or all patience; a
                `HoldOffError` where pauses are wanted that are longer than a question
                waits. These are not waited for, but stay noted for later runs.
            RefusedError: A definite no, or a redirect, which is not followed.
            PaperbibError: The URL or the gate's folder cannot be used.
        """
        return self._persist(look_up(url, params), read)

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Reply], T],
    ) -> T:
        """Ask as `get` does, and as often, with a body: for what fits into no address.

        Args:
            url: As for `get`.
            params: As for `get`.
            body: JSON.
            headers: A key, which no message shows.
            read: As for `get`.

        Raises:
            PaperbibError: As for `get`, or where a header cannot be sent.
        """
        return self._persist(posting(url, params, body, headers), read)

    def _persist(self, question: Question, read: Callable[[Reply], T]) -> T:
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
            error.reason = one_line(question.without_secrets(error.reason))
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
        if asking.tries >= self._tries or asking.spent_s >= self._patience_s:
            return True
        self._retries_left -= 1
        return self._retries_left < 0

    def _ask(self, question: Question, read: Callable[[Reply], T], asking: _Asking) -> T:
        url = question.url
        gate = self._gate(site_of(url.host, url.port))
        longest_s = max(WAIT_LIMIT_S - asking.waited_s, asking.own_pause_s)
        with gate.turn(longest_s) as turn:
            if turn.waited_s > max(asking.own_pause_s, gate.interval_s):
                asking.waited_s += turn.waited_s
            self.requests += 1
            asking.tries += 1
            started_s = self._ticks()
            try:
                return self._exchange(question, read, turn)
            except BusyError as error:
                asking.spent_s += self._ticks() - started_s
                self._pause(url, error, asking, turn)
                raise
            except UnreachableError as error:
                turn.is_unused = not isinstance(error, HandshakeError)
                raise

    def _pause(self, url: httpx.URL, error: BusyError, asking: _Asking, turn: Turn) -> None:
        """Note the pause that is due, ours or theirs; refuse to wait for too long a one."""
        own_s = pause_s(self._backoff_s, turn.failures, self._random())
        asked_s = error.retry_after_s or 0.0
        turn.failures += 1
        if own_s > asked_s:
            turn.hold(own_s)
            asking.own_pause_s = own_s
            asking.spent_s += own_s
            return
        turn.hold(asked_s, _shown_host(url))
        asking.own_pause_s = 0.0
        if asking.waited_s + asked_s > WAIT_LIMIT_S:
            raise HoldOffError(error.reason, status=error.status, retry_after_s=asked_s) from error

    def _exchange(self, question: Question, read: Callable[[Reply], T], turn: Turn) -> T:
        """Send, and judge what comes back."""
        url, delivery = question.url, self._wire.send(question)
        asked_s = retry_after_s(delivery, self._clock())
        try:
            check(url.host, delivery)
            result = read(delivery.reply)
        except BusyError as error:
            if error.retry_after_s is None:
                error.retry_after_s = asked_s
            if error.retry_after_s:
                error.reason += f" and asked for a pause of {error.retry_after_s:.0f} s"
            raise
        except RefusedError:
            turn.failures = 0
            if not is_redirect(delivery.reply.status):
                turn.hold(asked_s or 0.0, _shown_host(url))
            raise
        turn.failures = 0
        return result

    def _gate(self, site: str) -> Gate:
        if site not in self._gate_by_site:
            interval_s = self._interval_s_by_site.get(site, self._interval_s)
            self._gate_by_site[site] = Gate(
                self._gate_dir, site, interval_s, self._clock, self._ticks, self._sleep
            )
        return self._gate_by_site[site]


def _is_worth_retrying(error: BaseException) -> bool:
    return isinstance(error, BusyError) and not isinstance(error, HoldOffError)


def _shown_host(url: httpx.URL) -> str:
    """The host as it is written in ASCII, without blanks."""
    return url.raw_host.decode("ascii")


def _leave_it_to_the_gate(_: float) -> None:
    """Wait for nothing: the pause is noted at the gate, where it holds for all."""

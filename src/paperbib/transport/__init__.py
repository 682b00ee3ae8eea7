"""One polite HTTP client: retry → gate → network. It knows no paper.

arXiv allows one request per 3 seconds and one connection at a time, over all
of a person's programs (arXiv API Terms of Use). The gate keeps to that between
processes (see `paperbib.transport.gate`).
"""

from __future__ import annotations

import random as _random
import re
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import NamedTuple, Self, TypeVar
from urllib.parse import quote, urlencode

import httpx
import tenacity

from paperbib import __version__
from paperbib.errors import BusyError, PaperbibError, RefusedError, UnreachableError
from paperbib.transport.gate import HOLD_LIMIT_S, WAIT_LIMIT_S, Gate, HoldOffError, site_of

T = TypeVar("T")

ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.5"
BODY_LIMIT_BYTES = 64 * 1024 * 1024
REPLY_LIMIT_S = 300.0
"""A reply that trickles in for longer than this is given up."""
BACKOFF_S = 3.0

_HOME = "https://github.com/paperbib/paperbib"
_NO_INTERVALS: Mapping[str, float] = MappingProxyType({})
_ERRNO = re.compile(r"\[Errno -?\d+\] ")
_LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")


class Reply(NamedTuple):
    """What a server answered.

    Attributes:
        status: The HTTP status.
        content: The body, decompressed.
        content_type: The Content-Type header, or "".
    """

    status: int
    content: bytes
    content_type: str


class _Answer(NamedTuple):
    """A reply, and what else its headers said."""

    reply: Reply
    reason: str
    location: str
    retry_after: str


def user_agent_of(mailto: str | None = None) -> str:
    """Name this program, as arXiv and Crossref ask of automated clients.

    >>> user_agent_of("me@example.org")
    'paperbib/... (+https://github.com/paperbib/paperbib; mailto:me@example.org)'
    """
    contact = f"; mailto:{mailto}" if mailto else ""
    return f"paperbib/{__version__} (+{_HOME}{contact})"


class Transport:
    """A client that asks each site one thing at a time, and not too often.

    Args:
        gate_dir: Where the lock and the next permitted time of each site live;
            shared by all processes of the person.
        mailto: An address the server's people can write to; None sends none.
        user_agent: The User-Agent; by default `user_agent_of` ``mailto``.
        interval_s: Seconds from the end of a request to the start of the next.
        interval_s_by_site: Other intervals, by site: ``{"crossref.org": 0.2}``.
        clock: Seconds since the epoch.
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
        clock: Callable[[], float] = time.time,
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
        self._interval_s = interval_s
        self._interval_s_by_site = interval_s_by_site
        self._clock, self._sleep, self._random = clock, sleep, random
        self._tries = tries
        headers = {"User-Agent": user_agent or user_agent_of(mailto), "Accept": ACCEPT}
        if mailto:
            headers["From"] = mailto
        timeout = httpx.Timeout(read_timeout_s, connect=connect_timeout_s)
        self._client = _open_client(headers, timeout, network)

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
        self._client.close()

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask once, politely; ask again while the server is busy.

        Args:
            url: An absolute ``http`` or ``https`` URL.
            params: Its query; commas, slashes and colons are sent as they are.
            read: Turns a reply with status 200 into the result. May raise
                `BusyError` (nothing usable, worth asking again) or `RefusedError`.

        Raises:
            UnreachableError: No connection; not tried again.
            BusyError: No usable reply after all tries.
            RefusedError: A definite no, or a redirect, which is not followed.
            PaperbibError: The URL or the gate's folder cannot be used.
        """
        question = _with_query(url, params)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_worth_retrying),
            stop=tenacity.stop_after_attempt(self._tries),
            wait=self._backoff_s,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(lambda: read(self._ask(question)))
        except HoldOffError:
            raise
        except BusyError as error:
            times = "once" if self._tries == 1 else f"{self._tries} times"
            raise BusyError(
                f"{error.reason} (asked {times})",
                status=error.status,
                retry_after_s=error.retry_after_s,
            ) from error

    def _backoff_s(self, state: tenacity.RetryCallState) -> float:
        # The gate waits for the rest of a Retry-After, should that be longer.
        return float(BACKOFF_S * (2 ** (state.attempt_number - 1) + self._random()))

    def _ask(self, url: httpx.URL) -> Reply:
        site = site_of(url.host)
        interval_s = self._interval_s_by_site.get(site, self._interval_s)
        gate = Gate(self._gate_dir, site, interval_s, self._clock, self._sleep)
        with gate.turn():
            self.requests += 1
            answer = self._send(url)
            retry_after_s = _retry_after_s(answer.retry_after, self._clock())
            gate.hold_s = max(gate.hold_s, min(retry_after_s or 0, HOLD_LIMIT_S))
        _check(url.host, answer, retry_after_s)
        return answer.reply

    def _send(self, url: httpx.URL) -> _Answer:
        """Send one request and take in the whole reply, within limits."""
        try:
            with self._client.stream("GET", url) as response:
                content = self._body(url.host, response)
                headers = response.headers
                return _Answer(
                    Reply(response.status_code, content, headers.get("Content-Type", "")),
                    response.reason_phrase,
                    headers.get("Location", ""),
                    headers.get("Retry-After", ""),
                )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            reason = _ERRNO.sub("", str(error)) or "no connection in time"
            raise UnreachableError(
                f"{url.host} cannot be reached: {reason[:1].lower()}{reason[1:]}"
            ) from error
        except httpx.TimeoutException as error:
            raise BusyError(f"{url.host} did not answer in time") from error
        except httpx.RequestError as error:
            reason = str(error) or type(error).__name__
            raise BusyError(f"{url.host} broke off the reply: {reason}") from error

    def _body(self, host: str, response: httpx.Response) -> bytes:
        give_up_at = self._clock() + REPLY_LIMIT_S
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > BODY_LIMIT_BYTES:
                limit = BODY_LIMIT_BYTES // 2**20
                raise RefusedError(f"{host} sent more than {limit} MiB")
            if self._clock() > give_up_at:
                raise BusyError(f"{host} did not finish its reply in {REPLY_LIMIT_S:.0f} s")
        return bytes(body)


def _open_client(
    headers: Mapping[str, str], timeout: httpx.Timeout, network: httpx.BaseTransport | None
) -> httpx.Client:
    try:
        return httpx.Client(
            headers=headers,
            timeout=timeout,
            follow_redirects=False,
            transport=network,
            # None means: past the proxies of the environment, which cannot know
            # what listens on this machine.
            mounts=dict.fromkeys(_LOOPBACK),
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise PaperbibError(
            f"the proxy or certificate settings cannot be used: {error}",
            hint="See HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE in the environment.",
        ) from error


def _with_query(url: str, params: Mapping[str, str]) -> httpx.URL:
    # RFC 3986 allows these characters in a query; encoded, a list of
    # identifiers grows past what servers accept in one URL.
    query = urlencode(params, quote_via=quote, safe=",/:")
    hint = "An address starts with http:// or https://; see PAPERBIB_ARXIV_API."
    try:
        whole = httpx.URL(f"{url}{'&' if '?' in url else '?'}{query}")
    except httpx.InvalidURL as error:
        raise PaperbibError(f"{url!r} cannot be asked: {error}", hint=hint) from error
    if whole.scheme not in {"http", "https"} or not whole.host:
        raise PaperbibError(f"{url!r} cannot be asked: it is no web address", hint=hint)
    return whole


def _is_worth_retrying(error: BaseException) -> bool:
    return isinstance(error, BusyError) and not isinstance(error, HoldOffError)


def _check(host: str, answer: _Answer, retry_after_s: float | None) -> None:
    """Raise what a status other than 200 means."""
    status = answer.reply.status
    said = f"{status} {answer.reason}".strip()
    if status == HTTPStatus.OK:
        return
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind = HoldOffError if (retry_after_s or 0) > WAIT_LIMIT_S else BusyError
        asked = f" and asked for a pause of {retry_after_s:.0f} s" if retry_after_s else ""
        reason = f"{host} answered {said}{asked}"
        raise kind(reason, status=status, retry_after_s=retry_after_s)
    if answer.location and HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        said += f" to {answer.location}, which is not followed"
    raise RefusedError(f"{host} answered {said}", status=status, body=answer.reply.content)


def _retry_after_s(header: str, now: float) -> float | None:
    """Seconds of a Retry-After header, which holds seconds or an HTTP date (RFC 9110, 10.2.3)."""
    text = header.strip()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None

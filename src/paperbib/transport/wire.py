"""What goes over the wire: one request, and a whole reply within limits, or an error.

A server, or whoever stands in between, may send anything at any pace. What comes
back is a `Delivery` or an `HttpError`, in bounded time and memory.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, NamedTuple, Self

import httpx

from paperbib.errors import BusyError, HttpError, PaperbibError, RefusedError, UnreachableError
from paperbib.transport.question import Question

BODY_LIMIT_BYTES = 64 * 1024 * 1024
"""The largest body that is taken in, counted after decompression."""
REPLY_LIMIT_S = 90.0
"""A request that takes longer than this as a whole, reply included, is given up.

A hundred entries are half a megabyte: at 6 kB a second they are in.
"""
REASON_LIMIT = 300
"""The longest reason for people, in characters."""

_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_NOISE = re.compile(r"\[(?:Errno -?\d+|SSL[^\]]{0,99})\] | ?\(_ssl\.c:\d+\)")
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


class Delivery(NamedTuple):
    """A reply, and what else its status line and headers said."""

    reply: Reply
    reason: str
    location: str
    retry_after: str
    date: str


class HandshakeError(UnreachableError):
    """There is a server, but no secure connection to it."""


def one_line(text: str, limit: int = REASON_LIMIT) -> str:
    r"""Text from a stranger, fit to stand in a message: one line, printable, not too long.

    >>> one_line("Too Many\r\n\x1b[31mRequests\u202e")
    'Too Many [31mRequests'
    """
    shown = "".join(char if char.isprintable() else " " for char in text[: 4 * limit])
    shown = " ".join(shown.split())
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


class Wire:
    """A connection for each request; closed after it, so that there is never a second one.

    Args:
        headers: What every request says.
        timeout: Limits on connecting and on silence.
        ticks: Seconds that only go forward.
        network: Replaces the network in tests.

    Raises:
        PaperbibError: When the proxy or certificate settings cannot be used.
    """

    def __init__(
        self,
        headers: Mapping[str, str],
        timeout: httpx.Timeout,
        ticks: Callable[[], float],
        network: httpx.BaseTransport | None = None,
    ) -> None:
        self._ticks = ticks
        own = {"Accept-Encoding": "gzip, deflate", "Connection": "close"}
        try:
            self._client = httpx.Client(
                headers={**headers, **own},
                timeout=timeout,
                limits=httpx.Limits(max_keepalive_connections=0),
                follow_redirects=False,
                # No cookies: they are no facts of papers, and HTTPX breaks on odd ones.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
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

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def send(self, question: Question) -> Delivery:
        """Send one request and take in the whole reply.

        Raises:
            UnreachableError: No connection; a `HandshakeError` if no secure one.
            BusyError: No whole reply.
            RefusedError: More than anybody wants to read.
        """
        url, host = question.url, question.url.host
        with _Watch(REPLY_LIMIT_S) as watch:
            try:
                with self._client.stream(
                    question.method,
                    url,
                    content=question.body,
                    headers=question.headers,
                    extensions={"trace": watch.saw},
                ) as response:
                    delivery = self._delivery(question, response)
            except httpx.RequestError as error:
                raise _late(host) if watch.is_over else _error_of(host, error) from error
            except UnicodeError as error:  # an address was checked before; a proxy's was not
                reason = f"{host} cannot be reached: {error}; is the proxy's name right?"
                raise UnreachableError(reason) from error
            if watch.is_over:  # a body of no stated length looks whole when it is cut
                raise _late(host)
            return delivery

    def _delivery(self, question: Question, response: httpx.Response) -> Delivery:
        headers = response.headers
        content = self._body(question.url.host, response)
        return Delivery(
            Reply(response.status_code, content, headers.get("Content-Type", "")),
            question.without_secrets(response.reason_phrase),
            question.without_secrets(headers.get("Location", "")),
            headers.get("Retry-After", ""),
            headers.get("Date", ""),
        )

    def _body(self, host: str, response: httpx.Response) -> bytes:
        # A list of encodings, or one that was not offered, multiplies what a few
        # bytes unfold to; with these it is at most a thousandfold a chunk.
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise BusyError(f"{host} sent an encoding that was not offered: {encoding}")
        give_up_at = self._ticks() + REPLY_LIMIT_S
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > BODY_LIMIT_BYTES:
                limit = BODY_LIMIT_BYTES // 2**20
                raise RefusedError(f"{host} sent more than {limit} MiB")
            if self._ticks() > give_up_at:
                raise _late(host)
        return bytes(body)


class _Watch:
    """Ends a request that takes too long as a whole, however lively it looks.

    Timeouts count from the last byte. Headers that trickle, or interim replies
    without end, would hold a site for all processes for days.
    """

    def __init__(self, limit_s: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(limit_s, self._end)
        self._timer.daemon = True  # Ctrl-C must not wait for it

    def saw(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket; called as HTTPX's extension ``trace`` documents."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.is_over:
                self._end()

    def _end(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with suppress(OSError):
                # Not by the method of a TLS socket, which takes its state apart
                # under the hands of the thread that reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()


def _late(host: str) -> BusyError:
    return BusyError(f"{host} did not finish its reply in {REPLY_LIMIT_S:.0f} s")


def _error_of(host: str, error: httpx.RequestError) -> HttpError:
    """What a failure of the client library means."""
    said = _NOISE.sub("", str(error)).strip()
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        if _is_handshake(error):
            return HandshakeError(f"{host} offers no secure connection: {said}")
        said = said or "no connection in time"
        return UnreachableError(f"{host} cannot be reached: {said[:1].lower()}{said[1:]}")
    if isinstance(error, httpx.TimeoutException):
        return BusyError(f"{host} did not answer in time")
    return BusyError(f"{host} broke off the reply: {said or type(error).__name__}")


def _is_handshake(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None

"""One look at a page of a stranger: its status, where it leads, and no more than was asked for.

A probe connects to the very address it is given, so that a second look-up of the name cannot
lead elsewhere, and asks there for the host by its name. It sends no cookie, no key, no address
of a person and no Referer, follows nothing, and uses no proxy of the environment.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

import httpx

from paperbib.errors import BusyError, UnreachableError
from paperbib.transport.agent import user_agent_of
from paperbib.transport.wire import one_line

LOOK_LIMIT_S = 30.0
"""A look that takes longer than this as a whole is given up."""
_CONNECT_TIMEOUT_S = 10.0
_READ_TIMEOUT_S = 15.0
_LOCATION = "paperbib.location"

Method = Literal["HEAD", "GET"]


class NoNameError(UnreachableError):
    """The domain name system says that there is no such name."""


class Sight(NamedTuple):
    """What was seen of a page.

    Attributes:
        status: The HTTP status.
        location: The Location header, or "".
        retry_after: The Retry-After header, or "".
        body: The beginning of the body, as many octets as were wanted.
        is_packed: Whether the body is compressed, though that was not offered.
    """

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""
    is_packed: bool = False


class Look(NamedTuple):
    """One look to take.

    Attributes:
        scheme: ``http`` or ``https``.
        host: The host's name, or an IP address; the certificate has to be for it.
        port: The port.
        authority: What the Host header says.
        path: The path and the query, in ASCII.
        method: HEAD, or GET.
        wants: How many octets of the body are read at most.
    """

    scheme: str
    host: str
    port: int
    authority: str
    path: str
    method: Method = "HEAD"
    wants: int = 0


Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a name, for a port."""


def resolve(host: str, port: int) -> list[str]:
    """Look a name up, once; the system's own limits on time hold.

    Raises:
        OSError: As `socket.getaddrinfo`.
    """
    # With the dot, the name is whole: no domain of the local network is put behind it.
    found = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Probe:
    """Looks at pages, one at a time, each over a connection of its own.

    Args:
        resolve: Looks names up.
        ticks: Seconds that only go forward.
        network: Replaces the network in tests.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        ticks: Callable[[], float] = time.monotonic,
        network: httpx.BaseTransport | None = None,
    ) -> None:
        self.requests = 0
        """How many requests went out, failed ones included."""
        self._resolve, self._ticks = resolve, ticks
        self._client = httpx.Client(
            headers={
                # A stranger need not know who asks: no address of a person.
                "User-Agent": user_agent_of(),
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            timeout=httpx.Timeout(_READ_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            event_hooks={"response": [_set_location_aside]},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            transport=network,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def look_up(self, host: str, port: int) -> tuple[str, ...]:
        """The IP addresses of a name, each once, in the order of preference.

        Raises:
            NoNameError: There is no such name, as far as the machine can know.
            UnreachableError: It cannot be looked up.
        """
        try:
            found = self._resolve(host, port)
        except socket.gaierror as error:
            said = one_line(f"{host} cannot be looked up: {error.strerror}")
            if error.errno == socket.EAI_NONAME:
                raise NoNameError(said) from error
            raise UnreachableError(said) from error
        except (OSError, UnicodeError) as error:
            raise UnreachableError(one_line(f"{host} cannot be looked up: {error}")) from error
        return tuple(dict.fromkeys(found))

    def look(self, at: Look, address: str) -> Sight:
        """Send one request to an address, and take in the head of the reply.

        Args:
            at: What to look at.
            address: The IP address to connect to, and no other.

        Raises:
            UnreachableError: No connection, or no secure one.
            BusyError: No reply that can be understood, or none in time.
        """
        self.requests += 1
        deadline = _Deadline(at.host, self._ticks)
        try:
            url = httpx.URL(
                scheme=at.scheme, host=address, port=at.port, raw_path=at.path.encode("ascii")
            )
            with self._client.stream(
                at.method,
                url,
                headers={"Host": at.authority},
                extensions={"sni_hostname": at.host, "trace": deadline.saw},
            ) as response:
                return self._sight(at, response, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            said = str(error) or "no connection in time"
            raise UnreachableError(one_line(f"{at.host} cannot be reached: {said}")) from error
        except (httpx.RequestError, httpx.InvalidURL, UnicodeError) as error:
            said = str(error) or type(error).__name__
            raise BusyError(one_line(f"{at.host} gave no reply: {said}")) from error

    def _sight(self, at: Look, response: httpx.Response, deadline: _Deadline) -> Sight:
        headers = response.headers
        body = self._body(at, response, deadline) if at.wants else b""
        return Sight(
            response.status_code,
            str(response.extensions.get(_LOCATION, "")),
            headers.get("Retry-After", ""),
            body,
            headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"},
        )

    def _body(self, at: Look, response: httpx.Response, deadline: _Deadline) -> bytes:
        """The beginning of the body as it was sent: what is packed is not unpacked."""
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) >= at.wants:
                break
            deadline.left_s()
        return bytes(body[: at.wants])


def _set_location_aside(response: httpx.Response) -> None:
    """Keep HTTPX from reading where a redirect leads.

    It does so though it follows none, and takes what it cannot read for no reply at all.
    """
    response.extensions[_LOCATION] = response.headers.pop("Location", "")


class _Deadline:
    """Ends a look that takes too long as a whole, however lively it is.

    Timeouts count from the last octet: headers that trickle, or interim replies without end,
    would be read for ever. So each read is given no more time than is left.
    """

    def __init__(self, host: str, ticks: Callable[[], float]) -> None:
        self._host, self._ticks = host, ticks
        self._until = ticks() + LOOK_LIMIT_S

    def left_s(self) -> float:
        """How much time is left, in seconds.

        Raises:
            BusyError: None.
        """
        left_s = self._until - self._ticks()
        if left_s <= 0:
            raise BusyError(f"{self._host} did not finish its reply in {LOOK_LIMIT_S:.0f} s")
        return left_s

    def saw(self, event: str, info: Mapping[str, Any]) -> None:
        """Have each read of a new connection in time; HTTPX's extension ``trace`` calls this."""
        if not event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        stream = info["return_value"]
        read = stream.read

        def read_in_time(max_bytes: int, timeout: float | None = None) -> bytes:
            left_s = self.left_s()
            octets: bytes = read(max_bytes, timeout=min(left_s, timeout or left_s))
            return octets

        stream.read = read_in_time

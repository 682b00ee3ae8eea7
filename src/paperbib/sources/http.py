"""What a source sees of the network: a question, and a reply to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

T = TypeVar("T")


class Reply(Protocol):
    """What a server answered."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def content(self) -> bytes:
        """The body."""

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""


class Http(Protocol):
    """Something that asks politely; see `paperbib.transport.Transport`."""

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask, and ask again while the server is busy.

        Args:
            url: The absolute address asked.
            params: Its query.
            read: Turns a reply into the result; raises `BusyError` for a reply
                with nothing usable in it, `RefusedError` for a definite no.

        Raises:
            HttpError: When there was no usable reply in the end.
        """


class PostingHttp(Http, Protocol):
    """Something that also asks politely what fits into no address."""

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Reply], T],
    ) -> T:
        """Ask as `get` does, with a body; it may be sent several times.

        Args:
            url: The absolute address asked.
            params: Its query.
            body: JSON.
            headers: What else to say, such as a key; no message shows it.
            read: As for `get`.

        Raises:
            HttpError: When there was no usable reply.
            PaperbibError: When a header cannot be sent.
        """


class _NoHttp:
    """For a source that needs no network."""

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Refuse: a file was to be read."""
        raise AssertionError(f"a local source asked {url}", params, read)

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Reply], T],
    ) -> T:
        """Refuse: a file was to be read."""
        raise AssertionError(f"a local source asked {url}", params, body, len(headers), read)


NO_HTTP: PostingHttp = _NoHttp()
"""For sources on this computer: asking it is a bug."""

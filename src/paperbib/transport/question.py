"""What is asked: an address with a query, and for some services a body and a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, urlencode

import httpx

from paperbib.errors import PaperbibError

_ADDRESS_HINT = "An address starts with http:// or https://; see PAPERBIB_ARXIV_API."
_HEADER_HINT = "A key is one word of ASCII letters, digits and signs."
_JSON = MappingProxyType({"Content-Type": "application/json", "Accept": "application/json"})
_HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Question:
    """One request, as it may be sent several times.

    Attributes:
        url: The address with its query.
        body: What is posted; None for a mere look-up.
        headers: What only this request says.
        secrets: Values of these headers that are nobody else's business.
    """

    url: httpx.URL
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "GET" if self.body is None else "POST"

    def without_secrets(self, text: str) -> str:
        """Text from the other side, fit for a message: a server may repeat what it was sent."""
        for secret in self.secrets:
            text = text.replace(secret, _HIDDEN)
        return text


def look_up(url: str, params: Mapping[str, str]) -> Question:
    """A question without a body.

    Raises:
        PaperbibError: As `with_query`.
    """
    return Question(with_query(url, params))


def posting(
    url: str, params: Mapping[str, str], body: bytes, headers: Mapping[str, str]
) -> Question:
    """A question with a body of JSON.

    Args:
        url: An absolute address.
        params: Its query.
        body: JSON.
        headers: What else to say; taken for secret.

    Raises:
        PaperbibError: As `with_query`, or where a header cannot be sent. What it would
            say is not told.
    """
    for name, value in headers.items():
        # A library that refuses it shows it.
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise PaperbibError(f"the header {name} cannot be sent", hint=_HEADER_HINT)
    # The longest first: one may be the beginning of another.
    secrets = tuple(sorted(headers.values(), key=len, reverse=True))
    return Question(with_query(url, params), body, {**_JSON, **headers}, secrets)


def with_query(url: str, params: Mapping[str, str]) -> httpx.URL:
    """An address with a query; commas, slashes and colons stay as they are.

    >>> [str(with_query("http://e.org/?a=b", params)) for params in ({}, {"c": "d,e"})]
    ['http://e.org/?a=b', 'http://e.org/?a=b&c=d,e']

    Raises:
        PaperbibError: When that is no web address, or has white space or control
            characters in it, which would be asked for in another form.
    """
    if not url.isprintable() or any(char.isspace() for char in url):
        reason = "it has white space or control characters in it"
        raise PaperbibError(f"{url!r} cannot be asked: {reason}", hint=_ADDRESS_HINT)
    # RFC 3986 allows these characters in a query; encoded, a list of
    # identifiers grows past what servers accept in one URL.
    query = urlencode(params, quote_via=quote, safe=",/:")
    joint = ("&" if "?" in url else "?") if query else ""
    try:
        whole = httpx.URL(f"{url}{joint}{query}")
        # As the look-up of the name does it, which finds empty and overlong labels only then.
        whole.raw_host.decode("ascii").encode("idna")
    except httpx.InvalidURL as error:
        raise PaperbibError(f"{url!r} cannot be asked: {error}", hint=_ADDRESS_HINT) from error
    except UnicodeError as error:
        reason = "its host cannot be the name of a computer"
        raise PaperbibError(f"{url!r} cannot be asked: {reason}", hint=_ADDRESS_HINT) from error
    if whole.scheme not in {"http", "https"} or not whole.host:
        reason = "it is no web address"
        raise PaperbibError(f"{url!r} cannot be asked: {reason}", hint=_ADDRESS_HINT)
    return whole

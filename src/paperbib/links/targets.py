"""What of an address on the web may be asked: the host, the port, the path; or why nothing.

The address comes from a note or from a stranger's redirect. It is cut apart here, once, and put
together again from what was checked, so that nobody can read it in another way later.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, urljoin

_SHAPE = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<authority>[^/?#\\]*)"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.DOTALL,
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]@]*\]|[^:@\[\]]*)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_ESCAPED_DOT = re.compile(r"%2e", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORT_BY_SCHEME = {"http": 80, "https": 443}
_PORTS = frozenset(_PORT_BY_SCHEME.values())
_LONGEST_HOST, _LONGEST_ADDRESS = 253, 4_000
_OURS = frozenset({"localhost", "local", "internal", "lan", "home", "arpa", "onion", "invalid"})
"""Last parts of names that are never those of a public site. Source: RFC 6761, 6762, 7686."""
_DEVIANT = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")
"""Letters that the two standards of international names read as two different sites.

Source: RFC 5894, section 7.2.
"""
_SAFE = "%/:=&?~+!$,;'@()*[]"


class Target(NamedTuple):
    """What to ask whom.

    Attributes:
        scheme: ``http`` or ``https``.
        host: A name in ASCII, in lower case and without a dot at its end, or an IP address
            without brackets.
        port: 80 or 443.
        path: The path and the query, in ASCII; begins with a slash.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Whose robots.txt holds. Source: RFC 9309, section 2.3."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The host and the port, as the Host header has them. Source: RFC 9110, section 7.2."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORT_BY_SCHEME[self.scheme] else f"{host}:{self.port}"

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address, which need not be looked up."""
        return ":" in self.host or self.host.rpartition(".")[2].isdigit()

    def follow(self, location: str) -> Target | str | None:
        """Where a redirect leads, or why it is not followed; None where nobody can read it.

        Source: RFC 3986, section 5.
        """
        # A backslash is a slash to some readers, who would go elsewhere.
        if len(location) > _LONGEST_ADDRESS or not location.strip() or "\\" in location:
            return None
        try:
            url = urljoin(f"{self.origin}{self.path}", location.strip())
        except ValueError:
            return None
        return read(url) if _SHAPE.fullmatch(url) else None

    def robots(self) -> Target:
        """Where the rules of the site are."""
        return self._replace(path="/robots.txt")


def read(url: str) -> Target | str:
    """Say whom an address asks for what, or in words why it is not asked.

    >>> read("https://Example.org./x/../a b?c=ü#d")
    Target(scheme='https', host='example.org', port=443, path='/a%20b?c=%C3%BC')
    >>> read("http://127.1/")
    'its host is no name and no address'
    """
    match = _SHAPE.fullmatch(url) if len(url) <= _LONGEST_ADDRESS else None
    if match is None:
        return "it is no address on the web"
    scheme = match["scheme"].lower()
    if scheme not in _PORT_BY_SCHEME:
        return "it is no address on the web"
    authority = _AUTHORITY.fullmatch(match["authority"])
    if authority is None:
        return "its host cannot be told from the rest"
    port = int(authority["port"] or _PORT_BY_SCHEME[scheme])
    if port not in _PORTS:
        return "its port is not one of the web"
    host = _host(authority["host"])
    if host is None:
        return "its host is no name and no address"
    query = f"?{match['query']}" if match["query"] is not None else ""
    path = quote(f"{_straight(match['path'])}{query}", safe=_SAFE, errors="replace")
    return Target(scheme, host, port, path)


def _straight(path: str) -> str:
    """A path without dot segments: whoever asks or answers would leave them out, after us.

    The rules of a site are for what is asked in the end. Source: RFC 3986, sections 5.2.4 and
    6.2.2.2: an escaped dot is a dot.
    """
    *folders, last = path.removeprefix("/").split("/")
    kept: list[str] = []
    for piece in (*folders, last):
        dots = _ESCAPED_DOT.sub(".", piece)
        if dots == "..":
            kept = kept[:-1]
        elif dots != ".":
            kept.append(piece)
    is_folder = _ESCAPED_DOT.sub(".", last) in {".", ".."}
    return "/" + "/".join([*kept, ""] if is_folder and kept else kept)


def _host(text: str) -> str | None:
    """A host in the one form that is asked; None for what a resolver might read as anything."""
    if text.startswith("["):
        try:
            address = IPv6Address(text[1:-1])
        except AddressValueError:
            return None
        return None if address.scope_id else str(address)
    if _DEVIANT.search(text):
        return None
    try:
        name = text.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        return None
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(name)
    is_name = len(name) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, labels))
    return name if is_name and len(labels) > 1 and labels[-1] not in _OURS else None


def _ipv4(name: str) -> str | None:
    """Four decimal numbers. Resolvers also take one, two or three, octal and hexadecimal ones."""
    try:
        return str(IPv4Address(name))
    except AddressValueError:
        return None

"""URLs: what makes two of them the same page, and how one is printed.

The canonical form drops tracking parameters and the fragment (a ``#!``
fragment *is* the page) and leaves every other byte of the query as it is. The
identity also ignores the scheme, a trailing slash, and how a host name beyond
ASCII is spelled (IDNA).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.tracking import without_tracking

_PARTS = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z+.-]*)://(?:[^/?#@]*@)?"
    r"(?P<host>\[[^/?#\]]*\]?|[^/?#:]*)(?P<port>:[^/?#]*)?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
# Beyond ASCII, whatever is no punctuation may stand in a name: marks on letters, symbols.
_LABEL = r"(?!-)[\w\u00c0-\u1fff\u2070-\u2fff\u3040-\ufaff\U00010000-\U0010ffff-]{1,63}(?<!-)"
_LONGEST_HOST = 253
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_IPV6 = re.compile(r"\[[0-9a-f:.]*:[0-9a-f:.]*\]")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|[01]?\d?\d)(?:\.|\Z)){4}(?<!\.)", re.ASCII)
_HERE = re.compile(
    r"127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.|.*\.(?:local|localhost)\Z"
    r"|\[::1?\]|\[f[cde]",
)
_CONTROLS = dict.fromkeys([*range(32), 127])
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class Parts(NamedTuple):
    """An absolute URL in its parts, as written but for the lower-case scheme and host."""

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str


def split(url: str) -> Parts | None:
    """Cut an absolute URL into its parts; None for what is none.

    >>> split("HTTPS://me@E.org:443/a?b#c")
    Parts(scheme='https', host='e.org', port='443', path='/a', query='b', fragment='c')
    """
    if not url.isprintable():
        url = url.translate(_CONTROLS)
    match = _PARTS.fullmatch(url.strip())
    if match is None:
        return None
    scheme, host, port, path, query, fragment = match.groups("")
    return Parts(scheme.lower(), host.lower().rstrip("."), port[1:], path, query, fragment)


def fault_of(parts: Parts | None) -> str | None:
    """Say why an address cannot be on the web; None when it can."""
    if parts is None:
        return "it is no URL"
    if not parts.host:
        return "it has no host"
    if parts.port and not (parts.port.isascii() and parts.port.isdigit()):
        return "it is no URL (the port is no number)"
    return _name_fault(parts.host)


def _name_fault(host: str) -> str | None:
    if host.startswith("["):
        return None if _IPV6.fullmatch(host) else "it is no URL (the brackets hold no address)"
    if "." not in host:
        return f"the host {host!r} has no dot"
    return (
        None
        if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host)
        else f"{host!r} is no host name"
    )


def reach_fault(host: str) -> str | None:
    """Say why a host can be no one else's: a private address, or no name at all.

    >>> reach_fault("127.0.0.1")
    "'127.0.0.1' is this machine, or in a private network"
    """
    if host[-1] in "tl]" or host[-1].isdigit():
        is_number = _IPV4.fullmatch(host) is not None
        if _HERE.match(host) and (is_number or not host[-1].isdigit()):
            return f"{host!r} is this machine, or in a private network"
        if host[-1].isdigit() and host.rpartition(".")[2].isdigit() and not is_number:
            return f"{host!r} is no host name"
    return None


def host_fault(url: str) -> str | None:
    """Say why the host of an absolute URL cannot be on the web; None when it can.

    >>> host_fault("http://transformer")
    "the host 'transformer' has no dot"
    """
    return fault_of(split(url))


def canonise(url: str) -> Identifier | None:
    """Turn an absolute ``http`` or ``https`` URL into its identifier.

    Returns:
        None when the host cannot be on the web (see `host_fault`).

    >>> str(canonise("https://github.com/coqui-ai/TTS?tab=readme-ov-file#models"))
    'url:https://github.com/coqui-ai/TTS'
    >>> canonise("http://example.org/a/") == canonise("HTTPS://EXAMPLE.org/a")
    True
    """
    parts = split(url)
    return None if parts is None or fault_of(parts) is not None else identifier_of(parts)


def identifier_of(parts: Parts) -> Identifier:
    """The identifier of a page; see `canonise`."""
    scheme, host, port, path, query, fragment = parts
    if port and port.lstrip("0") != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    rest = ""
    if query and (query := without_tracking(query, parts.host)):
        rest = f"?{query}"
    if fragment.startswith("!"):
        rest += f"#{fragment}"
    if " " in path or " " in rest:
        path, rest = path.replace(" ", "%20"), rest.replace(" ", "%20")
    value = f"{scheme}://{host}{path}{rest}"
    spelled = host if host.isascii() else _ascii(host)
    return Identifier("url", value, f"{spelled}{path.rstrip('/')}{rest}")


def plain(url: str, host: str, path: str) -> Identifier:
    """The identifier of a page whose address has neither query nor fragment nor capitals in it.

    The same as `identifier_of`, for less.
    """
    return Identifier("url", url, f"{host}{path.rstrip('/')}")


def site(url: str) -> str:
    """The host of a URL without ``www.``, for people: ``towardsdatascience.com``."""
    parts = split(url)
    return parts.host.removeprefix("www.") if parts else ""


def is_on(host: str, domain: str) -> bool:
    """Whether ``host`` is ``domain`` or one of its subdomains."""
    return host == domain or host.endswith("." + domain)


def _ascii(host: str) -> str:
    """A host name in the form of the domain name system, where it has one."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host

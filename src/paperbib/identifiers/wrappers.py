"""Addresses inside addresses: redirectors, caches, archives, mail filters."""

from __future__ import annotations

import re
from urllib.parse import unquote

from paperbib.identifiers import sites
from paperbib.identifiers.url import Parts, split

_MOST_LAYERS = 3
_ADDRESS = re.compile(r"\s*https?:/{1,2}[^/\s]", re.IGNORECASE)
_CACHED = re.compile(r"cache:(?:[\w-]{8,16}:)?(?P<url>(?:https?://)?[^\s+]+)")
_IN_PATH = re.compile(
    r"(?<=/)(?:__)?(?P<url>(?:https?:/{1,2})?(?:[\w-]+\.){0,3}(?:arxiv|doi)\.org/.*?)(?:__;.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_PAPER = re.compile(r"\s*https?:/{1,2}(?:[\w-]+\.){0,3}(?:arxiv|doi)\.org/", re.IGNORECASE)
_PROOFPOINT = re.compile(r"-([0-9A-F]{2})")
_SOURCES = ("ref", "from", "source", "utm_")


def unwrap(parts: Parts) -> tuple[str, bool] | None:
    """Take the wrapped address out of another, a few layers deep.

    Returns:
        The inner address, and whether it stands for the outer one whatever it
        is: a redirector's target does; an archived page is a page of its own,
        unless it is a paper. None where nothing is wrapped.

    >>> unwrap(split("https://www.google.com/url?sa=t&url=https%3A%2F%2Fe.org%2Fa"))
    ('https://e.org/a', True)
    """
    found: tuple[str, bool] | None = None
    layer: Parts | None = parts
    for _ in range(_MOST_LAYERS):
        inner = _layer(layer) if layer else None
        if inner is None:
            break
        found = (inner[0], inner[1] and (found is None or found[1]))
        layer = split(inner[0])
    return found


def _layer(parts: Parts) -> tuple[str, bool] | None:
    if parts.query and (inner := _in_query(parts)):
        return inner
    path = parts.path
    # An address in a path keeps its own query.
    if ".org/" in path.lower() or "%2f" in path.lower():
        tail = f"{unquote(path) if '%' in path else path}"
        if match := _IN_PATH.search(tail):
            query = f"?{parts.query}" if parts.query else ""
            return _absolute(match["url"]) + query, False
    return None


def _in_query(parts: Parts) -> tuple[str, bool] | None:
    redirects = _redirects(parts.host)
    for part in parts.query.split("&"):
        name, is_named, raw = part.partition("=")
        name = name.lower()
        is_cache = name == "q" and parts.host == "webcache.googleusercontent.com"
        if is_cache and (match := _CACHED.match(unquote(raw))):
            return _absolute(match["url"]), True
        if parts.host == "urldefense.proofpoint.com" and name == "u":
            return unquote(_PROOFPOINT.sub(r"%\1", raw.replace("_", "/"))), True
        value = _decoded(raw if is_named else part)
        if name in redirects and _ADDRESS.match(value):
            return value, True
        if _PAPER.match(value) and not name.startswith(_SOURCES):
            return value, False
    return None


def _redirects(host: str) -> frozenset[str]:
    """The parameters of a redirector that hold an address."""
    if "google" in host.split("."):
        return sites.WRAPPERS["google"] | sites.WRAPPERS.get(host, frozenset())
    while host:
        if names := sites.WRAPPERS.get(host):
            return names
        host = host.partition(".")[2]
    return frozenset()


def _decoded(raw: str) -> str:
    """A parameter's value, once or twice encoded."""
    value = unquote(raw) if "%" in raw else raw
    return unquote(value) if "%3a%2f" in value[:16].lower() else value


def _absolute(address: str) -> str:
    if not address.lower().startswith("http"):
        return f"https://{address}"
    return re.sub(r"\A(https?):/+", r"\1://", address, flags=re.IGNORECASE)

"""URLs: what makes two of them the same page, and how one is printed.

The canonical form drops tracking parameters and the fragment (a ``#!``
fragment *is* the page) and leaves every other byte of the query as it is. The
identity also ignores the scheme and a trailing slash.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from paperbib.identifiers.identifier import Identifier

FULL_WIDTH = "，。、；：！？（）「」『』《》【】“”"
"""Punctuation of Chinese and Japanese, which no one puts into an address unescaped."""
PATTERN = rf"https?://[^\s<>\"`|\[\]{FULL_WIDTH}]+"
"""A regex source for a URL in running text; trim what it finds with `doi.trim`."""

_TRACKING = frozenset(
    """
    _ga _gl _hsenc _hsmi dclid fbclid gbraid gclid gclsrc igshid mc_cid mc_eid mkt_tok msclkid
    ml_subscriber ml_subscriber_hash oly_anon_id oly_enc_id s_cid twclid vero_conv vero_id wbraid
    wickedid yclid
    """.split()
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_")
_TRACKING_BY_SITE = {
    "github.com": {"tab"},
    "medium.com": {"source"},
    "towardsdatascience.com": {"source", "gi"},
    "youtu.be": {"si", "feature"},
    "youtube.com": {"si", "feature"},
}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


def host_fault(url: str) -> str | None:
    """Say why the host of an absolute URL cannot be on the web; None when it can.

    >>> host_fault("http://transformer")
    "the host 'transformer' has no dot"
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        return f"it is no URL ({error})"
    if not host:
        return "it has no host"
    if ":" in host:
        return None
    labels = host.rstrip(".").split(".")
    if len(labels) == 1:
        return f"the host {host!r} has no dot"
    if not all(_LABEL.fullmatch(label) for label in labels):
        return f"{host!r} is no host name"
    return None


def canonise(url: str) -> Identifier | None:
    """Turn an absolute ``http`` or ``https`` URL into its identifier.

    Returns:
        None when the host cannot be on the web (see `host_fault`).

    >>> str(canonise("https://github.com/coqui-ai/TTS?tab=readme-ov-file#models"))
    'url:https://github.com/coqui-ai/TTS'
    >>> canonise("http://example.org/a/") == canonise("HTTPS://EXAMPLE.org/a")
    True
    """
    if host_fault(url) is not None:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme):
        netloc += f":{parts.port}"
    query = _without_tracking(parts.query, host)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    clean = SplitResult(parts.scheme, netloc, parts.path, query, fragment)
    value = urlunsplit(clean)
    bare = urlunsplit(clean._replace(scheme="", path=parts.path.rstrip("/")))
    return Identifier("url", value, bare.removeprefix("//"))


def site(url: str) -> str:
    """The host of a URL without ``www.``, for people: ``towardsdatascience.com``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_on(host: str, domain: str) -> bool:
    """Whether ``host`` is ``domain`` or one of its subdomains."""
    return host == domain or host.endswith("." + domain)


def _without_tracking(query: str, host: str) -> str:
    dropped = set(_TRACKING)
    for domain, names in _TRACKING_BY_SITE.items():
        if is_on(host, domain):
            dropped |= names
    kept = []
    for part in query.split("&"):
        name = part.split("=", 1)[0].lower()
        if name not in dropped and not name.startswith(_TRACKING_PREFIXES):
            kept.append(part)
    return "&".join(kept)

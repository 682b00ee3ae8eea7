"""Addresses of sites of which nothing is known, read in one stroke."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.identifiers import sites, url, web
from paperbib.identifiers.identifier import Identifier

_HOST = re.compile(r"(?=.{1,253}\Z)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+[a-z]{2,63}")
_MOST_HOSTS = 10_000
_is_plain_by_host: dict[str, bool] = {}


class Page(NamedTuple):
    """What an address stands for: the fields of `web.Reading`, apart."""

    identifier: Identifier
    version: int | None
    form: str


def read(address: str, host: str, path: str, *, until: int) -> Page | None:
    """Tell what an address without query and fragment stands for, as `web.read` does.

    Args:
        address: The URL; scheme and host in lower case, without port.
        host: Its host.
        path: Its path.
        until: The last possible YYMM of an arXiv identifier.

    Returns:
        None where `web.read` finds a fault, or more than one identifier.

    >>> str(read("https://e.org/a/", "e.org", "/a/", until=2612).identifier)
    'url:https://e.org/a/'
    """
    is_plain = _is_plain_by_host.get(host)
    if is_plain is None:
        if len(_is_plain_by_host) >= _MOST_HOSTS:
            _is_plain_by_host.clear()
        is_plain = _is_plain_by_host[host] = _is_plain(host)
    if is_plain and "10." not in path and ".org/" not in path and "/badge/" not in path:
        return Page(Identifier("url", address, host + path.rstrip("/")), None, "address")
    reading = web.read(address, until)
    if reading.cited is None or reading.others:
        return None
    return Page(reading.cited.identifier, reading.cited.version, reading.form)


def _is_plain(host: str) -> bool:
    """Whether no table names the host or a site it is part of."""
    if _HOST.fullmatch(host) is None or host in sites.DOI_HOSTS or url.reach_fault(host):
        return False
    if "arxiv" in host or host.endswith("shields.io"):
        return False
    site = host
    while site and site not in sites.ARXIV:
        site = site.partition(".")[2]
    return not site

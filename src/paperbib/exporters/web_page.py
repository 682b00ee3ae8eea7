"""Where a reference is on the web, and what it is called when nobody gave it a title.

Shared by all formats, so that they agree. Sources: RFC 3986 (percent-encoding),
RFC 3490 (host names), the DOI Handbook, section 3.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import url
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Reference

_LEGAL = "!#$%&'()*+,-./:;=?@[]_~"
_LEGAL_IN_DOI = "!$&'()*+,-./:;=@_~"
_PLAIN_PAGE = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9._/-]*")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_REPOSITORY = re.compile(r"/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?", re.ASCII)
_NO_OWNERS = """
    about apps collections contact customer-stories events explore features login marketplace
    notifications orgs pricing search security settings sponsors stars topics trending users
"""
_GITHUB_PAGES = frozenset(_NO_OWNERS.split())


def doi_of(reference: Reference) -> Identifier | None:
    """The reference's own DOI (an arXiv DOI is an arXiv identifier), if it has one."""
    return next((one for one in reference.identifiers if one.scheme == "doi"), None)


def arxiv_value(reference: Reference) -> str | None:
    """The arXiv identifier for print, with the version when the notes pin one."""
    arxiv = reference.arxiv
    if arxiv is None:
        return None
    version = reference.version
    return tidy(arxiv.value) + (f"v{version}" if version else "")


def address(reference: Reference) -> str:
    r"""The URL a reader follows: safe inside ``\url{…}``, ``<…>`` and JSON.

    Returns:
        "" when the reference has none that a browser may open.
    """
    if value := arxiv_value(reference):
        return safe(f"https://arxiv.org/abs/{value}")
    if doi := doi_of(reference):
        return doi_address(doi.value)
    return safe(reference.identifier.value)


def doi_address(value: str) -> str:
    """The URL of a DOI. Source: the DOI Handbook, section 3.8."""
    return "https://doi.org/" + quote(tidy(value), safe=_LEGAL_IN_DOI)


def safe(page: str) -> str:
    r"""Percent-encode what no URL may hold, or what would end the field it stands in.

    Braces, backslashes, spaces, controls, double quotes and everything beyond
    ASCII; the host in its ASCII form. The apostrophe is legal and stays.

    >>> safe("https://bücher.example/a_b?q={ü}%20#x~y")
    'https://xn--bcher-kva.example/a_b?q=%7B%C3%BC%7D%20#x~y'
    >>> safe("javascript:alert(1)")
    ''
    """
    if _PLAIN_PAGE.fullmatch(page):
        return page
    try:
        parts = urlsplit(page)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    netloc = parts.netloc
    if not netloc.isascii():
        try:
            netloc = netloc.encode("idna").decode("ascii")
        except UnicodeError:
            netloc = quote(netloc, safe=_LEGAL, errors="replace")
    encoded = quote(urlunsplit(parts._replace(netloc=netloc)), safe=_LEGAL, errors="replace")
    return _LONE_PERCENT.sub("%25", encoded)


def site(reference: Reference) -> str:
    """The host of a web page without ``www.``: ``karpathy.github.io``."""
    return url.site(address(reference))


def repository(reference: Reference) -> str | None:
    """``owner/name`` when the page is the front page of a GitHub repository."""
    parts = urlsplit(address(reference))
    match = _REPOSITORY.fullmatch(parts.path)
    if site(reference) != "github.com" or parts.query or match is None:
        return None
    return None if match["owner"] in _GITHUB_PAGES else f"{match['owner']}/{match['name']}"


def makeshift_title(reference: Reference) -> str:
    """What to call a reference without a title: ``arXiv:…``, ``doi:…``, ``owner/name``, a URL."""
    if reference.arxiv:
        return f"arXiv:{tidy(reference.arxiv.value)}"
    if doi := doi_of(reference):
        return f"doi:{tidy(doi.value)}"
    page = tidy(reference.identifier.value)
    return repository(reference) or page.partition("://")[2].rstrip("/") or page

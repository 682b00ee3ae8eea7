"""What a URL stands for: an arXiv paper, a DOI, or a page.

A table maps each known host to the grammar of its paths; a URL of an unknown
host, or a page of a known host that is no paper, stands for itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from paperbib.identifiers import arxiv_id, doi, url
from paperbib.identifiers.arxiv_id import Cited

_LOOSE = r"(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?!\d)"
_STRICT = rf"(?P<id>{arxiv_id.PATTERN})(?![^\W_])"
_DOI = r"(?P<doi>10\.\d{4,9}/.+)"


def _path(grammar: str) -> re.Pattern[str]:
    return re.compile(grammar, re.IGNORECASE | re.ASCII)


_ARXIV = _path(r"/(?:abs|pdf|html|format|ps|src|e-print|tb|bibtex)/(?:arxiv:)?" + _LOOSE)
_ARXIV_PATHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ar5iv.labs.arxiv.org", _path(r"/(?:abs|html|pdf)/" + _STRICT)),
    ("arxiv.org", _ARXIV),
    ("xxx.lanl.gov", _ARXIV),
    ("ar5iv.org", _path(r"/(?:abs|html|pdf)/" + _STRICT)),
    ("alphaxiv.org", _path(r"/(?:abs|overview|pdf|html|replicate|audio)/" + _STRICT)),
    ("huggingface.co", _path(r"/papers/" + _STRICT)),
    ("scirate.com", _path(r"/(?:arxiv/)?" + _STRICT)),
    ("arxiv-vanity.com", _path(r"/papers/" + _STRICT)),
    ("emergentmind.com", _path(r"/papers/" + _STRICT)),
    ("papers.cool", _path(r"/arxiv/" + _STRICT)),
    ("semanticscholar.org", _path(r"/(?:paper/|graph/v1/paper/)?arxiv:" + _STRICT)),
    ("inspirehep.net", _path(r"/api/arxiv/" + _STRICT)),
    ("adsabs.harvard.edu", _path(r"/abs/(?:arxiv:)" + _STRICT)),
)
"""Hosts whose paths carry an arXiv identifier."""
_DOI_PATHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dl.acm.org", _path(r"/doi/(?:(?:abs|pdf|full|fullHtml|epdf)/)?" + _DOI)),
    ("link.springer.com", _path(r"/(?:article|chapter|book|content/pdf)/" + _DOI)),
    ("onlinelibrary.wiley.com", _path(r"/doi/(?:(?:abs|pdf|full|epdf|pdfdirect)/)?" + _DOI)),
    ("science.org", _path(r"/doi/(?:(?:abs|pdf|full|epdf)/)?" + _DOI)),
    ("pnas.org", _path(r"/doi/(?:(?:abs|pdf|full|epdf)/)?" + _DOI)),
    ("pubs.acs.org", _path(r"/doi/(?:(?:abs|pdf|full|epdf)/)?" + _DOI)),
    ("tandfonline.com", _path(r"/doi/(?:(?:abs|pdf|full|epdf)/)?" + _DOI)),
    ("journals.sagepub.com", _path(r"/doi/(?:(?:abs|pdf|full|epub)/)?" + _DOI)),
    ("journals.aps.org", _path(r"/[a-z]+/(?:abstract|pdf)/" + _DOI)),
    ("iopscience.iop.org", _path(r"/article/" + _DOI)),
    ("frontiersin.org", _path(r"/(?:journals/[a-z-]+/)?articles?/" + _DOI)),
    ("biorxiv.org", _path(r"/content/" + _DOI)),
    ("medrxiv.org", _path(r"/content/" + _DOI)),
)
"""Publishers whose paths carry a DOI."""
_DOI_TAIL = re.compile(
    r"(?:v\d{1,2}(?=\.full|\.abs|\.pdf|/|$)(?<=\d{6}v\d))?(?:\.full|\.abstract)?(?:\.pdf|\.html?)?"
    r"(?:/(?:full|meta|pdf|html|abstract))?/?$"
)
_DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")
_WRAPPERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("webcache.googleusercontent.com", re.compile(r"[?&]q=cache:(?:[\w-]+:)?(?P<url>https?:.+)")),
    # An archived page is a page of its own; an archived paper is the paper.
    (
        "web.archive.org",
        re.compile(r"/web/[\w*]+/(?P<url>https?://(?:[\w.-]*\.)?(?:arxiv|doi)\.org/.+)"),
    ),
    ("google.com", re.compile(r"/url\?(?:.*&)?(?:q|url)=(?P<url>https?(?::|%3[aA])[^&]+)")),
)
_MOST_WRAPPERS = 3
_WEB = re.compile(r"https?://", re.IGNORECASE)
_PREFIX = re.compile(r"(?:arxiv|doi):", re.IGNORECASE)
_PAPER_HOST = re.compile(r"(?:www\.|export\.|dx\.)?(?:arxiv|doi)\.org/", re.IGNORECASE)


class Reading(NamedTuple):
    """What a URL was read as.

    Attributes:
        cited: The identifier and the version cited, or None.
        fault: Why there is none, in a few words; "" where there is one.
    """

    cited: Cited | None
    fault: str = ""


def read(address: str) -> Reading:
    """Tell what an absolute ``http(s)`` URL, escapes already undone, stands for.

    >>> read("https://arxiv.org/pdf/2002.08155v4.pdf?fbclid=x").cited
    Cited(identifier=Identifier(scheme='arxiv', value='2002.08155'), version=4)
    >>> read("https://arxiv.org/abs/1713.00001").fault
    '1713.00001 is no arXiv identifier: there is no month 13'
    >>> str(read("http://citeseerx.ist.psu.edu/x?doi=10.1.1.398.7446").cited.identifier)
    'url:http://citeseerx.ist.psu.edu/x?doi=10.1.1.398.7446'
    """
    address = _unwrap(address)
    if fault := url.host_fault(address):
        return Reading(None, fault)
    parts = urlsplit(address)
    host, path = (parts.hostname or "").rstrip("."), unquote(parts.path)
    for domain, grammar in _ARXIV_PATHS:
        if url.is_on(host, domain) and (match := grammar.match(path)):
            if fault := arxiv_id.fault(match["id"]):
                return Reading(None, f"{match['id']} is no arXiv identifier: {fault}")
            return Reading(arxiv_id.parse(match["id"]))
    if host in _DOI_HOSTS:
        value = doi.trim(path.lstrip("/"))
        if (cited := doi.parse(value)) or doi.fault(value):
            return Reading(cited, "" if cited else doi.fault(value))
    for domain, grammar in _DOI_PATHS:
        match = grammar.match(path) if url.is_on(host, domain) else None
        if match and (cited := doi.parse(_DOI_TAIL.sub("", match["doi"], count=1))):
            return Reading(cited)
    identifier = url.canonise(address)
    return Reading(Cited(identifier) if identifier else None)


def read_destination(address: str) -> Reading | None:
    """Tell what the destination of a link stands for.

    Returns:
        None for what is no reference: relative links, ``mailto:`` and the like.

    >>> read_destination("./notebook.ipynb") is None
    True
    >>> str(read_destination("arXiv:1706.03762").cited.identifier)
    'arxiv:1706.03762'
    """
    if _WEB.match(address):
        return read(address)
    if prefix := _PREFIX.match(address):
        value = address[prefix.end() :].strip()
        cited = arxiv_id.parse(value) or doi.parse(value)
        is_arxiv = prefix[0].lower() == "arxiv:"
        reason = f"it is no arXiv identifier: {arxiv_id.fault(value)}" if is_arxiv else ""
        fault = "" if cited else reason or doi.fault(value) or "it is no DOI"
        return Reading(cited, fault)
    if _PAPER_HOST.match(address):
        return read("https://" + address)
    return None


def _unwrap(address: str) -> str:
    """Take the wrapped URL out of caches and redirectors, a few layers deep."""
    for _ in range(_MOST_WRAPPERS):
        host = (urlsplit(address).hostname or "") if url.host_fault(address) is None else ""
        for domain, pattern in _WRAPPERS:
            if url.is_on(host, domain) and (match := pattern.search(address)):
                inner = match["url"]
                address = unquote(inner) if "%3a" in inner[:12].lower() else inner
                break
        else:
            return address
    return address

"""What a URL stands for: an arXiv paper, a DOI, or a page.

The tables of `sites` map each known host to the grammar of its paths; a URL of
an unknown host, or a page of a known host that is no paper, stands for itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from paperbib.identifiers import arxiv_id, doi, sites, url
from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.normal import fold
from paperbib.identifiers.url import Parts
from paperbib.identifiers.wrappers import unwrap

_WEB = re.compile(r"\s*(?:https?|ftp):/", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(?:arxiv|doi):", re.IGNORECASE)
_PAPER_HOST = re.compile(
    r"(?://)?(?:www\.)?(?:(?:[a-z-]{2,8}\.)?arxiv\.org|(?:dx\.)?doi\.org|huggingface\.co/papers"
    r"|alphaxiv\.org|ar5iv\.org|scirate\.com/arxiv|(?:www\.)?semanticscholar\.org)/",
    re.IGNORECASE,
)
_DOI_IN_PATH = re.compile(
    r"(?:/|(?i:\bdoi:))(?P<doi>10\.(?:\d{4,9}|97[89])(?:\.\d{1,9}){0,4}/[^/].*)", re.DOTALL
)
_DOI_HEAD = re.compile(r"10\.[\d.]+/[^/]+")
_DOI_VALUE = re.compile(r"(?:info:doi/|doi:)?\s*(10\.\d{4,9}(?:\.\d{1,9}){0,4}/\S+)", re.IGNORECASE)
_ID_VALUE = re.compile(
    r"(?:oai:arxiv\.org:|(?:find )?(?:e?print|arxiv|identifier)[: ]?\"?(?:arxiv:)?|abs/)?"
    rf"(?P<id>{arxiv_id.PATTERN})\"?",
    re.IGNORECASE | re.ASCII,
)
_BARE_ID = re.compile(r"\d{4}\.\d{4,5}(?:v[1-9]\d{0,2})?", re.ASCII)
_DOUBLED = re.compile(r"\s*(?:https?:/{1,2})+(?=https?:/)", re.IGNORECASE)
_PLAIN = re.compile(
    # An address with nothing in it that has to be looked into; most are like that.
    r"https?://(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,18})"
    r"(?P<path>(?:/(?!10\.|https?:|badge/)[\w!$&'()*+,.;=@~-]*)*)",
    re.ASCII,
)
_SHORT_DOI = re.compile(r"/(?:10/)?([a-z][a-z0-9]{2,9})/?")
_NAMED = re.compile(r"(?:\A|[.\d-])arxiv")
_EVER = 9999
_LOOKED_INTO = frozenset(
    ".".join(host.split(".")[-2:]) for host in (*sites.ARXIV, *sites.DOI_HOSTS, "shields.io")
)
"""The ends of the hosts that have a grammar."""


class Reading(NamedTuple):
    """What a URL was read as.

    Attributes:
        cited: The identifier and the version cited, or None.
        fault: Why there is none, in a few words; "" where there is one.
        form: How it was read, in a few words.
        others: Further identifiers in it, as of a list.
    """

    cited: Cited | None
    fault: str = ""
    form: str = "address"
    others: tuple[Cited, ...] = ()


def read(address: str, until: int = _EVER) -> Reading:
    """Tell what an absolute ``http(s)`` URL, escapes already undone, stands for.

    Args:
        address: The URL.
        until: The last possible YYMM of an arXiv identifier.

    >>> read("https://arxiv.org/pdf/2002.08155v4.pdf?fbclid=x").cited
    Cited(identifier=Identifier(scheme='arxiv', value='2002.08155'), version=4)
    >>> read("https://arxiv.org/abs/1713.00001").fault
    '1713.00001 is no arXiv identifier: there is no month 13'
    >>> str(read("http://citeseerx.ist.psu.edu/x?doi=10.1.1.398.7446").cited.identifier)
    'url:http://citeseerx.ist.psu.edu/x?doi=10.1.1.398.7446'
    """
    if (plain := _PLAIN.fullmatch(address)) and _is_plain(plain["host"], plain["path"]):
        return Reading(Cited(url.plain(address, plain["host"], plain["path"])))
    parts = url.split(address)
    if parts and (inner := unwrap(parts)):
        address, is_page = inner
        target = url.split(address)
        reading = _paper(target, until) if target and not url.fault_of(target) else None
        if reading:
            return reading._replace(form=f"{reading.form}, wrapped")
        if is_page:
            parts = target
    if fault := url.fault_of(parts):
        # A scheme may stand twice: "http://https://e.org".
        again = _DOUBLED.sub("", address)
        return Reading(None, fault) if again == address else read(again, until)
    assert parts is not None  # noqa: S101 - fault_of has said so
    return _paper(parts, until) or _page(parts)


def _page(parts: Parts) -> Reading:
    if parts.scheme not in ("http", "https"):
        return Reading(None, "it is no web page")
    if fault := url.reach_fault(parts.host):
        return Reading(None, fault)
    return Reading(Cited(url.identifier_of(parts)))


def _paper(parts: Parts, until: int) -> Reading | None:
    """The paper an address names; None for any other page."""
    host = parts.host
    site = _site(host)
    has_more = parts.query or "10." in parts.path or "arxiv" in host or "/badge/" in parts.path
    if not (site or has_more or host in sites.DOI_HOSTS):
        return None
    path = unquote(parts.path) if "%" in parts.path else parts.path
    path = path if path.isascii() else fold(path)
    target = f"{path}?{parts.query}" if parts.query else path
    if site and (reading := _arxiv(site, target, until)):
        return reading
    if host in sites.DOI_HOSTS:
        return _resolver(path, until)
    reading = _in_path(path, host, site, until)
    return reading or (_parameters(parts, site, until) if parts.query else None)


def _in_path(path: str, host: str, site: str | None, until: int) -> Reading | None:
    """A paper that a path names on a host with no grammar of its own."""
    if site is None and _NAMED.search(host) and (match := sites.NAMED_ARXIV.match(path)):
        return _cited(match["id"], host, until)
    if host.endswith("shields.io") and (match := sites.BADGE.match(path.replace("--", "-"))):
        value = match["id"]
        return _cited(value, host, until) if value else _published(match["doi"], host, until)
    if "10." in path and not any(url.is_on(host, one) for one in sites.NO_DOIS):
        match = _DOI_IN_PATH.search(path)
        return _published(match["doi"], host, until) if match else None
    return None


def _is_plain(host: str, path: str) -> bool:
    """Whether an address without query and fragment can only be a page."""
    if (
        "arxiv" in host
        or host.endswith((".local", ".localhost"))
        or "doi:" in path
        or ".org/" in path
    ):
        return False
    last = host.rpartition(".")[0].rpartition(".")[2] + host[host.rfind(".") :]
    return last not in _LOOKED_INTO


def _site(host: str) -> str | None:
    """The entry of the table that a host is, or is a subdomain of."""
    while host:
        if host in sites.ARXIV:
            return host
        host = host.partition(".")[2]
    return None


def _arxiv(site: str, target: str, until: int) -> Reading | None:
    is_own = sites.ARXIV[site] is sites.ARXIV["arxiv.org"]
    if is_own and (file := sites.ARXIV_FILES.match(target)):
        archive = file["archive"].lower()
        value = file["number"] if archive == "arxiv" else f"{archive}/{file['number']}"
        return _cited(value + (file["version"] or ""), site, until)
    if match := sites.ARXIV[site].match(target):
        groups = match.groupdict()
        if value := groups.get("id") or groups.get("bare"):
            return _cited(value, site, until)
        if code := groups.get("code"):
            return _cited(arxiv_id.from_code(code), site, until)
    if is_own and target in {"/abs/", "/pdf/", "/abs", "/pdf"}:
        return Reading(None, "it is an arXiv address that names no paper", site)
    if is_own and (match := sites.ARXIV_PAPERS.match(target)):
        fault = arxiv_id.fault(match["rest"], until)
        return Reading(None, f"{match['rest']} is no arXiv identifier: {fault}", site)
    return None


def _cited(value: str, site: str, until: int) -> Reading:
    if fault := arxiv_id.fault(value, until):
        return Reading(None, f"{value} is no arXiv identifier: {fault}", f"{site} address")
    return Reading(arxiv_id.parse(value, until), form=f"{site} address")


def _resolver(path: str, until: int) -> Reading | None:
    value = doi.trim(path.strip("/"))
    if inner := _DOI_VALUE.search(value):
        value = inner[1]
    cited, fault = doi.parse(value, until), doi.fault(value, until)
    if cited is None and not fault and (short := _SHORT_DOI.fullmatch(path.lower())):
        cited = doi.parse(f"10/{short[1]}")
    return Reading(cited, fault, "doi.org address") if cited or fault else None


def _published(value: str, host: str, until: int) -> Reading | None:
    """The DOI in a publisher's path, without what the publisher adds to it."""
    ends = sites.DOI_ENDS[next((one for one in sites.DOI_ENDS if one and url.is_on(host, one)), "")]
    head = _DOI_HEAD.match(value)
    first = head.end() if head else 0
    rest = value[first:]
    match = ends.search(rest)
    if rest and match and match.start():
        value = value[: first + match.start()]
    elif match := ends.search(value, min(first - 1, len(value)) if rest else 0):
        value = value[: match.start()]
    value = doi.trim(value)
    if fault := doi.fault(value, until):
        return Reading(None, fault, f"DOI in {host}")
    cited = doi.parse(value, until)
    return Reading(cited, form=f"DOI in {host}") if cited else None


def _parameters(parts: Parts, site: str | None, until: int) -> Reading | None:
    """A paper that a query names by identifier."""
    for part in parts.query.split("&"):
        name, _, raw = part.partition("=")
        name, value = name.lower(), unquote(raw.replace("+", " ")).strip()
        if name == "id_list" and site:
            return _list(value, until)
        if match := _ID_VALUE.fullmatch(value):
            is_marked = "arxiv" in value.lower() or name in sites.ID_PARAMETERS
            is_asked = name in sites.SEARCH_PARAMETERS and match.start("id") > 0
            if is_asked or (is_marked and (site or name in sites.ID_PARAMETERS)):
                return _cited(match["id"], parts.host, until)
        is_source = name.startswith(("ref", "from", "source", "utm_"))
        if not is_source and (match := _DOI_VALUE.fullmatch(value)):
            return _published(match[1], parts.host, until)
    return None


def _list(value: str, until: int) -> Reading | None:
    cited = [arxiv_id.parse(one, until) for one in re.split(r"[,\s]+", value) if one]
    found = [one for one in cited if one]
    return Reading(found[0], "", "id_list", tuple(found[1:])) if found else None


def read_destination(address: str, until: int = _EVER) -> Reading | None:
    """Tell what the destination of a link stands for.

    Returns:
        None for what is no reference: relative links, ``mailto:`` and the like.

    >>> read_destination("./notebook.ipynb") is None
    True
    >>> str(read_destination("arXiv:1706.03762").cited.identifier)
    'arxiv:1706.03762'
    """
    if _WEB.match(address):
        return read(address, until)
    if _BARE_ID.fullmatch(address):
        cited = arxiv_id.parse(address, until)
        return Reading(cited, form="bare arXiv id") if cited else None
    if prefix := _PREFIX.match(address):
        value = address[prefix.end() :].strip().lstrip("/")
        cited = arxiv_id.parse(value, until) or doi.parse(value, until)
        is_arxiv = prefix[0].strip().lower() == "arxiv:"
        reason = f"it is no arXiv identifier: {arxiv_id.fault(value, until)}" if is_arxiv else ""
        fault = "" if cited else reason or doi.fault(value, until) or "it is no DOI"
        return Reading(cited, fault, "arXiv prefix" if is_arxiv else "DOI")
    if _PAPER_HOST.match(address):
        return read("https://" + address.lstrip("/"), until)
    return None

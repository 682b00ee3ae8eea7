"""The numbers that sites give papers: one paper, however many addresses.

A paper's page, its PDF and its DOI carry the same number on the sites below. Only what is
the paper itself has one here: supplements, reviews and code are none. Sources: the addresses
of the sites' own pages; for DOIs the sites' registrations at Crossref, where the DOI is made
of the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl, unquote

from paperbib.identifiers import url
from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.url import Parts

_ACL_ID = r"(?P<id>[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9]{1,40}-[a-z0-9_]{1,40}\.\d{1,5})"


def _whole(grammar: str) -> re.Pattern[str]:
    return re.compile(grammar, re.IGNORECASE | re.ASCII)


_ACL: Final = _whole(rf"/{_ACL_ID}(?:(?:v\d{{1,2}})?\.pdf)?/?")
_ACL_OLD: Final = _whole(
    rf"/anthology/(?:papers/)?(?:[A-Z]/[A-Z]\d\d/)?{_ACL_ID}(?:(?:v\d{{1,2}})?\.pdf)?/?"
)
_ACL_INFO: Final = _whole(
    rf"/papers/{_ACL_ID}(?:/(?P=id))?/?|/pdf/(?:[A-Z]/[A-Z]\d\d/)?"
    rf"{_ACL_ID.replace('<id>', '<file>')}(?:v\d{{1,2}})?\.pdf"
)
_ACL_DOI: Final = _whole(rf"10\.(?:18653|3115)/v1/{_ACL_ID}")
_PMLR: Final = _whole(
    r"/(?P<volume>[vr]\d{1,4})/(?P<id>[a-z][\w-]{0,80}?\d\d[a-z]{0,3})(?:\.html|(?:/(?P=id))?\.pdf)?/?"
)
_PMLR_OLD: Final = _whole("/proceedings/papers" + _PMLR.pattern)
_PMLR_RAW: Final = _whole(
    r"/mlresearch/(?P<volume>[vr]\d{1,4})/[\w-]{1,40}/(?:assets/)?(?P<id>[a-z][\w-]{0,80}\d\d[a-z]{0,3})"
    r"/(?P=id)\.pdf"
)
_TRACK: Final = r"(?:-(?!suppl)[A-Za-z0-9_]{1,60})?"
_NEURIPS: Final = _whole(
    r"/(?:paper_files/)?paper/(?P<year>\d{4})/(?:hash|file)/(?P<id>[0-9a-f]{32})-"
    rf"(?:Abstract{_TRACK}\.html|Paper{_TRACK}\.pdf)"
)
_NEURIPS_OLD: Final = _whole(r"/paper/(?P<id>\d{1,5})-[a-z0-9-]{1,300}(?:\.pdf)?/?")
_NO_PAPER: Final = re.compile(r"-(?:reviews?|supplemental|metadata)\Z")
_CVF: Final = _whole(
    r"/(?:openaccess/)?(?P<folder>content(?:/[a-z]{2,8}\d{4}w?(?:/[\w-]{1,80})?"
    r"|_[a-z]{2,8}_\d{4}(?:_workshops)?))"
    r"/(?P<form>html|papers)/(?P<shop>w\d{1,3}/)?(?P<id>[\w-]{1,200})_paper\.(?:html|pdf)"
)
_JMLR: Final = _whole(
    r"/papers/(?:v(?P<page>\d{1,3})/(?P<id>[a-z0-9-]{1,40})\.html"
    r"|volume(?P<file>\d{1,3})/(?P<name>[a-z0-9-]{1,40})/(?P=name)\.pdf)"
)
_IJCAI: Final = _whole(
    r"/proceedings/(?P<year>20(?:1[7-9]|[2-9]\d))/0{0,3}(?P<id>[1-9]\d{0,3})(?:\.pdf|/)?"
)
_IJCAI_DOI: Final = _whole(r"10\.24963/ijcai\.(?P<year>\d{4})/(?P<id>[1-9]\d{0,3})")
_AAAI: Final = _whole(
    r"(?:/index\.php)?/AAAI/article/(?:view|download)/(?P<id>[1-9]\d{0,6})(?:/\d{1,7})?/?"
)
_AAAI_DOI: Final = _whole(r"10\.1609/aaai\.v\d{1,3}i\d{1,3}\.(?P<id>[1-9]\d{0,6})")
_OPENREVIEW_ID: Final = re.compile(r"[\w-]{5,40}", re.ASCII)
_DOI_PREFIXES: Final = ("10.18653/", "10.3115/v1/", "10.24963/", "10.1609/aaai.")


def page_id(identifier: Identifier) -> str | None:
    """The number a site gives the paper that an identifier stands for.

    Args:
        identifier: A page, or a DOI that is made of such a number.

    Returns:
        The site and the number, which are the same for every address of the paper; None for
        what is no paper's page on a site that numbers them.

    >>> from paperbib.identifiers.whole import parse
    >>> page_id(parse("url:https://aclanthology.org/N19-1423.pdf"))
    'acl:N19-1423'
    >>> page_id(parse("doi:10.18653/v1/n19-1423"))
    'acl:N19-1423'
    >>> page_id(parse("url:https://openreview.net/pdf?id=rkgNKkHtvB"))
    'openreview:rkgNKkHtvB'
    """
    if identifier.scheme == "doi":
        value = identifier.identity
        return _of_doi(value) if value.startswith(_DOI_PREFIXES) else None
    if identifier.scheme != "url":
        return None
    parts = url.split(identifier.value)
    if parts is None:
        return None
    read = _SITES.get(parts.host.removeprefix("www."))
    if read is None or parts.port or parts.fragment:
        return None
    return read(parts._replace(path=unquote(parts.path) if "%" in parts.path else parts.path))


def _of_doi(value: str) -> str | None:
    if match := _ACL_DOI.fullmatch(value):
        return _acl_id(match["id"])
    if match := _IJCAI_DOI.fullmatch(value):
        return f"ijcai:{match['year']}/{match['id']}"
    if match := _AAAI_DOI.fullmatch(value):
        return f"aaai:{match['id']}"
    return None


def _acl_id(number: str) -> str:
    """Old numbers are written in capitals (``N19-1423``), new ones small (``2020.acl-main.1``)."""
    return f"acl:{number.lower() if '.' in number else number.upper()}"


def _acl(parts: Parts) -> str | None:
    match = _ACL.fullmatch(parts.path)
    return _acl_id(match["id"]) if match else None


def _acl_old(parts: Parts) -> str | None:
    match = _ACL_OLD.fullmatch(parts.path)
    return _acl_id(match["id"]) if match else None


def _acl_info(parts: Parts) -> str | None:
    """The Anthology's address from 2018 to 2019."""
    match = _ACL_INFO.fullmatch(parts.path)
    return _acl_id(match["id"] or match["file"]) if match else None


def _openreview(parts: Parts) -> str | None:
    """A forum is a paper's; an attachment may be anything but for the one called ``pdf``."""
    asked = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for name, value in asked if name == "id"]
    place = parts.path.strip("/")
    is_paper = place in {"forum", "pdf"} or (place == "attachment" and ("name", "pdf") in asked)
    if not is_paper or len(numbers) != 1 or not _OPENREVIEW_ID.fullmatch(numbers[0]):
        return None
    return f"openreview:{numbers[0]}"


def _numbered(grammar: re.Pattern[str]) -> Callable[[Parts], str | None]:
    def read(parts: Parts) -> str | None:
        match = grammar.fullmatch(parts.path)
        return f"pmlr:{match['volume'].lower()}/{match['id'].lower()}" if match else None

    return read


def _neurips(parts: Parts) -> str | None:
    if match := _NEURIPS.fullmatch(parts.path):
        return f"neurips:{match['year']}:{match['id'].lower()}"
    if (match := _NEURIPS_OLD.fullmatch(parts.path)) and not _NO_PAPER.search(
        parts.path.removesuffix(".pdf").lower()
    ):
        return f"neurips:{match['id']}"
    return None


def _cvf(parts: Parts) -> str | None:
    """The name of the file is the number; it is the paper's only with its folder."""
    match = _CVF.fullmatch(parts.path)
    if match is None or (match["form"].lower() == "html") != parts.path.lower().endswith(".html"):
        return None
    return f"cvf:{match['folder']}/{match['shop'] or ''}{match['id']}".lower()


def _jmlr(parts: Parts) -> str | None:
    """JMLR has its own papers and, until 2015, PMLR's."""
    if match := _JMLR.fullmatch(parts.path):
        volume, number = match["page"] or match["file"], match["id"] or match["name"]
        return f"jmlr:v{int(volume)}/{number.lower()}"
    return _numbered(_PMLR_OLD)(parts)


def _ijcai(parts: Parts) -> str | None:
    match = _IJCAI.fullmatch(parts.path)
    return f"ijcai:{match['year']}/{match['id']}" if match else None


def _aaai(parts: Parts) -> str | None:
    match = _AAAI.fullmatch(parts.path)
    return f"aaai:{match['id']}" if match else None


_SITES: Final[dict[str, Callable[[Parts], str | None]]] = {
    "aclanthology.org": _acl,
    "aclweb.org": _acl_old,
    "aclanthology.info": _acl_info,
    "aclanthology.coli.uni-saarland.de": _acl_info,
    "openreview.net": _openreview,
    "api.openreview.net": _openreview,
    "api2.openreview.net": _openreview,
    "proceedings.mlr.press": _numbered(_PMLR),
    "raw.githubusercontent.com": _numbered(_PMLR_RAW),
    "papers.nips.cc": _neurips,
    "papers.neurips.cc": _neurips,
    "proceedings.nips.cc": _neurips,
    "proceedings.neurips.cc": _neurips,
    "datasets-benchmarks-proceedings.neurips.cc": _neurips,
    "openaccess.thecvf.com": _cvf,
    "cv-foundation.org": _cvf,
    "jmlr.org": _jmlr,
    "jmlr.csail.mit.edu": _jmlr,
    "ijcai.org": _ijcai,
    "ojs.aaai.org": _aaai,
}
"""Who reads the addresses of a host, without ``www.``."""

"""What the addresses of known sites carry, as data: a line a site.

Each grammar is matched at the start of a path, percent-encoding undone; it has
a group ``id`` (an arXiv identifier), ``doi``, ``code`` (an ADS bibcode or DBLP
key of an arXiv paper) or ``url`` (the address inside a wrapper).
"""

from __future__ import annotations

import re

from paperbib.identifiers import arxiv_id

_NEW = r"\d{4}\.\d{4,5}(?!\d)"
_OLD = r"[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[a-z-]{2,10})?/\d{7}(?!\d)"
_VERSIONED = r"(?:v[1-9]\d{0,2}(?!\d))?"
_ANY = rf"(?:arxiv[:.])?(?P<id>(?:{_NEW}|{_OLD}){_VERSIONED})"
_ID = rf"(?:arxiv[:.])?(?P<id>(?:{_NEW}|{arxiv_id.OLD_STYLE}(?!\d)){_VERSIONED})"


def _path(grammar: str) -> re.Pattern[str]:
    return re.compile(grammar, re.IGNORECASE | re.ASCII)


_ARXIV = _path(
    r"/+(?:(?:abs|pdf|html|format|ps|ps_cache|src|e-print|eprint|tb|trackback|bibtex|dvi|other|cits|refs"
    r"|ftp|prevnext|pdf/arxiv|ftp/arxiv|arxiv|auth/show-endorsers)/[/\s]*"
    + _ANY
    + "|"
    + _ID.replace("<id>", "<bare>")
    + ")"
)
ARXIV_FILES = _path(
    r"/(?:ftp/|ps_cache/)?(?P<archive>arxiv|[a-z-]{2,9})/(?:papers|pdf|html|ps)/\d{4}/"
    r"(?P<number>\d{4}\.\d{4,5}|\d{7})(?P<version>v[1-9]\d{0,2})?(?!\d)"
)
"""arXiv's file server: the archive is a folder of its own."""
ARXIV_PAPERS = _path(r"/(?:abs|pdf|html|format)/(?P<rest>[^/?]*\d[^?]*)")
"""What can only be the page of a paper, even if the identifier is none."""
_ABS = _path(
    r"/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:abs|html|pdf|papers?|overview|replicate|audio|resources|assistant)/"
    + _ID
)

ARXIV: dict[str, re.Pattern[str]] = {
    "ar5iv.labs.arxiv.org": _path(r"/(?:(?:abs|html|pdf|papers)/)?" + _ID),
    "arxiv.org": _ARXIV,
    "128.84.21.199": _ARXIV,
    "128.84.21.203": _ARXIV,
    "128.84.4.18": _ARXIV,
    "128.84.4.27": _ARXIV,
    "xxx.lanl.gov": _ARXIV,
    "arxiv.lanl.gov": _ARXIV,
    "lanl.arxiv.org": _ARXIV,
    "xxx.itp.ac.cn": _ARXIV,
    "xxx.tau.ac.il": _ARXIV,
    "xxx.uni-augsburg.de": _ARXIV,
    "xxx.soton.ac.uk": _ARXIV,
    "xxx.arxiv.cornell.edu": _ARXIV,
    "ar5iv.org": _path(r"/(?:(?:abs|html|pdf|papers)/)?" + _ID),
    "adsabs.harvard.edu": _path(
        r"/(?:abs|link_gateway|full|pdf|cgi-bin/bib_query|search)[/?](?:q=(?:identifier:)?)?"
        rf"(?:{_ID}|(?P<code>(?:19|20)\d\darxiv[\d.]{{8,10}}[a-z]))"
    ),
    "alphaxiv.org": _ABS,
    "arxiv-sanity-lite.com": _path(r"/" + _ID),
    "arxiv-sanity.com": _path(r"/" + _ID),
    "arxiv-vanity.com": _path(r"/papers/" + _ID),
    "arxivxplorer.com": _path(r"/paper/" + _ID),
    "catalyzex.com": _path(r"/paper/" + _ID),
    "connectedpapers.com": _path(r"/(?:main/|search/|arxiv/|api/redirect/(?:arxiv/)?)" + _ID),
    "dblp.dagstuhl.de": _path(r"/rec/(?:\w+/)?(?P<code>journals/corr/abs-\d{4}-\d{4,5})"),
    "dblp.org": _path(r"/rec/(?:\w+/)?(?P<code>journals/corr/abs-\d{4}-\d{4,5})"),
    "dblp.uni-trier.de": _path(r"/rec/(?:\w+/)?(?P<code>journals/corr/abs-\d{4}-\d{4,5})"),
    "emergentmind.com": _path(r"/(?:papers|assistant)/" + _ID),
    "front.math.ucdavis.edu": _path(r"/" + _ID),
    "hf.co": _path(r"/papers/" + _ID),
    "huggingface.co": _path(r"/(?:api/)?papers/" + _ID),
    "inspirehep.net": _path(r"/(?:api/)?(?:arxiv|eprint)/" + _ID),
    "moonlight.io": _path(r"/(?:[a-z]{2}/)?(?:review|papers?)/" + _ID),
    "papers.cool": _path(r"/arxiv/(?:kimi\?paper=)?" + _ID),
    "paperswithcode.com": _path(r"/(?:paper/|papers/|arxiv/|api/v\d/papers/)" + _ID),
    "scholar.archive.org": _path(r"/search\?q=" + _ID),
    "scirate.com": _path(r"/(?:arxiv/)?" + _ID),
    "semanticscholar.org": _path(
        r"/(?:arxiv/|paper/|graph/v1/paper/|v1/paper/|reader/|api/1/paper/)?(?:arxiv:)?" + _ID
    ),
    "shortscience.org": _path(r"/paper\?bibtexkey=" + _ID),
    "txyz.ai": _path(r"/paper/" + _ID),
}
"""Hosts whose paths carry an arXiv identifier; a subdomain counts as its site."""

NAMED_ARXIV = _path(r"/(?:[a-z]{2}/)?(?:abs|pdf|html|papers?|arxiv|p|ids?|paper/arxiv)/" + _ID)
"""For a host with "arxiv" in its name that is not in the table: a mirror or a reader."""

BADGE = _path(
    r"/badge/(?:(?=.*(?:arxiv|paper|preprint|abs|b31b1b|/\d{7}))(?:[^/]*?)"
    r"(?P<id>\d{4}\.\d{4,5}(?:v\d{1,2})?|" + arxiv_id.OLD_STYLE + r")(?!\d)"
    r"|doi[-:]\s?(?P<doi>10\.\d{4,9}/.+)-\w+(?:\.svg)?\Z)"
)
"""shields.io: ``arXiv-1706.03762-b31b1b``, a hyphen doubled, the slash encoded."""

DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org", "hdl.handle.net", "doi.acm.org"})
"""Resolvers: the path is the DOI."""

_SILVERCHAIR = r"/(?:\d+/)?\d{3,}(?:/.*)?\Z"
_ENDS = (
    r"(?:/(?:full(?:/html|/pdf)?|fulltext(?:\.html)?|meta|pdf(?:ft)?|html|xml|abstract|epdf|epub"
    r"|references|suppl(?:_file|/).*|suppl|figures|citedby|cite|export.*|download|ampdf|tables"
    r"|metrics|summary|comments|related|type)(?:/.*)?)?/?\Z"
)
_FILE_ENDS = (
    r"(?:\.full(?:-text)?|\.abstract|\.short|\.long|\.article-info|\.supplementary-material|\.figures-only)?"
    r"(?:\.pdf(?:\+html)?|\.html?|\.xml|\.epub|\.svg)?"
)
_VERSION = r"(?<=\d{6})v\d{1,2}"

DOI_ENDS: dict[str, re.Pattern[str]] = {
    "": re.compile(rf"(?:{_FILE_ENDS}{_ENDS})"),
    "academic.oup.com": re.compile(rf"(?:{_SILVERCHAIR}|{_FILE_ENDS}{_ENDS})"),
    "biorxiv.org": re.compile(rf"(?:{_VERSION})?{_FILE_ENDS}{_ENDS}"),
    "direct.mit.edu": re.compile(rf"(?:{_SILVERCHAIR}|{_FILE_ENDS}{_ENDS})"),
    "medrxiv.org": re.compile(rf"(?:{_VERSION})?{_FILE_ENDS}{_ENDS}"),
    "pubs.aip.org": re.compile(rf"(?:{_SILVERCHAIR}|{_FILE_ENDS}{_ENDS})"),
    "pubs.geoscienceworld.org": re.compile(rf"(?:{_SILVERCHAIR}|{_FILE_ENDS}{_ENDS})"),
    "rupress.org": re.compile(rf"(?:{_SILVERCHAIR}|{_FILE_ENDS}{_ENDS})"),
}
"""What follows the DOI in a publisher's path; "" for all that are not named."""

NO_DOIS = frozenset(
    {
        "archive.org",
        "arxiv.org",
        "bitbucket.org",
        "github.com",
        "gitlab.com",
        "githubusercontent.com",
    }
    | {"citeseerx.ist.psu.edu", "citeseer.ist.psu.edu", "wikipedia.org", "google.com"}
)
"""Sites where what looks like a DOI in a path is somebody's file or folder."""

ID_PARAMETERS = frozenset(
    {"pid", "arxiv_id", "arxivid", "arxiv", "eprint", "identifier", "paper_id", "paperid"}
)
"""Query parameters that carry an arXiv identifier, on whatever site."""

SEARCH_PARAMETERS = frozenset({"q", "p", "query", "search", "bibtexkey", "rank"})
"""Query parameters in which ``arXiv:ID`` stands for the paper: INSPIRE, ADS."""

WRAPPERS: dict[str, frozenset[str]] = {
    "away.vk.com": frozenset({"to"}),
    "disq.us": frozenset({"url"}),
    "duckduckgo.com": frozenset({"uddg"}),
    "exit.sc": frozenset({"url"}),
    "getpocket.com": frozenset({"url"}),
    "google": frozenset({"q", "url"}),
    "l.facebook.com": frozenset({"u"}),
    "l.instagram.com": frozenset({"u"}),
    "l.messenger.com": frozenset({"u"}),
    "l.threads.net": frozenset({"u"}),
    "link.zhihu.com": frozenset({"target"}),
    "linkedin.com": frozenset({"url", "session_redirect"}),
    "linkfilter": frozenset({"url"}),
    "lm.facebook.com": frozenset({"u"}),
    "medium.com": frozenset({"redirecturl"}),
    "out.reddit.com": frozenset({"url"}),
    "redirect.viglink.com": frozenset({"u"}),
    "safelinks.protection.outlook.com": frozenset({"url"}),
    "scholar.google.com": frozenset({"url"}),
    "slack-redir.net": frozenset({"url"}),
    "statics.teams.cdn.office.net": frozenset({"url"}),
    "steamcommunity.com": frozenset({"url", "u"}),
    "t.umblr.com": frozenset({"z"}),
    "translate.google.com": frozenset({"u"}),
    "vk.com": frozenset({"to"}),
    "youtube.com": frozenset({"q"}),
}
"""Redirectors, and the query parameters that hold the address they lead to."""

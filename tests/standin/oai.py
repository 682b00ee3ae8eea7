"""arXiv's OAI-PMH interface without the network, for the stand-in.

Answers GetRecord in both of arXiv's formats, and ListIdentifiers in pages, from
the papers of the query API. What only OAI-PMH says of a paper is in `Detail`.
Errors come with status 200, as the protocol has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape, quoteattr

from tests.standin.papers import Paper

PREFIX = "oai:arXiv.org:"
_SHAPE = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}")
_OAI = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
    ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
)


@dataclass(frozen=True)
class Detail:
    """What OAI-PMH says of a paper and the query API does not.

    Attributes:
        authors: The authors as submitted, in one string; by default those displayed.
        people: The authors in parts: family, given, suffix; by default the last
            word of those displayed is the family.
        source_types: The flags of each version; ``I`` for a withdrawn one.
        changed: The datestamp; by default the day of the current version.
        is_deleted: Whether the header says so.
    """

    authors: str | None = None
    people: tuple[tuple[str, str, str], ...] = ()
    source_types: tuple[str, ...] = ()
    changed: date | None = None
    is_deleted: bool = False


@dataclass
class Oai:
    """The interface: papers, a question in, a document out.

    Attributes:
        papers: By their identifiers; those of the query API.
        details: By their identifiers; papers without one have the defaults.
        formats: The metadata prefixes known.
        page_size: Headers on a page.
        says_size: Whether tokens tell the length of the list; arXiv's do not.
        expired: How many tokens, from now on, are refused as expired.
    """

    papers: Mapping[str, Paper]
    details: dict[str, Detail] = field(default_factory=dict)
    formats: tuple[str, ...] = ("arXiv", "arXivRaw")
    page_size: int = 20_000
    says_size: bool = False
    expired: int = 0

    def answer(self, params: Mapping[str, str], fault: str = "none") -> bytes:
        """Answer as arXiv would; ``empty`` says nothing, ``short`` loses half of a list."""
        if fault == "empty":
            return _document("")
        match params.get("verb"):
            case "GetRecord":
                return _document(self._get_record(params))
            case "ListIdentifiers":
                return _document(self._list(params, is_short=fault == "short"))
            case _:
                return _document(_error("badVerb"))

    def _get_record(self, params: Mapping[str, str]) -> str:
        value = params.get("identifier", "").removeprefix(PREFIX)
        if params.keys() != {"verb", "identifier", "metadataPrefix"}:
            return _error("badArgument", "Parameters provided did not match expected.")
        if f"{PREFIX}{value}" != params["identifier"] or not _SHAPE.fullmatch(value):
            return _error("badArgument", f"{value} is illegal")
        if params["metadataPrefix"] not in self.formats:
            return _error("cannotDisseminateFormat")
        paper = self.papers.get(value)
        if paper is None:
            return _error("idDoesNotExist", "Nothing found for this ID")
        detail = self.details.get(value, Detail())
        render = raw_metadata if params["metadataPrefix"] == "arXivRaw" else parted_metadata
        metadata = "" if detail.is_deleted else f"<metadata>{render(paper, detail)}</metadata>"
        header = _header(paper, detail)
        return f"<GetRecord>\n<record>\n{header}\n{metadata}\n</record>\n</GetRecord>"

    def _list(self, params: Mapping[str, str], *, is_short: bool) -> str:
        skip = 0
        if "resumptionToken" in params:
            token = dict(parse_qsl(params["resumptionToken"]))
            if params.keys() != {"verb", "resumptionToken"}:
                return _error("badArgument", "No other parameters allowed")
            if self.expired or "skip" not in token:
                self.expired = max(0, self.expired - 1)
                return _error("badResumptionToken")
            skip = int(token.pop("skip"))
            params = token
        if params.get("metadataPrefix") not in self.formats:
            return _error("cannotDisseminateFormat")
        hits = self._changed(params.get("from", "0001-01-01"), params.get("until", "9999-12-31"))
        if skip >= len(hits):
            return _error("noRecordsMatch")
        page = hits[skip : skip + self.page_size]
        lines = [_header(self.papers[value], self.details.get(value, Detail())) for value in page]
        if is_short:
            del lines[len(lines) // 2 :]
        lines.append(self._token(params, skip, len(hits)))
        return "\n".join(["<ListIdentifiers>", *lines, "</ListIdentifiers>"])

    def _changed(self, first: str, last: str) -> list[str]:
        day_by_id = {
            value: str(_datestamp(paper, self.details.get(value, Detail())))
            for value, paper in self.papers.items()
        }
        chosen = [value for value, day in day_by_id.items() if first <= day <= last]
        return sorted(chosen, key=lambda value: (day_by_id[value], value))

    def _token(self, params: Mapping[str, str], skip: int, total: int) -> str:
        size = f' completeListSize="{total}" cursor="{skip}"' if self.says_size else ""
        upto = skip + self.page_size
        if upto >= total:
            return f"<resumptionToken{size}/>" if skip and size else ""
        token = urlencode({**params, "skip": str(upto)})
        size += ' expires="2026-11-21T00:00:00Z"'
        return f"<resumptionToken{size}>{escape(token)}</resumptionToken>"


def raw_metadata(paper: Paper, detail: Detail) -> str:
    """The paper in the format ``arXivRaw``."""
    flags = detail.source_types or ("D",) * len(paper.dates)
    versions = [
        f'<version version="v{number}"><date>{moment:%a, %d %b %Y %H:%M:%S} GMT</date>'
        f"<size>845kb</size>{f'<source_type>{flag}</source_type>' if flag else ''}</version>"
        for number, (moment, flag) in enumerate(zip(paper.dates, flags, strict=True), 1)
    ]
    authors = ", ".join(paper.authors) if detail.authors is None else detail.authors
    return _metadata(
        "arXivRaw",
        _element("id", paper.id),
        _element("submitter", "Sub Mitter"),
        *versions,
        _element("title", paper.title),
        _element("authors", authors),
        *_rest(paper),
    )


def parted_metadata(paper: Paper, detail: Detail) -> str:
    """The paper in the format ``arXiv``: ``created`` is the current version's day."""
    people = detail.people or tuple(_parts(name) for name in paper.authors)
    names = ("keyname", "forenames", "suffix")
    authors = [
        "".join(_element(name, part) for name, part in zip(names, person, strict=True))
        for person in people
    ]
    return _metadata(
        "arXiv",
        _element("id", paper.id),
        _element("created", f"{paper.dates[-1]:%Y-%m-%d}"),
        f"<authors>{''.join(f'<author>{one}</author>' for one in authors)}</authors>",
        _element("title", paper.title),
        *_rest(paper),
    )


def _parts(name: str) -> tuple[str, str, str]:
    given, _, family = name.rpartition(" ")
    return family, given, ""


def _rest(paper: Paper) -> list[str]:
    return [
        _element("categories", " ".join(paper.categories)),
        _element("comments", paper.comment or ""),
        _element("journal-ref", paper.journal_ref or ""),
        _element("doi", " ".join(paper.dois)),
        _element("license", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"),
        _element("abstract", paper.summary),
    ]


def _metadata(prefix: str, *parts: str) -> str:
    space = f"http://arxiv.org/OAI/{prefix}/"
    return f'<{prefix} xmlns="{space}">' + "\n".join(filter(None, parts)) + f"</{prefix}>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _datestamp(paper: Paper, detail: Detail) -> date:
    return detail.changed or paper.dates[-1].date()


def _header(paper: Paper, detail: Detail) -> str:
    status = ' status="deleted"' if detail.is_deleted else ""
    return (
        f"<header{status}><identifier>{PREFIX}{paper.id}</identifier>"
        f"<datestamp>{_datestamp(paper, detail)}</datestamp>"
        f"<setSpec>{paper.categories[0].partition('.')[0]}</setSpec></header>"
    )


def _error(code: str, text: str = "The request cannot be answered.") -> str:
    return f"<error code={quoteattr(code)}>{escape(text)}</error>"


def _document(part: str) -> bytes:
    head = "<?xml version='1.0' encoding='UTF-8'?>"
    date_line = "<responseDate>2026-11-20T12:00:00Z</responseDate>"
    request = "<request>http://127.0.0.1/oai</request>"
    return f"{head}\n{_OAI}\n{date_line}\n{request}\n{part}\n</OAI-PMH>\n".encode()

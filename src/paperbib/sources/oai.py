"""arXiv's OAI-PMH interface: one paper's record, or which papers changed.

It runs apart from the query API and stands in for it. Asking for a record costs
a request a paper; the list of changes costs one for every 20,000 of them.
Source: OAI-PMH 2.0, https://www.openarchives.org/OAI/openarchivesprotocol.html;
arXiv help, "Open Archives Initiative (OAI)".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import oai_record, oai_xml, xml
from paperbib.sources.http import Http, Reply
from paperbib.sources.oai_xml import PREFIX, Complaint, Page

NAME = oai_record.NAME

_FORMATS = (oai_record.RAW, oai_record.PARTED)
"""The better first: only the raw one knows when version 1 came."""
_KNOWS_NOTHING = "arXiv's OAI-PMH interface sent no paper at all, which proves nothing"
_STARTS = 2
"""How often a list is begun: its tokens expire at midnight UTC, which comes once."""


class OaiSource:
    """arXiv by OAI-PMH, a paper at a time.

    Args:
        endpoint: The address of the interface, ``…/oai``.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask for the record of each paper, in the order given.

        Yields:
            Exactly one answer per distinct identifier. When a request gets no
            usable reply, the next would fare no better: all that remain have
            failed for the same reason, and nothing more is asked. That there is
            no such paper is believed when the interface has sent another one.
        """
        formats = list(_FORMATS)
        trouble: HttpError | None = None
        is_well = False
        doubtful: list[Missing] = []
        for identifier in dict.fromkeys(identifiers):
            if trouble is None:
                try:
                    answer = self._ask(identifier, http, formats)
                except HttpError as error:
                    trouble = error
            if trouble is None and isinstance(answer, Missing):
                doubtful.append(answer)
                continue
            is_well = is_well or (trouble is None and isinstance(answer, Found))
            yield _failed(identifier, trouble.reason) if trouble else answer
        for missing in doubtful:
            yield missing if is_well else _failed(missing.identifier, _KNOWS_NOTHING)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a record kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record of the paper.
        """
        return oai_record.to_record(identifier, xml.parse(raw.encode("utf-8", "replace")))

    def _ask(self, identifier: Identifier, http: Http, formats: list[str]) -> Answer:
        """Ask in the first format that the server has; strike off those it has not."""
        while formats:
            params = {
                "verb": "GetRecord",
                "identifier": f"{PREFIX}{identifier.value}",
                "metadataPrefix": formats[0],
            }
            answer = http.get(
                self._endpoint, params, lambda reply: _answer(identifier, reply.content)
            )
            if answer is not None:
                return answer
            del formats[0]
        raise RefusedError("arXiv offers none of the metadata formats that are known here")


class FloodError(BusyError):
    """So much changed that asking paper by paper is cheaper than reading the list."""


class Harvest(NamedTuple):
    """Which papers changed.

    Attributes:
        identifiers: The day each of them last changed: its datestamp.
        pages: How many requests that took.
    """

    identifiers: Mapping[Identifier, date]
    pages: int


def changed_since(endpoint: str, day: date, http: Http, *, most_pages: int) -> Harvest:
    """List the papers whose metadata changed on a day or later, deleted ones included.

    A change is a new paper or version, and anything else that is put right: a DOI
    or a journal reference added, a category, an author's name.

    Datestamps are days. Those from before 2025 are days of US Eastern time, 12 %
    of them one day before the day in UTC: ask for a day or two earlier than needed.

    Cost: one request for every 20,000 changes, and at least one. At some 2,000 changes
    a day (an estimate) a harvest of N days takes ``ceil(N / 10)`` requests: 1 for up
    to 10 days, 3 for a month, 37 for a year. A bulk update, which touches hundreds of
    thousands of papers on one day, adds one for each 20,000 of those. arXiv does not
    say how long a list is, so one that is too long has cost ``most_pages`` requests
    when that is known; where a server sends ``completeListSize``, it costs 1.

    Args:
        endpoint: The address of the interface, ``…/oai``.
        day: The first day, as the server counts days.
        http: The network.
        most_pages: How many requests the list is worth.

    Raises:
        FloodError: When the list is longer than that; raised as soon as it is known.
        BusyError: When the list cannot be had as a whole.
        HttpError: When a request got no usable reply.
    """
    if most_pages < 1:
        raise FloodError("a list of what changed costs more than it is worth")
    walk = _Walk(endpoint, day, http, most_pages)
    for _ in range(_STARTS):
        if walk.reaches_end():
            return Harvest(walk.found, walk.requests)
    raise BusyError("arXiv's list of changes expires before its end")


class _Walk:
    """A way through the pages of a list."""

    def __init__(self, endpoint: str, day: date, http: Http, most_pages: int) -> None:
        self._endpoint = endpoint
        self._day = day
        self._http = http
        self._most_pages = most_pages
        self.found: dict[Identifier, date] = {}
        self.requests = 0

    def reaches_end(self) -> bool:
        """Go from the first page to the last; False when the token expired on the way."""
        params = {"metadataPrefix": oai_record.PARTED, "from": self._day.isoformat()}
        tokens: set[str] = set()
        headers = 0
        self.found = {}
        while True:
            page = self._page(params)
            if isinstance(page, Complaint):
                return _ends(page, is_first=not tokens)
            headers += page.headers
            for identifier, day in page.changed:
                self.found[identifier] = max(day, self.found.get(identifier, day))
            if not page.token:
                _check_all_came(page, headers)
                return True
            if page.token in tokens:
                raise BusyError("arXiv's list of changes goes round in a circle")
            tokens.add(page.token)
            self._check_worth(page, pages=len(tokens))
            params = {"resumptionToken": page.token}

    def _page(self, params: Mapping[str, str]) -> Page | Complaint:
        self.requests += 1
        return self._http.get(self._endpoint, {"verb": "ListIdentifiers", **params}, _read_page)

    def _check_worth(self, page: Page, *, pages: int) -> None:
        """Stop before the first page too many is asked for."""
        # No page is longer than the first, so it takes at least so many of them.
        due = -(-page.list_size // page.headers) if page.list_size and pages == 1 else 0
        if max(due, pages + 1) > self._most_pages:
            size = f"{page.list_size:,}" if page.list_size else f"more than {len(self.found):,}"
            raise FloodError(f"too much changed since {self._day}: {size} papers")


def _read_page(reply: Reply) -> Page | Complaint:
    return oai_xml.parse_page(reply.content)


def _ends(complaint: Complaint, *, is_first: bool) -> bool:
    """Whether the complaint ends the list (True), or asks to begin it again (False)."""
    if complaint.code == "noRecordsMatch" and is_first:
        return True
    if complaint.code == "badResumptionToken" and not is_first:
        return False
    raise BusyError(f"arXiv refuses to list what changed: {complaint}")


def _check_all_came(last: Page, headers: int) -> None:
    if last.list_size is not None and headers < last.list_size:
        raise BusyError(f"arXiv listed {headers} of {last.list_size} changes")


def _answer(identifier: Identifier, content: bytes) -> Answer | None:
    """What a reply to GetRecord says; None when there is no such format.

    Raises:
        BusyError: When it says nothing about the identifier.
    """
    reply = oai_xml.parse_record(content)
    if isinstance(reply, Complaint):
        return _refusal(identifier, reply)
    if reply.identifier != identifier:
        raise BusyError(f"arXiv sent the record of {reply.identifier}, not of {identifier}")
    if reply.is_deleted:
        return Missing(identifier=identifier, source=NAME)
    try:
        record = oai_record.to_record(identifier, reply.element)
    except ValueError as error:
        # The reply is whole and the right one: the next paper's may well be readable.
        fault = str(error).splitlines()[0]
        return _failed(identifier, f"arXiv's record cannot be read: {fault}")
    raw = xml.text_of(reply.element)
    return Found(identifier=identifier, source=NAME, raw=raw, record=record)


def _refusal(identifier: Identifier, complaint: Complaint) -> Answer | None:
    if complaint.code == "cannotDisseminateFormat":
        return None
    if complaint.code == "idDoesNotExist":
        return Missing(identifier=identifier, source=NAME)
    # Also for "badArgument": the identifier is well-formed, so the fault is elsewhere.
    raise BusyError(f"arXiv refuses the question: {complaint}")


def _failed(identifier: Identifier, reason: str) -> Failed:
    return Failed(identifier=identifier, source=NAME, reason=reason)

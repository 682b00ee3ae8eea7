"""OAI-PMH replies, read strictly: a reply is whole and of the protocol, or nothing.

Knows records and headers, not what is said in them (see
`paperbib.sources.oai_record`). Source: OAI-PMH 2.0, section 3.2 (XML response
format), 3.5 (flow control), 3.6 (errors), 4.1 (GetRecord), 4.3 (ListIdentifiers).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from paperbib.errors import BusyError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.sources import xml
from paperbib.sources.fields import squeeze

PREFIX = "oai:arXiv.org:"
"""What arXiv's identifiers start with here."""

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_LONGEST_TEXT = 200
_ISO_DAY = len("2026-11-20")


class Complaint(NamedTuple):
    """An error of the protocol, which comes with status 200.

    Attributes:
        code: ``idDoesNotExist``, ``badArgument``, ``noRecordsMatch`` and so on.
        text: What the server says of it, on one line; may be "".
    """

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}" if self.text else self.code


class RecordReply(NamedTuple):
    """The record of one paper.

    Attributes:
        element: The whole ``<record>``.
        identifier: Whose record it is; None when it is none of arXiv's.
        is_deleted: Whether the server says that there is no such paper any more.
    """

    element: xml.Element
    identifier: Identifier | None
    is_deleted: bool


class Page(NamedTuple):
    """A part of a list of identifiers.

    Attributes:
        changed: arXiv's identifiers, with the day of their last change.
        headers: How many headers the page has, others than arXiv's included.
        token: What to ask for the next page with; "" on the last one.
        list_size: How many headers all pages have; None when it is not said.
    """

    changed: tuple[tuple[Identifier, date], ...]
    headers: int
    token: str
    list_size: int | None


def parse_record(content: bytes) -> RecordReply | Complaint:
    """Parse a reply to GetRecord.

    Raises:
        BusyError: When it is no such reply, or not all of one.
    """
    try:
        part = _part(content, "GetRecord")
        return part if isinstance(part, Complaint) else _record_reply(part)
    except ValueError as error:
        raise BusyError(f"arXiv sent no usable record: {error}") from error


def parse_page(content: bytes) -> Page | Complaint:
    """Parse a reply to ListIdentifiers.

    Raises:
        BusyError: When it is no such reply, or not all of one.
    """
    try:
        part = _part(content, "ListIdentifiers")
        return part if isinstance(part, Complaint) else _page(part)
    except ValueError as error:
        raise BusyError(f"arXiv sent no usable list of identifiers: {error}") from error


def metadata_of(record: xml.Element) -> xml.Element:
    """What a ``<record>`` has between ``<metadata>`` and ``</metadata>``.

    Raises:
        ValueError: When it is no record, or has not exactly one thing there.
    """
    if record.tag != f"{_OAI}record":
        raise ValueError(f"{record.tag!r} is not an OAI-PMH record")
    children = record.findall(f"{_OAI}metadata/*")
    if len(children) != 1:
        raise ValueError(f"the record has {len(children)} metadata parts, not one")
    return children[0]


def _part(content: bytes, verb: str) -> xml.Element | Complaint:
    """The element named as the question was, or what the server complains of."""
    root = xml.parse(content)
    if root.tag != f"{_OAI}OAI-PMH":
        raise ValueError(f"it is {root.tag!r}, not an OAI-PMH document")
    error = root.find(f"{_OAI}error")
    if error is not None:
        text = squeeze(error.text) or ""
        return Complaint(error.get("code", "").strip() or "an unnamed error", text[:_LONGEST_TEXT])
    part = root.find(f"{_OAI}{verb}")
    if part is None:
        raise ValueError(f"it has no {verb}")
    return part


def _record_reply(part: xml.Element) -> RecordReply:
    records = part.findall(f"{_OAI}record")
    if len(records) != 1:
        raise ValueError(f"it has {len(records)} records, not one")
    header = records[0].find(f"{_OAI}header")
    if header is None:
        raise ValueError("its record has no header")
    identifier = _identifier(_text(header, "identifier"))
    return RecordReply(records[0], identifier, header.get("status") == "deleted")


def _page(part: xml.Element) -> Page:
    headers = part.findall(f"{_OAI}header")
    pairs = ((_identifier(_text(one, "identifier")), one) for one in headers)
    changed = tuple((known, _day(_text(one, "datestamp"))) for known, one in pairs if known)
    if not changed:
        raise ValueError(f"it has {len(headers)} headers, and none of a paper of arXiv")
    token = part.find(f"{_OAI}resumptionToken")
    if token is None:
        return Page(changed, len(headers), "", None)
    size = (token.get("completeListSize") or "").strip()
    is_number = size.isascii() and size.isdigit() and len(size) < _ISO_DAY
    text = (token.text or "").strip()
    return Page(changed, len(headers), text, int(size) if is_number else None)


def _identifier(text: str) -> Identifier | None:
    if not text.startswith(PREFIX):
        return None
    cited = arxiv_id.parse(text.removeprefix(PREFIX))
    return cited.identifier if cited and cited.version is None else None


def _text(element: xml.Element, name: str) -> str:
    return (element.findtext(f"{_OAI}{name}") or "").strip()


def _day(text: str) -> date:
    """A datestamp's day; arXiv's have no time, the protocol allows one."""
    try:
        return date.fromisoformat(text[:_ISO_DAY])
    except ValueError as error:
        raise ValueError(f"{text[:_LONGEST_TEXT]!r} is no datestamp") from error

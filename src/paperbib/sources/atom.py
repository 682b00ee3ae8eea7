"""arXiv's Atom feeds, read strictly: a feed is whole and well-formed, or nothing.

A feed that was cut short, a page of HTML or a line of text with status 200 are
things arXiv sends when it is busy, so each of them is a `BusyError`. One entry
that makes no sense in a feed that is whole is only that entry's fault: it is
`Unreadable`, and the others are read. Source: arXiv API User's Manual, section
3.3 (outline of an Atom feed).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from paperbib.errors import BusyError
from paperbib.sources import xml

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_ID = "arxiv.org/api/errors"
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_REASON = 200


class UnusableError(BusyError):
    """A reply that is no feed, or not all of one."""


class Author(NamedTuple):
    """An author as displayed, and where they work."""

    name: str
    affiliations: tuple[str, ...]


class Link(NamedTuple):
    """A link of an entry; ``title`` and ``content_type`` may be absent."""

    href: str
    rel: str
    title: str | None
    content_type: str | None


class Entry(NamedTuple):
    """One version of one paper; every text as it came, white space included.

    Attributes:
        id: The URL of the abstract page, with the version.
        published: When version 1 was submitted.
        updated: When this version was submitted.
        raw: The entry as XML that can be parsed alone.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    summary: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    primary_category: str
    comment: str | None
    journal_ref: str | None
    dois: tuple[str, ...]
    links: tuple[Link, ...]
    raw: str


class Unreadable(NamedTuple):
    """An entry of a feed that is none.

    Attributes:
        id: The URL it has for an id, or "".
        reason: What is wrong with it.
    """

    id: str
    reason: str


class Complaint(NamedTuple):
    """What arXiv says is wrong with a question, in place of results.

    Attributes:
        text: Its words on one line, or "".
        anchor: The part after ``#`` of the error's id: the same words, spelled otherwise.
    """

    text: str
    anchor: str


class Feed(NamedTuple):
    """One page of results.

    Attributes:
        total: How many results there are on all pages.
        start: The number of the first entry, from 0.
        entries: The entries of this page, in its order.
        unreadable: What stands among them and cannot be read.
        complaint: What is wrong with the question; nothing else is filled in then.
    """

    total: int
    start: int
    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...] = ()
    complaint: Complaint | None = None


class ShortFeedError(UnusableError):
    """A feed with fewer entries than it says; those it has are whole.

    Args:
        reason: One line for people.
        feed: What came; at least one entry, readable or not.
    """

    def __init__(self, reason: str, feed: Feed) -> None:
        super().__init__(reason)
        self.feed = feed


def parse(content: bytes, *, most: int, start: int = 0) -> Feed:
    """Parse a feed.

    A total smaller than what came, or none, is not held against a feed with
    entries: only what is missing makes it less than whole.

    Args:
        content: The reply's body.
        most: The ``max_results`` that was asked for.
        start: The ``start`` that was asked for.

    Raises:
        ShortFeedError: When some of its entries came.
        UnusableError: When it is no feed, another page of one, or none of its
            entries came.
    """
    try:
        feed = _feed(xml.parse(content))
    except ValueError as error:
        raise UnusableError(f"arXiv sent no usable feed: {error}") from error
    if feed.complaint:
        return feed
    if feed.start != start:
        raise UnusableError(f"arXiv sent results from {feed.start}, not from {start}")
    came, due = len(feed.entries) + len(feed.unreadable), min(feed.total - start, most)
    if came < due:
        reason = f"arXiv sent {came} of {due} entries"
        raise ShortFeedError(reason, feed) if came else UnusableError(reason)
    return feed


def complaint_of(content: bytes) -> Complaint | None:
    """What an error feed complains about; None for anything else, feed or not."""
    try:
        return _feed(xml.parse(content)).complaint
    except ValueError:
        return None


def parse_entry(raw: str) -> Entry:
    """Parse what `Entry.raw` holds.

    Raises:
        ValueError: When it is no entry.
    """
    root = xml.parse(raw.encode())
    if root.tag != f"{_ATOM}entry":
        raise ValueError(f"{root.tag!r} is not an Atom entry")
    return _entry(root, raw)


def _feed(root: xml.Element) -> Feed:
    if root.tag != f"{_ATOM}feed":
        raise ValueError(f"it is {root.tag!r}, not an Atom feed")
    elements = root.findall(f"{_ATOM}entry")
    if complaint := _complaint(elements):
        return Feed(0, 0, (), complaint=complaint)
    # Some serialisers leave it out; but a feed of nothing has to say so.
    count = str(len(elements)) if elements else ""
    total = _number(root, "totalResults", absent=count)
    start = _number(root, "startIndex", absent="0")
    entries, unreadable = list[Entry](), list[Unreadable]()
    for element in elements:
        try:
            entries.append(_new_entry(element))
        except ValueError as error:
            unreadable.append(Unreadable(_text(element, "id"), str(error)[:_LONGEST_REASON]))
    return Feed(total, start, tuple(entries), tuple(unreadable))


def _complaint(elements: list[xml.Element]) -> Complaint | None:
    for element in elements:
        where = _text(element, "id")
        if _ERROR_ID in where:
            said = (_text(element, "summary"), where.partition("#")[2])
            text, anchor = (" ".join(words.split())[:_LONGEST_REASON] for words in said)
            return Complaint(text, anchor)
    return None


def _new_entry(element: xml.Element) -> Entry:
    entry = _entry(element, xml.text_of(element))
    # Older entries, kept from when this was not asked of them, may have none.
    if not any(author.name.strip() for author in entry.authors):
        raise ValueError("an entry has no author")
    return entry


def _entry(element: xml.Element, raw: str) -> Entry:
    primary = element.find(f"{_ARXIV}primary_category")
    return Entry(
        id=_required(element, f"{_ATOM}id"),
        title=_required(element, f"{_ATOM}title"),
        published=_time(element, "published"),
        updated=_time(element, "updated"),
        summary=element.findtext(f"{_ATOM}summary") or "",
        authors=tuple(_author(author) for author in element.iterfind(f"{_ATOM}author")),
        categories=_attributes(element, f"{_ATOM}category", "term"),
        primary_category=(primary.get("term") or "") if primary is not None else "",
        comment=element.findtext(f"{_ARXIV}comment") or None,
        journal_ref=element.findtext(f"{_ARXIV}journal_ref") or None,
        dois=tuple(doi.text for doi in element.iterfind(f"{_ARXIV}doi") if doi.text),
        links=tuple(_link(link) for link in element.iterfind(f"{_ATOM}link") if link.get("href")),
        raw=raw,
    )


def _author(element: xml.Element) -> Author:
    places = (place.text for place in element.iterfind(f"{_ARXIV}affiliation"))
    name = element.findtext(f"{_ATOM}name") or ""
    return Author(name, tuple(place for place in places if place is not None))


def _link(element: xml.Element) -> Link:
    return Link(
        element.get("href") or "",
        element.get("rel") or "",
        element.get("title"),
        element.get("type"),
    )


def _attributes(element: xml.Element, tag: str, name: str) -> tuple[str, ...]:
    values = (child.get(name) for child in element.iterfind(tag))
    return tuple(value for value in values if value is not None)


def _text(element: xml.Element, name: str) -> str:
    return (element.findtext(f"{_ATOM}{name}") or "").strip()


def _required(element: xml.Element, tag: str) -> str:
    text = element.findtext(tag)
    if not text or not text.strip():
        raise ValueError(f"an entry has no {xml.local_name(tag)}")
    return text


def _time(element: xml.Element, name: str) -> datetime:
    text = _required(element, f"{_ATOM}{name}").strip()
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is no date") from error


def _number(root: xml.Element, name: str, *, absent: str = "") -> int:
    text = root.findtext(f"{_SEARCH}{name}", default=absent).strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"it has no {name}")
    return int(text)

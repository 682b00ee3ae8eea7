"""arXiv's Atom feeds, read strictly: a feed is whole and well-formed, or nothing.

A feed that was cut short, a page of HTML or a line of text with status 200 are
things arXiv sends when it is busy, so each of them is a `BusyError`. Source:
arXiv API User's Manual, section 3.3 (outline of an Atom feed).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from paperbib.errors import BusyError

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_ID = "arxiv.org/api/errors"


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


class Feed(NamedTuple):
    """One page of results.

    Attributes:
        total: How many results there are on all pages.
        start: The number of the first entry, from 0.
        entries: The entries of this page.
        error: arXiv's complaint about the question, or "".
    """

    total: int
    start: int
    entries: tuple[Entry, ...]
    error: str


def parse(content: bytes, *, most: int) -> Feed:
    """Parse a feed.

    Args:
        content: The reply's body.
        most: The ``max_results`` that was asked for.

    Raises:
        BusyError: When it is no feed, or not all of one.
    """
    try:
        feed = _feed(_root(content))
    except ValueError as error:
        raise BusyError(f"arXiv sent no usable feed: {error}") from error
    due = 0 if feed.error else max(0, min(feed.total - feed.start, most))
    if len(feed.entries) < due:
        raise BusyError(f"arXiv sent {len(feed.entries)} of {due} entries")
    return feed


def parse_entry(raw: str) -> Entry:
    """Parse what `Entry.raw` holds.

    Raises:
        ValueError: When it is no entry.
    """
    root = _root(raw.encode())
    if root.tag != f"{_ATOM}entry":
        raise ValueError(f"{root.tag!r} is not an Atom entry")
    return _entry(root)


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,  # they would end the text around them
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        beginning = content[:40].decode("utf-8", "replace").split("\n")[0]
        raise ValueError(f"{error.msg}; it begins with {beginning!r}") from error
    # arXiv's feeds have none, and entities are declared nowhere else.
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it has a DOCTYPE")
    return root


def _feed(root: etree._Element) -> Feed:
    if root.tag != f"{_ATOM}feed":
        raise ValueError(f"it is {root.tag!r}, not an Atom feed")
    elements = root.findall(f"{_ATOM}entry")
    if error := _complaint(elements):
        return Feed(0, 0, (), error)
    total, start = _number(root, "totalResults"), _number(root, "startIndex", absent="0")
    return Feed(total, start, tuple(_entry(element) for element in elements), "")


def _complaint(elements: list[etree._Element]) -> str:
    for element in elements:
        if _ERROR_ID in (element.findtext(f"{_ATOM}id") or ""):
            return (element.findtext(f"{_ATOM}summary") or "").strip() or "an unnamed error"
    return ""


def _entry(element: etree._Element) -> Entry:
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
        raw=etree.tostring(element, encoding="unicode", with_tail=False),
    )


def _author(element: etree._Element) -> Author:
    places = (place.text for place in element.iterfind(f"{_ARXIV}affiliation"))
    name = element.findtext(f"{_ATOM}name") or ""
    return Author(name, tuple(place for place in places if place is not None))


def _link(element: etree._Element) -> Link:
    return Link(
        element.get("href") or "",
        element.get("rel") or "",
        element.get("title"),
        element.get("type"),
    )


def _attributes(element: etree._Element, tag: str, name: str) -> tuple[str, ...]:
    values = (child.get(name) for child in element.iterfind(tag))
    return tuple(value for value in values if value is not None)


def _required(element: etree._Element, tag: str) -> str:
    text = element.findtext(tag)
    if not text or not text.strip():
        raise ValueError(f"an entry has no {etree.QName(tag).localname}")
    return text


def _time(element: etree._Element, name: str) -> datetime:
    text = _required(element, f"{_ATOM}{name}").strip()
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is no date") from error


def _number(root: etree._Element, name: str, *, absent: str = "") -> int:
    text = (root.findtext(f"{_SEARCH}{name}") or absent).strip()
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"it has no {name}")
    return int(text)

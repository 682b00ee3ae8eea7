"""COinS: an entry as the title of an empty span, which the Zotero Connector reads.

Sources: ANSI/NISO Z39.88-2004, part 2 (the formats KEV: journal, book, dissertation, dc), and
COinS, "Brief guide" (the class Z3988). What the standard has no genre for is told in Dublin Core
with Zotero's own word for its type; names are written as Zotero takes them apart (openurl.js).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from paperbib.exporters.item import Item, Kind
from paperbib.exporters.page.entries import Entry
from paperbib.exporters.plain_text import tidy
from paperbib.model import Name

MOST_AUTHORS = 100
"""Authors beyond which they are left out: a span is no place for a collaboration of thousands."""

_FORMAT = "info:ofi/fmt:kev:mtx:"
_GENRE_BY_KIND = {
    Kind.ARTICLE: ("journal", "article"),
    Kind.PAPER: ("book", "proceeding"),
    Kind.CHAPTER: ("book", "bookitem"),
    Kind.BOOK: ("book", "book"),
    Kind.REPORT: ("book", "report"),
    Kind.THESIS: ("dissertation", ""),
}
_TYPE_BY_KIND = {
    "preprint": "preprint",
    "published": "document",
    "web": "webpage",
    "code": "computerProgram",
    "video": "videoRecording",
}
"""The types of items of Zotero by the kinds of the page."""


def context_object(entry: Entry) -> str:
    """The entry as pairs of keys and encoded values, joined with ampersands."""
    pairs = (f"{name}={quote(value, safe='', errors='replace')}" for name, value in _told(entry))
    return "&".join(pairs)


def _told(entry: Entry) -> Iterator[tuple[str, str]]:
    """The pairs that say something."""
    yield "ctx_ver", "Z39.88-2004"
    told = _GENRE_BY_KIND.get(entry.item.kind)
    pairs = _published(entry, *told) if told else _dublin_core(entry)
    yield from ((name, value) for name, value in pairs if value)


def _published(entry: Entry, format_: str, genre: str) -> Iterator[tuple[str, str]]:
    item = entry.item
    yield "rft_val_fmt", _FORMAT + format_
    yield "rft.genre", genre
    if format_ == "dissertation":
        yield "rft.title", entry.title
        yield "rft.inst", tidy(item.publisher)
    elif genre in {"book", "report"}:
        yield "rft.btitle", entry.title
        yield "rft.pub", tidy(item.publisher)
    else:
        yield "rft.atitle", entry.title
        yield "rft.jtitle" if format_ == "journal" else "rft.btitle", tidy(item.container)
        yield "rft.pub", tidy(item.publisher)
    yield "rft.volume", tidy(item.volume)
    yield "rft.issue", tidy(item.issue)
    yield "rft.pages", item.pages
    yield from _who_and_when(entry, "rft.au")
    yield from _identifiers(item)


def _dublin_core(entry: Entry) -> Iterator[tuple[str, str]]:
    """What is in no journal and no book; ``rft.type`` is Zotero's."""
    yield "rft_val_fmt", f"{_FORMAT}dc"
    yield "rft.type", _TYPE_BY_KIND[entry.kind]
    yield "rft.title", entry.title
    yield "rft.source", "arXiv" if entry.item.arxiv else entry.venue
    yield from _who_and_when(entry, "rft.creator")
    yield "rft.identifier", entry.url
    yield from _identifiers(entry.item)


def _who_and_when(entry: Entry, name: str) -> Iterator[tuple[str, str]]:
    """Each author on their own, in their order.

    Not ``rft.aulast``, which would name the first one twice, and not ``rft.aucorp``: Zotero puts
    groups before all people.
    """
    for one in entry.people[:MOST_AUTHORS]:
        yield name, _inverted(one)
    yield "rft.date", entry.date


def _inverted(name: Name) -> str:
    """``Family, Given``, and ``Group,``: what has no comma is parted at its last blank.

    >>> _inverted(Name(family="van der Maaten", given="Laurens"))
    'van der Maaten, Laurens'
    >>> _inverted(Name(literal="Barnes and Noble, Inc.")), _inverted(Name(literal="Plato"))
    ('Barnes and Noble Inc.,', 'Plato')
    """
    family = _without_commas(name.literal or name.family or "")
    given = "" if name.literal else _without_commas(f"{name.given or ''} {name.suffix or ''}")
    if family and given:
        return f"{family}, {given}"
    whole = family or given
    return f"{whole}," if " " in whole else whole


def _without_commas(text: str) -> str:
    return tidy(text.replace(",", " "))


def _identifiers(item: Item) -> Iterator[tuple[str, str]]:
    """As identifiers of the referent; a DOI is the first, for that one is taken."""
    if item.doi:
        yield "rft_id", f"info:doi/{tidy(item.doi)}"
    if item.arxiv:
        yield "rft_id", f"info:arxiv/{tidy(item.arxiv)}"
    yield "rft_id", item.url

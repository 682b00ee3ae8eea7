"""RIS: what EndNote, Mendeley, RefWorks and every library catalogue read.

One line a tag, ended by a carriage return and a line feed as the specification
wants it; no line of ours holds a line end of its own. Sources: "RIS Format
Specifications" (Research Information Systems, 2001); the importers of Zotero
(RIS.js) and JabRef (RisImporter).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.exporters import maths
from paperbib.exporters.calendar_dates import real
from paperbib.exporters.item import Item, Kind, items
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name

name = "ris"
filename = "references.ris"

_TYPE_BY_KIND = {
    Kind.PREPRINT: "UNPB",
    Kind.ARTICLE: "JOUR",
    Kind.PAPER: "CONF",
    Kind.CHAPTER: "CHAP",
    Kind.BOOK: "BOOK",
    Kind.THESIS: "THES",
    Kind.REPORT: "RPRT",
    Kind.DOCUMENT: "GEN",
    Kind.WEB_PAGE: "ELEC",
    Kind.REPOSITORY: "COMP",
}
"""No type means a preprint; of those that readers know, "unpublished work" is nearest."""

_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_COMMAS = re.compile(r"\s*,\s*")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def render(library: Library, options: Options) -> str:
    """Write the library as RIS, sorted by key."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The file entry by entry, an empty line behind each."""
    for item in items(library, options):
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in tags(item) if value)
        yield "ER  - \r\n\r\n"


def tags(item: Item) -> Iterator[tuple[str, str]]:
    """The tags of one item in the order they are written, some of them empty.

    ``AN`` stands before ``IS``: JabRef reads both as the number, and the last one counts.
    """
    yield "TY", _TYPE_BY_KIND[item.kind]
    yield "ID", tidy(item.key)
    yield from (("AU", _author(author)) for author in item.authors)
    yield "TI", tidy(item.title if item.is_makeshift else maths.to_unicode(item.title))
    yield from _date(item)
    yield "DB", "arXiv" if item.arxiv else ""
    yield "AN", f"arXiv:{item.arxiv}" if item.arxiv else ""
    yield from _publication(item)
    yield "DO", tidy(item.doi)
    yield "UR", item.url
    yield "AB", tidy(item.abstract)
    yield from (("KW", tidy(word)) for word in item.tags)
    yield from (("N1", _note(note)) for note in (item.annotation, item.note))
    if item.category:
        yield "N1", f"arXiv category: {tidy(item.category)}"


def _date(item: Item) -> Iterator[tuple[str, str]]:
    if item.date:
        date = real(item.date)
        yield "PY", f"{date.year:04}"
        yield "DA", str(date).replace("-", "/") if date.month else ""


def _publication(item: Item) -> Iterator[tuple[str, str]]:
    container = tidy(item.container)
    if item.kind is Kind.REPOSITORY:
        yield "PB", container
        return
    yield "T2", container
    # To Zotero T2 is the name of a conference, and C3 that of its proceedings.
    yield "C3", container if item.kind is Kind.PAPER else ""
    yield "VL", tidy(item.volume)
    yield "IS", tidy(item.issue)
    first, *last = _DASHES.split(tidy(item.pages), maxsplit=1)
    if first.strip() and last and last[0].strip():
        yield "SP", first.strip()
        yield "EP", last[0].strip()
    else:
        yield "SP", tidy(item.pages)
    is_preprint = bool(item.arxiv) and not item.kind.is_published
    yield "PB", "arXiv" if is_preprint else tidy(item.publisher)


def _author(author: Name) -> str:
    """``Family, Given, Suffix``; a comma of its own would part a name in the wrong place."""
    if author.literal or not (tidy(author.family or "") and tidy(author.given or "")):
        return _without_commas(author.full)
    parts = (author.family, author.given, author.suffix)
    return ", ".join(filter(None, (_without_commas(part or "") for part in parts)))


def _without_commas(part: str) -> str:
    return tidy(_COMMAS.sub(" ", part))


def _note(text: str) -> str:
    """A note that looks like HTML is HTML to Zotero: a space makes it none."""
    return _TAG.sub("< ", tidy(text))

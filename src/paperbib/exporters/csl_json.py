"""CSL-JSON: what Zotero, pandoc and citeproc read best.

``article`` is the type of a preprint; ``webpage`` the one for repositories and
pages, for Zotero refuses a whole file that holds a ``software``. Source: the
CSL 1.0.2 specification and its ``csl-data.json`` schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from paperbib.exporters import maths
from paperbib.exporters.item import Item, Kind, items
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name

name = "csl-json"
filename = "references.csl.json"

Value = str | list[dict[str, str]] | dict[str, str] | dict[str, list[list[int]]]

_PAGE_KINDS = frozenset({Kind.WEB_PAGE, Kind.REPOSITORY, Kind.DOCUMENT})
"""What is a ``webpage`` to Zotero, which has no better word for it."""


def render(library: Library, options: Options) -> str:
    """Write the library as one CSL-JSON array, sorted by key."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The array item by item."""
    before = "[\n  "
    for item in items(library, options):
        # No string of JSON holds a line end of its own.
        written = json.dumps(fields(item), ensure_ascii=False, indent=2)
        yield before + written.replace("\n", "\n  ")
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def fields(item: Item) -> dict[str, Value]:
    """The variables of one item in CSL's words, none of them empty."""
    return {field: value for field, value in _fields(item) if value}


def _fields(item: Item) -> Iterator[tuple[str, Value]]:
    yield "id", item.key
    yield "citation-key", item.key
    yield "type", Kind.WEB_PAGE.value if item.kind in _PAGE_KINDS else item.kind.value
    yield "title", item.title if item.is_makeshift else maths.to_unicode(item.title, markup=True)
    yield "author", [author for author in map(_author, item.authors) if author]
    if date := item.date:
        known = [part for part in (date.year, date.month, date.day if date.month else None) if part]
        yield "issued", {"date-parts": [known]}
    yield from _publication(item)
    yield "URL", item.url
    yield "abstract", tidy(item.abstract)
    yield "note", "; ".join(filter(None, [tidy(item.annotation), tidy(item.note)]))
    if item.arxiv:
        yield "custom", _custom(item)


def _author(author: Name) -> dict[str, str]:
    """A name-variable; without both family and given it is a literal."""
    family, given = tidy(author.family or ""), tidy(author.given or "")
    if author.literal or not (family and given):
        whole = tidy(author.full)
        return {"literal": whole} if whole else {}
    suffix = tidy(author.suffix or "")
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


def _publication(item: Item) -> Iterator[tuple[str, Value]]:
    """Where it is; what was published says of its preprint only where that is archived."""
    yield "container-title", tidy(item.container)
    yield "volume", tidy(item.volume)
    yield "issue", tidy(item.issue)
    yield "page", tidy(item.pages)
    if item.arxiv and not item.kind.is_published:
        yield "publisher", "arXiv"
        yield "number", f"arXiv:{item.arxiv}"
        yield "version", str(item.version or "")
    else:
        yield "publisher", tidy(item.publisher)
        yield "archive", "arXiv" if item.arxiv else ""
        yield "archive_location", item.arxiv
    yield "DOI", tidy(item.doi)


def _custom(item: Item) -> dict[str, str]:
    """The identifiers CSL has no variable for."""
    category = tidy(item.category)
    return {"arxiv_id": item.arxiv} | ({"arxiv_primary": category} if category else {})

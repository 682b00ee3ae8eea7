"""CSL-JSON: what Zotero, pandoc and citeproc read best.

``article`` is the type of a preprint; ``webpage`` the one for repositories and
pages, for Zotero refuses a whole file that holds a ``software``. Source: the
CSL 1.0.2 specification and its ``csl-data.json`` schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from paperbib.exporters import maths, web_page
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name, Reference

name = "csl-json"
filename = "references.csl.json"

Value = str | list[dict[str, str]] | dict[str, str] | dict[str, list[list[int]]]


def render(library: Library, options: Options) -> str:
    """Write the library as one CSL-JSON array, sorted by key."""
    items = [
        {field: value for field, value in _fields(key, reference, options) if value}
        for key, reference in library.references.items()
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _fields(key: str, reference: Reference, options: Options) -> Iterator[tuple[str, Value]]:
    yield "id", key
    yield "citation-key", key
    yield "type", "article" if reference.arxiv else "webpage"
    title = web_page.given_title(reference)
    yield (
        "title",
        (maths.to_unicode(title, markup=True) if title else web_page.makeshift_title(reference)),
    )
    yield "author", [author for author in map(_author, reference.authors) if author]
    if date := reference.date:
        known = [part for part in (date.year, date.month, date.day if date.month else None) if part]
        yield "issued", {"date-parts": [known]}
    yield from _publication(reference)
    yield "URL", web_page.address(reference)
    if options.abstract:
        yield (
            "abstract",
            tidy(reference.abstract or ""),
        )
    notes = [tidy(reference.annotation or "")] if options.annotations else []
    notes += [tidy(web_page.published_version(reference))] if reference.arxiv else []
    yield "note", "; ".join(filter(None, notes))
    if reference.arxiv:
        yield "custom", _custom(reference)


def _author(author: Name) -> dict[str, str]:
    """A name-variable; without both family and given it is a literal."""
    family, given = tidy(author.family or ""), tidy(author.given or "")
    if author.literal or not (family and given):
        whole = tidy(author.full)
        return {"literal": whole} if whole else {}
    suffix = tidy(author.suffix or "")
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


def _publication(reference: Reference) -> Iterator[tuple[str, Value]]:
    doi = web_page.doi_of(reference)
    if reference.arxiv:
        yield "publisher", "arXiv"
        yield "number", f"arXiv:{reference.arxiv.value}"
        yield "version", str(reference.version or "")
        yield "DOI", f"10.48550/arXiv.{reference.arxiv.value}"
    elif doi:
        yield "DOI", tidy(doi.value)
    else:
        yield (
            "container-title",
            ("GitHub" if web_page.repository(reference) else web_page.site(reference)),
        )


def _custom(reference: Reference) -> dict[str, str]:
    """The identifiers CSL has no variable for."""
    category = reference.primary_category or ""
    value = reference.arxiv.value if reference.arxiv else ""
    return {"arxiv_id": value} | ({"arxiv_primary": tidy(category)} if category else {})

"""The entries as JSON inside a page: what the script reads, and no parser of HTML stumbles over.

Source: RFC 8259; HTML Living Standard, section 4.12.1.3 (what a script element cannot hold).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from paperbib.exporters import bibtex, bibtex_text
from paperbib.exporters.item import Item
from paperbib.exporters.options import Page
from paperbib.exporters.page.coins import context_object
from paperbib.exporters.page.entries import Entry, Place
from paperbib.exporters.page.reference_line import reference_line
from paperbib.exporters.plain_text import tidy

VERSION = 1
"""Of the form of the data."""

Value = str | int | bool | list[str] | list[dict[str, object]] | dict[str, str]

_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def pieces(found: Iterable[Entry], page: Page, words: Mapping[str, str]) -> Iterator[str]:
    """The data entry by entry, each on a line of its own."""
    head = {"version": VERSION, "title": tidy(page.title), "language": page.language}
    # What stands before the closing brace, and the entries behind it.
    yield written(head | {"words": dict(words)})[:-1] + ',"entries":['
    before = "\n"
    for entry in found:
        yield before + written(fields(entry))
        before = ",\n"
    yield "\n]}"


def written(value: object) -> str:
    r"""JSON that ends no script element and is no markup; lone surrogates are replaced.

    >>> written({"a": "</script><!--&"})
    '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"


def fields(entry: Entry) -> dict[str, Value]:
    """What is known of an entry, by the names that the script knows; nothing that is empty."""
    return {name: value for name, value in _fields(entry) if value}


def _fields(entry: Entry) -> Iterator[tuple[str, Value]]:
    item = entry.item
    yield "key", entry.key
    yield "title", entry.title
    yield "authors", list(entry.names)
    yield "sort", sort_name(entry)
    yield "year", item.date.year if item.date else 0
    yield "date", entry.date
    yield "kind", entry.kind
    yield "venue", entry.venue
    published = {"venue": entry.published_in, "doi": entry.published_doi}
    yield "published", {name: value for name, value in published.items() if value}
    yield "url", entry.url
    yield "arxiv", item.arxiv
    yield "pdf", entry.pdf
    yield "doi", tidy(item.doi)
    yield "categories", list(entry.categories)
    yield "tags", list(entry.tags)
    yield "state", entry.state or ""
    yield "withdrawn", entry.is_withdrawn
    yield "dead", entry.is_dead
    yield "note", entry.note
    yield "abstract", tidy(item.abstract)
    yield "mentions", [_mention(place) for place in entry.places]
    yield "related", list(entry.related)
    yield "parent", entry.parent
    yield "parents", list(entry.parents) if len(entry.parents) > 1 else []
    yield "aliases", list(item.aliases)
    yield "bibtex", bibtex_of(item)
    yield "reference", reference_line(entry)
    yield "coins", context_object(entry)


def sort_name(entry: Entry) -> str:
    """What the first author is sorted by; "" where it is the last word of the full name."""
    name = tidy(entry.people[0].surname) if entry.people else ""
    return "" if not name or name == entry.names[0].split(" ")[-1] else name


def _mention(place: Place) -> dict[str, object]:
    named = {"file": place.file, "line": place.line, "section": list(place.section)}
    return {name: value for name, value in named.items() if value}


def bibtex_of(item: Item) -> str:
    """The entry for a .bib, without what is long; "" for a key that no .bib can hold."""
    kind, found = bibtex.entry(item._replace(abstract="", annotation="", tags=()))
    text = bibtex_text.written(kind, item.key, found)
    return text if bibtex_text.read(text) == (kind, item.key, found) else ""

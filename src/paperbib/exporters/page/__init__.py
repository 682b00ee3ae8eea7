"""The library page for people, ``index.html``: one file, without a server, from the disk.

It is read without a script too. `entries` says what there is to show; `rows`, `charts`, `data`
and `linked_data` write it, as HTML, as SVG, as JSON for the script and as JSON-LD for search
engines; `template` puts it into page.html, with its style and its script.
docs/page.md describes it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from paperbib.exporters.options import Options
from paperbib.exporters.page import charts, data, linked_data, template
from paperbib.exporters.page.entries import Entry, entries
from paperbib.exporters.page.kinds import PAPERS
from paperbib.exporters.page.markup import escape
from paperbib.exporters.page.rows import Rows, newest_first
from paperbib.exporters.page.words import counted, spoken, words
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library

name = "html"
filename = "index.html"

_STAMP = re.compile(rb"<!-- sha256:([0-9a-f]{64}) -->\n\Z")

_LONGEST_TITLE = 70


def render(library: Library, options: Options) -> str:
    """Write the page."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The page piece by piece; the last one is a digest of all before it."""
    digest = hashlib.sha256()
    for piece in _pieces(library, options):
        digest.update(piece.encode())
        yield piece
    yield f"<!-- sha256:{digest.hexdigest()} -->\n"


def is_untouched(content: bytes) -> bool:
    """Whether a page is as some paperbib wrote it: its last line is the digest of the others."""
    stamp = _STAMP.search(content)
    if stamp is None:
        return False
    return hashlib.sha256(content[: stamp.start()]).hexdigest().encode() == stamp[1]


def _pieces(library: Library, options: Options) -> Iterator[str]:
    page, told = options.page, words(options.page.language)
    found = list(entries(library, options))
    rows = Rows(newest_first(found), told, template.taken_ids())
    script, style = template.script(), template.style()
    values: Mapping[str, Iterable[str]] = {
        "language": [escape(page.language)],
        "words-language": [spoken(page.language)],
        "title": [escape(tidy(page.title))],
        "short-title": [escape(_shortened(tidy(page.title)))],
        "policy": [template.policy(script, style)],
        "style": [style],
        "script": [script],
        "counts": [escape(_counts(found, told))],
        "timeline": charts.timeline(found, told),
        "overview": charts.overview(found, told),
        "rows": rows.full(),
        "more-rows": rows.short(),
        "linked-data": linked_data.pieces(found, page),
        "data": data.pieces(found, page, told),
    } | {f"word:{word}": [escape(text)] for word, text in told.items()}
    yield from template.filled(template.source("page.html"), values.__getitem__)


def _shortened(title: str) -> str:
    """The title for a tab of a browser and for the results of a search, which show no more."""
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def _counts(found: Sequence[Entry], told: Mapping[str, str]) -> str:
    """``199 entries · 33 papers · 12 read · 5 to read``."""
    papers = sum(one.kind in PAPERS for one in found)
    states = Counter(one.state for one in found)
    parts = [counted(len(found), "entries", told), counted(papers, "papers", told)]
    parts += [f"{states[one]} {told[f'state_{one}']}" for one in ("done", "open") if states[one]]
    return " · ".join(parts)

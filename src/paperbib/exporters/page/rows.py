"""The entries as HTML: the first ones in full, the others short, for readers without a script.

Markup and classes are those of the template ``row`` in page.html, which the script fills.
Whatever comes from a note or a source stands in an element of its own direction.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from paperbib.exporters import web_page
from paperbib.exporters.page.coins import MOST_AUTHORS, context_object
from paperbib.exporters.page.entries import Entry, Place
from paperbib.exporters.page.markup import attributes, escape, fragment
from paperbib.exporters.page.reference_line import found_by
from paperbib.exporters.page.words import filled
from paperbib.exporters.plain_text import tidy

FULL_ROWS = 100
"""As many as the script shows at once."""
LONGEST_ABSTRACT = 2000
"""Characters of an abstract that stand in a row; the data has all of them."""
_NAMED = 3
_USUAL_NAME = re.compile(r"[\w-]+")


class Rows(NamedTuple):
    """What all rows share.

    Attributes:
        entries: In their order.
        words: Of the page.
        taken: Names of elements of the page, which no row may have.
    """

    entries: Sequence[Entry]
    words: Mapping[str, str]
    taken: Collection[str] = ()

    def full(self) -> Iterator[str]:
        """The first rows, each on a line of its own."""
        shown = self.entries[:FULL_ROWS]
        wanted = {key for one in shown for key in (*one.related, *one.parents)}
        titles = {one.key: one.title for one in self.entries if one.key in wanted}
        for entry in shown:
            yield "\n" + "".join(self._row(entry, titles))

    def short(self) -> Iterator[str]:
        """The other rows, as a list that goes on counting; nothing where there are none."""
        rest = self.entries[FULL_ROWS:]
        if not rest:
            return
        yield f'<ol class="more" start="{FULL_ROWS + 1}">'
        for entry in rest:
            byline = " ".join(self._byline(entry))
            head = f"<li{self._id(entry.key)}><bdi>{_title(entry)}</bdi>"
            where = f'<span dir="ltr">{escape(found_by(entry))}</span>'
            yield f"\n{head} {byline} {where} <code><bdi>{escape(entry.key)}</bdi></code></li>"
        yield "\n</ol>"

    def _id(self, key: str) -> str:
        """The name of a row, where it is a usual one, and no other element has it.

        Validators object to others (``DBLP:conf/nips/V``), which the script finds nonetheless.
        """
        is_usual = key[:1].isalpha() and _USUAL_NAME.fullmatch(key)
        return attributes(id=key) if is_usual and key not in self.taken else ""

    def _row(self, entry: Entry, titles: Mapping[str, str]) -> Iterator[str]:
        data = attributes(data_kind=entry.kind, data_state=entry.state or "")
        yield f'<li class="entry"{self._id(entry.key)}{data}><article>'
        yield f'<h3 class="title" dir="auto">{_title(entry)}</h3>'
        yield _paragraph("byline", self._byline(entry))
        yield _paragraph("published", self._published(entry))
        yield _paragraph("marks", self._marks(entry))
        if entry.note:
            yield f'<p class="note" dir="auto">{escape(entry.note)}</p>'
        yield _paragraph("links", self._links(entry))
        yield from self._details(entry)
        yield self._related(entry, titles)
        yield f'<span class="Z3988"{attributes(title=context_object(entry))}></span>'
        yield "</article></li>"

    def _byline(self, entry: Entry) -> Iterator[str]:
        names = entry.names
        if names:
            more = f" {self.words['et_al']}" if len(names) > _NAMED else ""
            everybody = ", ".join(names[:MOST_AUTHORS]) + (
                f" {self.words['et_al']}" if len(names) > MOST_AUTHORS else ""
            )
            shown = ", ".join(names[:_NAMED]) + more
            title = attributes(title=everybody if more else "")
            yield f'<span class="authors" dir="auto"{title}>{escape(shown)}</span>'
        if entry.year:
            yield f'<span class="year">{entry.year}</span>'
        if entry.venue:
            yield f'<span class="venue" dir="auto">{escape(entry.venue)}</span>'

    def _published(self, entry: Entry) -> Iterator[str]:
        """Where a preprint was published, too, where that is known."""
        if entry.published_in or entry.published_doi:
            yield f"{escape(self.words['kind_published'])}:"
        if entry.published_in:
            yield f'<bdi class="venue">{escape(entry.published_in)}</bdi>'
        if entry.published_doi:
            yield _link(web_page.doi_address(entry.published_doi), "DOI", "doi")

    def _marks(self, entry: Entry) -> Iterator[str]:
        yield f'<span class="kind">{escape(self.words[f"kind_{entry.kind}"])}</span>'
        if entry.state:
            yield f'<span class="state">{escape(self.words[f"state_{entry.state}"])}</span>'
        if entry.is_withdrawn:
            yield f'<span class="withdrawn">{escape(self.words["withdrawn"])}</span>'
        if entry.is_dead:
            yield f'<span class="dead">{escape(self.words["dead"])}</span>'
        for tag in entry.tags:
            address = f"#?tag={quote(tag, safe='', errors='replace')}"
            yield f'<a class="tag" dir="auto"{attributes(href=address)}>{escape(tag)}</a>'

    def _links(self, entry: Entry) -> Iterator[str]:
        item = entry.item
        if item.arxiv:
            address = web_page.safe(f"https://arxiv.org/abs/{item.arxiv}")
            yield _link(address, "arXiv", "arxiv")
        if entry.pdf:
            yield _link(entry.pdf, "PDF", "pdf")
        if item.doi:
            yield _link(web_page.doi_address(item.doi), "DOI", "doi")
        own, name = attributes(href=fragment(entry.key)), escape(self.words["permalink"])
        yield f'<a class="permalink"{own}>{name}</a>'

    def _details(self, entry: Entry) -> Iterator[str]:
        if abstract := tidy(entry.item.abstract[: 2 * LONGEST_ABSTRACT]):
            more = "…" if len(entry.item.abstract) > LONGEST_ABSTRACT else ""
            text = escape(abstract[:LONGEST_ABSTRACT]) + more
            summary = escape(self.words["abstract"])
            yield f'<details class="abstract"><summary>{summary}</summary>'
            yield f'<p dir="auto">{text}</p></details>'
        if len(entry.places) == 1:
            told = f'<span class="unseen">{escape(self.words["mentioned"])}: </span>'
            yield f'<p class="mentioned">{told}{_place(entry.places[0])}</p>'
        elif entry.places:
            summary = escape(filled(self.words["in_notes"], len(entry.places)))
            listed = "".join(f"<li>{_place(one)}</li>" for one in entry.places)
            yield f'<details class="mentions"><summary>{summary}</summary>'
            yield f"<ul>{listed}</ul></details>"

    def _related(self, entry: Entry, titles: Mapping[str, str]) -> str:
        def item(key: str, name: str, class_: str) -> str:
            sign = f"<span{attributes(class_=class_)}>{escape(self.words[name])}: </span>"
            title = f"<bdi>{escape(titles[key])}</bdi>"
            return f"<li>{sign}<a{attributes(href=fragment(key))}>{title}</a></li>"

        listed = "".join(item(key, "part_of", "") for key in entry.parents)
        # The page shows an arrow before these, which is not read aloud.
        listed += "".join(item(key, "related", "unseen") for key in entry.related)
        return f'<ul class="related">{listed}</ul>' if listed else ""


def newest_first(found: Iterable[Entry]) -> list[Entry]:
    """The entries by day, the newest first, and those without a date in the order of the notes.

    It is the order "newest" of search.js: what is the same in both respects keeps its order, and
    a month or a day that is not known counts as the earliest.
    """
    return sorted(found, key=_when_and_where)


def _when_and_where(entry: Entry) -> tuple[bool, list[int], bool, bytes, int]:
    if entry.date:
        year, *rest = map(int, entry.date.split("-"))
        return False, [-one for one in (year, *rest, 0, 0)[:3]], False, b"", 0
    # As JavaScript compares texts: by the units of UTF-16.
    file, line, _ = entry.places[0] if entry.places else Place("", 0, ())
    return True, [], not entry.places, file.encode("utf-16-be", "surrogatepass"), line


def _title(entry: Entry) -> str:
    return _link(entry.url, entry.title) if entry.url else escape(entry.title)


def _link(address: str, text: str, name: str = "") -> str:
    told = attributes(class_=name, href=address)
    return f'<a{told} rel="noopener noreferrer">{escape(text)}</a>'


def _paragraph(name: str, parts: Iterator[str]) -> str:
    inside = " ".join(parts)
    return f'<p class="{name}">{inside}</p>' if inside else ""


def _place(place: Place) -> str:
    """``notes.md:12 › Heading › Another``."""
    line = f":{place.line}" if place.line else ""
    parts = [place.file + line, *place.section]
    return " › ".join(f"<bdi>{escape(part)}</bdi>" for part in parts)

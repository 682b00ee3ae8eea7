"""What the page says of each reference, whatever the form: rows, data and charts agree.

Everything is plain text on one line, but for the notes' own words, whose passages stand on
lines of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.exporters import maths, web_page
from paperbib.exporters.calendar_dates import real
from paperbib.exporters.item import Item, items, subjects
from paperbib.exporters.options import Options, Places
from paperbib.exporters.page.kinds import PageKind, page_kind
from paperbib.exporters.page.markup import is_web
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import doi
from paperbib.model import Library, Name, Reference, State, visible


class Place(NamedTuple):
    """Where the notes mention a reference.

    Attributes:
        file: The note, with what is no letter spelled out.
        line: From 1; 0 where it is not known.
        section: The headings it stands under.
    """

    file: str
    line: int
    section: tuple[str, ...]


class Entry(NamedTuple):
    """One reference as the page shows it; "" and empty tuples are what it lacks.

    Attributes:
        item: What every format says of it.
        title: Without TeX.
        names: The authors in full.
        people: The authors with a name, as sources gave them.
        date: ``2017``, ``2017-06`` or ``2017-06-12``, which is in the calendar.
        kind: What it is to a reader.
        venue: Where it was published, or the site it is on.
        published_in: Where a published version appeared of which the entry is not.
        published_doi: The DOI of that version.
        pdf: The address of its text.
        categories: Of arXiv, the primary one first.
        tags: Tags and headings of the notes.
        is_withdrawn: Whether its authors or its publisher withdrew it.
        is_dead: Whether its address leads nowhere.
        note: The notes' own words.
        places: Where the notes mention it.
        related: The keys of entries that stand under it in the notes.
        parents: The keys of the entries that it stands under, in the order of the notes.
    """

    item: Item
    title: str
    names: tuple[str, ...]
    people: tuple[Name, ...]
    date: str
    kind: PageKind
    venue: str
    published_in: str
    published_doi: str
    pdf: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    state: State | None
    is_withdrawn: bool
    is_dead: bool
    note: str
    places: tuple[Place, ...]
    related: tuple[str, ...]
    parents: tuple[str, ...]

    @property
    def key(self) -> str:
        """The citation key."""
        return self.item.key

    @property
    def parent(self) -> str:
        """The key of the first entry that it stands under; or ""."""
        return self.parents[0] if self.parents else ""

    @property
    def url(self) -> str:
        """The address a reader follows, of http or https; or ""."""
        return self.item.url if is_web(self.item.url) else ""

    @property
    def year(self) -> str:
        """The year, without leading noughts; or ""."""
        return str(self.item.date.year) if self.item.date else ""


def entries(library: Library, options: Options) -> Iterator[Entry]:
    """The entries of a library, sorted by key.

    Tags and read state are always there: a page to browse by them is of no use without. A tag is
    what a person or a heading says, and never the word for the state.
    """
    parents, children = _family(library)
    dead = {str(one) for one in getattr(library, "dead_links", ())}
    for item in items(library, options):
        reference = library.references[item.key]
        yield Entry(
            item=item,
            title=item.title if item.is_makeshift else maths.to_unicode(item.title),
            people=(people := tuple(one for one in item.authors if tidy(one.full))),
            names=tuple(tidy(one.full) for one in people),
            date=str(real(item.date)) if item.date else "",
            kind=page_kind(item.kind, item.url),
            venue=_venue(item),
            published_in=item.published_in,
            published_doi=_first_doi(item.published_doi),
            pdf=_pdf(item, reference),
            categories=_categories(item, reference),
            tags=tuple(dict.fromkeys(filter(None, map(tidy, subjects(reference))))),
            state=reference.state,
            is_withdrawn=reference.is_withdrawn,
            is_dead=bool(dead) and not dead.isdisjoint(_addresses(item, reference)),
            note="\n".join(filter(None, map(tidy, item.annotation.split("\n")))),
            places=tuple(dict.fromkeys(_places(reference, options.page.places))),
            related=tuple(children.get(item.key, ())),
            parents=parents.get(item.key, ()),
        )


def _family(library: Library) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """The keys that each key stands under, and the keys that stand under each."""
    key_by_identifier = library.key_by_identifier
    parents: dict[str, tuple[str, ...]] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for key, reference in library.references.items():
        above = (key_by_identifier.get(parent, key) for parent in reference.parents)
        if found := tuple(dict.fromkeys(one for one in above if one != key)):
            parents[key] = found
        for parent in found:
            children[parent].append(key)
    return parents, children


def _first_doi(text: str) -> str:
    """Of a field for DOIs, in which some authors write several, the first that is one."""
    cited = filter(None, map(doi.parse, text.replace(",", " ").split()))
    return next((one.identifier.value for one in cited if one.identifier.scheme == "doi"), "")


def _venue(item: Item) -> str:
    """``Nature 12(3), 45-67``; the publisher where it stands in nothing."""
    number = f"{item.volume}({item.issue})" if item.issue else item.volume
    stands_in = tidy(f"{item.container} {number}")
    return ", ".join(filter(None, [stands_in or tidy(item.publisher), item.pages]))


def _pdf(item: Item, reference: Reference) -> str:
    if value := web_page.arxiv_value(reference):
        return web_page.safe(f"https://arxiv.org/pdf/{value}")
    return item.url if item.url.lower().endswith(".pdf") and is_web(item.url) else ""


def _categories(item: Item, reference: Reference) -> tuple[str, ...]:
    told = next((one.categories for one in reference.records if one.categories), ())
    return tuple(dict.fromkeys(filter(None, map(tidy, [item.category, *told]))))


def _addresses(item: Item, reference: Reference) -> set[str]:
    """What a dead link may be called: an address, an identifier, or its text."""
    identifiers = reference.identifiers
    return {item.url, *(one.value for one in identifiers), *map(str, identifiers)}


def _places(reference: Reference, places: Places) -> Iterator[Place]:
    """The mentions, each with its line.

    The library holds mentions without lines, in the order of the notes; so the first of an
    identifier in a file is on the first of its lines there.
    """
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for identifier in map(str, reference.identifiers) if places else ():
        for file, line in places.get(identifier, ()):
            waiting[identifier, file].append(line)
    for mention in reference.mentions:
        lines = waiting.get((str(mention.identifier), mention.file))
        line = lines.pop(0) if lines else 0
        section = tuple(filter(None, map(tidy, mention.section)))
        yield Place(visible(mention.file), line, section)

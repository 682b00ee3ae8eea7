"""The entries in the words of schema.org, as JSON-LD: what search engines read of a page.

Source: schema.org 29.0, the types and their properties; JSON-LD 1.1, section 7.1 (in HTML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperbib.exporters import web_page
from paperbib.exporters.item import Item, Kind
from paperbib.exporters.options import Page
from paperbib.exporters.page.data import written
from paperbib.exporters.page.entries import Entry
from paperbib.exporters.page.markup import fragment
from paperbib.exporters.plain_text import tidy
from paperbib.model import Name

MOST_AUTHORS = 100
"""Authors beyond which they are left out: the data has all of them."""

Thing = dict[str, object]

_TYPE_BY_KIND = {
    "preprint": "ScholarlyArticle",
    "published": "ScholarlyArticle",
    "web": "WebPage",
    "code": "SoftwareSourceCode",
    "video": "VideoObject",
}
_TYPE_OF_PUBLICATION = {
    Kind.CHAPTER: "Chapter",
    Kind.BOOK: "Book",
    Kind.THESIS: "Thesis",
    Kind.REPORT: "Report",
    Kind.DOCUMENT: "CreativeWork",
}
_LETTERS = re.compile(r"[a-z][A-Z]|AI\b")
"""What a single word is the name of a group by: letters as in OpenAI."""
_OF_GROUPS = re.compile(
    r"\d|&|\b[A-Z]{2,}\b|[a-z][A-Z]|\b(?i:academy|agency|alliance|association|authors|cent(?:er|re)|"
    r"collaboration|college|committee|community|company|consortium|contributors|corporation|"
    r"corp|council|department|developers|foundation|fund|gmbh|group|hospital|inc|initiative|"
    r"institute|institution|intelligence|laborator(?:y|ies)|labs?|limited|ltd|ministry|museum|"
    r"network|observatory|organi[sz]ation|partnership|press|program(?:me)?|project|research|"
    r"school|science|sciences|society|systems|task|team|technologies|technology|telescope|the|"
    r"trust|union|universit\w*|working|workshop)\b"
)
"""What two words are the name of a group by; without, they are a person's in one field."""
_PERSON_WORDS = 2


def pieces(found: Sequence[Entry], page: Page) -> Iterator[str]:
    """A collection, each of its parts on a line of its own."""
    head: Thing = {
        "@context": "https://schema.org",
        "@type": "Collection",
        "name": tidy(page.title),
        "inLanguage": page.language,
        "collectionSize": len(found),
    }
    yield written(head)[:-1] + ',"hasPart":['
    before = "\n"
    for entry in found:
        yield before + written(thing(entry))
        before = ",\n"
    yield "\n]}"


def thing(entry: Entry) -> Thing:
    """One entry; nothing that is empty."""
    return {name: value for name, value in _properties(entry) if value}


def _properties(entry: Entry) -> Iterator[tuple[str, object]]:
    item = entry.item
    yield "@type", _TYPE_OF_PUBLICATION.get(item.kind, _TYPE_BY_KIND[entry.kind])
    yield "@id", fragment(entry.key)
    yield "name", entry.title
    yield "author", [_author(one) for one in entry.people[:MOST_AUTHORS]]
    yield "datePublished", entry.date
    yield "identifier", _identifier(item)
    yield "url", entry.url
    dois = [web_page.doi_address(one) for one in (item.doi, entry.published_doi) if one]
    others = [one for one in dois if one != entry.url]
    yield "sameAs", others[0] if len(others) == 1 else others
    # A journal reference is one text: what of it is the journal's name, nobody knows.
    where = entry.published_in
    yield "isPartOf", _whole(item) or ({"@type": "CreativeWork", "name": where} if where else {})
    # Of what stands in something only: elsewhere it would be a number of pages.
    if item.kind in {Kind.ARTICLE, Kind.PAPER, Kind.CHAPTER}:
        yield "pagination", item.pages


def _author(name: Name) -> Thing:
    full = tidy(name.full)
    is_group = bool(name.literal) and _is_group(full)
    return {"@type": "Organization" if is_group else "Person", "name": full}


def _is_group(literal: str) -> bool:
    """Whether a name that stands whole is of a group: longer ones are, shorter ones may be.

    >>> [_is_group(one) for one in ("Plato", "OpenAI", "A B", "ATLAS Collaboration")]
    [False, True, False, True]
    """
    words = literal.split(" ")
    if len(words) > _PERSON_WORDS:
        return True
    return bool((_LETTERS if len(words) == 1 else _OF_GROUPS).search(literal))


def _identifier(item: Item) -> str:
    if item.arxiv:
        return f"arXiv:{tidy(item.arxiv)}"
    return f"doi:{tidy(item.doi)}" if item.doi else ""


def _whole(item: Item) -> Thing:
    """The volume of a journal, the journal, the book or the site that it is in."""
    title = tidy(item.container)
    if not title or item.kind is Kind.REPOSITORY:
        return {}
    if item.kind is Kind.WEB_PAGE:
        return {"@type": "WebSite", "name": title}
    if item.kind is not Kind.ARTICLE:
        is_in_a_book = item.kind in {Kind.PAPER, Kind.CHAPTER}
        return {"@type": "Book" if is_in_a_book else "CreativeWork", "name": title}
    whole: Thing = {"@type": "Periodical", "name": title}
    if volume := tidy(item.volume):
        whole = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": whole}
    if issue := tidy(item.issue):
        whole = {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": whole}
    return whole

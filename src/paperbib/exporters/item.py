"""What every format writes of a reference, worked out once.

A format decides how to say it, not what it is: the kind, the date that the policy
wants, the published version, the identifiers and the address are the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from paperbib.exporters import web_page
from paperbib.exporters.options import DatePolicy, Options
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import doi
from paperbib.model import Library, Name, PartialDate, Reference


class Kind(StrEnum):
    """What a reference is; the values are CSL's types, but for the last one.

    Source: CSL 1.0.2, appendix III.
    """

    PREPRINT = "article"
    ARTICLE = "article-journal"
    PAPER = "paper-conference"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    DOCUMENT = "document"
    WEB_PAGE = "webpage"
    REPOSITORY = "repository"

    @property
    def is_published(self) -> bool:
        """Whether it has been published, as more than a preprint or a page."""
        return self not in _UNPUBLISHED


_UNPUBLISHED = frozenset({Kind.PREPRINT, Kind.WEB_PAGE, Kind.REPOSITORY})
_CONTAINED = frozenset({Kind.ARTICLE, Kind.PAPER, Kind.CHAPTER})
"""What stands in something: without its title, no style can print it."""
_KIND_BY_NAME: Mapping[str, Kind] = {str(kind): kind for kind in Kind}
_FACTS = (
    *("kind", "container_title", "volume", "issue", "pages", "publisher", "note"),
    *("journal_ref", "doi", "primary_category", "abstract"),
)
"""The fields of a record that are taken as they are."""
_FACTS_OF_PLACE = ("container_title", "volume", "issue", "pages", "publisher")
_DATE_BY_POLICY = {"v1": "published", "latest": "updated", "published": "issued"}
_DASHES = re.compile(" ?[-‐‑–—−]+ ?")
_OVERRIDE = "override"
"""The source of what a person says of a reference."""


class Item(NamedTuple):
    """One entry of a bibliography, whatever the format; texts are as sources gave them.

    Attributes:
        key: The citation key.
        aliases: Keys it once had, sorted.
        kind: What it is.
        title: The title, or what stands in for one.
        is_makeshift: Whether no source and no note gave a title.
        authors: In their order.
        date: The date that the policy wants.
        arxiv: The arXiv identifier without version, or "".
        version: The version the notes pin, or None.
        category: ArXiv's primary category, or "".
        doi: The DOI to print: the published article's where it is known to be one,
            else arXiv's own for preprints, else that of the reference; or "".
        url: The address a reader follows, safe in every format; or "".
        container: The journal, the proceedings or the site; or "".
        volume: Of what was published, never of a preprint; or "".
        issue: Of what was published; or "".
        pages: Of what was published, first and last with one hyphen between; or "".
        publisher: Of what was published; a university or an institute, too; or "".
        note: What is known of a published version that has no fields, and what a
            person adds; or "".
        tags: Tags, headings of the notes and read state.
        abstract: As a source gave it; or "".
        annotation: The notes' own words; or "".
    """

    key: str
    aliases: tuple[str, ...]
    kind: Kind
    title: str
    is_makeshift: bool
    authors: tuple[Name, ...]
    date: PartialDate | None
    arxiv: str
    version: int | None
    category: str
    doi: str
    url: str
    container: str
    volume: str
    issue: str
    pages: str
    publisher: str
    note: str
    tags: tuple[str, ...]
    abstract: str
    annotation: str

    @property
    def place(self) -> str:
        """Where it was published in one line, for formats without fields for it; or ""."""
        return _place(self.container, self.volume, self.issue, self.pages, self.publisher)


def items(library: Library, options: Options) -> Iterator[Item]:
    """The items of a library, sorted by key; made one by one, so that none need be kept."""
    aliases = _aliases(library)
    for key, reference in library.references.items():
        yield item_of(key, reference, options, aliases.get(key, ()))


def item_of(
    key: str, reference: Reference, options: Options, aliases: tuple[str, ...] = ()
) -> Item:
    """The item of one reference."""
    facts = _facts(reference)
    arxiv = reference.arxiv
    title = web_page.given_title(reference)
    kind = _kind(reference, facts)
    # What is known of a published version is no fact about the preprint.
    is_bare = arxiv is not None and not kind.is_published
    place = {} if is_bare else facts
    return Item(
        key=key,
        aliases=aliases,
        kind=kind,
        title=title or web_page.makeshift_title(reference),
        is_makeshift=title is None,
        authors=reference.authors,
        date=_date(reference, options.date),
        arxiv=arxiv.value if arxiv else "",
        version=reference.version,
        category=facts.get("primary_category", ""),
        doi=_doi(reference, kind, facts),
        url=web_page.address(reference),
        container=_container(reference, kind, place),
        volume=place.get("volume", ""),
        issue=place.get("issue", ""),
        pages=_DASHES.sub("-", tidy(place.get("pages", ""))),
        publisher=place.get("publisher", ""),
        note=_note(reference, facts, is_bare=is_bare),
        tags=_tags(reference) if options.keywords else (),
        abstract=facts.get("abstract", "") if options.abstract else "",
        annotation=(reference.annotation or "") if options.annotations else "",
    )


def _aliases(library: Library) -> Mapping[str, tuple[str, ...]]:
    """The keys each entry once had."""
    found: dict[str, list[str]] = {}
    for old, key in library.aliases.items():
        found.setdefault(key, []).append(old)
    return {key: tuple(sorted(old)) for key, old in found.items()}


def _facts(reference: Reference) -> dict[str, str]:
    """Of each field what the first record says that has it."""
    found: dict[str, str] = {}
    for record in reversed(reference.records):
        found |= {field: said for field in _FACTS if (said := getattr(record, field))}
    return found


def _kind(reference: Reference, facts: Mapping[str, str]) -> Kind:
    """What a source says it is, if with all that this kind needs; else what it looks like."""
    known = _KIND_BY_NAME.get(facts.get("kind", ""))
    if known and (known not in _CONTAINED or tidy(facts.get("container_title", ""))):
        return known
    if reference.arxiv:
        return Kind.PREPRINT
    if web_page.doi_of(reference):
        return Kind.DOCUMENT
    return Kind.REPOSITORY if web_page.repository(reference) else Kind.WEB_PAGE


def _date(reference: Reference, policy: DatePolicy) -> PartialDate | None:
    """The date by policy; where a policy finds no date, that of version 1 stands.

    What a person says of the date is meant whatever the policy, unless they say
    something of the very date that the policy asks for.
    """
    field = _DATE_BY_POLICY[policy]
    records = reference.records
    said = [one for one in records if one.source == _OVERRIDE]
    if policy == "v1" and not said and (first := reference.date):
        return first
    choices = [getattr(one, field) for one in said]
    choices += [one.published for one in said]
    choices += [getattr(one, field) for one in records]
    choices += [reference.date, *(one.issued for one in records)]
    return next(filter(None, choices), None)


def _doi(reference: Reference, kind: Kind, facts: Mapping[str, str]) -> str:
    own = web_page.doi_of(reference)
    own_value = own.value if own else ""
    if reference.arxiv is None:
        return own_value or facts.get("doi", "")
    if kind.is_published:
        # Of several DOIs that authors gave, the first.
        given = doi.parse(facts.get("doi", "").replace(",", " ").split(" ")[0])
        if given and given.identifier.scheme == "doi":
            return given.identifier.value
        if own_value:
            return own_value
    return f"10.48550/arXiv.{reference.arxiv.value}"


def _container(reference: Reference, kind: Kind, place: Mapping[str, str]) -> str:
    if kind is Kind.REPOSITORY:
        return "GitHub"
    if kind is Kind.WEB_PAGE:
        return web_page.site(reference)
    return place.get("container_title", "")


def _note(reference: Reference, facts: Mapping[str, str], *, is_bare: bool) -> str:
    """A published version that is no fields of the entry, and what a person adds."""
    published = _published_version(reference, facts) if is_bare else ""
    return "; ".join(filter(None, [published, facts.get("note")]))


def _published_version(reference: Reference, facts: Mapping[str, str]) -> str:
    """The journal reference as the authors gave it: never split into guessed fields.

    Where they gave none, it is made of what is known of the journal.
    """
    own = web_page.doi_of(reference)
    value = facts.get("doi") or (own.value if own else "")
    journal = facts.get("journal_ref") or _place(
        *(facts.get(field, "") for field in _FACTS_OF_PLACE)
    )
    parts = [journal.rstrip(" .;,"), f"doi:{value}" if value else ""]
    known = ", ".join(part for part in parts if part)
    return f"Published version: {known}" if known else ""


def _place(container: str, volume: str, issue: str, pages: str, publisher: str) -> str:
    """``Nature 12(3), 45-67, Publisher``, of which anything may lack."""
    number = f"{volume}({issue})" if issue else volume
    return ", ".join(filter(None, [f"{container} {number}".strip(), pages, publisher]))


def _tags(reference: Reference) -> tuple[str, ...]:
    """Tags, headings and read state; a comma in a heading parts two."""
    words = [*reference.tags]
    if not reference.mentions:
        return tuple(words)
    words += [word.strip() for heading in reference.sections for word in heading.split(",")]
    words += {"done": ["read"], "open": ["unread"]}.get(reference.state or "", [])
    return tuple(dict.fromkeys(filter(None, words)))

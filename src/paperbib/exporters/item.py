"""What every format writes of a reference, worked out once.

A format decides how to say it, not what it is: the kind, the date that the policy
wants, the published version, the identifiers and the address are the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from paperbib.exporters import web_page
from paperbib.exporters.editions import (
    Edition,
    authors_of,
    date_of,
    doi_of,
    edition_of,
    own_doi,
    published_record,
    title_of,
)
from paperbib.exporters.kinds import Kind, is_preprint, is_publication
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import doi
from paperbib.model import Library, Name, PartialDate, Record, Reference

__all__ = ["Item", "Kind", "item_of", "items", "subjects"]

_FACTS_OF_PLACE = ("container_title", "volume", "issue", "pages", "publisher")
_DASHES = re.compile(" ?[-‐‑–—−]+ ?")


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
        published_in: Where a published version appeared of which the entry is not; or "".
        published_doi: The DOI of that version; or "".
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
    published_in: str
    published_doi: str
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
    edition = edition_of(reference, options)
    facts, arxiv = edition.facts, reference.arxiv
    title, found_doi = title_of(edition), doi_of(edition)
    place, published = _place_facts(edition), _published_version(edition)
    return Item(
        key=key,
        aliases=aliases,
        kind=edition.kind,
        title=title or web_page.makeshift_title(reference),
        is_makeshift=title is None,
        authors=authors_of(edition),
        date=date_of(edition, options.date),
        arxiv=arxiv.value if arxiv else "",
        version=reference.version,
        category=facts.get("primary_category", ""),
        doi=found_doi,
        url=_address(edition, found_doi),
        container=_container(edition, place),
        volume=place.get("volume", ""),
        issue=place.get("issue", ""),
        pages=_DASHES.sub("-", tidy(place.get("pages", ""))),
        publisher=place.get("publisher", ""),
        note=_note(edition, found_doi, published),
        published_in=tidy(published[0]),
        published_doi=tidy(published[1]),
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


def _place_facts(edition: Edition) -> Mapping[str, str]:
    """Where it was published; of a preprint with a DOI, the server that has it."""
    if edition.is_bare:
        # What is known of a published version is no fact about the preprint.
        return {}
    facts = edition.facts
    if edition.kind is Kind.PREPRINT:
        return {"publisher": facts.get("container_title") or facts.get("publisher", "")}
    return facts


def _address(edition: Edition, found_doi: str) -> str:
    if edition.published and edition.reference.arxiv is None:
        return web_page.doi_address(found_doi)
    return web_page.address(edition.reference)


def _container(edition: Edition, place: Mapping[str, str]) -> str:
    if edition.kind is Kind.REPOSITORY:
        return "GitHub"
    if edition.kind is Kind.WEB_PAGE:
        return web_page.site(edition.reference)
    return place.get("container_title", "")


def _note(edition: Edition, printed_doi: str, published: tuple[str, str]) -> str:
    """A published version that is no fields of the entry, preprints, and what a person adds."""
    where, value = published
    told = ", ".join(filter(None, [where, f"doi:{value}" if value else ""]))
    parts = [f"Published version: {told}"] if told else []
    for one in edition.preprints:
        if one.identifier.value.casefold() != printed_doi.casefold():
            server = tidy(one.container_title or one.publisher or "")
            parts.append(f"Preprint: {server}, doi:{one.identifier.value}".replace(": ,", ":"))
    return "; ".join(filter(None, [*parts, edition.facts.get("note")]))


def _published_version(edition: Edition) -> tuple[str, str]:
    """Where it was published, as its publisher says it, else as its authors do; and its DOI.

    Only of an entry that is of the preprint. A journal reference is never split into guessed
    fields. Where there is none, it is made of what is known of the journal.
    """
    known = published_record(edition) if edition.kind is Kind.PREPRINT else None
    if known is None and not edition.is_bare:
        return "", ""
    journal = edition.facts.get("journal_ref", "")
    if known is None:
        journal = journal or _place(*(edition.facts.get(field, "") for field in _FACTS_OF_PLACE))
        value = _doi_in_a_note(edition)
    else:
        said = next((one.journal_ref for one in edition.said if one.journal_ref), "")
        value = next((one.doi for one in edition.said if one.doi), own_doi(known))
        journal = said or _appeared(edition, known) or journal
    return journal.rstrip(" .;,"), value


def _appeared(edition: Edition, known: Record) -> str:
    """``Nature 12(3), 45-67, Publisher, 2018``, or "" where nobody says in what."""
    tellers = (*edition.said, known)
    container, volume, issue, pages, publisher = (
        tidy(next(filter(None, (getattr(one, field) for one in tellers)), ""))
        for field in _FACTS_OF_PLACE
    )
    if known.kind != Kind.ARTICLE and volume:
        # Behind the name of a conference a number would be read as its year.
        number = f"vol. {volume}({issue})" if issue else f"vol. {volume}"
        container, volume, issue = ", ".join(filter(None, [container, number])), "", ""
    place = _place(container, volume, issue, _DASHES.sub("-", pages), publisher)
    return ", ".join([place, str(known.issued.year)] if place and known.issued else [place])


def _doi_in_a_note(edition: Edition) -> str:
    """The DOI of a published version of which no more is known, as its authors gave it."""
    others = {
        one.identifier: is_preprint(one)
        for one in edition.reference.records
        if one.kind and not is_publication(one)
    }
    given = edition.facts.get("doi", "")
    cited = doi.parse(given)
    if given and not (cited and others.get(cited.identifier)):
        return given
    dois = (one for one in edition.reference.identifiers if one.scheme == "doi")
    return next((one.value for one in dois if one not in others), "")


def _place(container: str, volume: str, issue: str, pages: str, publisher: str) -> str:
    """``Nature 12(3), 45-67, Publisher``, of which anything may lack."""
    number = f"{volume}({issue})" if issue else volume
    return ", ".join(filter(None, [f"{container} {number}".strip(), pages, publisher]))


def subjects(reference: Reference) -> tuple[str, ...]:
    """Tags and headings; a comma in a heading parts two."""
    words = [*reference.tags]
    if reference.mentions:
        words += [word.strip() for heading in reference.sections for word in heading.split(",")]
    return tuple(dict.fromkeys(filter(None, words)))


def _tags(reference: Reference) -> tuple[str, ...]:
    """Tags, headings and read state."""
    state = {"done": ["read"], "open": ["unread"]}.get(reference.state or "", [])
    return tuple(dict.fromkeys([*subjects(reference), *(state if reference.mentions else [])]))

"""Papers that an item may mean, and what speaks for one besides its title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import normalise
from paperbib.model import Mention, Name, Record, Reference, Unlinked
from paperbib.resolving.vocabulary import ORGANISATIONS

LABEL = re.compile(r"\s*[(\[]([^()\[\]]{2,30})[)\]]\s*")
"""A short name before a title: "(ALiBi) Train Short, …"."""

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NAME_BREAK = re.compile(r"[\s,.;&~-]+")
_NO_NAME = frozenset("et al and others jr sr ii iii van von der den de da di du la le del".split())
_PERSON, _YEAR_ALONE = 2, 1
_MOST_PEOPLE = 20


class Paper(NamedTuple):
    """What is known of a paper, whoever says it.

    Attributes:
        titles: What sources call it.
        said: What notes call it that link to it.
        years: In which a version of it appeared.
        abstracts: Of its records.
    """

    identifier: Identifier
    titles: tuple[str, ...]
    said: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    years: frozenset[int] = frozenset()
    abstracts: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All titles, also without the short name in brackets that a note puts before one."""
        bare = (one[found.end() :] for one in self.said if (found := LABEL.match(one)))
        return (*self.titles, *self.said, *filter(None, bare))

    @property
    def title(self) -> str:
        """What to show to people."""
        return next(iter(self.titles or self.said), str(self.identifier))


def of_reference(reference: Reference) -> Paper:
    """A paper of the library, with what the notes say that link to it.

    A mention that was itself a title without a link says nothing new of what titles mean.
    """
    linked = tuple(one for one in reference.mentions if one.form != "title")
    known = _of(reference.identifier, reference.records)
    years = known.years | {one.year for one in linked if one.year}
    said = dict.fromkeys(one.title for one in linked if one.title)
    return known._replace(said=tuple(said), years=years, mentions=linked)


def of_records(records: Iterable[Record]) -> list[Paper]:
    """The papers that records are of, sorted; an article with its preprint where one names it."""
    by_identifier: dict[Identifier, list[Record]] = {}
    for record in records:
        by_identifier.setdefault(record.identifier, []).append(record)
    owner_by_doi = {
        doi: record.identifier
        for record in sorted(_all(by_identifier), key=lambda one: one.identifier.sort_key)
        for doi in (record.doi or "").casefold().split()
    }
    papers = []
    for identifier in sorted(by_identifier, key=lambda one: one.sort_key):
        owner = (
            owner_by_doi.get(identifier.value.casefold()) if identifier.scheme == "doi" else None
        )
        if owner is None or owner == identifier:
            papers.append(_of(identifier, sorted(by_identifier[identifier], key=_in_order)))
    return papers


def _all(by_identifier: dict[Identifier, list[Record]]) -> list[Record]:
    return [record for records in by_identifier.values() for record in records]


def _in_order(record: Record) -> tuple[str, str]:
    return record.source, record.title or ""


def _of(identifier: Identifier, records: Iterable[Record]) -> Paper:
    titles: dict[str, None] = {}
    authors: tuple[Name, ...] = ()
    years: set[int] = set()
    abstracts: dict[str, None] = {}
    for record in records:
        if record.title:
            titles[record.title] = None
        if len(record.authors) > len(authors):
            authors = record.authors
        if record.abstract:
            abstracts[record.abstract] = None
        years |= {date.year for date in (record.published, record.issued) if date}
        if record.journal_ref:
            years |= {int(one) for one in _YEAR.findall(record.journal_ref)}
    return Paper(
        identifier, tuple(titles), (), authors, frozenset(years), abstracts=tuple(abstracts)
    )


class Evidence(NamedTuple):
    """What an item says of a paper besides its title.

    Attributes:
        weight: Of what agrees: 2 for a person, 1 for the very year.
        contradicts: Whether the year or the people are those of another paper.
    """

    weight: int
    contradicts: bool


def evidence(item: Unlinked, paper: Paper, *, years: int = 1) -> Evidence:
    """Weigh the year and the people beside an item.

    A year that is not quite a paper's does not contradict, but tells nothing.

    Args:
        item: The item.
        paper: The paper it may mean.
        years: So far apart two years may be and still agree.
    """
    weight, contradicts = 0, False
    if item.year and paper.years:
        is_near = any(abs(item.year - one) <= years for one in paper.years)
        weight = int(item.year in paper.years) * _YEAR_ALONE
        contradicts = not is_near
    people = [one for one in map(_parts, item.people[:_MOST_PEOPLE]) if one]
    if people and paper.authors:
        authors = [_author(one) for one in paper.authors]
        found = sum(any(_is_one(person, author) for author in authors) for person in people)
        # Kingma & Ba did not write what Kingma & Welling did.
        are_among = 2 * found > len(people)
        weight, contradicts = (weight + _PERSON, contradicts) if are_among else (weight, True)
    return Evidence(weight, contradicts)


def lone_names(names: Iterable[str], paper: Paper) -> Evidence:
    """Weigh capitalised words beside a title that may be people, or anything else.

    They are people if one of them wrote the paper, and nothing if its titles or abstracts know
    them; another word may be somebody else's name: a doubt, told as a weight of -1.
    """
    if not paper.authors:
        return Evidence(0, contradicts=False)
    authors = [_author(one) for one in paper.authors]
    known = {normalise(word) for text in (*paper.names, *paper.abstracts) for word in text.split()}
    weight = 0
    for name in names:
        person = frozenset({normalise(name)})
        if any(_is_one(person, author) for author in authors):
            return Evidence(_PERSON, contradicts=False)
        if normalise(name) not in known:
            weight = -1
    return Evidence(weight, contradicts=False)


def surname(person: str) -> str:
    """The likeliest surname of a person as a note writes it; "" where there is none.

    >>> [surname(one) for one in ("Alex graves", "Graves, A.", "Vaswani et al.", "J. S. Bach Jr.")]
    ['graves', 'graves', 'vaswani', 'bach']
    """
    before, comma, _ = person.partition(",")
    parts = _words(before if comma else person)
    return parts[-1] if parts else ""


def _words(person: str) -> list[str]:
    parts = [part.lower() for part in _NAME_BREAK.split(person) if part]
    return [one for one in parts if one not in _NO_NAME and len(one) > 1]


def _parts(person: str) -> frozenset[str]:
    """The folded words of a name, without initials; empty for a house rather than a person."""
    parts = {normalise(one) for one in _words(person)}
    return frozenset() if parts & ORGANISATIONS else frozenset(parts - {""})


def _author(name: Name) -> tuple[frozenset[str], frozenset[str]]:
    """The folded words of a surname and of given names."""
    if name.literal:
        words = frozenset(map(normalise, _NAME_BREAK.split(name.literal)))
        return words, words
    family = frozenset(map(normalise, [*_NAME_BREAK.split(name.family or ""), name.family or ""]))
    return family, frozenset(map(normalise, _NAME_BREAK.split(name.given or "")))


def _is_one(person: frozenset[str], author: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether the name in a note can be the author's: one of its words is, none is another's."""
    family, given = author
    if not person & (family | given - {""}):
        return False
    shorts = {one[:1] for one in given if len(one) == 1}
    return all(
        part in family
        or part in given
        or part[:1] in shorts
        or any(len(one) > 2 and (part.startswith(one) or one.startswith(part)) for one in given)  # noqa: PLR2004
        for part in person
    )

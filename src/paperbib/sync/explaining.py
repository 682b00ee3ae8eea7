"""Where an entry, its identifiers and each of its fields come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from paperbib.cache import Cache
from paperbib.exporters.editions import Edition, authors_of, edition_of, is_refused, title_of
from paperbib.exporters.options import Options
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Record, Reference, folded

_FIELDS = (
    "title",
    "authors",
    "published",
    "updated",
    "version",
    "primary_category",
    "categories",
    "doi",
    "journal_ref",
    "comment",
    "is_withdrawn",
    "kind",
    "container_title",
    "volume",
    "issue",
    "pages",
    "publisher",
    "issued",
    "tags",
    "note",
    "abstract",
)
_LONGEST = 60
_WORDS_BY_TIE = {
    "page": "by the address of the page",
    "match": "the records agree",
    "person": "you say so",
}
"""How it is said who ties two identifiers; a source says it itself."""
_OF_ONE_FORM = frozenset(
    ("kind", "container_title", "volume", "issue", "pages", "publisher", "issued")
)
"""The fields that the preprint and the article do not share."""


def answered_s(reference: Reference, cache: Cache) -> dict[tuple[str, Identifier], float]:
    """When each source answered about a reference, as far as the cache knows.

    Returns:
        Seconds since the epoch, by source and identifier.
    """
    return {
        (record.source, identifier): kept.at_s
        for record in reference.records
        for identifier, kept in cache.answers(record.source, [record.identifier]).items()
    }


def explain(
    library: Library,
    key: str,
    mentions: Sequence[Mention],
    answered_s: Mapping[tuple[str, Identifier], float],
    options: Options,
) -> Iterator[str]:
    """Where an entry and each of its fields come from, line by line.

    Args:
        library: The library.
        key: The entry's key.
        mentions: Of all notes.
        answered_s: When a source answered about an identifier, in seconds since the
            epoch, as far as the cache knows.
        options: What exports carry: an entry is of one form of its paper.
    """
    reference = library.references[key]
    yield key
    for identifier in reference.identifiers:
        yield f"  is {identifier}{_why(reference, identifier)}"
    for old in sorted(old for old, new in library.aliases.items() if new == key):
        yield f"  was called {old}"
    yield from _refused(reference)
    yield from _fields(edition_of(reference, options), answered_s)
    for parent in reference.parents:
        yield f"  stands under {library.key_by_identifier.get(parent, parent)}"
    identifiers, decisions = set(reference.identifiers), library.decisions.titles
    for mention in mentions:
        if mention.identifier in identifiers:
            where = (
                f"{mention.file}:{mention.line}:{mention.column}" if mention.line else mention.file
            )
            yield f"  mentioned at {where}" + (f" as {mention.title!r}" if mention.title else "")
            if mention.form == "title" and (known := decisions.get(folded(mention.raw))):
                yield f"    a title without a link: {known.how or 'decided'}, by {known.by}"


def _why(reference: Reference, identifier: Identifier) -> str:
    """Who ties an identifier to the others of its reference."""
    ties = [one for one in reference.ties if identifier in one.pair]
    if not ties or identifier == reference.identifier:
        return ""
    first = next((one for one in ties if reference.identifier in one.pair), ties[0])
    other = next(one for one in first.pair if one != identifier)
    return f" = {other} ({_WORDS_BY_TIE.get(first.by, f'says {first.by}')}: {first.how})"


def _fields(edition: Edition, answered_s: Mapping[tuple[str, Identifier], float]) -> Iterator[str]:
    """Each field as the entry has it, and who says so."""
    for name in _FIELDS:
        for record in _tellers(name, edition):
            if value := getattr(record, name):
                moment_s = answered_s.get((record.source, record.identifier))
                day = f", {datetime.fromtimestamp(moment_s, UTC):%Y-%m-%d}" if moment_s else ""
                yield f"  {name}: {_short(name, value)} (from {record.source}{day})"
                break
    reference = edition.reference
    if reference.title and not any(one.title for one in reference.records):
        yield f"  title: {_short('title', reference.title)} (from the notes)"
    if reference.annotation:
        yield f"  annotation: {_short('annotation', reference.annotation)} (from the notes)"


def _tellers(name: str, edition: Edition) -> Sequence[Record]:
    """Whose word counts for a field, the most trusted first."""
    records = edition.reference.records
    if name in _OF_ONE_FORM:
        # What is known of a published version is no fact about the preprint.
        own = () if edition.is_bare else edition.own
        return [*edition.said, *([edition.published] if edition.published else own)]
    if name == "title":
        printed = title_of(edition)
        return [one for one in records if one.title == printed] or records
    if name == "authors":
        number = len(authors_of(edition))
        return [one for one in records if len(one.authors) == number] or records
    if name == "doi":
        return [one for one in records if not is_refused(one, edition.reference)]
    return records


def _refused(reference: Reference) -> Iterator[str]:
    """DOIs that sources name, and that are not this paper's."""
    for record in reference.records:
        if is_refused(record, reference):
            yield f"  is not doi:{record.doi}, which {record.source} names"


def _short(name: str, value: object) -> str:
    if name == "authors" and isinstance(value, tuple):
        value = ", ".join(author.full for author in value)
    elif isinstance(value, tuple):
        value = " ".join(str(part) for part in value)
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

"""Libraries and entries in words, for people; one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from paperbib.cache import Cache
from paperbib.errors import PaperbibError, did_you_mean
from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Reference, folded
from paperbib.sync.summary import entries

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


def status(library: Library, output: Path) -> Iterator[str]:
    """What a library holds, and what it lacks."""
    references = library.references.values()
    papers = [one for one in references if one.is_paper]
    by_source: dict[str, int] = {}
    for paper in papers:
        names = [one.source for one in paper.records if one.source != "override"]
        source = names[0] if names else "no source yet"
        by_source[source] = by_source.get(source, 0) + 1
    yield f"library  {output}: {entries(library)}"
    sources = ", ".join(f"{number} from {name}" for name, number in sorted(by_source.items()))
    yield f"papers   {len(papers)}" + (f": {sources}" if sources else "")
    yield f"links    {len(library.references) - len(papers)}"
    withdrawn = [key for key, one in library.references.items() if one.is_withdrawn]
    if withdrawn:
        yield f"withdrawn {', '.join(withdrawn)}"
    done = sum(one.state == "done" for one in references)
    unread = sum(one.state == "open" for one in references)
    yield f"todo     {done} read, {unread} to read"
    aliases = f"{len(library.aliases)} alias{'' if len(library.aliases) == 1 else 'es'}"
    yield f"keys     {aliases}, {len(library.retired)} kept for their return"


def find_key(library: Library, name: str) -> str:
    """The key that a key, an alias or an identifier stands for.

    Raises:
        PaperbibError: The library has no such entry.
    """
    if name in library.references:
        return name
    if (target := library.aliases.get(name)) in library.references:
        return str(target)
    if name in (*library.aliases, *library.retired.values()):
        raise PaperbibError(
            f"no note mentions {name!r} any more", hint="its key is kept for its return"
        )
    identifier = find_identifier(name)
    if identifier in library.key_by_identifier:
        return library.key_by_identifier[identifier]
    otherwise = "give a citation key or an identifier"
    longer = [key for key in library.references if key.startswith(name.lower())]
    hint = did_you_mean(name, library.references, otherwise=otherwise)
    hint = f"did you mean {longer[0]!r}?" if longer else hint
    raise PaperbibError(f"there is no entry {name!r}", hint=hint)


def find_identifier(name: str) -> Identifier | None:
    """The identifier that a person writes: ``arxiv:1706.03762``, a DOI, an address."""
    bare = name.removeprefix("url:")
    if bare.lower().startswith(("http://", "https://")):
        cited = web.read(bare).cited
    else:
        cited = arxiv_id.parse(name) or doi.parse(name)
    return cited.identifier if cited else None


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
) -> Iterator[str]:
    """Where an entry and each of its fields come from, line by line.

    Args:
        library: The library.
        key: The entry's key.
        mentions: Of all notes.
        answered_s: When a source answered about an identifier, in seconds since the
            epoch, as far as the cache knows.
    """
    reference = library.references[key]
    yield key
    for identifier in reference.identifiers:
        yield f"  is {identifier}{_why(reference, identifier)}"
    for old in sorted(old for old, new in library.aliases.items() if new == key):
        yield f"  was called {old}"
    yield from _fields(reference, answered_s)
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


def _fields(
    reference: Reference, answered_s: Mapping[tuple[str, Identifier], float]
) -> Iterator[str]:
    seen: set[str] = set()
    for record in reference.records:
        moment_s = answered_s.get((record.source, record.identifier))
        day = f", {datetime.fromtimestamp(moment_s, UTC):%Y-%m-%d}" if moment_s else ""
        for name in _FIELDS:
            value = getattr(record, name)
            if value and name not in seen:
                seen.add(name)
                yield f"  {name}: {_short(name, value)} (from {record.source}{day})"
    if "title" not in seen and reference.title:
        yield f"  title: {_short('title', reference.title)} (from the notes)"
    if reference.annotation:
        yield f"  annotation: {_short('annotation', reference.annotation)} (from the notes)"


def _short(name: str, value: object) -> str:
    if name == "authors" and isinstance(value, tuple):
        value = ", ".join(author.full for author in value)
    elif isinstance(value, tuple):
        value = " ".join(str(part) for part in value)
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

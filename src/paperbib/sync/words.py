"""Libraries and entries in words, for people; one line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library
from paperbib.sync.summary import entries


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
    dead = f", {len(library.dead_links)} dead" if library.dead_links else ""
    yield f"links    {len(library.references) - len(papers)}{dead}"
    withdrawn = [key for key, one in library.references.items() if one.is_withdrawn]
    if withdrawn:
        yield f"withdrawn {', '.join(withdrawn)}"
    done = sum(one.state == "done" for one in references)
    unread = sum(one.state == "open" for one in references)
    yield f"todo     {done} read, {unread} to read"
    titles = library.decisions.titles.values()
    if titles:
        unknown = sum(one.identifier is None for one in titles)
        yield f"titles   {len(titles) - unknown} without a link resolved, {unknown} unknown"
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
    start = name.strip().lower()
    longer = [key for key in library.references if start and key.startswith(start)]
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

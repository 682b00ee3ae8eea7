"""Reports and entries in words, for people; one line each, at most 80 columns where possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Reference
from paperbib.sync.report import Report

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
    "abstract",
)
_LONGEST = 60


def summary(report: Report, output: Path, *, is_verbose: bool = False) -> Iterator[str]:
    """What a run did, in about five lines."""
    yield (
        f"notes    {_count(report.notes, 'note')} with {_count(report.mentions, 'mention')} of "
        f"{_count(report.papers, 'paper')} and {_count(report.links, 'link')}"
    )
    yield from _asked(report)
    news = [_entries(report.library)]
    news += [f"{len(report.added)} new"] if report.added else []
    news += [f"{len(report.removed)} no longer in the notes"] if report.removed else []
    yield f"library  {', '.join(news)}"
    if report.changed:
        verb = "wrote" if report.is_written else "would write"
        yield f"output   {verb} {', '.join(report.changed)} in {output}"
    else:
        yield f"output   nothing to do: {output} is up to date"
    if is_verbose:
        yield from (f"new      {key}" for key in report.added)
        yield from (f"gone     {key}" for key in report.removed)
        yield from (f"failed   {one.identifier}: {one.reason}" for one in report.asked.failed)
    if report.problems:
        yield f"problems {len(report.problems)}, listed above"
    if report.unanswered:
        yield f"partial  {len(report.unanswered)} unanswered; run again to complete them"


def _asked(report: Report) -> Iterator[str]:
    asked = report.asked
    parts = []
    if asked.found:
        parts.append(f"{len(asked.found)} found in {_count(asked.requests, 'request')}")
    if asked.cached:
        parts.append(f"{len(asked.cached)} from the cache")
    if asked.snapshot:
        later = "" if report.unanswered else "; arXiv is asked again next time"
        parts.append(f"{len(asked.snapshot)} from the snapshot{later}")
    if asked.missing:
        parts.append(f"{len(asked.missing)} unknown to arXiv")
    kept = len(asked.failed) - len(report.unanswered)
    if kept > 0:
        parts.append(f"{_count(kept, 'paper')} kept as known")
    if report.unanswered:
        parts.append(f"{len(report.unanswered)} unanswered")
    if asked.trouble:
        yield f"arXiv    {asked.trouble}"
    if parts:
        yield f"papers   {', '.join(parts)}"


def status(library: Library, output: Path) -> Iterator[str]:
    """What a library holds, and what it lacks."""
    references = library.references.values()
    papers = [one for one in references if one.is_paper]
    by_source: dict[str, int] = {}
    for paper in papers:
        source = paper.records[0].source if paper.records else "no source yet"
        by_source[source] = by_source.get(source, 0) + 1
    yield f"library  {output}: {_entries(library)}"
    sources = ", ".join(f"{number} from {name}" for name, number in sorted(by_source.items()))
    yield f"papers   {len(papers)}" + (f": {sources}" if sources else "")
    yield f"links    {len(library.references) - len(papers)}"
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
    identifier = _identifier(name)
    if identifier in library.key_by_identifier:
        return library.key_by_identifier[identifier]
    otherwise = "give a citation key or an identifier"
    longer = [key for key in library.references if key.startswith(name.lower())]
    hint = did_you_mean(name, library.references, otherwise=otherwise)
    hint = f"did you mean {longer[0]!r}?" if longer else hint
    raise PaperbibError(f"there is no entry {name!r}", hint=hint)


def _identifier(name: str) -> Identifier | None:
    bare = name.removeprefix("url:")
    if bare.lower().startswith(("http://", "https://")):
        cited = web.read(bare).cited
    else:
        cited = arxiv_id.parse(name) or doi.parse(name)
    return cited.identifier if cited else None


def explain(library: Library, key: str, mentions: Sequence[Mention]) -> Iterator[str]:
    """Where an entry and each of its fields come from, line by line."""
    reference = library.references[key]
    yield key
    for identifier in reference.identifiers:
        yield f"  is {identifier}"
    for old in sorted(old for old, new in library.aliases.items() if new == key):
        yield f"  was called {old}"
    yield from _fields(reference)
    for parent in reference.parents:
        yield f"  stands under {library.key_by_identifier.get(parent, parent)}"
    identifiers = set(reference.identifiers)
    for mention in mentions:
        if mention.identifier in identifiers:
            where = (
                f"{mention.file}:{mention.line}:{mention.column}" if mention.line else mention.file
            )
            yield f"  mentioned at {where}" + (f" as {mention.title!r}" if mention.title else "")


def _fields(reference: Reference) -> Iterator[str]:
    seen: set[str] = set()
    for record in reference.records:
        for name in _FIELDS:
            value = getattr(record, name)
            if value and name not in seen:
                seen.add(name)
                yield f"  {name}: {_short(name, value)} (from {record.source})"
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


def _entries(library: Library) -> str:
    number = len(library.references)
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")

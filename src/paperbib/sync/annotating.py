"""Findings at the note's file and line, as commands to a GitHub workflow.

Source: GitHub's documentation, "Workflow commands for GitHub Actions", and the escapes of
its own toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from paperbib.changes import Event
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Problem, first_mentions, visible
from paperbib.sync.report import Report

Level = Literal["error", "warning", "notice"]
_LEVEL_BY_KIND: Mapping[str, Level] = {
    **dict.fromkeys(("adopt", "dead", "invalid", "link", "missing", "override"), "error"),
    **dict.fromkeys(("edited", "history", "joined"), "notice"),
}
"""How grave a problem is; the others are warnings."""
_GRAVE = frozenset({"withdrawn", "dead"})
"""The kinds of events that somebody has to do something about."""
_IN_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTIES = (*_IN_DATA, (":", "%3A"), (",", "%2C"))


class Place(NamedTuple):
    """Where something stands: a file as the notes' mentions name it; lines count from 1."""

    file: str = ""
    line: int = 0
    column: int = 0


class Annotator:
    """Makes annotations of what paperbib has to say.

    Args:
        root: The folder that names of notes start from.
    """

    def __init__(self, root: Path) -> None:
        # A note may be named by a path that leads here through a link, or by one that does not.
        roots = (root.resolve(), Path(os.path.abspath(root)))  # noqa: PTH100 - links stay
        self._places = [(one, _repository(one)) for one in roots]

    def of_report(self, report: Report) -> Iterator[str]:
        """What a run found: its problems, and what is new about papers at their first mention."""
        for problem in report.problems:
            yield self.of_problem(problem)
        first = first_of(report.library)
        for change in report.news:
            reference = report.library.references.get(change.key)
            places = reference.identifiers if reference else ()
            place = next((first[one] for one in places if one in first), Place())
            yield self._command(_level(change.kinds), place, change.kinds[0], change.words())

    def of_problem(self, problem: Problem) -> str:
        """A problem, at its place in the notes."""
        place = Place(problem.file, problem.line, problem.column)
        message = f"{problem.what}." + (f" {problem.hint}" if problem.hint else "")
        level = _LEVEL_BY_KIND.get(problem.kind, "warning")
        return self._command(level, place, problem.kind, message)

    def of_event(self, event: Event, places: Mapping[str, Place]) -> str:
        """Something that happened, at the first mention of its entry.

        Args:
            event: What happened.
            places: First mentions, by identifier as text.
        """
        place = places.get(event.identifier, Place())
        return self._command(_level(event.kinds), place, event.kinds[0], event.words)

    def _command(self, level: Level, place: Place, title: str, message: str) -> str:
        properties: dict[str, str] = {}
        if place.file:
            properties["file"] = self._named(place.file)
            numbers = {"line": place.line, "col": place.column}
            properties |= {name: str(number) for name, number in numbers.items() if number}
        properties["title"] = f"paperbib {title}"
        return command(level, properties, visible(message))

    def _named(self, file: str) -> str:
        """A file's name from the top of the repository, as GitHub knows it.

        A link is a file of its own there: where it leads to does not matter.
        """
        for root, repository in self._places:
            path = Path(os.path.normpath(root / file))
            if path.is_relative_to(repository):
                return path.relative_to(repository).as_posix()
        return file


def command(level: str, properties: Mapping[str, str], message: str) -> str:
    r"""A workflow command, on one line whatever is in it.

    >>> command("notice", {"file": "a,b.md", "line": "3"}, "100 %\nsure")
    '::notice file=a%2Cb.md,line=3::100 %25%0Asure'
    """
    told = ",".join(f"{name}={_escaped(one, _IN_PROPERTIES)}" for name, one in properties.items())
    return f"::{level} {told}::{_escaped(message, _IN_DATA)}"


def first_of(library: Library, mentions: Iterable[Mention] = ()) -> dict[Identifier, Place]:
    """The first mention of each identifier.

    Args:
        library: Whose own mentions count where the notes do not say more.
        mentions: Of all notes, with their lines.
    """
    kept = (one for reference in library.references.values() for one in reference.mentions)
    both = {**first_mentions(kept), **first_mentions(mentions)}
    return {name: Place(one.file, one.line, one.column) for name, one in both.items()}


def places_of(library: Library, mentions: Iterable[Mention]) -> dict[str, Place]:
    """The first mention of each entry, by its primary identifier as text.

    Also of identifiers that no entry has: there may be no library any more, or not yet.
    """
    first = first_of(library, mentions)
    found = {str(name): place for name, place in first.items()}
    for reference in library.references.values():
        if place := next((first[one] for one in reference.identifiers if one in first), None):
            found[str(reference.identifier)] = place
    return found


def _repository(folder: Path) -> Path:
    """The top of the repository that a folder is in; the folder itself without one."""
    folders = (folder, *folder.parents)
    return next((one for one in folders if (one / ".git").exists()), folder)


def _level(kinds: Iterable[str]) -> Level:
    return "notice" if _GRAVE.isdisjoint(kinds) else "warning"


def _escaped(text: str, table: Iterable[tuple[str, str]]) -> str:
    for plain, escaped in table:
        text = text.replace(plain, escaped)
    return text

"""Which files .gitignore files leave out, and which ones a person's patterns name."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.store.patterns import Patterns, parse

IGNORE_FILE = ".gitignore"
_MOST_BYTES = 1 << 20


class Globs:
    """What ``--include`` or ``--exclude`` names, in one folder that is searched.

    Args:
        lines: The patterns as given.
        places: What the folder's path is to those who write patterns: "" for
            itself, or as it is seen from elsewhere, with a slash at the end.

    Raises:
        PaperbibError: One is no pattern.
    """

    def __init__(self, lines: Sequence[str], places: Iterable[str]) -> None:
        for line in lines:
            if parse(line) is None:
                hint = "write it as in a .gitignore: drafts/"
                raise PaperbibError(f"{line!r} is no pattern for files", hint=hint)
        self._patterns = Patterns(lines) if lines else None
        self._places = tuple(dict.fromkeys(places))

    def name(self, inner: str) -> bool:
        """Whether they name a path below the folder; a folder's ends in a slash."""
        if self._patterns is None:
            return False
        verdicts = [self._patterns.verdict(place + inner) for place in self._places]
        return max(verdicts, key=lambda one: one[0])[1] is True

    def name_around(self, inner: str) -> bool:
        """Whether they name a file below the folder, or a folder around it."""
        if self._patterns is None:
            return False
        ends = [at + 1 for at, character in enumerate(inner) if character == "/"]
        paths = [inner, *(inner[:end] for end in ends)]
        verdicts = [
            self._patterns.verdict(place + path) for place in self._places for path in paths
        ]
        return max(verdicts, key=lambda one: one[0])[1] is True


class Rule(NamedTuple):
    """A .gitignore: its folder's path, with a slash at the end, and its patterns."""

    folder: str
    patterns: Patterns


def is_ignored(path: str, rules: Sequence[Rule]) -> bool:
    """Whether .gitignore files leave a path out; the nearest one that mentions it decides.

    Args:
        path: The whole path; a folder's ends in a slash.
        rules: Those of the folders around it, outermost first.
    """
    for rule in reversed(rules):
        _, verdict = rule.patterns.verdict(path[len(rule.folder) :])
        if verdict is not None:
            return verdict
    return False


def rules_around(folder: Path) -> tuple[Rule, ...]:
    """The .gitignore files above a folder, up to the root of its repository.

    None where there is no repository, or where they leave out the folder: that
    it is searched all the same was somebody's wish.

    Args:
        folder: Its real path.
    """
    around = _up_to_repository(folder)
    rules: tuple[Rule, ...] = ()
    for at in range(len(around) - 1, 0, -1):
        rules += read_rule(around[at])
        if is_ignored(f"{around[at - 1]}/", rules):
            return ()
    return rules


def ignore_files_around(folder: Path) -> list[Path]:
    """Where the .gitignore files of a folder and those above it are, or would be."""
    return [one / IGNORE_FILE for one in _up_to_repository(folder)]


def _up_to_repository(folder: Path) -> list[Path]:
    """A folder and those above it, up to the root of its repository; itself where it has none."""
    around = [folder, *folder.parents]
    depth = next((at for at, one in enumerate(around) if os.path.lexists(one / ".git")), 0)
    return around[: depth + 1]


def read_rule(folder: Path) -> tuple[Rule, ...]:
    """The .gitignore of a folder; none where it is missing, no file, or not readable."""
    path = folder / IGNORE_FILE
    try:
        if not path.is_file():
            return ()
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError:
        return ()
    lines = content.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape").split("\n")
    patterns = [line.removesuffix("\r") for line in lines if line.strip() and line[0] != "#"]
    place = f"{str(folder).rstrip(os.sep)}/"
    return (Rule(place, Patterns(patterns)),) if patterns else ()

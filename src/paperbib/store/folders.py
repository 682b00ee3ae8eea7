"""Which files are notes: those that are named, and those that folders hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.store.ignored import IGNORE_FILE, Globs, Rule, is_ignored, read_rule, rules_around

STANDARD_INPUT = Path("-")
_NO_NOTES_IN = frozenset({"node_modules", "__pycache__"})
_ENVIRONMENT = "pyvenv.cfg"
"""The file that tells a Python environment: nothing in it is somebody's note."""


class Selection(NamedTuple):
    """Which files of the folders searched are notes; patterns as in a .gitignore.

    A pattern with a slash counts from the folder searched, as well as from ``root``.

    Attributes:
        suffixes: File name endings of notes, lower case, with the dot.
        include: The files that are notes, whatever their ending; any with a suffix if empty.
        exclude: Files and folders that are left out.
        root: The folder from which patterns are written.
        leave_out: Files that are no notes: the outputs.
        is_output: Whether a file of a folder is an output, wherever it is, by its real path.
    """

    suffixes: frozenset[str]
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    root: Path = Path()
    leave_out: Sequence[Path] = ()
    is_output: Callable[[str], bool] = lambda _: False


def find_notes(
    paths: Iterable[Path], selection: Selection, *, with_standard_input: bool = False
) -> list[Path]:
    """Find the notes that files and folders name.

    A file that is named counts, whatever it is called. In a folder those count
    that the selection names, are not hidden, and not left out by a .gitignore.
    Links are followed, but no folder is searched twice.

    Args:
        paths: Files and folders.
        selection: Which files of folders are notes.
        with_standard_input: Whether ``-`` stands for it.

    Returns:
        Each note once, in the order given, those of a folder sorted by path.

    Raises:
        PaperbibError: A path does not exist, or a folder holds no note.
    """
    outputs = {os.path.realpath(path) for path in selection.leave_out}
    notes: dict[str, str] = {}
    for path in paths:
        if with_standard_input and path == STANDARD_INPUT:
            notes.setdefault("-", "-")
        elif path.is_dir():
            found = _Search(path, selection).notes()
            kept = [
                one for one in found if one[1] not in outputs and not selection.is_output(one[1])
            ]
            if not kept:
                raise _no_notes(path, selection)
            for shown, real in kept:
                notes.setdefault(real, shown)
        else:
            _check(path)
            notes.setdefault(os.path.realpath(path), os.fspath(path))
    return [Path(shown) for shown in notes.values()]


def _no_notes(folder: Path, selection: Selection) -> PaperbibError:
    endings = ", ".join(sorted(selection.suffixes))
    return PaperbibError(
        f"{folder}: this folder holds no notes",
        hint=f"notes end in {endings}; a .gitignore or exclude may leave them out",
    )


def _check(path: Path) -> None:
    try:
        os.lstat(path)
    except FileNotFoundError as error:
        raise PaperbibError(
            f"{path}: no such file or folder", hint="name the notes, or the folder they are in"
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise PaperbibError(
            f"{path}: this note cannot be read ({reason})", hint="check the path"
        ) from error


class _Place(NamedTuple):
    """A folder on the way: its path below the one searched, its real path, what holds in it."""

    inner: str
    real: str
    rules: tuple[Rule, ...]


class _Search:
    """Searches one folder. What links lead to comes last: real paths are the better names."""

    def __init__(self, folder: Path, selection: Selection) -> None:
        self._shown = "" if folder == Path() else _with_slash(os.fspath(folder))
        self._real = os.path.realpath(folder)
        self._suffixes = selection.suffixes
        places = ["", *_outer_places(folder, self._real, selection.root)]
        self._is_chosen = bool(selection.include)
        self._include = Globs(selection.include, places)
        self._exclude = Globs(selection.exclude, places)
        self._seen: set[str] = set()
        self._linked: list[_Place] = []
        self._notes: dict[str, str] = {}
        self._linked_notes: list[tuple[str, str]] = []

    def notes(self) -> list[tuple[str, str]]:
        """Paths as shown and as they really are, sorted."""
        todo = [_Place("", self._real, rules_around(Path(self._real)))]
        while todo or self._linked:
            if not todo:
                self._linked.sort(reverse=True)
                todo.append(self._linked.pop())
            place = todo.pop()
            if place.real not in self._seen:
                self._seen.add(place.real)
                todo += self._folders(place)
        for inner, real in sorted(self._linked_notes):
            self._notes.setdefault(real, inner)
        found = [(self._shown + inner, real) for real, inner in self._notes.items()]
        # As paths are sorted, part by part.
        return sorted(found, key=lambda pair: pair[0].replace("/", "\0"))

    def _folders(self, place: _Place) -> Iterator[_Place]:
        """Take the notes of a folder, and go on with the folders in it."""
        entries = self._entries(place)
        names = {entry.name for entry in entries}
        if _ENVIRONMENT in names and place.inner:
            return
        # A repository in a folder is its own; the patterns around it are not about it.
        rules = () if ".git" in names and place.inner else place.rules
        if IGNORE_FILE in names:
            rules += read_rule(Path(self._real, place.inner))
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inner = place.inner + entry.name
            if _is_folder(entry):
                if entry.name not in _NO_NOTES_IN and self._is_wanted(inner + "/", rules):
                    yield from self._inside(entry, inner + "/", place.real, rules)
            elif self._is_note(entry, inner) and self._is_wanted(inner, rules):
                self._take(entry, inner, place.real)

    def _entries(self, place: _Place) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._shown + place.inner or ".") as entries:
                return list(entries)
        except OSError as error:
            raise PaperbibError(
                f"{self._shown}{place.inner}: this folder cannot be read ({error.strerror})",
                hint="check its permissions, or leave it out with --exclude",
            ) from error

    def _inside(
        self, entry: os.DirEntry[str], inner: str, real: str, rules: tuple[Rule, ...]
    ) -> Iterator[_Place]:
        if not entry.is_symlink():
            yield _Place(inner, _below(real, entry.name), rules)
            return
        target = os.path.realpath(entry.path)
        # A link up leads out of what was named, and back into it.
        if not _with_slash(self._real).startswith(_with_slash(target)):
            self._linked.append(_Place(inner, target, rules))

    def _is_wanted(self, inner: str, rules: tuple[Rule, ...]) -> bool:
        if self._exclude.name(inner):
            return False
        return not (rules and is_ignored(f"{self._real.rstrip('/')}/{inner}", rules))

    def _is_note(self, entry: os.DirEntry[str], inner: str) -> bool:
        suffix = entry.name[entry.name.rfind(".") :]
        if not (
            self._include.name_around(inner)
            if self._is_chosen
            else suffix.lower() in self._suffixes
        ):
            return False
        # A pipe would hold the run up; a link into nowhere is for the reader to report.
        if entry.is_symlink():
            return not Path(entry).exists() or Path(entry).is_file()
        return entry.is_file()

    def _take(self, entry: os.DirEntry[str], inner: str, real: str) -> None:
        if entry.is_symlink():
            self._linked_notes.append((inner, os.path.realpath(entry.path)))
        else:
            self._notes[_below(real, entry.name)] = inner


def _outer_places(folder: Path, real: str, root: Path) -> Iterator[str]:
    """The folder as it is seen from where patterns are written."""
    for place in (os.path.relpath(real, os.path.realpath(root)), os.fspath(folder)):
        if place != "." and not place.startswith(("..", "/")):
            yield _with_slash(place)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads to itself: the reader will say so.
        return False


def _below(folder: str, name: str) -> str:
    """The path of what a folder holds; a `Path` for each of many files would take long."""
    return f"{folder.rstrip(os.sep)}{os.sep}{name}"


def _with_slash(folder: str) -> str:
    return folder if folder.endswith("/") else f"{folder}/"

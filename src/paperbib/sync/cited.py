"""What a document cites, in all the files it is made of.

Only files in the folder of the document and below it are read, each once; what a
document says is no reason to read anything else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.errors import PaperbibError, did_you_mean
from paperbib.model import visible
from paperbib.selecting import FINDER_BY_SUFFIX, Citation, Inclusion, Place, Reading

_KINDS = "citations are read from .tex, .aux, .md, .qmd, .Rmd and .typ files"


class _Open(NamedTuple):
    """A file that is being read.

    Attributes:
        name: As shown to people.
        folder: What it lies in.
        starts: Where its lines start.
        found: What is still to come.
    """

    name: str
    folder: Path
    starts: list[int]
    found: Iterator[Reading]

    def place(self, offset: int) -> Place:
        """Where an offset is."""
        line = bisect_right(self.starts, offset)
        return Place(self.name, line, offset - self.starts[line - 1] + 1)


class Document:
    """A document, perhaps of many files.

    Args:
        path: Its main file, as the person names it.

    Attributes:
        faults: One line for each part that could not be read.

    Raises:
        PaperbibError: There is no such file, or it is of no kind that can be read.
    """

    def __init__(self, path: Path) -> None:
        self.faults: list[str] = []
        self._path = path
        self._find = _finder(path)
        self._root = path.parent.resolve()
        self._read = {path.resolve()}

    def citations(self) -> Iterator[tuple[Citation, Place]]:
        """What is cited, in the order of the document; parts stand where they are named.

        Raises:
            PaperbibError: A file cannot be read, or is no text.
        """
        files = [self._open(self._path)]
        while files:
            file = files[-1]
            one = next(file.found, None)
            if one is None:
                files.pop()
            elif isinstance(one, Citation):
                yield one, file.place(one.offset)
            elif part := self._part(one, file):
                files.append(self._open(part))

    def _open(self, path: Path) -> _Open:
        note = store.read_note(path)
        text = note.text.replace("\r\n", "\n").replace("\r", "\n")
        starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
        return _Open(note.file, path.parent, starts, self._find(text))

    def _part(self, inclusion: Inclusion, file: _Open) -> Path | None:
        """The file of a part; None if it was read before, or cannot be."""
        place = f"{file.place(inclusion.offset)}: {visible(inclusion.written)}"
        if not inclusion.names:
            self.faults.append(f"{place} is not followed: a macro makes the name")
            return None
        is_outside = False
        for folder in dict.fromkeys((self._path.parent, file.folder)):
            for name in inclusion.names:
                path = folder / name
                with suppress(OSError, ValueError):  # too long, a circle of links
                    if not path.resolve().is_relative_to(self._root):
                        is_outside = True
                    elif path.is_file():
                        return self._first_time(path)
        where = f"{self._path.parent.as_posix()}/" if self._path.parent.name else "this folder"
        why = f"it lies outside {where}" if is_outside else "there is no such file"
        self.faults.append(f"{place} is not followed: {why}")
        return None

    def _first_time(self, path: Path) -> Path | None:
        target = path.resolve()
        if target in self._read:
            return None
        self._read.add(target)
        return path


def _finder(path: Path) -> Callable[[str], Iterator[Reading]]:
    find = FINDER_BY_SUFFIX.get(path.suffix.lower())
    if find is None:
        hint = did_you_mean(path.suffix.lower(), FINDER_BY_SUFFIX, otherwise=_KINDS)
        raise PaperbibError(f"{path}: this kind of document is not known", hint=hint)
    if not path.is_file():
        raise PaperbibError(f"{path}: there is no such document", hint="check the path")
    return find

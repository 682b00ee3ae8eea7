"""Notes are read: whole where they are short, in blocks where they are long."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from paperbib.model import Note, Problem
from paperbib.store.encodings import Decoder, NoteError

BLOCK = 1 << 20
"""Bytes that are decoded at a time."""
LONG = 4 << 20
"""Notes of more bytes are read in blocks."""


class Reading:
    """A note that is being read.

    Args:
        file: Its name, as shown to people.
        read: Reads up to so many bytes; none at the end.

    Attributes:
        is_long: Whether it has more than 4 MiB: better not held as a whole.

    Raises:
        NoteError: It cannot be read.
    """

    def __init__(self, file: str, read: Callable[[int], bytes | None]) -> None:
        self.file = file
        self._read_some = read
        self._decoder = Decoder(file)
        self._told = 0
        self._start = self._read(LONG + 1)
        self.is_long = len(self._start) > LONG

    def texts(self) -> Iterator[str]:
        """The text in blocks, once; no character is cut, line ends are as they are.

        Raises:
            NoteError: It cannot be read on, or is no text.
        """
        start, self._start = self._start, b""
        if not self.is_long:
            yield self._decoder.decode(start, final=True)
            return
        for offset in range(0, len(start), BLOCK):
            yield self._decoder.decode(start[offset : offset + BLOCK], final=False)
        del start
        while block := self._read(BLOCK):
            yield self._decoder.decode(block, final=False)
        yield self._decoder.decode(b"", final=True)

    def take_problems(self) -> list[Problem]:
        """What was wrong with the text read since this was last asked."""
        problems = list(self._decoder.problems[self._told :])
        self._told += len(problems)
        return problems

    def _read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end; pipes give a little at a time."""
        parts: list[bytes] = []
        try:
            while size > 0 and (part := self._read_some(size)):
                parts.append(part)
                size -= len(part)
        except OSError as error:
            raise _unreadable(self.file, error) from error
        return b"".join(parts)


@contextlib.contextmanager
def open_note(path: Path, *, root: Path | None = None) -> Iterator[Reading]:
    """Open a note; devices and pipes are read once, as they come.

    Args:
        path: The file.
        root: The folder its name is relative to; as given where None.

    Raises:
        NoteError: The file cannot be read.
    """
    name = _name(path, root)
    try:
        file = path.open("rb", buffering=0)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    with file:
        yield Reading(name, file.read)


def read_note(path: Path, *, root: Path | None = None) -> Note:
    """Read a note as a whole.

    Args:
        path: The file.
        root: The folder its name is relative to; as given where None.

    Raises:
        NoteError: The file cannot be read or is no text.
    """
    with open_note(path, root=root) as reading:
        return Note(reading.file, "".join(reading.texts()))


def read_texts(path: Path) -> Iterator[str]:
    """Read a note in blocks of about a mebibyte; no character is cut.

    Raises:
        NoteError: The file cannot be read or is no text.
    """
    with open_note(path) as reading:
        yield from reading.texts()


def _name(path: Path, root: Path | None) -> str:
    name = path.as_posix()
    if root is not None:
        with contextlib.suppress(ValueError):
            name = Path(os.path.relpath(path, root)).as_posix()
    return os.fsencode(name).decode(errors="backslashreplace")


def _unreadable(name: str, error: OSError | ValueError) -> NoteError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return NoteError(f"{name}: this note cannot be read ({reason})", hint="check the path")

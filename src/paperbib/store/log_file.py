"""A log that programs without a terminal append to: line by line, and never too long."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from paperbib.errors import PaperbibError
from paperbib.store.outputs import write

LONGEST = 1_000_000
"""Bytes; of a longer log only the last half is kept."""


def append_line(path: Path, line: str) -> None:
    """Append a line to a log, which is made with its folders where it is not there.

    Args:
        path: The log.
        line: The line, without its end.

    Raises:
        PaperbibError: The log cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # In one piece: who appends at the same time must not write into this line.
        number = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(number, _break(number) + line.encode(errors="backslashreplace") + b"\n")
            found = os.fstat(number)
        finally:
            os.close(number)
        if stat.S_ISREG(found.st_mode) and found.st_size > LONGEST:
            _cut(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PaperbibError(
            f"{path}: the log cannot be written ({reason})", hint="check its folder"
        ) from error


def _break(number: int) -> bytes:
    """The end of a line that somebody began and did not end."""
    found = os.fstat(number)
    if not stat.S_ISREG(found.st_mode) or not found.st_size:
        return b""
    os.lseek(number, -1, os.SEEK_END)
    return b"" if os.read(number, 1) == b"\n" else b"\n"


def _cut(path: Path) -> None:
    content = path.read_bytes()
    last = content.rfind(b"\n", 0, -1) + 1
    begin = content.index(b"\n", len(content) // 2) + 1
    # The last line stays, however long the one before it.
    write(path.parent, {path.name: content[min(begin, last) :]})

"""Outputs are written whole or not at all; the lock is one of them."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from glob import escape
from pathlib import Path

from paperbib.errors import PaperbibError

_NEW_FILE_MODE = 0o666


def read_lock(path: Path) -> str | None:
    """Read the lock; None where there is none yet.

    Raises:
        PaperbibError: It exists and cannot be read.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise PaperbibError(
            f"{path}: the library cannot be read ({error})",
            hint="restore it from version control, or move it away to start anew",
        ) from error


def digest_of_file(path: Path) -> str | None:
    """The digest of a file's bytes; None where there is no such file."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def digest(content: bytes) -> str:
    """A digest that tells two contents apart."""
    return hashlib.sha256(content).hexdigest()


def write(folder: Path, content_by_name: Mapping[str, bytes]) -> None:
    """Write outputs: all are prepared before the first takes its place.

    A file is replaced in one step: readers see the old bytes or the new ones. A
    symbolic link stays, and the file it points to is replaced. Should the
    machine stop between two replacements, the next run writes the rest.

    Raises:
        PaperbibError: The folder cannot be written; no file was replaced.
    """
    prepared: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in content_by_name.items():
            target = (folder / name).resolve()
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
            prepared.append((_prepare(target, content), target))
        while prepared:
            temporary, target = prepared[0]
            temporary.replace(target)
            prepared.pop(0)
    except OSError as error:
        raise PaperbibError(
            f"{folder}: the outputs cannot be written ({error.strerror or error})",
            hint="check the folder, its permissions and the free space",
        ) from error
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove what a run that was killed left half-written beside these outputs.

    Only for who holds the run lock: what another run is writing looks the same.
    """
    for name in names:
        target = (folder / name).resolve()
        for leftover in target.parent.glob(f".{escape(target.name)}.{'[a-z0-9_]' * 8}"):
            leftover.unlink(missing_ok=True)


def _prepare(target: Path, content: bytes) -> Path:
    """Write the content beside its target, on the same file system, with its permissions."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE_MODE & ~mask

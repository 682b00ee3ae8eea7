"""Files: notes are read, outputs are written whole or not at all, one run at a time."""

from __future__ import annotations

import codecs
import contextlib
import errno
import getpass
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from paperbib.errors import Exit, PaperbibError
from paperbib.model import Note

_NEW_FILE_MODE = 0o666


def find_notes(
    paths: Iterable[Path], suffixes: frozenset[str], *, leave_out: Iterable[Path] = ()
) -> list[Path]:
    """Find the notes that files and folders name.

    A file counts whatever its ending; in a folder those with a note's ending
    do, except hidden ones. Links to folders are not followed.

    Args:
        paths: Files and folders.
        suffixes: File name endings of notes, lower case, with the dot.
        leave_out: Files in folders that are no notes: the outputs.

    Returns:
        Each note once, in the order given, folders sorted by name.

    Raises:
        PaperbibError: A path does not exist, or a folder holds no note.
    """
    outputs = {path.resolve() for path in leave_out}
    notes: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            found = [one for one in sorted(_walk(path, suffixes)) if one.resolve() not in outputs]
            if not found:
                endings = ", ".join(sorted(suffixes))
                raise PaperbibError(
                    f"{path}: this folder holds no notes", hint=f"notes end in {endings}"
                )
        elif path.exists() or path.is_symlink():
            found = [path]
        else:
            raise PaperbibError(
                f"{path}: no such file or folder", hint="name the notes, or the folder they are in"
            )
        for one in found:
            notes.setdefault(one.resolve(), one)
    return list(notes.values())


def _walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise PaperbibError(
            f"{error.filename}: this folder cannot be read ({error.strerror})",
            hint="check its permissions",
        )

    for parent, folders, files in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(parent) / name
            is_note = not name.startswith(".") and path.suffix.lower() in suffixes
            # A pipe would hold the run up; a link into nowhere is for the reader to report.
            if is_note and (path.is_file() or path.is_symlink()):
                yield path


def read_note(path: Path, *, root: Path | None = None) -> Note:
    """Read a note.

    Args:
        path: The file.
        root: The folder its name is relative to; as given where None.

    Raises:
        PaperbibError: The file cannot be read or is not UTF-8 text.
    """
    name = path.as_posix()
    if root is not None:
        with contextlib.suppress(ValueError):
            name = Path(os.path.relpath(path, root)).as_posix()
    name = os.fsencode(name).decode(errors="replace")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PaperbibError(
            f"{name}: this note cannot be read ({error.strerror})", hint="check the path"
        ) from error
    return Note(name, decode(content, name))


def decode(content: bytes, name: str) -> str:
    """Decode a note's bytes, with or without byte order mark.

    Raises:
        PaperbibError: They are not UTF-8 text, with the place of the first bad byte.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode(errors="replace")) + 1
        byte = content[error.start]
        raise PaperbibError(
            f"{name}:{line}:{column}: this note is not UTF-8 text (byte 0x{byte:02x})",
            hint="save it as UTF-8",
        ) from error
    if "\0" in text:
        raise PaperbibError(f"{name}: this file is not text", hint="notes are text files")
    return text


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


@contextlib.contextmanager
def run_lock(folder: Path, locks: Path) -> Iterator[None]:
    """Hold the right to write ``folder``, against other runs of this user.

    Args:
        folder: The outputs' folder.
        locks: Where the lock files live.

    Raises:
        PaperbibError: Another run holds it.
    """
    from filelock import FileLock, Timeout

    name = digest(os.fsencode(folder.resolve()))[:16]
    try:
        locks = _writable(locks)
        lock = FileLock(locks / f"{name}.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise PaperbibError(
            f"{folder}: another paperbib is at work here",
            hint="wait until it is done, then run this again",
            code=Exit.LOCKED,
        ) from error
    except OSError as error:
        raise PaperbibError(
            f"{locks}: the lock cannot be taken ({error.strerror})",
            hint="set PAPERBIB_CACHE_DIR to a folder that can be written",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _writable(locks: Path) -> Path:
    """The folder itself, or one for temporary files where the cache cannot be written."""
    with contextlib.suppress(OSError):
        locks.mkdir(parents=True, exist_ok=True)
        if os.access(locks, os.W_OK):
            return locks
    fallback = Path(tempfile.gettempdir()) / f"paperbib-{getpass.getuser()}"
    fallback.mkdir(mode=0o700, exist_ok=True)
    return fallback

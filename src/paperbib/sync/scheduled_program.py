"""Which program a schedule runs, and which of the environment it needs.

What runs now may be gone tomorrow: uvx and ``pipx run`` keep programs in caches, which they
empty.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from paperbib.errors import PaperbibError

Which = Callable[[str], str | None]
"""Finds a program in PATH, as `shutil.which`."""

_UV_CACHE = re.compile(r"(?:archive|environments|builds)-v\d+")
_PIPX_RUN = re.compile(r"[0-9a-f]{15}")
"""The folder of one program: the beginning of a digest of what was asked for."""
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD")
_LOGIN = re.compile(r"://[^/@]*@")
"""An address with a name and perhaps a password."""
_PREFIX = "PAPERBIB_"
_FOLDERS = ("XDG_CACHE_HOME", "PAPERBIB_CACHE_DIR")
_NOT_FOR_LATER = ("PAPERBIB_OFFLINE",)


class Program(NamedTuple):
    """How paperbib is run by somebody else.

    Attributes:
        words: The program as an absolute path, and the words before paperbib's own.
        is_confined: Whether it writes nothing but paperbib's own files. uvx and ``pipx run``
            keep caches, tools, interpreters, locks and logs where their own settings say.
    """

    words: tuple[str, ...]
    is_confined: bool = True


class Carried(NamedTuple):
    """What a schedule takes along of the environment.

    Attributes:
        pairs: Names and values, sorted.
        left: Names of what is set and not taken along, for it is a secret.
    """

    pairs: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def find_program(
    argv0: str, executable: str, environment: Mapping[str, str], which: Which
) -> Program:
    """How to run paperbib tomorrow, from how it runs now.

    Args:
        argv0: The first word of the process.
        executable: The Python that runs it; "" where none is known.
        environment: The environment variables.
        which: Finds a program in PATH.

    Raises:
        PaperbibError: It runs from a cache, and the program that fills that cannot be found.
    """
    own = _script(argv0, which)
    for place in (own or "", executable):
        parts = PurePath(place).parts
        for number, part in enumerate(parts):
            if _UV_CACHE.fullmatch(part):
                return _uvx(environment, which)
            if part == "pipx" and _is_pipx_cache(parts[:number], parts[number + 1 :]):
                return _pipx(which)
    if own:
        return Program((own,))
    if executable:
        return Program((os.path.abspath(executable), "-m", "paperbib"))  # noqa: PTH100 - links stay
    raise PaperbibError(
        "no program can be found that runs paperbib", hint="install it, so that it is in PATH"
    )


def carried(environment: Mapping[str, str]) -> Carried:
    """What a schedule takes along of the environment, and what it leaves.

    Whoever works offline now does not want that for ever.
    """
    names = sorted(
        name
        for name, value in environment.items()
        if value and (name.startswith(_PREFIX) or name in _FOLDERS)
        if re.fullmatch(r"[A-Z0-9_]+", name) and name not in _NOT_FOR_LATER
    )
    left = tuple(name for name in names if _SECRET.search(name) or _LOGIN.search(environment[name]))
    pairs = [(name, environment[name]) for name in names if name not in left]
    return Carried(
        tuple((k, str(Path(v).absolute()) if k in _FOLDERS else v) for k, v in pairs), left
    )


def _script(argv0: str, which: Which) -> str | None:
    """The installed program, by the way it was called; its links stay as they are.

    A link that an installer made outlives what it points to.
    """
    if PurePath(argv0).stem.lower() != "paperbib":
        # python -m paperbib, or a program that has paperbib inside.
        return None
    if PurePath(argv0).name != argv0:
        for path in (argv0, f"{argv0}.exe"):
            if Path(path).is_file():
                return os.path.abspath(path)  # noqa: PTH100 - links stay
    found = which(PurePath(argv0).name)
    return os.path.abspath(found) if found else None  # noqa: PTH100 - links stay


def _is_pipx_cache(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether a folder ``pipx`` is what ``pipx run`` fills, wherever caches were moved to."""
    first = below[0] if below else ""
    return first == ".cache" or above[-1:] == (".cache",) or bool(_PIPX_RUN.fullmatch(first))


def _uvx(environment: Mapping[str, str], which: Which) -> Program:
    if found := which("uvx"):
        words = (os.path.abspath(found), "paperbib")  # noqa: PTH100 - links stay
        return Program(words, is_confined=False)
    uv = which("uv") or environment.get("UV", "")
    if uv and Path(uv).is_absolute():
        return Program((uv, "tool", "run", "paperbib"), is_confined=False)
    raise PaperbibError(
        "paperbib runs from uv's cache, which may be emptied, and uvx is not in PATH",
        hint="install it: uv tool install paperbib",
    )


def _pipx(which: Which) -> Program:
    if found := which("pipx"):
        words = (os.path.abspath(found), "run", "paperbib")  # noqa: PTH100 - links stay
        return Program(words, is_confined=False)
    raise PaperbibError(
        "paperbib runs from pipx's cache, which may be emptied, and pipx is not in PATH",
        hint="install it: pipx install paperbib",
    )

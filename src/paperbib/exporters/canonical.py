"""The canonical list, ``library.json``: the memory of paperbib, meant to be committed.

The same library gives the same bytes: no times, no line numbers, sorted by key.
``version`` is refused when newer than ours; a newer ``revision`` only adds
fields, which are kept.
"""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from paperbib.errors import PaperbibError
from paperbib.model import Library

name = "library"
filename = "library.json"

VERSION = 1
REVISION = 2
_REVISION_OF_DEAD_LINKS = 3
"""Only a list that has any is of this revision: for all others nothing changed."""

KEY = re.compile(r"[A-Za-z0-9.:_+/-]+")
"""What every program reads as a citation key."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_START_ANEW = "restore it from version control, or move it away to start anew"


def render(library: Library) -> str:
    """Write the library as JSON; `parse` reads it back but for lines, columns and ``raw``."""
    dumped = library.model_dump(mode="json", exclude_defaults=True)
    least = _REVISION_OF_DEAD_LINKS if library.dead_links else REVISION
    revision = max(least, dumped.pop("revision", least))
    data = {
        "version": VERSION,
        "revision": revision,
        "references": {},
        "aliases": {},
        "retired": {},
    }
    return json.dumps(data | dumped, ensure_ascii=False, indent=2) + "\n"


def parse(text: str, path: str) -> Library:
    """Read a library that `render` wrote.

    Args:
        text: The file's text.
        path: The file's name, for messages.

    Raises:
        PaperbibError: With the place, when the text is no library of ours.
    """
    data = _object(text, path)
    version = data.pop("version", None)
    if not isinstance(version, int) or isinstance(version, bool):
        raise PaperbibError(f"{path}: it has no version, so it is no library", hint=_START_ANEW)
    if version > VERSION:
        raise PaperbibError(
            f"{path}: it has version {version}, and this paperbib reads up to version {VERSION}",
            hint="upgrade paperbib",
        )
    least = _REVISION_OF_DEAD_LINKS if data.get("dead_links") else REVISION
    if data.get("revision", least) == least:
        data.pop("revision", None)
    elif not isinstance(data["revision"], int):
        raise PaperbibError(f"{path}: revision: it is no whole number", hint=_START_ANEW)
    _check_keys(data.get("references"), path)
    try:
        return Library.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise PaperbibError(f"{path}: {place}: {first['msg']}", hint=_START_ANEW) from error


def _check_keys(references: object, path: str) -> None:
    """Refuse keys that somebody wrote here and that no bibliography program could read."""
    seen: dict[str, str] = {}
    for key in references if isinstance(references, dict) else ():
        if not KEY.fullmatch(key):
            raise PaperbibError(
                f"{path}: {key!r} cannot be a citation key",
                hint="use ASCII letters, digits and . : _ + / -",
            )
        if (twin := seen.setdefault(key.casefold(), key)) != key:
            raise PaperbibError(
                f"{path}: the keys {twin!r} and {key!r} differ only in case",
                hint="rename one: BibTeX cannot tell them apart",
            )


def _object(text: str, path: str) -> dict[str, object]:
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_without_twins)
    except json.JSONDecodeError as error:
        if conflict := _CONFLICT.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            raise PaperbibError(
                f"{path}:{line}:1: a merge conflict of git is not resolved",
                hint="keep one side (git checkout --ours or --theirs), then run paperbib sync",
            ) from error
        place = f"{path}:{error.lineno}:{error.colno}"
        raise PaperbibError(f"{place}: {error.msg}", hint=_START_ANEW) from error
    except _TwinError as error:
        raise PaperbibError(
            f"{path}: {error.args[0]!r} is there twice", hint=_START_ANEW
        ) from error
    except RecursionError as error:
        raise PaperbibError(f"{path}: it is nested too deeply", hint=_START_ANEW) from error
    except ValueError as error:  # a number of thousands of digits
        raise PaperbibError(f"{path}: it cannot be read ({error})", hint=_START_ANEW) from error
    if "\\ud" in text.lower() and _SURROGATE.search(json.dumps(data, ensure_ascii=False)):
        raise PaperbibError(f"{path}: it holds half a character (\\ud…)", hint=_START_ANEW)
    if not isinstance(data, dict):
        raise PaperbibError(f"{path}: it is no JSON object", hint=_START_ANEW)
    return data


class _TwinError(ValueError):
    """One object has the same name twice, as an automatic merge can leave it."""


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [pair[0] for pair in pairs]
    raise _TwinError(next(one for one in names if names.count(one) > 1))

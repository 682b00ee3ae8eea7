"""What a run changes in the outputs, as a diff for people."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from paperbib.exporters import page
from paperbib.sync.publish import Output


def diff(folder: Path, outputs: Iterable[Output]) -> str:
    """Unified diffs of the outputs that changed, as one text; of the page a line alone.

    A line of the page is a whole entry in the words of the script: nobody reads its diff.
    """
    pieces: list[str] = []
    for one in outputs:
        if one.text is None:
            continue
        path = folder / one.name
        is_there = path.is_file()
        old = path.read_bytes().decode(errors="replace") if is_there else ""
        lines = old.splitlines(keepends=True), one.text.splitlines(keepends=True)
        if one.name == page.filename:
            pieces.append(_in_short(one.name, *lines, is_there=is_there))
        else:
            pieces += _unified(one.name, *lines)
    return "".join(pieces)


def _unified(name: str, old: list[str], new: list[str]) -> Iterator[str]:
    return difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")


def _in_short(name: str, old: list[str], new: list[str], *, is_there: bool) -> str:
    if not is_there:
        return f"{name}: new, {_lines(len(new))}\n"
    before, now = Counter(old), Counter(new)
    number = max((before - now).total(), (now - before).total())
    return f"{name}: {_lines(number)} differ{'s' if number == 1 else ''}\n"


def _lines(number: int) -> str:
    return f"{number} line{'' if number == 1 else 's'}"

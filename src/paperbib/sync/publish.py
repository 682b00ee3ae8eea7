"""From a library to files: render what is not up to date, write what changed.

Which outputs are up to date is known from digests: an output is a function of
the lock, the options and the exporters' code, so the same cause has the same
bytes. That spares a run without news the rendering, and the packages for it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from paperbib import __version__, exporters, store
from paperbib.cache import Cache
from paperbib.errors import PaperbibError
from paperbib.exporters import Exporter, canonical
from paperbib.exporters.options import Options
from paperbib.model import Library, Problem

_EDITED_HINT = "Write into the notes instead: outputs are made anew from them"


class Output(NamedTuple):
    """One output: its file name, and its text where it is not up to date."""

    name: str
    text: str | None


@dataclass
class Publication:
    """The outputs of a library in a folder.

    Attributes:
        folder: Where they are.
        exporters: The formats wanted.
        options: What they carry.
        cache: Remembers what was rendered from what.
    """

    folder: Path
    exporters: tuple[Exporter, ...]
    options: Options
    cache: Cache

    def outputs(self, library: Library, *, lock: str) -> list[Output]:
        """Render what is not up to date; ``lock`` is the library's canonical text."""
        outputs = [Output(canonical.filename, None if self._is(canonical.filename, lock) else lock)]
        for exporter in self.exporters:
            cause = self._cause(exporter, lock)
            digest = self.cache.digest(cause)
            on_disk = store.digest_of_file(self.folder / exporter.filename)
            if digest is not None and digest == on_disk:
                outputs.append(Output(exporter.filename, None))
                continue
            text = exporter.render(library, self.options)
            self._causes[exporter.filename] = cause
            is_same = self._is(exporter.filename, text)
            if is_same:
                self.cache.keep_digests({cause: store.digest(text.encode())})
            outputs.append(Output(exporter.filename, None if is_same else text))
        return outputs

    def write(self, outputs: Iterable[Output], previous: Library) -> list[Problem]:
        """Write the outputs that changed; a file edited by hand is kept beside its successor.

        Returns:
            A problem for each file that was edited by hand.

        Raises:
            PaperbibError: The folder cannot be written.
        """
        text_by_name = {one.name: one.text for one in outputs if one.text is not None}
        if not text_by_name:
            return []
        problems, kept = self._keep_edits(text_by_name, previous)
        store.write(self.folder, kept | text_by_name)
        digests = {
            cause: store.digest(text_by_name[name].encode())
            for name, cause in self._causes.items()
            if name in text_by_name
        }
        self.cache.keep_digests(digests)
        return problems

    def diff(self, outputs: Iterable[Output]) -> str:
        """Unified diffs of the outputs that changed, as one text."""
        pieces: list[str] = []
        for one in outputs:
            if one.text is None:
                continue
            path = self.folder / one.name
            old = path.read_bytes().decode(errors="replace") if path.is_file() else ""
            pieces += difflib.unified_diff(
                old.splitlines(keepends=True),
                one.text.splitlines(keepends=True),
                f"a/{one.name}",
                f"b/{one.name}",
            )
        return "".join(pieces)

    @cached_property
    def _causes(self) -> dict[str, str]:
        return {}

    @cached_property
    def _code(self) -> str:
        """Changes when the exporters' code does."""
        folder = Path(exporters.__file__).parent
        stats = [(file.name, file.stat()) for file in sorted(folder.glob("*.py"))]
        marks = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
        return "\n".join([__version__, *marks])

    def _cause(self, exporter: Exporter, lock: str) -> str:
        return store.digest(
            "\n".join([exporter.name, repr(self.options), self._code, lock]).encode()
        )

    def _is(self, name: str, text: str) -> bool:
        return store.digest_of_file(self.folder / name) == store.digest(text.encode())

    def _keep_edits(
        self, text_by_name: Mapping[str, str], previous: Library
    ) -> tuple[list[Problem], dict[str, str]]:
        """Find files that hold something paperbib did not write there."""
        problems: list[Problem] = []
        kept: dict[str, str] = {}
        for exporter in self.exporters:
            path = self.folder / exporter.filename
            digest = store.digest_of_file(path)
            if exporter.filename not in text_by_name or digest is None:
                continue
            if self.cache.knows_digest(digest):
                continue
            if self._is(exporter.filename, exporter.render(previous, self.options)):
                continue
            backup = self._backup_name(path)
            kept[backup] = path.read_bytes().decode(errors="surrogateescape")
            what = f"{path} had been edited by hand; the edited file is kept as {backup}"
            problems.append(Problem(kind="edited", what=what, hint=_EDITED_HINT))
        return problems, kept

    def _backup_name(self, path: Path) -> str:
        numbers = (f"{path.name}.bak{number or ''}" for number in range(10_000))
        return next(name for name in numbers if not (self.folder / name).exists())


def choose(names: Iterable[str]) -> tuple[Exporter, ...]:
    """The exporters of these names, each once.

    Raises:
        PaperbibError: There is no exporter of that name.
    """
    by_name = {exporter.name: exporter for exporter in exporters.EXPORTERS}
    chosen = []
    for name in dict.fromkeys(names):
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            known = ", ".join(by_name)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {known}"
            raise PaperbibError(f"unknown format {name!r}", hint=hint)
        chosen.append(by_name[name])
    return tuple(chosen)

"""Exporters: one module per format, a `Library` in, the text of a file out.

All are pure and deterministic: entries sorted by key, a newline at the end, no
clock. What a reference is, `item` says for all of them. `canonical` stands apart
from the table, for it also reads: it is the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from paperbib.exporters import (
    biblatex,
    bibtex,
    csl_json,
    csl_yaml,
    hayagriva,
    key_map,
    markdown,
    page,
    ris,
)
from paperbib.exporters.options import Options
from paperbib.model import Library


class Exporter(Protocol):
    """What a module of this folder offers to be a format.

    Attributes:
        name: The word for ``--format``: ``bibtex``.
        filename: The file written in the output folder: ``references.bib``.
    """

    name: str
    filename: str

    def pieces(self, library: Library, options: Options) -> Iterator[str]:
        """The file piece by piece, so that no library is too large for the memory."""
        ...

    def render(self, library: Library, options: Options) -> str:
        """The whole file as text, ending with a newline: its pieces put together."""
        ...


EXPORTERS: tuple[Exporter, ...] = (
    bibtex,
    csl_json,
    markdown,
    key_map,
    biblatex,
    csl_yaml,
    hayagriva,
    ris,
    page,
)
"""Every format; a new one is one module and one name here."""

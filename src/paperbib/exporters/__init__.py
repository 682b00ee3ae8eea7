"""Exporters: one module per format, a `Library` in, the text of a file out.

All are pure and deterministic: entries sorted by key, a newline at the end, no
clock. `canonical` stands apart from the table, for it also reads: it is the lock.
"""

from __future__ import annotations

from typing import Protocol

from paperbib.exporters import bibtex, csl_json, markdown
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

    def render(self, library: Library, options: Options) -> str:
        """The whole file as text, ending with a newline."""
        ...


EXPORTERS: tuple[Exporter, ...] = (bibtex, csl_json, markdown)
"""Every format; a new one is one module and one name here."""

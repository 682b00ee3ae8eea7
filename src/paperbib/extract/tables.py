"""Tables: CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterator

from paperbib.extract import plain
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Note

name = "table"
suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")
is_cuttable = True


def looks_like(text: str) -> bool:
    """Whether the start of a text without a telling file name is of this format."""
    return False


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a note into passages, in the order of the note."""
    return plain.passages(note, headings)

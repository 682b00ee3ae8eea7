"""Records: JSON, JSON Lines and YAML."""

from __future__ import annotations

from collections.abc import Iterator

from paperbib.extract import plain
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Note

name = "records"
suffixes: tuple[str, ...] = (".json", ".jsonl", ".ndjson", ".yaml", ".yml")
is_cuttable = False


def looks_like(text: str) -> bool:
    """Whether the start of a text without a telling file name is of this format."""
    return False


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a note into passages, in the order of the note."""
    return plain.passages(note, headings)

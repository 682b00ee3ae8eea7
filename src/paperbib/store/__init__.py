"""Files: notes are found and read, outputs are written whole or not at all, one run at a time."""

from paperbib.store.encodings import NoteError
from paperbib.store.folders import STANDARD_INPUT, Selection, find_notes
from paperbib.store.ignored import ignore_files_around
from paperbib.store.notes import LONG, Reading, open_note, read_note, read_texts
from paperbib.store.outputs import digest, digest_of_file, read_lock, sweep, write
from paperbib.store.turns import run_lock

__all__ = [
    "LONG",
    "STANDARD_INPUT",
    "NoteError",
    "Reading",
    "Selection",
    "digest",
    "digest_of_file",
    "find_notes",
    "ignore_files_around",
    "open_note",
    "read_lock",
    "read_note",
    "read_texts",
    "run_lock",
    "sweep",
    "write",
]

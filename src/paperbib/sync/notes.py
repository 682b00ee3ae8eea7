"""Notes from files to extracts: the short ones whole, the long ones in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from paperbib.changes import feed, history
from paperbib.config import Config
from paperbib.exporters import EXPORTERS, canonical
from paperbib.extract import SUFFIXES, Extract, extract, extract_stream, find_unlinked
from paperbib.model import Note
from paperbib.store import Reading, Selection


def selection(config: Config, output: Path) -> Selection:
    """Which files of folders are notes, from the configuration.

    Args:
        config: The configuration.
        output: The folder for the outputs, which are no notes.
    """
    settings = config.settings
    return Selection(
        SUFFIXES, settings.include, settings.exclude, config.root, output_files(output)
    )


def output_files(output: Path) -> list[Path]:
    """The files that paperbib writes into a folder, whichever formats are chosen."""
    told = (history.filename, feed.filename)
    names = (canonical.filename, *told, *(exporter.filename for exporter in EXPORTERS))
    return [output / name for name in names]


def extracts(reading: Reading, *, until: int, titles: bool = False) -> Iterator[Extract]:
    """Find what a note mentions; faults of its text are among the problems.

    Args:
        reading: The note, opened.
        until: As for `extract`.
        titles: Whether list items without an identifier are wanted, too; a note that is
            read in pieces has none.

    Yields:
        One extract; of a long note those of its pieces, in its order.

    Raises:
        PaperbibError: It cannot be read, or is no text.
    """
    found: Iterable[Extract]
    if reading.is_long:
        found = extract_stream(reading.file, reading.texts(), until=until)
    else:
        found = _whole(reading, until, titles=titles)
    for one in found:
        yield _with_problems(one, reading)
    if late := reading.take_problems():
        yield Extract([], late, [])


def _whole(reading: Reading, until: int, *, titles: bool) -> Sequence[Extract]:
    note = Note(reading.file, "".join(reading.texts()))
    found = extract(note, until=until)
    return [found._replace(unlinked=find_unlinked(note)) if titles else found]


def _with_problems(found: Extract, reading: Reading) -> Extract:
    problems = reading.take_problems()
    if not problems:
        return found
    both = [*problems, *found.problems]
    return found._replace(problems=sorted(both, key=lambda one: (one.line, one.column)))

"""Notes from files to what they say: the short ones are read whole, the long ones in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.changes import feed, history
from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.exporters import EXPORTERS, canonical
from paperbib.exporters.page import origin
from paperbib.extract import SUFFIXES, Extract, extract, extract_stream, find_unlinked
from paperbib.model import Library, Mention, Note, Problem, Unlinked
from paperbib.store import Reading, Selection
from paperbib.sync.asking import ARXIV
from paperbib.sync.making import Said

_PAGES = (".html", ".htm", ".xhtml")


class Read(NamedTuple):
    """What is in notes.

    Attributes:
        said: What they say, in their order.
        problems: Their faults, in the same order.
        number: How many notes there are.
    """

    said: Said
    problems: list[Problem]
    number: int


def read_notes(notes: Sequence[Path], config: Config, output: Path, until: int) -> Read:
    """Read notes and find everything they mention.

    Args:
        notes: Files and folders.
        config: What is a note in a folder, and the root that file names start from.
        output: The folder for the outputs, which are no notes.
        until: The last month of arXiv identifiers; see `until_month`.

    Raises:
        PaperbibError: A note cannot be read, or a folder has none.
    """
    mentions: list[Mention] = []
    unlinked: list[Unlinked] = []
    problems: list[Problem] = []
    files: list[str] = []
    paths = store.find_notes(notes, selection(config, output))
    for path in paths:
        with store.open_note(path, root=config.root) as reading:
            files.append(reading.file)
            for found in extracts(reading, until=until, titles=config.settings.titles):
                mentions += found.mentions
                unlinked += found.unlinked
                problems += found.problems
    return Read(Said(mentions, unlinked, files), problems, len(paths))


def said_in_notes(config: Config, library: Library, output: Path, until: int) -> Said:
    """What the notes say that a library was made from, for the lines of the page alone.

    A key is renamed without notes. Those of the library need not be those configured: it
    knows their names. What cannot be read any more has no lines.
    """
    files = sorted({one.file for each in library.references.values() for one in each.mentions})
    found = []
    for file in files:
        with suppress(PaperbibError, OSError, ValueError):
            if (path := config.root / file).is_file():
                found.append(read_notes([path], config, output, until).said)
    return Said(
        [one for said in found for one in said.mentions],
        [one for said in found for one in said.unlinked],
        [one for said in found for one in said.files],
    )


def until_month(now: datetime, library: Library) -> int:
    """The YYMM of next month: no arXiv identifier is later than that.

    A clock can be wrong by years: what sources say of a paper shows that it is later.

    >>> until_month(datetime(2026, 12, 31, tzinfo=UTC), Library())
    2701
    """
    moment = now.astimezone(UTC)
    year, month = divmod(moment.year * 12 + moment.month, 12)
    known = [one.identifier for each in library.references.values() for one in each.records]
    months = (one.value[:4] for one in known if one.scheme == ARXIV)
    return max([year % 100 * 100 + month + 1, *(int(one) for one in months if one.isdecimal())])


def selection(config: Config, output: Path) -> Selection:
    """Which files of folders are notes, from the configuration.

    Args:
        config: The configuration.
        output: The folder for the outputs, which are no notes.
    """
    settings = config.settings
    return Selection(
        SUFFIXES,
        settings.include,
        settings.exclude,
        config.root,
        output_files(output),
        _is_page,
    )


def _is_page(path: str) -> bool:
    """Whether a file is a page of paperbib's, wherever it is: that is no note, but made of some."""
    if not path.lower().endswith(_PAGES):
        return False
    try:
        with Path(path).open("rb") as file:
            return origin.is_ours(file.read(origin.HEAD))
    except OSError:
        return False


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

"""What an index is of: told by ``paperbib index info``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from paperbib.sources.index import header
from paperbib.sources.index.header import Header


class IndexInfo(NamedTuple):
    """What `paperbib index info` tells.

    Attributes:
        file: The file the index was built of, as it was named: the archive where it was packed.
        records: How many papers the index knows.
        size: Of the index, and of what was unpacked for it, in bytes.
        built_at: When it was built, in UTC.
        version: Of the index's format.
        as_of: The newest ``update_date`` of all records.
        is_current: Whether the file still is what was indexed.
    """

    file: Path
    records: int
    size: int
    built_at: datetime
    version: int
    as_of: date | None
    is_current: bool


def info_of(folder: Path, head: Header) -> IndexInfo:
    """What the index in a folder is of, also where its file is gone."""
    own = [folder / header.INDEX, *([head.data(folder)] if head.unpacked else [])]
    try:
        found = Path(head.file).stat()
        is_current = (found.st_size, found.st_mtime_ns) == (head.size, head.mtime_ns)
    except OSError:
        is_current = False
    return IndexInfo(
        file=Path(head.file),
        records=head.records,
        size=sum(path.stat().st_size for path in own if path.exists()),
        built_at=datetime.fromisoformat(head.built_at),
        version=header.VERSION,
        as_of=date_of(head.newest),
        is_current=is_current,
    )


def date_of(text: str) -> date | None:
    """A date of the header; None where it has none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

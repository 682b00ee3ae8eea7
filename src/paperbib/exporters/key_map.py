"""Which key is which paper: a table for scripts and spreadsheets, to find old keys in drafts.

Comma-separated values in UTF-8. Source: RFC 4180, but for the line ends, which are those
of all outputs.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator

from paperbib.exporters.editions import edition_of, title_of
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library

name = "key-map"
filename = "key-map.csv"

COLUMNS = ("key", "identifier", "aliases", "title")
_FORMULA = re.compile(r"(^|;)(?=\s*[=+@＝＋－＠-])")
"""What a spreadsheet takes for a formula; some split cells at semicolons."""


def render(library: Library, options: Options) -> str:
    """Write the table, sorted by key; old keys of one entry are separated by blanks."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The table row by row."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, key in library.aliases.items():
        aliases[key].append(alias)
    yield _row(COLUMNS)
    for key, reference in library.references.items():
        old = " ".join(sorted(aliases.get(key, ())))
        title = title_of(edition_of(reference, options)) or ""
        yield _row((key, str(reference.identifier), old, title))


def _row(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([_inert(tidy(cell)) for cell in cells])
    return line.getvalue()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe stands before a formula.

    >>> _inert("=HYPERLINK(1)"), _inert("-1"), _inert("1-1=0")
    ("'=HYPERLINK(1)", "'-1", '1-1=0')
    """
    return _FORMULA.sub(r"\1'", cell)

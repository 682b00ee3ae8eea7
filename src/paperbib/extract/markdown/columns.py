"""Columns of a Markdown table: which cell of a row is its title, and which its year."""

from __future__ import annotations

import re

from paperbib.extract.data import fields
from paperbib.extract.passage import Given, Passage
from paperbib.extract.spans import Span, rearranged
from paperbib.identifiers.look_alikes import is_quantity

_YEAR = re.compile(r"\W*(?:[A-Z][\w ]{0,30}?[ '’-])?(?P<year>(?:19|20)\d\d)(?:[-/.]\d\d?){0,2}\W*")
_NUMBER = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*")
_BARE_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*")
_NAMES = ("title", "papertitle", "articletitle", "paper", "article", "publication", "name", "work")
_ANYTHING = ("name", "work")
_YEAR_NAMES = frozenset(("year", "date", "venue", "published", "when", "conference", "journal"))


class Columns:
    """The columns of one table, by the names in its head.

    Cells are lines of their row's passage. A row is read like any other item,
    with the year first and the title next.

    Attributes:
        given: Title and year of the last row, where a column is one of titles.
    """

    def __init__(self) -> None:
        self.title: int | None = None
        self.years: list[int] = []
        self.quantities: set[int] = set()
        self.starts: list[int] = []
        self.is_of_papers = False
        self.given: Given | None = None

    def head(self, row: Passage) -> None:
        """Learn the names of the columns."""
        names = [fields.squeeze(row.text[start:end]) for start, end in self._cells(row)]
        self.title = next((names.index(name) for name in _NAMES if name in names), None)
        self.is_of_papers = self.title is not None and names[self.title] not in _ANYTHING
        self.years = [at for at, name in enumerate(names) if name in _YEAR_NAMES]
        self.quantities = {at for at, name in enumerate(names) if is_quantity(name)}
        self.starts = []

    def row(self, row: Passage) -> Passage:
        """Put the year and the title of a row first, and leave quantities out."""
        cells = self._cells(row)
        self.starts, self.given = [], None
        text = row.text
        front: list[Span] = []
        numbers = {
            cells[at]
            for at in self.quantities
            if at < len(cells) and _NUMBER.fullmatch(text[slice(*cells[at])])
        }
        years = [at for at, (a, b) in enumerate(cells) if _BARE_YEAR.fullmatch(text[a:b])]
        named = [at for at in self.years if at < len(cells)]
        years = [*named, *(at for at in years if at not in named)]
        used: set[int] = set()
        year: int | None = None
        for at in years:
            if found := _YEAR.fullmatch(text[slice(*cells[at])]):
                start = cells[at][0]
                front.append((start + found.start("year"), start + found.end("year")))
                year = int(found["year"])
                used = {at} if _BARE_YEAR.fullmatch(text[slice(*cells[at])]) else set()
                break
        if self.title is not None and self.title < len(cells) and self.title not in used:
            front.append(cells[self.title])
            used.add(self.title)
            title = text[slice(*cells[self.title])].strip()
            self.given = Given(title or None, year) if self.is_of_papers else None
        rest = [cell for at, cell in enumerate(cells) if at not in used]
        rest = [cell for cell in rest if cell not in numbers]
        lines = [[span] for span in (*_apart(rest, front),) if span[0] < span[1]]
        order = [[span] for span in front if span[0] < span[1]] + lines
        if order == sorted(order) and not numbers:
            return row
        return rearranged(row, order)

    def _cells(self, row: Passage) -> list[Span]:
        ends = [*(start - 1 for start in self.starts[1:]), row.length]
        return [(start, max(start, end)) for start, end in zip(self.starts, ends, strict=True)]


def _apart(cells: list[Span], taken: list[Span]) -> list[Span]:
    """Cells without what was taken out of them."""
    left: list[Span] = []
    for start, end in cells:
        inner = next((span for span in taken if start <= span[0] and span[1] <= end), None)
        left += [(start, end)] if inner is None else [(start, inner[0]), (inner[1], end)]
    return left

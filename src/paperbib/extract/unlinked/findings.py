"""What the words of an item say, gathered piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field

from paperbib.extract.context.citations import only_year
from paperbib.extract.context.labels import is_beside, venue_year
from paperbib.extract.unlinked.brackets import read_group
from paperbib.extract.unlinked.fronts import PAPER
from paperbib.extract.unlinked.people import are_people, authors
from paperbib.extract.unlinked.tails import is_venue


@dataclass(slots=True)
class Findings:
    """What an item says.

    Attributes:
        first: Titles that are likelier than the item's main words.
        titles: The main words.
        later: Titles that are less likely.
        inner: Words in brackets that look like a title, not read yet.
        remarks: What is no title.
    """

    year: int | None = None
    people: tuple[str, ...] = ()
    is_called_paper: bool = False
    first: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take_remark(self, words: str) -> None:
        """Take words behind a title."""
        bare = words.strip(" .,;()[]")
        people = authors(words)
        is_named = are_people(words) or len(people) > 1
        if is_named and not self.people:
            self.people = people
        if is_named or is_venue(words) or is_beside(bare):
            self.year = self.year or only_year(words) or venue_year(words)
        else:
            self.remarks.append(words)
        if PAPER.fullmatch(words.strip(" .!()[]")):
            self.is_called_paper = True

    def take_group(self, inner: str, *, words_before: int) -> None:
        """Take what a pair of brackets says."""
        aside = read_group(inner, words_before=words_before)
        self.year = self.year or aside.year
        self.people = self.people or aside.people
        self.is_called_paper |= aside.is_called_paper
        if aside.remark:
            self.remarks.append(aside.remark)
        if aside.title:
            self.inner.append(aside.title)

    def take_inner(self, inner: Findings) -> None:
        """Take what a title in brackets says."""
        self.first += [*inner.first, *inner.titles, *inner.later]
        self.people = self.people or inner.people
        self.year = self.year or inner.year
        self.remarks += inner.remarks


def beside_year(words: str) -> int | None:
    """The year in words that stand beside a title: of a venue, or alone."""
    bare = words.strip(" .,;()[]")
    if is_beside(bare) or bare.isdigit():
        return only_year(words) or venue_year(words)
    return venue_year(words)

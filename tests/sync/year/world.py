"""Papers of which something happens now and then, and an account of what happened."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from tests.standin import Arxiv, Paper, fake_papers
from tests.standin.crossref import Crossref, published

NUMBER = 40
STILL = ("2001.00001", "2001.00002")
"""Papers of which nothing happens: a person may edit what is said of them."""
WITHDRAWALS = (
    "This paper has been withdrawn by the author due to an error in Lemma 3",
    "Withdrawn by the authors",
    "12 pages. This paper has been withdrawn by arXiv administrators: “100 % overlap” & more",
)
_WORDS = "moss lichen fern alder birch heron otter amber basalt delta".split()


class Event(NamedTuple):
    """Something that happened to a paper, and as what a person should be told.

    Attributes:
        day: The day of the year.
        paper: Its identifier.
        kinds: As in a change.
        cause: In words.
    """

    day: int
    paper: str
    kinds: frozenset[str]
    cause: str


@dataclass
class World:
    """What arXiv and Crossref know, day by day.

    Attributes:
        chance: What happens by chance.
        api: What arXiv knows.
        crossref: What Crossref knows.
        events: What happened on arXiv, by paper, in its order.
        states: What each paper was like before the first of them, and after each.
        appeared: The day on which Crossref knew of a paper's publication, by paper.
    """

    chance: random.Random
    api: Arxiv
    crossref: Crossref
    events: dict[str, list[Event]] = field(default_factory=dict)
    states: dict[str, list[Paper]] = field(default_factory=dict)
    appeared: dict[str, int] = field(default_factory=dict)
    _due: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Fill the shelves; every fifth paper was published already."""
        for place, fake in enumerate(fake_papers(NUMBER)):
            # Some have one author and one first word of the title: their keys collide.
            name = fake.authors[0] if place % 5 else "Ada Moss"
            first = _WORDS[place % len(_WORDS)] if place % 5 else "Bogs"
            title = f"{first.title()} and the {_WORDS[place // 4 % 10]} of valley {place}"
            paper = replace(fake, authors=(name, *fake.authors[1:]), title=title)
            self.api.papers[paper.id] = paper if place % 5 else _published(paper)
            self.states[paper.id] = [self.api.papers[paper.id]]
            if place % 5 == 0:
                self.appeared[paper.id] = -1
                self.crossref.add(*published(self.states[paper.id]))

    def turn(self, day: int, now: datetime) -> None:
        """Let a day pass: each paper has its chance, once in some two months."""
        for one, paper in list(self.api.papers.items()):
            if one in STILL or self.chance.random() > 1 / 60:
                continue
            happen = self.chance.choices(_HAPPENINGS, weights=_WEIGHTS)[0]
            new, kinds, cause = happen(paper, now, self.chance)
            if new == paper:
                continue
            self.api.papers[one] = new
            told = Event(day, one, frozenset(kinds), cause)
            self.events.setdefault(one, []).append(told)
            self.states[one].append(new)
            if new.dois and not paper.dois:
                # Publishers are usually quicker than authors.
                self._due[one] = day + max(0, self.chance.randrange(-30, 15))
        for one, due in list(self._due.items()):
            if day >= due:
                del self._due[one]
                self.crossref.add(*published([self.api.papers[one]]))
                self.appeared[one] = day


_Happening = Callable[[Paper, datetime, random.Random], tuple[Paper, set[str], str]]


def _published(paper: Paper) -> Paper:
    reference = f"J. Bogs {paper.id[-2:]} (2021) 10--19"
    return replace(paper, journal_ref=reference, dois=(f"10.1000/bog.{paper.id}",))


def _revise(paper: Paper, now: datetime, chance: random.Random) -> tuple[Paper, set[str], str]:
    dates = (*paper.dates, now)
    new = replace(paper, dates=dates, summary=f"  Abstract <{len(dates)}> & more % of $x$.")
    if paper.dois or chance.random() < 0.5:
        return new, {"revised"}, "a new version"
    title = f"{paper.title.partition(':')[0]}: part {len(dates)}"
    return replace(new, title=title), {"revised", "retitled"}, "a new version, a new title"


def _publish(paper: Paper, _now: datetime, _: random.Random) -> tuple[Paper, set[str], str]:
    is_news = not paper.dois and not is_withdrawn(paper)
    return (_published(paper) if is_news else paper), {"published"}, "a DOI and a journal"


def _withdraw(paper: Paper, now: datetime, chance: random.Random) -> tuple[Paper, set[str], str]:
    if is_withdrawn(paper):
        mended = replace(paper, comment="12 pages, mended", summary="  The lemma holds.")
        again = replace(mended, dates=(*paper.dates, now))
        return again, {"restored", "revised"}, "a version after a withdrawal"
    new = replace(paper, dates=(*paper.dates, now))
    words = chance.choice(WITHDRAWALS)
    if chance.random() < 0.3:
        new = replace(new, summary=words)
    return replace(new, comment=words), {"withdrawn", "revised"}, "a withdrawal"


def _sign(paper: Paper, now: datetime, chance: random.Random) -> tuple[Paper, set[str], str]:
    number = len(paper.authors)
    name = f"{chance.choice('ABCDE')}ëa O’{_WORDS[number % len(_WORDS)].title()}"
    authors = (*paper.authors, name) if number < 5 else paper.authors[:2]
    new = replace(paper, authors=authors)
    if chance.random() < 0.5:
        return new, {"authors"}, "another list of authors"
    return replace(new, dates=(*paper.dates, now)), {"authors", "revised"}, "a version and authors"


def _remark(paper: Paper, _now: datetime, chance: random.Random) -> tuple[Paper, set[str], str]:
    if is_withdrawn(paper):
        return paper, set(), ""
    comment = f"{chance.randrange(10**6)} pages"
    return replace(paper, comment=comment), {"metadata"}, "another comment"


def is_withdrawn(paper: Paper) -> bool:
    """Whether its authors or arXiv say so."""
    return paper.comment in WITHDRAWALS


_HAPPENINGS: tuple[_Happening, ...] = (_revise, _publish, _withdraw, _sign, _remark)
_WEIGHTS = (8, 5, 3, 4, 2)

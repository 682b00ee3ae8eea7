"""Which of some papers an item means, if any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import normalise
from paperbib.model import Candidate, Record, Unlinked
from paperbib.resolving import papers as known
from paperbib.resolving.nearness import FAR, Nearness, nearness
from paperbib.resolving.papers import Paper, evidence, lone_names
from paperbib.resolving.segments import Segment, segments, tells_its_head
from paperbib.resolving.wording import stems_of, wording

_MOST_CANDIDATES = 3
_LEAST_LIKENESS = 0.4
"""Titles less alike than this are no help to anybody."""

_LONG = 4
"""So many words that say something make a title that no two papers have by chance."""


IsPapersWord = Callable[[str, Paper], bool]
"""Whether a stem is a word of other papers than this one."""


class Resolution(NamedTuple):
    """What an item means.

    Attributes:
        identifier: The paper; None where none is alike enough, or several are.
        how: ``title``, ``near title`` or ``nickname``; "" for None.
        candidates: The most alike, best first, where it is None; three at most.
    """

    identifier: Identifier | None
    how: str = ""
    candidates: tuple[Candidate, ...] = ()


class Reading(NamedTuple):
    """How well an item's words go with one paper.

    Attributes:
        nearness: Of the nearest two titles.
        is_main: Whether it is the item's whole title that is the nearest.
        weight: Of the evidence that agrees.
        contradicts: Whether the year or the people speak against it.
    """

    paper: Paper
    nearness: Nearness
    is_main: bool
    weight: int
    contradicts: bool

    @property
    def is_accepted(self) -> bool:
        """Whether the evidence outweighs the doubts."""
        return not self.contradicts and self.nearness.doubts <= self.weight


def judge(item: Unlinked, records: Iterable[Record]) -> Resolution:
    """Choose among papers that a search or an index came up with; abstain in doubt.

    The title decides, unless it is short or not quite the same: then a person or
    the year beside it has to agree. A person or a year that does not agree, and
    another paper that fits as well, leave it undecided.
    """
    found = known.of_records(records)
    stems = {one.identifier: _stems(one) for one in found}

    def is_word(stem: str, paper: Paper) -> bool:
        return any(stem in those for one, those in stems.items() if one != paper.identifier)

    return choose(read(item, found, is_word))


def read(item: Unlinked, papers: Iterable[Paper], is_word: IsPapersWord) -> list[Reading]:
    """Read an item as meaning each of some papers."""
    parts = segments(item)
    papers = list(papers)
    readings = [_reading(item, parts, paper, is_word) for paper in papers]
    told_by_head = tells_its_head(parts, papers)
    return [
        one._replace(nearness=Nearness(0, likeness=1.0), weight=max(0, one.weight))
        if one.paper == told_by_head and one.nearness.doubts and not one.contradicts
        else one
        for one in readings
    ]


def _reading(
    item: Unlinked, parts: Sequence[Segment], paper: Paper, is_word: IsPapersWord
) -> Reading:
    """Read an item as meaning a paper."""
    uncut = wording(item.text)
    if _is_all_text(item) and any(uncut.is_same(wording(title)) for title in paper.titles):
        # What of a paper's very title looks like people or a year does not contradict it.
        exact = nearness(item.text, item.text, lambda _: False)
        return Reading(paper, exact, is_main=True, weight=0, contradicts=False)
    nearest, part = _nearest(parts, paper, is_word)
    is_long = nearest.is_exact and any(
        len(wording(one.text).content) >= _LONG and one.penalty == 0 for one in parts
    )
    told = evidence(item, paper, years=2 if is_long else 1)
    weight, contradicts = told
    if part is not None:
        others = lone_names(part.beside.names, paper)
        weight = others.weight if others.weight > 0 else weight + others.weight
        contradicts |= _is_anothers(part, paper, item.year)
    return Reading(paper, nearest, part is not None and part.is_main, weight, contradicts)


def _is_all_text(item: Unlinked) -> bool:
    """Whether the people and the year come from the words, and not from a column beside them."""
    words = [*item.people, *([str(item.year)] if item.year else ())]
    return all(one in item.text for one in words)


def _is_anothers(part: Segment, paper: Paper, year: int | None) -> bool:
    """Whether what stands beside a part makes another paper of it, or its year is another's."""
    known = {word for title in paper.names for word in wording(title).words}
    known |= {normalise(title) for title in paper.names}
    known |= {sign for title in paper.names for sign in wording(title).signs}
    if part.beside.has_other or not part.beside.guards <= known:
        return True
    years = part.beside.years - {year}
    return bool(years and paper.years) and not any(
        abs(one - other) <= 1 for one in years for other in paper.years
    )


def choose(readings: Sequence[Reading]) -> Resolution:
    """The one paper whose reading stands out; else the best candidates."""
    fitting = [one for one in readings if one.nearness.doubts < FAR and not one.contradicts]
    exact = [one for one in fitting if one.nearness.is_exact]
    best = _best([one for one in exact if one.is_main] or exact or fitting)
    if best is None or not best.is_accepted:
        return Resolution(None, candidates=candidates(readings))
    how = "title" if best.nearness.is_exact else "near title"
    return Resolution(best.paper.identifier, how)


def candidates(readings: Iterable[Reading]) -> tuple[Candidate, ...]:
    """The papers most like an item, best first; none that has little in common with it."""
    alike = [
        one
        for one in readings
        if one.nearness.likeness >= _LEAST_LIKENESS or one.nearness.doubts < FAR
    ]
    alike.sort(key=_rank)
    return tuple(
        Candidate(identifier=one.paper.identifier, title=one.paper.title)
        for one in alike[:_MOST_CANDIDATES]
    )


def _rank(one: Reading) -> tuple[object, ...]:
    near = one.nearness
    return (
        one.contradicts,
        not near.is_exact,
        -round(near.likeness + one.weight / 10, 6),
        near.doubts,
        one.paper.identifier.sort_key,
    )


def _best(fitting: Sequence[Reading]) -> Reading | None:
    """The one that fits better than any other; None where two fit alike."""
    accepted = [one for one in fitting if one.is_accepted]
    if len(accepted) < 2:  # noqa: PLR2004 - nothing to choose
        return next(iter(accepted), None)
    heaviest = max(one.weight for one in accepted)
    # A title that only just fits is no rival of a person who is among the authors.
    rivals = [one for one in accepted if one.weight == heaviest]
    return rivals[0] if len(rivals) == 1 else None


def _nearest(
    parts: Sequence[Segment], paper: Paper, is_word: IsPapersWord
) -> tuple[Nearness, Segment | None]:
    """The nearest of an item's titles and a paper's, and which part of the item that is."""
    nearest, found, likeness = Nearness(FAR), None, 0.0
    for part in parts:
        for title in paper.names:
            near = nearness(
                part.text,
                title,
                lambda stem: is_word(stem, paper),
                may_lack_name=not part.is_tail,
            )
            is_other = part.is_uncut and not near.is_exact
            doubts = FAR if is_other else min(FAR, near.doubts + part.penalty)
            near = Nearness(doubts, near.is_exact and not part.is_head, near.likeness)
            likeness = max(likeness, near.likeness)
            if _distance(near) < _distance(nearest):
                nearest, found = near, part
    return nearest._replace(likeness=likeness), found


def _distance(near: Nearness) -> tuple[bool, int]:
    return not (near.is_exact and near.doubts < FAR), near.doubts


def _stems(paper: Paper) -> set[str]:
    """The words of a paper's titles and abstracts."""
    return {stem for text in (*paper.titles, *paper.abstracts) for stem in stems_of(text)}

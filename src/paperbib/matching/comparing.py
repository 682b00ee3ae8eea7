"""Two works side by side: the same, different, or no telling."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from paperbib.matching.authors import Agreement, Authors, compare_people
from paperbib.matching.containers import are_two_publications
from paperbib.matching.likeness import Alike, Likeness, is_generic, is_periodic, liken
from paperbib.matching.people import Person, people
from paperbib.matching.reading import Title, read_title
from paperbib.matching.strangers import Traits, are_strangers, traits
from paperbib.matching.works import Work

_WINDOW = 2
"""Years between a preprint and its publication."""
LIFETIME = 10
"""Years after which not even a maybe is left."""
_ENOUGH = 0.6
"""The share of words that titles have in common where a source says that they are one."""
_HALF = 0.5
_CLEARLY_DIFFERENT = 0.34
_LITTLE = 0.2
_ALMOST_SAME = 0.9
_TELLING = 3
"""So many words make a title that others hardly have."""
_TEAM = 3
"""So many authors in common are hardly by chance those of another paper of the same year."""
_LONG = 5
"""So many words of a title are hardly by chance those of another."""
_MANY_LETTERS = 25


class Verdict(StrEnum):
    """Whether two works are one."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


class Comparison(NamedTuple):
    """How alike two works are.

    Attributes:
        verdict: What that comes to.
        score: From 0 (nothing in common) to 1.
        reason: What decided, in words for people.
    """

    verdict: Verdict
    score: float
    reason: str


class Prepared:
    """A work for many comparisons: read when it is first needed, and once.

    Args:
        work: To compare.
    """

    def __init__(self, work: Work) -> None:
        self.work = work

    @cached_property
    def title(self) -> Title:
        """Its title, taken apart."""
        return read_title(self.work.title)

    @cached_property
    def people(self) -> tuple[list[Person], bool]:
        """Its persons, and whether its list of them is cut."""
        return people(self.work.authors)

    @cached_property
    def traits(self) -> Traits:
        """What tells soon that nobody of its authors is among those of another work."""
        return traits(self.people[0])


def compare(one: Work, other: Work) -> Comparison:
    """Compare two works of which no source says that they are one. Symmetric."""
    return compare_prepared(Prepared(one), Prepared(other))


def compare_prepared(one: Prepared, other: Prepared) -> Comparison:
    """Compare two works that have been read; see `compare`."""
    titles = liken(one.title, other.title)
    if titles.likeness is Likeness.DIFFERENT:
        return Comparison(Verdict.DIFFERENT, round(titles.share * 0.55, 3), titles.reason)
    return _weigh(one, other, titles, compare_people(one.people, other.people))


def relate(one: Prepared, other: Prepared) -> Comparison | None:
    """What `compare_prepared` says, or None where two works are different.

    For many works: whatever tells soon that two are different is asked first.
    """
    gap = _gap(one, other)
    if (gap is not None and gap > LIFETIME) or are_strangers(one.traits, other.traits):
        return None
    authors = compare_people(one.people, other.people)
    if authors.agreement is Agreement.NONE:
        return None
    titles = liken(one.title, other.title)
    if titles.likeness is Likeness.DIFFERENT:
        return None
    found = _weigh(one, other, titles, authors)
    return found if found.verdict is not Verdict.DIFFERENT else None


def _weigh(one: Prepared, other: Prepared, titles: Alike, authors: Authors) -> Comparison:
    """What titles that are not different, and authors, come to."""
    gap = _gap(one, other)
    score = round(0.55 * titles.share + 0.25 * authors.share + 0.2 - 0.025 * min(gap or 0, 8), 3)
    if gap is not None and gap > LIFETIME:
        return Comparison(Verdict.DIFFERENT, score, f"{gap} years apart")
    doubt = _doubt(one, other, titles, authors)
    if doubt is None:
        return Comparison(Verdict.SAME, score, f"{titles.reason}, {_said(authors)}")
    return Comparison(_lesser(one, titles, authors), score, doubt)


def _lesser(one: Prepared, titles: Alike, authors: Authors) -> Verdict:
    """What two works are that are not the same: perhaps the same, or not."""
    if authors.agreement is Agreement.UNKNOWN:
        is_telling = titles.likeness is Likeness.EXACT and not is_generic(one.title)
        return Verdict.MAYBE if is_telling else Verdict.DIFFERENT
    if authors.agreement is Agreement.NONE or titles.is_opposed:
        return Verdict.DIFFERENT
    if authors.agreement is Agreement.SOME and titles.likeness is Likeness.SIMILAR:
        return Verdict.DIFFERENT
    return Verdict.MAYBE


def _doubt(one: Prepared, other: Prepared, titles: Alike, authors: Authors) -> str | None:
    """Why two works are not the same for sure; None where they are."""
    return next(_doubts(one, other, titles, authors), None)


def _doubts(one: Prepared, other: Prepared, titles: Alike, authors: Authors) -> Iterator[str]:
    gap = _gap(one, other)
    yield from _doubts_of_people(one, gap, titles, authors)
    if titles.likeness is Likeness.SIMILAR:
        yield titles.reason
    if gap is not None and gap > _WINDOW:
        yield f"{gap} years apart"
    is_short = authors.shared == 1 and len(one.title.words) < _TELLING
    if is_generic(one.title) or is_generic(other.title):
        yield from _doubts_of_generic(one, other, titles, authors)
    elif is_short and (gap != 0 or _may_be_a_column(one, other)):
        yield "a title that one author may use again"
    if are_two_publications(one.work, other.work):
        yield "published in two places"
    if not _do_authors_suffice(one, other, titles, authors):
        yield f"{titles.reason}, but {_said(authors)}"


def _doubts_of_people(
    one: Prepared, gap: int | None, titles: Alike, authors: Authors
) -> Iterator[str]:
    if authors.agreement is Agreement.UNKNOWN:
        yield "authors unknown"
    if authors.agreement is Agreement.NONE:
        yield "other authors"
    if authors.is_opposed and not _is_one_slip(one, gap, titles, authors):
        yield "a namesake among the authors"


def _doubts_of_generic(
    one: Prepared, other: Prepared, titles: Alike, authors: Authors
) -> Iterator[str]:
    gap = _gap(one, other)
    if authors.agreement is not Agreement.FULL or titles.likeness is not Likeness.EXACT:
        yield "a title that many papers have"
    if authors.shared == 1 and _may_be_a_column(one, other):
        yield "a title that one author may use again"
    if gap is None or gap > (0 if is_periodic(one.title) or authors.shared == 1 else 1):
        yield "a title that many papers have, in another year"


def _may_be_a_column(one: Prepared, other: Prepared) -> bool:
    """Whether a title may head a column: one source writes it the same each time, or nearly."""
    return one.work.title == other.work.title or one.title.letters != other.title.letters


def _is_one_slip(one: Prepared, gap: int | None, titles: Alike, authors: Authors) -> bool:
    """Whether one name is misspelt, of people who agree in all else."""
    if titles.likeness < Likeness.NEAR or not authors.is_all_but_one:
        return False
    if titles.likeness is Likeness.NEAR:
        return authors.shared >= _TEAM and gap == 0
    return authors.shared > 1 or (gap == 0 and len(one.title.words) >= _LONG)


def _do_authors_suffice(one: Prepared, other: Prepared, titles: Alike, authors: Authors) -> bool:
    """Whether the authors agree as far as titles so alike need it."""
    words = min(len(one.title.words), len(other.title.words))
    gap = _gap(one, other)
    is_full = authors.agreement is Agreement.FULL
    if titles.likeness in {Likeness.GARBLED, Likeness.SLIPPED}:
        needed = _TEAM if titles.likeness is Likeness.GARBLED else _TEAM - 1
        return is_full and authors.shared >= needed and words >= _TELLING and gap == 0
    if words < _TELLING:
        return is_full and titles.likeness is Likeness.EXACT
    return is_full or _does_part_suffice(one, gap, titles, authors)


def _does_part_suffice(one: Prepared, gap: int | None, titles: Alike, authors: Authors) -> bool:
    """Whether the authors that both lists have are enough."""
    is_exact = titles.likeness is Likeness.EXACT
    is_cut = _is_cut(one, gap, titles)
    needed = 2 if is_exact else _TEAM
    if authors.is_all_but_one and authors.shared >= needed and (is_exact or gap == 0):
        return True
    if is_exact and authors.is_opposed:
        return True  # a name misspelt, see `_is_one_slip`
    if authors.agreement is Agreement.CONTAINED and authors.is_first_same:
        return authors.shared > 1 or authors.share >= _HALF or is_cut
    if authors.agreement is Agreement.MOST:
        return is_exact or authors.is_first_same
    return authors.shared > 0 and authors.is_subset and is_cut


def _is_cut(one: Prepared, gap: int | None, titles: Alike) -> bool:
    """Whether a title tells by itself, so that of the authors some are enough."""
    is_long = len(one.title.words) >= _LONG or len(one.title.letters) >= _MANY_LETTERS
    return titles.likeness is Likeness.EXACT and is_long and gap == 0


def _said(authors: Authors) -> str:
    if authors.agreement is Agreement.FULL:
        return "same authors"
    return f"{authors.shared} authors in common"


def _gap(one: Prepared, other: Prepared) -> int | None:
    if one.work.year is None or other.work.year is None:
        return None
    return abs(one.work.year - other.work.year)


def agree(one: Work, other: Work) -> bool:
    """Whether two descriptions can be of one paper, of which a source says that they are.

    The title and the first author must agree. What is not there does not disagree. Symmetric.
    """
    first, second = Prepared(one), Prepared(other)
    authors = compare_people(first.people, second.people)
    is_known = authors.agreement is not Agreement.UNKNOWN
    if is_known and not _is_led_alike(authors):
        return compare_prepared(first, second).verdict is Verdict.SAME
    if not first.title.letters or not second.title.letters:
        return True
    titles = liken(first.title, second.title)
    if titles.is_opposed:
        return False
    if titles.likeness >= Likeness.GARBLED or titles.share >= _ENOUGH:
        return True
    return is_known and _is_part(first.title, second.title, authors)


def _is_led_alike(authors: Authors) -> bool:
    """Whether the first authors agree, or the same people stand in another order."""
    if authors.is_first_same:
        return True
    return authors.agreement is Agreement.FULL or (
        authors.agreement >= Agreement.MOST and authors.shared > 1
    )


def _is_part(one: Title, other: Title, authors: Authors) -> bool:
    """Whether all words of one title are in the other; a single one takes all authors."""
    shorter, longer = sorted((one.words, other.words), key=len)
    is_team = authors.agreement is Agreement.FULL and authors.shared > 1
    return len(shorter) > (0 if is_team else 1) and shorter < longer


def conflict(one: Work, other: Work) -> bool:
    """Whether two descriptions cannot be of one paper: titles and authors differ. Symmetric."""
    first, second = Prepared(one), Prepared(other)
    authors = compare_people(first.people, second.people)
    if authors.agreement is Agreement.UNKNOWN or authors.is_first_same:
        return False
    if authors.agreement is not Agreement.NONE and authors.share >= _LITTLE:
        return False
    if not first.title.letters or not second.title.letters:
        return False
    titles = liken(first.title, second.title)
    if titles.likeness is not Likeness.DIFFERENT:
        return False
    if titles.is_opposed and titles.share >= _ALMOST_SAME:
        return True
    is_none = authors.agreement is Agreement.NONE
    return titles.share < (_ENOUGH if is_none else _CLEARLY_DIFFERENT)

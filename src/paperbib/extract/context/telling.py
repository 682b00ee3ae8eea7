"""The context of a mention: title, year, annotation and todo state, as the note gives them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from paperbib.extract.context import enumerations, headlines
from paperbib.extract.context.asides import skip_speaker
from paperbib.extract.context.citations import find_title, only_year, starts_with_names
from paperbib.extract.context.headlines import Headline
from paperbib.extract.context.items import Candidate, Item
from paperbib.extract.context.label_words import without_label_before, without_label_lines
from paperbib.extract.context.labels import is_beside, is_label, is_section_name, venue_year
from paperbib.extract.context.titles import clean, label_year, leading_year, tidy, trailing_year
from paperbib.extract.passage import Passage
from paperbib.model import State

_MOST_IN_AN_ITEM = 30
"""More identifiers than this in one item are a list that lost its lines: no annotation fits."""
_LONGEST_ANNOTATED = 20_000
"""A longer item is no note on a paper, but a text that lost its lines."""
_FOLLOWING_YEAR = re.compile(r"[\s*_]*[(\[（](?P<year>(?:19|20)\d\d)年?[)\]）]")
_YEAR_BEHIND = re.compile(
    # Of a venue that follows, in brackets or not: ", ICLR 2023", "(ICML 2021)".
    r"[\s,.;:–—|(\[*_-]*(?:(?:[A-Z]|arxiv|arXiv)[\w&/.-]*(?:,? [\w&/.-]+){0,3}?[ ,]+)?"
    r"(?P<year>(?:19|20)\d\d)(?=[\s*_]*(?:[)\].,;|]|$|\n))(?!\.\d)"
)
_BEHIND_LINK = ("（", " ", "(", "[", "*", "_", "\n", ",", ".", ";", ":", "|")
_LONGEST_REFERENCE = 400
_MOST_LINES = 3
_BESIDE = " \t,.;:–—|([*_-"
_WORD = re.compile(r"[^\W\d_]{2}")
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")


class Told(NamedTuple):
    """What the note tells of a mention."""

    title: str | None
    year: int | None
    annotation: str | None


def line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character offset; ``starts`` are the lines' offsets."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def state(passage: Passage) -> State | None:
    """The todo mark of the item, else of the nearest item around it that has one."""
    around: Passage | None = passage
    while around is not None:
        if around.state is not None:
            return around.state
        around = around.parent
    return None


class Telling:
    """What the note tells of the candidates of one item.

    Args:
        item: The item; what its candidates share is found out once.
    """

    def __init__(self, item: Item) -> None:
        self.item = item
        self.unlabelled = [one for one in item.candidates if not one.is_labelled]
        self.is_annotated = (
            len(item.candidates) <= _MOST_IN_AN_ITEM and item.end - item.start <= _LONGEST_ANNOTATED
        )
        self.named = item.paper
        self.first_bare: Candidate | None = None
        self.names_another = False
        self.has_label: bool | None = None
        self.named_apart = enumerations.find(item) if len(self.unlabelled) > 1 else []
        if self.named_apart:
            self.headline = _no_headline(item)
        elif self.unlabelled:
            self.headline = headlines.find(item)
            self._name()
        else:
            # Link texts name everything.
            self.headline = _no_headline(item)

    def _name(self) -> None:
        """Find out what the headline names."""
        self.named = next((one for one in self.unlabelled if one.is_paper), self.item.paper)
        self.first_bare = next((one for one in self.unlabelled if not one.is_link), None)
        self.names_another = any(
            one.is_labelled and self.headline.start <= one.start < self.headline.end
            for one in self.item.candidates
        )
        title = self.headline.title
        if title and title[0].islower() and self.named and self.named.is_link:
            label = self.item.passage.text[self.named.start : self.named.end]
            if _cited_year(self.named, label):
                # "builds on [Guu et al., 2020]" says something of what it cites.
                start = self.headline.start
                self.headline = self.headline._replace(title=None, end=start)

    def tell(self, one: Candidate) -> Told:
        """What the note tells of one candidate."""
        title: str | None
        if self.named_apart:
            title, year = self.named_apart[self.item.candidates.index(one)][:2]
        elif one.is_labelled:
            title, year = _label_title(self.item.passage.text[one.start : one.end])
            year = year or _year_beside(self.item, one)
        else:
            title, year = self._outside(one)
        annotation = self._annotation(one) if self.is_annotated else None
        return Told(title or None, year, annotation)

    def _outside(self, one: Candidate) -> tuple[str | None, int | None]:
        """Title and year of a candidate whose name stands outside of it."""
        text = self.item.passage.text
        label = text[one.start : one.end]
        if not self._is_named(one, label):
            return None, _cited_year(one, label)
        given = self.item.passage.given
        if not self.headline.has_words and given is not None and given.title:
            return given.title, given.year
        if not self.headline.has_words and (self._says_what(one, label) or self._is_all(one)):
            outer, outer_year = _outer(self.item, one)
            title, year = trailing_year(outer)
            return title or None, self.headline.year or year or outer_year
        return self.headline.title, self.headline.year or _cited_year(one, label)

    def _is_named(self, one: Candidate, label: str) -> bool:
        """Whether the headline names this candidate.

        It names the paper of the item; without a paper the first bare link, and
        every link whose text is a mere label ("code", "pdf"). A number as link
        text continues the link before, which the headline names already.
        """
        if one.is_link and not _WORD.search(label):
            return not self.names_another
        if self.named is not None:
            if one.is_paper and not one.is_link and self._follows_a_titled_paper(one):
                # "[Title](…), see also …": the words are about the first.
                return False
            return one.identifier == self.named.identifier
        return one.is_link or (one is self.first_bare and not self.names_another)

    def _follows_a_titled_paper(self, one: Candidate) -> bool:
        first = self.item.candidates[0]
        is_titled = first.is_labelled and first.is_paper
        return is_titled and first.identifier != one.identifier and first.start < one.start

    def _is_all(self, one: Candidate) -> bool:
        """Whether an item is nothing but this, in an item that is words only."""
        parent = self.item.parent
        is_nested = parent is not None and not parent.candidates and self.item.is_item
        return is_nested and len(self.item.candidates) == 1 and one.is_paper

    def _says_what(self, one: Candidate, label: str) -> bool:
        """Whether it comes with a word like "paper" only: the thing's name stands elsewhere."""
        if one.is_link:
            return is_label(label) and _LETTER.search(label) is not None
        if self.has_label is None:
            self.has_label = _LETTER.search(headlines.blanked(self.item)) is not None
        return self.has_label

    def _annotation(self, one: Candidate) -> str | None:
        """The item's words without titles, bare identifiers and mere labels."""
        item, headline = self.item, self.headline
        text = item.passage.text
        dropped = [(other.start, other.end) for other in self.unlabelled]
        if one.is_labelled:
            following = _FOLLOWING_YEAR.match(text, one.end)
            dropped.append((one.start, following.end() if following else one.end))
        elif headline.end > headline.start:
            dropped.append((headline.start, headline.end))
        dropped += [(name.start, name.end) for name in self.named_apart]
        start = skip_speaker(text, item.start)
        if headline.year is not None:
            start += leading_year(text[start : item.end])[1]
        if len(dropped) > 1:
            dropped.sort()
        pieces = []
        for from_, to in dropped:
            pieces.append(text[start:from_])
            start = max(start, to)
        pieces.append(text[start : item.end])
        if not self.unlabelled and "\n" not in text:
            if pieces[0].rstrip().endswith((":", "：")):
                pieces[0] = without_label_before(pieces[0])
            return tidy(" ".join(pieces)) or None
        last = pieces.pop()
        text = " ".join([*map(without_label_before, pieces), last])
        return tidy(without_label_lines(text)) or None


def _no_headline(item: Item) -> Headline:
    year, _ = leading_year(item.passage.text[item.start : item.end])
    return Headline(None, year, item.start, item.start)


def _label_title(label: str) -> tuple[str, int | None]:
    """The title and the year in a link text that names the thing."""
    title = clean(label)
    span = find_title(title)
    if span is not None and " " in title[span.start : span.end]:
        inner = title[span.start : span.end]
        return clean(inner), label_year(inner)[1] or span.year
    return label_year(title)


def _outer(item: Item, one: Candidate) -> tuple[str, int | None]:
    """Title and year of the item around, when it has no reference itself, else of the section.

    Only for what comes in an item without other words, be it a link whose text
    is a mere label.
    """
    above = item.parent
    while above is not None:
        if above.candidates:
            # What it stands under is named there, not by the heading.
            return "", None
        title, year = headlines.outer(above)
        if title:
            # Beside the paper, code has no title of its own.
            return (title, year) if above.paper is None or one.is_paper else ("", None)
        above = above.parent
    section = item.passage.section
    return (section[-1] if section and not is_section_name(section[-1]) else ""), None


def _cited_year(one: Candidate, label: str) -> int | None:
    """The year in a link text like "Vaswani et al. (2017)", which is no title."""
    is_cited = one.is_link and len(label) < _LONGEST_REFERENCE and is_beside(clean(label))
    return only_year(label) if is_cited else None


def _year_beside(item: Item, one: Candidate) -> int | None:
    """The year in front of the first link of an item, or that of the reference behind a link."""
    text = item.passage.text
    if text.startswith(_BEHIND_LINK, one.end) and (year := _year_behind(item, one)):
        return year
    if one is item.candidates[0]:
        year, _ = leading_year(text[item.start : one.end])
        return year
    return None


def _year_behind(item: Item, one: Candidate) -> int | None:
    """The year in "[Title](…), Authors. Venue, 2017", up to the next title or line."""
    text = item.passage.text
    if following := _FOLLOWING_YEAR.match(text, one.end):
        return int(following["year"])
    stop = min(item.end, one.end + _LONGEST_REFERENCE)
    place = one.end
    for _ in range(_MOST_LINES):
        place = text.find("\n", place + 1, stop)
        if place < 0:
            break
    stop = place if place >= 0 else stop
    following_one = bisect_left(item.candidates, one.end, key=attrgetter("start"))
    if following_one < len(item.candidates):
        stop = min(stop, item.candidates[following_one].start)
    behind = text[one.end : stop]
    if not _DIGITS.search(behind):
        return None
    if match := _YEAR_BEHIND.match(behind):
        return int(match["year"])
    words = behind.lstrip("\n" + _BESIDE)
    return (only_year(words) if starts_with_names(words) else None) or venue_year(behind)

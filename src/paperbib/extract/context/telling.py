"""The context of a mention: title, year, annotation and todo state, as the note gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from paperbib.extract.context import headlines
from paperbib.extract.context.citations import find_title
from paperbib.extract.context.headlines import BLANK, Headline
from paperbib.extract.context.items import Candidate, Item
from paperbib.extract.context.labels import is_label, is_section_name
from paperbib.extract.context.titles import clean, label_year, leading_year, tidy
from paperbib.extract.passage import Passage
from paperbib.model import State

_MOST_IN_AN_ITEM = 30
"""More identifiers than this in one item are a list that lost its lines: no annotation fits."""
_LONGEST_ANNOTATED = 20_000
"""A longer item is no note on a paper, but a text that lost its lines."""
_FOLLOWING_YEAR = re.compile(r"[\s*_]*\((?P<year>(?:19|20)\d\d)\)")
_WORD = re.compile(r"[^\W\d_]{2}")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL_BEFORE = re.compile(
    rf"(?<![^\W_])((?:[^\W_]{{1,20}} ){{0,2}}[^\W_]{{1,20}})[ \t]*[:：=]*[ \t]*(?={BLANK})"
)
_BLANKS = re.compile(rf"{BLANK}+")


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
        if self.unlabelled:
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

    def tell(self, one: Candidate) -> Told:
        """What the note tells of one candidate."""
        title: str | None
        if one.is_labelled:
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
            return None, None
        given = self.item.passage.given
        if not self.headline.has_words and given is not None and given.title:
            return given.title, given.year
        if not self.headline.has_words and self._says_what(one, label):
            return _outer_title(self.item, one), self.headline.year
        return self.headline.title, self.headline.year

    def _is_named(self, one: Candidate, label: str) -> bool:
        """Whether the headline names this candidate.

        It names the paper of the item; without a paper the first bare link, and
        every link whose text is a mere label ("code", "pdf"). A number as link
        text continues the link before, which the headline names already.
        """
        if one.is_link and not _WORD.search(label):
            return not self.names_another
        if self.named is not None:
            return one.identifier == self.named.identifier
        return one.is_link or (one is self.first_bare and not self.names_another)

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
            dropped.append((one.start, one.end))
        elif headline.end > headline.start:
            dropped.append((headline.start, headline.end))
        start = item.start
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
            return tidy(" ".join(pieces)) or None
        return tidy(_without_labels(BLANK.join(pieces))) or None


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


def _without_labels(text: str) -> str:
    """Drop "code:" before a link that was taken out, and lines of such words."""
    text = _BLANKS.sub(" ", _LABEL_BEFORE.sub(_before_label, text))
    if "\n" in text:
        text = "\n".join(line for line in text.split("\n") if not is_label(line))
    return text


def _before_label(match: re.Match[str]) -> str:
    """What is left of the words before a link without those that say what it is."""
    words = match[1].split(" ")
    for count in range(len(words)):
        label = " ".join(words[count:])
        if _LETTER.search(label) and is_label(label):
            return " ".join(words[:count])
    return match[0]


def _outer_title(item: Item, one: Candidate) -> str | None:
    """The title of the item around, when it has no reference itself, else of the section.

    Only for a link whose text is a mere label in an item without other words: a
    bare address has no title, whatever stands above it.
    """
    above = item.parent
    while above is not None:
        if not above.candidates:
            # Beside the paper, code has no title of its own.
            return headlines.outer_title(above) if above.paper is None or one.is_paper else None
        above = above.parent
    section = item.passage.section
    return section[-1] if section and not is_section_name(section[-1]) else None


def _year_beside(item: Item, one: Candidate) -> int | None:
    """The year in front of the first link of an item, or in brackets after a link."""
    text = item.passage.text
    if text.startswith((" (", "(", "*", "_", " *", "\n"), one.end) and (
        following := _FOLLOWING_YEAR.match(text, one.end)
    ):
        return int(following["year"])
    if one is item.candidates[0]:
        year, _ = leading_year(text[item.start : one.end])
        return year
    return None

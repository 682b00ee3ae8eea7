"""The context of a mention: title, year, annotation and todo state, as the note gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from paperbib.extract.items import Candidate, Item
from paperbib.extract.passage import Passage
from paperbib.extract.titles import clean, is_label, is_title, leading_year, tidy, trailing_year
from paperbib.model import State

_BLANK = "\0"
_PROSE_WORDS = 25
_LONG_TITLE = 80
_MOST_IN_AN_ITEM = 30
"""More identifiers than this in one item are a list that lost its lines: no annotation fits."""
_FOLLOWING_YEAR = re.compile(r"[\s*_]*\((?P<year>(?:19|20)\d\d)\)")
_TITLE_START = re.compile(r"[\s)\]]*(?:[-–—:|,]\s*)?[\"“'‘(\[]?[^\W_a-z]|[\s)\]]*[-–—:|]\s")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s")


class Told(NamedTuple):
    """What the note tells of a mention."""

    title: str | None
    year: int | None
    annotation: str | None


class _Headline(NamedTuple):
    """The title of an item, which stands outside of link texts that are titles."""

    title: str | None
    year: int | None
    start: int
    end: int
    has_words: bool = False


def line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character offset; ``starts`` are the lines' offsets."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def state(passage: Passage) -> State | None:
    """The todo mark of the item, else of the nearest item around it that has one."""
    states = (one.state for one in (passage, *passage.ancestors()))
    return next((mark for mark in states if mark), None)


class Telling:
    """What the note tells of the candidates of one item.

    Args:
        item: The item; what its candidates share is found out once.
    """

    def __init__(self, item: Item) -> None:
        self.item = item
        self.headline = _headline(item)
        unlabelled = [one for one in item.candidates if not one.is_labelled]
        self.named = next((one for one in unlabelled if one.is_paper), item.paper)
        self.first_bare = next((one for one in unlabelled if not one.is_link), None)
        self.names_another = any(
            one.is_labelled and self.headline.start <= one.start < self.headline.end
            for one in item.candidates
        )
        self.is_list = len(item.candidates) > _MOST_IN_AN_ITEM

    def tell(self, one: Candidate) -> Told:
        """What the note tells of one candidate."""
        title, year = self.headline.title, self.headline.year
        label = self.item.passage.text[one.start : one.end]
        if one.is_labelled:
            title, year = trailing_year(clean(label))
            year = year or _year_beside(self.item, one)
        elif not self._is_named(one, label):
            title, year = None, None
        elif not self.headline.has_words and _says_what(one, label):
            title = _outer_title(self.item)
        annotation = None if self.is_list else _annotation(self.item, one, self.headline)
        return Told(title or None, year, annotation)

    def _is_named(self, one: Candidate, label: str) -> bool:
        """Whether the headline names this candidate.

        It names the paper of the item; without a paper the first bare link, and
        every link whose text is a mere label ("code", "pdf"). A number as link
        text continues the link before, which the headline names already.
        """
        if one.is_link and not re.search(r"[^\W\d_]{2}", label):
            return not self.names_another
        if self.named is not None:
            return one.identifier == self.named.identifier
        return one.is_link or (one is self.first_bare and not self.names_another)


def _says_what(one: Candidate, label: str) -> bool:
    """Whether a link's text is a word like "paper": the name of the thing stands elsewhere."""
    return one.is_link and is_label(label) and re.search(r"[^\W\d_]", label) is not None


def _headline(item: Item) -> _Headline:
    """Find the title line of an item: words outside of bare identifiers and mere labels."""
    text = item.passage.text
    blanked = list(text[item.start : item.end])
    for one in item.candidates:
        if not one.is_labelled:
            blanked[one.start - item.start : one.end - item.start] = _BLANK * (one.end - one.start)
    lines = "".join(blanked).split("\n")
    year, skip = leading_year(text[item.start : item.end])
    start = item.start
    for index, line in enumerate(lines):
        begin = min(max(skip - (start - item.start), 0), len(line))
        rest = line[begin:]
        for part in rest.split(_BLANK):
            if part and is_title(clean(part)):
                at = start + begin + rest.index(part)
                if _is_headline(item, lines, index, part, year):
                    return _make_headline(part, year, at)
                return _Headline(None, year, at, at, has_words=True)
        start += len(line) + 1
    return _Headline(None, year, item.start, item.start)


def _make_headline(part: str, year: int | None, at: int) -> _Headline:
    end = len(part)
    if len(part) > _LONG_TITLE and (stop := _SENTENCE_END.search(part)):
        end = stop.start() + (stop[0][0] != ".")
    title, own_year = trailing_year(clean(part[:end]))
    return _Headline(title, year or own_year, at, at + end, has_words=True)


def _is_headline(item: Item, lines: list[str], index: int, part: str, year: int | None) -> bool:
    """Whether the words found are a title, and not a sentence with a link in it."""
    if year is not None:
        return True
    line = lines[index]
    if _BLANK not in line:
        # A line above: a title when the identifier has a line to itself.
        if item.is_item:
            return True
        below = [other for other in lines[index + 1 :] if _BLANK in other]
        return bool(below) and not any(re.search(r"\w", other) for other in below[:1])
    before, after = line.split(part, 1)
    if item.is_item:
        # Behind the identifier a title starts like one, or follows a separator.
        return _BLANK not in before or _TITLE_START.match(part) is not None
    others = after.rsplit(_BLANK, 1)[-1] if _BLANK in after else before.split(_BLANK, 1)[0]
    is_at_edge = not re.search(r"\w", others)
    is_short = len(part.split()) <= _PROSE_WORDS
    return is_at_edge and is_short and not part.rstrip().endswith((".", ",", "!"))


def _outer_title(item: Item) -> str | None:
    """The title of the item around, when it has no reference itself, else of the section.

    Only for a link whose text is a mere label in an item without other words: a
    bare address has no title, whatever stands above it.
    """
    above = item.parent
    while above is not None:
        if not above.candidates:
            return _headline(above).title
        above = above.parent
    return item.passage.section[-1] if item.passage.section else None


def _year_beside(item: Item, one: Candidate) -> int | None:
    """The year in front of the first link of an item, or in brackets after a link."""
    text = item.passage.text
    if following := _FOLLOWING_YEAR.match(text, one.end):
        return int(following["year"])
    if one is item.candidates[0]:
        year, _ = leading_year(text[item.start : one.end])
        return year
    return None


def _annotation(item: Item, one: Candidate, headline: _Headline) -> str | None:
    """The item's words without titles, bare identifiers and mere labels."""
    text = item.passage.text
    kept = list(text[item.start : item.end])

    def drop(start: int, end: int) -> None:
        kept[start - item.start : end - item.start] = " " * (end - start)

    if headline.year is not None:
        drop(item.start, item.start + leading_year(text[item.start : item.end])[1])
    if not one.is_labelled:
        drop(headline.start, headline.end)
    for other in item.candidates:
        if other is one or not other.is_labelled:
            drop(other.start, other.end)
    return tidy("".join(kept)) or None

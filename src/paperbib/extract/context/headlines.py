"""The headline of an item: the words that name what its references are."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.citations import find_title, only_year, starts_with_names
from paperbib.extract.context.items import Item
from paperbib.extract.context.labels import is_label, is_title
from paperbib.extract.context.titles import clean, leading_year, trailing_year

BLANK = "\0"
"""Stands for each character of an identifier or a label in an item's text."""

_PROSE_WORDS = 25
_LONG_TITLE = 80
_TITLE_START = re.compile(r"[\s)\]]*(?:[-–—:|,]\s*)?[\"“'‘(\[]?[^\W_a-z]|[\s)\]]*[-–—:|]\s")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s")
_THREAD = re.compile(r"\W*\d{1,3}/(?:\d{1,3}|[nN])?\)?\s")
_YEAR_ONLY = re.compile(r"\W*((?:19|20)\d\d)\W*")
_QUOTES = tuple('"“«「《')
_QUOTE_END = re.compile(r"[.,]?[\"”»」》][.,]?|[.,]")
_ANY_WORD = re.compile(r"\w")


class Headline(NamedTuple):
    """The title of an item, which stands outside of link texts that are titles.

    Attributes:
        title: The title; None where the item has none.
        year: The year beside it.
        start: Where it stands in the passage's text.
        end: One past its last character.
        has_words: Whether the item has words outside of its references at all.
    """

    title: str | None
    year: int | None
    start: int
    end: int
    has_words: bool = False


def blanked(item: Item) -> str:
    """The text of an item with a blank for each character of a reference without a name."""
    text, pieces, place = item.passage.text, [], item.start
    for one in item.candidates:
        if not one.is_labelled and one.end > place:
            start = max(one.start, place)
            pieces += [text[place:start], BLANK * (one.end - start)]
            place = one.end
    pieces.append(text[place : item.end])
    return "".join(pieces)[: item.end - item.start]


def outer_title(item: Item) -> str | None:
    """The title of an item without references; found out once for all items in it."""
    if item.outer_title is None:
        item.outer_title = find(item).title or ""
    return item.outer_title or None


def find(item: Item) -> Headline:
    """Find the title line of an item: words outside of bare identifiers and mere labels."""
    words = blanked(item)
    year, skip = leading_year(item.passage.text[item.start : item.end])
    if not item.is_item and (_THREAD.match(words) or "\U0001f9f5" in words):
        # Posts of a thread are numbered, and have no title.
        return Headline(None, year, item.start, item.start)
    lines = words.split("\n")
    start = item.start
    for index, line in enumerate(lines):
        begin = min(max(skip - (start - item.start), 0), len(line))
        for part, at in _parts(line, begin):
            if is_title(clean(part)):
                if _is_headline(item, lines, index, part, year):
                    below = lines[index + 1].split(BLANK, 1)[0] if lines[index + 1 :] else ""
                    return _make(part, year or _year_below(below), start + at)
                return Headline(None, year, start + at, start + at, has_words=True)
        start += len(line) + 1
    return Headline(None, year, item.start, item.start)


def _parts(line: str, begin: int) -> list[tuple[str, int]]:
    """The words of a line between its references, each with its place."""
    if BLANK not in line:
        return [(line[begin:], begin)] if begin < len(line) else []
    parts = []
    for part in line[begin:].split(BLANK):
        if part:
            parts.append((part, begin))
        begin += len(part) + 1
    return parts


def _make(part: str, year: int | None, at: int) -> Headline:
    """Tell the title from the authors, the venue and the year beside it."""
    if (span := find_title(part)) and is_title(clean(part[span.start : span.end])):
        title, own_year = trailing_year(clean(part[span.start : span.end]))
        return Headline(
            title.rstrip(",."),
            year or own_year or span.year,
            at + span.start - (part[span.start - 1 : span.start] in _QUOTES),
            at + _behind_quote(part, span.end),
            has_words=True,
        )
    end = len(part)
    if len(part) > _LONG_TITLE and (stop := _SENTENCE_END.search(part)):
        end = stop.start() + (stop[0][0] != ".")
    title, own_year = trailing_year(clean(part[:end]))
    return Headline(title, year or own_year, at, at + end, has_words=True)


def _behind_quote(part: str, end: int) -> int:
    """Where a title ends with the quote and the full stop behind it."""
    quote = _QUOTE_END.match(part, end)
    return quote.end() if quote else end


def _year_below(line: str) -> int | None:
    """The year in the line of authors and venue that goes on behind a title."""
    return only_year(line) if line.startswith((".", ",")) or starts_with_names(line) else None


def _is_headline(item: Item, lines: list[str], index: int, part: str, year: int | None) -> bool:
    """Whether the words found are a title, and not a sentence with a link in it."""
    if year is not None:
        return True
    line = lines[index]
    if BLANK not in line:
        # A line above: a title when the identifier has a line to itself.
        if item.is_item:
            return True
        below = next((other for other in lines[index + 1 :] if BLANK in other), "")
        # A term, and its definition below (PHP Markdown Extra).
        is_term = bool(lines[index + 1 :]) and lines[index + 1].startswith(": ")
        return bool(below) and (is_term or _is_labelled_line(below))
    before, after = line.split(part, 1)
    if item.is_item:
        # Behind the identifier a title starts like one, or follows a separator.
        return BLANK not in before or _TITLE_START.match(part) is not None
    if find_title(part) is not None:
        return True
    others = after.rsplit(BLANK, 1)[-1] if BLANK in after else before.split(BLANK, 1)[0]
    is_at_edge = not _ANY_WORD.search(others)
    is_short = len(part.split()) <= _PROSE_WORDS
    return is_at_edge and is_short and not part.rstrip().endswith((".", ",", "!"))


def _is_labelled_line(line: str) -> bool:
    """Whether a line is a reference alone, or behind a word like "Paper:"."""
    before, _, after = line.partition(BLANK)
    return is_label(before) and not _ANY_WORD.search(after.rpartition(BLANK)[2])

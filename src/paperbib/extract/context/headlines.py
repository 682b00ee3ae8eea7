"""The headline of an item: the words that name what its references are."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context import segments
from paperbib.extract.context.asides import (
    field,
    is_chat_head,
    is_description,
    is_greeting,
    is_opinion,
    is_prose,
    is_unfinished,
    next_field,
    skip_schedule,
    without_lead_in,
    without_reading_record,
)
from paperbib.extract.context.citations import find_title, only_year, starts_with_names
from paperbib.extract.context.items import Item
from paperbib.extract.context.labels import is_label, is_title, venue_year
from paperbib.extract.context.titles import clean, leading_year, trailing_year
from paperbib.extract.context.years import field_year, year_behind, year_below

BLANK = "\0"
"""Stands for each character of an identifier or a label in an item's text."""

_PROSE_WORDS = 25
_LONG_TITLE = 80
_TITLE_START = re.compile(
    r"[\s)\]]*(?:(?:[-=]?>|[-–—:|,=→⇒])\s*)?[\"“'‘(\[]?[^\W_a-z]|[\s)\]]*[-–—:|]\s"
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s")
_THREAD = re.compile(r"\W*\d{1,3}/(?:\d{1,3}|[nN])?\)?\s")
_YEAR_ONLY = re.compile(r"\W*((?:19|20)\d\d)\W*")
_QUOTES = tuple('"“„«「《')
_QUOTE_END = re.compile(r"\s*\[[A-Z](?:/[A-Z]{2})?\][.,]?|[.,]? ?[\"”“»」》][.,]?|[.,]")
_ANY_WORD = re.compile(r"\w")
_DATED = re.compile(
    r"\s*(?P<title>[^()\n]{3,300}?)\s*\((?:[^()\n]{0,60}[\s,'’])?(?P<year>(?:19|20)\d\d)\)\s*[:–—-]\s+\S"
)
_QUOTED_TITLE = re.compile(r"[\"“„«](?P<inner>[^\"“”„«»]{8,300})[\"”“»][\s,.:;(\[–—-]*$")
_ABBREVIATED = re.compile(r"(?:\.\.|\b\w|\b(?:al|etc|vs|Inc|Ltd|Jr|Sr|Vol|No|ed|eds))\.$")
_LONG = 400
_MOST_FIELDS = 12


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


def outer(item: Item) -> tuple[str, int | None]:
    """Title ("" if none) and year of an item without references; once for all items in it."""
    if item.outer is None:
        found = find(item)
        item.outer = (found.title or "", found.year)
    return item.outer


def find(item: Item) -> Headline:
    """Find the title line of an item: words outside of bare identifiers and mere labels."""
    words = blanked(item)
    year, skip = leading_year(item.passage.text[item.start : item.end])
    if not item.is_item and (_THREAD.match(words) or "\U0001f9f5" in words):
        # Posts of a thread are numbered, and have no title.
        return Headline(None, year, item.start, item.start)
    lines = words.split("\n")
    start = item.start
    told_year = None
    for index, line in enumerate(lines):
        begin = min(max(skip - (start - item.start), 0), len(line))
        role, value = field(line) or ("", 0)
        if role == "silent":
            told_year = told_year or field_year(line)
        elif not is_chat_head(line) and not is_greeting(line):
            begin = max(begin, value)
            for part, at in _parts(line, begin):
                found = _candidate(item, lines, index, part, year, is_told=role == "title")
                if found is not None and role and BLANK not in line:
                    found = _with_continuation(found, at, lines[index:])
                if found is not None:
                    return _with_year(found, start + at, told_year, lines[index:])
        start += len(line) + 1
    return Headline(None, year or told_year, item.start, item.start)


def _candidate(  # noqa: PLR0913 - what is known of the words
    item: Item, lines: list[str], index: int, part: str, year: int | None, *, is_told: bool
) -> Headline | None:
    """The headline that some words are, from their own start; None where they name nothing."""
    is_led = BLANK in lines[index] and not lines[index].endswith(part)
    end = len(part)
    if is_led:
        end = len(without_lead_in(part))
    begin = skip_schedule(part, 0, is_todo=item.passage.state is not None)
    words = part[begin:end]
    if not is_title(clean(words[:_LONG])) or is_opinion(words):
        return None
    if is_led and (match := _QUOTED_TITLE.search(words)) and is_title(match["inner"]):
        before = words[: match.start()]
        if match.start() and not (starts_with_names(before) or is_label(before)):
            # A sentence gives the title right before its link.
            title = match["inner"].rstrip(",.")
            return Headline(title, year, begin + match.start(), end, has_words=True)
    if not is_told and (
        not _is_headline(item, lines, index, part, year)
        or is_prose(words)
        or (_is_behind(lines[index], part) and is_description(part))
    ):
        return Headline(None, year, 0, 0, has_words=True)
    if is_led and is_unfinished(words):
        # "A title. Code is [here]": the title is what stands before.
        stops = list(_SENTENCE_END.finditer(words))
        words = words[: stops[-1].start() + (stops[-1][0][0] != ".")] if stops else ""
        if not words:
            return Headline(None, year, 0, 0, has_words=True)
    if is_told and (other := next_field(words)):
        words = words[:other]
    made = _make(words, year)
    return made._replace(start=0 if made.start == 0 else made.start + begin, end=made.end + begin)


def _is_behind(line: str, part: str) -> bool:
    """Whether words stand behind the references of their line."""
    return BLANK in line and line.endswith(part) and not line.startswith(part)


def _with_continuation(found: Headline, at: int, lines: list[str]) -> Headline:
    """A field's title with the rest on the next line, where another field follows that."""
    if (
        found.title is None
        or len(lines) < 3  # noqa: PLR2004 - the field, the rest, and another field
        or field(lines[1])
        or BLANK in lines[1]
        or not field(lines[2])
    ):
        return found
    title = f"{found.title} {clean(lines[1])}"
    return found._replace(title=title, end=len(lines[0]) + 1 + len(lines[1]) - at)


def _with_year(found: Headline, at: int, told_year: int | None, lines: list[str]) -> Headline:
    """A headline put where it stands, with the year that the lines below give."""
    year = found.year or told_year
    if year is None and found.title is not None:
        below = (line.split(BLANK, 1)[0] for line in lines[1:_MOST_FIELDS])
        years = (field_year(line) if field(line) else year_below(line) for line in below)
        year = next(filter(None, years), None)
        if year is None and BLANK in lines[0]:
            year = year_behind(lines[0][found.end :])
    return found._replace(start=at + found.start, end=at + found.end, year=year)


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


def _make(part: str, year: int | None) -> Headline:
    """Tell the title from the authors, the venue and the year beside it."""
    segment = segments.find_title(part)
    if segment is not None and is_title(clean(part[segment.start : segment.end])):
        inner = _make(part[segment.start : segment.end], year or segment.year)
        return inner._replace(start=segment.start + inner.start, end=segment.start + inner.end)
    if (span := find_title(part)) and is_title(clean(part[span.start : span.end])):
        title, own_year = trailing_year(clean(part[span.start : span.end]))
        return Headline(
            title.rstrip(",."),
            year or own_year or span.year,
            _before_quote(part, span.start),
            _behind_quote(part, span.end),
            has_words=True,
        )
    if dated := _DATED.match(part):
        title = clean(dated["title"])
        if is_title(title):
            return Headline(
                title, year or int(dated["year"]), 0, dated.end("year") + 1, has_words=True
            )
    end = len(part)
    stop = _SENTENCE_END.search(part)
    if stop is not None and part.find(" ") < stop.start():
        rest = part[stop.end() :]
        told = venue_year(rest) or (only_year(rest) if _YEAR_ONLY.fullmatch(rest) else None)
        if told is not None:
            title = clean(part[: stop.start() + (stop[0][0] != ".")])
            return Headline(title, year or told, 0, stop.start() + 1, has_words=True)
    if len(part) > _LONG_TITLE and stop is not None:
        end = stop.start() + (stop[0][0] != ".")
    title, own_year = trailing_year(_whole(clean(without_reading_record(part[:end]))))
    return Headline(title, year or own_year, 0, end, has_words=True)


def _whole(title: str) -> str:
    """A title without a bracket that a link cut in two, and without a full stop."""
    if title.count("(") > title.count(")"):
        title = title[: title.rindex("(")].rstrip() or title
    if title.endswith(".") and not _ABBREVIATED.search(title):
        title = title[:-1]
    return title


def _before_quote(part: str, start: int) -> int:
    """Where a title starts with the quote in front of it."""
    before = part[:start].rstrip()
    return len(before) - 1 if before.endswith(_QUOTES) else start


def _behind_quote(part: str, end: int) -> int:
    """Where a title ends with the quote and the full stop behind it."""
    quote = _QUOTE_END.match(part, end)
    return quote.end() if quote else end


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

"""The list items of a note that hold no identifier of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from paperbib.extract.context.asides import field
from paperbib.extract.context.items import Item
from paperbib.extract.context.labels import is_label
from paperbib.extract.context.telling import state
from paperbib.extract.context.titles import leading_year, tidy
from paperbib.extract.mentions import Reader
from paperbib.extract.passage import Passage
from paperbib.extract.unlinked import wording
from paperbib.extract.unlinked.fronts import skip_marks
from paperbib.extract.unlinked.wording import Words
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Mention, Note, Unlinked

_EVER = 9999
_MARKUP = re.compile(r"\*\*|__|~~|`")
_EMPHASIS = re.compile(r"(?<![\w*^\\{}])\*(?=[^\s*])([^*\n]{1,400})(?<=[^\s*])\*(?![\w*])")
"""Stars in pairs: the one of C*-algebras or of K* is no markup."""
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>]*>?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w")
_START = re.compile(r"[\w\"“„«「『《([#$]")
_BULLET = re.compile(
    r"[ \t]*(?:[•◦▪‣●○►▶→✓✔☐☑☒]\s*|[·–—]\s+|\[\d{1,3}\]\s|\(\d{1,3}\)\s|\[[ xX]\]\s"
    r"|\d{1,3}[.)]\s)(?=\S)"
)
_YEAR_COLON = re.compile(r"\s*(?:19|20)\d\d\s*[:：]\s")
_OPEN_END = re.compile(
    r"(?:[-‐,:;&/(]|(?:^|\s)(?:the|an?|of|in|to|for|and|or|with|by|from|on|at|via|as|is|are|using"
    r"|der|die|das|und|de|la|le|et|pour|y|и|в))\s*$",
    re.IGNORECASE,
)
_REMARK_LINE = re.compile(r"\s*(?:[-–—#>=(\[]|\w+:|by\b|->|→)", re.IGNORECASE)
_LONG_LINE, _FULL_LINE = 50, 60
_MOST_LINES = 8
_LONGEST = 600
_LONGEST_REMARK = 2000
_FEW_WORDS = 4


class _Part(NamedTuple):
    """A passage, or a line of one that is a list without a format's bullets."""

    passage: Passage
    start: int
    end: int
    item: Item | None
    is_reference: bool = False


def find(note: Note, passages: Iterable[Passage]) -> list[Unlinked]:
    """Find the list items without an identifier, in the order of the note.

    Args:
        note: The note the passages come from.
        passages: All of them, items before the items inside them.
    """
    reader = Reader(note, _EVER)
    parts: list[_Part] = []
    for passage in passages:
        known = len(reader.sightings.mentions)
        if not reader.read(passage):
            parts += _parts(passage, reader.item_by_passage.get(id(passage)))
        elif not passage.is_item:
            parts += _unnamed_lines(passage, reader, reader.sightings.mentions[known:])
    kept = [one for one in parts if one.item is None or not _is_named(one.item)]
    dated = _dated(kept)
    found = (_unlinked(one, reader, dated) for one in kept)
    return sorted(filter(None, found), key=lambda one: (one.line, one.column))


def _is_named(item: Item) -> bool:
    """Whether a link in an item inside is the item's own: it took its title from there."""
    return item.paper is not None or bool(item.outer and item.outer[0])


def _parts(passage: Passage, item: Item | None) -> Iterator[_Part]:
    """What of a passage without any identifier is an item."""
    if passage.is_code or not passage.has_place:
        return
    if passage.given is not None:
        if passage.is_item and passage.given.title and not passage.given.key:
            yield _Part(passage, 0, passage.length, item)
    elif passage.is_listed and item is not None:
        below = _bulleted(passage, 1)
        yield _Part(passage, 0, below[0].start - 1 if below else passage.length, item)
        yield from below
    elif not passage.is_item:
        yield from _bulleted(passage, 0)


def _bulleted(passage: Passage, skip: int) -> list[_Part]:
    """The lines of a text that start with bullets its format does not know.

    Args:
        passage: The text.
        skip: So many lines are none of them. Without, it is a list if all of it is one.
    """
    text = passage.text
    starts: list[int] = []
    place = 0
    for number, line in enumerate(text.split("\n")):
        if number >= skip and _BULLET.match(line):
            starts.append(place)
        place += len(line) + 1
    if not starts or (not skip and (starts[0] or (len(starts) == 1 and text[:1].isdigit()))):
        return []
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [
        _Part(passage, start, end, None, text[start:].lstrip()[:1] in ("[", "("))
        for start, end in zip(starts, ends, strict=True)
    ]


def _unnamed_lines(passage: Passage, reader: Reader, mentions: list[Mention]) -> list[_Part]:
    """As `_bulleted`, of a paragraph in which other lines do hold identifiers."""
    parts = _bulleted(passage, 0) if passage.given is None and not passage.is_code else []
    if not parts:
        return []
    lines = sorted({one.line for one in mentions})
    kept = []
    for part in parts:
        first = reader.place(passage.offset(part.start))[0]
        last = reader.place(passage.offset(max(part.end - 1, part.start)))[0]
        place = bisect_left(lines, first)
        if place == len(lines) or lines[place] > last:
            kept.append(part)
    return kept


def _dated(parts: list[_Part]) -> set[tuple[str, ...]]:
    """The sections in which several items start with a year and a colon."""
    seen: set[tuple[str, ...]] = set()
    several: set[tuple[str, ...]] = set()
    for part in parts:
        if _YEAR_COLON.match(part.passage.text, part.start):
            (several if part.passage.section in seen else seen).add(part.passage.section)
    return several


def _unlinked(part: _Part, reader: Reader, dated: set[tuple[str, ...]]) -> Unlinked | None:
    """What an item says; None where it names nothing, or is a text rather than an item."""
    passage = part.passage
    given = passage.given
    heads, remark = _lines(passage.text[part.start : part.end], is_reference=part.is_reference)
    if given is not None and given.title:
        heads, remark = [given.title], given.annotation or ""
    text = _one_line(heads[0])
    text = text[skip_marks(text) :]
    if len(text) > _LONGEST or not _LETTER.search(text) or is_label(text):
        return None
    words = wording.read(_without_labels(text, part), is_dated=passage.section in dated)
    if given is not None and given.year is not None:
        words = words._replace(year=given.year)
    for other in heads[1:]:
        short = _one_line(other)
        more = wording.read(short[skip_marks(short) :], is_dated=passage.section in dated)
        words = words._replace(titles=tuple(dict.fromkeys((*words.titles, *more.titles))))
    parent = _parent(part)
    is_below = parent is not None and parent.scheme != "url"
    if is_below and not _names_a_paper(text, words):
        return None
    said = " ".join(filter(None, (words.annotation, tidy(_one_line(remark)))))
    line, column = reader.place(passage.offset(part.start + _first_word(passage, part)))
    return Unlinked(
        text=text,
        titles=words.titles,
        file=reader.note.file,
        line=line,
        column=column,
        year=words.year,
        people=words.people,
        is_called_paper=words.is_called_paper,
        section=passage.section,
        annotation=said or None,
        state=state(passage),
        parent=parent,
    )


def _lines(text: str, *, is_reference: bool) -> tuple[list[str], str]:
    """The line of an item that names it, in the ways it may be read, and the lines below.

    A line that is full, or ends within a phrase, goes on in the next.
    """
    lines = [line.strip() for line in text[: 2 * _LONGEST_REMARK].split("\n")]
    while lines and not _WORD.search(lines[0]):
        lines.pop(0)
    if not lines:
        return [""], ""
    count = 1
    is_sure = True
    while count < min(len(lines), _MOST_LINES):
        above, below = lines[count - 1], lines[count]
        if not below or _REMARK_LINE.match(below) or field(below):
            break
        is_open = _OPEN_END.search(above) is not None
        if not (is_reference or is_open):
            least = _LONG_LINE if below[:1].islower() else _FULL_LINE
            if len(above) < least or above.endswith((".", "!", "?", ")")):
                break
            is_sure = False
        count += 1
    whole = " ".join(lines[:count])
    heads = [whole] if count == 1 or is_sure else [whole, lines[0]]
    return heads, " ".join(lines[count:])[:_LONGEST_REMARK]


def _one_line(text: str) -> str:
    """Words without markup, addresses that lead nowhere, and runs of blanks."""
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(_EMPHASIS.sub(r"\1", _MARKUP.sub("", text)).split())


def _without_labels(text: str, part: _Part) -> str:
    """The words of an item without those of links into the own files: ``[notebook](./x.ipynb)``."""
    rest = text
    for link in part.passage.links:
        label = _one_line(part.passage.text[link.start : link.end])
        is_last = part.start < link.start <= part.end
        if label and is_last and is_label(label) and rest.endswith(label):
            rest = rest[: -len(label)].rstrip()
    return rest if _LETTER.search(rest) else text


def _first_word(passage: Passage, part: _Part) -> int:
    """How far from its start the first word of an item stands."""
    if passage.given is not None and passage.given.title:
        return max(passage.text.find(passage.given.title, part.start) - part.start, 0)
    text = passage.text[part.start : part.start + _LONGEST]
    start = skip_marks(text)
    word = _START.search(text, start)
    return word.start() if word else 0


def _parent(part: _Part) -> Identifier | None:
    """The nearest paper around an item, else the nearest link."""
    link = None
    above = part.item.parent if part.item else None
    while above is not None:
        primary = above.primary
        if primary is not None and primary.is_paper:
            return primary.identifier
        link = link or (primary.identifier if primary else None)
        above = above.parent
    return link


def _names_a_paper(text: str, words: Words) -> bool:
    """Whether an item below a paper looks like a title, rather than a remark on the paper."""
    if words.is_called_paper or words.people or leading_year(text)[0]:
        return True
    title = words.titles[0]
    names = title.split()
    if words.year is not None:
        return len(names) > 1 or any(map(str.isupper, title))
    if len(names) < _FEW_WORDS or title.endswith((".", "!", ":", ",")):
        return False
    long = [name for name in names[1:] if len(name) >= _FEW_WORDS]
    return bool(long) and not any(name[:1].islower() for name in long)

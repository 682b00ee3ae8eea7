"""From passages to mentions: which identifiers stand where, and in what context."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from paperbib.extract import context
from paperbib.extract.items import Candidate, Item, parent_of, split
from paperbib.extract.passage import Link, Passage, line_starts
from paperbib.extract.titles import is_title
from paperbib.identifiers import scan, web
from paperbib.model import Mention, Note, Problem, Rejection

_LINK_HINT = "Was it cut off? Write the whole address"
_ID_HINT = "Check the number against the paper"
_BY_PLACE = attrgetter("line", "column")


class Sightings(NamedTuple):
    """What the passages of a note hold, each in the order of the note."""

    mentions: list[Mention]
    problems: list[Problem]
    rejections: list[Rejection]


def find(note: Note, passages: Iterable[Passage], *, until: int, first_line: int = 1) -> Sightings:
    """Find every identifier in the passages of a note, with its context.

    Args:
        note: The note the passages come from.
        passages: In the order of the note, items before the items inside them.
        until: The last possible YYMM of an arXiv identifier.
        first_line: The number of the note's first line, where it is a piece of a longer one.
    """
    reader = _Reader(note, until, first_line)
    for passage in passages:
        reader.read(passage)
    for found in reader.sightings:
        found.sort(key=_BY_PLACE)
    return reader.sightings


class _Reader:
    """Reads passages one by one; puts offsets into lines and columns."""

    def __init__(self, note: Note, until: int, first_line: int) -> None:
        self.note = note
        self.until = until
        self.first_line = first_line - 1
        self.starts = line_starts(note.text)
        self.sightings = Sightings([], [], [])
        self.item_by_passage: dict[int, Item] = {}

    def read(self, passage: Passage) -> None:
        """Find what one passage names."""
        candidates = self._candidates(passage)
        if not candidates and not passage.is_item:
            return
        parent = None
        for above in passage.ancestors():
            if parent := self.item_by_passage.get(id(above)):
                break
        items = list(split(passage, candidates, parent))
        if passage.is_item:
            self.item_by_passage[id(passage)] = items[0]
        for item in items:
            if item.candidates:
                telling = context.Telling(item)
                self.sightings.mentions.extend(
                    self._mention(one, item, telling.tell(one)) for one in item.candidates
                )

    def _place(self, offset: int) -> tuple[int, int]:
        line, column = context.line_and_column(self.starts, offset)
        return line + self.first_line, column

    def _problem(self, offset: int, what: str) -> None:
        line, column = self._place(offset)
        hint = _ID_HINT if "arXiv" in what else _LINK_HINT
        self.sightings.problems.append(
            Problem(kind="link", what=what, hint=hint, file=self.note.file, line=line, column=column)
        )

    def _mention(self, one: Candidate, item: Item, told: context.Told) -> Mention:
        line, column = self._place(one.offset)
        given = item.passage.given
        if given is not None:
            told = context.Told(
                given.title or told.title, given.year or told.year, given.annotation
            )
        return Mention.seen(
            identifier=one.identifier,
            version=one.cited.version,
            file=self.note.file,
            line=line,
            column=column,
            raw=one.raw,
            title=told.title,
            year=told.year,
            section=item.passage.section,
            annotation=told.annotation,
            state=context.state(item.passage),
            parent=parent_of(item, one),
            form=one.form,
            key=given.key if given else None,
        )

    def _candidates(self, passage: Passage) -> list[Candidate]:
        """The identifiers of a passage in text order."""
        candidates: list[Candidate] = []
        texts = _LinkTexts()
        for link in passage.links:
            candidates += self._linked(passage, link, texts)
        if scan.may_hold(passage.text):
            candidates += self._running(passage, texts)
            candidates.sort(key=lambda one: (one.start, one.offset))
        elif len(passage.links) > 1:
            candidates.sort(key=lambda one: (one.start, one.offset))
        return candidates

    def _linked(self, passage: Passage, link: Link, texts: _LinkTexts) -> list[Candidate]:
        reading = web.read_destination(link.address, self.until)
        if reading is None:
            return []
        if reading.fault:
            what = f"the link {link.address!r} leads nowhere: {reading.fault}"
            self._problem(link.offset, what)
        label = passage.text[link.start : link.end]
        has_words = "://" not in label and label.strip() != ""
        # Under a link text only another paper's identifier is news.
        is_paper = reading.cited is not None and reading.cited.identifier.scheme != "url"
        texts.add(link, is_paper=is_paper)
        is_labelled = has_words and is_title(label)
        return [
            Candidate(
                link.start, link.end, cited, link.offset, link.raw, is_labelled, has_words, reading.form
            )
            for cited in (reading.cited, *reading.others)
            if cited is not None
        ]

    def _running(self, passage: Passage, texts: _LinkTexts) -> Iterable[Candidate]:
        """The identifiers in running text, and in link texts if they are news there."""
        for found in scan.find(passage.text, until=self.until):
            cited = found.cited
            if texts.hide(found.start, is_page=not cited or cited.identifier.scheme == "url"):
                continue
            offset = passage.offset(found.start)
            raw = self.note.text[offset : passage.offset(found.end - 1) + 1]
            if cited is not None:
                yield Candidate(
                    found.start, found.end, cited, offset, raw, False, False, found.form
                )
            elif found.is_look_alike:
                line, column = self._place(offset)
                rejection = Rejection(self.note.file, line, column, raw, found.fault)
                self.sightings.rejections.append(rejection)
            else:
                self._problem(offset, found.fault)


class _LinkTexts:
    """The link texts of a passage: what a destination says already is not said again."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[tuple[int, bool]] = []

    def add(self, link: Link, *, is_paper: bool) -> None:
        """Remember a link's text."""
        if link.end > link.start:
            place = bisect_right(self.starts, link.start)
            self.starts.insert(place, link.start)
            self.ends.insert(place, (link.end, is_paper))

    def hide(self, position: int, *, is_page: bool) -> bool:
        """Whether what stands at a position repeats the link it is the text of."""
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return False
        end, is_paper = self.ends[index]
        return position < end and (is_paper or is_page)

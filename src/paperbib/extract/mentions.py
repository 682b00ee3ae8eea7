"""From passages to mentions: which identifiers stand where, and in what context."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from paperbib.extract.context.items import Candidate, Item, parent_of, split
from paperbib.extract.context.sections import is_alone
from paperbib.extract.context.telling import Telling, Told, line_and_column, state
from paperbib.extract.context.titles import is_title, tidy
from paperbib.extract.passage import Link, Passage, line_starts
from paperbib.identifiers import scan, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Mention, Note, Problem, Rejection

_LINK_HINT = "Was it cut off? Write the whole address"
_ID_HINT = "Check the number against the paper"
_LONGEST_ANNOTATION = 5000
_LONGEST_TITLE = 1000
"""What is longer is a text that lost its line ends."""
_IN_TEXT = attrgetter("start", "offset")
_BY_PLACE = attrgetter("line", "column")


class Sightings(NamedTuple):
    """What the passages of a note hold, each in the order of the note.

    Attributes:
        alone: The lines of addresses that are a paragraph of their own.
    """

    mentions: list[Mention]
    problems: list[Problem]
    rejections: list[Rejection]
    alone: set[int]


def find(note: Note, passages: Iterable[Passage], *, until: int) -> Sightings:
    """Find every identifier in the passages of a note, with its context.

    Args:
        note: The note the passages come from.
        passages: In the order of the note, items before the items inside them.
        until: The last possible YYMM of an arXiv identifier.
    """
    reader = Reader(note, until)
    for passage in passages:
        reader.read(passage)
    for found in reader.sightings[:3]:
        found.sort(key=_BY_PLACE)
    return reader.sightings


class Reader:
    """Reads passages one by one; puts offsets into lines and columns.

    Args:
        note: The note they come from.
        until: The last possible YYMM of an arXiv identifier.
    """

    def __init__(self, note: Note, until: int) -> None:
        self.note = note
        self.until = until
        self.starts = line_starts(note.text)
        self.sightings = Sightings([], [], [], set())
        self.item_by_passage: dict[int, Item] = {}
        self.index_by_candidate: dict[int, tuple[int, Candidate]] = {}

    def read(self, passage: Passage) -> bool:
        """Find what one passage names; say whether it names anything."""
        candidates = self._candidates(passage)
        if not candidates and not passage.is_item:
            return False
        if not candidates and passage.given and passage.given.key and passage.has_place:
            self._nameless(passage, passage.given.key)
        if len(candidates) == 1 and is_alone(passage):
            self.sightings.alone.add(self.place(candidates[0].offset)[0])
        parent = None
        for above in passage.ancestors():
            if parent := self.item_by_passage.get(id(above)):
                break
        items = list(split(passage, candidates, parent))
        if passage.is_item:
            self.item_by_passage[id(passage)] = items[0]
        for item in items:
            self._read_item(item)
        if not candidates and parent is not None and passage.given is None:
            self._annotate(parent, passage)
        return bool(candidates)

    def _read_item(self, item: Item) -> None:
        if not item.candidates:
            return
        telling = Telling(item)
        subjects = _subjects(item) if item.passage.given else frozenset()
        for one in item.candidates:
            is_subject = one.identifier in subjects
            mention = self._mention(one, item, telling.tell(one), is_subject=is_subject)
            if item.passage.is_item:
                self.index_by_candidate[id(one)] = len(self.sightings.mentions), one
            self.sightings.mentions.append(mention)

    def _annotate(self, above: Item | None, passage: Passage) -> None:
        """Words in an item of their own, below a paper's: they are about the paper."""
        while above is not None and above.primary is None:
            above = above.parent
        if above is None or above.passage.given is not None:
            return
        known = self.index_by_candidate.get(id(above.primary))
        if known is None:
            return
        index, _ = known
        mention = self.sightings.mentions[index]
        said = mention.annotation or ""
        if len(said) < _LONGEST_ANNOTATION and (words := tidy(passage.text)):
            self.sightings.mentions[index] = mention._replace(annotation=f"{said} {words}".strip())

    def _nameless(self, passage: Passage, key: str) -> None:
        """An entry of a bibliography that has nothing to ask anybody about."""
        line, column = self.place(passage.offset(0))
        what = f"the entry {key} names no arXiv identifier, DOI or address, and is left out"
        hint = "Give it an eprint, a doi or a url"
        place = {"file": self.note.file, "line": line, "column": column}
        self.sightings.problems.append(Problem(kind="note", what=what, hint=hint, **place))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line, column = line_and_column(self.starts, offset)
        return line + self.note.line - 1, column

    def _problem(self, offset: int, what: str) -> None:
        line, column = self.place(offset)
        hint = _ID_HINT if "arXiv" in what else _LINK_HINT
        self.sightings.problems.append(
            Problem(
                kind="link", what=what, hint=hint, file=self.note.file, line=line, column=column
            )
        )

    def _mention(self, one: Candidate, item: Item, told: Told, *, is_subject: bool) -> Mention:
        line, column = self.place(one.offset)
        if item.passage.is_code:
            told = Told(None, None, None)
        given = item.passage.given
        if given is not None:
            title = told.title if one.is_labelled else None
            told = Told(title, None, None)
            if is_subject:
                told = Told(given.title or title, given.year, given.annotation)
            elif not one.is_field:
                given = None
        if told.title and len(told.title) > _LONGEST_TITLE:
            told = told._replace(title=None)
        return Mention(
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
            state=state(item.passage),
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
        if passage.badges:
            candidates += self._badges(passage, {one.identifier for one in candidates})
        if len(candidates) > 1:
            candidates.sort(key=_IN_TEXT)
        return candidates

    def _badges(self, passage: Passage, known: set[Identifier]) -> Iterable[Candidate]:
        """The papers that only a badge names; any other picture is no reference."""
        for picture in passage.badges:
            reading = web.read_destination(picture.address, self.until)
            cited = reading.cited if reading else None
            if (
                reading
                and cited
                and cited.identifier.scheme != "url"
                and cited.identifier not in known
            ):
                known.add(cited.identifier)
                span = (picture.start, picture.end, cited, picture.offset, picture.raw)
                yield Candidate(*span, is_labelled=False, is_link=True, form=reading.form)

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
                link.start,
                link.end,
                cited,
                link.offset,
                link.raw,
                is_labelled=is_labelled,
                is_link=has_words,
                form="field" if _is_field(link, reading) else reading.form,
                is_field=link.start == link.end,
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
                    found.start,
                    found.end,
                    cited,
                    offset,
                    raw,
                    is_labelled=False,
                    is_link=False,
                    form=found.form,
                )
            elif found.is_look_alike:
                line, column = self.place(offset)
                rejection = Rejection(self.note.file, line, column, raw, found.fault)
                self.sightings.rejections.append(rejection)
            else:
                self._problem(offset, found.fault)


def _is_field(link: Link, reading: web.Reading) -> bool:
    """Whether an identifier is the value of a field, for which the reader wrote the prefix."""
    is_written = link.raw.lower().startswith(("arxiv", "doi", "http"))
    return link.start == link.end and not is_written and reading.form in ("arXiv prefix", "DOI")


def _subjects(item: Item) -> frozenset[Identifier]:
    """What the fields of a record speak of: its papers, else its first link; no remark's."""
    linked = [one for one in item.candidates if one.is_field] or item.candidates
    papers = [one for one in linked if one.is_paper] or linked[:1]
    return frozenset(one.identifier for one in papers)


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

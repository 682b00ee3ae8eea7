"""From passages to mentions: which identifiers stand where, and in what context."""

from __future__ import annotations

from collections.abc import Iterable

from paperbib.extract import context
from paperbib.extract.items import Candidate, Item, parent_of, split
from paperbib.extract.passage import Passage, line_starts
from paperbib.extract.titles import is_title
from paperbib.identifiers import scan, web
from paperbib.model import Mention, Note, Problem, Rejection

_PAPERS_ONLY, _NOTHING_NEW = 1, 2
_LINK_HINT = "Was it cut off? Write the whole address"
_ID_HINT = "Check the number against the paper"


def find(
    note: Note, passages: Iterable[Passage], *, until: int
) -> tuple[list[Mention], list[Problem], list[Rejection]]:
    """Find every identifier in the passages of a note, with its context.

    Args:
        note: The note the passages come from.
        passages: In the order of the note, items before the items inside them.
        until: The last possible YYMM of a bare arXiv identifier.

    Returns:
        The mentions in the order of the note, and the candidates that are faulty.
    """
    place = _Place(note)
    found: list[tuple[int, Mention]] = []
    problems: list[tuple[int, Problem]] = []
    item_by_passage: dict[int, Item] = {}
    for passage in passages:
        candidates, faults = _candidates(note, passage, until)
        problems += [(offset, place.problem(offset, what)) for offset, what in faults]
        parent = next(
            (item_by_passage[id(one)] for one in passage.ancestors() if id(one) in item_by_passage),
            None,
        )
        items = list(split(passage, candidates, parent))
        item_by_passage[id(passage)] = items[0]
        for item in items:
            telling = context.Telling(item)
            found += [
                (one.offset, place.mention(one, item, telling.tell(one))) for one in item.candidates
            ]
    found.sort(key=lambda pair: pair[0])
    problems.sort(key=lambda pair: pair[0])
    return [mention for _, mention in found], [problem for _, problem in problems], []


class _Place:
    """Puts offsets into lines and columns, and mentions together."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.starts = line_starts(note.text)

    def problem(self, offset: int, what: str) -> Problem:
        line, column = context.line_and_column(self.starts, offset)
        hint = _ID_HINT if "arXiv" in what else _LINK_HINT
        return Problem(
            kind="link", what=what, hint=hint, file=self.note.file, line=line, column=column
        )

    def mention(self, one: Candidate, item: Item, told: context.Told) -> Mention:
        line, column = context.line_and_column(self.starts, one.offset)
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
            state=context.state(item.passage),
            parent=parent_of(item, one),
        )


def _candidates(
    note: Note, passage: Passage, until: int
) -> tuple[list[Candidate], list[tuple[int, str]]]:
    """The identifiers of a passage in text order, and its faults by offset."""
    candidates: list[Candidate] = []
    faults: list[tuple[int, str]] = []
    is_linked = bytearray(len(passage.text) + 1)
    for link in passage.links:
        reading = web.read_destination(link.address)
        if reading is None:
            continue
        if reading.fault:
            faults.append(
                (link.offset, f"the link {link.address!r} leads nowhere: {reading.fault}")
            )
        label = passage.text[link.start : link.end]
        has_words = label.strip() != "" and "://" not in label
        # Under a link text only another paper's identifier is news.
        is_paper = reading.cited is not None and reading.cited.identifier.scheme != "url"
        mark = _NOTHING_NEW if is_paper else _PAPERS_ONLY
        is_linked[link.start : link.end] = bytes([mark]) * (link.end - link.start)
        if reading.cited is not None:
            span = (link.start, link.end, reading.cited, link.offset, link.raw)
            candidates.append(Candidate(*span, has_words and is_title(label), has_words))
    for found in scan.find(passage.text, until=until):
        mark, cited = is_linked[found.start], found.cited
        if mark == _NOTHING_NEW or (mark and (not cited or cited.identifier.scheme == "url")):
            continue
        offset = passage.offset(found.start)
        if cited is None:
            faults.append((offset, found.fault))
        else:
            raw = note.text[offset : passage.offset(found.end - 1) + 1]
            span = (found.start, found.end, cited, offset, raw)
            candidates.append(Candidate(*span, is_labelled=False, is_link=False))
    candidates.sort(key=lambda one: (one.start, one.offset))
    return candidates, faults

"""Three-way merge of BibTeX files: what was rendered, what a person made of it, what is new.

What the person left alone follows the notes; what they touched stays as they have it. Where
both changed the same, theirs stays and a notice says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from paperbib.edits import fields, joining, pairing
from paperbib.edits.blocks import Block, Kind
from paperbib.edits.layout import Page
from paperbib.edits.notices import Edit, Notice
from paperbib.edits.scanning import read

_EMPTY = " \t\r\n\f\v\ufeff"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_EDIT_BY_KIND = {
    Kind.STRING: Edit.STRING_ADDED,
    Kind.PREAMBLE: Edit.PREAMBLE_ADDED,
    Kind.COMMENT: Edit.COMMENT_ADDED,
    Kind.TEXT: Edit.TEXT_ADDED,
}


class Merged(NamedTuple):
    """What came of a merge.

    Attributes:
        text: The file.
        notices: What is to be told, in the order of the person's file.
    """

    text: str
    notices: tuple[Notice, ...]


def merge(base: str, theirs: str, ours: str, heirs: Mapping[str, str] = _NOTHING) -> Merged:
    r"""Merge a person's edits of a file with what is new.

    Args:
        base: As it was last rendered, without edits.
        theirs: As the person has it.
        ours: As it would be rendered now.
        heirs: Keys that were given up, by the key of the entry that theirs is part of now.

    Raises:
        FaultError: The person's text is no BibTeX.

    >>> merge("@misc{a, x={1}, y={1}}", "@misc{a,y=1,x={2}}", "@misc{a, x={1}, y={3}}").text
    '@misc{a,y={3},x={2}}'
    """
    if theirs == base or not theirs.strip(_EMPTY):
        return Merged(ours, ())
    line_end = _line_end(theirs)
    if line_end != "\n":
        base, ours = (text.replace("\n", line_end) for text in (base, ours))
    if theirs in (base, ours):
        return Merged(ours, ())
    texts = (_blocks(base), _person(theirs), _blocks(ours))
    return _Merge(*texts, line_end, heirs).result()


class _Merge:
    """A merge under way; entries are numbered as the blocks of the person's file."""

    def __init__(
        self,
        base: Sequence[Block],
        theirs: Sequence[Block],
        ours: Sequence[Block],
        line_end: str,
        heirs: Mapping[str, str],
    ) -> None:
        self._theirs = theirs
        self._heirs = heirs
        self._page = Page(theirs, line_end)
        self._base = {one.key: one for one in base if one.kind is Kind.ENTRY}
        self._ours = {one.key: one for one in ours if one.kind is Kind.ENTRY}
        self._leads = (_lead(base), _lead(ours))
        self._notices: list[Notice] = []
        self._text_by_ours: dict[str, str] = {}
        self._own_by_ours: dict[str, set[str]] = {}
        self._number_by_key = pairing.by_key(theirs)
        self._pair()

    def result(self) -> Merged:
        """The merged file."""
        known = {number: key for key, number in self._number_by_ours.items()}
        left = self._left()
        for number, block in enumerate(self._theirs):
            if number in known:
                self._merge_entry(block, self._ours[known[number]])
            elif number not in left:
                self._foreign(number, block)
        for number in sorted(left):
            self._drop(number, self._theirs[number])
        for key, text in self._text_by_ours.items():
            if key in self._number_by_ours:
                self._page.replace(self._number_by_ours[key], text)
        self._tell_order()
        self._add()
        self._tell_repeated()
        order = sorted(self._notices, key=lambda one: one.line)
        return Merged(self._page.text(), tuple(order))

    def _pair(self) -> None:
        """Find each entry of ours in what was rendered and in what the person has."""
        new = {key: one for key, one in self._ours.items() if key not in self._base}
        old = {key: one for key, one in self._base.items() if key not in self._ours}
        renamed = pairing.same_subject(new, old)
        self._base_by_ours = {
            key: self._base[renamed.get(key, key)]
            for key in self._ours
            if renamed.get(key, key) in self._base
        }
        self._number_by_ours: dict[str, int] = {}
        for key in self._ours:
            was = self._base_by_ours.get(key)
            numbers = [self._number_by_key.get(one.key) for one in (was, self._ours[key]) if one]
            number = next((one for one in numbers if one is not None), None)
            if number is not None:
                self._number_by_ours[key] = number
        self._twins = self._find_twins()
        self._key_by_twin = {number: key for key, number in self._twins.items()}

    def _find_twins(self) -> dict[str, int]:
        """The entries that the person has under another key."""
        taken = set(self._number_by_ours.values())
        strangers = {
            key: self._theirs[number]
            for key, number in self._number_by_key.items()
            if number not in taken and key not in self._base
        }
        missing = {key: one for key, one in self._ours.items() if key not in self._number_by_ours}
        found = pairing.same_subject(missing, strangers)
        return {key: self._number_by_key[twin] for key, twin in found.items()}

    def _left(self) -> set[int]:
        """What was rendered, and is not any more."""
        stay = {one.key for one in self._base_by_ours.values()}
        keys = [key for key in self._base if key not in stay]
        left = {self._number_by_key[key] for key in keys if key in self._number_by_key}
        return left - set(self._number_by_ours.values())

    def _merge_entry(self, theirs: Block, ours: Block) -> None:
        base = self._base_by_ours.get(ours.key)
        if base is None and pairing.is_other(theirs, ours):
            self._tell(Notice(Edit.KEY_TAKEN, theirs.key, line=theirs.line))
            return
        if base and theirs.key == base.key != ours.key and ours.key in self._number_by_key:
            self._tell(Notice(Edit.KEY_TAKEN, ours.key, line=theirs.line))
            return
        text, notices = fields.merged(base, theirs, ours)
        self._text_by_ours[ours.key] = text
        for one in notices:
            self._tell(one._replace(line=theirs.line + one.line))

    def _drop(self, number: int, theirs: Block) -> None:
        heir = self._heirs.get(theirs.key, "")
        if fields.is_untouched(self._base[theirs.key], theirs):
            self._page.remove(number)
        elif heir in self._text_by_ours or (heir in self._ours and not self._is_present(heir)):
            self._join(theirs, heir)
            self._page.remove(number)
        else:
            self._tell(Notice(Edit.ENTRY_LEFT, theirs.key, line=theirs.line))

    def _is_present(self, key: str) -> bool:
        """Whether the person has an entry of ours, be it under another key or in its place."""
        return key in self._number_by_ours or key in self._twins

    def _join(self, theirs: Block, heir: str) -> None:
        """Carry what was edited in an entry over to the one that it is part of now."""
        number = self._number_by_ours.get(heir)
        has = None if number is None else self._theirs[number]
        own = self._own_by_ours.setdefault(heir, joining.edited(self._base_by_ours.get(heir), has))
        entry = _blocks(self._text_by_ours.get(heir, self._ours[heir].text))[0]
        old = set(has.field_by_name) if has else set()
        result = joining.joined(self._base[theirs.key], theirs, entry, own=own, old=old)
        own |= result.names
        self._text_by_ours[heir] = result.text
        line = has.line if has else theirs.line
        for one in result.notices:
            self._tell(one._replace(line=line))
        self._tell(Notice(Edit.ENTRY_JOINED, theirs.key, heir, line=theirs.line))

    def _foreign(self, number: int, theirs: Block) -> None:
        """What paperbib did not write, but for the first lines."""
        if theirs.kind is not Kind.ENTRY:
            text = self._with_lead(theirs.text) if not number else theirs.text
            self._page.replace(number, text)
            was, would = (one.strip(_EMPTY) for one in self._leads)
            if text.strip(_EMPTY) not in ("", was, would):
                self._tell(Notice(_EDIT_BY_KIND[theirs.kind], line=theirs.line))
        elif number in self._key_by_twin:
            key = self._key_by_twin[number]
            self._tell(Notice(Edit.KEY_CHANGED, key, theirs.key, line=theirs.line))
        elif self._number_by_key[theirs.key] == number:
            self._tell(Notice(Edit.ENTRY_ADDED, theirs.key, line=theirs.line))

    def _with_lead(self, text: str) -> str:
        """The first text with the new first lines, if the old ones are there."""
        was, would = (one.strip(_EMPTY) for one in self._leads)
        start = len(text) - len(text.lstrip(_EMPTY))
        if was and was != would and text.startswith(was, start):
            return text[:start] + would + text[start + len(was) :]
        return text

    def _add(self) -> None:
        """Put in what is new, and what the person deleted, each behind its neighbour."""
        first: list[str] = []
        last: int | None = None
        for key, block in self._ours.items():
            number = self._number_by_ours.get(key, self._twins.get(key))
            if number is not None:
                if last is None and first:
                    self._page.add_before(number, first)
                last = number
                continue
            if key in self._base_by_ours:
                self._tell(Notice(Edit.DELETED_ENTRY_RETURNED, key))
            if last is None:
                first.append(self._text_by_ours.get(key, block.text))
            else:
                self._page.add_after(last, self._text_by_ours.get(key, block.text))
        if last is None and first:
            self._page.add_last(first)

    def _tell_order(self) -> None:
        place_by_key = {key: place for place, key in enumerate(self._base)}
        pairs = sorted((number, key) for key, number in self._number_by_ours.items())
        bases = [self._base_by_ours[key].key for _, key in pairs if key in self._base_by_ours]
        places = [place_by_key[key] for key in bases]
        if places != sorted(places):
            self._tell(Notice(Edit.ENTRIES_REORDERED))

    def _tell_repeated(self) -> None:
        """Keys that BibTeX cannot tell apart; it takes the first."""
        present = self._number_by_ours.keys() | self._twins.keys()
        seen = {key.lower() for key in self._ours if key not in present}
        for block in self._theirs:
            if block.kind is Kind.ENTRY:
                if block.key.lower() in seen and block.key:
                    self._tell(Notice(Edit.KEY_REPEATED, block.key, line=block.line))
                seen.add(block.key.lower())

    def _tell(self, notice: Notice) -> None:
        self._notices.append(notice)


def _blocks(text: str) -> tuple[Block, ...]:
    """The blocks of what paperbib rendered itself."""
    reading = read(text)
    if reading.fault:
        raise RuntimeError(f"the BibTeX rendered cannot be read: {reading.fault}")
    return reading.blocks


def _person(text: str) -> tuple[Block, ...]:
    reading = read(text)
    if reading.fault:
        raise reading.fault
    return reading.blocks


def _lead(blocks: Sequence[Block]) -> str:
    """The text before the first entry."""
    return blocks[0].text if blocks and blocks[0].kind is Kind.TEXT else ""


def _line_end(text: str) -> str:
    r"""What ends most of the lines.

    >>> _line_end("a\r\nb\r\nc\n")
    '\r\n'
    """
    feeds, pairs = text.count("\n"), text.count("\r\n")
    if pairs * 2 > feeds:
        return "\r\n"
    return "\n" if feeds or "\r" not in text else "\r"

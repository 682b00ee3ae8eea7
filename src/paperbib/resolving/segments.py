"""The parts of an item that may be a title, and how far each may be trusted alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperbib.model import Unlinked
from paperbib.resolving.beside import Beside, beside
from paperbib.resolving.papers import Paper
from paperbib.resolving.vocabulary import ABOUT, MARKERS
from paperbib.resolving.wording import LONGEST, Wording, head_of, is_guarded, stem, wording

_MOST = 6
_LABELLED = 3
"""So many words that say something are a title whatever stands before their colon."""

_LONG = 4
_ENOUGH_OTHERS = 2


class Segment(NamedTuple):
    """A part of an item.

    Attributes:
        text: Its words.
        penalty: The doubts about it because of what stands beside it.
        is_main: Whether it is all that the item says.
        is_tail: Whether it stands after a colon: what is before it is not in the title.
        is_head: Whether it stands before a colon.
        is_uncut: Whether it is all of the item, with what was taken for people or a remark.
        beside: What else the item says.
    """

    text: str
    penalty: int = 0
    is_main: bool = False
    is_tail: bool = False
    is_head: bool = False
    is_uncut: bool = False
    beside: Beside = Beside()

    @property
    def wording(self) -> Wording:
        """Its words."""
        return wording(self.text)


def segments(item: Unlinked) -> list[Segment]:
    """The parts of an item that may be a title: the likeliest whole, its sides, the others.

    Last of all its words uncut: what looks like people, a year or a remark may be of the title.
    """
    found: dict[str, Segment] = {}
    main = item.titles[0]
    for one in (Segment(main, is_main=True), *_sides(main)):
        found.setdefault(one.wording.normal, one)
    for text in item.titles[1:_MOST]:
        part = wording(text)
        if part.normal and part.normal not in found:
            is_sure = len(part.content) >= _LABELLED or len(part.words) >= _LONG
            found[part.normal] = _placed(text, main, int(not is_sure))
            for one in _sides(text):
                found.setdefault(one.wording.normal, one._replace(penalty=one.penalty + 1))
    whole = _uncut(item)
    found.setdefault(whole.wording.normal, whole)
    found.pop("", None)
    return [
        one._replace(beside=beside(item.text[:LONGEST], one.text[:LONGEST], item.people[:_MOST]))
        for one in found.values()
    ]


def _uncut(item: Unlinked) -> Segment:
    return Segment(item.text, int(wording(item.text).is_generic), is_uncut=True)


def _placed(text: str, main: str, penalty: int) -> Segment:
    """A part that extraction cut: where it stands in the likeliest title, if it does."""
    part, whole = wording(text).normal, wording(main).normal
    if part.startswith(whole):
        return Segment(text, is_uncut=True)
    if whole.endswith(part):
        return _tail(text, main)
    if whole.startswith(part):
        return _head(text)
    return Segment(text, penalty)


def _sides(title: str) -> Iterable[Segment]:
    head, rest = head_of(title)
    if head and rest:
        yield _tail(rest, head)
        yield _head(head)


def _tail(text: str, before: str) -> Segment:
    part = wording(text)
    label = wording(before).words
    is_long = len(part.content) >= _LABELLED or (len(part.words) >= _LONG and len(part.content) > 1)
    is_sure = is_long and not part.is_generic
    other_work = any(word in MARKERS for word in label if word not in part.words)
    return Segment(text, 9 if other_work else int(not is_sure), is_tail=True)


def _head(text: str) -> Segment:
    part = wording(text)
    is_long = len(part.content) >= _LONG and not part.is_generic
    return Segment(text, 1 if is_long else 2, is_head=True)


def tells_its_head(parts: Sequence[Segment], papers: Sequence[Paper]) -> Paper | None:
    """The one paper whose title begins with a part of the item and goes on with its other words.

    "Faster Training: Super Convergence" is "Super-Convergence: Very Fast Training of …".
    """
    parts = [part for part in parts if not part.is_uncut]
    everything = {word for part in parts for word in part.wording.content}
    found: dict[object, Paper] = {}
    for part in parts:
        of_head = [one for one in papers if any(_head_is(part, title) for title in one.titles)]
        if len(of_head) != 1:
            continue
        others = {_loose(word) for word in everything - set(part.wording.content)}
        needed = _ENOUGH_OTHERS if len(part.wording.content) >= _ENOUGH_OTHERS else 3
        if len(others) >= needed and any(_goes_on(part, others, one) for one in of_head[0].titles):
            found[of_head[0].identifier] = of_head[0]
    return next(iter(found.values())) if len(found) == 1 else None


def _head_is(part: Segment, title: str) -> bool:
    head = wording(head_of(title)[0])
    return head.is_same(part.wording)


def _goes_on(part: Segment, others: set[str], title: str) -> bool:
    if not _head_is(part, title):
        return False
    rest = wording(head_of(title)[1]).words
    if any(word in ABOUT or is_guarded(word) for word in rest if _loose(word) not in others):
        return False
    return others <= {_loose(word) for word in rest}


def _loose(word: str) -> str:
    """A word's stem, without the endings of comparison: faster, fastest."""
    found = stem(word)
    for ending in ("er", "est", "ly"):
        short = found.removesuffix(ending)
        if short != found and len(short) > 2:  # noqa: PLR2004 - "per" is no comparative
            return short
    return found

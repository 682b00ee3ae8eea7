"""Which list items name a paper."""

from __future__ import annotations

import re
from enum import StrEnum

from paperbib.model import Unlinked
from paperbib.resolving.vocabulary import (
    CHATTER,
    EVENTS,
    GENERIC,
    OPINIONS,
    ORGANISATIONS,
    TASKS,
    TOPICS,
    UNITS,
)
from paperbib.resolving.wording import LONGEST, Wording, head_of, is_roman, wording

_UNIT = re.compile(r"\W*([^\W\d_]+)\s*#?\s*(\d+(?:\.\d+)*)\b\s*[:.)\-–—]*\s*")
_DOMAIN = re.compile(r"\s*[\w-]+\.[A-Za-z]\S*\s*")
_BREAKS = re.compile(r"\s[-–—/|+&]\s|[,;]\s|\s[-–—]$")
_SENTENCE_END = re.compile(r"[.!?]\s+[a-z]|\.{2,}|\?\?|!!")
_OWN_WORDS = re.compile(
    r"\b(?:I (?:think|need|want|have|had|am|was|like|should|will|can|must|guess|believe|did|saw"
    r"|read|know|feel|would|could)|I['’]\w+|[Dd]on['’]t (?:know|forget))\b"
)
_SENTENCES = re.compile(r"(?:[^\W\d]+[ ,;]+){3}[^\W\d]+[.!]\s+[^\W\d]+(?: [^\W\d]+,?){4}")
_TELLING = frozenset(
    """
    it they them was were which also because people once there their but then just very really get
    gets got did does has had would could should
    """.split()
)
_TOLD_WORDS = 12
_FUNCTION = frozenset(
    """
    for with of via in by from using to and is are on through without under beyond as can at be
    в и о на с по для из к от об
    fur mit von und zur durch pour avec dans sur par et para con en por y di per nella
    """.split()
)
_BARE_TITLE, _TITLE_WITH_EVIDENCE, _CALLED_PAPER = 4, 3, 2
_LOWER_CASE_TITLE = 5
_SENTENCE_WORDS = 5
_LIST_PIECES = 3
_NAME_WORDS = 4
_UNSPACED_TITLE = 8
_LONGEST_TITLE_WORDS = 40


class Kind(StrEnum):
    """What a list item is.

    ``TITLE``: clearly the title of a paper, worth asking others about. ``NICKNAME``: a name
    of a method with the year of its paper, or a short title: only the library can tell.
    ``NAME``: a bare name without a year; resolved if the library can, and else no matter.
    ``TOPIC``: words; left alone.
    """

    TITLE = "title"
    NICKNAME = "nickname"
    NAME = "name"
    TOPIC = "topic"


_ORDER = (Kind.TITLE, Kind.NICKNAME, Kind.NAME, Kind.TOPIC)


def kind_of(item: Unlinked) -> Kind:
    """Tell what a list item is, from its words alone.

    The strongest of its parts decides: "Transformer (Attention is all you need)" is a title.
    """
    if _is_chore(item.titles[0]) and not item.is_called_paper:
        return Kind.TOPIC
    kinds = [_kind(item, title, place) for place, title in enumerate(item.titles[:6])]
    found = min(kinds, key=_ORDER.index)
    return Kind.NAME if found is Kind.TITLE and _is_remark(item) else found


def _is_remark(item: Unlinked) -> bool:
    """Whether what could be a title is words about something: nothing else speaks for a title.

    Below what has a link people write what they think of it; and they write in sentences.
    """
    part = wording(item.titles[0])
    is_small = not part.words or _large_share(part) <= 1 / 2
    if item.is_called_paper or item.year or item.people or not is_small:
        return False
    told = sum(1 for word in part.words if word in _TELLING)
    is_told = len(part.words) >= _TOLD_WORDS and told > 1
    return item.parent is not None or is_told or _SENTENCES.search(item.titles[0]) is not None


def _kind(item: Unlinked, title: str, place: int) -> Kind:
    """What a part of an item is."""
    found = _UNIT.match(title[:LONGEST])
    is_piece = found is not None and found[1].casefold() in UNITS
    if found and is_piece:
        title = title[found.end() :]
    part = wording(title)
    # The side of a colon is one with the whole, which decides.
    is_side = place > 0 and not _is_aside(item, title)
    if not part.content or is_side or _is_chatter(title, part, is_paper=item.is_called_paper):
        return Kind.TOPIC
    return _of_words(item, title, part, is_piece=is_piece)


def _of_words(item: Unlinked, title: str, part: Wording, *, is_piece: bool) -> Kind:
    """What words are; ``is_piece`` where a chapter or a week is before them."""
    if _is_list(title):
        are_names = all(raw[:1].isupper() for raw in part.raw)
        return Kind.NICKNAME if item.year and are_names else Kind.TOPIC
    size = _size(part)
    if _reads_like_title(title, part, size) and (size >= _BARE_TITLE or not _is_event(part)):
        return Kind.TITLE
    if is_piece or (size < _BARE_TITLE and _is_event(part)):
        return Kind.TOPIC
    has_evidence = bool(item.people or item.year)
    if size >= _TITLE_WITH_EVIDENCE and has_evidence:
        return Kind.TITLE
    if size >= _CALLED_PAPER and (item.is_called_paper or _names(item)):
        return Kind.TITLE
    return _short(item, title, part)


def _is_event(part: Wording) -> bool:
    return not EVENTS.isdisjoint(part.content)


def _short(item: Unlinked, title: str, part: Wording) -> Kind:
    """What a part is that is too short for a title: a name, or a topic."""
    if all(word in TOPICS or word in GENERIC or word.isdecimal() for word in part.content):
        return Kind.TOPIC
    functions = sum(1 for word in part.words[1:-1] if word in _FUNCTION)
    is_phrase = functions > 0 and len(part.content) > 1
    if not _is_name(title, part) and not (
        is_phrase and _starts_large(part) and _size(part) >= _TITLE_WITH_EVIDENCE
    ):
        return Kind.TOPIC
    return Kind.NICKNAME if item.year or _names(item) or is_phrase else Kind.NAME


def _size(part: Wording) -> int:
    """How many words of a title say something; two letters without blanks are one."""
    words = [word for word in part.content if word not in _FUNCTION]
    single = sum(1 for word in words if len(word) == 1 and not word.isascii())
    return len(words) - single + single // 2


def _names(item: Unlinked) -> bool:
    """Whether people stand beside it, not only houses."""
    words = [wording(one).words for one in item.people]
    return any(one and not ORGANISATIONS.issuperset(one) for one in words)


def _reads_like_title(title: str, part: Wording, size: int) -> bool:
    """Whether words are a title by themselves, without a person, a year, or being called one."""
    if len(part.words) > _LONGEST_TITLE_WORDS:
        return False
    single = [word for word in part.content if len(word) == 1 and not word.isascii()]
    if len(single) >= _UNSPACED_TITLE:
        return True
    starts_large = _starts_large(part)
    functions = sum(1 for word in part.words[1:-1] if word in _FUNCTION)
    has_sides = all(wording(side).content for side in head_of(title))
    if has_sides and size >= _BARE_TITLE and _large_share(part) > 1 / 2:
        return True
    if size >= _BARE_TITLE and (_large_share(part) > 2 / 3 or (functions and starts_large)):
        return True
    if size >= _LOWER_CASE_TITLE and functions:
        return True
    # "Attention is all you need": a sentence rather than a name
    is_sentence = any(word in {"is", "are"} for word in part.words[1:-2])
    return is_sentence and starts_large and len(part.words) >= _SENTENCE_WORDS and size > 1


def _starts_large(part: Wording) -> bool:
    return not part.raw[0].lstrip("\"'“‘«([{$\\")[:1].islower()


def _large_share(part: Wording) -> float:
    """The share of the words of some length that begin with a capital."""
    long = [raw for raw, word in zip(part.raw, part.words, strict=True) if len(word) > 3]  # noqa: PLR2004
    large = sum(1 for raw in long if not raw[:1].islower())
    return large / len(long) if long else 0.0


def _is_name(title: str, part: Wording) -> bool:
    """Whether a few words are a name: with capitals, or of a form that no other word has."""
    if len(part.content) > _NAME_WORDS or _DOMAIN.fullmatch(title):
        return False
    says = set(part.content)
    letters = [raw for raw, word in zip(part.raw, part.words, strict=True) if word in says]
    if is_roman(part.words[0]) and len(part.words) == 1:
        return False
    is_large = all(not raw.lstrip("\"'“([{$")[:1].islower() for raw in letters)
    if len(part.content) == 1:
        return is_large or any(char.isupper() or char.isdigit() for char in letters[0])
    # "Hessian Matrix", "Grouped Query Attention": a kind of thing
    return is_large and (" " not in title.strip() or part.words[-1] not in GENERIC)


def _is_aside(item: Unlinked, title: str) -> bool:
    """Whether a part stands in brackets or quotes, and not on one side of a colon."""
    place = item.text.find(title)
    before = item.text[:place].rstrip()[-1:] if place > 0 else ""
    return bool(before) and before in "([{\"'“‘«„「『*_"


def _is_chore(title: str) -> bool:
    """Whether it is something to do, or somewhere to be."""
    part = wording(title)
    if not part.words or _DOMAIN.fullmatch(title):
        return True
    if part.words[0] not in TASKS and part.words[-1] not in _LAST_TASKS:
        return part.words[0] in EVENTS and not _starts_large(part)
    # "Train Short, Test Long: …", "Show, Attend and Tell" are titles, with their capitals.
    is_title = len(part.content) >= _BARE_TITLE and _large_share(part) > 2 / 3
    return not is_title


_LAST_TASKS = frozenset("kaufen lesen schreiben anrufen".split())


def _is_chatter(title: str, part: Wording, *, is_paper: bool) -> bool:
    """Whether somebody talks to himself."""
    if _SENTENCE_END.search(title):
        return True
    words = set(part.words)
    if not is_paper and part.words[0] in OPINIONS and _large_share(part) < 1 / 2:
        return True
    return not words.isdisjoint(CHATTER) or _OWN_WORDS.search(title) is not None


def _is_list(title: str) -> bool:
    """Whether it is several names in a row: "CNN - VGG - GoogleNet", "Mamba, S4, SSM"."""
    head, rest = head_of(title)
    if head and len(wording(rest).content) >= _LIST_PIECES and ":" in title:
        return False
    pieces = [wording(piece) for piece in _BREAKS.split(title[:LONGEST]) if piece]
    if len(pieces) < _LIST_PIECES:
        return False
    short = sum(1 for piece in pieces if len(piece.words) <= 3)  # noqa: PLR2004
    has_functions = any(word in _FUNCTION for piece in pieces for word in piece.words)
    return short == len(pieces) or (short >= len(pieces) - 1 and not has_functions)

"""Which list items name a paper."""

from __future__ import annotations

import re
from enum import StrEnum

from paperbib.model import Unlinked
from paperbib.resolving.talk import DOMAIN, QUESTION, is_chatter, is_chore, is_remark
from paperbib.resolving.vocabulary import (
    EVENTS,
    GENERIC,
    ORGANISATIONS,
    TOPICS,
    UNITS,
)
from paperbib.resolving.wording import LONGEST, Wording, head_of, is_roman, wording

_UNIT = re.compile(r"\W*([^\W\d_]+)\s*#?\s*(\d+(?:\.\d+)*)\b\s*[:.)\-–—]*\s*")
_ON = frozenset("on sur uber zur zum sulla sobre sui o zu de".split())
"""Words that a title begins with which says what it is about."""
_SUBTITLE = re.compile(r"(?:an?|the|une?|ein|eine|una) \S+ \S", re.IGNORECASE)
_BREAKS = re.compile(r"\s[-–—/|+&]\s|[,;]\s|\s[-–—]$")
_FUNCTION = frozenset(
    """
    for with of via in by from using to and is are on through without under beyond as can at be
    в и о на с по для из к от об
    fur mit von und zur durch pour avec dans sur par et para con en por y di per nella la les des
    du de el los las il gli della dei degli delle sulla sul sobre sui das dos em der den dem im am
    zum after before during under over between against across among towards toward near versus
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
    if is_chore(item.titles[0]) and not item.is_called_paper:
        return Kind.TOPIC
    kinds = [_kind(item, title, place) for place, title in enumerate(item.titles[:6])]
    found = min(kinds, key=_ORDER.index)
    return Kind.NAME if found is Kind.TITLE and is_remark(item) else found


def _kind(item: Unlinked, title: str, place: int) -> Kind:
    """What a part of an item is."""
    found = _UNIT.match(title[:LONGEST])
    is_piece = found is not None and found[1].casefold() in UNITS
    if found and is_piece:
        title = title[found.end() :]
    part = wording(title)
    # The side of a colon is one with the whole, which decides.
    is_side = place > 0 and not _is_aside(item, title)
    if not part.content or is_side or is_chatter(title, part, is_paper=item.is_called_paper):
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
        is_phrase and part.starts_large and _size(part) >= _TITLE_WITH_EVIDENCE
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
    functions = sum(1 for word in part.words[1:-1] if word in _FUNCTION)
    return (
        len(single) >= _UNSPACED_TITLE
        or (size >= _BARE_TITLE and _is_long_title(title, part, functions))
        or (size >= _LOWER_CASE_TITLE and functions > 0)
        or (size >= _TITLE_WITH_EVIDENCE and _is_short_title(part, functions))
        or (size >= _TITLE_WITH_EVIDENCE and QUESTION.match(title) is not None)
        or (size > 1 and _is_sentence(part))
    )


def _is_long_title(title: str, part: Wording, functions: int) -> bool:
    """Whether four words or more are a title: by their capitals, the first one's, or a colon."""
    share = part.large_share
    rest = head_of(title)[1]
    has_sides = all(wording(side).content for side in head_of(title))
    if has_sides and (share > 1 / 2 or _SUBTITLE.match(rest)):
        return True
    is_plain = functions > 0 or not _has_acronym(part)
    return share > 2 / 3 or (part.starts_large and is_plain)


def _is_sentence(part: Wording) -> bool:
    """Whether it is a sentence rather than a name: "Attention is all you need"."""
    has_verb = any(word in {"is", "are"} for word in part.words[1:-2])
    return has_verb and part.starts_large and len(part.words) >= _SENTENCE_WORDS


def _is_short_title(part: Wording, functions: int) -> bool:
    """Whether three words are a title: "On the cohomology …", "Scaling Laws for Transfer"."""
    if not part.starts_large or all(word in GENERIC or word in TOPICS for word in part.content):
        return False
    is_on = part.words[0] in _ON and len(part.words) > _BARE_TITLE
    return is_on or (functions > 0 and part.large_share == 1 and not _has_acronym(part))


def _has_acronym(part: Wording) -> bool:
    """Whether one of its words is a known acronym: then it may be a heading of somebody's."""
    return not TOPICS.isdisjoint(part.words)


def _is_name(title: str, part: Wording) -> bool:
    """Whether a few words are a name: with capitals, or of a form that no other word has."""
    if len(part.content) > _NAME_WORDS or DOMAIN.fullmatch(title):
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

"""Items that are no names of anything: things to do, remarks, what somebody tells himself."""

from __future__ import annotations

import re

from paperbib.model import Unlinked
from paperbib.resolving.vocabulary import CHATTER, DEEDS, EVENTS, HOUSES, OPINIONS, TASKS
from paperbib.resolving.wording import Wording, wording

DOMAIN = re.compile(r"\s*[\w-]+\.[A-Za-z]\S*\s*")
QUESTION = re.compile(
    r"(?:is|are|do|does|did|can|could|should|will|would|why|how|when|where|what|which|who)\b"
    r".{10,}\?\s*$",
    re.IGNORECASE,
)
"""A question that may be a title: "Do we need zero training loss?"."""
_SENTENCE_END = re.compile(r"[.!?]\s+[a-z]|\.{2,}|\?\?|!!")
_OWN_WORDS = re.compile(
    r"^I [a-z]{2,}|\b(?:I (?:think|need|want|have|had|am|was|like|should|will|can|must|guess"
    r"|believe|did|saw|read|know|feel|would|could)|I['’]\w+|[Dd]on['’]t (?:know|forget))\b"
)
_SENTENCES = re.compile(r"(?:[^\W\d]+[ ,;]+){3}[^\W\d]+[.!]\s+[^\W\d]+(?: [^\W\d]+,?){4}")
_TELLING = frozenset(
    """
    it they them was were which also because people once there their but then just very really get
    gets got did does has had would could should
    """.split()
)
_TOLD_WORDS = 12
_HOUSE_WORDS = 9
_BARE_TITLE = 4
_LAST_TASKS = frozenset("kaufen lesen schreiben anrufen".split())


def is_remark(item: Unlinked) -> bool:
    """Whether what could be a title is words about something: nothing else speaks for a title.

    Below what has a link people write what they think of it; and they write in sentences.
    """
    part = wording(item.titles[0])
    is_small = not part.words or part.large_share <= 1 / 2
    if item.is_called_paper or item.year or item.people or not is_small:
        return False
    told = sum(1 for word in part.words if word in _TELLING)
    is_told = len(part.words) >= _TOLD_WORDS and told > 1
    return item.parent is not None or is_told or _SENTENCES.search(item.titles[0]) is not None


def is_chore(title: str) -> bool:
    """Whether it is something to do, or somewhere to be."""
    part = wording(title)
    if not part.words or DOMAIN.fullmatch(title):
        return True
    if QUESTION.match(title):
        return False
    if part.words[0] not in TASKS and part.words[-1] not in _LAST_TASKS:
        return part.words[0] in EVENTS and not part.starts_large
    # "Train Short, Test Long: …", "Show, Attend and Tell" are titles, with their capitals.
    is_title = len(part.content) >= _BARE_TITLE and part.large_share > 2 / 3
    return not is_title


def is_chatter(title: str, part: Wording, *, is_paper: bool) -> bool:
    """Whether somebody talks to himself."""
    if _SENTENCE_END.search(title):
        return True
    words = set(part.words)
    is_small = part.large_share < 1 / 2
    is_all = part.words[:2] in {("not", "all"), ("not", "every"), ("not", "just")}
    if not is_paper and part.words[0] in OPINIONS and is_small and not is_all:
        return True
    if not is_paper and _is_said(part, is_small=is_small):
        return True
    return not words.isdisjoint(CHATTER) or _OWN_WORDS.search(title) is not None


def _is_said(part: Wording, *, is_small: bool) -> bool:
    """Whether words say what was or will be done, or name a house or a journal."""
    if part.words[0] in DEEDS and is_small:
        return True
    if "will" in part.words[1:4] and is_small:
        return True
    is_of = not {"of", "on"}.isdisjoint(part.words[1:4])
    return part.words[0] in HOUSES and is_of and len(part.words) <= _HOUSE_WORDS

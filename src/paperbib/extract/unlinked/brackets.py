"""Brackets in an item, and what each holds: a year, people, a label, a title, a remark."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.labels import is_beside, is_label, venue_year
from paperbib.extract.unlinked.fronts import PAPER
from paperbib.extract.unlinked.people import all_people, are_people, split_people

_CLOSER_BY_OPENER = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "［": "］"}
_ANY = re.compile(r"[()\[\]{}（）【】［］]")
_YEAR = re.compile(r"(?<![\w./-])(?:19|20)\d\d(?:[a-z](?!\w)|年)?(?![\w/]|-\d|\.\d)")
_SHORT_YEAR = re.compile(r"['’]\d\d\b")
_PARTS = re.compile(r"\s*[,;，、；/|+]\s*")
_BY = re.compile(r"(?:[Bb]y|von|de|par|por|от|di)\s+(?=[^\Wa-z])")
_SAYS_PAPER = re.compile(rf"(?:{PAPER.pattern})(?: (?:only|link|here|from \S+))?", re.IGNORECASE)
_PROSE = re.compile(
    r"(?:I|we|you|it|it['’]s|this|that|these|there|maybe|perhaps|probably|see|read|cf|also|not|very"
    r"|but|so|great|good|nice|must|need|todo|tbd|same|used?|uses|using|similar|like|which|what|why"
    r"|how|who|when|where|is|are|was|has|have|had|can|could|should|would|will|if|from|in|at|on"
    r"|for|with|by|to|and|or|as|than|because|since|e\.?g|i\.?e|aka|a\.k\.a|via|ex|including|first"
    r"|chapters?|sections?|ch|sec|pp?|pages?|fig|lecture|part|week|vol|my|our|the one|optional"
    r"|interesting|important|recommended|skip|done|later|still|only|especially|extends?)\b",
    re.IGNORECASE,
)
_WHEN_READ = re.compile(
    r"(?:re-?read|read|seen|skimmed|accessed|finished|started|added|updated|since|until|before|after"
    r"|presented|discussed)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NO_TITLE_END = re.compile(r"(?:etc\.?|\.\.\.|…|!)\s*$", re.IGNORECASE)
_LONE_WORD = re.compile(r"\S+")
_FEWEST_WORDS = 3
_FEWEST_SIGNS = 6
_MOST_COMMAS = 2


class Group(NamedTuple):
    """A pair of brackets on the outermost level: ``text[start:end]`` with both of them."""

    start: int
    end: int


class Aside(NamedTuple):
    """What the words in a pair of brackets say.

    Attributes:
        year: A year.
        people: Names beside it.
        is_called_paper: Whether they say "paper".
        title: Words that may be a title themselves.
        remark: Whatever else they are.
    """

    year: int | None = None
    people: tuple[str, ...] = ()
    is_called_paper: bool = False
    title: str = ""
    remark: str = ""

    @property
    def is_beside(self) -> bool:
        """Whether they are what stands beside a title, so that a title ends in front of them."""
        return bool(self.year or self.people or self.is_called_paper)


def groups(text: str) -> list[Group]:
    """The pairs of brackets that are in no other pair, in order.

    >>> groups("GPT (2018) [a (b)] )")
    [Group(start=4, end=10), Group(start=11, end=18)]
    """
    found: list[Group] = []
    waiting: list[tuple[str, int]] = []
    for match in _ANY.finditer(text):
        sign = match[0]
        if sign in _CLOSER_BY_OPENER:
            waiting.append((_CLOSER_BY_OPENER[sign], match.start()))
        elif waiting and waiting[-1][0] == sign:
            _, start = waiting.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(Group(start, match.end()))
    return found


def read_group(inner: str, *, words_before: int) -> Aside:
    """Tell what the words in a pair of brackets say.

    Args:
        inner: The words.
        words_before: How many words stand in front: a title in brackets follows a name.

    >>> read_group("Alex graves, 2013", words_before=4)
    Aside(year=2013, people=('Alex graves',), is_called_paper=False, title='', remark='')
    >>> read_group("Attention is all you need", words_before=1).title
    'Attention is all you need'
    """
    inner = inner.strip()
    if not _LETTER.search(inner):
        year = _YEAR.search(inner)
        return Aside(year=int(year[0][:4]) if year else None, remark="" if year else inner)
    is_called = any(_SAYS_PAPER.fullmatch(part) for part in _PARTS.split(inner))
    is_called = is_called or (is_label(inner) and PAPER.search(inner) is not None)
    if is_called:
        others = [part for part in _PARTS.split(inner) if not _SAYS_PAPER.fullmatch(part)]
        told = read_group(", ".join(others), words_before=99) if others else Aside()
        return told._replace(is_called_paper=True)
    if _WHEN_READ.match(inner):
        return Aside(remark=inner)
    is_name = words_before <= _FEWEST_WORDS or inner.count(" ") > words_before
    if is_name and _is_title(inner):
        return Aside(title=inner)
    return _citation(inner) or Aside(remark=inner)


def _is_title(inner: str) -> bool:
    """Whether words are a title, alone or with a year."""
    parts = [part for part in _PARTS.split(inner) if part]
    if any(is_beside(part) for part in parts) or _BY.match(inner):
        return False
    words = _YEAR.sub("", inner).strip(" ,;()[]-–—")
    return is_title_like(words) and not all_people(words)


def _citation(inner: str) -> Aside | None:
    """People, a venue and a year; None for other words."""
    by = _BY.match(inner)
    years = _YEAR.findall(inner)
    year = int(years[0][:4]) if len(years) == 1 else venue_year(inner)
    words = _SHORT_YEAR.sub("", _YEAR.sub("", inner[by.end() if by else 0 :]))
    parts = [part.strip(" \t:-–—()[]") for part in _PARTS.split(words)]
    rest = ", ".join(part for part in parts if part and not _is_venue(part) and not is_label(part))
    if not rest:
        return Aside(year) if year or is_beside(inner) else None
    if are_people(rest) or ((by or year) and all_people(rest)):
        return Aside(year, split_people(rest))
    if year is None or rest.count(" ") >= 2 * _FEWEST_WORDS:
        return Aside() if is_beside(inner) else None
    people = split_people(rest)
    return Aside(year, people if are_people(", ".join(people)) else (), remark=rest)


def _is_venue(part: str) -> bool:
    """Whether a part is a venue without its year."""
    return is_beside(f"{part} 2000") and not all_people(part)


def is_title_like(text: str) -> bool:
    """Whether words in brackets start and go on as a title does, and not as a remark.

    >>> is_title_like("Attention is all you need"), is_title_like("maybe if interested")
    (True, False)
    """
    text = text.strip().lstrip("\"“«'‘")
    if _CHINESE.search(text):
        return len(text) >= _FEWEST_SIGNS and not re.search(r"[。！，]", text)
    words = _LONE_WORD.findall(text)
    if len(words) < _FEWEST_WORDS or not (text[:1].isupper() or text[:1].isdigit()):
        return False
    if _PROSE.match(text) and not _is_capitalised(words):
        return False
    return not _NO_TITLE_END.search(text) and text.count(",") < _MOST_COMMAS + len(words) // 6


def _is_capitalised(words: list[str]) -> bool:
    """Whether the long words have capitals."""
    long = [word for word in words if len(word) > 3]  # noqa: PLR2004 - "with" has four letters
    return bool(long) and all(not word[:1].islower() for word in long)

"""Where the family name starts among the words of a name.

A particle written small belongs to it (``van der Maaten``); one written with a
capital (``Le Gall``, ``Di Battista``) too, unless it looks like a syllable of a
Vietnamese or Chinese given name (``Nguyen Van Hieu``, ``Xiao Di Wu``). Source:
CSL 1.0.2, "Names", and names in arXiv's recorded feeds.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto


class _Kind(Enum):
    SMALL = auto()
    """Always one."""
    JOINING = auto()
    """Joins two family names: Ramón y Cajal, Costa e Silva, Puig i Cadafalch."""
    VAN = auto()
    """A Dutch particle, and a Vietnamese middle name."""
    ANYWHERE = auto()
    """Starts a family name of any length: De Oliveira Martins."""
    BEFORE_THE_LAST = auto()
    """Starts a family name of one more word: Le Gall."""


_SMALL = """
    't 's aan abu af al am an ap auf aus av aw bar ben bin bint bij d' da dal dalla das de de' degli
    dei del dell' della delle delli dello dem den der des di do dos du el het ibn im in l' la las le
    lo los mac op t' te ten ter toe tot uit ul und van vanden vander vande vom von vor voor zu zum
    zur بن ابن
    """.split()
_ANYWHERE = "Da Das De De' Del Dela Della Dos Von Vanden Vander Vande".split()
_BEFORE_THE_LAST = """
    Abou Abu Ait Aït Al Bar Ben Bin D' Dal Dalla Degli Dei Dell' Delle Delli Dello Der Des Di Do Du
    El Ibn La Las Le Lo Los Mac Mc Ní Ó Saint Sainte St St. Te Ten Ter Uí Vom Zu Zum Zur
    """.split()
_KINDS = {
    spelled: kind
    for kind, words in (
        (_Kind.SMALL, _SMALL),
        (_Kind.JOINING, ["y", "e", "i"]),
        (_Kind.VAN, ["Van"]),
        (_Kind.ANYWHERE, _ANYWHERE),
        (_Kind.BEFORE_THE_LAST, _BEFORE_THE_LAST),
    )
    for word in words
    for spelled in (word, word.replace("'", "’"))
}
_BEFORE_ANOTHER = frozenset(
    "abou abu ait aït da das de del der di dos la las le los ter van von".split()
)
"""Particles too, in any case, where another follows: De los, Van Den, Ait Ben."""
_AFTER_VAN = _BEFORE_ANOTHER | {"den", "'t", "’t"}
_LINKED = tuple(f"-{word}" for word in ("da", "de", "del", "di", "van", "von"))
"""How the word before a particle may end: Heredia-de La Cruz."""
_DESCENDANTS = frozenset("Filho Júnior Junior Neto Sobrinho".split())
"""Portuguese: they follow a family name, and are part of it."""

_VIETNAMESE = frozenset(
    """
    bui cao chu dang dao dinh do doan dong duong ha ho hoang huynh khuong lam le luong luu ly mai
    nghiem ngo nguyen pham phan phung quach ta thai than to tong tran trieu trinh truong vo vu vuong
    """.split()
)
_VIETNAMESE_SYLLABLES = frozenset(
    """
    binh cuong duc dung hien hieu hoai hung huong huy khanh khoa kien linh minh ngoc phuong quang
    quoc thanh thi thien thu thuy tien trung tuan viet vinh xuan
    """.split()
)
_CHINESE = frozenset(
    """
    cai cao chan chang chen cheng cheung chow chu cui deng ding dong fan fang feng gao gong gu guo
    han he hou hsu hu huang jia jiang jin kong lai lau lei li liang liao lin liu lu luo
    lyu ma mao meng ng pan peng qian qin qiu ren shao shen shi song su sun tan tang tao tian
    tsai tsang tseng wan wang wei wen wong wu xia xiang xiao xie xiong xu xue yan yang yao ye yin yu
    yuan zeng zhang zhao zheng zhong zhou zhu zou
    """.split()
)
_NEAR = 3
"""So many words on either side are looked at, so that time stays linear."""
_ALSO_WESTERN = frozenset("kim lee park".split())
_SYLLABLE = (
    r"(?![jqxbpmf]ong)(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang?|i?ao|i?ong|iu|ing?|ie|ia?|e(?:ng?|i|r)?|ai|ou?|u(?:ang?|ai|[aoien])?)"
)
_CHINESE_WORD = re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE})?", re.IGNORECASE)
_CHINESE_SYLLABLE = re.compile(_SYLLABLE, re.IGNORECASE)


def family_start(words: list[str]) -> int:
    """The index of the first word of the family name; 0 only for a single word.

    >>> family_start("Fernando De la Torre".split()), family_start("Nguyen Van Hieu".split())
    (1, 2)
    """
    last = len(words) - 1
    for index in range(1, last):
        kind = _KINDS.get(words[index])
        if kind is None:
            continue
        if kind is _Kind.JOINING or (words[index] == "auf" and words[index + 1] in {"der", "dem"}):
            # Two family names, unless it is an initial that comes before.
            return index - (index > 1 and not _is_initial(words[index - 1]))
        if kind is _Kind.SMALL or _is_particle(kind, words, index):
            return _with_others(words, index)
    if last > 1 and words[-1] in _DESCENDANTS and not _is_initial(words[-2]):
        return _start_of_descendant(words)
    return last


def _start_of_descendant(words: list[str]) -> int:
    """Where all given names are initials, the rest is the family name: M. Correa Martins Junior."""
    start = len(words) - 2
    while _is_initial(words[0]) and not _is_initial(words[start - 1]):
        start -= 1
    return start


def is_vietnamese(words: list[str]) -> bool:
    """Whether the first or the last word is a Vietnamese family name.

    >>> is_vietnamese("Tuan Van Phạm".split())
    True
    """
    return any(_without_accents(word) in _VIETNAMESE for word in (words[0], words[-1]))


def _is_particle(kind: _Kind, words: list[str], index: int) -> bool:
    """Whether a word that may be a particle, with a capital, is one here."""
    last = len(words) - 1
    if kind is _Kind.VAN:
        follows = index + 1 < last and words[index + 1].casefold() in _AFTER_VAN
        return (follows or index == last - 1) and not is_vietnamese(words)
    if kind is _Kind.BEFORE_THE_LAST and index != last - 1:
        return words[index + 1].casefold() in _BEFORE_ANOTHER and not _is_far_eastern(words, index)
    return not _is_far_eastern(words, index)


def _is_far_eastern(words: list[str], index: int) -> bool:
    """Whether the words around this one are Vietnamese, Chinese or Korean."""
    near = [
        *words[max(1, index - _NEAR) : index],
        *words[index + 1 : min(index + 1 + _NEAR, len(words) - 1)],
    ]
    others = [_without_accents(word) for word in (words[0], *near, words[-1])]
    if others[-1] in _CHINESE or is_vietnamese(words):
        return True
    if not _VIETNAMESE_SYLLABLES.isdisjoint(others):
        return True
    if others[-1] not in _ALSO_WESTERN and not _CHINESE_SYLLABLE.fullmatch(others[-1]):
        return False
    given = [word for word in others[:-1] if not _is_initial(word)]
    return bool(given) and all(_CHINESE_WORD.fullmatch(word) for word in given)


def _with_others(words: list[str], start: int) -> int:
    """Before a particle, what may be one is one."""
    while start > 1 and (
        words[start - 1].casefold() in _BEFORE_ANOTHER or words[start - 1].endswith(_LINKED)
    ):
        start -= 1
    return start


def _is_initial(word: str) -> bool:
    return len(word) == 1 or word.endswith(".")


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

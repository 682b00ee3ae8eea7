"""The words of names, titles and hosts, in ASCII: what a key is spelled with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import islice

from paperbib.identifiers import url

STOPWORDS = frozenset(
    """
    a about after als am an and are as at auf be been by can das de del der des die do does el
    en es for from had has have how i if im in into is it its la las le les los my not of on or our
    que s so such t than that the their these this those to und une up via was we were what when
    where which who why will with without you your
    """.split()
)
"""What says nothing of a title by itself."""
_SPECIAL_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h",
    }
)  # fmt: skip
_MATHS = re.compile(r"\$[^$]{0,500}\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_LOWER_WORD = re.compile(r"[a-z0-9]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SHARED_HOSTS = (
    "github.io", "gitlab.io", "medium.com", "substack.com", "wordpress.com", "blogspot.com",
    "readthedocs.io", "netlify.app", "vercel.app", "notion.site", "herokuapp.com", "web.app",
)  # fmt: skip
"""Hosts whose subdomains belong to different people."""
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())
_LONGEST_WORD = 30


def plain(text: str) -> str:
    """A text in ASCII: accents vanish, letters without ASCII form become spaces.

    >>> plain("Đorđević, Øystein 李")
    'Dordevic, Oystein  '
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL_LETTERS))
    return _NOT_ASCII.sub(_apart, decomposed)


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word[:_LONGEST_WORD] for word in _LOWER_WORD.findall(plain(text).lower())]


def spelled_words(text: str) -> list[str]:
    """The words of a text, as they are written."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain(text))]


def significant(title: str) -> list[str]:
    """The words that tell one title from others, in lower case; all if there are no such."""
    found = words(without_maths(title))
    return [word for word in found if word not in STOPWORDS] or found


def telling(found: Sequence[str], ignored: Collection[str], number: int | None = None) -> list[str]:
    """The first words without those to be ignored; the first at all if nothing else is there."""
    kept = (word for word in found if word.lower() not in ignored)
    return list(islice(kept, number)) or list(found[:number])


def without_maths(title: str) -> str:
    """A title without formulas and TeX commands."""
    return _MATHS.sub(" ", title) if "$" in title or "\\" in title else title


def host_label(address: str) -> str:
    """The part of a host that names its owner: ``harvard`` of ``nlp.seas.harvard.edu``."""
    host = url.site(address)
    labels = host.split(".")
    if any(host.endswith("." + shared) for shared in _SHARED_HOSTS):
        label = labels[0]
    else:
        while len(labels) > 2 and labels[-2] in _SECOND_LEVEL:  # noqa: PLR2004 - label, tld
            labels.pop()
        label = labels[-2] if len(labels) > 1 else labels[0]
    return "".join(words(label)).lstrip("0123456789") or "web"


def _apart(match: re.Match[str]) -> str:
    """Accents vanish; other characters separate words."""
    return "" if unicodedata.combining(match[0]) else " "

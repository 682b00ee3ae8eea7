"""Titles in references: behind authors, in front of them, between quotes."""

from __future__ import annotations

import re

from paperbib.extract.context import segments
from paperbib.extract.context.citations import find_title, only_year
from paperbib.extract.context.labels import is_beside, is_label, is_title, venue_year
from paperbib.extract.context.titles import clean
from paperbib.extract.unlinked.brackets import groups, is_title_like, read_group
from paperbib.extract.unlinked.endings import take_parts, without_groups, without_venue
from paperbib.extract.unlinked.findings import Findings, beside_year
from paperbib.extract.unlinked.fronts import PAPER
from paperbib.extract.unlinked.people import all_people, are_people, authors
from paperbib.extract.unlinked.tails import is_remark, is_venue

_QUOTED = re.compile(
    r"[\"“„«「『《〈](?P<inner>[^\"“”„«»「」『』《》〈〉]{2,400})[\"”“»」』》〉]"
    r"|(?<![^\W_])['‘](?P<single>[^'‘’]{8,300})['’](?![^\W_])"
)
_SIGNS = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\bet\.? al\b|[\"“”„«」《]|(?<![^\W_])[^\W\d_a-z]\.|[A-Z]\. |等|[&]"
)
"""What a reference has, and a title with commas has not."""
_DASH = re.compile(r"\s(?:--+|[-–—|·•])\s|｜")
_YEAR = re.compile(r"[\[(]?(?<!\d)(?:19|20)\d\d[\])]?")
_FEW = 3
_LONG = 200


def read_reference(text: str, found: Findings) -> bool:
    """Read words that are written as a reference: authors, title, venue."""
    span = segments.find_title(text)
    if span is None and _SIGNS.search(text):
        span = find_title(text)
    if span is None or not is_title(clean(text[span.start : span.end])):
        return False
    title, before, behind = text[span.start : span.end], text[: span.start], text[span.end :]
    if (title.count(" ") < _FEW - 1 and _stands_for(behind)) or _is_name(before):
        return False
    if before.rstrip()[-1:] in "([{" and before.strip():
        return False
    found.year = found.year or span.year or beside_year(behind)
    found.people = found.people or authors(before, is_before=True) or authors(behind)
    for pair in groups(behind):
        aside = read_group(behind[pair.start + 1 : pair.end - 1], words_before=99)
        found.is_called_paper |= aside.is_called_paper
    if not (only_year(behind) or authors(behind) or groups(behind) or is_venue(behind[1:])):
        found.remarks.append(behind.lstrip('"”“’»」》'))
    title = without_venue(without_groups(title, found), found)
    found.titles.append(title)
    take_parts(title, found)
    if before.strip() and "," in title:
        # The journal may stand behind the title, and its volume in front of the year.
        found.later.append(title.rpartition(",")[0])
    if len(text) < _LONG and len(title) * 2 > len(text):
        found.later.append(text)
    return True


def read_quoted(text: str, found: Findings) -> bool:
    """Read a title between quotes."""
    quote = _QUOTED.search(text)
    if quote is None:
        return False
    inner = quote["inner"] or quote["single"]
    before, behind = text[: quote.start()].strip(), text[quote.end() :]
    is_short = inner.count(" ") < _FEW - 1 and inner.isascii()
    if is_short and (before or any(map(str.isalnum, behind))):
        return False
    is_inside = _goes_on(behind) and not is_remark(behind.lstrip(" ,-–—"))
    if is_inside and (before or behind.lstrip()[:1] in (":", "：")):
        found.later.append(inner)
        return False
    if before and behind.strip() and _goes_on(behind) and not are_people(before):
        return False
    _around(before, behind, found)
    found.first.append(without_venue(inner.rstrip(" ,."), found) if inner[-1:] == "," else inner)
    take_parts(inner, found)
    if is_inside:
        found.later.append(text)
    elif before and not are_people(before) and not is_label(before):
        found.later.append(before)
    return True


def _stands_for(behind: str) -> bool:
    """Whether the words behind a name are its title: ``Chinchilla - Training … Models (2022)``."""
    parts = [one.strip(" ()") for one in _DASH.split(_YEAR.sub("", behind))]
    return any(is_title_like(one) and not all_people(one) and not is_beside(one) for one in parts)


def _is_name(before: str) -> bool:
    """Whether a name and its year stand in front: ``Memory Networks (2014) - first version``."""
    words = _YEAR.sub("", before).strip(" \t()[].,;:-–—|·•")
    if not words or not _DASH.search(before + " "):
        return False
    return not (are_people(words) or is_label(words) or is_beside(f"{words} 2000"))


def _around(before: str, behind: str, found: Findings) -> None:
    """Read what stands around a quoted title."""
    found.people = found.people or authors(before, is_before=True)
    rest = behind
    for pair in groups(behind):
        found.take_group(behind[pair.start + 1 : pair.end - 1], words_before=99)
        rest = rest.replace(behind[pair.start : pair.end], " ")
    found.people = found.people or authors(rest)
    found.year = found.year or only_year(f"{before} {rest}") or venue_year(rest)
    if not found.people and not beside_year(rest):
        found.remarks.append(rest)
    if PAPER.search(before) and is_label(before):
        found.is_called_paper = True


def _goes_on(behind: str) -> bool:
    """Whether a title goes on behind a quote: with a colon, or with words."""
    rest = behind.lstrip()
    return rest[:1] in (":", "：") or (behind[:1] == " " and rest[:1].isalpha())

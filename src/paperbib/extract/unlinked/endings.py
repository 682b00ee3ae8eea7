"""What ends a title: brackets, a venue, a year, people; and the parts around a colon."""

from __future__ import annotations

import re

from paperbib.extract.context.citations import only_year
from paperbib.extract.context.labels import is_beside, is_label
from paperbib.extract.unlinked.brackets import groups, read_group
from paperbib.extract.unlinked.findings import Findings, beside_year
from paperbib.extract.unlinked.people import all_people, are_people, is_all, is_person, split_people
from paperbib.extract.unlinked.tails import is_remark

_COLON = re.compile(r"(?:(?<=[^\W_])|(?<=[)\]?!\"”'+*]))\s*(?::\s+|：\s*)(?=\S)")
_BY = re.compile(r"[\s,]+(?:by|von|par|por|от)\s+(?=[^\Wa-z])")
_LAST_COMMA = re.compile(r"\s*[,，;]\s*(?=[^,，;]*$)")
_LAST_YEAR = re.compile(r"[\s,.:–—-]+['’]?(?P<year>(?:19|20)\d\d)[a-z]?[\s.]*$")
_FIRST_NAMES = re.compile(
    r"(?P<names>[^\d:()\[\]]{2,120}?)[,\s]*[\[(]?(?P<year>(?:19|20)\d\d)[a-z]?[)\]]?"
    r"\s*(?:[:：.,]|[-–—]+(?=\s))\s+(?=\S)"
)
_ONE_NAME = re.compile(
    r"(?P<name>[^\W\d_a-z][^\W\d_]*(?:-[^\W\d_]+)?)(?P<comma>,)?"
    r"(?:\s+[\[(](?P<year>(?:19|20)\d\d)[a-z]?[\])][.,:]?)?\s+(?=[^\Wa-z])"
)
_TWO_NAMES = re.compile(
    r"(?P<names>[^\W\d_a-z][^\d,:()\[\]]{1,60}? (?:&|and) [^\W\d_a-z][^\s,:()]{1,40}),"
    r"\s+(?=[^\Wa-z])"
)
_ET_AL = re.compile(r"(?P<names>[^:()\[\]]{2,120}?\bet\.? al\b\.?)\s*[:,.–—-]*\s+(?=\S)")
_VENUE_AT_END = re.compile(r"\s+(?P<venue>\S+(?:\s+\S+)?)$")
_JOINED = re.compile(r"\s(?:and|und|et|y|и)\s")
_COUNTED = re.compile(r"(?:\W*\d[\d.,]*\s?[kKmM]?\+? ?(?:citations?|cites|stars?|pages?|pp\.?))+")
EDGES = " \t\n\\,;:|-–—=>•·，；：、。"
"""What may stand around a title."""
_FEW = 3


def take_parts(text: str, found: Findings) -> None:
    """The parts around a colon: what follows it, and last what stands in front."""
    if colon := _COLON.search(text):
        found.later.insert(0, text[colon.end() :])
        found.later.append(text[: colon.start()])


def cut_behind_asides(text: str, found: Findings) -> str:
    """Cut behind brackets in the middle that hold a year, people or a label."""
    for group in groups(text):
        before, behind = text[: group.start], text[group.end :]
        if not any(map(str.isalnum, before)) or not any(map(str.isalnum, behind)):
            continue
        if behind.lstrip()[:1] in ("(", "[", "{", ":", "："):
            continue
        inner = text[group.start + 1 : group.end - 1]
        aside = read_group(inner, words_before=99)
        if aside.is_beside and (behind[:1].isspace() or behind[:1] in ",.;-–—"):
            found.remarks.append(behind)
            found.later.append(text)
            return text[: group.end]
    return text


def without_groups(text: str, found: Findings) -> str:
    """Take the brackets at the end, outermost first."""
    pairs = groups(text)
    while pairs:
        last = pairs.pop()
        behind = text[last.end :].strip()
        if behind.strip(" .,;!*_") or not text[: last.start].strip(EDGES):
            break
        before = text[: last.start].rstrip()
        # "(", too: the words in front of all brackets count.
        count = len(before.split("(")[0].split("[")[0].split())
        inner = text[last.start + 1 : last.end - 1]
        found.take_group(inner, words_before=count)
        text = before
    return text


def without_venue(text: str, found: Findings) -> str:
    """Take a venue or a year off the end."""
    for _ in range(_FEW):
        text = text.rstrip(" \t.,;")
        comma = _LAST_COMMA.search(text)
        if comma and comma.start():
            part = text[comma.end() :].strip()
            if is_beside(part) or is_label(part) or part.isdigit() or _COUNTED.fullmatch(part):
                found.year = found.year or beside_year(part)
                text = text[: comma.start()]
                continue
        venue = _VENUE_AT_END.search(text)
        if venue and is_beside(venue["venue"]) and text.count(" ") >= _FEW:
            found.year = found.year or beside_year(venue["venue"])
            text = text[: venue.start()]
            continue
        dated = _LAST_YEAR.search(text)
        if dated and dated.start() and found.year is None:
            found.year = int(dated["year"])
            found.later.append(text)
            text = text[: dated.start()]
            continue
        break
    return text


def without_people(text: str, found: Findings) -> str:
    """Take people off the end: ``by A. Author``, ``, Author`` with a year."""
    # People stand at the end: the words behind the last ones tell.
    for by in list(_BY.finditer(text))[-2:]:
        names = text[by.end() :]
        people = split_people(names)
        if not people or not is_all(names, people):
            continue
        found.later.append(text)
        if are_people(names) or not _is_capitalised(text[: by.start()]):
            found.people = found.people or people
        else:
            # "Transduction by Recurrent Networks": they may be no people.
            found.titles.append(text)
        return text[: by.start()]
    return _without_last_people(text, found)


def _without_last_people(text: str, found: Findings) -> str:
    """Take people off that stand behind commas."""
    title = text
    while (comma := _LAST_COMMA.search(title)) and comma.start():
        names, before = title[comma.end() :], title[: comma.start()]
        is_cited = found.year is not None and before.count(" ") >= _FEW - 1
        is_pair = " and " in names and before.count(" ") >= _FEW and not _is_capitalised(before)
        if not (are_people(names) or ((is_cited or is_pair) and all_people(names))):
            break
        title = before
    if title != text and not found.people:
        found.people = split_people(text[len(title) :].lstrip(" ,;"))
        found.later.append(text)
    return title


def without_first_people(text: str, found: Findings) -> str:
    """Take people off the front: ``Vaswani et al. - Title``, ``Kingma and Ba, 2014. Title``."""
    match = _FIRST_NAMES.match(text) or _ET_AL.match(text)
    if match is None:
        return _without_first_name(text, found)
    names = match["names"].strip(" ,")
    if not all_people(names):
        return text
    if are_people(names) or _JOINED.search(names):
        found.people = found.people or split_people(names)
    elif " " in names or text[match.end() :].count(" ") < _FEW:
        return text
    found.year = found.year or only_year(match[0])
    found.later.append(text)
    return text[match.end() :]


def _without_first_name(text: str, found: Findings) -> str:
    """Read a lone name in front: ``Perelman (2003) Ricci flow …``, ``Perelman, Ricci flow …``.

    With a year it is none of the title; before a comma it may be. Two names are people.
    """
    two = _TWO_NAMES.match(text)
    if (
        two
        and all_people(two["names"])
        and (are_people(two["names"]) or text.count(" ") > 2 * _FEW)
    ):
        found.people = found.people or split_people(two["names"])
        found.later.append(text)
        return text[two.end() :]
    match = _ONE_NAME.match(text)
    if match is None or not (match["comma"] or match["year"]):
        return text
    rest = text[match.end() :]
    if rest.count(" ") < _FEW or is_remark(rest) or not is_person(match["name"]):
        return text
    if match["year"] is None:
        found.later.append(rest)
        return text
    found.year = found.year or int(match["year"])
    found.later += [match["name"], text]
    return rest


def join_around_year(text: str, found: Findings) -> str:
    """Take brackets out in front of a colon: ``Grokking (Power et al. 2022): Generalization``."""
    for group in groups(text):
        before, behind = text[: group.start].rstrip(), text[group.end :]
        if before and _COLON.match(f"{before[-1]}{behind}", 1):
            inner = text[group.start + 1 : group.end - 1]
            if read_group(inner, words_before=99).is_beside:
                found.take_group(inner, words_before=99)
                found.later.append(text)
                return before + behind
    return text


def bare(text: str) -> str:
    """Words without the brackets at their end."""
    pairs = groups(text)
    while pairs and not text[pairs[-1].end :].strip(" .,;!*_"):
        text = text[: pairs.pop().start].rstrip()
    return text


def without_labels(text: str) -> str:
    """Words without the brackets at their end that hold a year, people or a label."""
    pairs = groups(text)
    while pairs and not text[pairs[-1].end :].strip(" .,;!*_"):
        last = pairs.pop()
        if not read_group(text[last.start + 1 : last.end - 1], words_before=99).is_beside:
            break
        text = text[: last.start].rstrip()
    return text


def _is_capitalised(words: str) -> bool:
    """Whether all long words of a title but the first have capitals."""
    long = [word for word in words.split()[1:] if len(word) > _FEW]
    return bool(long) and all(not word[:1].islower() for word in long)

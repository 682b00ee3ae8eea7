"""The words of a list item: what of them may be a title, and what stands beside it.

Pure, and linear in the words. Whole titles come first, parts of them later: a colon may be
part of a title, so ``Head: Rest`` is tried as it stands, then ``Rest``, and ``Head`` last.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.labels import is_beside, is_title
from paperbib.extract.context.titles import clean, tidy
from paperbib.extract.unlinked.brackets import groups, read_group
from paperbib.extract.unlinked.endings import (
    EDGES,
    bare,
    cut_behind_asides,
    join_around_year,
    take_parts,
    without_first_people,
    without_groups,
    without_labels,
    without_people,
    without_venue,
)
from paperbib.extract.unlinked.findings import Findings
from paperbib.extract.unlinked.fronts import PAPER, read_front, skip_marks
from paperbib.extract.unlinked.references import read_quoted, read_reference
from paperbib.extract.unlinked.tails import cuts

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+){0,40}")
_PAPER_BEHIND = re.compile(rf"\s+(?:{PAPER.pattern})$", re.IGNORECASE)
_NAME = re.compile(r"(?=\S*[A-Z]\S*[A-Z0-9]|\S*\d)\S+(?:\s\S+){0,3}")
_SPACE = re.compile(r"\s+")
_FILE = re.compile(r"\.(?:pdf|ps|ps\.gz|djvu|epub|docx?)$", re.IGNORECASE)
_MOST_TITLES = 8
_FEW = 3


class Words(NamedTuple):
    """What the words of an item say; see `paperbib.model.Unlinked`."""

    titles: tuple[str, ...]
    year: int | None = None
    people: tuple[str, ...] = ()
    is_called_paper: bool = False
    annotation: str | None = None


def read(text: str, *, is_dated: bool = False) -> Words:
    """Split the words of an item.

    Args:
        text: The item's words on one line.
        is_dated: Whether a year with a colon in front of it is that of the paper.

    >>> read("Transformer (Attention is all you need)").titles
    ('Attention is all you need', 'Transformer')
    >>> read("Seq2Seq (Ilya, 2014) - great read")
    Words(titles=('Seq2Seq',), year=2014, people=('Ilya',), is_called_paper=False, \
annotation='great read')
    """
    text = text[skip_marks(text) :]
    if _PLAIN.fullmatch(text) and " by " not in text and not (" " in text and _is_special(text)):
        return Words((text,))
    found = Findings()
    front = read_front(text, is_dated=is_dated)
    found.year = front.year
    found.is_called_paper = front.is_called_paper
    for one in groups(text[: front.end]):
        aside = read_group(text[one.start + 1 : one.end - 1], words_before=99)
        found.people = found.people or aside.people
    _read(_FILE.sub("", text[front.end :]), found)
    uncut = without_labels(_FILE.sub("", text[front.end :]))
    if not front.is_sure or (front.year and text[:1].isdigit()):
        found.later.append(text)
    return _words(text, found, uncut)


def _is_special(text: str) -> bool:
    """Whether words of letters only may hold more than a title: years, venues, labels."""
    last = text.rpartition(" ")[2]
    return (
        any(map(str.isdigit, text))
        or PAPER.fullmatch(last) is not None
        or " - " in text
        or "--" in text
        or text.partition(" ")[0].lower() in ("read", "reread", "re-read", "skim", "finish")
        or is_beside(last)
    )


def _read(text: str, found: Findings) -> None:
    """Read the words behind what stands in front of all."""
    text = join_around_year(text, found)
    if read_reference(text, found) or read_quoted(text, found):
        return
    text = without_first_people(text, found)
    main = text
    places = cuts(text)
    if places and places[-1].is_remark:
        found.take_remark(text[places[-1].end :])
        main = text[: places.pop().start]
    if len(main) < len(text) and read_reference(main, found):
        return
    for cut in places if len(places) < _FEW else ():
        # A name and what it stands for, or two sentences.
        found.later.append(bare(main[cut.end :]))
        head = main[: cut.start]
        (found.first if cut.is_stop and head.count(" ") >= _FEW else found.later).append(head)
    _read_main(main, found)


def _read_main(text: str, found: Findings) -> None:
    """Read what is left when remarks are cut off: a title, brackets, a venue, people."""
    text = without_groups(cut_behind_asides(text, found), found)
    for one in found.inner:
        inner = Findings()
        _read(one, inner)
        found.take_inner(inner)
    text = without_people(without_venue(text, found), found)
    if (match := _PAPER_BEHIND.search(text)) and _NAME.fullmatch(text[: match.start()]):
        found.is_called_paper = True
        found.titles.append(text[: match.start()])
    found.titles.append(text)
    take_parts(text, found)


def _words(text: str, found: Findings, uncut: str) -> Words:
    """The words found; last of all as they stand: what was cut off may be of the title."""
    titles: dict[str, str] = {}
    for one in (*found.first, *found.titles, *found.later):
        title = _tidied(one)
        if title and is_title(title):
            titles.setdefault(title.casefold(), title)
    whole = _tidied(uncut)
    is_one = (
        whole.count(" ") > _FEW and is_title(whole) and not (found.inner or _holds_labels(whole))
    )
    if is_one and whole.casefold() not in titles:
        titles = dict([*titles.items()][: _MOST_TITLES - 1]) | {whole.casefold(): whole}
    kept = tuple(titles.values())[:_MOST_TITLES] or (_tidied(text) or text.strip(),)
    remark = tidy(" ".join(found.remarks)) or None
    return Words(kept, found.year, found.people, found.is_called_paper, remark)


def _holds_labels(text: str) -> bool:
    """Whether brackets in it hold a year, people or a label: it is more than a title."""
    insides = (text[one.start + 1 : one.end - 1] for one in groups(text))
    return any(read_group(one, words_before=99).is_beside for one in insides)


def _tidied(title: str) -> str:
    """A title without marks at its ends."""
    title = clean(_SPACE.sub(" ", title)).strip(EDGES)
    if title.count("(") > title.count(")"):
        title = title.replace("(", " ", 1) if title.endswith("(") else title
    if title.endswith(".") and not title.endswith(("..", "al.", "etc.")):
        title = title[:-1]
    return title.rstrip(" ([{")

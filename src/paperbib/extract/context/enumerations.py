"""Several references in one line, each behind its own name: ``Adam (URL), AdamW (URL)``."""

from __future__ import annotations

import re

from paperbib.extract.context.asides import is_description, is_prose, is_unfinished
from paperbib.extract.context.citations import only_year
from paperbib.extract.context.headlines import BLANK, Headline, blanked
from paperbib.extract.context.items import Item
from paperbib.extract.context.labels import is_beside, is_title
from paperbib.extract.context.titles import clean, leading_year, trailing_year

_BLANKS = re.compile(f"{BLANK}+")
_BETWEEN = " \t-–—)]}>,;/|·•+&.，、；）"
_OPENERS = " \t([{<:=|-–—（："
_AND = re.compile(r"(?:and|und|et|y|or|&|和|及|、) ")
_TOPIC = re.compile(r"^[^:：]{2,40}[:：]\s+")
_SENTENCE = re.compile(r"[.!?]\s|\n")
_WORD = re.compile(r"\w")
_MOST_WORDS = 20
_MOST = 30
_FEWEST = 2


def find(item: Item) -> list[Headline]:
    """The name in front of each reference of an item; none unless each has its own.

    Names are short and start like names, and nothing stands behind the last
    reference: anything else is prose, which names its papers as it likes.
    """
    papers = item.candidates
    if not _FEWEST <= len(papers) <= _MOST or any(
        one.is_labelled or not one.is_paper for one in papers
    ):
        return []
    words = blanked(item)
    gaps = list(_BLANKS.finditer(words))
    if len(gaps) != len(papers) or _WORD.search(words[gaps[-1].end() :]):
        return []
    found: list[Headline] = []
    place = 0
    for gap in gaps:
        name = _name(words[place : gap.start()], is_first=not found)
        if name is None:
            return []
        title, year, skip = name
        found.append(
            Headline(title, year, item.start + place + skip, item.start + gap.start(), True)  # noqa: FBT003 - named
        )
        place = gap.end()
    return found


def _name(part: str, *, is_first: bool) -> tuple[str | None, int | None, int] | None:
    """A name, its year, and where it starts; None where the words are none."""
    skip = len(part) - len(part.lstrip(" \t" if is_first else _BETWEEN))
    if match := _AND.match(part, skip):
        skip = match.end()
    if is_first and (topic := _TOPIC.match(part[skip:])):
        skip += topic.end()
    year, start = leading_year(part[skip:])
    skip += start
    words = part[skip:].rstrip(_OPENERS)
    if not words or _SENTENCE.search(part.strip(_BETWEEN)) or len(words.split()) > _MOST_WORDS:
        return None
    if is_beside(clean(words)):
        return None, only_year(words), skip
    name = clean(words)
    is_name = is_title(name) and not (name[:1].islower() and name.islower())
    if not is_name or is_unfinished(words) or is_prose(words) or is_description(words):
        return None
    name, own_year = trailing_year(name)
    return name, year or own_year, skip - start

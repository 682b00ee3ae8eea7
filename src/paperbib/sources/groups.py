"""Groups of people: collaborations, teams, institutes, and who speaks for them."""

from __future__ import annotations

import re

_GROUP_WORDS = frozenset(
    """
    alliance array association authors center centre coalition collaboration collaborations
    collaborators collective committee community consortium council experiment foundation gmbh group
    inc initiative institute laboratory ltd network observatory organisation organization project
    society survey team telescope university workgroup workshop
    """.split()
)
_ALSO_SURNAMES = frozenset("center centre council group".split())
_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]+")
_MOST_NAMES = 4
_FOR_A_GROUP = re.compile(r"(?:(?:for|on behalf of|representing) )+(?=\S)")
_SPEAKER = re.compile(
    r"(?P<head>[^,;:()]* [^,;:()]*?),? \(?"
    r"(?:(?P<for>for)|on behalf of|representing) (?P<group>\S.*)"
)
_MANY_LETTERS = 300


def is_group(text: str) -> bool:
    """Whether a word says so; a surname such as Center needs more than the word.

    >>> is_group("CALICE Group"), is_group("Kimi Team"), is_group("Max Group")
    (True, True, False)
    """
    told = _GROUP_WORDS.intersection(_WORD.findall(text.casefold()))
    if not told:
        return False
    return not (told <= _ALSO_SURNAMES and _may_be_a_person(text))


def without_lead(text: str) -> str:
    """The group without what leads to it.

    >>> without_lead("on behalf of the LHCb Collaboration")
    'the LHCb Collaboration'
    """
    lead = _FOR_A_GROUP.match(text)
    return text[lead.end() :] if lead else text


def speaker(text: str) -> str | None:
    """The person who speaks for a group; None when the text is no such thing.

    >>> speaker("G. Aad for the ATLAS Collaboration")
    'G. Aad'
    """
    if " for " not in text and " on behalf of " not in text and " representing " not in text:
        return None
    match = _SPEAKER.fullmatch(text) if len(text) <= _MANY_LETTERS else None
    if match is None or match["head"].casefold().startswith("the "):
        return None
    if not _GROUP_WORDS.isdisjoint(_WORD.findall(match["head"].casefold())):
        return None
    group = match["group"]
    is_plain = match["for"] and not group.startswith(("the ", "The ")) and not is_group(group)
    return None if is_plain else match["head"]


def _may_be_a_person(text: str) -> bool:
    """Robert Center, Julian L. Center; not the Group, CALICE Group, Stanford Language Group."""
    words = [word for word in text.split(" ") if not _SUFFIX.fullmatch(word)]
    if len(words) < 2 or len(words) > _MOST_NAMES:  # noqa: PLR2004 - given, family
        return False
    if words[0].casefold() == "the" or words[-1].casefold() not in _ALSO_SURNAMES:
        return False
    if any(_ACRONYM.fullmatch(word) for word in words):
        return False
    has_initials = any(len(word) == 1 or word.endswith(".") for word in words[:-1])
    return len(words) == 2 or has_initials  # noqa: PLR2004 - given, family

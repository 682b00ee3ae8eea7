"""Names of people and groups, from how they are displayed or listed.

arXiv displays a name in reading order, without saying where the family name
starts; its bulk files list family, given and suffix. A particle belongs to the
family name; a group or a single name stays whole. Source: CSL 1.0.2, "Names".
"""

from __future__ import annotations

import re

from paperbib.model import Name
from paperbib.sources.fields import squeeze

_PARTICLES = frozenset(
    """
    't 's af al an ap auf aus av aw ben bin bint d' da dal dalla das de degli dei del dell' della
    delle delli dello dem den der des di do dos du el het ibn im in l' la las le lo los op t' te ten
    ter toe tot und van vanden vander vande vom von vor zu zum zur
    """.split()
)
_CAPITAL_PARTICLES = frozenset({"Das", "De", "Del", "Della", "Di", "Dos", "Von"})
_JOINING_PARTICLE = "y"
"""Joins two family names: Ramón y Cajal."""
_GROUP_WORDS = frozenset(
    """
    collaboration collaborations collaborators collective committee community consortium experiment
    foundation group initiative institute laboratory network observatory organisation organization
    project society survey team university workshop
    """.split()
)
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV|2nd|3rd")
_NOBODY = re.compile(r"(?i)(?:and\s|&\s?)?\(?(?:et\.? al\.?|others)\)?")
_NO_PERSON = re.compile(r"[\d@/:;<>()\[\]]")


def from_display(text: str) -> Name | None:
    """Split a name given in reading order.

    Returns:
        None for what is nobody's name: ``et al.``, lone punctuation.

    >>> from_display("George van den Driessche").family
    'van den Driessche'
    >>> from_display("The LIGO Scientific Collaboration").literal
    'The LIGO Scientific Collaboration'
    """
    text = _tidy(text)
    if _is_nobody(text):
        return None
    if "," in text:
        return _from_commas(text)
    words = text.split(" ")
    suffix = None
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):  # noqa: PLR2004 - given, family, suffix
        suffix = words.pop()
    if len(words) == 1 or _is_group(text):
        return Name(literal=text)
    start = _family_start(words)
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)


def from_parts(family: str, given: str = "", suffix: str = "") -> Name | None:
    """Build a name from the parts of arXiv's ``authors_parsed``.

    A particle left at the end of the given names moves to the family name.

    Returns:
        None for what is nobody's name: ``et al.``, lone punctuation.

    >>> from_parts("Driessche", "George van den").family
    'van den Driessche'
    """
    family, given, suffix = _tidy(family), _tidy(given), _tidy(suffix)
    whole = " ".join(part for part in (given, family, suffix) if part)
    if _is_nobody(whole):
        return None
    if not family or not given or _is_group(whole):
        return Name(literal=whole)
    words = given.split(" ")
    while len(words) > 1 and words[-1] in _PARTICLES:
        family = f"{words.pop()} {family}"
    return Name(family=family, given=" ".join(words), suffix=suffix or None)


def _tidy(text: str) -> str:
    # arXiv writes the initials of "C.-P. Yuan" as "C. -P.".
    # Braces are TeX's; no name has any.
    return (squeeze(text) or "").replace(". -", ".-").replace("{", "").replace("}", "").strip()


def _is_nobody(text: str) -> bool:
    return not any(char.isalnum() for char in text) or bool(_NOBODY.fullmatch(text))


def _is_group(text: str) -> bool:
    words = re.findall(r"\w+", text.casefold())
    return bool(_NO_PERSON.search(text)) or not _GROUP_WORDS.isdisjoint(words)


def _from_commas(text: str) -> Name:
    """Read ``King, Jr.`` and ``King, Martin Luther``; leave anything else whole."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or not all(parts) or _is_group(text):  # noqa: PLR2004 - one comma
        return Name(literal=text)
    before, after = parts
    if not _SUFFIX.fullmatch(after):
        return from_parts(before, after) or Name(literal=text)
    words = before.split(" ")
    if len(words) == 1:
        return Name(literal=text)
    start = _family_start(words)
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=after)


def _family_start(words: list[str]) -> int:
    """The index of the first word of the family name; never 0."""
    last = len(words) - 1
    for index in range(1, last):
        if words[index] == _JOINING_PARTICLE:
            return max(1, index - 1)
        if words[index] in _PARTICLES:
            return _with_van(words, index)
    if last > 1 and words[last - 1] in _CAPITAL_PARTICLES:
        return _with_van(words, last - 1)
    return last


def _with_van(words: list[str], start: int) -> int:
    """Alone, "Van" may be a given name (Nguyen Van Hieu); before a particle it is one itself."""
    return start - 1 if start > 1 and words[start - 1] == "Van" else start

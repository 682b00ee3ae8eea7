"""People beside a title, as written: ``Graves, A. and J. Schmidhuber``, ``Vaswani et al.``."""

from __future__ import annotations

import re

from paperbib.extract.context.labels import is_beside, is_label, is_title

_AND = re.compile(r"\s*(?:[;，、；]|,?\s+(?:and|und|et|y|e|и)\s+(?!al\b)|,?\s*&\s*|,|\.{3}|…)\s*")
_OTHERS = re.compile(r",?\s*(?:\bet\.? al\b\.?|\band others\b|\bu\. ?a\.|и др\.|等人?)|\+(?=$|,| )")
_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_INITIALS = re.compile(rf"(?:(?:{_UPPER}\.[ -]?){{1,4}}|{_UPPER}[ -]?{_UPPER}?)(?:Jr\.?)?")
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|la|le|bin|al|ten|ter|el)"
_INITIAL = re.compile(rf"(?<![^\W_]){_UPPER}\.")
_INITIALS_BEHIND = re.compile(rf"(?<=[^\W\d_]{{2}} ){_UPPER}{{1,3}}\.?$")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")
_PERSON = re.compile(
    rf"(?:{_PARTICLE} ){{0,3}}[^\W\d_a-z][^\W\d_]*[.'’-]?(?:[.'’-]?[^\W\d_]+)*\.?"
    rf"(?: (?:{_PARTICLE} ){{0,3}}[^\W\d_][^\W\d_]*(?:[.'’-]+[^\W\d_]+)*\.?){{0,3}}"
    rf"(?:, (?:{_UPPER}\.?[ -]?){{1,4}})?"
)
_NO_PERSON = re.compile(
    r"(?:google|deepmind|openai|meta|fair|facebook|microsoft|msr|nvidia|stanford|mit|berkeley|uc"
    r"|cmu|anthropic|apple|amazon|baidu|tencent|alibaba|huawei|salesforce|uber|samsung|ibm|adobe"
    r"|oxford|cambridge|toronto|tsinghua|eth|epfl|inria|brain|research|lab|labs|ai|university"
    r"|inc|team|group|eleuther|huggingface|stability|mistral|cohere|bigscience|allen|ai2|mila"
    r"|oral|poster|spotlight|highlight|best|award|workshop|draft|survey|review|blog|book|thesis"
    r"|phd|msc|version|published|released|updated|revised|since|until|before|after|circa|around"
    r"|spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|press"
    r"|in|to|appear|the|an|of|on|for|with|and|from|original|first|new|old|paper|article|see"
    r"|chapter|section|lecture|course|week|code|arxiv|preprint|journal|conference|proceedings"
    r"|read|todo|tbd|tba|done|maybe|also|not|no|yes|my|our|this|that|these|very|great|good|nice"
    r"|part|vol|volume|ed|edition|talk|video|slides|year|date|model|method|dataset|benchmark)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_BESIDE_NAMES = re.compile(r"[\[(]?(?<!\d)(?:19|20)\d\d|[\[(\"“«]|\s[-–—|·]\s")
_OTHERS_END = re.compile(r".{2,200}?\bet\.? al\b\.?")
_MOST = 60


def split_people(text: str) -> tuple[str, ...]:
    """The people in words that consist of names; what is no name is left out.

    >>> split_people("Graves, A., J. Schmidhuber and Sepp Hochreiter")
    ('Graves, A.', 'J. Schmidhuber', 'Sepp Hochreiter')
    >>> split_people("Vaswani et al."), split_people("Alex graves"), split_people("Google")
    (('Vaswani',), ('Alex graves',), ())
    """
    pieces: list[str] = []
    for piece in _AND.split(_OTHERS.sub(",", text)):
        piece = piece.strip(" \t()[]{}:;*_–—|")  # noqa: PLW2901 - the same, tidied
        if pieces and _INITIALS.fullmatch(piece) and is_person(pieces[-1]):
            pieces[-1] = f"{pieces[-1]}, {piece}" if "," not in pieces[-1] else pieces[-1]
        elif piece:
            pieces.append(_FULL_STOP.sub("", piece))
    return tuple(piece for piece in pieces[:_MOST] if is_person(piece))


def is_person(text: str) -> bool:
    """Whether a few words may be a person's name: capitals, and none of an institute or a month.

    >>> [is_person(one) for one in ("Ilya", "van der Maaten", "ICML", "Spring", "cs231n")]
    [True, True, False, False, False]
    """
    if not _PERSON.fullmatch(text) or is_label(text) or is_beside(text) or not is_title(text):
        return False
    if text.isupper() and " " not in text and text.isascii():
        return False
    return not any(_NO_PERSON.fullmatch(word) for word in _WORD.findall(text))


def all_people(text: str) -> bool:
    """Whether words may be nothing but names: one at least.

    >>> all_people("Gal and Ghahramani"), all_people("Adam, SGD")
    (True, False)
    """
    parts = [one.strip(" ()[]") for one in _AND.split(_OTHERS.sub(",", text))]
    parts = [one for one in parts if one]
    return (
        bool(parts)
        and is_person(parts[0])
        and all(is_person(one) or _INITIALS.fullmatch(one) for one in parts)
    )


def are_people(text: str) -> bool:
    """Whether words are nothing but names, and cannot be anything else.

    Two at least, or "et al.", or initials.

    >>> [are_people(one) for one in ("Gal & Ghahramani", "He et al.", "A. Graves", "Deep Learning")]
    [True, True, True, False]
    """
    text = text.strip(" \t,;:")
    has_others = _OTHERS.search(text) is not None
    if not all_people(text):
        return False
    people = split_people(text)
    has_initials = any(_INITIAL.search(one) for one in people)
    is_index = len(people) > 1 and all(_INITIALS_BEHIND.search(one) for one in people)
    return has_others or has_initials or is_index or "&" in text


def is_all(words: str, people: tuple[str, ...]) -> bool:
    """Whether words are little else than those people."""
    left = len(words) - sum(map(len, people))
    return left <= 6 * len(people) + 6


def authors(words: str, *, is_before: bool = False) -> tuple[str, ...]:
    """The people of a reference, in front of its title or behind it.

    >>> authors(" by Vaswani et al., NIPS 2017"), authors("Chinchilla: ", is_before=True)
    (('Vaswani',), ())
    """
    words = words.lstrip(" \t.,;:-–—|(['\"”“’»]")
    if words.lower().startswith("by "):
        words = words[3:]
    words = _BESIDE_NAMES.split(words, maxsplit=1)[0].rstrip()
    is_ended = not is_before or words.endswith((",", "."))
    words = words.strip(' \t,;:-–—|"“«')
    if match := _OTHERS_END.match(words):
        words = match[0]
    people = split_people(words)
    is_list = is_all(words, people) and (len(people) > 1 or is_ended)
    return people if people and (is_list or are_people(words)) else ()

"""Signs that tell titles apart and that no word shows: K⁺ and K⁻, C++ and C#, P = NP and P ≠ NP."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from paperbib.matching.markup import fold, plain

_MAY_HAVE = re.compile(r"[+<>=#±⁺⁻₊₋≠≤≥⩽⩾≦≧≪≫♯＋−*\\&]|[-–](?!\w)|-\w[-+]")
_RAISED = re.compile(
    r"(?:\^\s*\{?|<sup>)\s*([*]?(?:\+\+|[+\-−–]|\\pm))(?![\w.])\s*(?:\}|</sup>)?", re.IGNORECASE
)
_UNEQUAL = re.compile(r"\\not\s*=|=\u0338|=/=|!=|\\neq?(?![A-Za-z])")
_ARROW = re.compile(r"<?[-=–−]{1,3}>|<-{1,3}")
_RELATION = re.compile(r"<=|>=|[<>=≠≤≥⩽⩾≦≧≪≫]")
_RELATIONS = {"<=": "≤", "⩽": "≤", "≦": "≤", ">=": "≥", "⩾": "≥", "≧": "≥"}
_RUN = re.compile(r"[+±#*⁻−–-]+")
_ONE_SIGN = str.maketrans("⁺₊₋♯＋", "++⁻#+")
_ONE_MINUS = str.maketrans("⁻−–", "---")
_BASE = 20
"""What a sign stands behind is read back for so many characters."""
_SYMBOL = 2
"""A name of so many letters is that of a particle, or of a language, and takes a sign."""
_SUSPENDED = re.compile(r",?\s*(?:and|or|und|oder|et|y|&|/)(?!\w)|,")
_PARTICLE = re.compile(r"[^\W\d_][+⁻−–-](?!\w)")
_GREEK = frozenset("mu tau pi rho eta nu xi phi psi alpha beta gamma sigma delta lambda".split())


class Signs(StrEnum):
    """What the signs of two titles say of each other."""

    ALIKE = "alike"
    LOST = "only one title has them"
    OPPOSED = "other signs"


def read_signs(title: str) -> tuple[str, ...]:
    """The signs of a title behind what they belong to (``k+``), and its relations (``≤``).

    A hyphen is a minus where it ends a symbol (``CD4-``, ``e-``), or is raised. Linear time.
    """
    if not _MAY_HAVE.search(title):
        return ()
    text = _UNEQUAL.sub(" ≠ ", title)
    text = _RAISED.sub(lambda match: match[1].replace("-", "⁻").replace("–", "⁻") + " ", text)
    text = plain(text).translate(_ONE_SIGN)
    found = [sign for match in _RUN.finditer(text) if (sign := _sign(text, match))]
    relations = _RELATION.findall(_ARROW.sub(" ", text))
    return (*found, *(_RELATIONS.get(one, one) for one in relations))


def _sign(text: str, match: re.Match[str]) -> str:
    """A run of signs with what it stands behind, or "" if it is a hyphen, a dash or a footnote."""
    base, run, after = _base(text, match.start()), match[0], text[match.end() : match.end() + 8]
    if len(run) > 1 and run[0] in "+*" and run[-1] in "-–−" and after[:1].isalnum():
        run = run.rstrip("-–−")
        after = "-"
    is_short = len(base) <= _SYMBOL
    is_followed = after[:1].isalnum()
    if not base:
        is_one = False
    elif run[0] in "#*":
        is_one = is_short and (run != "*" or bool(after.strip()))
    elif run[0] == "⁻":
        is_one = not after[:1].isdigit()
    elif run[0] in "+±":
        is_one = not is_followed or (not base.isdigit() and (is_short or _has_digit(base)))
    elif is_followed:
        is_one = len(base) == 1 and bool(_PARTICLE.match(after))
    else:
        is_one = len(run) == 1 and _is_symbol(base) and not _SUSPENDED.match(after)
    return fold(base) + run.translate(_ONE_MINUS) if is_one else ""


def _base(text: str, end: int) -> str:
    """What a sign stands behind: ``Ca2`` of ``Ca(2+)``."""
    start = end
    while start and end - start < _BASE and (text[start - 1].isalnum() or text[start - 1] in "()"):
        start -= 1
    return text[start:end].replace("(", "").replace(")", "")


def _has_digit(base: str) -> bool:
    return any(char.isdigit() for char in base)


def _is_symbol(base: str) -> bool:
    is_named = len(base) == 1 or fold(base) in _GREEK or base.isupper()
    return not base.isdigit() and (is_named or _has_digit(base))


def compare_signs(one: Sequence[str], other: Sequence[str]) -> Signs:
    """Tell what the signs of two titles say of each other. Symmetric."""
    if one == other:
        return Signs.ALIKE
    mine, yours = Counter(one), Counter(other)
    more, less = mine - yours, yours - mine
    if not more and not less:
        return Signs.ALIKE
    for are_relations in (True, False):
        first, second = (
            [sign for sign in signs.elements() if (not sign[0].isalnum()) is are_relations]
            for signs in (more, less)
        )
        if first and second and (are_relations or _do_oppose(first, second)):
            return Signs.OPPOSED
    # That something is equal, a blank says as well.
    return Signs.LOST if (more + less).keys() - {"="} else Signs.ALIKE


def _do_oppose(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether one thing has two signs, or the signs by themselves differ."""
    bases = {_split(sign)[0] for sign in first} & {_split(sign)[0] for sign in second}
    mine, yours = (sorted(_split(sign)[1] for sign in signs) for signs in (first, second))
    return bool(bases) or mine != yours


def _split(sign: str) -> tuple[str, str]:
    base = sign.rstrip("+-±#*")
    return base, sign[len(base) :]

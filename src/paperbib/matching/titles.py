r"""Titles as they are compared: letters and digits, and nothing that a typist may change.

The same title is written in as many ways as there are places to write it:
``The $\alpha$-decay of \textit{Foo}``, ``THE α‐DECAY OF FOO``. `normalise`
keeps of each what all have: TeX's accents and Greek letters as letters, other
markup of TeX and maths away, no marks on letters, no case, no blanks, no
punctuation. The result is for comparing, not for people.
"""

from __future__ import annotations

import re
import string
import unicodedata

_GREEK = dict(
    zip(
        """
        alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
        sigma tau upsilon phi chi psi omega varepsilon vartheta varkappa varpi varrho varsigma
        varphi ell hbar
        """.split(),
        "αβγδεζηθικλμνξοπρστυφχψωεθκπρσφlħ",
        strict=True,
    )
)
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_SMALL = bytes.maketrans(string.ascii_uppercase.encode(), string.ascii_lowercase.encode())
_NO_LETTER = bytes(
    set(range(128)) - set(string.ascii_letters.encode()) - set(string.digits.encode())
)


def normalise(title: str) -> str:
    r"""Reduce a title to what all spellings of it have in common.

    TeX's accents become letters, its Greek letters Greek, its other commands
    nothing, what they apply to stays; then compatibility decomposition (NFKD)
    without marks, case folding, and of that the letters and digits of any script.

    Returns:
        "" for a title without any letter or digit. Normalising it again
        changes nothing.

    >>> normalise("The $\\alpha$-Decay of\n  K\\\"onig's \\textit{Foo}$_2$")
    'theαdecayofkonigsfoo2'
    >>> normalise("THE α‐DECAY OF KÖNIG’S FOO₂")
    'theαdecayofkonigsfoo2'
    """
    if title.isascii() and "\\" not in title:
        return title.encode().translate(_SMALL, _NO_LETTER).decode()
    text = _COMMAND.sub(_letters, title)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", folded)))


def _letters(match: re.Match[str]) -> str:
    name = match[1]
    small = _GREEK.get(name[:1].lower() + name[1:])
    return small or ""

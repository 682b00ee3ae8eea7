r"""What each character becomes in LaTeX.

The forms are those that survive the most readers: LaTeX, BibTeX, biber, pandoc,
Zotero, Better BibTeX, citation-js, pybtex, bibtexparser. ``{\H o}`` survives
where ``{\H{o}}`` does not, and ``{\r{a}}`` where ``{\aa}`` does not. Source for
the commands: "LaTeX2e font selection" (encguide), encodings OT1, T1 and TS1.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from paperbib.exporters import maths_symbols

ACCENTS: dict[str, str] = {
    "\u0300": r"\`",
    "\u0301": r"\'",
    "\u0302": r"\^",
    "\u0303": r"\~",
    "\u0304": r"\=",
    "\u0306": r"\u ",
    "\u0307": r"\.",
    "\u0308": r"\"",
    "\u030a": r"\r{",
    "\u030b": r"\H ",
    "\u030c": r"\v ",
    "\u0323": r"\d ",
    "\u0326": r"\textcommabelow{",
    "\u0327": r"\c ",
    "\u0328": r"\k{",
    "\u0331": r"\b ",
}
"""Combining characters and the command that puts them on the letter behind it."""

LETTERS: dict[str, str] = {
    "ß": r"{\ss}",
    "ẞ": "SS",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "ȷ": r"{\j}",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
"""Letters whose command every reader understands."""

RAW_IN_TITLES: dict[str, str] = {
    "đ": r"{\dj}",
    "Đ": r"{\DJ}",
    "þ": r"{\th}",
    "Þ": r"{\TH}",
    "ð": r"{\dh}",
    "Ð": r"{\DH}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ŋ": r"{\ng}",
    "Ŋ": r"{\NG}",
    "ț": r"{\textcommabelow{t}}",
    "Ț": r"{\textcommabelow{T}}",
    "ș": r"{\textcommabelow{s}}",
    "Ș": r"{\textcommabelow{S}}",
}
"""Letters whose command some readers drop or misread: it is used in names only,
where the raw character would be cut in half when BibTeX abbreviates."""

SPECIALS: dict[str, str] = {
    "&": r"\&",
    "%": r"\%",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
    "<": "$<$",
    ">": "$>$",
    "{": r"\{",
    "}": r"\}",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "—": "---",
    "―": "---",
    "‐": "-",
    "‑": "-",
    "…": "...",
    "\N{REPLACEMENT CHARACTER}": "?",
}
"""Characters that TeX reads as commands, and typography that has an ASCII form."""

IN_NAMES: dict[str, str] = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "{": "(",
    "}": ")",
    "\N{NO-BREAK SPACE}": " ",
}
"""Names differ: of ``{\\textbackslash}`` or ``$<$`` at the start of a name biber takes
the first character, a brace or a dollar, for the initial."""

_ACCENTABLE = frozenset("øØæÆ")
_LATIN = (range(0x00C0, 0x0250), range(0x1E00, 0x1F00))


def accented(letter: str, marks: str) -> str | None:
    r"""Put combining marks on a letter; None where LaTeX has no command for one.

    What stands below goes outside: LaTeX sets an accent on a letter only.

    >>> accented("o", "\u030b"), accented("a", "\u030a"), accented("e", "\u0323\u0302")
    ('{\\H o}', '{\\r{a}}', '{\\d {\\^e}}')
    """
    written = LETTERS[letter] if letter in _ACCENTABLE else letter
    if not written.isascii() or not all(mark in ACCENTS for mark in marks):
        return None
    for mark in sorted(marks, key=unicodedata.combining, reverse=True):
        command = ACCENTS[mark]
        if command.endswith("{"):
            written = f"{command}{written}}}"
        elif len(written) == 1 or written.startswith("{"):
            written = command + written
        else:
            written = f"{command}{{{written}}}"
    return f"{{{written}}}"


@cache
def _accented_letters() -> dict[str, str]:
    """Every composed Latin letter that a LaTeX accent can make."""
    table = {}
    for code in (code for block in _LATIN for code in block):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and (written := accented(parts[0], parts[1:])):
            table[chr(code)] = written
    return table


@cache
def text_table() -> dict[int, str]:
    r"""For running text: abstracts, notes, keywords, words braced in titles."""
    raw = set(RAW_IN_TITLES)
    table = {one: tex for one, tex in _accented_letters().items() if one not in raw}
    table |= {one: f"${tex}$" for one, tex in maths_symbols.tex_by_character().items()}
    return str.maketrans(table | LETTERS | SPECIALS)


@cache
def title_table() -> dict[int, str]:
    r"""As `text_table`, with maths in braces: BibTeX would lower-case ``$\Gamma$``."""
    table = {
        one: "{$" + tex + "$}"
        for one, tex in maths_symbols.tex_by_character().items()
        if any(letter.isalpha() for letter in tex)
    }
    return text_table() | str.maketrans(table)


@cache
def name_table() -> dict[int, str]:
    """For names in Latin letters: ASCII wherever LaTeX can, no braces that are not ours."""
    maths = {one: f"${tex}$" for one, tex in maths_symbols.tex_by_character().items()}
    return str.maketrans(maths) | other_name_table()


@cache
def other_name_table() -> dict[int, str]:
    """For names in another script: as `name_table`, with Greek as letters, not as maths."""
    return str.maketrans(_accented_letters() | LETTERS | SPECIALS | RAW_IN_TITLES | IN_NAMES)

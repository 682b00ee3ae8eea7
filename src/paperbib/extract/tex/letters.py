r"""How TeX spells letters, signs and addresses.

Sources: The TeXbook, chapter 9 (accents and special letters); "LaTeX2e: An
unofficial reference manual", section 23; hyperref manual, section 5 (``\%``, ``\#``
and ``\~`` in addresses); REVTeX 4.2 (``\doibase``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
"""Combining characters by the command for the accent."""

WORDS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "S": "§", "P": "¶", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textasciitilde": "~", "textunderscore": "_",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotesingle": "'", "textquotedblleft": "“", "textquotedblright": "”",
    "textbackslash": "\\", "textbar": "|", "textless": "<", "textgreater": ">", "slash": "/",
    "quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": " ", "hfill": " ",
    "newline": "\n", "linebreak": "\n", "textregistered": "®", "texttrademark": "™",
    "textbullet": "•", "textdegree": "°", "textperiodcentered": "·", "allowbreak": "",
}  # fmt: skip
"""What commands without arguments print."""

WORDLESS = {
    ",": " ", " ": " ", ";": " ", ":": " ", ">": " ", "/": "", "-": "", "!": "", "@": "", "\t": " ",
}  # fmt: skip
"""What commands of one sign print that do not print the sign."""

FONTS = frozenset(
    """
    emph em textbf textit textrm textsf texttt textsc textsl textup textmd textnormal bf it rm sf
    tt sc sl bfseries itshape rmfamily sffamily ttfamily scshape slshape upshape mdseries normalfont
    normalsize tiny scriptsize footnotesize small large Large LARGE huge Huge underline mbox hbox
    uline sout st hl enquote uppercase lowercase MakeUppercase MakeLowercase selectfont noindent
    centering boldsymbol ensuremath relax par protect natexlab bibnamefont bibfnamefont
    """.split()
)
"""Commands that change the look of words and part none."""

DROPPING = frozenset(
    """
    label ref eqref autoref cref Cref pageref nameref vref includegraphics bibliography
    bibliographystyle addbibresource usepackage RequirePackage documentclass input include
    vspace hspace setlength setcounter pagestyle thispagestyle color textcolor bibinfo bibfield
    selectlanguage
    """.split()
)
"""Commands whose first argument is no text."""

ADDRESSES = frozenset("url nolinkurl path burl".split())
"""Commands whose argument is an address."""

MARKERS = {
    "doi": "doi", "DOI": "doi", "arxiv": "arXiv", "arXiv": "arXiv", "ARXIV": "arXiv",
    "eprint": "arXiv", "arxivid": "arXiv", "arXivid": "arXiv",
}  # fmt: skip
"""Commands people define for identifiers, and what they mark."""

_IN_ADDRESS = {
    "textunderscore": "_", "slash": "/", "doibase": "https://doi.org/", "textbackslash": "\\",
    "textless": "<", "textgreater": ">",
}  # fmt: skip
_ESCAPED = re.compile(
    r"""
      (?P<tilde>\{\\(?:~|textasciitilde)(?:\{\})?\}|\\(?:~|textasciitilde(?![A-Za-z]))(?:\{\})?
        |\{\$\\sim\$\}|\$\\sim\$)
    | \{\$(?P<braced>[<>])\$\}|\$(?P<maths>[<>])\$
    | \{\\(?P<grouped>[_%\#&$^])\}
    | \\(?P<word>[A-Za-z]++)(?:\{\}|[ ]?)
    | \\(?P<sign>[\s\S])
    | (?P<nothing>%(?>\r\n|[\r\n])[ \t]*+|\s++|\{\})
    """,
    re.VERBOSE,
)


def address(raw: str) -> str:
    r"""Undo TeX's escapes in an address.

    >>> address(r"https://e.org/\~{}me/a\_b\%20c\#d")
    'https://e.org/~me/a_b%20c#d'
    """
    return "".join(piece for _, piece in address_pieces(raw))


def address_pieces(raw: str) -> Iterator[tuple[int, str]]:
    r"""The characters an address is made of, escapes undone, and where each piece stands.

    >>> list(address_pieces(r"e.org/a\_b"))
    [(0, 'e.org/a'), (8, '_'), (9, 'b')]
    """
    position = 0
    for match in _ESCAPED.finditer(raw):
        if match.start() > position:
            yield position, raw[position : match.start()]
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "tilde":
            yield match.start(), "~"
        elif kind == "word":
            yield match.start(), _IN_ADDRESS.get(match["word"], "")
        elif kind in ("grouped", "braced", "maths") or (
            kind == "sign" and match[kind] not in "-/!, "
        ):
            yield match.start(kind), match[kind]
    if position < len(raw):
        yield position, raw[position:]

r"""TeX's spelling of letters, as arXiv's metadata has it, in one form for every source.

Outside maths, accents (``\"o``), special letters (``{\l}``), Greek letters and
escaped signs (``\&``) become the characters: a letter's spelling is a fact about
the name. Of commands for fonts (``{\it a}``, ``\emph{a}``) the words stay. Any
other command stays; it may be one about the sentence.

In maths between dollars TeX stays TeX. arXiv's bulk file has it as its authors
wrote it, but its query API has turned ``{\alpha}`` into a bare letter, without the
braces or the space behind it, which may break what was TeX (``\mathbfθ``). So both
are brought to commands again, in one way. Source: arXiv help, "Metadata: TeX
accents", and recorded feeds of the query API.
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_SYMBOLS = {
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "varsigma": "ς",
    "sigma": "σ", "tau": "τ", "varphi": "φ", "phi": "ϕ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "dag": "†", "ddag": "‡", "div": "÷", "deg": "°",
}  # fmt: skip
_COMMANDS = {letter: f"\\{name}" for name, letter in _SYMBOLS.items()}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_ARGUMENTS_BY_COMMAND = {"frac": 2, "dfrac": 2, "tfrac": 2, "binom": 2} | dict.fromkeys(
    """
    acute bar bm boldsymbol breve check ddot dot grave hat mathbb mathbf mathcal mathfrak mathit
    mathrm mathscr mathsf mathtt overline sqrt text tilde underline vec widehat widetilde
    """.split(),
    1,
)
_BRACE_PASSES = 4
"""Braces are taken off this often at most, so that time stays linear."""

_TO_DO = re.compile(r"[\\${]")
_MATHS = re.compile(r"((?<!\\)\$(?:[^$\\]|\\.)*\$)", re.DOTALL)
# Behind a command's name TeX eats one space.
_END = r"(?![^\W_])(?(open)\}|(?:\\(?=\ )|\ |\{\})?)"
_SYMBOL = re.compile(rf"(?P<open>\{{)?\\(?P<name>{'|'.join(_SYMBOLS)}){_END}")
_LETTER = re.compile(rf"(?P<open>\{{)?\\(?P<name>{'|'.join(_LETTERS)}){_END}")
_BARE_SYMBOLS = re.compile(
    r"(?:\\(?P<command>[a-zA-Z]+))?"
    rf"(?P<letters>(?:(?<![\d^])°|[{''.join(set(_COMMANDS) - {'°'})}])+)"
    r"(?P<gap>(?=[a-zA-Z])|(?=[=<>+*/-]\ ))?"
)
_DOUBLE_BRACES = re.compile(r"\{\{([^{}]*)\}\}")
_FONT_WORDS = r"((?:[^{}\\$]|\{[^{}\\$]*\})*)"
_FONT = re.compile(
    r"\\(?:emph|text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)|math(?:bf|it|rm|sf|tt))"
    rf"\ ?\{{{_FONT_WORDS}\}}"
    r"|\{\\(?:bf|em|it|rm|sc|sf|sl|tt|bfseries|itshape|scshape)(?![a-zA-Z])"
    rf"\ ?{_FONT_WORDS}\}}"
)
_FONT_PASSES = 4
"""Fonts within fonts, as deep as this."""
_BRACED_LETTER = re.compile(r"(\\[a-zA-Z]+)?\{((?![a-zA-Z])[^\W\d_])\}")
_SPELLED = re.compile(
    r"""\\(?:
        (?:
            "(?P<umlaut>)(?=\ ?\{?[aeiouyAEIOUYı])(?:(?<=\{\\")\ )?
            |(?P<sign>['`^~=.])\ ?
            |(?P<word>[uvHckrdb])(?:\ +|(?=[{ıȷ]))
        )
        (?:
            \{\ ?(?P<braced>[^\W\d_])\ ?\}
            |(?P<bare>[^\W\d_])
        )
        |(?P<plain>[&%_\#$"])
    )""",
    re.VERBOSE,
)
# Escaped as for a program: a pair of them around words is a pair of quotes.
_QUOTED = re.compile(r"(?<![^\s(\[])\\\"([^\"\\]{1,200})\\\"(?![\w{])")


def decode(text: str) -> str:
    r"""Bring TeX to the one form: characters outside maths, commands inside.

    White space is expected to be squeezed already.

    >>> decode(r"the Gr\"obner basis, Koll\'{a}r, {\L}ukasiewicz, Erd{\H o}s, Mart\'{\i}n")
    'the Gröbner basis, Kollár, Łukasiewicz, Erdős, Martín'
    >>> decode(r"AT\&T, $\vec{x}\'$ and \emph{et al}, \cite{a}")
    "AT&T, $\\vec{x}\\'$ and et al, \\cite{a}"
    >>> decode(r"$\mathbf{\theta} x$") == decode(r"$\mathbfθ x$") == r"$\mathbf{\theta} x$"
    True
    """
    if not _TO_DO.search(text):
        return text
    parts = _MATHS.split(text)
    return "".join(_maths(part) if index % 2 else _words(part) for index, part in enumerate(parts))


def _words(text: str) -> str:
    if "\\" in text:
        text = _LETTER.sub(lambda match: _LETTERS[match["name"]], _QUOTED.sub(r'"\1"', text))
        text = _SPELLED.sub(_spelled, _SYMBOL.sub(lambda match: _SYMBOLS[match["name"]], text))
    text = _BRACED_LETTER.sub(lambda match: match[0] if match[1] else match[2], _thin(text))
    return _without_fonts(text) if "\\" in text else text


def _without_fonts(text: str) -> str:
    for _ in range(_FONT_PASSES):
        text, count = _FONT.subn(lambda match: match[1] or match[2] or "", text)
        if not count:
            break
    return text


def _maths(text: str) -> str:
    text = _SYMBOL.sub(lambda match: _SYMBOLS[match["name"]], _thin(text))
    return text if text.isascii() else _BARE_SYMBOLS.sub(_commands, text)


def _thin(text: str) -> str:
    """Two pairs of braces around the same are one pair."""
    for _ in range(_BRACE_PASSES if "{{" in text else 0):
        text = _DOUBLE_BRACES.sub(r"{\1}", text)
    return text


def _spelled(match: re.Match[str]) -> str:
    if plain := match["plain"]:
        return plain
    base = match["braced"] or match["bare"]
    mark = _COMBINING['"' if match["umlaut"] is not None else match["sign"] or match["word"]]
    composed = unicodedata.normalize("NFC", _DOTLESS.get(base, base) + mark)
    # No such letter: it was no accent.
    return composed if len(composed) == 1 else match[0]


def _commands(match: re.Match[str]) -> str:
    command, letters = match["command"], match["letters"]
    braced = _ARGUMENTS_BY_COMMAND.get(command or "", 0)
    spelled = [
        f"{{{_COMMANDS[letter]}}}" if index < braced else _COMMANDS[letter]
        for index, letter in enumerate(letters)
    ]
    gap = " " if match["gap"] is not None and len(letters) > braced else ""
    return (f"\\{command}" if command else "") + "".join(spelled) + gap

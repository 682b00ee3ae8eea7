r"""Titles and names as plain text: HTML's, TeX's and Unicode's ways of writing a letter are one.

Crossref's titles hold face markup and entities (Crossref REST API, "face markup"), arXiv's
hold TeX. What is left here is letters, digits and punctuation in lower case, without marks.
"""

from __future__ import annotations

import html
import re
import unicodedata

from paperbib.matching.vocabulary import SILENT

_SUSPECT = re.compile(r"[\\$<&{}~^_]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:.-]{0,30}(?:\s[^<>]{0,300})?/?>")
_FOOTNOTE = re.compile(
    r"\\(?:thanks|footnote|footnotemark|thanksref)\s*(?:\{[^{}]{0,300}\}|\[[^][]{0,300}\])"
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)[ ]?|(.))", re.DOTALL)
_DROPPED = str.maketrans("~", " ", "${}^_")
_APOSTROPHES = "'`´ʹʻʼʽˈʾʿ‘’‛′＇\u055a"
_GREEK_BY_LETTER = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        """
        alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
        sigma tau upsilon phi chi psi omega
        """.split(),
        strict=True,
    )
)
_COMMANDS = {name: name for name in _GREEK_BY_LETTER.values()} | {
    f"var{name}": name for name in ("epsilon", "theta", "kappa", "pi", "rho", "sigma", "phi")
}
_COMMANDS |= {
    **{name: name.lower() for name in "o O l L i j ss ae AE oe OE".split()},
    **dict.fromkeys(("to", "rightarrow"), " to "),
    **dict.fromkeys(("aa", "AA"), "a"),
    **dict.fromkeys(("sim", "cdot", "quad"), " "),
    **dict.fromkeys(("dash", "textendash", "textemdash"), "-"),
    **dict.fromkeys(("pm", "mp"), "±"),
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    **dict.fromkeys(("ne", "neq"), "≠"),
    "lt": "<",
    "gt": ">",
    "ell": "l",
    "hbar": "h",
    "times": "x",
    "infty": " infinity ",
    "sqrt": " sqrt ",
}
_GREEK = re.compile(r"[\u0370-\u03ff]+")
_LONGEST_SYMBOL = 2
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j",
    "ħ": "h", "ŋ": "n", "×": "x", "ə": "e", "\u0964": " ", "\u0965": " ", "∞": " infinity ",
    "√": " sqrt ",
    "→": " to ", "⇒": " to ", "↔": " ", "&": " and ",
}  # fmt: skip
_JOINED = re.compile(r"([A-Za-z])(?:\$?[_^]\{?|<su[bp]>)([A-Za-z])(?![A-Za-z])")
_ACRONYM = re.compile(
    r"(?:(?<=[\s([:-])|^)(?:[A-Z]{2,4}|[ESTOY]|(?<=\w[ (-])A(?=\s+[a-z(]|\s*(?:$|[]):;,-])))"
    r"(?![\w'’])"
)
_SPARED = frozenset("THE OF AND AN FOR".split())
_IN_CAPITALS = frozenset("ST")
_SYMBOL = "ǃ"
"""Stands behind letters that are no small word: a letter that no title has."""
_VOICED = "\u3099\u309a"


class _Folding(dict[int, str | None]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded: str | None = _LETTERS.get(char, char)
        if char in _APOSTROPHES or (unicodedata.combining(char) and char not in _VOICED):
            folded = None
        elif char.isdecimal():
            folded = str(unicodedata.decimal(char))
        elif unicodedata.category(char) in {"Cf", "Cc"}:
            folded = " " if char.isspace() else None
        self[code] = folded
        return folded


_FOLDED = _Folding()


def plain(text: str) -> str:
    r"""Take the markup of HTML and TeX off a text, and leave what it is put on.

    >>> plain(r"The $\alpha$-Decay of <i>K&ouml;nig</i>'s {\it Foo}$_{2}$ &amp; \"Uber")
    "The alpha-Decay of König's Foo2 & Uber"
    """
    if not _SUSPECT.search(text):
        return text
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(_instead, text)
    if "\\" in text:
        text = _COMMAND.sub(_meaning, _FOOTNOTE.sub("", text))
    return text.translate(_DROPPED)


def keep_symbols(title: str) -> str:
    """Mark what would else be read as a small word: ``$A_n$``, the WHO, vitamin A, T cells."""
    if "_" in title or "^" in title or "<s" in title:
        title = _JOINED.sub(_marked, title)
    if not _ACRONYM.search(title):
        return title
    small = sum(map(str.islower, title))
    are_capitals = 2 * small < sum(map(str.isupper, title))
    return _ACRONYM.sub(_in_capitals if are_capitals else _marked, title)


def _marked(match: re.Match[str]) -> str:
    letters = "".join(match.groups()) or match[0]
    if letters.lower() not in SILENT or letters in _SPARED or _is_article(match):
        return match[0]
    return letters + _SYMBOL


def _is_article(match: re.Match[str]) -> bool:
    """Whether a capital A stands behind a small word: ``On A theorem``."""
    before = match.string[max(0, match.start() - 12) : match.start()].split()
    return match[0] == "A" and bool(before) and before[-1].lower() in SILENT


def _in_capitals(match: re.Match[str]) -> str:
    is_initial = len(match[0]) == 1 and match.string[match.end() : match.end() + 1] == "."
    return match[0] + _SYMBOL if match[0] in _IN_CAPITALS or is_initial else match[0]


def fold(text: str) -> str:
    """Reduce a text to what matters: no case, no accents, no apostrophes, Greek symbols by name.

    >>> fold("Schrödinger’s β‐decay, Łódź, ２×２")
    'schrodingers beta‐decay, lodz, 2x2'
    """
    if text.isascii():
        text = text.lower()
        return text.replace("'", "").replace("`", "").replace("&", " and ")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFC", text.translate(_FOLDED))
    return _GREEK.sub(_spelled, text)


def _instead(match: re.Match[str]) -> str:
    return " " if match[0].strip("</ >").casefold() in {"br", "p", "jats:p"} else ""


def _meaning(match: re.Match[str]) -> str:
    name, char = match.groups()
    if name is None:
        # An accent stands before its letter; what else is escaped stands for itself.
        return char if char in "&%#" else " " if char in " ,;:!\\/" else ""
    return _COMMANDS.get(name) or _COMMANDS.get(name[:1].lower() + name[1:], "")


def _spelled(match: re.Match[str]) -> str:
    letters = match[0]
    if len(letters) > _LONGEST_SYMBOL:
        return letters
    return "".join(_GREEK_BY_LETTER.get(letter, letter) for letter in letters)

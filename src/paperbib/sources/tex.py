r"""TeX's spelling of letters, as arXiv's older metadata has it, turned into the letters.

Accents (``\"o``), special letters (``{\l}``) and escaped signs (``\&``) only.
Maths between dollars and every other command stay as they are: a letter's
spelling is a fact about the name, a command may be one about the sentence.
Source: arXiv help, "Metadata: TeX accents".
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
    "dj": "đ", "DJ": "Đ",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_MATHS = re.compile(r"(\$[^$]*\$)")
_SPELLED = re.compile(
    r"""(?P<open>\{)?\\(?:
        (?:
            "(?P<umlaut>)(?=(?(open)\ ?)\{?\\?[aeiouyAEIOUY])(?(open)\ ?)
            |(?P<sign>['`^~=.])\ ?
            |(?P<word>[uvHckrdb])(?:\ +|(?=[{\\]))
        )
        (?:
            \{\ ?(?P<braced>\\[ij]|[^\W\d_])\ ?\}
            |(?P<dotless>\\[ij])(?:\ |(?![a-zA-Z]))
            |(?P<bare>[^\W\d_])
        )
        |(?P<letter>ss|[oOlLij]|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ)
         (?:\{\}|\ (?=[a-z])|(?![a-zA-Z]))
        |(?P<plain>[&%_\#$"])
    )(?(open)\})""",
    re.VERBOSE,
)


# Escaped as for a program: a pair of them around words is a pair of quotes.
_QUOTED = re.compile(r"(?<![^\s(\[])\\\"([^\"\\]{1,200})\\\"(?![\w{])")


def decode(text: str) -> str:
    r"""Turn TeX's spelling of letters and signs into the letters and signs.

    >>> decode(r"the Gr\"obner basis, Koll\'{a}r, {\L}ukasiewicz, Erd{\H o}s, Mart\'{\i}n")
    'the Gröbner basis, Kollár, Łukasiewicz, Erdős, Martín'
    >>> decode(r"AT\&T, $\vec{x}\'$ and \emph{et al}")
    "AT&T, $\\vec{x}\\'$ and \\emph{et al}"
    """
    if "\\" not in text:
        return text
    parts = _MATHS.split(text)
    return "".join(
        part if index % 2 else _SPELLED.sub(_letter, _QUOTED.sub(r'"\1"', part))
        for index, part in enumerate(parts)
    )


def _letter(match: re.Match[str]) -> str:
    if plain := match["plain"]:
        return plain if not match["open"] else match[0]
    if letter := match["letter"]:
        return _LETTERS[letter]
    base = (match["braced"] or match["dotless"] or match["bare"]).removeprefix("\\")
    mark = _COMBINING['"' if match["umlaut"] is not None else match["sign"] or match["word"]]
    composed = unicodedata.normalize("NFC", _DOTLESS.get(base, base) + mark)
    # No such letter: it was no accent.
    return composed if len(composed) == 1 else match[0]

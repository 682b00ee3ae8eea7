r"""Signs of a title that carry meaning: LoRA+ is not LoRA, nor $\pi^+$ $\pi^-$, nor C++ C.

Comparing letters and digits alone, as `paperbib.matching.normalise` does, loses them.
"""

from __future__ import annotations

import re
import unicodedata

_ARROW = re.compile(r"<?[-=~]+>|<[-=~]+")
_TAG = re.compile(r"</?[A-Za-z]{1,10}>")
_TEX = (
    (re.compile(r"\\(?:bar|overline|bm?ar)(?![A-Za-z])"), "\N{MACRON}"),
    (re.compile(r"\\(?:leq?|lt|leqslant|lesssim|ll)(?![A-Za-z])|≤|≲"), "<"),
    (re.compile(r"\\(?:geq?|gt|geqslant|gtrsim|gg)(?![A-Za-z])|≥|≳"), ">"),
    (re.compile(r"\\(?:ast|star)(?![A-Za-z])|∗|⋆"), "*"),
    (re.compile(r"\\(?:pm|mp)(?![A-Za-z])|±|∓"), "+"),
)
_SIGN = re.compile(r"[+#*<>\N{MACRON}]")
_BEFORE_MINUS = r"(?:[A-Za-zα-ω]|pi|mu|nu|tau|[A-Z][a-z])"
_MINUS = re.compile(
    rf"\^\s?(?:\{{[^{{}}]{{0,8}}-|-)"
    rf"|(?<![^\W\d_]){_BEFORE_MINUS}-(?![\w\\-])(?!,? (?:and|or|to|und|et)\b)"
)
"""A minus above the line, or behind a particle's name; "p- and n-type" has none."""


def signs_of(title: str) -> str:
    r"""The signs of a title that letters do not tell, sorted; its markup and arrows are none.

    >>> [signs_of(one) for one in ("LoRA+", r"$\bar B^0$ -> $\pi^+\pi^-$", "Pre- and <i>K</i>*")]
    ['+', '+-¯', '*']
    """
    if title.isascii() and title.replace(" ", "").replace(":", "").isalnum():
        return ""
    text = _ARROW.sub(" ", _TAG.sub("", title))
    for pattern, sign in _TEX:
        text = pattern.sub(sign, text)
    if not text.isascii():
        text = text.replace("\N{MACRON}", "\N{MODIFIER LETTER MACRON}")
        text = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
        text = text.replace("\N{MODIFIER LETTER MACRON}", "\N{MACRON}")
    found = _SIGN.findall(text) + ["-"] * len(_MINUS.findall(text))
    return "".join(sorted(found))

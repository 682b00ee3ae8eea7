"""Text as every format wants it: one line, composed, nothing invisible.

Source: Unicode Standard Annex 15 (NFC) and the general categories of its
character database.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e01ef]+"
)
"""Zero-width characters, bidirectional controls, variation selectors, byte-order
marks, lone surrogates: TeX stops at the former, no file can hold the latter."""

_SPACE = re.compile("[\x00-\x20\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_CLEAN = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")


def tidy(text: str) -> str:
    r"""Compose (NFC), drop invisible characters, turn every run of space into one.

    A no-break space inside is kept: it says where a line must not end.

    >>> tidy(" Erdo\u030bs\u200b \n\tP\u00e1l ")
    'Erdős Pál'
    """
    if _CLEAN.fullmatch(text):
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _SPACE.sub(" ", text).strip()

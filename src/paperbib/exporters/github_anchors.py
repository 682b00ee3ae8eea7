"""The anchors GitHub gives to the headings of a Markdown file, for links to them.

Source: GitHub's "Basic writing and formatting syntax", section links; which characters count,
and what becomes of a repeated anchor, is as GitHub renders it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

_KEPT = frozenset({"Nd", "Nl", "Pc"})
"""Categories of characters that stay, beside letters and marks."""
_LETTERS_IN_FRAMES = (
    *(range(0x24B6, 0x24EA), range(0x1F130, 0x1F14A), range(0x1F150, 0x1F16A)),
    range(0x1F170, 0x1F18A),
)
"""Symbols that are letters, too. Source: Unicode, PropList.txt, Other_Alphabetic."""


@dataclass
class Anchors:
    """The anchors of one file, given out in the order of its headings."""

    _repeats: dict[str, int] = field(default_factory=dict, init=False)

    def of(self, heading: str) -> str:
        """The anchor of the next heading.

        Args:
            heading: Its text as it is rendered, without markup.

        Returns:
            "" where nothing of the heading is left: no link leads there.

        >>> anchors = Anchors()
        >>> [anchors.of(one) for one in ("A & B!", "a-b", "A, b", "A b", "?")]
        ['a--b', 'a-b', 'a-b-1', 'a-b-2', '']
        """
        own = anchor = plain(heading)
        if not own:
            return ""
        while anchor in self._repeats:
            self._repeats[own] += 1
            anchor = f"{own}-{self._repeats[own]}"
        self._repeats[anchor] = 0
        return anchor


def plain(heading: str) -> str:
    """A heading in lower case without punctuation, with a hyphen for each blank.

    Letters are lowered one by one: a sigma at the end of a word is as any other.

    >>> plain("Über C++ & ΛΟΓΟΣ_1 – ②")
    'über-c--λογοσ_1--'
    """
    kept = (one.lower() for one in heading if one in " -" or _is_word(one))
    return "".join(kept).replace(" ", "-")


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    if category[0] in "LM" or category in _KEPT:
        return True
    return category == "So" and any(ord(char) in letters for letters in _LETTERS_IN_FRAMES)

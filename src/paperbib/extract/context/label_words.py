"""Words of an annotation that only say what a link is: "code:" before it, a line "paper"."""

from __future__ import annotations

import re

from paperbib.extract.context.labels import is_label

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL_BEFORE = re.compile(r"(?<![^\W_])((?:[^\W_]{1,20} ){0,2}[^\W_]{1,20})[ \t]*[:：=]*[ \t]*$")
_ALSO_WORDS = frozenset("full here important more must new note read see this video view".split())
"""Labels that are ordinary words at the end of a sentence, as in "once more"."""
_NEAR = 80


def without_label_lines(text: str) -> str:
    """Drop lines of words like "code:"."""
    if "\n" in text:
        text = "\n".join(line for line in text.split("\n") if not is_label(line))
    return text


def without_label_before(text: str) -> str:
    """Drop "code:" before a link that was taken out."""
    near = len(text.rstrip(" \t:：=")) - _NEAR
    match = _LABEL_BEFORE.search(text, max(near, 0))
    return text if match is None else text[: match.start()] + _before_label(match)


def _before_label(match: re.Match[str]) -> str:
    """What is left of the words before a link without those that say what it is."""
    words = match[1].split(" ")
    for count in range(len(words)):
        label = " ".join(words[count:])
        if _LETTER.search(label) and is_label(_DIGITS.sub("", label)):
            is_word = (
                count > 0
                and words[count].lower() in _ALSO_WORDS
                and match[0].rstrip()[-1:].isalnum()
            )
            return match[0] if is_word else " ".join(words[:count])
    return match[0]

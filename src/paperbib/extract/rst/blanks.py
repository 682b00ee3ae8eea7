"""What of a reStructuredText note need not be read: it names nothing, and is no title.

Source: reStructuredText Markup Specification, "Whitespace" and "Sections".
"""

from __future__ import annotations

import re

from paperbib.extract.lines import Line, Skips

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*")
_STOP = re.compile(r"^[ \t]*(?:\.\.|__[ \t]|\+-|==)|::[ \t]*$", re.MULTILINE)
_START = re.compile(
    r"^(?:[-*+•‣⁃]|(?:\d{1,3}|#|[a-z])[.)]|\((?:\d{1,3}|#|[A-Za-z])\))[ \t]"
    r"|(?:(?<=\n\n)|(?<=\n\r\n))[^\s:|]",
    re.MULTILINE,
)
_WORTH = re.compile(
    r"[`|]|_(?![^\W_])|\\(?=[A-Za-z])|^[ \t]*:(?:arxiv|eprint|doi|pmc?id)", re.MULTILINE
)


def adornments(lines: list[Line]) -> set[int]:
    """The lines that may be drawn over or under a title, by their numbers."""
    return {
        index
        for index, line in enumerate(lines)
        if line.text[:1] in _PUNCTUATION
        and (
            (line.text[:1] == line.text[1:2] and _ADORNMENT.fullmatch(line.text))
            # A letter of the alphabet is underlined with a single sign.
            or (len(line.text) == 1 and index and lines[index - 1].text.isalnum())
        )
    }


def blanks(text: str, lines: list[Line], traces: list[int], adorned: set[int]) -> Skips:
    """The parts of a note that can be skipped.

    Args:
        text: The text of the note.
        lines: Its lines.
        traces: Where it may hold identifiers.
        adorned: As `adornments` gives them; the title is the line above.
    """
    stops = [one.start() for one in _STOP.finditer(text)]
    stops += [lines[max(index - 1, 0)].start for index in adorned]
    worth = [*traces, *(one.start() for one in _WORTH.finditer(text))]
    starts = [one.start() for one in _START.finditer(text)]
    return Skips(lines, sorted(worth), sorted(stops), starts)

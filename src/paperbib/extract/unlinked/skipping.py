"""Leaving out what is linked for sure: most lines of most lists."""

from __future__ import annotations

from paperbib.extract.pieces import Cutting

_EVER = 9999


def without_linked(text: str, cutting: Cutting) -> str:
    """A text with spaces for its items that are nothing but a link and some words.

    They need no parser, and nothing stands inside them; all else keeps its place.

    Args:
        text: The text of a note.
        cutting: How its format is cut.
    """
    if cutting.item is None or cutting.read_item is None:
        return text
    pieces, place = [], 0
    for item in cutting.item.finditer(text):
        if cutting.read_item(item, "", 1, (), _EVER) is not None:
            start = item.start() + 1
            pieces += [text[place:start], " " * (item.end() - start)]
            place = item.end()
    return "".join([*pieces, text[place:]]) if pieces else text

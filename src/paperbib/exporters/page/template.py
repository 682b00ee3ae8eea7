"""The page around the entries: page.html, the style and the script, put together in one pass.

A place holder is a comment of HTML with a name in small letters. Values are put in while the
template is read from front to back, so that none of them can hold a place holder.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

Fill = Callable[[str], Iterable[str]]
"""What stands in the place of a place holder, by its name."""

_PLACE_HOLDER = re.compile(r"<!--([a-z][a-z_:-]*)-->")
_ID = re.compile(r'\bid="([^"]*)"')


@cache
def source(name: str) -> str:
    """The text of a file of this folder, with line feeds at the ends of its lines."""
    from importlib.resources import files

    return (files(__package__) / name).read_text(encoding="utf-8").replace("\r\n", "\n")


SCRIPTS = (
    *("text.js", "search.js", "rows.js"),
    *("showing.js", "filters.js", "selection.js", "reading.js", "page.js"),
)
"""The parts of the one script, in their order."""
STYLES = ("page.css", "entries.css", "media.css")
"""The parts of the one style, in which what stands later wins."""


@cache
def script() -> str:
    """The script: its parts in a scope of their own, so that they name nothing for others."""
    return '"use strict";\n(() => {\n' + "\n".join(map(source, SCRIPTS)) + "})();\n"


@cache
def style() -> str:
    """The style."""
    return "\n".join(map(source, STYLES))


@cache
def taken_ids() -> frozenset[str]:
    """The names of the elements of the page."""
    return frozenset(_ID.findall(source("page.html")))


def filled(template: str, fill: Fill) -> Iterator[str]:
    """The template with its place holders filled, piece by piece."""
    for at, part in enumerate(_PLACE_HOLDER.split(template)):
        # What is between two place holders, and the name of one, take turns.
        if at % 2:
            yield from fill(part)
        else:
            yield part


def policy(script_text: str, style_text: str) -> str:
    """What a browser may load and run: this script, this style, images that are data.

    Source: Content Security Policy Level 3, sections 2.3.1 (hashes), 3.3 (the meta element).
    """
    directives: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": _hash(script_text),
        "style-src": _hash(style_text),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

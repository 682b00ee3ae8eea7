r"""CSL-YAML: the list of references that pandoc and Quarto read, also within a document.

The items are those of `csl_json`, but their texts are pandoc's Markdown, for as
such pandoc reads them: what Markdown would take for markup stands behind a
backslash. Source: pandoc's manual, "Specifying bibliographic data" and
"Backslash escapes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.exporters import csl_json, yaml_text
from paperbib.exporters.item import Item, items
from paperbib.exporters.options import Options
from paperbib.model import Library

name = "csl-yaml"
filename = "references.csl.yaml"

_AS_THEY_ARE = frozenset({"id", "citation-key", "type", "custom"})
"""What pandoc does not read as Markdown, or what nobody prints."""

_MARKUP = re.compile(
    r"[\\`*\[\]<>$^~\"|]"
    r"|@(?=[\w{])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|(?<!\w)'|'(?!\w)"
    r"|-(?=-)|(?<=-)-"
    r"|\.(?=\.\.)"
    r"|:(?=::)"
)
"""What pandoc's Markdown takes for markup; an underscore or an apostrophe only
outside a word, so that addresses and names stay as they are."""
_SCRIPT = re.compile("(</?su[bp]>)")
_SIGN_BY_TAG = {"<sub>": "~", "</sub>": "~", "<sup>": "^", "</sup>": "^"}


def render(library: Library, options: Options) -> str:
    """Write the library as one YAML document, sorted by key."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The document reference by reference."""
    yield "---\nreferences:\n" if library.references else "---\nreferences: []\n"
    for item in items(library, options):
        yield "".join(yaml_text.lines([fields(item)]))
    yield "...\n"


def fields(item: Item) -> dict[str, yaml_text.Value]:
    """The variables of one item as in CSL-JSON, their texts as pandoc's Markdown."""
    return {
        field: value if field in _AS_THEY_ARE else _marked(value, is_title=field == "title")
        for field, value in csl_json.fields(item).items()
    }


def escape(text: str) -> str:
    r"""Escape a text so that pandoc's Markdown reads it as it is.

    >>> print(escape("snake_case, O'Brien, *x* of $5 -- <b> @k _y_"))
    snake_case, O'Brien, \*x\* of \$5 \-\- \<b\> \@k \_y\_
    """
    return _MARKUP.sub(lambda match: "\\" + match[0], text)


def _marked(value: yaml_text.Value, *, is_title: bool) -> yaml_text.Value:
    if isinstance(value, str):
        return _title(value) if is_title else escape(value)
    if isinstance(value, list):
        return [_marked(one, is_title=False) for one in value]
    if isinstance(value, dict):
        return {field: _marked(one, is_title=False) for field, one in value.items()}
    return value


def _title(title: str) -> str:
    """A title with its scripts as Markdown has them: ``H~2~O``.

    Scripts within scripts of the same kind have no form in Markdown and lose theirs.
    """
    pieces: list[str] = []
    opened: list[str] = []
    for piece in _SCRIPT.split(title):
        sign = _SIGN_BY_TAG.get(piece)
        if sign is None:
            text = escape(piece)
            pieces.append(text.replace(" ", "\\ ") if opened else text)
        elif piece[1] != "/":
            pieces.append("" if sign in opened else sign)
            opened.append(sign)
        elif opened and opened[-1] == sign:
            opened.pop()
            pieces.append("" if sign in opened else sign)
        else:
            return escape(title)
    return escape(title) if opened else "".join(pieces)

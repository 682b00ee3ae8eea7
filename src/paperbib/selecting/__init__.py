"""Choose entries of a library: by tag, read state and date, or by what a document cites.

`filters` chooses by what is known of an entry. `latex`, `aux_file`, `markdown_text` and
`typst` find the keys a document cites and the files it is made of; `keys` looks them up.
All are pure: whoever calls them reads the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from paperbib.selecting import aux_file, latex, markdown_text, typst
from paperbib.selecting.filters import Entry, Kept, Wanted, keep, select
from paperbib.selecting.found import Citation, Inclusion, Reading
from paperbib.selecting.keys import Place, Resolved, resolve

__all__ = [
    "FINDER_BY_SUFFIX",
    "Citation",
    "Entry",
    "Inclusion",
    "Kept",
    "Place",
    "Reading",
    "Resolved",
    "Wanted",
    "keep",
    "resolve",
    "select",
]

FINDER_BY_SUFFIX: Mapping[str, Callable[[str], Iterator[Reading]]] = {
    ".tex": latex.find,
    ".ltx": latex.find,
    ".latex": latex.find,
    ".aux": aux_file.find,
    ".md": markdown_text.find,
    ".markdown": markdown_text.find,
    ".qmd": markdown_text.find,
    ".rmd": markdown_text.find,
    ".typ": typst.find,
}
"""What finds the citations of a document, by the ending of its name in small letters."""

r"""What LaTeX wrote of a document's citations into its .aux file.

``\citation{a,b}`` is LaTeX's own, ``\abx@aux@cite{0}{a}`` biblatex's (without the first
argument before version 3.13), ``\@input{chapter.aux}`` names the files of chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.selecting.found import EVERYTHING, Citation, Inclusion, Reading, keys_in

_LINE = re.compile(
    r"""^[ \t]*+(?:
      \\citation\{(?P<keys>[^{}\n]*+)\}
    | \\abx@aux@cite(?:\{\d*+\})?\{(?P<key>[^{}\n]*+)\}
    | (?P<all>\\abx@aux@nociteall)
    | \\@input\{(?P<file>[^{}\n]*+)\}
    )""",
    re.VERBOSE | re.MULTILINE,
)
_CONTROL = re.compile(
    r"(?:REVTEX|apsrev|apsrmp|aip|IEEEexample:BST|achemso-)\w*control", re.IGNORECASE
)
"""Entries by which classes steer their own style, and no work: REVTeX, IEEEtran."""


def find(text: str) -> Iterator[Reading]:
    r"""Find what an .aux file says is cited, in the order of the document.

    >>> [one.key for one in find("\\citation{a,b}\n\\abx@aux@cite{0}{c}\n")]
    ['a', 'b', 'c']
    """
    for match in _LINE.finditer(text):
        if match["file"] is not None:
            yield Inclusion((match["file"].strip('"'),), match.start(), match[0].strip())
        elif match["all"]:
            yield Citation(EVERYTHING, match.start("all"))
        else:
            group = "keys" if match["keys"] is not None else "key"
            yield from keys_in(match[group], match.start(group), _is_key)


def _is_key(key: str) -> bool:
    return bool(key) and not _CONTROL.fullmatch(key)

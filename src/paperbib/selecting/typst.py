"""What a Typst document cites: ``@key``, ``#cite(<key>)``, ``#cite(label("key"))``.

A reference may as well lead to a label of the document (a figure, a section); those
labels are left out. Source: the Typst reference, "Syntax", "Cite" and "Label".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.selecting.found import EVERYTHING, Citation, Inclusion, Reading, blank, blanked

_UNREAD = re.compile(
    r"""(?<!:)//[^\n]*+
    | (?P<fence>`{3,})[\s\S]*?(?P=fence)
    | `[^`]*+`""",
    re.VERBOSE,
)
_BLOCK_COMMENT = re.compile(r"/\*|\*/")
_NAME = r"\w(?:[\w\-.:]*[\w\-])?"
_FOUND = re.compile(
    rf"""\\[\s\S]
    | https?://[^\s<>\[\]"]*+
    | \$[^$]*+\$
    | (?<![\w\-.])cite\(\s*+(?:<(?P<cited>[^<>\s]++)>
        |label\(\s*+"(?P<label>(?:[^"\\\n]|\\.)*+)"\s*+\))
    | (?<![\w\-.])include\s++"(?P<file>[^"\n]++)"
    | (?<![\w\-.])bibliography\((?P<bibliography>[^()]*+(?:\([^()]*+\)[^()]*+)*+)\)
    | [(,:=+][ \t]*+"(?:[^"\\\n]|\\.)*+"
    | @(?P<reference>{_NAME})
    | <(?P<here>[\w\-.:]++)>""",
    re.VERBOSE,
)
_FULL = re.compile(r"\bfull\s*:\s*true\b")


def find(text: str) -> Iterator[Reading]:
    r"""Find what a Typst source cites and includes, in its order.

    >>> [one.key for one in find("@a, @b[p. 3]; // @c\n#cite(<d>)")]
    ['a', 'b', 'd']
    """
    text = _without_block_comments(blanked(_UNREAD, text))
    found = list(_FOUND.finditer(text))
    here = {match["here"] for match in found}
    for match in found:
        if match["cited"]:
            yield Citation(match["cited"], match.start("cited"))
        elif match["label"]:
            yield Citation(re.sub(r"\\(.)", r"\1", match["label"]), match.start("label"))
        elif match["file"]:
            name = match["file"].lstrip("/")
            yield Inclusion((name,), match.start(), match[0])
        elif match["bibliography"] and _FULL.search(match["bibliography"]):
            yield Citation(EVERYTHING, match.start())
        elif match["reference"] and match["reference"] not in here:
            yield Citation(match["reference"], match.start("reference"), is_sure=False)


def _without_block_comments(text: str) -> str:
    """The text with spaces for block comments, which nest."""
    depth = start = 0
    parts, position = [], 0
    for match in _BLOCK_COMMENT.finditer(text):
        if match[0] == "/*":
            start = start if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                parts += [text[position:start], blank(text[start : match.end()])]
                position = match.end()
    if depth:
        parts += [text[position:start], blank(text[start:])]
        position = len(text)
    return "".join([*parts, text[position:]])

"""What a Typst document cites: ``@key``, ``#cite(<key>)``, ``#cite(label("key"))``.

A reference may as well lead to a label of the document (a figure, a section); those
labels are left out. Source: the Typst reference, "Syntax", "Cite" and "Label".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.selecting.found import EVERYTHING, Citation, Inclusion, Reading, blank

_UNREAD = re.compile(r"\\[\s\S]|(?<!:)//[^\n]*+|(?P<comment>/\*)|(?P<raw>`++)")
_COMMENT_END = re.compile(r"/\*|\*/")
_RAW_END = re.compile("`++")
_LONG = 3
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
    text = _without_unread(text)
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


def _without_unread(text: str) -> str:
    """The text with spaces for comments and raw text; what is not closed goes to the end."""
    parts, position = [], 0
    while match := _UNREAD.search(text, position):
        end = match.end()
        if match["comment"]:
            end = _end_of_comment(text, end)
        elif match["raw"]:
            end = _end_of_raw(text, end, len(match["raw"]))
        is_unread = not match[0].startswith("\\")
        passage = text[match.start() : end]
        parts += [text[position : match.start()], blank(passage) if is_unread else passage]
        position = end
    return "".join([*parts, text[position:]])


def _end_of_comment(text: str, position: int) -> int:
    """Comments nest."""
    depth = 1
    for match in _COMMENT_END.finditer(text, position):
        depth += 1 if match[0] == "/*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def _end_of_raw(text: str, position: int, length: int) -> int:
    """One backtick up to the next, three or more up to as many; two are empty."""
    if length < _LONG:
        closing = text.find("`", position) if length == 1 else position - 1
        return closing + 1 if closing >= 0 else len(text)
    for match in _RAW_END.finditer(text, position):
        if len(match[0]) >= length:
            return match.start() + length
    return len(text)

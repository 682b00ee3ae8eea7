"""What a Markdown document cites, as pandoc, Quarto and R Markdown read it.

``@key``, ``-@key``, ``[see @key, p. 3; @key2]`` and ``@{odd key}``; not what stands in
code, in the address of a link, in HTML or in a comment, and no e-mail address. Sources:
pandoc's manual, "Citation syntax"; Quarto, "Includes" and "Cross-references"; R Markdown
Cookbook, "Child documents".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.selecting.found import Citation, Inclusion, Reading, blank

_FRONT_MATTER = re.compile(r"---[ \t]*+\n(?P<inside>[\s\S]*?)\n(?:---|\.\.\.)[ \t]*+(?=\n|\Z)")
_READ_IN_FRONT_MATTER = re.compile(r"(?:nocite|abstract|title|subtitle|thanks)[ \t]*+:")
_FENCE = re.compile(r"[ \t]*+(?:>[ \t]?)*+(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_CHILD = re.compile(r"\bchild\s*+=\s*+(?P<quote>[\"'])(?P<file>[^\"'\n]++)(?P=quote)")
_INDENTED = re.compile(r"(?: {4}|\t)")
_LIST_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]|\(?[@\w]{1,20}[.)]|:|\[\^[^\]\n]++\]:)[ \t]")
_RUN = re.compile("`+")
_KEY = r"(?:https?://)?\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*+"
_FOUND = re.compile(
    rf"""\\.
    | <(?:[A-Za-z][A-Za-z0-9+.\-]*+:|[^\s<>@]++@)[^\s<>]*+>
    | </?[A-Za-z][^<>]*+>
    | \]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)
    | ^[ ]{{0,3}}\[[^\]\n^@][^\]\n]*+\]:[ \t][^\n]*+
    | \$(?!\s)[^$\n]*+(?<!\s)\$(?!\d)
    | \{{\{{<[ \t]*+include[ \t]++(?P<file>[^\s>]++)[ \t]*+>\}}\}}
    | (?<!@)\b(?:https?://|www\.)[^\s<>\[\]]*+
    | (?<![^\W_])(?<![^\W_]_)(?<!\.)@(?:\{{(?P<braced>[^{{}}\n]++)\}}|(?P<all>\*)|(?P<bare>{_KEY}))
    | (?<=\w)@(?P<joined>{_KEY})""",
    re.VERBOSE | re.MULTILINE,
)
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|lst|tip|nte|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|eq|sec)"
    r"[-:].*"
)
"""Labels of Quarto's and pandoc-crossref's own; a key may still be called so."""


def find(text: str) -> Iterator[Reading]:
    """Find what a Markdown document cites and includes, in its order.

    >>> [one.key for one in find("[see @a, p. 3; -@b] and `@c`, me@d.org")]
    ['a', 'b']
    """
    children: list[Inclusion] = []
    text = _without_comments(_without_code_spans(_without_blocks(text, children)))
    found: list[Reading] = [*children, *_found(text)]
    yield from sorted(found, key=lambda one: one.offset)


def _found(text: str) -> Iterator[Reading]:
    end_of_citation = -1
    for match in _FOUND.finditer(text):
        if match["file"]:
            yield Inclusion((match["file"].lstrip("/"),), match.start(), match[0])
        elif match["joined"]:
            # Right behind a citation it is another one; behind anything else, an address.
            if match.start() == end_of_citation:
                yield Citation(match["joined"], match.start("joined"))
                end_of_citation = match.end()
        elif group := next((one for one in ("braced", "all", "bare") if match[one]), None):
            key = match[group]
            is_sure = group != "bare" or not _CROSS_REFERENCE.fullmatch(key)
            yield Citation(key, match.start(group), is_sure)
            end_of_citation = match.end()


def _without_blocks(text: str, children: list[Inclusion]) -> str:
    """The text with spaces for front matter that is not printed, and for blocks of code."""
    start = 0
    parts: list[str] = []
    if front := _FRONT_MATTER.match(text):
        start = front.end()
        parts.append(_front_matter(front[0]))
    fence = ""
    is_list = is_after_blank = is_code = False
    for line in text[start:].splitlines(keepends=True) if start else text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if fence:
            closes = match and match["fence"].startswith(fence) and not match["info"].strip()
            fence = "" if closes else fence
            parts.append(blank(line))
        elif match and not (match["fence"][0] == "`" and "`" in match["info"]):
            fence = match["fence"]
            children += _children(match["info"], start + match.start("info"))
            parts.append(blank(line))
        else:
            is_indented = _INDENTED.match(line) is not None
            is_code = is_indented and not is_list and (is_after_blank or is_code)
            if line.strip() and not line[0].isspace():
                is_list = bool(_LIST_ITEM.match(line)) or (is_list and not is_after_blank)
            is_after_blank = not line.strip()
            parts.append(blank(line) if is_code else line)
        start += len(line)
    return "".join(parts)


def _front_matter(text: str) -> str:
    """Only what of it is printed, or says what to cite; the rest are spaces."""
    is_read = False
    lines = []
    for line in text.splitlines(keepends=True):
        if line.strip() and not line[0].isspace() and not line.startswith("- "):
            is_read = _READ_IN_FRONT_MATTER.match(line) is not None
        lines.append(line if is_read else blank(line))
    return "".join(lines)


def _children(info: str, offset: int) -> Iterator[Inclusion]:
    """The file of ``{r, child="part.Rmd"}``."""
    if match := _CHILD.search(info):
        yield Inclusion((match["file"],), offset + match.start(), match[0])


def _without_code_spans(text: str) -> str:
    """The text with spaces for code spans: a run of backticks up to the next as long.

    Source: CommonMark 0.31, section 6.1. A span ends with its paragraph.
    """
    runs = list(_RUN.finditer(text))
    paragraphs = [match.start() for match in re.finditer(r"\n[ \t]*+\n", text)]
    closing: dict[int, int] = {}
    last: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number][0])
        if length in last:
            closing[number] = last[length]
        last[length] = number
    parts, position, number, paragraph = [], 0, 0, 0
    while number < len(runs):
        start = runs[number].start()
        while paragraph < len(paragraphs) and paragraphs[paragraph] < start:
            paragraph += 1
        until = paragraphs[paragraph] if paragraph < len(paragraphs) else len(text)
        end = closing.get(number)
        if end is None or runs[end].start() > until or text[start - 1 : start] == "\\":
            number += 1
            continue
        parts += [text[position:start], blank(text[start : runs[end].end()])]
        position, number = runs[end].end(), end + 1
    return "".join([*parts, text[position:]])


def _without_comments(text: str) -> str:
    """The text with spaces for HTML comments; what is not closed is none."""
    parts, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[position:start], blank(text[start:end])]
        position = end
    return "".join([*parts, text[position:]])

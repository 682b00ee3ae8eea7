r"""What a LaTeX document cites: ``\cite`` and its many relatives, and the files it reads.

A command cites when its name says so (``\parencite``, ``\Citet``, ``\citesec`` of multibib,
one's own ``\mycite``), but for the few that only sound like it. Sources: the manuals of
natbib (section 2), biblatex (3.9, "Citation Commands"), multibib, subfiles and import;
The TeXbook, chapter 20, for ``\input`` without braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.selecting.found import Citation, Inclusion, Reading, blank, keys_in

_VERBATIM = r"verbatim|Verbatim|BVerbatim|LVerbatim|lstlisting|minted|comment|filecontents"
_UNREAD = re.compile(
    rf"""\\begin\{{(?P<name>(?:{_VERBATIM})\*?)\}}
    | \\(?:verb|lstinline)(?![A-Za-z])\*?(?P<mark>[^A-Za-z\s*{{\[])[^\n]{{0,500}}?(?P=mark)
    | \\[\s\S]
    | (?P<comment>%[^\n]*+)""",
    re.VERBOSE,
)
_COMMAND = re.compile(r"\\(?:(?P<word>[A-Za-z]++)\*?|[\s\S])")
_GAP = r"[ \t]*+(?:\n[ \t]*+)?"
_OPTION = re.compile(
    rf"{_GAP}(?:\[(?:[^\[\]{{}}\\]|\\[\s\S]|\{{(?:[^{{}}\\]|\\[\s\S]|\{{[^{{}}]*+\}})*+\}})*+\]"
    r"|<[^<>\\{}\n]*+>)"
)
_PARENTHESIS = re.compile(rf"{_GAP}\((?:[^(){{}}\\]|\\[\s\S]|\{{[^{{}}]*+\}})*+\)")
_ARGUMENT = re.compile(rf"{_GAP}\{{(?P<inner>(?:[^{{}}\\]|\\[\s\S])*+)\}}")
_GROUP = re.compile(
    rf"{_GAP}\{{(?:[^{{}}\\]|\\[\s\S]|\{{(?:[^{{}}\\]|\\[\s\S]|\{{[^{{}}]*+\}})*+\}})*+\}}"
)
_DEFINES = re.compile(
    r"(?:re|provide)?newcommand|providecommand|[egx]?def|let|DeclareRobustCommand"
    r"|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand"
)
_DEFINED = re.compile(r"[ \t]*+\{?[ \t]*+\\[A-Za-z]++")
_BARE_NAME = re.compile(r"[ \t]++(?P<inner>[^\s{}\\%]++)")
_KEY = re.compile(r"[^\s\\{}#%~,\"]+")

_CITES = re.compile(r"cite(?!r)|^citation$|^bibentry$", re.IGNORECASE)
_ONLY_SOUNDS_LIKE_IT = re.compile(
    r"^(?:(?:Declare|AtEvery|AtNext|[re]*new|provide|mk|if|set|def|blx|abx|Make)\w*"
    r"|cite(?:style|text|form|dash|punct|mid|left|right|sep|numfont|namefont|setup|topage|stackexchange)"
    r"|cite(?:index|tracker|count|total|page|date)?(?:true|false|type)|bstctlcite|bibcite)$"
)
_SEVERAL = re.compile(r"cites$", re.IGNORECASE)
_WITH_VOLUME = re.compile(r"volcites?$", re.IGNORECASE)

_INCLUDES = frozenset({"input", "include", "subfile", "subfileinclude", "InputIfFileExists"})
_INCLUDES_FROM = frozenset(
    {"import", "subimport", "inputfrom", "subinputfrom", "includefrom", "subincludefrom"}
)
_OF_TEX_ITSELF = frozenset({"glyphtounicode", "binhex", "epsf", "xy", "tikz", "pgf", "random"})
"""What documents read from the TeX distribution; nothing is cited there."""


def find(text: str) -> Iterator[Reading]:
    r"""Find what a LaTeX source cites and reads, in its order.

    Comments and verbatim text are left out, and so is all behind ``\end{document}``.

    >>> [one.key for one in find(r"\citep[see][p. 3]{a, b} % \cite{c}")]
    ['a', 'b']
    """
    text = _without_unread(text)
    defined = 0
    for match in _COMMAND.finditer(text):
        word, after = match["word"] or "", match.end()
        if match.start() < defined:
            continue
        if _DEFINES.fullmatch(word):
            # What is defined is not used here.
            defined = _past(_DEFINED, text, after)
        elif word == "endinput" or (word == "end" and text.startswith("{document}", after)):
            return
        if word in _INCLUDES:
            yield from _included(text, match.start(), after)
        elif word in _INCLUDES_FROM:
            yield from _included_from(text, match.start(), after)
        elif _CITES.search(word) and not _ONLY_SOUNDS_LIKE_IT.match(word):
            yield from _cited(text, word, after)


def _without_unread(text: str) -> str:
    """The text with spaces for comments and verbatim text."""
    parts, position = [], 0
    while match := _UNREAD.search(text, position):
        parts.append(text[position : match.start()])
        end = match.end()
        if match["name"]:
            closing = text.find(f"\\end{{{match['name']}}}", end)
            end = len(text) if closing < 0 else closing
        is_unread = match["name"] or match["mark"] or match["comment"]
        passage = text[match.start() : end]
        parts.append(blank(passage) if is_unread else passage)
        position = end
    return "".join([*parts, text[position:]])


def _cited(text: str, word: str, after: int) -> Iterator[Citation]:
    r"""The keys of a command; several lists of them for ``\cites``."""
    is_several = _SEVERAL.search(word) is not None
    for _ in range(2 if is_several else 0):
        after = _past(_PARENTHESIS, text, after)
    while True:
        after = _past_options(text, after)
        if _WITH_VOLUME.search(word):
            after = _past_options(text, _past(_GROUP, text, after))
        match = _ARGUMENT.match(text, after)
        if match is None:
            return
        yield from keys_in(match["inner"], match.start("inner"), _KEY.fullmatch)
        after = match.end()
        if not is_several:
            return


def _past_options(text: str, position: int) -> int:
    while match := _OPTION.match(text, position):
        position = match.end()
    return position


def _past(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _included(text: str, start: int, after: int) -> Iterator[Inclusion]:
    match = _GROUP.match(text, after)
    name = match[0].strip()[1:-1] if match else ""
    if match is None and (match := _BARE_NAME.match(text, after)):
        name = match["inner"]
    if match:
        yield from _inclusion(name, text[start : match.end()], start)


def _included_from(text: str, start: int, after: int) -> Iterator[Inclusion]:
    folder = _ARGUMENT.match(text, after)
    file = _ARGUMENT.match(text, folder.end()) if folder else None
    if folder and file:
        name = f"{folder['inner'].strip().rstrip('/') or '.'}/{file['inner'].strip()}"
        yield from _inclusion(name, text[start : file.end()], start)


def _inclusion(name: str, written: str, start: int) -> Iterator[Inclusion]:
    r"""What TeX looks for: ``x.tex`` first, then ``x``.

    In the text of a macro (``\input{#1}``) nothing is read yet.
    """
    name = name.strip().strip('"')
    if not name or "#" in name or name.removesuffix(".tex") in _OF_TEX_ITSELF:
        return
    names = (name,) if name.endswith(".tex") else (f"{name}.tex", name)
    yield Inclusion(() if "\\" in name else names, start, " ".join(written.split()))

r"""LaTeX sources: sections, lists, tables, bibliographies, links.

Source: "LaTeX2e: An unofficial reference manual", sections 6 (sectioning) and 8
(environments: itemize, enumerate, description, tabular, thebibliography,
verbatim). Nothing is executed: macros are not expanded, and ``\input`` is not
followed. The running text is `running_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperbib.extract.context.titles import is_title
from paperbib.extract.passage import Builder, Given, Headings, Passage
from paperbib.extract.tex import running_text
from paperbib.model import Note, State

name = "latex"
suffixes: tuple[str, ...] = (".tex", ".latex", ".ltx")
cutting = None

_SURE = re.compile(
    r"^[ \t]*+\\(?:documentclass"
    r"|begin\{(?:document|itemize|enumerate|description|thebibliography)\})",
    re.MULTILINE,
)
_LIKELY = re.compile(r"\\(?:(?:sub)*section\*?\{|chapter\*?\{|href\{)")
_LEVELS = {
    "part": 1, "chapter": 2, "addchap": 2, "section": 3, "addsec": 3, "subsection": 4,
    "subsubsection": 5, "paragraph": 6, "subparagraph": 7, "frametitle": 8,
}  # fmt: skip
_LISTS = frozenset(
    """
    itemize enumerate description list trivlist compactitem compactenum compactdesc inparaenum
    asparaenum asparaitem tasks thebibliography
    """.split()
)
_TABLES = frozenset("tabular tabularx tabulary longtable tabu xltabular supertabular".split())
_VERBATIM = frozenset("verbatim Verbatim lstlisting minted alltt filecontents".split())
_DEEPEST = 12
"""Lists nest no deeper; LaTeX itself stops at six."""
_ENVIRONMENT = re.compile(r"[ \t]*+\{(?P<name>[A-Za-z]{1,40})\*?\}")
_COLUMNS = re.compile(r"(?:\{(?:[^{}]|\{[^{}]*+\})*+\}){0,2}")
_KEY = re.compile(r"(?:\s|%[^\r\n]*+(?>\r\n|[\r\n]))*+\{(?P<key>[^{}]*+)\}")
_LINE = re.compile(r"(?P<line>[^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
_HOLDS_ONE = re.compile(r"://|\d{4}\.\d{4}|/\d{7}|10\.\d{4}")
_LABEL_YEAR = re.compile(r"\((?P<year>(?:19|20)\d\d)[a-z]?\)")
_DONE = re.compile(
    r"\s*(?:\$?\\(?:checkmark|boxtimes|blacksquare|done|CheckedBox|XBox)\$?|[xX✓✔☑☒])\s*"
)
_TODO = re.compile(r"\s*(?:\$?\\(?:square|Box|todo|Square)\$?|☐|)\s*")


def looks_like(text: str) -> bool:
    """Whether a text is LaTeX: a document, a list, or several headings or links."""
    return _SURE.search(text) is not None or len(_LIKELY.findall(text)) > 1


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a LaTeX note into passages, in the order of the note."""
    reader = _Reader(note.text, Builder(headings))
    reader.read(0, len(note.text))
    reader.finish()
    return reader.builder.passages()


@dataclass(slots=True)
class _List:
    """A list or a table that is open, and whether an item or a row of it is."""

    is_table: bool = False
    has_item: bool = False


@dataclass(slots=True)
class _Heading:
    """A heading that is open."""

    level: int


@dataclass(slots=True)
class _Bibitem:
    r"""A ``\bibitem`` that is open: where its blocks start in the text."""

    passage: Passage
    key: str
    year: int | None
    blocks: list[int] = field(default_factory=list)

    def give(self) -> None:
        r"""Tell what the item says of itself.

        The styles write the authors, then a block with the title, then the others.
        Source: btxbst.doc, function ``new.block``.
        """
        title = ""
        if self.blocks:
            start, end = [*self.blocks, self.passage.length][:2]
            title = " ".join(self.passage.text[start:end].split()).strip(" .,;“”\"'")
        is_good = title and is_title(title)
        self.passage.given = Given(
            title=title if is_good else None, year=self.year, key=self.key or None
        )


class _Reader(running_text.Reader):
    """Folds the structure of a LaTeX document into passages."""

    def __init__(self, text: str, builder: Builder) -> None:
        super().__init__(text, builder, has_comments=True)
        self.body = text.find("\\begin{document}")
        self.lists: list[_List] = []
        self.too_deep = 0
        self.open_heading: _Heading | None = None
        self.bibitem: _Bibitem | None = None
        self.endless: set[str] = set()

    def structure(self, word: str, start: int, after: int) -> int | None:
        handled: int | None = None
        if word in _LEVELS:
            handled = self._section(_LEVELS[word], after)
        elif word == "item":
            handled = self._item(after)
        elif word == "bibitem":
            handled = self._bibitem(after)
        elif word == "newblock":
            self.builder.add("\n", start)
            if self.bibitem:
                self.bibitem.blocks.append(self.bibitem.passage.length)
            handled = after
        elif word == "par":
            self.flush()
            self.paragraph(start)
            handled = after
        elif word in ("begin", "end") and (match := _ENVIRONMENT.match(self.text, after, self.end)):
            handle = self._begin if word == "begin" else self._end
            handled = handle(match["name"], match.end())
        return handled

    def line(self, offset: int) -> None:
        if offset < self.body:
            # No line of a preamble is the title of the next.
            self.flush()
            self.paragraph(offset)
        else:
            self.builder.add("\n", offset)

    def paragraph(self, offset: int) -> None:
        self.builder.open_block(offset)

    def row(self, offset: int) -> None:
        if not (self.lists and self.lists[-1].is_table):
            self.builder.add("\n", offset)
        elif self.builder.passage.length:
            self.flush()
            self.builder.close_item()
            self.builder.open_item()

    def cell(self, offset: int) -> None:
        self.builder.add("\n" if self.lists and self.lists[-1].is_table else "&", offset)

    def flush(self) -> None:
        """Close the link and the heading that are open: neither holds a paragraph."""
        super().flush()
        if self.open_heading is not None:
            self.builder.close_heading(self.open_heading.level)
            self.open_heading = None

    def close_group(self, group: object) -> None:
        if group is self.open_heading:
            self.flush()

    def finish(self) -> None:
        """The end of a part: nothing is open any more."""
        self.flush()
        if self.bibitem is not None:
            self.bibitem.give()
            self.bibitem = None

    def _section(self, level: int, after: int) -> int:
        short, after = self.option(after)
        opening = self.opening(after)
        if opening is None:
            return after
        self.finish()
        if _HOLDS_ONE.search(short):
            self.builder.open_block(after)
            self.builder.add(short, after - 1 - len(short))
        self.lists.clear()
        self.too_deep = 0
        self.builder.open_heading()
        self.open_heading = _Heading(level)
        self.groups.append(self.open_heading)
        return opening

    def _open_item(self, state: State | None = None) -> None:
        self.finish()
        if not self.lists:
            self.lists.append(_List())
        if self.lists[-1].has_item:
            self.builder.close_item()
        self.builder.open_item(state)
        self.lists[-1].has_item = True

    def _item(self, after: int) -> int:
        label, stop = self.option(after)
        state: State | None = None
        if stop > after:
            state = "done" if _DONE.fullmatch(label) else "open" if _TODO.fullmatch(label) else None
        self._open_item(state)
        if state is None and label:
            # The label of a description is the name of the thing.
            start = stop - 1 - len(label)
            end, groups, self.groups = self.end, self.groups, []
            self.read(start, stop - 1)
            self.end, self.groups = end, groups
            self.builder.add(" ", stop - 1)
        return self._past_spaces(stop)

    def _bibitem(self, after: int) -> int:
        label, stop = self.option(after)
        match = _KEY.match(self.text, stop, self.end)
        self._open_item()
        if _HOLDS_ONE.search(label):
            self.builder.add(label + " ", stop - 1 - len(label))
        year = _LABEL_YEAR.search(label)
        key = match["key"].strip() if match else ""
        self.bibitem = _Bibitem(self.builder.passage, key, int(year["year"]) if year else None)
        return self._past_spaces(match.end() if match else stop)

    def _past_spaces(self, position: int) -> int:
        while position < self.end and self.text[position] in " \t":
            position += 1
        return position

    def _begin(self, name: str, after: int) -> int:
        self.flush()
        if name in _VERBATIM or name == "comment":
            return self._verbatim(name, after)
        if name not in _LISTS and name not in _TABLES:
            self.builder.open_block(after)
            return after
        _, after = self.option(after)
        is_table = name in _TABLES
        if is_table or name == "thebibliography":
            columns = _COLUMNS.match(self.text, after, self.end)
            after = columns.end() if columns else after
        if len(self.lists) == _DEEPEST:
            self.too_deep += 1
            return after
        self.lists.append(_List(is_table))
        if is_table:
            self._open_item()
        return after

    def _end(self, name: str, after: int) -> int:
        self.finish()
        if name in _LISTS or name in _TABLES:
            if self.too_deep:
                self.too_deep -= 1
            elif self.lists and self.lists.pop().has_item:
                self.builder.close_item()
        self.builder.open_block(after)
        return after

    def _verbatim(self, name: str, after: int) -> int:
        """Text that is no LaTeX stands as it is; a comment is left out."""
        closing = f"\\end{{{name}"
        stop = -1 if name in self.endless else self.text.find(closing, after, self.end)
        if stop < 0:
            # Found out once for all: a search to the end for each would take too long.
            self.endless.add(name)
            if name == "comment":
                return after
            stop = self.end
        self.builder.open_block(after)
        position = after
        while name != "comment" and position < stop:
            match = _LINE.match(self.text, position, stop)
            if match is None:
                break
            self.builder.add(match["line"], position)
            self.builder.add("\n", match.end("line"))
            position = match.end()
        return stop

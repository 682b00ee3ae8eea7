"""Plain text notes: bullets, indentation, todo marks, underlined headings, field lines.

Nothing is markup here: an underscore is an underscore, and an indented line is
no code. Blank lines and bullets separate the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.context.titles import clean
from paperbib.extract.markdown import notation
from paperbib.extract.passage import Headings, Passage
from paperbib.extract.pieces import PARAGRAPHS, Cutting
from paperbib.model import Note

name = "plain"
suffixes = (".txt", ".text")

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?:\r\n|\r|\n|\Z)")
_BULLET = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>(?:[-*+•·–—◦▪‣●○►▶→]|\d{1,3}[.)])[ \t]+)?"
    r"(?P<box>\[[ xX/><?!*~-]\](?=[ \t])|[☐☑☒✅✔❌⬜🔲])?(?=\S)"
)
_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,})[ \t]*")
_TAB = 4
_CUTTING = PARAGRAPHS._replace(
    start=re.compile(r"[-*+•][ \t]+\S"),
    heading=re.compile(r"\n[ \t]*(?:(?P<marks>(?!))|(?P<underline>={3,}|-{3,})[ \t]*(?=\r?\n|\Z))"),
)


def looks_like(text: str) -> bool:
    """Whatever is text can be read as such."""
    return bool(text)


def cutting(text: str) -> Cutting:
    """How a plain text is cut: at paragraphs and bullets that are not indented."""
    del text
    return _CUTTING


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a plain text note into passages, in the order of the note."""
    return notation.read(_Reader(note, headings).read())


class _Reader:
    def __init__(self, note: Note, headings: Headings) -> None:
        self.text = note.text
        self.headings = headings
        self.stack: list[tuple[int, Passage]] = []
        self.current: Passage | None = None
        self.done: list[Passage] = []

    def read(self) -> list[Passage]:
        position = 0
        while position < len(self.text):
            match = _LINE.match(self.text, position)
            if match is None or match.end() == position:
                break
            self._line(match["line"], position)
            position = match.end()
        return self.done

    def _line(self, line: str, offset: int) -> None:
        if not line.strip():
            self.current = None
            return
        if _UNDERLINE.fullmatch(line) and self._underlines():
            return
        match = _BULLET.match(line)
        start = match.end("indent") if match is not None else 0
        depth = len(line[:start].expandtabs(_TAB))
        if match is not None and (match["bullet"] or match["box"]):
            self._open(depth, is_item=True)
            start = match.end("bullet") if match["bullet"] else start
        elif self.current is None:
            self._open(depth, is_item=False)
        else:
            self.current.add("\n", max(offset - 1, 0))
        if self.current is not None:
            self.current.add(line[start:], offset + start)

    def _open(self, depth: int, *, is_item: bool) -> None:
        while self.stack and self.stack[-1][0] >= depth:
            self.stack.pop()
        parent = self.stack[-1][1] if self.stack and depth else None
        self.current = Passage(self.headings.path, parent, is_item, is_listed=is_item)
        self.done.append(self.current)
        if is_item:
            self.stack.append((depth, self.current))

    def _underlines(self) -> bool:
        """Make a heading of the single line above an underline."""
        above = self.current
        if above is None or above.is_item or "\n" in above.text:
            return False
        self.headings.enter(1, clean(above.text))
        above.section = self.headings.path
        self.current = None
        self.stack.clear()
        return True

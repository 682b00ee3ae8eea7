"""The blocks of HTML: headings, lists, tables, and what nests in them.

Source: the HTML Living Standard, sections 4.3, 4.4 and 4.9 (sections, grouping
content, tables); the Netscape bookmark file format.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from paperbib.extract.context.titles import clean
from paperbib.extract.html.flow import Flow
from paperbib.extract.html.meta import Citation
from paperbib.extract.html.tokens import CDATA, DECLARATION, TEXT, Token, Tokeniser
from paperbib.extract.passage import Builder, Passage

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol p pre search section summary table tbody td tfoot th thead tr ul
    """.split()
)
_IN_HEADINGS = frozenset("div details header hgroup summary".split())
_LISTS = frozenset("dir dl menu ol table ul".split())
_ITEMS = frozenset("li dt dd".split())
_HEADING = re.compile(r"h[1-6]")
_MOST_NESTED = 24


@dataclass(slots=True)
class _Open:
    """An open list, table, item or row.

    Attributes:
        name: Its tag.
        item: The passage of an item; None for lists, and for items that a heading ended.
        level: Of the heading that is all the text of an item.
        length: Of the text up to the end of that heading.
    """

    name: str
    item: Passage | None = None
    level: int = 0
    length: int = 0


class Folder:
    """Folds HTML into passages, whole or in pieces: a tag may begin in one and end in another.

    Args:
        builder: What the passages are built with.
        is_page: Whether nothing but the HTML goes into the passages.
    """

    def __init__(self, builder: Builder, *, is_page: bool = False) -> None:
        self.builder = builder
        self._is_page = is_page
        self._flow = Flow(builder)
        self._tokens = Tokeniser()
        self._stack: list[_Open] = []
        self._excess = 0
        self._level = 0
        self._is_bookmarks = False
        self._citation = Citation(builder)

    def feed(self, html: str, offset: int) -> None:
        """Fold a piece of HTML that stands at ``offset`` of the note."""
        for token in self._tokens.feed(html, offset):
            self._token(token)
        if html[-1:] not in ("\n", "\r"):
            # A tag inside a line of Markdown: what follows is not ours to see.
            self._flow.settle(offset)

    def close(self) -> None:
        """End what is open: the block of Markdown around the HTML ends here, or the page."""
        for token in self._tokens.finish():
            self._token(token)
        self._flow.close()
        if self._level:
            self.builder.drop_heading()
            self._level = 0
        self._pop(0)
        self._excess = 0

    def _token(self, token: Token) -> None:
        if token.name in (TEXT, CDATA):
            self._flow.text(token)
        elif token.name == DECLARATION:
            self._is_bookmarks |= "netscape-bookmark" in token.text[:99].lower()
        elif token.is_end:
            self._end(token)
        else:
            self._start(token)

    def _start(self, token: Token) -> None:
        tag = token.name
        self._flow.release()
        if tag in _BLOCKS:
            if tag not in _IN_HEADINGS:
                self._end_heading()
            self._flow.boundary()
            self._start_block(tag)
        elif tag == "a":
            self._flow.open_anchor(token)
        elif tag == "br":
            self._flow.break_line(token.offset)
        elif tag == "img":
            self._flow.picture(token)
        elif tag == "input":
            self._checkbox(token)
        elif tag == "meta":
            self._citation.add(token)

    def _start_block(self, tag: str) -> None:
        if tag in _LISTS:
            self._open_list(tag)
        elif tag in _ITEMS:
            self._open_item(tag)
        elif tag in ("tr", "td", "th"):
            self._open_cell(tag)
        elif tag == "details" and self._is_page and len(self._stack) < _MOST_NESTED:
            # Its summary is the title of what it holds.
            self._push(tag)
        elif tag == "pre":
            self._flow.open_preformatted()
        elif _HEADING.fullmatch(tag):
            self._open_heading(int(tag[1]))

    def _end(self, token: Token) -> None:
        tag = token.name
        if tag == "pre":
            self._flow.close_preformatted()
        self._flow.release()
        if tag == "a":
            self._flow.close_anchor()
        elif tag in _LISTS:
            self._close_list(tag)
        elif tag == "li" and self._stack and self._stack[-1].name in _ITEMS:
            self._flow.close_anchor(is_begun=True)
            self._pop(len(self._stack) - 1)
        elif tag in ("td", "th", "tr"):
            self._close_cell(tag)
        elif tag == "details" and (index := self._find({tag}, ())) is not None:
            self._flow.close_anchor(is_begun=True)
            self._pop(index)
        elif _HEADING.fullmatch(tag):
            self._end_heading()
        if tag in _BLOCKS:
            self._flow.boundary()

    def _checkbox(self, token: Token) -> None:
        """The todo mark of an item, or of a line outside of lists."""
        attributes = token.attributes()
        if attributes.get("type", ("", 0))[0].lower() != "checkbox":
            return
        if not self.builder.passage.is_item and self._flow.is_at_line_start():
            self._flow.boundary()
        self._flow.begin(token.offset)
        passage = self.builder.passage
        if passage.state is None:
            passage.state = "done" if "checked" in attributes else "open"

    # Headings

    def _open_heading(self, level: int) -> None:
        if self._is_bookmarks:
            # Folders nest by their lists; the first heading is that of all bookmarks.
            if level == 1:
                return
            level = sum(one.name == "dl" for one in self._stack) + 1
        elif self._is_in_item():
            # A heading in an item is its first line.
            if self._stack and (item := self._stack[-1].item) and not item.length:
                self._stack[-1].level = level
            return
        for one in self._stack:
            one.item = None
        self.builder.open_heading()
        self._level, self._flow.is_heading = level, True

    def _is_in_item(self) -> bool:
        """Whether an item is open; rows are none, as tables may be there for the layout."""
        around = next((one for one in reversed(self._stack) if one.name not in _LISTS), None)
        if around is not None:
            return around.name not in ("tr", "details")
        return not self._is_page and self.builder.passage.is_item

    def _end_heading(self) -> None:
        if self._level:
            self.builder.close_heading(self._level)
            self._level, self._flow.is_heading = 0, False
            self._flow.boundary()
        elif self._stack and (item := self._stack[-1].item) and not self._stack[-1].length:
            self._stack[-1].length = item.length

    # Lists and tables

    def _open_list(self, tag: str) -> None:
        if len(self._stack) >= _MOST_NESTED:
            self._excess += 1
        else:
            self._stack.append(_Open(tag))

    def _close_list(self, tag: str) -> None:
        if self._excess:
            self._excess -= 1
            return
        index = self._find({tag}, {"table"})
        if index is None:
            return
        self._flow.close_anchor(is_begun=True)
        self._pop(index)
        if self._is_bookmarks and tag == "dl":
            depth = sum(one.name == "dl" for one in self._stack)
            self.builder.close_items()
            self.builder.headings.enter(depth + 1, "")

    def _open_item(self, tag: str) -> None:
        self._flow.close_anchor(is_begun=True)
        if tag == "dd" and self._stack and self._stack[-1].name == "dt":
            return
        while self._stack and self._stack[-1].name in _ITEMS:
            self._pop(len(self._stack) - 1)
        self._push(tag)

    def _open_cell(self, tag: str) -> None:
        self._flow.close_anchor(is_begun=True)
        row = self._find({"tr"}, {"table"})
        if tag != "tr" and row is not None:
            self._pop(row + 1)
            return
        table = self._find({"table"}, ())
        if table is not None:
            self._pop(table + 1)
            if table and self._stack[table - 1].level:
                # What a headed item says of itself, line by line.
                return
        while self._stack and self._stack[-1].name not in _LISTS:
            self._pop(len(self._stack) - 1)
        self._push("tr")

    def _close_cell(self, tag: str) -> None:
        row = self._find({"tr"}, {"table"})
        if row is not None:
            self._flow.close_anchor(is_begun=True)
            self._pop(row + (tag != "tr"))

    def _find(self, names: Collection[str], barrier: Collection[str]) -> int | None:
        """The innermost open element of these names, up to the barrier."""
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index].name in names:
                return index
            if self._stack[index].name in barrier:
                break
        return None

    def _push(self, tag: str) -> None:
        self.builder.open_item(is_listed=tag == "li")
        self._stack.append(_Open(tag, self.builder.passage))
        self._flow.boundary()

    def _pop(self, index: int) -> None:
        """End what is open from ``index`` on."""
        while len(self._stack) > index:
            one = self._stack.pop()
            if one.item is not None and self.builder.passage is one.item:
                self.builder.close_item()
                self._promote(one)

    def _promote(self, one: _Open) -> None:
        """Make a heading of a numbered heading: an item with no other text, and no items."""
        item = one.item
        if item is None or not one.level or one.length != item.length or item.links:
            return
        if item.parent is None and self.builder.done[-1] is item and "://" not in item.text:
            self.builder.headings.enter(one.level, clean(item.text))
            item.section, item.is_item = self.builder.headings.path, False

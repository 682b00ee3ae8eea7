"""Running text of HTML: its white space, lines, blocks and anchors.

Source: the HTML Living Standard, and CSS Text 3, section 4 (white space), but a
line of the source stays a line of the text, as in Markdown: converters keep the
lines of notes, and these often mean items.
"""

from __future__ import annotations

import re

from paperbib.extract import plain
from paperbib.extract.html.tokens import Token, decode
from paperbib.extract.passage import Builder, Passage
from paperbib.model import Note

_SPACE = " \t\n\r\f"
_STRAY_SPACE = re.compile(r"[\t\r\n]")
_MARK = re.compile(r"(?:\[(?P<box>[ xX]|&nbsp;|&#(?:160|xa0);)\]|(?P<sign>[☐☑☒]))(?=\s|\Z)\s*")
_LINE_END = re.compile(r"[\r\n]")
_SIGN_LENGTH = 3


class Flow:
    """Puts texts and anchors into passages.

    Attributes:
        builder: What the passages are built with.
        is_heading: Whether the text is that of a heading.
        is_verbatim: Whether white space counts.
    """

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.is_heading = False
        self.is_verbatim = False
        self._is_boundary = False
        self._is_break = False
        self._gap: tuple[str, int] | None = None
        self._line: tuple[Passage, int] | None = None
        self._anchor: tuple[str, int, str] | None = None
        self._is_anchor_open = False
        self._preformatted: list[Token] | None = None

    def text(self, token: Token) -> None:
        """Add a text."""
        if self._preformatted == []:
            self._preformatted.append(token)
            return
        self.release()
        passage = self.builder.passage
        if passage.is_item and not passage.length and passage.state is None:
            token = _without_mark(token, passage)
        for text, offset in token.pieces(is_verbatim=self.is_verbatim):
            if self.is_verbatim:
                self._add(text, offset)
                continue
            rest = text.lstrip(_SPACE)
            lead = len(text) - len(rest)
            if lead and not self._is_break and (self._gap is None or "\n" in text):
                self._gap = (text[:lead], offset)
            core = rest.rstrip(_SPACE)
            if not core or self._is_footnote_sign(core):
                continue
            self._add(core, offset + lead)
            if len(core) < len(rest):
                self._gap = (rest[len(core) :], offset + lead + len(core))

    def begin(self, offset: int) -> None:
        """Begin a block or go on in one: text, or the text of an anchor, follows."""
        passage = self.builder.passage
        if self._is_boundary:
            self._is_boundary = False
            if passage.is_item or self.is_heading:
                self._end_line(offset)
            elif passage.length or passage.links or passage.badges:
                self.builder.open_block(offset)
        elif self._gap and (self._is_break or not self.is_at_line_start()):
            self.builder.add(*self._gap)
            if self._is_break:
                self._line = (passage, passage.length)
        self._gap, self._is_break = None, False
        if self._anchor and not self._is_anchor_open:
            self.builder.open_link()
            self._is_anchor_open = True

    def settle(self, offset: int) -> None:
        """Begin what has been announced: what follows is for others to add."""
        self.release()
        if self._is_boundary or self._is_break or self._anchor:
            self.begin(offset)

    def is_at_line_start(self) -> bool:
        """Whether the line has no text yet."""
        passage = self.builder.passage
        if self._is_break:
            return True
        if self._line is not None and self._line[0] is passage:
            return passage.length == self._line[1]
        return not passage.length

    def break_line(self, offset: int) -> None:
        """End a line; the second time in a row, a paragraph."""
        if self._is_boundary or self.is_at_line_start():
            self.boundary()
        else:
            self._gap, self._is_break = ("\n", offset), True

    def boundary(self) -> None:
        """End a block, or begin one: the next text does not go on in the line."""
        self._is_boundary = True
        self._gap, self._is_break = None, False

    def open_anchor(self, token: Token) -> None:
        """Start a link, if it leads anywhere."""
        self.close_anchor()
        attributes = token.attributes()
        if "href" not in attributes:
            return
        written, offset = attributes["href"]
        start = len(written) - len(written.lstrip())
        address = _STRAY_SPACE.sub("", decode(written).strip())
        if address.startswith("//"):
            address = "https:" + address
        self._anchor = (address, offset + start, written.strip())
        passage = self.builder.passage
        if attributes.get("toread", ("", 0))[0] == "1" and passage.is_item:
            passage.state = "open"

    def close_anchor(self, *, is_begun: bool = False) -> None:
        """End the link: with its tag, with the next one, or with its item.

        Args:
            is_begun: Only a link with some text; an item may stand in an anchor.
        """
        if self._anchor is None or (is_begun and not self._is_anchor_open):
            return
        address, offset, raw = self._anchor
        if not self._is_anchor_open:
            self.begin(offset)
        self.builder.close_link(address, offset, raw)
        self._anchor, self._is_anchor_open = None, False

    def picture(self, token: Token) -> None:
        """Note a picture: it may be a badge that shows an identifier."""
        written, offset = token.attributes().get("src", ("", 0))
        if written.startswith(("https://", "http://")):
            self.begin(offset)
            self.builder.badge(decode(written), offset, written)

    def open_preformatted(self) -> None:
        """Start a preformatted block; one without any tags is held back for `plain`."""
        self.is_verbatim = True
        is_alone = self._anchor is None and not self.builder.passage.is_item
        self._preformatted = [] if is_alone else None

    def close_preformatted(self) -> None:
        """End a preformatted block; one without any tags is a plain text note."""
        if not self._preformatted or not _LINE_END.search(self._preformatted[0].text.strip()):
            self.release()
            self.is_verbatim = False
            return
        held, self._preformatted = self._preformatted, None
        self.is_verbatim = False
        text = Passage()
        for piece, offset in held[0].pieces(is_verbatim=True):
            text.add(piece, offset)
        self.builder.close_block()
        for passage in plain.passages(Note("", text.text), self.builder.headings):
            passage.move(text.offset)
            self.builder.done.append(passage)

    def release(self) -> None:
        """Add what is held back of a preformatted block: it is no plain text."""
        held, self._preformatted = self._preformatted, None
        for token in held or ():
            self.text(token)

    def close(self) -> None:
        """Forget what has been announced: the block ends here."""
        self.release()
        self.close_anchor()
        self.is_verbatim = self.is_heading = self._is_boundary = self._is_break = False
        self._gap = None

    def _add(self, text: str, offset: int) -> None:
        self.begin(offset)
        self.builder.add(text, offset)

    def _end_line(self, offset: int) -> None:
        if not self.is_at_line_start():
            self.builder.add("\n", offset)
            self._line = (self.builder.passage, self.builder.passage.length)

    def _is_footnote_sign(self, text: str) -> bool:
        """Whether a text is the "¶" or "1" of a link to a place in the page."""
        return (
            self._anchor is not None
            and self._anchor[2].startswith("#")
            and len(text) <= _SIGN_LENGTH
            and not any(char.isalpha() for char in text)
        )


def _without_mark(token: Token, passage: Passage) -> Token:
    """Read a todo mark that is written as text, and skip it."""
    skip = len(token.text) - len(token.text.lstrip(_SPACE))
    if not (mark := _MARK.match(token.text, skip)):
        return token
    is_done = mark["sign"] in ("☑", "☒") or mark["box"] in ("x", "X")
    passage.state = "done" if is_done else "open"
    return token._replace(text=token.text[mark.end() :], start=token.start + mark.end())

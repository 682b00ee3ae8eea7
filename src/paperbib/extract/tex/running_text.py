r"""TeX's running text, as LaTeX notes and BibTeX fields share it.

Escapes (``\_``), accents (``\"o``), groups, ties, links and markers are undone;
every character keeps its place in the note. Maths stays as it is written.
Sources: The TeXbook, chapters 7 to 9; "LaTeX2e: An unofficial reference manual",
sections 23 (special insertions) and 4 (fonts); hyperref manual, section 5
(``\href``, ``\url``, ``\nolinkurl``).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from paperbib.extract.passage import Builder
from paperbib.extract.tex import tokens
from paperbib.extract.tex.letters import (
    ADDRESSES,
    COMBINING,
    DROPPING,
    FONTS,
    MARKERS,
    WORDLESS,
    WORDS,
    address,
    address_pieces,
)
from paperbib.identifiers import web


class Destination(NamedTuple):
    """The destination of a link, as `Builder.close_link` takes it."""

    address: str
    offset: int
    raw: str


class Reader:
    """Folds running text into passages; a format adds its structure in a subclass.

    Args:
        text: The whole note.
        builder: What the text goes to.
        has_comments: Whether ``%`` starts a comment; it does not in a BibTeX field.
    """

    def __init__(self, text: str, builder: Builder, *, has_comments: bool) -> None:
        self.text = text
        self.builder = builder
        self.has_comments = has_comments
        self.end = len(text)
        self.groups: list[object] = []
        self.link: Destination | None = None

    def read(self, start: int, end: int) -> None:
        """Read ``text[start:end]``."""
        self.end, position = end, start
        while position < end:
            match = tokens.TOKEN.search(self.text, position, end)
            stop = match.start() if match else end
            if stop > position:
                self.builder.add(self.text[position:stop], position)
            position = self._token(match) if match else end

    def structure(self, word: str, start: int, after: int) -> int | None:  # noqa: ARG002
        r"""What the format knows of the command ``\word``: where to read on, or None."""
        return None

    def line(self, offset: int) -> None:
        """The end of a line that ends no paragraph."""
        self.builder.add(" ", offset)

    def paragraph(self, offset: int) -> None:
        """The end of a paragraph."""
        self.builder.add("\n", offset)

    def row(self, offset: int) -> None:
        r"""A line end that is written as ``\\``."""
        self.builder.add("\n", offset)

    def cell(self, offset: int) -> None:
        """An ampersand, which parts the cells of a table."""
        self.builder.add("&", offset)

    def flush(self) -> None:
        """Close what is open: what comes is no part of it."""
        self.end_link()

    def end_link(self) -> None:
        """Close the link that is open."""
        if self.link is not None:
            self.builder.close_link(*self.link)
            self.link = None

    def option(self, position: int) -> tuple[str, int]:
        """The optional argument at a position, "" where there is none, and its end."""
        match = tokens.OPTION.match(self.text, position, self.end)
        return (match["inner"], match.end()) if match else ("", position)

    def opening(self, position: int) -> int | None:
        """Where the argument that opens at a position starts."""
        match = tokens.OPEN.match(self.text, position, self.end)
        return match.end() if match else None

    def mark(self, scheme: str, raw: str, offset: int) -> bool:
        """Put an identifier that stands alone in a field into the text, as a link.

        Args:
            scheme: ``arXiv`` or ``doi``.
            raw: The field as written.
            offset: Where it stands in the note.

        Returns:
            Whether it is one; if not, nothing is done.
        """
        offset += len(raw) - len(raw.lstrip())
        raw = raw.strip()
        value = tokens.CLASS.sub("", address(raw) if "\\" in raw or "$" in raw else raw)
        if value.lower().startswith(scheme.lower() + ":"):
            value = value[len(scheme) + 1 :].strip()
        reading = web.read_destination(f"{scheme}:{value}")
        is_shaped = scheme == "arXiv" and tokens.ARXIV_SHAPE.fullmatch(value) is not None
        if not is_shaped and (reading is None or reading.cited is None):
            return False
        host = "arxiv.org/abs" if scheme == "arXiv" else "doi.org"
        self.place(Destination(f"{scheme}:{value}", offset, raw), f"https://{host}/{value}")
        return True

    def locate(self, raw: str, offset: int) -> None:
        """Put an address that stands alone into the text: a link, if it has a scheme."""
        lead = tokens.BEFORE_ADDRESS.match(raw)
        offset += lead.end() if lead else 0
        raw = raw[lead.end() if lead else 0 :].rstrip()
        written = address(raw)
        if "://" not in written:
            # "www.x.org" is no destination; the name of a paper is found in the text.
            self._spell(raw, offset)
            return
        self.place(Destination(written, offset, raw), written)

    def place(self, destination: Destination, text: str) -> None:
        """Put an address into the text; a space keeps off what is glued to it."""
        self.end_link()
        self.builder.open_link()
        self.builder.add(text, destination.offset)
        self.builder.close_link(*destination)
        self.builder.add(" ", destination.offset + len(destination.raw))

    def _token(self, match: re.Match[str]) -> int:
        kind, start = match.lastgroup, match.start()
        if kind == "word":
            return self._word(match["word"], start, match.end())
        if kind == "sign":
            return self._sign(match["sign"], start, match.end())
        if kind in ("maths", "comment"):
            return self._verbatim_or_nothing(kind, match)
        if kind == "open":
            # Arguments that follow each other are words of their own.
            self.groups.append(" " if self.text[start - 1 : start] == "}" else None)
        elif kind == "close":
            return self._close(start)
        elif kind == "blank":
            self.flush()
            self.paragraph(start)
        elif kind == "line":
            self.line(start)
        elif kind == "cell":
            self.cell(start)
        elif kind == "bare":
            self._spell(match[0], start)
        else:
            self.builder.add(tokens.SIGNS[match[0]], start)
        return match.end()

    def _verbatim_or_nothing(self, kind: str, match: re.Match[str]) -> int:
        if kind == "comment":
            if self.has_comments:
                return match.end()
        elif not tokens.NO_MATHS.search(match[0]):
            self.builder.add(match[0], match.start())
            return match.end()
        self.builder.add(match[0][0], match.start())
        return match.start() + 1

    def _close(self, start: int) -> int:
        after = start + 1
        if not self.groups:
            self.builder.add("}", start)
            return after
        group = self.groups.pop()
        if group == " ":
            self.builder.add(" ", start)
        elif group == tokens.FIRST_OF_TWO:
            again = tokens.ARGUMENT.match(self.text, after, self.end)
            return again.end() if again else after
        elif isinstance(group, Destination):
            if group is self.link:
                self.end_link()
        elif group is not None:
            self.close_group(group)
        return after

    def close_group(self, group: object) -> None:
        """The end of a group that the format opened itself."""

    def _sign(self, sign: str, start: int, after: int) -> int:
        if accent := tokens.ACCENT.match(self.text, start, self.end):
            return self._accent(accent)
        if sign == "\\":
            self.row(start)
            _, after = self.option(after + self.text.startswith("*", after))
        elif sign in ("\n", "\r", "\r\n"):
            self.line(start)
        elif sign in WORDLESS:
            self.builder.add(WORDLESS[sign], start)
        elif sign and sign in "\"'`^~=.":
            # An accent on nothing stands for itself.
            self.builder.add(sign, start + 1)
            after += 2 * self.text.startswith("{}", after)
        elif sign and sign in "_%#&${}|":
            self.builder.add(sign, start + 1)
        else:
            self.builder.add("\\" + sign, start)
        return after

    def _accent(self, match: re.Match[str]) -> int:
        base = (match["braced"] or match["dotless"] or match["letter"]).removeprefix("\\")
        mark = COMBINING[match["sign"] or match["word"]]
        composed = unicodedata.normalize("NFC", base + mark)
        self.builder.add(composed if len(composed) == 1 else base, match.start())
        return match.end()

    def _word(self, word: str, start: int, after: int) -> int:
        handled = self.structure(word, start, after)
        if handled is None:
            handled = self._link_or_marker(word, after)
        if handled is not None:
            return handled
        if word in COMBINING and (accent := tokens.ACCENT.match(self.text, start, self.end)):
            return self._accent(accent)
        if word in WORDS:
            self.builder.add(WORDS[word], start)
            rest = tokens.EMPTY_GROUP.match(self.text, after, self.end)
            return rest.end() if rest else after
        if word in ("verb", "lstinline") and (
            inner := tokens.VERBATIM.match(self.text, after, self.end)
        ):
            self.builder.add(inner["inner"], inner.start("inner"))
            return inner.end()
        if word in DROPPING or "cite" in word.lower():
            dropped = tokens.DROPPED.match(self.text, after, self.end)
            if dropped and "://" not in dropped[0]:
                return dropped.end()
        return self._transparent(word, start, after)

    def _transparent(self, word: str, start: int, after: int) -> int:
        """A command that says nothing here: its arguments are text."""
        if word not in FONTS:
            self.builder.add(" ", start)
        if word == "hyperref":
            _, after = self.option(after)
        if (opening := self.opening(after)) is not None:
            group = tokens.FIRST_OF_TWO if word == "texorpdfstring" else " "
            self.groups.append(None if word in FONTS else group)
            return opening
        spaces = tokens.SPACES.match(self.text, after, self.end)
        return spaces.end() if spaces else after

    def _link_or_marker(self, word: str, after: int) -> int | None:
        if word == "href":
            _, after = self.option(after)
        elif word not in ADDRESSES and word not in MARKERS:
            return None
        argument = tokens.ARGUMENT.match(self.text, after, self.end)
        if argument is None and word in ADDRESSES:
            argument = tokens.DELIMITED.match(self.text, after, self.end)
        if argument is None or tokens.BLANK_LINE.search(argument["inner"]):
            return None
        raw, offset = argument["inner"], argument.start("inner")
        opening = self.opening(argument.end()) if word == "href" else None
        if opening is not None:
            lead = tokens.BEFORE_ADDRESS.match(raw)
            skip = lead.end() if lead else 0
            self.end_link()
            self.builder.open_link()
            self.link = Destination(address(raw), offset + skip, raw[skip:].rstrip())
            self.groups.append(self.link)
            return opening
        if word in MARKERS:
            if not self.mark(MARKERS[word], raw, offset):
                return None
        else:
            self.locate(raw, offset)
        return argument.end()

    def _spell(self, raw: str, offset: int) -> None:
        for index, piece in address_pieces(raw):
            self.builder.add(piece, offset + index)

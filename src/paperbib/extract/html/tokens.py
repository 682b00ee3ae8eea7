"""The tags and texts of HTML, each with its exact place.

Source: the HTML Living Standard, section 13.2.5 (tokenization), read forgivingly:
what browsers would swallow (a tag or comment that never ends) is text here, so
that nothing written in it is lost. Time grows with the length of the HTML only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from paperbib.extract.passage import Passage

TEXT, CDATA, DECLARATION = "#text", "#cdata", "#declaration"
"""Names of tokens that are no tags."""

_HIDDEN = frozenset("iframe noembed noframes noscript script style svg template title".split())
"""Elements whose content nobody reads."""
_MARK = re.compile(r"<(?=/?[a-zA-Z]|[!?])")
_SURE_MARK = re.compile(r"<(?=/?[a-zA-Z][^<>]*+>|[!?])")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)"
    r"(?P<rest>(?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+)"
    r"(?P<close>>?)",
    re.ASCII,
)
_SURE_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<rest>[^<>]*+)(?P<close>>)", re.ASCII
)
_TAG_END = re.compile(">")
_COMMENT_END = re.compile("--!?>")
_CDATA_START = "<![CDATA["
_CDATA_END = re.compile("]]>")
_HIDDEN_END_BY_NAME = {
    name: re.compile(rf"</{name}(?![a-z0-9-])", re.IGNORECASE | re.ASCII) for name in _HIDDEN
}
_MOST_WASTED = 100_000
"""After so many characters read in vain as tags, quotes in tags no longer count."""
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=][^\s\"'<>/=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<d>[^\"]*+)\"|'(?P<s>[^']*+)'|[\"']?+(?P<u>[^\s>]++)))?+",
    re.ASCII,
)
_ENTITY = (
    r"&(?:#(?:[0-9]{1,8}+|[xX][0-9a-fA-F]{1,7}+);?"
    r"|[a-zA-Z][a-zA-Z0-9]{1,31}+(?:;|(?![a-zA-Z0-9=])))"
)
_ENTITIES = re.compile(_ENTITY)
_RUNNING = re.compile(_ENTITY + r"|[ \t\n\r\f]{2,}+|[\n\r]")
_VERBATIM = re.compile(_ENTITY + r"|\r\n?|\n")
_LINE_ENDS = re.compile(r"\r\n?|\n")


class Token(NamedTuple):
    """A tag, or the text between two tags.

    Attributes:
        name: The tag's name in lower case, or one of the names of what is no tag.
        is_end: Whether it is an end tag.
        text: The text as written; of a tag, its attributes.
        start: Where ``text`` starts in the HTML at hand.
        place: From a place in the HTML at hand to one in the note.
    """

    name: str
    is_end: bool
    text: str
    start: int
    place: Callable[[int], int]

    @property
    def offset(self) -> int:
        """Where its text starts in the note."""
        return self.place(self.start)

    def attributes(self) -> dict[str, tuple[str, int]]:
        """The attributes of a tag: values as written, and where they stand in the note."""
        values: dict[str, tuple[str, int]] = {}
        for match in _ATTRIBUTE.finditer(self.text):
            group = match.lastgroup if match.lastgroup in ("d", "s", "u") else None
            written = match[group] if group else ""
            start = match.start(group) if group else match.end()
            values.setdefault(match["name"].lower(), (written, self.place(self.start + start)))
        return values

    def pieces(self, *, is_verbatim: bool) -> Iterator[tuple[str, int]]:
        """The text decoded, in pieces that stand in the note as they are, with their places.

        Args:
            is_verbatim: Whether white space counts; else lines lose their indentation.
        """
        pattern = _LINE_ENDS if self.name == CDATA else _VERBATIM if is_verbatim else _RUNNING
        done = 0
        for match in pattern.finditer(self.text):
            if match.start() > done:
                yield self.text[done : match.start()], self.place(self.start + done)
            found, done = match[0], match.end()
            if found[0] == "&":
                found = _entity(found)
            elif "\n" in found or "\r" in found:
                found = "\n"
            yield found, self.place(self.start + match.start())
        if done < len(self.text):
            yield self.text[done:], self.place(self.start + done)


def decode(written: str) -> str:
    """Put characters for the entities of an attribute value.

    >>> decode("https://e.org/?a=1&amp;b=2&copy=3&#x41;")
    'https://e.org/?a=1&b=2&copy=3A'
    """
    return _ENTITIES.sub(lambda match: _entity(match[0]), written)


def _entity(written: str) -> str:
    """One entity decoded; what is none stays as it is."""
    return unescape(written) if written[1] == "#" else html5.get(written[1:], written)


class _Construct(NamedTuple):
    """What starts at a ``<``.

    Attributes:
        end: One past its last character; 0 where it has no end, and is text.
        token: What it says; None for comments.
        until: What its end looks like, where the HTML so far has none.
    """

    end: int
    token: Token | None = None
    until: re.Pattern[str] | None = None


_NOTHING = _Construct(0)


class Tokeniser:
    """Cuts HTML into tokens that comes whole or in pieces, a tag maybe over several of them."""

    def __init__(self) -> None:
        self._held: Passage | None = None
        self._until = _TAG_END
        self._wasted = 0

    def feed(self, html: str, offset: int) -> Iterator[Token]:
        """Cut a piece that stands at ``offset`` of the note; what is unfinished is held back."""
        if self._held is None:
            yield from self._cut(html, lambda position: offset + position)
            return
        self._held.add(html, offset)
        if self._until.search(html):
            held, self._held = self._held, None
            yield from self._cut(held.text, held.offset, is_second=True)

    def finish(self) -> Iterator[Token]:
        """Cut what is held back: it has no end, and hides nothing."""
        if self._held is not None:
            held, self._held = self._held, None
            yield from self._cut(held.text, held.offset, is_last=True)
        self._wasted = 0

    def _cut(
        self,
        html: str,
        place: Callable[[int], int],
        *,
        is_second: bool = False,
        is_last: bool = False,
    ) -> Iterator[Token]:
        run = _Run(html, place)
        done = position = 0
        while mark := (_MARK if self._wasted < _MOST_WASTED else _SURE_MARK).search(html, position):
            at = mark.start()
            found = self._construct(run, at)
            if found.until is not None and not is_last and not (is_second and at == 0):
                if done < at:
                    yield Token(TEXT, False, html[done:at], done, place)  # noqa: FBT003
                self._hold(html, at, place, found.until)
                return
            if found.until is not None and found.end:
                # The tag of an element that does not end: what is in it is no secret.
                found = found._replace(until=None)
            if not found.end:
                position = at + 1
                continue
            if done < at:
                yield Token(TEXT, False, html[done:at], done, place)  # noqa: FBT003
            if found.token is not None:
                yield found.token
            done = position = found.end
        if done < len(html):
            yield Token(TEXT, False, html[done:], done, place)  # noqa: FBT003

    def _hold(
        self, html: str, at: int, place: Callable[[int], int], until: re.Pattern[str]
    ) -> None:
        self._held, self._until = Passage(), until
        for line in html[at:].splitlines(keepends=True):
            self._held.add(line, place(at))
            at += len(line)

    def _construct(self, run: _Run, at: int) -> _Construct:
        html = run.html
        if html.startswith("<!--", at):
            end = run.find(_COMMENT_END, at + 2)
            return _Construct(end, until=None if end else _COMMENT_END)
        if html.startswith(_CDATA_START, at):
            start = at + len(_CDATA_START)
            end = run.find(_CDATA_END, start)
            if not end:
                return _Construct(0, until=_CDATA_END)
            return _Construct(end, Token(CDATA, False, html[start : end - 3], start, run.place))  # noqa: FBT003
        if html[at + 1] in "!?":
            end = run.find(_TAG_END, at)
            if not end:
                return _Construct(0, until=_TAG_END)
            return _Construct(end, Token(DECLARATION, False, html[at + 2 : end - 1], at, run.place))  # noqa: FBT003
        return self._tag(run, at)

    def _tag(self, run: _Run, at: int) -> _Construct:
        is_sure = self._wasted >= _MOST_WASTED
        match = (_SURE_TAG if is_sure else _TAG).match(run.html, at)
        if match is None:
            return _NOTHING
        if not match["close"]:
            self._wasted += match.end() - at
            unclosed = run.html[match.end() : match.end() + 1]
            simple = _SURE_TAG.match(run.html, at) if unclosed == "=" else None
            if simple is None or simple["name"] not in ("a", "A"):
                return _Construct(0, until=_TAG_END) if unclosed in ("", "=") else _NOTHING
            match = simple
        name, is_end, rest = match["name"].lower(), bool(match["end"]), match["rest"]
        if name == "a" and "<" in rest and (simple := _SURE_TAG.match(run.html, at)):
            # No address has a "<" in it: a quote was forgotten.
            self._wasted += match.end() - simple.end()
            match, rest = simple, simple["rest"]
        token = Token(name, is_end, rest, match.start("rest"), run.place)
        if is_end or name not in _HIDDEN or rest.endswith("/"):
            return _Construct(match.end(), token)
        pattern = _HIDDEN_END_BY_NAME[name]
        end = run.find(pattern, match.end())
        if not end:
            return _Construct(match.end(), token, pattern)
        return _Construct(run.html.rindex("<", 0, end))


class _Run:
    """HTML at hand, and what is known not to come in it any more."""

    def __init__(self, html: str, place: Callable[[int], int]) -> None:
        self.html = html
        self.place = place
        self.missing: set[re.Pattern[str]] = set()

    def find(self, pattern: re.Pattern[str], start: int) -> int:
        """Where the next match ends; 0 if there is none."""
        if pattern in self.missing:
            return 0
        match = pattern.search(self.html, start)
        if match is None:
            self.missing.add(pattern)
        return match.end() if match else 0

"""The notation of note-taking programs in running text: Obsidian, Dataview, Tasks, Logseq.

Source: the help of Obsidian (links, embeds, comments, tags, block references,
callouts, tasks), of Dataview (inline fields) and of Logseq (markers,
properties, references, macros). What is notation is dropped from the text, what
it says is kept: the todo state, the title, the year, the identifier.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from paperbib.extract.passage import Link, Passage
from paperbib.extract.spans import Span, rearranged, without
from paperbib.model import State

MARK = re.compile(
    r"\s*(?:\[(?P<box>[ xX/><?!*~-])\](?=\s|$)|(?P<sign>[☐☑☒✅✔✓❌✗✘⬜🔲])\ufe0f?(?=\s|$)"
    r"|(?P<word>TODO|DOING|LATER|NOW|WAITING|WAIT|IN-PROGRESS|DONE|CANCELED|CANCELLED)"
    r"(?=\s|$)(?:\s\[#[A-C]\])?|\{\{(?:\[\[)?(?P<roam>TODO|DONE)(?:\]\])?\}\})\s*"
)
"""A todo mark at the start of an item."""

_BOXES = re.compile(r"\n(?=[ \t]*(?:\[[ xX]\][ \t]|[☐☑☒✅⬜🔲]\ufe0f?[ \t]))")
_DONE = frozenset("x X ☑ ☒ ✅ ✔ ✓ DONE".split())
_DROPPED = frozenset("- ~ CANCELED CANCELLED".split())
_SIGN = re.compile(r"\[\[|::|<http|==|%%|\(\(|\{\{|\[!|\^|#|[✅📅➕⏳🛫❌]")
_NOTATION = re.compile(
    r"<(?P<url>https?://[^\s<>|]{1,2000})\|(?P<said>[^<>|\n]{1,300})>"
    r"|!?\[\[(?P<target>[^\[\]\n|]{1,400})(?:\|(?P<shown>[^\[\]\n]{0,400}))?\]\]"
    r"|(?P<callout>(?:^|(?<=\n))\[![\w-]{1,30}\][+-]?[ \t]*)"
    r"|(?P<comment>(?<!\w)%%[^%\n]{0,2000}%%(?!\w))"
    r"|(?P<date>[✅📅➕⏳🛫❌]\ufe0f? ?\d{4}-\d\d-\d\d)"
    r"|(?P<block>\(\([0-9a-f-]{36}\)\)|(?<=\s)\^[A-Za-z0-9-]{1,40}[ \t]*(?=\n|$))"
    r"|(?P<macro>\{\{(?:[a-z]{1,20}(?=\s))?|\}\})"
    r"|(?P<marked>(?<![=\w/?&])==(?P<inner>[^\s=](?:[^=\n]|=(?!=)){0,400})==(?![=\w]))"
    r"|(?P<tag>(?<!\S)#[^\W\d_][\w/-]{0,60}(?!\S))"
    r"|(?:^|(?<=\n))[ \t]*(?P<field>[A-Za-z][\w.-]{0,40})::(?=\s|$)[ \t]*(?P<value>[^\n]*)"
    r"|[\[(](?P<inline>[A-Za-z][\w-]{0,40})::[ \t]*(?P<told>[^\])\n]{0,200})[\])]",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?P<url>https?://\S+)|(?:doi:)?(?P<doi>10\.\d{4,9}/\S+)"
    r"|(?<![\d.])(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?)(?![\d.]*\d)|(?P<old>[a-z-]{2,12}/\d{7}(?!\d))"
)
_CITE_KEY = re.compile(r"@[\w:.-]+|@?[a-z][a-z-]+(?:19|20)\d\d[a-zA-Z0-9]{0,20}")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|mp3|mp4|webm)$", re.IGNORECASE)
_PROPERTIES = frozenset(
    """
    alias aliases author authors background backgroundcolor collapsed color cssclass cssclasses due
    heading hlcolor hlpage hltype icon id lastmodified logseqorderlisttype lstype priority public
    publish rating scheduled tag tags template venue journal
    """.split()
)
_ROLES = {
    "title": "title",
    "year": "year",
    "date": "year",
    "published": "year",
    "status": "state",
    "read": "state",
    "readstatus": "state",
    "arxiv": "arxiv",
    "arxivid": "arxiv",
    "eprint": "arxiv",
    "doi": "doi",
}
_LABELS = frozenset("doi arxiv url link links pdf source code repo github website page".split())
_YES = frozenset("yes y x true 1 done read finished complete completed ✓ ✔ ✅ ☑".split())
_NO = frozenset("no n false 0 open todo unread toread reading queued planned later".split())
_NO |= {"to read", "to do", "in progress", "not started", "not read"}
_IDENTIFYING = re.compile(r"://|\d{4}\.\d{4}|10\.\d{4,9}/|[a-z]/\d{7}|arxiv\.org/|doi\.org/")
_PUNCTUATION = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_NUMBER = re.compile(r"\d{4}")


def read(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Take the notation out of passages.

    Args:
        passages: Those of a note, items before the items inside them.

    Yields:
        Passages that say the same in plain words.
    """
    new_by_id: dict[int, tuple[Passage, Passage]] = {}
    for passage in passages:
        if new_by_id and passage.parent is not None and id(passage.parent) in new_by_id:
            passage.parent = new_by_id[id(passage.parent)][1]
        new = passage
        if passage.given is None and "\n" in passage.text and _BOXES.search(passage.text):
            lines = _apart(passage)
            new_by_id[id(passage)] = passage, lines[-1]
            yield from lines
            continue
        if passage.given is None:
            mark = MARK.match(passage.text)
            if mark is not None or _SIGN.search(passage.text):
                new = _Reading(passage).read(mark)
        if new is not passage:
            new_by_id[id(passage)] = passage, new
        yield new


def _apart(passage: Passage) -> list[Passage]:
    """The lines of a paragraph that are a list without bullets: "[ ] a", "[x] b"."""
    text = passage.text
    starts = [0, *(match.start() + 1 for match in _BOXES.finditer(text))]
    lines = [
        Passage(
            passage.section,
            passage.parent,
            passage.is_item,
            passage.state,
            _pieces=[text],
            _starts=passage._starts,  # noqa: SLF001 - the same text, and the same places
            _offsets=passage._offsets,  # noqa: SLF001
        )
        for _ in starts
    ]
    for link in passage.links:
        lines[bisect_right(starts, link.start) - 1].links.append(link)
    for badge in passage.badges:
        lines[bisect_right(starts, badge.start) - 1].badges.append(badge)
    ends = [*(one - 1 for one in starts[1:]), len(text)]
    return [_line(*one) for one in zip(lines, starts, ends, strict=True)]


def _line(whole: Passage, start: int, end: int) -> Passage:
    """A line of a text, read for itself."""
    mark = MARK.match(whole.text, start, end)
    line = rearranged(whole, [[(mark.end() if mark else start, end)]])
    if mark is not None:
        line.is_item = line.is_listed = True
        line.state = line.state or state(mark)
    return _Reading(line).read(None) if _SIGN.search(line.text) else line


def state(mark: re.Match[str]) -> State | None:
    """The todo state that a mark says; None for what was given up."""
    sign = mark["box"] or mark["sign"] or mark["word"] or mark["roam"]
    if sign in _DROPPED:
        return None
    return "done" if sign in _DONE else "open"


def _told_state(value: str) -> State | None:
    """The todo state that a field says; None where its value is no such word."""
    word = " ".join(value.lower().replace("-", " ").split())
    if word in _YES:
        return "done"
    return "open" if word in _NO else None


class _Reading:
    """Reads the notation of one passage."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.text = passage.text
        self.dropped: list[Span] = []
        self.tags: list[Span] = []
        self.links: list[Link] = []
        self.state = passage.state
        self.begin = 0
        self.title: Span | None = None
        self.year: Span | None = None

    def read(self, mark: re.Match[str] | None) -> Passage:
        if mark is not None and (self.passage.is_item or not mark["word"]):
            self.state = self.state or state(mark)
            self.dropped.append(mark.span())
            self.begin = mark.end()
        for match in _NOTATION.finditer(self.text):
            self._take(match)
        self._drop_tags()
        if not (self.dropped or self.links or self.title or self.year):
            self.passage.state = self.state
            return self.passage
        if self.links:
            links = sorted([*self.passage.links, *self.links], key=lambda one: one.end)
            self.passage.links = links
        front = [span for span in (self.year, self.title) if span is not None]
        rest = without(len(self.text), [*self.dropped, *front])
        new = rearranged(self.passage, [*([span] for span in front), rest])
        new.state = self.state
        return new

    def _take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if match["target"] is not None:
            self._wiki(match)
        elif match["url"] is not None:
            # A link as Slack exports it.
            place = self.passage.offset(match.start("url"))
            self.links.append(Link(*match.span("said"), match["url"], place, match["url"]))
            self.dropped += [(match.start(), match.start("said")), (match.end() - 1, match.end())]
        elif match["inner"] is not None:
            self.dropped += [
                (match.start(), match.start("inner")),
                (match.end("inner"), match.end()),
            ]
        elif kind == "tag":
            if not _LONG_NUMBER.search(match["tag"]):
                self.tags.append(match.span())
        elif match["field"] is not None:
            self._field(match["field"], match.span("value"), match.span())
        elif match["inline"] is not None:
            self._field(match["inline"], match.span("told"), match.span())
        else:
            self.dropped.append(match.span())

    def _wiki(self, match: re.Match[str]) -> None:
        """A link to another note: its text stays; an identifier in its target is a link."""
        start, end = match.span("shown" if match["shown"] else "target")
        if match[0].startswith("!") and _PICTURE.search(match["target"]):
            self.dropped.append(match.span())
            return
        if _CITE_KEY.fullmatch(match["target"]) and not match["shown"]:
            self.dropped.append(match.span())
            return
        target = _TARGET.search(match["target"])
        if match["shown"] and target is not None:
            place = self.passage.offset(match.start("target") + target.start())
            address = target["url"] or (
                "doi:" + target["doi"]
                if target["doi"]
                else "arXiv:" + (target["arxiv"] or target["old"])
            )
            self.links.append(Link(start, end, address, place, target[0]))
        elif not match["shown"] and target is None and "#" in match["target"]:
            # A heading or a block of the other note.
            end = match.start("target") + (match["target"].index("#") or len(match["target"]))
        self.dropped += [(match.start(), start), (end, match.end())]

    def _field(self, key: str, value: Span, whole: Span) -> None:
        """A field ``key:: value``, as what its key says it is."""
        name = _PUNCTUATION.sub("", key).lower()
        text = self.text[value[0] : value[1]].strip()
        start = value[0] + self.text[value[0] : value[1]].find(text)
        span = (start, start + len(text))
        kind = _ROLES.get(name)
        if kind == "title" and self.title is None and text:
            self.title = span
        elif kind == "year" and self.year is None and (year := _YEAR.search(text)):
            self.year = (start + year.start(), start + year.end())
        elif kind == "state":
            self.state = _told_state(text) or self.state
        elif kind == "arxiv" and (target := _TARGET.fullmatch(text)) and not target["url"]:
            address = ("doi:" if target["doi"] else "arXiv:") + text
            self.links.append(Link(whole[0], span[1], address, self.passage.offset(start), text))
            self.dropped.append((span[1], whole[1]))
            return
        elif _IDENTIFYING.search(text) or name not in _PROPERTIES:
            is_label = name in _LABELS
            self.dropped += [(whole[0], whole[0] if is_label else start), (span[1], whole[1])]
            return
        self.dropped.append(whole)

    def _drop_tags(self) -> None:
        """Drop tags at both ends of lines; in a sentence they are words."""
        is_edge, place = True, self.begin
        for start, end in self.tags:
            _, line, gap = self.text[place : max(place, start)].rpartition("\n")
            is_edge = (is_edge or bool(line)) and not gap.strip()
            if is_edge:
                self.dropped.append((start, end))
            place = end
        is_edge, place = True, len(self.text)
        for start, end in reversed(self.tags):
            gap, line, _ = self.text[end:place].partition("\n")
            is_edge = (is_edge or bool(line)) and not gap.strip()
            if is_edge:
                self.dropped.append((start, end))
            place = start

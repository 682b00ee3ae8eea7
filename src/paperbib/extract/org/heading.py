"""Headings of Org: todo keywords, priorities, tags and the drawer of properties.

Source: Org Syntax, "Headings", "Property Drawers", "Planning"; the Org Manual,
"TODO Items". A drawer with an identifier speaks of what the heading names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from paperbib.extract.context.titles import clean, is_title, leading_year, tidy, trailing_year
from paperbib.extract.lines import Line, Sight, is_reference
from paperbib.extract.passage import Given, Link, Passage
from paperbib.model import State

HEADING = re.compile(r"(?P<stars>\*+)[ \t]+(?P<rest>\S.*)")
_PRIORITY = re.compile(r"\[#\w{1,2}\]")
_TAGS = re.compile(r":(?:[\w@#%]+:)+")
_DRAWER = re.compile(r"[ \t]*:PROPERTIES:[ \t]*", re.IGNORECASE)
_PROPERTY = re.compile(r"[ \t]*:(?P<name>[^\s:]+):(?:[ \t]+(?P<value>\S.*)?)?")
_STAMP = r"[\[<]\d{4}-[^\]>]{0,40}[\]>](?:--[\[<]\d{4}-[^\]>]{0,40}[\]>])?"
_CLOCK = re.compile(
    rf"\s*(?:(?:CLOSED|SCHEDULED|DEADLINE|CLOCK):\s*{_STAMP}\s*(?:=>\s*[\d:]+\s*)?)+"
    rf"|\s*- State \"\S{{0,40}}\"\s+from\s(?:\s*\"\S{{0,40}}\")?\s*{_STAMP}\s*(?:\\\\)?"
)
_TODO_LINE = re.compile(r"#\+(?:(?:SEQ_|TYP_)?TODO):(?P<words>.*)", re.IGNORECASE)
_OPEN_WORDS = ("TODO", "NEXT", "WAITING", "HOLD")
_DONE_WORDS = ("DONE", "CANCELLED", "CANCELED")
_TARGET = re.compile(r"\[\[[^\]]*\]")
_ADDRESS = re.compile(r"https?://\S+")
_SCHEMES = {
    **dict.fromkeys(("arxiv", "arxiv_id", "arxivid", "arxiv-id", "eprint"), "arxiv:"),
    "doi": "doi:",
}
_KEYS = ("custom_id", "citekey", "cite_key", "bibtex_key", "key")
_NO_TEXT = (*_KEYS, "id", "title", "year", "date")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Heading(NamedTuple):
    """A heading: ``line`` is its title without todo keyword, priority and tags."""

    level: int
    line: Line
    state: State | None


class TodoWords:
    """The todo keywords of a note: the usual ones, and those its ``#+TODO:`` lines define."""

    def __init__(self) -> None:
        self._states: dict[str, State] = {
            **dict.fromkeys(_OPEN_WORDS, "open"),
            **dict.fromkeys(_DONE_WORDS, "done"),
        }

    def define(self, text: str) -> None:
        """Take in a line that may define keywords; those after the bar mean done."""
        if todo := _TODO_LINE.fullmatch(text.strip()):
            words = [word.partition("(")[0] for word in todo["words"].split()]
            bar = words.index("|") if "|" in words else len(words) - 1
            for place, word in enumerate(words):
                self._states[word] = "open" if place < bar else "done"

    def read(self, line: Line, heading: re.Match[str]) -> Heading:
        """Read a line that `HEADING` matches."""
        rest = line.after(heading.start("rest"))
        word, _, _ = rest.text.partition(" ")
        state = self._states.get(word)
        if state or word == "COMMENT":
            rest = rest.after(len(word))
        if priority := _PRIORITY.match(rest.text):
            rest = rest.after(priority.end())
        last = rest.text.split()[-1:]
        if last and _TAGS.fullmatch(last[0]):
            rest = Line(rest.start, rest.text[: -len(last[0])].rstrip())
        return Heading(len(heading["stars"]), rest, state)


def is_clock(text: str) -> bool:
    """Whether a line is planning or logging: dates of the person, not of the thing."""
    return _CLOCK.fullmatch(text) is not None


def names_something(line: Line, links: Iterable[Link], sight: Sight) -> bool:
    """Whether a heading has an identifier, or a link to something to cite.

    Args:
        line: The heading; what stands in it as the target of a link does not count.
        links: Its links.
        sight: Where the identifiers of the note are.
    """
    if any(is_reference(link.address) for link in links):
        return True
    position = line.start
    for target in _TARGET.finditer(line.text):
        if sight.sees(position, line.start + target.start()):
            return True
        position = line.start + target.end()
    return sight.sees(position, line.start + len(line.text))


def add_annotation(passage: Passage, start: int) -> None:
    """Let what a drawer gives have the person's own words: the text behind ``start``."""
    kept = list(passage.text)
    for link in passage.links:
        if not is_title(passage.text[link.start : link.end]):
            kept[link.start : link.end] = " " * (link.end - link.start)
    words = tidy(_ADDRESS.sub(" ", "".join(kept[start:])))
    if passage.given is not None and words:
        passage.given = replace(passage.given, annotation=words)


class Drawer(NamedTuple):
    """The properties of a heading, by name in lower case; ``end`` is the line after them."""

    fields: dict[str, Line]
    end: int

    def references(self, sight: Sight) -> dict[str, Line]:
        """The properties that hold identifiers."""
        if not self.fields:
            return {}
        return {
            name: line
            for name, line in self.fields.items()
            if name not in _NO_TEXT and (_address(name, line.text) or sight.sees_in(line))
        }

    def address(self, name: str) -> str | None:
        """The address that a property is, where its name tells the scheme."""
        return _address(name, self.fields[name].text)

    def given(self, text: str) -> Given:
        """What the drawer says of the thing that a heading with this text names."""
        year, skip = leading_year(text)
        title, own_year = trailing_year(clean(text[skip:]))
        if "title" in self.fields:
            title = clean(self.fields["title"].text)
        dates = [self.fields[one].text for one in ("year", "date") if one in self.fields]
        years = [int(found[0]) for date in dates if (found := _YEAR.search(date))]
        key = next((self.fields[one].text for one in _KEYS if one in self.fields), None)
        given_year = next(iter(years), year or own_year)
        return Given(title if is_title(title) else None, given_year, None, key)


def read_drawer(lines: list[Line], index: int) -> Drawer:
    """Read the planning and the drawer that may stand at line ``index``."""
    fields: dict[str, Line] = {}
    while index < len(lines) and is_clock(lines[index].text):
        index += 1
    if index == len(lines) or not _DRAWER.fullmatch(lines[index].text):
        return Drawer(fields, index)
    for place in range(index + 1, len(lines)):
        line = lines[place]
        field = _PROPERTY.fullmatch(line.text)
        if field is None:
            return Drawer(fields, place)
        if field["name"].upper() == "END":
            return Drawer(fields, place + 1)
        if field["value"]:
            name = field["name"].lower().rstrip("+")
            if name in fields:
                name += f"+{len(fields)}"
            fields[name] = line.after(field.start("value"))
    return Drawer(fields, len(lines))


def _address(name: str, value: str) -> str | None:
    """The address of a property like ``:ARXIV: 1706.03762``."""
    scheme, words = _SCHEMES.get(name.partition("+")[0]), value.split()
    is_whole = len(words) == 1 or (len(words) == 2 and words[1].startswith("["))  # noqa: PLR2004
    if not scheme or not is_whole or "://" in value or not re.search(r"\d", value):
        return None
    is_named = words[0].lower().startswith(scheme)
    return words[0] if is_named else scheme + words[0]

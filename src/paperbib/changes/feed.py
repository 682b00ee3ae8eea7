"""``changes.atom``: the last changes as a feed, RFC 4287; a function of the history alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID, uuid5

from paperbib.changes.events import Event
from paperbib.changes.history import History

name = "changes-atom"
filename = "changes.atom"
MOST = 100
"""Entries of the feed."""
_EMPTY = UUID("0c3a6f3c-5d53-5d0d-8a37-0f3f0f8f1f5d")
"""Stands for the name of a history in which nothing has happened yet."""
_NO_DAY = "1970-01-01"
_NOT_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0, section 2.2; a carriage return would not be kept."""
_IN_URL = "/:?&=#%+,;@!$'()*~-._"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"(https?://)([^/?#]*)([^#]*)(#?)(.*)", re.DOTALL)
_NUMBERS = re.compile(r"(?:[^\[\]@]*@)?\[[0-9A-Fa-f:.]+\](?::[0-9]*)?")
"""A host in brackets, with what may stand around it: RFC 3986, section 3.2."""


class _Entry(NamedTuple):
    """One entry of the feed; ``about`` is what it is about within its run."""

    event: Event
    about: str
    title: str
    text: str
    kinds: tuple[str, ...]
    link: str = ""

    @property
    def seed(self) -> str:
        """What tells it apart from other entries."""
        return f"{self.event.day}\n{self.event.lock}\n{self.about}"


def render(history: History) -> str:
    """Write the feed; see RFC 4287, sections 4.1.1 and 4.1.2, for what it must hold.

    Args:
        history: What happened.
    """
    return "".join(_pieces(history))


def _pieces(history: History) -> Iterator[str]:
    own = UUID(history.name) if history.name else _EMPTY
    day = max((one.day for one in history.events), default=_NO_DAY)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"  <id>urn:uuid:{own}</id>\n"
    yield "  <title>Changes of the bibliography</title>\n"
    yield f"  <updated>{day}T00:00:00Z</updated>\n"
    yield "  <author><name>paperbib</name></author>\n"
    for entry, identity in _newest(history, own):
        yield "  <entry>\n"
        yield f"    <id>urn:uuid:{identity}</id>\n"
        yield f'    <title type="text">{_escaped(entry.title)}</title>\n'
        yield f"    <updated>{entry.event.day}T00:00:00Z</updated>\n"
        yield from (f'    <category term="{_escaped(one)}"/>\n' for one in entry.kinds)
        if entry.link:
            yield f'    <link rel="alternate" href="{_escaped(entry.link)}"/>\n'
        yield f'    <content type="text">{_escaped(entry.text)}</content>\n'
        yield "  </entry>\n"
    yield "</feed>\n"


def _newest(history: History, own: UUID) -> list[tuple[_Entry, UUID]]:
    """The last entries, those of the newest run first, each with its identity.

    The same can happen to an entry twice on one day, after what was done was undone.
    """
    seen: Counter[str] = Counter()
    runs: list[list[tuple[_Entry, UUID]]] = []
    for _, events in groupby(history.events, key=lambda one: one.run):
        run = []
        for entry in _entries(list(events)):
            number = seen[entry.seed]
            seen[entry.seed] += 1
            run.append((entry, uuid5(own, f"{entry.seed}\n{number}" if number else entry.seed)))
        runs.append(run)
    return [one for run in reversed(runs) for one in run][:MOST]


def _entries(events: Sequence[Event]) -> Iterator[_Entry]:
    """The entries of one run: several that were added are one.

    What else happened to one of these has an entry of its own.
    """
    added = [one for one in events if "added" in one.kinds]
    if len(added) > 1:
        lines = [f"- {one.title or one.key} ({one.identifier})" for one in added]
        yield _Entry(added[0], "", f"{_counted(added)} added", "\n".join(lines), ("added",))
    for one in events:
        if set(one.kinds) - {"added"} or len(added) == 1:
            yield _Entry(one, one.key, one.words, _told(one), one.kinds, _link(one.identifier))


def _counted(added: Sequence[Event]) -> str:
    """``12 papers and 1 link``."""
    links = sum(one.identifier.startswith("url:") for one in added)
    numbers = (("paper", len(added) - links), ("link", links))
    told = (f"{number} {noun}" + ("" if number == 1 else "s") for noun, number in numbers if number)
    return " and ".join(told)


def _told(event: Event) -> str:
    """All there is to say of an event, in lines."""
    lines = [event.title or event.key, event.identifier, event.words.removeprefix(f"{event.key}: ")]
    pairs = ((name, _value(one["old"]), _value(one["new"])) for name, one in event.fields.items())
    lines += [f"{name}: {old} → {new}" for name, old, new in pairs]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)


def _link(identifier: str) -> str:
    """The address of a paper or page; "" for what is no address."""
    scheme, _, value = identifier.partition(":")
    if scheme == "arxiv":
        return f"https://arxiv.org/abs/{quote(value)}"
    if scheme == "doi":
        return f"https://doi.org/{quote(value, safe='/:;()._-')}"
    found = _ADDRESS.fullmatch(value) if scheme == "url" else None
    if found is None:
        return ""
    start, host, path, mark, fragment = found.groups()
    host = host if _NUMBERS.fullmatch(host) else _quoted(host)
    return f"{start}{host}{_quoted(path)}{mark}{_quoted(fragment).replace('#', '%23')}"


def _quoted(text: str) -> str:
    """A part of an address; brackets may stand in hosts alone, and one # in the whole."""
    return quote(_BARE_PERCENT.sub("%25", text), safe=_IN_URL)


def _escaped(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))

"""The reading list for people, ``references.md``: by heading, one bullet per reference.

It is made for GitHub: counts, contents with links to the sections, read state as task list.
What a note calls a part of another item (a repository of a paper) stands under
it. Everything that comes from notes and sources is escaped, for Markdown and for
HTML. A new entry changes its own line, and the counts above it. Source: CommonMark 0.31,
sections 2.4 (backslash escapes), 4.2 (headings) and 6.3 (links); GitHub Flavored Markdown,
sections 5.3 (task lists) and 6.9 (links of addresses alone).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paperbib.exporters import web_page
from paperbib.exporters.github_anchors import Anchors
from paperbib.exporters.options import Options, Page
from paperbib.exporters.page.entries import Entry, entries
from paperbib.exporters.page.kinds import PAPERS
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Reference

name = "markdown"
filename = "references.md"

_MOST_AUTHORS = 3
_NO_HEADING = "Other"
_MOST_LEVELS = 5
"""Of headings below the title: Markdown has six."""
_MOST_CONTENTS = 12
"""Sections beyond which the contents are folded away."""
_ARXIV_DOI = "10.48550/"
"""The prefix of arXiv's own DOIs, which lead where its identifiers lead."""
_ESCAPES = str.maketrans(
    {one: f"\\{one}" for one in "\\`*_{}[]#|~^$@"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=[\w.+:/-]\\@)(?=[\w.\\/-])")
"""GitHub makes a link of what looks like an e-mail address, even where it was escaped: what
stands around it must be two texts. Nobody sees a comment."""
_NOTHING = "<!-- -->"
_NUMBER = re.compile("([0-9]+)")
_ENTITY = re.compile(r"&(?=#?\w+;)")


@dataclass
class _Section:
    """A heading, the entries under it with their depth, and the sections below it."""

    heading: str
    own: list[tuple[int, Entry]] = field(default_factory=list)
    inner: dict[str, _Section] = field(default_factory=dict)

    def at(self, path: Sequence[str]) -> _Section:
        """The section of a path of headings below this one."""
        section = self
        for heading in path:
            section = section.inner.setdefault(heading, _Section(heading))
        return section

    def number(self) -> int:
        """How many entries are in it and below it."""
        return len(self.own) + sum(one.number() for one in self.inner.values())

    def below(self, level: int = 1) -> Iterator[tuple[int, _Section]]:
        """All sections below it in reading order, each with its level, from 1."""

        def place(heading: str) -> tuple[bool, list[tuple[int, str]], str]:
            return level == 1 and heading == _NO_HEADING, _in_order(heading), heading

        for heading in sorted(self.inner, key=place):
            yield level, self.inner[heading]
            yield from self.inner[heading].below(level + 1)


def render(library: Library, options: Options) -> str:
    """Write the reading list; every reference is in it exactly once."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The reading list bullet by bullet."""
    found = {one.key: one for one in entries(library, options)}
    title = tidy(options.page.title) or Page().title
    yield f"# {escape(title)}\n\n{_counts(found.values())}\n"
    whole = _Section(title)
    section = whole
    for depth, entry in _in_reading_order(found):
        if depth == 0:
            section = whole.at(_path(library.references[entry.key]))
        section.own.append((depth, entry))
    sections = list(whole.below())
    yield from _contents(title, sections)
    for level, section in sections:
        yield f"\n{'#' * (level + 1)} {escape(section.heading)}\n"
        yield "\n" if section.own else ""
        for depth, entry in section.own:
            yield f"{'  ' * depth}{_bullet(entry)}\n"


def escape(text: str) -> str:
    r"""Escape text for the inside of a line: no markup, no HTML, no links of its own.

    >>> escape("*<b>* https://a.b & a@b.c")
    '\\*&lt;b&gt;\\* https\\://a.b &amp; a\\@<!-- -->b.c'
    """
    escaped = _AUTOLINK.sub(lambda match: "\\" + match[0], tidy(text).translate(_ESCAPES))
    return _ADDRESS.sub(_NOTHING, escaped)


def _in_order(heading: str) -> list[tuple[int, str]]:
    """What headings are sorted by: without heed to case, and numbers by what they count.

    >>> sorted(["S10", "s2", "S1", "B"], key=_in_order)
    ['B', 'S1', 's2', 'S10']
    """
    # Words and numbers take turns, words first.
    parts = _NUMBER.split(heading.casefold())
    bare = (part.lstrip("0") if at % 2 else part for at, part in enumerate(parts))
    return [(len(part) if at % 2 else 0, part) for at, part in enumerate(bare)]


def _in_reading_order(found: Mapping[str, Entry]) -> Iterator[tuple[int, Entry]]:
    """Every entry once with its depth, under its first parent; a circle is cut at its first key."""
    seen: set[str] = set()
    for top in [*(key for key, one in found.items() if not one.parent), *found]:
        waiting = [(0, top)]
        while waiting:
            depth, key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            yield depth, found[key]
            below = [one for one in found[key].related if found[one].parent == key]
            waiting += [(depth + 1, child) for child in reversed(below)]


def _path(reference: Reference) -> list[str]:
    """The headings a reference stands under; those too deep for Markdown are one."""
    section = reference.mentions[0].section if reference.mentions else ()
    path = [heading for one in section if (heading := tidy(one))] or [_NO_HEADING]
    deep = path[_MOST_LEVELS - 1 :]
    return [*path[: _MOST_LEVELS - 1], " › ".join(deep)] if deep else path


def _counts(found: Collection[Entry]) -> str:
    """``**33** papers · **166** links · 2 read · 13 to read · years 2014–2024``."""
    if not found:
        return "No references."
    papers = [one for one in found if one.kind in PAPERS]
    states = [one.state for one in found]
    years = sorted({one.item.date.year for one in papers if one.item.date})
    parts = [_counted(len(papers), "paper"), _counted(len(found) - len(papers), "link")]
    parts += [
        f"{states.count(state)} {word}" if state in states else ""
        for state, word in {"done": "read", "open": "to read"}.items()
    ]
    parts += [_span(years[0], years[-1])] if years else []
    return " · ".join(filter(None, parts))


def _counted(number: int, noun: str) -> str:
    return f"**{number}** {noun}{'' if number == 1 else 's'}" if number else ""


def _span(first: int, last: int) -> str:
    return f"years {first}–{last}" if first < last else f"year {first}"


def _contents(title: str, sections: Sequence[tuple[int, _Section]]) -> Iterator[str]:
    """The contents, with the number of entries in each section and below it.

    Their bullets are stars: those of entries are hyphens, and nobody who counts these counts
    sections.
    """
    if len(sections) <= 1:
        return
    anchors = Anchors()
    anchors.of(title)
    is_folded = len(sections) > _MOST_CONTENTS
    yield "\n<details>\n<summary>Contents</summary>\n\n" if is_folded else "\n"
    for level, section in sections:
        anchor, heading = anchors.of(section.heading), escape(section.heading)
        linked = f"[{heading}](#{anchor})" if anchor else f"**{heading}**"
        yield f"{'  ' * (level - 1)}* {linked} ({section.number()})\n"
    yield "\n</details>\n" if is_folded else ""


def _bullet(entry: Entry) -> str:
    """One line: state, linked title, who and when, where, links, key, the notes' own words."""
    mark = {"done": "[x] ", "open": "[ ] "}.get(entry.state or "", "")
    title = escape(entry.title)
    linked = f"[{title}]({_target(entry.url)})" if entry.url else f"**{title}**"
    linked += " (withdrawn)" if entry.is_withdrawn else ""
    linked += " (dead link)" if entry.is_dead else ""
    parts = [
        mark + linked,
        ", ".join(filter(None, [_authors(entry), entry.year])),
        escape(entry.venue) if entry.kind == "published" else "",
        _links(entry),
        _code(entry.key),
        escape(entry.note),
    ]
    return "- " + " · ".join(filter(None, parts))


def _links(entry: Entry) -> str:
    """Where else it is: arXiv's current version, its text, its publisher."""
    item = entry.item
    arxiv = web_page.safe(f"https://arxiv.org/abs/{item.arxiv}") if item.arxiv else ""
    is_of_arxiv = item.doi.startswith(_ARXIV_DOI)
    doi = web_page.doi_address(item.doi) if item.doi and not is_of_arxiv else ""
    others = {"PDF": entry.pdf, "DOI": doi}
    wanted = {"arXiv": arxiv} | {word: one for word, one in others.items() if one != entry.url}
    return " ".join(f"[{word}]({_target(one)})" for word, one in wanted.items() if one)


def _target(address: str) -> str:
    """An address as the target of a link; nothing in it is an entity of HTML."""
    return f"<{_ENTITY.sub('&amp;', address)}>"


def _authors(entry: Entry) -> str:
    names = [escape(one) for one in entry.names]
    more = " et al." if len(names) > _MOST_AUTHORS else ""
    return ", ".join(names[:_MOST_AUTHORS]) + more


def _code(key: str) -> str:
    """A code span that a backtick in the key cannot end."""
    longest = max((len(run) for run in re.findall("`+", key)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{tidy(key)}{pad}{fence}"

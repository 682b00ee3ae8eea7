"""The reading list for people, ``references.md``: by heading, one bullet per reference.

What a note calls a part of another item (a repository of a paper) stands under
it. Everything that comes from notes and sources is escaped, for Markdown and for
HTML. Source: CommonMark 0.31, sections 2.4 (backslash escapes) and 6.3 (links).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.exporters import maths, web_page
from paperbib.exporters.item import Item, item_of
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Reference, State

name = "markdown"
filename = "references.md"

_MOST_AUTHORS = 3
_NO_HEADING = "Other"
_ESCAPES = str.maketrans(
    {one: f"\\{one}" for one in "\\`*_{}[]#|~^$@"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(library: Library, options: Options) -> str:
    """Write the reading list; every reference is in it exactly once."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The reading list bullet by bullet."""
    yield f"# Reading list\n\n{_summary(library)}\n"
    dead_links = frozenset(library.dead_links)
    sections: dict[str, list[tuple[int, str]]] = {}
    section: list[tuple[int, str]] = []
    for depth, key in _in_reading_order(library, _keys_by_parent(library)):
        if depth == 0:
            section = sections.setdefault(_heading(library.references[key]), [])
        section.append((depth, key))
    for heading in sorted(sections, key=lambda one: (one == _NO_HEADING, one.casefold(), one)):
        yield f"\n## {heading}\n\n"
        for depth, key in sections[heading]:
            reference = library.references[key]
            is_dead = reference.identifier in dead_links
            item = item_of(key, reference, options)
            bullet = _bullet(item, reference.state, is_dead=is_dead)
            yield f"{'  ' * depth}{bullet}\n"


def escape(text: str) -> str:
    r"""Escape text for the inside of a line: no markup, no HTML, no links of its own.

    >>> escape("*<b>* https://a.b & `x`")
    '\\*&lt;b&gt;\\* https\\://a.b &amp; \\`x\\`'
    """
    return _AUTOLINK.sub(lambda match: "\\" + match[0], tidy(text).translate(_ESCAPES))


def _keys_by_parent(library: Library) -> dict[str, list[str]]:
    """The keys that stand under each key; "" for those that stand for themselves."""
    key_by_identifier = library.key_by_identifier
    children: dict[str, list[str]] = {"": []}
    for key, reference in library.references.items():
        above = (key_by_identifier.get(parent, key) for parent in reference.parents)
        parent = next((one for one in above if one != key), "")
        children.setdefault(parent, []).append(key)
    return children


def _in_reading_order(
    library: Library, children: dict[str, list[str]]
) -> Iterator[tuple[int, str]]:
    """Every key once with its depth, parents first; a circle is cut at its first key."""
    seen: set[str] = set()
    for top in [*children[""], *library.references]:
        waiting = [(0, top)]
        while waiting:
            depth, key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            yield depth, key
            waiting += [(depth + 1, child) for child in reversed(children.get(key, []))]


def _heading(reference: Reference) -> str:
    path = reference.mentions[0].section if reference.mentions else ()
    return " › ".join(filter(None, map(escape, path))) or _NO_HEADING


def _summary(library: Library) -> str:
    references = library.references.values()
    papers = sum(reference.arxiv is not None for reference in references)
    dois = sum(not one.arxiv and web_page.doi_of(one) is not None for one in references)
    pages = len(references) - papers - dois
    kinds = [
        _counted(papers, "arXiv paper"),
        _counted(dois, "DOI"),
        _counted(pages, "web page"),
    ]
    states = [reference.state for reference in references]
    states_read = {"done": "read", "open": "to read"}
    kinds += [
        f"{states.count(state)} {word}" if state in states else ""
        for state, word in states_read.items()
    ]
    listed = ", ".join(filter(None, kinds))
    total = _counted(len(references), "reference") or "No references"
    return f"{total}: {listed}." if listed else f"{total}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _bullet(item: Item, state: State | None, *, is_dead: bool) -> str:
    """One line: state, linked title, a dead link, who and when, key, the notes' own words."""
    mark = {"done": "[x] ", "open": "[ ] "}.get(state or "", "")
    year = str(item.date.year) if item.date else ""
    who_and_when = ", ".join(filter(None, [_authors(item), year]))
    title = mark + _linked_title(item) + (" (dead link)" if is_dead else "")
    parts = [title, who_and_when, _code(item.key), escape(item.annotation)]
    return "- " + " · ".join(filter(None, parts))


def _linked_title(item: Item) -> str:
    title = escape(item.title if item.is_makeshift else maths.to_unicode(item.title))
    address = _ENTITY.sub("&amp;", item.url)
    return f"[{title}](<{address}>)" if address else f"**{title}**"


def _authors(item: Item) -> str:
    names = [one for author in item.authors if (one := escape(author.full))]
    more = " et al." if len(names) > _MOST_AUTHORS else ""
    return ", ".join(names[:_MOST_AUTHORS]) + more


def _code(key: str) -> str:
    """A code span that a backtick in the key cannot end."""
    longest = max((len(run) for run in re.findall("`+", key)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{tidy(key)}{pad}{fence}"

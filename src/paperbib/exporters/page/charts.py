"""Two charts as SVG: the papers of each year, and how many entries there are of what.

They are read without a script and without a style: text is text, numbers stand beside the
bars. Each bar is a link to the filter that shows what it counts. Source: SVG 2; SVG
Accessibility API Mappings 1.0 (a title names its element).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from paperbib.exporters.page.entries import Entry
from paperbib.exporters.page.kinds import KINDS, PAPERS
from paperbib.exporters.page.markup import attributes, escape
from paperbib.exporters.page.words import counted

MOST_YEARS = 40
"""Years that have a bar each; all before them share one, so that the width is bounded."""
MOST_TAGS = 10

_SLOT, _BAR, _TALLEST = 26, 18, 96
"""A slot is wide enough for a finger: WCAG 2.2, success criterion 2.5.8."""
_TOP, _FLOOR, _MARGIN = 20, 22, 8
_LABELS, _BARS, _NUMBERS, _ROW, _THICK = 132, 132, 44, 26, 12
_LONGEST_LABEL = 19
"""Columns of a label; a letter of East Asia takes two."""


class Bar(NamedTuple):
    """What a bar counts.

    Attributes:
        label: What stands beside it.
        number: How many.
        link: The fragment of the address that shows them.
    """

    label: str
    number: int
    link: str


def timeline(found: Iterable[Entry], words: Mapping[str, str]) -> Iterator[str]:
    """The papers of each year, with the years between that have none; "" without any year."""
    papers = [one for one in found if one.item.date and one.kind in PAPERS]
    numbers = Counter(one.item.date.year for one in papers if one.item.date)
    if not numbers:
        return
    # Pages have years, too: what a bar counts is of these kinds only.
    kinds = {one.kind for one in papers}
    bars = _years(numbers, words, [f"kind={one}" for one in KINDS if one in kinds])
    width = len(bars) * _SLOT + 2 * _MARGIN
    yield _svg("chart timeline", width, _TOP + _TALLEST + _FLOOR, words["timeline"])
    y = _TOP + _TALLEST
    yield f'<path class="axis" d="M0 {y}.5H{width}" stroke="currentColor" stroke-opacity=".3"/>'
    highest = max(bar.number for bar in bars)
    for at, bar in enumerate(bars):
        # Every other year has its label, the last one for sure; a narrow slot holds no more.
        is_labelled = (len(bars) - 1 - at) % 2 == 0
        yield _column(bar, _MARGIN + at * _SLOT, highest, words, is_labelled=is_labelled)
    yield "\n</svg>"


def _years(numbers: Mapping[int, int], words: Mapping[str, str], kinds: Sequence[str]) -> list[Bar]:
    def link(*years: int) -> str:
        return "#?" + "&".join([*kinds, *(f"year={year}" for year in years)])

    last = max(numbers)
    first = max(min(numbers), last - MOST_YEARS + 1)
    bars = [Bar(str(year), numbers.get(year, 0), link(year)) for year in range(first, last + 1)]
    if before := sorted(year for year in numbers if year < first):
        total = sum(numbers[year] for year in before)
        label = f"{words['earlier']} ({before[0]}–{before[-1]})"
        bars.insert(0, Bar(label, total, link(*before)))
    return bars


def _column(bar: Bar, x: int, highest: int, words: Mapping[str, str], *, is_labelled: bool) -> str:
    height = max(round(bar.number * _TALLEST / highest), 2) if bar.number else 0
    y, middle = _TOP + _TALLEST - height, x + _SLOT // 2
    told = f"{bar.label}: {counted(bar.number, 'papers', words)}"
    # A label that is no year stands in the title of its bar only: it is too long for here.
    label = bar.label if bar.label.isdecimal() else "…"
    parts = [
        f"<title>{escape(told)}</title>",
        _rect("slot", x, 0, _SLOT, _TOP + _TALLEST + _FLOOR),
    ]
    if bar.number:
        left = x + (_SLOT - _BAR) // 2
        parts += [
            _rect("bar", left, y, _BAR, height),
            _text("number", middle, y - 5, str(bar.number), "middle"),
        ]
    if is_labelled or label == "…":
        parts.append(_text("label", middle, _TOP + _TALLEST + 15, label, "middle"))
    inside = "".join(parts)
    if not bar.number:
        return f"\n<g>{inside}</g>"
    return f"\n<a{attributes(href=bar.link, aria_label=told)}>{inside}</a>"


def overview(found: Sequence[Entry], words: Mapping[str, str]) -> Iterator[str]:
    """How many entries there are in each state, of each kind, and with the commonest tags."""
    groups = [(name, bars) for name, bars in _groups(found, words) if bars]
    if not groups:
        return
    height = sum((len(bars) + 1) * _ROW + _MARGIN for _, bars in groups)
    yield _svg("chart overview", _LABELS + _BARS + _NUMBERS, height, words["overview"])
    y = 0
    for name, bars in groups:
        yield "\n" + _text("heading", 0, y + 18, name, "start")
        highest = max(bar.number for bar in bars)
        for at, bar in enumerate(bars, start=1):
            yield _line(bar, y + at * _ROW, highest)
        y += (len(bars) + 1) * _ROW + _MARGIN
    yield "\n</svg>"


def _groups(found: Sequence[Entry], words: Mapping[str, str]) -> Iterator[tuple[str, list[Bar]]]:
    states = Counter(one.state for one in found)
    marked = [
        Bar(words[f"state_{state}"], states[state], f"#?state={state}")
        for state in ("open", "done")
        if states[state]
    ]
    told = words["state_none"]
    unmarked = [Bar(told, states[None], "#?state=none")] if states[None] else []
    yield words["filter_state"], [*marked, *unmarked] if marked else []
    kinds = Counter(one.kind for one in found)
    yield (
        words["filter_kind"],
        [Bar(words[f"kind_{one}"], kinds[one], f"#?kind={one}") for one in KINDS if kinds[one]],
    )
    tags = Counter(tag for one in found for tag in one.tags)
    commonest = sorted(tags.items(), key=lambda one: (-one[1], one[0]))[:MOST_TAGS]
    yield words["filter_tag"], [Bar(tag, number, _tag_link(tag)) for tag, number in commonest]


def _tag_link(tag: str) -> str:
    return f"#?tag={quote(tag, safe='', errors='replace')}"


def _line(bar: Bar, y: int, highest: int) -> str:
    length = max(round(bar.number * _BARS / highest), 2)
    told = f"{bar.label}: {bar.number}"
    width = _LABELS + _BARS + _NUMBERS
    inside = "".join(
        [
            f"<title>{escape(told)}</title>",
            _rect("slot", 0, y, width, _ROW),
            _text("label", 0, y + 17, _shortened(bar.label), "start"),
            _rect("bar", _LABELS, y + 7, length, _THICK),
            _text("number", _LABELS + length + 6, y + 17, str(bar.number), "start"),
        ]
    )
    return f"\n<a{attributes(href=bar.link, aria_label=told)}>{inside}</a>"


def _svg(class_: str, width: int, height: int, name: str) -> str:
    # No image, for that would hide its links from those who hear the page.
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return (
        f'<svg{attributes(class_=class_)} {size} role="group"{attributes(aria_label=name)}'
        ' font-size="11">'
    )


def _rect(class_: str, x: int, y: int, width: int, height: int) -> str:
    """A bar, or the slot around it, which nobody sees, and which can be pressed."""
    is_bar = class_ == "bar"
    look = 'rx="2" fill="currentColor"' if is_bar else 'fill="none" pointer-events="all"'
    return f'<rect class="{class_}" x="{x}" y="{y}" width="{width}" height="{height}" {look}/>'


def _text(class_: str, x: int, y: int, text: str, anchor: str) -> str:
    return (
        f'<text class="{class_}" x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">'
        f"{escape(text)}</text>"
    )


def _shortened(label: str) -> str:
    """The label as far as there is room for it."""
    columns = 0
    for at, char in enumerate(label):
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if columns > _LONGEST_LABEL:
            return label[: at - 1].rstrip() + "…"
    return label

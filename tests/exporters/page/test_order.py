"""The static rows stand in the order that the script shows first: by day, the newest first."""

from __future__ import annotations

import random

import pytest
from tests.exporters.page.pages import parsed
from tests.exporters.samples import mention, record, reference

from paperbib.model import Library, PartialDate, Reference

PAPER, PAGE = "arxiv:1706.03762", "url:https://example.org/a"


def dated(year: int, month: int | None = None, day: int | None = None) -> Reference:
    told = record(PAPER, title="T", published=PartialDate(year=year, month=month, day=day))
    return reference(PAPER, told, mention(PAPER)._replace(file="0.md"))


def noted(file: str) -> Reference:
    return reference(PAGE, mention(PAGE)._replace(file=file))


ORDERED = {
    "m-day": dated(9999, 12, 31),
    "b-day": dated(2017, 12, 2),
    "c-day": dated(2017, 12, 1),
    "a-month": dated(2017, 12),
    "d-same": dated(2017, 6, 12),
    "e-same": dated(2017, 6, 12),
    "a-year": dated(2017),
    "a-first": dated(1, 1, 1),
    "z-first-note": noted("1.md"),
    "a-tenth-note": noted("10.md"),
    "x-same-note": noted("2.md"),
    "y-same-note": noted("2.md"),
    # By the units of UTF-16, a character beyond the first plane stands before this one.
    "b-note": noted("\U0001f4d3.md"),
    "a-note": noted("\uff21.md"),
    "a-without": reference(PAGE),
    "b-without": reference(PAGE),
}


@pytest.mark.parametrize("seed", range(4))
def test_the_newest_stand_first(seed: int) -> None:
    keys = list(ORDERED)
    random.Random(seed).shuffle(keys)  # noqa: S311 - an order
    found = parsed(Library(references={key: ORDERED[key] for key in keys}))
    assert found.all('//ol[@id="page-entries"]/li/@id') == list(ORDERED)
    assert list(found.entries) == sorted(ORDERED)


def test_the_short_rows_go_on_where_the_whole_ones_end() -> None:
    papers = {f"k{year}": dated(year) for year in range(1900, 2010)}
    found = parsed(Library(references=papers))
    shown = found.all('//ol[@id="page-entries"]/li/@id') + found.all("//noscript/ol/li/@id")
    assert shown == sorted(papers, reverse=True)

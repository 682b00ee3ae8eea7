from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.exporters.page.hostile import LIBRARY as HOSTILE
from tests.exporters.samples import FORMS, mention, record, reference

from paperbib.exporters.options import Options
from paperbib.exporters.page import charts
from paperbib.exporters.page.entries import Entry, entries
from paperbib.exporters.page.words import words
from paperbib.model import Library, PartialDate

WORDS = words("en")
MOST_WIDE = (charts.MOST_YEARS + 1) * 26 + 16


def of_years(*years: int) -> list[Entry]:
    return list(entries(Library(references=dict(_papers(years))), Options()))


def _papers(years: tuple[int, ...]) -> Iterator[tuple[str, Any]]:
    for number, year in enumerate(years):
        name = f"arxiv:2001.{number + 1:05}"
        yield f"k{number:05}", reference(name, record(name, published=PartialDate(year=year)))


def drawn(svg: Iterator[str]) -> Any:  # noqa: ANN401 - an element
    return etree.fromstring("".join(svg))


def timeline(*years: int) -> Any:  # noqa: ANN401 - an element
    return drawn(charts.timeline(of_years(*years), WORDS))


def test_each_year_is_a_link_with_its_number() -> None:
    chart = timeline(2017, 2019, 2019)
    assert [(one.get("href"), one.findtext("title")) for one in chart.iter("a")] == [
        ("#?kind=preprint&year=2017", "2017: 1 paper"),
        ("#?kind=preprint&year=2019", "2019: 2 papers"),
    ]
    assert [one.get("aria-label") for one in chart.iter("a")] == [
        one.text for one in chart.iterfind(".//a/title")
    ]
    assert (chart.get("role"), chart.get("aria-label")) == ("group", "Papers by year")


def test_a_year_without_papers_has_its_place() -> None:
    chart = timeline(2017, 2019)
    assert chart.findtext("./g/title") == "2018: 0 papers"
    assert not chart.findall('./g/rect[@class="bar"]')
    assert [one.text for one in chart.iterfind('.//text[@class="label"]')] == ["2017", "2019"]


def test_heights_tell_numbers() -> None:
    heights = [int(one.get("height")) for one in timeline(1, 2, 2, 3, 3, 3, 3).iter("rect")]
    bars = [height for height in heights if height < 138]
    assert bars == [24, 48, 96]


def test_pages_are_no_papers_and_no_papers_make_no_chart() -> None:
    page = reference("url:https://x.org/", mention("url:https://x.org/", year=2015))
    dated = list(entries(Library(references={"k": page}), Options()))
    assert dated[0].year == "2015"
    assert list(charts.timeline(dated, WORDS)) == []
    assert list(charts.overview([], WORDS)) == []


def test_what_is_earlier_shares_a_bar() -> None:
    chart = timeline(3, 1850, 1850, 2020)
    first, *_, last = chart.iter("a")
    assert first.get("href") == "#?kind=preprint&year=3&year=1850"
    assert first.findtext("title") == "earlier (3–1850): 3 papers"
    assert last.get("href") == "#?kind=preprint&year=2020"
    assert int(chart.get("width")) <= MOST_WIDE


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=30))
def test_every_paper_is_counted_once_and_the_width_is_bounded(years: list[int]) -> None:
    chart = timeline(*years)
    numbers = [int(one.text) for one in chart.iterfind('.//text[@class="number"]')]
    assert sum(numbers) == len(years)
    assert int(chart.get("width")) <= MOST_WIDE
    assert chart.get("viewBox") == f"0 0 {chart.get('width')} {chart.get('height')}"
    linked = "&".join(one.get("href")[2:] for one in chart.iter("a")).split("&")
    assert sorted(one for one in linked if one != "kind=preprint") == sorted(
        {f"year={year}" for year in years}
    )


def test_a_bar_leads_to_what_it_counts_and_to_no_page_of_that_year() -> None:
    article = record(
        "doi:10.1000/x", source="crossref", kind="article-journal", title="T", container_title="J",
        issued=PartialDate(year=2017),
    )  # fmt: skip
    page = reference("url:https://x.org/", mention("url:https://x.org/", year=2017))
    library = Library(
        references={"a": reference("doi:10.1000/x", article), "p": page} | dict(_papers((2017,)))
    )
    (bar,) = drawn(charts.timeline(list(entries(library, Options())), WORDS)).iter("a")
    assert bar.get("href") == "#?kind=preprint&kind=published&year=2017"
    assert bar.findtext("title") == "2017: 2 papers"


def test_the_overview_counts_states_kinds_and_the_commonest_tags() -> None:
    chart = drawn(charts.overview(list(entries(FORMS, Options())), WORDS))
    assert [one.text for one in chart.iterfind('.//text[@class="heading"]')] == [
        *("Read state", "Kind", "Tag"),
    ]
    told = {one.get("href"): one.findtext("title") for one in chart.iter("a")}
    assert told == {
        "#?state=open": "to read: 1",
        "#?state=done": "read: 1",
        "#?state=none": "unmarked: 7",
        "#?kind=preprint": "preprint: 4",
        "#?kind=published": "published: 2",
        "#?kind=web": "web page: 2",
        "#?kind=code": "code: 1",
        "#?tag=Reading": "Reading: 2",
        "#?tag=Transformers": "Transformers: 2",
        "#?tag=attention": "attention: 2",
        "#?tag=Physics": "Physics: 1",
    }


def test_hostile_tags_stay_text_and_short() -> None:
    chart = drawn(charts.overview(list(entries(HOSTILE, Options())), WORDS))
    assert {one.tag for one in chart.iter()} == {"svg", "a", "title", "text", "rect"}
    assert not [one for one in chart.iter() if "style" in one.attrib]
    tags = [one for one in chart.iter("a") if one.get("href").startswith("#?tag=")]
    assert len(tags) == charts.MOST_TAGS
    assert all(len(one.findtext("text")) <= 20 for one in tags)
    assert all(set(one.get("href")) < set(_URL) for one in tags)


_URL = "#?=%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def test_a_label_of_wide_letters_has_half_as_many() -> None:
    deep = mention("url:https://x.org/", section=("深度学习" * 9,))
    library = Library(references={"k": reference("url:https://x.org/", deep)})
    chart = drawn(charts.overview(list(entries(library, Options())), WORDS))
    assert chart.findall(".//text")[-2].text == "深度学习深度学习…"

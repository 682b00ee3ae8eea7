"""The library page in a real browser: nothing covers anything, on screens and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.consumers import browsing
from tests.consumers.browsing import Visit
from tests.consumers.test_page import LIBRARY, TOLD
from tests.exporters.samples import mention, record, reference

from paperbib.exporters import page
from paperbib.exporters.options import Options, Page
from paperbib.model import Library, Name, PartialDate, Reference

if TYPE_CHECKING:
    from playwright.sync_api import Browser

YEARS = range(1990, 2026)
LONG = " ".join(f"word{number}" for number in range(3000))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page"), LIBRARY, TOLD)


def written(folder: Path, library: Library, told: Page) -> Path:
    path = folder / "index.html"
    path.write_bytes(page.render(library, Options(page=told)).encode())
    return path


def _of_year(year: int, title: str = "A paper") -> Reference:
    identifier = f"arxiv:2001.{year:05}"
    authors = (Name(family="Some", given="Body"),)
    dated = PartialDate(year=year, month=1, day=2)
    own = record(identifier, title=title, authors=authors, published=dated, abstract="Abstract.")
    places = [
        mention(identifier, section=(f"Heading of {year}", "Below", str(at))) for at in (1, 2)
    ]
    return reference(identifier, own, *places[: 1 + year % 2])


_COVERED = """[...document.querySelectorAll('#page-entries > li')].filter(row => {
    const buttons = [...row.querySelectorAll('.actions button')];
    const boxes = buttons.map(button => button.getBoundingClientRect());
    return [...row.querySelectorAll('.mentioned, .related li, .links a, summary')].some(part => {
        const range = document.createRange();
        range.selectNodeContents(part);
        const there = range.getBoundingClientRect();
        return boxes.some(here => here.left < there.right && here.right > there.left
            && here.top < there.bottom - 2 && here.bottom > there.top + 2);
    });
}).map(row => row.id)"""


@pytest.mark.parametrize(("width", "language"), [(900, "en"), (1024, "de"), (1280, "fr")])
def test_buttons_cover_nothing(browser: Browser, tmp_path: Path, width: int, language: str) -> None:
    library = Library(references={f"of{year}": _of_year(year) for year in YEARS})
    path = written(tmp_path, library, Page(language=language))
    with browsing.visit(browser, path, width=width) as visit:
        assert visit.scripted("matchMedia('(hover: hover)').matches")
        assert visit.page.locator(".actions button").count() >= 3 * len(YEARS)
        assert visit.scripted(_COVERED) == []


def test_colours_of_the_system_leave_the_bars_their_shape(browser: Browser, file: Path) -> None:
    fill = "(selector => getComputedStyle(document.querySelector(selector)).fill)"
    with browsing.visit(browser, file, forced_colors="active") as visit:
        assert visit.scripted(f"{fill}('.timeline .slot')") == "none"
        bar = visit.scripted(f"{fill}('.timeline .bar')")
        assert bar not in {
            "none",
            visit.scripted("getComputedStyle(document.body).backgroundColor"),
        }
        visit.page.locator(".timeline a").first.click()
        assert visit.scripted(f"{fill}('.timeline [aria-current] .bar')") != bar
        assert (
            visit.scripted("getComputedStyle(document.querySelector('.chip')).borderTopWidth")
            == "1px"
        )


@pytest.mark.parametrize("width", [360, 900])
def test_bars_out_of_sight_are_no_skip_links(browser: Browser, tmp_path: Path, width: int) -> None:
    library = Library(references={f"of{year}": _of_year(year) for year in YEARS})
    with browsing.visit(browser, written(tmp_path, library, Page()), width=width) as visit:
        scrolls = "(f => f.scrollWidth > f.clientWidth)(document.querySelector('figure.timeline'))"
        assert visit.scripted(scrolls)
        assert visit.violations() == []


def _hidden_by_the_bar(visit: Visit, presses: int) -> list[str]:
    """What had the focus and was wholly under the bar of the selection."""
    covered = """(() => {
        const here = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector('#page-selection').getBoundingClientRect();
        const isInside = document.activeElement.closest('#page-selection');
        return !isInside && here.height > 0 && here.top >= bar.top && here.bottom <= bar.bottom
            && here.left >= bar.left && here.right <= bar.right;
    })()"""
    found = []
    for _ in range(presses):
        visit.page.keyboard.press("Tab")
        if visit.scripted(covered):
            found.append(visit.scripted("document.activeElement.outerHTML"))
    return found


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 700), (320, 256)])
def test_what_has_the_focus_is_not_under_the_bar_of_the_selection(
    browser: Browser, file: Path, width: int, height: int
) -> None:
    with browsing.visit(browser, file, width=width) as visit:
        visit.page.set_viewport_size({"width": width, "height": height})
        for key in ("j", "x"):
            visit.page.keyboard.press(key)
        assert visit.page.locator("#page-selection").is_visible()
        assert _hidden_by_the_bar(visit, 60) == []


def test_paper_says_how_many_are_on_it(browser: Browser, file: Path, tmp_path: Path) -> None:
    with browsing.visit(browser, file, "#?year=2011") as visit:
        visit.page.pdf(path=tmp_path / "page.pdf")
    text = browsing.text_of_pdf(tmp_path / "page.pdf")
    assert "19 of 131 entries" in text
    assert "130 papers" not in text


def test_paper_without_a_script_has_identifiers(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    with browsing.visit(browser, file, java_script_enabled=False) as visit:
        visit.page.pdf(path=tmp_path / "page.pdf")
    text = "".join(browsing.text_of_pdf(tmp_path / "page.pdf").split())
    assert "131entries" in text
    assert "https://arxiv.org/abs/2001.00006" in text
    assert "Permalink" not in text


def test_a_very_long_reference_begins_on_the_first_page(browser: Browser, tmp_path: Path) -> None:
    library = Library(references={"long": _of_year(2020, LONG)})
    with browsing.visit(browser, written(tmp_path, library, Page())) as visit:
        visit.page.pdf(path=tmp_path / "page.pdf")
    first, second, *_ = browsing.text_of_pdf(tmp_path / "page.pdf").split("\f")
    assert "word5 " in first
    assert "word2999" not in first
    assert "word" in second

"""The library page in a real browser, from the disk: what people do with it works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.consumers import browsing
from tests.consumers.browsing import Visit
from tests.exporters.samples import mention, record, reference

from paperbib.exporters import page
from paperbib.exporters.options import Options, Page
from paperbib.model import Library, Name, PartialDate, Reference

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAPERS = 130
SECTIONS = ("Attention", "Graphs", "Optimisation & more")


def _paper(number: int) -> Reference:
    identifier = f"arxiv:2001.{number:05}"
    own = record(
        identifier,
        title=f"Paper number {number} on {SECTIONS[number % 3]}",
        authors=(Name(family="Müller", given="Zoë"), Name(family=f"Author{number}", given="A.")),
        published=PartialDate(year=2010 + number % 7, month=3, day=9),
        abstract=f"Deep in abstract {number}, something about łódź.",
        primary_category=("cs.CL", "cs.LG")[number % 2],
    )
    state = ("done", "open", None)[number % 3]
    noted = mention(
        identifier,
        section=(SECTIONS[number % 3], "Inner"),
        annotation="Words of the notes. " * (20 if number == 5 else 1),
        state=state,
    )
    return reference(identifier, own, noted)


NEWEST_FIRST = sorted(
    (f"paper{number:03}" for number in range(1, PAPERS + 1)),
    key=lambda key: (-(int(key[5:]) % 7), key),
)
CODE = "url:https://github.com/someone/code"
LIBRARY = Library(
    references={
        **{f"paper{number:03}": _paper(number) for number in range(1, PAPERS + 1)},
        "zcode": reference(CODE, mention(CODE, title="Its code", parent="arxiv:2001.00002")),
    }
)
TOLD = Page(
    title="Things read",
    places={f"arxiv:2001.{number:05}": (("notes.md", number),) for number in range(1, PAPERS + 1)},
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("a folder with 100% 'quotes' & é") / "index.html"
    path.write_bytes(page.render(LIBRARY, Options(page=TOLD)).encode())
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    with browsing.visit(browser, file) as made:
        yield made
        assert made.said == []
        assert made.asked == []


def keys(visit: Visit) -> list[str]:
    rows = "[...document.querySelector('#page-entries').children]"
    return list(visit.scripted(f"{rows}.map(row => row.id)"))


def counted(visit: Visit) -> str:
    return visit.page.inner_text("#page-count")


def hash_of(visit: Visit) -> str:
    return str(visit.scripted("location.hash"))


def focused(visit: Visit) -> str:
    return str(visit.scripted("document.activeElement.id"))


def box(visit: Visit, facet: str, value: str) -> Any:  # noqa: ANN401 - playwright's Locator
    label = visit.page.locator(f'fieldset[data-facet="{facet}"] label')
    return label.filter(has_text=value).locator("input")


def search(visit: Visit, text: str, count: str) -> None:
    visit.page.fill("#page-query", text)
    visit.wait(f"document.querySelector('#page-count').textContent === '{count}'")


def test_it_opens_and_shows_a_hundred_rows(visit: Visit) -> None:
    assert counted(visit) == "131 entries"
    assert keys(visit) == NEWEST_FIRST[:100]
    assert hash_of(visit) == ""


def test_search_finds_every_field_without_case_and_accents(visit: Visit) -> None:
    search(visit, "PAPER NUMBER 77", "1 of 131 entries")
    assert keys(visit) == ["paper077"]
    search(visit, "zoe muller author12", "11 of 131 entries")
    assert set(keys(visit)) == {"paper012", *(f"paper{number}" for number in range(120, 130))}
    search(visit, "lodz abstract 130", "1 of 131 entries")
    search(visit, "2001.00044", "1 of 131 entries")
    search(visit, "no such words", "No entry is like that")
    assert keys(visit) == []


def test_what_is_in_the_title_comes_first(visit: Visit) -> None:
    search(visit, "code", "1 of 131 entries")
    # "5" is in many abstracts, keys and identifiers; the titles with it lead.
    visit.page.fill("#page-query", "number 5")
    visit.wait("document.querySelector('#page-entries > li').id === 'paper055'")
    titles = visit.texts("#page-entries .title")
    has_it = ["5" in title for title in titles]
    assert has_it == sorted(has_it, reverse=True)
    assert visit.page.input_value("#page-sort") == "relevance"


def test_values_of_a_facet_widen_and_facets_narrow(visit: Visit) -> None:
    box(visit, "year", "2011").check()
    assert counted(visit) == "19 of 131 entries"
    box(visit, "year", "2012").check()
    assert counted(visit) == "38 of 131 entries"
    before = visit.texts('[data-facet="state"] label')
    box(visit, "tag", "Graphs").check()
    narrowed = counted(visit)
    assert visit.texts('[data-facet="state"] label') != before
    assert box(visit, "year", "2012").is_checked()
    visit.page.locator("#page-chosen button", has_text="2012").click()
    assert counted(visit) != narrowed
    visit.page.keyboard.press("Escape")
    assert counted(visit) == "131 entries"


def test_counts_of_facets_say_what_a_press_would_give(visit: Visit) -> None:
    box(visit, "state", "to read").check()
    label = visit.page.locator('[data-facet="tag"] label', has_text="Graphs")
    number = label.locator(".number").inner_text()
    label.locator("input").check()
    assert counted(visit) == f"{number} of 131 entries"
    assert visit.scripted("document.activeElement.type") == "checkbox"


def test_sorting(visit: Visit) -> None:
    def years() -> list[int]:
        return [int(year) for year in visit.texts("#page-entries .year")]

    assert visit.page.input_value("#page-sort") == "newest"
    assert years() == sorted(years(), reverse=True)
    assert years()[0] == 2016
    visit.page.select_option("#page-sort", "oldest")
    assert years()[0] == 2010
    visit.page.select_option("#page-sort", "title")
    assert keys(visit)[:3] == ["zcode", "paper001", "paper002"]  # 2 before 10, as people count
    visit.page.select_option("#page-sort", "notes")
    assert keys(visit)[1] == "paper001"
    assert hash_of(visit) == "#?sort=notes"
    visit.page.select_option("#page-sort", "newest")
    assert hash_of(visit) == ""
    search(visit, "number", "130 of 131 entries")
    visit.page.select_option("#page-sort", "newest")
    assert keys(visit) == NEWEST_FIRST[:100]
    assert hash_of(visit) == "#?q=number&sort=newest"
    visit.page.keyboard.press("Escape")
    visit.page.select_option("#page-sort", "key")
    assert keys(visit)[:2] == ["paper001", "paper002"]


def test_the_pager_and_the_back_button(visit: Visit) -> None:
    visit.page.click("#page-next")
    assert keys(visit)[-1] == "zcode"
    assert visit.page.locator("#page-number").inner_text() == "Page 2 of 2"
    assert visit.page.locator("#page-next").is_disabled()
    assert hash_of(visit) == "#?page=2"
    box(visit, "kind", "code").check()
    assert keys(visit) == ["zcode"]
    visit.page.go_back()
    visit.wait("document.querySelectorAll('#page-entries > li').length === 31")
    visit.page.go_back()
    visit.wait("document.querySelectorAll('#page-entries > li').length === 100")
    assert not box(visit, "kind", "code").is_checked()
    visit.page.go_forward()
    visit.wait("location.hash === '#?page=2'")
    assert keys(visit)[0] == NEWEST_FIRST[100]


def test_typing_is_one_step_of_the_history(visit: Visit) -> None:
    visit.page.click("#page-query")
    visit.page.keyboard.type("graphs")
    visit.wait("location.hash === '#?q=graphs'")
    visit.page.keyboard.type(" 50")
    visit.wait("location.hash === '#?q=graphs+50'")
    visit.page.go_back()
    visit.wait("document.querySelector('#page-query').value === ''")
    assert counted(visit) == "131 entries"


def test_the_keyboard_is_enough(visit: Visit) -> None:
    press = visit.page.keyboard.press
    press("/")
    assert focused(visit) == "page-query"
    visit.page.keyboard.type("jkx?")  # letters, in a field
    assert visit.page.input_value("#page-query") == "jkx?"
    visit.wait("document.querySelectorAll('#page-entries > li').length === 0")
    press("Escape")
    assert counted(visit) == "131 entries"
    press("Escape")
    for key, expected in (("j", "paper006"), ("j", "paper013"), ("k", "paper006")):
        press(key)
        assert focused(visit) == expected
    press("Enter")
    visit.wait("document.querySelector('#paper006 .abstract').open")
    assert "łódź" in visit.page.inner_text("#paper006 .abstract p")
    press("Enter")
    assert not visit.scripted("document.querySelector('#paper006 .abstract').open")
    press("x")
    assert visit.page.inner_text("#page-selected") == "1 selected"
    press("Control+j")
    assert focused(visit) == "paper006"
    press("?")
    assert visit.page.locator("dialog#page-keys").is_visible()
    press("Escape")
    assert not visit.page.locator("dialog#page-keys").is_visible()
    visit.page.click("#page-show-keys")
    visit.page.locator("dialog#page-keys button").click()
    assert not visit.page.locator("dialog#page-keys").is_visible()


def test_j_goes_on_on_the_next_page_and_k_comes_back(visit: Visit) -> None:
    last, first = NEWEST_FIRST[99:101]
    visit.scripted(f"document.querySelector('#{last}').focus()")
    visit.page.keyboard.press("j")
    assert focused(visit) == first
    visit.page.keyboard.press("k")
    assert focused(visit) == last


def test_a_permalink_opens_its_entry_wherever_it_is(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file, "#paper119") as visit:
        assert focused(visit) == "paper119"
        assert visit.page.locator("#paper119 .abstract p").is_visible()
        assert visit.page.inner_text("#page-number") == "Page 2 of 2"
        assert visit.scripted("document.activeElement.getBoundingClientRect().top") < 900
        visit.page.locator("#paper119 .permalink").click()
        assert hash_of(visit) == "#paper119"
        visit.page.locator("#paper119").focus()
        visit.page.keyboard.press("Enter")
        visit.page.locator("#paper119:not(.expanded) .permalink").click()  # the same address again
        assert visit.page.locator("#paper119.expanded:focus").count() == 1


@pytest.mark.parametrize("fragment", ["#nobody", "#%", "#?page=999&sort=nonsense&q=", "#?year=x"])
def test_a_fragment_that_means_nothing_does_no_harm(
    browser: Browser, file: Path, fragment: str
) -> None:
    with browsing.visit(browser, file, fragment) as visit:
        assert re.search("131 entries|No entry", counted(visit))
        assert visit.said == []


def test_a_permalink_of_a_filter(browser: Browser, file: Path) -> None:
    fragment = "#?q=paper&tag=Optimisation+%26+more&year=2011&year=2012&sort=oldest"
    with browsing.visit(browser, file, fragment) as visit:
        visit.wait("document.querySelector('#page-query').value === 'paper'")
        visit.wait("document.querySelectorAll('#page-entries > li').length === 13")
        assert box(visit, "year", "2011").is_checked()
        assert visit.texts("#page-chosen li bdi") == ["Optimisation & more", "2011", "2012"]


def test_charts_and_tags_are_filters(visit: Visit) -> None:
    visit.page.locator('.timeline a[aria-label^="2013:"]').click()
    visit.wait("document.querySelector('#page-count').textContent === '19 of 131 entries'")
    assert visit.page.locator(".timeline a[aria-current]").count() == 1
    visit.page.locator("#page-entries .tag", has_text="Graphs").first.click()
    visit.wait("document.querySelector('#page-chosen bdi').textContent === 'Graphs'")
    assert set(visit.texts("#page-entries .tag:first-of-type")) == {"Graphs"}

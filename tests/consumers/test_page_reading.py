"""The library page in a real browser: where a reader is, what is selected, which keys do it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.consumers import browsing
from tests.consumers.browsing import Visit
from tests.consumers.test_page import LIBRARY, NEWEST_FIRST, TOLD, box, counted, focused, keys
from tests.exporters.samples import mention, reference

from paperbib.exporters import page
from paperbib.exporters.options import Options
from paperbib.model import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OLD_KEY = "an old key, 50% & more"
TOP = "document.querySelector('main').getBoundingClientRect().top"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    library = LIBRARY.model_copy(update={"aliases": {OLD_KEY: "paper119", "x": "paper001"}})
    path.write_bytes(page.render(library, Options(page=TOLD)).encode())
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    with browsing.visit(browser, file) as made:
        yield made
        assert made.said == []


def unknown(visit: Visit) -> str:
    return visit.page.locator("#page-unknown").inner_text()


def selected(visit: Visit) -> list[str]:
    rows = "[...document.querySelectorAll('#page-entries > li')]"
    return list(
        visit.scripted(f"{rows}.filter(r => r.querySelector('.pick input').checked).map(r => r.id)")
    )


def test_an_old_key_opens_its_entry(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file, "#an%20old%20key%2C%2050%25%20%26%20more") as visit:
        assert focused(visit) == "paper119"
        assert visit.page.locator("#paper119.expanded .abstract p").is_visible()
        assert not visit.page.locator("#page-unknown").is_visible()


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        *(("#nobody", "nobody"), ("#%", "%"), ("#50%25", "50%"), ("#__proto__", "__proto__")),
        *(
            ("#constructor", "constructor"),
            ("#page-entries", "page-entries"),
            ("#%3Cb%3E{}", "<b>{}"),
        ),
        ("#Paper001", "Paper001"),
    ],
)
def test_an_unknown_key_is_said_and_everything_is_shown(
    browser: Browser, file: Path, fragment: str, key: str
) -> None:
    with browsing.visit(browser, file, fragment) as visit:
        assert unknown(visit) == f"No entry has the key {key}. Here are all entries."
        assert visit.page.locator("#page-unknown").get_attribute("role") == "status"
        assert (counted(visit), keys(visit)) == ("131 entries", NEWEST_FIRST[:100])
        visit.page.select_option("#page-sort", "title")
        assert not visit.page.locator("#page-unknown").is_visible()
        visit.page.go_back()
        visit.wait("document.querySelector('#page-unknown').textContent !== ''")
        visit.scripted("void (location.hash = '#paper001')")
        visit.wait("document.activeElement.id === 'paper001'")
        assert not visit.page.locator("#page-unknown").is_visible()
        assert visit.said == []


def test_keys_of_one_character_can_be_switched_off_for_good(visit: Visit) -> None:
    press = visit.page.keyboard.press
    press("?")
    visit.page.get_by_label("Use keys that are single characters").uncheck()
    assert visit.violations() == []
    press("Escape")
    for key in ("j", "/", "?", "x", "b", "k"):
        press(key)
        assert visit.scripted(
            "document.activeElement === document.querySelector('#page-show-keys')"
            " || document.activeElement === document.body"
        )
        assert not visit.page.locator("dialog#page-keys").is_visible()
    visit.page.locator("#paper006").focus()
    press("x")
    assert selected(visit) == []
    press("Enter")  # no character
    assert visit.page.locator("#paper006.expanded").count() == 1
    visit.page.reload()
    visit.wait("document.documentElement.classList.contains('ready')")
    press("j")
    assert focused(visit) == ""
    visit.page.click("#page-show-keys")
    visit.page.locator("#page-single-keys").check()
    press("Escape")
    press("j")
    assert focused(visit) == "paper006"


def test_a_tag_far_down_takes_the_reader_to_the_head_of_the_list(visit: Visit) -> None:
    row = visit.page.locator("#page-entries > li").nth(80)
    tag = row.locator(".tag").first
    wanted = tag.inner_text()
    tag.focus()
    assert visit.scripted(TOP) < -5000
    visit.page.keyboard.press("Enter")
    visit.wait(f"document.querySelector('#page-chosen bdi')?.textContent === {json.dumps(wanted)}")
    assert focused(visit) == "page-main"
    assert 0 <= visit.scripted(TOP) < 200
    visit.page.keyboard.press("j")
    assert visit.scripted(
        "document.activeElement === document.querySelector('#page-entries').firstElementChild"
    )


def test_a_filter_beside_a_long_list_does_too_and_keeps_the_focus(visit: Visit) -> None:
    visit.page.keyboard.press("j")
    visit.scripted("scrollTo(0, 9000)")
    box(visit, "state", "to read").check()
    assert 0 <= visit.scripted(TOP) < 200
    assert visit.scripted("document.activeElement.type") == "checkbox"


def test_a_filter_that_is_taken_off_leaves_the_focus_at_the_next(visit: Visit) -> None:
    for year in ("2011", "2012"):
        box(visit, "year", year).check()
    visit.page.locator("#page-chosen button").first.focus()
    visit.page.keyboard.press("Enter")
    assert visit.scripted("document.activeElement.textContent") == "2012 ×"
    visit.page.keyboard.press("Enter")
    assert focused(visit) == "page-main"
    assert counted(visit) == "131 entries"


def test_a_phone_says_how_many_filters_are_on(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file, "#?year=2011&year=2012&tag=Graphs", width=360) as visit:
        summary = visit.page.locator("#page-filters summary")
        assert summary.inner_text() == "Filters (3)"
        assert not visit.page.locator("#page-clear").is_visible()
        summary.click()
        visit.page.click("#page-clear")
        assert counted(visit) == "131 entries"
        assert summary.inner_text() == "Filters"
        assert visit.scripted("document.activeElement.tagName") == "SUMMARY"
        assert not visit.page.locator("#page-clear").is_visible()


def test_one_mention_is_shown_and_several_are_folded(browser: Browser, tmp_path: Path) -> None:
    address = "url:https://example.org/a"
    many = [mention(address, section=(str(number),)) for number in range(3)]
    library = Library(
        references={"one": reference(address, many[0]), "three": reference(address, *many)}
    )
    path = tmp_path / "index.html"
    path.write_bytes(page.render(library, Options()).encode())
    for script in (True, False):
        with browsing.visit(browser, path, java_script_enabled=script) as visit:
            assert visit.texts("#one .mentioned") == ["In the notes: notes.md › 0"]
            assert visit.page.locator("#one .mentions, #three .mentioned").count() == 0
            assert visit.page.inner_text("#three .mentions summary") == "In the notes (3)"
            assert not visit.page.locator("#three .mentions li").first.is_visible()
            visit.page.click("#three .mentions summary")
            visit.page.locator("#three .mentions li").nth(2).wait_for()
            assert visit.texts("#three .mentions li")[2] == "notes.md › 2"


def test_a_selection_outlives_filters_pages_and_orders(visit: Visit) -> None:
    told = visit.page.locator("#page-told")
    visit.page.keyboard.press("j")
    visit.page.keyboard.press("x")
    assert (told.inner_text(), told.get_attribute("role")) == ("1 selected", "status")
    visit.page.click("#page-next")
    visit.page.locator("#zcode .pick input").check()
    assert selected(visit) == ["zcode"]
    box(visit, "year", "2016").check()
    assert selected(visit) == ["paper006"]
    visit.page.select_option("#page-sort", "title")
    visit.page.fill("#page-query", "number 6 ")
    visit.wait("document.querySelector('#page-entries > li').id === 'paper006'")
    assert selected(visit) == ["paper006"]
    assert visit.page.inner_text("#page-selected") == "2 selected"
    visit.page.keyboard.press("Escape")
    visit.page.click("#page-select-all")
    assert visit.page.inner_text("#page-selected") == "19 selected"  # 18 of that year, and zcode
    assert not visit.page.locator("#page-select-all").is_visible()
    assert focused(visit) == "page-copy-selected"
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#page-select-all").is_visible()


def test_the_keyboard_goes_to_the_selection_and_back(visit: Visit) -> None:
    press = visit.page.keyboard.press
    for key in ("b", "j", "b"):
        press(key)
    assert focused(visit) == "paper006"  # nothing is selected
    for key in ("x", "b"):
        press(key)
    assert focused(visit) == "page-copy-selected"
    for _ in range(3):
        press("Tab")
    assert focused(visit) == "page-deselect"
    press("Enter")
    assert focused(visit) == "paper006"
    assert selected(visit) == []
    assert visit.page.locator("#page-told").inner_text() == "0 selected"
    assert not visit.page.locator("#page-selection").is_visible()


def test_what_belongs_together_is_linked_both_ways(visit: Visit) -> None:
    visit.page.locator("#paper002 .related a").click()
    visit.wait("document.activeElement.id === 'zcode'")
    visit.page.locator("#zcode .related a").click()
    visit.wait("document.activeElement.id === 'paper002'")
    assert visit.texts("#paper002 .mentioned") == [
        "In the notes: notes.md:2 › Optimisation & more › Inner"
    ]

"""The library page in a real browser, under attack: hostile texts, keys, years and languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.consumers import browsing
from tests.consumers.test_page import LIBRARY, keys
from tests.exporters.page import hostile
from tests.exporters.page.pages import Parsed
from tests.exporters.samples import mention, reference

from paperbib.exporters import page
from paperbib.exporters.options import Options, Page
from paperbib.exporters.page.markup import fragment
from paperbib.model import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the page of a library; further arguments are those of `Page`."""

    def written(library: Library, **told: Any) -> Path:  # noqa: ANN401
        path = tmp_path / "index.html"
        path.write_bytes(page.render(library, Options(page=Page(**told))).encode())
        return path

    return written


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "index.html"
    options = Options(page=Page(title=hostile.TEXTS[4]))
    path.write_bytes(page.render(hostile.LIBRARY, options).encode())
    return path


_HARMLESS = """[...document.querySelectorAll('[href]')].every(element => {
    const address = new URL(element.getAttribute('href'), 'https://own.example/');
    return ['https:', 'http:'].includes(address.protocol)
        && !(element.matches('svg a') && address.host !== 'own.example');
}) && !document.querySelector('iframe, img, object, base, [onload], [onerror], [style]')
    && window.hacked === undefined"""
_FITS = "document.documentElement.scrollWidth <= innerWidth"
_EXPAND_ALL = """document.querySelectorAll('#page-entries > li').forEach(row => {
    row.focus();
    row.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_entries_do_nothing_and_the_layout_holds(
    browser: Browser, hostile_file: Path, width: int
) -> None:
    with browsing.visit(browser, hostile_file, width=width) as visit:
        for start in (1, 101):
            visit.scripted(f"void (location.hash = '#?page={start // 100 + 1}')")
            visit.wait(f"document.querySelector('#page-entries').start === {start}")
            visit.scripted(_EXPAND_ALL)
            assert visit.page.locator("#page-entries > li.expanded").count() >= 17
            assert visit.scripted(_FITS)
            assert visit.scripted(_HARMLESS)
        assert (visit.said, visit.asked) == ([], [])


def test_hostile_entries_do_nothing_without_the_script(
    browser: Browser, hostile_file: Path
) -> None:
    with browsing.visit(browser, hostile_file, width=320, java_script_enabled=False) as visit:
        assert visit.scripted(_FITS)
        assert visit.scripted(_HARMLESS)
        assert (visit.said, visit.asked) == ([], [])


def test_a_megabyte_is_written_only_when_it_is_unfolded(
    browser: Browser, hostile_file: Path
) -> None:
    with browsing.visit(browser, hostile_file, "#?q=huge") as visit:
        visit.wait("document.querySelectorAll('#huge').length === 1")
        size = "document.querySelector('#huge .abstract p').textContent.length"
        assert visit.scripted(size) == 0
        visit.page.locator("#huge .abstract summary").click()
        visit.wait(f"{size} > 900000")
        assert visit.said == []


def test_every_hostile_value_is_found_and_filtered_by(browser: Browser, hostile_file: Path) -> None:
    with browsing.visit(browser, hostile_file) as visit:
        visit.page.locator('[data-facet="tag"] button.more').click()
        labels = visit.page.locator('[data-facet="tag"] label')
        for at in range(0, labels.count(), 9):
            box = labels.nth(at).locator("input")
            box.check()
            assert visit.page.locator("#page-entries > li").count() >= 1
            visit.wait("document.querySelectorAll('#page-chosen bdi').length === 1")
            hash_now = visit.scripted("location.hash")
            visit.page.reload()
            visit.wait("document.documentElement.classList.contains('ready')")
            assert visit.scripted("location.hash") == hash_now
            assert visit.page.locator("#page-chosen bdi").count() == 1
            visit.page.keyboard.press("Escape")
            visit.page.locator('[data-facet="tag"] button.more').click()
        assert visit.said == []


ORDERS = ("newest", "oldest", "title", "author", "key", "notes", "relevance")
_FIND_EACH = """() => {
    const query = document.querySelector('#page-query');
    const told = JSON.parse(document.querySelector('#page-library').textContent).entries;
    return told.filter(({ key, title }) => {
        query.value = title;
        query.dispatchEvent(new Event('input'));
        const rows = [...document.querySelectorAll('#page-entries > li')];
        return !rows.some((row) => row.dataset.key === key);
    }).map(({ key }) => key);
}"""


def test_hostile_entries_in_every_order_and_each_found_by_its_title(
    browser: Browser, hostile_file: Path
) -> None:
    with browsing.visit(browser, hostile_file, "#?q=window") as visit:
        visit.wait("document.querySelector('#page-sort').value === 'relevance'")
        for order in ORDERS:
            if order != "relevance":
                visit.page.keyboard.press("Escape")
                visit.page.select_option("#page-sort", order)
                assert visit.page.locator("#page-entries > li").count() == 100
            assert visit.scripted(_HARMLESS)
        assert visit.page.evaluate(_FIND_EACH) == []
        assert visit.scripted(_HARMLESS)
        assert (visit.said, visit.asked) == ([], [])


def test_hostile_entries_on_paper(browser: Browser, hostile_file: Path, tmp_path: Path) -> None:
    with browsing.visit(browser, hostile_file) as visit:
        visit.scripted("void dispatchEvent(new Event('beforeprint'))")
        assert visit.page.locator("#page-printed li").count() == len(hostile.LIBRARY.references)
        assert visit.scripted(_HARMLESS)
        visit.scripted("void dispatchEvent(new Event('afterprint'))")
        visit.page.pdf(path=tmp_path / "page.pdf")
        assert "<script>window.hacked = 1</script>" in browsing.text_of_pdf(tmp_path / "page.pdf")
        assert (visit.said, visit.asked) == ([], [])


@pytest.mark.parametrize("library", [hostile.LIBRARY, hostile.KEYED])
def test_a_download_has_the_bytes_of_the_data(
    browser: Browser, write: Write, tmp_path: Path, library: Library
) -> None:
    path = write(library)
    told = Parsed(path.read_text(encoding="utf-8")).entries.values()
    wanted = "\n".join(one["bibtex"] for one in told if "bibtex" in one)
    with browsing.visit(browser, path, accept_downloads=True) as visit:
        visit.page.locator("#page-entries .pick input").first.check()
        visit.page.click("#page-select-all")
        with visit.page.expect_download() as waiting:
            visit.page.click("#page-download-selected")
        waiting.value.save_as(tmp_path / "got.bib")
        assert (tmp_path / "got.bib").read_bytes() == wanted.encode()
        lacking = sum("bibtex" not in one for one in told)
        assert lacking
        count = f"{len(told) - lacking} of {len(told)} entries"
        assert visit.page.inner_text("#page-said") == count


def test_what_has_no_bibtex_cannot_be_copied_alone(browser: Browser, write: Write) -> None:
    with browsing.visit(browser, write(hostile.KEYED), "#a%23b") as visit:
        visit.page.keyboard.press("x")
        assert visit.page.inner_text("#page-selected") == "1 selected"
        assert visit.page.locator("#page-copy-selected").is_disabled()
        assert visit.page.locator("#page-download-selected").is_disabled()
        assert visit.page.locator("#page-entries > li:focus [data-copy=bibtex]").count() == 0


def test_every_key_has_a_permalink_and_every_tag_a_filter(browser: Browser, write: Write) -> None:
    with browsing.visit(browser, write(hostile.KEYED)) as visit:
        for number, key in enumerate(hostile.KEYS):
            visit.scripted(f"void (location.hash = {json.dumps(fragment(key))})")
            visit.wait(f"document.activeElement.dataset.key === {json.dumps(key)}")
            assert visit.page.locator("#page-unknown").text_content() == ""
            row = visit.page.locator("#page-entries > li:focus")
            row.locator(".permalink").evaluate("link => link.click()")
            visit.wait(f"document.activeElement.dataset.key === {json.dumps(key)}")
            tag = row.locator(".tag").text_content()
            row.locator(".tag").evaluate("link => link.click()")
            shown = visit.page.locator("#page-entries > li")
            visit.wait("document.querySelectorAll('#page-entries > li').length < 3")
            assert key in [one.get_attribute("data-key") for one in shown.all()]
            assert visit.texts("#page-chosen bdi") == visit.texts("#page-entries .tag")[:1] == [tag]
            visit.page.keyboard.press("Escape")
            visit.page.fill("#page-query", f"word{number} {key}")
            visit.wait("document.querySelectorAll('#page-entries > li').length < 3")
            found = [one.get_attribute("data-key") for one in shown.all()]
            assert key in found  # and what differs in its accents only
            visit.page.keyboard.press("Escape")
        assert (visit.said, visit.asked) == ([], [])


def test_what_differs_in_case_only_is_selected_apart(browser: Browser, write: Write) -> None:
    with browsing.visit(browser, write(hostile.KEYED)) as visit:
        for key in ("Entries", "__proto__", "mu\u0308ller", "constructor"):
            visit.scripted(f"void (location.hash = {json.dumps(fragment(key))})")
            visit.wait(f"document.activeElement.dataset.key === {json.dumps(key)}")
            visit.page.keyboard.press("x")
        visit.page.select_option("#page-sort", "key")
        checked = visit.page.locator("#page-entries > li", has=visit.page.locator(".pick :checked"))
        found = [one.get_attribute("data-key") for one in checked.all()]
        assert found == ["Entries", "__proto__", "constructor", "mu\u0308ller"]
        assert visit.said == []


def _links(count: int) -> Library:
    addresses = {f"k{at:03}": f"url:https://example.org/{at}" for at in range(count)}
    return Library(references={key: reference(one, mention(one)) for key, one in addresses.items()})


@pytest.mark.parametrize(
    ("count", "said", "pages"),
    [(0, "0 entries", 0), (1, "1 entry", 0), (100, "100 entries", 0), (101, "101 entries", 2)],
)
def test_libraries_without_papers_of_any_size(
    browser: Browser, write: Write, count: int, said: str, pages: int
) -> None:
    path = write(_links(count))
    with browsing.visit(browser, path) as visit:
        assert visit.page.inner_text("#page-count") == said
        assert visit.page.locator("#page-entries > li").count() == min(count, 100)
        assert visit.page.locator("#page-pager").is_visible() == bool(pages)
        assert visit.violations() == []
        for key in ("k", "j", "x", "Enter", "b", "Escape"):
            visit.page.keyboard.press(key)
        visit.page.fill("#page-query", "zzz")
        visit.wait("document.querySelectorAll('#page-entries > li').length === 0")
        assert (visit.said, visit.asked) == ([], [])
    with browsing.visit(browser, path, java_script_enabled=False) as visit:
        assert visit.page.locator("#page-entries > li, ol.more > li").count() == count


def test_years_of_any_length(browser: Browser, write: Write) -> None:
    path = write(_links(4))
    text = path.read_text(encoding="utf-8")
    for key, year in (("k000", 0), ("k001", -44), ("k002", 12345)):
        text = text.replace(f'{{"key":"{key}",', f'{{"key":"{key}","year":{year},')
    path.write_text(text, encoding="utf-8")
    with browsing.visit(browser, path) as visit:
        assert keys(visit) == ["k002", "k000", "k001", "k003"]
        assert visit.texts("#page-entries .year") == ["12345", "0", "-44"]
        assert visit.texts('[data-facet="year"] bdi') == ["12345", "0", "-44"]
        for chosen in ("0", "-44"):
            visit.page.locator('[data-facet="year"] label', has_text=chosen).last.click()
        assert keys(visit) == ["k000", "k001"]
        assert visit.said == []


_MARGIN = """(selector => {
    const { left, right } = document.querySelector(selector).getBoundingClientRect();
    return [left, innerWidth - right];
})"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["ar", "he-IL", "de-CH", "zh-Hans", "ja"])
def test_languages(browser: Browser, write: Write, language: str, width: int) -> None:
    some = {key: LIBRARY.references[key] for key in ("paper005", "paper006", "paper012")}
    path = write(Library(references=some), language=language, title="قائمة القراءة ספרים 书")
    with browsing.visit(browser, path, width=width) as visit:
        assert visit.scripted(_FITS)
        left, right = visit.scripted(_MARGIN + "('#paper006 .pick')")
        assert left > right  # of every language: the page's own words are from the left
        assert visit.violations() == []
        assert visit.said == []

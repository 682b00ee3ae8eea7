"""The library page in a real browser: without a script, in the dark, on paper, with much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.consumers import browsing
from tests.consumers.test_page import LIBRARY, PAPERS, TOLD, keys

from paperbib.exporters import page
from paperbib.exporters.options import Options

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_bytes(page.render(LIBRARY, Options(page=TOLD)).encode())
    return path


def test_copied_texts_are_on_the_clipboard(browser: Browser, file: Path) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with browsing.visit(browser, file, permissions=allowed) as visit:
        row = visit.page.locator("#paper003")
        starts = {"bibtex": "@misc{paper003,\n", "key": "paper003", "reference": "Zoë Müller, A. "}
        for what, start in starts.items():
            row.locator(f'[data-copy="{what}"]').click()
            visit.wait("document.querySelector('#page-said').textContent === 'Copied'")
            text = visit.scripted("navigator.clipboard.readText()")
            assert text.startswith(start)
            assert text.endswith("}\n") == (what == "bibtex")
        visit.page.locator("#paper003 .pick input").check()
        visit.page.locator("#paper001 .pick input").check()
        visit.page.click("#page-copy-selected")
        visit.wait(
            "navigator.clipboard.readText().then(t => t.startsWith('@misc{paper001,')"
            " && t.includes('\\n}\\n\\n@misc{paper003,'))"
        )
        assert (visit.said, visit.asked) == ([], [])


def test_copying_works_where_the_clipboard_is_forbidden(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file) as visit:
        visit.scripted("void (navigator.clipboard.writeText = () => Promise.reject())")
        visit.page.locator('#paper003 [data-copy="key"]').click()
        visit.wait("document.querySelector('#page-said').textContent === 'Copied'")
        visit.page.click("#page-query")
        visit.page.keyboard.press("Control+v")
        assert visit.page.input_value("#page-query") == "paper003"


def test_what_is_selected_is_downloaded(browser: Browser, file: Path, tmp_path: Path) -> None:
    with browsing.visit(browser, file, "#?year=2011", accept_downloads=True) as visit:
        visit.page.locator("#page-entries .pick input").first.check()
        visit.page.click("#page-select-all")
        assert visit.page.inner_text("#page-selected") == "19 selected"
        with visit.page.expect_download() as waiting:
            visit.page.click("#page-download-selected")
        assert waiting.value.suggested_filename == "selection.bib"
        waiting.value.save_as(tmp_path / "got.bib")
        text = (tmp_path / "got.bib").read_text(encoding="utf-8")
        assert text.count("@misc{") == 19
        assert "abstract =" not in text
        assert text.endswith("}\n")
        visit.page.click("#page-deselect")
        assert not visit.page.locator("#page-selection").is_visible()
        assert visit.said == []


def test_without_a_script_everything_is_there(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file, java_script_enabled=False) as visit:
        assert visit.page.locator("#page-entries > li").count() == 100
        assert visit.page.locator("ol.more > li").count() == PAPERS + 1 - 100
        assert visit.page.get_by_text("Its code").last.is_visible()
        for chart in (".timeline svg", ".overview svg"):
            assert visit.page.locator(chart).first.is_visible()
        assert not visit.page.locator("#page-query").is_visible()
        visit.page.locator("#paper001 .abstract summary").click()
        assert visit.page.locator("#paper001 .abstract p").is_visible()
        assert visit.asked == []


@pytest.mark.parametrize("selector", [".title", ".byline", ".marks .kind", ".state", ".tag"])
def test_rows_say_the_same_with_and_without_the_script(
    browser: Browser, file: Path, selector: str
) -> None:
    rows = f"#page-entries > .entry {selector}"
    with browsing.visit(browser, file, java_script_enabled=False) as static:
        told = static.texts(rows)
    with browsing.visit(browser, file) as scripted:
        scripted.wait("document.querySelectorAll('#page-entries > .entry').length === 100")
        assert scripted.texts(rows) == told
    assert told


def test_a_note_is_clamped_until_it_is_wanted(browser: Browser, file: Path) -> None:
    with browsing.visit(browser, file) as visit:
        height = "document.querySelector('#paper005 .note').getBoundingClientRect().height"
        visit.page.locator("#paper005").scroll_into_view_if_needed()
        before = visit.scripted(height)
        more = visit.page.locator("#paper005 .note + button")
        more.click()
        assert visit.scripted(height) > before
        assert more.get_attribute("aria-expanded") == "true"
        more.click()
        assert visit.scripted(height) == before


def _paper_colour(visit: browsing.Visit) -> str:
    return str(visit.scripted("getComputedStyle(document.body).backgroundColor"))


def test_light_and_dark_follow_the_system_until_a_person_chooses(
    browser: Browser, file: Path
) -> None:
    with browsing.visit(browser, file, color_scheme="dark") as visit:
        dark = _paper_colour(visit)
        visit.page.emulate_media(color_scheme="light")
        light = _paper_colour(visit)
        assert dark != light
        visit.page.click("#page-theme")
        visit.page.emulate_media(color_scheme="dark")
        assert _paper_colour(visit) == light
        visit.page.reload()
        visit.wait("document.documentElement.classList.contains('ready')")
        assert _paper_colour(visit) == light
        visit.page.click("#page-theme")
        visit.page.emulate_media(color_scheme="light")
        assert _paper_colour(visit) == dark
        assert visit.said == []


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, file: Path) -> None:
    moving = """[...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e);
        return parseFloat(s.transitionDuration) || parseFloat(s.animationDuration);
    }).length"""
    with browsing.visit(browser, file, reduced_motion="reduce") as visit:
        assert visit.scripted(moving) == 0
        visit.page.emulate_media(reduced_motion="no-preference")
        assert visit.scripted(moving) > 0


def test_print_is_a_list_of_all_that_matches(browser: Browser, file: Path, tmp_path: Path) -> None:
    with browsing.visit(browser, file) as visit:
        visit.page.pdf(path=tmp_path / "page.pdf")
        text = " ".join(browsing.text_of_pdf(tmp_path / "page.pdf").split())
        for number in (1, 100, 101, PAPERS):
            assert f"Paper number {number} on " in text
        assert "Things read" in text
        assert "Copy BibTeX" not in text
        assert "Sort by" not in text
        assert visit.page.locator("#page-printed li").count() == 0
        assert len(keys(visit)) == 100


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation(browser: Browser, file: Path, width: int, scheme: str) -> None:
    with browsing.visit(browser, file, "#?year=2015", width=width, color_scheme=scheme) as visit:
        for key in ("j", "Enter", "x"):
            visit.page.keyboard.press(key)
        assert visit.page.locator("#paper005.expanded .abstract p").is_visible()
        visit.scripted("document.querySelector('#page-filters').open = true")
        assert visit.violations() == []
        visit.page.keyboard.press("?")
        assert visit.violations() == []


def test_ten_thousand_entries_stay_a_hundred_rows(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    head, start, rest = file.read_text(encoding="utf-8").partition('id="page-library">')
    data, end, tail = rest.partition("</script>")
    told = json.loads(data)
    told["entries"] = [
        one | {"key": f"{one['key']}-{copy}"} for copy in range(77) for one in told["entries"]
    ]
    large = tmp_path / "large.html"
    large.write_text("".join((head, start, json.dumps(told), end, tail)), encoding="utf-8")
    with browsing.visit(browser, large) as visit:
        assert visit.page.inner_text("#page-count") == "10,087 entries"
        visit.page.click("#page-query")
        visit.page.keyboard.type("number 7")
        visit.wait("document.querySelector('#page-entries > li')?.id === 'paper076-0'")
        visit.wait("document.querySelectorAll('#page-entries > li').length === 100")
        visit.page.keyboard.type(" nowhere")
        visit.wait("document.querySelectorAll('#page-entries > li').length === 0")
        assert (visit.said, visit.asked) == ([], [])

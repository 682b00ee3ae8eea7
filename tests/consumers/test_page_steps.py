"""The library page in a real browser: steps from here to there, and what they show on the way."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.consumers import browsing
from tests.consumers.browsing import Visit
from tests.consumers.test_page import LIBRARY, TOLD, box, counted, hash_of, keys
from tests.exporters.samples import mention, record, reference

from paperbib.exporters import page
from paperbib.exporters.options import Options
from paperbib.model import Library, PartialDate

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.browser() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_bytes(page.render(LIBRARY, Options(page=TOLD)).encode())
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Visit]:
    with browsing.visit(browser, file) as made:
        yield made
        assert (made.said, made.asked) == ([], [])


def changed(file: Path, to: Path, **told: dict[str, Any]) -> Path:
    """The page with further fields of some entries in its data."""
    head, start, rest = file.read_text(encoding="utf-8").partition('id="page-library">')
    data, end, tail = rest.partition("</script>")
    library = json.loads(data)
    for entry in library["entries"]:
        entry.update(told.get(entry["key"], {}))
    to.write_text("".join((head, start, json.dumps(library), end, tail)), encoding="utf-8")
    return to


_TYPE_AND_FILTER = """
    const query = document.querySelector('#page-query');
    query.value = 'number 1';
    query.dispatchEvent(new Event('input'));
    document.querySelector('fieldset[data-facet="state"] input').click();
"""


def test_a_filter_right_after_typing_is_a_step_of_its_own(visit: Visit) -> None:
    # In one go, so that no browser is slow enough to write the search before.
    visit.scripted(f"(() => {{ {_TYPE_AND_FILTER} }})()")
    assert hash_of(visit).startswith("#?q=number+1&state=")
    visit.page.go_back()
    visit.wait("location.hash === '#?q=number+1'")
    assert visit.page.input_value("#page-query") == "number 1"
    visit.page.go_back()
    visit.wait("location.hash === ''")
    assert visit.page.input_value("#page-query") == ""


def test_what_was_typed_does_not_come_back_over_a_later_step(visit: Visit) -> None:
    # Timers are noted as they are set, and those that are not cleared are called later.
    visit.scripted(f"""(() => {{
        const set = new Map();
        window.setTimeout = (act, ms, ...told) => set.set(set.size + 1, () => act(...told)).size;
        window.clearTimeout = (number) => set.set(number, () => 0);
        {_TYPE_AND_FILTER}
        history.replaceState(null, '', '#paper004');
        set.forEach((act) => act());
    }})()""")
    assert hash_of(visit) == "#paper004"


def test_the_title_leads_to_all_entries(visit: Visit) -> None:
    box(visit, "year", "2011").check()
    visit.page.fill("#page-query", "number")
    visit.wait("location.hash.includes('q=number')")
    visit.page.click("h1 a")
    assert (counted(visit), hash_of(visit)) == ("131 entries", "")
    assert visit.page.input_value("#page-query") == ""


def test_a_bar_is_marked_when_all_its_filters_are_on(browser: Browser, tmp_path: Path) -> None:
    dated = PartialDate(year=2017, month=1, day=1)
    one, site = "arxiv:1701.00001", "url:https://example.org/a"
    other = record(site, title="A page", published=dated)
    library = Library(
        references={
            "paper": reference(one, record(one, title="A paper", published=dated), mention(one)),
            "page": reference(site, other, mention(site)),
        }
    )
    path = tmp_path / "index.html"
    path.write_bytes(page.render(library, Options()).encode())
    marked = ".timeline a[aria-current]"
    with browsing.visit(browser, path, "#?year=2017") as visit:
        assert keys(visit) == ["page", "paper"]
        assert visit.page.locator(marked).count() == 0
        visit.page.locator('.timeline a[aria-label="2017: 1 paper"]').click()
        assert keys(visit) == ["paper"]
        assert visit.page.locator(marked).count() == 1
        assert visit.page.locator(".overview a[aria-current]").count() == 1  # preprints


def test_no_link_leaves_a_frame_without_an_address(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    frame = html.escape(file.read_text(encoding="utf-8"), quote=True)
    outer = tmp_path / "outer.html"
    outer.write_text(
        f'<!DOCTYPE html><html class="ready"><iframe width="1200" height="800" srcdoc="{frame}">',
        encoding="utf-8",
    )
    with browsing.visit(browser, outer) as visit:
        inner = visit.page.frame_locator("iframe")
        inner.locator("html.ready").wait_for()
        inner.locator("#paper006 .permalink").click()
        inner.locator("#paper006.expanded").wait_for()
        inner.locator("#paper006 .tag").first.click()
        inner.locator("#page-chosen bdi").wait_for()
        inner.locator("h1 a").click()
        inner.locator("#page-count", has_text="131 entries").wait_for()
        inner.locator("#paper002 .related a").click()
        inner.locator("#zcode:focus").wait_for()


def test_until_the_index_is_done_filters_alone_are_shown(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    """A page whose index never is done, for its slices are never called."""
    own = browser.new_context(offline=True)
    own.add_init_script(
        "const later = window.setTimeout;"
        "window.setTimeout = (act, ms, ...told) => ms ? later(act, ms, ...told) : 1;"
    )
    opened = own.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(file.absolute().as_uri() + "#?q=number+77&year=2010")
    opened.wait_for_selector("html.ready", state="attached")
    assert opened.inner_text("#page-count") == "Searching…"
    years = opened.locator("#page-entries .year").all_text_contents()
    assert set(years) == {"2010"}
    opened.locator("#page-entries .abstract summary").first.click()
    opened.locator("#page-entries .abstract p", has_text="Deep in abstract").first.wait_for()
    opened.locator("#page-entries .pick input").first.check()
    assert not opened.locator("#page-select-all").is_visible()
    opened.pdf(path=tmp_path / "page.pdf")  # paper does not wait
    assert "Paper number 77 on" in browsing.text_of_pdf(tmp_path / "page.pdf")
    assert opened.inner_text("#page-count") == "1 of 131 entries"
    assert said == []
    own.close()


def test_what_stands_under_two_papers_leads_to_both(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    both = {"parent": "paper002", "parents": ["paper002", "paper003"]}
    path = changed(file, tmp_path / "index.html", zcode=both, paper003={"related": ["zcode"]})
    with browsing.visit(browser, path, "#zcode") as visit:
        links = visit.page.locator("#zcode .related a")
        assert [one.get_attribute("href") for one in links.all()] == ["#paper002", "#paper003"]
        links.last.click()
        visit.wait("document.activeElement.id === 'paper003'")
        assert visit.page.locator("#paper003 .related a").get_attribute("href") == "#zcode"


def test_a_preprint_says_where_it_was_published(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    known = {"venue": "Nature 12(3), 45-67", "doi": "10.1234/a<b>/c"}
    path = changed(file, tmp_path / "index.html", paper006={"published": known})
    with browsing.visit(browser, path) as visit:
        part = visit.page.locator("#paper006 .published")
        assert part.inner_text() == "published: Nature 12(3), 45-67 DOI"
        address = part.locator("a").get_attribute("href")
        assert address == "https://doi.org/10.1234/a%3Cb%3E/c"
        assert visit.page.locator("#page-entries .published").count() == 1
        for text in ("nature 12(3)", "https://doi.org/10.1234/a<b>/c"):
            visit.page.fill("#page-query", text)
            visit.wait("document.querySelectorAll('#page-entries > li').length === 1")
            assert keys(visit) == ["paper006"]


def test_only_a_usual_key_is_the_name_of_its_row(browser: Browser, tmp_path: Path) -> None:
    address = "url:https://example.org/"
    all_keys = ("DBLP:conf/nips/V", "a+b", "9lives", "usual_key-1", "page-count", "main")
    library = Library(
        references={key: reference(address + key, mention(address + key)) for key in all_keys}
    )
    path = tmp_path / "index.html"
    path.write_bytes(page.render(library, Options()).encode())
    with browsing.visit(browser, path, "#DBLP%3Aconf%2Fnips%2FV") as visit:
        assert visit.scripted("document.activeElement.dataset.key") == "DBLP:conf/nips/V"
        assert sorted(filter(None, keys(visit))) == ["main", "usual_key-1"]
        assert visit.said == []

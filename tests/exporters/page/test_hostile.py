"""Nothing of a note or a source is ever markup, script, style or an address that does things."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporters.page.hostile import ADDRESSES, LIBRARY, MEGABYTE, TEXTS
from tests.exporters.page.pages import Parsed, parsed, seen
from tests.exporters.samples import mention, record, reference

from paperbib.exporters.options import Options
from paperbib.exporters.page import data, rows, template
from paperbib.exporters.page.entries import Entry, entries
from paperbib.exporters.page.markup import attributes, escape
from paperbib.exporters.page.words import words
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name

ANY = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(TEXTS)


@pytest.fixture(scope="module")
def hostile() -> Parsed:
    return parsed(LIBRARY, title=TEXTS[4])


@pytest.fixture(scope="module")
def harmless() -> Parsed:
    return parsed(Library())


def test_there_are_a_hundred_hostile_entries_and_more() -> None:
    assert len(TEXTS) == 100
    assert len(LIBRARY.references) == 100 + len(ADDRESSES) + 5


def test_no_script_style_or_frame_but_those_of_the_page(hostile: Parsed, harmless: Parsed) -> None:
    for tag in ("script", "style", "iframe", "img", "object", "link", "base", "form", "meta"):
        assert len(hostile.all(f"//{tag}")) == len(harmless.all(f"//{tag}")), tag
    for name in ("style", "script"):
        own = [one.text for one in harmless.all(f"//{name}[not(@type)]")]
        assert [one.text for one in hostile.all(f"//{name}[not(@type)]")] == own


def test_no_handler_and_no_style_stands_in_an_element(hostile: Parsed) -> None:
    names = Counter(str(name) for one in hostile.root.iter() for name in one.attrib)
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert names["href"] > 300


def test_every_link_leads_to_the_web_or_into_the_page(hostile: Parsed) -> None:
    addresses = [str(one) for one in hostile.all("//@href[parent::*/parent::*[not(self::h1)]]")]
    assert hostile.all("//h1/a/@href") == [""]  # the page itself
    assert all(one.startswith(("https://", "http://", "#")) for one in addresses)
    urls = [one.get("url", "https://") for one in hostile.data["entries"]]
    assert all(one.startswith(("https://", "http://")) for one in urls)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 6, 7, 11])
def test_what_no_browser_should_open_is_no_link(number: int, hostile: Parsed) -> None:
    assert "url" not in hostile.entries[f"page{number:02}"]
    assert not hostile.all(f'//li[@id="page{number:02}"]//h3//a')


def test_the_only_comment_is_the_digest_of_the_page(hostile: Parsed) -> None:
    comments = [one.text for one in hostile.all("//comment()")]
    assert [comment[:8] for comment in comments] == [" sha256:"]


def test_every_title_comes_back_in_the_data_and_in_its_row(hostile: Parsed) -> None:
    titles = [one["title"] for one in hostile.data["entries"]]
    shown = hostile.texts('//ol[@id="page-entries"]/li//h3')
    rest = hostile.texts("//noscript/ol/li/bdi")
    assert sorted([*shown, *rest]) == sorted(seen(one) for one in titles)
    assert len(shown) == rows.FULL_ROWS
    wanted = {tidy(f"{text} {number}") for number, text in enumerate(TEXTS) if "$" not in text}
    assert wanted <= set(titles)


def test_every_other_text_comes_back_in_the_data(hostile: Parsed) -> None:
    found = list(hostile.entries.values())
    by_number = {one["key"].split(" ")[1]: one for one in found if one["key"].startswith("key ")}
    for number, text in enumerate(TEXTS):
        entry = by_number[str(number)]
        assert entry["abstract"] == tidy(f"{text} abstract")
        assert entry["authors"][0] == tidy(text) or not tidy(text)
        assert entry["note"] == "\n".join(filter(None, map(tidy, text.split("\n"))))
        assert entry["mentions"][0]["section"][0] == tidy(text)
    assert hostile.entries["huge"]["abstract"] == tidy(MEGABYTE)


def test_a_megabyte_is_in_the_data_and_only_a_piece_of_it_in_its_row(hostile: Parsed) -> None:
    lengths = map(len, hostile.texts('//details[@class="abstract"]/p'))
    assert max(lengths) <= rows.LONGEST_ABSTRACT + 1
    assert hostile.text.count("long\\u003c/b\\u003e") == MEGABYTE.count("long")


def test_a_key_for_which_no_bib_has_room_has_no_bibtex(hostile: Parsed) -> None:
    assert not [one for one in hostile.entries.values() if " " in one["key"] and "bibtex" in one]
    assert hostile.entries["huge"]["bibtex"].startswith("@misc{huge,")


def test_no_row_takes_the_name_of_an_element_of_the_page(hostile: Parsed) -> None:
    ids = [str(one) for one in hostile.all("//@id")]
    assert len(ids) == len(set(ids))
    assert not [one for one in ids if not one or len(one.split()) != 1]
    assert {"library", "entries", "row", "main"} <= set(hostile.entries)
    assert {"page-library", "page-entries", "page-row"} <= template.taken_ids()


def test_no_value_is_taken_for_a_place_holder() -> None:
    text = template.filled("a<!--x-->b<!--y-->c", {"x": ["<!--y-->"], "y": ["1"]}.__getitem__)
    assert "".join(text) == "a<!--y-->b1c"


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_any_text_comes_back_from_an_element_and_an_attribute(text: str) -> None:
    page = Parsed(f"<!doctype html><body><p{attributes(title=text)}>x{escape(text)}</p>")
    (element,) = page.all("//body/*")
    assert element.tag == "p"
    assert element.text == "x" + seen(text)
    assert element.attrib.get("title", "") == seen(text)
    assert len(element) == 0


@given(st.lists(ANY, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_data_comes_back_from_a_script_element(value: list[str]) -> None:
    page = Parsed(f"<!doctype html><body><script>{data.written(value)}</script><p>end</p>")
    assert page.texts("//p") == ["end"]
    (script,) = page.all("//script")
    assert json.loads(script.text) == [re.sub("[\ud800-\udfff]", "\ufffd", one) for one in value]


@given(ANY, ANY, ANY, ANY)
@settings(max_examples=200, deadline=None)
def test_a_row_has_the_same_elements_whatever_its_texts(
    title: str, name: str, note: str, key: str
) -> None:
    hard = _row(f"x{title}", f"x{name}", f"x{note}", f"x{key}")
    plain = _row("x", "x", "x", "x")
    assert [one.tag for one in hard.root.iter()] == [one.tag for one in plain.root.iter()]
    assert hard.texts("//h3") == [seen(next(_entries(f"x{title}", "x", "x", "x")).title)]
    assert hard.texts('//p[@class="note"]')[0].split() == seen(tidy(f"x{note}")).split()


def _entries(title: str, name: str, note: str, key: str) -> Iterator[Entry]:
    paper = reference(
        "arxiv:1706.03762",
        record("arxiv:1706.03762", title=title, authors=(Name(literal=name),)),
        mention("arxiv:1706.03762", annotation=note, section=("S",)),
    )
    return entries(Library(references={key: paper}), Options())


def _row(title: str, name: str, note: str, key: str) -> Parsed:
    written = rows.Rows(list(_entries(title, name, note, key)), words("en"))
    return Parsed("<!doctype html><body><ol>" + "".join(written.full()) + "</ol>")

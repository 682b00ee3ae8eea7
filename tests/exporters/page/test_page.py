"""The page as a whole: one file, whole in itself, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exporters.page.hostile import LIBRARY as HOSTILE
from tests.exporters.page.pages import parsed
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import CROWD, FORMS, NASTY, WORLD
from tests.exporters.upgraded_samples import UPGRADED

from paperbib.exporters import EXPORTERS, page
from paperbib.exporters.options import Options, Page
from paperbib.exporters.page import charts, data, linked_data, template
from paperbib.exporters.page.entries import entries
from paperbib.exporters.page.rows import Rows
from paperbib.exporters.page.words import LANGUAGES, words
from paperbib.model import Library

ALL = Options()


def test_it_is_one_of_the_formats() -> None:
    assert page in EXPORTERS
    assert (page.name, page.filename) == ("html", "index.html")


@pytest.mark.parametrize("library", [Library(), FORMS, NASTY, WORLD, CROWD, HOSTILE])
def test_it_is_the_same_every_time_in_pieces_or_whole(library: Library) -> None:
    text = page.render(library, ALL)
    again = Library(
        references=dict(reversed(list(library.references.items()))), aliases=library.aliases
    )
    assert "".join(page.pieces(again, ALL)) == text
    assert text.endswith(" -->\n")
    assert text.encode().decode() == text


@pytest.mark.parametrize("name", ["forms", "world", "published", "upgraded"])
def test_every_form_as_it_is_written(name: str, golden: Callable[[str, str], None]) -> None:
    samples = {"forms": FORMS, "world": WORLD, "published": PUBLISHED, "upgraded": UPGRADED}
    library = samples[name]
    found, told = list(entries(library, ALL)), words("en")
    golden(f"page/{name}.rows.html", "".join(Rows(found, told).full()))
    golden(f"page/{name}.timeline.svg", "".join(charts.timeline(found, told)))
    golden(f"page/{name}.overview.svg", "".join(charts.overview(found, told)))
    golden(f"page/{name}.jsonld", "".join(linked_data.pieces(found, Page())))
    golden(f"page/{name}.json", "\n".join(data.written(data.fields(one)) for one in found))


def test_the_policy_names_the_script_and_the_style_by_their_digests() -> None:
    found = parsed(FORMS)
    (policy,) = found.all('//meta[@http-equiv="Content-Security-Policy"]/@content')
    (script,) = found.all("//script[not(@type)]")
    (style,) = found.all("//style")
    directives = dict(one.split(" ", 1) for one in policy.split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": _hash(script.text),
        "style-src": _hash(style.text),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_files_hold_nothing_that_ends_their_elements() -> None:
    texts = {template.script(): "</script", template.style(): "</style"}
    for text, end in texts.items():
        assert end not in text.lower()
        assert "<!--" not in text
        assert "\r" not in text


def test_every_place_holder_is_filled() -> None:
    text = page.render(Library(), ALL)
    assert re.findall("<!--.{0,8}", text) == ["<!-- sha256:"]


def test_nothing_is_asked_of_any_server() -> None:
    found = parsed(FORMS)
    assert not found.all("//@src | //link | //@srcset | //@poster | //object | //embed")
    assert not re.search(r"@import|url\((?!['\"]?data:)", template.style())


def test_the_wheel_has_the_files_of_the_page() -> None:
    folder = Path(page.__file__).parent
    assert {"page.html", *template.STYLES, *template.SCRIPTS} <= {
        one.name for one in folder.iterdir()
    }
    # hatchling takes the whole package, whatever the endings of its files.
    project = (folder.parents[3] / "pyproject.toml").read_text(encoding="utf-8")
    assert 'packages = ["src/paperbib"]' in project


def test_it_knows_whether_somebody_touched_it() -> None:
    text = page.render(FORMS, ALL).encode()
    assert page.is_untouched(text)
    assert not page.is_untouched(text.replace(b"Vaswani", b"Vaswanj", 1))
    assert not page.is_untouched(text[:-1])
    assert not page.is_untouched(text + b"\n")
    assert not page.is_untouched(b"")


def test_title_and_language_are_those_asked_for() -> None:
    found = parsed(FORMS, title="What <b>we</b> read", language="de-AT")
    assert found.texts("//head/title") == found.texts("//h1") == ["What <b>we</b> read"]
    assert found.all("//h1/@lang") == ["de-AT"]
    assert found.all("/html/@lang") == ["de"]
    assert (found.data["title"], found.data["language"]) == ("What <b>we</b> read", "de-AT")
    assert found.linked_data["inLanguage"] == "de-AT"
    assert "9 Einträge" in found.texts('//p[@class="counts"]')[0]


def test_a_language_that_the_page_does_not_speak_has_english_words() -> None:
    found = parsed(FORMS, language="ja")
    assert (found.all("/html/@lang"), found.all("//h1/@lang")) == (["en"], ["ja"])
    assert found.data["words"] == words("en")
    assert found.all("/html/@dir") == ["ltr"]


@pytest.mark.parametrize("language", ["ar", "he-IL", "az-Arab", "de-CH", "x-arab"])
def test_lines_begin_where_they_do_in_the_words_of_the_page(language: str) -> None:
    found = parsed(Library(), language=language)
    assert found.all("/html/@lang")[0] in LANGUAGES
    assert found.all("/html/@dir") == ["ltr"]
    assert found.all("//h1/@dir") == ["auto"]


def test_a_long_title_is_whole_in_its_heading_only() -> None:
    title = "What we all read " * 20
    found = parsed(Library(), title=title)
    (short,) = found.texts("//head/title")
    assert len(short) <= 70
    assert short == "What we all read " * 4 + "W…"
    assert found.texts("//h1") == [title.strip()]


@pytest.mark.parametrize(
    ("key", "is_named"),
    [
        *(("vaswani2017attention", True), ("müller_2020-b", True), ("DBLP:conf/nips/V", False)),
        *(
            ("a/b+c:d", False),
            ("2017a", False),
            ("a b", False),
            ("-a", False),
            ("page-main", False),
        ),
    ],
)
def test_a_row_has_its_key_for_a_name_where_validators_let_it(key: str, *, is_named: bool) -> None:
    found = parsed(Library(references={key: next(iter(CROWD.references.values()))}))
    assert found.all('//li[@class="entry"]/@id') == [key] * is_named
    assert found.entries.keys() == {key}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_with_the_same_numbers(language: str) -> None:
    theirs, ours = words(language), words("en")
    assert theirs.keys() == ours.keys()
    assert all(word.strip() for word in theirs.values())
    numbers = {name: word.count("{}") for name, word in theirs.items()}
    assert numbers == {name: word.count("{}") for name, word in ours.items()}


def test_every_word_that_the_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"<!--word:([a-z_]+)-->", template.source("page.html")))
    asked |= set(re.findall(r"\bword\(\"([a-z_]+)\"", template.script()))
    assert len(asked) > 20
    assert asked <= words("en").keys()


def test_the_first_hundred_rows_are_whole_and_the_others_stand_without_a_script() -> None:
    references = {
        f"k{number:03}": one for number, one in enumerate([*CROWD.references.values()] * 5)
    }
    found = parsed(Library(references=references))
    assert len(found.all('//ol[@id="page-entries"]/li[@class="entry"]')) == 100
    assert found.all("//noscript/ol/@start") == ["101"]
    assert found.all("//noscript/ol/li/@id") == [f"k{number:03}" for number in range(100, 135)]
    assert not parsed(CROWD).all("//noscript/ol")
    told = found.texts('//noscript/ol/li/span[@dir="ltr"]')
    assert len(told) == 35
    assert all(one.startswith(("arXiv:", "https://")) for one in told)

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, LATIN, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import maths, ris
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name, PartialDate

rispy = pytest.importorskip("rispy", reason="rispy reads RIS back")

ALL = Options()
LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def entries(library: Library, options: Options = ALL) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(ris.render(library, options))
    return found


def one(*parts: object, identifier: str = "arxiv:1706.03762") -> dict[str, Any]:
    return entries(Library(references={"k": reference(identifier, *parts)}))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["forms", "nasty", "world", "published"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    libraries = {"forms": FORMS, "nasty": NASTY, "world": WORLD, "published": PUBLISHED}
    golden(f"{name}.ris", ris.render(libraries[name], ALL))


@pytest.mark.parametrize("library", [LATIN, WORLD, PUBLISHED, Library()])
def test_one_tag_a_line_and_an_end_to_every_entry(library: Library) -> None:
    written = ris.render(library, ALL)
    lines = written.split("\r\n")[:-1]
    assert lines == written.splitlines()
    assert all(line == "" or LINE.fullmatch(line) for line in lines)
    assert lines.count("ER  - ") == lines.count("") == len(library.references)
    assert [entry["id"] for entry in entries(library)] == list(library.references)


def test_a_preprint() -> None:
    found = entries(FORMS)[-1]
    assert found["type_of_reference"] == "UNPB"
    assert found["title"] == "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost"
    assert found["authors"] == [
        "Vaswani, Ashish",
        "ATLAS Collaboration",
        "King, Martin Luther, Jr.",
        "van der Maaten, Laurens",
        "Erdős, Pál",
        "Sukarno",
    ]
    assert (found["year"], found["date"]) == ("2017", "2017/06/12")
    assert (found["name_of_database"], found["accession_number"]) == ("arXiv", "arXiv:1706.03762")
    assert found["doi"] == "10.48550/arXiv.1706.03762"
    assert found["urls"] == ["https://arxiv.org/abs/1706.03762"]
    assert found["keywords"] == ["Reading", "Transformers", "attention", "read"]
    assert found["notes"][0].startswith("The one to read first")


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("article", "JOUR"),
        ("paper", "CONF"),
        ("chapter", "CHAP"),
        ("book", "BOOK"),
        ("thesis", "THES"),
        ("report", "RPRT"),
        ("article-lacking", "UNPB"),
    ],
)
def test_the_type_of_what_is_published(key: str, kind: str) -> None:
    found = {entry["id"]: entry for entry in entries(PUBLISHED)}
    assert found[key]["type_of_reference"] == kind


def test_what_is_published_has_its_place() -> None:
    found = {entry["id"]: entry for entry in entries(PUBLISHED)}
    article = found["article"]
    assert (article["secondary_title"], article["volume"], article["number"]) == (
        "J. Tests & Measures",
        "12",
        "3",
    )
    assert (article["start_page"], article["end_page"]) == ("770", "778")
    assert found["paper"]["custom3"] == found["paper"]["secondary_title"] == "CVPR & Friends"
    assert found["thesis"]["publisher"] == "ETH Zürich"


def test_the_accession_number_stands_before_the_issue() -> None:
    written = ris.render(PUBLISHED, ALL)
    assert written.index("AN  - ") < written.index("IS  - ")


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("url:https://example.org/a", "ELEC"),
        ("url:https://github.com/o/r", "COMP"),
        ("doi:10.1000/x", "GEN"),
    ],
)
def test_pages_repositories_and_bare_dois(identifier: str, kind: str) -> None:
    assert one(identifier=identifier)["type_of_reference"] == kind


@pytest.mark.parametrize(
    ("date", "year", "day"),
    [
        (PartialDate(year=2017), "2017", None),
        (PartialDate(year=2017, month=6), "2017", "2017/06"),
        (PartialDate(year=800, month=2, day=30), "0800", "0800/02"),
    ],
)
def test_dates_say_what_is_known(date: PartialDate, year: str, day: str | None) -> None:
    found = one(record("arxiv:1706.03762", published=date))
    assert (found["year"], found.get("date")) == (year, day)


@pytest.mark.parametrize(
    ("name", "author"),
    [
        (Name(literal="Barnes and Noble, Inc."), "Barnes and Noble Inc."),
        (Name(family="Smith, PhD", given="J, K"), "Smith PhD, J K"),
        (Name(family=",", given="X"), "X"),
        (Name(given="Plato"), "Plato"),
    ],
)
def test_a_comma_parts_a_name_only_where_it_has_parts(name: Name, author: str) -> None:
    assert one(record("arxiv:1706.03762", authors=(name,)))["authors"] == [author]


def test_a_note_is_no_html_to_zotero() -> None:
    note = one(mention("arxiv:1706.03762", annotation="<script>a</script> 1 < 2"))["notes"][0]
    assert note == "< script>a< /script> 1 < 2"


def test_a_forged_entry_stays_in_its_value() -> None:
    forged = "x\r\nER  - \r\nTY  - JOUR\r\nID  - evil\u2028ER  - \x85TY  - BOOK"
    library = Library(references={"a": titled(forged, abstract=forged), "b": titled("B")})
    found = entries(library)
    assert [entry["id"] for entry in found] == ["a", "b"]
    assert found[0]["title"] == "x ER - TY - JOUR ID - evil ER - TY - BOOK"


@given(title=HOSTILE, name=HOSTILE, abstract=HOSTILE, annotation=HOSTILE, heading=HOSTILE)
@settings(deadline=None)
def test_any_text_reads_back(
    title: str, name: str, abstract: str, annotation: str, heading: str
) -> None:
    hard = reference(
        "arxiv:1706.03762",
        record(
            "arxiv:1706.03762",
            title=_storable(title),
            authors=(Name(literal=_storable(name)),),
            abstract=_storable(abstract),
        ),
        mention("arxiv:1706.03762", annotation=annotation, section=(heading,)),
    )
    first, second = entries(Library(references={"a": hard, "b": titled("B")}))
    assert (first["id"], second["id"]) == ("a", "b")
    plain = tidy(_storable(title))
    assert first["title"] == (tidy(maths.to_unicode(plain)) if plain else "arXiv:1706.03762")
    assert first.get("abstract", "") == tidy(_storable(abstract))
    words = [tidy(word) for word in heading.split(",")]
    assert first.get("keywords", []) == list(filter(None, dict.fromkeys(words)))
    whole = tidy(re.sub(r"\s*,\s*", " ", _storable(name)))
    assert first.get("authors", []) == [whole] * bool(whole)
    note = re.sub(r"<(?=[A-Za-z/!?])", "< ", tidy(annotation))
    assert first.get("notes", []) == [note] * bool(note)


def _storable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()

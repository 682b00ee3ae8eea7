"""COinS: what the Zotero Connector reads of a row."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from tests.exporters.page.hostile import LIBRARY as HOSTILE
from tests.exporters.page.pages import parsed, seen
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, NASTY, record, reference
from tests.exporters.torture import HUGE

from paperbib.model import Library, Name

FORMAT = "info:ofi/fmt:kev:mtx:"


def spans(library: Library) -> dict[str, list[tuple[str, str]]]:
    """The pairs of each row's span, by the key of the row, or by its number if it has no name."""
    rows = parsed(library).all('//ol[@id="page-entries"]/li')
    found = {}
    for number, row in enumerate(rows):
        (span,) = row.xpath('.//span[@class="Z3988"]')
        assert not span.text
        pairs = parse_qsl(span.get("title"), strict_parsing=True, errors="strict")
        found[str(row.get("id", number))] = pairs
    return found


def test_a_preprint() -> None:
    pairs = spans(FORMS)["vaswani2017attention"]
    assert pairs == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"{FORMAT}dc"),
        ("rft.type", "preprint"),
        ("rft.title", "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost"),
        ("rft.source", "arXiv"),
        ("rft.creator", "Vaswani, Ashish"),
        ("rft.creator", "ATLAS Collaboration,"),
        ("rft.creator", "King, Martin Luther Jr."),
        ("rft.creator", "van der Maaten, Laurens"),
        ("rft.creator", "Erdős, Pál"),
        ("rft.creator", "Sukarno"),
        ("rft.date", "2017-06-12"),
        ("rft.identifier", "https://arxiv.org/abs/1706.03762"),
        ("rft_id", "info:doi/10.48550/arXiv.1706.03762"),
        ("rft_id", "info:arxiv/1706.03762"),
        ("rft_id", "https://arxiv.org/abs/1706.03762"),
    ]


@pytest.mark.parametrize(
    ("key", "format_", "genre", "title", "within"),
    [
        ("article", "journal", "article", "rft.atitle", "rft.jtitle"),
        ("paper", "book", "proceeding", "rft.atitle", "rft.btitle"),
        ("chapter", "book", "bookitem", "rft.atitle", "rft.btitle"),
        ("book", "book", "book", "rft.btitle", None),
        ("report", "book", "report", "rft.btitle", None),
        ("thesis", "dissertation", None, "rft.title", None),
    ],
)
def test_what_is_published_has_a_genre_of_the_standard(
    key: str, format_: str, genre: str | None, title: str, within: str | None
) -> None:
    pairs = dict(spans(PUBLISHED)[key])
    assert pairs["rft_val_fmt"] == FORMAT + format_
    assert pairs.get("rft.genre") == genre
    assert pairs[title]
    assert within is None or pairs[within]
    assert "," in pairs["rft.au"]


Creator = tuple[str, str]
"""The last and the first name, as Zotero keeps them; a group has no first one."""


def zotero(pairs: list[tuple[str, str]]) -> list[Creator]:
    """The authors that Zotero takes from a span: parseContextObject and cleanAuthor, as they are.

    A name with a comma is parted there, any other at its last blank. The first author may come
    once more as ``rft.aulast`` and ``rft.aufirst``: not if a plain one has the same last name and
    a first name that begins alike. Groups (``rft.aucorp``) have no place in the order, and so
    stand before all others.
    """
    found = [_parted(value) for name, value in pairs if name in {"rft.au", "rft.creator"}]
    told = dict(pairs)
    if "rft.aulast" in told:
        last, first = told["rft.aulast"], told.get("rft.aufirst", "")
        if not any(one[0] == last and one[1].startswith(first) for one in found):
            found.insert(0, (last, first))
    for name, value in pairs:
        if name == "rft.aucorp":
            found.insert(0, (value, ""))
    return found


def _parted(text: str) -> Creator:
    has_comma, text = "," in text, text.strip(" \u00a0.,/[]:")
    if has_comma:
        last, *first = text.split(",")
        return last, first[0].strip() if first else ""
    first_names, _, last = text.rpartition(" ")
    return last, first_names


AUTHORS = {
    Name(family="Vaswani", given="Ashish"): ("Vaswani", "Ashish"),
    Name(family="van der Maaten", given="Laurens"): ("van der Maaten", "Laurens"),
    Name(family="King", given="Martin Luther", suffix="Jr"): ("King", "Martin Luther Jr"),
    Name(family="Smith, PhD", given="Ann, B"): ("Smith PhD", "Ann B"),
    Name(literal="ATLAS Collaboration"): ("ATLAS Collaboration", ""),
    Name(literal="Barnes and Noble, Inc"): ("Barnes and Noble Inc", ""),
    Name(literal="Plato"): ("Plato", ""),
    Name(family="de Gaulle"): ("de Gaulle", ""),
    Name(given="Sukarno"): ("Sukarno", ""),
}


@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("address", ["arxiv:1706.03762", "doi:10.1000/x"])
def test_zotero_takes_every_name_whole_and_in_order(address: str, *, is_reversed: bool) -> None:
    authors = list(AUTHORS)[:: -1 if is_reversed else 1]
    told = record(
        address, title="T", authors=tuple(authors), kind="article-journal", container_title="J",
        source="crossref", issued={"year": 2017},
    )  # fmt: skip
    pairs = spans(Library(references={"k": reference(address, told)}))["k"]
    assert zotero(pairs) == [AUTHORS[one] for one in authors]


def test_zotero_takes_no_author_twice_and_none_is_lost() -> None:
    for library in (FORMS, PUBLISHED, NASTY):
        page, found = parsed(library), spans(library)
        for key, entry in page.entries.items():
            assert len(zotero(found[key])) == len(entry.get("authors", [])), key


def test_every_row_has_one_and_no_pair_is_empty() -> None:
    for library in (FORMS, PUBLISHED, HOSTILE):
        found = spans(library)
        assert len(found) == min(len(library.references), 100)
        for pairs in found.values():
            assert pairs[0] == ("ctx_ver", "Z39.88-2004")
            assert all(name and value for name, value in pairs)


def test_thousands_of_authors_are_cut() -> None:
    pairs = spans(HUGE)["huge-authors"]
    assert sum(name == "rft.creator" for name, _ in pairs) == 100


@pytest.mark.parametrize("library", [FORMS, PUBLISHED, HOSTILE])
def test_the_script_is_told_the_same(library: Library) -> None:
    page = parsed(library)
    told = {seen(one["coins"]) for one in page.entries.values()}
    shown = page.all('//ol[@id="page-entries"]/li//span[@class="Z3988"]/@title')
    assert shown
    assert set(shown) <= told
    assert len(told) == len(library.references)

"""COinS: what the Zotero Connector reads of a row."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from tests.exporters.page.hostile import LIBRARY as HOSTILE
from tests.exporters.page.pages import parsed, seen
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS
from tests.exporters.torture import HUGE

from paperbib.model import Library

FORMAT = "info:ofi/fmt:kev:mtx:"


def spans(library: Library) -> dict[str, list[tuple[str, str]]]:
    """The pairs of each row's span, by the key of the row, or by its number if it has no name."""
    rows = parsed(library).all('//ol[@id="entries"]/li')
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
        ("rft.creator", "Ashish Vaswani"),
        ("rft.creator", "ATLAS Collaboration"),
        ("rft.creator", "Martin Luther King Jr."),
        ("rft.creator", "Laurens van der Maaten"),
        ("rft.creator", "Pál Erdős"),
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
    assert "rft.aulast" in pairs


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
    shown = page.all('//ol[@id="entries"]/li//span[@class="Z3988"]/@title')
    assert shown
    assert set(shown) <= told
    assert len(told) == len(library.references)

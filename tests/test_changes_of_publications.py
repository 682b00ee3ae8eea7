"""What is news of a paper that was published, and of records of several identifiers."""

from __future__ import annotations

import json

import pytest
from tests.test_changes import BASE, Fields, S, W, _change, _library, _record

from paperbib.changes import Change, changes, upgrade, with_upgrades
from paperbib.model import Library, Reference

DOI = "doi:10.1000/x"
ARXIV: Fields = {"source": "arxiv"}
NATURE: Fields = {
    "source": "crossref",
    "identifier": DOI,
    "doi": "10.1000/X",
    "title": "Another Title",
    "authors": [],
    "version": None,
    "kind": "article-journal",
    "container_title": "Nature",
    "volume": "12",
    "issue": "3",
    "issued": "2018-02",
}
BIORXIV = NATURE | {"identifier": "doi:10.1101/1", "doi": "10.1101/1", "kind": "article"}
TOLD = "published in Nature 12(3) (doi:10.1000/x)"


@pytest.mark.parametrize(
    ("before", "after", "kinds", "words"),
    [
        ([ARXIV], [ARXIV, NATURE], ("published",), TOLD),
        ([ARXIV, BIORXIV], [ARXIV, BIORXIV, NATURE], ("published",), TOLD),
        ([BIORXIV], [BIORXIV, NATURE], ("published",), TOLD),
        (
            [ARXIV | {"doi": "10.1000/x"}],
            [ARXIV | {"doi": "10.1000/x"}, NATURE],
            ("published",),
            TOLD,
        ),
        # A first DOI and what is behind it are one piece of news.
        ([ARXIV], [ARXIV | {"doi": "10.1000/x"}, NATURE], ("published",), TOLD),
        (
            [ARXIV],
            [ARXIV | {"version": 2}, NATURE],
            ("revised", "published"),
            f"{TOLD}; version 1 → 2",
        ),
        (
            [ARXIV],
            [ARXIV | {"title": "B"}, NATURE],
            ("published", "retitled"),
            f"{TOLD}; title changed",
        ),
        (
            [ARXIV],
            [ARXIV, NATURE | {"kind": "thesis", "container_title": None, "publisher": "ETH"}],
            ("published",),
            "published by ETH (doi:10.1000/x)",
        ),
        # What is known of it later is of less weight, and its words are not the paper's.
        ([ARXIV, NATURE], [ARXIV, NATURE | {"title": "C"}], None, None),
        ([ARXIV, NATURE], [ARXIV, NATURE | {"pages": "1-9"}], ("metadata",), "pages added"),
        (
            [ARXIV, NATURE | {"volume": None}],
            [ARXIV | {"doi": "10.1000/x"}, NATURE],
            ("metadata",),
            "DOI added; volume added",
        ),
        ([ARXIV, NATURE], [ARXIV], None, None),
        ([ARXIV], [ARXIV, BIORXIV], None, None),
        ([], [NATURE], None, None),
        # Another source of the preprint, as it may be, is no other paper.
        ([S, NATURE], [ARXIV | {"version": 2}, NATURE], ("revised",), "version 1 → 2"),
        # An article whose preprint is found, and one of two that were thought one.
        ([NATURE], [ARXIV | {"version": 9, "doi": "10.1000/x"}, NATURE], None, None),
        ([ARXIV, NATURE], [NATURE], None, None),
        ([NATURE], [NATURE | {"title": "C"}], ("retitled",), "title changed"),
        ([ARXIV, NATURE], [ARXIV, NATURE | W], ("withdrawn",), "withdrawn"),
    ],
)
def test_published_versions(
    before: list[Fields], after: list[Fields], kinds: tuple[str, ...] | None, words: str | None
) -> None:
    known = f"{BASE['identifier']} {DOI}"
    old, new = (
        _library(*(_record(**one) for one in side), identifiers=known) for side in (before, after)
    )
    change = _change(old, new)
    assert (change.kinds if change else None) == kinds
    assert (change.words() if change else None) == (f"boer2017title: {words}" if words else None)
    assert change is None or json.dumps(change.fields)


def test_two_entries_that_become_one_are_no_news_but_of_what_is_new() -> None:
    arxiv, article = _record(**ARXIV), _record(**NATURE)
    apart = {"a": (arxiv,), "b": (article,)}
    old = Library(
        references={
            key: Reference(identifiers=(records[0].identifier,), records=records)
            for key, records in apart.items()
        }
    )
    both = Reference(identifiers=(arxiv.identifier, article.identifier), records=(arxiv, article))
    assert [one.words() for one in changes(old, Library(references={"a": both}))] == [f"a: {TOLD}"]
    assert changes(old, Library(references={"b": both})) == ()
    assert changes(Library(references={"a": both}), old) == ()


def test_an_article_that_parts_from_a_preprint_was_not_published_by_that() -> None:
    arxiv, article = _record(**ARXIV), _record(**NATURE)
    both = (arxiv.identifier, article.identifier)
    # Crossref was silent when the two were tied, and tells of another paper now.
    old = Library(references={"a": Reference(identifiers=both, records=(arxiv,))})
    apart = {
        "a": Reference(identifiers=both[:1], records=(arxiv,)),
        "b": Reference(identifiers=both[1:], records=(article,)),
    }
    assert changes(old, Library(references=apart)) == ()


def test_upgrades_are_told_once_and_beside_other_news() -> None:
    arxiv, article = _record(**ARXIV), _record(**NATURE)
    both = Reference(identifiers=(arxiv.identifier, article.identifier), records=(arxiv, article))
    told = upgrade("a", both, article)
    assert (told.words(), told.kinds) == (f"a: {TOLD}", ("published",))
    revised = Change("a", both.identifier, ("revised",), {"version": (1, 2)})
    other = Change("b", both.identifier, ("revised",), {"version": (1, 2)})
    assert with_upgrades([other, told], [told]) == (told, other)
    first, second = with_upgrades([other], [told])
    assert (first, second) == (told, other)
    (beside,) = with_upgrades([revised], [told])
    assert beside.words() == f"a: {TOLD}; version 1 → 2"
    assert beside.kinds == ("revised", "published")
    assert json.dumps(beside.fields)

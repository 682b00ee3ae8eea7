"""Records that agree though nobody ties them."""

import pytest
from tests.merge.samples import (
    BERT,
    TSNE,
    A,
    B,
    X,
    Y,
    decided,
    found,
    kinds,
    mentions,
    merged,
    names,
    published,
)

from paperbib.merge import Merged, matches
from paperbib.model import Found, Library


def library(result: Merged, **decisions: list[tuple[str, str]]) -> Library:
    references = {f"k{n}": one for n, one in enumerate(result.references)}
    return Library(references=references, decisions=decided(**decisions))


def twins() -> Merged:
    return merged(mentions(X, A), [found(A, published="2018"), published(X)])


def test_a_preprint_and_its_article_that_nobody_ties_are_one() -> None:
    (reference,) = twins().references
    assert names([reference]) == [[A, X]]
    assert [tie.by for tie in reference.ties] == ["match"]


def test_other_papers_are_not() -> None:
    answers = [found(A, published="2018"), published(X, TSNE, "Maaten")]
    assert len(merged(mentions(A, X), answers).references) == 2


def test_titles_of_notes_match_nothing() -> None:
    said = [one._replace(title=BERT) for one in mentions(A, "url:https://e.org/a")]
    assert len(merged(said, [found(A)]).references) == 2


def test_two_papers_of_arxiv_are_reported_and_not_joined() -> None:
    result = merged(mentions(A, B), [found(A, published="2018"), found(B, published="2018")])
    assert len(result.references) == 2
    (problem,) = result.problems
    assert (problem.kind, problem.line) == ("maybe", 1)
    assert f"{B} and {A} may be one paper" in problem.what
    assert f"paperbib decide same {B} {A}, or paperbib decide different {B} {A}" in problem.hint
    told = library(result, different=[(A, B)])
    assert merged(mentions(A, B), [], told).problems == []


def test_what_appeared_in_two_places_is_reported_and_not_joined() -> None:
    answers = [
        published(X, place="Journal of Machine Learning Research"),
        published(Y, place="Neural Computation"),
    ]
    result = merged(mentions(X, Y), answers)
    assert (len(result.references), kinds(result.problems)) == (2, ["maybe"])


def test_a_match_stays_without_being_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = twins()
    monkeypatch.setattr(matches, "_ALWAYS", 0)
    monkeypatch.setattr(matches, "find_matches", lambda _: pytest.fail("nothing is new"))
    again = merged(mentions(X, A), [], library(first))
    assert again.references == first.references


def test_a_match_ends_when_a_person_says_so_or_the_records_differ_now() -> None:
    first = twins()
    parted = merged(mentions(X, A), [], library(first, different=[(A, X)]))
    assert names(parted.references) == [[A], [X]]
    assert parted.problems == []
    changed = merged(mentions(X, A), [published(X, TSNE, "Maaten")], library(first))
    assert names(changed.references) == [[A], [X]]


def test_a_tie_by_a_source_takes_the_place_of_a_match() -> None:
    named = [found(A, published="2018", doi="10.1000/x")]
    (reference,) = merged(mentions(X, A), named, library(twins())).references
    assert [(tie.by, tie.how) for tie in reference.ties] == [("arxiv", "doi")]


def test_a_match_ends_with_the_mention() -> None:
    alone = merged(mentions(X), [], library(twins()))
    assert names(alone.references) == [[X]]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        *((kind, 1) for kind in ("article", "article-journal", "paper-conference", "chapter")),
        *((kind, 1) for kind in ("book", "thesis", "report")),
        *((kind, 2) for kind in (None, "dataset", "software", "review", "figure", "webpage")),
    ],
)
def test_only_what_can_be_a_paper_matches_one(kind: str | None, count: int) -> None:
    answers = [found(A, published="2018"), found(X, kind=kind, issued="2018")]
    assert len(merged(mentions(A, X), answers).references) == count


@pytest.mark.parametrize("title", [f"{BERT}: Extended Abstract", f"{BERT} (Abstract)"])
def test_an_extended_abstract_is_reported_and_not_joined(title: str) -> None:
    result = merged(mentions(A, X), [found(A, published="2018"), published(X, title)])
    assert (len(result.references), kinds(result.problems)) == (2, ["maybe"])
    both = [found(A, title, published="2018"), published(X, title)]
    assert len(merged(mentions(A, X), both).references) == 1


def worse(text: str) -> Found:
    """The same paper, two years later: it matches, and not as well."""
    return found(text, kind="article-journal", issued="2020", container_title="J. One")


def better(text: str, year: str = "2018") -> Found:
    return found(text, kind="article-journal", issued=year, container_title="J. Two")


@pytest.mark.parametrize(("year", "expected"), [("2018", [[A, Y], [X]]), ("2019", [[A, X], [Y]])])
def test_a_match_gives_way_to_one_that_is_clearly_better(
    year: str, expected: list[list[str]]
) -> None:
    before = merged(mentions(A, X), [found(A, published="2018", comment="1"), worse(X)])
    assert names(before.references) == [[A, X]]
    after = merged(mentions(A, X, Y), [better(Y, year)], library(before))
    assert names(after.references) == expected
    assert set(kinds(after.problems)) == {"maybe"}
    again = merged(mentions(A, X, Y), [], library(after))
    assert (again.references, again.problems) == (after.references, after.problems)


def test_a_match_is_looked_at_again_when_a_tie_brings_another_record() -> None:
    answers = [
        found(A, published="2018"),
        published(X, place="Neural Computation"),
        found(Y, kind="article-journal", issued="2018", relations=[("is-same-as", X)]),
    ]
    cut = Library(decisions=decided(different=[(X, Y)]))
    first = merged(mentions(A, X, Y), answers, cut)
    back = merged(mentions(A, X, Y), [], library(first))
    assert back.references == merged(mentions(A, X, Y), answers).references

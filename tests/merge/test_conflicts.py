"""Ties that are not heeded, and what is said of them."""

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
)

from paperbib.identifiers.whole import parse
from paperbib.merge import Merged
from paperbib.model import Failed, Library, Missing


def library(result: Merged) -> Library:
    return Library(references={f"k{n}": one for n, one in enumerate(result.references)})


@pytest.mark.parametrize(
    ("title", "author"),
    [(TSNE, "Maaten"), (BERT, "Maaten"), ("Deep Learning of Cats in Hats", "Devlin")],
)
def test_another_paper_behind_the_doi_is_a_problem_with_both_sides(title: str, author: str) -> None:
    answers = [found(A, doi="10.1000/x"), found(X, title, author, kind="article-journal")]
    result = merged(mentions(A), answers)
    assert names(result.references) == [[A]]
    assert [one.source for one in result.references[0].records] == ["arxiv"]
    (problem,) = result.problems
    assert (problem.kind, problem.line) == ("conflict", 1)
    for part in (A, X, BERT[:40], title[:40], "Devlin", author):
        assert part in problem.what
    assert f"paperbib decide same {A} {X}" in problem.hint


def test_what_was_refused_stays_so_when_nobody_is_asked() -> None:
    first = merged(mentions(A), [found(A, doi="10.1000/x"), found(X, TSNE, "Maaten")])
    again = merged(mentions(A), [], library(first))
    assert again.references == first.references
    right = merged(mentions(A), [found(X)], library(again))
    assert names(right.references) == [[A, X]]


def test_a_mentioned_article_that_is_another_paper_keeps_its_entry() -> None:
    answers = [found(A, doi="10.1000/x"), found(X, TSNE, "Maaten")]
    result = merged(mentions(X, A), answers)
    assert names(result.references) == [[A], [X]]
    again = merged(mentions(X, A), [], library(result))
    assert (again.references, again.problems) == (result.references, result.problems)


def test_nothing_is_closed_over_a_pair_that_conflicts() -> None:
    answers = [
        found(X, BERT, "Devlin", relations=[("is-same-as", "url:https://e.org/a")]),
        found(Y, TSNE, "Maaten", relations=[("is-same-as", "url:https://e.org/a")]),
    ]
    result = merged(mentions(X, Y, "url:https://e.org/a"), answers)
    assert names(result.references) == [[X, "url:https://e.org/a"], [Y]]
    (problem,) = result.problems
    assert problem.kind == "conflict"
    assert X in problem.what
    assert Y in problem.what


def test_two_papers_of_arxiv_meet_in_no_page() -> None:
    page = "url:https://e.org/a"
    answers = [
        found(A, source="datacite", relations=[("is-identical-to", page)]),
        found(B, source="datacite", relations=[("is-identical-to", page)]),
    ]
    result = merged(mentions(A, B, page), answers)
    assert names(result.references) == [[B], [A], [page]]
    assert "conflict" in kinds(result.problems)


@pytest.mark.parametrize("is_mentioned", [True, False])
def test_a_doi_of_two_papers_goes_to_the_one_its_record_agrees_with(*, is_mentioned: bool) -> None:
    said = mentions(A, B, *([X] if is_mentioned else []))
    claims = [found(A, doi="10.1000/x"), found(B, TSNE, "Maaten", doi="10.1000/x")]
    result = merged(said, [*claims, found(X)])
    assert names(result.references) == [[B], [A, X]]
    (problem,) = result.problems
    assert problem.kind == "conflict"
    assert B in problem.what
    without = merged(said, claims)
    assert all(len(one.identifiers) == 1 for one in without.references)
    (problem,) = without.problems
    assert f"{B} and {A} both name {X} as their publication" in problem.what


def test_a_claim_of_a_paper_that_nobody_mentions_any_more_does_not_count() -> None:
    claims = [found(A, doi="10.1000/x"), found(B, TSNE, "Maaten", doi="10.1000/x")]
    both = merged(mentions(A, B, X), claims)
    one = merged(mentions(A, X), [], library(both))
    assert names(one.references) == [[A, X]]


@pytest.mark.parametrize("through", [False, True])
def test_what_a_person_calls_different_never_meets(*, through: bool) -> None:
    answers = [found(A, doi="10.1000/x")]
    if through:
        answers.append(found(X, relations=[("is-same-as", Y)], container_title="J"))
    previous = Library(decisions=decided(different=[(A, Y if through else X)]))
    result = merged(mentions(A, X, Y), answers, previous)
    for reference in result.references:
        assert not {parse(A), parse(Y if through else X)} <= set(reference.identifiers)
    assert "conflict" not in kinds(result.problems)


def test_decisions_that_contradict_each_other_are_a_problem() -> None:
    previous = Library(decisions=decided(same=[(A, X), (X, Y)], different=[(A, Y)]))
    result = merged(mentions(A, X, Y), [], previous)
    assert names(result.references) == [[A, X], [Y]]
    (problem,) = result.problems
    assert problem.kind == "conflict"
    assert "you have decided that they are two" in problem.what


def test_what_crossref_does_not_know_is_told_at_the_place_that_names_it() -> None:
    gone = [Missing(identifier=parse(one), source="crossref") for one in (X, Y)]
    result = merged(mentions(X, A), [found(A, doi="10.1000/y"), *gone])
    assert names(result.references) == [[A, Y], [X]]
    first, second = sorted(result.problems, key=lambda one: one.line)
    assert first.what == "Crossref does not know the DOI 10.1000/x"
    assert (second.line, second.kind) == (2, "missing")
    assert f"10.1000/y, which arXiv names as the publication of {A}" in second.what


def test_a_failure_is_no_problem_of_the_merge_and_costs_nothing() -> None:
    down = Failed(identifier=parse(X), source="crossref", reason="timeout")
    first = merged(mentions(A), [found(A, doi="10.1000/x"), found(X, volume="7")])
    again = merged(mentions(A), [down], library(first))
    assert (again.references, again.problems) == (first.references, [])


@pytest.mark.parametrize("author", ["Maaten", "Glorot"])
def test_a_record_without_a_title_and_of_other_authors_is_another_paper(author: str) -> None:
    answers = [found(A, doi="10.1000/x"), found(X, None, author, kind="article-journal")]
    result = merged(mentions(A), answers)
    assert names(result.references) == [[A]]
    (problem,) = result.problems
    assert f"{X} (without a title) by {author}" in problem.what


def test_a_record_without_a_title_does_not_decide_whose_a_doi_is() -> None:
    claims = [found(A, doi="10.1000/x"), found(B, TSNE, "Maaten", doi="10.1000/x")]
    result = merged(mentions(A, B), [*claims, found(X, None, kind="article-journal")])
    assert names(result.references) == [[B], [A]]


@pytest.mark.parametrize(
    "kind", ["has-preprint", "is-preprint-of", "is-same-as", "is-identical-to", "has-version"]
)
@pytest.mark.parametrize(
    ("title", "author"),
    [("A Cookbook of Fermented Cheese", "Devlin"), (BERT, "Maaten"), (None, "Maaten")],
)
def test_a_relation_of_dois_is_not_believed_about_other_papers(
    kind: str, title: str | None, author: str
) -> None:
    answers = [
        found(X, kind="article-journal", relations=[(kind, Y)]),
        found(Y, title, author, kind="article"),
    ]
    result = merged(mentions(X, Y), answers)
    assert names(result.references) == [[X], [Y]]
    assert "conflict" in kinds(result.problems)


def test_a_contest_is_told_by_who_says_so() -> None:
    both = [("has-preprint", A), ("has-preprint", B)]
    answers = [found(A), found(B), found(X, None, "", kind="article-journal", relations=both)]
    (problem,) = (
        one
        for one in merged(mentions(A, B, X), answers).problems
        if one.line == 1 and X in one.what
    )
    assert problem.kind == "conflict"
    assert f"Crossref ties {X} to {A} (has-preprint)" in problem.what
    assert f"Crossref ties {X} to {B} (has-preprint)" in problem.what
    assert "slip" not in problem.hint
    assert "name" not in problem.what


@pytest.mark.parametrize(
    ("title", "author", "count"),
    [(f"Erratum: {BERT}", "Devlin", 0), (TSNE, "Maaten", 1)],
)
def test_an_erratum_beside_the_article_is_no_problem_and_another_paper_is(
    title: str, author: str, count: int
) -> None:
    named = found(A, doi="10.1000/y 10.1000/x")
    result = merged(mentions(A), [named, found(X, kind="article-journal"), found(Y, title, author)])
    assert names(result.references) == [[A, X]]
    assert kinds(result.problems) == ["conflict"] * count

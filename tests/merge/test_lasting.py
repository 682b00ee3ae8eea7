"""What a library remembers: refusals without asking again, and what was known before a bad day."""

from collections.abc import Sequence

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

from paperbib.identifiers.whole import parse
from paperbib.merge import Merged
from paperbib.model import Answer, Found, Library, Mention, Missing

NAMING = found(A, doi="10.1000/x")
OTHER = published(X, TSNE, "Maaten")


def library(result: Merged, **decisions: list[tuple[str, str]]) -> Library:
    references = {f"k{n}": one for n, one in enumerate(result.references)}
    return Library(references=references, decisions=decided(**decisions))


def runs(said: Sequence[Mention], answers: Sequence[Answer], *decisions: str) -> Merged:
    """A run with answers, then one without any after each decision about A and X."""
    result = merged(said, answers)
    for one in decisions:
        result = merged(said, [], library(result, **({one: [(A, X)]} if one else {})))
    return result


def test_a_refusal_is_told_again_in_full_when_nobody_can_be_asked() -> None:
    first = merged(mentions(A), [NAMING, OTHER])
    assert [one.identifier for one in first.references[0].refused] == [parse(X)]
    again = merged(mentions(A), [], library(first))
    assert (again.references, again.problems) == (first.references, first.problems)
    assert kinds(again.problems) == ["conflict"]


def test_what_was_never_refused_leaves_no_trace() -> None:
    assert merged(mentions(A), [NAMING, published(X)]).references[0].refused == ()


@pytest.mark.parametrize("answers", [[NAMING], [NAMING, published(X)]])
@pytest.mark.parametrize("is_mentioned", [True, False])
def test_a_doi_comes_back_when_the_decision_is_taken_back(
    answers: list[Answer], *, is_mentioned: bool
) -> None:
    said = mentions(A, *([X] if is_mentioned else []))
    assert names(runs(said, answers, "different").references)[0] == [A]
    back = runs(said, answers, "different", "")
    assert back.references == merged(said, answers).references
    assert names(back.references) == [[A, X]]


def test_a_refused_doi_is_refused_again_when_a_decision_is_taken_back() -> None:
    joined = runs(mentions(A), [NAMING, OTHER], "same")
    assert names(joined.references) == [[A, X]]
    back = runs(mentions(A), [NAMING, OTHER], "same", "")
    assert names(back.references) == [[A]]
    assert back.references == merged(mentions(A), [NAMING, OTHER]).references


@pytest.mark.parametrize("article", [None, published(X)])
def test_a_doi_that_only_one_paper_claims_any_more_is_its_own(article: Found | None) -> None:
    claims = [NAMING, found(B, doi="10.1000/x"), *([article] if article else [])]
    contested = merged(mentions(A, B), claims)
    assert names(contested.references) == [[B], [A]]
    over = merged(mentions(A), [], library(contested))
    assert over.references == merged(mentions(A), [one for one in claims if one != claims[1]])[0]
    assert names(over.references) == [[A, X]]


def test_what_an_article_said_that_no_note_mentions_any_more_still_counts() -> None:
    both = merged(mentions(A, X), [NAMING, OTHER])
    alone = merged(mentions(A), [], library(both))
    assert names(alone.references) == [[A]]
    assert alone.references == merged(mentions(A), [NAMING, OTHER]).references


def test_what_nobody_names_any_more_is_forgotten() -> None:
    first = merged(mentions(A), [NAMING, OTHER])
    again = merged(mentions(A), [found(A)], library(first))
    assert (again.references[0].refused, again.problems) == ((), [])


def test_a_chain_of_names_is_remembered_as_far_as_it_goes() -> None:
    link = found(X, TSNE, "Maaten", kind="article", relations=[("is-preprint-of", Y)])
    answers = [NAMING, link, published(Y, TSNE, "Maaten")]
    first = merged(mentions(A), answers)
    assert [one.identifier for one in first.references[0].refused] == [parse(X), parse(Y)]
    assert merged(mentions(A), [], library(first)) == first


@pytest.mark.parametrize("wrong", [OTHER, published(X, BERT, "Maaten"), published(X, TSNE)])
@pytest.mark.parametrize("is_mentioned", [True, False])
def test_a_wrong_record_behind_a_known_doi_costs_nothing(
    wrong: Found, *, is_mentioned: bool
) -> None:
    said = mentions(A, *([X] if is_mentioned else []))
    first = merged(said, [NAMING, published(X)])
    again = merged(said, [NAMING, wrong], library(first))
    assert again.references == first.references
    (problem,) = again.problems
    assert (problem.kind, problem.line) == ("conflict", 1)
    assert "what it said before is kept" in problem.what
    assert (wrong.record.title or "")[:40] in problem.what
    assert f"paperbib decide different {A} {X}" in problem.hint
    assert merged(said, [NAMING, wrong], library(again)) == again


def test_a_record_that_is_corrected_takes_the_place_of_the_old_one() -> None:
    first = merged(mentions(A), [NAMING, published(X)])
    better = published(X, BERT.replace("Pre-training", "Pretraining"), place="NAACL")
    again = merged(mentions(A), [better], library(first))
    assert again.references[0].fact("container_title") == "NAACL"
    assert again.problems == []


def test_what_was_known_does_not_outlast_what_tied_it() -> None:
    first = merged(mentions(A, X), [NAMING, published(X)])
    apart = merged(mentions(A, X), [OTHER], library(first, different=[(A, X)]))
    unnamed = merged(mentions(A, X), [OTHER, found(A)], library(first))
    for result in (apart, unnamed):
        assert names(result.references) == [[A], [X]]
        assert {one.title for one in result.references} == {BERT, TSNE}


def test_what_is_missing_now_keeps_what_was_said() -> None:
    first = merged(mentions(A), [NAMING, published(X)])
    gone = Missing(identifier=parse(X), source="crossref")
    assert merged(mentions(A), [gone], library(first)).references == first.references

"""What ties two identifiers, and what does not."""

import pytest
from tests.merge.samples import (
    BERT,
    TSNE,
    A,
    B,
    X,
    Y,
    Z,
    decided,
    found,
    kinds,
    mentions,
    merged,
    names,
)

from paperbib.identifiers.whole import parse
from paperbib.merge import named_dois
from paperbib.model import Found, Library, Record


def stated(field: str, text: str) -> Found:
    return found(A, doi=text) if field == "doi" else found(A, journal_ref=text)


@pytest.mark.parametrize(
    ("field", "text", "how"),
    [
        ("doi", "10.1000/x", "doi"),
        ("doi", "https://doi.org/10.1000/X", "doi"),
        ("doi", "10.1000/q 10.1000/x", "doi"),
        ("doi", "10.1000/q, 10.1000/x", "doi"),
        ("doi", "10.1000/q;10.1000/x", "doi"),
        ("journal_ref", "NAACL 2019, pp. 4171-4186, doi:10.1000/x.", "journal_ref"),
        ("journal_ref", "Proc. NAACL (2019) https://doi.org/10.1000/x", "journal_ref"),
    ],
)
def test_a_record_names_the_publication(field: str, text: str, how: str) -> None:
    (reference,) = merged(mentions(X, A), [stated(field, text)]).references
    assert str(reference.identifier) == A
    assert parse(X) in reference.identifiers
    tie = next(tie for tie in reference.ties if parse(X) in tie.pair)
    assert (tie.by, tie.how) == ("arxiv", how)


@pytest.mark.parametrize("text", ["Phys. Rev. D 10 (2001) 1234", "10.1", "see 10.1000", "10."])
def test_a_journal_without_a_doi_ties_nothing(text: str) -> None:
    assert len(merged(mentions(A, X), [found(A, journal_ref=text)]).references) == 2


def test_a_doi_that_holds_separators_is_one() -> None:
    old = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    (reference,) = merged(mentions(A), [found(A, doi=old)]).references
    assert [str(one) for one in reference.identifiers] == [A, f"doi:{old}"]


@pytest.mark.parametrize(
    ("of", "kind", "to", "kinds_of", "is_tied"),
    [
        (X, "is-preprint-of", Y, ("article", "article-journal"), True),
        (X, "has-preprint", Y, ("article-journal", "article"), True),
        (X, "has-preprint", A, ("article-journal", None), True),
        (X, "Is-Same-As", Y, ("article-journal", "article-journal"), True),
        (X, "is-identical-to", Y, ("article", "article"), True),
        (X, "is-version-of", Y, ("article", "paper-conference"), True),
        (X, "has-version", A, ("article-journal", None), True),
        (X, "has-version", Y, ("article", "article"), False),
        (X, "is-version-of", Y, ("dataset", "dataset"), False),
        (X, "is-version-of", Y, (None, None), False),
        (A, "is-version-of", B, (None, None), False),
        (A, "is-preprint-of", B, (None, None), False),
        (X, "is-review-of", Y, ("article", "article-journal"), False),
        (X, "has-review", Y, ("article-journal", "article-journal"), False),
        (X, "is-comment-on", Y, ("article-journal", "article-journal"), False),
        (X, "is-supplement-to", Y, ("article-journal", "article-journal"), False),
        (X, "references", Y, ("article-journal", "article-journal"), False),
        (X, "is-translation-of", Y, ("article-journal", "article-journal"), False),
        (X, "", Y, ("article-journal", "article-journal"), False),
    ],
)
def test_a_relation_ties_only_forms_of_one_paper(
    *, of: str, kind: str, to: str, kinds_of: tuple[str, str], is_tied: bool
) -> None:
    # Different places keep the records from matching by themselves.
    answers = [
        found(of, relations=[(kind, to)], kind=kinds_of[0], container_title="One"),
        found(to, title="", author="", kind=kinds_of[1], container_title="Two"),
    ]
    references = merged(mentions(of, to), answers).references
    assert (len(references) == 1) is is_tied
    if is_tied:
        (tie,) = references[0].ties
        assert (tie.by, tie.how) == (answers[0].source, kind.lower())


def test_a_relation_to_what_nobody_knows_adds_nothing() -> None:
    (reference,) = merged(mentions(X), [found(X, relations=[("has-preprint", A)])]).references
    assert names([reference]) == [[X]]


def test_pages_of_one_number_are_one() -> None:
    pages = [
        "url:https://aclanthology.org/N19-1423/",
        "url:https://www.aclweb.org/anthology/N19-1423.pdf",
        "doi:10.18653/v1/N19-1423",
    ]
    (reference,) = merged(mentions(*pages)).references
    assert str(reference.identifier) == pages[2]
    assert {(tie.by, tie.how) for tie in reference.ties} == {("page", "acl:N19-1423")}


def test_a_page_does_not_invent_its_doi() -> None:
    assert names(merged(mentions("url:https://aclanthology.org/N19-1423")).references) == [
        ["url:https://aclanthology.org/N19-1423"]
    ]


def test_a_page_joins_the_paper_whose_record_names_its_doi() -> None:
    page = "url:https://aclanthology.org/N19-1423"
    (reference,) = merged(mentions(page, A), [found(A, doi="10.18653/v1/N19-1423")]).references
    assert names([reference]) == [[A, "doi:10.18653/v1/N19-1423", page]]


def test_a_person_ties_what_nobody_else_does_and_unlike_titles() -> None:
    previous = Library(decisions=decided(same=[(A, X), (A, B)]))
    answers = [found(A), found(B, TSNE, "Maaten"), found(X, "Something Else", "Curie")]
    (reference,) = merged(mentions(A, B, X), answers, previous).references
    assert {tie.by for tie in reference.ties} == {"person"}
    assert names([reference]) == [[B, A, X]]


def test_a_persons_doi_stands_instead_of_the_sources() -> None:
    said = Record(source="override", identifier=parse(A), doi="10.1000/y")
    answers = [found(A, doi="10.1000/x"), found(Y, "Something Else", "Curie")]
    result = merged(mentions(A, X, Y), answers, overrides=[said])
    assert names(result.references) == [[A, Y], [X]]
    assert result.problems == []


def test_the_article_stands_before_the_preprint_and_the_order_of_records_is_fixed() -> None:
    answers = [
        found("doi:10.1101/1", kind="article", relations=[("is-preprint-of", X)]),
        found(X, kind="article-journal"),
        found(A, relations=[], doi="10.1000/x"),
    ]
    for order in (("doi:10.1101/1", X), (X, "doi:10.1101/1")):
        (pair,) = merged(mentions(*order), answers[:2]).references
        assert names([pair]) == [[X, "doi:10.1101/1"]]
    (three,) = merged(mentions("doi:10.1101/1", X, A), answers).references
    assert [str(one.identifier) for one in three.records] == [A, X, "doi:10.1101/1"]
    assert [one.line for one in three.mentions] == [1, 2, 3]


def test_what_crossref_says_of_an_unmentioned_publication_is_kept() -> None:
    answers = [found(A, doi="10.1000/x"), found(X, container_title="NAACL")]
    (reference,) = merged(mentions(A), answers).references
    assert reference.fact("container_title") == "NAACL"
    again = merged(mentions(A), [], Library(references={"k": reference}))
    assert again.references == [reference]


def test_named_dois_are_those_of_publications() -> None:
    records = [
        found(A, doi="10.1000/x", journal_ref="J. (2019) doi:10.1000/y").record,
        found(Z, doi="10.1000/z", relations=[("is-preprint-of", "doi:10.1000/w")]).record,
        found(
            B, doi="10.48550/arXiv.1706.03762", relations=[("references", "doi:10.1000/r")]
        ).record,
    ]
    assert sorted(map(str, named_dois(records))) == ["doi:10.1000/w", X, Y]


def test_a_doi_of_arxiv_that_names_another_paper_joins_no_two_papers() -> None:
    result = merged(mentions(A, B), [found(A, doi="10.48550/arXiv.1706.03762"), found(B, BERT)])
    assert len(result.references) == 2
    assert "conflict" in kinds(result.problems)

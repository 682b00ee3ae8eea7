from collections.abc import Sequence

import pytest

from paperbib.identifiers.whole import parse
from paperbib.keys import assign
from paperbib.merge import Merged, merge
from paperbib.model import (
    Answer,
    Failed,
    Found,
    Invalid,
    Library,
    Mention,
    Missing,
    Record,
    Reference,
)


def mention(
    text: str, *, line: int = 1, title: str | None = None, version: int | None = None
) -> Mention:
    return Mention(
        identifier=parse(text),
        file="n.md",
        line=line,
        column=1,
        title=title,
        version=version,
        raw="r",
    )


def found(text: str, *, source: str = "arxiv", title: str = "T", doi: str | None = None) -> Found:
    record = Record(source=source, identifier=parse(text), title=title, doi=doi)
    return Found(identifier=parse(text), source=source, raw="", record=record)


def merged(
    mentions: Sequence[Mention], answers: Sequence[Answer] = (), previous: Library | None = None
) -> Merged:
    return merge(
        mentions,
        answers,
        previous or Library(),
        precedence=("arxiv", "snapshot"),
        stand_ins={"snapshot": "arxiv"},
    )


def library(reference: Reference) -> Library:
    return Library(references={"k": reference})


def test_one_paper_one_entry() -> None:
    mentions = [mention("arxiv:1706.03762", line=3), mention("arxiv:1706.03762", line=9, version=2)]
    (reference,) = merged(mentions, [found("arxiv:1706.03762")]).references
    assert [one.line for one in reference.mentions] == [3, 9]
    assert reference.title == "T"


def test_pages_are_one_whatever_scheme_and_slash() -> None:
    mentions = [mention("url:http://e.org/a/"), mention("url:https://e.org/a")]
    (reference,) = merged(mentions).references
    assert str(reference.identifier) == "url:https://e.org/a"


def test_a_source_ties_a_doi_to_its_preprint() -> None:
    mentions = [mention("doi:10.1000/X"), mention("arxiv:1706.03762")]
    (reference,) = merged(mentions, [found("arxiv:1706.03762", doi="10.1000/x")]).references
    assert [str(one) for one in reference.identifiers] == ["arxiv:1706.03762", "doi:10.1000/x"]
    assert len(reference.mentions) == 2


def test_the_same_title_ties_nothing() -> None:
    mentions = [mention("arxiv:1706.03762", title="T"), mention("doi:10.1000/x", title="T")]
    assert len(merged(mentions, [found("arxiv:1706.03762")]).references) == 2


def test_a_doi_claimed_twice_ties_nothing_and_is_reported() -> None:
    mentions = [mention("arxiv:1706.03762"), mention("arxiv:1810.04805"), mention("doi:10.1000/x")]
    answers = [
        found("arxiv:1706.03762", doi="10.1000/x"),
        found("arxiv:1810.04805", doi="10.1000/X"),
    ]
    result = merged(mentions, answers)
    assert len(result.references) == 3
    assert [problem.kind for problem in result.problems] == ["conflict"]


def test_a_missing_paper_stays_an_entry_and_is_reported_at_its_first_place() -> None:
    mentions = [
        mention("arxiv:1706.03762", line=7, title="Mine"),
        mention("arxiv:1706.03762", line=9),
    ]
    answer = Missing(identifier=parse("arxiv:1706.03762"), source="arxiv")
    result = merged(mentions, [answer])
    assert result.references[0].title == "Mine"
    (problem,) = result.problems
    assert str(problem).startswith("n.md:7:1: arXiv has no paper 1706.03762.")


def test_a_failed_or_negative_answer_costs_nothing() -> None:
    mentions = [mention("arxiv:1706.03762")]
    (known,) = merged(mentions, [found("arxiv:1706.03762")]).references
    failed = Failed(identifier=parse("arxiv:1706.03762"), source="arxiv", reason="down")
    missing = Missing(identifier=parse("arxiv:1706.03762"), source="arxiv")
    for answer in (failed, missing):
        assert merged(mentions, [answer], library(known)).references == [known]
    (problem,) = merged(mentions, [missing], library(known)).problems
    assert "what it said before is kept" in problem.what


def test_the_snapshot_gives_way_to_arxiv_and_never_the_reverse() -> None:
    mentions = [mention("arxiv:1706.03762")]
    (old,) = merged(mentions, [found("arxiv:1706.03762", source="snapshot", title="S")]).references
    (new,) = merged(mentions, [found("arxiv:1706.03762", title="A")], library(old)).references
    assert [record.source for record in new.records] == ["arxiv"]
    late = [found("arxiv:1706.03762", source="snapshot", title="S")]
    assert merged(mentions, late, library(new)).references == [new]


def test_what_no_note_mentions_is_no_reference() -> None:
    (known,) = merged([mention("arxiv:1706.03762")], [found("arxiv:1706.03762")]).references
    assert merged([mention("url:https://e.org")], [], library(known)).references[0].records == ()


def test_the_version_is_pinned_when_all_mentions_agree() -> None:
    two = [mention("arxiv:1706.03762", version=2), mention("arxiv:1706.03762", version=2)]
    assert merged(two).references[0].version == 2
    assert merged([*two, mention("arxiv:1706.03762")]).references[0].version is None


def test_merging_again_changes_nothing() -> None:
    mentions = [mention("arxiv:1706.03762", title="A"), mention("url:https://e.org/", title="B")]
    answers = [found("arxiv:1706.03762", doi="10.1000/x")]
    first = assign(merged(mentions, answers).references, Library())
    again = assign(merged(mentions, [], first).references, first)
    assert again == first


def test_a_refused_identifier_is_a_problem_at_its_mention() -> None:
    paper = parse("arxiv:1706.03762")
    answer = Invalid(identifier=paper, source="arxiv", reason="arXiv refuses the identifier")
    (problem,) = merged([mention("arxiv:1706.03762", line=4)], [answer]).problems
    assert (problem.kind, problem.line) == ("invalid", 4)
    assert "1706.03762: arXiv refuses the identifier" in problem.what


def test_what_a_source_said_before_it_said_no_is_kept() -> None:
    old = found("arxiv:1706.03762")
    no = Missing(identifier=old.identifier, source="arxiv")
    result = merged([mention("arxiv:1706.03762")], [no, old])
    assert result.references[0].title == "T"
    assert "any more; what it said before is kept" in result.problems[0].what


def test_a_withdrawn_paper_is_a_problem_until_nobody_mentions_it() -> None:
    paper = parse("arxiv:1706.03762")
    comment = "This paper has been withdrawn by the author " + "because of an error " * 20
    record = Record(source="arxiv", identifier=paper, comment=comment, is_withdrawn=True)
    previous = library(Reference(identifiers=(paper,), records=(record,)))
    (problem,) = merged([mention("arxiv:1706.03762")], [], previous).problems
    assert problem.kind == "withdrawn"
    assert problem.what.startswith("1706.03762 was withdrawn: This paper has been withdrawn by")
    assert len(problem.what) < 160
    assert merged([mention("url:https://e.org/")], [], previous).problems == []


def test_citing_the_current_version_is_no_problem() -> None:
    paper = parse("arxiv:1706.03762")
    record = Record(source="arxiv", identifier=paper, version=2)
    previous = library(Reference(identifiers=(paper,), records=(record,)))
    assert not merged([mention("arxiv:1706.03762", version=2)], [], previous).problems
    (problem,) = merged([mention("arxiv:1706.03762", version=3)], [], previous).problems
    assert "2 versions of 1706.03762, not 3" in problem.what


def test_records_of_unknown_sources_come_last() -> None:
    answers = [
        found("arxiv:1706.03762", source="aaa"),
        found("arxiv:1706.03762", source="arxiv"),
    ]
    (reference,) = merged([mention("arxiv:1706.03762")], answers).references
    assert [one.source for one in reference.records] == ["arxiv", "aaa"]


def test_tied_identifiers_are_sorted_whatever_the_order_of_the_notes() -> None:
    mentions = [mention(text) for text in ("doi:10.1000/b", "doi:10.1000/a", "arxiv:1706.03762")]
    answers = [
        found("arxiv:1706.03762", doi="10.1000/b"),
        found("arxiv:1706.03762", source="other", doi="10.1000/a"),
    ]
    for order in (mentions, mentions[::-1]):
        (reference,) = merged(order, answers).references
        assert [str(one) for one in reference.identifiers] == [
            "arxiv:1706.03762",
            "doi:10.1000/a",
            "doi:10.1000/b",
        ]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("doi:10.1000/x", "article-journal", "10.1000/x was retracted"),
        ("doi:10.1000/x", "article", "10.1000/x was withdrawn"),
        ("arxiv:1706.03762", None, "1706.03762 was withdrawn"),
    ],
)
def test_the_form_that_was_withdrawn_is_the_one_that_is_named(
    text: str, kind: str | None, what: str
) -> None:
    paper, article = parse("arxiv:1706.03762"), parse("doi:10.1000/x")
    records = [
        Record(source="arxiv", identifier=paper, doi="10.1000/x"),
        Record(source="crossref", identifier=article, kind=kind),
    ]
    records = [
        one.model_copy(update={"is_withdrawn": True}) if one.identifier == parse(text) else one
        for one in records
    ]
    answers = [
        Found(identifier=one.identifier, source=one.source, raw="", record=one) for one in records
    ]
    (problem,) = merged([mention("arxiv:1706.03762")], answers).problems
    assert (problem.kind, problem.what) == ("withdrawn", what)

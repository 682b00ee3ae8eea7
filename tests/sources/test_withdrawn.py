from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.sources.withdrawn import says_so

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "arxiv"


@pytest.mark.parametrize(
    "comment",
    [
        "Withdrawn",
        "withdrawn.",
        "(withdrawn)",
        "withdrawn. 5 pages",
        "5 pages, 2 figures, withdrawn",
        "Withdrawn by the authors",
        "Withdrawn from arXiv by the author",
        "withdrawn due to a gap in Lemma 2",
        "withdrawn by arXiv administrators due to plagiarism. See the list of withdrawals",
        "This submission has been withdrawn by arXiv administrators because of its license",
        "arXiv admin note: This version has been removed by arXiv administrators",
        "This has been withdrawn by arXiv administrators due to an\n  authorship dispute",
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author(s) due to some mistakes",
        "This paper has been withdrawn by the author due to the publication in a journal",
        "This paper has been withdrawn. It has been accepted for publication in a journal",
        "This article was temporarily withdrawn pending a revision",
        "The paper is withdrawn",
        "The paper has been withdrawn from the arXiv",
        "THIS MANUSCRIPT HAS BEEN WITHDRAWN",
        "paper withdrawn due to an error in Eq. 3",
        "paper withdrawn by author",
        "Article withdrawn",
        "5 pages, 1 figures. This paper has been withdrawn by the author",
        "Submitted to Phys. Lett. This paper has been withdrawn by the authors",
        "12 pages; the paper is withdrawn because Theorem 1 is wrong",
        "The authors have withdrawn this paper",
        "We withdraw this paper due to a crucial error",
        "This preprint (with its appendix) is withdrawn in favour of a longer one",
        "Temporarily withdrawn",
        "has been withdrawn",
        "Please note that this paper has been withdrawn",
        "Due to an error in the proof this paper is withdrawn",
        "Due to errors the paper has been withdrawn",
        "This paper has been replaced by arXiv:1001.0001 and is withdrawn",
        "This entry has been withdrawn",
        "The work has been withdrawn",
        "Accepted for publication. Withdrawn by author.",
        "withdrawn as superseded by arXiv:1001.0001",
        "withdrawn: an error in Eq. 3",
        "This paper has been retracted by the authors",
        "Cet article a été retiré par l'auteur",
        "Este artículo ha sido retirado",
    ],
)
def test_a_comment_that_says_so(comment: str) -> None:
    assert says_so(comment, None)
    assert says_so(comment, "An abstract as before.")


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper has been withdrawn by the author due to a crucial error in Eq. 3.",
        "  This paper has been withdrawn due to copyright reasons.\n",
        "This paper and abstract have been withdrawn.",
        "paper withdrawn due to the possible error in numerical eigenfunction\ncalculation",
        "Withdrawn.",
        "We prove P = NP. This paper has been withdrawn by the author.",
    ],
)
def test_an_abstract_that_says_so(abstract: str) -> None:
    assert says_so(None, abstract)
    assert says_so("8 pages", abstract)


@pytest.mark.parametrize(
    "text",
    [
        "A previous version was withdrawn",
        "An earlier version of this paper has been withdrawn",
        "The first version of this paper was withdrawn by the authors",
        "Version 2 is withdrawn; this is version 3",
        "This paper was withdrawn in v2",
        "This paper was withdrawn from the journal",
        "This paper has been withdrawn by the authors from ICML 2020",
        "withdrawn from the conference",
        "Withdrawn from PRL",
        "Submitted to Nature; the paper was withdrawn",
        "Submitted to Nature, withdrawn",
        "Withdrawn submission at ICLR 2021",
        "Theorem 3 of version 1 is withdrawn",
        "Theorem 3 of version 1 is retracted",
        "The claim about the mass has been withdrawn",
        "The claim of this paper has been withdrawn",
        "This replaces the withdrawn paper hep-th/9901001",
        "The paper hep-th/9901001 has been withdrawn",
        "Ref. [3] has been withdrawn",
        "replaces a paper that has been withdrawn",
        "This paper has not been withdrawn",
        "This paper is no longer withdrawn",
        "This paper was withdrawn by mistake and is reinstated",
        "This paper will be withdrawn if the claim turns out wrong",
        "If this paper is withdrawn, cite the other one",
        "We study how cash is withdrawn from banks",
        "Withdrawn results have been removed",
        "We study smooth deformation retracts. The retraction is local.",
        "the note withdrawn by the bank was cancelled",
        "text overlap with the withdrawn paper",
        "withdrawal",
        "5 pages",
        "This paper was withdrawn in 2010 but has been resubmitted",
        "This version is withdrawn, see v3",
        "Withdrawn: a dataset of retracted papers",
        "Due to errors Theorem 3 of this paper is withdrawn",
        "Due to errors the earlier version of this paper is withdrawn",
        "Submitted to Nature. Withdrawn by the authors.",
        "Accepted. Withdrawn by the authors from the conference.",
        "This paper has been retracted by the journal",
        "This paper has been retracted by the authors from Nature",
        "The work withdrawn by a thermal engine",
        "Papers retracted by the authors",
    ],
)
def test_what_is_withdrawn_is_something_else(text: str) -> None:
    assert not says_so(text, None)
    assert not says_so(None, text)


@pytest.mark.parametrize("text", ["The paper money is withdrawn.", "5 pages, withdrawn cash"])
def test_an_abstract_about_other_things(text: str) -> None:
    assert not says_so(None, f"We look at banks. {text} Then they close.")


def test_nothing_says_nothing() -> None:
    assert not says_so(None, None)
    assert not says_so("", "")


@given(st.text(), st.text())
def test_any_text_is_judged(comment: str, abstract: str) -> None:
    says_so(f"{comment} withdrawn", f"{abstract} withdrawn")


@pytest.mark.parametrize(
    "unit",
    [
        "this paper ",
        "this paper now ",
        ". this paper has been now ",
        "1 pages ",
        "withdrawn ",
        "withdrawn.",
        "the authors have have ",
        "this paper (",
        ". ",
        "_",
        "due to a ",
        "this paper is replaced by ",
        "note that ",
        ". withdrawn by the author",
        "retracted by me ",
    ],
)
@pytest.mark.parametrize("start", ["", "This paper is ", "withdrawn"])
def test_time_is_linear(start: str, unit: str) -> None:
    text = start + unit * (100_000 // len(unit)) + " withdrawn"
    begun = time.process_time()
    says_so(text, text)
    assert time.process_time() - begun < 1


def test_real_withdrawals_are_told_without_a_false_alarm() -> None:
    path = SHARED / "derived_kaggle_schema.jsonl"
    if not path.exists():
        pytest.skip("the recorded data is not here")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    alarms = {row["id"] for row in rows if says_so(row["comments"], row["abstract"])}
    withdrawn = {row["id"] for row in rows if _is_withdrawn(row)}
    assert alarms <= withdrawn
    assert len(withdrawn - alarms) <= 1  # one of them has no word about it
    assert len(alarms) > 10


def _is_withdrawn(row: dict[str, object]) -> bool:
    """As arXiv's files have it: a list of versions, or a source of type I (ignored)."""
    withdrawn, versions, sizes = (
        row.get(name) or [] for name in ("_withdrawn_versions", "versions", "_sizes")
    )
    assert isinstance(withdrawn, list)
    assert isinstance(versions, list)
    assert isinstance(sizes, list)
    return len(versions) in withdrawn or (bool(sizes) and "I" in (sizes[-1][1] or ""))

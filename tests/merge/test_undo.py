"""What was joined and is taken apart again: both entries, their records and their keys."""

from collections.abc import Sequence

import pytest
from tests.merge.samples import A, X, decided, found, mentions, merged, names, published

from paperbib.keys import assign, rename
from paperbib.model import Found, Library, Mention

PAGE = "url:https://aclanthology.org/N19-1423"
FILE = "url:https://aclanthology.org/N19-1423.pdf"
ACL = "doi:10.18653/v1/N19-1423"


def run(
    said: Sequence[Mention], answers: Sequence[Found] = (), previous: Library | None = None
) -> Library:
    """One run: merge, then keys; decisions are kept."""
    before = previous or Library()
    return assign(merged(said, answers, before).references, before)


def telling(library: Library, **decisions: list[tuple[str, str]]) -> Library:
    return library.model_copy(update={"decisions": decided(**decisions)})


def keys(library: Library) -> dict[str, str]:
    return {str(one): key for one, key in library.key_by_identifier.items()}


APART = [found(A, published="2018"), published(X, "Something Quite Different", "Maaten")]
AGREED = [found(A, published="2018", doi="10.1000/x"), published(X)]


@pytest.mark.parametrize(
    "joining",
    [
        pytest.param(AGREED, id="doi"),
        pytest.param([published(X)], id="match"),
        pytest.param(
            [found(X, kind="article-journal", issued="2019", relations=[("has-preprint", A)])],
            id="relation",
        ),
    ],
)
@pytest.mark.parametrize("order", [(A, X), (X, A)])
def test_both_entries_come_back_with_their_keys(
    joining: list[Found], order: tuple[str, str]
) -> None:
    said = mentions(*order)
    apart = run(said, APART)
    joined = run(said, joining, apart)
    assert names(joined.references.values()) == [[A, X]]
    assert joined.aliases == {keys(apart)[X]: keys(apart)[A]}
    parted = run(said, [], telling(joined, different=[(A, X)]))
    assert names(parted.references.values()) == [[A], [X]]
    assert keys(parted) == keys(apart)
    assert (parted.aliases, parted.retired) == ({}, {})
    for reference in parted.references.values():
        assert {one.identifier for one in reference.records} == set(reference.identifiers)
        assert {one.identifier for one in reference.mentions} == set(reference.identifiers)
        assert reference.ties == ()
    again = run(said, [], telling(parted))
    assert keys(again) == keys(joined)


def test_a_key_made_for_both_stays_with_the_primary() -> None:
    said = mentions(A, X)
    joined = run(said, AGREED)
    parted = run(said, [], telling(joined, different=[(A, X)]))
    assert keys(parted)[A] == keys(joined)[A]
    assert len(set(keys(parted).values())) == 2


def test_one_of_three_is_taken_out() -> None:
    said = mentions(PAGE, FILE, ACL, A)
    apart = run(said, [], telling(Library(), different=[(PAGE, FILE), (PAGE, ACL), (FILE, ACL)]))
    assert len(apart.references) == 4
    joined = run(said, [found(A, doi="10.18653/v1/N19-1423")], telling(apart))
    assert names(joined.references.values()) == [[A, ACL, PAGE, FILE]]
    cut = [(A, FILE), (ACL, FILE), (PAGE, FILE)]
    without = run(said, [], telling(joined, different=cut))
    assert names(without.references.values()) == [[A, ACL, PAGE], [FILE]]
    assert keys(without)[FILE] == keys(apart)[FILE]
    assert keys(without)[A] == keys(apart)[A]
    assert set(without.aliases) == {keys(apart)[PAGE], keys(apart)[ACL]}


def test_renamed_keys_go_back_to_their_owners() -> None:
    said = mentions(A, X)
    apart = rename(run(said, APART), "devlin2018bert", "bert")
    joined = run(said, AGREED, apart)
    assert "bert" in joined.references
    parted = run(said, [], telling(joined, different=[(A, X)]))
    assert keys(parted) == keys(apart)
    assert parted.aliases == {"devlin2018bert": "bert"}


def test_a_joined_entry_that_was_renamed_keeps_its_name_for_the_primary() -> None:
    said = mentions(A, X)
    apart = run(said, APART)
    joined = rename(run(said, AGREED, apart), keys(apart)[A], "mine")
    parted = run(said, [], telling(joined, different=[(A, X)]))
    assert keys(parted) == {A: "mine", X: keys(apart)[X]}


def test_a_person_who_joins_and_takes_it_back_changes_nothing() -> None:
    said = mentions(X, A)
    apart = run(said, APART)
    joined = run(said, [], telling(apart, same=[(A, X)]))
    assert names(joined.references.values()) == [[A, X]]
    parted = run(said, [], telling(joined))
    assert parted.references == apart.references
    assert (parted.aliases, parted.retired) == (apart.aliases, apart.retired)

"""Keys that notes give."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.keys.samples import article, keys_of, noted, paper

from paperbib.exporters import canonical
from paperbib.keys import assign
from paperbib.model import Library


@pytest.mark.parametrize(
    "key",
    [
        "Vaswani2017",
        "DBLP:conf/nips/VaswaniSPUJGKP17",
        "VSP+17",
        "1706.03762",
        "a_b-c.d",
    ],
)
def test_a_key_that_a_note_gives_is_taken_as_it_is_written(key: str) -> None:
    assert keys_of(noted("1706.03762", key)) == {"arxiv:1706.03762": key}
    assert canonical.KEY.fullmatch(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "müller2017",
        "a b",
        "a,b",
        "a{b}",
        "a~b",
        "o'brien",
        "-rf",
        "a\\b",
        "a%b",
        "a\n",
        "Ⅻ",
        "k" * 101,
        "@a",
        '"a"',
    ],
)
def test_a_key_that_cannot_be_used_is_not_taken(key: str) -> None:
    assert keys_of(noted("1706.03762", key)) == {"arxiv:1706.03762": "arxiv170603762"}


def test_the_first_place_in_the_notes_counts_where_two_are_given_one_key() -> None:
    early = noted("2001.00001", "vaswani", line=3)
    late = noted("1706.03762", "Vaswani", line=40)
    other = noted("1810.04805", "vaswani", file="b.bib")
    assert keys_of(other, late, early) == {
        "arxiv:2001.00001": "vaswani",
        "arxiv:1706.03762": "arxiv170603762",
        "arxiv:1810.04805": "arxiv181004805",
    }


def test_two_adjacent_entries_of_one_key_are_two_entries() -> None:
    early, late = noted("2001.00001", "x", line=1), noted("1706.03762", "x", line=5)
    assert keys_of(late, early)["arxiv:2001.00001"] == "x"


def test_a_second_key_is_taken_where_the_first_is_not_free() -> None:
    first = noted("2001.00001", "x", line=1)
    second = noted("1706.03762", "x", line=2)
    more = second.mentions[0]._replace(line=9, key="y")
    second = second.model_copy(update={"mentions": (*second.mentions, more)})
    assert keys_of(second, first)["arxiv:1706.03762"] == "y"


def test_an_entry_gives_its_key_to_the_paper_it_is() -> None:
    paper_ = noted("1706.03762", "x", line=4)
    published = noted("doi:10.1000/x", "x", line=2)
    page_ = noted("url:https://e.org/", "x", line=3, under="arxiv:1706.03762")
    assert keys_of(page_, published, paper_) == {
        "arxiv:1706.03762": "x",
        "doi:10.1000/x": "doi101000x",
        "url:https://e.org/": "e",
    }


def test_what_stands_under_a_paper_never_gets_its_key() -> None:
    previous = assign([paper()], Library())
    page_ = noted("url:https://e.org/", "x", under="arxiv:1706.03762")
    assert keys_of(noted("1706.03762", "x"), page_, previous=previous) == {
        "arxiv:1706.03762": "vaswani2017attention",
        "url:https://e.org/": "e",
    }


def test_an_entry_of_a_page_gives_the_page_its_key() -> None:
    assert keys_of(noted("url:https://e.org/", "x")) == {"url:https://e.org/": "x"}


def test_a_key_given_comes_before_a_key_made() -> None:
    made, given_ = paper("1706.03762"), noted("2001.00001", "vaswani2017Attention")
    assert keys_of(made, given_) == {
        "arxiv:2001.00001": "vaswani2017Attention",
        "arxiv:1706.03762": "vaswani2017attentiona",
    }


def test_notes_added_later_change_no_key() -> None:
    before = assign([paper("1706.03762"), article()], Library())
    old = {str(one): key for one, key in before.key_by_identifier.items()}
    (given_, stolen) = (
        noted("1706.03762", "better"),
        noted("2001.00001", "vaswani2017attention"),
    )
    after = keys_of(given_, stolen, article(), previous=before)
    assert old.items() <= after.items()
    assert after["arxiv:2001.00001"] == "arxiv200100001"


def test_a_key_of_another_that_left_or_is_an_alias_is_not_given_away() -> None:
    tied = paper(also=("doi:10.1000/x",))
    both = assign([tied], assign([paper(), article()], Library()))
    (alias,) = both.aliases
    left = assign([paper("1810.04805", family="Devlin")], both)
    new = [noted("2001.00001", alias), noted("2101.00001", "VASWANI2017attention")]
    for previous in (both, left):
        assert sorted(keys_of(*new, previous=previous).values()) == [
            "arxiv200100001",
            "arxiv210100001",
        ]


def test_a_key_given_is_kept_when_the_note_changes_or_goes() -> None:
    before = assign([noted("1706.03762", "x")], Library())
    assert keys_of(noted("1706.03762", "y"), previous=before) == {"arxiv:1706.03762": "x"}
    assert keys_of(paper(), previous=assign([], before)) == {"arxiv:1706.03762": "x"}


GIVEN_KEYS = st.lists(
    st.tuples(
        st.sampled_from([f"17{month:02}.00001" for month in range(1, 7)]),
        st.sampled_from(["x", "X", "y", "é", "arxiv170100001", None]),
        st.integers(1, 3),
    ),
    unique_by=lambda one: one[0],
)


@given(GIVEN_KEYS, st.randoms(use_true_random=False))
def test_keys_given_do_not_depend_on_order(
    notes: list[tuple[str, str | None, int]], shuffled: random.Random
) -> None:
    references = [noted(number, key, line=line) for number, key, line in notes]
    expected = assign(references, Library())
    shuffled.shuffle(references)
    assert assign(references, Library()) == expected
    assert assign(references, expected) == expected
    assert len({key.casefold() for key in expected.references}) == len(references)


@given(st.lists(GIVEN_KEYS, max_size=5))
def test_over_any_runs_keys_given_change_no_key(
    runs: list[list[tuple[str, str | None, int]]],
) -> None:
    library = Library()
    key_by_paper: dict[str, str] = {}
    paper_by_key: dict[str, str] = {}
    for run in runs:
        library = assign([noted(one, key, line=line) for one, key, line in run], library)
        for key, reference in library.references.items():
            one = str(reference.identifier)
            assert key_by_paper.setdefault(one, key) == key
            assert paper_by_key.setdefault(key.casefold(), one) == one

"""A person's own choice of a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.keys.samples import article, paper

from paperbib.errors import PaperbibError
from paperbib.identifiers.whole import parse
from paperbib.keys import assign, rename
from paperbib.model import Library

OLD, NEW = "vaswani2017attention", "Vas17"


def test_the_old_key_stays_as_an_alias_and_the_new_one_for_ever() -> None:
    library = rename(assign([paper()], Library()), OLD, NEW)
    assert list(library.references) == [NEW]
    assert library.aliases == {OLD: NEW}
    assert assign([paper()], library) == library
    away = assign([], library)
    assert away.retired == {"arxiv:1706.03762": NEW}
    assert assign([paper()], away) == library


def test_no_other_paper_gets_the_old_key() -> None:
    library = rename(assign([paper()], Library()), OLD, NEW)
    both = assign([paper(), paper("2001.00001")], library)
    assert both.key_by_identifier[parse("arxiv:2001.00001")] == OLD + "a"


def test_an_alias_is_called_back() -> None:
    library = rename(assign([paper()], Library()), OLD, NEW)
    back = rename(library, NEW, OLD)
    assert list(back.references) == [OLD]
    assert back.aliases == {NEW: OLD}
    assert rename(back, OLD, OLD) is back


def test_all_old_keys_lead_to_the_new_one() -> None:
    library = assign([paper()], Library())
    for old, new in ((OLD, "a"), ("a", "b"), ("b", "c")):
        library = rename(library, old, new)
    assert library.aliases == {OLD: "c", "a": "c", "b": "c"}


def test_a_key_may_change_its_case() -> None:
    library = rename(assign([paper()], Library()), OLD, OLD.upper())
    assert list(library.references) == [OLD.upper()]
    assert assign([paper()], library) == library


@pytest.mark.parametrize(
    "key", ["", "a b", "a,b", "{a}", "müller", "-rf", "a\n", "k" * 101, "a\\b"]
)
def test_a_key_that_cannot_be_one(key: str) -> None:
    with pytest.raises(PaperbibError, match="cannot be a citation key"):
        rename(assign([paper()], Library()), OLD, key)


def crowded() -> Library:
    """One paper to be renamed, one beside it, one that left, and an alias."""
    beside = paper("1810.04805", family="Devlin")
    away = paper("1312.0001", family="Kingma")
    library = assign([paper(), beside, away], Library())
    library = assign([paper(), beside], library)
    return rename(library, "devlin2017attention", "bert")


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("bert", "bert is in the library"),
        ("BERT", "bert is in the library"),
        ("devlin2017attention", "devlin2017attention is another name of bert"),
        ("Devlin2017Attention", "devlin2017attention is another name of bert"),
        ("kingma2017attention", "kept for arxiv:1312.0001"),
        ("KINGMA2017attention", "kept for arxiv:1312.0001"),
    ],
)
def test_a_key_that_is_taken(key: str, who: str) -> None:
    with pytest.raises(PaperbibError, match=who):
        rename(crowded(), OLD, key)


def test_a_key_that_came_with_an_article_stays_its_own() -> None:
    tied = paper(also=("doi:10.1000/x",))
    alone = assign([article()], Library())
    (key,) = alone.references
    library = rename(assign([tied], alone), key, NEW)
    assert assign([tied], library) == library
    apart = assign([article(), paper()], library)
    assert apart.key_by_identifier[parse("doi:10.1000/x")] == NEW
    assert apart.aliases == {key: NEW}


def test_the_alias_of_a_joined_article_may_become_the_key() -> None:
    before = assign([paper(), article()], Library())
    alias = before.key_by_identifier[parse("doi:10.1000/x")]
    tied = paper(also=("doi:10.1000/x",))
    library = rename(assign([tied], before), OLD, alias)
    assert list(library.references) == [alias]
    again = assign([tied], library)
    assert list(again.references) == [alias]
    assert again.aliases == {OLD: alias}


def test_what_a_newer_paperbib_wrote_is_kept() -> None:
    library = Library.model_validate({"references": {OLD: paper()}, "newer": 1})
    assert rename(library, OLD, NEW).model_extra == {"newer": 1}


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["a", "A", "b", "c", OLD]), st.booleans()),
        max_size=8,
    )
)
def test_over_any_renames_a_name_leads_to_one_paper(steps: list[tuple[int, str, bool]]) -> None:
    papers = [paper(f"17{month:02}.00001") for month in range(1, 5)]
    library = assign(papers, Library())
    paper_by_name: dict[str, str] = {}
    for index, new, leaves in steps:
        key = library.key_by_identifier[papers[index].identifier]
        try:
            library = rename(library, key, new)
        except PaperbibError:
            continue
        if leaves:
            library = assign(papers[:index], library)
            library = assign(papers, library)
        for name, target in (
            {one: one for one in library.references} | dict(library.aliases)
        ).items():
            identifier = str(library.references[target].identifier)
            assert paper_by_name.setdefault(name.casefold(), identifier) == identifier
        assert all(
            one in {name.casefold() for name in (*library.references, *library.aliases)}
            for one in paper_by_name
        )

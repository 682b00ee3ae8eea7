import random

from hypothesis import given
from hypothesis import strategies as st
from tests.keys.samples import article, paper

from paperbib.identifiers.whole import parse
from paperbib.keys import assign
from paperbib.model import Library, Reference


def test_collisions_get_a_suffix_and_the_first_keeps_the_key() -> None:
    first = assign([paper("2001.00001")], Library())
    both = assign([paper("1901.00001"), paper("2001.00001"), paper("2101.00001")], first)
    assert both.key_by_identifier[parse("arxiv:2001.00001")] == "vaswani2017attention"
    assert sorted(both.references) == [
        "vaswani2017attention",
        "vaswani2017attentiona",
        "vaswani2017attentionb",
    ]


def test_keys_are_unique_without_regard_to_case() -> None:
    pinned = Library(references={"Vaswani2017Attention": paper("2001.00001")})
    library = assign([paper("2001.00001"), paper("2101.00001")], pinned)
    assert len({key.lower() for key in library.references}) == 2


def test_a_key_outlives_changed_facts() -> None:
    before = assign([paper()], Library())
    after = assign([paper(family="Shazeer", year="2018", title="Another")], before)
    assert list(after.references) == ["vaswani2017attention"]


def test_a_key_waits_for_a_paper_that_left() -> None:
    before = assign([paper("1706.03762"), paper("1810.04805", family="Devlin")], Library())
    without = assign([paper("1810.04805", family="Devlin")], before)
    assert without.retired == {"arxiv:1706.03762": "vaswani2017attention"}
    taken = assign([paper("1810.04805", family="Devlin"), paper("2001.00001")], without)
    assert "vaswani2017attention" not in taken.references
    back = assign([paper("1706.03762"), paper("1810.04805", family="Devlin")], taken)
    assert back.key_by_identifier[parse("arxiv:1706.03762")] == "vaswani2017attention"
    assert parse("arxiv:1706.03762") not in [parse(text) for text in back.retired]


def test_two_entries_that_become_one_leave_an_alias() -> None:
    article = Reference(identifiers=(parse("doi:10.1000/x"),))
    before = assign([paper(), article], Library())
    old = before.key_by_identifier[parse("doi:10.1000/x")]
    after = assign([paper(also=("doi:10.1000/x",))], before)
    assert list(after.references) == ["vaswani2017attention"]
    assert after.aliases == {old: "vaswani2017attention"}
    apart = assign([paper(), article], after)
    assert apart == before


def test_the_key_of_an_article_goes_with_its_preprint_and_comes_back() -> None:
    alone = assign([article()], Library())
    (key,) = alone.references
    tied = paper(also=("doi:10.1000/x",))
    both = assign([tied], alone)
    assert list(both.references) == [key]
    assert both.retired == {"doi:10.1000/x": key}
    again = assign([article()], both)
    assert again.key_by_identifier[parse("doi:10.1000/x")] == key
    apart = assign([article(), paper()], assign([tied], both))
    assert apart.key_by_identifier[parse("doi:10.1000/x")] == key
    assert apart.key_by_identifier[parse("arxiv:1706.03762")] == "vaswani2017attention"


def test_a_preprint_that_kept_the_key_alone_keeps_it_for_good() -> None:
    alone = assign([article()], Library())
    (key,) = alone.references
    preprint = assign([paper()], assign([paper(also=("doi:10.1000/x",))], alone))
    assert list(preprint.references) == [key]
    returned = assign([paper(), article()], preprint)
    assert returned.key_by_identifier[parse("arxiv:1706.03762")] == key


def test_a_shared_doi_hands_no_key_to_another_paper() -> None:
    first, second = paper("1706.03762", also=("doi:10.1000/x",)), paper("1810.04805")
    with_doi = paper("1810.04805", also=("doi:10.1000/x",))
    library = assign([first], Library())
    seen: dict[str, str] = {}
    for references in ([first], [with_doi], [first, second], [with_doi], [first], [second]):
        library = assign(references, library)
        for key, reference in library.references.items():
            assert seen.setdefault(key, str(reference.identifier)) == str(reference.identifier)


def test_one_identifier_under_two_keys_leaves_an_alias() -> None:
    merged_by_hand = Library(references={"b": paper(), "a": paper()})
    library = assign([paper()], merged_by_hand)
    assert list(library.references) == ["a"]
    assert library.aliases == {"b": "a"}


KEYED = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["1706.03762", "1810.04805", "2001.00001"]), st.booleans()),
        unique_by=lambda pair: pair[0],
        max_size=3,
    ),
    max_size=6,
)


@given(KEYED)
def test_over_any_runs_a_key_names_one_paper_and_a_paper_has_one_key(
    runs: list[list[tuple[str, bool]]],
) -> None:
    library = Library()
    paper_by_key: dict[str, str] = {}
    key_by_paper: dict[str, str] = {}
    for run in runs:
        # A DOI that two papers claim belongs to neither, as in merge.
        claims = sum(has_doi for _, has_doi in run)
        tied = ("doi:10.1000/x",) if claims == 1 else ()
        library = assign([paper(one, also=tied if has else ()) for one, has in run], library)
        for key, reference in library.references.items():
            identifier = str(reference.identifier)
            assert paper_by_key.setdefault(key, identifier) == identifier
            assert key_by_paper.setdefault(identifier, key) == key


@given(st.permutations(range(12)), st.randoms(use_true_random=False))
def test_keys_do_not_depend_on_order(order: list[int], shuffled: random.Random) -> None:
    papers = [paper(f"17{month:02}.00001") for month in range(1, 13)]
    expected = assign(papers, Library())
    mixed = [papers[index] for index in order]
    assert assign(mixed, Library()) == expected
    shuffled.shuffle(mixed)
    assert assign(mixed, expected) == expected


def test_more_than_26_collisions() -> None:
    papers = [
        paper(f"17{month:02}.{number:05}") for month in range(1, 13) for number in range(1, 61)
    ]
    keys = assign(papers, Library()).references
    assert len(keys) == 720
    assert "vaswani2017attentionz" in keys
    assert "vaswani2017attentionaa" in keys
    assert "vaswani2017attentionzz" in keys

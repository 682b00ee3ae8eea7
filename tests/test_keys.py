import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import canonical
from paperbib.identifiers.whole import parse
from paperbib.keys import assign, stem
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference


def paper(
    number: str = "1706.03762",
    *,
    family: str = "Vaswani",
    title: str | None = "Attention Is All You Need",
    year: str | None = "2017",
    also: tuple[str, ...] = (),
) -> Reference:
    record = Record(
        source="arxiv",
        identifier=parse(f"arxiv:{number}"),
        title=title,
        authors=(Name(family=family),) if family else (),
        published=PartialDate(year=int(year)) if year else None,
    )
    identifiers = tuple(parse(text) for text in (f"arxiv:{number}", *also))
    return Reference(identifiers=identifiers, records=(record,))


def page(address: str, title: str | None = None, year: int | None = None) -> Reference:
    identifier = parse(f"url:{address}")
    mention = Mention(identifier=identifier, file="n.md", title=title, year=year)
    return Reference(identifiers=(identifier,), mentions=(mention,))


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Vaswani", "2017", "Attention Is All You Need", "vaswani2017attention"),
        ("Mishkin", "2015", "All you need is a good init", "mishkin2015all"),
        ("Müller", "2019", "When Does Label Smoothing Help?", "muller2019label"),
        ("van der Maaten", "2008", "Visualizing Data", "vandermaaten2008visualizing"),
        ("O'Brien", "2020", "The {LaTeX} $\\alpha$-Test", "obrien2020latex"),
        ("Łukasiewicz", "2001", "Über Straßen", "lukasiewicz2001uber"),
        ("Đorđević", "2001", "Ærø", "dordevic2001aero"),
        ("Devlin", "2018", "BERT: Pre-training of X", "devlin2018bert"),
        ("Reimers", "2019", "Sentence-BERT: Y", "reimers2019sentence"),
        ("Wu", "2016", "Google's Neural Machine Translation", "wu2016google"),
        ("Dosovitskiy", "2020", "An Image is Worth 16x16 Words", "dosovitskiy2020image"),
        ("李", "2020", "Deep Learning", "arxiv2020deeplearning"),
        ("Li", "2020", "深度学习", "li2020"),
        ("Li", "2020", "To Be or Not", "li2020to"),
        ("Li", None, "Deep", "lideep"),
        ("", None, None, "arxiv170603762"),
    ],
)
def test_stem(family: str, year: str | None, title: str | None, key: str) -> None:
    assert stem(paper(family=family, year=year, title=title)) == key


@pytest.mark.parametrize(
    ("address", "title", "year", "key"),
    [
        ("http://jalammar.github.io/illustrated-bert/", "J.A on BERT", None, "jalammarjbert"),
        ("https://www.cs.cmu.edu/~d/naacl16.pdf", "HAN", None, "cmuhan"),
        ("https://www.bbc.co.uk/news/1", "News on a day", None, "bbcnewsday"),
        ("https://medium.com/x/y-1", "Medium on how", None, "mediumxy1"),
        (
            "https://github.com/huggingface/transformers",
            None,
            None,
            "githubhuggingfacetransformers",
        ),
        (
            "https://openai.com/blog/x",
            "Unsupervised Sentiment Neuron",
            2017,
            "openai2017unsupervisedsentimentneuron",
        ),
        ("https://e.org/", None, None, "e"),
        ("https://münchen.example/", None, None, "munchen"),
        ("http://127.0.0.1/x", None, None, "webx"),
    ],
)
def test_stem_without_author(address: str, title: str | None, year: int | None, key: str) -> None:
    assert stem(page(address, title, year)) == key


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


def article(number: str = "10.1000/x") -> Reference:
    return Reference(identifiers=(parse(f"doi:{number}"),))


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


def noted(
    number: str, key: str | None, *, file: str = "a.bib", line: int = 1, under: str = ""
) -> Reference:
    """A paper that a note gives a key."""
    identifier = parse(number if ":" in number else f"arxiv:{number}")
    parent = parse(under) if under else None
    mention = Mention(identifier=identifier, file=file, line=line, key=key, parent=parent)
    return Reference(identifiers=(identifier,), mentions=(mention,))


def keys_of(*references: Reference, previous: Library | None = None) -> dict[str, str]:
    library = assign(references, previous or Library())
    return {str(one.identifier): key for key, one in library.references.items()}


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

"""What holds of every merge, whatever is said and in whatever order."""

from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.merge.samples import BERT, TSNE, merged

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.keys import assign
from paperbib.merge import Merged, named_dois
from paperbib.model import Decisions, Found, Library, Mention, Name, Record, Reference, Relation

ARXIV = ["arxiv:1810.04805", "arxiv:1706.03762", "arxiv:1512.03385"]
DOIS = ["doi:10.18653/v1/N19-1423", "doi:10.1000/b", "doi:10.1000/c", "doi:10.1000/d"]
PAGES = [
    "url:https://aclanthology.org/N19-1423",
    "url:https://openreview.net/forum?id=abcdefg",
    "url:https://openreview.net/pdf?id=abcdefg",
]
IDENTIFIERS = [parse(text) for text in (*ARXIV, *DOIS, *PAGES)]
RELATIONS = [
    "is-preprint-of", "has-preprint", "is-same-as", "is-version-of", "is-review-of",
]  # fmt: skip
PAPERS = [
    (BERT, "Devlin"),
    (TSNE, "Maaten"),
    ("Deep Residual Learning for Image Recognition", "He"),
    (BERT, "Maaten"),
    ("", ""),
]

identifiers = st.sampled_from(IDENTIFIERS)
pairs = st.tuples(identifiers, identifiers).filter(lambda pair: pair[0] != pair[1])
decisions = st.builds(
    lambda same, different: Decisions(same=tuple(same), different=tuple(different)),
    st.lists(pairs, max_size=2),
    st.lists(pairs, max_size=3),
)


@st.composite
def records(draw: st.DrawFn) -> Found:
    """An answer about a paper or an article."""
    one = draw(st.sampled_from([one for one in IDENTIFIERS if one.scheme != "url"]))
    is_arxiv = one.scheme == "arxiv"
    source = "arxiv" if is_arxiv else "crossref"
    title, author = draw(st.sampled_from(PAPERS))
    other = draw(st.lists(st.tuples(st.sampled_from(RELATIONS), identifiers), max_size=2))
    record = Record(
        source=source,
        identifier=one,
        title=title or None,
        authors=(Name(family=author, given="J."),) if author else (),
        kind=None if is_arxiv else draw(st.sampled_from([None, "article", "article-journal"])),
        container_title=None if is_arxiv else draw(st.sampled_from([None, "J. One", "Two"])),
        doi=draw(st.sampled_from([None, *(text[4:] for text in DOIS)])) if is_arxiv else None,
        relations=tuple(Relation(kind=kind, identifier=to) for kind, to in other if to != one),
    )
    return Found(identifier=one, source=source, raw="", record=record)


answers = st.lists(records(), max_size=7, unique_by=lambda one: one.identifier)
notes = st.lists(identifiers, min_size=1, max_size=9, unique=True).map(
    lambda found: [Mention(identifier=one, file="n.md", line=n) for n, one in enumerate(found, 1)]
)


def asked(said: Sequence[Mention], found: Sequence[Found]) -> list[Found]:
    """The answers about what is mentioned, and about what these name."""
    wanted = {one.identifier for one in said}
    for _ in found:
        wanted |= named_dois(one.record for one in found if one.identifier in wanted)
    return [one for one in found if one.identifier in wanted]


def sets(references: Sequence[Reference]) -> list[tuple[object, ...]]:
    return sorted((list(map(str, one.identifiers)), one.records, one.ties) for one in references)


def words(result: Merged) -> list[tuple[str, str]]:
    return sorted((one.kind, one.what) for one in result.problems)


def kept(result: Merged, decided: Decisions) -> Library:
    references = {f"k{n}": one for n, one in enumerate(result.references)}
    return Library(references=references, decisions=decided)


@given(notes, answers, decisions, st.randoms(use_true_random=False))
def test_the_order_of_notes_and_answers_does_not_count(
    said: list[Mention], found: list[Found], decided: Decisions, chance: st.DataObject
) -> None:
    before = Library(decisions=decided)
    first = merged(said, found, before)
    shuffled, other = list(said), list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(other)  # type: ignore[attr-defined]
    again = merged(shuffled, other, before)
    assert sets(again.references) == sets(first.references)
    assert words(again) == words(first)


@given(notes, answers, decisions)
@settings(max_examples=300)
def test_merging_again_changes_nothing(
    said: list[Mention], found: list[Found], decided: Decisions
) -> None:
    found = asked(said, found)
    first = merged(said, found, Library(decisions=decided))
    library = kept(first, decided)
    again = merged(said, [], library)
    assert again.references == first.references
    # What was said of another paper than named is not kept; the cache has it.
    assert len(again.problems) <= len(first.problems)
    assert {one.kind for one in again.problems} <= {one.kind for one in first.problems}
    repeated = merged(said, found, library)
    assert repeated.references == first.references
    assert words(repeated) == words(first)


@given(notes, answers, decisions)
def test_every_mention_is_in_one_reference_and_every_reference_hangs_together(
    said: list[Mention], found: list[Found], decided: Decisions
) -> None:
    references = merged(said, found, Library(decisions=decided)).references
    held = [one for reference in references for one in reference.identifiers]
    assert len(held) == len(set(held))
    mentioned = [one for reference in references for one in reference.mentions]
    assert sorted(one.line for one in mentioned) == sorted(one.line for one in said)
    for reference in references:
        assert reference.mentions
        assert hangs_together(reference)
        assert {one.identifier for one in reference.records} <= set(reference.identifiers)


def hangs_together(reference: Reference) -> bool:
    reached = {reference.identifier}
    for _ in reference.identifiers:
        for tie in reference.ties:
            if reached & set(tie.pair):
                reached |= set(tie.pair)
    return reached == set(reference.identifiers)


@given(notes, answers, decisions)
def test_what_a_person_calls_different_is_never_one(
    said: list[Mention], found: list[Found], decided: Decisions
) -> None:
    for reference in merged(said, found, Library(decisions=decided)).references:
        for pair in decided.different:
            assert not set(pair) <= set(reference.identifiers)


@given(notes, answers)
def test_two_papers_of_arxiv_are_one_only_if_a_person_says_so(
    said: list[Mention], found: list[Found]
) -> None:
    for reference in merged(said, found).references:
        assert sum(one.scheme == "arxiv" for one in reference.identifiers) < 2


@given(notes.filter(lambda said: len(said) > 1), answers, st.data())
def test_a_decision_that_is_taken_back_leaves_everything_as_it_was(
    said: list[Mention], found: list[Found], data: st.DataObject
) -> None:
    places = st.permutations([one.identifier for one in said])
    one, other, *_ = data.draw(places)
    found = asked(said, found)
    first = merged(said, found)
    # A decision may settle what else was in doubt, and that stays settled.
    assume(all(one.kind != "maybe" for one in first.problems))
    before = assign(first.references, Library())
    joined = decide(before, said, found, Decisions(same=((one, other),)))
    after = decide(joined, said, found, Decisions())
    assert names_of(after) == names_of(before)
    assert {key: sorted(map(str, one.identifiers)) for key, one in after.references.items()} == {
        key: sorted(map(str, one.identifiers)) for key, one in before.references.items()
    }


@given(notes, answers, pairs, st.sampled_from(["asked", "silent"]))
@settings(max_examples=300)
def test_what_was_called_different_is_as_it_was_when_that_is_taken_back(
    said: list[Mention], found: list[Found], pair: tuple[Identifier, Identifier], sources: str
) -> None:
    found = asked(said, found)
    first = merged(said, found)
    cut = Decisions(different=(pair,))
    parted = kept(merged(said, found, kept(first, cut)), cut)
    after = merged(
        said,
        found if sources == "asked" else [],
        parted.model_copy(update={"decisions": Decisions()}),
    )
    # A match is made for good, and others are made while one is forbidden.
    ties = [tie.by for one in (*first.references, *parted.references.values()) for tie in one.ties]
    assume("match" not in ties)
    assert sets(after.references) == sets(first.references)


def decide(
    library: Library, said: list[Mention], found: list[Found], decided: Decisions
) -> Library:
    known = library.model_copy(update={"decisions": decided})
    return assign(merged(said, found, known).references, known)


def names_of(library: Library) -> dict[str, str]:
    return {str(one.identifier): key for key, one in library.references.items()}

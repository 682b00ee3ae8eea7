"""Once written, a key stays: whatever happens to papers, notes and the pattern."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers.whole import parse
from paperbib.keys import STYLES, assign, naming
from paperbib.model import Library, Name, PartialDate, Record, Reference

NUMBERS = [f"17{month:02}.00001" for month in range(1, 9)]


class State(NamedTuple):
    """What a source says of a paper today."""

    title: str
    family: str
    year: int
    version: int
    is_published: bool


STATES = st.builds(
    State,
    st.sampled_from(["Deep Learning", "Attention Is All", "深度学习", ""]),
    st.sampled_from(["Li", "Zhang", "李"]),
    st.integers(2015, 2017),
    st.integers(1, 3),
    st.booleans(),
)
RUNS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NUMBERS), STATES),
        st.permutations(NUMBERS),
        st.sampled_from([*STYLES, "{surname}{year}{word}", "{year}", "{Title}-{arxiv}"]),
    ),
    min_size=1,
    max_size=6,
)


def reference(number: str, state: State) -> Reference:
    identifier, article = parse(f"arxiv:{number}"), parse(f"doi:10.1000/{number}")
    record = Record(
        source="arxiv",
        identifier=identifier,
        title=state.title,
        authors=(Name(family=state.family),),
        published=PartialDate(year=state.year),
        updated=PartialDate(year=state.year + state.version),
        version=state.version,
        doi=f"10.1000/{number}" if state.is_published else None,
        container_title="Journal of Tests" if state.is_published else None,
        kind="article-journal" if state.is_published else None,
    )
    identifiers = (identifier, article) if state.is_published else (identifier,)
    return Reference(identifiers=identifiers, records=(record,))


@given(RUNS)
def test_no_change_of_papers_notes_or_pattern_changes_a_key(
    runs: list[tuple[dict[str, State], list[str], str]],
) -> None:
    library = Library()
    key_by_paper: dict[str, str] = {}
    paper_by_key: dict[str, str] = {}
    for states, order, pattern in runs:
        references = [reference(one, states[one]) for one in order if one in states]
        library = assign(references, library, naming(pattern))
        assert len(library.references) == len(references)
        for key, one in library.references.items():
            paper = str(one.identifier)
            assert key_by_paper.setdefault(paper, key) == key
            assert paper_by_key.setdefault(key.casefold(), paper) == paper


@given(RUNS)
def test_the_same_notes_have_the_same_keys_in_any_order(
    runs: list[tuple[dict[str, State], list[str], str]],
) -> None:
    states, order, pattern = runs[0]
    references = [reference(one, states[one]) for one in order if one in states]
    made = assign(references, Library(), naming(pattern))
    assert assign(references[::-1], Library(), naming(pattern)) == made
    assert assign(references, made, naming("{year}")) == made

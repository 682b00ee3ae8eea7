"""Which paper an item means: first of all, when to say nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolving.making import (
    ALL,
    ATTENTION,
    BERT,
    CURRICULUM,
    FEW_SHOT,
    GRAVES,
    INFINI,
    MIXTRAL,
    RETHINKING,
    SUPER,
    item,
    record,
)

from paperbib.model import Record, Unlinked
from paperbib.resolving import judge, kind_of, queries

PHASES = "Phase transitions in random constraint satisfaction problems on sparse graphs"


def papers(*titles: str, people: str = "Ann Lee", year: int = 2010) -> list[Record]:
    return [
        record(f"1001.{place:04}", title, people, year)
        for place, title in enumerate(titles, start=1)
    ]


FOUND = [
    (item("ATTENTION IS ALL YOU NEED"), ATTENTION, "title"),
    (item("Attention is all you need", "Transformer"), ATTENTION, "title"),
    (item("Transformer", "Attention is all you need"), ATTENTION, "title"),
    (item("Transformers: Attention Is All You Need"), ATTENTION, "title"),
    (item("Week 5: Attention is all you need"), ATTENTION, "title"),
    (item("Attention is all you need", people=("Vaswani et al.",), year=2017), ATTENTION, "title"),
    (item("Attention is all you need", people=("Shazeer, N.",)), ATTENTION, "title"),
    (item("Attention is all you need", people=("Google",), year=2018), ATTENTION, "title"),
    (
        item("Generating Sequence with RNN", people=("Alex graves",), year=2013),
        GRAVES,
        "near title",
    ),
    (item("Generating sequences with RNNs", people=("Graves, A.",)), GRAVES, "near title"),
    (item("Generating sequences with recurrent neural network"), GRAVES, "near title"),
    (item("Understanding deeplearning requires rethinking generalization"), RETHINKING, "title"),
    (
        item("Understanding Deep Learning Requires Rethinking Generalisation"),
        RETHINKING,
        "near title",
    ),
    (
        item("Understanding deep learning requiers rethinking generalization"),
        RETHINKING,
        "near title",
    ),
    (item("Faster Training: Super Convergence"), SUPER, "near title"),
    (item("Super-Convergence", people=("Smith",), year=2017), SUPER, "near title"),
    (item("Training method: CURRICULUM LEARNING FOR LANGUAGE MODELING"), CURRICULUM, "title"),
    (item("Curriculum learning for language modelling"), CURRICULUM, "near title"),
    (item("Mistral of Experts", people=("Jiang",)), MIXTRAL, "near title"),
    (item("GPT-3: Language Models are Few-Shot Learners"), FEW_SHOT, "title"),
    (item("LM are Few Shot learners", people=("Brown",)), FEW_SHOT, "near title"),
    (item(INFINI.title or ""), INFINI, "title"),
    (item("BERT [Pre-training of deep bidirectional transformers]"), None, ""),
    (item("Pre-training of deep bidirectional transformers", "BERT"), BERT, "near title"),
]
NONE = [
    item("The recurrent temporal restricted boltzmann machine", is_called_paper=True),
    item("LLMs are multitask learners", "GPT", year=2018, people=("Ilya",)),
    item("LLMs are multitask learners", "GPT", year=2018),
    item("Mistral of Experts"),
    item("Generating Sequence with RNN"),
    item("Attention is not all you need"),
    item("Attention is all you need", year=2009),
    item("Attention is all you need", people=("LeCun",)),
    item("Attention is all you need", people=("Vaswani", "LeCun")),
    item("Attention is all you need: a survey"),
    item("Erratum: Attention is all you need"),
    item("Reply to: Attention is all you need"),
    item("Attention"),
    item("Learners"),
    item("Curriculum Learning"),
    item("Language Modeling"),
    item("Very Fast Training of Neural Networks"),
    item("Hyper-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates"),
    item("Slow Training: Super Convergence"),
    item("Language models are zero-shot learners"),
    item("An Image is Worth 32x32 Words: Transformers for Image Recognition at Scale"),
    item("Train Long, Test Short: Attention with Linear Biases Enables Input Length Extrapolation"),
    item("Transformers for Image Recognition at Scale"),
    item("A Search Space Odyssey"),
    item("BERT"),
    item("的"),
    item("!"),
]


@pytest.mark.parametrize(
    ("one", "paper", "how"), FOUND, ids=[f"{one.titles[0]}-{one.year}" for one, _, _ in FOUND]
)
def test_found(one: Unlinked, paper: Record | None, how: str) -> None:
    found = judge(one, ALL)
    assert (found.identifier, found.how) == (paper.identifier if paper else None, how)
    assert not (found.identifier and found.candidates)


@pytest.mark.parametrize("one", NONE, ids=[f"{one.titles[0]}-{one.year}" for one in NONE])
def test_abstains(one: Unlinked) -> None:
    assert judge(one, ALL)[:2] == (None, "")


PAIRS = """
    Cohomology of surfaces, Part I: smooth actions | Cohomology of surfaces, Part II: smooth actions
    Ordinary differential equations of order 2 and their flows | … of order 3 and their flows
    Decay of the proton in grand unified models of particle physics | … of the photon …
    Supervised learning of image features from video | Unsupervised learning of image features …
    Observation of typical behaviour in large neural populations | … of atypical behaviour …
    Methods with replacement for sampling of large graphs | Methods without replacement for …
    Lower bounds for the chromatic number of planar graphs | Upper bounds for the …
    A causal model of word order in spoken languages | A casual model of word order …
    Evidence for dark matter in dwarfs | Comment on "Evidence for dark matter in dwarfs"
    A 3D model of the human heart for surgery | A 4D model of the human heart for surgery
    Bounds for symmetric functions of several variables | Bounds for asymmetric functions …
    Electric fields in the inner magnetosphere of Saturn | Magnetic fields in the inner …
    Structure of the human ribosome at high resolution | Structure of the yeast ribosome …
    Deep learning for protein folding: a critical study | Deep learning for protein design: a …
    The geometry of four-manifolds and gauge theory | The topology of four-manifolds …
    Inhibition of HIV-1 protease by small molecules | Inhibition of HIV-2 protease by …
    Reduction of sulfate by soil bacteria in winter | Reduction of sulfite by soil …
"""


def pairs() -> list[tuple[str, str]]:
    """Titles of two papers; "…" stands for what both have, before or after what differs."""
    found = []
    for line in PAIRS.strip().splitlines():
        one, other = (part.strip() for part in line.split("|"))
        start, *rest = other.split("…")
        if rest:
            words = one.split()
            known = (start or rest[0]).split()
            if start:
                other = " ".join([*known, *words[len(known) :]])
            else:
                middle = rest[0].split()
                place = next(n for n, word in enumerate(words) if word == middle[0])
                other = " ".join([*words[:place], *middle, *words[place + len(middle) :]])
        found.append((one, other.replace('"', "")))
    return found


@pytest.mark.parametrize(("one", "other"), pairs())
def test_two_papers(one: str, other: str) -> None:
    assert one != other
    for mine, theirs in ((one, other), (other, one)):
        # Even the same person in the same year writes two papers.
        asked = item(mine, is_called_paper=True)
        assert judge(asked, papers(theirs)).identifier is None
        assert judge(asked, papers(theirs, mine)).identifier == papers(theirs, mine)[1].identifier


@pytest.mark.parametrize(
    "title",
    [
        "phase transitions in random constraint satisfaction problems on sparse graphs",
        "Phase Transitions in Random Constraint-Satisfaction Problems on Sparse Graphs.",
        "Phase transition in random constraint satisfaction problem on sparse graph",
        "Phase transiitons in random constraint satisfaction problems on sparse graphs",
        "Phase transsitions in random constraint satisfaction problems on sparse graphs",
        "Phase transitions in random constraintsatisfaction problems on sparse graphs",
        "On phase transitions in random constraint satisfaction problems on sparse graphs",
        "Physics: Phase transitions in random constraint satisfaction problems on sparse graphs",
        r"Phase transitions in \emph{random} constraint satisfaction problems on sparse graphs",
        "Phase transitions in <i>random</i> constraint satisfaction problems on sparse graphs",
    ],
)
def test_the_same_title_in_other_spellings(title: str) -> None:
    assert judge(item(title), papers(PHASES)).identifier == papers(PHASES)[0].identifier


@pytest.mark.parametrize(
    "title",
    [
        "Phase transtions in random constraint satisfaction problems on sparse graphs",
        "Phase transitions of random constraint satisfaction problems in sparse graphs",
        "Towards phase transitions in random constraint satisfaction problems on sparse graphs",
    ],
)
def test_a_title_that_is_not_quite_the_same_needs_evidence(title: str) -> None:
    (paper,) = papers(PHASES)
    assert judge(item(title), [paper]).identifier is None
    assert judge(item(title, year=2011), [paper]).identifier is None, "not quite the year"
    assert judge(item(title, year=2010), [paper]).identifier == paper.identifier
    assert judge(item(title, people=("Lee",)), [paper]).identifier == paper.identifier


def test_a_cut_subtitle_needs_the_very_year() -> None:
    asked = "The evolution of sex in yeast populations"
    series = [
        record("2001.00001", f"{asked}: theory", "Ann Lee", 2020),
        record("2201.00001", f"{asked}: experiments", "Ann Lee", 2022),
    ]
    assert judge(item(asked, year=2021), series).identifier is None
    assert judge(item(asked, year=2021), series[:1]).identifier is None
    assert judge(item(asked, year=2022), series).identifier == series[1].identifier
    assert judge(item(asked, people=("Lee",)), series[:1]).identifier == series[0].identifier


def test_two_papers_with_one_title() -> None:
    old = record("1001.0001", "Spin glasses on random lattices", "Ann Lee", 2010)
    new = record("1501.00001", "Spin Glasses on Random Lattices", "Bo Ek", 2015)
    both = [old, new]
    assert judge(item("Spin glasses on random lattices"), both).identifier is None
    assert len(judge(item("Spin glasses on random lattices"), both).candidates) == 2
    for fields, paper in (({"year": 2015}, new), ({"people": ("Lee",)}, old)):
        found = judge(item("Spin glasses on random lattices", **fields), both)
        assert found.identifier == paper.identifier
    assert judge(item("Spin glasses on random lattices", year=2001), both).identifier is None


def test_generic_titles_need_a_person_or_a_year() -> None:
    deep = record("1404.7828", "Deep Learning", "Yann LeCun", 2015)
    assert judge(item("Deep learning", is_called_paper=True), [deep]).identifier is None
    assert judge(item("Deep learning", people=("LeCun",)), [deep]).identifier == deep.identifier
    assert judge(item("Deep learning", people=("Schmidhuber",)), [deep]).identifier is None


def test_an_article_and_its_preprint_are_one() -> None:
    preprint = papers(PHASES)[0].model_copy(update={"doi": "10.1000/Phase"})
    article = Record.model_validate(
        {"source": "crossref", "identifier": "doi:10.1000/phase", "title": PHASES}
    )
    assert judge(item(PHASES), [article, preprint]).identifier == preprint.identifier


def test_a_word_that_other_papers_have_is_no_typing_error() -> None:
    means = "Estimation of the means of heavy tailed samples under privacy"
    beans = means.replace("means", "beans")
    asked = item(beans)
    assert judge(asked, papers(means.replace("means", "modes"))).identifier is None
    other = record("1002.0001", "Roasting of beans", "Bo Ek", 2011)
    assert judge(asked, [*papers(means), other]).identifier is None


def test_candidates_are_three_at_most_and_alike() -> None:
    near = [f"{PHASES} with {word}" for word in ("loops", "trees", "fields", "walls")]
    found = judge(item(PHASES), papers(*near, "Something else"))
    assert found.identifier is None
    assert len(found.candidates) == 3
    assert all(one.title in near for one in found.candidates)
    assert judge(item(PHASES), papers("Something else")).candidates == ()
    assert judge(item(PHASES), []) == (None, "", ())


@given(
    st.sampled_from([*(one for one, _, _ in FOUND), *NONE]),
    st.permutations(ALL),
    st.lists(st.sampled_from(ALL), max_size=3),
)
def test_the_order_of_records_is_no_matter(
    one: Unlinked, records: list[Record], twice: list[Record]
) -> None:
    assert judge(one, [*records, *twice]) == judge(one, ALL)


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=9), max_size=2))
def test_any_text(title: str, other: str, people: list[str]) -> None:
    found = judge(item(title or "x", other or "y", people=tuple(people), year=2017), ALL)
    assert found.identifier is None or not found.candidates


@pytest.mark.parametrize(
    "title",
    [
        "a " * 500_000,
        "(" * 1_000_000,
        "a.a" * 300_000,
        ": " * 500_000,
        "深" * 1_000_000,
        "- a" * 300_000,
    ],
    ids=["words", "brackets", "dots", "colons", "unspaced", "dashes"],
)
def test_hostile_titles_take_linear_time(title: str) -> None:
    asked = item(title, title[::-1], people=(title,), year=2017)
    start_s = time.process_time()
    kind_of(asked)
    list(queries(asked))
    assert judge(asked, ALL).identifier is None
    judge(item(PHASES), papers(title, title[1:]))
    assert time.process_time() - start_s < 5

"""What a library says that an item means: titles, and nicknames that it ties to one paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolving.making import (
    ALIBI,
    ALL,
    ATTENTION,
    BERT,
    CHINCHILLA,
    FLASH,
    IMAGE,
    ROBERTA,
    SUPER,
    T5,
    item,
    record,
    reference,
)

from paperbib.model import Record, Reference, Unlinked
from paperbib.resolving import Titles

SAID = {
    T5: "T5: Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
    ALIBI: "(ALiBi) Train Short, Test Long: Attention with Linear Biases Enables Input Length",
    CHINCHILLA: "Chinchilla",
    BERT: BERT.title,
}
LIBRARY = [reference(one, SAID.get(one)) for one in ALL]

NICKNAMED = [
    (item("BERT", year=2018), BERT),
    (item("BERT", year=2019), BERT),
    (item("T5", year=2019), T5),
    (item("T5"), T5),
    (item("RoBERTa", year=2019), ROBERTA),
    (item("RoBERTa"), ROBERTA),
    (item("ALiBi"), ALIBI),
    (item("ALiBi", year=2021), ALIBI),
    (item("Chinchilla"), CHINCHILLA),
    (item("Chinchilla", year=2022), CHINCHILLA),
    (item("FlashAttention"), FLASH),
    (item("Flash-Attention", year=2022), FLASH),
    (item("ViT", year=2020), IMAGE),
]
NOT_NICKNAMED = [
    item("BERT", year=2015),
    item("BERT", year=2018, people=("Vaswani",)),
    item("Roberta Flack"),
    item("ViT", year=2012),
    item("ViT"),
    item("BERTology", year=2018),
    item("Transformer"),
    item("Transformer", year=2017),
    item("Attention", year=2021),
    item("LSTM"),
    item("LSTM", year=2015),
    item("GPT", year=2018),
    item("T5, BERT", year=2018),
    item("Galactia", year=2022),
    item("Super", year=2017),
    item("Mistral of Experts"),
]


@pytest.mark.parametrize(("one", "paper"), NICKNAMED, ids=lambda one: getattr(one, "text", ""))
def test_nickname(one: Unlinked, paper: Record) -> None:
    assert Titles(LIBRARY).resolve(one) == (paper.identifier, "nickname", ())


@pytest.mark.parametrize("one", NOT_NICKNAMED, ids=lambda one: f"{one.text}-{one.year}")
def test_no_nickname(one: Unlinked) -> None:
    assert Titles(LIBRARY).resolve(one).identifier is None


@pytest.mark.parametrize(
    ("one", "paper", "how"),
    [
        (item("Attention is all you need", "Transformer"), ATTENTION, "title"),
        (item("BERT", year=2018, people=("Devlin",)), BERT, "near title"),
        (item("Exploring the limits of transfer learning with a unified text-to-text transformer"),
         T5, "title"),
        (item(SAID[T5] or ""), T5, "title"),
        (item("Train short, test long: attention with linear biases enables input length"),
         ALIBI, "title"),
        (item("Faster Training: Super Convergence", is_called_paper=True), SUPER, "near title"),
        (item("Pre-training of Deep Bidirectional Transformers for Language Understanding",
              year=2018), BERT, "near title"),
    ],
)  # fmt: skip
def test_title(one: Unlinked, paper: Record, how: str) -> None:
    assert Titles(LIBRARY).resolve(one)[:2] == (paper.identifier, how)


def test_two_papers_with_a_nickname() -> None:
    other = record("2001.00001", "BERT: Bounds for Random Trees", "Ann Lee", 2001)
    found = Titles([*LIBRARY, reference(other)]).resolve(item("BERT", year=2018))
    assert found.identifier is None
    assert {one.identifier for one in found.candidates} == {BERT.identifier, other.identifier}


def test_a_survey_of_a_thing_is_not_the_thing() -> None:
    survey = record("2001.00001", "WaveGlow: A Survey of Vocoders", "Ann Lee", 2020)
    assert Titles([reference(survey)]).resolve(item("WaveGlow", year=2020)).identifier is None


@pytest.mark.parametrize(
    ("abstract", "is_tied"),
    [
        ("We introduce the Graph Relay Net (GReN), a new model.", True),
        ("Our Graph Relay Net (GReN) is fast.", True),
        ("We build on the popular Graph Relay Net (GReN).", False),
        ("Recent work such as the Graph Relay Net (GReN) has shown much.", False),
        ("The Graph Relay Net (GReN) is slow.", False),
        ("We present results on many sets (GReN).", False),
        ("GReN.", False),
    ],
)
def test_an_abstract_ties_what_it_defines_as_its_own(abstract: str, *, is_tied: bool) -> None:
    paper = record("2001.00001", "Passing messages along", "Ann Lee", 2020, abstract)
    library = Titles([*LIBRARY, reference(paper)])
    found = library.resolve(item("GReN", year=2020)).identifier
    assert found == (paper.identifier if is_tied else None)
    # Not without the year; and two that define it tie nothing.
    assert library.resolve(item("GReN")).identifier is None
    other = paper.model_copy(update={"identifier": ATTENTION.identifier})
    two = Titles([reference(paper), reference(other)])
    assert two.resolve(item("GReN", year=2020)).identifier is None


@pytest.mark.parametrize("annotation", ["ViT: patches as words", "ViT", "ViT - patches\nmore"])
def test_an_annotation_ties_its_head(annotation: str) -> None:
    bare = IMAGE.model_copy(update={"abstract": None})
    assert Titles([reference(bare)]).resolve(item("ViT", year=2020)).identifier is None
    library = Titles([reference(bare, annotation=annotation)])
    assert library.resolve(item("ViT", year=2020)).identifier == bare.identifier


def test_what_was_resolved_once_is_no_evidence() -> None:
    once = reference(CHINCHILLA, "Chinchilla", form="title")
    assert Titles([once]).resolve(item("Chinchilla")).identifier is None


@given(
    st.permutations(LIBRARY),
    st.sampled_from([*(one for one, _ in NICKNAMED), *NOT_NICKNAMED, item("Deep BERT of Words")]),
)
def test_the_order_of_references_is_no_matter(library: list[Reference], one: Unlinked) -> None:
    assert Titles(library).resolve(one) == Titles(LIBRARY).resolve(one)


def test_an_empty_library() -> None:
    assert Titles([]).resolve(item("BERT", year=2018)) == (None, "", ())

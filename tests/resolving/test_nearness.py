"""Titles that differ in a letter, a sign, a small word, or their order: how far apart they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolving.making import item, record, reference

from paperbib.resolving import Titles, judge
from paperbib.resolving.nearness import FAR, nearness
from paperbib.resolving.signs import signs_of

TABLE = Path(__file__).with_name("nearness.tsv")


def rows(*, are_near: bool) -> list[list[str]]:
    lines = TABLE.read_text().splitlines()[1:]
    return [row for line in lines if ((row := line.split("\t"))[2] != str(FAR)) is are_near]


def doubts(one: str, other: str) -> int:
    return nearness(one, other, lambda _: False).doubts


@pytest.mark.parametrize(("one", "other", "expected"), rows(are_near=False))
def test_another_paper(one: str, other: str, expected: str) -> None:
    assert [doubts(one, other), doubts(other, one)] == [int(expected)] * 2
    # Not even with a namesake in the same year.
    paper = record("2001.00001", other, "John Smith", 2020)
    asked = item(one, people=("Smith",), year=2020)
    assert judge(asked, [paper]).identifier is None
    assert judge(item(other), [paper]).identifier == paper.identifier


@pytest.mark.parametrize(("one", "other", "expected"), rows(are_near=True))
def test_doubts(one: str, other: str, expected: str) -> None:
    assert doubts(one, other) == int(expected)


@pytest.mark.parametrize(
    ("name", "is_known"), [("LoRA", True), ("LoRA+", False), ("LoRA*", False), ("k-means++", False)]
)
def test_the_signs_of_nicknames_count(name: str, *, is_known: bool) -> None:
    lora = record("2106.09685", "LoRA: Low-Rank Adaptation of Models", "Edward Hu", 2021)
    means = record("1001.0001", "k-means: Methods for Clustering", "Ann Lee", 2021)
    library = Titles([reference(lora, "LoRA"), reference(means, "k-means")])
    assert bool(library.resolve(item(name)).identifier) is is_known
    whole = f"{name}: Low-Rank Adaptation of Models"
    assert bool(judge(item(whole), [lora]).identifier) is is_known
    assert bool(library.resolve(item(name, year=2021)).identifier) is is_known


@pytest.mark.parametrize(
    ("title", "signs"),
    [
        ("p- and n-type silicon", ""),
        ("Two- and three-point functions", ""),
        ("Calabi--Yau n-folds -- a review", ""),
        ("C*-algebras", "*"),
        ("$e^+e^-$ annihilation", "+-"),
        ("e+e- annihilation", "+-"),
        ("e⁺e⁻ annihilation", "+-"),
        (r"$z \leq 4$", "<"),
        ("z<4", "<"),
        ("<i>E. coli</i> => growth", ""),
        (r"$D^0$-$\bar{D}^0$ mixing", "\N{MACRON}"),
    ],
)
def test_signs(title: str, signs: str) -> None:
    assert signs_of(title) == signs


@given(st.text(alphabet="aB +-*<>$^{}\\barpi", max_size=40))
def test_a_title_is_itself(title: str) -> None:
    assert doubts(title, title) == doubts(title, f" {title} ")

"""What stands beside a title: another paper's marks, somebody else's name, another title."""

from __future__ import annotations

import time

import pytest
from tests.resolving.making import item, record

from paperbib.extract import find_unlinked
from paperbib.model import Note, Record, Unlinked
from paperbib.resolving import Resolution, judge

TITLE = "Deep Residual Learning for Image Recognition"
PAPER = record(
    "1512.03385", TITLE, "Kaiming He,Xiangyu Zhang", 2015, "We train a ResNet of many layers."
)


def asked(text: str) -> Unlinked:
    (one,) = find_unlinked(Note("n.md", f"- {text}\n"))
    return one


def meant(text: str, *papers: Record) -> Resolution:
    return judge(asked(text), papers or (PAPER,))


ANOTHER = """
    X (part 2) | X (Part II) | X (II) | X (2) | X (3D) | X (not) | X (erratum) | X [erratum]
    X - erratum | X (corrigendum) | X (reply) | X (comment) | X (response) | X -- response
    X (retracted) | X - revisited | X (revisited) | X - a survey | X (survey) | X (a review)
    X, supplement | X (supplementary material) | X (PhD thesis) | X (book) | X - follow-up
    X (followup) | X - ten years later | X: ten years later | X, vol. 2 | X (talk) | X (tutorial)
    X - a study of many things in the wild | Beyond "X" | Revisiting "X" | Why X | Why "X"
    How "X" works in practice | A comment on "X" | A critique of "X" | Reply to "X" | Against "X"
    The Annotated "X" | ResNet+: X | X by LeCun
    Rethinking: X | Re: X | II. X | Part II: X | X vs. Y Networks for Image Synthesis | Is X
"""
NAMED = """
    X (LeCun) | X (Ross) | LeCun - X | LeCun: X | [LeCun98] X | X (LeCun98) | LeCun98: X | 1998: X
    X (LeCun's version) | X @lecun | X (Yann LeCun) | X - LeCun | X (1998) | X (LeCun, 2015) | X '98
"""
SAME = """
    X | X (paper) | X (research paper) | X (pdf) | X (5/5) | X (arXiv) | X (CVPR 2016) | X (2015)
    X (He) | He - X | He: X | X (Zhang) | [He15] X | X (He et al., 2015) | 3. X | [12] X | ResNet: X
    X (ResNet) | Week 5: X | Training method: X | X - great read | X, 2015 | X (version 2)
    X - read in 2019, did not get section 3 | X - used in chapter 4 of the course | X (8 pages)
    2024-03-01 X | 2024-03-01: read X | X, 2016, 100k+ citations | X (Google) | X, CVPR 2016
    X by He | Kaiming He. X. In Advances in Vision Systems, vol. 30, 2015.
"""


def cells(table: str) -> list[str]:
    return [cell.strip() for line in table.strip().splitlines() for cell in line.split("|")]


@pytest.mark.parametrize("text", [*cells(ANOTHER), *cells(NAMED)])
def test_another_paper(text: str) -> None:
    found = meant(text.replace("X", TITLE))
    assert found.identifier is None
    assert [one.title for one in found.candidates] == [TITLE]


@pytest.mark.parametrize("text", cells(SAME))
def test_the_paper(text: str) -> None:
    assert meant(text.replace("X", TITLE)).identifier == PAPER.identifier


def test_a_mark_that_the_title_has_itself() -> None:
    first = record("1106.0001", "Rational curves on K3 surfaces I", "Ann Lee", 2011)
    second = record("1106.0002", "Rational Curves on K3 Surfaces II", "Ann Lee", 2011)
    both = (first, second)
    assert meant("Rational curves on K3 surfaces I", *both).identifier == first.identifier
    assert meant("Rational curves on K3 surfaces (II)", *both).identifier == second.identifier
    assert meant("Rational curves on K3 surfaces I (II)", *both).identifier is None
    assert meant("Rational curves on K3 surfaces (III)", *both).identifier is None


def test_two_papers_in_one_item() -> None:
    other = record("1401.0001", "Spectral Methods for Image Denoising", "Bo Ek", 2014)
    for sign in ("; ", " vs. ", " & ", " and ", " + ", " / "):
        text = f"{TITLE}{sign}{other.title}"
        found = meant(text, PAPER, other)
        assert found.identifier is None, text
        assert len(found.candidates) == 2, text
        assert meant(text).identifier is None, text
        assert meant(text, other).identifier is None, text


@pytest.mark.parametrize(
    "title",
    [
        "Zeta-Functions for Families of Calabi--Yau n-folds with Singularities",
        "Anisotropic thermo-elasticity in 2D -- Part I: A unified approach",
        "Micrometer-sized ice particles for experiments - I. Preparation, friction, and rolling",
        "The tensor part of the Skyrme energy density functional. I. Spherical nuclei",
        "Combined Data Structure for Previous- and Next-Smaller-Values",
        "A binary model for the UV-upturn of elliptical galaxies (MNRAS version)",
        "Search for the Higgs Boson in the H -> WW -> lepton+neutrino+q'qbar Decay Channel",
        "Birth, survival and death of languages by Monte Carlo simulation",
        "On the Topological Free Entropy of C*-algebras and of K* mesons",
        "Modeling the variability of 3C 66A during the campaign of 2003",
    ],
)
def test_all_words_of_an_item_are_the_title(title: str) -> None:
    paper = record("0704.0001", title, "Ann Lee", 2008)
    assert meant(title, paper).identifier == paper.identifier
    assert meant(f"{title} (research paper)", paper).identifier in {paper.identifier, None}


@pytest.mark.parametrize("sign", ["'", "(", "- ", ", ", "A. ", "[a] ", "; ", '"', "@a ", "98 "])
def test_what_stands_beside_is_read_in_linear_time(sign: str) -> None:
    text = TITLE + f" {sign * 300_000}"
    start_s = time.process_time()
    judge(item(TITLE, text=text, people=("Ann Lee",)), [PAPER])
    assert time.process_time() - start_s < 2

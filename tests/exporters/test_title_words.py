from __future__ import annotations

import re

import pytest
from hypothesis import given
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import latex, maths
from paperbib.exporters.latex import encode_text
from paperbib.exporters.title_words import Sort, parts


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("BERT: Pre-training of GPT-3 and iPhones", ["BERT", "GPT-3", "iPhones"]),
        ("Markov Chains: Bayesian Markov Chains", ["Markov"]),
        ("A Non-Gaussian Gauss-Newton Step", ["Gaussian", "Gauss-Newton"]),
        ("ALL IN CAPITALS HERE", []),
        ("", []),
        ("in $O(n)$ of U-Net", ["U-Net"]),
    ],
)
def test_the_words_whose_capitals_say_something(title: str, kept: list[str]) -> None:
    found = parts(maths.split(title))
    assert [part.text for part in found if part.sort is Sort.KEPT] == kept


@given(HOSTILE)
def test_the_parts_are_the_title(title: str) -> None:
    found = parts(maths.split(title))
    assert "".join(
        f"${part.text}$" if part.sort is Sort.MATHS else part.text for part in found
    ) == "".join(f"${one.text}$" if one.maths else one.text for one in maths.split(title))


@pytest.mark.parametrize(
    "title",
    [
        "BERT and pNLP-Mixer: An All-MLP Model in $O(n)$ of Markov and Non-Gaussian R-trees",
        "Naïve Erdős-Rényi Graphs: Poincaré's Lemma for GPU's",
        "ALL IN CAPITALS OF GPT",
    ],
)
def test_latex_protects_the_same_words(title: str) -> None:
    braced = re.findall(r"(?<!\\)\{([A-Z](?:[^{}]|\{[^{}]*\})*)\}", latex.protect(title))
    kept = [part.text for part in parts(maths.split(title)) if part.sort is Sort.KEPT]
    assert braced == [encode_text(word) for word in kept if word[0].isupper()]

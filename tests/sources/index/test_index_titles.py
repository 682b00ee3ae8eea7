from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbib.sources.index import titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "attention is all\n  you need."),
        (r"The $\alpha$-decay", "The α-Decay"),
        (r"$\Lambda$CDM", "ΛCDM"),
        (r"$\mathbb{Z}_2$ gauge theory", "ℤ₂ Gauge Theory"),
        (r"Schr\"odinger's cat", "Schrödinger’s Cat"),
        (r"Erd{\H o}s and {\L}ukasiewicz", "Erdős and Łukasiewicz"),
        ("Poincaré", "Poincare"),
        ("The $k$-core", "The k–core"),
        (r"\textit{Ab initio} study", "Ab Initio Study"),
        (r"\emph {x} 50\% of {GPUs}", "x 50% of GPUs"),
        ("ﬁne ﬂow", "fine flow"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("Å", "Å"),
        (r"$\sqrt{s}=13$ TeV", "√s = 13 TeV"),
        (r"$H_0$", "H₀"),
        (r"$\varphi^4$", "ϕ⁴"),
    ],
)
def test_spellings_of_one_title_are_one(one: str, other: str) -> None:
    assert titles.normalise(one) == titles.normalise(other) != ""
    assert titles.digest(one) == titles.digest(other) != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paper I", "Paper II"),
        ("深度学习", "深度学"),
        ("Теорема", "Теория"),
        (r"$\alpha$-decay", r"$\beta$-decay"),
        ("GPT 3", "GPT 4"),
    ],
)
def test_other_titles_are_others(one: str, other: str) -> None:
    assert titles.normalise(one) != titles.normalise(other)
    assert titles.digest(one) != titles.digest(other)


@pytest.mark.parametrize("title", ["", "***", r"\\", "…", "\ud800", r"$\to$", "\u0301"])
def test_a_title_without_letters_is_nothing(title: str) -> None:
    assert titles.normalise(title) == ""
    assert titles.digest(title) == 0


@given(st.text() | st.text(alphabet=r"\{}$aehlnpQ'\"^_ αé", max_size=30))
@example("ŉ ẖ ͅ İ ǰ ΐ")
@example("ﬃ Ⅷ ㎏ 𝔸 ẞ ᾳ")
def test_normalising_twice_changes_nothing(title: str) -> None:
    once = titles.normalise(title)
    assert titles.normalise(once) == once
    assert all(sign.isalnum() for sign in once)
    assert unicodedata.normalize("NFKD", once) == once
    assert 0 <= titles.digest(title) < 2**32


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\\")))
def test_plain_titles_take_the_same_way_as_others(title: str) -> None:
    # A letter that is not ASCII sends the whole title the long way.
    assert titles.normalise(title + "ж") == titles.normalise(title) + "ж"


def test_the_digest_is_the_same_in_every_process() -> None:
    assert titles.digest("Attention Is All You Need") == titles.digest("attentionisallyouneed")
    assert titles.digest("Attention Is All You Need") == 705972852

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import maths


@pytest.mark.parametrize(
    "text",
    [
        r"$O(n \log n)$",
        r"$\mathcal{O}(n)$",
        r"$H \to \gamma\gamma$",
        r"$\sqrt{s}=7$",
        r"$x_1^2$",
        r"$x'$",
        r"$x'^2$",
        r"$x_1'$",
        r"$\{a, b\}$",
        r"$\frac{a}{b}$",
        r"$\frac12$",
        r"$\hat\alpha$",
        r"$\mathrm{max}_{x \in X}$",
        "$n$",
        "$^{13}$",
        r"$ \nu = 1/2 $",
    ],
)
def test_maths_that_tex_can_print_is_let_through(text: str) -> None:
    assert maths.split(text) == [(text[1:-1], True)]


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6",
        "from $5-$10",
        "US$ 5, US$ 6",
        "$$x$$",
        "$x",
        r"\$x\$",
        "$é$",
        r"$\text{x}$",
        r"$\left(x\right)$",
        "$x^2^3$",
        "$x^2 ^3$",
        "$x_1_2$",
        "$x^2'$",
        "$x'_1'$",
        "$x' ^2$",
        "$x^$",
        "$_$",
        r"$\frac{a}$",
        r"$\hat$",
        r"$x^\log$",
        r"$\sqrt[3]{x}$",
        r"$\{a$",
        r"$\{a}$",
        "$}{$",
        "$a&b$",
        "$a%b$",
        "$#1$",
        "$a`b$",
        r"$a\\b$",
        "$" + "x" * (maths.LONGEST + 1) + "$",
    ],
)
def test_anything_else_between_dollars_is_ordinary_text(text: str) -> None:
    assert not any(span.maths for span in maths.split(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"$\mathcal{O}(n\log n)$", "𝒪(n log n)"),
        (r"$H \to \gamma\gamma$", "H → γγ"),
        ("H$_2$O and $x^{10}$", "H₂O and x¹⁰"),
        (r"$\ell_p$", r"$\ell_p$"),
        (r"$\sqrt{s}$ and $\sqrt{a+b}$", "√s and √(a+b)"),
        (r"$\bar{x} \in \mathbb{R}^n$", "x̄ ∈ ℝⁿ"),
        (r"{$\frac{1}{2}$}", "{1/2}"),
        (r"$\{a\} \max x$", "{a} max x"),
        ("a $5 bill", "a $5 bill"),
        ("${}$", "${}$"),
        (r"${\cal O}(1)$", "𝒪(1)"),
    ],
)
def test_maths_is_written_in_unicode_where_that_is_possible(text: str, plain: str) -> None:
    assert maths.to_unicode(text) == plain


def test_maths_after_a_price_is_still_maths() -> None:
    assert maths.split("$5 for $n$ and $6")[1] == ("n", True)


def test_csl_has_tags_for_scripts() -> None:
    assert maths.to_unicode(r"$\ell_p$ H$_2$O", markup=True) == "ℓ<sub>p</sub> H<sub>2</sub>O"


@given(st.text(st.sampled_from(r"""$\{}^_'ax1 ,;&%#[(fracsqrtlogalpha"""), max_size=80))
def test_any_text_is_split_into_the_same_text(text: str) -> None:
    spans = maths.split(text)
    if r"{\cal" not in text:
        assert "".join(f"${one.text}$" if one.maths else one.text for one in spans) == text
    maths.to_unicode(text)


@pytest.mark.parametrize("text", ["$" * 200_000, "$x" * 100_000, "${" * 100_000, "$\\" * 100_000])
def test_splitting_hostile_text_is_fast(text: str) -> None:
    start = time.perf_counter()
    maths.split(text)
    assert time.perf_counter() - start < 2

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import maths
from paperbib.sources import crossref_text
from paperbib.sources.crossref_text import abstract, plain

MML = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Q&amp;A, R&amp;amp;D, AT&T;", "Q&A, R&D, AT&T;", id="escaped"),
        pytest.param("Caf&eacute; &#233; &#xE9; &lt;i&gt;b&lt;/i&gt;", "Café é é b", id="entities"),
        pytest.param("&#0;&#xD800;x&#x1b;&bogus;", "��x&bogus;", id="odd entities"),
        pytest.param("p < 0.05 and a<b, c>d & <new>", "p < 0.05 and a<b, c>d & <new>", id="text"),
        pytest.param("The <Vec> and <T, U> types", "The <Vec> and <T, U> types", id="code"),
        pytest.param(
            "a specialised\n  <i>Neisseria</i>\n  one", "a specialised Neisseria one", id="i"
        ),
        pytest.param("C<span class='sc'>aramel</span> <br/>x", "Caramel x", id="small capitals"),
        pytest.param("LiNb\n <sub>2</sub>O", "LiNb$_{2}$O", id="lowered"),
        pytest.param("m<sup>−3</sup>, 10<SUP>-x</SUP>", "m$^{-3}$, 10$^{-x}$", id="raised"),
        pytest.param("the 21<sup>st</sup> word<sup>TM</sup>", "the 21st wordTM", id="no maths"),
        pytest.param("x<sub>a</sub><sup>b</sup>y", "x$_{a}^{b}$y", id="both"),
        pytest.param("x<sub>a</sub><sub>b</sub>", "x$_{a}$ $_{b}$", id="two of a kind"),
        pytest.param("CO<sub>2</sub>2", "CO22", id="would be a price"),
        pytest.param("$5 per CO<sub>2</sub>", "$5 per CO2", id="with a price"),
        pytest.param("x<sub>{</sub>", "x{", id="unpaired brace"),
        pytest.param("<i>open <b>and</i> shut</b>", "open and shut", id="crossed"),
        pytest.param("<i>never shut", "never shut", id="left open"),
        pytest.param("a <!-- b --> <?php c?><![CDATA[d < e]]>", "a d < e", id="no text"),
        pytest.param(
            f"in<mml:math {MML}><mml:mrow>"
            "<mml:msub><mml:mi>Ru</mml:mi><mml:mn>2</mml:mn></mml:msub>"
            "<mml:mi>Al</mml:mi></mml:mrow></mml:math>alloys",
            "inRu$_{2}$Alalloys",
            id="mathml",
        ),
        pytest.param(
            f"<mml:math {MML}>\n "
            "<mml:msubsup><mml:mi>η</mml:mi>\n <mml:mi>p</mml:mi><mml:mn>2</mml:mn>"
            "</mml:msubsup>\n <mml:mo>&lt;</mml:mo><mml:mfrac><mml:mn>1</mml:mn>"
            "<mml:mrow><mml:mi>a</mml:mi><mml:mo>+</mml:mo><mml:mi>b</mml:mi></mml:mrow></mml:mfrac>"
            "<mml:msqrt><mml:mi>x</mml:mi></mml:msqrt></mml:math>",
            "η$_{p}^{2}$<1/(a+b)√x",
            id="more mathml",
        ),
        pytest.param(
            "<math><mover><mi>y</mi><mo>¯</mo></mover><msup><mrow/><mi>α</mi></msup></math>",
            "ȳ$^{\\alpha}$",
            id="accents and nothing to raise",
        ),
        pytest.param(
            "<math><msub><mi>k</mi><msub><mi>B</mi><mn>1</mn></msub></msub></math>",
            "k$_{B_{1}}$",
            id="nested",
        ),
        pytest.param(
            'D<inline-formula><tex-math notation="LaTeX">$^2$</tex-math><alternatives><mml:math>'
            "<mml:msup><mml:mrow/><mml:mn>2</mml:mn></mml:msup></mml:math><inline-graphic"
            ' xlink:href="y.gif"/></alternatives></inline-formula>Sketch',
            "D$^2$Sketch",
            id="a formula twice",
        ),
        pytest.param(
            "D<inline-formula><alternatives><mml:math><mml:mi>x</mml:mi></mml:math><tex-math>$x^2$"
            "</tex-math></alternatives></inline-formula>",
            "D$x^2$",
            id="a formula and its TeX",
        ),
        pytest.param(
            r"a <tex-math>\documentclass{m} \begin{document}$$x$$\end{document}</tex-math> b",
            "a $x$ b",
            id="a whole document",
        ),
        pytest.param(r"\"Uber K\'alm\'an", "Über Kálmán", id="TeX"),
        pytest.param(" \n<i> </i>\t", None, id="nothing"),
        pytest.param("", None, id="empty"),
    ],
)
def test_markup_becomes_text(written: str, expected: str | None) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<jats:title>ABSTRACT</jats:title><jats:p>We show.</jats:p>", "We show."),
        ("<jats:sec><jats:title>Summary:</jats:title><jats:p>It</jats:p></jats:sec>", "It"),
        ("<title>Background</title><p>It</p><title>Abstract</title>", "Background It Abstract"),
        ("<p><bold>Abstract</bold> It</p>", "It"),
        ("<p>It is <bold>Abstract</bold></p>", "It is Abstract"),
        ("Abstract: we", "we"),
        ("Abstract\nWe show", "We show"),
        ("Abstract art is hard", "Abstract art is hard"),
        ("<p>E<sub>8</sub> &amp; more</p>", "E$_{8}$ & more"),
        ("<!DOCTYPE a [<!ENTITY b 'x'>]><p>&b;</p>", "<!DOCTYPE a [<!ENTITY b 'x'>]> &b;"),
    ],
)
def test_abstracts_lose_their_heading_and_nothing_else(written: str, expected: str) -> None:
    assert abstract(written) == expected


_PIECES = st.sampled_from(
    [
        *(
            "<i>",
            "</i>",
            "<sub>",
            "</sub>",
            "<sup>",
            "</sup>",
            "<mml:msup>",
            "</mml:msup>",
            "<br/>",
        ),
        *("<mml:mi>", "</mml:mi>", "<title>", "</title>", "<mfrac>", "</mfrac>", "<tex-math>"),
        *("</tex-math>", "&amp;", "&lt;", "x", "2", " ", "{", "}", "$", "\\", "<", ">", "\n", "α"),
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text())
def test_any_text_is_read(written: str) -> None:
    for read in (plain, abstract, crossref_text.without_marks):
        words = read(written)
        assert words is None or (words == words.strip() and "\n" not in words and words)


@given(st.lists(st.sampled_from(["a", "<sub>1</sub>", "<sup>n</sup>", "b c", "2"]), max_size=8))
def test_what_is_raised_or_lowered_can_be_printed(pieces: list[str]) -> None:
    words = plain("x" + "".join(pieces)) or ""
    outside = [span.text for span in maths.split(words) if not span.maths]
    assert "$" not in "".join(outside)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<i ",
        "<i>",
        "</i>",
        "<!--",
        "<i a='",
        "&amp;",
        "&lt;i&gt;",
        "<sub>1</sub>",
        " \n",
        "$_{a}$",
        "<math><mi>x</mi>",
        r"\begin{document}$",
    ],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    started_s = time.perf_counter()
    plain(piece * 20_000)
    abstract("<title>" + piece * 20_000)
    plain("<tex-math>" + piece * 20_000)
    assert time.perf_counter() - started_s < 4

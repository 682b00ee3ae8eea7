import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.sources import tex


@pytest.mark.parametrize(
    ("spelled", "letters"),
    [
        (r"Schr\"odinger", "Schrödinger"),
        (r"Schr\"{o}dinger", "Schrödinger"),
        (r"Schr{\"o}dinger", "Schrödinger"),
        (r"Schr{\" o}dinger", "Schrödinger"),
        (r"Poincar\'e's", "Poincaré's"),
        (r"Erd\H{o}s and Erd\H os", "Erdős and Erdős"),
        (r"Ho\v{r}ava", "Hořava"),
        (r"{\v S}afa\v r\'ik", "Šafařík"),
        (r"Fran\c{c}ois, Fran\c cois", "François, François"),
        (r"Mart\'{\i}n, Mart\'\i n, Mart\'in", "Martín, Martín, Martín"),
        (r"K\"ahler, na\"\i ve", "Kähler, naïve"),
        (r"Stra\ss e, Gau{\ss}, \o re", "Straße, Gauß, øre"),
        (r"\AA ngstr\"om, 5 \AA", "Ångström, 5 Å"),
        (r"{\L}ojasiewicz, Wa\l{}\k{e}sa", "Łojasiewicz, Wałęsa"),
        (r"\.Z, \=a, \^o, \~n, \`e, \u{g}, \r{u}, \d{s}", "Ż, ā, ô, ñ, è, ğ, ů, ṣ"),
        (r"the \"Ising model\" and \"Ubung", 'the "Ising model" and Übung'),
        (r"a \"transition\" x, \"Trends", 'a "transition" x, "Trends'),
        (r"AT\&T 5\% a\_b \#1 \$2", "AT&T 5% a_b #1 $2"),
        ("no backslash {here}", "no backslash {here}"),
        (r"\o stensen, 5 \AA, {\L}odz, \i x", "østensen, 5 Å, Łodz, ıx"),
        (r"\alpha-decay, {\beta} x, \mu{}m, \Gamma x, 5\deg", "α-decay, β x, μm, Γx, 5°"),
        ("Erd{ő}s, {{GW}}150914 and {É}cole", "Erdős, {GW}150914 and École"),
        (r"The {\it tritronqu\'ee} solution", "The tritronquée solution"),
        (r"{\bf A}, {\em b}, \emph{c d}, \textbf{e}, \textit{f}", "A, b, c d, e, f"),
        (r"\textrm{a} \texttt{b} \textsc{c} \mathrm{d}", "a b c d"),
        (r"\textbf{\emph{a} {\it b}}, {\it\bf c}, \emph{\'e}", "a b, {\\it\\bf c}, é"),
        (r"\textbf{the {GW} x} and {\em {GW}}", "the {GW} x and {GW}"),
        (r"\emph{50% off {brace", r"\emph{50% off {brace"),
        (r"\$5 and $\alpha$ or \$6", r"$5 and $\alpha$ or $6"),
    ],
)
def test_letters(spelled: str, letters: str) -> None:
    assert tex.decode(spelled) == letters


@pytest.mark.parametrize(
    "text",
    [
        r"$\"o$ stays",
        r"\vec x, \cite{a}, \input{x}, \rhox, \u, \varepsilon, \list, \alpha2",
        r"$\emph{é}$ and $\mathrm{x}$ and ${\it y}$",
        r"\emph x, \italic{a}, \it, {\item a}, \emph{50% off {brace}",
        r"{\it an open brace",
        r"\emph{$x$}",
        r"\'q \~w \.7",
        "\\",
        r"\'",
        r"{\'",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert tex.decode(text) == text


@pytest.mark.parametrize(
    ("written", "shown", "both"),
    [
        (r"$\alpha$", "$α$", r"$\alpha$"),
        (r"$\omega$Test", "$ω$Test", r"$\omega$Test"),
        (r"$\alpha = \beta$", "$α= β$", r"$\alpha = \beta$"),
        (r"$0 \le \alpha, \beta \le 1$", r"$0 \le α, β\le 1$", r"$0 \le \alpha, \beta\le 1$"),
        (r"$\mathbf{\theta}$", r"$\mathbfθ$", r"$\mathbf{\theta}$"),
        (r"$\sqrt{\pi}n$", r"$\sqrtπn$", r"$\sqrt{\pi}n$"),
        (r"$\frac{\alpha}{\beta}$", r"$\fracαβ$", r"$\frac{\alpha}{\beta}$"),
        (r"$\frac{\alpha}{2}$", r"$\fracα{2}$", r"$\frac{\alpha}{2}$"),
        (r"$x^{\alpha}y_\mu z$", "$x^αy_μz$", r"$x^\alpha y_\mu z$"),
        (r"$x_{\mu\nu}$", "$x_{μν}$", r"$x_{\mu\nu}$"),
        (r"$\in\Gamma$", r"$\inΓ$", r"$\in\Gamma$"),
        (r"$\varepsilon_1 \phi\varphi$", r"$\varepsilon_1 ϕφ$", r"$\varepsilon_1 \phi\varphi$"),
        (r"$A^\dag$, $\deg f$, $90^\circ$", "$A^†$, $°f$, $90^\\circ$", None),
        (r"$x^{{a}}$", "$x^{a}$", "$x^{a}$"),
        (r"\alpha decay", "αdecay", "αdecay"),
    ],
)
def test_what_arxiv_took_from_maths_is_put_back(written: str, shown: str, both: str | None) -> None:
    assert tex.decode(written) == tex.decode(shown) == (both or written)


def _as_shown(text: str) -> str:
    """What arXiv's query API makes of two Greek letters, in maths or not."""
    letters = {"alpha": "α", "nu": "ν"}
    spelled = r"(\{)?\\(alpha|nu)(?![a-zA-Z0-9])(?(1)\}|(?: |\{\})?)"
    return re.sub(spelled, lambda match: letters[match[2]], text)


_PIECES = st.sampled_from([r"\alpha", r"\nu", " ", "x", "2", "{", "}", "^", r"\vec", r"\frac", "="])


@given(st.lists(_PIECES), st.sampled_from(["$", ""]))
def test_any_maths_is_read_alike_from_both(pieces: list[str], dollar: str) -> None:
    text = " ".join(f"{dollar}{''.join(pieces)}{dollar}".split())
    assert tex.decode(text) == tex.decode(_as_shown(text))


@given(st.text())
def test_any_text_is_decoded(text: str) -> None:
    tex.decode(text)


@given(st.text(alphabet="\\\"'{}$ioHv ", max_size=40))
def test_dollars_are_never_unbalanced(text: str) -> None:
    if "\\$" not in text:
        assert tex.decode(text).count("$") == text.count("$")


@pytest.mark.parametrize(
    "unit",
    [
        "\\",
        "{\\",
        "\\'{",
        "$",
        "\\v ",
        '\\"\\',
        "{",
        "\\$",
        "{{",
        "\\alpha",
        "$α",
        "\\a",
        "\\emph{",
        "{\\it ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    tex.decode(text)
    assert time.process_time() - start < 1

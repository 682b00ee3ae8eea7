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
    ],
)
def test_letters(spelled: str, letters: str) -> None:
    assert tex.decode(spelled) == letters


@pytest.mark.parametrize(
    "text",
    [
        r"$\"o$ stays",
        r"\emph{et al}",
        r"\vec x, \cite{a}, \input{x}, \rho, \u, \beta, \list, \omega",
        r"\'q \~w \.7",
        "\\",
        r"\'",
        r"{\'",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert tex.decode(text) == text


@given(st.text())
def test_any_text_is_decoded(text: str) -> None:
    tex.decode(text)


@given(st.text(alphabet="\\\"'{}$ioHv ", max_size=40))
def test_dollars_are_never_unbalanced(text: str) -> None:
    if "\\$" not in text:
        assert tex.decode(text).count("$") == text.count("$")


@pytest.mark.parametrize("unit", ["\\", "{\\", "\\'{", "$", "\\v ", '\\"\\'])
def test_time_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    tex.decode(text)
    assert time.process_time() - start < 1

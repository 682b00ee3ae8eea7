from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paperbib.exporters.latex import encode_name, encode_text, protect
from paperbib.exporters.latex_tables import name_table, text_table, title_table
from paperbib.exporters.plain_text import tidy
from paperbib.model import Name

ESCAPE_MATRIX = {
    "é ö ñ ç š ř ğ ā": r"{\'e} {\"o} {\~n} {\c c} {\v s} {\v r} {\u g} {\=a}",
    "í ő Ű ż å ą ş": r"{\'i} {\H o} {\H U} {\.z} {\r{a}} {\k{a}} {\c s}",
    "ß ø æ ł ı": r"{\ss} {\o} {\ae} {\l} {\i}",
    "đ þ ð ț œ": "đ þ ð ț œ",
    "& % _ # $": r"\& \% \_ \# \$",
    "~ ^ \\": r"{\textasciitilde} {\textasciicircum} {\textbackslash}",
    "a<b>c": "a$<$b$>$c",
    "{x} {y": r"\{x\} (y",
    'say "x" | y': 'say "x" | y',
    "“a” ‘b’ – — …": "``a'' `b' -- --- ...",
    "× ± ° µ ® a\u00a0b": "× ± ° µ ® a\u00a0b",
    "α β ω ∞ ≤ → ℓ − ₂": (
        r"$\alpha$ $\beta$ $\omega$ $\infty$ $\leq$ $\rightarrow$ $\ell$ $-$ $_2$"
    ),
    "李明 😀 Иван": "李明 😀 Иван",
    "a\u200bb\ufeffc\u202ed e\u0301": r"abcd {\'e}",
    "a\nb\x00\tc\u2028d\u3000e": "a b c d e",
    "x̂ ņ̃ ṩ ǻ": r"{\^x} {\c {\~n}} {\d {\.s}} {\'{\r{a}}}",
    "αβ": r"$\alpha${}$\beta$",
    "$α": r"\$$\alpha$",
    "\ud800x": "x",
    "a\ufffdb": "a?b",
    "": "",
}


@pytest.mark.parametrize(("text", "latex"), ESCAPE_MATRIX.items(), ids=range(len(ESCAPE_MATRIX)))
def test_the_escape_matrix(text: str, latex: str) -> None:
    assert encode_text(text) == latex


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        (Name(family="Vaswani", given="Ashish"), "Vaswani, Ashish"),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(family="van der Maaten", given="Laurens"), "van der Maaten, Laurens"),
        (Name(family="Erdős", given="Pál"), r"Erd{\H o}s, P{\'a}l"),
        (Name(family="Đorđević", given="Þór Ð."), r"{\DJ}or{\dj}evi{\'c}, {\TH}{\'o}r {\DH}."),
        (
            Name(family="Țepeș", given="Œ\u00a0X"),
            r"{\textcommabelow{T}}epe{\textcommabelow{s}}, {\OE} X",
        ),
        (Name(literal="ATLAS Collaboration"), "{ATLAS Collaboration}"),
        (Name(literal="Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}"),
        (Name(literal="others"), "{others}"),
        (Name(family="Sukarno"), "{Sukarno}"),
        (Name(given="Plato"), "{Plato}"),
        (Name(family="King", suffix="Jr."), "{King Jr.}"),
        (Name(family="Smith, PhD", given="A AND B"), "{A AND B Smith, PhD}"),
        (Name(family="Others", given="x=y"), "{Others}, {x=y}"),
        (Name(family="Anderson", given="Brand Sandy"), "Anderson, Brand Sandy"),
        (Name(family="a{b", given="}c"), "{a(b}, {)c}"),
        (
            Name(family="\\~a", given="<b (c)"),
            r"\textbackslash{}\textasciitilde{}a, {\textless{}b (c)}",
        ),
        (Name(family="李", given="明"), "{李明}"),
        (Name(family="Иванов", given="Иван"), "{Иван Иванов}"),
        (Name(family="Smith", given="李"), "{李 Smith}"),
        (Name(family="Trương", given="An"), "Trương, An"),
        (Name(family="αβ", given="A. Γ"), r"$\alpha${}$\beta$, A. $\Gamma$"),
        (Name(family="Παπαδόπουλος", given="Γ."), "{Γ. Παπαδόπουλος}"),
        (Name(family="Smith", given="A. '李"), "{A. '李 Smith}"),
        (Name(family="Smith", given="A, B", suffix="C"), "{A, B Smith C}"),
        (Name(family=" \u200b", given="\n"), ""),
        (Name(), ""),
    ],
    ids=str,
)
def test_names(name: Name, latex: str) -> None:
    assert encode_name(name) == latex


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("GPT-3, RoBERTa and pNLP-Mixer", "{GPT-3}, {RoBERTa} and {pNLP-Mixer}"),
        ("FlashAttention: with IO-Awareness", "{FlashAttention}: with {IO-Awareness}"),
        ("An Encoder-Decoder and Self-Attention", "An Encoder-Decoder and Self-Attention"),
        (
            "U-Net, T5, 3D, C++, R&D, U.S. vs. A",
            r"{U-Net}, {T5}, {3D}, {C++}, {R\&D}, {U.S}. vs. A",
        ),
        ("iPhone's (LLMs) Émile, GAÑ", r"{iPhone's} ({LLMs}) {\'E}mile, {GA{\~N}}"),
        ("α-GAN and β in $O(n)$", r"{$\alpha$-GAN} and {$\beta$} in {$O(n)$}"),
        ("A < B {and} C", r"A $<$ B \{and\} C"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
        ("BERT", "{BERT}"),
        ("A Bayesian View of English", "A {Bayesian} View of {English}"),
        # Every style keeps the first letter, and that behind a colon.
        ("Bayesian Networks: Gaussian Noise", "Bayesian Networks: Gaussian Noise"),
        ("“Markov” and (Markov's) Gaussians", "``{Markov}'' and ({Markov's}) {Gaussians}"),
        ("On Non-Gaussian, non-Markovian data", "On Non-{Gaussian}, {non-Markovian} data"),
        ("The Gauss-Newton and GPT-Bayes way", "The {Gauss-Newton} and {GPT-Bayes} way"),
        ("Gauss-Newton and Monte Carlo", "Gauss-{Newton} and {Monte} {Carlo}"),
        ("On Schrödinger", r"On {Schr{\"o}dinger}"),
        ("Lie Groups polish a Green function", "Lie Groups polish a Green function"),
        ("ON BAYESIAN THINGS", "ON BAYESIAN THINGS"),
    ],
)
def test_braces_keep_the_capitals_of_a_word_and_never_of_the_whole_title(
    title: str, latex: str
) -> None:
    assert protect(title) == latex


@pytest.mark.parametrize(
    "attack",
    [
        r"\input{/etc/passwd}",
        r"\write18{rm -rf}",
        r"\end{document}",
        "^^5cinput",
        "a \\",
        "}} @misc{x, y={z}} {{",
        "@misc{x,",
        r"$\input{x}$ $\csname x\endcsname$ $\def\x{}$",
        r"$a%b$ $#1$ $a&b$ $\mathrm{\input x}$",
        "$x^^5cinput$",
        r"$}{$ $\{$ ${$",
    ],
)
def test_what_tex_would_run_is_only_printed(attack: str) -> None:
    for encoded in (encode_text(attack), protect(attack), encode_name(Name(literal=attack))):
        commands = set(re.findall(r"\\[A-Za-z]+", encoded))
        assert commands <= {r"\textbackslash", r"\textasciicircum"}
        assert "^^" not in encoded
        assert not re.search(r"(?<!\\)[%#&]", encoded)
        assert balanced_both_ways(encoded)


def balanced_both_ways(text: str) -> bool:
    """Balanced to BibTeX, which counts ``\\{``, and to bibtexparser, which does not."""
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):
        depth = 0
        for brace in re.findall(pattern, text):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True


HOSTILE = st.text(
    st.one_of(st.sampled_from(r"""\{}$^_%#&~@"'`,=<> aA1é"""), st.characters()), max_size=60
)


@given(HOSTILE)
def test_whatever_the_text_braces_balance_and_it_is_one_line(text: str) -> None:
    for encoded in (encode_text(text), protect(text), encode_name(Name(family=text, given=text))):
        assert balanced_both_ways(encoded)
        assert not re.search(r"[\x00-\x1f]", encoded)
        assert not re.search(r"\\$", encoded)


@given(st.text(st.characters(max_codepoint=0x17F), max_size=40))
def test_names_of_latin_europe_are_ascii_but_for_signs_that_are_no_letters(text: str) -> None:
    letters = "".join(character for character in text if character.isalpha())
    raw = set(encode_name(Name(family=letters, given="X"))) - {chr(code) for code in range(128)}
    assert raw <= set("ªµºħĦĸŉſŧŦĿŀĳĲ")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ascii_stays_ascii(text: str) -> None:
    assert encode_text(text).isascii()
    assert protect(text).isascii()


def test_every_form_in_the_tables_is_balanced() -> None:
    for table in (text_table(), title_table(), name_table()):
        for code, form in table.items():
            assert chr(code) in "{}" or balanced_both_ways(form)


@given(
    st.lists(st.sampled_from([*"aBé-.' \u200b=", "Ada", "and", "Others", "李", "O'Neil"])).map(
        "".join
    ),
    st.lists(st.sampled_from([*"A.-' ", "and", "Bob", "é"])).map("".join),
)
def test_a_plain_name_is_written_as_any_other(family: str, given_name: str) -> None:
    """One with a suffix always goes the long way."""
    assume(tidy(family) and tidy(given_name))
    long = encode_name(Name(family=family, given=given_name, suffix="7."))
    assert encode_name(Name(family=family, given=given_name)) == re.sub(r",? 7\.", "", long)


@given(st.lists(st.sampled_from(["BERT", "Bayesian", "a", "A", "T5", "on:", "On", "U-Net"])))
def test_a_plain_title_is_written_as_any_other(words: list[str]) -> None:
    """A letter that the quick way does not take goes the long way, and says nothing else."""
    title = " ".join(words)
    assert protect(f"{title} é") == f"{protect(f'{title} x')[:-1]}" + r"{\'e}"

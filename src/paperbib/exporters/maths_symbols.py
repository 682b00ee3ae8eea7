"""The commands of TeX maths that paperbib knows, and their Unicode characters.

Sources: "LaTeX: A Document Preparation System", section 3.3; the amssymb
package for ``mathbb``, ``mathfrak``, ``lesssim`` and ``gtrsim``; the Unicode
blocks Mathematical Alphanumeric Symbols and Letterlike Symbols.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_GREEK = """
    alpha:α beta:β gamma:γ delta:δ epsilon:ϵ varepsilon:ε zeta:ζ eta:η theta:θ vartheta:ϑ iota:ι
    kappa:κ lambda:λ mu:μ nu:ν xi:ξ pi:π varpi:ϖ rho:ρ varrho:ϱ sigma:σ varsigma:ς tau:τ upsilon:υ
    phi:ϕ varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Upsilon:Υ
    Phi:Φ Psi:Ψ Omega:Ω
"""
_OTHERS = """
    infty:∞ partial:∂ nabla:∇ ell:ℓ hbar:ℏ Re:ℜ Im:ℑ wp:℘ aleph:ℵ forall:∀ exists:∃ emptyset:∅ in:∈
    ni:∋ notin:∉ subset:⊂ subseteq:⊆ supset:⊃ supseteq:⊇ cup:∪ cap:∩ setminus:∖ times:× cdot:⋅ ast:∗
    star:⋆ circ:∘ bullet:∙ div:÷ pm:± mp:∓ oplus:⊕ ominus:⊖ otimes:⊗ odot:⊙ wedge:∧ vee:∨ neg:¬
    leq:≤ le:≤ geq:≥ ge:≥ neq:≠ ne:≠ equiv:≡ sim:∼ simeq:≃ approx:≈ cong:≅ propto:∝ ll:≪ gg:≫
    prec:≺ succ:≻ perp:⊥ parallel:∥ mid:∣ rightarrow:→ to:→ leftarrow:← gets:← leftrightarrow:↔
    Rightarrow:⇒ Leftarrow:⇐ Leftrightarrow:⇔ mapsto:↦ longrightarrow:⟶ uparrow:↑ downarrow:↓
    nearrow:↗ searrow:↘ ldots:… dots:… cdots:⋯ vdots:⋮ prime:′ dagger:† ddagger:‡ langle:⟨ rangle:⟩
    lfloor:⌊ rfloor:⌋ lceil:⌈ rceil:⌉ vert:| Vert:‖ sum:∑ prod:∏ int:∫ oint:∮ bigcup:⋃ bigcap:⋂
    top:⊤ bot:⊥ angle:∠ triangle:△ surd:√ lesssim:≲ gtrsim:≳ models:⊨ vdash:⊢ asymp:≍ diamond:⋄
"""
_SINGLE = "infty ell prime ast star circ bullet dagger ddagger times pm mp top bot perp parallel"
_OPERATORS = """
    log ln exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth min max sup inf
    lim liminf limsup arg det dim ker gcd deg Pr hom lg
"""

GREEK: dict[str, str] = dict(pair.split(":") for pair in _GREEK.split())
"""Greek letters by the name of their command."""

SYMBOLS: dict[str, str] = GREEK | dict(pair.split(":") for pair in _OTHERS.split())
"""Commands without an argument, by name."""

SINGLE = frozenset(GREEK) | frozenset(_SINGLE.split())
"""Symbols that may stand as a script without braces."""

OPERATORS = frozenset(_OPERATORS.split())
"""Upright operator names."""

ALPHABETS: dict[str, tuple[str, ...]] = {
    "mathcal": ("SCRIPT",),
    "mathbb": ("DOUBLE-STRUCK",),
    "mathfrak": ("FRAKTUR", "BLACK-LETTER"),
    "mathbf": ("BOLD",),
    "mathsf": ("SANS-SERIF",),
    "mathtt": ("MONOSPACE",),
    "mathrm": (),
    "mathit": (),
}
"""Commands that change the alphabet of their argument, and Unicode's word for it."""

ACCENTS: dict[str, str] = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "widehat": "",
    "widetilde": "",
    "overline": "",
    "underline": "",
}
"""Commands that put a mark on their argument, and the combining character, if any."""

SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

_PRINTED_AS_THEY_ARE = frozenset("0123456789+-=()ni|×±÷¬…¹²³†‡")
_ALPHANUMERICS = (range(0x2102, 0x2140), range(0x1D400, 0x1D800))
_GREEK_LIKE_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))


@cache
def _style_and_letter_by_character() -> dict[str, tuple[str, str]]:
    """Letters of other alphabets (𝒪, ℝ) with their command and the letter they are."""
    found = {}
    for code in (code for block in _ALPHANUMERICS for code in block):
        kind, _, letter = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<font>":
            words = unicodedata.name(chr(code)).split()
            styles = [style for style, names in ALPHABETS.items() if set(names) & set(words)]
            found[chr(code)] = (styles[0] if styles else "", chr(int(letter, 16)))
    return found


@cache
def _character_by_style_and_letter() -> dict[tuple[str, str], str]:
    return {pair: one for one, pair in reversed(_style_and_letter_by_character().items())}


def styled(style: str, text: str) -> str | None:
    """Write text in the alphabet of a command; None where Unicode lacks a letter.

    >>> styled("mathcal", "O"), styled("mathrm", "max"), styled("mathbb", "R")
    ('𝒪', 'max', 'ℝ')
    """
    if style not in {"mathcal", "mathbb", "mathfrak"}:
        return text
    characters = _character_by_style_and_letter()
    written = [characters.get((style, one)) if one.isalpha() else one for one in text]
    known = [one for one in written if one is not None]
    return "".join(known) if len(known) == len(written) else None


@cache
def tex_by_character() -> dict[str, str]:
    r"""Maths characters and what stands for each between dollar signs.

    >>> tex_by_character()["α"], tex_by_character()["ℝ"], tex_by_character()["₂"]
    ('\\alpha', '\\mathbb{R}', '_2')
    """
    table = {one: rf"\{command}" for command, one in reversed(SYMBOLS.items())}
    table |= {one: f"^{plain}" for plain, one in SUPERSCRIPTS.items()}
    table |= {one: f"_{plain}" for plain, one in SUBSCRIPTS.items()}
    for one, (style, letter) in _style_and_letter_by_character().items():
        usable = style and letter.isascii() and (style != "mathbb" or letter.isupper())
        usable = usable and (style != "mathcal" or letter.isupper())
        inner = letter if letter.isascii() else table.get(letter)
        if inner and one not in table:
            table[one] = rf"\{style}{{{inner}}}" if usable else inner
    table |= {"−": "-", "∣": "|", "∕": "/", "″": "''", "′": "'", "∆": r"\Delta"}
    table |= {one: rf"\mathrm{{{letter}}}" for one, letter in _GREEK_LIKE_LATIN.items()}
    table["ο"] = "o"
    return {one: tex for one, tex in table.items() if one not in _PRINTED_AS_THEY_ARE}

"""One form for the spellings of a word: British or American, one or many of the thing."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST = 4
_IRREGULAR = {
    "aluminium": "aluminum", "grey": "gray", "programme": "program", "artefact": "artifact",
    "ageing": "aging", "mould": "mold", "plough": "plow", "sceptic": "skeptic", "tyre": "tire",
    "cheque": "check", "judgement": "judgment", "defence": "defense", "offence": "offense",
    "licence": "license", "practise": "practice", "analogue": "analog", "catalogue": "catalog",
    "dialogue": "dialog", "matrices": "matrix", "indices": "index", "indexes": "index",
    "vertices": "vertex", "vertexes": "vertex", "phenomena": "phenomenon", "criteria": "criterion",
    "spectra": "spectrum", "spectrums": "spectrum", "automata": "automaton", "formulae": "formula",
    "bacteria": "bacterium", "nuclei": "nucleus", "radii": "radius", "foci": "focus",
    "hypotheses": "hypothesis", "theses": "thesis", "data": "data", "datum": "data",
    "children": "child", "women": "woman", "men": "man", "mice": "mouse", "lattices": "lattice",
    "series": "series", "species": "species", "vs": "versus", "lenses": "lens", "lens": "lens",
    "gas": "gas", "gases": "gas", "bias": "bias", "biases": "bias", "axes": "axis", "axis": "axis",
    "storey": "story", "whilst": "while", "learnt": "learned", "spelt": "spelled",
    "manoeuvre": "maneuver", "manoeuvres": "maneuver", "manoeuvring": "maneuvering",
    "datasets": "dataset",
    "disc": "disk", "discs": "disk", "bayes": "bayes", "gauss": "gauss", "always": "always",
}  # fmt: skip
_BRITISH = (
    (re.compile(r"is(e|ed|es|er|ers|ing|ation|ations|ational|able|ability)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|al|able|ist|ful|less|ite|ites|hood|)$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2})([bt])re(s|d|)$"), r"\1er\2"),
    (re.compile(r"(?<=[aeiou])ll(ed|ing|er|ers|ation|or|ors)$"), r"l\1"),
    (re.compile(r"ogues?$"), "og"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"(?<!^)gramme(s?)$"), r"gram\1"),
)
_KEEP_ISE = frozenset("noise raise rise wise arise otherwise precise concise exercise".split())


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The one form of a folded word; only for comparing with others of its kind.

    >>> [stem(word) for word in "generalisation behaviours modelling centres studies".split()]
    ['generalization', 'behavior', 'modeling', 'center', 'study']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST or not word.isascii():
        return word
    word = word.replace("ae", "e").replace("oe", "e")
    if word not in _KEEP_ISE:
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    return _IRREGULAR.get(word) or _singular(word)


def _singular(word: str) -> str:
    singular = word
    if word.endswith("yses"):
        singular = word[:-2] + "i"
    elif word.endswith("ysis"):
        singular = word[:-1]
    elif word.endswith("ies") and len(word) > _SHORTEST:
        singular = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        singular = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        singular = word[:-1]
    return singular

"""How arXiv's query API searches, as far as its manual and its open source tell.

``ti:"words in a row"``, ``ti:word``, ``au:name``, ``all:word``, parentheses, and
AND, OR, ANDNOT from left to right. Words are compared without case and stemmed;
the commonest are left out of the index, but for `all:`, which finds everything by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tests.standin.papers import Paper

_TOKEN = re.compile(r'\s*(?:([()])|(?:(\w+):)?"([^"]*)"|([^\s()"]+))')
_WORD = re.compile(r"[^\W_]+(?:(?:['’.]|(?<=\d),(?=\d))[^\W_]+)*")
_STOPPED = frozenset(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
    """.split()
)
_ENDING = re.compile(r"(?<=\w\w\w)(?:ations?|ated?|ating|ions?|ing|ed|ies|es|s|e|y)$")
_TEXT_BY_FIELD: dict[str, Callable[[Paper], Iterable[str]]] = {
    "ti": lambda paper: [paper.title],
    "au": lambda paper: paper.authors,
    "abs": lambda paper: [paper.summary],
    "all": lambda paper: [paper.title, *paper.authors, paper.summary, paper.comment or ""],
}


class BadQueryError(ValueError):
    """A question that the API answers with an error feed."""


Scores = dict[int, float]
"""How relevant each paper is that a part of a question finds, by its place."""


def stems(text: str) -> list[str]:
    """The words of a text as they are compared; "" in the place of one that is left out."""
    words = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.lower())]
    return ["" if word in _STOPPED else _ENDING.sub("", word) for word in words]


def search(papers: list[Paper], question: str) -> list[Paper]:
    """The papers that a ``search_query`` finds, the most relevant first.

    Raises:
        BadQueryError: It is none.
    """
    tokens = _tokens(question)
    found = _either(papers, tokens)
    if tokens:
        raise BadQueryError(f"Cannot parse fragment: {tokens[0]}")
    return [papers[place] for place in sorted(found, key=lambda place: (-found[place], place))]


def _tokens(question: str) -> list[tuple[str, str]]:
    """Pairs of a kind (a parenthesis, an operator, or a field) and a text."""
    tokens, end = [], 0
    question = question.strip()
    while end < len(question):
        match = _TOKEN.match(question, end)
        if match is None:
            raise BadQueryError(f"Quotation does not close: {question[end:]}")
        end = match.end()
        parenthesis, field, phrase, word = match.groups()
        if parenthesis:
            tokens.append((parenthesis, ""))
        elif phrase is not None:
            tokens.append((field or "all", phrase))
        elif word in {"AND", "OR", "ANDNOT"}:
            tokens.append((word, ""))
        else:
            name, colon, value = word.partition(":")
            tokens.append((name, value) if colon else ("all", word))
    return tokens


def _either(papers: list[Paper], tokens: list[tuple[str, str]]) -> Scores:
    found = _one(papers, tokens)
    while tokens and tokens[0][0] in {"AND", "OR", "ANDNOT"}:
        operator = tokens.pop(0)[0]
        found = _joined(operator, found, _one(papers, tokens))
    return found


def _joined(operator: str, one: dict[int, float], other: dict[int, float]) -> Scores:
    if operator == "AND":
        return {place: one[place] + other[place] for place in one if place in other}
    if operator == "OR":
        return {place: one.get(place, 0) + other.get(place, 0) for place in one | other}
    return {place: score for place, score in one.items() if place not in other}


def _one(papers: list[Paper], tokens: list[tuple[str, str]]) -> Scores:
    if not tokens:
        raise BadQueryError("Query ends with an operator")
    kind, text = tokens.pop(0)
    if kind == "(":
        found = _either(papers, tokens)
        if not tokens or tokens.pop(0)[0] != ")":
            raise BadQueryError("Parenthesis does not close")
        return found
    if kind not in _TEXT_BY_FIELD:
        raise BadQueryError(f"Invalid field: {kind}")
    wanted = stems(text)
    if not any(wanted):
        return dict.fromkeys(range(len(papers)), 0.0) if kind == "all" and wanted else {}
    scores = {
        place: max(_score(wanted, part) for part in _TEXT_BY_FIELD[kind](paper))
        for place, paper in enumerate(papers)
    }
    return {place: score for place, score in scores.items() if score}


def _score(wanted: list[str], text: str) -> float:
    """How much of a text the words in a row are; 0 where they are not in it."""
    words = stems(text)
    starts = range(len(words) - len(wanted) + 1)
    if any(_is_at(start, words, wanted) for start in starts):
        return len(wanted) / len(words)
    return 0.0


def _is_at(start: int, words: list[str], wanted: list[str]) -> bool:
    here = words[start : start + len(wanted)]
    return all(one in {"", word} for one, word in zip(wanted, here, strict=True))

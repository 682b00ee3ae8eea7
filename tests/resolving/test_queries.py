"""The questions that a search is asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolving.making import item

from paperbib.model import Unlinked
from paperbib.resolving import Query, queries


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (
            item("Generating Sequence with RNN", people=("Alex graves",), year=2013),
            [
                Query("generating sequence with rnn"),
                Query(words=("generating",), people=("graves",)),
            ],
        ),
        (
            item("Faster Training: Super-Convergence"),
            [
                Query("faster training super convergence"),
                Query("super convergence"),
                Query(words=("faster", "training", "super", "convergence")),
            ],
        ),
        (
            item("Understanding deeplearning requires rethinking generalization"),
            [
                Query("understanding deeplearning requires rethinking generalization"),
                Query("understanding deeplearning"),
                Query(words=("requires", "rethinking", "generalization")),
            ],
        ),
        (item("BERT", people=("Devlin, J.",)), [Query(words=("bert",), people=("devlin",))]),
        (item("BERT"), []),
        (item("言語モデルの学習方法"), [Query("言語モデルの学習方法")]),
    ],
    ids=lambda one: getattr(one, "text", None),
)
def test_queries(one: Unlinked, wanted: list[Query]) -> None:
    assert list(queries(one)) == wanted


@pytest.mark.parametrize(
    "title",
    [
        'ti:"x" AND NOT (au:y) OR z* ANDNOT w',
        r"The $\alpha$-decay of \textit{foo} {bar}: a+b~2^3",
        "quotes “inside” 'and' \"outside\" \\",
        "a\x00b\tc\nd",
    ],
)
def test_nothing_is_an_operator(title: str) -> None:
    for one in queries(item(title)):
        assert re.fullmatch(r"[^\W_]*(?: [^\W_]+)*", one.phrase)
        assert not re.search(r"\b(?:AND|OR|NOT|ANDNOT)\b", " ".join((one.phrase, *one.words)))


@given(st.text(max_size=400), st.lists(st.text(max_size=30), max_size=4))
def test_any_text(title: str, people: list[str]) -> None:
    found = list(queries(item(title or "x", people=tuple(people))))
    assert len(found) <= 3
    assert len(set(found)) == len(found)
    for one in found:
        assert one.phrase or one.words
        assert len(one.phrase) <= 250
        for word in (*one.words, *one.people):
            assert word.isalnum() or not word.isascii()


def test_long_titles_are_cut() -> None:
    for one in queries(item("word " * 100_000)):
        assert len(one.phrase) <= 250
        assert len(one.words) <= 4

"""The list of odd real-life mentions, and what must hold for every note.

``data/mentions.tsv`` holds the cases: name, text, the identifiers that are in
it, and the note's file name. ``data/mentions-failing.txt`` names those known
to fail; it can only get shorter, for a listed case that passes fails here.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import provisional as web_addresses
from hypothesis import strategies as st

from paperbib.extract import SUFFIXES, extract
from paperbib.identifiers import arxiv_id, doi, url, whole
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Mention, Note

UNTIL = 2612
DATA = Path(__file__).parent / "data"
GROUPS = "arxiv old field host wrap glued doi url none".split()
_ESCAPE = re.compile(r"\\(?:(?P<plain>[nt\\])|u(?P<code>[0-9a-fA-F]{4}))")
_PLAIN = {"n": "\n", "t": "\t", "\\": "\\"}


class Case(NamedTuple):
    name: str
    text: str
    expected: frozenset[str]
    file: str


def unescaped(cell: str) -> str:
    r"""Undo ``\n``, ``\t``, ``\\`` and ``\uXXXX``."""
    return _ESCAPE.sub(
        lambda match: _PLAIN[match["plain"]] if match["plain"] else chr(int(match["code"], 16)),
        cell,
    )


def comparable(identifier: str) -> str:
    """DOIs are the same in any case, and the list separates identifiers by spaces."""
    identifier = identifier.replace(" ", "%20")
    return identifier.lower() if identifier.startswith("doi:") else identifier


def read_cases() -> list[Case]:
    header, *lines = (DATA / "mentions.tsv").read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["name", "text", "expected", "file"]
    cases = []
    for line in lines:
        name, text, expected, *file = line.split("\t")
        identifiers = frozenset(comparable(unescaped(one)) for one in expected.split())
        cases.append(Case(name, unescaped(text), identifiers, *(file or ["n.md"])))
    return cases


def read_failing() -> list[str]:
    lines = (DATA / "mentions-failing.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


CASES, FAILING = read_cases(), read_failing()


def mentions(text: str, file: str = "n.md") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def printed(mention: Mention) -> str:
    version = f"v{mention.version}" if mention.version else ""
    return comparable(f"{mention.identifier}{version}")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    found = {printed(mention) for mention in mentions(case.text, case.file)}
    if case.name in FAILING:
        assert found != case.expected, f"{case.name} now passes: take it off the list"
    else:
        assert found == case.expected


def test_the_list_is_in_order() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 400
    assert len(set(names)) == len(names)
    assert {name.split("-")[0] for name in names} == set(GROUPS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name) for name in names)


def test_traps_hold_no_paper() -> None:
    traps = [case for case in CASES if case.name.startswith("none-")]
    assert len(traps) >= 130
    assert not [case.name for case in traps if any("arxiv:" in one for one in case.expected)]


def test_only_known_cases_are_excused_and_each_once() -> None:
    assert sorted(FAILING) == sorted({case.name for case in CASES} & set(FAILING))


# Whatever stands around an identifier.

IDENTIFIERS = {
    "1706.03762": "arxiv:1706.03762",
    "1409.0473v7": "arxiv:1409.0473v7",
    "arXiv:2005.14160": "arxiv:2005.14160",
    "arXiv:1706.03762v2": "arxiv:1706.03762v2",
    "hep-th/9901001": "arxiv:hep-th/9901001",
    "arXiv:math.GT/0309136v1": "arxiv:math/0309136v1",
    "https://arxiv.org/abs/1706.03762v5": "arxiv:1706.03762v5",
    "https://arxiv.org/pdf/hep-th/9901001": "arxiv:hep-th/9901001",
    "10.1038/nature14539": "doi:10.1038/nature14539",
    "doi:10.1016/S0140-6736(20)30183-5": "doi:10.1016/s0140-6736(20)30183-5",
    "https://doi.org/10.1145/3292500.3330701": "doi:10.1145/3292500.3330701",
    "https://example.org/a": "url:https://example.org/a",
    "https://example.org/wiki/Attention(b)": "url:https://example.org/wiki/Attention(b)",
}
BRACKETS = "() [] {} <> \"\" '' “” ‘’ «» ‹› „“ （） 【】 「」 『』 《》 ``".split()
EMPHASIS = "* ** *** _ __ ~~".split()
PAIRS = [(pair[0], pair[1]) for pair in BRACKETS] + [(mark, mark) for mark in EMPHASIS]
BEFORE = ["", "see ", "- ", "1. ", "> ", "- [x] ", "one\ntwo ", "# Title\n\n", "é — ", "见"]
AFTER = ["", ".", ",", ";", ":", "!", "?", "…", "。", "，", ", and", " is it", "\n", "\nmore"]


def has_one_emphasis(pairs: list[tuple[str, str]]) -> bool:
    """Markdown gives meaning to some sequences of marks; one emphasis is enough."""
    return sum(pair[0] in EMPHASIS for pair in pairs) <= 1


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(sorted(IDENTIFIERS)),
    st.lists(st.sampled_from(PAIRS), max_size=3, unique=True).filter(has_one_emphasis),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
    st.sampled_from(["n.md", "n.txt"]),
)
def test_punctuation_does_not_hide_an_identifier(
    written: str, pairs: list[tuple[str, str]], before: str, after: str, file: str
) -> None:
    before += "".join(pair[0] for pair in reversed(pairs))
    assume("见_" not in before)  # inside a word an underscore is no emphasis
    text = before + written + "".join(pair[1] for pair in pairs) + after
    (mention,) = mentions(text, file)
    assert printed(mention) == comparable(IDENTIFIERS[written])
    assert mention.raw == written
    assert mention.line == before.count("\n") + 1
    assert mention.column == len(before) - before.rfind("\n")


# Canonising twice is canonising once.


def digits(width: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=width, max_size=width)


versions = st.one_of(st.just(""), st.integers(1, 99).map("v{}".format))
arxiv_ids = st.one_of(
    st.builds("{}.{}{}".format, digits(4), st.one_of(digits(4), digits(5)), versions),
    st.builds(
        "{}{}/{}{}".format,
        st.sampled_from(sorted(arxiv_id.ARCHIVES)),
        st.sampled_from(["", ".GT", ".CL", ".ao"]),
        digits(7),
        versions,
    ),
)
dois = st.builds(
    "{}10.{}/{}".format,
    st.sampled_from(["", "doi:", "DOI: "]),
    digits(4),
    st.text("abcXYZ019.-_;()/:<>[]%{}\u00fc", min_size=1),
)
PARTS = (
    "utm_source=x&¦b=2¦?¦&¦&&¦;¦#¦#!¦#!a¦/¦//¦/../¦:80¦:443¦:8080¦%2F¦%20¦%zz¦(¦)¦[¦]¦\\¦@¦ü¦ß¦"
    "İ¦EXAMPLE.org¦example.org¦www.¦arxiv.org/abs/¦1706.03762¦doi.org/10.1038/¦https://¦http:¦"
    "&amp;¦ ¦\u200b¦\xad¦xn--¦..¦.¦-¦_"
).split("¦")
addresses = st.one_of(
    web_addresses.urls(),
    st.lists(st.sampled_from(PARTS), max_size=8).map(lambda parts: "https://" + "".join(parts)),
    st.lists(st.sampled_from(PARTS), max_size=8).map(
        lambda parts: "HTTP://Example.org/" + "".join(parts)
    ),
)


def assert_stable(identifier: Identifier | None) -> None:
    if identifier is not None:
        again = whole.parse(str(identifier))
        assert again == identifier
        assert str(again) == str(identifier)
        assert hash(again) == hash(identifier)


@given(arxiv_ids)
def test_an_arxiv_id_is_canonised_once(text: str) -> None:
    cited = arxiv_id.parse(text)
    assert_stable(cited.identifier if cited else None)


@given(dois)
def test_a_doi_is_canonised_once(text: str) -> None:
    cited = doi.parse(text)
    assert_stable(cited.identifier if cited else None)


@given(addresses)
def test_an_address_is_canonised_once(address: str) -> None:
    assert_stable(url.canonise(address))


# No note raises, and none takes long.

FRAGMENTS = (
    "arXiv:¦1706.03762¦v2¦hep-th/¦9901001¦math.GT/0309136¦10.1038/¦10.48550/arXiv.¦doi:¦"
    "doi.org/¦https://¦http://¦arxiv.org/abs/¦/pdf/¦.pdf¦?id_list=¦%2F¦%00¦%E3%81¦&amp;¦&#x2F;¦"
    "&#0;¦&#xD800;¦\\¦\\_¦*¦_¦**¦`¦```\n¦$$¦~~¦[¦]¦(¦)¦](¦]:¦][¦![¦<¦>¦</¦<!--¦-->¦<![CDATA[¦"
    "<?xml¦<!DOCTYPE a [¦{¦}¦{{¦}}¦|¦||\n¦|---|\n¦- ¦- [x] ¦1. ¦# ¦> ¦* ¦\t¦    ¦\n¦\r\n¦\r¦"
    "\u2028¦\x0b¦\x00¦\x1a¦\ufeff¦\u200b¦\xa0¦é¦注¦😀¦@article{a,\n¦title = {¦},\n¦@string{¦"
    "TY  - JOUR\n¦ER  - \n¦* TODO ¦[[¦:PROPERTIES:\n¦#+BEGIN_SRC\n¦\\href{¦\\begin{¦\\item ¦%¦"
    '.. _a: ¦`a <¦>`_¦:doi:`¦,¦;¦"¦\'¦=¦\\u¦{"cells": [¦"source": ¦null¦"a": ¦---\n¦'
    "a: &b\n¦*b¦<a href=¦<ul><li>¦</a>¦İ¦ﬁ"
).split("¦")
notes = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@settings(deadline=None, max_examples=60)
@given(text=notes)
def test_no_note_raises(suffix: str, text: str) -> None:
    lines = len(re.split(r"\r\n|\r|\n", text))
    for mention in mentions(text, f"n{suffix}"):
        assert 1 <= mention.line <= lines
        assert mention.column >= 1


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def slowness() -> float:
    """How many times slower this machine is at the moment than a common one; at least 1."""
    return max(1.0, seconds(lambda: sum(number * number for number in range(500_000))) / 0.04)


UNITS = (
    "https://¦http://a.b/?utm_=&¦https://e.org/(¦https://web.archive.org/web/2020/¦10.1234/¦"
    "10.1234.¦https://www.google.com/url?q=¦arXiv: a-¦arXiv:1706.03762, ¦1706.03762¦1706.¦"
    "hep-th/¦cs.¦doi ¦a.b/¦10.1234/(¦eprint = {¦(¦[¦](¦[a](¦[a]: ¦<¦<a href=¦<!--¦&amp;¦&¦\\¦"
    "*_¦**a ¦`¦` ¦%25¦\u200b¦é¦_¦-¦> ¦- ¦| a |\n¦- a\n ¦{{arxiv|¦journals/corr/abs-¦2017arXiv¦"
    "img.shields.io/badge/arXiv-"
).split("¦")
LENGTH = 50_000
LIMIT_S = 1.0
"""Twice what 200 KB may take on a quiet machine."""


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("file", ["n.md", "n.txt"])
def test_time_grows_with_the_text_not_its_square(unit: str, file: str) -> None:
    short, long = ((unit * length)[:length] for length in (LENGTH, 4 * LENGTH))
    quick = slow = float("inf")
    for _ in range(6):  # the best of some: other programs run here, too
        scale = slowness()
        quick = min(quick, seconds(lambda: mentions(short, file)) / scale)
        slow = min(slow, seconds(lambda: mentions(long, file)) / scale)
        if quick < LIMIT_S / 2 and slow < min(LIMIT_S, 8 * quick + 0.1):
            return
    pytest.fail(f"{LENGTH} characters take {quick:.2f} s, four times as many {slow:.2f} s")

"""Telling soon that works are different never hides one that is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.twins import twins

from paperbib.matching import Verdict, Work
from paperbib.matching.comparing import Prepared, compare_prepared, relate
from paperbib.matching.people import alike, people
from paperbib.matching.strangers import are_strangers, traits
from paperbib.model import Name

PAIRS, OTHERS = twins(150, 11)
POOL = [work for pair in PAIRS for work in (pair.one, pair.other)] + OTHERS[:50]
WORDS = """
    Li Wei Weiming J. JR van der Woude Vanderwoude Müller Mueller García Márquez Ö 王 伟 Ю
    """.split()


def _name(family: str = "", given: str = "", literal: str = "") -> Name:
    return Name(family=family or None, given=given or None, literal=literal or None)


def _are_strangers(one: list[Name], other: list[Name]) -> bool:
    first, second = (traits(people(names)[0]) for names in (one, other))
    assert are_strangers(first, second) == are_strangers(second, first)
    return are_strangers(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_name("Smith", "Robert"), _name("Smith", "Bob")),
        (_name("Smith", "R. John"), _name("Smith", "John")),
        (_name("Wei", "Li"), _name("Li", "Wei")),
        (_name("Vanderwoude", "J."), _name("van der Woude", "Jan")),
        (_name("García Márquez", "G."), _name("Marquez", "Gabriel")),
        (_name("Schmidtbauer", "Anna"), _name("Schmitdbauer", "A.")),
        (_name(literal="The ATLAS Collaboration"), _name(literal="ATLAS collaboration")),
        (_name("Doe"), _name("Doe", "Jane")),
        (_name("Li", "Wei"), _name("Li Wei", "J.")),
    ],
)
def test_one_person_in_two_forms_is_no_stranger(one: Name, other: Name) -> None:
    assert not _are_strangers([_name("Abel", "Xu"), one], [other])


def test_others_of_one_surname_are_strangers() -> None:
    team = [_name("Wang", "Li"), _name("Smith", "Anna")]
    assert _are_strangers(team, [_name("Wang", "Qing"), _name("Kovács", "Béla")])
    assert not _are_strangers(team, [])


names = st.builds(
    lambda family, given: _name(" ".join(family), " ".join(given)),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
    st.lists(st.sampled_from(WORDS), max_size=2),
)


@given(st.lists(names, min_size=1, max_size=3), st.lists(names, min_size=1, max_size=3))
@settings(max_examples=1_000)
def test_strangers_have_nobody_who_is_alike(one: list[Name], other: list[Name]) -> None:
    first, second = people(one)[0], people(other)[0]
    is_anybody_alike = any(alike(a, b) for a in first for b in second)
    assert not (is_anybody_alike and _are_strangers(one, other))


@given(st.sampled_from(POOL), st.sampled_from(POOL), st.integers(-12, 12))
@settings(max_examples=500)
def test_what_is_told_soon_is_what_is_told_at_length(one: Work, other: Work, years: int) -> None:
    moved = other._replace(year=None if other.year is None else other.year + years)
    for two in (other, moved):
        first, second = Prepared(one), Prepared(two)
        found = compare_prepared(first, second)
        expected = None if found.verdict is Verdict.DIFFERENT else found
        assert relate(first, second) == expected

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbib.model import Name
from paperbib.sources.fields import squeeze
from paperbib.sources.names import from_display, from_parts


@pytest.mark.parametrize(
    ("text", "given_name", "family", "suffix"),
    [
        ("Ashish Vaswani", "Ashish", "Vaswani", None),
        ("George van den Driessche", "George", "van den Driessche", None),
        ("Diego de Las Casas", "Diego", "de Las Casas", None),
        ("Peter H. N. de With", "Peter H. N.", "de With", None),
        ("Vânia de Oliveira Neves", "Vânia", "de Oliveira Neves", None),
        ("Pieter J. in 't Veld", "Pieter J.", "in 't Veld", None),
        ("Mohammed bin Salman", "Mohammed", "bin Salman", None),
        ("Santiago Ramón y Cajal", "Santiago", "Ramón y Cajal", None),
        ("Hans De Raedt", "Hans", "De Raedt", None),
        ("Tim Van der Linden", "Tim", "Van der Linden", None),
        ("M. Van De Klundert", "M.", "Van De Klundert", None),
        ("Nguyen Van Hieu", "Nguyen Van", "Hieu", None),
        ("Di Jin", "Di", "Jin", None),
        ("De Li Xu", "De Li", "Xu", None),
        ("Kyoo il Kim", "Kyoo il", "Kim", None),
        ("Quoc V. Le", "Quoc V.", "Le", None),
        ("Nan Du", "Nan", "Du", None),
        ("al Smith", "al", "Smith", None),
        ("bell hooks", "bell", "hooks", None),
        ("Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("Martin Luther King, Jr.", "Martin Luther", "King", "Jr."),
        ("Neal J. Evans II", "Neal J.", "Evans", "II"),
        ("Jan van der Berg III", "Jan", "van der Berg", "III"),
        ("King, Martin Luther", "Martin Luther", "King", None),
        ("Luis Muñoz-González", "Luis", "Muñoz-González", None),
        ("Gonçalo M. Correia", "Gonçalo M.", "Correia", None),
        ("Marc'Aurelio Ranzato", "Marc'Aurelio", "Ranzato", None),
        ("N. d'Ambrumenil", "N.", "d'Ambrumenil", None),
        ("Ming-Wei Chang", "Ming-Wei", "Chang", None),
        ("C. -P. Yuan", "C.-P.", "Yuan", None),
        ("Koushik MV", "Koushik", "MV", None),
        ("  Ada \n Lovelace ", "Ada", "Lovelace", None),
    ],
)
def test_a_displayed_name_is_split(
    text: str, given_name: str, family: str, suffix: str | None
) -> None:
    assert from_display(text) == Name(given=given_name, family=family, suffix=suffix)


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI",
        "Sukarno",
        "ATLAS Collaboration",
        "The LIGO Scientific Collaboration",
        "for the Belle collaboration",
        "the Suzaku Eta Carinae team",
        "01.AI",
        "D0 Collaboration, Fermilab",
        "John Black (Onsala)",
        "Jr.",
    ],
)
def test_groups_and_single_names_stay_whole(text: str) -> None:
    assert from_display(text) == Name(literal=text)


@pytest.mark.parametrize(
    "text", ["et al.", "et al", "and et al.", "and others", ":", "", " . ", "…"]
)
def test_what_is_nobody_is_dropped(text: str) -> None:
    assert from_display(text) is None
    assert from_parts(text) is None


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Evans", "Neal J.", "II"), Name(family="Evans", given="Neal J.", suffix="II")),
        (("de Marrais", "Robert P. C.", ""), Name(family="de Marrais", given="Robert P. C.")),
        (("Las Casas", "Diego de", ""), Name(family="de Las Casas", given="Diego")),
        (("Driessche", "George van den"), Name(family="van den Driessche", given="George")),
        (("Smith", "al", ""), Name(family="Smith", given="al")),
        (("Yuan", "C. -P.", ""), Name(family="Yuan", given="C.-P.")),
        (("The BABAR Collaboration", "", ""), Name(literal="The BABAR Collaboration")),
        (("Collaboration", "The ATLAS", ""), Name(literal="The ATLAS Collaboration")),
        (("Sudha", "", ""), Name(literal="Sudha")),
        (("", "Ada", ""), Name(literal="Ada")),
    ],
)
def test_listed_parts_become_a_name(parts: tuple[str, ...], name: Name) -> None:
    assert from_parts(*parts) == name


def _letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isalnum())


@given(st.text())
@example("\ud800 x")
@example("de de de")
@example("Van van Van")
@example(", Jr.")
@example("a,b,c")
@example("II II II")
def test_nothing_raises_and_no_letter_is_lost(text: str) -> None:
    name = from_display(text)
    if name is not None:
        assert _letters(name.full) == _letters(squeeze(text) or "")
        assert (name.literal is None) != (name.family is None)


@given(st.text(), st.text(), st.text())
def test_no_part_raises(family: str, given_name: str, suffix: str) -> None:
    name = from_parts(family, given_name, suffix)
    assert name is None or name.surname


@given(st.lists(st.sampled_from("Ada B. de van der Van De Linden y Jr. II".split()), min_size=2))
def test_displaying_a_split_name_splits_it_the_same_way(words: list[str]) -> None:
    name = from_display(" ".join(words))
    assert name is None or from_display(name.full) == name


def test_braces_are_no_letters() -> None:
    assert from_display("Xi-Nian {Wang}") == Name(family="Wang", given="Xi-Nian")

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
        ("Neal J. Evans II", "Neal J.", "Evans", "II"),
        ("Jan van der Berg III", "Jan", "van der Berg", "III"),
        ("Luis Muñoz-González", "Luis", "Muñoz-González", None),
        ("Gonçalo M. Correia", "Gonçalo M.", "Correia", None),
        ("Marc'Aurelio Ranzato", "Marc'Aurelio", "Ranzato", None),
        ("N. d'Ambrumenil", "N.", "d'Ambrumenil", None),
        ("Ming-Wei Chang", "Ming-Wei", "Chang", None),
        ("Koushik MV", "Koushik", "MV", None),
        ("C.-P. Yuan", "C.-P.", "Yuan", None),
        ("A.B.Smith", "A. B.", "Smith", None),
        ("Yu.N. Kosovtsov", "Yu. N.", "Kosovtsov", None),
        ("Luc Van Gool", "Luc", "Van Gool", None),
        ("Nguyễn Văn Hiệu", "Nguyễn Văn", "Hiệu", None),
        ("Tuan Van Pham", "Tuan Van", "Pham", None),
        ("Ludwig von und zu Stein", "Ludwig", "von und zu Stein", None),
        ("Anna vom Bruch", "Anna", "vom Bruch", None),
        ("Jean de La Fontaine", "Jean", "de La Fontaine", None),
        ("Jean-Luc d'Arc", "Jean-Luc", "d'Arc", None),
        ("María José de los Santos", "María José", "de los Santos", None),
        ("Antônio Costa e Silva", "Antônio", "Costa e Silva", None),
        ("Josep Puig i Cadafalch", "Josep", "Puig i Cadafalch", None),
        ("Marco degli Esposti", "Marco", "degli Esposti", None),
        ("Lorenzo de' Medici", "Lorenzo", "de' Medici", None),
        ("Ali ibn Sina", "Ali", "ibn Sina", None),
        ("Ahmed El Fassi", "Ahmed", "El Fassi", None),
        ("محمد بن سلمان", "محمد", "بن سلمان", None),
        ("Иван Петров", "Иван", "Петров", None),
        ("Sean O'Brien", "Sean", "O'Brien", None),
        ("JOHN SMITH", "JOHN", "SMITH", None),
        ("WEI AI", "WEI", "AI", None),
        ("John Smith 2nd", "John", "Smith", "2nd"),
        ("Weinan E", "Weinan", "E", None),
        (r"Paul Erd{\H o}s", "Paul", "Erdős", None),
        ("and Xin Wan", "Xin", "Wan", None),
        ("J. Abdallah et al.", "J.", "Abdallah", None),
        ("  Ada \n Lovelace ", "Ada", "Lovelace", None),
    ],
)
def test_a_displayed_name_is_split(
    text: str, given_name: str, family: str, suffix: str | None
) -> None:
    assert from_display(text) == Name(given=given_name, family=family, suffix=suffix)


@pytest.mark.parametrize(
    ("text", "given_name", "family", "suffix"),
    [
        ("C. -P. Yuan", "C.-P.", "Yuan", None),
        ("Martin Luther King, Jr.", "Martin Luther", "King", "Jr."),
        ("King, Martin Luther", "Martin Luther", "King", None),
        ("King, Martin Luther, Jr.", "Martin Luther", "King", "Jr."),
        ("van Dyk, A.B.", "A. B.", "van Dyk", None),
        ("John Black (Onsala)", "John", "Black", None),
        ("John Black (University of Leiden)", "John", "Black", None),
        ("Ada One (1)", "Ada", "One", None),
        ("Ada One$^{\\ast}$", "Ada", "One", None),
        ("Ada One^1", "Ada", "One", None),
        ("Ada One [3] (MIT)", "Ada", "One", None),
        ("John Smith, Ph.D.", "John", "Smith", None),
        ("John Smith, MD", "John", "Smith", None),
        ("John Smith PhD", "John", "Smith", None),
        ("Smith, MD", "MD", "Smith", None),
        ("van Dyk, MD", "MD", "van Dyk", None),
        ("Ada One †", "Ada", "One", None),
        ("John Smith*", "John", "Smith", None),
        ("John Smith†", "John", "Smith", None),
        ("John Smith\\footnotex", "John", "Smith", None),
        ("P. Smith\\inst{1}", "P.", "Smith", None),
        ("P. Jones.", "P.", "Jones", None),
        ("G. Pedaletti1", "G.", "Pedaletti", None),
        ("G. Pedaletti1,2", "G.", "Pedaletti", None),
        ("Dr. Daniel Skodlerack", "Daniel", "Skodlerack", None),
        ("Prof. Dr. Jane van Doe, Ph.D.", "Jane", "van Doe", None),
        ("G. Aad for the ATLAS Collaboration", "G.", "Aad", None),
        ("G. Aad, for the ATLAS Collaboration", "G.", "Aad", None),
        ("J. Smith on behalf of the CMS Collaboration", "J.", "Smith", None),
        ("J. Smith (on behalf of the CMS Collaboration)", "J.", "Smith", None),
        ("Mark Scott for the NuPRISM", "Mark", "Scott", None),
        ("A. Smith, with an appendix by Carl Roe", "A.", "Smith", None),
        ("with an appendix by Carl Roe", "Carl", "Roe", None),
    ],
)
def test_what_the_split_does_not_say_is_kept_raw(
    text: str, given_name: str, family: str, suffix: str | None
) -> None:
    name = from_display(text)
    assert name
    assert name.raw == (squeeze(text) or "").replace("{", "").replace("}", "")
    assert name.model_copy(update={"raw": None}) == Name(
        given=given_name, family=family, suffix=suffix
    )


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("for the Belle collaboration", "the Belle collaboration"),
        ("on behalf of the LHCb Collaboration", "the LHCb Collaboration"),
        ("OpenAI (San Francisco)", "OpenAI"),
    ],
)
def test_a_group_is_named_without_what_leads_to_it(text: str, literal: str) -> None:
    assert from_display(text) == Name(literal=literal, raw=text)


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI",
        "DeepSeek-AI",
        "Meta AI",
        "OpenAI, Inc.",
        "The Event Horizon Telescope Collaboration",
        "H.E.S.S. Collaboration",
        "H.E.S.S.",
        "王小明",
        "王 小明",
        "김 철수",
        "山田 たろう",
        "Sukarno",
        "ATLAS Collaboration",
        "The LIGO Scientific Collaboration",
        "the Suzaku Eta Carinae team",
        "01.AI",
        "D0 Collaboration, Fermilab",
        "Jr.",
        "Ramesh Kumar V",
        "Sajish C.",
        "Smith J",
        "Robert the Center",
        "The Group",
        "CALICE Group",
        "Stanford Language Group",
        "Kimi Team",
        "Keck Array",
        "Event Horizon Telescope",
        "Center for Applied Mathematics",
        "The Center for the Study of Names",
        "Claude3",
    ],
)
def test_groups_and_single_names_stay_whole(text: str) -> None:
    assert from_display(text) == Name(literal=text)


@pytest.mark.parametrize(
    "text", ["et al.", "et al", "and et al.", "and others", "and", "&", ":", "", " . ", "…", "{}"]
)
def test_what_is_nobody_is_dropped(text: str) -> None:
    assert from_display(text) is None
    assert from_parts(text) is None


def _with_raw(given_name: str, family: str, more: str) -> Name:
    return Name(given=given_name, family=family, raw=f"{given_name} {family} {more}")


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Evans", "Neal J.", "II"), Name(family="Evans", given="Neal J.", suffix="II")),
        (("de Marrais", "Robert P. C.", ""), Name(family="de Marrais", given="Robert P. C.")),
        (("Las Casas", "Diego de", ""), Name(family="de Las Casas", given="Diego")),
        (("Driessche", "George van den"), Name(family="van den Driessche", given="George")),
        (("Smith", "al", ""), Name(family="Smith", given="al")),
        (("Yuan", "C. -P.", ""), Name(family="Yuan", given="C.-P.", raw="C. -P. Yuan")),
        (("García Márquez", "G."), Name(family="García Márquez", given="G.")),
        (("Wan", "and Xin"), Name(family="Wan", given="Xin")),
        (("小明", "王"), Name(literal="王 小明")),
        (
            ("Collaboration", "G. Aad for the ATLAS"),
            _with_raw("G.", "Aad", "for the ATLAS Collaboration"),
        ),
        (("NuPRISM", "Mark Scott for the"), _with_raw("Mark", "Scott", "for the NuPRISM")),
        (("Array", "Keck"), Name(literal="Keck Array")),
        (("Center", "Julian L."), Name(family="Center", given="Julian L.")),
        (("Group", "Max"), Name(family="Group", given="Max")),
        (("PhD", "John Smith"), _with_raw("John", "Smith", "PhD")),
        (("Pedaletti1", "G."), Name(family="Pedaletti", given="G.", raw="G. Pedaletti1")),
        (("Smith", "Dr. Ada"), Name(family="Smith", given="Ada", raw="Dr. Ada Smith")),
        (("C.", "Sajish"), Name(literal="Sajish C.")),
        (("Kumar", "Ramesh", "V"), Name(literal="Ramesh Kumar V")),
        (("Van Hieu", "Nguyen"), Name(family="Hieu", given="Nguyen Van")),
        (("Gupta", "S. Das"), Name(family="Das Gupta", given="S.")),
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
@example("a (b) [1]")
@example("II II II")
@example("King, Jr., Sr.")
@example("$x$ y")
@example("for the team")
@example("Smith †")
@example("Jr., Jr.")
@example("$ J$ for the Team")
@example("a\\inst")
@example("Dr. a1*")
def test_nothing_raises_and_no_letter_is_lost(text: str) -> None:
    name = from_display(text)
    if name is not None:
        assert _letters(name.raw or name.full) == _letters(squeeze(text) or "")
        assert (name.literal is None) != (name.family is None)
        assert name.literal or (name.family and name.given)
        assert name.raw != name.full


_WORDS = st.sampled_from("Ada B. C.D. de van der Van De Linden y e Jr. II Nguyen Le V I".split())


@given(st.lists(_WORDS, min_size=2, max_size=6))
def test_no_word_is_lost_between_the_parts(words: list[str]) -> None:
    name = from_display(" ".join(words))
    assert name
    parts = (name.given, name.family, name.suffix, name.literal)
    assert _letters("".join(filter(None, parts))) == _letters("".join(words))


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

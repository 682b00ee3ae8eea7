from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbib.model import Name
from paperbib.sources.fields import squeeze
from paperbib.sources.names import from_display, from_list, from_parts


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
        ("Ramesh Kumar V", "Ramesh Kumar", "V", None),
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
def test_nothing_raises_and_no_letter_is_lost(text: str) -> None:
    name = from_display(text)
    if name is not None:
        assert _letters(name.raw or name.full) == _letters(squeeze(text) or "")
        assert (name.literal is None) != (name.family is None)
        assert name.raw != name.full


_WORDS = st.sampled_from("Ada B. C.D. de van der Van De Linden y e Jr. II Nguyen Le V I".split())


@given(st.lists(_WORDS, min_size=2, max_size=6))
def test_no_word_is_lost_between_the_parts(words: list[str]) -> None:
    name = from_display(" ".join(words))
    assert name
    parts = (name.given, name.family, name.suffix, name.literal)
    assert _letters("".join(filter(None, parts))) == _letters("".join(words))


@given(st.lists(_WORDS, min_size=2, max_size=6))
def test_what_arxiv_lists_is_split_as_what_it_displays(words: list[str]) -> None:
    text = " ".join(words).replace("C.D.", "C. D.")
    assert from_parts(*_arxivs_parts(text)) == from_display(text)


def _arxivs_parts(text: str) -> tuple[str, str, str]:
    """Family, given and suffix, by the rule that made arXiv's ``authors_parsed``."""
    known = "(?:van|der|de|la|von|del|della|da|mac|ter|dem|di)"
    if match := re.fullmatch(rf"(.*) ({known} {known} \S+|{known} \S+)", text, re.IGNORECASE):
        return match[2], match[1], ""
    if match := re.fullmatch(r"(.*) (\S+) (I|II|III|IV|V|Sr|Jr|Sr\.|Jr\.)", text, re.IGNORECASE):
        return match[2], match[1], match[3]
    given_name, _, family = text.rpartition(" ")
    return family, given_name, ""


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


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("A. One, B. Two and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("A. One, B. Two, & C. Three", ["A. One", "B. Two", "C. Three"]),
        ("A. One and and B. Two", ["A. One", "B. Two"]),
        ("A.One,B.C.Two", ["A. One", "B. C. Two"]),
        ("C.-P. Yuan, Yu.N. Two", ["C.-P. Yuan", "Yu. N. Two"]),
        ("A. One (1 and 2), B. Two (2) ((1) Place, (2) Town)", ["A. One", "B. Two"]),
        ("A. One$^{1,2}$, B. Two$^1$ and C. Three [3]", ["A. One", "B. Two", "C. Three"]),
        ("A. One, B. Two, et al", ["A. One", "B. Two"]),
        ("A. One, et al, for the Belle Collaboration", ["A. One", "the Belle Collaboration"]),
        ("CLEO Collaboration: T. K. Pedlar, et al.", ["CLEO Collaboration", "T. K. Pedlar"]),
        (
            "The CMS and LHCb Collaborations: V. One",
            ["The CMS and LHCb Collaborations", "V. One"],
        ),
        (r"Bart{\l}omiej Nowak, J. Er\"o", ["Bartłomiej Nowak", "J. Erö"]),
        ("M. King, Jr., B. Two, III, and C. Three", ["M. King Jr.", "B. Two III", "C. Three"]),
        (r"M. King\, Jr. and B. Two", ["M. King Jr.", "B. Two"]),
        ("Smith, J.; Doe, Jane M.", ["J. Smith", "Jane M. Doe"]),
        ("Smith, J., de Boer, K.-L. M.", ["J. Smith", "K.-L. M. de Boer"]),
        ("A. One; B. Two", ["A. One", "B. Two"]),
        ("A. One (unclosed, B. Two", ["A. One"]),
        ("A. One), B. Two", ["A. One", "B. Two"]),
        ("", []),
        (", ; : and", []),
    ],
)
def test_a_string_of_all_authors_is_split(authors: str, names: list[str]) -> None:
    assert [name.full for name in from_list(authors)] == names


@given(st.text(alphabet="Ab. ,;:()[]${}^&1\\-", max_size=60))
def test_any_string_of_authors_is_split(authors: str) -> None:
    assert all(name.surname for name in from_list(authors))


@pytest.mark.parametrize(
    "unit", ["A. One, ", "A.One (", "(", "$", "A and ", "One, B., ", "^{", "[1"]
)
def test_thousands_of_authors_take_linear_time(unit: str) -> None:
    started = time.process_time()
    list(from_list(unit * 10_000))
    from_display(unit * 10_000)
    assert time.process_time() - started < 2

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.model import Name
from paperbib.sources.names import from_display, from_parts

_WESTERN = st.sampled_from("Ada B. C.D. de van der Van De Linden y e Jr. II V I".split())


@pytest.mark.parametrize(
    "both",
    """
    Oisin|Mac Aodha, Giordano|Da Lozzo, Mordecai-Mark|Mac Low, Armen|Der Kiureghian
    J|Von Der Linden, Kees|Ter Horst, Pascale|Le Gall, Daniel E.|Vanden Berk
    Valentin J. M.|Le Gouellec, A.-C.|Le Bihan, C.|Vander Velde, M.|Vander Donckt, Sandra|Le Coz
    J.|St. John, E.|De La Cruz-Burelo, Fernando|De la Torre, Juan Carlos|De los Reyes
    Guy|Van Den Broeck, I.|Heredia-de La Cruz, Yann|Le Cun, Nicolas|Le Roux, René|Du Cros
    Marco|Lo Presti, Francesco|De' Rossi, Marcelo|Da Silva, C.|De Oliveira Martins
    T.|Dos Reis Martins, Mel|Ó Cinnéide, Sinéad|Ní Chadhain, Conor|Mc Cormack, Adel|Ben Mnaouer
    Gerard|’t Hooft, Gerard|'t Hooft, A. H.|Castro Neto, W. L.|Aldá Júnior, C.|Martins Junior
    M.|Correa Martins Junior, Correa|Martins Junior, J. B.|Neto
    Friedhelm|Meyer auf der Heide, Matthias|auf der Heide
    Ilaria|La Torre, Raja|Ben Abdessalem, Osama|Ait Ben Haddou, Ahmed|Abou El Fetouh, Rob|De Jong
    Nathan|De Lee, Kim|De Jong, Han|De Jong, Anna|De Luca, Giuseppe|Di Battista, Gaspare|Lo Curto
    Manfredo|Do Carmo, A.|Le Fevre, Jan|Le, Wei|Di, Robert|Center, James|Council, Julian L.|Center
    Nguyen Van|Hieu, Le Van|An, Tran Thi Le|Thu, Dang Le|Nguyen, Tuan Van|Pham, Fam Le|Kien
    Xiao Di|Wu, Wei De|Lin, Jia Le|Chen, Wei De|Lee, Xin Di|Ren, Thi Le|Thuy
    """.replace("\n", ",")
    .strip(" ,")
    .split(","),
)
def test_capital_particles_are_told_from_syllables(both: str) -> None:
    given_name, _, family = both.strip().partition("|")
    name = Name(given=given_name, family=family)
    assert from_display(f"{given_name} {family}") == name
    assert from_parts(family, given_name) == name


@pytest.mark.parametrize(
    ("family", "given_name"),
    [
        ("Di Wu", "Xiao"),
        ("Le Thu", "Tran Thi"),
        ("García Márquez", "Gabriel"),
        ("Dem Andre", "X"),
        ("Vaziri Hamaneh", "M"),
        ("Van den Bosch Smith", "Jan"),
        ("Santos e Silva Lima", "Ana"),
    ],
)
def test_a_listed_family_name_is_never_shortened(family: str, given_name: str) -> None:
    assert from_parts(family, given_name) == Name(family=family, given=given_name)


@given(st.lists(_WESTERN, min_size=1, max_size=5))
def test_what_arxiv_lists_is_split_as_what_it_displays(words: list[str]) -> None:
    text = " ".join(["Bert", *words]).replace("C.D.", "C. D.")
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


@given(st.lists(_WESTERN, min_size=1, max_size=4), st.lists(_WESTERN, min_size=1, max_size=4))
def test_listed_words_leave_the_given_names_only_for_the_family(
    given_name: list[str], family: list[str]
) -> None:
    name = from_parts(" ".join(family), " ".join(given_name))
    assert name
    if name.family:
        whole = " ".join(filter(None, (name.family, name.suffix)))
        assert len(whole.replace(" ", "")) >= len("".join(family))

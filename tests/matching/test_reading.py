"""Titles and names taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.matching import vocabulary
from paperbib.matching.given_names import compatible
from paperbib.matching.markup import fold, plain
from paperbib.matching.people import person
from paperbib.matching.reading import read_title
from paperbib.matching.stems import stem
from paperbib.model import Name

STEMS = {
    "LIGHT": vocabulary.LIGHT,
    "WEIGHTY": vocabulary.WEIGHTY,
    "FOLLOWING": vocabulary.FOLLOWING,
    "SEQUELS": vocabulary.SEQUELS,
    "GENERIC": vocabulary.GENERIC,
    "PERIODIC": vocabulary.PERIODIC,
    "VOLUMES": vocabulary.VOLUMES,
    "GROUP_BY_WORD": vocabulary.GROUP_BY_WORD,
    "ANTONYMS": {word for pair in vocabulary.ANTONYMS for word in pair},
    "CONFUSABLE": {word for pair in vocabulary.CONFUSABLE for word in pair},
}


@pytest.mark.parametrize("table", STEMS)
def test_tables_of_stems_hold_stems(table: str) -> None:
    """A word in another form than titles are reduced to would never be met."""
    assert {word: stem(word) for word in STEMS[table] if stem(word) != word} == {}


@pytest.mark.parametrize(
    ("title", "words", "numbers"),
    [
        ("An Image is Worth 16×16 Words", "image worth x word", "16 16"),
        ("Maps: Part II", "map part", "2"),
        ("Theory of codes. I", "theory code", "1"),
        ("Codes (I): rest", "code rest", "1"),
        ("I, robot", "robot", ""),
        ("X-ray maps of vitamin D", "x ray map vitamin d", ""),
        ("The 2nd law, the third rule", "law rule", "#2 #3"),
        ("Version 2.0 of 1,000 codes", "version code", "2.0 1000"),
        ("Volume B of codes", "volume code", "b"),
        ("3D maps", "dimensional map", "3"),
        ("٣ codes", "code", "3"),
        ("GPT-4 and gpt4", "gpt gpt", "4 4"),
        ("深度学习", "深度 度学 学习", ""),
    ],
)
def test_words_and_numbers(title: str, words: str, numbers: str) -> None:
    whole = read_title(title).whole
    assert (whole.words, whole.numbers) == (words.split(), numbers.split())


@pytest.mark.parametrize(
    ("title", "marks"),
    [
        ("Erratum: codes", {"erratum"}),
        ("Publisher’s Correction: codes", {"erratum"}),
        ("Codes: correction", {"erratum"}),
        ("Error correction in codes", set()),
        ("Response of codes to noise", {"rejoinder"}),
        ("Immune response of mice", set()),
        ("RETRACTED: codes", {"retraction"}),
        ("Codes: a review", {"survey"}),
        ("Codes without noise", {"without"}),
    ],
)
def test_marks(title: str, marks: set[str]) -> None:
    assert read_title(title).marks == marks


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        (r"Schr\"odinger's \'{e}tude", "schrodingers etude"),
        (r"$\mathcal{N}=4$ \& more", "n=4 & more"),
        ("<mml:math><mml:mi>N</mml:mi></mml:math> &lt; 4", "n < 4"),
        ("x < y and y > z", "x < y and y > z"),
        ("STRASSE ß ŁÓDŹ ﬁt", "strasse ss lodz fit"),
        ("a\u200bb\u00adc", "abc"),
    ],
)
def test_markup_goes(raw: str, folded: str) -> None:
    assert fold(plain(raw)).replace(" and ", " & ", raw.count("&")).split() == folded.split() or (
        fold(plain(raw)).split() == folded.split()
    )


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("J R", "JR", True), ("John", "J", True), ("Robert", "Bob", True), ("Dan", "Daniel", True),
        ("Jean-Pierre", "J P", True), ("Xiao Ming", "Xiaoming", True), ("", "Anna", True),
        ("R. John", "John", True), ("Jon", "John", False), ("Anna", "Bea", False),
        ("J K", "J R", False), ("Wei", "Wen", False), ("John Robert", "John Karl", False),
    ],
)  # fmt: skip
def test_given_names(one: str, other: str, is_one: bool) -> None:  # noqa: FBT001
    first, second = (person(Name(family="Smith", given=given_name)) for given_name in (one, other))
    assert compatible(first.given, second.given) is is_one
    assert compatible(second.given, first.given) is is_one


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    title = read_title(text)
    assert title.words == frozenset(title.whole.words)
    person(Name(literal=text))
    person(Name(family=text, given=text))


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)

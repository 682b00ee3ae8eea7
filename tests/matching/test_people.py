"""Names of people side by side: the cases that are hard, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.matching import Verdict, Work, agree, compare
from paperbib.matching.authors import Agreement, compare_people
from paperbib.matching.people import alike, is_surely_alike, people, person, surname_of
from paperbib.model import Name

TITLE = "Sparse codes in very deep networks"


def name(text: str) -> Name:
    """``Family, Given``; in braces a name that is not divided."""
    if text.startswith("{"):
        return Name(literal=text.strip("{}"))
    family, _, given_name = text.partition(", ")
    return Name(family=family, given=given_name or None)


def work(authors: str, year: int = 2018) -> Work:
    return Work(TITLE, tuple(map(name, authors.split("; "))), year)


ONE_PERSON = [
    ("Smith, John A.", "Smith, John"), ("Smith, John A.", "Smith, J. A."),
    ("Smith, John A.", "John A., Smith"), ("Wang, Xiao-Ming", "Wang, Xiaoming"),
    ("Wang, Xiaoming J.", "Wang, Xiao Ming"), ("García, Gabriel Márquez", "García Márquez, G."),
    ("García Márquez, Gabriel", "García, Gabriel"), ("Lane, Saunders", "Mac Lane, Saunders"),
    # Initials of any script, with a dot and without.
    ("Νικολάου, Ελένη", "Νικολάου, Ε."), ("Νικολάου, Ελένη", "Νικολάου, Ε"),
    ("Νικολάου, Όλγα", "Νικολάου, Ο."), ("Νικολάου, Ελένη", "{Νικολάου Ε}"),
    ("ΝΙΚΟΛΑΟΥ, ΕΛΕΝΗ", "Νικολάου, Ε."), ("Сидоров, Сергей", "{Сидоров С}"),
    ("Сидоров, Сергей Юрьевич", "Сидоров, СЮ"), ("Сидоров, Сергей Юрьевич", "{С. Ю. Сидоров}"),
    ("Şahin, Özgür", "{Şahin Ö}"), ("Կարապետյան, Արամ", "{Կարապետյան Ա}"),
    ("王, 伟", "{王伟}"), ("王, 伟", "{王 伟}"), ("王, 建国", "{王建国}"),
    ("김, 민수", "{김 민수}"), ("山田, 太郎", "{山田 太郎}"),
    ("Yu. I., Manin", "Manin, Yuri I."),
    # Family and given name have changed places.
    ("P. J., Rous", "Rous, P. J."), ("Kamani, Davoud", "D., Kamani"),
    ("D, Kamani", "Kamani, Davoud"), ("Robert W., Smith", "Smith, Robert William"),
    ("E, Weinan", "{Weinan E}"), ("Li, Wei", "{Wei LI}"), ("Wu, Jun", "{WU J}"),
    # Initials without blanks, beside names, with a hyphen.
    ("Kim, J-PW", "Kim, Jean Pierre W."), ("Kim, Jean PW", "Kim, Jean Pierre W."),
    ("Kim, H.-P.", "Kim, Hans-Peter"), ("Kim, JP", "Kim, Jean‐Pierre"), ("Li, NA", "Li, Na"),
    ("{Kim J-PW}", "Kim, Jean Pierre W."), ("{Tolkien J R R}", "Tolkien, JRR"),
    ("ZHANG, WEI MING", "Zhang, Weiming"), ("Berg, Anna K. van der", "van der Berg, A. K."),
    ("{Martin L. King Jr.}", "King, Martin Luther"),
    # Short forms, and abbreviations of more than a letter.
    ("Perelman, Grisha", "Perelman, Grigori"), ("Freudenthal, Hans", "Freudenthal, Johannes"),
    ("Smith, Bob", "Smith, Robert"), ("Smith, Mike", "Smith, Michael"),
    ("Smith, Joe", "Smith, Joseph"), ("Manin, Yu. I.", "Manin, Yuri I."),
    ("Manin, Yu.", "Manin, Y."), ("Koch, Chr.", "Koch, Christian"), ("Moore, Wm.", "Moore, W."),
    ("Petrov, Dmitri", "Petrov, Dmitriy"), ("Dupont, Ph.", "Dupont, Philippe"),
]  # fmt: skip
TWO_PEOPLE = [
    ("Smith, John A.", "Smith, John B."), ("Zhang, Wei A.", "Zhang, Wei B."),
    ("Wang, Li Q.", "Wang, Li R."), ("Zhang, Wei B.", "{Li Q. Wang}"),
    ("Zhang, Wei B.", "Wei A., Zhang"), ("Sinai, Ya. G.", "Sinai, Yu. G."),
    ("Νικολάου, Ε.", "Νικολάου, Μαρία"), ("Сидоров, С.", "{Сидоров П}"), ("王, 伟", "{王强}"),
    ("王, 伟", "王, 强"), ("Smith, Bert", "Smith, Sue"), ("Doe, Albert", "Doe, Robert"),
    ("Ο, Α.", "Ω, Α."), ("Wang, Xiaoming J.", "Wang, Xiao Ming K."),
]  # fmt: skip
PERHAPS_ONE = [
    ("Rossi, Maria", "Rossi, Mario"), ("Weber, Paul", "Weber, Paula"),
    ("Novak, Jana", "Novak, Janan"), ("Koch, Christian", "Koch, Christiane"),
    ("Petrova, Maria", "Petrova, Marina"), ("Wang, Xin", "Wang, Xing"),
    ("Wang, Wei", "Wang, Weiming"), ("Müller, Jens", "Möller, Jens"), ("王, 志", "王, 志明"),
    ("Peter, Jan", "Petersen, Jan"), ("Weber, Paul", "Weber, Pauline"),
    ("Anna, S.", "Smith, Anna"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_ways_to_write_one_name(one: str, other: str) -> None:
    assert compare(work(one), work(other)).verdict in {Verdict.SAME, Verdict.MAYBE}
    first, second = person(name(one)), person(name(other))
    assert alike(first, second), (first, second)
    assert is_surely_alike(first, second), (first, second)
    assert agree(work(one), work(other))


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_an_author_however_written_is_no_reason_to_doubt(one: str, other: str) -> None:
    assert compare(work(one), work(other, 2019)).verdict is Verdict.SAME


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_names_of_two_people(one: str, other: str) -> None:
    first, second = person(name(one)), person(name(other))
    assert not alike(first, second), (first, second)
    assert compare(work(one), work(other)).verdict is not Verdict.SAME
    assert not agree(work(one), work(other))


@pytest.mark.parametrize(("one", "other"), PERHAPS_ONE)
def test_names_that_two_people_may_have(one: str, other: str) -> None:
    first, second = person(name(one)), person(name(other))
    assert alike(first, second), (first, second)
    assert not is_surely_alike(first, second), (first, second)
    assert compare(work(one), work(other)).verdict is Verdict.MAYBE
    assert agree(work(one), work(other))
    team = "; Shazeer, Noam; Parmar, Niki"
    assert compare(work(one + team), work(other + team)).verdict is Verdict.SAME


def test_two_who_may_both_be_others_are_not_enough() -> None:
    one, other = work("Rossi, Maria; Weber, Paul"), work("Rossi, Mario; Weber, Paula")
    assert compare(one, other).verdict is Verdict.MAYBE


@pytest.mark.parametrize(
    ("text", "surname"),
    [("P. J., Rous", "rous"), ("van der Maaten, L.", "maten"), ("{Νικολάου Ε}", "νικολαου")],
)
def test_the_surname_that_a_name_is_found_by(text: str, surname: str) -> None:
    assert surname_of(name(text)) == surname


def test_of_a_long_list_all_names_may_have_changed_places() -> None:
    mine = [Name(family=f"Surname{number}o", given=f"Given{number}o A.") for number in range(60)]
    yours = [Name(family=one.given, given=one.family) for one in mine]
    found = compare_people(people(mine), people(yours))
    assert found.agreement is Agreement.FULL
    assert not found.is_opposed


def test_many_namesakes_take_no_longer_than_their_number() -> None:
    """Each is compared with a few of the others: 4 million comparisons would take seconds."""
    mine = [Name(family="Wang", given=f"A{number} B.") for number in range(2_000)]
    yours = [Name(family="Wang", given=f"B{number} C.") for number in range(2_000)]
    assert compare_people(people(mine), people(yours)).agreement is Agreement.NONE


NAMES = st.builds(
    Name,
    family=st.sampled_from(["Wang", "Müller", "Möller", "Peter", "Wei", "E", "P. J.", "王", "Ο"]),
    given=st.sampled_from(["", "J.", "John A.", "JR", "Wei", "Peter", "Yu. I.", "伟", "Ε"]),
) | st.builds(Name, literal=st.text(max_size=12) | st.sampled_from(["王伟", "Wang J", "WU J"]))
LISTS = st.lists(NAMES, max_size=5)


@given(LISTS, LISTS)
def test_comparing_people_is_symmetric(one: list[Name], other: list[Name]) -> None:
    first, second = people(one), people(other)
    assert compare_people(first, second) == compare_people(second, first)


@given(LISTS, st.randoms(use_true_random=False))
def test_an_order_is_no_difference(one: list[Name], chance: object) -> None:
    other = list(one)
    chance.shuffle(other)  # type: ignore[attr-defined]
    found = compare_people(people(one), people(other))
    assert found.agreement in {Agreement.FULL, Agreement.UNKNOWN}


@given(st.text(), st.text())
def test_any_name_is_its_own(family: str, given_name: str) -> None:
    one = person(Name(family=family, given=given_name))
    assert alike(one, one)
    assert is_surely_alike(one, one)

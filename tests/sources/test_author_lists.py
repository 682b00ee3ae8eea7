from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.sources.names import from_display, from_list


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
        ("A. One, Ph.D., B. Two", ["A. One", "B. Two"]),
        ("P.~One\\inst{1,2} and B.~Two\\thanks{A, B and C}", ["P. One", "B. Two"]),
        ("Smith J, Jones B", ["Smith J", "Jones B"]),
        ("A. One, with an appendix by Carl Roe", ["A. One", "Carl Roe"]),
        ("A. One and B. Two for the X Collaboration", ["A. One", "B. Two"]),
        ("A. One for the X Collaboration, X Collaboration", ["A. One", "X Collaboration"]),
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
    "unit",
    r"""A. One, |A.One (|(|$|A and |One, B., |^{|[1|*|\inst|a for |1,|Dr. |, PhD|De |{~
    |with an appendix by |a1""".replace("\n    ", "").split("|"),
)
def test_thousands_of_authors_take_linear_time(unit: str) -> None:
    started = time.process_time()
    list(from_list(unit * 10_000))
    from_display(unit * 10_000)
    from_display("Ada \\inst" + unit * 10_000 + "\\")
    assert time.process_time() - started < 2

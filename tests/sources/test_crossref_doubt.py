"""When "Crossref does not know it" is an answer, and when Crossref is not well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.crossref_network import ENDPOINT, FakeHttp, api_of, fetch, numbered, told
from tests.standin import Fault
from tests.standin.crossref import Crossref

from paperbib.errors import RefusedError
from paperbib.model import Failed
from paperbib.sources.http import Reply

T = TypeVar("T")

EIGHT = numbered(8)
EVERYTHING = range(1, 100)
NOT_FOUND, EMPTY = standin.status(404), Fault("empty")
NOBODY = "10.1000/nobody"


@dataclass
class Forgetful(FakeHttp):
    """A network in which lists leave something out."""

    forgets: Sequence[str] = ()

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask once."""
        if "filter" not in params:
            return super().get(url, params, read)
        works = {one: work for one, work in self.api.works.items() if one not in self.forgets}
        return FakeHttp(Crossref(works), asked=self.asked).get(url, params, read)


def ill(fault: Fault, *knows: str, when: Sequence[int] = EVERYTHING) -> FakeHttp:
    """A network in which something goes wrong with some questions."""
    return FakeHttp(api_of(*knows), faults=dict.fromkeys(when, fault))


@pytest.mark.parametrize("fault", [NOT_FOUND, EMPTY], ids=["404", "empty"])
@pytest.mark.parametrize("new", [(), (NOBODY,)])
def test_what_it_had_is_not_missing(fault: Fault, new: Sequence[str]) -> None:
    http = ill(fault, *EIGHT)
    answers = fetch(http, *EIGHT, *new, known=EIGHT)
    assert "M" not in told(answers)
    assert told(answers).count("X") >= 7
    assert len(http.asked) == 2
    assert all(one.reason for one in answers if isinstance(one, Failed))


def test_half_a_list_is_left_at_that() -> None:
    http = Forgetful(api_of(*EIGHT), forgets=EIGHT[1::2])
    assert told(fetch(http, *EIGHT, known=EIGHT)) == "FFFXFXFX"
    assert len(http.asked) == 2


def test_one_doi_alone_that_it_had_is_not_missing() -> None:
    http = ill(NOT_FOUND, *EIGHT)
    assert told(fetch(http, EIGHT[0], known=EIGHT[:1])) == "X"
    assert len(http.asked) == 1
    http = ill(NOT_FOUND, *EIGHT)
    assert told(fetch(http, EIGHT[0], known=EIGHT)) == "X"
    assert len(http.asked) == 2


@pytest.mark.parametrize("known", [EIGHT[7:], EIGHT, EIGHT[:1]])
def test_what_it_has_no_more_is_missing_if_it_is_well(known: Sequence[str]) -> None:
    http = FakeHttp(api_of(*EIGHT[:7]))
    assert told(fetch(http, *EIGHT, known=known)) == "FFFFFFFM"
    assert len(http.asked) <= 3
    assert http.asked[1] == f"{ENDPOINT}/{EIGHT[7]}"


def test_what_it_has_no_more_is_not_missing_if_single_questions_are_ill() -> None:
    http = ill(NOT_FOUND, *EIGHT[:6], when=range(2, 100))
    assert told(fetch(http, *EIGHT, known=EIGHT)) == "FFFFFFXX"
    assert len(http.asked) == 3


def test_an_odd_one_asked_before_the_list_is_settled_in_the_end() -> None:
    odd = "10.1000/<odd>"
    assert told(fetch(FakeHttp(api_of(*EIGHT)), odd, *EIGHT, known=[odd])) == "FFFFFFFFM"
    http = ill(NOT_FOUND, *EIGHT, when=(1, 3))
    assert told(fetch(http, odd, *EIGHT, known=[odd])) == "FFFFFFFFX"
    assert len(http.asked) == 3


def test_one_that_was_never_found_is_missing_if_another_is_found() -> None:
    http = FakeHttp(api_of(*EIGHT))
    assert told(fetch(http, NOBODY, known=EIGHT)) == "M"
    assert http.asked == [f"{ENDPOINT}/{NOBODY}", f"{ENDPOINT}/{EIGHT[0]}"]
    http = ill(NOT_FOUND, *EIGHT)
    assert told(fetch(http, NOBODY, known=EIGHT)) == "X"
    assert len(http.asked) == 2


def test_a_404_of_the_list_is_no_answer_about_dois() -> None:
    http = ill(NOT_FOUND)
    assert told(fetch(http, *EIGHT)) == "X" * 8
    assert len(http.asked) <= 3


def test_a_proxy_that_finds_nothing_is_soon_left_alone() -> None:
    page = RefusedError("404", status=404, body=b"<html>no such page</html>")
    for first in (1, 2):
        http = FakeHttp(api_of(), errors=dict.fromkeys(range(first, 100), page))
        assert set(told(fetch(http, *EIGHT))) == {"X"}
        assert len(http.asked) <= 3


def test_who_has_no_lists_at_all_is_asked_one_by_one() -> None:
    http = ill(NOT_FOUND, *EIGHT, when=[1])
    assert told(fetch(http, NOBODY, *EIGHT, known=EIGHT[:4])) == "FFFFFFFFM"
    assert len(http.asked) == 10


def test_one_that_became_an_alias_is_found_and_no_sign_of_trouble() -> None:
    http = FakeHttp(api_of(*EIGHT[:5], "10.1000/prime"))
    http.api.aliases |= dict.fromkeys(EIGHT[5:], "10.1000/prime")
    assert told(fetch(http, *EIGHT, NOBODY, known=EIGHT)) == "FFFFFFFFM"


def test_one_that_lists_leave_out_does_not_cost_the_others() -> None:
    http = Forgetful(api_of(*EIGHT), forgets=EIGHT[3:4])
    assert told(fetch(http, *EIGHT, NOBODY, known=EIGHT)) == "FFFFFFFFM"
    assert len(http.asked) == 3


@given(
    st.sets(st.sampled_from(EIGHT)),
    st.sets(st.sampled_from(EIGHT)),
    st.dictionaries(st.integers(1, 12), st.sampled_from([NOT_FOUND, EMPTY, standin.HTML])),
)
def test_whatever_goes_wrong_each_has_an_answer_and_questions_are_few(
    there: set[str], known: set[str], faults: dict[int, Fault]
) -> None:
    http = FakeHttp(api_of(*there), faults=faults)
    answers = fetch(http, *EIGHT, NOBODY, known=sorted(known))
    assert len(http.asked) <= 12
    if not faults:
        missing = {one.identifier.value for one in answers if told([one]) == "M"}
        assert not missing & there

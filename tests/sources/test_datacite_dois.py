from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.datacite_dois import DOI, SOFTWARE, body
from tests.standin import Reply

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.identifiers.whole import parse
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import Places, open_source
from paperbib.sources.datacite_dois import DataciteDoisSource
from paperbib.sources.http import Reply as ReplySeen

T = TypeVar("T")
ENDPOINT = "http://127.0.0.1/dois"
NOT_FOUND = b'{"errors":[{"status":"404","title":"The resource you are looking for does not"}]}'


@dataclass
class FakeHttp:
    """Replies by DOI, or an error that is due, by the number of the question."""

    contents: Mapping[str, bytes]
    errors: dict[int, HttpError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        assert not params
        self.asked.append(url.removeprefix(f"{ENDPOINT}/"))
        if error := self.errors.get(len(self.asked)):
            raise error
        content = self.contents.get(self.asked[-1])
        if content is None:
            raise RefusedError("404", status=404, body=NOT_FOUND)
        return read(Reply(200, content))


def fetch(http: FakeHttp, *dois: str) -> list[Answer]:
    asked = [parse(f"doi:{one}") for one in dois]
    answers = list(DataciteDoisSource(f"{ENDPOINT}/").fetch(asked, http))
    assert [answer.identifier for answer in answers] == sorted(set(asked))
    assert {answer.source for answer in answers} <= {"datacite-dois"}
    return answers


def told(answers: list[Answer]) -> str:
    letters: dict[type, str] = {Found: "F", Missing: "M", Failed: "X"}
    return "".join(letters[type(answer)] for answer in answers)


def test_a_reply_becomes_a_record() -> None:
    (answer,) = fetch(FakeHttp({DOI: body()}), DOI)
    assert isinstance(answer, Found)
    assert answer.record == Record.model_validate(
        {
            "source": "datacite-dois",
            "identifier": f"doi:{DOI}",
            "title": "tests/tests: v1.2 & more",
            "authors": [
                {"family": "Author", "given": "Ada"},
                {"family": "van der Berg", "given": "Jan", "raw": "van der Berg, Jan"},
                {"literal": "Institute of Tests"},
            ],
            "published": "2022-11-20",
            "issued": "2022-11-20",
            "abstract": "It tests & runs.",
            "doi": DOI,
            "publisher": "Zenodo",
        }
    )
    assert '"xml"' not in answer.raw
    assert DataciteDoisSource("").to_record(answer.identifier, answer.raw) == answer.record


def test_what_datacite_does_not_know_is_missing() -> None:
    dois = ["10.1000/b", DOI, "10.1000/a", DOI.upper()]
    assert told(fetch(FakeHttp({DOI: body()}), *dois)) == "MMF"


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.1000/a(b)<c>;2-#", "10.1000/a%28b%29%3Cc%3E%3B2-%23"),
        ("10.1000/a/../b", "10.1000%2Fa%2F..%2Fb"),
        ("10.1000/a//b", "10.1000%2Fa%2F%2Fb"),
        ("10.1000/ä", "10.1000/%C3%A4"),
    ],
)
def test_odd_dois_stay_whole_in_the_address(doi: str, path: str) -> None:
    http = FakeHttp({path: body(doi=doi)})
    assert (told(fetch(http, doi)), http.asked) == ("F", [path])


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        pytest.param({2: UnreachableError("no network")}, "FXX", id="unreachable"),
        pytest.param({2: BusyError("429", status=429)}, "FXX", id="busy"),
        pytest.param({2: RefusedError("403")}, "FXF", id="refused once"),
        pytest.param({1: RefusedError("403"), 2: RefusedError("403")}, "XXX", id="twice"),
        pytest.param({2: RefusedError("", status=404, body=b"<p>no</p>")}, "FXF", id="a 404"),
        pytest.param({2: RefusedError("", status=404, body=NOT_FOUND)}, "FMF", id="missing"),
    ],
)
def test_faults_of_the_network_are_answers(errors: dict[int, HttpError], expected: str) -> None:
    dois = [f"10.1000/{letter}" for letter in "abc"]
    http = FakeHttp({one: body(doi=one) for one in dois}, errors)
    assert told(fetch(http, *dois)) == expected


GOOD = body()


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", standin.HTML.body, body(doi="10.5281/zenodo.1"), body(doi=None)]
    + [body(types="Text"), body(titles={"title": "T"}), body(publisher=7), body(creators=[7])]
    + [GOOD[: len(GOOD) * percent // 100] for percent in range(5, 100, 10)],
    ids=lambda content: f"{len(content)}{content[:20]!r}",
)
def test_what_is_no_record_of_the_doi_is_no_answer(content: bytes) -> None:
    assert told(fetch(FakeHttp({DOI: content}), DOI)) == "X"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(SOFTWARE)), _JSON, max_size=4))
def test_no_attributes_escape_fetch(changes: dict[str, object]) -> None:
    (answer,) = fetch(FakeHttp({DOI: body(**changes)}), DOI)
    assert isinstance(answer, Found | Failed)
    if isinstance(answer, Found):
        assert answer.record.model_dump_json().encode()


def test_it_is_there_where_datacite_is() -> None:
    assert open_source("datacite-dois", Places("a")) is None
    source = open_source("datacite-dois", Places("a", datacite=ENDPOINT))
    assert source
    assert (source.name, set(source.schemes)) == ("datacite-dois", {"doi"})

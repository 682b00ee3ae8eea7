from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.crossref_network import (
    ENDPOINT,
    FakeHttp,
    Saying,
    api_of,
    fetch,
    ids,
    numbered,
    told,
)
from tests.standin import Fault
from tests.standin.crossref import Crossref, Work

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.model import Failed
from paperbib.sources.crossref import CrossrefSource


@pytest.mark.parametrize(
    "fault",
    [standin.status(400), standin.status(404), standin.status(403), Fault("empty"), standin.HTML]
    + [Fault("body", body=body) for body in (b"", b"[]", b'{"message": {"items": 7}}', b"null")]
    + [standin.cut(50), standin.status(503), standin.status(429, "5")],
    ids=lambda fault: f"{fault.kind}{fault.status}{fault.body[:9]!r}",
)
def test_where_lists_are_not_to_be_had_each_is_asked_for_alone(fault: Fault) -> None:
    http = FakeHttp(api_of(*numbered(3)), faults={1: fault})
    assert told(fetch(http, *numbered(3), "10.1000/none")) == "FFFM"
    assert len(http.asked) == 5


def test_who_refuses_lists_is_not_asked_for_one_again() -> None:
    http = FakeHttp(api_of(*numbered(120)))
    http.api.takes_lists = False
    assert told(fetch(http, *numbered(120))) == "F" * 120
    assert len(http.asked) == 121


@pytest.mark.parametrize(
    ("errors", "expected", "questions"),
    [
        pytest.param({1: UnreachableError("no network")}, "XXXXX", 1, id="unreachable"),
        pytest.param({1: BusyError("503"), 2: BusyError("503")}, "XXXXX", 2, id="busy twice"),
        pytest.param({1: RefusedError("403"), 2: BusyError("429")}, "XXXXX", 2, id="refused, busy"),
        pytest.param({1: BusyError("503"), 3: BusyError("503")}, "FXFFF", 6, id="not in a row"),
        pytest.param(
            {1: BusyError("a"), 3: BusyError("b"), 4: BusyError("c")}, "FXXXX", 4, id="late"
        ),
        pytest.param({1: BusyError("a"), 3: UnreachableError("b")}, "FXXXX", 3, id="gone"),
        pytest.param(
            {1: BusyError("a"), 3: RefusedError("", status=404, body=b"<html>not here</html>")},
            "FXFFF",
            6,
            id="a 404 of somebody else",
        ),
        pytest.param(
            {1: BusyError("a"), 3: RefusedError("", status=404, body=b"Resource not found.")},
            "FMFFF",
            6,
            id="missing",
        ),
    ],
)
def test_faults_of_the_network_are_answers(
    errors: dict[int, HttpError], expected: str, questions: int
) -> None:
    http = FakeHttp(api_of(*numbered(5)), errors=errors)
    answers = fetch(http, *numbered(5))
    assert (told(answers), len(http.asked)) == (expected, questions)
    assert all(one.reason is not None for one in answers if isinstance(one, Failed))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"Resource not found.", "M"),
        (b'{"status": "error", "message-type": "x", "message": {}}', "M"),
        (b'{"detail": "Not Found"}', "X"),
        (b"404 page not found", "X"),
        (b"<html><body>Resource not found.</body></html>", "X"),
        (b"", "X"),
        (b"\xff", "X"),
    ],
)
def test_only_crossref_knows_what_is_missing(body: bytes, expected: str) -> None:
    error = RefusedError("404", status=404, body=body)
    assert told(fetch(FakeHttp(api_of(), errors={1: error}), "10.1000/x")) == expected


REPLY = Crossref({"10.1000/1": Work("10.1000/1", "One")}).answer(
    "/works/10.1000/1", {}, standin.NONE
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"message": []}',
        b'{"message": {"DOI": null}}',
        standin.HTML.body,
        REPLY.content + b"}",
        REPLY.content.replace(b'"member": "297"', b'"member": ' + b"9" * 5000),
        REPLY.content.replace(b'"member": "297"', b'"member": ' + b"[" * 200_000),
        REPLY.content.replace(b"Journal", b"\xff"),
        REPLY.content.decode().encode("utf-16"),
        *(REPLY.content[: len(REPLY.content) * percent // 100] for percent in range(5, 100, 5)),
    ],
    ids=lambda content: f"{len(content)}{content[:20]!r}",
)
def test_what_is_no_work_is_worth_another_try_and_no_answer(content: bytes) -> None:
    with pytest.raises(BusyError, match=r"^Crossref sent no work: ") as raised:
        CrossrefSource(ENDPOINT)._ask(ids("10.1000/1")[0], Saying(content))  # noqa: SLF001 - as is
    assert "\n" not in raised.value.reason
    assert told(fetch(Saying(content), *numbered(3))) == "XXX"


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore"))
)
def test_no_bytes_escape(content: bytes) -> None:
    assert told(fetch(Saying(content), *numbered(2))) == "XX"

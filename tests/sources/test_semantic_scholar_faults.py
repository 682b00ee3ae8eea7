from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.scholar_network import FakeHttp, Saying, api_of, fetch, numbered, told
from tests.standin.semantic_scholar import item

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.model import Failed, Found, Missing
from paperbib.sources.semantic_scholar import SemanticScholarSource

NONE_KNOWN = b'{"error":"No valid paper ids given"}'


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(UnreachableError("no network"), "FFXXX", id="unreachable"),
        pytest.param(BusyError("429", status=429), "FFXXX", id="429"),
        pytest.param(RefusedError("403", status=403), "FFXXX", id="403"),
        pytest.param(RefusedError("400", status=400), "FFXXX", id="400"),
        pytest.param(RefusedError("", status=400, body=b"\xff"), "FFXXX", id="no text"),
        pytest.param(
            RefusedError("", status=400, body=b'{"error": ["No valid paper ids"]}'),
            "FFXXX",
            id="no reason",
        ),
        pytest.param(RefusedError("", status=404, body=NONE_KNOWN), "FFXXX", id="404"),
        pytest.param(RefusedError("", status=400, body=NONE_KNOWN), "FFMMF", id="none known"),
    ],
)
def test_after_a_question_without_a_reply_no_more_is_asked(
    monkeypatch: pytest.MonkeyPatch, error: HttpError, expected: str
) -> None:
    monkeypatch.setattr("paperbib.sources.semantic_scholar._MOST_AT_ONCE", 2)
    http = FakeHttp(api_of(*((one.value, None) for one in numbered(5))), errors={2: error})
    assert told(fetch(http, *numbered(5))) == expected
    assert http.questions == (2 if "X" in expected else 3)


GOOD = json.dumps([item(one.value, "T") for one in numbered(3)]).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"{}",
        b"[]",
        b'{"data": []}',
        b"[null, null]",
        b"[null, null, null, null]",
        b'{"message": "Too Many Requests", "code": "429"}',
        standin.HTML.body,
        GOOD + b"]",
        GOOD.decode().encode("utf-16"),
        GOOD.replace(b"13756489", b"9" * 5000),
        GOOD.replace(b"13756489", b"[" * 200_000),
        *(GOOD[: len(GOOD) * percent // 100] for percent in range(5, 100, 5)),
    ],
    ids=lambda content: f"{len(content)}{content[:20]!r}",
)
def test_a_reply_of_another_form_is_no_answer_to_anybody(content: bytes) -> None:
    http = Saying(content=content)
    answers = fetch(http, *numbered(3))
    assert told(answers) == "XXX"
    assert http.questions == 1
    assert all("\n" not in one.reason for one in answers if isinstance(one, Failed))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_FIELD = st.sampled_from(["externalIds", "title", "year", "authors", "paperId"])


@given(st.dictionaries(_FIELD, _JSON, max_size=4))
def test_no_item_escapes_fetch(changes: dict[str, object]) -> None:
    content = json.dumps([item("2001.00001", "T") | changes]).encode()
    (answer,) = fetch(Saying(content=content), *numbered(1))
    assert isinstance(answer, Found | Failed)


@given(_JSON | st.lists(_JSON, min_size=1, max_size=1))
def test_no_json_escapes_fetch(reply: object) -> None:
    (answer,) = fetch(Saying(content=json.dumps(reply).encode()), *numbered(1))
    assert isinstance(answer, Missing if reply == [None] else Failed)


@given(st.binary(max_size=60))
def test_no_bytes_escape(content: bytes) -> None:
    assert told(fetch(Saying(content=content), *numbered(1))) == "X"
    with pytest.raises(ValueError, match=r"."):
        SemanticScholarSource("", "").to_record(numbered(1)[0], content.decode("latin-1"))

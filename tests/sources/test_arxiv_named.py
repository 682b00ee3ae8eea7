"""Who a refusal is about, in whatever words and spelling."""

from __future__ import annotations

import pytest
from tests.sources.arxiv_network import FakeHttp, api_of, error_feed, fetch, kinds
from tests.standin import Reply, fake_papers

from paperbib.model import Found, Invalid

IDS = [paper.id for paper in fake_papers(4)]
OLD = "hep-th/9901001"
HTML = "<html><title>400</title><p>Not a paper: <b>{}</b>, said the server.</html>"


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("incorrect id format for {}", ""),
        ("incorrect id format for {}v1", ""),
        ("Incorrect ID format for {}V12.", ""),
        ("incorrect id format for arXiv:{}", ""),
        ("incorrect id format for '{}'", ""),
        ("incorrect id format for: {}", ""),
        ("incorrect id format of  {} ", ""),
        ("invalid arXiv identifier for {}", ""),
        ("", "incorrect_id_format_for_{}"),
        ("", "incorrect_id_format_for_{}v3"),
        ("incorrect id format for", "incorrect_id_format_for_{}"),
    ],
)
@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (IDS[0], IDS[0]),
        (OLD, OLD),
        (OLD, "HEP-TH/9901001"),
        (OLD, "hep-th%2F9901001"),
        (OLD, "hep-th%252f9901001"),
        (OLD, "hep-th.AB/9901001"),
        (OLD, "hep-th_9901001"),
    ],
)
@pytest.mark.parametrize("status", [400, 200])
def test_the_named_one_is_known_in_any_spelling(
    text: str, anchor: str, value: str, spelled: str, status: int
) -> None:
    reply = error_feed(text.format(spelled), anchor.format(spelled), status=status)
    http = FakeHttp(api_of(*fake_papers(3)), replies={1: reply})
    asked = [value, *IDS[1:3]]
    answers = fetch(http, *asked)
    assert [type(answers[one]) for one in asked] == [Invalid, Found, Found]
    assert http.ids_asked == [sorted(asked), IDS[1:3]]


@pytest.mark.parametrize(
    "words",
    [
        "{} is not a valid identifier",
        "{}: no such form",
        "paper {} is unavailable",
        "id format incorrect: {}",
        "could not parse id_list: {}",
        "could not parse id_list ({}v2).",
        "The arXiv identifier {} is malformed",
        "unrecognized identifier arXiv:{}",
        "http://arxiv.org/abs/{} is none",
        "'{}' looks odd. Is '{}' one?",
    ],
)
@pytest.mark.parametrize(("value", "spelled"), [(IDS[0], IDS[0]), (OLD, OLD), (OLD, OLD.upper())])
def test_a_name_is_a_name_whatever_the_words_around_it(
    words: str, value: str, spelled: str
) -> None:
    said = words.replace("{}", spelled)
    for reply in (
        error_feed(said, ""),
        error_feed(said, "", status=200),
        error_feed("", said.replace(" ", "_")),
        Reply(400, said.encode(), "text/plain"),
        Reply(400, HTML.replace("{}", spelled).encode(), "text/html"),
        Reply(400, f'{{"detail": "{said.replace("/", "%2F")}"}}'.encode(), "application/json"),
        Reply(400, b"\xff" + said.encode(), "text/plain"),
    ):
        http = FakeHttp(api_of(*fake_papers(3)), replies={1: reply})
        answers = fetch(http, value, *IDS[1:3])
        assert [type(answers[one]) for one in (value, *IDS[1:3])] == [Invalid, Found, Found]
        assert len(http.questions) == 2


@pytest.mark.parametrize(
    "body",
    [
        "Bad Request",
        "",
        f"neither {IDS[0]} nor {IDS[1]}",
        f"GET /api/query?id_list={','.join(IDS[:4])}&start=0&max_results=4: Bad Request",
        f"what is 1{IDS[0]}?",
        f"what is {IDS[0]}1?",
        f"what is {IDS[0]}.1?",
        f"what is math/{IDS[0]}-x?",
        "<style>p {text-align: start}</style>",
    ],
)
def test_who_is_not_named_alone_and_whole_is_not_named(body: str) -> None:
    http = FakeHttp(api_of(*fake_papers(4)), replies={1: Reply(400, body.encode())})
    assert kinds(fetch(http, *IDS[:4])) == [Found] * 4
    assert http.ids_asked == [IDS[:4], IDS[:2], IDS[2:4]]

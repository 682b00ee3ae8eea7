from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests import standin
from tests.sources.arxiv_network import ENDPOINT, FakeHttp, api_of, error_feed, feed_of
from tests.standin import Paper, Reply, fake_papers

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.sources import title_search
from paperbib.sources.arxiv import ArxivSource
from paperbib.sources.pages import ComplaintError
from paperbib.sources.title_search import is_well, query, search

TERM = re.compile(r'(?:ti|au):(?:"([^"]*)"|([^\s"()]+))')


def _paper(value: str, title: str, *authors: str) -> Paper:
    first = datetime(2017, 8, 23, tzinfo=UTC)
    return Paper(id=value, title=title, authors=authors or ("Ada Author",), dates=(first,))


CONVERGENCE = _paper(
    "1708.07120",
    "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
    "Leslie N. Smith",
    "Nicholay Topin",
)
SEQUENCES = _paper(
    "1308.0850", "Generating Sequences With Recurrent Neural Networks", "Alex Graves"
)
CAT = _paper("2001.00002", "Schrödinger's Cat: AND (or) not?")


def _http(*papers: Paper, faults: tuple[standin.Fault, ...] = ()) -> FakeHttp:
    return FakeHttp(api_of(*papers, faults=faults))


def _found(http: FakeHttp, **asked: object) -> list[str]:
    return [one.identifier.value for one in search(http, ENDPOINT, **asked)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"phrase": "Super-Convergence: Very Fast"}, ["1708.07120"]),
        ({"phrase": "super convergence"}, ["1708.07120"]),
        ({"phrase": "Training Fast Very"}, []),
        ({"phrase": "generating sequence with recurrent neural network"}, ["1308.0850"]),
        ({"words": ["networks", "neural"]}, ["1308.0850", "1708.07120"]),
        ({"words": ["the", "neural", "networks"], "people": ["Graves"]}, ["1308.0850"]),
        ({"words": ["neural"], "people": ["Graves", "Smith"]}, []),
        ({"phrase": "Schrödinger’s cat - and (OR) NOT"}, ["2001.00002"]),
        ({"phrase": "Schr\\\"odinger's Cat"}, ["2001.00002"]),
        ({"words": ["nonsense"]}, []),
        ({"words": ["neural"], "limit": 1}, ["1308.0850"]),
    ],
)
def test_papers_are_found_by_title_and_author(
    asked: dict[str, object], expected: list[str]
) -> None:
    assert _found(_http(CONVERGENCE, SEQUENCES, CAT), **asked) == expected


def test_what_is_found_is_an_ordinary_answer_of_arxiv() -> None:
    http = _http(CONVERGENCE)
    (searched,) = search(http, ENDPOINT, phrase="Super-Convergence")
    (asked,) = ArxivSource(ENDPOINT).fetch([searched.identifier], http)
    assert searched == asked
    assert http.questions[0] == {
        "search_query": 'ti:"super convergence"',
        "start": "0",
        "max_results": "10",
    }


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ('"', ""),
        ("***", ""),
        ("the", ""),
        ("", ""),
        ("\x00\n\t", ""),
        ("AND OR ANDNOT", ""),
        ("深度学习", "ti:深度学习"),
        ('a" OR ti:b', 'ti:"a or ti b"'),
        ("cat) ANDNOT au:smith", 'ti:"cat andnot au smith"'),
        ("wild* car?d", 'ti:"wild car d"'),
        ("back\\slash", 'ti:"back slash"'),
        ("GPT-3.5: 1,000 d'Alembert", 'ti:"gpt 3.5 1,000 d\'alembert"'),
        ("Lovelace's notes", 'ti:"lovelace notes"'),
        ("co-\x00op \u2028era", 'ti:"co op era"'),
        ("x" * 400, ""),
    ],
)
def test_of_a_title_only_its_words_are_sent(phrase: str, expected: str) -> None:
    assert query(phrase=phrase) == expected


def test_nothing_is_asked_where_no_word_is_left() -> None:
    http = _http(CONVERGENCE)
    assert search(http, ENDPOINT, phrase="(…)", words=["the"], people=["Smith"]) == []
    assert http.questions == []


@given(st.text(), st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
@example('" OR all:the', ['"', "AND"], [") ANDNOT ti:x"])
@example("A\u0345 İ ﬁ", ["a b"], ["van der Maaten"])
def test_nothing_in_a_title_changes_the_question(
    phrase: str, words: list[str], people: list[str]
) -> None:
    asked = query(phrase=phrase, words=words, people=people)
    terms = asked.split(" AND ") if asked else []
    assert all(TERM.fullmatch(term) for term in terms)
    assert all(term == term.lower() for term in terms)
    assert sum(term.startswith("au:") for term in terms) <= 3
    assert not asked or terms[0].startswith("ti:")


@given(st.text("ab cd'’.", max_size=2000))
@example("word " * 200_000)
def test_long_titles_are_cut_at_a_word(title: str) -> None:
    asked = query(phrase=title)
    assert len(asked) <= title_search.LONGEST + len('ti:""')
    assert not asked or asked.removeprefix("ti:").strip('"') in " ".join(
        title_search._words(title)  # noqa: SLF001 - the words before they are cut
    )


UNREADABLE = feed_of(CONVERGENCE).replace(b"<published>2017", b"<published>soon")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (standin.RATE_EXCEEDED, BusyError),
        (standin.HTML, BusyError),
        (standin.NOTHING, BusyError),
        (standin.SHORT, BusyError),
        (standin.cut(50), BusyError),
        (standin.status(429), BusyError),
        (standin.status(503), BusyError),
        (standin.status(403), RefusedError),
        (standin.HANG, BusyError),
    ],
)
def test_no_usable_reply_is_an_error_and_not_an_empty_result(
    fault: standin.Fault, kind: type[HttpError]
) -> None:
    papers = fake_papers(4)
    http = _http(*papers, faults=(fault,) * 2)
    with pytest.raises(kind):
        search(http, ENDPOINT, phrase="paper numbered")
    assert not is_well(http, ENDPOINT, "On the Paper Numbered 1")
    assert len(search(http, ENDPOINT, phrase="paper numbered")) == 4


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error_feed("Cannot parse fragment", status=200), ComplaintError),
        (Reply(200, UNREADABLE), BusyError),
        (
            Reply(200, re.sub(rb"<entry>.*</entry>", b"", feed_of(CONVERGENCE), flags=re.DOTALL)),
            BusyError,
        ),
    ],
    ids=["complaint", "unreadable", "none of one"],
)
def test_feeds_that_are_no_answer(reply: Reply, kind: type[HttpError]) -> None:
    http = _http(CONVERGENCE)
    http.replies[1] = reply
    with pytest.raises(kind):
        search(http, ENDPOINT, phrase="super")


def test_busy_replies_are_asked_again() -> None:
    http = _http(CONVERGENCE, faults=(standin.RATE_EXCEEDED, standin.SHORT))
    http.tries = 3
    assert _found(http, phrase="super convergence") == ["1708.07120"]


def test_an_ill_arxiv_sends_empty_pages_and_a_known_title_shows_it() -> None:
    http = _http(CONVERGENCE, SEQUENCES, faults=(standin.EMPTY,) * 3)
    assert search(http, ENDPOINT, phrase=SEQUENCES.title) == []
    assert not is_well(http, ENDPOINT, CONVERGENCE.title)
    assert not is_well(http, ENDPOINT)
    assert is_well(http, ENDPOINT, CONVERGENCE.title)
    assert is_well(http, ENDPOINT)
    assert is_well(http, ENDPOINT, "…")


def test_other_papers_than_the_known_one_do_not_show_that_arxiv_is_well() -> None:
    http = _http(CONVERGENCE)
    assert not is_well(http, ENDPOINT, "Super-Convergence")

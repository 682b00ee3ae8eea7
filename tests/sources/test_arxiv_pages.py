"""What makes a page one that can be relied on."""

from __future__ import annotations

import re

import pytest
from tests import standin
from tests.sources.arxiv_network import (
    HARD,
    SEARCHES,
    FakeHttp,
    api_of,
    error_feed,
    feed_of,
    fetch,
    kinds,
    reasons,
)
from tests.standin import Fault, Paper, Reply, fake_papers

from paperbib.errors import BusyError
from paperbib.model import Failed, Found, Missing
from paperbib.sources import atom

PAPERS = fake_papers(3)
IDS = [paper.id for paper in PAPERS]


def _sent(*contents: bytes) -> FakeHttp:
    """An API that sends these bodies first."""
    replies = {number: Reply(200, content) for number, content in enumerate(contents, 1)}
    return FakeHttp(api_of(*fake_papers(100)), replies=replies)


def _entry_of(paper: Paper) -> bytes:
    content = feed_of(paper)
    return content[content.index(b"  <entry>") : content.index(b"</entry>") + 9]


def _with(content: bytes, *entries: bytes) -> bytes:
    end = content.index(b"</feed>")
    return content[:end] + b"\n".join(entries) + content[end:]


@pytest.mark.parametrize(
    "fault",
    [
        standin.RATE_EXCEEDED,
        standin.HTML,
        standin.NOTHING,
        standin.SHORT,
        *[standin.cut(percent) for percent in range(0, 100, 5)],
        standin.cut(99),
        Fault("body", body=b"\x1f\x8b\x08\x00garbage"),
        Fault("body", body=b'{"error": "Rate exceeded."}'),
        Fault("body", body=b"\xff\xfe\x00"),
        Fault("body", body=b"<?xml version='1.0' encoding='nonsense'?><feed/>"),
    ],
    ids=lambda fault: f"{fault.kind}{fault.percent}{fault.body[:4]!r}",
)
def test_half_an_answer_is_none(fault: Fault) -> None:
    http = FakeHttp(api_of(*fake_papers(10), faults=(fault,)))
    answers = fetch(http, IDS[0])
    assert kinds(answers) == [Failed]
    (reason,) = reasons(answers)
    assert reason.startswith("arXiv sent ")
    assert "\n" not in reason
    assert http.questions[1:] == SEARCHES[:1], "arXiv is well, but nobody else was asked for"


def test_a_feed_that_lost_entries_is_not_a_feed_of_fewer_papers() -> None:
    content = feed_of(*PAPERS)
    with pytest.raises(BusyError, match="arXiv sent 2 of 3 entries") as caught:
        atom.parse(content.replace(_entry_of(PAPERS[1]), b""), most=100)
    assert isinstance(caught.value, atom.ShortFeedError)
    assert len(caught.value.feed.entries) == 2
    assert len(atom.parse(content, most=2).entries) == 3


def test_what_a_short_feed_has_is_used_and_the_rest_asked_for_alone() -> None:
    short = feed_of(*PAPERS).replace(_entry_of(PAPERS[1]), b"")
    http = _sent(short)
    assert kinds(fetch(http, *IDS)) == [Found] * 3
    assert http.ids_asked == [IDS, [IDS[1]]]


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_that_lost_all_entries_is_none(number: int) -> None:
    content = feed_of(*PAPERS[:number])
    for paper in PAPERS[:number]:
        content = content.replace(_entry_of(paper), b"")
    with pytest.raises(atom.UnusableError, match=f"arXiv sent 0 of {number} entries") as caught:
        atom.parse(content, most=100)
    assert not isinstance(caught.value, atom.ShortFeedError)


def test_a_feed_without_a_total_is_of_what_it_has() -> None:
    total = re.compile(rb"<opensearch:totalResults>\d+</opensearch:totalResults>")
    assert total.search(feed_of())
    http = _sent(total.sub(b"", feed_of(*PAPERS[:2])))
    assert kinds(fetch(http, *IDS)) == [Found] * 3
    assert http.ids_asked == [IDS, [IDS[2]]], "asked alone, as it may be missing"
    with pytest.raises(atom.UnusableError, match="no totalResults"):
        atom.parse(total.sub(b"", feed_of()), most=1)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<title>On", b"<name>On", "mismatch"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>many", "no totalResults"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>-1", "no totalResults"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>1.5", "no totalResults"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>1e3", "no totalResults"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>" + b"9" * 9999, "no total"),
        (b"<opensearch:totalResults>1", "<opensearch:totalResults>١".encode(), "no totalResults"),
        (b"<opensearch:totalResults>1<", b"<opensearch:totalResults><", "no totalResults"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>2", "1 of 2 entries"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>300000000", "1 of 9 entries"),
        (b"<opensearch:startIndex>0", b"<opensearch:startIndex>1", "from 1, not from 0"),
        (b"<opensearch:startIndex>0", b"<opensearch:startIndex>-1", "no startIndex"),
        (b"<opensearch:startIndex>0", b"<opensearch:startIndex>x", "no startIndex"),
        (b"<feed ", b"<!DOCTYPE feed><feed ", "DOCTYPE"),
        (b"<feed ", b'<!DOCTYPE feed [<!ENTITY a "b">]><feed ', "DOCTYPE"),
        (b"Numbered", b"&nbsp;", "nbsp"),
        (b"http://www.w3.org/2005/Atom", b"urn:other", "not an Atom feed"),
    ],
)
def test_what_is_not_quite_a_feed_is_refused(old: bytes, new: bytes, fault: str) -> None:
    content = feed_of(PAPERS[0])
    assert old in content
    with pytest.raises(BusyError, match=fault):
        atom.parse(content.replace(old, new), most=9)


def test_a_total_smaller_than_what_came_takes_nothing_away() -> None:
    old, new = (b"<opensearch:totalResults>%d" % total for total in (3, 1))
    http = _sent(feed_of(*PAPERS).replace(old, new))
    assert kinds(fetch(http, *IDS)) == [Found] * 3
    assert len(http.questions) == 1


DAMAGE = [
    (b"<id>http://arxiv.org/abs/2001.00002v1</id>", b"", "no id"),
    (b"<title>On the Paper Numbered 2</title>", b"<title> </title>", "no title"),
    (b"<title>On the Paper Numbered 2</title>", b"", "no title"),
    (b"<published>2020-01-01T12:02:00Z</published>", b"", "no published"),
    (b"2020-01-01T12:02:00Z</updated>", b"soon</updated>", "'soon' is no date"),
    (b"2020-01-01T12:02:00Z</updated>", b"2020-02-30T12:02:00Z</updated>", "no date"),
    (b"2020-01-01T12:02:00Z</updated>", b"0001-01-01T00:00:00+23:00</updated>", "no date"),
    (b"2020-01-01T12:02:00Z</updated>", b"9" * 5000 + b"</updated>", "no date"),
    (b"<name>", b"<name/><x>", "no author"),
    (b"author>", b"authors>", "no author"),
]


def _damaged(old: bytes, new: bytes) -> bytes:
    """The second paper, with one thing wrong."""
    entry = _entry_of(PAPERS[1])
    assert old in entry
    entry = entry.replace(old, new)
    return entry.replace(b"</name>", b"</x>") if b"<x>" in new else entry


@pytest.mark.parametrize(("old", "new", "fault"), DAMAGE)
def test_an_unreadable_entry_takes_no_other_down(old: bytes, new: bytes, fault: str) -> None:
    page = feed_of(*PAPERS).replace(_entry_of(PAPERS[1]), _damaged(old, new))
    alone = feed_of(PAPERS[1]).replace(_entry_of(PAPERS[1]), _damaged(old, new))
    http = _sent(page, alone)
    answers = fetch(http, *IDS)
    assert kinds(answers) == [Found, Failed, Found]
    (reason,) = reasons(answers)
    assert re.search(fault, reason)
    assert len(reason) < 300
    assert http.ids_asked == [IDS, [IDS[1]]], "and it is no missing paper, so needs no control"
    assert kinds(fetch(_sent(page), *IDS)) == [Found] * 3, "asked again, it may be well"


@pytest.mark.parametrize(("old", "new", "fault"), DAMAGE)
def test_a_page_without_a_readable_entry_is_none(old: bytes, new: bytes, fault: str) -> None:
    page = feed_of(PAPERS[1]).replace(_entry_of(PAPERS[1]), _damaged(old, new))
    http = _sent(page, feed_of())
    answers = fetch(http, *IDS)
    assert kinds(answers) == [Failed] * 3
    assert re.search(fault, reasons(answers).pop())
    assert http.questions[1:] == SEARCHES[:1], "arXiv is not well"
    assert kinds(fetch(_sent(page), *IDS)) == [Found] * 3, "it is, and one of two halves too"


def test_unreadable_entries_do_not_end_the_confirming() -> None:
    bad = _damaged(*DAMAGE[1][:2])
    page = feed_of(*PAPERS).replace(_entry_of(PAPERS[1]), bad)
    alone = feed_of(PAPERS[1]).replace(_entry_of(PAPERS[1]), bad)
    answers = fetch(_sent(page, alone), *IDS, "2002.00001")
    assert kinds(answers) == [Found, Failed, Found, Missing]


def test_a_single_paper_that_came_unreadable_is_asked_for_again() -> None:
    alone = feed_of(PAPERS[1]).replace(_entry_of(PAPERS[1]), _damaged(*DAMAGE[1][:2]))
    assert kinds(fetch(_sent(alone), IDS[1])) == [Found]
    assert kinds(fetch(_sent(alone, alone), IDS[1])) == [Failed]


@pytest.mark.parametrize("asked", [["2001.00002"], ["2001.00002", "2002.00001"]])
def test_a_page_of_strangers_is_none(asked: list[str]) -> None:
    strangers = [_entry_of(PAPERS[0]), b"<entry><id>http://arxiv.org/abs/2001.00009v1</id></entry>"]
    http = _sent(_with(feed_of(), *strangers), feed_of())
    answers = fetch(http, *asked)
    assert kinds(answers) == [Failed] * len(asked)
    assert reasons(answers).pop().startswith("arXiv sent nothing that was asked for")
    assert http.questions[1:] == SEARCHES[:1]


@pytest.mark.parametrize("is_first", [True, False])
def test_an_unreadable_copy_hides_no_readable_one(*, is_first: bool) -> None:
    copy = _damaged(*DAMAGE[1][:2])
    page = feed_of(*PAPERS)
    page = page.replace(b"  <entry>", copy + b"  <entry>", 1) if is_first else _with(page, copy)
    http = _sent(page)
    assert kinds(fetch(http, *IDS)) == [Found] * 3
    assert len(http.questions) == 1


def test_an_entry_nobody_asked_for_is_ignored() -> None:
    http = _sent(feed_of(*PAPERS))
    answers = fetch(http, IDS[1], "2002.00001")
    assert kinds(answers) == [Found, Missing]


def test_an_entry_that_comes_twice_is_one_and_hides_none() -> None:
    one = _entry_of(PAPERS[0])
    page = feed_of(*PAPERS).replace(_entry_of(PAPERS[1]), one)
    http = _sent(page)
    assert kinds(fetch(http, *IDS)) == [Found] * 3
    assert http.ids_asked == [IDS, [IDS[1]]]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_two_versions_in_a_feed_the_later_counts(order: tuple[int, int]) -> None:
    entry = _entry_of(HARD)
    first = entry.replace(b"hep-th/9901001v2", b"hep-th/9901001v1")
    by_version = {1: first, 2: entry}
    http = _sent(_with(feed_of(), *(by_version[number] for number in order)))
    answer = fetch(http, HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    assert answer.record.version == 2


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_an_older_version_does_not_stand_in_for_an_unreadable_one(order: tuple[int, int]) -> None:
    entry = _entry_of(HARD)
    first = entry.replace(b"hep-th/9901001v2", b"hep-th/9901001v1")
    unreadable = entry.replace(b"<published>", b"<published>on ")
    by_version = {1: first, 2: unreadable}
    page = _with(feed_of(), *(by_version[number] for number in order))
    answers = fetch(_sent(page, page), HARD.id)
    assert kinds(answers) == [Failed]
    assert reasons(answers).pop().startswith("arXiv sent an entry that cannot be read")


def test_an_error_feed_is_known_by_the_address_of_its_entry() -> None:
    complaint = atom.complaint_of(error_feed("incorrect id format for abc").content)
    text, anchor = "incorrect id format for abc", "incorrect_id_format_for_abc"
    assert complaint == atom.Complaint(text, anchor)
    for body in (b"", b"<html>", b"<feed/>", feed_of(), feed_of(*PAPERS)):
        assert atom.complaint_of(body) is None

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from lxml import etree
from tests.history.samples import event
from tests.history.test_history import EMPTY, histories

from paperbib.changes import History
from paperbib.changes.feed import MOST, render
from paperbib.changes.since import parse as since
from paperbib.errors import PaperbibError

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(history: History) -> etree._Element:
    """Parse a feed, and check what RFC 4287 wants of every one."""
    root = etree.fromstring(render(history).encode(), etree.XMLParser(resolve_entities=False))
    assert root.tag == f"{ATOM}feed"
    assert [one.tag for one in root][:4] == [
        f"{ATOM}{n}" for n in ("id", "title", "updated", "author")
    ]
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, "sections 4.1.1 and 4.1.2"
        assert text(one, "id").startswith("urn:uuid:")
        datetime.fromisoformat(text(one, "updated"))
    entries = root.findall(f"{ATOM}entry")
    assert all(one.find(f"{ATOM}content") is not None for one in entries)
    ids = [text(one, "id") for one in entries]
    assert len(set(ids)) == len(ids)
    return root


def text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def titles(history: History) -> list[str]:
    return [text(one, "title") for one in feed(history).findall(f"{ATOM}entry")]


def history_of(*runs: list[str]) -> History:
    history = EMPTY
    for number, keys in enumerate(runs):
        lock = str(number or "")
        history = history.appended([event(key, lock=lock) for key in keys], lock=lock)
    return history


def test_the_added_of_one_run_are_one_entry() -> None:
    history = history_of(["1706.1", "1706.2", "1706.3"], ["1706.4"])
    assert titles(history) == ["1706.4: added", "3 papers added"]
    many = feed(history).findall(f"{ATOM}entry")[1]
    assert text(many, "content").splitlines()[0] == "- T (arxiv:1706.1)"


def test_links_are_counted_as_such() -> None:
    page = event("page", identifier="url:https://example.org/?a=1&b=<2>")
    history = EMPTY.appended([event("1"), page], lock="")
    assert titles(history) == ["1 paper and 1 link added"]
    (one,) = feed(EMPTY.appended([page], lock="")).iter(f"{ATOM}link")
    assert one.get("href") == "https://example.org/?a=1&b=%3C2%3E"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("http://exämple.com/100%%zz/a%20b", "http://ex%C3%A4mple.com/100%25%25zz/a%20b"),
        ("https://[2001:db8::1]:80/[a]?b[]=1", "https://[2001:db8::1]:80/%5Ba%5D?b%5B%5D=1"),
        ("https://a[b]/", "https://a%5Bb%5D/"),
        ("https://x.org/a#b#c%", "https://x.org/a#b%23c%25"),
        ("https://x.org", "https://x.org"),
    ],
)
def test_what_links_lead_to_is_an_address(address: str, href: str) -> None:
    page = event("page", identifier=f"url:{address}")
    (one,) = feed(EMPTY.appended([page], lock="")).iter(f"{ATOM}link")
    assert one.get("href") == href
    assert re.fullmatch(r"https?://[^\[\]#]*(\[[0-9a-f:]+\](:\d+)?)?[^\[\]#]*(#[^#\[\]]*)?", href)


def test_what_else_happened_to_one_of_several_added_is_told_on_its_own() -> None:
    dead = event("b", kinds=("added", "dead"), words="b: added; dead link: https://x")
    history = EMPTY.appended([event("a"), dead, event("c")], lock="")
    assert titles(history) == ["3 papers added", "b: added; dead link: https://x"]


def test_two_runs_from_one_lock_are_two() -> None:
    """A lock may come back without an event, and change again."""
    first = EMPTY.appended([event("a", after="1"), event("b", after="1")], lock="")
    again = [event("c", lock="1", after="2"), event("d", lock="1", after="2")]
    history = first.appended(again, lock="1").moved("2", "1")
    later = [event("e", lock="1", after="3"), event("f", lock="1", after="3")]
    assert titles(history.appended(later, lock="1")) == ["2 papers added"] * 3


def test_nothing_of_a_text_is_markup() -> None:
    evil = "<script>alert('x')</script>]]>&lt;\x00\x1b\ufffe\r\n"
    one = event("k", title=evil, words=evil, identifier="url:javascript:alert(1)")
    root = feed(EMPTY.appended([one], lock=""))
    (entry,) = root.findall(f"{ATOM}entry")
    assert text(entry, "title").startswith(
        "<script>alert('x')</script>]]>&lt;\ufffd\ufffd\ufffd\ufffd"
    )
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "text"
    assert len(content) == 0
    assert list(root.iter(f"{ATOM}link")) == [], "such an address leads nowhere"


def test_entries_keep_their_identity_and_the_last_hundred_stay() -> None:
    runs = [[f"{number}"] for number in range(MOST + 20)]
    before, after = feed(history_of(*runs[:-1])), feed(history_of(*runs))
    old, new = (
        [text(one, "id") for one in root.findall(f"{ATOM}entry")] for root in (before, after)
    )
    assert len(new) == MOST
    assert new[1:] == old[:-1]
    assert text(before, "id") == text(after, "id")


def test_the_same_twice_on_one_day_is_two_entries() -> None:
    history = EMPTY
    for lock in ("", "1", "2", "1", "2"):
        history = history.appended([event("k", lock=lock)], lock=lock)
    assert len(titles(history)) == 5


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert text(feed(EMPTY), "updated") == "1970-01-01T00:00:00Z"


def test_the_feed_stays_as_it_is(golden: Callable[[str, str], None]) -> None:
    history = history_of(["1706.1", "1706.2"])
    fields = {"version": {"old": 1, "new": 2}, "authors": {"old": ["A. B"], "new": []}}
    news = event("1706.1", lock="1", kinds=("revised", "authors"), fields=fields, words="k: new")
    golden("changes.atom", render(history.appended([news], lock="1")))


@given(histories())
def test_every_feed_is_well_formed(history: History) -> None:
    assert feed(history) is not None
    assert render(history) == render(history)


TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("0d", TODAY),
        ("30d", date(2026, 1, 30)),
        ("2W", date(2026, 2, 15)),
        ("9999999w", date.min),
        ("2024-02-29", date(2024, 2, 29)),
        ("2030-01-01", date(2030, 1, 1)),
    ],
)
def test_how_far_back_is_meant(words: str, day: date) -> None:
    assert since(words, TODAY) == day


@pytest.mark.parametrize(
    "words",
    ["", "d", "30", "-1d", "1.5d", "3m", "٣d", "2026-02-30", "20260101", "2026-1-1", "30d\n"],
)
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(PaperbibError, match="this is no day") as error:
        since(words, TODAY)
    assert "30d" in error.value.hint

"""What the cache remembers of answers: which one stands, for how long, and what goes."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cache.cache_samples import OTHER, PAPER, PAPERS, THIRD, found, invalid, missing

from paperbib.cache import RENDERINGS, Cache, Kept
from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.model import Answer, Failed

DAY_S = 86_400.0
FAILED = Failed(identifier=PAPER, source="arxiv", reason="down")


def entry(
    raw: str, at_s: float, checked_s: float | None = None, version: int | None = None
) -> Kept:
    return Kept("found", raw, "", at_s, at_s if checked_s is None else checked_s, version)


def refusal(at_s: float, reason: str = "") -> Kept:
    return Kept("invalid" if reason else "missing", None, reason, at_s, at_s, None)


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        ([], None),
        ([FAILED], None),
        ([missing()], refusal(1)),
        ([invalid()], refusal(1, "no id")),
        ([missing(), invalid()], refusal(2, "no id")),
        ([invalid(), missing()], refusal(2)),
        ([missing(), missing()], refusal(2)),
        ([found(raw="a")], entry("a", 1)),
        ([found(raw="a"), found(raw="b")], entry("b", 2)),
        ([found(raw="a"), FAILED], entry("a", 1)),
        # It stays, but nobody knows it to be current any more.
        ([found(raw="a"), missing()], entry("a", 1, 0)),
        ([found(raw="a"), invalid()], entry("a", 1, 0)),
        ([missing(), found(raw="a")], entry("a", 2)),
        ([found(raw="a", version=2), found(raw="b", version=3)], entry("b", 2, version=3)),
        ([found(raw="b", version=3), found(raw="a", version=2)], entry("a", 2, version=2)),
        ([found(raw="a", version=2), found(raw="b")], entry("b", 2)),
        ([found(raw="a", version=1), found(raw="b", version=1)], entry("b", 2, version=1)),
        (
            [found(raw="a", version=1), found(raw="b", version=2), found(raw="c", version=1)],
            entry("c", 3, version=1),
        ),
        ([found(raw="a", version=0)], entry("a", 1)),
        ([found(raw="a", version=10**30)], entry("a", 1)),
        ([found(raw="a\0b é 𝔸")], entry("a\0b é 𝔸", 1)),
        ([found(raw="\ud800")], None),
        ([found(raw="a"), found(raw="\ud800")], entry("a", 1)),
        ([invalid(reason="\ud800")], refusal(1, "?")),
    ],
)
def test_which_answer_stands(
    tmp_path: Path, answers: Sequence[Answer], stands: Kept | None
) -> None:
    with Cache(tmp_path / "a" / "b") as cache:
        for now_s, answer in enumerate(answers, 1):
            cache.keep([answer], now_s=now_s)
    with Cache(tmp_path / "a" / "b") as cache:
        assert cache.answers("arxiv", [PAPER, OTHER]) == ({} if stands is None else {PAPER: stands})
        assert cache.answers("oai", [PAPER]) == {}
        assert cache.problems == []


def test_a_clock_set_back_makes_no_answer_older(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(raw="old", version=1)], now_s=10)
        cache.keep([found(raw="new", version=2)], now_s=5)
        assert cache.answers("arxiv", [PAPER]) == {PAPER: entry("new", 5, version=2)}


def test_sources_do_not_mix(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(raw="a"), found(raw="b", source="oai"), missing(source="c")], now_s=1)
        cache.confirm("oai", [PAPER], now_s=2)
        assert cache.answers("arxiv", [PAPER]) == {PAPER: entry("a", 1)}
        assert cache.answers("oai", [PAPER]) == {PAPER: entry("b", 1, 2)}
        assert cache.answers("c", [PAPER]) == {PAPER: refusal(1)}


def test_confirming_touches_only_what_was_found(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(version=1)], now_s=1)
        cache.keep([found(version=2), missing(OTHER)], now_s=2)
        cache.confirm("arxiv", [PAPER, OTHER, THIRD], now_s=9)
        assert cache.answers("arxiv", [PAPER, OTHER, THIRD]) == {
            PAPER: entry("<entry/>", 2, 9, 2),
            OTHER: refusal(2),
        }


def test_equal_identifiers_share_an_answer(tmp_path: Path) -> None:
    one, other = parse("doi:10.1000/ABC"), parse("doi:10.1000/abc")
    assert one == other
    with Cache(tmp_path) as cache:
        cache.keep([found(Identifier("doi", "10.1000/AbC", one.identity))], now_s=1)
        assert cache.answers("arxiv", [other]) == {one: entry("<entry/>", 1)}


def test_an_identifier_that_is_no_text_is_a_miss(tmp_path: Path) -> None:
    odd = Identifier("url", "https://example.org/\ud800")
    with Cache(tmp_path) as cache:
        cache.keep([found(odd), missing(odd), found()], now_s=1)
        cache.confirm("arxiv", [odd], now_s=1)
        assert cache.answers("arxiv", [odd, PAPER]) == {PAPER: entry("<entry/>", 1)}
        assert cache.problems == []


def test_more_identifiers_than_a_query_takes(tmp_path: Path) -> None:
    many = [Identifier("arxiv", f"1707.{number:05}") for number in range(40_000)]
    with Cache(tmp_path) as cache:
        cache.keep((found(one) if one.value < "1707.2" else missing(one) for one in many), now_s=1)
        answers = cache.answers("arxiv", reversed(many))
        assert [answers[one].kind for one in many] == ["found"] * 20_000 + ["missing"] * 20_000


def test_confirming_a_library_does_not_write_its_entries_again(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep((found(one, "x" * 20_000) for one in PAPERS), now_s=1)
    with Cache(tmp_path) as cache:
        before = cache.size()
        cache.confirm("arxiv", PAPERS, now_s=2)
        assert before > 400 * 20_000
        assert cache.size() - before < 200_000


answers_given = st.one_of(
    st.builds(
        found,
        st.sampled_from(PAPERS[:3]),
        st.sampled_from(["a", "b"]),
        version=st.sampled_from([None, 1, 2]),
    ),
    st.builds(missing, st.sampled_from(PAPERS[:3])),
    st.builds(invalid, st.sampled_from(PAPERS[:3])),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(answers_given, max_size=12))
def test_answers_kept_at_once_are_as_if_kept_one_by_one(answers: list[Answer]) -> None:
    with (
        TemporaryDirectory() as folder,
        Cache(Path(folder, "at-once")) as at_once,
        Cache(Path(folder, "one")) as one_by_one,
    ):
        at_once.keep(answers, now_s=1)
        for answer in answers:
            one_by_one.keep([answer], now_s=1)
        for max_age_s in (10, 0, 0):  # at last only refusals are left
            expected = one_by_one.answers("arxiv", PAPERS)
            assert at_once.answers("arxiv", PAPERS) == expected
            assert at_once.holdings() == one_by_one.holdings()
            for cache in (at_once, one_by_one):
                cache.prune(now_s=2, max_age_s=max_age_s)


@pytest.mark.parametrize(
    ("now_s", "left"),
    [
        (
            100 + 7 * DAY_S,
            {PAPER: entry("c", 50, 90, 1), OTHER: entry("d", 80), THIRD: refusal(100)},
        ),
        (101 + 7 * DAY_S, {PAPER: entry("c", 50, 90, 1), OTHER: entry("d", 80)}),
        (81 + 10 * DAY_S, {PAPER: entry("c", 50, 90, 1)}),
        (91 + 10 * DAY_S, {}),
    ],
)
def test_what_prune_leaves(tmp_path: Path, now_s: float, left: dict[Identifier, Kept]) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(raw="a", version=1), found(OTHER, "d")], now_s=10)
        cache.keep([found(raw="b", version=2)], now_s=40)
        cache.keep([found(raw="c", version=1)], now_s=50)
        cache.keep([found(OTHER, "d")], now_s=80)
        cache.confirm("arxiv", [PAPER], now_s=90)
        cache.keep([missing(THIRD)], now_s=100)
        went = cache.prune(now_s=now_s, max_age_s=10 * DAY_S)
        assert cache.answers("arxiv", [PAPER, OTHER, THIRD]) == left
        assert went == 4 - len(left)
        assert cache.prune(now_s=now_s, max_age_s=10 * DAY_S) == 0


def test_a_refusal_is_kept_beside_an_entry_until_it_is_found_again(tmp_path: Path) -> None:
    def when_the_entry_is_gone(*answers: Answer) -> dict[Identifier, Kept]:
        with Cache(tmp_path) as cache:
            cache.clear()
            for answer in answers:
                cache.keep([answer], now_s=1)
            cache.prune(now_s=2, max_age_s=0)
            return cache.answers("arxiv", [PAPER])

    assert when_the_entry_is_gone(found(), missing()) == {PAPER: refusal(1)}
    assert when_the_entry_is_gone(missing(), found()) == {}


@pytest.mark.parametrize(
    "forget",
    [Cache.clear, lambda cache: cache.prune(now_s=100, max_age_s=1)],
    ids=["clear", "prune"],
)
def test_what_is_forgotten_gives_its_space_back(
    tmp_path: Path, forget: Callable[[Cache], int]
) -> None:
    with Cache(tmp_path) as cache:
        cache.keep((found(one, "x" * 20_000) for one in PAPERS), now_s=1)
        assert cache.size() > 400 * 20_000
        assert forget(cache) == 400
        assert cache.size() < 100_000
        assert cache.answers("arxiv", PAPERS) == {}


def test_prune_leaves_the_newest_renderings(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep_digests({str(number): f"d{number}" for number in range(RENDERINGS + 2)})
        cache.keep_digests({"0": "again"})
        assert cache.prune(now_s=1, max_age_s=1) == 0
        assert cache.digest("0") == "again"
        assert cache.digest("1") is None
        assert cache.digest("2") is None
        assert cache.digest("3") == "d3"


def test_digests(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep_digests({})
        cache.keep_digests({"cause": "old", "other": "same"})
        cache.keep_digests({"cause": "new"})
        assert (cache.digest("cause"), cache.digest("none")) == ("new", None)
        assert cache.knows_digest("same")
        assert not cache.knows_digest("old")


def test_holdings_and_counts(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        assert (cache.holdings(), cache.counts(), cache.clear()) == ([], {}, 0)
        cache.keep([found(version=1), found(OTHER), missing(THIRD)], now_s=3)
        cache.keep([found(version=2), missing(OTHER), invalid(PAPERS[4])], now_s=5)
        cache.keep([missing(source="oai")], now_s=7)
        assert cache.holdings() == [
            ("arxiv", 2, 1, 1, 3, 3.0, 5.0),
            ("oai", 0, 1, 0, 0, 7.0, 7.0),
        ]
        assert cache.counts() == {"arxiv": 4, "oai": 1}
        cache.keep_digests({"cause": "digest"})
        assert cache.clear() == 5
        assert (cache.counts(), cache.digest("cause")) == ({}, None)


def test_a_closed_cache_is_a_bug_and_not_a_damaged_file(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1)
    with pytest.raises(sqlite3.ProgrammingError):
        cache.answers("arxiv", [PAPER])
    with Cache(tmp_path) as cache:
        assert cache.counts() == {"arxiv": 1}

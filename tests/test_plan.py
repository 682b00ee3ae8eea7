from datetime import UTC, date, datetime

import pytest

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.model import Library, Record, Reference
from paperbib.plan import Held, batches, changed, harvest, is_fresh, next_change_s, plan, unknown

PAPER, OTHER = parse("arxiv:1706.03762"), parse("arxiv:1810.04805")
NOW_S = datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()
HOUR_S, DAY_S = 3_600, 86_400


def lock(source: str) -> Library:
    record = Record(source=source, identifier=PAPER)
    return Library(references={"k": Reference(identifiers=(PAPER,), records=(record,))})


def papers(number: int) -> list[Identifier]:
    return [parse(f"arxiv:2001.{one:05}") for one in range(1, number + 1)]


def found(days: float) -> Held:
    """An entry last known to be current that many days ago."""
    return Held(is_found=True, checked_s=NOW_S - days * DAY_S)


def test_the_lock_knows_what_the_source_said() -> None:
    assert unknown([OTHER, PAPER, OTHER], lock("arxiv"), sources=("arxiv",)) == [OTHER]
    assert unknown([PAPER], lock("snapshot"), sources=("arxiv",)) == [PAPER]
    assert unknown([PAPER], lock("snapshot"), sources=("arxiv", "snapshot")) == []


@pytest.mark.parametrize(
    ("held", "refresh", "offline", "asked"),
    [
        (None, False, False, True),
        (Held(is_found=True, checked_s=NOW_S - HOUR_S), False, False, False),
        (Held(is_found=True, checked_s=NOW_S - 8 * HOUR_S), False, False, True),
        (Held(is_found=True, checked_s=NOW_S - 900 * DAY_S), False, True, False),
        (Held(is_found=True, checked_s=NOW_S + HOUR_S), False, False, True),
        (Held(is_found=True, checked_s=NOW_S - HOUR_S), True, False, True),
        (Held(is_found=False, checked_s=NOW_S - 6 * DAY_S), False, False, False),
        (Held(is_found=False, checked_s=NOW_S - 8 * DAY_S), False, False, True),
        (Held(is_found=False, checked_s=NOW_S - 8 * DAY_S), False, True, True),
        (Held(is_found=False, checked_s=NOW_S + HOUR_S), False, False, True),
    ],
)
def test_what_is_asked(held: Held | None, *, refresh: bool, offline: bool, asked: bool) -> None:
    holdings = {PAPER: held} if held else {}
    todo = plan([PAPER], holdings, refresh=refresh, offline=offline, now_s=NOW_S)
    assert (todo.ask == (PAPER,), todo.cached == (PAPER,)) == (asked, not asked)


def test_the_never_answered_are_asked_first_then_the_oldest() -> None:
    new, old, older = papers(3)
    holdings = {old: found(2), older: found(9)}
    todo = plan([old, new, older, new], holdings, refresh=False, offline=False, now_s=NOW_S)
    assert todo.ask == (new, older, old)


@pytest.mark.parametrize(
    ("moment", "change"),
    [
        ("2026-03-04T12:00", "2026-03-05T05:00"),  # winter time: UTC-5
        ("2026-03-04T04:59", "2026-03-04T05:00"),
        ("2026-03-04T05:00", "2026-03-05T05:00"),
        ("2026-07-04T12:00", "2026-07-05T04:00"),  # summer time: UTC-4
        ("2026-03-08T05:00", "2026-03-09T04:00"),  # the day the clocks go forward has 23 hours
        ("2026-11-01T04:00", "2026-11-02T05:00"),  # the day they go back has 25
    ],
)
def test_arxiv_changes_at_midnight_in_new_york(moment: str, change: str) -> None:
    then, due = (
        datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() for text in (moment, change)
    )
    assert next_change_s(then) == due
    assert is_fresh(Held(is_found=True, checked_s=then), due - 1)
    assert not is_fresh(Held(is_found=True, checked_s=then), due)


@pytest.mark.parametrize("number", [1, 100, 101, 200])
def test_a_small_library_is_asked_about_outright(number: int) -> None:
    held = dict.fromkeys(papers(number), found(1))
    assert harvest(papers(number), held, now_s=NOW_S) is None


def test_a_large_library_is_looked_up_in_the_list_of_changes() -> None:
    held = dict.fromkeys(papers(1_000), found(7))
    wanted = harvest(papers(1_000), held, now_s=NOW_S)
    assert wanted is not None
    assert wanted.since == date(2026, 2, 23)  # two days more than a week: datestamps may lag
    assert set(wanted.identifiers) == set(papers(1_000))
    assert wanted.most_pages < batches(1_000)


def test_one_old_answer_does_not_make_the_list_long() -> None:
    held = dict.fromkeys(papers(1_000), found(7)) | {papers(1)[0]: found(700)}
    wanted = harvest(papers(1_000), held, now_s=NOW_S)
    assert wanted is not None
    assert wanted.since == date(2026, 2, 23)
    assert set(wanted.identifiers) == set(papers(1_000)[1:])


@pytest.mark.parametrize(
    "held",
    [
        {},
        dict.fromkeys(papers(1_000), Held(is_found=False, checked_s=NOW_S)),
        dict.fromkeys(papers(1_000), found(3_000)),
        dict.fromkeys(papers(1_000), found(-365)),  # a clock was wrong
        dict.fromkeys(papers(1_000), Held(is_found=True, checked_s=0.0)),
    ],
)
def test_what_no_list_spares_is_asked(held: dict[Identifier, Held]) -> None:
    assert harvest(papers(1_000), held, now_s=NOW_S) is None


def test_what_changed_since_it_was_known_to_be_current() -> None:
    held = dict.fromkeys(papers(1_000), found(7))
    ids = papers(1_000)
    held[ids[3]] = found(1)
    wanted = harvest(ids, held, now_s=NOW_S)
    assert wanted is not None
    day_by_identifier = {
        ids[1]: date(2026, 2, 27),
        ids[2]: date(2026, 2, 23),  # the margin: it may have changed just after
        ids[3]: date(2026, 2, 27),  # known to be current after that
        OTHER: date(2026, 2, 27),
    }
    assert changed(wanted, day_by_identifier, held) == {ids[1], ids[2]}

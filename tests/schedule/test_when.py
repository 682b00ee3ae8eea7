import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.jobs import job

from paperbib.errors import PaperbibError
from paperbib.schedule.job import Every
from paperbib.schedule.when import next_after, parse, times_of

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def following(cron: str, now: datetime) -> str:
    return next_after(job(cron=cron), now, BERLIN).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("cron", "now", "expected"),
    [
        ("5 4 * * *", "2026-01-01T04:05", "2026-01-02T04:05+01:00"),
        ("5 4 * * *", "2026-01-01T04:04:59", "2026-01-01T04:05+01:00"),
        ("0 0 29 2 *", "2096-03-01T00:00", "2104-02-29T00:00+01:00"),
        ("0 0 31 * *", "2026-04-01T00:00", "2026-05-31T00:00+02:00"),
        ("0 12 * * sun", "2026-01-01T00:00", "2026-01-04T12:00+01:00"),
        ("0 12 * * 7", "2026-01-01T00:00", "2026-01-04T12:00+01:00"),
        ("0 12 13 * fri", "2026-01-01T00:00", "2026-01-02T12:00+01:00"),
        ("0 12 1 2 fri", "2026-01-01T00:00", "2026-02-01T12:00+01:00"),
        # A star with a step is no restriction of the day: both must match.
        ("0 12 */2 * fri", "2026-01-01T00:00", "2026-01-09T12:00+01:00"),
        ("@yearly", "2026-01-01T00:00", "2027-01-01T00:00+01:00"),
        # The clock goes from 2 to 3: what falls between runs all the same.
        ("30 2 * * *", "2026-03-29T01:00", "2026-03-29T03:30+02:00"),
        ("30 * * * *", "2026-03-29T01:30", "2026-03-29T03:30+02:00"),
    ],
)
def test_the_next_moment(cron: str, now: str, expected: str) -> None:
    assert following(cron, at(now)) == expected


def test_the_hour_that_comes_twice() -> None:
    first, second = at("2026-10-25T02:30"), at("2026-10-25T02:30", fold=1)
    assert following("30 2 * * *", first - timedelta(minutes=1)) == "2026-10-25T02:30+02:00"
    assert following("30 2 * * *", first) == "2026-10-26T02:30+01:00"
    assert following("30 * * * *", first) == "2026-10-25T02:30+01:00"
    assert following("0 * * * *", first + timedelta(minutes=5)) == "2026-10-25T02:00+01:00"
    assert following("30 * * * *", second) == "2026-10-25T03:30+01:00"


@pytest.mark.parametrize(
    ("cron", "field"),
    [
        ("60 * * * *", "minute: 60"),
        ("* 24 * * *", "hour: 24"),
        ("* * 0 * *", "day of the month: 0"),
        ("* * * 13 *", "month: 13"),
        ("* * * * 8", "day of the week: 8"),
        ("* * * foo *", "month: 'foo'"),
        ("* * * mon *", "month: 'mon'"),
        ("5-1 * * * *", "minute: '5-1' runs backwards"),
        ("*/0 * * * *", "minute: '*/0' has no usable step"),
        ("*/x * * * *", "minute: '*/x' has no usable step"),
        ("1, * * * *", "minute: '' is not understood"),
        ("-1 * * * *", "minute: '-1'"),
        ("\u0665 * * * *", "minute: "),
        ("0 0 31 2,4 *", "day of the month: no such day"),
        ("* * * *", "4 fields"),
        ("@reboot", "1 field,"),
        ("", "0 fields"),
        ("a\nb", "2 fields"),
    ],
)
def test_what_is_wrong_is_named(cron: str, field: str) -> None:
    with pytest.raises(PaperbibError) as caught:
        parse(cron)
    assert field in caught.value.what
    assert "\n" not in caught.value.what
    assert caught.value.hint


def test_ranges_steps_lists_and_names() -> None:
    found = parse("1-9/4,30 */12 1,15-16 JAN-mar mon-fri")
    assert found.minutes == (1, 5, 9, 30)
    assert found.hours == (0, 12)
    assert found.days == (1, 15, 16)
    assert found.months == (1, 2, 3)
    assert found.weekdays == (1, 2, 3, 4, 5)
    assert parse("5/20 * * * 5-7").minutes == (5, 25, 45)
    # Debian's cron wants both ends.
    assert parse("5/20 */2 1-9/2 feb/3,1 tue/2").fields == "5-59/20 */2 1-9/2 2-12/3,1 2-7/2"
    assert parse("* * * * 5-7").weekdays == (0, 5, 6)
    assert parse("* * * * */2").weekdays == (0, 2, 4, 6)


def test_labels_spread_the_minute() -> None:
    minutes = {times_of(job(label=f"notes-{number}")).minutes for number in range(300)}
    assert len(minutes) > 40
    assert (0,) not in minutes
    assert times_of(job(every=Every.WEEK)).weekdays == (1,)
    assert times_of(job()).is_any_weekday


@given(
    st.tuples(
        *(
            st.one_of(st.just("*"), st.integers(low, high).map(str))
            for low, high in ((0, 59), (0, 23), (1, 28), (1, 12), (0, 7))
        )
    ).map(" ".join),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_the_next_moment_is_after_now_and_one_of_those_named(
    cron: str, now: datetime, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    found = next_after(job(cron=cron), now, zone)
    assert found > now
    assert found.tzinfo is zone
    times = parse(cron)
    is_moved = (found - timedelta(hours=3)).utcoffset() != found.utcoffset()
    assert is_moved or (found.minute in times.minutes and found.hour in times.hours)
    assert found.month in times.months
    assert found.day in times.days or found.isoweekday() % 7 in times.weekdays


@pytest.mark.parametrize(
    ("cron", "expected"),
    [("30 2 * * *", "03:30+0200"), ("*/20 2 * * *", "03:00+0200"), ("0 4 * * *", "04:00+0200")],
)
def test_what_falls_into_the_hour_left_out_runs_after_it_on_this_machine(
    cron: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    try:
        found = next_after(job(cron=cron), datetime(2026, 3, 28, 12, tzinfo=UTC))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert f"{found:%m-%d %H:%M%z}" == f"03-29 {expected}"

"""How long ago and how far ahead things are, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from paperbib.sync.standing import Standing

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        # Not yet a day, although it is nearer to one than to none.
        (timedelta(hours=16), "in 16 hours"),
        (timedelta(hours=23), "in 23 hours"),
        (timedelta(hours=24), "in 1 day"),
        (timedelta(minutes=50), "in 50 minutes"),
        (timedelta(minutes=-61), "1 hour ago"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(seconds=20), "just now"),
    ],
)
def test_when_the_next_run_is(ahead: timedelta, words: str) -> None:
    (line,) = Standing(None, NOW + ahead, None, ()).words(NOW)
    assert line.endswith(f" UTC ({words})")

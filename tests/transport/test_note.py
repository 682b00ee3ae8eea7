from __future__ import annotations

from pathlib import Path

import pytest
from tests.transport.clock import NOW, Clock

from paperbib.transport import gate
from paperbib.transport.gate import Gate, HoldOffError


def _gate(folder: Path, clock: Clock, interval_s: float = 3) -> Gate:
    return Gate(folder, "arxiv.org", interval_s, clock, clock, clock.sleep)


@pytest.mark.parametrize(
    ("note", "wait_s"),
    [
        ("", 3),
        ("nonsense", 3),
        ("1 2 3", 3),
        ("nan nan", 3),
        ("inf inf 3 0 -", 3),
        (f"{NOW} {NOW} inf 0 -", 3),
        (f"{NOW} {NOW} 1e9 0 -", 3),
        (f"{NOW} {NOW} -5 0 -", 3),
        (f"{NOW} {NOW} 3 -1 -", 3),
        (f"{NOW} {NOW} 3 1.5 -", 3),
        (f"{NOW} {NOW} 3 {'9' * 5000} -", 3),
        (f"{NOW + 3600} {NOW + 3600} 3 0 -", 3),
        (f"{NOW + 3600} {NOW + 3600} 900 0 -", 3),
        (f"{NOW - 3600} {NOW - 3600} 3 0 -", 0),
        (f"{NOW - 4} {NOW - 4} 3 0 -", 0),
        (f"{NOW - 1} {NOW - 1} 3 0 -", 2),
        (f"{NOW - 1} {NOW - 1} 0 0 -", 2),
        (f"{NOW - 1} {NOW - 1} 20 0 e.org", 19),
        (f"{NOW - 1} {NOW - 1} 20 0 \x1b[31m", 3),
        (f"{NOW - 1} {NOW - 1} 20 0 e.org e.org", 3),
        (f"{NOW - 1} {NOW - 1} 20 0", 3),
        (f"{NOW - 1} {NOW - 1} 20 0 {'e' * 10_000}", 3),
        ("\udcff", 3),
        ("0" * 10**6, 3),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_damaged_or_incredible_note_holds_nobody_up(
    tmp_path: Path, clock: Clock, note: str, wait_s: float
) -> None:
    """Nobody longer than the interval, which may have begun just now."""
    path = tmp_path / "arxiv.org.next"
    path.write_bytes(note.encode("utf-8", "surrogateescape"))
    with _gate(tmp_path, clock).turn():
        assert sum(clock.slept) == pytest.approx(wait_s)
    clock.now += 3
    with _gate(tmp_path, clock).turn():
        assert sum(clock.slept) == pytest.approx(wait_s), "the note is whole again"


@pytest.mark.parametrize(
    ("since_s", "since_ticks_s", "wait_s"),
    [
        (1, 1, 2),
        (9, 9, 0),
        (3601, 1, 2),  # set forward by an hour
        (-3599, 1, 2),  # set back by an hour
        (-3590, 10, 0),
        (1, -500_000, 2),  # the machine was started anew
        (9, -500_000, 0),
        (-3599, -500_000, 3),  # … and its clock is not set yet
    ],
)
def test_the_interval_holds_when_the_clock_is_set(
    tmp_path: Path, since_s: float, since_ticks_s: float, wait_s: float
) -> None:
    clock, ticks = Clock(), Clock(now=1_000_000.0)
    slept: list[float] = []
    for _ in range(2):
        with Gate(tmp_path, "arxiv.org", 3, clock, ticks, slept.append).turn():
            pass
        clock.now += since_s
        ticks.now += since_ticks_s
    assert slept == pytest.approx([wait_s] if wait_s else [])


def test_a_long_pause_is_over_after_the_machine_slept(tmp_path: Path) -> None:
    clock, ticks, slept = Clock(), Clock(), list[float]()
    with Gate(tmp_path, "arxiv.org", 3, clock, ticks, slept.append).turn() as turn:
        turn.hold(600, "export.arxiv.org")
    clock.now += 3600
    ticks.now += 1
    with Gate(tmp_path, "arxiv.org", 3, clock, ticks, slept.append).turn():
        assert slept == [2]


def test_of_two_intervals_the_longer_holds(tmp_path: Path, clock: Clock) -> None:
    for interval_s in (3, 0.2, 0.2, 3):
        with _gate(tmp_path, clock, interval_s).turn():
            pass
    assert clock.slept == [3, 0.2, 3]


@pytest.mark.parametrize("killed_after_s", [0, 1, 29])
def test_a_run_that_was_killed_while_asking_counts_from_when_that_is_found(
    tmp_path: Path, clock: Clock, killed_after_s: float
) -> None:
    path = tmp_path / "arxiv.org.next"
    with _gate(tmp_path, clock, 0.5).turn():
        left = path.read_bytes()
    path.write_bytes(left)
    clock.now += killed_after_s
    with _gate(tmp_path, clock, 0.2).turn():
        assert clock.slept == [0.5], "its connection may have ended just now"


def test_a_day_long_interval_of_a_killed_run_does_not_hold_others_for_ever(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "arxiv.org.next"
    with _gate(tmp_path, clock, 3000).turn():
        left = path.read_bytes()
    path.write_bytes(left)
    with _gate(tmp_path, clock).turn():
        assert clock.slept == [gate.WAIT_LIMIT_S]


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        ((2700, "export.arxiv.org", 0), "export.arxiv.org asked for a pause of another 45 minutes"),
        ((121, "export.arxiv.org", 9), "export.arxiv.org asked for a pause of another 2 minutes"),
        (
            (10**6, "oaipmh.arxiv.org", 1),
            "oaipmh.arxiv.org asked for a pause of another 60 minutes",
        ),
        ((192, "", 7), "arxiv.org is left alone for another 3 minutes: it failed 7 times in a row"),
        ((192, "", 1), "arxiv.org is left alone for another 3 minutes: it failed once"),
        ((192, "", 0), "arxiv.org is left alone for another 3 minutes"),
    ],
)
def test_a_long_pause_is_told_not_waited_for_and_stays(
    tmp_path: Path, clock: Clock, left: tuple[float, str, int], reason: str
) -> None:
    hold_s, asked_by, failures = left
    with _gate(tmp_path, clock).turn() as turn:
        turn.hold(hold_s, asked_by)
        turn.failures = failures
    before = (tmp_path / "arxiv.org.next").read_bytes()
    for _ in range(2):
        with pytest.raises(HoldOffError) as raised, _gate(tmp_path, clock).turn():
            pytest.fail("it was asked")
        assert raised.value.reason == reason
    assert clock.slept == []
    assert (tmp_path / "arxiv.org.next").read_bytes() == before


@pytest.mark.parametrize(("rest_s", "told"), [(0.4, "1 second"), (41.2, "42 seconds")])
def test_a_short_pause_is_told_in_seconds(
    tmp_path: Path, clock: Clock, rest_s: float, told: str
) -> None:
    with _gate(tmp_path, clock, 0).turn() as turn:
        turn.hold(rest_s, "export.arxiv.org")
    with (
        pytest.raises(HoldOffError, match=f"pause of another {told}$") as raised,
        _gate(tmp_path, clock, 0).turn(0.1),
    ):
        pytest.fail("it was asked")
    assert raised.value.retry_after_s == pytest.approx(rest_s, abs=1e-4)
    with _gate(tmp_path, clock, 0).turn(rest_s + 1) as turn:
        assert turn.waited_s == pytest.approx(rest_s, abs=1e-4)


def test_the_shorter_of_two_pauses_takes_no_credit(tmp_path: Path, clock: Clock) -> None:
    with _gate(tmp_path, clock).turn() as turn:
        turn.hold(600, "export.arxiv.org")
        turn.hold(500, "oaipmh.arxiv.org")
    told = r"^export\.arxiv\.org asked .* 10 minutes$"
    with pytest.raises(HoldOffError, match=told), _gate(tmp_path, clock).turn():
        pytest.fail("it was asked")


def test_what_never_left_changes_nothing(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "arxiv.org.next"
    with _gate(tmp_path, clock).turn() as turn:
        turn.is_unused = True
    assert not path.exists()
    with _gate(tmp_path, clock).turn() as turn:
        turn.failures = 2
    before = path.read_bytes()
    with _gate(tmp_path, clock).turn() as turn:
        turn.is_unused = True
    assert path.read_bytes() == before


def test_failures_are_counted_until_they_are_old(tmp_path: Path, clock: Clock) -> None:
    for failures in range(3):
        with _gate(tmp_path, clock).turn() as turn:
            assert turn.failures == failures
            turn.failures += 1
    clock.now += gate.FAILURES_LAST_S + 4
    with _gate(tmp_path, clock).turn() as turn:
        assert turn.failures == 0

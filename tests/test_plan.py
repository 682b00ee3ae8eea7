import pytest

from paperbib.identifiers.whole import parse
from paperbib.model import Library, Record, Reference
from paperbib.plan import Held, plan, unknown

PAPER, OTHER = parse("arxiv:1706.03762"), parse("arxiv:1810.04805")
NOW_S = 1_000_000_000.0
HOUR_S, DAY_S = 3_600, 86_400


def lock(source: str) -> Library:
    record = Record(source=source, identifier=PAPER)
    return Library(references={"k": Reference(identifiers=(PAPER,), records=(record,))})


def test_the_lock_knows_what_the_source_said() -> None:
    assert unknown([OTHER, PAPER, OTHER], lock("arxiv"), source="arxiv") == [OTHER]
    assert unknown([PAPER], lock("snapshot"), source="arxiv") == [PAPER]


@pytest.mark.parametrize(
    ("held", "refresh", "offline", "asked"),
    [
        (None, False, False, True),
        (Held(is_found=True, at_s=NOW_S - HOUR_S), False, False, False),
        (Held(is_found=True, at_s=NOW_S - 2 * DAY_S), False, False, True),
        (Held(is_found=True, at_s=NOW_S - 900 * DAY_S), False, True, False),
        (Held(is_found=True, at_s=NOW_S + HOUR_S), False, False, True),
        (Held(is_found=True, at_s=NOW_S - HOUR_S), True, False, True),
        (Held(is_found=False, at_s=NOW_S - 6 * DAY_S), False, False, False),
        (Held(is_found=False, at_s=NOW_S - 8 * DAY_S), False, False, True),
        (Held(is_found=False, at_s=NOW_S - 8 * DAY_S), False, True, True),
    ],
)
def test_what_is_asked(held: Held | None, *, refresh: bool, offline: bool, asked: bool) -> None:
    holdings = {PAPER: held} if held else {}
    todo = plan([PAPER], holdings, refresh=refresh, offline=offline, now_s=NOW_S)
    assert (todo.ask == (PAPER,), todo.cached == (PAPER,)) == (asked, not asked)
    assert (PAPER in todo.stale) == (asked and held is not None and held.is_found)


def test_questions_are_sorted_and_asked_once() -> None:
    todo = plan([OTHER, PAPER, OTHER], {}, refresh=False, offline=False, now_s=NOW_S)
    assert todo.ask == (PAPER, OTHER)

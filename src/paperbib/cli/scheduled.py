"""``paperbib sync --scheduled``: for callers without a terminal, who look only now and then."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from paperbib import __version__
from paperbib.errors import Exit, PaperbibError

if TYPE_CHECKING:
    from paperbib.cli.asked import Asked
    from paperbib.cli.globals import Globals
    from paperbib.cli.one_run import Ended, Task
    from paperbib.sync.report import Report

JITTER_S = 300.0
"""The start is put off by up to this: not all computers shall ask at midnight sharp."""
_SCHEMA_VERSION = 1
_BUG = 1
"""The exit code of Python for a fault of ours."""


class Means(NamedTuple):
    """How a scheduled run waits and tells the time.

    Attributes:
        sleep: Waits for some seconds.
        random: A number in [0, 1).
        now: The time, with its zone.
        ticks: Seconds that only go forward.
    """

    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random
    now: Callable[[], datetime] = partial(datetime.now, UTC)
    ticks: Callable[[], float] = time.monotonic


@dataclass
class Status:
    """The line of status; documented in docs/schedule.md.

    Attributes:
        time: When the run began, after the jitter.
        exit_code: The exit code.
        report: What it did; None where it came to none.
        error: Why it came to none.
        duration_s: How long it took, without the jitter.
    """

    time: datetime
    exit_code: int = _BUG
    report: Report | None = field(default=None, repr=False)
    error: str | None = "a fault of paperbib itself; see the traceback"
    duration_s: float = 0.0

    def line(self) -> str:
        """The line, without its end: one JSON object in ASCII, whatever was said."""
        told: dict[str, Any] = {
            "schema_version": _SCHEMA_VERSION,
            "time": f"{self.time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "version": __version__,
            "exit_code": int(self.exit_code),
            **_counts(self.report),
            "duration_s": round(self.duration_s, 1),
        }
        return json.dumps(told if self.error is None else {**told, "error": self.error})


def run(obj: Globals, task: Callable[[], Task], asked: Asked, means: Means | None = None) -> int:
    """Refresh for a scheduler: a line of status whatever happens, words only where needed.

    Args:
        obj: The global options.
        task: Reads the configuration, and says what is to be run.
        asked: The options.
        means: How it waits and tells the time.

    Raises:
        PaperbibError: The run cannot go on.
        KeyboardInterrupt: Somebody stopped it.
    """
    means = means or Means()
    status = Status(means.now())
    started_s = means.ticks()
    try:
        todo = task()
        if not asked.no_jitter:
            means.sleep(means.random() * JITTER_S)
            status.time, started_s = means.now(), means.ticks()
        ended = _run(todo, status.time)
        status.report, status.exit_code, status.error = ended.report, ended.code, None
    except PaperbibError as error:
        status.exit_code, status.error = error.code, error.what
        raise
    except KeyboardInterrupt:
        status.exit_code, status.error = Exit.INTERRUPTED, "interrupted"
        raise
    finally:
        status.duration_s = max(0.0, means.ticks() - started_s)
        _log(obj, asked, status.line())
    for line in remarkable(ended.report):
        obj.say(line)
    return ended.code


def remarkable(report: Report) -> Iterator[str]:
    """What a person should hear of a run that nobody watched; nothing on most days."""
    from paperbib.sync.summary import MOST, few

    yield from few("news", report.happenings, "paperbib changes")
    yield from few("new", report.added, "paperbib changes")
    yield from few("gone", report.removed, "paperbib changes")
    # The faults of notes were there yesterday; these are the run's own.
    own = [str(one) for one in report.problems if one.kind == "hook" or not one.file]
    yield from own[:MOST]
    if len(own) > MOST:
        yield f"problems and {len(own) - MOST} more; see paperbib sync"
    yield from (f"trouble  {reason}" for reason in report.ledger.trouble.values())
    if report.tally and report.tally.trouble:
        yield f"trouble  links were {report.tally.words()}"
    if report.ledger.is_interrupted:
        yield "partial  interrupted; what was answered is kept"
    elif report.unanswered or report.due:
        left = len(report.unanswered) + report.due
        yield f"partial  {left} not answered; the next run asks again"


def _run(task: Task, now: datetime) -> Ended:
    from paperbib.cli.one_run import one_run
    from paperbib.sync.asking import Edge
    from paperbib.sync.frugal import open_frugally

    return one_run(task, Edge(open_frugally, lambda _done, _total: None, now, is_frugal=True))


def _counts(report: Report | None) -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "changed": report.changed if report.is_written else [],
        "news": len(report.news),
        "added": len(report.added),
        "removed": len(report.removed),
        "events": _numbers(kind for one in report.events for kind in one.kinds),
        "problems": _numbers(one.kind for one in report.problems),
        "unanswered": len(report.unanswered),
        "requests": report.ledger.requests,
        "trouble": dict(report.ledger.trouble),
    }


def _numbers(kinds: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(kinds).items()))


def _log(obj: Globals, asked: Asked, line: str) -> None:
    from paperbib.store.log_file import append_line

    if asked.log is None:
        click.echo(line)
        return
    try:
        append_line(asked.log, line)
    except PaperbibError as error:
        # The run is what matters: it goes on, and its exit code is its own.
        obj.say(str(error), fg="yellow")

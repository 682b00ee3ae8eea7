"""One run for a command: it is remembered how it ended, and ``on_change`` is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbib.errors import Exit, PaperbibError

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.sync import Choice
    from paperbib.sync.asking import Edge
    from paperbib.sync.report import Report


class Task(NamedTuple):
    """What is to be run.

    Attributes:
        config: The configuration.
        notes: Files and folders.
        folder: The folder for the outputs.
        choice: What to do.
        check: Whether changed outputs are a finding.
        fail_on: Kinds of problems that are one.
    """

    config: Config
    notes: Sequence[Path]
    folder: Path
    choice: Choice
    check: bool = False
    fail_on: Sequence[str] = ()


class Ended(NamedTuple):
    """How a run ended: what it did, and the exit code that tells it."""

    report: Report
    code: Exit


def one_run(task: Task, edge: Edge) -> Ended:
    """Run; remember how it ended, and tell ``on_change`` what is new.

    Raises:
        PaperbibError: The run cannot go on; that is remembered as well.
        KeyboardInterrupt: Somebody stopped it, and there is nothing to tell; as well.
    """
    from paperbib.sync import last_runs

    code, requests = Exit.INTERRUPTED, 0
    changed: tuple[str, ...] = ()
    try:
        ended = _run(task, edge)
        code, requests = ended.code, ended.report.ledger.requests
        changed = tuple(ended.report.changed) if ended.report.is_written else ()
    except PaperbibError as error:
        code = error.code
        raise
    else:
        return ended
    finally:
        if task.choice.write:
            run = last_runs.LastRun(edge.now, code, requests, changed)
            last_runs.keep(task.config, task.folder, run)


def _run(task: Task, edge: Edge) -> Ended:
    from paperbib import sync as corridor

    report = corridor.run(task.config, task.notes, task.folder, task.choice, edge)
    problem = None
    if task.config.settings.on_change:
        from paperbib.sync.announcing import announce

        # The run has let go of the outputs: the command may run paperbib itself.
        problem = announce(task.config, report, task.folder)
    report = _with_findings(report, task, edge)
    code = report.exit_code(check=task.check, fail_on=task.fail_on)
    if problem:
        report = replace(report, problems=(*report.problems, problem))
        # The outputs are right, but something asked for was not done.
        code = Exit.PARTIAL if code in (Exit.DONE, Exit.FOUND) else code
    return Ended(report, code)


def _with_findings(report: Report, task: Task, edge: Edge) -> Report:
    """A report with what the library says of kinds that the run did not look for itself."""
    from paperbib.sync import findings
    from paperbib.sync.notes import read_notes, until_month

    looked_for = set() if task.choice.frozen else findings.IN_LOCK - {"dead"}
    looked_for |= {"dead"} if task.choice.check_links else set()
    kinds = (findings.IN_LOCK & set(task.fail_on)) - looked_for
    if not kinds:
        return report
    # Once more: a report has no places, and this is asked for seldom.
    until = until_month(edge.now, report.library)
    said = read_notes(task.notes, task.config, task.folder, until).said
    found = findings.of_lock(kinds, said, report.library)
    return replace(report, problems=(*report.problems, *found))

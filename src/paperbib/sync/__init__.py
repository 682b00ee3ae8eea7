"""One run, start to end: extract → plan → fetch → merge → assign keys → render → write.

The flat corridor where pure rooms and effects meet; no other room knows both.
`enrich` finds facts, `publish` writes files, `report` says what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from paperbib import keys, merge, store
from paperbib.cache import Cache
from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.exporters import canonical
from paperbib.exporters.options import Options
from paperbib.extract import SUFFIXES, extract
from paperbib.extract.passage import Note
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Problem
from paperbib.sources import PRECEDENCE
from paperbib.sync import publish
from paperbib.sync.enrich import STAND_INS, Enriched, Enrichment, OpenHttp, Progress
from paperbib.sync.report import Asked, Report


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run is asked to do.

    Attributes:
        refresh: Ask again about what is known.
        offline: Use no network.
        frozen: Take the lock as it is.
        write: Write what changed.
        diff: Tell how the outputs change.
    """

    refresh: bool = False
    offline: bool = False
    frozen: bool = False
    write: bool = True
    diff: bool = False


def run(  # noqa: PLR0913 - the edge: what a run depends on, each by name
    config: Config,
    notes: Sequence[Path],
    output: Path,
    choice: Choice,
    *,
    open_http: OpenHttp,
    progress: Progress,
    now: datetime,
) -> Report:
    """Bring the outputs up to date with the notes.

    Args:
        config: The configuration.
        notes: Files and folders.
        output: The folder for the outputs.
        choice: What to do.
        open_http: Opens the network; not called unless something is asked.
        progress: Told how many of how many identifiers are answered.
        now: The time, with its zone.

    Raises:
        PaperbibError: The run cannot go on; nothing was written.
    """
    exporters = publish.choose(config.settings.formats)
    mentions, problems, number = read_mentions(notes, config.root, output, now)
    lock = output / canonical.filename
    locks = config.cache_dir / "locks"
    with store.run_lock(output, locks) if choice.write else nullcontext():
        previous = read_library(lock)
        if choice.frozen and not lock.exists():
            raise PaperbibError(
                f"{lock}: there is no library yet", hint="run sync without --frozen"
            )
        with Cache(config.cache_dir) as cache:
            enrichment = Enrichment(config, cache, open_http, progress, now.timestamp())
            library, enriched, found = _library(mentions, previous, enrichment, choice)
            problems += found
            publication = publish.Publication(output, exporters, options(config), cache)
            text = lock.read_bytes().decode() if choice.frozen else canonical.render(library)
            outputs = publication.outputs(library, lock=text)
            diff = publication.diff(outputs) if choice.diff else ""
            if choice.write:
                problems += publication.write(outputs, previous)
            problems += cache.problems
    return Report(
        notes=number,
        mentions=len(mentions),
        library=library,
        asked=enriched.asked,
        unanswered=_unanswered(library, enriched.asked, mentions, choice),
        added=tuple(key for key in library.references if key not in previous.references),
        removed=tuple(key for key in previous.references if key not in library.references),
        changed=tuple(one.name for one in outputs if one.text is not None),
        unchanged=tuple(one.name for one in outputs if one.text is None),
        is_written=choice.write,
        problems=tuple(problems),
        diff=diff,
    )


def read_mentions(
    notes: Sequence[Path], root: Path | None, output: Path | None, now: datetime
) -> tuple[list[Mention], list[Problem], int]:
    """Read notes and find everything they mention.

    Returns:
        The mentions and problems in the order of the notes, and the number of notes.

    Raises:
        PaperbibError: A note cannot be read, or a folder has none.
    """
    until = last_year_month(now)
    mentions: list[Mention] = []
    problems: list[Problem] = []
    paths = store.find_notes(notes, SUFFIXES, leave_out=output)
    for path in paths:
        found = extract(Note(*store.read_note(path, root=root)), until=until)
        mentions += found.mentions
        problems += found.problems
    return mentions, problems, len(paths)


def read_library(lock: Path) -> Library:
    """Read the lock; an empty library where there is none.

    Raises:
        PaperbibError: It is no library of ours, or a newer one.
    """
    text = store.read_lock(lock)
    return Library() if text is None else canonical.parse(text, str(lock))


def options(config: Config) -> Options:
    """What exports carry, from the configuration."""
    settings = config.settings
    return Options(
        abstract=settings.abstract, annotations=settings.annotations, keywords=settings.keywords
    )


def last_year_month(now: datetime) -> int:
    """The YYMM of next month: no arXiv identifier is later than that.

    >>> last_year_month(datetime(2026, 12, 31, tzinfo=UTC))
    2701
    """
    moment = now.astimezone(UTC)
    year, month = divmod(moment.year * 12 + moment.month, 12)
    return year % 100 * 100 + month + 1


def _library(
    mentions: Sequence[Mention], previous: Library, enrichment: Enrichment, choice: Choice
) -> tuple[Library, Enriched, list[Problem]]:
    """The library that the notes and all answers make."""
    if choice.frozen:
        return previous, Enriched([], Asked()), _strangers(mentions, previous)
    identifiers = [mention.identifier for mention in mentions]
    enriched = enrichment.of(identifiers, previous, refresh=choice.refresh, offline=choice.offline)
    merged = merge.merge(
        mentions, enriched.answers, previous, precedence=PRECEDENCE, stand_ins=STAND_INS
    )
    return keys.assign(merged.references, previous), enriched, merged.problems


def _strangers(mentions: Sequence[Mention], library: Library) -> list[Problem]:
    """What the notes mention and a frozen library does not hold."""
    known = library.key_by_identifier
    first = {mention.identifier: mention for mention in reversed(mentions)}
    return [
        Problem(
            kind="unanswered",
            what=f"{mention.identifier} is not in the library",
            hint="Run sync without --frozen to add it",
            file=mention.file,
            line=mention.line,
            column=mention.column,
        )
        for mention in reversed(first.values())
        if mention.identifier not in known
    ]


def _unanswered(
    library: Library, asked: Asked, mentions: Sequence[Mention], choice: Choice
) -> tuple[Identifier, ...]:
    """What was to be answered and was not: unknown papers, and with refresh any that failed."""
    if choice.frozen:
        known = library.key_by_identifier
        return tuple(sorted({one.identifier for one in mentions} - set(known)))
    blank = {
        one for ref in library.references.values() if not ref.records for one in ref.identifiers
    }
    failed = [one.identifier for one in asked.failed]
    return tuple(one for one in failed if choice.refresh or one in blank)

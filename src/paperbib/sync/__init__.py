"""One run, start to end: extract → plan → fetch → merge → assign keys → render → write.

The flat corridor where pure rooms and effects meet; no other room knows both.
`notes` reads notes; `making` makes the library: `enrich` finds facts about papers, `consulting`
about DOIs (`search` keeps account of one search, `asking` asks, `shelf` and `bulk` are what is
held, `ledger` the account), `titles` what titles without a link mean. `publish` writes files
(`causes` knows what they are made of, `foreign` which are of others, `diffing` what changes),
`carrying` says what they carry, `history` tells what happened between two locks, `report` says
what a run did, `summary` and `words` in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperbib import changes, overrides, store
from paperbib.cache import Cache
from paperbib.changes import feed
from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.exporters import canonical
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Decisions, Library, Mention, Problem
from paperbib.sync import carrying, diffing, foreign, history, keying, overriding, publish
from paperbib.sync.asking import Asking, Edge
from paperbib.sync.ledger import State
from paperbib.sync.linking import settle
from paperbib.sync.making import Made, Said, Wanted, frozen_ledger, make, strangers
from paperbib.sync.notes import read_notes, said_in_notes, until_month
from paperbib.sync.report import Report

_NO_LIBRARY = "run paperbib sync first, or name its folder in paperbib.toml: output = …"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run is asked to do.

    Attributes:
        refresh: Ask again about what is known.
        offline: Use no network.
        frozen: Take the lock as it is.
        write: Write what changed.
        diff: Tell how the outputs change.
        adopt: A BibTeX file whose keys are wanted.
        rename: An entry of the lock, and the key it shall have; only if frozen.
        decide: Changes what was decided about identity.
        lock_wait_s: How long another run may hold the outputs, in seconds.
        check_links: Look whether links lead anywhere.
    """

    refresh: bool = False
    offline: bool = False
    frozen: bool = False
    write: bool = True
    diff: bool = False
    adopt: Path | None = None
    rename: tuple[str, str] | None = None
    decide: Callable[[Decisions], Decisions] | None = None
    lock_wait_s: float = 0.0
    check_links: bool = False


def run(config: Config, notes: Sequence[Path], output: Path, choice: Choice, edge: Edge) -> Report:
    """Bring the outputs up to date with the notes.

    Args:
        config: The configuration.
        notes: Files and folders.
        output: The folder for the outputs.
        choice: What to do.
        edge: Where the run meets the world.

    Raises:
        PaperbibError: The run cannot go on; nothing was written.
    """
    exporters = publish.choose(config.settings.formats)
    with _turn(config, output, choice), Cache(config.cache_dir) as cache:
        previous, lock = _read(output, choice)
        until = until_month(edge.now, previous)
        wanted = Wanted(keying.read(config, choice.adopt, until=until), overriding.read(config))
        # Not before: while another run was waited for, somebody may have saved a note.
        read = read_notes(notes, config, output, until)
        heeded = overrides.heeded(read.said.mentions, wanted.overrides)
        with Asking(config, cache, edge, is_offline=choice.offline) as asking:
            made = _made(read.said._replace(mentions=heeded), previous, asking, choice, wanted)
            made, tally = settle(made, previous, asking, is_wanted=choice.check_links)
        said = read.said if notes else said_in_notes(config, previous, output, until)
        carried = carrying.carried(config, said, made, wanted)
        publication = publish.Publication(output, exporters, carried, cache)
        written = _publish(publication, made, _Begun(previous, lock, edge.now), choice, config)
        problems = [*read.problems, *made.problems, *written.problems, *cache.problems]
        problems += () if choice.frozen else _of_overrides(wanted, read.said, made)
    # What an interrupted run would have made is not there.
    library = previous if made.ledger.is_interrupted else made.library
    return Report(
        notes=read.number,
        mentions=len(read.said.mentions),
        library=library,
        ledger=made.ledger,
        unanswered=_unanswered(made, heeded, choice),
        titles=made.titles,
        news=_news(previous, library, publication),
        added=keying.added(previous, library),
        removed=tuple(one for one in previous.references if not keying.stands(one, library)),
        outputs=written.is_changed_by_name,
        is_written=written.is_written,
        problems=tuple(problems),
        diff=written.diff,
        adopted=made.adopted,
        tally=tally,
        events=tuple(written.events),
        undone=foreign.asked_for(publication.left, config.settings),
    )


def _turn(config: Config, output: Path, choice: Choice) -> AbstractContextManager[None]:
    """The right to write the outputs, for who wants to."""
    if not choice.write:
        return nullcontext()
    return store.run_lock(output, config.cache_dir / "locks", wait_s=choice.lock_wait_s)


def _of_overrides(wanted: Wanted, said: Said, made: Made) -> list[Problem]:
    """What is to be told of overrides; with a lock that is taken as it is, nothing."""
    mentions = [*said.mentions, *made.mentions]
    return overrides.problems(wanted.overrides, mentions, made.library)


def _news(
    previous: Library, library: Library, publication: publish.Publication
) -> tuple[changes.Change, ...]:
    """What changed; what a person says of a paper is no news of it, and hides none."""
    found = changes.changes(overrides.bare(previous), overrides.bare(library))
    return changes.with_upgrades(found, publication.upgrades)


def read_library(output: Path) -> Library:
    """Read the lock of a folder.

    Raises:
        PaperbibError: There is none, or it is no library of ours, or a newer one.
    """
    lock = output / canonical.filename
    text = store.read_lock(lock)
    if text is None:
        raise PaperbibError(f"{lock}: there is no library yet", hint=_NO_LIBRARY)
    return canonical.parse(text, str(lock))


class _Written(NamedTuple):
    """What became of the outputs."""

    is_changed_by_name: dict[str, bool]
    is_written: bool
    problems: list[Problem]
    diff: str
    events: Sequence[changes.Event]


class _Begun(NamedTuple):
    """What a run began with: the library, the lock that holds it, and the time."""

    previous: Library
    lock: str | None
    now: datetime


def _publish(
    publication: publish.Publication, made: Made, begun: _Begun, choice: Choice, config: Config
) -> _Written:
    """Render what is not up to date, and write it if that is wanted."""
    previous, lock, now = begun
    text = lock if lock and made.library is previous else canonical.render(made.library)
    outputs = publication.outputs(
        made.library, lock=text, before=publish.Before(previous, lock or "")
    )
    edited = publication.edited(outputs, previous)
    problems = [*publication.problems, *(_edited(name, publication) for name in edited)]
    diff = diffing.diff(publication.folder, outputs) if choice.diff else ""
    is_written = choice.write and made.is_final
    told = history.Told([], [], [])
    if made.is_final:
        step = history.Step(previous, made.library, lock, text, now)
        has_feed = feed.name in config.settings.formats
        told = history.tell(step, publication, has_feed=has_feed)
        outputs += told.outputs
        edited += told.replaced
        problems += told.problems
    if is_written:
        publication.write(outputs, edited)
    is_changed = {one.name: one.text is not None for one in outputs}
    return _Written(is_changed, is_written, problems, diff, told.events)


def _read(output: Path, choice: Choice) -> tuple[Library, str | None]:
    """The library as it was, and its text; an empty one for the first run."""
    lock = output / canonical.filename
    text = store.read_lock(lock)
    if text is not None:
        return canonical.parse(text, str(lock)), text
    if choice.frozen:
        hint = _NO_LIBRARY if choice.rename else "run sync without --frozen"
        raise PaperbibError(f"{lock}: there is no library yet", hint=hint)
    return Library(), None


def _made(said: Said, previous: Library, asking: Asking, choice: Choice, wanted: Wanted) -> Made:
    if choice.decide:
        previous = previous.model_copy(update={"decisions": choice.decide(previous.decisions)})
    if not choice.frozen:
        return make(said, previous, asking, wanted, refresh=choice.refresh)
    library = keying.renamed(previous, *choice.rename) if choice.rename else previous
    ledger = frozen_ledger(said.mentions, previous)
    return Made(library, ledger, strangers(said.mentions, previous), said.mentions)


def _edited(name: str, publication: publish.Publication) -> Problem:
    what = (
        f"{publication.folder / name} was edited by hand, or written by another version of paperbib"
    )
    hint = f"A copy is kept as {publication.backup_name(name)}; lasting changes go into the notes"
    return Problem(kind="edited", what=what, hint=hint)


def _unanswered(made: Made, mentions: Sequence[Mention], choice: Choice) -> tuple[Identifier, ...]:
    """What was to be answered and was not: unknown papers, and with refresh any that failed."""
    if choice.frozen:
        known = made.library.key_by_identifier
        return tuple(sorted({one.identifier for one in mentions} - set(known)))
    states = (State.STALE, State.DEFERRED) if choice.refresh else (State.DEFERRED,)
    return tuple(sorted({*made.ledger.of(*states), *made.open}))

"""``paperbib watch``: what is saved is read, what is not does nothing, and errors end nothing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.sync.project import Project

from paperbib import store
from paperbib.cli.watch_command import Watch
from paperbib.config import Config, load
from paperbib.errors import Exit, PaperbibError
from paperbib.sync.watching import Places, look, saved

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
A, B, C = (f"- https://example.org/{name}\n" for name in "abc")
LIMIT_S = 30.0


@dataclass
class Listener:
    """Somebody who reads what a watch says."""

    lines: list[str] = field(default_factory=list)
    heard: Callable[[str], object] = lambda _: None

    def say(self, line: str, *, is_error: bool = False) -> None:
        self.lines.append(("! " if is_error else "") + line.partition(" ")[2])
        self.heard(line)

    def show(self, state: str) -> None:
        self.heard(state)


@dataclass
class Saves:
    """What somebody does, one after the other, while notes are watched."""

    acts: list[Callable[[], object]]
    places: list[Places] = field(default_factory=list)

    def __call__(self, places: Places) -> Iterator[object]:
        self.places.append(places)
        while self.acts:
            self.acts.pop(0)()
            yield object()


@dataclass
class Watched:
    """A project that is watched."""

    project: Project
    listener: Listener = field(default_factory=Listener)

    def config(self) -> Config:
        return load(self.project.folder, os.environ)

    def watch(self, *acts: Callable[[], object], notes: tuple[str, ...] = ()) -> int:
        self.saves = Saves(list(acts))
        named = tuple(self.project.folder / one for one in notes)
        watch = Watch(
            self.config, named, None, self.listener, self.saves, is_offline=True, now=lambda: NOW
        )
        return watch.until_stopped()

    @property
    def happened(self) -> list[str]:
        """The ends of the lines: what is new, gone, wrong."""
        return [line.rpartition("; ")[2] for line in self.listener.lines]


@pytest.fixture
def watched(project: Project) -> Watched:
    project.note(A)
    return Watched(project)


def test_it_syncs_at_once_and_when_something_was_saved(watched: Watched) -> None:
    note = watched.project.note
    assert watched.watch(lambda: note(A + B), lambda: note(C, "seeds/c.md")) == 0
    assert watched.happened == ["1 new", "1 new", "1 new"]
    assert set(watched.project.library()) == {"examplea", "exampleb", "examplec"}


def test_an_editor_may_rename_and_a_note_may_go(watched: Watched) -> None:
    seeds = watched.project.folder / "seeds"

    def save_by_rename() -> None:
        (seeds / ".a.md.swp").write_text(A + B)
        (seeds / ".a.md.swp").replace(seeds / "a.md")

    def move() -> None:
        (seeds / "a.md").rename(seeds / "b.md")

    def add() -> None:
        watched.project.note(C, "seeds/c.md")

    assert watched.watch(save_by_rename, move, add, (seeds / "c.md").unlink) == 0
    moved = watched.happened[2]
    assert watched.happened == ["1 new", "1 new", moved, "1 new", "1 gone"]
    assert "new" not in moved
    assert "gone" not in moved


def test_what_no_sync_would_read_does_nothing(watched: Watched) -> None:
    folder = watched.project.folder
    watched.project.note("exclude = ['drafts/']\n", "paperbib.toml")

    def others() -> None:
        watched.project.note(B, "seeds/.hidden.md")
        watched.project.note(B, "seeds/picture.png")
        watched.project.note(B, "elsewhere.md")
        watched.project.note(B, "seeds/drafts/b.md")

    (folder / "seeds" / "drafts").mkdir()
    assert watched.watch(others, (folder / "output" / "library.json").touch) == 0
    assert watched.happened == ["1 new"]


def test_outputs_among_the_notes_do_nothing(watched: Watched) -> None:
    watched.project.note("notes = ['.']\n", "paperbib.toml")

    def touch() -> None:
        for path in watched.project.output.iterdir():
            path.touch()

    assert watched.watch(touch) == 0
    assert watched.happened == ["1 new"]


def test_an_error_is_said_once_and_tried_again(watched: Watched) -> None:
    note, config = watched.project.note, watched.project.folder / "paperbib.toml"
    config.write_text("")
    assert (
        watched.watch(
            lambda: config.write_text("colour = 1\n"),
            lambda: note(A + B),
            lambda: config.write_text("abstract = false\n"),
            (watched.project.folder / "seeds" / "a.md").unlink,
            lambda: note(C, "seeds/c.md"),
        )
        == 0
    )
    unknown = f"{config}:1:1: unknown key 'colour'"
    assert watched.happened[0] == "1 new"
    assert watched.listener.lines[1].startswith(f"! error: {unknown}")
    assert watched.happened[2] == "1 new", "what was saved meanwhile is read now"
    assert watched.listener.lines[3].startswith("! error: ")
    assert "holds no notes" in watched.listener.lines[3]
    assert watched.happened[4] == "1 new, 2 gone"
    assert len(watched.happened) == 5


def test_other_notes_in_the_configuration_are_watched_instead(watched: Watched) -> None:
    config = watched.project.folder / "paperbib.toml"
    config.write_text("")
    watched.project.note(B, "more/b.md")
    watched.watch(lambda: config.write_text("notes = ['more']\n"), lambda: None)
    assert watched.happened == ["1 new", "1 new, 1 gone"]
    first, second = watched.saves.places
    assert [one.name for one in first.folders] == ["seeds"]
    assert [one.name for one in second.folders] == ["more"]


def test_a_configuration_that_is_new_is_heard(watched: Watched) -> None:
    note, folder = watched.project.note, watched.project.folder
    note(B, "seeds/b.md")
    config = folder / "paperbib.toml"
    assert watched.watch(lambda: config.write_text("exclude = ['b.md']\n"), config.unlink) == 0
    assert watched.happened == ["2 new", "1 gone", "1 new"]
    assert folder.resolve() in watched.saves.places[0].parents


def test_a_gitignore_above_the_notes_is_heard(watched: Watched) -> None:
    note, folder = watched.project.note, watched.project.folder
    note(B, "seeds/b.md")
    (folder / ".git").mkdir()
    assert watched.watch(lambda: (folder / ".gitignore").write_text("b.md\n")) == 0
    assert watched.happened == ["2 new", "1 gone"]


def test_a_folder_made_anew_is_watched_anew(watched: Watched) -> None:
    seeds = watched.project.folder / "seeds"

    def replace_folder() -> None:
        seeds.rename(watched.project.folder / "old")
        watched.project.note(A + B)

    watched.watch(replace_folder, lambda: None)
    assert len(watched.saves.places) == 2


def test_single_files_are_watched_by_their_folder_and_links_by_both(watched: Watched) -> None:
    folder = watched.project.folder
    watched.project.note(B, "vault/b.md")
    (folder / "linked.md").symlink_to(folder / "vault" / "b.md")
    seen = look(watched.config(), [folder / "linked.md", folder / "seeds"], folder / "output")
    assert [one.name for one in seen.places.folders] == ["seeds"]
    assert [one.name for one in seen.places.parents] == [folder.name, "vault"]


def test_what_is_not_there_at_the_start_is_an_error(watched: Watched) -> None:
    with pytest.raises(PaperbibError, match=r"nowhere\.md: no such file or folder"):
        watched.watch(notes=("nowhere.md",))
    with pytest.raises(PaperbibError, match="nothing to watch"):
        next(saved(Places((Path("nowhere"),))))


def test_another_run_is_waited_for(watched: Watched) -> None:
    with ExitStack() as other:
        locks = watched.config().cache_dir / "locks"
        other.enter_context(store.run_lock(watched.project.output, locks))
        # The other run ends as soon as it is heard that somebody waits.
        watched.listener.heard = lambda line: other.close() if "waiting" in line else None
        assert watched.watch() == 0
    assert watched.happened == ["another paperbib is at work here: waiting for it", "1 new"]


def stop() -> None:
    raise KeyboardInterrupt


def test_who_stops_the_watching_ends_it_well(watched: Watched) -> None:
    assert watched.watch(stop) == Exit.DONE
    assert watched.listener.lines[-1] == "watching"


def test_who_stops_a_sync_at_work_is_told(watched: Watched) -> None:
    watched.listener.heard = lambda line: stop() if "reading" in line else None
    with pytest.raises(KeyboardInterrupt):
        watched.watch()
    assert watched.listener.lines == []


def test_who_stops_it_when_the_sync_is_told_stops_no_sync(watched: Watched) -> None:
    watched.listener.heard = lambda line: stop() if "wrote" in line else None
    assert watched.watch() == Exit.DONE
    assert watched.listener.lines[-1] == "watching"


def test_the_system_tells_what_is_saved(tmp_path: Path) -> None:
    """The real thing: events come within seconds, of folders and of single files."""
    folder, single = tmp_path / "notes", tmp_path / "one"
    (folder / "deep").mkdir(parents=True)
    single.mkdir()
    events = saved(Places((folder,), (single,)))
    next(events)  # it listens
    for path in (folder / "deep" / "a ü%.md", single / "b.md"):
        path.write_text(A)
        timer = threading.Timer(LIMIT_S, os._exit, (1,))  # rather than to wait for ever
        timer.start()
        assert next(events)
        timer.cancel()


def test_the_program_watches_until_it_is_stopped(watched: Watched) -> None:
    project = watched.project
    command = [sys.executable, "-m", "paperbib", "-C", str(project.folder), "watch", "--offline"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        timer = threading.Timer(LIMIT_S, process.kill)
        timer.start()
        first = process.stderr.readline()
        project.note(A + B)
        second = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        last = process.stderr.read()
        timer.cancel()
    assert first.endswith("; 1 new\n")
    assert second.endswith("; 1 new\n")
    assert (last, process.returncode) == ("stopped watching\n", 0)

"""A project against an arXiv on this machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from tests.standin import StandIn, papers_of
from tests.sync.links_project import NOTE, shift
from tests.sync.project import ROOT, SNAPSHOT, UNREACHABLE, Project
from tests.sync.web import Web

from paperbib.sync import linking
from paperbib.sync.visiting import Means


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(papers_of(SNAPSHOT)) as running:
        yield running


@pytest.fixture
def project(
    tmp_path: Path,
    standin: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBIB_ARXIV_API", standin.url)
    monkeypatch.setenv("PAPERBIB_ARXIV_INTERVAL_S", "0")
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("PAPERBIB_OFFLINE", "PAPERBIB_MAILTO"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder, standin, capsys)


@pytest.fixture
def seeds(project: Project) -> Project:
    shutil.copytree(ROOT / "seeds", project.folder / "seeds")
    return project


@pytest.fixture
def with_snapshot(seeds: Project) -> Project:
    shutil.copytree(ROOT / "data", seeds.folder / "data")
    shutil.copy(ROOT / "paperbib.toml", seeds.folder)
    return seeds


@pytest.fixture
def unplug(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setenv("PAPERBIB_ARXIV_API", UNREACHABLE)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, project: Project) -> Web:
    """A web of strangers, and a note with links to it."""
    web = Web()

    @contextmanager
    def open_means() -> Iterator[Means]:
        means = web.means()
        with means.probe:
            yield means

    monkeypatch.setattr(linking, "open_means", open_means)
    project.note(NOTE)
    return web


@pytest.fixture
def later(project: Project) -> Callable[[float], None]:
    """Make what the cache holds of links older, by so many days."""
    return partial(shift, project)

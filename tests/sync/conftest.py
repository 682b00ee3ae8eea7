"""A project against an arXiv on this machine."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.standin import StandIn, papers_of
from tests.sync.project import ROOT, SNAPSHOT, UNREACHABLE, Project


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

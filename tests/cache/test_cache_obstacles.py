"""Where the cache cannot be used, or is taken away: a miss, said once, and the run goes on."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cache.cache_samples import ASIDE, NAME, OTHER, PAPERS, fill, found, hollow, use

from paperbib.cache import Cache, database
from paperbib.cache.schema import transaction


def test_a_cache_put_in_place_by_another_run_is_taken_up(tmp_path: Path) -> None:
    """This run finds damage late; another has set the file aside by then."""
    hollow(tmp_path / NAME)
    with Cache(tmp_path) as late, Cache(tmp_path) as other:
        other.keep([found()], now_s=1)
        assert len(other.problems) == 1
        late.keep([found(OTHER)], now_s=1)
        assert late.problems == []
        assert other.counts() == late.counts() == {"arxiv": 2}
    assert [name for name in ASIDE if (tmp_path / name).exists()] == ASIDE[:1]


@pytest.mark.parametrize("obstacle", ["file", "folder", "lock folder", "lock garbage", "locked"])
def test_no_place_for_a_cache_is_a_problem_and_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_S", 0.0)
    folder, lock = tmp_path / "cache", tmp_path / "cache" / f"{NAME}-lock"
    holder = sqlite3.connect(":memory:", isolation_level=None)
    if obstacle == "file":
        folder.write_text("")
    elif obstacle == "folder":
        (folder / NAME).mkdir(parents=True)
    elif obstacle == "lock folder":
        lock.mkdir(parents=True)
    else:
        folder.mkdir()
        lock.write_bytes(b"x" * 5000 * (obstacle == "lock garbage"))
        holder = sqlite3.connect(lock if obstacle == "locked" else ":memory:", isolation_level=None)
        holder.execute("begin exclusive")
    with Cache(folder) as cache:
        use(cache)
        assert len(cache.problems) == 1
        assert "cannot be used" in cache.problems[0].what
        assert cache.problems[0].hint == ""
    holder.close()
    assert list(tmp_path.rglob("*broken*")) == []


def test_a_cache_that_another_writes_to_is_a_miss_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_S", 0.0)
    fill(tmp_path)
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    with Cache(tmp_path) as cache:
        holder.execute("begin immediate")
        cache.keep([found(PAPERS[399])], now_s=1)
        assert len(cache.answers("arxiv", PAPERS)) == 200
        assert [one.what.endswith("(database is locked)") for one in cache.problems] == [True]
        holder.execute("rollback")
        cache.keep([found(PAPERS[398])], now_s=1)
        assert len(cache.answers("arxiv", PAPERS)) == 201
    holder.close()


def test_a_cache_folder_that_goes_away_during_a_run(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        cache.keep([found()], now_s=1)
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        cache.keep([found(OTHER)], now_s=1)
        assert len(cache.problems) <= 1
    with Cache(tmp_path / "cache") as cache:
        use(cache)
        assert cache.problems == []


def test_what_is_interrupted_is_undone_and_stops_nothing_later() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("create table t (a)")

    def write(*, is_interrupted: bool) -> None:
        with transaction(connection):
            connection.execute("insert into t values (1)")
            if is_interrupted:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(is_interrupted=True)
    write(is_interrupted=False)
    assert connection.execute("select count(*) from t").fetchone() == (1,)
    connection.close()

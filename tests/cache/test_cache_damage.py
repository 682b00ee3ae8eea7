"""Whatever is in the cache's place: no exception, one warning at most, and the run goes on."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cache.cache_samples import (
    ASIDE,
    NAME,
    OTHER,
    PAPER,
    PAPERS,
    fill,
    foreign,
    found,
    garbage,
    hollow,
    missing,
    use,
    version_1,
)

from paperbib.cache import Cache, Kept

ENTRY = Kept("found", "<entry/>", "", 5, 5, None)
REFUSAL = Kept("missing", None, "", 5, 5, None)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return fill(tmp_path_factory.mktemp("content"))


def assert_survived(folder: Path) -> None:
    """Use the cache; it says at most once what was wrong, and the next run finds it whole."""
    with Cache(folder) as cache:
        use(cache)
        assert len(cache.problems) <= 1
        was_set_aside = bool(cache.problems)
        if was_set_aside:
            assert cache.problems[0].kind == "cache"
            assert cache.problems[0].hint == f"Set aside as {folder / ASIDE[0]}"
            assert cache.problems[0].what.isprintable()
    assert [name for name in ASIDE if (folder / name).exists()] == ASIDE[:was_set_aside]
    with Cache(folder) as cache:
        assert cache.answers("arxiv", [PAPER])[PAPER].raw == "last"
        assert cache.problems == []


@pytest.mark.parametrize("percent", range(0, 101, 10))
def test_a_cut_cache(tmp_path: Path, content: bytes, percent: int) -> None:
    (tmp_path / NAME).write_bytes(content[: len(content) * percent // 100])
    assert_survived(tmp_path)
    assert (tmp_path / ASIDE[0]).exists() == (percent not in (0, 100))


@pytest.mark.parametrize("seed", range(50))
def test_a_damaged_cache(tmp_path: Path, content: bytes, seed: int) -> None:
    """A byte anywhere; many; a whole page; or one of those that say how a page is laid out."""
    chance = random.Random(seed)  # noqa: S311 - chosen once for all
    damaged = bytearray(content)
    page = chance.randrange(len(content) // 4096) * 4096
    match seed % 4:
        case 0:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        case 1:
            for _ in range(20):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        case 2:
            damaged[page : page + 4096] = chance.randbytes(4096)
        case _:
            damaged[page + chance.randrange(64)] = chance.randrange(256)
    (tmp_path / NAME).write_bytes(damaged)
    assert_survived(tmp_path)


def patch(path: Path, at: int, new: bytes) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:at] + new + content[at + len(new) :])


def add_a_trigger(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create trigger t after insert on latest begin delete from entries; end")
    connection.close()


def rename_a_column(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"checked_s real", b"checkee_s real"))


def break_a_name(path: Path) -> None:
    """An index of a table that is none, which SQLite quotes when it complains."""
    name = b"autoindex_renderings"
    path.write_bytes(path.read_bytes().replace(name, name.replace(b"r", b"\x96", 1)))


def change(how: Callable[..., None], **values: object) -> Callable[[Path], None]:
    """Make a cache, and change it."""

    def make(path: Path) -> None:
        fill(path.parent)
        how(path, **values)

    return make


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (garbage, "not a database"),
        (foreign, "version 0, not 3"),
        (version_1, "version 1, not 3"),
        (change(patch, at=60, new=b"\0\0\0\x63"), "version 99, not 3"),
        (change(patch, at=68, new=b"\0\0\0\0"), "not a cache of paperbib"),
        (change(add_a_trigger), "not a cache of paperbib"),
        (change(rename_a_column), "not a cache of paperbib"),
        (change(break_a_name), "UTF-8"),
        # Marked as of a later SQLite: readable, and not to be written.
        (change(patch, at=18, new=b"\x03"), "readonly"),
        (hollow, "malformed"),
    ],
)
def test_what_is_no_cache_is_set_aside_as_it_is(
    tmp_path: Path, make: Callable[[Path], object], what: str
) -> None:
    make(tmp_path / NAME)
    before = (tmp_path / NAME).read_bytes()
    with Cache(tmp_path) as cache:
        use(cache)
        assert what in cache.problems[0].what
    assert (tmp_path / ASIDE[0]).read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "read"),
    [
        ("update entries set at_s = 'noon'", [ENTRY._replace(at_s=0), REFUSAL]),
        (
            "update latest set checked_s = x'ff'",
            [ENTRY._replace(checked_s=0), REFUSAL],
        ),
        ("update entries set version = 'x'", [ENTRY, REFUSAL]),
        ("update entries set raw = x'ff00'", [None, REFUSAL]),
        ("update latest set entry = 2 where entry = 1", [None, REFUSAL]),
        ("update refusals set kind = 'odd'", [ENTRY, REFUSAL]),
        (
            "update refusals set reason = x'20', at_s = ''",
            [ENTRY, Kept("missing", None, " ", 0, 0, None)],
        ),
    ],
)
def test_values_of_another_kind_are_old_or_a_miss(
    tmp_path: Path, statement: str, read: list[Kept | None]
) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(), found(PAPERS[5], "other"), missing(OTHER)], now_s=5)
        connection = sqlite3.connect(tmp_path / NAME, isolation_level=None)
        connection.execute(statement)
        connection.close()
        answers = cache.answers("arxiv", [PAPER, OTHER])
        assert [answers.get(one) for one in (PAPER, OTHER)] == read
        assert isinstance(sum(one.oldest_s for one in cache.holdings()), float)
        assert cache.problems == []


def test_damage_that_comes_during_a_run(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with Cache(tmp_path) as cache:
        patch(tmp_path / NAME, 4096, b"\xff" * (len(content) - 4096))
        assert cache.answers("arxiv", PAPERS) == {}
        cache.keep([found()], now_s=1)
        assert cache.counts() == {"arxiv": 1}
        assert "malformed" in cache.problems[0].what
    assert_survived_without_warning(tmp_path)


def test_what_is_kept_when_damage_is_found_is_kept(tmp_path: Path) -> None:
    hollow(tmp_path / NAME)
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1)
        assert cache.counts() == {"arxiv": 1}
    assert_survived_without_warning(tmp_path)


def assert_survived_without_warning(folder: Path) -> None:
    with Cache(folder) as cache:
        assert cache.counts() == {"arxiv": 1}
        assert cache.problems == []


def test_damage_that_comes_back_is_the_disk(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        for number, paper in enumerate(PAPERS[:4]):
            cache.keep([found(paper)], now_s=1)
            assert cache.answers("arxiv", [paper])[paper].raw == "<entry/>", number
            # Another program spoils it: a schema that is not ours any more.
            spoil(tmp_path / NAME)
        assert len(cache.problems) == 1
    assert [name for name in ASIDE if (tmp_path / name).exists()] == ASIDE[:1]


def spoil(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("drop table if exists latest")
    connection.close()


def test_only_so_many_are_set_aside_and_the_oldest_gives_way(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / NAME).write_bytes(b"broken %d" % number * 100)
        os.utime(tmp_path / NAME, (number, number))
        for name in ASIDE:
            if (tmp_path / name).exists():
                (tmp_path / f"{name}-wal").write_bytes((tmp_path / name).read_bytes())
        with Cache(tmp_path) as cache:
            assert len(cache.problems) == 1
    held = {name: (tmp_path / name).read_bytes()[:8] for name in ASIDE}
    assert held == dict(zip(ASIDE, (b"broken 3", b"broken 4", b"broken 2"), strict=True))
    # A log belongs to one database only.
    logs = {path.name: path.read_bytes()[:8] for path in tmp_path.glob("*broken-wal")}
    assert logs == {"paperbib.broken-wal": b"broken 3", "paperbib.3.broken-wal": b"broken 2"}


def test_a_database_is_set_aside_with_its_log(tmp_path: Path) -> None:
    """A version 1 cache of a killed run: its only answer is in the log yet."""
    live, killed = tmp_path / "live", tmp_path / "killed"
    live.mkdir()
    version_1(live / NAME)
    connection = sqlite3.connect(live / NAME, isolation_level=None)
    connection.execute("insert into answers values ('arxiv', 'arxiv:1706.00002', '', 1)")
    shutil.copytree(live, killed)
    connection.close()
    with Cache(killed) as cache:
        use(cache)
    aside = sqlite3.connect(killed / ASIDE[0])
    assert aside.execute("select count(*) from answers").fetchone() == (2,)
    aside.close()


def test_a_log_without_its_database_is_no_part_of_the_next(tmp_path: Path) -> None:
    with Cache(tmp_path / "a") as cache:
        cache.keep([found()], now_s=1)
        shutil.copytree(tmp_path / "a", tmp_path / "b")
    (tmp_path / "b" / NAME).unlink()
    assert (tmp_path / "b" / f"{NAME}-wal").stat().st_size
    with Cache(tmp_path / "b") as cache:
        assert cache.counts() == {}
        assert cache.problems == []

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from paperbib.cache import Cache
from paperbib.identifiers.whole import parse
from paperbib.model import Answer, Failed, Found, Missing, Record

PAPER, OTHER, THIRD = (parse(f"arxiv:1706.0000{number}") for number in (1, 2, 3))


def found(raw: str = "<entry/>") -> Found:
    record = Record(source="arxiv", identifier=PAPER)
    return Found(identifier=PAPER, source="arxiv", raw=raw, record=record)


def keep_many(folder: str, start: int) -> None:
    with Cache(Path(folder)) as cache:
        for number in range(start, start + 50):
            identifier = parse(f"arxiv:1706.{number:05}")
            cache.keep([Missing(identifier=identifier, source="arxiv")], now_s=1)


def test_answers_come_back(tmp_path: Path) -> None:
    with Cache(tmp_path / "new" / "folder") as cache:
        answers: list[Answer] = [
            found(),
            Missing(identifier=OTHER, source="arxiv"),
            Failed(identifier=THIRD, source="arxiv", reason="down"),
        ]
        cache.keep(answers, now_s=12.5)
    with Cache(tmp_path / "new" / "folder") as cache:
        assert cache.answers("arxiv", [PAPER, OTHER, THIRD]) == {
            PAPER: ("<entry/>", 12.5),
            OTHER: (None, 12.5),
        }
        assert cache.answers("crossref", [PAPER]) == {}
        assert cache.counts() == {"arxiv": 2}
        assert cache.problems == []


def test_a_newer_answer_replaces_the_old(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found("old")], now_s=1)
        cache.keep([found("new")], now_s=2)
        assert cache.answers("arxiv", [PAPER]) == {PAPER: ("new", 2.0)}


def test_an_entry_once_found_outlives_a_later_not_found(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found("raw")], now_s=1)
        cache.keep([Missing(identifier=PAPER, source="arxiv")], now_s=2)
        assert cache.answers("arxiv", [PAPER]) == {PAPER: ("raw", 1.0)}
        cache.keep([Missing(identifier=OTHER, source="arxiv")], now_s=1)
        cache.keep([Missing(identifier=OTHER, source="arxiv")], now_s=2)
        assert cache.answers("arxiv", [OTHER]) == {OTHER: (None, 2.0)}


def test_more_identifiers_than_a_query_takes(tmp_path: Path) -> None:
    many = [parse(f"arxiv:1706.{number:05}") for number in range(1, 2_001)]
    with Cache(tmp_path) as cache:
        cache.keep([Missing(identifier=one, source="arxiv") for one in many], now_s=1)
        assert len(cache.answers("arxiv", many)) == 2_000


def test_clear(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1)
        cache.keep_digests({"cause": "digest"})
        assert cache.knows_digest("digest")
        assert cache.clear() == 1
        assert cache.counts() == {}
        assert cache.digest("cause") is None


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough " * 40, b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_broken_cache_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "paperbib.sqlite").write_bytes(content)
    with Cache(tmp_path) as cache:
        assert len(cache.problems) == 1
        cache.keep([found()], now_s=1)
        assert cache.counts() == {"arxiv": 1}
    assert (tmp_path / "paperbib.broken").read_bytes() == content


def test_a_cache_of_another_version_is_set_aside(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "paperbib.sqlite")
    connection.execute("pragma user_version = 99")
    connection.close()
    with Cache(tmp_path) as cache:
        assert "version 99" in cache.problems[0].what
        assert cache.counts() == {}


def test_a_damaged_table_is_a_miss(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1)
        connection = sqlite3.connect(tmp_path / "paperbib.sqlite")
        connection.execute("drop table answers")
        connection.close()
        assert cache.answers("arxiv", [PAPER]) == {}
        cache.keep([found()], now_s=1)
        assert len(cache.problems) == 1


def test_no_place_for_a_cache_is_a_problem_and_no_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "cache") as cache:
        cache.keep([found()], now_s=1)
        assert cache.counts() == {"arxiv": 1}
        assert len(cache.problems) == 1


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=keep_many, args=(str(tmp_path), start)) for start in (1, 101)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with Cache(tmp_path) as cache:
        assert cache.counts() == {"arxiv": 100}
        assert cache.problems == []

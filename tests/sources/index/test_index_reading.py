from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.sources.index import bulk_file
from tests.sources.index.bulk_file import identifier

from paperbib.sources.index import header, reading, titles
from paperbib.sources.index.reading import IndexUnusableError, open_index, read_info


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A bulk file of forty papers, with an index."""
    content = [*bulk_file.lines(40), bulk_file.line("math.GT/0309136", r"The $\alpha$ of K\"onig")]
    path = bulk_file.write(tmp_path / "bulk.json", content)
    bulk_file.built(path, tmp_path / "index")
    return path


@pytest.fixture
def folder(file: Path) -> Path:
    return file.parent / "index"


def test_without_an_index_there_is_none(tmp_path: Path) -> None:
    assert open_index(tmp_path) is None
    assert read_info(tmp_path) is None
    assert open_index(tmp_path / "nowhere") is None


def test_an_index_says_what_it_is_of(file: Path, folder: Path) -> None:
    info = bulk_file.opened(folder).info
    assert info == read_info(folder)
    assert (info.file, info.records, info.version) == (file, 41, header.VERSION)
    assert (info.as_of, info.is_current) == (date(2020, 2, 2), True)
    assert info.built_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert info.size == (folder / header.INDEX).stat().st_size


def test_records_come_as_the_file_has_them(file: Path, folder: Path) -> None:
    lines = file.read_bytes().splitlines()
    asked = [identifier(one) for one in ("2001.00031", "2001.00002", "math/0309136", "2001.09999")]
    asked += [identifier("2001.00002")]
    found = list(bulk_file.opened(folder).records(asked))
    assert found == [(asked[1], lines[1]), (asked[0], lines[30]), (asked[2], lines[40])]


def test_more_papers_than_a_question_holds_are_all_found(tmp_path: Path) -> None:
    papers = [f"{year:02}{month:02}.{number:05}" for year in (20, 21) for month in range(1, 13)
              for number in range(1, 60)]  # fmt: skip
    random.Random(1).shuffle(papers)  # noqa: S311 - the same order every time
    file = bulk_file.write(tmp_path / "bulk.json", map(bulk_file.line, papers))
    bulk_file.built(file, tmp_path / "index")
    index = bulk_file.opened(tmp_path / "index")
    assert {one.value for one, _ in index.records(map(identifier, papers))} == set(papers)
    assert all(index.by_title(f"on the paper {one}") == [identifier(one)] for one in papers[:50])


@pytest.mark.parametrize("title", ["The α of König", "the\n$\\alpha$ OF KONIG."])
def test_titles_are_found_in_any_spelling(folder: Path, title: str) -> None:
    assert bulk_file.opened(folder).by_title(title) == [identifier("math/0309136")]


@pytest.mark.parametrize("title", ["", "***", "On the Paper", "\ud800"])
def test_other_titles_are_not_found(folder: Path, title: str) -> None:
    assert bulk_file.opened(folder).by_title(title) == []


def test_papers_of_one_title_are_all_found_in_order(tmp_path: Path) -> None:
    papers = ["2001.00009", "math/0309136", "0704.0001"]
    content = [bulk_file.line(one, "Erratum") for one in papers] + bulk_file.lines(3)
    bulk_file.built(bulk_file.write(tmp_path / "b", content), tmp_path / "index")
    found = bulk_file.opened(tmp_path / "index").by_title("Erratum:")
    assert [one.value for one in found] == ["0704.0001", "2001.00009", "math/0309136"]


def test_of_titles_with_one_digest_only_the_title_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "digest_of", len)
    content = [bulk_file.line("2001.00001", "One"), bulk_file.line("2001.00002", "Two")]
    bulk_file.built(bulk_file.write(tmp_path / "b", content), tmp_path / "index")
    assert bulk_file.opened(tmp_path / "index").by_title("two") == [identifier("2001.00002")]


def _moved(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))


def _grown(file: Path) -> None:
    with file.open("a") as content:
        content.write("\n")


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _touched(file: Path) -> None:
    os.utime(file, ns=(1, 1))


@pytest.mark.parametrize("change", [_moved, _grown, _cut, _touched])
def test_an_index_of_a_file_that_is_another_now_is_unusable(
    file: Path, folder: Path, change: object
) -> None:
    assert callable(change)
    change(file)
    with pytest.raises(IndexUnusableError) as raised:
        open_index(folder)
    assert raised.value.what.startswith(f"{file}: ")
    assert raised.value.hint == "build it again: paperbib index build FILE"
    info = read_info(folder)
    assert info
    assert not info.is_current


@pytest.mark.parametrize("damage", ["shuffled", "blank", "short", "other"])
def test_a_file_changed_in_secret_is_seen_at_the_record(
    file: Path, folder: Path, damage: str
) -> None:
    index = bulk_file.opened(folder)
    content, seen = file.read_bytes(), file.stat()
    lines = content.splitlines(keepends=True)
    changed = {
        "shuffled": b"".join([*lines[1:], lines[0]]),
        "blank": b" " * len(content),
        "short": b"",
        "other": content.replace(b"2001.00007", b"2001.00008"),
    }[damage]
    file.write_bytes(changed)
    os.utime(file, ns=(seen.st_mtime_ns, seen.st_mtime_ns))
    with pytest.raises(IndexUnusableError, match="is not there any more"):
        list(index.records([identifier("2001.00007")]))
    with pytest.raises(IndexUnusableError, match="is not there any more"):
        index.by_title("On the Paper 2001.00007")


@pytest.mark.parametrize("version", [0, 1, header.VERSION + 1, 99])
def test_an_index_of_another_version_is_refused_and_replaced(
    file: Path, folder: Path, version: int
) -> None:
    with closing(sqlite3.connect(folder / header.INDEX)) as connection:
        connection.execute(f"pragma user_version = {version}")
    for look in (open_index, read_info):
        with pytest.raises(IndexUnusableError, match=f"is of version {version}") as raised:
            look(folder)
        assert raised.value.hint.startswith("build it again")
    assert bulk_file.built(file, folder).is_new
    assert open_index(folder)


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\x00" + b"x" * 99]
)
def test_what_is_no_index_is_refused(folder: Path, content: bytes) -> None:
    (folder / header.INDEX).write_bytes(content)
    with pytest.raises(IndexUnusableError, match=r"index\.sqlite: the index is unusable"):
        open_index(folder)


def test_a_damaged_index_is_refused_never_wrong(folder: Path) -> None:
    path = folder / header.INDEX
    whole, expected = path.read_bytes(), bulk_file.held(folder)
    chance = random.Random(2)  # noqa: S311 - the same damage every time
    for _ in range(100):
        raw = bytearray(whole)
        for _ in range(chance.choice([1, 1, 20])):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(raw)
        try:
            found = bulk_file.held(folder)
        except IndexUnusableError:
            continue
        assert found.items() <= expected.items()


def test_an_index_stays_open_while_another_takes_its_place(file: Path, folder: Path) -> None:
    index = bulk_file.opened(folder)
    other = bulk_file.write(file.with_name("other.json"), bulk_file.lines(2))
    bulk_file.built(other, folder)
    assert len(list(index.records([identifier("2001.00031")]))) == 1
    index.close()
    assert not index.close.alive
    assert len(bulk_file.held(folder)) == 2


def test_a_folder_with_a_strange_name_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c%20d é"
    bulk_file.built(bulk_file.write(tmp_path / "b", bulk_file.lines(2)), folder)
    assert len(bulk_file.held(folder)) == 2
    assert reading.read_info(folder)

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.sources.index import bulk_file
from tests.sources.index.bulk_file import NoHttp, identifier

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Failed, Found, Missing, Record
from paperbib.sources import Source, snapshot
from paperbib.sources.index import header
from paperbib.sources.index.ranges import Pace
from paperbib.sources.index.source import IndexSource
from paperbib.sources.snapshot import SnapshotSource

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT / "data" / "arxiv-snapshot.jsonl"
SHARED = ROOT.parent / "shared" / "arxiv"


def _source(file: Path, folder: Path) -> Source:
    bulk_file.built(file, folder, Pace())
    return IndexSource(bulk_file.opened(folder))


@pytest.mark.parametrize(
    "path",
    [SEEDS, SHARED / "real_kaggle_schema.jsonl", SHARED / "derived_kaggle_schema.jsonl"],
    ids=lambda path: path.name,
)
def test_the_index_answers_as_the_file_does(tmp_path: Path, path: Path) -> None:
    if not path.exists():
        pytest.skip("the recorded records are not here")
    texts = path.read_text("utf-8").splitlines()
    # Of two lines about a paper the file's reader takes the first, the index the last.
    by_id = {json.loads(text)["id"]: text for text in texts}
    file = bulk_file.write(tmp_path / "bulk.json", by_id.values())
    asked = [identifier(one) for one in by_id] + [identifier("2612.99999")]
    answers = {
        one.identifier: one for one in _source(file, tmp_path / "index").fetch(asked, NoHttp())
    }
    expected = {one.identifier: one for one in SnapshotSource(file).fetch(asked, NoHttp())}
    assert answers == expected
    assert sum(isinstance(one, Found) for one in answers.values()) == len(by_id)


def test_every_identifier_is_answered_once(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(9))
    source = _source(file, tmp_path / "index")
    asked = [identifier(f"2001.{one:05}") for one in (3, 12, 1, 3, 11, 12)]
    answers = [(one.identifier.value, type(one)) for one in source.fetch(asked, NoHttp())]
    assert answers == [
        ("2001.00001", Found),
        ("2001.00003", Found),
        ("2001.00011", Missing),
        ("2001.00012", Missing),
    ]
    assert list(source.fetch([], NoHttp())) == []
    assert (source.name, source.schemes) == ("snapshot", frozenset({"arxiv"}))


def test_a_subject_class_in_the_file_is_no_part_of_the_identity(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", [bulk_file.line("math.GT/0309136")])
    (answer,) = _source(file, tmp_path / "i").fetch([identifier("math/0309136")], NoHttp())
    assert isinstance(answer, Found)
    assert answer.record.identifier == Identifier("arxiv", "math/0309136")
    assert json.loads(answer.raw)["id"] == "math.GT/0309136"


def test_what_was_kept_reads_as_it_was_answered(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(1))
    source = _source(file, tmp_path / "index")
    (answer,) = source.fetch([identifier("2001.00001")], NoHttp())
    assert isinstance(answer, Found)
    assert source.to_record(answer.identifier, answer.raw) == answer.record
    with pytest.raises(ValueError, match="no JSON object"):
        source.to_record(answer.identifier, "[]")


def test_a_record_that_cannot_be_read_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(identifier: Identifier, raw: str | bytes) -> Record:
        if identifier.value == "2001.00003":
            raise ValueError("it is odd")
        return to_record(identifier, raw)

    to_record = snapshot.to_record
    monkeypatch.setattr(snapshot, "to_record", read)
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    source = _source(file, tmp_path / "index")
    asked = [identifier(f"2001.{one:05}") for one in (1, 2, 3)]
    *found, failed = source.fetch(asked, NoHttp())
    assert [type(one) for one in found] == [Found, Found]
    assert isinstance(failed, Failed)
    assert failed.reason == "arxiv:2001.00003: it is odd"


def test_a_file_changed_in_secret_fails_and_is_never_another_paper(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    source, seen = _source(file, tmp_path / "index"), file.stat()
    bulk_file.write(file, reversed(bulk_file.lines(3)))
    os.utime(file, ns=(seen.st_mtime_ns, seen.st_mtime_ns))
    asked = [identifier(f"2001.{one:05}") for one in (1, 2, 3, 4)]
    answers = {one.identifier.value: type(one) for one in source.fetch(asked, NoHttp())}
    assert answers == {
        "2001.00001": Failed,
        "2001.00002": Found,
        "2001.00003": Failed,
        "2001.00004": Missing,
    }


def test_an_index_damaged_inside_fails_for_all(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    bulk_file.built(file, tmp_path / "index")
    path = tmp_path / "index" / header.INDEX
    raw = bytearray(path.read_bytes())
    raw[4096:8192] = b"\xff" * 4096
    path.write_bytes(raw)
    source = IndexSource(bulk_file.opened(tmp_path / "index"))
    answers = list(source.fetch([identifier(f"2001.{one:05}") for one in (1, 2)], NoHttp()))
    assert [type(one) for one in answers] == [Failed, Failed]
    assert all(isinstance(one, Failed) and "damaged" in one.reason for one in answers)


def test_more_than_a_block_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperbib.sources.index.reading._BLOCK", 7)
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))
    source = _source(file, tmp_path / "index")
    asked = [identifier(f"2001.{one:05}") for one in range(1, 61)]
    asked[59:] = [Identifier("doi", "10.1000/1")]
    answers = {one.identifier: type(one) for one in source.fetch(asked, NoHttp())}
    assert answers == dict(zip(asked, [Found] * 40 + [Missing] * 20, strict=True))

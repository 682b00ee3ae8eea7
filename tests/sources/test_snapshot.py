from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from paperbib.errors import PaperbibError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found, Missing, Name, PartialDate, Record
from paperbib.sources import snapshot
from paperbib.sources.http import Reply
from paperbib.sources.snapshot import SnapshotSource

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "data" / "arxiv-snapshot.jsonl"
SHARED = ROOT.parent / "shared" / "arxiv"


class NoHttp:
    """A network that must not be touched."""

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        raise AssertionError((url, params, read))


def _id(text: str) -> Identifier:
    cited = arxiv_id.parse(text)
    assert cited
    return cited.identifier


def _line(**fields: object) -> str:
    known: dict[str, object] = {
        "id": "2001.00001",
        "submitter": None,
        "authors": "Ada Author and Ben de Boer",
        "title": "A\n  Title",
        "comments": None,
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": "cs.CL stat.ML",
        "license": None,
        "abstract": "  Two\nlines.\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "update_date": None,
        "authors_parsed": [["Author", "Ada", ""], ["de Boer", "Ben", "Jr.", "Delft"]],
    }
    return json.dumps(known | fields)


def _record(**fields: object) -> Record:
    return SnapshotSource(Path("none")).to_record(_id("2001.00001"), _line(**fields))


def _fetch(path: Path, *ids: str) -> list[Any]:
    return list(SnapshotSource(path).fetch([_id(one) for one in ids], NoHttp()))


def test_the_fields_of_the_bulk_schema_become_a_record() -> None:
    assert _record(comments="a\n b", doi="10.1364/A.1 10.1364/B.2") == Record(
        source="snapshot",
        identifier=_id("2001.00001"),
        title="A Title",
        authors=(
            Name(family="Author", given="Ada"),
            Name(family="de Boer", given="Ben", suffix="Jr."),
        ),
        published=PartialDate(year=2007, month=4, day=2),
        updated=PartialDate(year=2007, month=4, day=2),
        version=1,
        abstract="Two lines.",
        primary_category="cs.CL",
        categories=("cs.CL", "stat.ML"),
        doi="10.1364/A.1 10.1364/B.2",
        comment="a b",
    )


@pytest.mark.parametrize(
    ("created", "date"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("Mon, 2 Apr 2007 22:18:42 -0400", "2007-04-03"),
        ("2019-06", "2019-06"),
        ("2017-06-12", "2017-06-12"),
        ("2017", "2017"),
        (None, "None"),
    ],
)
def test_dates_may_be_partial(created: str | None, date: str) -> None:
    assert str(_record(versions=[{"version": "v1", "created": created}]).published) == date


def test_a_null_version_means_the_current_number_is_not_known() -> None:
    first = {"version": "v1", "created": "2019-06"}
    record = _record(versions=[first, {"version": None, "created": None}])
    assert (str(record.published), record.updated, record.version) == ("2019-06", None, None)
    record = _record(versions=[first, {"version": "v3", "created": "2020-01-02"}])
    assert (str(record.updated), record.version) == ("2020-01-02", 3)


def test_no_versions_at_all_is_no_fault() -> None:
    assert _record(versions=[]).version is None
    assert _record(versions=None).published is None


@pytest.mark.parametrize(
    ("authors", "surnames"),
    [
        ("A. One, B. Two and C. Three", ["One", "Two", "Three"]),
        ("A. One (Place, Town (Land)), B. Two, and C. Three", ["One", "Two", "Three"]),
        ("CLEO Collaboration: T. K. Pedlar, et al", ["CLEO Collaboration", "Pedlar"]),
        ("J.P.Hague and N.d'Ambrumenil", ["Hague", "d'Ambrumenil"]),
        ("Martin King, Jr., B. Two & C. Three", ["King", "Two", "Three"]),
        (None, []),
    ],
)
def test_without_parsed_authors_the_display_string_is_split(
    authors: str | None, surnames: list[str]
) -> None:
    record = _record(authors=authors, authors_parsed=None)
    assert [name.surname for name in record.authors] == surnames


@pytest.mark.parametrize(
    ("comments", "is_withdrawn"),
    [("This paper has been withdrawn\n by the author", True), ("10 pages", False), (None, False)],
)
def test_a_withdrawal_in_words_is_told(comments: str | None, is_withdrawn: bool) -> None:  # noqa: FBT001 - a table
    assert _record(comments=comments).is_withdrawn is is_withdrawn


def test_bytes_are_read_as_well_as_text() -> None:
    line = _line(title="Über")
    read = snapshot.to_record(_id("2001.00001"), line)
    assert read == snapshot.to_record(_id("2001.00001"), ("\ufeff" + line).encode())
    with pytest.raises(ValueError, match="utf-8"):
        snapshot.to_record(_id("2001.00001"), b'{"title": "\xff"}')


@pytest.mark.parametrize(
    "start", [b"\x1f\x8b\x08\x00", b"PK\x03\x04\x14", b"BZh9", b"\xfd7zXZ\x00"]
)
def test_a_compressed_file_is_refused(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "bulk.json.gz"
    path.write_bytes(start + b"\x00\n" * 9)
    with pytest.raises(PaperbibError, match=r"bulk\.json\.gz: is compressed") as raised:
        _fetch(path, "2001.00001")
    assert f"paperbib index build {path}" in (raised.value.hint or "")


def test_every_identifier_is_answered_once(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    lines = [_line(id="hep-th/9901001"), "", _line(id="2001.00001"), _line(id="2001.00001")]
    path.write_text("\n".join(lines), "utf-8")
    answers = _fetch(path, "2001.00002", "2001.00001", "hep-th/9901001", "2001.00001")
    assert [(type(one), str(one.identifier)) for one in answers] == [
        (Found, "arxiv:hep-th/9901001"),
        (Found, "arxiv:2001.00001"),
        (Missing, "arxiv:2001.00002"),
    ]
    source = SnapshotSource(path)
    for answer in answers[:2]:
        assert source.to_record(answer.identifier, answer.raw) == answer.record


@pytest.mark.parametrize(
    "line",
    [
        _line(id="hep-th/9901001"),
        _line(id="hep-th/9901001").replace("/", "\\/"),
        "\ufeff" + _line(id="hep-th/9901001"),
        ' { "id" : "hep-th/9901001" } ',
        '{"title": "the id is not first", "id": "hep-th/9901001"}\r',
        r'{"id": "hep\u002dth/9901001"}',
        _line(id="HEP-TH/9901001"),
        _line(id="hep-th.XX/9901001"),
        _line(id="arXiv:hep-th/9901001"),
    ],
)
def test_the_quick_scan_finds_every_way_to_write_an_id(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(line + "\n", "utf-8")
    assert [type(one) for one in _fetch(path, "hep-th/9901001")] == [Found]


@pytest.mark.parametrize("written", ["hep-th/9901001v2", "arXiv:hep-th/9901001v1"])
def test_a_record_of_one_version_is_none_of_the_schema(tmp_path: Path, written: str) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(_line(id=written) + "\n", "utf-8")
    assert [type(one) for one in _fetch(path, "hep-th/9901001")] == [Missing]


def test_reading_ends_when_all_are_found(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text(_line() + "\nnot JSON\n", "utf-8")
    assert len(_fetch(path, "2001.00001")) == 1
    with pytest.raises(PaperbibError, match=r"bulk\.jsonl:2: Expecting value"):
        _fetch(path, "2001.00001", "2001.00002")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("not JSON", "Expecting value"),
        ("[]", "no JSON object"),
        (_line()[:-9], "delimiter|Unterminated|Expecting"),
        (_line(title=5), "'title' is no text"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_text("\n" + line, "utf-8")
    with pytest.raises(PaperbibError, match=rf"bulk\.jsonl:2: .*(?:{what})") as raised:
        _fetch(path, "2001.00001")
    assert raised.value.hint
    assert "\n" not in raised.value.what


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    path.write_bytes(b'{"id": "2001.00001", "title": "\xff"}\n')
    with pytest.raises(PaperbibError, match=r"bulk\.jsonl:1: "):
        _fetch(path, "2001.00001")


def test_a_file_without_line_breaks_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LINE_LIMIT_BYTES", 2**20)
    path = tmp_path / "bulk.json"
    path.write_text("[" + _line(abstract="x" * 2**21) + "]", "utf-8")
    with pytest.raises(PaperbibError, match=r"bulk\.json:1: the line is longer than 1 MiB"):
        _fetch(path, "2001.00001")


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(PaperbibError, match="cannot be read"):
        _fetch(tmp_path / name, "2001.00001")


def test_nothing_asked_reads_nothing(tmp_path: Path) -> None:
    assert _fetch(tmp_path / "absent.jsonl") == []


def test_lone_surrogates_do_not_get_through() -> None:
    assert _record(title="a \ud800 b").title == "a ? b"


def test_the_seed_file_is_in_the_bulk_schema_and_says_only_what_is_sure() -> None:
    text = SEEDS.read_text("utf-8")
    lines = text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert text.endswith("\n")
    assert "\\u" not in text
    assert {tuple(row) for row in rows} == {tuple(json.loads(_line()))}
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    answers = _fetch(SEEDS, *(row["id"] for row in rows))
    assert Counter(type(one) for one in answers) == {Found: 33}
    for answer in answers:
        record = answer.record
        assert record.title
        assert record.authors
        assert record.published
        assert record.primary_category
        assert all(name.family for name in record.authors)


def test_the_seed_file_names_people_right() -> None:
    answers = _fetch(SEEDS, "2203.15556", "1907.05242")
    families = {name.family for answer in answers for name in answer.record.authors}
    assert families >= {"van den Driessche", "de Las Casas", "Ranzato", "Jégou"}


@pytest.mark.parametrize("name", ["real_kaggle_schema.jsonl", "derived_kaggle_schema.jsonl"])
def test_real_records_are_read(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the recorded data is not here")
    ids = [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]
    answers = _fetch(path, *ids)
    assert len(answers) == len(set(ids))
    for answer in answers:
        assert answer.record.title
        assert answer.record.published
        assert answer.record.version
        assert answer.record.authors
        assert "\n" not in (answer.record.abstract or "")

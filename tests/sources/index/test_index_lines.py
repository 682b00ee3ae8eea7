from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.index import bulk_file

from paperbib.sources.index import lines

GOOD = bulk_file.line("2001.00001").encode()


def _read(tmp_path: Path, content: bytes) -> lines.Lines:
    return lines.read(bulk_file.write(tmp_path / "bulk", content), 0, len(content))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.integers(1, 9999).map(lambda one: bulk_file.line(f"2001.{one:05}").encode()),
            st.sampled_from([b"", b"  ", b"\r"]),
        ),
        min_size=1,
    ),
    st.lists(st.integers(0, 2000) | st.integers(0, 4)),
    st.sampled_from([(b"\n", b"\n"), (b"\n", b""), (b"\r\n", b"\r\n"), (b"\r\n", b"")]),
)
def test_however_a_file_is_cut_its_lines_are_the_same(
    tmp_path: Path, parts: list[bytes], cuts: list[int], ends: tuple[bytes, bytes]
) -> None:
    end, last_end = ends
    content = b"\xef\xbb\xbf" + end.join(parts) + last_end
    path = bulk_file.write(tmp_path / "bulk", content)
    whole = lines.read(path, 0, len(content))
    marks = sorted({0, len(content), *(cut for cut in cuts if cut < len(content))})
    ranges = [lines.read(path, *pair) for pair in pairwise(marks)]
    for name in ("numbers", "offsets", "lengths", "digests"):
        assert [one for part in ranges for one in getattr(part, name)] == list(getattr(whole, name))
    assert sum(part.seen for part in ranges) == whole.seen
    assert max((part.newest for part in ranges), default="") == whole.newest
    assert whole.seen == len(parts) - (not parts[-1] and not last_end)
    for offset, length in zip(whole.offsets, whole.lengths, strict=True):
        assert json.loads(content[offset : offset + length])["id"].startswith("2001.")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD[:-5], "it is no JSON"),
        (b"id,title", "it is no JSON"),
        (b"<!DOCTYPE html>", "it is no JSON"),
        (b'[{"id": "2001.00001", "title": "T"}]', "it is no JSON object"),
        (b'"2001.00001"', "it is no JSON object"),
        (b'{"title": "T"}', "it has no 'id'"),
        (b'{"id": 2001.00001, "title": "T"}', "it has no 'id'"),
        (b'{"id": "2001.00001"}', "it has no 'title'"),
        (b'{"id": "2001.00001", "title": null}', "it has no 'title'"),
        (b'{"id": "10.1000/1", "title": "T"}', "its id is no arXiv identifier: '10.1000/1'"),
        (b'{"id": "2001.00001v2", "title": "T"}', "its id is no arXiv identifier"),
        (b'{"id": "2001.00001", "title": "T", "x": "\xff"}', "it is no text in UTF-8"),
        (b'{"id": "2001.00001", "title": "T", "x": ' + b"[" * 99999, "it is nested too deeply"),
        (GOOD + b" x", "it is no JSON"),
        (GOOD + GOOD, "it is no JSON"),
        ('{"id": "2001.00001", "title": "T"}'.encode("utf-16"), "it is no text in UTF-8"),
        (b"\x00" * 100, "it is no JSON"),
    ],
)
def test_a_foreign_line_is_named(tmp_path: Path, line: bytes, reason: str) -> None:
    found = _read(tmp_path, b"\n".join([GOOD, b"", line, GOOD, b"also foreign", b""]))
    assert found.fault
    assert found.fault.line == 3
    assert found.fault.reason.startswith(reason)
    assert list(found.numbers) == [200100001]


@pytest.mark.parametrize("kept", range(1, len(GOOD)))
def test_a_file_cut_anywhere_in_a_line_is_cut_short(tmp_path: Path, kept: int) -> None:
    found = _read(tmp_path, GOOD + b"\n" + GOOD[:kept])
    assert found.fault
    assert found.fault.line == 2
    assert found.fault.reason.startswith("the file is cut short here: ")


def test_a_first_line_that_is_empty_counts(tmp_path: Path) -> None:
    found = _read(tmp_path, b"\n" + GOOD[:-2])
    assert found.fault
    assert (found.fault.line, found.fault.reason[:22]) == (2, "the file is cut short ")


def test_a_bad_line_before_the_end_is_no_cut(tmp_path: Path) -> None:
    found = _read(tmp_path, GOOD + b"\n{\n" + GOOD)
    assert found.fault
    assert "cut short" not in found.fault.reason


def test_a_line_without_end_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINE_LIMIT_BYTES", 1 << 20)
    path = bulk_file.write(tmp_path / "bulk", GOOD + b"\n" + b"[" * (4 << 20))
    found = lines.read(path, 0, 200)
    assert found.fault == lines.Fault(2, "the line is longer than 1 MiB")


@pytest.mark.parametrize("start", [0, 100, 5000])
def test_the_limit_of_a_line_is_sharp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: int
) -> None:
    monkeypatch.setattr(lines, "LINE_LIMIT_BYTES", 1 << 20)
    before = GOOD.ljust(start) + b"\n" if start else b""
    for line, reason in (
        (GOOD.ljust(1 << 20), None),
        (GOOD.ljust((1 << 20) + 1), "the line is longer than 1 MiB"),
    ):
        for tail in (b"", b"\n", b"\n" + GOOD + b"\n"):
            path = bulk_file.write(tmp_path / "bulk", before + line + tail)
            # The line ends in the range it starts in, or long after it.
            for end in (len(before) + 1, len(before) + 4000, len(before) + len(line)):
                fault = lines.read(path, 0, end).fault
                assert fault == (reason and lines.Fault(before.count(b"\n") + 1, reason))


@pytest.mark.parametrize("end", [b"\r", b"\r\r", b" \r \t"])
@pytest.mark.parametrize("number", [2, 3, 9000])
def test_lines_without_line_feeds_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes, number: int
) -> None:
    monkeypatch.setattr(lines, "LINE_LIMIT_BYTES", 1 << 20)
    found = _read(tmp_path, (GOOD + end) * number)
    assert found.fault
    assert found.fault.line == 1
    assert found.fault.reason.startswith("its lines end in carriage returns alone")


@pytest.mark.parametrize(
    "line",
    [
        b'{"title": "T", "extra": {"a": [1, 2.5e3, null]}, "id": "2001.00001"}',
        rb'{"id": "2001.00001", "title": "half a letter \ud800"}',
        b'{"id": "2001.00001", "title": "T", "x": NaN}',
        b'{"id": "2001.00001", "title": "T", "update_date": 7}',
        b'{"id": "2001.00001", "title": "T", "update_date": "soon"}',
        b'{"id": "2001.00001", "title": "T", "update_date": null}',
        b'{"id": "2001.00001", "title": ""}',
        b'  {"id": "2001.00001", "title": "T"}\t\r',
    ],
)
def test_an_odd_line_is_still_a_record(tmp_path: Path, line: bytes) -> None:
    found = _read(tmp_path, line + b"\n")
    assert found.fault is None
    assert (list(found.numbers), found.newest) == ([200100001], "")


def test_the_newest_date_is_found(tmp_path: Path) -> None:
    dates = ["2019-12-31", "2020-11-01", "2020-02-02", "unknown"]
    texts = [bulk_file.line("2001.00001", update_date=one) for one in dates]
    assert _read(tmp_path, "\n".join(texts).encode()).newest == "2020-11-01"


@pytest.mark.parametrize(
    ("wrong", "today"),
    [
        ("2021-02-29", lines.LAST_DAY),
        ("2020-13-01", lines.LAST_DAY),
        ("２０２０-11-09", lines.LAST_DAY),
        ("2020-12", lines.LAST_DAY),
        ("20201201", lines.LAST_DAY),
        ("9999-99-99", "2020-11-20"),
        ("9999-12-31", "2020-11-20"),
        ("2020-11-21", "2020-11-20"),
    ],
)
def test_only_days_that_were_are_dates(tmp_path: Path, wrong: str, today: str) -> None:
    dates = ["2020-11-01", wrong, "2020-11-20", wrong, "2020-11-02"]
    content = [bulk_file.line("2001.00001", update_date=one) for one in dates]
    path = bulk_file.write(tmp_path / "bulk", content)
    assert lines.read(path, 0, path.stat().st_size, today).newest == "2020-11-20"

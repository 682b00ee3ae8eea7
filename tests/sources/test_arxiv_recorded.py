"""What arXiv really sent, where the recordings are at hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import arxiv  # type: ignore[import-untyped]
import pytest
from arxiv import _feed as package_feed
from tests.sources.arxiv_network import ENDPOINT, SHARED, FakeHttp, api_of, fetch, kinds
from tests.standin import Reply, fake_papers

from paperbib.errors import BusyError
from paperbib.identifiers import arxiv_id
from paperbib.model import Found, Invalid
from paperbib.sources import atom
from paperbib.sources.arxiv import ArxivSource, strict_client
from paperbib.sources.http import Reply as ReplySeen

T = TypeVar("T")
FEEDS = sorted((SHARED / "recorded-feeds").glob("*.200.xml"))
REFUSAL = SHARED / "recorded-feeds" / "id_abc_s0_m100_b79c8dcf6bc3.400.xml"


class Recorded:
    """A network that answers everything with one recorded body."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Answer."""
        del url, params
        return read(Reply(200, self.content))


def _question(path: Path) -> dict[str, str]:
    """What was asked for a recording."""
    recording = json.loads(path.with_name(path.name.replace(".200.xml", ".json")).read_text())
    return {name: values[-1] for name, values in parse_qs(urlsplit(recording["url"]).query).items()}


def _fields(result: arxiv.Result) -> dict[str, object]:
    """All that the package says of a paper, down to the last part of a link."""
    fields = {name: value for name, value in vars(result).items() if name != "entry"}
    fields["authors"] = [vars(author) for author in result.authors]
    fields["links"] = [vars(link) for link in result.links]
    return fields


@pytest.mark.skipif(not FEEDS, reason="the recorded feeds are not here")
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_recorded_feeds_read_as_the_package_reads_them(path: Path) -> None:
    content, question = path.read_bytes(), _question(path)
    theirs = package_feed.parse(content).results
    search = arxiv.Search(
        query=question.get("search_query", ""),
        id_list=[one for one in question.get("id_list", "").split(",") if one],
        max_results=int(question["max_results"]),
    )
    client = strict_client(ENDPOINT, Recorded(content))
    ours = list(client.results(search, int(question["start"])))
    assert [_fields(one) for one in ours] == [_fields(other) for other in theirs]
    expected = {"entry_id", "title", "authors", "links", "pdf_url", "doi", "updated", "published"}
    assert all(expected < set(_fields(one)) for one in ours)
    for one in ours:
        cited = arxiv_id.parse(one.get_short_id())
        assert cited
        record = ArxivSource(ENDPOINT).to_record(cited.identifier, one.entry.raw)
        assert record.version == cited.version
        assert str(record.published) == f"{one.published:%Y-%m-%d}"
        assert len(record.authors) == len(one.authors)


@pytest.mark.skipif(not FEEDS, reason="the recorded feeds are not here")
def test_the_recorded_feeds_hold_what_is_compared() -> None:
    results = [one for path in FEEDS for one in package_feed.parse(path.read_bytes()).results]
    assert len(results) > 100
    assert any(author.affiliation for one in results for author in one.authors)
    assert any(one.doi for one in results)
    assert any(one.journal_ref for one in results)


@pytest.mark.parametrize("name", ["200_rate_exceeded.txt", "access_denied_text.txt"])
def test_recorded_bodies_without_a_feed_are_refused(name: str) -> None:
    path = SHARED / "error-bodies" / name
    if not path.exists():
        pytest.skip("the recorded bodies are not here")
    with pytest.raises(BusyError):
        atom.parse(path.read_bytes(), most=10)


def test_a_recorded_feed_that_was_cut_is_refused() -> None:
    path = SHARED / "error-bodies" / "truncated_90pct.xml"
    if not path.exists():
        pytest.skip("the recorded bodies are not here")
    assert package_feed.parse(path.read_bytes()).results, "the package takes what is there"
    with pytest.raises(BusyError):
        atom.parse(path.read_bytes(), most=100)


@pytest.mark.skipif(not REFUSAL.exists(), reason="the recorded feeds are not here")
def test_the_recorded_refusal_names_the_one_at_fault() -> None:
    body = REFUSAL.read_bytes().replace(b"abc", b"2001.00001")
    http = FakeHttp(api_of(*fake_papers(2)), replies={1: Reply(400, body)})
    assert kinds(fetch(http, "2001.00001", "2001.00002")) == [Invalid, Found]


@pytest.mark.parametrize("name", ["withdrawn_latest.xml", "withdrawn_earlier_versions.xml"])
def test_withdrawn_papers_are_known(name: str) -> None:
    path = SHARED / "withdrawn-feeds" / name
    if not path.exists():
        pytest.skip("the feeds of withdrawn papers are not here")
    entries = atom.parse(path.read_bytes(), most=1).entries
    assert entries
    for entry in entries:
        cited = arxiv_id.parse(entry.id.rpartition("/abs/")[2])
        assert cited
        record = ArxivSource(ENDPOINT).to_record(cited.identifier, entry.raw)
        assert record.is_withdrawn is (name == "withdrawn_latest.xml"), record

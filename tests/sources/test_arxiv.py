from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import arxiv  # type: ignore[import-untyped]
import pytest
from arxiv import _feed as package_feed
from tests import standin
from tests.standin import Arxiv, Fault, Paper, Reply, fake_papers, papers_of

from paperbib.errors import BusyError, HttpError, PaperbibError, RefusedError, UnreachableError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Name, Record
from paperbib.sources import PRECEDENCE, Source, atom, open_source
from paperbib.sources.arxiv import ArxivSource, _Client
from paperbib.sources.http import Reply as ReplySeen
from paperbib.transport import Transport

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "arxiv"
FEEDS = sorted((SHARED / "recorded-feeds").glob("*.200.xml"))
HEADERS = {"Accept": "application/atom+xml", "User-Agent": "tests"}
ENDPOINT = "http://127.0.0.1/api/query"


@dataclass
class FakeHttp:
    """A network in memory: the stand-in's answers, or an error that is due."""

    api: Arxiv
    errors: dict[int, HttpError] = field(default_factory=dict)
    questions: list[dict[str, str]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        assert url == ENDPOINT
        self.questions.append(dict(params))
        if error := self.errors.get(len(self.questions)):
            raise error
        fault = self.api.faults.popleft() if self.api.faults else standin.NONE
        reply = self.api.answer(params, HEADERS, fault)
        if reply.status == 400:
            raise RefusedError("400 BAD REQUEST", status=400, body=reply.content)
        return read(reply)

    @property
    def ids_asked(self) -> list[list[str]]:
        return [question["id_list"].split(",") for question in self.questions]


def _ids(*texts: str) -> list[Identifier]:
    return [cited.identifier for text in texts if (cited := arxiv_id.parse(text))]


def _fetch(http: FakeHttp, *texts: str) -> dict[str, Answer]:
    asked = _ids(*texts)
    answers = list(ArxivSource(ENDPOINT).fetch(asked, http))
    assert sorted(answer.identifier for answer in answers) == sorted(set(asked))
    return {answer.identifier.value: answer for answer in answers}


def _api(*papers: Paper, faults: tuple[Fault, ...] = ()) -> Arxiv:
    api = Arxiv({paper.id: paper for paper in papers})
    api.faults.extend(faults)
    return api


HARD = Paper(
    id="hep-th/9901001",
    title="On\n  $x < y$ & Other   Things",
    authors=("Ada Author", "George van den Driessche", "et al.", "The BABAR Collaboration"),
    dates=(datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2020, 2, 3, tzinfo=UTC)),
    summary="  First\nsecond. ",
    categories=("hep-th", "math.AG"),
    comment="12 pages,\n 3 figures",
    journal_ref="Phys. Rev. <D> 1 (2020)",
    dois=("10.1000/One.2", "10.1000/erratum"),
)


def test_an_entry_becomes_a_record() -> None:
    answer = _fetch(FakeHttp(_api(HARD)), HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    expected = Record.model_validate(
        {
            "source": "arxiv",
            "identifier": "arxiv:hep-th/9901001",
            "title": "On $x < y$ & Other Things",
            "authors": [
                {"family": "Author", "given": "Ada"},
                {"family": "van den Driessche", "given": "George"},
                {"literal": "The BABAR Collaboration"},
            ],
            "published": "2019-12-31",
            "updated": "2020-02-03",
            "version": 2,
            "abstract": "First second.",
            "primary_category": "hep-th",
            "categories": ["hep-th", "math.AG"],
            "doi": "10.1000/One.2",
            "journal_ref": "Phys. Rev. <D> 1 (2020)",
            "comment": "12 pages, 3 figures",
        }
    )
    assert answer.record == expected
    assert ArxivSource(ENDPOINT).to_record(answer.identifier, answer.raw) == expected


@pytest.mark.parametrize("raw", ["", "Rate exceeded.", "<entry/>", "<!DOCTYPE x><x/>"])
def test_a_damaged_cache_entry_is_a_value_error(raw: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ArxivSource(ENDPOINT).to_record(_ids("2001.00001")[0], raw)


def test_the_question_is_one_that_a_cache_can_know() -> None:
    http = FakeHttp(_api(*fake_papers(3)))
    _fetch(http, "2001.00003", "2001.00001", "2001.00003")
    assert http.questions == [
        {"id_list": "2001.00001,2001.00003", "start": "0", "max_results": "2"}
    ]


def test_more_than_a_batch_is_asked_in_batches_of_a_hundred() -> None:
    papers = fake_papers(205)
    http = FakeHttp(_api(*papers))
    answers = _fetch(http, *(paper.id for paper in papers))
    assert [len(ids) for ids in http.ids_asked] == [100, 100, 5]
    assert Counter(type(answer) for answer in answers.values()) == {Found: 205}


def test_answers_are_matched_by_identifier_not_by_order() -> None:
    papers = fake_papers(7)
    answers = _fetch(FakeHttp(_api(*papers)), *(paper.id for paper in papers))
    for paper in papers:
        answer = answers[paper.id]
        assert isinstance(answer, Found)
        assert answer.record.title == paper.title


def test_absent_papers_are_missing_only_when_absent_twice() -> None:
    http = FakeHttp(_api(*fake_papers(150)))
    gone = [f"2002.{number:05}" for number in range(1, 61)]
    answers = _fetch(http, *gone, *(f"2001.{number:05}" for number in range(1, 151)))
    assert Counter(type(answer) for answer in answers.values()) == {Found: 150, Missing: 60}
    assert [len(ids) for ids in http.ids_asked] == [100, 100, 10, 60]
    assert http.ids_asked[-1] == gone
    assert http.questions[-1]["max_results"] == "61", "the same URL could come from a CDN"


def test_a_spurious_empty_feed_is_seen_through() -> None:
    http = FakeHttp(_api(*fake_papers(2), faults=(standin.EMPTY,)))
    answers = _fetch(http, "2001.00001", "2001.00002", "2001.00009")
    assert [type(answer) for _, answer in sorted(answers.items())] == [Found, Found, Missing]


def test_when_the_confirming_question_fails_nothing_is_known() -> None:
    http = FakeHttp(_api(*fake_papers(1)), errors={2: BusyError("gone")})
    answers = _fetch(http, "2001.00001", "2001.00009")
    assert isinstance(answers["2001.00001"], Found)
    assert isinstance(answers["2001.00009"], Failed)


def test_a_refused_identifier_does_not_drag_the_others_down() -> None:
    api = _api(*fake_papers(4))
    api.refused = {"2001.00002", "2001.00003"}
    http = FakeHttp(api)
    answers = _fetch(http, *(f"2001.{number:05}" for number in range(1, 5)))
    assert [type(answer) for _, answer in sorted(answers.items())] == [Found, Failed, Failed, Found]
    failed = answers["2001.00002"]
    assert isinstance(failed, Failed)
    assert failed.reason == "arXiv refuses the identifier 2001.00002"
    assert len(http.questions) == 3


def test_a_refusal_that_names_none_of_ours_ends_the_asking() -> None:
    body = Arxiv().answer({"id_list": "abc"}, HEADERS, standin.NONE).content
    http = FakeHttp(_api(*fake_papers(150)), errors={1: RefusedError("400", body=body)})
    answers = _fetch(http, *(f"2001.{number:05}" for number in range(1, 151)))
    reasons = {answer.reason for answer in answers.values() if isinstance(answer, Failed)}
    assert reasons == {"arXiv refuses the request: incorrect id format for abc"}
    assert len(http.questions) == 1


@pytest.mark.parametrize(
    "error",
    [UnreachableError("no network"), BusyError("busy"), RefusedError("403", body=b"<html>")],
    ids=["unreachable", "busy", "refused"],
)
def test_after_a_fault_nothing_more_is_asked(error: HttpError) -> None:
    papers = fake_papers(250)
    http = FakeHttp(_api(*papers), errors={2: error})
    absent = "1912.00001"
    answers = _fetch(http, absent, *(paper.id for paper in papers))
    assert Counter(type(answer) for answer in answers.values()) == {Found: 99, Failed: 152}
    assert isinstance(answers[absent], Failed), "absent once is not missing"
    reasons = {answer.reason for answer in answers.values() if isinstance(answer, Failed)}
    assert reasons == {error.reason}
    assert len(http.questions) == 2


@pytest.mark.parametrize(
    "fault",
    [
        standin.RATE_EXCEEDED,
        standin.HTML,
        standin.NOTHING,
        standin.SHORT,
        standin.cut(1),
        standin.cut(50),
        standin.cut(90),
        standin.cut(99),
    ],
    ids=lambda fault: f"{fault.kind}{fault.percent}{fault.body[:4]!r}",
)
def test_half_an_answer_is_none(fault: Fault) -> None:
    http = FakeHttp(_api(*fake_papers(10), faults=(fault,)))
    with pytest.raises(BusyError, match=r"^arXiv sent ") as raised:
        list(_Client(ENDPOINT, http).results(arxiv.Search(id_list=["2001.00001", "2001.00002"])))
    assert "\n" not in raised.value.reason


def test_a_feed_that_lost_entries_is_not_a_feed_of_fewer_papers() -> None:
    content = _feed(*fake_papers(3))
    start, end = content.index(b"  <entry>"), content.index(b"</entry>") + 9
    with pytest.raises(BusyError, match="arXiv sent 2 of 3 entries"):
        atom.parse(content[:start] + content[end:], most=100)
    assert len(atom.parse(content, most=2).entries) == 3


def _feed(*papers: Paper) -> bytes:
    ids = ",".join(paper.id for paper in papers)
    api = _api(*papers)
    return api.answer({"id_list": ids, "max_results": "100"}, HEADERS, standin.NONE).content


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<title>On", b"<name>On", "mismatch"),
        (b"<id>http://arxiv.org/abs/2001.00001v1</id>", b"", "no id"),
        (b"<title>On the Paper Numbered 1</title>", b"<title> </title>", "no title"),
        (b"<published>2020-01-01T12:01:00Z</published>", b"", "no published"),
        (b"2020-01-01T12:01:00Z</updated>", b"soon</updated>", "soon"),
        (b"<opensearch:totalResults>1", b"<opensearch:totalResults>many", "no totalResults"),
        (b"<feed ", b"<!DOCTYPE feed><feed ", "DOCTYPE"),
        (b"<feed ", b'<!DOCTYPE feed [<!ENTITY a "b">]><feed ', "DOCTYPE"),
        (b"Numbered", b"&nbsp;", "nbsp"),
        (b"http://www.w3.org/2005/Atom", b"urn:other", "not an Atom feed"),
    ],
)
def test_what_is_not_quite_a_feed_is_refused(old: bytes, new: bytes, fault: str) -> None:
    content = _feed(*fake_papers(1))
    assert old in content
    with pytest.raises(BusyError, match=fault):
        atom.parse(content.replace(old, new), most=1)


def test_an_entry_nobody_asked_for_is_ignored() -> None:
    class Generous(Arxiv):
        def answer(
            self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault
        ) -> Reply:
            return super().answer({**params, "id_list": "", "max_results": "9"}, headers, fault)

    papers = {paper.id: paper for paper in fake_papers(3)}
    http = FakeHttp(Generous(papers))
    answers = _fetch(http, "2001.00002", "2002.00001")
    assert [type(answer) for _, answer in sorted(answers.items())] == [Found, Missing]


def test_of_two_versions_in_a_feed_the_later_counts() -> None:
    http = FakeHttp(_api(HARD))
    params = {"id_list": f"{HARD.id}v1,{HARD.id}v2", "max_results": "2"}
    both = http.api.answer(params, HEADERS, standin.NONE)

    class Both(Arxiv):
        def answer(
            self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault
        ) -> Reply:
            del params, headers, fault
            return both

    answer = _fetch(FakeHttp(Both()), HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    assert answer.record.version == 2


def test_all_seed_papers_are_found_as_the_seed_file_says() -> None:
    path = ROOT / "data" / "arxiv-snapshot.jsonl"
    papers = papers_of(path)
    answers = _fetch(FakeHttp(_api(*papers)), *(paper.id for paper in papers))
    bulk = open_source("snapshot", endpoint="", snapshot=path)
    for line in path.read_text("utf-8").splitlines():
        answer = answers[json.loads(line)["id"]]
        assert isinstance(answer, Found)
        expected = bulk.to_record(answer.identifier, line)
        assert answer.record.title == expected.title
        assert answer.record.authors == expected.authors
        assert answer.record.categories == expected.categories
        assert answer.record.doi == expected.doi


@pytest.mark.skipif(not FEEDS, reason="the recorded feeds are not here")
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_recorded_feeds_read_as_the_package_reads_them(path: Path) -> None:
    content = path.read_bytes()
    theirs = package_feed.parse(content).results

    class Recorded:
        def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
            del url, params
            return read(Reply(200, content))

    search = arxiv.Search(query="testing", max_results=max(1, len(theirs)))
    ours = list(_Client(ENDPOINT, Recorded()).results(search))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        seen, raw = dict(vars(one)), one.raw
        assert seen.pop("raw") == raw
        assert repr(seen) == repr(vars(other))
        cited = arxiv_id.parse(one.get_short_id())
        assert cited
        record = ArxivSource(ENDPOINT).to_record(cited.identifier, raw)
        assert record.title == " ".join(other.title.split())
        assert [name.full.replace(".-", ". -") for name in record.authors] == [
            " ".join(author.name.replace(".-", ". -").split()) for author in other.authors
        ]


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


def test_the_table_opens_every_source() -> None:
    for name in PRECEDENCE:
        source: Source = open_source(name, endpoint=ENDPOINT, snapshot=Path("bulk.jsonl"))
        assert (source.name, source.schemes) == (name, frozenset({"arxiv"}))
    with pytest.raises(PaperbibError, match="no snapshot"):
        open_source("snapshot", endpoint=ENDPOINT, snapshot=None)
    with pytest.raises(PaperbibError, match="no source 'arxive'"):
        open_source("arxive", endpoint=ENDPOINT, snapshot=None)


def test_the_table_imports_no_heavy_package() -> None:
    code = (
        "import sys, paperbib.sources as sources;"
        "print({'arxiv', 'lxml', 'httpx', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_over_a_real_wire_every_identifier_is_answered(tmp_path: Path) -> None:
    papers = fake_papers(120)
    slept: list[float] = []
    with (
        standin.StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=slept.append) as http,
    ):
        api.refused = {"2001.00007"}
        api.faults.extend([standin.RATE_EXCEEDED, standin.status(503)])
        api.faults.extend([standin.NONE, standin.cut(90)])
        asked = [*_ids(*(paper.id for paper in papers)), *_ids("2002.00001")]
        answers = list(ArxivSource(api.url).fetch(asked, http))
    assert sorted(one.identifier for one in answers) == sorted(asked)
    assert Counter(type(one) for one in answers) == {Found: 119, Failed: 1, Missing: 1}
    assert [request.status for request in api.log] == [200, 503, 400, 200, 200, 200, 200]
    assert http.requests == 7
    assert "id_list=2001.00001,2001.00002," in api.log[0].path, "commas go raw"
    assert len(slept) == 3


def test_without_a_network_all_fail_on_the_first_request(tmp_path: Path) -> None:
    with standin.StandIn() as api:
        endpoint = api.url
    with Transport(gate_dir=tmp_path, interval_s=0) as http:
        asked = _ids(*(paper.id for paper in fake_papers(250)))
        answers = list(ArxivSource(endpoint).fetch(asked, http))
    assert Counter(type(one) for one in answers) == {Failed: 250}
    assert http.requests == 1


def test_a_name_is_never_lost_between_feed_and_record() -> None:
    answer = _fetch(FakeHttp(_api(HARD)), HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    assert answer.record.authors[-1] == Name(literal="The BABAR Collaboration")

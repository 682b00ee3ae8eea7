from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests import standin
from tests.sources.arxiv_network import (
    ENDPOINT,
    HARD,
    ROOT,
    FakeHttp,
    api_of,
    feed_of,
    fetch,
    ids,
)
from tests.standin import fake_papers, papers_of

from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Failed, Found, Invalid, Missing, Name, Record
from paperbib.sources import PRECEDENCE, Places, atom, open_source
from paperbib.sources.arxiv import ArxivSource
from paperbib.sources.snapshot import SnapshotSource
from paperbib.transport import Transport


def test_an_entry_becomes_a_record() -> None:
    answer = fetch(FakeHttp(api_of(HARD)), HARD.id)[HARD.id]
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
            "doi": "10.1000/One.2 10.1000/erratum",
            "journal_ref": "Phys. Rev. <D> 1 (2020)",
            "comment": "12 pages, 3 figures",
        }
    )
    assert answer.record == expected
    assert ArxivSource(ENDPOINT).to_record(answer.identifier, answer.raw) == expected


@pytest.mark.parametrize(
    ("comment", "summary", "is_withdrawn"),
    [
        ("This paper has been withdrawn by the author", "We prove it.", True),
        (None, "This paper has been withdrawn by the authors due to an error.", True),
        ("12 pages", "Cash was withdrawn from banks.", False),
        (None, "", False),
    ],
)
def test_a_withdrawal_is_known_by_its_words(
    comment: str | None,
    summary: str,
    *,
    is_withdrawn: bool,
) -> None:
    paper = replace(HARD, comment=comment, summary=summary)
    answer = fetch(FakeHttp(api_of(paper)), HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    assert answer.record.is_withdrawn is is_withdrawn


@pytest.mark.parametrize("raw", ["", "Rate exceeded.", "<entry/>", "<!DOCTYPE x><x/>", "\ud800"])
def test_a_damaged_cache_entry_is_a_value_error(raw: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ArxivSource(ENDPOINT).to_record(ids("2001.00001")[0], raw)


def test_what_an_older_version_kept_is_still_read() -> None:
    (entry,) = atom.parse(feed_of(HARD), most=1).entries
    start, end = entry.raw.index("<author>"), entry.raw.rindex("</author>")
    bare = entry.raw[:start] + entry.raw[end + len("</author>") :]
    record = ArxivSource(ENDPOINT).to_record(ids(HARD.id)[0], bare)
    assert (record.authors, record.version) == ((), 2)


def test_a_name_is_never_lost_between_feed_and_record() -> None:
    answer = fetch(FakeHttp(api_of(HARD)), HARD.id)[HARD.id]
    assert isinstance(answer, Found)
    assert answer.record.authors[-1] == Name(literal="The BABAR Collaboration")


def test_the_question_is_one_that_a_cache_can_know() -> None:
    http = FakeHttp(api_of(*fake_papers(3)))
    fetch(http, "2001.00003", "2001.00001", "2001.00003")
    assert http.questions == [
        {"id_list": "2001.00001,2001.00003", "start": "0", "max_results": "2"}
    ]


def test_nothing_is_asked_about_nothing() -> None:
    http = FakeHttp(api_of())
    assert fetch(http) == {}
    assert http.questions == []


def test_a_thousand_papers_are_ten_questions() -> None:
    papers = fake_papers(1000)
    http = FakeHttp(api_of(*papers))
    answers = fetch(http, *(paper.id for paper in papers))
    assert Counter(type(answer) for answer in answers.values()) == {Found: 1000}
    assert [len(batch) for batch in http.ids_asked] == [100] * 10
    assert {question["max_results"] for question in http.questions} == {"100"}


def test_batches_are_in_the_order_given_and_sorted_within() -> None:
    papers = fake_papers(205)
    http = FakeHttp(api_of(*papers))
    newest_first = [paper.id for paper in reversed(papers)]
    fetch(http, *newest_first)
    batches = [newest_first[:100], newest_first[100:200], newest_first[200:]]
    assert http.ids_asked == [sorted(batch) for batch in batches]


def test_found_papers_are_handed_over_page_by_page() -> None:
    papers = fake_papers(101)
    http = FakeHttp(api_of(*papers))
    answers = ArxivSource(ENDPOINT).fetch(ids(*(paper.id for paper in papers)), http)
    for _ in range(100):
        assert isinstance(next(answers), Found)
        assert len(http.questions) == 1
    assert isinstance(next(answers), Found)
    assert len(http.questions) == 2


def test_answers_are_matched_by_identifier_not_by_order() -> None:
    papers = fake_papers(7)
    answers = fetch(FakeHttp(api_of(*papers)), *(paper.id for paper in papers))
    for paper in papers:
        answer = answers[paper.id]
        assert isinstance(answer, Found)
        assert answer.record.title == paper.title


@pytest.mark.parametrize(
    "value",
    ["abc", "0808.05394", "arXiv:1706.03762", "1706.03762v3", "cs.CL/0101001", "1,2", "", "\n"],
)
def test_what_arxiv_would_pass_over_in_silence_is_not_asked(value: str) -> None:
    http = FakeHttp(api_of(*fake_papers(1)))
    asked = [Identifier("arxiv", value), Identifier("arxiv", "2001.00001"), Identifier("doi", "x")]
    answers = {one.identifier: one for one in ArxivSource(ENDPOINT).fetch(asked, http)}
    assert [type(answers[one]) for one in asked] == [Invalid, Found, Invalid]
    assert http.ids_asked == [["2001.00001"]]


def test_all_seed_papers_are_found_as_the_seed_file_says() -> None:
    path = ROOT / "data" / "arxiv-snapshot.jsonl"
    papers = papers_of(path)
    answers = fetch(FakeHttp(api_of(*papers)), *(paper.id for paper in papers))
    bulk = SnapshotSource(path)
    for line in path.read_text("utf-8").splitlines():
        answer = answers[json.loads(line)["id"]]
        assert isinstance(answer, Found)
        expected = bulk.to_record(answer.identifier, line)
        assert answer.record.title == expected.title
        assert answer.record.authors == expected.authors
        assert answer.record.categories == expected.categories
        assert answer.record.doi == expected.doi


OF_DOIS = ("crossref", "datacite-dois")


def test_the_table_opens_every_source() -> None:
    everywhere = Places(
        ENDPOINT,
        oai=ENDPOINT,
        datacite=ENDPOINT,
        snapshot=Path("bulk.jsonl"),
        crossref=ENDPOINT,
        semantic_scholar=ENDPOINT,
        semantic_scholar_key="key",
    )
    for name in PRECEDENCE:
        source = open_source(name, everywhere)
        assert source
        assert source.name == name
        assert source.schemes == ({"doi"} if name in OF_DOIS else {"arxiv"})
        assert (open_source(name, Places(ENDPOINT)) is None) == (name != "arxiv")
    with pytest.raises(PaperbibError, match="no source 'arxive'"):
        open_source("arxive", everywhere)


def test_the_table_imports_no_heavy_package() -> None:
    code = (
        "import sys, paperbib.sources as sources;"
        "print({'arxiv', 'lxml', 'httpx', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_package_is_imported_only_to_ask() -> None:
    (entry,) = atom.parse(feed_of(HARD), most=1).entries
    code = (
        "import sys\n"
        "from paperbib.sources.arxiv import ArxivSource\n"
        "from paperbib.identifiers.identifier import Identifier\n"
        "source = ArxivSource('http://127.0.0.1/')\n"
        f"source.to_record(Identifier('arxiv', {HARD.id!r}), {entry.raw!r})\n"
        "print({'arxiv', 'requests', 'httpx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_over_a_real_wire_every_identifier_is_answered(tmp_path: Path) -> None:
    papers = fake_papers(120)
    with (
        standin.StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None) as http,
    ):
        api.refused = {"2001.00007"}
        api.faults.extend([standin.RATE_EXCEEDED, standin.status(503)])
        api.faults.extend([standin.NONE, standin.cut(90)])
        asked = [*ids(*(paper.id for paper in papers)), *ids("2002.00001")]
        answers = list(ArxivSource(api.url).fetch(asked, http))
    assert sorted(one.identifier for one in answers) == sorted(asked)
    assert Counter(type(one) for one in answers) == {Found: 119, Invalid: 1, Missing: 1}
    # The batch: told off twice, refused for one of it, cut short, whole; the rest;
    # the absent one alone; the control.
    assert [request.status for request in api.log] == [200, 503, 400, 200, 200, 200, 200, 200]
    assert http.requests == 8
    assert "id_list=2001.00001,2001.00002," in api.log[0].path, "commas go raw"


def test_over_a_real_wire_an_empty_feed_is_known_by_its_cause(tmp_path: Path) -> None:
    with (
        standin.StandIn(fake_papers(3)) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None, tries=2) as http,
    ):
        asked = ids("2002.00001", "2002.00002")
        answers = list(ArxivSource(api.url).fetch(asked, http))
    assert Counter(type(one) for one in answers) == {Missing: 2}
    # The batch, again by another URL; a search; each alone; another search.
    asked_for = [request.params.get("max_results") for request in api.log]
    assert asked_for == ["2", "3", "1", "2", "2", "1"]


def test_over_a_real_wire_a_short_feed_is_asked_for_again_and_then_used(tmp_path: Path) -> None:
    papers = fake_papers(4)
    with (
        standin.StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None, tries=2) as http,
    ):
        api.faults.extend([standin.SHORT] * 3)
        answers = list(ArxivSource(api.url).fetch(ids(*(paper.id for paper in papers)), http))
    assert Counter(type(one) for one in answers) == {Found: 4}
    # The batch, twice short; one of the absent ones, once; the other.
    assert http.requests == 2 + 2 + 1


def test_over_a_real_wire_one_paper_that_breaks_pages_fails_alone(tmp_path: Path) -> None:
    papers = fake_papers(100)
    papers[6] = replace(papers[6], title="an illegal \x01 character")
    with (
        standin.StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None, backoff_s=0) as http,
    ):
        answers = list(ArxivSource(api.url).fetch(ids(*(paper.id for paper in papers)), http))
    assert [one.identifier.value for one in answers if isinstance(one, Failed)] == ["2001.00007"]
    assert Counter(type(one) for one in answers) == {Found: 99, Failed: 1}
    unusable = 8  # log2 of a hundred, rounded up, and the first; each with its control
    assert http.requests <= unusable * (4 + 1) + unusable - 1


def test_without_a_network_all_fail_on_the_first_request(tmp_path: Path) -> None:
    with standin.StandIn() as api:
        endpoint = api.url
    with Transport(gate_dir=tmp_path, interval_s=0) as http:
        asked = ids(*(paper.id for paper in fake_papers(250)))
        answers = list(ArxivSource(endpoint).fetch(asked, http))
    assert Counter(type(one) for one in answers) == {Failed: 250}
    assert http.requests == 1

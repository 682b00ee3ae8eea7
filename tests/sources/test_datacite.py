from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.standin import Arxiv, Fault, Paper, Reply, StandIn, fake_papers
from tests.standin import datacite as standin_datacite

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources.arxiv import ArxivSource
from paperbib.sources.datacite import DataciteSource
from paperbib.sources.http import Reply as ReplySeen
from paperbib.transport import Transport

T = TypeVar("T")
ENDPOINT = "http://127.0.0.1/dois"
HEADERS = {"Accept": "*/*", "User-Agent": "tests"}


@dataclass
class FakeHttp:
    """A network in memory: the stand-in's answers, or an error that is due."""

    api: Arxiv
    errors: dict[int, HttpError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        assert not params
        self.asked.append(url)
        if error := self.errors.get(len(self.asked)):
            raise error
        fault = self.api.faults.popleft() if self.api.faults else standin.NONE
        reply = self.api.answer_datacite(url.removeprefix("http://127.0.0.1"), fault)
        if reply.status != 200:
            raise RefusedError(str(reply.status), status=reply.status, body=reply.content)
        return read(reply)


@dataclass
class Saying:
    """A network in which every question has the same answer."""

    content: bytes

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        del url, params
        return read(Reply(200, self.content, "application/json"))


def _ids(*texts: str) -> list[Identifier]:
    return [cited.identifier for text in texts if (cited := arxiv_id.parse(text))]


def _fetch(http: FakeHttp | Saying, *texts: str) -> list[Answer]:
    asked = _ids(*texts)
    answers = list(DataciteSource(ENDPOINT).fetch(asked, http))
    assert [answer.identifier for answer in answers] == sorted(set(asked))
    assert all(answer.source == "datacite" for answer in answers)
    return answers


def _api(*papers: Paper, faults: tuple[Fault, ...] = ()) -> Arxiv:
    api = Arxiv({paper.id: paper for paper in papers})
    api.faults.extend(faults)
    return api


PLAIN = fake_papers(1)[0]
HARD = Paper(
    id="hep-th/9901001",
    title="On\n  $x < y$ &amp; G\\'eometrie",
    authors=("Ada Author", "George van den Driessche", "et al.", "The BABAR Collaboration", "Hao"),
    dates=(datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2020, 2, 3, tzinfo=UTC)),
    summary="  First\nsecond: H->ZZ. ",
    categories=("hep-th", "math.AG"),
    comment="12 pages,\n 3 figures <new>",
    dois=("10.1000/one.2", "10.1000/erratum"),
)
HARD_PAPERS = [
    PLAIN,
    HARD,
    replace(PLAIN, authors=("Martin Luther King Jr.", "C.-P. Yuan", "M. d'Aubigné", "Ramón Cajal")),
    replace(PLAIN, authors=("R&D Group", "F. Gérard", 'J. "Q" Lee', "Müller")),
    replace(PLAIN, dates=PLAIN.dates * 12, categories=("cond-mat.supr-con", "cs.CL", "math-ph")),
    replace(
        PLAIN,
        dates=(PLAIN.dates[0], datetime(2021, 5, 6, tzinfo=UTC)),
        comment="This paper has been withdrawn by the author",
    ),
    replace(PLAIN, comment="This paper has been withdrawn"),
    replace(PLAIN, dois=("10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2",)),
]


@pytest.mark.parametrize("paper", HARD_PAPERS, ids=range(len(HARD_PAPERS)))
def test_the_record_is_that_of_the_query_api(paper: Paper) -> None:
    class Query(FakeHttp):
        def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
            del url
            return read(self.api.answer(params, HEADERS, standin.NONE))

    (answer,) = _fetch(FakeHttp(_api(paper)), paper.id)
    (expected,) = ArxivSource(ENDPOINT).fetch(_ids(paper.id), Query(_api(paper)))
    assert isinstance(answer, Found)
    assert isinstance(expected, Found)
    theirs = expected.record.model_dump()
    theirs |= {"source": "datacite", "doi": (theirs["doi"] or "").lower() or None}
    assert answer.record.model_dump() == theirs
    assert DataciteSource(ENDPOINT).to_record(answer.identifier, answer.raw) == answer.record


def test_a_reply_becomes_a_record() -> None:
    (answer,) = _fetch(FakeHttp(_api(HARD)), HARD.id)
    assert isinstance(answer, Found)
    assert answer.record == Record.model_validate(
        {
            "source": "datacite",
            "identifier": "arxiv:hep-th/9901001",
            "title": "On $x < y$ &amp; Géometrie",
            "authors": [
                {"family": "Author", "given": "Ada"},
                {"family": "van den Driessche", "given": "George"},
                {"literal": "The BABAR Collaboration"},
                {"literal": "Hao"},
            ],
            "published": "2019-12-31",
            "updated": "2020-02-03",
            "version": 2,
            "abstract": "First second: H->ZZ.",
            "primary_category": "hep-th",
            "categories": ["hep-th", "math.AG"],
            "doi": "10.1000/one.2 10.1000/erratum",
            "comment": "12 pages, 3 figures <new>",
        }
    )
    assert '"xml"' not in answer.raw
    assert "citing" not in answer.raw


def test_each_paper_is_asked_for_once_and_by_its_doi() -> None:
    http = FakeHttp(_api(PLAIN, HARD))
    found, missing, old = _fetch(http, "2001.00001", "2001.00009", HARD.id, "2001.00001v1")
    assert isinstance(found, Found)
    assert isinstance(missing, Missing)
    assert isinstance(old, Found)
    assert http.asked == [
        f"{ENDPOINT}/10.48550/arXiv.{one}" for one in ("2001.00001", "2001.00009", HARD.id)
    ]


def test_a_record_that_cannot_be_read_fails_alone() -> None:
    class Odd(Arxiv):
        def answer_datacite(self, path: str, fault: Fault) -> Reply:
            reply = super().answer_datacite(path, fault)
            if not path.endswith(("2", "3", "4")):
                return reply
            told = json.loads(reply.content)
            told["data"]["attributes"]["titles"] = 7
            return replace(reply, content=json.dumps(told).encode())

    http = FakeHttp(Odd({paper.id: paper for paper in fake_papers(5)}))
    answers = _fetch(http, *(f"2001.0000{number}" for number in range(1, 6)))
    assert [type(answer) for answer in answers] == [Found, Failed, Failed, Failed, Found]
    assert isinstance(answers[1], Failed)
    assert answers[1].reason == "DataCite's record cannot be read: 'titles' is no list of objects"


REPLY = standin_datacite.answer({PLAIN.id: PLAIN}, "/dois/10.48550/arXiv.2001.00001")[1]
OTHER = REPLY.replace(b'"doi": "10.48550/arxiv.2001.00001"', b'"doi": "10.48550/arxiv.2001.00002"')


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Rate exceeded.",
        standin.HTML.body,
        b"null",
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": {"attributes": [{}]}}',
        b'{"errors": [{"status": "404"}]}',
        OTHER,
        REPLY.replace(b'"doi": "10.48550/arxiv.2001.00001"', b'"doi": 10.48550'),
        REPLY.replace(b'"doi": "10.48550/arxiv.2001.00001",', b""),
        REPLY.replace(b'"citationCount": 3', b'"citationCount": NaN'),
        REPLY.replace(b'"citationCount": 3', b'"citationCount": 1e999'),
        REPLY.replace(b'"citationCount": 3', b'"citationCount": ' + b"9" * 5000),
        REPLY.replace(b'"citationCount": 3', b'"citationCount": ' + b"[" * 200_000),
        REPLY.replace(b'"citationCount": 3', b'"a": ' + b"[" * 200_000 + b"]" * 200_000),
        REPLY + b"}",
        REPLY.replace(b"arXiv", b"\xff"),
        REPLY.decode().encode("utf-16"),
        *(REPLY[: len(REPLY) * percent // 100] for percent in range(5, 100, 5)),
    ],
    ids=lambda content: f"{len(content)}{content[:20]!r}",
)
def test_what_is_no_record_of_the_paper_is_none(content: bytes) -> None:
    with pytest.raises(BusyError, match=r"^DataCite sent no record of the DOI") as raised:
        DataciteSource(ENDPOINT)._ask(_ids(PLAIN.id)[0], Saying(content))  # noqa: SLF001 - as is
    assert "\n" not in raised.value.reason
    (answer,) = _fetch(Saying(content), PLAIN.id)
    assert isinstance(answer, Failed)


def test_half_characters_harm_nothing() -> None:
    (answer,) = _fetch(Saying(REPLY.replace(b"Numbered", b"\\ud800")), PLAIN.id)
    assert isinstance(answer, Found)
    assert answer.record.title == "On the Paper ? 1"
    assert answer.raw.encode("ascii")


@pytest.mark.parametrize(
    "fault",
    [standin.RATE_EXCEEDED, standin.HTML, standin.NOTHING, *map(standin.cut, range(5, 100, 5))],
    ids=lambda fault: f"{fault.kind}{fault.percent}{fault.body[:4]!r}",
)
@pytest.mark.parametrize("position", [1, 2, 4])
def test_after_half_an_answer_the_rest_is_failed(fault: Fault, position: int) -> None:
    faults = (*(standin.NONE,) * (position - 1), fault)
    http = FakeHttp(_api(*fake_papers(4), faults=faults))
    answers = _fetch(http, *(f"2001.0000{number}" for number in range(1, 5)))
    assert [type(answer) for answer in answers] == [Found] * (position - 1) + [Failed] * (
        5 - position
    )
    assert len(http.asked) == position


NOT_FOUND = standin_datacite.answer({}, "/dois/10.48550/arXiv.2001.00001")[1]


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        pytest.param({2: UnreachableError("no network")}, "FXXXX", id="unreachable"),
        pytest.param({2: BusyError("429", status=429)}, "FXXXX", id="busy"),
        pytest.param({2: RefusedError("403", status=403)}, "FXFFF", id="refused once"),
        pytest.param({2: RefusedError("403"), 3: RefusedError("403")}, "FXXXX", id="twice"),
        pytest.param({2: RefusedError("403"), 4: RefusedError("403")}, "FXFXF", id="not in a row"),
        pytest.param({2: RefusedError("403"), 3: BusyError("503")}, "FXXXX", id="then busy"),
        pytest.param({2: RefusedError("404", status=404, body=NOT_FOUND)}, "FMFFF", id="missing"),
        pytest.param(
            {
                2: RefusedError("403"),
                3: RefusedError("404", status=404, body=NOT_FOUND),
                4: RefusedError("403"),
            },
            "FXMXF",
            id="missing is an answer",
        ),
        pytest.param(
            {2: RefusedError("404", status=404, body=b"<html>not here</html>")},
            "FXFFF",
            id="a 404 of somebody else",
        ),
        pytest.param({2: RefusedError("410", status=410, body=NOT_FOUND)}, "FXFFF", id="410"),
    ],
)
def test_faults_of_the_network_are_answers(errors: dict[int, HttpError], expected: str) -> None:
    http = FakeHttp(_api(*fake_papers(5)), errors=errors)
    answers = _fetch(http, *(f"2001.0000{number}" for number in range(1, 6)))
    letters = {Found: "F", Missing: "M", Failed: "X"}
    assert "".join(letters[type(answer)] for answer in answers) == expected


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_ATTRIBUTE = st.sampled_from(sorted(standin_datacite.attributes(PLAIN)))


@given(st.dictionaries(_ATTRIBUTE, _JSON, max_size=5))
def test_no_attributes_escape_fetch(changes: dict[str, object]) -> None:
    told = standin_datacite.attributes(PLAIN) | changes
    (answer,) = _fetch(Saying(json.dumps({"data": {"attributes": told}}).encode()), PLAIN.id)
    assert isinstance(answer, Found | Failed)


@given(_JSON)
def test_no_json_escapes_fetch(reply: object) -> None:
    (answer,) = _fetch(Saying(json.dumps(reply).encode()), PLAIN.id)
    assert isinstance(answer, Failed)


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore"))
)
def test_no_bytes_escape(content: bytes) -> None:
    (answer,) = _fetch(Saying(content), PLAIN.id)
    assert isinstance(answer, Failed)
    with pytest.raises(ValueError, match=r"."):
        DataciteSource(ENDPOINT).to_record(answer.identifier, content.decode("utf-8", "replace"))


def test_over_a_real_wire_every_identifier_is_answered(tmp_path: Path) -> None:
    papers = [*fake_papers(3), HARD]
    with (
        StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None) as http,
    ):
        api.faults.extend([standin.RATE_EXCEEDED, standin.status(429, "1"), standin.cut(50)])
        asked = _ids(*(paper.id for paper in papers), "2002.00001")
        answers = list(DataciteSource(api.datacite_url).fetch(asked, http))
    assert Counter(type(answer) for answer in answers) == {Found: 4, Missing: 1}
    assert [request.status for request in api.log] == [200, 429, 200, 200, 200, 200, 404, 200]

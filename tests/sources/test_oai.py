from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.sources.oai_network import ENDPOINT, OaiHttp, fetch, ids, network
from tests.standin import Paper, fake_papers
from tests.standin.oai import Detail

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.model import Failed, Found, Missing, Record
from paperbib.sources import Places, open_source
from paperbib.sources.oai import OaiSource

HARD = Paper(
    id="hep-th/9901001",
    title='On\n  $x < y$ & the Gr\\"obner   Basis',
    authors=("Jos\u00e9 Author", "George van den Driessche", "The BABAR Collaboration"),
    dates=(datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2020, 2, 3, tzinfo=UTC)),
    summary="  First\nsecond. ",
    categories=("hep-th", "math.AG"),
    comment="12 pages,\n 3 figures",
    journal_ref="Phys. Rev. <D> 1 (2020)",
    dois=("10.1000/One.2", "10.1000/erratum"),
)
HARD_DETAIL = Detail(
    authors="Jos\\'e Author (1, 2), George van den\n  Driessche (2) and The BABAR Collaboration"
    ' ((1) Universit\\"at X, (2) Y (Z))',
    people=(
        ("Author", "Jos\\'e", ""),
        ("van den Driessche", "George", ""),
        ("The BABAR Collaboration", "", ""),
    ),
)


def _hard(detail: Detail = HARD_DETAIL, paper: Paper = HARD) -> OaiHttp:
    http = network(paper)
    http.api.oai.details[paper.id] = detail
    return http


def _record(http: OaiHttp, text: str) -> Record:
    (answer,) = fetch(http, text)
    assert isinstance(answer, Found), answer
    assert OaiSource(ENDPOINT).to_record(answer.identifier, answer.raw) == answer.record
    return answer.record


def test_a_record_of_all_versions() -> None:
    expected = Record.model_validate(
        {
            "source": "oai",
            "identifier": "arxiv:hep-th/9901001",
            "title": "On $x < y$ & the Gröbner Basis",
            "authors": [
                {"family": "Author", "given": "José"},
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
    assert _plain(_record(_hard(), HARD.id)) == expected


def _plain(record: Record) -> Record:
    """The record without the spelling of names, which differs between interfaces."""
    names = tuple(name.model_copy(update={"raw": None}) for name in record.authors)
    return record.model_copy(update={"authors": names})


def test_the_format_without_versions_knows_no_first_day() -> None:
    http = _hard()
    http.api.oai.formats = ("arXiv",)
    record = _plain(_record(http, HARD.id))
    unknown = {"published": None, "version": None}
    assert record == _plain(_record(_hard(), HARD.id)).model_copy(update=unknown)
    assert [one["metadataPrefix"] for one in http.questions] == ["arXivRaw", "arXiv"]


def test_a_format_refused_once_is_not_asked_for_again() -> None:
    http = network(*fake_papers(3))
    http.api.oai.formats = ("arXiv",)
    answers = fetch(http, "2001.00001", "2001.00002", "2001.00003")
    assert Counter(type(one) for one in answers) == {Found: 3}
    assert len(http.questions) == 4


def test_a_server_without_a_known_format_is_asked_no_more() -> None:
    http = network(*fake_papers(3))
    http.api.oai.formats = ("oai_dc",)
    answers = fetch(http, "2001.00001", "2001.00002")
    assert Counter(type(one) for one in answers) == {Failed: 2}
    assert len(http.questions) == 2


def test_questions_are_in_the_given_order_and_each_is_asked_once() -> None:
    http = network(*fake_papers(3))
    fetch(http, "2001.00003", "math.GT/0309136", "2001.00001", "2001.00003")
    assert [one["identifier"] for one in http.questions] == [
        "oai:arXiv.org:2001.00003",
        "oai:arXiv.org:math/0309136",
        "oai:arXiv.org:2001.00001",
    ]
    first = {"verb": "GetRecord", "identifier": "oai:arXiv.org:2001.00003"}
    assert http.questions[0] == {**first, "metadataPrefix": "arXivRaw"}


@pytest.mark.parametrize(
    ("flags", "comment", "is_withdrawn"),
    [
        (("D", "I"), None, True),
        (("", "SI"), None, True),
        (("I", "D"), None, False),
        (("D", "AS"), None, False),
        (("", ""), "This paper has been withdrawn by the author", True),
    ],
)
def test_a_withdrawal_is_that_of_the_current_version(
    flags: tuple[str, str], comment: str | None, *, is_withdrawn: bool
) -> None:
    http = _hard(Detail(source_types=flags), replace(HARD, comment=comment))
    assert _record(http, HARD.id).is_withdrawn is is_withdrawn


def test_versions_count_by_their_numbers_not_by_their_order() -> None:
    first, eleventh, second = (
        f'<version version="v{number}"><date>{day} Jan 2020 00:00:00 GMT</date></version>'
        for number, day in ((1, 3), (11, 1), (2, 2))
    )
    (answer,) = fetch(network(*fake_papers(1)), "2001.00001")
    assert isinstance(answer, Found)
    before, _, rest = answer.raw.partition("<version ")
    raw = before + eleventh + first + second + rest.partition("</version>")[2]
    record = OaiSource(ENDPOINT).to_record(answer.identifier, raw)
    assert (str(record.published), str(record.updated)) == ("2020-01-03", "2020-01-01")
    assert record.version == 11


EQUAL = {
    "hard": (HARD, HARD_DETAIL),
    "one author": (replace(HARD, authors=("Erd\u0151s Solo",)), Detail(authors="Erd{\\H o}s Solo")),
    "nobody": (
        replace(HARD, authors=("A. Abulencia", "et al.")),
        Detail(authors="A. Abulencia, et al. (CDF)"),
    ),
    "initials": (
        replace(HARD, authors=("C. Balázs", "C. -P. Yuan")),
        Detail(authors="C. Bal\\'azs, C.-P. Yuan"),
    ),
    "collaboration first": (
        replace(HARD, authors=("LHCb Collaboration", "R. Aaij", "A. A. Alves Jr")),
        Detail(authors="LHCb Collaboration: R. Aaij, A.A. Alves Jr"),
    ),
    "eleven versions": (
        replace(HARD, dates=tuple(datetime(2010 + n, 1, 1, tzinfo=UTC) for n in range(11))),
        HARD_DETAIL,
    ),
    "bare": (replace(HARD, comment=None, journal_ref=None, dois=(), summary=""), HARD_DETAIL),
    "DOI as a link": (replace(HARD, dois=("https://doi.org/10.1000/Link",)), HARD_DETAIL),
}


@pytest.mark.parametrize(("paper", "detail"), EQUAL.values(), ids=EQUAL)
def test_both_interfaces_say_the_same(paper: Paper, detail: Detail) -> None:
    http = _hard(detail, paper)
    records = []
    for name in ("arxiv", "oai"):
        source = open_source(name, Places(arxiv=ENDPOINT, oai=ENDPOINT))
        assert source
        (answer,) = source.fetch(ids(paper.id), http)
        assert isinstance(answer, Found), answer
        records.append(_plain(answer.record).model_copy(update={"source": ""}))
    assert records[0] == records[1]
    assert records[0].authors


@pytest.mark.parametrize(
    "error", [UnreachableError("no network"), BusyError("busy"), RefusedError("403")], ids=str
)
@pytest.mark.parametrize("at", [1, 2, 250])
def test_after_a_fault_of_the_network_nothing_more_is_asked(error: HttpError, at: int) -> None:
    papers = fake_papers(250)
    http = network(*papers)
    http.errors[at] = error
    answers = fetch(http, *(paper.id for paper in papers))
    assert [type(one) for one in answers] == [Found] * (at - 1) + [Failed] * (251 - at)
    assert {one.reason for one in answers if isinstance(one, Failed)} == {error.reason}
    assert len(http.questions) == at


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Rate exceeded.",
        "<record/>",
        "<!DOCTYPE x><x/>",
        "\ud800",
        '<record xmlns="http://www.openarchives.org/OAI/2.0/"><metadata><x/></metadata></record>',
    ],
)
def test_a_damaged_cache_entry_is_a_value_error(raw: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        OaiSource(ENDPOINT).to_record(ids("2001.00001")[0], raw)


def test_a_cache_entry_of_another_paper_is_a_value_error() -> None:
    (answer,) = fetch(network(*fake_papers(1)), "2001.00001")
    assert isinstance(answer, Found)
    with pytest.raises(ValueError, match=r"about '2001\.00001'"):
        OaiSource(ENDPOINT).to_record(ids("2001.00002")[0], answer.raw)


def test_nothing_asked_asks_nothing() -> None:
    http = network()
    assert not fetch(http)
    assert not http.questions


def test_a_deleted_record_is_missing() -> None:
    http = _hard(Detail(is_deleted=True))
    http.api.papers.update({one.id: one for one in fake_papers(1)})
    _, deleted = fetch(http, HARD.id, "2001.00001")
    assert isinstance(deleted, Missing)

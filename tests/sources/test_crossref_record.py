from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standin.crossref import Work, item_of

from paperbib.identifiers.whole import parse
from paperbib.model import Record
from paperbib.sources.crossref import CrossrefSource

DOI = "10.1000/Test.1"
WORK = Work(DOI, "On Tests")


def _raw(**changes: object) -> str:
    """What is kept of a work in which some fields are others."""
    return json.dumps({"message": item_of(WORK) | changes})


def _record(**changes: object) -> Record:
    return CrossrefSource("").to_record(parse(f"doi:{DOI}"), _raw(**changes))


def _person(family: str, given: str = "", **more: str) -> dict[str, str]:
    return {"family": family, "given": given} | more


def test_a_work_becomes_a_record() -> None:
    record = _record(abstract="<jats:p>We test.</jats:p>")
    assert record == Record.model_validate(
        {
            "source": "crossref",
            "identifier": f"doi:{DOI}",
            "title": "On Tests",
            "authors": [{"family": "Author", "given": "Ada"}],
            "published": "2021-03",
            "issued": "2021-03",
            "abstract": "We test.",
            "doi": "10.1000/test.1",
            "kind": "article-journal",
            "container_title": "Journal of Tests",
            "volume": "7",
            "issue": "2",
            "pages": "10-19",
            "publisher": "Publisher of Tests",
        }
    )


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"title": ["One", "Eins"]}, "One"),
        ({"title": ["", None, " <i>Two</i>"]}, "Two"),
        ({"title": "As a text"}, "As a text"),
        ({"title": []}, None),
        ({"title": None, "subtitle": ["Alone"]}, None),
        ({"subtitle": ["A &amp;amp; B"]}, "On Tests: A & B"),
        ({"title": ["On Tests:"], "subtitle": ["A"]}, "On Tests: A"),
        ({"title": ["Why Test?"], "subtitle": ["A Study"]}, "Why Test? A Study"),
        ({"title": ["On Tests: A Study"], "subtitle": ["a study"]}, "On Tests: A Study"),
        ({"subtitle": ["", "B"]}, "On Tests: B"),
        ({"title": ["α-Decay\n of <sup>12</sup>C"]}, "α-Decay of $^{12}$C"),
    ],
)
def test_titles(changes: dict[str, object], title: str | None) -> None:
    assert _record(**changes).title == title


@pytest.mark.parametrize(
    ("kind", "subtype", "expected"),
    [
        ("journal-article", None, "article-journal"),
        ("proceedings-article", None, "paper-conference"),
        ("book-chapter", None, "chapter"),
        ("monograph", None, "book"),
        ("edited-book", None, "book"),
        ("dissertation", None, "thesis"),
        ("report", None, "report"),
        ("posted-content", "preprint", "article"),
        ("posted-content", None, "article"),
        ("posted-content", "dissertation", "thesis"),
        ("journal-article", "report", "article-journal"),
        ("dataset", None, None),
        ("component", None, None),
        ("peer-review", None, None),
        ("invented", None, None),
    ],
)
def test_kinds(kind: str, subtype: str | None, expected: str | None) -> None:
    assert _record(type=kind, subtype=subtype).kind == expected


@pytest.mark.parametrize(
    ("kind", "titles", "expected"),
    [
        ("journal-article", ["IEEE Trans. &amp; J.", "Other"], "IEEE Trans. & J."),
        ("book-chapter", ["Lecture Notes in Computer Science", "MICCAI 2015"], "MICCAI 2015"),
        ("proceedings-article", ["Proc. of X", "Springer Series in Y"], "Proc. of X"),
        ("proceedings-article", ["Advances in Neural Systems 3"], "Advances in Neural Systems 3"),
        ("book-chapter", ["Lecture Notes in Maths"], "Lecture Notes in Maths"),
        ("journal-article", [], "J. Tests"),
    ],
)
def test_containers(kind: str, titles: list[str], expected: str) -> None:
    assert _record(**{"type": kind, "container-title": titles}).container_title == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"page": "n/a-n/a", "article-number": "e7"}, ("7", "2", "e7")),
        ({"page": None, "article-number": "012001"}, ("7", "2", "012001")),
        ({"page": "", "article-number": ""}, ("7", "2", None)),
        ({"volume": "ahead-of-print", "issue": "ahead-of-print"}, (None, None, "10-19")),
        ({"volume": 12, "issue": "Suppl_1", "page": "1–9"}, ("12", "Suppl_1", "1–9")),
        ({"volume": "0", "issue": "3-4"}, (None, "3-4", "10-19")),
    ],
)
def test_places(changes: dict[str, object], expected: tuple[str | None, ...]) -> None:
    record = _record(**changes)
    assert (record.volume, record.issue, record.pages) == expected


def _dated(*parts: object) -> dict[str, object]:
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"issued": _dated(2017, 6, 12)}, "2017-06-12"),
        ({"issued": _dated(2017)}, "2017"),
        ({"issued": _dated(2017, 13)}, "2017"),
        ({"issued": _dated(2017, 2, 30)}, "2017-02"),
        ({"issued": _dated(2017, 0, 0)}, "2017"),
        ({"issued": _dated(2017, None, 3)}, "2017"),
        ({"issued": _dated(2017, "6")}, "2017"),
        ({"issued": _dated(None)}, None),
        ({"issued": {"date-parts": [[]]}}, None),
        ({"issued": {"date-parts": None}}, None),
        ({"issued": {}}, None),
        ({"issued": "2017"}, None),
        ({"issued": _dated(0)}, None),
        ({"issued": _dated(10**20, 1)}, None),
        ({"issued": _dated(None), "published-online": _dated(2018, 2)}, "2018-02"),
        (
            {"issued": None, "published-print": _dated(2019), "published-online": _dated(2018)},
            "2019",
        ),
    ],
)
def test_dates(changes: dict[str, object], expected: str | None) -> None:
    record = _record(**changes)
    assert record.issued == record.published
    assert (str(record.issued) if record.issued else None) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([_person("Driessche", "George van den")], ["van den Driessche|George"]),
        ([_person("King", "Martin Luther", suffix="Jr.")], ["King|Martin Luther|Jr."]),
        ([_person("King", "Ada", suffix="PhD")], ["King|Ada"]),
        ([{"name": "The ATLAS Collaboration"}], ["The ATLAS Collaboration"]),
        ([{"literal": "OpenAI"}], ["OpenAI"]),
        ([{"family": "Plato"}], ["Plato"]),
        ([{"given": "OpenAI"}], ["OpenAI"]),
        ([_person("Noether", "E."), {"name": "et al."}, _person("others")], ["Noether|E."]),
        ([_person("M&amp;uuml;ller<sup>1</sup>", "J&ouml;rg")], ["Müller|Jörg"]),
        ([_person("SMITH", "John"), _person("Lee", "B.")], ["Smith|John", "Lee|B."]),
        ([_person("SMITH", "J.")], ["SMITH|J."]),
        ([_person("O’NEIL-DÍAZ", "Eva")], ["O’Neil-Díaz|Eva"]),
        ([_person("MCDONALD", "Ian")], ["McDonald|Ian"]),
        ([_person("DE LA CRUZ", "Ana")], ["DE LA CRUZ|Ana"]),
        ([_person("GARCÍA LÓPEZ", "Ana")], ["García López|Ana"]),
        ([_person("XU", "Wei"), _person("E", "Weinan")], ["Xu|Wei", "E|Weinan"]),
        ([_person("AI", "Meta")], ["Meta AI"]),
        ([_person("Wang", "Wei"), _person("Wang", "Wei")], ["Wang|Wei"] * 2),
        ([_person("Wang", "Wei", ORCID="https://orcid.org/1")] * 2, ["Wang|Wei"]),
        ([_person("Ash", "Bea"), _person("Cox", "Di")] * 2, ["Ash|Bea", "Cox|Di"]),
        ([_person("Ash", "Al", sequence="additional"), _person("Cox", "Cy", sequence="first")],
         ["Ash|Al", "Cox|Cy"]),
        ([{}, {"family": "", "given": None, "affiliation": []}], []),
        ([], []),
    ],
)  # fmt: skip
def test_authors(people: list[dict[str, Any]], expected: list[str]) -> None:
    told = [
        one.literal or "|".join(filter(None, (one.family, one.given, one.suffix)))
        for one in _record(author=people).authors
    ]
    assert told == expected


def test_a_name_says_how_it_was_written_where_that_is_another() -> None:
    (name,) = _record(author=[_person("SMITH", "John")]).authors
    assert (name.full, name.raw) == ("John Smith", "John SMITH")


def _related(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"id-type": scheme, "id": other, "asserted-by": "object"} for scheme, other in pairs]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ({"is-preprint-of": _related(("doi", "10.1/x"))}, []),
        ({"is-preprint-of": _related(("doi", "10.1000/x"))}, ["is-preprint-of doi:10.1000/x"]),
        ({"has-preprint": _related(("doi", "10.48550/ARXIV.1706.03762"))},
         ["has-preprint arxiv:1706.03762"]),
        ({"has-preprint": _related(("arxiv", "arXiv:1706.03762v3"), ("arxiv", "hep-th/9901001"))},
         ["has-preprint arxiv:1706.03762", "has-preprint arxiv:hep-th/9901001"]),
        ({"has-version": _related(("uri", "http://arxiv.org/abs/1706.03762v1"))},
         ["has-version arxiv:1706.03762"]),
        ({"is-same-as": _related(("doi", "https://doi.org/10.1000/X"), ("uri", "https://e.org/a"))},
         ["is-same-as doi:10.1000/X", "is-same-as url:https://e.org/a"]),
        ({"is-same-as": _related(("doi", DOI))}, []),
        ({"is-same-as": _related(("issn", "1234-5678"), ("other", "x"), ("doi", "none"),
                                 ("uri", "javascript:bad"), ("arxiv", "1713.00001"))}, []),
        ({"references": _related(("doi", "10.1000/x")), "Odd kind": _related(("doi", "10.1000/x"))},
         []),
        ({"is-part-of": [7, {"id": 3, "id-type": "doi"}], "has-part": "x"}, []),
        ({}, []),
        ([], []),
        (None, []),
    ],
)  # fmt: skip
def test_relations(relation: object, expected: list[str]) -> None:
    told = _record(relation=relation).relations
    assert [f"{one.kind} {one.identifier}" for one in told] == expected


NOTICE = {"DOI": "10.1000/notice", "type": "retraction", "source": "retraction-watch"}


@pytest.mark.parametrize(
    ("changes", "is_withdrawn", "title"),
    [
        ({"updated-by": [NOTICE]}, True, "On Tests"),
        ({"updated-by": [NOTICE | {"type": "Withdrawal"}]}, True, "On Tests"),
        ({"updated-by": [NOTICE | {"type": "correction"}]}, False, "On Tests"),
        ({"updated-by": [NOTICE | {"type": "expression_of_concern"}]}, False, "On Tests"),
        ({"updated-by": [NOTICE | {"type": "partial_retraction"}]}, False, "On Tests"),
        ({"updated-by": [NOTICE, NOTICE | {"type": "reinstatement"}]}, False, "On Tests"),
        ({"update-to": [NOTICE | {"DOI": "10.1000/other"}]}, False, "On Tests"),
        ({"update-to": [NOTICE | {"DOI": DOI.lower()}]}, True, "On Tests"),
        ({"title": ["RETRACTED: On Tests"]}, True, "On Tests"),
        ({"title": ["RETRACTED ARTICLE: On Tests"]}, True, "On Tests"),
        ({"title": ["[Retracted] On Tests"]}, True, "On Tests"),
        ({"title": ["On Tests (Retracted)"]}, True, "On Tests"),
        ({"title": ["WITHDRAWN: On Tests"]}, True, "On Tests"),
        ({"title": ["Retraction: On Tests"]}, False, "Retraction: On Tests"),
        ({"title": ["Withdrawn Behaviour in Mice"]}, False, "Withdrawn Behaviour in Mice"),
        ({"title": ["Retracted papers: a study"]}, False, "Retracted papers: a study"),
        ({"title": ["Retracted:"]}, False, "Retracted:"),
    ],
)
def test_retractions(changes: dict[str, object], is_withdrawn: bool, title: str) -> None:  # noqa: FBT001
    record = _record(**changes)
    assert (record.is_withdrawn, record.title) == (is_withdrawn, title)


def test_the_publisher_of_a_thesis_is_the_university() -> None:
    institution = [{"name": "University of Tests"}]
    assert _record(institution=institution).publisher == "Publisher of Tests"
    told = _record(type="dissertation", institution=institution)
    assert told.publisher == "University of Tests"
    assert _record(type="report", institution=[{"name": ""}]).publisher == "Publisher of Tests"
    assert _record(type="report", institution={"name": "An Institute"}).publisher == "An Institute"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = st.sampled_from(
    sorted({*item_of(WORK), "update-to", "updated-by", "aliases", "abstract", "institution"})
)


@given(st.dictionaries(_FIELDS, _JSON, max_size=5))
def test_a_work_is_read_or_refused(changes: dict[str, object]) -> None:
    raw = _raw(**changes)
    try:
        record = CrossrefSource("").to_record(parse(f"doi:{DOI}"), raw)
    except ValueError:
        return
    assert Record.model_validate_json(record.model_dump_json()) == record

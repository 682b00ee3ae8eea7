from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standin import datacite as standin_datacite
from tests.standin import fake_papers

from paperbib.identifiers.whole import parse
from paperbib.model import Record
from paperbib.sources.datacite import DataciteSource


def _raw(**changes: object) -> str:
    """A reply about 2001.00001 in which some attributes are others."""
    told = standin_datacite.attributes(fake_papers(1)[0]) | changes
    return json.dumps({"data": {"attributes": told}})


def _record(**changes: object) -> Record:
    return DataciteSource("").to_record(parse("arxiv:2001.00001"), _raw(**changes))


def _date(kind: str, date: str, information: str | None) -> dict[str, str | None]:
    return {"dateType": kind, "date": date, "dateInformation": information}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {
                "dates": [
                    _date("Submitted", "2020-01-01T12:01:00Z", "v1"),
                    _date("Issued", "2019", None),
                ]
            },
            {"published": "2020-01-01", "updated": "2020-01-01", "version": 1},
            id="a bare year is no date of a version",
        ),
        pytest.param(
            {"dates": [_date(kind, "2020-01-02", "v1") for kind in ("Updated", "Available")]},
            {"published": None, "updated": None, "version": 1},
            id="an announcement is no submission",
        ),
        pytest.param(
            {"dates": [], "version": None, "publicationYear": 2020},
            {"published": None, "updated": None, "version": None},
            id="nothing is invented",
        ),
        pytest.param(
            {"dates": [_date("Submitted", f"20{n:02}-01-01", f"v{n}") for n in (10, 9, 1)]},
            {"published": "2001-01-01", "updated": "2010-01-01", "version": 10},
            id="versions are numbers",
        ),
        pytest.param({"version": 3}, {"updated": None, "version": 3}, id="a date not told"),
        pytest.param({"version": "v3"}, {"version": 3}, id="v3"),
        pytest.param({"version": "0"}, {"version": 1}, id="no version 0"),
        pytest.param({"version": "1.0"}, {"version": 1}, id="some other numbering"),
        pytest.param(
            {
                "dates": [
                    _date("Withdrawn", "2020-03-01", "v2; None"),
                    _date("Submitted", "2020-01-31T22:00:00-05:00", "v1"),
                ]
            },
            {
                "published": "2020-02-01",
                "updated": "2020-03-01",
                "version": 2,
                "is_withdrawn": True,
            },
            id="withdrawn",
        ),
        pytest.param(
            {
                "dates": [
                    _date("Withdrawn", "2020-03-01", "v2"),
                    _date("Submitted", "2020-02-01", "v2"),
                    _date("Submitted", "2020-01-01", "v1"),
                ]
            },
            {"published": "2020-01-01", "updated": "2020-03-01", "is_withdrawn": True},
            id="submitted and withdrawn",
        ),
        pytest.param(
            {
                "dates": [
                    _date("Withdrawn", "2020-03-01", "v2; None"),
                    _date("Submitted", "2020-04-01", "v3"),
                ]
            },
            {"published": None, "updated": "2020-04-01", "version": 3, "is_withdrawn": False},
            id="restored",
        ),
    ],
)
def test_dates_and_versions(changes: dict[str, object], expected: dict[str, object]) -> None:
    told = _record(**changes).model_dump(mode="json")
    assert {name: told[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("creator", "full", "surname"),
    [
        ({"name": "Yu", "nameType": "Personal"}, "Yu", "Yu"),
        ({"name": "Hao", "nameType": "Organizational"}, "Hao", "Hao"),
        ({"name": "Doe, Jane", "nameType": "Personal"}, "Jane Doe", "Doe"),
        ({"name": "Q, J Inc.", "nameType": "Organizational"}, "Q, J Inc.", "Q, J Inc."),
        ({"name": "Jane van Doe"}, "Jane van Doe", "van Doe"),
        ({"name": "x", "givenName": "Jane van", "familyName": "Doe"}, "Jane van Doe", "van Doe"),
        ({"givenName": "A.", "familyName": "García Ruiz"}, "A. García Ruiz", "García Ruiz"),
        ({"name": "x", "givenName": "M. L., Jr.", "familyName": "King"}, "M. L. King Jr.", "King"),
        ({"familyName": "Plato", "givenName": " "}, "Plato", "Plato"),
        ({"name": "The A &amp; B Team"}, "The A & B Team", "The A & B Team"),
    ],
)
def test_names(creator: dict[str, object], full: str, surname: str) -> None:
    (name,) = _record(creators=[creator]).authors
    assert (name.full, name.surname) == (full, surname)


@pytest.mark.parametrize("name", ["", "et al.", "...", None])
def test_nobody_is_no_author(name: str | None) -> None:
    assert _record(creators=[{"name": name}]).authors == ()


def _related(relation: str, value: str, kind: str = "DOI") -> dict[str, str]:
    names = ("relationType", "relatedIdentifier", "relatedIdentifierType")
    return dict(zip(names, (relation, value, kind), strict=True))


@pytest.mark.parametrize(
    ("related", "expected"),
    [
        ([], None),
        (
            [_related("IsVersionOf", "10.1000/a"), _related("IsVersionOf", "10.1000/b")],
            "10.1000/a 10.1000/b",
        ),
        ([_related("IsVersionOf", "https://doi.org/10.1000/a")], "10.1000/a"),
        ([_related("IsVersionOf", "10.48550/arxiv.2001.00002")], None),
        ([_related("IsVersionOf", "10.1000/a", "Handle")], None),
        ([_related("References", "10.1000/a"), _related("IsVersionOf", "10.1000/b")], "10.1000/b"),
        ([_related("IsVersionOf", "no DOI"), _related("IsVersionOf", "10.1000/b")], "10.1000/b"),
        ([_related("HasVersion", "10.1000/a"), _related("IsCitedBy", "10.1000/c")], None),
    ],
)
def test_the_doi_is_that_of_the_article(related: list[object], expected: str | None) -> None:
    assert _record(relatedIdentifiers=related).doi == expected


def test_only_subjects_of_arxiv_are_categories() -> None:
    subjects = [
        {"subject": "FOS: Physical sciences (x-y)", "subjectScheme": "FOS"},
        {"subject": "Disordered Systems (and more) (cond-mat.dis-nn)", "subjectScheme": "arXiv"},
        {"subject": "No code here", "subjectScheme": "arXiv"},
        {"subject": "Mathematical Physics (math-ph)", "subjectScheme": "arXiv"},
        {"subject": "Mathematical Physics (math-ph)", "subjectScheme": "arXiv"},
        {"subject": None, "subjectScheme": "arXiv"},
    ]
    record = _record(subjects=subjects)
    assert record.categories == ("cond-mat.dis-nn", "math-ph")
    assert record.primary_category == "cond-mat.dis-nn"


WRONG = [1, True, 1.5, "text", [1], [[]], [None], {"a": 1}, [{"a": {}}]]
TYPED = {
    "titles": "title",
    "creators": "name",
    "dates": "dateType",
    "subjects": "subject",
    "descriptions": "description",
    "relatedIdentifiers": "relationType",
}


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("wrong", [*WRONG[:-1], {}], ids=repr)
def test_a_field_of_another_type_is_a_value_error(name: str, wrong: object) -> None:
    with pytest.raises(ValueError, match="is no list of objects"):
        _record(**{name: wrong})


@pytest.mark.parametrize(("name", "inner"), TYPED.items())
@pytest.mark.parametrize("wrong", [1, True, [], {}], ids=repr)
def test_an_inner_field_of_another_type_is_a_value_error(
    name: str, inner: str, wrong: object
) -> None:
    chosen = {"descriptionType": "Abstract"} if name == "descriptions" else {}
    with pytest.raises(ValueError, match=f"'{inner}' is no text"):
        _record(**{name: [{inner: wrong, **chosen}]})


@pytest.mark.parametrize("wrong", [True, 1.5, [], {}], ids=repr)
def test_a_version_of_another_type_is_a_value_error(wrong: object) -> None:
    with pytest.raises(ValueError, match="'version' is no text"):
        _record(version=wrong)


@pytest.mark.parametrize("date", ["soon", "2020-13-01", "9" * 5000, "2020-01-01T99:00:00Z"])
def test_a_date_that_is_none_is_a_value_error(date: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        _record(dates=[_date("Submitted", date, "v1")])


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_WORDS = st.sampled_from(
    "Submitted|Withdrawn|v1|v2; None|2020-01-01|arXiv|a (cs.CL)|DOI|IsVersionOf|10.1/x|Abstract"
    "|Other|Personal|A, B|\ud800|v9999|99999999999".split("|")
)
_NAMES = """
    title name nameType givenName familyName dateType date dateInformation subject subjectScheme
    description descriptionType relationType relatedIdentifier relatedIdentifierType
""".split()
_ENTRY = st.dictionaries(st.sampled_from(_NAMES), _WORDS | _JSON, max_size=5)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from([*TYPED, "version"]), st.lists(_ENTRY, max_size=3) | _JSON, max_size=7
)


@given(_ATTRIBUTES)
def test_to_record_raises_nothing_but_value_errors(changes: dict[str, Any]) -> None:
    try:
        record = _record(**changes)
    except ValueError:
        return
    assert record.model_dump_json()

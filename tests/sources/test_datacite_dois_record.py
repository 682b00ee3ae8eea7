from __future__ import annotations

import pytest
from tests.sources.datacite_dois import DOI, body

from paperbib.identifiers.whole import parse
from paperbib.model import Record
from paperbib.sources.datacite_dois import DataciteDoisSource


def record(**changes: object) -> Record:
    return DataciteDoisSource("").to_record(parse(f"doi:{DOI}"), body(**changes).decode())


def kind_of(general: object, special: object = None) -> str | None:
    types = {"resourceTypeGeneral": general, "resourceType": special}
    return record(types=types).kind


@pytest.mark.parametrize(
    ("general", "special", "expected"),
    [
        ("Dataset", "Journal article", None),
        ("Software", None, None),
        ("Collection", None, None),
        ("Other", "Thesis", None),
        (None, "Thesis", None),
        ("Text", None, None),
        ("Text", "Poster", None),
        ("Text", "Journal article", "article-journal"),
        ("Text", "Conference paper", "paper-conference"),
        ("Text", "Doctoral Thesis", "thesis"),
        ("Text", "PhD-Thesis", "thesis"),
        ("Text", "Report", "report"),
        ("JournalArticle", None, "article-journal"),
        ("ConferencePaper", "Journal article", "paper-conference"),
        ("ConferenceProceeding", None, "book"),
        ("BookChapter", None, "chapter"),
        ("Book", None, "book"),
        ("Dissertation", "Master", "thesis"),
        ("Preprint", None, "article"),
        ("Report", None, "report"),
        ("PeerReview", None, None),
    ],
)
def test_a_kind_is_one_of_ours_or_none(
    general: str | None, special: str | None, expected: str | None
) -> None:
    assert kind_of(general, special) == expected


ARTICLE = {"resourceTypeGeneral": "JournalArticle"}
CONTAINER = {"type": "Journal", "title": "J. Tests", "volume": "7", "issue": "2"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"types": ARTICLE, "container": {**CONTAINER, "firstPage": "10", "lastPage": "19"}},
            {"container_title": "J. Tests", "volume": "7", "issue": "2", "pages": "10-19"},
            id="an article stands in something",
        ),
        pytest.param(
            {"types": ARTICLE, "container": {**CONTAINER, "firstPage": "e7", "lastPage": "e7"}},
            {"pages": "e7"},
            id="one page",
        ),
        pytest.param({"container": CONTAINER}, {"container_title": None, "volume": None}, id="no"),
        pytest.param({"titles": []}, {"title": None}, id="no title"),
        pytest.param({"titles": [{"title": "(:unav)"}]}, {"title": None}, id="title not known"),
        pytest.param({"titles": [{"title": ":tba"}]}, {"title": None}, id="to be announced"),
        pytest.param(
            {
                "titles": [
                    {"title": "Übersetzt", "titleType": "TranslatedTitle"},
                    {"title": "Sub", "titleType": "Subtitle"},
                    {"title": "<i>E. coli</i> in H<sub>2</sub>O?"},
                    {"title": "Another"},
                ]
            },
            {"title": "E. coli in H$_{2}$O? Sub"},
            id="a subtitle, and markup",
        ),
        pytest.param(
            {"titles": [{"title": "A: the Sub"}, {"title": "The sub", "titleType": "Subtitle"}]},
            {"title": "A: the Sub"},
            id="a subtitle that is there already",
        ),
        pytest.param(
            {"titles": [{"title": "T", "titleType": "AlternativeTitle"}]},
            {"title": None},
            id="another title is none",
        ),
        pytest.param({"publisher": {"name": "Zenodo"}}, {"publisher": "Zenodo"}, id="object"),
        pytest.param({"publisher": "(:unkn)"}, {"publisher": None}, id="publisher not known"),
        pytest.param({"publisher": None}, {"publisher": None}, id="no publisher"),
        pytest.param({"creators": [{"name": "(:Unav)"}, {}]}, {"authors": ()}, id="nobody known"),
        pytest.param({"dates": [], "publicationYear": "2019"}, {"issued": "2019"}, id="a year"),
        pytest.param(
            {"dates": [{"date": "2019/2021", "dateType": "Issued"}]}, {"issued": "2022"}, id="span"
        ),
        pytest.param(
            {"dates": [{"date": "1999", "dateType": "Collected"}], "publicationYear": 0},
            {"issued": None, "published": None},
            id="no date of publication",
        ),
        pytest.param({"publicationYear": True, "dates": None}, {"issued": None}, id="no year"),
        pytest.param(
            {"dates": [{"date": "2023-01-01", "dateType": "Withdrawn"}]},
            {"is_withdrawn": True, "issued": "2022"},
            id="withdrawn",
        ),
        pytest.param({"descriptions": [{"description": "x"}]}, {"abstract": None}, id="no words"),
        pytest.param({"version": 7, "container": None}, {"version": None}, id="no version"),
    ],
)
def test_only_what_is_registered_is_taken_over(
    changes: dict[str, object], expected: dict[str, object]
) -> None:
    found = record(**changes).model_dump()
    assert {name: found[name] for name in expected} == expected


def related(kind: str, other: str, scheme: str = "DOI") -> dict[str, str]:
    return {"relationType": kind, "relatedIdentifier": other, "relatedIdentifierType": scheme}


@pytest.mark.parametrize(
    ("general", "one", "expected"),
    [
        ("Software", related("IsVersionOf", "10.5281/zenodo.1"), "is-version-of doi:"),
        ("Software", related("HasVersion", "10.5281/ZENODO.1"), "has-version doi:"),
        ("Dataset", related("IsIdenticalTo", "10.5281/zenodo.1"), "is-identical-to doi:"),
        ("Dataset", related("IsIdenticalTo", "10.1000/article"), None),
        ("Dataset", related("IsIdenticalTo", "arXiv:2001.00001", "arXiv"), None),
        ("Software", related("IsIdenticalTo", "https://github.com/a/b", "URL"), None),
        ("Software", related("IsVersionOf", DOI.upper()), None),
        ("Report", related("IsIdenticalTo", "10.1000/article"), "is-identical-to doi:"),
        ("Report", related("IsIdenticalTo", "https://doi.org/10.1000/a"), "is-identical-to doi:"),
        ("Text", related("IsIdenticalTo", "arXiv:2001.00001", "arXiv"), "is-identical-to arxiv:"),
        ("Text", related("IsIdenticalTo", "2001.00001v2", "arXiv"), "is-identical-to arxiv:"),
        ("Preprint", related("IsVersionOf", "https://arxiv.org/abs/2001.00001", "URL"), "is-v"),
        ("Preprint", related("IsVersionOf", "10.48550/arXiv.2001.00001"), "is-version-of arxiv:"),
        ("Preprint", related("IsNewVersionOf", "10.1000/old"), None),
        ("Preprint", related("IsSupplementTo", "10.1000/article"), None),
        ("Preprint", related("IsTranslationOf", "10.1000/article"), None),
        ("Preprint", related("IsPartOf", "10.1000/book"), None),
        ("Preprint", related("IsIdenticalTo", "10.1000/a\u202e"), None),
        ("Preprint", related("IsIdenticalTo", "ftp://e.org", "URL"), None),
        ("Preprint", related("IsIdenticalTo", "1234-5678", "ISSN"), None),
        ("Preprint", related("IsIdenticalTo", "no DOI"), None),
    ],
)
def test_relations_are_those_about_identity(
    general: str, one: dict[str, str], expected: str | None
) -> None:
    found = record(types={"resourceTypeGeneral": general}, relatedIdentifiers=[one, one]).relations
    assert [f"{each.kind} {each.identifier}".startswith(expected or "-") for each in found] == (
        [True] if expected else []
    )


def test_relations_are_sorted_and_not_too_many() -> None:
    many = [related("HasVersion", f"10.5281/zenodo.{number}") for number in range(900, 100, -1)]
    found = record(relatedIdentifiers=many).relations
    assert len(found) == 200
    assert list(found) == sorted(found, key=lambda one: one.identifier)

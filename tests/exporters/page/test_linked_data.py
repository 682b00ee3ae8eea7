"""The entries in the words of schema.org, checked against its own table of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.exporters.page.hostile import LIBRARY as HOSTILE
from tests.exporters.page.pages import parsed
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, NASTY, WORLD, record, reference
from tests.exporters.torture import HUGE, LATIN

from paperbib.model import Library, Name

PARENT_BY_TYPE = {
    "CreativeWork": "Thing",
    "Organization": "Thing",
    "Person": "Thing",
    "Article": "CreativeWork",
    "Book": "CreativeWork",
    "Chapter": "CreativeWork",
    "Collection": "CreativeWork",
    "MediaObject": "CreativeWork",
    "Periodical": "CreativeWork",
    "PublicationIssue": "CreativeWork",
    "PublicationVolume": "CreativeWork",
    "Report": "Article",
    "ScholarlyArticle": "Article",
    "SoftwareSourceCode": "CreativeWork",
    "Thesis": "CreativeWork",
    "VideoObject": "MediaObject",
    "WebPage": "CreativeWork",
    "WebSite": "CreativeWork",
}
"""The types used, and what they are kinds of. Periodical is one by way of CreativeWorkSeries."""
OWN_PROPERTIES = {
    "Thing": {
        "name": "Text",
        "identifier": "Text",
        "url": "URL",
        "sameAs": "URL",
    },
    "CreativeWork": {
        "author": "Organization Person",
        "datePublished": "Date",
        "hasPart": "CreativeWork",
        "inLanguage": "Text",
        "isPartOf": "CreativeWork",
    },
    "Article": {"pagination": "Text"},
    "Chapter": {"pagination": "Text"},
    "Collection": {"collectionSize": "Integer"},
    "PublicationIssue": {"issueNumber": "Text"},
    "PublicationVolume": {"volumeNumber": "Text"},
}
"""The properties of each type, and what they may hold. Source: schema.org 29.0."""


def kinds_of(type_: str) -> Iterator[str]:
    yield type_
    if type_ != "Thing":
        yield from kinds_of(PARENT_BY_TYPE[type_])


def faults(thing: dict[str, Any]) -> Iterator[str]:
    """What schema.org would object to."""
    kinds = list(kinds_of(thing["@type"]))
    allowed = {
        name: range_ for kind in kinds for name, range_ in OWN_PROPERTIES.get(kind, {}).items()
    }
    for name, value in thing.items():
        if name in {"@context", "@type", "@id"}:
            continue
        if name not in allowed:
            yield f"{thing['@type']} has no {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from _faults_of_value(name, one, allowed[name])


def _faults_of_value(name: str, value: object, range_: str) -> Iterator[str]:
    if isinstance(value, dict):
        if not set(kinds_of(value["@type"])) & set(range_.split()):
            yield f"{name} is no {value['@type']}"
        yield from faults(value)
    elif range_ == "Integer":
        if not isinstance(value, int):
            yield f"{name} is no integer: {value!r}"
    elif not isinstance(value, str) or not value:
        yield f"{name} is no text: {value!r}"
    elif range_ == "Date" and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        yield f"{name} is no date: {value!r}"
    elif range_ == "URL" and urlsplit(value).scheme not in {"http", "https"}:
        yield f"{name} is no address: {value!r}"
    elif range_ not in {"Text", "Date", "URL"}:
        yield f"{name} is a text: {value!r}"


@pytest.mark.parametrize(
    "library", [Library(), FORMS, NASTY, WORLD, PUBLISHED, HOSTILE, LATIN, HUGE]
)
def test_it_is_valid_and_has_every_entry_once(library: Library) -> None:
    found = parsed(library)
    collection = found.linked_data
    assert collection["@context"] == "https://schema.org"
    assert list(faults(collection)) == []
    assert collection["collectionSize"] == len(collection["hasPart"]) == len(library.references)
    names = [one["name"] for one in collection["hasPart"]]
    assert names == [one["title"] for one in found.data["entries"]]


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"@type": "Person", "author": {"@type": "Person", "name": "A"}}, "Person has no author"),
        ({"@type": "WebPage", "pagination": "1-2"}, "WebPage has no pagination"),
        ({"@type": "Book", "datePublished": "May 2017"}, "datePublished is no date: 'May 2017'"),
        ({"@type": "Book", "url": "javascript:1"}, "url is no address: 'javascript:1'"),
        ({"@type": "Book", "author": "A"}, "author is a text: 'A'"),
        ({"@type": "Book", "author": {"@type": "Book"}}, "author is no Book"),
        ({"@type": "Collection", "collectionSize": "1"}, "collectionSize is no integer: '1'"),
        ({"@type": "Book", "name": ""}, "name is no text: ''"),
    ],
)
def test_the_check_finds_faults(thing: dict[str, Any], fault: str) -> None:
    assert list(faults(thing)) == [fault]


def part(library: Library, key: str) -> dict[str, Any]:
    parts = parsed(library).linked_data["hasPart"]
    return dict(next(one for one in parts if one["@id"] == f"#{key}"))


def test_a_preprint_with_all_that_is_known() -> None:
    found = part(FORMS, "vaswani2017attention")
    assert [(one["@type"], one["name"]) for one in found.pop("author")] == [
        ("Person", "Ashish Vaswani"),
        ("Organization", "ATLAS Collaboration"),
        ("Person", "Martin Luther King Jr."),
        ("Person", "Laurens van der Maaten"),
        ("Person", "Pál Erdős"),
        ("Person", "Sukarno"),
    ]
    assert found == {
        "@type": "ScholarlyArticle",
        "@id": "#vaswani2017attention",
        "name": "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost",
        "datePublished": "2017-06-12",
        "identifier": "arXiv:1706.03762",
        "url": "https://arxiv.org/abs/1706.03762",
        "sameAs": "https://doi.org/10.48550/arXiv.1706.03762",
    }


def test_a_preprint_that_was_published_is_the_same_as_its_publication() -> None:
    found = part(FORMS, "aad1999search")
    assert found["@type"] == "ScholarlyArticle"
    assert found["sameAs"] == [
        "https://doi.org/10.48550/arXiv.hep-ex/9901001",
        "https://doi.org/10.1000/xyz_123",
    ]
    assert found["isPartOf"] == {
        "@type": "CreativeWork",
        "name": "J. Tests & Measures 12 (1999) 1-10",
    }


def test_a_journal_has_its_volume_and_its_issue() -> None:
    issue = part(PUBLISHED, "article")["isPartOf"]
    assert issue["@type"] == "PublicationIssue"
    assert issue["isPartOf"]["@type"] == "PublicationVolume"
    assert issue["isPartOf"]["isPartOf"]["@type"] == "Periodical"


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        (Name(literal="Plato"), "Person"),
        (Name(literal="OpenAI"), "Organization"),
        (Name(literal="The LIGO Scientific Collaboration"), "Organization"),
        (Name(family="Team", given="The"), "Person"),
        (Name(literal="A B"), "Person"),
        (Name(literal="Leonardo Fibonacci"), "Person"),
        (Name(literal="ATLAS Collaboration"), "Organization"),
        (Name(literal="Google Research"), "Organization"),
        (Name(literal="Mistral AI"), "Organization"),
        (Name(literal="Studio 54"), "Organization"),
    ],
)
def test_groups_are_told_from_people(name: Name, type_: str) -> None:
    one = reference("arxiv:1706.03762", record("arxiv:1706.03762", title="T", authors=(name,)))
    assert part(Library(references={"k": one}), "k")["author"][0]["@type"] == type_


def test_thousands_of_authors_are_cut() -> None:
    assert len(part(HUGE, "huge-authors")["author"]) == 100

from __future__ import annotations

from typing import Any

import pytest
from tests.exporters.published_samples import PUBLISHED, published
from tests.exporters.samples import FORMS, mention, record, reference

from paperbib.exporters.item import Item, Kind, item_of, items
from paperbib.exporters.options import DatePolicy, Options
from paperbib.identifiers import whole
from paperbib.model import Library, Mention, PartialDate, Record, Reference

ALL = Options()
PAPER = "arxiv:1706.03762"
V1, LATEST, ISSUED, SAID = (
    PartialDate(year=2017, month=6, day=12),
    PartialDate(year=2023, month=8),
    PartialDate(year=2018),
    PartialDate(year=2001),
)


def item(*parts: Record | Mention, identifier: str = PAPER, options: Options = ALL) -> Item:
    return item_of("k", reference(identifier, *parts), options)


def override(**fields: object) -> Record:
    return Record.model_validate({"source": "override", "identifier": PAPER} | fields)


def with_doi_of_its_own(*parts: Record | Mention) -> Reference:
    plain = reference(PAPER, *parts)
    return plain.model_copy(
        update={"identifiers": (plain.identifier, whole.parse("doi:10.1000/own"))}
    )


@pytest.mark.parametrize(
    ("policy", "said", "date"),
    [
        ("v1", {}, V1),
        ("latest", {}, LATEST),
        ("published", {}, ISSUED),
        # What a person says is meant, whatever the policy …
        ("v1", {"published": SAID}, SAID),
        ("latest", {"published": SAID}, SAID),
        ("published", {"published": SAID}, SAID),
        # … but a date of one kind is no date of another.
        ("v1", {"issued": SAID}, V1),
        ("latest", {"issued": SAID}, LATEST),
        ("published", {"issued": SAID}, SAID),
        ("latest", {"updated": SAID}, SAID),
        ("published", {"published": V1, "issued": SAID}, SAID),
    ],
)
def test_the_date_by_policy(policy: DatePolicy, said: dict[str, Any], date: PartialDate) -> None:
    parts = record(PAPER, published=V1, updated=LATEST, issued=ISSUED)
    assert item(override(**said), parts, options=Options(date=policy)).date == date


@pytest.mark.parametrize("policy", ["v1", "latest", "published"])
def test_a_policy_without_its_date_takes_what_there_is(policy: DatePolicy) -> None:
    options = Options(date=policy)
    assert item(record(PAPER, published=V1), options=options).date == V1
    assert item(record(PAPER, issued=ISSUED), options=options).date == ISSUED
    assert item(mention(PAPER, title="T", year=1999), options=options).date == PartialDate(
        year=1999
    )
    assert item(options=options).date is None


@pytest.mark.parametrize(
    ("identifier", "fields", "kind"),
    [
        (PAPER, {}, Kind.PREPRINT),
        ("doi:10.1000/x", {}, Kind.DOCUMENT),
        ("url:https://github.com/o/r", {}, Kind.REPOSITORY),
        ("url:https://example.org/", {}, Kind.WEB_PAGE),
        # Neither a journal reference nor a DOI is a journal.
        (PAPER, {"journal_ref": "Nature 1 (2000) 2", "doi": "10.1000/x"}, Kind.PREPRINT),
        (PAPER, {"container_title": "Nature"}, Kind.PREPRINT),
        (PAPER, {"kind": "article-journal"}, Kind.PREPRINT),
        (PAPER, {"kind": "article-journal", "container_title": " \u200b"}, Kind.PREPRINT),
        (PAPER, {"kind": "article-journal", "container_title": "Nature"}, Kind.ARTICLE),
        (PAPER, {"kind": "paper-conference", "container_title": "CVPR"}, Kind.PAPER),
        (PAPER, {"kind": "chapter", "container_title": "Handbook"}, Kind.CHAPTER),
        (PAPER, {"kind": "thesis"}, Kind.THESIS),
        (PAPER, {"kind": "no-such-kind", "container_title": "X"}, Kind.PREPRINT),
        ("doi:10.1000/x", {"kind": "article-journal"}, Kind.DOCUMENT),
        ("doi:10.1000/x", {"kind": "article"}, Kind.PREPRINT),
        ("doi:10.1000/x", {"kind": "book"}, Kind.BOOK),
        ("url:https://example.org/", {"kind": "report"}, Kind.REPORT),
    ],
)
def test_what_a_reference_is(identifier: str, fields: dict[str, str], kind: Kind) -> None:
    assert item(record(identifier, **fields), identifier=identifier).kind is kind


def test_the_highest_source_says_each_field() -> None:
    found = item(
        override(kind="article-journal", volume="2"),
        record(PAPER, kind="book", container_title="Nature", volume="1", pages="3"),
    )
    assert (found.kind, found.container, found.volume) == (Kind.ARTICLE, "Nature", "2")
    assert found.pages == "3"


def test_a_preprint_has_no_fields_of_its_published_version() -> None:
    fields = {"container_title": "Nature", "volume": "1", "issue": "2", "pages": "3-4"}
    found = item(record(PAPER, publisher="Springer", **fields))
    assert found[12:17] == ("", "", "", "", "")
    assert found.note == "Published version: Nature 1(2), 3-4, Springer"


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"journal_ref": "Nature 1.", "volume": "9"}, "Published version: Nature 1"),
        ({"doi": "10.1000/x", "volume": "9"}, "Published version: 9, doi:10.1000/x"),
        ({"note": "Mine"}, "Mine"),
        ({"journal_ref": "N. 1", "note": "Mine"}, "Published version: N. 1; Mine"),
        ({"kind": "thesis", "journal_ref": "N. 1", "note": "Mine"}, "Mine"),
        ({}, ""),
    ],
)
def test_the_note(fields: dict[str, str], note: str) -> None:
    assert item(record(PAPER, **fields)).note == note


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("10.1000/x", "10.1000/x"),
        ("doi:10.1000/x", "10.1000/x"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("10.1000/x 10.1000/y", "10.1000/x"),
        ("10.1000/x, 10.1000/y", "10.1000/x"),
        ("10.48550/arXiv.1706.03762", "10.48550/arXiv.1706.03762"),
        ("none yet", "10.48550/arXiv.1706.03762"),
        ("", "10.48550/arXiv.1706.03762"),
    ],
)
def test_the_doi_of_an_article_is_its_publishers(given: str, printed: str) -> None:
    fields = {"kind": "article-journal", "container_title": "Nature"}
    assert item(record(PAPER, doi=given, **fields)).doi == printed
    assert item(record(PAPER, doi=given)).doi == "10.48550/arXiv.1706.03762"


def test_an_identifier_of_the_reference_is_a_doi_too() -> None:
    article = with_doi_of_its_own(
        record(PAPER, kind="article-journal", container_title="Nature", doi="none")
    )
    assert item_of("k", article, ALL).doi == "10.1000/own"
    assert item_of("k", with_doi_of_its_own(), ALL).doi == "10.48550/arXiv.1706.03762"
    assert item(identifier="doi:10.1000/x").doi == "10.1000/x"
    assert item(record(PAPER, doi="10.1000/y"), identifier="doi:10.1000/x").doi == "10.1000/x"


@pytest.mark.parametrize("dash", ["-", "--", "–", " — ", "‑", " -- "])
def test_pages_have_one_hyphen(dash: str) -> None:
    assert published("doi:10.1000/x", "book", pages=f"1{dash}9").fact("pages") == f"1{dash}9"
    found = item_of("k", published("doi:10.1000/x", "book", pages=f"1{dash}9"), ALL)
    assert found.pages == "1-9"


def test_tags_are_of_sources_headings_and_state_each_once() -> None:
    tagged = item(
        override(tags=("mine", "A")), mention(PAPER, section=("A, B", " ", "C"), state="open")
    )
    assert tagged.tags == ("mine", "A", "B", "C", "unread")
    assert item(override(tags=("mine",))).tags == ("mine",)
    assert item(override(tags=("mine",)), options=Options(keywords=False)).tags == ()


def test_optional_texts_can_be_left_out() -> None:
    parts = (record(PAPER, abstract="A"), mention(PAPER, annotation="N"))
    assert item(*parts)[-2:] == ("A", "N")
    assert item(*parts, options=Options(abstract=False, annotations=False))[-2:] == ("", "")


def test_old_keys_go_with_the_entry() -> None:
    library = Library(references=FORMS.references, aliases={"z": "sici", "b": "sici", "c": "gone"})
    assert {one.key: one.aliases for one in items(library, ALL) if one.aliases} == {
        "sici": ("b", "z")
    }


def test_items_come_one_by_one_in_the_order_of_keys() -> None:
    stream = items(PUBLISHED, ALL)
    assert next(stream).key == "article"
    assert [one.key for one in stream] == list(PUBLISHED.references)[1:]


def test_the_place_in_one_line() -> None:
    by_key = {one.key: one.place for one in items(PUBLISHED, ALL)}
    assert by_key["article"] == "J. Tests & Measures 12(3), 770-778, IEEE"
    assert by_key["pinned"] == "Nature 1"
    assert by_key["thesis"] == "ETH Zürich"
    assert by_key["book-lacking"] == "A Series"


def test_a_doi_that_is_another_papers_is_not_printed() -> None:
    refused = Reference(
        identifiers=(whole.parse(PAPER),),
        records=(record(PAPER, doi="10.1000/other", journal_ref="Nature 1"),),
    )
    assert item_of("k", refused, ALL).note == "Published version: Nature 1"

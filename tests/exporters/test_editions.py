"""Which form of a paper an entry is of, and what of it is whose word."""

from __future__ import annotations

from typing import Any

import pytest
from tests.exporters.samples import mention
from tests.exporters.upgraded_samples import (
    AUTHORS,
    BIORXIV,
    DATE,
    ICML,
    IN_SHORT,
    NATURE,
    UPGRADED,
    V1,
    arxiv,
    crossref,
    joined,
    said,
)

from paperbib.exporters.item import Item, Kind, item_of
from paperbib.exporters.options import DatePolicy, Options, PublishedPolicy
from paperbib.model import Name, PartialDate, Record, Reference

OURS, THEIRS, OTHER = "arxiv:1512.00001", "doi:10.1000/up.1", "doi:10.1101/2015.1"
ARTICLE = crossref(THEIRS, **NATURE)
NOTE = "Published version: Nature & Friends 12(3), 45-67, Springer, 2016, doi:10.1000/up.1"


def item(*records: Record, options: Options | None = None, also: str = "") -> Item:
    return item_of("k", joined(*records, also=also), options or Options())


def with_policy(published: PublishedPolicy, date: DatePolicy = "auto") -> Options:
    return Options(published=published, date=date)


@pytest.mark.parametrize(
    ("published", "kind", "doi", "year", "note"),
    [
        ("prefer", Kind.ARTICLE, "10.1000/up.1", 2016, ""),
        ("note", Kind.PREPRINT, "10.48550/arXiv.1512.00001", 2015, NOTE),
        (
            *("off", Kind.PREPRINT, "10.48550/arXiv.1512.00001", 2015),
            "Published version: J. 9, doi:10.1000/up.1",
        ),
    ],
)
def test_an_entry_is_of_the_form_that_is_wanted(
    published: PublishedPolicy, kind: Kind, doi: str, year: int, note: str
) -> None:
    ours = arxiv(OURS, journal_ref="J. 9.", doi="10.1000/up.1")
    found = item(ours, ARTICLE, options=with_policy(published))
    assert (found.kind, found.doi, found.note) == (kind, doi, note)
    assert found.date
    assert (found.date.year, found.arxiv, found.abstract) == (year, "1512.00001", "Ours.")


@pytest.mark.parametrize("published", ["prefer", "note", "off"])
def test_what_is_cited_by_its_doi_is_what_that_doi_is(published: PublishedPolicy) -> None:
    found = item(ARTICLE, options=with_policy(published))
    assert (found.kind, found.container, found.date) == (Kind.ARTICLE, "Nature & Friends", DATE)
    assert found.authors == IN_SHORT
    preprint = item(crossref(OTHER, **BIORXIV), options=with_policy(published))
    assert (preprint.kind, preprint.publisher, preprint.note) == (Kind.PREPRINT, "bioRxiv", "")
    # An article is no preprint because it has one.
    both = item(ARTICLE, crossref(OTHER, **BIORXIV), options=with_policy(published))
    assert (both.kind, both.doi) == (Kind.ARTICLE, "10.1000/up.1")


@pytest.mark.parametrize(
    ("published", "doi", "url", "note"),
    [
        ("prefer", "10.1000/up.1", "https://doi.org/10.1000/up.1", "Preprint: bioRxiv, doi:"),
        ("note", "10.1101/2015.1", "https://doi.org/10.1101/2015.1", NOTE),
        ("off", "10.1101/2015.1", "https://doi.org/10.1101/2015.1", ""),
    ],
)
def test_of_two_dois_none_is_lost(
    published: PublishedPolicy, doi: str, url: str, note: str
) -> None:
    found = item(crossref(OTHER, **BIORXIV), ARTICLE, options=with_policy(published))
    assert (found.doi, found.url) == (doi, url)
    assert found.note == (note + "10.1101/2015.1" if note.endswith("doi:") else note)
    assert found.volume == ("12" if published == "prefer" else "")


@pytest.mark.parametrize(
    ("lacking", "note"),
    [
        ({"container_title": None}, "12(3), 45-67, Springer, 2016, "),
        ({"container_title": " \u200b"}, "12(3), 45-67, Springer, 2016, "),
        ({"issued": None, "published": None}, "Nature & Friends 12(3), 45-67, Springer, "),
        ({"kind": "book", "publisher": None}, "Nature & Friends, vol. 12(3), 45-67, 2016, "),
        ({"kind": "thesis", "publisher": " "}, "Nature & Friends, vol. 12(3), 45-67, 2016, "),
        ({"kind": None}, ""),
        ({"kind": "dataset"}, ""),
    ],
)
def test_what_lacks_something_it_needs_is_a_note(lacking: dict[str, Any], note: str) -> None:
    found = item(arxiv(OURS), crossref(THEIRS, **NATURE | lacking))
    assert (found.kind, found.date, found.volume) == (Kind.PREPRINT, V1, "")
    assert found.note == f"Published version: {note}doi:10.1000/up.1"


def test_a_note_has_the_authors_words_where_nobody_says_in_what_it_appeared() -> None:
    ours = arxiv(OURS, journal_ref="Proc. X (2016) 1.")
    bare = crossref(THEIRS, kind="article-journal")
    assert item(ours, bare).note == "Published version: Proc. X (2016) 1, doi:10.1000/up.1"


@pytest.mark.parametrize(
    ("ours", "theirs", "cited"),
    [
        ("Deep  Tests", "DEEP TESTS", "Deep Tests"),
        ("On $\\alpha$-Decay", "On α‐decay", "On $\\alpha$-Decay"),
        ("Deep Tests", "Deep Tests II", "Deep Tests II"),
        ("Deep Tests", None, "Deep Tests"),
        ("Deep Tests", "…", "Deep Tests"),
        (None, "Theirs", "Theirs"),
    ],
)
def test_the_title_is_the_published_one_where_that_is_another(
    ours: str | None, theirs: str | None, cited: str
) -> None:
    article = crossref(THEIRS, **NATURE | {"title": theirs})
    assert item(arxiv(OURS, title=ours), article).title == cited
    assert item(said(OURS, title="Mine"), arxiv(OURS, title=ours), article).title == "Mine"
    kept = item(arxiv(OURS, title="Ours"), article, options=with_policy("note"))
    assert kept.title == "Ours"


@pytest.mark.parametrize(
    ("theirs", "cited"),
    [
        (IN_SHORT, AUTHORS),
        (IN_SHORT[:2], IN_SHORT[:2]),
        ((*IN_SHORT, Name(literal="The Team")), (*IN_SHORT, Name(literal="The Team"))),
        # In their order, with our names.
        (IN_SHORT[::-1], AUTHORS[::-1]),
        # As many, but others: whose list is right, nobody knows.
        ((*IN_SHORT[:2], Name(family="Else")), AUTHORS),
        ((), AUTHORS),
        ((Name(literal=" "),), AUTHORS),
        # Some publishers name the first only …
        (IN_SHORT[:1], AUTHORS),
        # … but a group is nobody's first author, and somebody else is somebody else.
        ((Name(literal="The Team"),), (Name(literal="The Team"),)),
        ((Name(family="Else"),), (Name(family="Else"),)),
    ],
)
def test_the_authors_are_the_published_ones_where_they_are_not_as_many(
    theirs: tuple[Name, ...], cited: tuple[Name, ...]
) -> None:
    article = crossref(THEIRS, **NATURE | {"authors": theirs})
    assert item(arxiv(OURS), article).authors == cited
    mine = (Name(family="Mine"),)
    assert item(said(OURS, authors=mine), arxiv(OURS), article).authors == mine


def test_two_authors_of_one_surname_are_not_put_into_order() -> None:
    ours = (Name(family="Li", given="Ann"), Name(family="Wu"), Name(family="Li", given="Bo"))
    theirs = (Name(family="Wu"), Name(family="Li"), Name(family="Li"))
    article = crossref(THEIRS, **NATURE | {"authors": theirs})
    assert item(arxiv(OURS, authors=ours), article).authors == ours


@pytest.mark.parametrize(
    ("date", "prefer", "note"),
    [
        ("auto", DATE, V1),
        ("v1", V1, V1),
        ("published", DATE, DATE),
        ("latest", *[PartialDate(year=2017, month=1, day=2)] * 2),
    ],
)
def test_the_date_is_that_of_the_form_unless_another_is_wanted(
    date: DatePolicy, prefer: PartialDate, note: PartialDate
) -> None:
    records = (arxiv(OURS), ARTICLE)
    assert item(*records, options=with_policy("prefer", date)).date == prefer
    assert item(*records, options=with_policy("note", date)).date == note
    mine = said(OURS, published="2001")
    for published in ("prefer", "note", "off"):
        options = Options(date=date, published=published)
        assert item(mine, *records, options=options).date == PartialDate(year=2001)


def test_version_1_is_that_of_the_preprint() -> None:
    v1 = with_policy("prefer", "v1")
    posted = PartialDate(year=2015, month=2, day=3)
    assert item(ARTICLE, crossref(OTHER, **BIORXIV), options=v1).date == posted
    assert item(arxiv(OURS, published=None), ARTICLE, options=v1).date == DATE


@pytest.mark.parametrize(
    ("fields", "published", "kind", "container"),
    [
        ({"kind": "article"}, "prefer", Kind.PREPRINT, ""),
        ({"container_title": "Mine"}, "prefer", Kind.ARTICLE, "Mine"),
        ({"kind": "paper-conference"}, "prefer", Kind.PAPER, "Nature & Friends"),
        ({"kind": "article-journal", "container_title": "Mine"}, "note", Kind.ARTICLE, "Mine"),
        ({"kind": "article-journal"}, "note", Kind.ARTICLE, "Nature & Friends"),
        ({"kind": "article-journal"}, "off", Kind.PREPRINT, ""),
        ({"kind": "thesis", "publisher": "ETH"}, "off", Kind.THESIS, ""),
        ({"volume": "1"}, "note", Kind.PREPRINT, ""),
    ],
)
def test_what_a_person_says_outranks_all(
    fields: dict[str, str], published: PublishedPolicy, kind: Kind, container: str
) -> None:
    mine = said(OURS, **fields)
    found = item(mine, arxiv(OURS), ARTICLE, options=with_policy(published))
    assert (found.kind, found.container) == (kind, container)
    if published == "prefer" and kind.is_published:
        assert (found.volume, found.pages) == ("12", "45-67")


def test_a_person_can_add_what_a_publisher_left_out() -> None:
    bare = crossref(THEIRS, **NATURE | {"container_title": None})
    found = item(said(OURS, container_title="Mine"), arxiv(OURS), bare)
    assert (found.kind, found.container, found.volume) == (Kind.ARTICLE, "Mine", "12")


def test_the_doi_that_a_person_or_arxiv_names_is_taken_first() -> None:
    other = crossref("doi:10.1000/a", **ICML)
    assert item(arxiv(OURS), other, ARTICLE).kind is Kind.PAPER
    assert item(arxiv(OURS, doi="10.1000/UP.1, 10.1/9"), other, ARTICLE).kind is Kind.ARTICLE
    mine = item(said(OURS, doi="10.1000/a"), arxiv(OURS, doi="10.1000/up.1"), ARTICLE, other)
    assert (mine.kind, mine.doi) == (Kind.PAPER, "10.1000/a")


def test_no_preprint_server_is_a_publication() -> None:
    ssrn = crossref(OTHER, **BIORXIV | {"container_title": None, "publisher": None})
    for ours in (arxiv(OURS), arxiv(OURS, doi="10.1101/2015.1")):
        found = item(ours, ssrn)
        assert (found.kind, found.date) == (Kind.PREPRINT, V1)
        assert found.doi == "10.48550/arXiv.1512.00001"
        assert found.note == "Preprint: doi:10.1101/2015.1"
    mine = item(said(OURS, kind="thesis"), arxiv(OURS), ssrn)
    assert (mine.kind, mine.doi) == (Kind.THESIS, "10.48550/arXiv.1512.00001")
    assert mine.note == "Preprint: doi:10.1101/2015.1"


def test_a_doi_that_was_replaced_is_the_one_that_stands_now() -> None:
    article = crossref(THEIRS, **NATURE | {"doi": "10.1000/now"})
    assert item(arxiv(OURS), article).doi == "10.1000/now"


def test_an_unanswered_paper_is_what_its_publisher_says() -> None:
    found = item_of("k", joined(ARTICLE, mention(OURS), also=OURS), Options())
    assert (found.kind, found.arxiv, found.title) == (
        *(Kind.ARTICLE, "1512.00001", "Deep tests of 50% α"),
    )


@pytest.mark.parametrize(
    ("told", "is_withdrawn"),
    [
        ([arxiv(OURS), ARTICLE], False),
        ([arxiv(OURS, is_withdrawn=True), ARTICLE], True),
        ([arxiv(OURS), crossref(THEIRS, **NATURE, is_withdrawn=True)], True),
        ([arxiv(OURS), arxiv(OURS, source="snapshot", version=2, is_withdrawn=True)], False),
        ([arxiv(OURS), arxiv(OURS, source="snapshot", is_withdrawn=True)], True),
        ([said(OURS, is_withdrawn=True), arxiv(OURS)], False),
    ],
)
def test_a_paper_is_withdrawn_where_either_form_is(
    told: list[Record], *, is_withdrawn: bool
) -> None:
    assert joined(*told).is_withdrawn is is_withdrawn


def test_every_reference_of_the_samples_has_the_identifiers_of_its_records() -> None:
    one: Reference
    for one in UPGRADED.references.values():
        assert {record.identifier for record in one.records} == set(one.identifiers)


@pytest.mark.parametrize("published", ["prefer", "note"])
@pytest.mark.parametrize("title", [None, "", " "])
def test_no_entry_is_of_what_has_no_title(published: PublishedPolicy, title: str | None) -> None:
    nameless = crossref(THEIRS, **NATURE).model_copy(update={"title": title})
    found = item(arxiv(OURS), nameless, options=with_policy(published))
    assert (found.kind, found.container) == (Kind.PREPRINT, "")
    assert "Nature" not in found.note


@pytest.mark.parametrize(
    ("given", "held", "expected"),
    [
        ("10.1000/wrong 10.1000/up.1", THEIRS, "10.1000/up.1"),
        ("10.1000/up.1 10.1000/erratum", THEIRS, "10.1000/up.1"),
        ("10.1000/Up.1, 10.1000/erratum", f"{THEIRS} doi:10.1000/erratum", "10.1000/Up.1"),
        ("10.1000/wrong 10.1000/other", "", ""),
    ],
)
def test_of_several_dois_that_is_told_which_is_the_papers(
    given: str, held: str, expected: str
) -> None:
    found = item(arxiv(OURS, doi=given), also=held)
    assert found.note == (f"Published version: doi:{expected}" if expected else "")


def test_of_several_articles_the_one_named_first_is_chosen() -> None:
    second = crossref(OTHER, **ICML)
    given = "10.1000/up.1 10.1101/2015.1"
    for records in ([ARTICLE, second], [second, ARTICLE]):
        assert item(arxiv(OURS, doi=given), *records).doi == "10.1000/up.1"
    turned = item(arxiv(OURS, doi=" ".join(given.split()[::-1])), ARTICLE, second)
    assert turned.doi == "10.1101/2015.1"
    lone = item(arxiv(OURS, doi=f"10.1000/gone {given}"), second, ARTICLE, also="doi:10.1000/gone")
    assert lone.doi == "10.1000/up.1"

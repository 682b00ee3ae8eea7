"""Entries of published versions, as every format prints them and every style of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.consumers import consumers
from tests.exporters.upgraded_samples import UPGRADED

from paperbib.exporters import (
    EXPORTERS,
    Exporter,
    biblatex,
    bibtex,
    csl_json,
    hayagriva,
    page,
    ris,
)
from paperbib.exporters.item import Item, item_of
from paperbib.exporters.options import DatePolicy, Options, PublishedPolicy
from paperbib.model import Library, Record, Reference

ALL = Options()


def item(key: str, options: Options = ALL) -> Item:
    return item_of(key, UPGRADED.references[key], options)


# The page is long, and most of it is the same; tests/exporters/page has its parts.
@pytest.mark.parametrize(
    "exporter", [one for one in EXPORTERS if one is not page], ids=lambda one: one.name
)
def test_every_form_as_it_is_printed(
    exporter: Exporter, golden: Callable[[str, str], None]
) -> None:
    name = exporter.filename.replace("references", "upgraded").replace("key-map", "upgraded")
    golden(name, exporter.render(UPGRADED, ALL))


@pytest.mark.parametrize("published", ["note", "off"])
def test_every_preprint_with_a_note_and_without(
    published: PublishedPolicy, golden: Callable[[str, str], None]
) -> None:
    golden(f"upgraded.{published}.bib", bibtex.render(UPGRADED, Options(published=published)))


def test_an_upgraded_entry_is_of_the_article_and_keeps_its_preprint() -> None:
    kind, found = bibtex.entry(item("article"))
    assert kind == "article"
    assert found.keys().isdisjoint({"howpublished", "note"})
    assert (found["doi"], found["eprint"]) == ("10.1000/up.1", "1512.00001")
    assert (found["year"], found["month"], found["abstract"]) == ("2016", "jun", "Ours.")
    assert found["url"].endswith("abs/1512.00001v2")
    kind, found = biblatex.entry(item("article"))
    assert (kind, found["eprint"], found["date"]) == ("article", "1512.00001", "2016-06-01")
    assert found.keys().isdisjoint({"pubstate", "version", "howpublished"})
    variables = csl_json.fields(item("article"))
    assert (variables["type"], variables["DOI"]) == ("article-journal", "10.1000/up.1")
    assert (variables["archive"], variables["archive_location"]) == ("arXiv", "1512.00001")
    assert variables.keys().isdisjoint({"number", "version"})
    entry = hayagriva.entry(item("article"))
    assert isinstance(entry["parent"], Mapping)
    assert entry["parent"]["type"] == "periodical"
    assert ("TY", "JOUR") in list(ris.tags(item("article")))


def test_a_preprint_with_a_doi_is_one_in_every_format() -> None:
    assert bibtex.entry(item("preprint"))[0] == "misc"
    assert bibtex.entry(item("preprint"))[1]["howpublished"] == "bioRxiv"
    kind, found = biblatex.entry(item("preprint"))
    assert (kind, found["organization"], found["pubstate"]) == (
        *("online", "bioRxiv", "prepublished"),
    )
    variables = csl_json.fields(item("preprint"))
    assert (variables["type"], variables["publisher"]) == ("article", "bioRxiv")
    assert variables.keys().isdisjoint({"archive", "container-title", "custom"})
    assert "parent" not in hayagriva.entry(item("preprint"))
    assert ("TY", "UNPB") in list(ris.tags(item("preprint")))


def test_the_key_map_has_the_title_that_is_printed() -> None:
    text = next(one for one in EXPORTERS if one.name == "key-map").render(UPGRADED, ALL)
    assert '"renamed","arxiv:1512.00017","","Deeper Tests & More"' in text


_SAID = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(
            [
                *("article", "article-journal", "paper-conference", "chapter", "book"),
                *("thesis", "report", "document", "webpage", "dataset"),
            ]
        ),
        "container_title": st.sampled_from(["Nature", " \u200b", "Proc. & Co"]),
        "volume": st.text(max_size=3),
        "publisher": st.text(max_size=3),
        "issued": st.sampled_from(["2016", "2016-02-30", "0001-12"]),
        "published": st.sampled_from(["2015", "2015-01-01"]),
        "doi": st.sampled_from(["10.1000/up.1", "10.1/2 10.1/3", "none", "10.48550/arXiv.1"]),
        "authors": st.sampled_from([(), ({"literal": " "},), ({"family": "Erdős"},)]),
        "title": st.text(max_size=4),
        "journal_ref": st.text(max_size=4),
    },
)
_NAMES = ("arxiv:1512.00001", "doi:10.1000/up.1", "doi:10.1101/2", "url:https://e.org/a")
_SOURCES = ("override", "arxiv", "crossref")
_SPOKEN = st.tuples(st.sampled_from(_SOURCES), st.sampled_from(_NAMES), _SAID)
_OPTIONS = st.builds(
    Options,
    date=st.sampled_from(get_args(DatePolicy)),
    published=st.sampled_from(get_args(PublishedPolicy)),
)


def reference_of(names: list[str], spoken: list[tuple[str, str, dict[str, Any]]]) -> Reference:
    return Reference.model_validate(
        {
            "identifiers": names,
            "records": [
                Record.model_validate({"source": source, "identifier": name} | said)
                for source, name, said in spoken
                if name in names
            ],
        }
    )


@given(
    st.lists(st.sampled_from(_NAMES), min_size=1, unique=True),
    st.lists(_SPOKEN, max_size=4),
    _OPTIONS,
)
def test_whatever_is_said_an_entry_is_of_one_form(
    names: list[str], spoken: list[tuple[str, str, dict[str, Any]]], options: Options
) -> None:
    reference = reference_of(names, spoken)
    found = item_of("k", reference, options)
    if found.arxiv and found.kind == "article":
        assert found.doi == f"10.48550/arXiv.{found.arxiv}"
        assert {found.container, found.volume, found.pages, found.publisher} == {""}
    elif "Published version" in found.note:
        assert not found.kind.is_published
    library = Library(references={"k": reference})
    for exporter in EXPORTERS:
        assert exporter.render(library, options).endswith("\n")
    written = bibtex.render(library, options)
    assert len(re.findall(r"(?m)^  doi +=", written)) <= 1
    assert list(yaml.safe_load(hayagriva.render(library, options))) == ["k"]


@given(st.lists(_SPOKEN, max_size=4), st.sampled_from(get_args(DatePolicy)))
def test_switched_off_no_fact_of_another_identifier_is_told(
    spoken: list[tuple[str, str, dict[str, Any]]], date: DatePolicy
) -> None:
    options = Options(date=date, published="off")
    whole = reference_of(list(_NAMES), [("arxiv", _NAMES[0], {"title": "T"}), *spoken])
    kept = [
        one for one in whole.records if one.source == "override" or one.identifier.scheme == "arxiv"
    ]
    alone = whole.model_copy(update={"records": tuple(kept)})
    with_others, without = (item_of("k", one, options) for one in (whole, alone))
    for fact in ("kind", "title", "doi", "container", "volume", "publisher", "abstract"):
        assert getattr(with_others, fact) == getattr(without, fact)


COMPLETE = Library(
    references={key: one for key, one in UPGRADED.references.items() if "lacking" not in key}
)
HARMLESS = (r"Warning--empty address in ", r"Warning--page numbers missing in both pages")


@pytest.mark.parametrize("style", [*consumers.STYLES, *consumers.PUBLISHERS])
def test_no_style_misses_anything(style: str, tmp_path: Path) -> None:
    bib = tmp_path / "in" / "references.bib"
    bib.parent.mkdir()
    bib.write_text(bibtex.render(COMPLETE, ALL), encoding="utf-8")
    report = consumers.bibtex_document(bib, tmp_path, style)
    loud = [one for one in report.warnings if not any(re.match(each, one) for each in HARMLESS)]
    assert (report.errors, loud) == ((), []), report.output
    assert sorted(report.keys) == sorted(COMPLETE.references)

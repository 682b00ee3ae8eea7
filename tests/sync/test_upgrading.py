"""Entries of preprints that become entries of articles, as another configuration wants it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.standin.crossref import published
from tests.sync.person import Person

from paperbib.settings import Settings
from paperbib.sync.report import Report

FORMATS = ("bibtex", "csl-json")


def _person(folder: Path, formats: Sequence[str] = FORMATS) -> Person:
    person = Person(folder, 3, Settings(formats=list(formats)))
    first, second, third = person.papers
    for paper in (first, second):
        named = replace(paper, dois=(f"10.1000/test.{paper.id}",))
        person.network.api.papers[paper.id] = named
    person.papers = [person.network.api.papers[one.id] for one in (first, second)] + [third]
    person.network.crossref.add(*published(person.papers[:2]))
    return person


def _sync(person: Person, policy: str, *, write: bool = True, date: str = "auto") -> Report:
    update = {"published": policy, "date": date}
    settings = person.config.settings.model_copy(update=update)
    person.config = person.config.model_copy(update={"settings": settings})
    return person.sync(write=write)


def _told(report: Report) -> list[str]:
    return [one.words().split(": ", 1)[1].split(" (")[0] for one in report.news]


@pytest.mark.parametrize("formats", [FORMATS, ("csl-json",), ("markdown", "bibtex")])
@pytest.mark.parametrize("before", ["note", "off"])
def test_a_configuration_that_upgrades_entries_is_told_before_it_is_applied(
    tmp_path: Path, before: str, formats: Sequence[str]
) -> None:
    person = _person(tmp_path, formats)
    assert _told(_sync(person, before)) == []
    for write in (False, True):
        report = _sync(person, "prefer", write=write)
        assert [one.kinds for one in report.news] == [("published",)] * 2
        assert all(one.startswith("published in Journal of Tests") for one in _told(report))
    assert _told(_sync(person, "prefer")) == []
    assert _told(_sync(person, before)) == [], "that is no upgrade"
    assert len(_told(_sync(person, "prefer"))) == 2, "the outputs of before were of the preprints"


def test_other_options_upgrade_nothing(tmp_path: Path) -> None:
    person = _person(tmp_path)
    _sync(person, "prefer")
    assert _told(_sync(person, "prefer", date="v1")) == []
    _sync(person, "note")
    assert _told(_sync(person, "note", date="v1")) == []
    assert len(_told(_sync(person, "prefer", date="latest"))) == 2


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize(("before", "number"), [("note", 2), ("prefer", 0)])
def test_without_the_cache_the_bib_tells_what_the_entries_were(
    tmp_path: Path, before: str, number: int, *, is_edited: bool
) -> None:
    person = _person(tmp_path)
    _sync(person, before)
    if is_edited:
        bib = person.config.output / "references.bib"
        bib.write_text(bib.read_text() + "\n@book{own, x = {1}}\n")
    shutil.rmtree(person.config.cache_dir)
    assert len(_told(_sync(person, "prefer", date="latest"))) == number


def test_an_edited_bib_does_not_hide_upgrades(tmp_path: Path) -> None:
    person = _person(tmp_path, ["bibtex"])
    _sync(person, "note")
    bib = person.config.output / "references.bib"
    bib.write_text(bib.read_text() + "\n@book{own, x = {1}}\n")
    assert len(_told(_sync(person, "prefer", write=False))) == 2

"""Published versions: what arXiv's DOI leads to at Crossref, and what happens when it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.standin.crossref import Work, published
from tests.sync.faults import FAULTS
from tests.sync.person import Person

from paperbib.errors import Exit
from paperbib.model import Reference
from paperbib.settings import Settings

CROSSREF = "api.crossref.org"
LASTING = ("429", "503", "html", "nothing", "hang", "reset", "cut at 50 %", "refused", "404")
FILES = Settings(formats=["bibtex", "csl-json"])


def _person(folder: Path, number: int = 3, *, settings: Settings = FILES) -> Person:
    """Somebody whose papers have all appeared, says arXiv."""
    person = Person(folder, number, settings)
    for paper in person.papers:
        doi = f"10.1000/test.{paper.id}"
        person.network.api.papers[paper.id] = replace(paper, dois=(doi,))
    person.papers = list(person.network.api.papers.values())
    person.network.crossref.add(*published(person.papers))
    return person


def _bib(person: Person) -> str:
    return (person.config.output / "references.bib").read_text()


def _sources(reference: Reference) -> list[str]:
    return [record.source for record in reference.records]


def test_a_preprint_becomes_its_article_and_keeps_key_and_eprint(tmp_path: Path) -> None:
    person = _person(tmp_path)
    report = person.sync()
    assert report.exit_code() == Exit.DONE
    assert person.network.hosts.count(CROSSREF) == 1, "one question for all DOIs"
    assert all(_sources(one) == ["arxiv", "crossref"] for one in person.references())
    bib = _bib(person)
    assert bib.count("@article{") == 3
    for paper in person.papers:
        assert f"eprint        = {{{paper.id}}}" in bib
        assert f"doi           = {{{paper.dois[0]}}}" in bib
    assert "howpublished" not in bib
    assert {one.key for one in report.news} == set()


def test_the_second_run_asks_nobody_and_writes_nothing(tmp_path: Path) -> None:
    person = _person(tmp_path)
    person.sync()
    report = person.sync()
    assert (person.network.hosts, report.changed) == ([], [])
    (person.config.cache_dir / "paperbib.sqlite").unlink()
    report = person.sync()
    assert (person.network.hosts, report.changed) == ([], []), "the lock knows it"


def test_an_upgrade_is_told_before_it_is_applied_and_changes_no_key(tmp_path: Path) -> None:
    person = _person(tmp_path)
    works = dict(person.network.crossref.works)
    person.network.crossref.works.clear()
    before = person.sync()
    assert {problem.kind for problem in before.problems} == {"missing"}
    assert before.exit_code() == Exit.DONE
    keys = set(before.library.references)
    bib = _bib(person)
    assert "@article" not in bib
    assert "howpublished" in bib

    person.network.crossref.works |= works
    person.clock.sleep(8 * 86_400)  # "unknown" is believed for a week
    report = person.sync(refresh=True, write=False)
    assert [change.kinds for change in report.news] == [("published",)] * 3
    assert "Journal of Tests" in report.news[0].words()
    assert _bib(person) == bib, "nothing is written yet"
    after = person.sync(refresh=True)
    assert set(after.library.references) == keys
    assert _bib(person).count("@article{") == 3


@pytest.mark.parametrize("fault", LASTING)
def test_a_silent_crossref_leaves_the_preprints_as_they_are(tmp_path: Path, fault: str) -> None:
    alone = _person(tmp_path / "alone", settings=FILES.model_copy(update={"published": "off"}))
    alone.sync()
    person = _person(tmp_path / "person")
    hosts = person.network.hosts
    person.network.fault_at = lambda _: FAULTS[fault] if hosts[-1] == CROSSREF else None
    report = person.sync()
    assert len(report.library.references) == 3
    assert all(_sources(one) == ["arxiv"] for one in person.references())
    assert report.ledger.trouble["crossref"]
    assert report.exit_code() == Exit.PARTIAL
    assert len(report.unanswered) == 3
    assert report.problems == ()
    assert set(report.library.references) == {
        key for key in report.library.references if f"@misc{{{key}," in _bib(alone)
    }

    person.network.fault_at = lambda _: None
    person.clock.sleep(8 * 86_400)
    assert person.sync().exit_code() == Exit.DONE
    assert all(_sources(one) == ["arxiv", "crossref"] for one in person.references())


@pytest.mark.parametrize("fault", ["404", "empty feed"])
@pytest.mark.parametrize("has_cache", [True, False])
def test_what_crossref_had_is_not_missing_on_a_bad_day(
    tmp_path: Path, fault: str, *, has_cache: bool
) -> None:
    person = _person(tmp_path, 8)
    person.sync()
    library = person.references()
    if not has_cache:
        (person.config.cache_dir / "paperbib.sqlite").unlink()
    person.clock.sleep(86_400)
    hosts = person.network.hosts
    person.network.fault_at = lambda _: FAULTS[fault] if hosts[-1] == CROSSREF else None
    report = person.sync(refresh=True)
    assert hosts.count(CROSSREF) == 2
    assert report.problems == ()
    assert report.ledger.trouble["crossref"]
    assert report.exit_code() == Exit.PARTIAL
    assert person.references() == library
    person.network.fault_at = lambda _: None
    assert person.sync(refresh=True).exit_code() == Exit.DONE


def test_a_wrong_title_behind_a_doi_is_reported_with_both_sides(tmp_path: Path) -> None:
    person = _person(tmp_path)
    wrong = person.papers[1].dois[0]
    person.network.crossref.wrong[wrong] = "Sand Dunes of the Outer Hebrides"
    report = person.sync()
    assert report.exit_code() == Exit.DONE
    (problem,) = (one for one in report.problems if one.kind == "conflict")
    assert "Sand Dunes" in problem.what
    assert person.papers[1].title in problem.what
    assert (problem.file, problem.line) == ("seeds/a.md", 2)
    refused = person.references()[1]
    assert _sources(refused) == ["arxiv"]
    assert _bib(person).count("@article{") == 2
    again = person.sync()
    assert (person.network.hosts, again.changed) == ([], [])


def test_another_first_author_behind_a_doi_is_another_paper(tmp_path: Path) -> None:
    person = _person(tmp_path)
    doi = person.papers[0].dois[0]
    works = person.network.crossref.works
    works[doi] = replace(works[doi], authors=("Zoe Stranger", "Yan Other"))
    report = person.sync()
    assert "conflict" in {problem.kind for problem in report.problems}
    assert _sources(person.references()[0]) == ["arxiv"]


@pytest.mark.parametrize(("published_", "kinds"), [("note", 0), ("off", 0), ("prefer", 3)])
def test_what_becomes_of_published_versions_is_a_choice(
    tmp_path: Path, published_: str, kinds: int
) -> None:
    settings = Settings.model_validate({"formats": ["bibtex"], "published": published_})
    person = _person(tmp_path, settings=settings)
    person.sync()
    bib = _bib(person)
    assert bib.count("@article{") == kinds
    assert (CROSSREF in person.network.hosts) == (published_ != "off")
    assert ("Journal of Tests" in bib) == (published_ != "off")


def test_a_doi_and_its_preprint_in_the_notes_are_one_entry(tmp_path: Path) -> None:
    person = _person(tmp_path, 2)
    first, second = person.papers
    text = f"- https://arxiv.org/abs/{first.id}\n- https://doi.org/{first.dois[0]}\n"
    (tmp_path / "seeds" / "a.md").write_text(f"{text}- https://doi.org/{second.dois[0]}\n")
    report = person.sync()
    one, other = person.references()
    assert [str(each) for each in one.identifiers] == [f"arxiv:{first.id}", f"doi:{first.dois[0]}"]
    assert len(one.mentions) == 2
    assert _sources(other)[-1] == "crossref"
    assert report.exit_code() == Exit.DONE


def test_a_mentioned_doi_without_an_answer_is_deferred(tmp_path: Path) -> None:
    person = _person(tmp_path, 1)
    (tmp_path / "seeds" / "a.md").write_text("- https://doi.org/10.1000/nobody\n")
    person.network.silent.add(CROSSREF)
    report = person.sync()
    assert report.exit_code() == Exit.PARTIAL
    assert [str(one) for one in report.unanswered] == ["doi:10.1000/nobody"]
    assert len(report.library.references) == 1


def test_a_preprint_with_a_doi_of_its_own_leads_to_its_article(tmp_path: Path) -> None:
    person = _person(tmp_path, 1)
    article = Work("10.1000/article", "On the Growth of Moss", ("Ada Moss",))
    preprint = Work(
        "10.1101/preprint",
        "On the Growth of Moss",
        ("Ada Moss",),
        kind="posted-content",
        container="",
        relations=(("is-preprint-of", "doi", article.doi),),
    )
    person.network.crossref.add(article, preprint)
    (tmp_path / "seeds" / "a.md").write_text(f"- https://doi.org/{preprint.doi}\n")
    person.sync()
    (reference,) = person.references()
    assert {str(one) for one in reference.identifiers} == {
        "doi:10.1000/article",
        "doi:10.1101/preprint",
    }
    assert "journal" in _bib(person)

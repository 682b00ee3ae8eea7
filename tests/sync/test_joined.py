"""Two entries become one: what is told, and what a person wrote in the .bib."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.standin.crossref import Work
from tests.sync.person import Person

from paperbib import keys
from paperbib.identifiers.whole import parse
from paperbib.model import Decisions, Library, Mention, Record, Reference, Tie
from paperbib.settings import Settings
from paperbib.sync.keying import Keying

DOI = "10.1000/later"
PREPRINT, ARTICLE, PAGE = "arxiv:2001.00001", f"doi:{DOI}", "url:https://e.org/a"


@pytest.fixture
def apart(tmp_path: Path) -> Person:
    """Somebody whose notes mention an article and its preprint, which nobody ties as yet."""
    person = Person(tmp_path, 1, Settings(formats=["bibtex", "csl-json"]))
    (paper,) = person.papers
    text = f"- https://arxiv.org/abs/{paper.id}\n- See https://doi.org/{DOI}\n"
    (tmp_path / "seeds" / "a.md").write_text(text)
    person.network.crossref.add(Work(DOI, "Wholly Other Words", ("Zoe Zed",)))
    person.sync()
    assert len(person.references()) == 2
    return person


def _bib(person: Person) -> Path:
    return person.config.output / "references.bib"


def _tie(person: Person) -> None:
    (paper,) = person.papers
    person.network.api.papers[paper.id] = replace(paper, dois=(DOI,))
    person.network.crossref.add(Work(DOI, paper.title, paper.authors))


def _edit(person: Person, *edits: tuple[str, str]) -> None:
    text = _bib(person).read_text()
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    _bib(person).write_text(text)


def test_what_was_edited_in_an_entry_goes_where_the_entry_goes(apart: Person) -> None:
    old, new = _key(apart, "zed"), _key(apart, "")
    _edit(apart, (f"{{{old},", f"{{{old},\n  shelf = {{3 B}},"))
    _tie(apart)
    report = apart.sync(refresh=True)
    text = _bib(apart).read_text()
    assert text.count("@article{") == text.count("@") == 1
    assert "shelf = {3 B}" in text
    told = {one.what: one for one in report.problems}
    assert f"{old} is part of {new} now; its edits are kept there" in told
    joined = told[f"the key {old} is now {new}"]
    assert (joined.file, joined.line, joined.column) == ("seeds/a.md", 2, 7)
    assert joined.hint.startswith(f"{ARTICLE} and {PREPRINT} are one paper, says arXiv (doi); ")
    before = text
    assert apart.sync().changed == []
    assert _bib(apart).read_text() == before


def test_two_edits_of_one_field_are_a_conflict_and_both_are_told_whole(apart: Person) -> None:
    words = "A very long remark, " * 5 + "at last"
    key = _key(apart, "zed")
    _edit(
        apart,
        (f"{{{key},", f"{{{key},\n  x = {{{words}}},"),
        ("  eprint  ", "  x = {mine},\n  eprint  "),
    )
    _tie(apart)
    report = apart.sync(refresh=True)
    (conflict,) = (one for one in report.problems if one.kind == "conflict")
    assert f"{{mine}} stays, not {{{words}}}" in conflict.what
    assert f"x was edited here and in {key}, part of it now" in conflict.what
    assert "x = {mine}" in _bib(apart).read_text()


def _key(person: Person, start: str) -> str:
    """The key of the first entry of the .bib that begins so."""
    found = re.search(rf"(?m)^@[a-z]+\{{({start}[^,]*),", _bib(person).read_text())
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("by", "how", "other", "hint"),
    [
        ("arxiv", "doi", PREPRINT, "are one paper, says arXiv (doi); "),
        ("crossref", "is-preprint-of", PREPRINT, "are one paper, says Crossref (is-preprint-of); "),
        ("person", "same", PREPRINT, f"You say that {ARTICLE} and {PREPRINT} are one paper; "),
        ("match", "title", PREPRINT, f"The records of {ARTICLE} and {PREPRINT} agree; "),
        ("page", "acl:1", PAGE, f"By the address of the page, {ARTICLE} and {PAGE} are one paper"),
        ("override", "doi", PREPRINT, "Your configuration says that"),
        ("newcomer", "x", PREPRINT, "are one paper, says newcomer (x); "),
        ("", "", "", "See paperbib explain moss2020growth"),
    ],
)
def test_who_says_that_two_entries_are_one(by: str, how: str, other: str, hint: str) -> None:
    one, article, page = (parse(name) for name in (PREPRINT, ARTICLE, PAGE))
    record = Record(source="arxiv", identifier=one, title="T")
    apart = {
        "moss2020growth": Reference(identifiers=(one,), records=(record,)),
        "zed2020words": Reference(identifiers=(article,)),
    }
    previous = Library(references=apart, decisions=Decisions())
    ties = [Tie(pair=(one, page), by="page", how="no matter")]
    ties += [Tie(pair=(article, parse(other)), by=by, how=how)] if by else []
    both = Reference(
        identifiers=(one, article, page),
        records=(record,),
        mentions=(Mention(one, "a.md", line=1, column=1), Mention(page, "a.md", line=2, column=1)),
        ties=tuple(ties),
    )
    keyed = Keying(keys.naming(keys.DEFAULT)).key([both], previous)
    (problem,) = keyed.problems
    assert problem.what == "the key zed2020words is now moss2020growth"
    assert hint in problem.hint
    assert problem.hint.endswith("paperbib explain moss2020growth" + " tells all" * bool(by))
    assert problem.file == "", "no note mentions the DOI"

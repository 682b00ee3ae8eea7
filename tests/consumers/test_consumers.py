"""The programs people use with a bibliography read ours without a complaint."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from tests.consumers import consumers
from tests.consumers.consumers import Report
from tests.exporters.samples import CROWD, LATIN, VIETNAMESE, WORLD
from tests.exporters.upgraded_samples import UPGRADED

from paperbib.exporters import bibtex, csl_json
from paperbib.exporters.options import Options, PublishedPolicy
from paperbib.model import Library

ALL = Options()
HARMLESS = (
    r"Warning--empty year in ",
    r".*Missing mandatory field - one of 'date, year' must be defined",
    r".*Field 'archiveprefix' invalid in data model",
    r".*Invalid field 'publisher' for entrytype 'article'",
    r".*Missing mandatory field 'editor'",
)
"""A page has no year unless somebody says so; ``archiveprefix`` and the publisher of an article
are for BibTeX's sake; no source of ours says who edited a book."""


@pytest.fixture(scope="module")
def everything() -> Library:
    """Every kind of reference with every hard character that pdflatex has a glyph for."""
    return LATIN


@pytest.fixture
def bib(everything: Library, tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_bytes(bibtex.render(everything, ALL).encode())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


def assert_clean(report: Report, keys: tuple[str, ...]) -> None:
    assert report.errors == (), report.output[-4000:]
    loud = [line for line in report.warnings if not any(re.match(one, line) for one in HARMLESS)]
    assert loud == []
    assert sorted(report.keys) == sorted(keys)


@pytest.mark.parametrize("style", consumers.STYLES)
def test_bibtex_and_pdflatex(bib: Path, folder: Path, style: str) -> None:
    report = consumers.bibtex_document(bib, folder, style)
    assert_clean(report, consumers.keys_of(bib))
    assert "1706.03762" in report.output
    assert "\ufffd" not in report.output


def test_biber_and_its_data_model(bib: Path, folder: Path) -> None:
    assert_clean(consumers.biber_tool(bib, folder), consumers.keys_of(bib))


@pytest.mark.parametrize("style", ["numeric", "authoryear"])
def test_biblatex_and_pdflatex(bib: Path, folder: Path, style: str) -> None:
    assert_clean(consumers.biblatex_document(bib, folder, style), consumers.keys_of(bib))


def test_pandoc_reads_the_bib(bib: Path, folder: Path) -> None:
    report = consumers.pandoc_citeproc(bib, folder)
    assert_clean(report, consumers.keys_of(bib))
    assert "Erdős" in report.output


def test_pandoc_reads_the_csl_json(everything: Library, bib: Path, folder: Path) -> None:
    path = bib.with_name("refs.json")
    path.write_bytes(csl_json.render(everything, ALL).encode())
    report = consumers.pandoc_citeproc(path, folder)
    assert_clean(report, consumers.keys_of(bib))
    assert "𝒪(n)" in report.output


@pytest.mark.parametrize("published", ["prefer", "note", "off"])
def test_published_versions_reach_biber_and_pandoc(
    published: PublishedPolicy, tmp_path: Path, folder: Path
) -> None:
    options = Options(published=published)
    path = tmp_path / "upgraded.bib"
    path.write_bytes(bibtex.render(UPGRADED, options).encode())
    keys = consumers.keys_of(path)
    assert_clean(consumers.biber_tool(path, folder), keys)
    assert_clean(consumers.pandoc_citeproc(path, folder), keys)
    path = tmp_path / "upgraded.json"
    path.write_bytes(csl_json.render(UPGRADED, options).encode())
    assert_clean(consumers.pandoc_citeproc(path, folder), keys)


def test_letters_beyond_t1_reach_bibtex_and_pandoc(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "marks.bib"
    path.write_bytes(bibtex.render(VIETNAMESE, ALL).encode())
    assert_clean(consumers.bibtex_document(path, folder, "IEEEtran"), ("nguyen2022",))
    report = consumers.pandoc_citeproc(path, folder)
    assert_clean(report, ("nguyen2022",))
    assert "Nguyễn" in unicodedata.normalize("NFC", report.output)


def test_more_pages_of_one_host_than_letters(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "crowd.bib"
    path.write_bytes(bibtex.render(CROWD, ALL).encode())
    assert_clean(consumers.bibtex_document(path, folder, "plainnat"), consumers.keys_of(path))


def test_other_scripts_reach_biber_and_pandoc(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "world.bib"
    path.write_bytes(bibtex.render(WORLD, ALL).encode())
    keys = consumers.keys_of(path)
    assert_clean(consumers.biber_tool(path, folder), keys)
    report = consumers.pandoc_citeproc(path, folder)
    assert_clean(report, keys)
    assert "李明" in report.output


def test_the_runners_see_a_broken_file(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "broken.bib"
    path.write_text(
        "@misc{a,\n  title = {R&D with \\undefined},\n  key = {k}\n}\n@misc{b,\n  title = {x\n"
    )
    report = consumers.bibtex_document(path, folder, "plain")
    assert len(report.errors) > 1
    assert report.keys != consumers.keys_of(path)
    assert consumers.biber_tool(path, folder).errors


def test_a_missing_program_is_skipped_or_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(consumers.REQUIRE, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program is not installed"):
        consumers.require("no-such-program")
    monkeypatch.setenv(consumers.REQUIRE, "1")
    with pytest.raises(pytest.fail.Exception, match="PAPERBIB_REQUIRE_CONSUMERS=1"):
        consumers.require("no-such-program")

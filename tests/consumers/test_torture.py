"""A library that hurts, in the programs people use: no error, and no entry lost.

What a program cannot do at all is named here with the reason, and in docs/formats.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

import pytest
from tests.consumers import consumers
from tests.consumers.consumers import Report
from tests.exporters import torture
from tests.exporters.published_samples import PUBLISHED

from paperbib.exporters import Exporter, biblatex, bibtex, csl_json, csl_yaml, hayagriva
from paperbib.exporters.options import Options
from paperbib.model import Library

ALL = Options()
HARMLESS = (
    # Nobody says when a page was written, nor who wrote it, nor where a publisher sits.
    r"Warning--empty (?:year|author|address) in ",
    r".*Missing mandatory field - one of 'date, year' must be defined",
    # What says no pages is printed as it is.
    r".*Range field 'pages' in entry '\S+' is malformed, falling back to literal",
    # revtex asks for the pages' labels until the last run.
    r"LaTeX Warning: (?:Reference `LastBibItem'|There were undefined references)",
    # Pandoc writes a formula that it cannot turn into Unicode as TeX.
    r"\[WARNING\] Could not convert TeX math",
)
ALPHA = ("crowd", "page", "repository")
"""``alpha`` labels by three letters and the year: of what has neither author nor year, no
more than 26 of one beginning."""
LONE_QUOTE = ("sign015", "sign033")
"""biber cuts a name in two that is nothing but an opening quote."""


def without(library: Library, parts: Collection[str]) -> Library:
    """The library without the entries whose key has one of these parts."""
    kept = {
        key: one
        for key, one in library.references.items()
        if not any(part in key for part in parts)
    }
    return library.model_copy(update={"references": kept, "aliases": {}})


def written(text: str, path: Path) -> Path:
    path.write_bytes(text.encode())
    return path


def assert_clean(report: Report, keys: Collection[str]) -> None:
    assert report.errors[:5] == ()
    loud = [line for line in report.warnings if not any(re.match(one, line) for one in HARMLESS)]
    assert loud[:5] == []
    assert sorted(report.keys) == sorted(keys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.mark.parametrize("style", consumers.STYLES + consumers.PUBLISHERS)
def test_bibtex_in_every_style(tmp_path: Path, folder: Path, style: str) -> None:
    library = without(torture.LATIN, ALPHA if style == "alpha" else ())
    bib = written(bibtex.render(library, ALL), tmp_path / "refs.bib")
    report = consumers.bibtex_document(bib, folder, style)
    assert_clean(report, library.references)
    assert "\ufffd" not in (folder / "t.bbl").read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("style", consumers.STYLES + consumers.PUBLISHERS)
def test_no_style_warns_of_what_is_complete(tmp_path: Path, folder: Path, style: str) -> None:
    library = without(PUBLISHED, ("lacking", "pinned"))
    bib = written(bibtex.render(library, ALL), tmp_path / "refs.bib")
    report = consumers.bibtex_document(bib, folder, style)
    assert_clean(report, library.references)
    said = [line for line in report.warnings if not line.startswith("LaTeX Warning: ")]
    # No source says in which town a publisher has its seat, and ACM alone asks.
    known = {"Warning--empty address"} if style.startswith("ACM") else set()
    assert {" ".join(line.split()[:2]) for line in said} <= known


@pytest.mark.parametrize("style", ["plain", "plainnat", "IEEEtran"])
def test_thousands_of_authors_and_long_abstracts(tmp_path: Path, folder: Path, style: str) -> None:
    bib = written(bibtex.render(torture.HUGE, ALL), tmp_path / "refs.bib")
    assert_clean(consumers.bibtex_document(bib, folder, style), torture.HUGE.references)


@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_engines_of_unicode(tmp_path: Path, folder: Path, engine: str) -> None:
    bib = written(bibtex.render(torture.LATIN, ALL), tmp_path / "refs.bib")
    report = consumers.bibtex_document(bib, folder, "plainnat", engine, "DejaVu Sans")
    assert_clean(report, torture.LATIN.references)


@pytest.mark.parametrize(
    ("style", "engine"),
    [("numeric", "pdflatex"), ("authoryear", "pdflatex"), ("numeric", "xelatex")],
)
def test_biblatex(tmp_path: Path, folder: Path, style: str, engine: str) -> None:
    # One document in three is enough for the half that is alike.
    parts = ("page",) if style == "authoryear" else ("published",) if engine == "xelatex" else ()
    library = without(torture.LATIN, (*torture.MASSES, *LONE_QUOTE, *parts))
    bib = written(biblatex.render(library, ALL), tmp_path / "refs.bib")
    report = consumers.biblatex_document(bib, folder, style, engine, "DejaVu Sans")
    assert_clean(report, library.references)


@pytest.mark.parametrize("exporter", [bibtex, biblatex], ids=lambda one: one.name)
def test_every_script_reaches_biber_and_pandoc(
    exporter: Exporter, tmp_path: Path, folder: Path
) -> None:
    # Thousands of authors with macros in them take biber minutes.
    huge = ("huge",) if exporter is bibtex else ()
    library = without(torture.TORTURE, (*torture.MASSES, *huge))
    bib = written(exporter.render(library, ALL), tmp_path / "refs.bib")
    report = consumers.biber_tool(bib, folder)
    assert report.errors == ()
    assert sorted(report.keys) == sorted(library.references)
    assert_clean(consumers.pandoc_citeproc(bib, folder), library.references)


@pytest.mark.parametrize(
    ("text", "font"), [("深度学习", "Noto Serif CJK SC"), ("Глубокое", "DejaVu Sans")]
)
def test_scripts_with_their_font(tmp_path: Path, folder: Path, text: str, font: str) -> None:
    number = next(n for n, one in enumerate(torture.SCRIPTS) if one.startswith(text))
    kept = {
        key: one
        for key, one in torture.WORLD.references.items()
        if key.startswith(f"script{number:03}")
    }
    bib = written(biblatex.render(Library(references=kept), ALL), tmp_path / "refs.bib")
    report = consumers.biblatex_document(bib, folder, "authoryear", "xelatex", font)
    assert_clean(report, kept)


@pytest.mark.parametrize("exporter", [csl_json, csl_yaml], ids=lambda one: one.name)
def test_pandoc_reads_csl(exporter: Exporter, tmp_path: Path, folder: Path) -> None:
    ending = ".json" if exporter is csl_json else ".yaml"
    text = exporter.render(torture.TORTURE, ALL)
    bib = written(text, tmp_path / f"refs{ending}")
    assert_clean(consumers.pandoc_citeproc(bib, folder), torture.TORTURE.references)


def test_typst_reads_hayagriva(tmp_path: Path) -> None:
    consumers.require_module("typst")
    import typst  # type: ignore[import-untyped, unused-ignore]

    written(hayagriva.render(torture.TORTURE, ALL), tmp_path / "refs.yml")
    page = '#set page(height: auto)\n#bibliography("refs.yml", full: true, style: "apa")\n'
    assert typst.compile(written(page, tmp_path / "t.typ")).startswith(b"%PDF")


def test_letters_come_back_from_pandoc(tmp_path: Path, folder: Path) -> None:
    """Titles and authors of every letter, from BibTeX as from CSL-JSON."""
    consumers.require("pandoc")
    lost = tuple(f"letter{n:03}" for n, one in enumerate(torture.LETTERS) if one in "đþðțĐÞÐȚ")
    library = without(torture.LATIN, (*torture.MASSES, "sign", "maths", "attack", "odd", *lost))
    assert len(library.references) > len(torture.LETTERS)
    bib = written(bibtex.render(library, ALL), tmp_path / "refs.bib")
    read = {one["id"]: one for one in consumers.pandoc_csl(bib, folder)}
    for item in json.loads(csl_json.render(library, ALL)):
        # Pandoc puts titles in sentence case, which says nothing of their letters.
        assert read[item["id"]]["title"].casefold() == item["title"].casefold()
        assert names(read[item["id"]]) == names(item)


def names(item: dict[str, list[dict[str, str]]]) -> list[str]:
    parts = ("dropping-particle", "non-dropping-particle", "family", "suffix", "given", "literal")
    return [
        " ".join(filter(None, (one.get(part) for part in parts))) for one in item.get("author", [])
    ]

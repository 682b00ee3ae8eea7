"""The programs that read biblatex, CSL-YAML and Hayagriva's YAML take ours without a complaint."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.consumers import consumers
from tests.consumers.consumers import Report
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import LATIN, VIETNAMESE, WORLD
from tests.exporters.upgraded_samples import UPGRADED

from paperbib.exporters import biblatex, csl_json, csl_yaml, hayagriva
from paperbib.exporters.item import items
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Reference

ALL = Options()
LIBRARIES = {
    "latin": LATIN,
    "published": PUBLISHED,
    "upgraded": UPGRADED,
    "world": WORLD,
    "vietnamese": VIETNAMESE,
}
HARMLESS = (
    r".*Missing mandatory field - one of 'date, year' must be defined",
    r".*Entry 'chapter[-a-z]*' .*Missing mandatory field 'editor'",
)
"""Not every page has a date, and no source of ours says who edited a book."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Library:
    return LIBRARIES[request.param]


def assert_clean(report: Report, library: Library) -> None:
    assert report.errors == (), report.output[-4000:]
    loud = [line for line in report.warnings if not any(re.match(one, line) for one in HARMLESS)]
    assert loud == []
    assert sorted(report.keys) == sorted(library.references)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder.parent / name
    path.write_bytes(text.encode())
    return path


def test_biber_and_its_data_model(library: Library, folder: Path) -> None:
    path = written(folder, "refs.bib", biblatex.render(library, ALL))
    assert_clean(consumers.biber_tool(path, folder), library)


@pytest.mark.parametrize("style", ["numeric", "authoryear"])
@pytest.mark.parametrize("name", ["latin", "published", "upgraded"])
def test_biblatex_and_pdflatex(name: str, style: str, folder: Path) -> None:
    path = written(folder, "refs.bib", biblatex.render(LIBRARIES[name], ALL))
    assert_clean(consumers.biblatex_document(path, folder, style), LIBRARIES[name])


def test_biber_finds_an_entry_by_its_old_key(folder: Path) -> None:
    library = Library(references=LATIN.references, aliases={"old2017": "vaswani2017attention"})
    path = written(folder, "refs.bib", biblatex.render(library, ALL))
    assert_clean(consumers.biber_tool(path, folder), library)
    assert re.search(r"(?i)ids *= \{old2017\}", consumers.biber_tool(path, folder).output)


def test_pandoc_prints_the_csl_yaml(library: Library, folder: Path) -> None:
    path = written(folder, "refs.yaml", csl_yaml.render(library, ALL))
    assert_clean(consumers.pandoc_citeproc(path, folder), library)


def test_pandoc_reads_the_csl_yaml_as_the_csl_json(library: Library, folder: Path) -> None:
    consumers.require("pandoc")
    path = written(folder, "refs.yaml", csl_yaml.render(library, ALL))
    done = subprocess.run(
        ["pandoc", "--from", "markdown", "--to", "csljson", path], check=True, capture_output=True
    )
    found = [_typewritten(item) for item in json.loads(done.stdout)]
    wanted = [_typewritten(item) for item in json.loads(csl_json.render(library, ALL))]
    assert found == wanted


def test_pandoc_runs_no_markdown_of_ours(folder: Path) -> None:
    consumers.require("pandoc")
    hostile = "*a* `b`{=html} <script>x</script> [c](d) @e $f ![g](h) \\input{i} ^j^ ~~k~~ ::: {.l}"
    library = Library(references={"k": _titled(hostile)})
    path = written(folder, "refs.yaml", csl_yaml.render(library, ALL))
    report = consumers.pandoc_citeproc(path, folder)
    assert_clean(report, library)
    printed = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", report.output)))
    assert _typographic(hostile) in _typographic(printed)
    assert not re.search(r"<(?:script|img|em|sup|del)\b", report.output)


@pytest.mark.parametrize("style", ["ieee", "apa", "chicago-author-date"])
def test_typst_prints_every_title(library: Library, style: str, folder: Path) -> None:
    text = hayagriva.render(library, ALL)
    assert list(yaml.safe_load(text)) == list(library.references)
    printed = _printed_by_typst(text, style, folder)
    titles = [yaml.safe_load(text)[item.key]["title"] for item in items(library, ALL)]
    for title in titles:
        shown = re.sub(r"\\([\\{}$])|[{}]", lambda found: found[1] or "", title)
        assert _typographic(shown) in printed
    assert printed.count("arxiv:") >= sum(one.arxiv is not None for one in _preprints(library))


def test_typst_loses_no_space_behind_braces(folder: Path) -> None:
    titles = ("R&D at Home", "BERT GPT in Use", "$n$ log", "The BERT of BERTs", "GPT-3: at Work")
    numbered = {f"k{number}": _titled(title) for number, title in enumerate(titles)}
    text = hayagriva.render(Library(references=numbered), ALL)
    printed = _printed_by_typst(text, "chicago-author-date", folder)
    assert [title for title in titles if _typographic(title.replace("$", "")) not in printed] == []


def test_typst_runs_nothing_of_ours(folder: Path) -> None:
    hostile = '$#read("/etc/passwd")$ #panic() *a* _b_ @c <d> {e} \\ // f $g #"h" } {'
    library = Library(references={"k": _titled(hostile), "l": _titled("Plain")})
    printed = _printed_by_typst(hayagriva.render(library, ALL), "ieee", folder)
    assert _typographic(hostile) in printed
    assert "plain" in printed


def test_the_check_of_typst_sees_a_broken_file(folder: Path) -> None:
    typst = _typst()
    with pytest.raises(typst.TypstError):
        _printed_by_typst("k:\n  type: article\n  title: 'a } b'\n", "ieee", folder)


def _typst() -> Any:  # noqa: ANN401
    if os.environ.get(consumers.REQUIRE) == "1":
        import typst

        return typst
    return pytest.importorskip("typst", reason="the typst package is not installed")


def _printed_by_typst(text: str, style: str, folder: Path) -> str:
    """The bibliography as text, without tags, in lower case."""
    typst = _typst()
    written(folder, "refs.yml", text)
    document = folder.parent / "t.typ"
    document.write_text(f'#bibliography("refs.yml", full: true, style: "{style}")\n')
    page = typst.compile(document, format="html").decode()
    return _typographic(html.unescape(re.sub(r"<[^>]+>", "", page)))


def _typographic(text: str) -> str:
    """What typography may change is made the same: case, quotes, spaces."""
    text = re.sub('[\u2018\u2019\u201c\u201d"]', "'", text.upper().casefold())
    return re.sub(r"\s+", " ", text).strip(" .,")


def _typewritten(item: object) -> object:
    """A CSL-JSON item with particles in their families and without typography or ``custom``."""
    if isinstance(item, str):
        text = re.sub("[\u2018\u2019\u201c\u201d]", "'", item)
        return tidy(text.replace("\u00a0", " "))
    if isinstance(item, list):
        return [_typewritten(one) for one in item]
    if isinstance(item, dict):
        item = dict(item)
        if particle := item.pop("non-dropping-particle", None):
            item["family"] = f"{particle} {item['family']}"
        return {
            field: _typewritten(one)
            for field, one in item.items()
            if field not in {"custom", "citation-key"}
        }
    return item


def _titled(title: str) -> Reference:
    from tests.exporters.samples import titled

    return titled(title)


def _preprints(library: Library) -> list[Reference]:
    unpublished = {item.key for item in items(library, ALL) if not item.kind.is_published}
    return [one for key, one in library.references.items() if key in unpublished]

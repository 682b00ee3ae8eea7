"""The bibliography of the example notes, in the programs people use."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from tests.consumers import consumers
from tests.consumers.consumers import Report
from tests.exporters import csl_check

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT.parent / "shared" / "rig" / "csl-data.json"
NO_YEAR = (
    r"Warning--empty year in ",
    r".*Missing mandatory field - one of 'date, year' must be defined",
    r".*Field 'archiveprefix' invalid in data model",
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a newcomer has after the first command, without a network."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "paperbib.toml", folder)
    subprocess.run(
        [sys.executable, "-m", "paperbib", "-q", "sync", "--offline"],
        cwd=folder,
        check=True,
        env=os.environ | {"PAPERBIB_CACHE_DIR": str(folder / "cache")},
    )
    return folder / "output"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def undated(output: Path) -> set[str]:
    items = json.loads((output / "references.csl.json").read_bytes())
    return {item["id"] for item in items if "issued" not in item}


def assert_clean(report: Report, output: Path) -> None:
    assert report.errors == (), report.output[-4000:]
    loud = [line for line in report.warnings if not any(re.match(one, line) for one in NO_YEAR)]
    assert loud == []
    assert sorted(report.keys) == sorted(consumers.keys_of(output / "references.bib"))
    assert len(report.keys) == 199


@pytest.mark.parametrize("style", consumers.STYLES)
def test_bibtex_and_pdflatex(output: Path, folder: Path, style: str) -> None:
    report = consumers.bibtex_document(output / "references.bib", folder, style)
    assert_clean(report, output)
    said = "\n".join(report.warnings)
    named = set(re.findall(r"empty year in (\S+)", said))
    assert named <= undated(output)


def test_biber(output: Path, folder: Path) -> None:
    assert_clean(consumers.biber_tool(output / "references.bib", folder), output)


def test_biblatex(output: Path, folder: Path) -> None:
    assert_clean(consumers.biblatex_document(output / "references.bib", folder), output)


@pytest.mark.parametrize("name", ["references.bib", "references.csl.json"])
def test_pandoc(output: Path, folder: Path, name: str) -> None:
    path = output / name
    if name.endswith(".csl.json"):
        # pandoc tells CSL-JSON by the ending .json alone.
        path = folder / "references.json"
        shutil.copy(output / name, path)
    assert_clean(consumers.pandoc_citeproc(path, folder), output)


def test_both_hold_the_same_entries_and_no_invented_author(output: Path) -> None:
    items = json.loads((output / "references.csl.json").read_bytes())
    assert [item["id"] for item in items] == list(consumers.keys_of(output / "references.bib"))
    assert [item for item in items if item["type"] != "article" and "author" in item] == []
    papers = [item for item in items if item["type"] == "article"]
    assert len(papers) == 33
    assert all(item["author"] and item["issued"] for item in papers)


def test_csl_json_is_valid(output: Path) -> None:
    items = json.loads((output / "references.csl.json").read_bytes())
    assert csl_check.faults(items) == []
    if not SCHEMA.is_file():
        pytest.skip("the official CSL-JSON schema is not here")
    schema = json.loads(SCHEMA.read_bytes())
    validator = jsonschema.Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(items)] == []

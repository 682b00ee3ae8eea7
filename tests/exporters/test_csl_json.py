from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from tests.exporters.csl_check import faults
from tests.exporters.samples import FORMS, LATIN, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import csl_json
from paperbib.exporters.options import Options
from paperbib.model import Library, Name

ALL = Options()
SCHEMA = Path(__file__).parents[2].parent / "shared" / "rig" / "csl-data.json"


def item(*parts: object, identifier: str = "arxiv:1706.03762") -> dict[str, Any]:
    library = Library(references={"k": reference(identifier, *parts)})  # type: ignore[arg-type]
    found: dict[str, Any] = json.loads(csl_json.render(library, ALL))[0]
    return found


@pytest.mark.parametrize("name", ["forms", "nasty", "world"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    library = {"forms": FORMS, "nasty": NASTY, "world": WORLD}[name]
    golden(f"{name}.csl.json", csl_json.render(library, ALL))


@pytest.mark.parametrize("library", [FORMS, NASTY, WORLD, Library()])
def test_it_holds_only_what_ours_may_hold(library: Library) -> None:
    assert faults(json.loads(csl_json.render(library, ALL))) == []


@pytest.mark.parametrize("library", [FORMS, NASTY, WORLD, Library()])
def test_it_is_valid_by_the_official_schema(library: Library) -> None:
    if not SCHEMA.is_file():
        pytest.skip("the official csl-data.json is not beside the project")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(csl_json.render(library, ALL)), schema)


def test_the_check_finds_what_is_wrong() -> None:
    wrong = [{"id": "a", "citation-key": "b", "type": "software", "eprint": "x", "author": []}]
    assert len(faults(wrong)) == 5
    assert faults({}) == ["it is no array"]


def test_a_preprint() -> None:
    found = json.loads(csl_json.render(FORMS, ALL))[-1]
    assert found["id"] == found["citation-key"] == "vaswani2017attention"
    assert (found["type"], found["publisher"], found["number"]) == (
        "article",
        "arXiv",
        "arXiv:1706.03762",
    )
    assert found["title"] == "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost"
    assert found["issued"] == {"date-parts": [[2017, 6, 12]]}
    assert found["author"][2] == {"family": "King", "given": "Martin Luther", "suffix": "Jr."}
    assert found["author"][5] == {"literal": "Sukarno"}
    assert found["custom"] == {"arxiv_id": "1706.03762", "arxiv_primary": "cs.CL"}
    assert "version" not in found


def test_a_version_is_there_only_when_pinned() -> None:
    assert item(mention("arxiv:1706.03762", version=7))["version"] == "7"
    assert "version" not in item(mention("arxiv:1706.03762"))


def test_pages_and_dois_are_web_pages() -> None:
    page = item(identifier="url:https://www.example.org/x")
    assert (page["type"], page["container-title"]) == ("webpage", "example.org")
    assert item(identifier="url:https://github.com/o/r")["container-title"] == "GitHub"
    doi = item(identifier="doi:10.1000/x<y>")
    assert (doi["type"], doi["DOI"], doi["URL"]) == (
        "webpage",
        "10.1000/x<y>",
        "https://doi.org/10.1000/x%3Cy%3E",
    )


def test_optional_fields_can_be_left_out() -> None:
    bare = csl_json.render(LATIN, Options(abstract=False, annotations=False))
    items = json.loads(bare)
    assert not any("abstract" in one for one in items)
    # Where it was published is no annotation.
    assert all(one.get("note", "Published version: ").startswith("Published") for one in items)


def test_text_is_unicode_and_not_escaped() -> None:
    written = csl_json.render(Library(references={"k": titled("Erdős & <b> at 5%")}), ALL)
    assert '"title": "Erdős & <b> at 5%"' in written


@given(title=HOSTILE, name=HOSTILE)
@settings(deadline=None)
def test_any_text_is_a_valid_item(title: str, name: str) -> None:
    title, name = (text.encode("utf-8", "ignore").decode() for text in (title, name))
    authors = (Name(family=name, given=title), Name(literal=name))
    hard = reference(
        "arxiv:1706.03762",
        record("arxiv:1706.03762", title=title, authors=authors, abstract=name),
        mention("arxiv:1706.03762", annotation=title),
    )
    assert faults(json.loads(csl_json.render(Library(references={"a": hard}), ALL))) == []

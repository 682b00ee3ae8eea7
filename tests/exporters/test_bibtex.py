from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporters.samples import (
    CROWD,
    FORMS,
    LATIN,
    NASTY,
    VIETNAMESE,
    WORLD,
    mention,
    record,
    reference,
    titled,
)
from tests.exporters.test_latex import HOSTILE, balanced_both_ways

from paperbib.exporters import EXPORTERS, bibtex, csl_json
from paperbib.exporters.options import Options
from paperbib.model import Library, Name

ALL = Options()
NONE = Options(abstract=False, annotations=False, keywords=False)


def fields(library: Library, options: Options = ALL) -> dict[str, dict[str, str]]:
    read = parse_string(bibtex.render(library, options))
    return {entry.key: {one.key: one.value for one in entry.fields} for entry in read.entries}


def one(*parts: object, identifier: str = "arxiv:1706.03762") -> dict[str, str]:
    return fields(Library(references={"k": reference(identifier, *parts)}))["k"]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["forms", "nasty", "world", "vietnamese"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    library = {"forms": FORMS, "nasty": NASTY, "world": WORLD, "vietnamese": VIETNAMESE}[name]
    golden(f"{name}.bib", bibtex.render(library, ALL))


def test_optional_fields_can_be_left_out(golden: Callable[[str, str], None]) -> None:
    golden("forms-bare.bib", bibtex.render(FORMS, NONE))


def test_an_empty_library_is_a_file_without_entries() -> None:
    assert bibtex.render(Library(), ALL) == bibtex.HEADER + "\n"
    assert "@" not in bibtex.HEADER


def test_the_recommended_preprint_field_by_field() -> None:
    found = fields(FORMS)["vaswani2017attention"]
    assert found["title"] == r"Attention Is All You Need: {BERT} in {$\mathcal{O}(n)$} at 50\% Cost"
    assert found["author"] == (
        r"Vaswani, Ashish and {ATLAS Collaboration} and King, Jr., Martin Luther "
        r"and van der Maaten, Laurens and Erd{\H o}s, P{\'a}l and {Sukarno}"
    )
    assert (found["year"], found["month"]) == ("2017", "jun")
    assert found["howpublished"] == "arXiv preprint arXiv:1706.03762"
    assert found["eprint"] == "1706.03762"
    assert found["archiveprefix"] == "arXiv"
    assert found["primaryclass"] == "cs.CL"
    assert found["eprinttype"] == "arxiv"
    assert found["doi"] == "10.48550/arXiv.1706.03762"
    assert found["url"] == "https://arxiv.org/abs/1706.03762"
    assert found["keywords"] == "Reading, Transformers, attention, read"
    assert "  month         = jun,\n" in bibtex.render(FORMS, ALL)


def test_a_pinned_version_is_in_what_is_read_and_not_in_what_identifies() -> None:
    found = fields(FORMS)["aad1999search"]
    assert found["howpublished"] == "arXiv preprint arXiv:hep-ex/9901001v2"
    assert found["url"] == "https://arxiv.org/abs/hep-ex/9901001v2"
    assert found["eprint"] == "hep-ex/9901001"
    assert found["doi"] == "10.48550/arXiv.hep-ex/9901001"


@pytest.mark.parametrize(
    ("published", "note"),
    [
        ({"journal_ref": "J. A & B 1.", "doi": "10.1/a_b"}, r"J. A \& B 1, doi:10.1/a\_b"),
        ({"journal_ref": "J. 1"}, "J. 1"),
        ({"doi": "10.1/x"}, "doi:10.1/x"),
    ],
)
def test_a_published_version_is_a_note(published: dict[str, str], note: str) -> None:
    assert one(record("arxiv:1706.03762", **published))["note"] == f"Published version: {note}"


def test_what_nobody_knows_is_not_invented() -> None:
    assert one() == {
        "title": "{arXiv:1706.03762}",
        "howpublished": "arXiv preprint arXiv:1706.03762",
        "eprint": "1706.03762",
        "archiveprefix": "arXiv",
        "eprinttype": "arxiv",
        "doi": "10.48550/arXiv.1706.03762",
        "url": "https://arxiv.org/abs/1706.03762",
        "key": "arXiv",
    }


def test_a_web_page_has_a_host_instead_of_an_author() -> None:
    found = one(identifier="url:https://www.example.org/a_b?c=1#!d")
    assert found == {
        "title": r"www.example.org/a\_b?c=1\#!d",
        "howpublished": "Web page",
        "url": "https://www.example.org/a_b?c=1#!d",
        "key": "example.org",
    }


@pytest.mark.parametrize(
    ("page", "repository"),
    [
        ("https://github.com/huggingface/transformers", "huggingface/transformers"),
        ("https://github.com/o/r.git", "o/r"),
        ("https://github.com/o/r/", "o/r"),
        ("https://github.com/topics/bert", None),
        ("https://github.com/o/r/blob/main/x.py", None),
        ("https://github.com/o", None),
        ("https://gist.github.com/o/r", None),
    ],
)
def test_repositories_are_told_from_other_pages(page: str, repository: str | None) -> None:
    found = one(identifier=f"url:{page}")
    assert (found["howpublished"] == "GitHub repository") == (repository is not None)
    if repository:
        assert found["title"] == repository


def test_a_doi_that_would_break_out_of_its_field_is_percent_encoded() -> None:
    found = one(identifier="doi:10.1000/a}b\\{ü<c>_%")
    assert found["doi"] == "10.1000/a%7Db%5C%7B%C3%BC<c>_%"
    assert found["url"] == "https://doi.org/10.1000/a%7Db%5C%7B%C3%BC%3Cc%3E_%25"


def test_sort_keys_say_more_where_natbib_runs_out_of_letters() -> None:
    def dated(number: int) -> Library:
        pages = (f"url:https://x.org/{one}" for one in range(number))
        titles = ((page, mention(page, title="T", year=2020)) for page in pages)
        return Library(references={page[17:]: reference(page, one) for page, one in titles})

    assert {entry["key"] for entry in fields(dated(26)).values()} == {"x.org"}
    assert fields(dated(27))["/7"]["key"] == "T 7"


def test_sort_keys_of_undated_entries_are_each_another() -> None:
    # Style alpha takes three letters of it: of so many, those of the title.
    assert fields(CROWD)["page7"]["key"] == "x org 7 page7"
    few = Library(references=dict(list(CROWD.references.items())[:3]))
    assert fields(few)["page1"]["key"] == "x.org, page1"
    alone = Library(references=dict(list(CROWD.references.items())[:1]))
    assert fields(alone)["page0"]["key"] == "x.org"


def test_a_page_with_authors_needs_no_sort_key() -> None:
    page = "url:https://example.org/"
    found = one(record(page, authors=(Name(literal="Us"),)), identifier=page)
    assert found["author"] == "{Us}"
    assert "key" not in found


def test_headings_are_keywords_each_once() -> None:
    found = one(
        mention("arxiv:1706.03762", section=("A, B", "C & D"), state="open"),
        mention("arxiv:1706.03762", section=("B", " ")),
    )
    assert found["keywords"] == r"A, B, C \& D, unread"


def test_keys_that_differ_only_in_case_are_refused() -> None:
    twins = Library(references={"Abc": titled("X"), "abc": titled("X", "arxiv:1706.03763")})
    with pytest.raises(RuntimeError, match="cannot tell the keys 'Abc' and 'abc' apart"):
        bibtex.render(twins, ALL)


@pytest.mark.parametrize("key", ["a b,{", "a}", "", "a,b"])
def test_a_key_that_bibtex_cannot_read_is_refused(key: str) -> None:
    with pytest.raises((RuntimeError, ValueError)):
        bibtex.render(Library(references={key: titled("X"), "z": titled("Y")}), ALL)


@given(title=HOSTILE, name=HOSTILE, abstract=HOSTILE, annotation=HOSTILE, heading=HOSTILE)
@settings(max_examples=200, deadline=None)
def test_any_text_reads_back_as_one_entry_per_reference(
    title: str, name: str, abstract: str, annotation: str, heading: str
) -> None:
    text = [part.encode("utf-8", "ignore").decode() for part in (title, name, abstract, annotation)]
    hard = reference(
        "arxiv:1706.03762",
        record(
            "arxiv:1706.03762",
            title=text[0],
            authors=(Name(family=text[1], given=text[0]), Name(literal=text[1])),
            abstract=text[2],
            journal_ref=text[2],
        ),
        mention("arxiv:1706.03762", annotation=text[3], section=(heading,)),
    )
    library = Library(references={"a": hard, "b": hard, "c": titled("Plain")})
    written = bibtex.render(library, ALL)
    read = parse_string(written)
    assert [entry.key for entry in read.entries] == ["a", "b", "c"]
    assert not read.failed_blocks
    assert balanced_both_ways(written)
    assert all(len(line) == len(line.rstrip()) for line in written.splitlines())


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_any_page_stays_inside_its_field(path: str) -> None:
    from paperbib.exporters import web_page

    safe = web_page.safe(f"https://example.org/{path}")
    assert not set(safe) & set('{}\\ "<>^`|')


def test_latin_input_gives_ascii_but_for_what_readers_want_raw() -> None:
    raw = {character for character in bibtex.render(LATIN, ALL) if not character.isascii()}
    assert raw <= set("œđþðț×±°µ®½£§\u00a0")


def test_the_same_library_gives_the_same_bytes() -> None:
    again = Library(references=dict(reversed(list(LATIN.references.items()))))
    for exporter in EXPORTERS:
        text = exporter.render(LATIN, ALL)
        assert text == exporter.render(again, ALL)
        assert text.endswith("\n")


def test_both_formats_hold_the_same_entries() -> None:
    items = json.loads(csl_json.render(LATIN, ALL))
    assert [item["id"] for item in items] == list(fields(LATIN))


def test_the_table_of_exporters_loads_nothing_heavy() -> None:
    code = (
        "import sys, paperbib.exporters as e; print([x.filename for x in e.EXPORTERS]);"
        "sys.exit('bibtexparser' in sys.modules)"
    )
    source = Path(bibtex.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        env={"PYTHONPATH": str(source)},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"['references.bib', 'references.csl.json', 'references.md'")

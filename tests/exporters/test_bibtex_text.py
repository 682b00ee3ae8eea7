"""The strict reader of our own form, against bibtexparser's, and the stream of entries."""

from __future__ import annotations

import re
import tracemalloc
from collections import deque

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given
from hypothesis import strategies as st
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, LATIN, NASTY, VIETNAMESE, WORLD, titled
from tests.exporters.test_latex import HOSTILE, balanced_both_ways

from paperbib.exporters import bibtex, bibtex_text
from paperbib.exporters.options import Options
from paperbib.model import Library

ALL = Options()
FIELDS = {"author": "A {B}", "year": "2017", "month": "jun", "title": r"\{x\}: {BERT}, y = {z}"}
TEXT = bibtex_text.written("misc", "key", FIELDS)

VALUES = st.text(st.sampled_from("{}\\@,= \"'%#ab\n$"), max_size=12)


def read_by_bibtexparser(text: str) -> tuple[str, str, dict[str, str]] | None:
    read = parse_string(text)
    if len(read.entries) != 1 or len(read.blocks) != 1:
        return None
    entry = read.entries[0]
    return entry.entry_type, entry.key, {field.key: field.value for field in entry.fields}


def test_the_form() -> None:
    assert TEXT == (
        "@misc{key,\n"
        "  author        = {A {B}},\n"
        "  year          = {2017},\n"
        "  month         = jun,\n"
        "  title         = {\\{x\\}: {BERT}, y = {z}}\n"
        "}\n"
    )
    assert bibtex_text.read(TEXT) == ("misc", "key", FIELDS)


@pytest.mark.parametrize(
    "spoilt",
    [
        TEXT + "x",
        "x" + TEXT,
        TEXT * 2,
        TEXT[:-1],
        TEXT.replace("key", "k y"),
        TEXT.replace("key", "k@y"),
        TEXT.replace("key", ""),
        TEXT.replace("year ", "title"),
        TEXT.replace("jun", "june"),
        TEXT.replace("jun", "{jun} # x"),
        TEXT.replace("{2017}", "jun"),
        TEXT.replace("{2017}", "2017"),
        TEXT.replace("2017", "20}17"),
        TEXT.replace("2017", "20{17"),
        TEXT.replace("2017", r"20\{17"),
        TEXT.replace("2017", r"20\{17}"),
        TEXT.replace("2017", "20}{17"),
        TEXT.replace("2017", "2017\\"),
        TEXT.replace("2017", "{2017}\\"),
        TEXT.replace("2017", "20\n17"),
        TEXT.replace("},\n", "}\n", 1),
        TEXT.replace("  year", "year"),
    ],
)
def test_what_is_not_our_form_is_not_read(spoilt: str) -> None:
    assert bibtex_text.read(spoilt) is None


def test_a_value_that_is_another_is_found() -> None:
    with pytest.raises(RuntimeError, match="'key' does not read back as written"):
        bibtex_text.check(TEXT, "misc", "key", FIELDS | {"year": "2018"})
    with pytest.raises(RuntimeError, match="'key' does not read back:"):
        bibtex_text.check(TEXT[1:], "misc", "key", FIELDS)


@given(st.dictionaries(st.sampled_from(["title", "note", "url"]), VALUES, min_size=1))
@example({"title": "a\\{ {", "note": "} \\}"})
def test_what_it_takes_is_balanced_and_reads_alike(fields: dict[str, str]) -> None:
    text = bibtex_text.written("misc", "key", fields)
    read = bibtex_text.read(text)
    if read is None:
        return
    assert read == ("misc", "key", fields)
    assert all(map(balanced_both_ways, fields.values()))
    other = read_by_bibtexparser(text)
    assert other is not None
    assert other[:2] == ("misc", "key")
    assert [value.strip() for value in other[2].values()] == [
        value.strip() for value in fields.values()
    ]


@given(HOSTILE)
def test_balance(text: str) -> None:
    if re.search(r"\\\\", text):
        return  # is_balanced takes \\ for one character, as TeX does
    assert bibtex_text.is_balanced(text) == (balanced_both_ways(text) and text[-1:] != "\\")


@pytest.mark.parametrize("library", [FORMS, NASTY, WORLD, VIETNAMESE, PUBLISHED, Library()])
def test_the_stream_is_one_piece_an_entry_and_reads_alike(library: Library) -> None:
    pieces = list(bibtex.pieces(library, ALL))
    assert len(pieces) == len(library.references) + 1
    assert "".join(pieces) == bibtex.render(library, ALL)
    for piece in pieces[1:]:
        assert piece.startswith("\n@")
        assert bibtex_text.read(piece[1:]) == read_by_bibtexparser(piece)


def test_keys_in_mixed_case_are_told_apart() -> None:
    bibtex_text.check_keys(["Abc", "ABD", "abe"])
    for twins in (["Abc", "abc"], ["abc", "ABC"], ["ABC", "abd", "Abc"]):
        with pytest.raises(RuntimeError, match="cannot tell the keys"):
            bibtex_text.check_keys(twins)


def test_nothing_is_written_of_a_file_with_twins() -> None:
    twins = Library(references={"Abc": titled("X"), "abc": titled("X", "arxiv:1706.03763")})
    with pytest.raises(RuntimeError):
        next(bibtex.pieces(twins, ALL))


def peak(library: Library) -> int:
    tracemalloc.start()
    deque(bibtex.pieces(library, ALL), 0)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_memory_does_not_grow_with_the_library() -> None:
    one = LATIN.references["vaswani2017attention"]
    few, many = (
        Library(references={f"k{number}": one for number in range(size)}) for size in (50, 2000)
    )
    peak(many)  # Python keeps what it thinks it will need again
    assert peak(many) < peak(few) + 100_000

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from paperbib.changes import KINDS, Change, changes
from paperbib.identifiers.whole import parse
from paperbib.model import Library, Record, Reference

BASE: dict[str, Any] = {
    "source": "arxiv",
    "identifier": "arxiv:1706.03762",
    "title": "A Title",
    "authors": [{"family": "de Boer", "given": "Ben"}, {"literal": "The Team"}],
    "published": "2017-06-12",
    "updated": "2017-06-12",
    "version": 1,
    "abstract": "An abstract.",
    "primary_category": "cs.CL",
    "categories": ["cs.CL", "cs.LG"],
}


def _record(**fields: object) -> Record:
    return Record.model_validate(BASE | fields)


def _library(*records: Record, key: str = "boer2017title", identifiers: str = "") -> Library:
    known = identifiers.split() or ["arxiv:1706.03762"]
    reference = Reference(identifiers=tuple(map(parse, known)), records=records)
    return Library(references={key: reference})


def _change(old: Library, new: Library) -> Change | None:
    found = changes(old, new)
    assert len(found) <= 1
    return found[0] if found else None


Fields = dict[str, Any]
CASES: list[tuple[Fields, Fields, tuple[str, ...] | None, Fields | None, str | None]] = [
    *(
        ({}, {name: new}, ("metadata",), {name: (None, new)}, f"{words} added")
        for name, new, words in (
            ("kind", "article-journal", "kind of publication"),
            ("container_title", "J. Invented", "journal or proceedings"),
            ("volume", "7", "volume"),
            ("issue", "2", "issue"),
            ("pages", "1-9", "pages"),
            ("publisher", "Nobody", "publisher"),
            ("issued", "2018", "date of publication"),
        )
    ),
    (
        {},
        {"version": 3, "updated": "2018-01-02"},
        ("revised",),
        {"version": (1, 3), "updated": ("2017-06-12", "2018-01-02")},
        "version 1 → 3",
    ),
    (
        {"version": 3},
        {"version": 2},
        ("metadata",),
        {"version": (3, 2)},
        "version 3 → 2",
    ),
    (
        {"version": None, "updated": None},
        {},
        ("metadata",),
        {"version": (None, 1), "updated": (None, "2017-06-12")},
        "version added; date of the current version added",
    ),
    (
        {},
        {"updated": "2017-06"},
        ("metadata",),
        {"updated": ("2017-06-12", "2017-06")},
        "date of the current version changed",
    ),
    (
        {},
        {"published": None, "version": 2},
        ("revised", "metadata"),
        {"published": ("2017-06-12", None), "version": (1, 2)},
        "version 1 → 2; date of version 1 removed",
    ),
    (
        {},
        {"doi": "10.1000/x"},
        ("published",),
        {"doi": (None, "10.1000/x")},
        "DOI added",
    ),
    (
        {"journal_ref": ""},
        {"journal_ref": "J. 1 (2020)"},
        ("published",),
        {"journal_ref": ("", "J. 1 (2020)")},
        "journal reference added",
    ),
    (
        {"doi": "10.1000/x", "journal_ref": "J. 1"},
        {"doi": "10.1000/y", "journal_ref": None},
        ("metadata",),
        {"doi": ("10.1000/x", "10.1000/y"), "journal_ref": ("J. 1", None)},
        "journal reference removed; DOI changed",
    ),
    (
        {"doi": "10.1000/x"},
        {"doi": "10.1000/y", "journal_ref": "J. 1"},
        ("published", "metadata"),
        {"doi": ("10.1000/x", "10.1000/y"), "journal_ref": (None, "J. 1")},
        "journal reference added; DOI changed",
    ),
    (
        {},
        {"is_withdrawn": True, "version": 2, "comment": "Withdrawn"},
        ("withdrawn", "revised", "metadata"),
        {"is_withdrawn": (False, True), "version": (1, 2), "comment": (None, "Withdrawn")},
        "withdrawn; version 1 → 2; comment added",
    ),
    (
        {"is_withdrawn": True},
        {},
        ("restored",),
        {"is_withdrawn": (True, False)},
        "restored",
    ),
    ({}, {"title": "Another"}, ("retitled",), {"title": ("A Title", "Another")}, "title changed"),
    ({"title": None}, {}, ("retitled",), {"title": (None, "A Title")}, "title added"),
    (
        {},
        {"authors": [{"literal": "The Team"}, {"family": "King", "given": "M.", "suffix": "Jr."}]},
        ("authors",),
        {"authors": (["Ben de Boer", "The Team"], ["The Team", "M. King Jr."])},
        "authors changed",
    ),
    (
        {},
        {"authors": []},
        ("authors",),
        {"authors": (["Ben de Boer", "The Team"], [])},
        "authors removed",
    ),
    (
        {},
        {"categories": ["cs.LG"], "primary_category": "cs.LG", "abstract": "B"},
        ("metadata",),
        {
            "categories": (["cs.CL", "cs.LG"], ["cs.LG"]),
            "primary_category": ("cs.CL", "cs.LG"),
            "abstract": ("An abstract.", "B"),
        },
        "abstract changed; primary category changed; categories changed",
    ),
    ({}, {}, None, None, None),
    ({}, {"title": " A\n Title", "abstract": "An  abstract."}, None, None, None),
    ({}, {"authors": [{"literal": "Ben de Boer"}, {"literal": "The Team"}]}, None, None, None),
    (
        {},
        {"authors": [{**BASE["authors"][0], "raw": "B. d. B."}, BASE["authors"][1]]},
        None,
        None,
        None,
    ),
    ({"doi": "10.1000/X"}, {"doi": "10.1000/x"}, None, None, None),
    ({"comment": None}, {"comment": ""}, None, None, None),
    ({}, {"a_field_to_come": 1}, None, None, None),
]


@pytest.mark.parametrize(("before", "after", "kinds", "fields", "words"), CASES)
def test_what_a_source_says_anew(
    before: dict[str, object],
    after: dict[str, object],
    kinds: tuple[str, ...] | None,
    fields: dict[str, object] | None,
    words: str | None,
) -> None:
    change = _change(_library(_record(**before)), _library(_record(**after)))
    if kinds is None:
        assert change is None
        return
    assert change
    assert (change.key, str(change.identifier)) == ("boer2017title", "arxiv:1706.03762")
    assert change.kinds == kinds
    assert change.fields == fields
    assert change.words() == f"boer2017title: {words}"
    assert json.dumps(change.fields)


def test_every_kind_is_in_the_table_and_every_field_of_a_record() -> None:
    kinds = {kind for case in CASES for kind in case[2] or ()}
    assert kinds == set(KINDS)
    fields = {name for case in CASES for name in case[3] or ()}
    assert fields == set(Record.model_fields) - {
        *("source", "identifier", "tags", "note", "relations")
    }


A, S, T = ({"source": name} for name in ("arxiv", "datacite", "snapshot"))
W = {"is_withdrawn": True}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        pytest.param([], [A], None, id="first facts"),
        pytest.param([], [A | W], ("withdrawn",), id="first facts of a withdrawn paper"),
        pytest.param([S], [A | {"title": "B", "comment": "9"}], None, id="another source"),
        pytest.param([S], [A | {"version": 9}], ("revised",), id="another source, later"),
        pytest.param([S], [A | {"doi": "10.1/x"}], ("published",), id="another source, a DOI"),
        pytest.param([A], [], None, id="facts lost"),
        pytest.param([S], [A | W], ("withdrawn",), id="another source knows of the withdrawal"),
        pytest.param([S | W], [A], None, id="another source does not know of it"),
        pytest.param([S | W], [A | W], None, id="both know of it"),
        pytest.param([S | W, T], [A, T], None, id="who said so says nothing any more"),
        pytest.param([S], [A, S | {"title": "B"}], ("retitled",), id="both, one of them anew"),
        pytest.param([A, S], [A, S | {"title": "B"}], None, id="the less trusted"),
        pytest.param([A, S], [A, S | {"doi": "10.1/x"}], ("published",), id="it alone says so"),
        pytest.param([A, S], [A, S | W], ("withdrawn",), id="the less trusted knows of it"),
        pytest.param([A | W, S | W], [A | W, S], None, id="the less trusted calls it restored"),
        pytest.param([A, S], [S | {"title": "B"}, A | {"title": "C"}], ("retitled",), id="order"),
        pytest.param(
            [A],
            [A | {"identifier": "arxiv:1810.04805", "title": "B"}],
            None,
            id="a record about another identifier",
        ),
    ],
)
def test_only_the_same_source_changes_its_mind(
    before: list[dict[str, object]],
    after: list[dict[str, object]],
    kinds: tuple[str, ...] | None,
) -> None:
    old, new = (_library(*(_record(**one) for one in side)) for side in (before, after))
    change = _change(old, new)
    assert (change.kinds if change else None) == kinds


BOTH = "arxiv:1706.03762 doi:10.1000/x"


@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        (("k", ""), ("k", ""), True),
        (("k", ""), ("other", ""), True),
        (("k", "doi:10.1000/X"), ("other", BOTH), True),
        (("k", BOTH), ("other", "doi:10.1000/x"), True),
        (("k", "doi:10.1000/y"), ("k", ""), False),
        (("k", "doi:10.1000/y"), ("other", ""), False),
    ],
)
def test_a_paper_is_known_by_its_key_or_any_identifier(
    old: tuple[str, str], new: tuple[str, str], *, is_found: bool
) -> None:
    before = _library(_record(), key=old[0], identifiers=old[1])
    after = _library(_record(title="B"), key=new[0], identifiers=new[1])
    change = _change(before, after)
    assert (change.key if change else None) == (new[0] if is_found else None)


def test_a_key_that_now_means_another_paper_is_not_compared_with_it() -> None:
    one, other = _record(), _record(identifier="arxiv:1810.04805", title="Other")
    first, second = (parse(one) for one in ("arxiv:1706.03762", "arxiv:1810.04805"))
    a, b = (Reference(identifiers=(i,), records=(r,)) for i, r in ((first, one), (second, other)))
    old = Library(references={"k": a, "l": b})
    swapped = Library(references={"k": b, "l": a})
    assert changes(old, swapped) == ()


def test_new_and_gone_references_are_no_changes_and_the_order_is_that_of_keys() -> None:
    def library(numbers: list[int], title: str) -> Library:
        records = {
            f"k{one}": _record(identifier=f"arxiv:2001.{one:05}", title=title) for one in numbers
        }
        references = {
            key: Reference(identifiers=(record.identifier,), records=(record,))
            for key, record in records.items()
        }
        return Library(references=references)

    found = changes(library([1, 9, 3, 5], "A"), library([5, 9, 4, 1], "B"))
    assert [change.key for change in found] == ["k1", "k5", "k9"]
    assert changes(Library(), library([1], "A")) == ()
    assert changes(library([1], "A"), Library()) == ()


def test_a_large_library_takes_no_time() -> None:
    records = [_record(identifier=f"arxiv:2001.{number:05}") for number in range(1, 20_001)]
    references = {
        str(one.identifier): Reference(identifiers=(one.identifier,), records=(one,))
        for one in records
    }
    old = Library(references=references)
    again = {key: one.model_copy(update={"mentions": ()}) for key, one in references.items()}
    key = "arxiv:2001.00007"
    again[key] = Reference(
        identifiers=again[key].identifiers, records=(_record(identifier=key, title="B"),)
    )
    new = Library(references=again)
    started_s = time.process_time()
    found = changes(old, new)
    taken_s = time.process_time() - started_s
    assert [change.key for change in found] == [key]
    assert taken_s < 1

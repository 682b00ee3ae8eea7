"""Three-way merges: the cases that people make."""

from __future__ import annotations

import pytest
from tests.edits.models import HEADER, Edited, Entry

from paperbib.edits.blocks import FaultError
from paperbib.edits.merging import merge
from paperbib.edits.notices import Edit, counted


def entry(key: str, **values: str) -> Entry:
    return Entry(key, {name: f"{{{value}}}" for name, value in values.items()})


def file(*entries: Entry | str) -> str:
    return Edited(list(entries)).text()


A = entry("a", title="A", eprint="1")
B = entry("b", title="B", year="2000", eprint="2")
C = entry("c", title="C", eprint="3")
NEW = entry("bb", title="New", eprint="9")
BASE = file(A, B, C)


def merged(theirs: str, ours: str, base: str = BASE) -> tuple[str, list[Edit]]:
    text, notices = merge(base, theirs, ours)
    assert merge(ours, text, ours).text == text
    return text, [one.edit for one in notices]


def test_what_nobody_touched_follows() -> None:
    assert merged(BASE, file(A, NEW)) == (file(A, NEW), [])
    for empty in ("", "\n", "\ufeff\r\n"):
        assert merged(empty, file(A, NEW)) == (file(A, NEW), [])
    windows = BASE.replace("\n", "\r\n")
    assert merged(windows, file(A, NEW)) == (file(A, NEW).replace("\n", "\r\n"), [])


@pytest.mark.parametrize(
    ("theirs", "ours", "text", "edits"),
    [
        # A field of theirs stays beside one that changes, in their layout.
        (
            "@misc{b,note=mine,eprint=2,\n\ttitle={B} , year = 2000}",
            entry("b", author="X", title="B2", year="2001", eprint="2").text(),
            "@misc{b,author={X},note=mine,eprint=2,\n\ttitle={B2} , year = {2001}}",
            [Edit.FIELD_ADDED, Edit.FIELDS_REORDERED],
        ),
        (
            "@misc{b, title = {B}, % of B\n year = 2000, eprint = {2}}",
            "@misc{b, title = {B}, doi = {d}, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B}, % of B\n doi = {d},\n year = 2000, eprint = {2}}",
            [Edit.REMARK_ADDED],
        ),
        # Delimiters are kept, unless the value cannot stand in them.
        (
            '@misc{b, title = "B", year = "2000", eprint = {2}}',
            '@misc{b, title = {{\\"A} X}, year = {a " b}, eprint = {2}}',
            '@misc{b, title = "{\\"A} X", year = {a " b}, eprint = {2}}',
            [],
        ),
        # Both changed the same: theirs stays; unless it is the same indeed.
        (
            "@misc{b, title = {Mine}, year = {1999}, eprint = {2}}",
            "@misc{b, title = {Yours}, year = {1999}, eprint = {2}}",
            "@misc{b, title = {Mine}, year = {1999}, eprint = {2}}",
            [Edit.CONFLICT],
        ),
        # A deleted field stays deleted, also if it would change now.
        (
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b, title = {B}, year = {2001}, eprint = {2}}",
            "@misc{b, title = {B}, eprint = {2}}",
            [Edit.CONFLICT],
        ),
        (
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b, title = {B}, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B}, eprint = {2}}",
            [Edit.FIELD_DELETED],
        ),
        # A field that goes takes its comma, not the comment above it or beside another.
        (
            "@misc{b,\n title = {B}, % of B\n % of the year\n year = 2000,\n eprint = {2},\n}",
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b,\n title = {B}, % of B\n % of the year\n eprint = {2},\n}",
            [Edit.REMARK_ADDED],
        ),
        (
            "@misc{b, eprint = {2}, title = {B}, year = 2000 % last\n}",
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b, eprint = {2}, title = {B} % last\n}",
            [Edit.REMARK_ADDED, Edit.FIELDS_REORDERED],
        ),
        # ... and never leaves the end of the entry in a comment.
        (
            "@misc{b, title = {B}, eprint = {2}, % of the year\n year = 2000}",
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b, title = {B}, eprint = {2}, % of the year\n}",
            [Edit.REMARK_ADDED, Edit.FIELDS_REORDERED],
        ),
        (
            "@misc(b, % all\n title = {B}, year = 2000, eprint = {2})",
            "@misc{b, x = {y}}",
            "@misc(b, % all\n x = {y},\n)",
            [Edit.REMARK_ADDED],
        ),
        (
            "@misc(b, title = {B}, year = 2000, eprint = {2})",
            "@misc{b}",
            "@misc(b,)",
            [],
        ),
        # One whose value has a comment of its own stays.
        (
            "@misc{b, title = {B}, year = % sure\n 2000, eprint = {2}}",
            "@misc{b, title = {B}, eprint = {2}}",
            "@misc{b, title = {B}, year = % sure\n 2000, eprint = {2}}",
            [Edit.REMARK_ADDED, Edit.CONFLICT],
        ),
        # A new field goes behind the comment beside its neighbour.
        (
            "@misc{b,\n  title = {B}, % of B\n  year = 2000, eprint = {2} % last\n}",
            "@misc{b, title = {B}, doi = {d}, year = {2000}, eprint = {2}, url = {u}, x = {y}}",
            (
                "@misc{b,\n  title = {B}, % of B\n  doi = {d},\n  year = 2000, eprint = {2},"
                " % last\n url = {u}, x = {y}\n}"
            ),
            [Edit.REMARK_ADDED],
        ),
        # The type.
        (
            "@Article{b, title = {B}, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B2}, year = {2000}, eprint = {2}}",
            "@Article{b, title = {B2}, year = {2000}, eprint = {2}}",
            [Edit.TYPE_CHANGED],
        ),
        (
            "@MISC(b, title = {B}, year = {2000}, eprint = {2})",
            "@article{b, title = {B}, year = {2000}, eprint = {2}}",
            "@article(b, title = {B}, year = {2000}, eprint = {2})",
            [],
        ),
        # A macro of theirs is a value of theirs, whatever it stands for.
        (
            "@misc{b, title = B, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B2}, year = {2000}, eprint = {2}}",
            "@misc{b, title = B, year = {2000}, eprint = {2}}",
            [Edit.CONFLICT],
        ),
        # An entry without fields, and with one twice.
        (
            "@misc{b}",
            "@misc{b, title = {B}, year = {2000}, eprint = {2}, x = {y}}",
            "@misc{b, x = {y}}",
            3 * [Edit.FIELD_DELETED],
        ),
        (
            "@misc{b, title = {B}, title = {B}, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B2}, year = {2000}, eprint = {2}}",
            "@misc{b, title = {B2}, title = {B}, year = {2000}, eprint = {2}}",
            [],
        ),
    ],
)
def test_an_entry_is_merged_field_by_field(
    theirs: str, ours: str, text: str, edits: list[Edit]
) -> None:
    found, notices = merged(file(A, theirs, C), file(A, ours, C))
    # Two notices of one line may stand in either order.
    assert (found, sorted(notices)) == (file(A, text, C), sorted(edits))


@pytest.mark.parametrize(
    ("theirs", "ours", "text", "edits"),
    [
        # New entries stand behind the nearest one before them, wherever that is now.
        (file(C, B, A), file(A, B, NEW, C), file(C, B, NEW, A), [Edit.ENTRIES_REORDERED]),
        (
            f"{HEADER}\n\n{A.text()} {B.text()} % of B\n% of C\n{C.text()}",
            file(A, B, NEW, C),
            f"{HEADER}\n\n{A.text()} {B.text()} % of B\n\n{NEW.text()}\n% of C\n{C.text()}",
            [Edit.TEXT_ADDED],
        ),
        (
            f"{A.text()}{B.text()}{C.text()}",
            file(A, NEW, B, C),
            f"{A.text()}\n\n{NEW.text()}\n\n{B.text()}{C.text()}",
            [],
        ),
        (
            f"{A.text()}\n{B.text()}",
            file(A, B, C),
            f"{A.text()}\n{B.text()}\n\n{C.text()}",
            [Edit.DELETED_ENTRY_RETURNED],
        ),
        # Before all others: behind the first lines, before the comment of the next.
        (
            file("% of B\n" + B.text(), C),
            file(A, B, C),
            file(A, "% of B\n" + B.text(), C),
            [Edit.DELETED_ENTRY_RETURNED, Edit.TEXT_ADDED],
        ),
        (
            f"\ufeff@string{{x = 1}}\n% of B\n{B.text()}\n\n{C.text()}\n",
            file(A, B, C),
            f"\ufeff@string{{x = 1}}\n{A.text()}\n\n% of B\n{B.text()}\n\n{C.text()}\n",
            [Edit.DELETED_ENTRY_RETURNED, Edit.STRING_ADDED, Edit.TEXT_ADDED],
        ),
        # What left goes with the blank lines before it; comments stay.
        (file(A, "% of B\n" + B.text(), C), file(A, C), file(A, "% of B", C), [Edit.TEXT_ADDED]),
        (
            f"{A.text()}\n\n{B.text()} % of B\n{C.text()}",
            file(A, C),
            f"{A.text()}\n\n % of B\n{C.text()}",
            [Edit.TEXT_ADDED],
        ),
        (f"{A.text()}\n\n{B.text()}", file(B), B.text(), []),
        (f"{A.text()}{B.text()}{C.text()}", file(B), B.text(), []),
        (file(A, B, C, "% end"), file(), file("% end"), [Edit.TEXT_ADDED]),
        (file(C, B, A), file(NEW), file(NEW), []),
        # ... but not if it was edited.
        (
            file(A, entry("b", title="Mine", year="2000", eprint="2"), C),
            file(A, C),
            file(A, entry("b", title="Mine", year="2000", eprint="2"), C),
            [Edit.ENTRY_LEFT],
        ),
        # Another key for the same thing: neither added again nor changed.
        (
            file(A, entry("mine", title="B", eprint="arXiv:2v3"), C),
            file(A, entry("b", title="B2", eprint="2"), C),
            file(A, entry("mine", title="B", eprint="arXiv:2v3"), C),
            [Edit.KEY_CHANGED],
        ),
        # A key that was renamed in the notes.
        (
            file(A, entry("b", title="Mine", year="2000", eprint="2"), C),
            file(A, C, entry("z", title="B", year="2001", eprint="2")),
            file(A, entry("z", title="Mine", year="2001", eprint="2"), C),
            [Edit.FIELD_CHANGED],
        ),
        # A key that is taken by something else.
        (
            file(A, B, entry("bb", title="Other", doi="x"), C),
            file(A, B, NEW, C),
            file(A, B, entry("bb", title="Other", doi="x"), C),
            [Edit.KEY_TAKEN],
        ),
        # A key twice: the first is ours.
        (
            file(A, B, B, C),
            file(A, entry("b", title="B2", year="2000", eprint="2"), C),
            file(A, entry("b", title="B2", year="2000", eprint="2"), B, C),
            [Edit.KEY_REPEATED],
        ),
    ],
)
def test_entries_come_and_go(theirs: str, ours: str, text: str, edits: list[Edit]) -> None:
    assert merged(theirs, ours) == (text, edits)


def test_a_file_of_their_own_is_there_before_the_first_run() -> None:
    own = "@article{x, title = {X}}\n\n@misc{a, title = {Mine}, eprint = {1}}\n% end"
    text, edits = merged(own, file(A, B), base=f"{HEADER}\n")
    assert text == own.replace("\n% end", f"\n\n{B.text()}\n% end")
    assert edits == [Edit.ENTRY_ADDED, Edit.CONFLICT, Edit.TEXT_ADDED]
    text, _ = merged("% only words", file(A, B), base=f"{HEADER}\n")
    assert text == f"% only words\n\n{A.text()}\n\n{B.text()}"


def test_the_first_line_follows_where_it_is_left_alone() -> None:
    later = BASE.replace(HEADER, "% Another first line.")
    theirs = BASE.replace(HEADER, HEADER + "\n% And mine.")
    assert merge(BASE, theirs, later).text == theirs.replace(HEADER, "% Another first line.")
    assert merge(BASE, BASE.removeprefix(HEADER), later).text == BASE.removeprefix(HEADER)


def test_a_conflict_names_all_three_values_and_the_line() -> None:
    theirs = BASE.replace("{B}", "{Mine}")
    (notice,) = merge(BASE, theirs, BASE.replace("{B}", "{Yours}")).notices
    assert notice == (Edit.CONFLICT, "b", "title", "{B}", "{Mine}", "{Yours}", 9)
    assert theirs.splitlines()[8] == "  title         = {Mine},"


def test_a_file_that_does_not_parse_is_not_merged() -> None:
    with pytest.raises(FaultError, match="8:1: expected a comma or }"):
        merge(BASE, BASE.replace("{1}\n}", "{1}\n"), file(A))


def test_kept_edits_are_counted() -> None:
    theirs = BASE.replace("{B}", "{X}").replace("{C}", "{Y}") + "% more\n@string{a={b}}"
    assert (
        counted(merge(BASE, theirs, BASE).notices)
        == "2 fields changed, 1 @string added, 1 passage of text added"
    )

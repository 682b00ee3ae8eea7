"""Jupyter notebooks: cells are read as notes, at their places in the file."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract, format_of
from paperbib.extract.data import notebook
from paperbib.extract.passage import Headings
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
NOTE = f"""# Reading *list*

Some words first.

- [x] [Attention Is All You Need]({A}) - the "first" of its kind
  - code: https://github.com/tensorflow/tensor2tensor
- [ ] 2018 BERT {B}

## Optimisers \\& more

| paper | link |
|---|---|
| Adam | [pdf](https://arxiv.org/pdf/1412.6980) |

See é 𝒳 \t arXiv:1607.06450 and <https://e.org/a\\_b>.

# Other

[Layer norm][ln]

[ln]: https://arxiv.org/abs/1607.06450
"""


def cell(source: str | list[str], kind: str = "markdown", **more: object) -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def book(*cells: object, indent: int | None = None, is_ascii: bool = True) -> str:
    whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent, ensure_ascii=is_ascii)


def mentions(text: str, file: str = "n.ipynb") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def told(found: list[Mention]) -> list[Mention]:
    return [one._replace(file="", line=0, column=0, raw="") for one in found]


def sections_of(note: str) -> list[str]:
    parts = note.split("\n#")
    return [parts[0], *("#" + part for part in parts[1:])]


def lines_of(note: str) -> list[str]:
    return note.splitlines(keepends=True)


@pytest.mark.parametrize(("indent", "is_ascii"), [(None, True), (1, True), (None, False)])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize("has_lines", [False, True])
def test_a_note_in_cells_says_what_the_note_says(
    *, has_lines: bool, is_cut: bool, line_end: str, indent: int | None, is_ascii: bool
) -> None:
    note = NOTE.replace("\n", line_end)
    parts = sections_of(note) if is_cut else [note]
    cells = [cell(lines_of(part) if has_lines else part) for part in parts]
    expected = mentions(note, "n.md")
    assert len(expected) == 7
    assert told(mentions(book(*cells, indent=indent, is_ascii=is_ascii))) == told(expected)


def test_places_are_those_in_the_file() -> None:
    text = (
        '{"cells": [\n {"cell_type": "markdown",\n  "source": [\n   "# T\\n",\n'
        f'   "\\n", "- \\u00e9 \\"q\\" {A}\\n",\n   "- [x]({B})"]}}]}}'
    )
    first, second = mentions(text)
    lines = text.split("\n")
    assert (first.line, lines[4][first.column - 1 :].startswith(A), first.raw) == (5, True, A)
    assert (second.line, lines[5][second.column - 1 :].startswith(B), second.raw) == (6, True, B)
    assert first.section == ("T",)


def test_an_address_with_escapes_stands_where_it_starts() -> None:
    (found,) = mentions(r'{"cells":[{"cell_type":"raw","source":"a https:\/\/e.org\/\u00e9b"}]}')
    assert (found.column, found.raw) == (42, r"https:\/\/e.org\/\u00e9b")


def test_code_and_raw_cells_are_plain_text_and_no_headings() -> None:
    text = book(
        cell("# T"),
        cell(f"x = 1  # {A}\n=====\n", "code", outputs=[{"text": "1412.6980"}]),
        cell("arXiv:1607.06450", "raw"),
        cell(f"- {B}", "markdown", attachments={"x": {"text/plain": "1412.6980"}}),
    )
    found = mentions(text)
    assert [str(one.identifier) for one in found] == [
        "arxiv:1706.03762",
        "arxiv:1607.06450",
        "arxiv:1810.04805",
    ]
    assert {one.section for one in found[1:]} == {("T",)}


def test_the_older_format() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "A"},
        {"cell_type": "heading", "level": 2, "source": ["B 1412.6980"]},
        {"cell_type": "markdown", "source": [f"- [x]({A})"]},
        {"cell_type": "code", "input": [f"# {B}"], "outputs": []},
    ]
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})
    found = mentions(text)
    assert [one.section for one in found] == [("A", "B 1412.6980")] * 3
    lines = text.split("\n")
    for one in found:
        assert lines[one.line - 1][one.column - 1 :].startswith(one.raw)


@pytest.mark.parametrize(
    "text",
    [
        book(cell(A))[:-20],
        '{"cells": [{"cell_type": "markdown", "source": ["' + A + '\\n",\n<<<<<<< HEAD\n"x"',
        '{"cells": [{"cell_type": "markdown", "source": ["a\n ' + A,
        '[{"source": "' + A + '"}]',
        f"no notebook {A}",
        '{"cells": [{"cell_type": "markdown", "source": "x"}]} ' + A,
        '{"worksheets": 1, "cells": [1, {"source": {}}, {"cell_type": [], "source": ["'
        + A
        + '"]}]}',
    ],
)
def test_a_broken_notebook_loses_nothing(text: str) -> None:
    assert [str(one.identifier) for one in mentions(text)] == ["arxiv:1706.03762"]


def test_half_a_surrogate_pair_is_no_character() -> None:
    (found,) = mentions(
        '{"cells":[{"cell_type":"markdown","source":"\\ud83d\\ude00 \\ud800 ' + A + '"}]}'
    )
    assert str(found.identifier) == "arxiv:1706.03762"


@pytest.mark.parametrize(
    ("text", "is_notebook"),
    [
        (book(cell("x")), True),
        ('{"nbformat": 4, "cells": []}', True),
        ('\ufeff {\n "worksheets": [\n  {\n   "cells": []}]}', True),
        ('{"title": "x"}', False),
        ('[{"cells": [{"a": 1}]}]', False),
        ('The "cells": [{"a"', False),
    ],
)
def test_looks_like(text: str, is_notebook: bool) -> None:  # noqa: FBT001 - a table of cases
    assert notebook.looks_like(text) is is_notebook
    assert (format_of(Note("x.txt", text)).name == "notebook") is is_notebook


@given(st.lists(st.text(), max_size=4), st.booleans(), st.integers(0, 200))
def test_no_cell_can_do_harm(sources: list[str], is_ascii: bool, cut: int) -> None:  # noqa: FBT001 - drawn
    text = book(*(cell(source) for source in sources), cell(A), is_ascii=is_ascii)
    found = mentions(text)
    lines = text.split("\n")
    assert str(found[-1].identifier) == "arxiv:1706.03762"
    for one in found:
        assert lines[one.line - 1][one.column - 1 :].startswith(one.raw)
    mentions(text[:cut])
    mentions(text[cut:])


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"cells":' * 22_000,
        '{"cells":[' + '{"cell_type":"markdown","source":"x"},' * 5_000,
        book(cell("a\n" * 60_000)),
        book(cell("w\n" * 60_000, "code")),
        book(cell(["\n"] * 40_000)),
        book(*[cell("# a")] * 2_500),
    ],
)
def test_time_is_linear(text: str) -> None:
    start = time.process_time()
    list(notebook.passages(Note("n.ipynb", text), Headings()))
    assert time.process_time() - start < 2

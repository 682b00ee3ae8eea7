"""reStructuredText notes: what stands where, and in what context."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract, markdown, rst
from paperbib.extract.passage import Headings
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
LINK = f"`Attention <{A}>`_"


def mentions(text: str) -> list[Mention]:
    return extract(Note("n.rst", text), until=UNTIL).mentions


def only(text: str) -> Mention:
    (mention,) = mentions(text)
    return mention


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (f"- {LINK}", 1, 15, A),
        (f"é\r\n\r\n* `x <{A}>`__\r\n", 3, 7, A),
        (f"a\\ *b* \\_ {A}", 1, 11, A),
        (f"<{A}>", 1, 2, A),
        (f"``{A}``", 1, 3, A),
        (f"**{A}**", 1, 3, A),
        (":arxiv:`1706.03762`", 1, 9, "1706.03762"),
        (":arxiv:`Attention <1706.03762>`", 1, 20, "1706.03762"),
        ("`10.1000/xy`:doi:", 1, 2, "10.1000/xy"),
        (":arxiv: 1706.03762", 1, 9, "1706.03762"),
        (f"x_\n\n.. _x: {A}\n", 1, 1, A),
        (f"`a b`_\n\n.. _`A  b`:\n   {A}\n", 1, 1, A),
        (f".. _x: {A}\n", 1, 8, A),
        (f".. [Vas17] Attention {A}", 1, 22, A),
        (f".. note:: see {A}", 1, 15, A),
        (f".. code-block:: sh\n   :linenos:\n\n   x {A}", 4, 6, A),
        (f".. raw:: html\n\n   <a href='{A}'>x</a>", 3, 13, A),
        (f"Code::\n\n    see {A}\n", 3, 9, A),
        (f".. image:: https://e.org/i.png\n   :target: {A}", 2, 13, A),
        (f'.. csv-table:: T\n\n   "a, b", {A}\n', 3, 12, A),
        (f".. list-table::\n\n   * - a\n     - {A}\n", 4, 8, A),
        (f"+---+---+\n| a | {A} |\n+---+---+\n", 2, 7, A),
        (f"===  ===\na    {A}\n===  ===\n", 2, 6, A),
        (f".. |x| replace:: see {A}", 1, 22, A),
        (f"| line\n| {A}", 2, 3, A),
        ("https://e.org/a\\_b c", 1, 1, "https://e.org/a\\_b"),
        (f"`no end <{A}>", 1, 10, A),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    mention = only(text)
    assert (mention.line, mention.column) == (line, column)
    assert mention.raw == raw


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"- `Attention\n  is all <{A}>`__", "Attention is all"),
        (f"- *Attention* **is** ``all`` `you` need {A}", "Attention is all you need"),
        (f"- Net a\\_b 2*3*4 {A}", "Net a_b 2*3*4"),
        (f"- Attention [1]_ {A}", "Attention"),
        ("- :arxiv:`Attention <1706.03762>`", "Attention"),
        ("- Attention :arxiv:`1706.03762`", "Attention"),
        ("- :doi:`10.1000/xy`", None),
        (f"Attention\n    {A}", "Attention"),
        (f"-  | 2017 Attention\n   | a comment\n   | {A}", "Attention"),
        (f".. _Attention is all: {A}", "Attention is all"),
        (f".. [Vas17] Attention {A}", "Attention"),
        (f".. |p| replace:: paper\n\n- Attention |p| {A}", "Attention paper"),
        ("Attention\n=========\n\n:arxiv: 1706.03762\n:author: x\n", "Attention"),
        (":title: Attention\n:arxiv: 1706.03762\n", "Attention"),
        (f"====  ====\nAttn  {A}\n====  ====", "Attn"),
        (f"- Attention |pic|\n  {A}\n\n.. |pic| image:: x.png", "Attention"),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert only(text).title == title


def test_sections_by_the_order_of_their_adornments() -> None:
    text = (
        f"=====\nTitle\n=====\n\nOne\n---\n\n{A}\n\nTwo\n~~~\n\n{B}\n\n3. Three\n--------\n\n"
        "https://e.org/x\n\n----\n\nhttps://e.org/y\n"
    )
    assert [one.section for one in mentions(text)] == [
        ("Title", "One"),
        ("Title", "One", "Two"),
        ("Title", "3. Three"),
        ("Title", "3. Three"),
    ]


def test_an_underline_may_be_one_short_and_no_more() -> None:
    assert only(f"Titles\n=====\n\n{A}").section == ("Titles",)
    assert only(f"Titles\n====\n\n{A}").section == ()


def test_items_nest_and_have_states() -> None:
    text = (
        f"-  ☒ {LINK}\n\n   1. https://e.org/a\n\n   -  [ ] https://e.org/b\n\n-  https://e.org/c"
    )
    paper, one, two, other = mentions(text)
    assert [one.state for one in (paper, one, two, other)] == ["done", "done", "open", None]
    assert one.parent == two.parent == paper.identifier
    assert other.parent is None


def test_references_by_name_and_in_order() -> None:
    text = (
        "x_, again_, `the third`__ and last__ but not unknown_ or un__\n\n"
        f".. _X: {A}\n.. _again: x_\n.. __: https://e.org/1\n__ https://e.org/2\n"
    )
    assert [(str(one.identifier), one.line) for one in mentions(text)] == [
        ("arxiv:1706.03762", 1),
        ("arxiv:1706.03762", 1),
        ("url:https://e.org/1", 1),
        ("url:https://e.org/2", 1),
    ]


def test_fields_say_title_year_and_key() -> None:
    text = ":title: Attention\n:year: 2017\n:key: vaswani\n:doi: 10.1000/xy\n:notes: great\n"
    (passage,) = rst.passages(Note("n.rst", text), Headings())
    assert passage.given is not None
    assert (passage.given.title, passage.given.year) == ("Attention", 2017)
    assert passage.given.key == "vaswani"
    assert only(text).annotation == "great"


@pytest.mark.parametrize(
    "text",
    [
        ".. image:: https://e.org/i.png\n.. figure:: https://e.org/i.png\n   :width: 3",
        f".. comment {A}\n   {A}",
        f"..\n   {A}",
        f".. raw:: html\n\n   <!-- {A} -->",
        "`x <papers/x.pdf>`_ :ref:`y <z>` `mail <mailto:a@b.org>`__",
        ".. _x: papers/x.pdf",
        "loop_\n\n.. _loop: pool_\n.. _pool: loop_",
    ],
)
def test_no_reference(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "is_rst"),
    [
        (f"T1\n===\n\n- {LINK}", True),
        (f".. _a: {A}\n", True),
        (".. contents::\n\nText", True),
        ("Title\n=====\n\n- :arxiv:`1706.03762`", True),
        (f"Title\n=====\n\n- [x]({A})\n\nTwo\n---\n", False),
        (f"Title\n=====\n\n- `code` {A}\n", False),
        (f"# x\n- {A}\n", False),
    ],
)
def test_looks_like(text: str, *, is_rst: bool) -> None:
    assert rst.looks_like(text) == is_rst
    if not is_rst:
        assert markdown.looks_like(text)


def test_line_ends_of_every_kind() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f"Tit{end}==={end}{end}- `x{end}  y <{A}>`_{end}{end}.. [a] z {B}{end}"
        first, second = mentions(text)
        assert (first.title, first.line, first.column) == ("x y", 5, 6)
        assert (second.line, second.column, second.section) == (7, 10, ("Tit",))


PIECES = [
    *(".. ", "_x: ", "- ", "  ", "`", "`_", "`__", " <", ">", A, "\n", "*", "**", "|", "::", "\\"),
    *("note:: ", "image:: ", ":target: ", ":arxiv:", "=== ===\n", "===\n", "+--+--+\n", "x_", "é"),
    *("10.1000/x", "1706.03762", "\r\n", "[a] ", "list-table::\n\n", "csv-table::\n\n", '"', ","),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40) | st.lists(st.text(), max_size=3))
def test_any_text_is_read_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mention in mentions(text):
        raw = mention.raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        # A reference by name stands in the text, its address elsewhere.
        is_by_name = "_" in text
        here = lines[mention.line - 1][mention.column - 1 :]
        assert here.startswith(raw) or (is_by_name and raw in text)


@pytest.mark.parametrize(
    "unit",
    ["`", "``a ", "`a <b>`_ ", "a_ ", "- a\n", "|a", ".. a\n", ".. _a: a_\n", "== ==\n", "::\n\n"],
)
def test_time_grows_with_the_note_not_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.rst", (unit * length)[:length])
        start = time.process_time()
        extract(note, until=UNTIL)
        return time.process_time() - start

    assert seconds(64_000) < 16 * seconds(8_000) + 0.2

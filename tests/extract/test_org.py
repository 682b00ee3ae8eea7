"""Org notes: what stands where, and in what context."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract, markdown, org
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
LINK = f"[[{A}][Attention]]"


def mentions(text: str) -> list[Mention]:
    return extract(Note("n.org", text), until=UNTIL).mentions


def only(text: str) -> Mention:
    (mention,) = mentions(text)
    return mention


def passages(text: str) -> list[Passage]:
    return list(org.passages(Note("n.org", text), Headings()))


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (f"- {LINK}", 1, 5, A),
        (f"é\r\n\r\n- [[{A}]]\r\n", 3, 5, A),
        (f"\\alpha *ü* /x/ {A}", 1, 16, A),
        (f"<{A}>", 1, 2, A),
        (f"={A}=", 1, 2, A),
        (f"*{A}* x", 1, 2, A),
        (f"| a | {LINK} |\r|---+---|\r", 1, 9, A),
        (f"#+begin_src sh\n  {A}\n#+end_src", 2, 3, A),
        (f"#+BEGIN_QUOTE\n{A}\n#+END_QUOTE", 2, 1, A),
        (f"#+begin_export html\n<a href='{A}'>x</a>\n#+end_export", 2, 10, A),
        (f"@@html:<a href='{A}'>@@x@@html:</a>@@", 1, 17, A),
        (f": {A}", 1, 3, A),
        (f"#+TITLE: about {A}", 1, 16, A),
        (f"foo[fn:1]\n\n[fn:1] {A}", 3, 8, A),
        (r"[[https://e.org/a\[b\]][x]]", 1, 3, r"https://e.org/a\[b\]"),
        ("[[arxiv:1706.03762]]", 1, 3, "arxiv:1706.03762"),
        ("* x\n:PROPERTIES:\n:ARXIV: 1706.03762\n:END:", 3, 9, "1706.03762"),
        ("* x\n:PROPERTIES:\n:DOI: 10.1000/xy\n:END:", 3, 7, "10.1000/xy"),
        (f"* x\n:PROPERTIES:\n:URL: {A}\n:END:", 3, 7, A),
        (f"#+begin_src\n{A}", 2, 1, A),
        (f"[[{A}][no end", 1, 3, A),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    mention = only(text)
    assert (mention.line, mention.column) == (line, column)
    assert mention.raw == raw


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"- [[{A}][*Attention*]]", "Attention"),
        (f"- [[{A}][Attention [v2]]]", "Attention [v2]"),
        (f"- /Attention/ =is= ~all~ +you+ _need_ {A}", "Attention is all you need"),
        (f"- a_b_c and 2*3*4 {A}", "a_b_c and 2*3*4"),
        (f"- Attention \\\\\n  {A}", "Attention"),
        (f"- Caf\\eacute{{}} {A}", "Café"),
        (f"- Attention :: {A}", "Attention"),
        (f"** TODO [#A] Attention is all you need {A} [1/3] :a:b:", "Attention is all you need"),
        (f"** DONE {LINK} <2024-01-01 Mon>", "Attention"),
        (f"- [2024-01-01 Mon] Attention {A}", "Attention"),
        (f"| Attention | [[{A}][link]] |", "Attention"),
        ("* Attention\n:PROPERTIES:\n:ARXIV: 1706.03762\n:END:", "Attention"),
        (f"#+title: Attention\n\n:PROPERTIES:\n:ID: x\n:ROAM_REFS: {A}\n:END:", None),
        (f":PROPERTIES:\n:ROAM_REFS: {A}\n:END:\n#+title: Attention\n", "Attention"),
        (f"- [[{A}][[[https://e.org/i.png]]]]", None),
        ("- [[doi:10.1000/xy]]", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert only(text).title == title


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (f"- [ ] {A}", "open"),
        (f"- [X] {A}", "done"),
        (f"- [-] {A}", "open"),
        (f"* TODO {LINK}", "open"),
        (f"* CANCELED {LINK}", "done"),
        (f"* DONE Papers\nsee {A}", "done"),
        (f"* DONE Papers\n- [ ] {A}", "open"),
        (f"* DONE Papers\n- {A}", "done"),
        (f"* DONE Papers\n** More\n- {A}", None),
        (f"#+TODO: TOREAD(t) | READ(r!)\n* READ {LINK}", "done"),
        (f"* TOREAD {LINK}\n#+TODO: TOREAD | READ", "open"),
        (f"* TODOS {LINK}", None),
    ],
)
def test_state(text: str, state: str | None) -> None:
    assert only(text).state == state


def test_a_heading_with_a_link_is_an_item_and_a_section() -> None:
    text = (
        f"* Papers\n** Old\n{B}\n** TODO [[{A}][Attention]] :nlp:\n"
        "CLOSED: [2024-01-01 Mon 10:00]\nA great one.\n\nIt has [[https://e.org/c][code]].\n"
        "- see https://e.org/blog\n** Rest\nhttps://e.org/rest\n"
    )
    _, paper, code, blog, rest = mentions(text)
    assert (paper.title, paper.section, paper.state) == ("Attention", ("Papers",), "open")
    assert (paper.annotation or "").startswith("A great one. It has")
    assert (code.parent, blog.parent) == (paper.identifier, paper.identifier)
    assert blog.section == ("Papers", "Attention")
    assert (rest.parent, rest.section) == (None, ("Papers", "Rest"))


def test_a_drawer_with_an_identifier_gives_title_year_and_key() -> None:
    text = (
        "* TODO 2017 Attention is all you need :nlp:\n:PROPERTIES:\n:CUSTOM_ID: vaswani\n"
        ":DOI: 10.1000/xy\n:YEAR: 2018\n:END:\nWhat a title.\n"
    )
    (passage,) = passages(text)
    given_ = passage.given
    assert given_ is not None
    assert (given_.title, given_.year, given_.key) == ("Attention is all you need", 2018, "vaswani")
    assert passage.is_item


def test_a_drawer_without_an_identifier_says_nothing() -> None:
    text = f"* Attention\n:PROPERTIES:\n:CUSTOM_ID: attention\n:END:\nsee {A}\n"
    assert not any(one.given for one in passages(text))
    assert only(text).section == ("Attention",)


def test_link_abbreviations() -> None:
    text = (
        "#+LINK: ax https://arxiv.org/abs/\n#+LINK: gh https://github.com/%s/tree\n"
        "[[ax:1706.03762][Attention]] [[gh:a/b]]\n"
    )
    paper, code = mentions(text)
    assert (str(paper.identifier), paper.raw) == ("arxiv:1706.03762", "ax:1706.03762")
    assert str(code.identifier) == "url:https://github.com/a/b/tree"


def test_lists_nest_by_indentation() -> None:
    text = f"- {LINK}\n  1. https://e.org/a\n     goes on\n  * https://e.org/b\n+ https://e.org/c\n"
    paper, one, two, other = mentions(text)
    assert one.parent == two.parent == paper.identifier
    assert other.parent is None


@pytest.mark.parametrize(
    "text",
    [
        "[[https://e.org/chart.png]]",
        "[[https://lh3.googleusercontent.com/abc]]",
        "[[file:papers/1706.03762.pdf]] [[id:abc][x]] [[#custom]] [[*Heading]] [[./x.org][x]]",
        f"# {A}\n  # {A}",
        f"#+begin_comment\n{A}\n#+end_comment",
        f"#+BEGIN_HTML\n<!-- {A} -->\n#+END_HTML",
    ],
)
def test_no_reference(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "is_org"),
    [
        ("#+TITLE: x\ntext", True),
        (f"* A\n- {LINK}", True),
        ("* A\n:PROPERTIES:\n:CUSTOM_ID: a\n:END:\n", True),
        (f"* TODO read {A}\n* DONE write\n", False),
        (f"* one {A}\n* two\n", False),
        ("* [one](https://e.org/)\n  * two\n", False),
        ("* [[pdf][1]] one\n* two\n\n[1]: https://e.org/x\n", False),
        ("# Title\n\n* TODO x\n", False),
        ("**bold**\n\n## TODO\n", False),
    ],
)
def test_looks_like(text: str, *, is_org: bool) -> None:
    assert org.looks_like(text) == is_org
    if not is_org:
        assert markdown.looks_like(text)


def test_line_ends_of_every_kind() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = f"* TODO x{end}- [[{A}][Attention{end}  is all]]{end}  * y {B}{end}"
        first, second = mentions(text)
        assert (first.title, first.line, first.column) == ("Attention is all", 2, 5)
        assert (second.line, second.column) == (4, 7)


PIECES = [
    *("* ", "- ", "  ", "[[", "][", "]]", A, "\n", "*", "/", "=", "|", "#+", "begin_src", "TODO "),
    *(":PROPERTIES:\n", ":DOI: ", ":END:\n", "é", "\\", "@@html:<b>@@", "[fn:1]", "<", ">", " :: "),
    *("10.1000/x", "arxiv:1706.03762", "\r\n", "[ ] ", "\\alpha{}", "end_src", "#+LINK: a "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40) | st.lists(st.text(), max_size=3))
def test_any_text_is_read_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mention in mentions(text):
        raw = mention.raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        assert lines[mention.line - 1][mention.column - 1 :].startswith(raw)


@pytest.mark.parametrize(
    "unit",
    [
        "[[",
        "[[a][",
        "[[x]] ",
        "* a\n",
        "*a ",
        "- a\n",
        "|a",
        "#+begin_src\n",
        ":PROPERTIES:\n:DOI: 1\n",
    ],
)
def test_time_grows_with_the_note_not_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.org", (unit * length)[:length])
        start = time.process_time()
        extract(note, until=UNTIL)
        return time.process_time() - start

    assert seconds(64_000) < 16 * seconds(8_000) + 0.2

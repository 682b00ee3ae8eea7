"""List items without an identifier: which they are, in every format."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pyromark
import pytest
from pyromark import Options

from paperbib.extract import find_unlinked
from paperbib.model import Note, Unlinked

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LINK = "https://arxiv.org/abs/1706.03762"
OPTIONS = Options.ENABLE_TABLES | Options.ENABLE_TASKLISTS | Options.ENABLE_FOOTNOTES

needs_originals = pytest.mark.skipif(
    not (SHARED / "seeds-golden.json").is_file(), reason="the originals are not here"
)
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")


def texts(text: str, file: str = "n.md") -> list[str]:
    return [one.text for one in find_unlinked(Note(file, text))]


LINKED = [
    f"- Attention is all you need {LINK}\n",
    f"- [Attention is all you need]({LINK}) - great\n",
    f"- [Attention is all you need]({LINK})\n",
    f"- Attention is all you need\n  {LINK}\n",
    f"- Attention is all you need\n\n  {LINK}\n",
    f"- Attention is all you need\n  - {LINK}\n",
    f"- Attention is all you need\n  - paper: {LINK}\n  - code: https://e.org/code\n",
    f"- Attention is all you need\n  - [pdf]({LINK})\n",
    "- Attention is all you need, arXiv:1706.03762\n",
    "- Attention is all you need, 10.1145/3292500.3330701\n",
    "- Attention is all you need https://e.org/blog\n",
    "- [Attention is all you need][a]\n\n[a]: https://e.org/a\n",
]


@pytest.mark.parametrize("text", LINKED)
def test_a_linked_item_is_not_unlinked(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize("text", LINKED)
def test_and_its_neighbour_is(text: str) -> None:
    assert texts(f"- Before It\n{text}- Behind It\n") in (
        ["Before It", "Behind It"],
        # A definition goes before the last of them.
        ["Before It"],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] a title\n* b title\n+ c title\n1. d title\n2) e title\n", "abcde"),
        ("> - a title\n", "a"),
        ("- a title\n  - b title\n    - c title\n", "abc"),
        (f"- a title\n  - [Linked]({LINK})\n  - [Other](https://e.org)\n", "a"),
        ("- [a title](./x.ipynb)\n- [b title](#b)\n- [c title]()\n", "abc"),
        ("• a title\n• b title\n", "ab"),
        (f"• a title\n• B {LINK}\n• c title\n", "ac"),
        ("[1] a title\n[2] b title\n", "ab"),
        ("- [[a title]]\n- ==b title== #tag\n- **c title** ^block\n", "abc"),
        ("- TODO a title\n- ☐ b title\n- [/] c title\n", "abc"),
        ("# Heading\n\nProse - with a dash.\n\n- a title\n", "a"),
        ("```\n- code\n```\n\n    - indented code\n\n- a title\n", "a"),
        ("| Title | Year |\n|---|---|\n| a title | 2019 |\n| B " + LINK + " | 2018 |\n", "a"),
        ("| Model | Size |\n|---|---|\n| Row | 7 |\n", ""),
        ("| Name | Size |\n|---|---|\n| Row | 7 |\n", ""),
        ("[^1]: A footnote\n\nText[^1]\n\n- a title\n", "a"),
        ("@article{k, title={T}, year=2020}\n\n- a title\n", "a"),
        ("<!-- - comment -->\n\n- a title\n", "a"),
        ("---\ntitle: T\ntags:\n  - tag\n---\n\n- a title\n", "a"),
        ("- paper\n- here\n- 12\n- ...\n- a title\n", "a"),
        ("", ""),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert "".join(one[0] for one in texts(text)) == expected


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("n.txt", "List\n====\n\n- a title\n* b title\n1. c title\n→ d title\n", "abcd"),
        ("n.txt", f"- a title\n- B {LINK}\n  c\n", "a"),
        ("n.org", f"* A\n- a title\n- [[{LINK}][B]]\n- [ ] c title\n** Sub\n1) d title\n", "acd"),
        ("n.org", "* Papers\n#+begin_src\n- code\n#+end_src\n| x | y |\nprose\n", ""),
        ("n.rst", f"Papers\n======\n\n- a title\n- `B <{LINK}>`_\n\n#. c title\n", "ac"),
        ("n.rst", "Term\n  definition\n\n::\n\n  - code\n\n.. [1] note\n", ""),
        ("n.html", f"<ul><li>a title<li><a href='{LINK}'>B</a><li><a href='#x'>c</a></ul>", "ac"),
        ("n.html", "<table><tr><td>cell</table><dl><dt>term<dd>text</dl><p>- text</p>", ""),
        ("n.csv", "title,year,url\na title,2019,\nB,2018,https://e.org/b\n", "a"),
        ("n.tex", "\\begin{itemize}\\item Something\\end{itemize}", ""),
        ("n.bib", "@article{k, title={T}, year={2020}}", ""),
    ],
)  # fmt: skip
def test_formats(file: str, text: str, expected: str) -> None:
    assert "".join(one[0] for one in texts(text, file)) == expected


def test_code_of_a_notebook_has_no_items() -> None:
    cells = [("markdown", "- a title"), ("code", "x = (1\n- b\n- c)"), ("raw", "- d title")]
    assert texts(notebook(cells), "n.ipynb") == ["a title", "d title"]


def test_everything_it_says() -> None:
    item = "- [x] ⭐ *Neural* Turing Machines (Graves, 2014) - good\n  twice\n"
    text = f"# Papers\n\n## Vision\n\n{item}"
    assert find_unlinked(Note("n.md", text)) == [
        Unlinked(
            text="Neural Turing Machines (Graves, 2014) - good",
            titles=("Neural Turing Machines",),
            file="n.md",
            line=5,
            column=10,
            year=2014,
            people=("Graves",),
            section=("Papers", "Vision"),
            annotation="good twice",
            state="done",
        )
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "- Leave No Context: Efficient Infinite Context Transformers with\n  attention\n",
            "Leave No Context: Efficient Infinite Context Transformers with attention",
        ),
        ("- Neural Turing Machines\n  a very good one\n", "Neural Turing Machines"),
        ("- Neural Turing Machines\n  Authors: A. Graves\n", "Neural Turing Machines"),
        ("- Neural Turing Machines [notebook](./x.ipynb)\n", "Neural Turing Machines"),
        ("[1] A. Graves. Generating things with\n    RNNs. 2013.\n", "Generating things with RNNs"),
    ],
)  # fmt: skip
def test_lines(text: str, titles: str) -> None:
    assert find_unlinked(Note("n.txt" if text[0] == "[" else "n.md", text))[0].titles[0] == titles


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("I did not get section 3", False),
        ("cool", False),
        ("uses a memory", False),
        ("Key idea: look at all words", False),
        ("Adam", False),
        ("GPT (2018)", True),
        ("Neural Turing Machines (Graves et al.)", True),
        ("An Image Is Worth Sixteen Words", True),
        ("layer norm (research paper)", True),
    ],
)
def test_below_a_paper_only_titles_count(words: str, *, is_one: bool) -> None:
    found = find_unlinked(Note("n.md", f"- [Attention]({LINK})\n  - {words}\n"))
    assert [str(one.parent) for one in found] == (["arxiv:1706.03762"] if is_one else [])


def test_years_with_colons_are_the_papers_where_several_items_have_them() -> None:
    found = find_unlinked(Note("n.md", "- 2013: First Things\n- 2014: Second Things\n"))
    assert [(one.titles[0], one.year) for one in found] == [
        ("First Things", 2013),
        ("Second Things", 2014),
    ]


def test_skipping_linked_lines_changes_nothing_else() -> None:
    linked = f"- [Attention Is All You Need]({LINK}) - Some words.\n"
    with_links = (
        "# A\n" + linked + "- One Thing\n" + linked * 2 + "\n## B\n\n- Other Thing\n" + linked
    )
    found = find_unlinked(Note("n.md", with_links))
    assert [(one.text, one.line, one.section) for one in found] == [
        ("One Thing", 3, ("A",)),
        ("Other Thing", 9, ("A", "B")),
    ]


# The third of the original notes


class Told(NamedTuple):
    text: str
    titles: tuple[str, ...]
    year: int | None
    people: tuple[str, ...]
    is_called_paper: bool
    section: tuple[str, ...]
    state: str | None


def told(text: str, file: str) -> list[Told]:
    return [
        Told(*(getattr(one, name) for name in Told._fields))
        for one in find_unlinked(Note(file, text))
    ]


def original() -> str:
    return next((SHARED / "seeds").glob("002_*.txt")).read_text(encoding="utf-8")


def golden() -> list[dict[str, Any]]:
    known = json.loads((SHARED / "seeds-golden.json").read_text(encoding="utf-8"))
    return list(known["unlinked_mentions_002"])


def notebook(cells: list[tuple[str, str]]) -> str:
    return json.dumps(
        {"cells": [{"cell_type": kind, "source": source} for kind, source in cells], "nbformat": 4}
    )


@needs_originals
def test_the_items_of_the_third_note() -> None:
    found = find_unlinked(Note("n.md", original()))
    assert [(one.line, one.text, one.state) for one in found] == [
        (one["line"], one["text"], one["todo"]) for one in golden()
    ]


NEAR = {
    # What the note has for a title that it does not give word by word.
    "Generating Sequences With Recurrent Neural Networks": "Generating Sequence with RNN",
    "Understanding deep learning requires rethinking generalization": (
        "Understanding deeplearning requires rethinking generalization"
    ),
    "Super-Convergence": "Super Convergence",
}


@needs_originals
def test_clear_titles_of_the_third_note() -> None:
    by_line = {one.line: one for one in find_unlinked(Note("n.md", original()))}
    clear = [one for one in golden() if one["tier"] == "A"]
    assert len(clear) >= 7
    for one in clear:
        wanted = (one["query"] or one["text"]).casefold()
        titles = [title.casefold() for title in by_line[one["line"]].titles]
        assert NEAR.get(one["query"], wanted).casefold() in titles
    assert (by_line[36].year, by_line[36].people) == (2014, ("Ilya",))
    assert (by_line[52].year, by_line[52].people) == (2013, ("Alex graves",))
    called = [line for line, one in by_line.items() if one.is_called_paper]
    assert called == [46, 73, 76, 78, 79, 80]


@needs_originals
def test_the_third_note_in_html_and_a_notebook() -> None:
    text = original()
    expected = told(text, "n.md")
    assert told(text, "n.txt") == expected
    assert told(pyromark.html(text, options=OPTIONS), "n.html") == expected
    assert told(notebook([("markdown", text)]), "n.ipynb") == expected


@needs_originals
@needs_pandoc
def test_the_third_note_in_org() -> None:
    text = original()
    command = ["pandoc", "--wrap=preserve", "-f", "commonmark_x-smart-gfm_auto_identifiers"]
    org = subprocess.run(
        [*command, "-t", "org"], input=text.encode(), capture_output=True, check=True
    ).stdout.decode()
    assert told(org, "n.org") == told(text, "n.md")

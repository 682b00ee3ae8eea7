"""Markdown notes: what stands where, and in what context."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract
from paperbib.model import Mention, Note

UNTIL = 2612


def mentions(text: str, file: str = "n.md") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def only(text: str, file: str = "n.md") -> Mention:
    (mention,) = mentions(text, file)
    return mention


A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (f"- {A}", 1, 3, A),
        (f"# T\r\n\r\n- [x]({A})\r\n", 3, 7, A),
        (f"é *ü* [**x**]({A} 'title')", 1, 15, A),
        (f"<{A}>", 1, 2, A),
        (f"[x][r]\n\n[r]: {A}\n", 1, 1, A),
        (r"[x](https://e.org/a\_b)", 1, 5, r"https://e.org/a\_b"),
        (r"https://e.org/a\_b c", 1, 1, r"https://e.org/a\_b"),
        ("[x](https://e.org/a_(b))", 1, 5, "https://e.org/a_(b)"),
        ("[x](<https://e.org/a b>)", 1, 6, "https://e.org/a b"),
        (f"[![alt](https://e.org/i.png)]({A})", 1, 31, A),
        (f"| a | b |\n|---|---|\n| [x]({A}) | y |\n", 3, 7, A),
        (f'<a class="x" href="{A}">x</a>', 1, 20, A),
        (f"```\n{A}\n```", 2, 1, A),
        (f"`{A}`", 1, 2, A),
        (f"> - quoted {A}", 1, 12, A),
        (f"foot[^1]\n\n[^1]: {A}\n", 3, 7, A),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    mention = only(text)
    assert (mention.line, mention.column) == (line, column)
    assert mention.raw == raw


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"- [Attention Is All You Need]({A})", "Attention Is All You Need"),
        (f"- [**Paper: ulmfit**]({A})", "ulmfit"),
        (f"- [Attention (paper)]({A}) *great*", "Attention"),
        (f"- [The BERT PAPER]({A})", "The BERT PAPER"),
        (f"- Attention is all you need ({A})", "Attention is all you need"),
        (f"- Attention is all you need: {A} (Vaswani)", "Attention is all you need"),
        (f"- {A} - Attention is all you need", "Attention is all you need"),
        (f"- **sentenceBERT** [paper]({A})", "sentenceBERT"),
        (f"- Attention [[pdf]]({A})", "Attention"),
        (f"- LSTM, [BiLSTM](https://e.org/x), [paper]({A})", "LSTM, BiLSTM"),
        (f"- 2017 Attention\\\n  a comment\\\n  {A}", "Attention"),
        (f"2017 Attention\na comment\n{A}", "Attention"),
        (f"Attention is all you need\n{A}", "Attention is all you need"),
        (f"- Seq2Seq (Ilya, 2014) {A}", "Seq2Seq"),
        (f"## ULMFIT\n\n1. [Paper]({A})", "ULMFIT"),
        (f"- Attention\n  - [paper]({A})", "Attention"),
        (f"| Attention | [link]({A}) |\n|---|---|\n", "Attention"),
        (f"# [Attention]({A})", "Attention"),
        (f'- "Attention is all you need" {A}', "Attention is all you need"),
        (
            f"- {'How powerful are graph neural networks' * 3}? And who. [pdf]({A})",
            f"{'How powerful are graph neural networks' * 3}?",
        ),
        (f"- 2014: Adam {A}", "Adam"),
        (f"- [2018/10] BERT: Pre-training {A}", "BERT: Pre-training"),
        (f"- [A]({A})", "A"),
        (f"- [read more]({A})", None),
        (f"- {A}", None),
        (f"- [{A}]({A})", None),
        (f"I read {A} yesterday.", None),
        (f"As others have shown. See\n{A} for more of that.", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    (mention,) = [one for one in mentions(text) if one.identifier.scheme == "arxiv"]
    assert mention.title == title


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"- 2017 Attention\\\n  {A}", 2017),
        (f"- Seq2Seq (Ilya, 2014) {A}", 2014),
        (f"- [Attention]({A}) (2017)", 2017),
        (f"- [Attention (2017)]({A})", 2017),
        (f"- 2017 [Attention]({A})", 2017),
        (f"- 2014: Adam {A}", 2014),
        (f"- 2020-05-01 A post {A}", 2020),
        (f"- [Top 2017 papers]({A})", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    assert only(text).year == year


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        (f"- 2017 Attention\\\n  A *great*  paper.\\\n  {A}", "A great paper."),
        (f"- [Attention]({A}) - reads well, [code](https://e.org/c)", "reads well"),
        (f"- [Attention]({A})", None),
        (f"- Attention ({A}).", None),
    ],
)
def test_annotation(text: str, annotation: str | None) -> None:
    assert mentions(text)[0].annotation == annotation


def test_state_is_the_items_own_else_that_of_the_item_around() -> None:
    text = f"- [x] done {A}\n  - [ ] open {B}\n  - plain https://e.org/\n- none https://e.net/\n"
    assert [one.state for one in mentions(text)] == ["done", "open", "done", None]


def test_sections_nest_and_end() -> None:
    text = f"# A\n{A}\n## *B*\n{B}\n# C\nhttps://e.org\n"
    assert [one.section for one in mentions(text)] == [("A",), ("A", "B"), ("C",)]


def test_a_lone_dash_under_a_line_is_a_lost_bullet_and_no_heading() -> None:
    assert mentions(f"My notes\n-\n2017 Attention\n{A} -\n2018 BERT\n{B}")[0].section == ()


def test_items_whose_lines_were_lost() -> None:
    text = (
        f"2017 Attention\nthe first\n{A} -\n2018 BERT\nthe second {B} https://e.org/code -\n"
        "Third\nhttps://e.net/third"
    )
    first, second, code, third = mentions(text)
    assert (first.title, first.year, first.annotation) == ("Attention", 2017, "the first")
    assert (second.title, second.year, second.annotation) == ("BERT", 2018, "the second")
    assert (code.title, code.parent) == (None, second.identifier)
    assert (third.title, third.parent) == ("Third", None)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"Title One\n{A}\nTitle Two\n{B}", ["Title One", "Title Two"]),
        (f"First remark {A}\nSecond remark {B}", ["First remark", "Second remark"]),
        (f"[1] Alpha {A}\nby somebody\n[2] Beta, {B}", ["Alpha", "Beta"]),
        (f"{A} One\n{B} Two", ["One", "Two"]),
    ],
)
def test_a_list_without_bullets(text: str, titles: list[str]) -> None:
    first, second = mentions(text)
    assert [first.title, second.title] == titles
    assert titles[1] not in (first.annotation or "")
    assert titles[0] not in (second.annotation or "")
    assert first.parent is second.parent is None


def test_a_sentence_over_two_lines_is_no_list() -> None:
    text = f"As {A} says it is\nso, and {B} says so too."
    assert [one.title for one in mentions(text)] == [None, None]


def test_a_bullet_glued_to_an_address_starts_a_nested_item() -> None:
    paper, code = mentions(f"2021 Attention\n{A}- **its code**\nhttps://e.org/code")
    assert paper.raw == A
    assert (code.title, code.parent) == ("its code", paper.identifier)


def test_links_under_a_paper_belong_to_it() -> None:
    text = (
        f"- [Attention]({A}), [code](https://e.org/code)\n  - [blog](https://e.org/blog)\n- {B}\n"
    )
    paper, code, blog, other = mentions(text)
    assert code.parent == blog.parent == paper.identifier
    assert paper.parent is other.parent is None


def test_a_dash_after_a_link_text_starts_no_item() -> None:
    first, second = mentions("See [one](https://e.org/a)- it is good, [two](https://e.org/b) too.")
    assert first.parent is second.parent is None


def test_links_of_a_sentence_do_not_belong_to_its_paper() -> None:
    assert [one.parent for one in mentions(f"As {A} and https://e.org/x say.")] == [None, None]


def test_an_anchor_that_is_not_closed_ends_with_its_block() -> None:
    first, second = mentions(f"- <a href='{A}'>Attention\n- <a href='{B}'>BERT</a></a>")
    assert [first.title, second.title] == ["Attention", "BERT"]


def test_definitions_that_no_link_uses_are_references_too() -> None:
    text = (
        f"# List\n\n[one] is used\n\n[one]: {A}\n[2]: {B}\n[Blog]: <https://e.org/> 'Her diary'\n"
    )
    used, unused, blog = mentions(text)
    assert (used.raw, unused.raw, unused.title) == (A, B, None)
    assert (unused.line, unused.column, unused.section) == (6, 6, ("List",))
    assert (blog.raw, blog.title, blog.column) == ("https://e.org/", "Her diary", 10)


@pytest.mark.parametrize(
    "text",
    [
        "10.48550/arXiv.1713.00001",
        "[x](arxiv:1713.00001)",
        "https://doi.org/10.48550/arXiv.1713.00001",
    ],
)
def test_a_typo_in_any_form_is_a_problem(text: str) -> None:
    found = extract(Note("n.md", text), until=UNTIL)
    assert found.mentions == []
    assert "there is no month 13" in found.problems[0].what


@pytest.mark.parametrize(
    "text",
    [
        "![chart](https://e.org/chart.png)",
        '<img src="https://e.org/chart.png">',
        '<div><img src="https://e.org/chart.png"></div>',
        "[notebook](./x.ipynb) [mail](mailto:a@b.org) [top](#top)",
        "use perplexity.ai",
        "<!-- https://e.org/hidden -->",
        "<!--\nhttps://e.org/hidden\n[x](https://e.org/hidden)\n-->",
    ],
)
def test_no_reference(text: str) -> None:
    assert mentions(text) == []


def test_a_link_that_leads_nowhere_is_a_problem_at_its_place() -> None:
    found = extract(Note("n.md", "# T\n- [x](http://transformer)"), until=UNTIL)
    assert found.mentions == []
    (problem,) = found.problems
    assert str(problem).startswith("n.md:2:7: the link 'http://transformer' leads nowhere")


def test_a_number_that_is_no_arxiv_identifier_is_a_problem() -> None:
    found = extract(Note("n.md", "- https://arxiv.org/abs/1713.03762"), until=UNTIL)
    assert found.mentions == []
    assert "there is no month 13" in found.problems[0].what


def test_another_paper_under_a_link_text_is_not_hidden() -> None:
    text = f"[arXiv:1706.03762](https://e.org/mirror) [arXiv:1810.04805]({B})"
    found = mentions(text)
    assert [(str(one.identifier), one.column) for one in found] == [
        ("arxiv:1706.03762", 2),
        ("url:https://e.org/mirror", 20),
        ("arxiv:1810.04805", text.index(B) + 1),
    ]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for file in ("n.md", "n.txt"):
        extract(Note(file, text), until=UNTIL)


@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "  ",
                "[x](",
                ")",
                A,
                "\n",
                "**",
                "`",
                "|",
                "<a href='",
                "'>",
                "2017 ",
                " -",
                "é",
                "#",
                "\\",
                "</a>",
                "[ ] ",
                "![",
                "](",
            ]
        ),
        max_size=30,
    )
)
def test_any_markup_is_read_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    for mention in mentions(text):
        lines = text.split("\n")
        if mention.raw and not mention.raw.startswith("["):
            assert lines[mention.line - 1][mention.column - 1 :].startswith(mention.raw[:5])


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "( ",
        ":",
        "[a",
        "a\n",
        "- [x](https://e.org/)",
        "https://e.org/ ",
        "<a href=x>",
        "é[ü](https://e.org/)",
    ],
)
@pytest.mark.parametrize("head", ["", "- ", "- https://e.org/ "])
def test_time_grows_with_the_note_not_its_square(unit: str, head: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.md", head + (unit * length)[:length])
        best = []
        for _ in range(2):
            start = time.process_time()
            extract(note, until=UNTIL)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(64_000) < 16 * seconds(8_000) + 0.15

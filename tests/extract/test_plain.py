from paperbib.extract import extract
from paperbib.model import Mention, Note

A = "https://arxiv.org/abs/1706.03762"


def mentions(text: str) -> list[Mention]:
    return extract(Note("n.txt", text), until=2612).mentions


def test_an_underscore_is_no_markup() -> None:
    (one,) = mentions("see https://e.org/_a_b_ now")
    assert one.identifier.value == "https://e.org/_a_b_"


def test_blocks_title_above_the_address() -> None:
    (one,) = mentions(f"Attention is all you need\nVaswani et al. (2017)\n    {A}\n")
    assert (one.title, one.line, one.column) == ("Attention is all you need", 3, 5)


def test_bullets_marks_and_nesting() -> None:
    text = f"• [x] Attention {A}\n   • code https://e.org/code\n\n[ ] Other https://e.net/\n"
    paper, code, other = mentions(text)
    assert (paper.title, paper.state) == ("Attention", "done")
    assert (code.title, code.parent, code.state) == (None, paper.identifier, "done")
    assert other.state == "open"


def test_underlined_headings() -> None:
    first, second = mentions(f"To read\n=======\n\n{A}\n\nLater\n-----\nhttps://e.org/\n")
    assert (first.section, second.section) == (("To read",), ("Later",))


def test_years_separate_items() -> None:
    first, second = mentions(f"2017 Attention\n{A}\n2018 BERT\nhttps://arxiv.org/abs/1810.04805")
    assert [(one.title, one.year) for one in (first, second)] == [
        ("Attention", 2017),
        ("BERT", 2018),
    ]


def test_line_ends_of_every_kind() -> None:
    for end in ("\n", "\r\n", "\r"):
        first, second = mentions(f"Title{end}{A}{end}{end}{end}x{end}https://e.org/{end}")
        assert (first.line, first.column) == (2, 1)
        assert (second.line, second.column) == (6, 1)

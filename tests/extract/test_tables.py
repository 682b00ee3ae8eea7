"""Tables: what the names of columns say, and where cells stand."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract, format_of
from paperbib.extract.data import tables
from paperbib.extract.passage import Given, Headings, Passage
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","DOI","Url",'
    '"Abstract Note","Date","Date Added","Notes","Manual Tags","Extra"\r\n'
    '"ABCD2345","journalArticle","2017","Vaswani, Ashish; Shazeer, Noam",'
    '"Attention Is All ""You"" Need","","","10.1000/182","http://arxiv.org/abs/1706.03762",'
    '"Unlike arXiv:1810.04805, see https://e.org/abstract","2017-06-12","2024-01-02 10:00:00",'
    '"<p>The first &amp; best</p>","nlp","arXiv:1706.03762 [cs]\nCitation Key: vaswani2017"\r\n'
)
SCHOLAR = (
    "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    '"Kingma, Diederik P; Ba, Jimmy; ",Adam: A method,arXiv preprint arXiv:1412.6980,,,,2014,\n'
)


def passages(text: str, file: str = "t.csv") -> list[Passage]:
    return list(tables.passages(Note(file, text), Headings()))


def last(text: str, file: str = "t.csv") -> Passage:
    return passages(text, file)[-1]


def mentions(text: str, file: str = "t.csv") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def names(text: str, file: str = "t.csv") -> list[str]:
    return [str(one.identifier) for one in mentions(text, file)]


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (f"title,url\nA,{A}\n", 2, 3, A),
        (f'title,url\r\n"A, ""B""\r\nC",{A}\r\n', 3, 4, A),
        (f'title,note\nA,"see ""{A}"", twice"\n', 2, 10, A),
        (f"\ufefftitle;url\rA;{A}\r", 2, 3, A),
        ("title\tarxiv\nA\t1706.03762v2\n", 2, 3, "1706.03762v2"),
        ("title|eprint\nA| hep-th/9901001 \n", 2, 4, "hep-th/9901001"),
        ('title,DOI\nA,"10.1000/182"\n', 2, 4, "10.1000/182"),
        (f"sep=;\ntitle;url\nA;{A}\n", 3, 3, A),
        (f"title,what\nA,é {A}", 2, 5, A),
        (f'title,url\nA "b" c,"{A}" \n', 2, 10, A),
        (f'title,url\n"A,{A}\n', 2, 4, A),
        (f"{A}\n", 1, 1, A),
        (f'"{A}"', 1, 2, A),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    (found,) = mentions(text, "t.tsv" if "\t" in text else "t.csv")
    assert (found.line, found.column, found.raw.strip('"')) == (line, column, raw)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (f"title,year,url,notes\nA,2017,{A},good", Given("A", 2017, "good", None)),
        (f"Paper;Published;Link;Comment\nA;12/06/2017;{A};", Given("A", 2017, None, None)),
        (f"Name\tCitation Key\tPDF\nA\tvaswani2017\t{A}", Given("A", None, None, "vaswani2017")),
        (f"paper,title\n{A},A", Given("A", None, None, None)),
        (f"name,title,url\nx,A,{A}", Given("A", None, None, None)),
        (f'title,url\n"[A]({A})",x', Given("A", None, None, None)),
        (f'title,url\n"A\nB",{A}', Given("A B", None, None, None)),
        (f"key,url\nA B,{A}", Given(None, None, None, None)),
        (f"tldr,note,url\nshort,long,{A}", Given(None, None, "short\nlong", None)),
        (ZOTERO, Given('Attention Is All "You" Need', 2017, "The first & best", "vaswani2017")),
        (SCHOLAR, Given("Adam: A method", 2014, None, None)),
        (f"url,who\n{A},x", None),
        (f"A,{A}\n", None),
    ],
)
def test_what_is_given(text: str, given: Given | None) -> None:
    assert last(text).given == given


def test_zotero_and_scholar() -> None:
    assert names(ZOTERO) == ["doi:10.1000/182", "arxiv:1706.03762", "arxiv:1706.03762"]
    assert names(SCHOLAR) == ["arxiv:1412.6980"]


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [
        ("done", "x", "done"),
        ("Done", "[x]", "done"),
        ("status", "To Read", "open"),
        ("status", "to-read", "open"),
        ("read", "TRUE", "done"),
        ("read", "0", "open"),
        ("read", "2024-05-01", "done"),
        ("read", "", None),
        ("read", "maybe", None),
        ("state", "Ohio", None),
        ("toread", "yes", "open"),
        ("unread", "false", "done"),
        ("tags", "done", None),
    ],
)
def test_state(name: str, value: str, state: str | None) -> None:
    assert last(f"title,{name},url\nA,{value},{A}").state == state


@pytest.mark.parametrize(
    ("name", "value", "section"),
    [
        ("topic", "NLP", ("NLP",)),
        ("Category", "NLP > Transformers", ("NLP", "Transformers")),
        ("folder", "NLP / Transformers", ("NLP", "Transformers")),
        ("section", "input/output", ("input/output",)),
        ("section", "", ()),
        ("tags", "NLP", ()),
    ],
)
def test_section(name: str, value: str, section: tuple[str, ...]) -> None:
    assert last(f"title,{name},url\nA,{value},{A}").section == section


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("title,arxiv\nA,1706.03762", ["arXiv:1706.03762"]),
        ("title,arxiv_id\nA,2005.1416", ["arXiv:2005.1416"]),
        ("title,arxiv\nA,cs/0112017", ["arXiv:cs/0112017"]),
        ("title,arxiv\nA,see below", []),
        ("title,id\nA,1706.03762", ["arXiv:1706.03762"]),
        ("title,id\nA,number 17", []),
        ("title,doi\nA,10.1000/182", ["doi:10.1000/182"]),
        (f"title,url\nA,{A}", [A]),
        ("title,url\nA,https://e.org/a_(b)", ["https://e.org/a_(b)"]),
        (f'title,url\nA,"{A};{B}"', []),
        (f"title,cover,url\nA,https://e.org/i.png,{A}", [A]),
    ],
)
def test_links(text: str, addresses: list[str]) -> None:
    assert [link.address for link in last(text).links] == addresses


@pytest.mark.parametrize(
    "text",
    [
        f"title,url\nA,{A}\nB,{B}\n",
        f"title;url\nA, b;{A}\nB, c;{B}\n",
        f"A,{A}\nB,{B}\n",
        f"{A}\n{B}\n",
        f"x,y\n,{A}\n\n,,,\nz,z,z,{B}\n",
        f'title,url\nA,"{A}, {B}"\n',
        f"title,url,note\nA,{A},\nB\nC,{B}\n",
        f'title,note\nA,"never closed {A}\nB,"{B}\n',
    ],
)
def test_every_cell_is_read(text: str) -> None:
    assert names(text) == ["arxiv:1706.03762", "arxiv:1810.04805"]


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        (f"title,year,url\nA,2017,{A}\n", True),
        (f'title;authors;arxiv\n"A; b";x;{A}\nB;y;{B}\n', True),
        (f"title\turl\nA\t{A}\n", True),
        (ZOTERO, True),
        (f"| title | url |\n|---|---|\n| A | {A} |\n", False),
        (f"title | year | url\n--- | --- | ---\nA | 2017 | {A}\n", False),
        (f"Paper, link, year\nare what I note, as in\n{A}\n", False),
        (f"title, url, and all that, I note here.\nA,{A}", False),
        (f"# Papers\n- A, {A}\n", False),
        ("title,year,url\n", False),
        (f"a,b,c\n1,2,{A}\n", False),
        ("", False),
    ],
)
def test_looks_like(text: str, is_table: bool) -> None:  # noqa: FBT001 - a table of cases
    assert tables.looks_like(text) is is_table
    if is_table:
        assert format_of(Note("x.txt", text)).name == "table"


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), max_size=4),
    st.sampled_from(",;\t"),
    st.sampled_from(["\r\n", "\n"]),
)
def test_cells_come_out_as_they_went_in(
    rows: list[list[str]], separator: str, line_end: str
) -> None:
    file = io.StringIO(newline="")
    cells = [["what", "who"], *rows, ["x", A]]
    csv.writer(file, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(
        cells
    )
    text = file.getvalue()
    found = mentions(text)[-1]
    assert found.raw == A
    for passage in passages(text):
        place = passage.text
        for position, char in enumerate(place):
            at = passage.offset(position)
            assert text[at] == char or char == "\n" or text[at] == "\r"


@given(st.text(alphabet="a,;\t|\"\r\n'1.", max_size=60))
def test_no_text_can_do_harm(text: str) -> None:
    mentions(text)
    tables.looks_like(text)
    list(tables.passages(Note("t.csv", text), Headings()))
    assert names("who,what\n" + text.replace('"', "") + f"\n{A}\n")[-1] == "arxiv:1706.03762"


@pytest.mark.parametrize(
    "unit",
    ['"', '""', '"a', 'a,"\n', ",", "a,b\n", ";,", "\r", '","', '"a"b\n', "title,url\n", "\t"],
)
def test_time_is_linear(unit: str) -> None:
    text = "title,url,note\n" + unit * (200_000 // len(unit))
    start = time.process_time()
    tables.looks_like(text)
    list(tables.passages(Note("t.csv", text), Headings()))
    assert time.process_time() - start < 2

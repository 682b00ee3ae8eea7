"""HTML notes: what stands where, and in what context."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract, format_of, html
from paperbib.extract.passage import Builder, Headings, Passage, line_starts
from paperbib.model import Mention, Note

UNTIL = 2612

A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
C = "https://e.org/code"


def mentions(text: str, file: str = "n.html") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def only(text: str, file: str = "n.html") -> Mention:
    (mention,) = mentions(text, file)
    return mention


def passages(text: str) -> list[Passage]:
    return list(html.passages(Note("n.html", text), Headings()))


def texts(text: str) -> list[str]:
    return [one.text for one in passages(text)]


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (f"<p>{A}</p>", 1, 4, A),
        (f"<p>\n  {A}\n</p>", 2, 3, A),
        (f"<p>x\r\n{A}\r\n</p>", 2, 1, A),
        (f"<p>x\r{A}\r</p>", 2, 1, A),
        (f"é<b>&eacute;&#233;</b> <i>{A}</i>", 1, 27, A),
        ("<p>1 &lt; 2, https://e.org/?a=1&amp;b=2 x", 1, 14, "https://e.org/?a=1&amp;b=2"),
        (f"<a href='{A}'>x</a>", 1, 10, A),
        (f'<A CLASS="x"\n  HREF="{A}">x</A>', 2, 9, A),
        (f"<a class=x href={A}>x</a>", 1, 17, A),
        (f"<a href = \t{A} >x</a>", 1, 12, A),
        (f'<a href=" {A} ">x</a>', 1, 11, A),
        (f'<a data-x="href=1>" href="{A}">x</a>', 1, 27, A),
        (f'<a title="a > b" href="{A}">x</a>', 1, 24, A),
        ('<a href="https://e.org/?a=1&amp;b=2">x</a>', 1, 10, "https://e.org/?a=1&amp;b=2"),
        ('<a href="https://e.org/?a=1&copy=2">x</a>', 1, 10, "https://e.org/?a=1&copy=2"),
        ('<a href="//e.org/x">x</a>', 1, 10, "//e.org/x"),
        ("<a href=https://e.org/x/>x</a>", 1, 9, "https://e.org/x/"),
        (f"<![CDATA[ {A} ]]>", 1, 11, A),
        (f"<pre>\n\n  {A}\n</pre>", 3, 3, A),
        (f"<pre>&lt;x&gt;\r\n&amp; {A}\r\n</pre>", 2, 7, A),
        (f"<pre><b>x</b>\n&amp; {A}</pre>", 2, 7, A),
        (f"<table><tr><td>x<td>{A}", 1, 21, A),
        (f"<!-- c -->{A}", 1, 11, A),
        (f"1 < 2 <3 {A}", 1, 10, A),
        (f"\ufeff<!DOCTYPE html><html><body>{A}", 1, 29, A),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    mention = only(text)
    assert (mention.line, mention.column) == (line, column)
    assert mention.raw == raw


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<a href='https://e.org/?a=1&amp;b=2&copy=3'>x</a>", "https://e.org/?a=1&b=2&copy=3"),
        ("<a href='https://e.org/&#x61;&#98;'>x</a>", "https://e.org/ab"),
        ("<a href='https://e.org/a\n  b'>x</a>", "https://e.org/a  b"),
        ("<a href='//e.org/x'>x</a>", "https://e.org/x"),
        ("<a href='one' href='two'>x</a>", "one"),
        ('<a href="https://e.org/x>text</a> <a href="y">z</a>', "https://e.org/x"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert passages(text)[0].links[0].address == address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>one</p>\n<p>two</p>", ["one", "two"]),
        ("<p>one<p>two", ["one", "two"]),
        ("one<div>two</div>three", ["one", "two", "three"]),
        ("<div><div>\n  <section>one</section></div> </div>", ["one"]),
        ("<p>2017 Title\nhttps://e.org/\n</p>", ["2017 Title\nhttps://e.org/"]),
        ("<p>one\n      two</p>", ["one\ntwo"]),
        ("<p>one\n\n\ntwo</p>", ["one\ntwo"]),
        ("<p>one<br>\ntwo<br/>three</p>", ["one\ntwo\nthree"]),
        ("<p>one<br><br>two</p>", ["one", "two"]),
        ("<p> a <b> b </b>\n<i>c</i>d </p>", ["a b\ncd"]),
        ("<p>a&nbsp;b &lt;c&gt; &bogus; &amp &copy;</p>", ["a\xa0b <c> &bogus; & ©"]),
        ("<ul>\n <li>\n  <p>one</p>\n  <p>two</p>\n </li>\n</ul>", ["one\ntwo"]),
        ("<ul><li>one<li>two</ul>three", ["one", "two", "three"]),
        ("<ul><li>one<ul><li>two</ul>three<li>four</ul>", ["one\nthree", "two", "four"]),
        ("<dl><dt>one<dd>two<dd>three<dt>four</dl>", ["one\ntwo\nthree", "four"]),
        ("<dl><dd>one<dd>two</dl>", ["one", "two"]),
        ("<table><tr><th>a<th>b<tr><td>1</td><td><p>2</p></td></table>c", ["a\nb", "1\n2", "c"]),
        ("<table><tbody><td>1</td><td>2</td></tbody></table>", ["1\n2"]),
        (
            "<table><tr><td>1<table><tr><td>2</td></tr></table>3</td><td>4</table>",
            ["1\n3\n4", "2"],
        ),
        ("<pre>\na\n  b\n\n<b>c</b></pre>", ["\na\n  b\n\nc"]),
        ("<hr>a<hr/>b", ["a", "b"]),
        ("<blockquote><p>a</p></blockquote><p>b", ["a", "b"]),
        ("<p>a<wbr>b<img src=x alt=y>c<span>d</span></p>", ["abcd"]),
        ("<p>a <!-- b --> c<!--> d <!---> e</p>", ["a c d e"]),
        ("<script>a</script><style>b</style><svg><text>c</text></svg>d", ["d"]),
        ("<SCRIPT>if (a<b) '</p>'</SCRIPT >d<template>x</template>", ["d"]),
        ("<head><title>a</title><meta name=description content=b></head><body>c", ["c"]),
        ("<?xml version='1.0'?><!DOCTYPE html><p>a<![if x]>b<![endif]>", ["ab"]),
        ("<iframe src=https://e.org/></iframe><embed src=x>a", ["a"]),
        ("a <b c <d", ["a <b c <d"]),
        ("<p>a</p></li></ul></td></tr></table></h2></a></pre>b", ["a", "b"]),
        ("a<ul></ol><li>b</ul>c", ["a", "b", "c"]),
        ("<script>never ends", ["never ends"]),
        ("a<!-- never ends", ["a<!-- never ends"]),
        ("a<p title='never ends", ["a<p title='never ends"]),
        ("<![CDATA[never ends", ["<![CDATA[never ends"]),
        ("<![CDATA[<b> &amp; c]]>", ["<b> &amp; c"]),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"<li><a href='{A}'>Attention</a>", "Attention"),
        (f"<li><a href='{A}'>\n  Attention Is\n  All\n</a>", "Attention Is All"),
        (f"<li><a href='{A}'><b>Paper: ulmfit</b></a>", "ulmfit"),
        (f"<li>Attention <a href='{A}'>pdf</a>", "Attention"),
        (f"<li>2017 Attention<br>\na comment<br>\n{A}", "Attention"),
        (f"<p>2017 Attention\na comment\n{A}", "Attention"),
        (f"<p>Attention is all you need<br>{A}", "Attention is all you need"),
        (f"<tr><td>Attention</td><td><a href='{A}'>link</a></td></tr>", "Attention"),
        (f"<dl><dt>Attention<dd>{A}</dl>", "Attention"),
        (f"<h2><a href='{A}'>Attention</a></h2>", "Attention"),
        (f"<a href='{A}'><div><h3>Attention</h3><p>by V.</p></div></a>", "Attention"),
        (f"<ul><li><h3>Attention</h3><p>{A}</p></ul>", "Attention"),
        (f"<h2>ULMFIT</h2><ol><li><a href='{A}'>Paper</a></ol>", "ULMFIT"),
        (f"<li><a href='{A}'><img src=x></a>", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert only(text).title == title


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"<h1>A</h1><h2>B</h2><p>{A}", ("A", "B")),
        (f"<h1>A</h1><h2>B</h2><h1>C</h1><p>{A}", ("C",)),
        (f"<h2>A <a class=headerlink href='#a'>¶</a></h2><p>{A}", ("A",)),
        (f"<h2><a class=anchor href='#a'>#</a>\n A</h2><p>{A}", ("A",)),
        (f"<h2>A<br>B &amp; C</h2><p>{A}", ("A B & C",)),
        (f"<h2><div>A</div></h2><p>{A}", ("A",)),
        (f"<h2>A<p>{A}", ("A",)),
        (f"<table><tr><td><h2>A</h2><p>{A}</td></tr></table>", ("A",)),
        (f"<ul><li><h2>A</h2><p>{A}</ul>", ()),
        (f"<ol><li><h1>A</h1></li></ol><ol><li>{A}", ("A",)),
        (f"<ul><li><h3>A</h3><ul><li>x</ul></li><li>{A}</ul>", ()),
        (f"<ul><li>x<li>y</ul><h2>A</h2><ul><li>{A}</ul>", ("A",)),
    ],
)
def test_section(text: str, section: tuple[str, ...]) -> None:
    assert only(text).section == section


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (f'<li><label><input type="checkbox" checked="" />{A}</label></li>', "done"),
        (f'<li><label><input type="checkbox" />{A}</label></li>', "open"),
        (f'<li class="task-list-item"><input type="checkbox" disabled> {A}</li>', "open"),
        (f'<li><input disabled="" type="checkbox" checked=""/>\n{A}</li>', "done"),
        (f"<li><p><input checked type=checkbox> {A}</p></li>", "done"),
        (f"<li>[x] {A}", "done"),
        (f"<li>\n[ ] {A}", "open"),
        (f"<li><code>[&#xa0;]</code> {A}", "open"),
        (f"<li>☐ {A}", "open"),
        (f"<li>☒ {A}", "done"),
        (f"<li><input type=text value=x> {A}", None),
        (f"<li>[x]{A}", None),
    ],
)
def test_state(text: str, state: str | None) -> None:
    assert only(text).state == state


def test_state_is_the_items_own_else_that_of_the_item_around() -> None:
    text = (
        f"<ul><li><input type=checkbox checked>done {A}<ul><li><input type=checkbox>open {B}</li>"
        f"<li>plain https://e.org/</li></ul></li><li>none https://e.net/</li></ul>"
    )
    assert [one.state for one in mentions(text)] == ["done", "open", "done", None]


def test_lines_with_boxes_outside_of_lists() -> None:
    text = f"<p><input type=checkbox checked> {A}<br><input type=checkbox> {B}</p>"
    assert [one.state for one in mentions(text)] == ["done", "open"]


def test_nesting() -> None:
    text = f"<ul><li>Attention {A}<ul><li><a href='{C}'>its code</a></ul><li>{B}</ul><p>{C}"
    paper, code, other, after = mentions(text)
    assert (code.title, code.parent) == ("its code", paper.identifier)
    assert paper.parent is other.parent is after.parent is None


def test_an_item_after_a_heading_in_a_table_has_no_row_around_it() -> None:
    text = f"<table><tr><td>{A}<h2>B</h2><ul><li>{B}</li></ul></td></tr></table><ul><li>{C}"
    assert [one.parent for one in mentions(text)] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://e.org/chart.png">',
        '<a href="x.html">x</a> <a href="#top">y</a> <a href="mailto:a@b.org">z</a>',
        "<a name=x>x</a> <a href>y</a> <a href=''>z</a>",
        '<base href="https://arxiv.org/"><a href="/abs/1706.03762">x</a>',
        '<base href="https://arxiv.org/abs/1706.03762">',
        '<link rel=canonical href="https://e.org/">',
        '<meta property="og:url" content="https://e.org/">',
        "<title>https://e.org/</title>",
        "<!-- https://e.org/ --><script src='https://e.org/x.js'>'https://e.org/y'</script>",
        "<noscript>https://e.org/</noscript><style>@import url(https://e.org/)</style>",
        "<iframe src='https://e.org/'></iframe><embed src='https://e.org/'>",
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://e.org/">x</a></svg>',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/TR/x.dtd">',
        '<blockquote cite="https://e.org/">x</blockquote>',
    ],
)
def test_no_reference(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"<script>{A}",
        f"<svg><p>{A}",
        f"<!-- {A}",
        f"<p title='{A}",
        f"<p title='{A}>",
        f"<a href='{A}",
        f"<a href='x>y</a> {A} <a href='z'>z</a>",
        f"<p {A} <b>x</b>",
        f"</ul></li>{A}",
        f"<table>{A}</table>",
        f"<ul>{A}</ul>",
        f"<h1>{A}",
        f"<pre>{A}",
        f"<pre>a\n{A}",
        f"<![CDATA[{A}",
        f"<! {A}",
        f"<textarea>{A}</textarea>",
        f"{'<ul><li>' * 300}{A}{'</ul>' * 300}",
        f"<a href=x><a href=y>{A}",
        f"<b><li><tr><dd><td>{A}",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    assert [str(one.identifier) for one in mentions(text)] == ["arxiv:1706.03762"]


def test_a_badge_shows_a_paper() -> None:
    text = f"""<p align="center"><a href="{C}"><img
src="https://img.shields.io/badge/arXiv-1706.03762-b31b1b.svg"></a></p>"""
    code, paper = mentions(text)
    assert (code.raw, str(paper.identifier)) == (C, "arxiv:1706.03762")
    assert (paper.line, paper.column) == (2, 6)


def test_a_page_says_what_paper_it_is() -> None:
    page = f"""<!DOCTYPE html>
<html><head><title>[1706.03762] Attention</title>
<meta name="citation_title" content="Attention &amp; All"/>
<meta name="citation_date" content="2017/06/12" />
<meta content="10.1000/182" name="citation_doi">
<meta name="citation_arxiv_id" content="1706.03762">
<meta name="citation_pdf_url" content="{A.replace("abs", "pdf")}">
<link rel="canonical" href="https://e.org/x">
</head><body></body></html>"""
    found = mentions(page)
    assert [str(one.identifier) for one in found] == [
        "doi:10.1000/182",
        "arxiv:1706.03762",
        "arxiv:1706.03762",
    ]
    assert [(one.line, one.column) for one in found[:2]] == [(5, 16), (6, 41)]
    (passage,) = passages(page)
    assert passage.given is not None
    assert (passage.given.title, passage.given.year) == ("Attention & All", 2017)


BOOKMARKS = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Papers</H3>
    <DL><p>
        <DT><A HREF="{A}" ADD_DATE="2" TAGS="nlp,rnn">Attention &amp; All</A>
        <DD>Read twice.
        <DT><H3>Later</H3>
        <DD>When there is time
        <DL><p>
            <DT><A HREF="{B}" TOREAD="1" TAGS="x">BERT</A>
        </DL><p>
        <HR>
        <DT><A HREF="https://e.org/a">After</A>
    </DL><p>
    <DT><H3>Empty</H3>
    <DL><p>
    </DL><p>
    <DT><A HREF="https://e.org/b">Top</A>
    <DT><A HREF="place:sort=8">Recent</A>
    <DT><A HREF="javascript:alert(1)">Run</A>
</DL><p>
"""


def test_bookmarks() -> None:
    attention, bert, after, top = mentions(BOOKMARKS, "bookmarks.html")
    assert [one.title for one in (attention, bert, after, top)] == [
        "Attention & All",
        "BERT",
        "After",
        "Top",
    ]
    assert (attention.annotation, bert.annotation, after.annotation) == ("Read twice.", None, None)
    assert attention.section == after.section == ("Papers",)
    assert (bert.section, top.section) == (("Papers", "Later"), ())
    assert (attention.state, bert.state) == (None, "open")
    assert (attention.line, attention.column, attention.raw) == (9, 22, A)
    assert top.parent is after.parent is None


def test_bookmarks_as_a_list() -> None:
    text = f"""<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul>
<li><a href="{A}" time_added="1" tags="">Attention</a></li>
<li><a href="{C}" time_added="2" tags="a,b">{C}</a></li>
</ul>
<h1>Read Archive</h1>
<ul><li><a href="{B}" time_added="3" tags="">BERT</a></li></ul></body></html>"""
    attention, code, bert = mentions(text)
    assert (attention.title, attention.section) == ("Attention", ("Unread",))
    assert (code.title, code.parent) == (None, None)
    assert (bert.title, bert.section) == ("BERT", ("Read Archive",))


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\ufeff \n<!doctype HTML PUBLIC 'x'>", True),
        ("<?xml version='1.0'?>\n<!-- a - b -->\n<html lang=en>", True),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>", True),
        ("<h1>x</h1>", True),
        ("<ul>\n<li>x", True),
        ("<p class='x'>x", True),
        ("<pre># x\n- y</pre>", True),
        ("<p align=center>x</p>\n\n# x\n", False),
        ("<div>\n\n[x](https://e.org)\n\n</div>", False),
        ("<https://e.org/>", False),
        ("<b>x</b>", False),
        ("x <html>", False),
        ("<?xml version='1.0'?><records>", False),
        ("", False),
        ("<!--" * 20_000, False),
        ("<!-- -->" * 20_000, False),
    ],
)
def test_looks_like(text: str, is_html: bool) -> None:  # noqa: FBT001 - a table's column
    assert html.looks_like(text) is is_html
    assert (format_of(Note("n.txt", text)) is html) is is_html


def test_a_preformatted_page_is_a_plain_text_note() -> None:
    text = (
        '<html><head></head><body><pre style="word-wrap: break-word;">To read\n=======\n\n'
        f"- [x] Attention {A}\n  - code {C}\n\nBERT &amp; co\n{B}\n</pre></body></html>"
    )
    attention, code, bert = mentions(text)
    assert (attention.section, attention.state) == (("To read",), "done")
    assert code.parent == attention.identifier
    assert (bert.title, bert.parent, bert.line) == ("BERT & co", None, 8)


class TestInPieces:
    """The HTML of a Markdown note comes in pieces: one per tag, or one per line of a block."""

    @staticmethod
    def fed(text: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        builder = Builder(Headings())
        folder = html.Folder(builder)
        offset = 0
        for line in text.splitlines(keepends=True):
            folder.feed(line, offset)
            offset += len(line)
        folder.close()
        for one in builder.passages():
            yield one.text, [(link.raw, link.offset) for link in one.links]

    @pytest.mark.parametrize(
        "text",
        [
            f"<p\nclass=x\n><a\n href='{A}'\n>Title\nmore</a>\nx <!-- a\nb\n--> y\n</p>\n",
            f"<table>\n<tr>\n<td>a</td>\n<td><a href={A}>\nb</a></td>\n</tr>\n</table>\n",
            f"<div>\n<script>\n'{A}'\n</script>\n<svg>\n<a href={A}>\n</svg>\nx\n</div>\n",
            f"<pre>\n  a\n\n{A}<b>\n</b>\n</pre>\n",
            f"<ul>\n<li>a\n<ul>\n<li><a href={A}>b</a>\n</ul>\n<li>c\n</ul>\n",
            f"<!--\n{A}\n",
            f"<p title='a\n> b'\nhref='{A}'\n",
        ],
    )
    def test_lines(self, text: str) -> None:
        whole = [
            (one.text, [(link.raw, link.offset) for link in one.links]) for one in passages(text)
        ]
        assert list(self.fed(text)) == whole

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (f"- a <a href='{A}'>Title</a> b\n- [x]({B})\n", [("Title", ()), ("x", ())]),
            (f"a <br> b <a href='{A}'>*Title*</a>\n", [("Title", ())]),
            (f"<h2>A</h2>\n\n- <a href='{A}'>Title</a>\n", [("Title", ("A",))]),
            (
                f"- <li>a\n- <a href='{A}'>Title</a>\n\n# B\n\n[x]({B})",
                [("Title", ()), ("x", ("B",))],
            ),
            (
                f"<details>\n<summary>A</summary>\n\n- [x]({A})\n\n</details>\n\n[y]({B})",
                [("x", ()), ("y", ())],
            ),
            (f"<p align=center>\n<a href='{A}'>\nTitle</a>\n</p>\n", [("Title", ())]),
            (f"| a |\n|---|\n| x <br> <a href='{A}'>Title</a> |\n", [("Title", ())]),
            (f"a <script> [x]({A}) </script> b <svg> c\n\n[y]({B})", [("x", ()), ("y", ())]),
        ],
    )
    def test_in_markdown(self, text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
        assert [(one.title, one.section) for one in mentions(text, "n.md")] == found

    def test_lists_in_markdown_do_not_go_on(self) -> None:
        text = f"<ul>\n<li>Attention {A}\n\nplain [x]({C})\n"
        assert [one.parent for one in mentions(text, "n.md")] == [None, None]


TAGS = [
    *"<p> <p </p> <ul> </ul> <li> </li> <table> <tr> <td> </td> </table>".split(),
    *"<dl> <dt> <dd> </dl>".split(),
    *"<h2> </h2> <h1> <pre> </pre> <br> <b> </b> <!-- --> <script> </script> <svg> </svg>".split(),
    *"<![CDATA[ ]]> <!doctype> </a> <a> <title> & &amp; &#65; < > \" ' = [x] ☐ #".split(),
    *(f"<a href='{A}'>", f'<a href="{A}">', f"<a href={B} ", "<a href='", "<input type=checkbox>"),
    *(
        "<a href='#'>",
        f"<meta name=citation_doi content={A}>",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
    ),
    *(A, B, "\n", "\r\n", "\r", " ", "  ", "é", "title ", "2017 ", "<h3>", "</h3>"),
]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    mentions(text)
    html.looks_like(text)


@given(st.lists(st.sampled_from(TAGS), max_size=40), st.sampled_from(["n.html", "n.md"]))
def test_any_markup_is_read_and_places_are_true(pieces: list[str], file: str) -> None:
    text = "".join(pieces)
    starts = line_starts(text)
    for mention in mentions(text, file):
        offset = starts[mention.line - 1] + mention.column - 1
        assert text.startswith(mention.raw, offset)


@given(st.lists(st.sampled_from(TAGS), max_size=40))
def test_what_stands_between_tags_is_never_lost(pieces: list[str]) -> None:
    """Outside of comments and hidden elements every address that a browser shows is found."""
    shown = [one for one in pieces if not one.startswith(("<!", "<s", "<t", "<a href='", '"', "'"))]
    text = " ".join(shown)
    if A in shown:
        assert "arxiv:1706.03762" in {str(one.identifier) for one in mentions(f"{text}{A}")}


# A quote that never ends can only be seen from its end.
CLOSED = [one for one in TAGS if one not in ("<pre>", "<a href='", '"', "'")]


@given(st.lists(st.sampled_from(CLOSED), max_size=30))
def test_pieces_mean_what_the_whole_means(pieces: list[str]) -> None:
    text = "\n".join(one.strip("\r\n") for one in pieces) + "\n"
    whole = [(one.text, [link.raw for link in one.links]) for one in passages(text)]
    fed = [(words, [raw for raw, _ in links]) for words, links in TestInPieces.fed(text)]
    assert sum(len(links) for _, links in fed) == sum(len(links) for _, links in whole)


@pytest.mark.parametrize(
    "head", ["", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<pre>", "<table><tr>"]
)
@pytest.mark.parametrize(
    "unit",
    [
        *(
            '<a href="',
            "<",
            "<!--",
            "<li>",
            "<ul><li>",
            "</ul>",
            "<table><tr><td>",
            "</td>",
            "<h2>",
        ),
        *(
            '<a " ="',
            '<a " =">',
            '<a b="><a b=" ',
            "<pre>",
            "<pre>\nx</pre>",
            "<script>",
            "<![CDATA[",
        ),
        *("<!", "&amp;", "&", " ", "\n ", "a\n", "<a href=x>", "<li><h2>x</h2></li>", "<dt><dd>"),
        *("<DL><DT><H3>x</H3>", f"<ul><li>{A} ", "<a href=https://e.org/>x</a>", "='", "<a ="),
    ],
)
def test_time_is_short(unit: str, head: str) -> None:
    def seconds() -> float:
        start = time.process_time()
        passages((head + unit * 100_000)[:100_000])
        return time.process_time() - start

    assert min(seconds() for _ in range(2)) < 0.4

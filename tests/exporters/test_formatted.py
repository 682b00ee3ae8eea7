"""Formatted references: any CSL style, in text, HTML and Markdown; hostile titles are inert."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from tests.exporters.samples import FORMS, LATIN, NASTY, VIETNAMESE, WORLD, titled

from paperbib.errors import PaperbibError
from paperbib.exporters import formatted
from paperbib.exporters.options import Options
from paperbib.exporters.reference_markup import Markup, printed
from paperbib.model import Library, Name, PartialDate
from paperbib.selecting import select

DATA = Path(__file__).parents[1] / "data"
NUMERIC = (DATA / "numeric.csl").read_bytes()
AUTHOR_DATE = (DATA / "author-date.csl").read_bytes()
MARKUPS: tuple[Markup, ...] = ("text", "html", "markdown")


def render(
    library: Library, style: bytes = NUMERIC, markup: Markup = "text", locale: str = ""
) -> str:
    chosen = formatted.Style(style, "x.csl", locale, markup)
    return formatted.render(library, Options(), chosen)


def one(title: str, **fields: object) -> Library:
    return Library(references={"key": titled(title, "arxiv:1706.03762", **fields)})


TWO = Library(
    references={
        "zhang": titled(
            "Bayesian GANs for H$_2$O",
            "arxiv:2001.00001",
            authors=(Name(family="Zhang", given="Wei"),),
            published=PartialDate(year=2020, month=1, day=2),
            kind="article-journal",
            container_title="J. of X.",
            volume="7",
        ),
        "adams": titled(
            "On <b> & *stars*",
            "arxiv:2101.00001",
            authors=(Name(family="Adams", given="Ann"), Name(family="van der Berg", given="Bo")),
            published=PartialDate(year=2021),
        ),
    }
)


def test_numbers_follow_the_order_of_the_library() -> None:
    assert render(select(TWO, ["zhang", "adams"])) == (
        "[1] W. Zhang, Bayesian GANs for H₂O, J. of X., 7, 2020, https://arxiv.org/abs/2001.00001.\n"
        "[2] A. Adams, B. van der Berg, On <b> & *stars*, 2021, https://arxiv.org/abs/2101.00001.\n"
    )
    assert render(select(TWO, ["adams", "zhang"])).startswith("[1] A. Adams")


def test_html() -> None:
    assert render(select(TWO, ["zhang", "adams"]), markup="html") == (
        '<div class="csl-bib-body">\n'
        '  <div class="csl-entry" id="ref-zhang">[1] W. Zhang, '
        "<i>Bayesian GANs for H<sub>2</sub>O</i>, <b>J. of X.</b>, <sup>7</sup>, 2020, "
        '<a href="https://arxiv.org/abs/2001.00001">https://arxiv.org/abs/2001.00001</a>.</div>\n'
        '  <div class="csl-entry" id="ref-adams">[2] A. Adams, B. van der Berg, '
        "<i>On &lt;b&gt; &amp; *stars*</i>, 2021, "
        '<a href="https://arxiv.org/abs/2101.00001">https://arxiv.org/abs/2101.00001</a>.</div>\n'
        "</div>\n"
    )


def test_markdown() -> None:
    assert render(select(TWO, ["zhang", "adams"]), markup="markdown") == (
        "\\[1\\] W. Zhang, *Bayesian GANs for H<sub>2</sub>O*, **J. of X.**, <sup>7</sup>, 2020, "
        "<https://arxiv.org/abs/2001.00001>.\n\n"
        "\\[2\\] A. Adams, B. van der Berg, *On &lt;b&gt; &amp; \\*stars\\**, 2021, "
        "<https://arxiv.org/abs/2101.00001>.\n"
    )


@pytest.mark.parametrize(
    ("locale", "date"), [("", "January 2, 2020"), ("de-DE", "2. Januar 2020"), ("fr", "2 janvier")]
)
def test_a_style_that_sorts_and_speaks(locale: str, date: str) -> None:
    lines = render(TWO, AUTHOR_DATE, locale=locale).splitlines()
    assert [line.split(",")[0] for line in lines] == ["Adams", "Zhang"]
    assert date in lines[1]


@pytest.mark.parametrize("style", [NUMERIC, AUTHOR_DATE])
@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("library", [FORMS, NASTY, LATIN, WORLD, VIETNAMESE])
def test_no_entry_is_lost(library: Library, markup: Markup, style: bytes) -> None:
    printed_ = render(library, style, markup).splitlines()
    lines = [line for line in printed_ if line and "csl-bib" not in line and line != "</div>"]
    assert len(lines) == len(library.references)


def test_an_entry_of_which_a_style_prints_nothing_is_its_title() -> None:
    style = re.sub(rb"(?s)<text variable=.citation-number. pre.*?<group.*</group>", b"", NUMERIC)
    style = style.replace(b"<layout>\n", b'<layout><text variable="ISBN"/>\n')
    assert (
        render(one("A <i>b</i>"), style, "html")
        .splitlines()[1]
        .endswith('">A &lt;i&gt;b&lt;/i&gt;</div>')
    )


HOSTILE = st.text(
    st.one_of(st.sampled_from("<>&\"'*_`[]()!|~^$\\{}#@:/.\ufdd0\ufdd6 -+1abi"), st.characters()),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(title=HOSTILE, family=HOSTILE)
def test_html_holds_only_tags_of_ours(title: str, family: str) -> None:
    library = one(title, authors=(Name(family=family, given="A"),))
    tree = etree.HTML(render(library, markup="html"))
    nodes = list(tree.iter())
    assert {str(node.tag) for node in nodes} <= {"html", "body", "div", *"i b a sup sub".split()}
    assert {str(name) for node in nodes for name in node.attrib} <= {"class", "id", "href"}
    links = [str(node.attrib["href"]) for node in nodes if "href" in node.attrib]
    assert [link for link in links if not link.startswith("https://arxiv.org/")] == []


@settings(deadline=None, max_examples=60)
@given(title=HOSTILE, family=HOSTILE)
def test_markdown_is_one_paragraph_without_links_of_others(title: str, family: str) -> None:
    library = one(title, authors=(Name(family=family, given="A"),))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        render(library, AUTHOR_DATE, "markdown")
    )
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inside = {child.type for child in tokens[1].children or []}
    assert inside <= {"text", "text_special", "link_open", "link_close"}
    links = [child.attrs["href"] for child in tokens[1].children or [] if child.attrs]
    assert all(str(link).startswith("https://doi.org/10.48550/") for link in links)


@pytest.mark.parametrize(
    ("text", "markup", "expected"),
    [
        ("1. a", "markdown", "1\\. a"),
        ("- a", "markdown", "\\- a"),
        ("\ufdd0a.\ufdd6. b", "text", "a. b"),
        ("\ufdd0a.\ufdd6. b", "html", "<i>a.</i> b"),
        ("\ufdd0a", "html", "<i>a</i>"),
        ("a\ufdd6b\nc", "html", "ab c"),
        ("wait... \ufdd1x\ufdd6", "markdown", "wait... **x**"),
    ],
)
def test_marks(text: str, markup: Markup, expected: str) -> None:
    assert printed(text, markup) == expected


@pytest.mark.parametrize(
    ("style", "what", "hint"),
    [
        (b"\\cite{x}", "this is no CSL style", "styles are at"),
        (NUMERIC[:700], "citeproc-py cannot use this style (XMLSyntaxError", "another style"),
        (re.sub(rb"(?s)<bibliography.*</bibliography>", b"", NUMERIC), "no bibliography", "notes"),
        (
            (
                b'<style xmlns="http://purl.org/net/xbiblio/csl"><info>'
                b'<link rel="independent-parent" href="http://www.zotero.org/styles/apa"/></info></style>'
            ),
            "this style only names another one",
            "take http://www.zotero.org/styles/apa",
        ),
        (
            NUMERIC.replace(b'<text variable="URL"/>', b'<text macro="none"/>'),
            "citeproc-py cannot use this style",
            "pandoc --citeproc",
        ),
    ],
)
def test_a_style_that_cannot_be_used(style: bytes, what: str, hint: str) -> None:
    with pytest.raises(PaperbibError) as caught:
        render(FORMS, style)
    assert caught.value.what.startswith("x.csl: ")
    assert what in caught.value.what
    assert "\n" not in caught.value.what
    assert hint in caught.value.hint


@pytest.mark.parametrize("locale", ["xx-XX", "en_US", 'en"]', "deutsch"])
def test_a_language_there_is_not(locale: str) -> None:
    with pytest.raises(PaperbibError, match="there are no terms in this language"):
        render(FORMS, locale=locale)


def test_without_citeproc_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(PaperbibError, match="need the package citeproc-py") as caught:
        render(FORMS)
    assert "pip install 'paperbib[formatted]'" in caught.value.hint


def test_warnings_are_not_shown_and_not_silenced_for_others() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        for _ in formatted.pieces(FORMS, Options(), formatted.Style(NUMERIC, "x.csl")):
            warnings.warn("ours", stacklevel=1)
    assert {str(warning.message) for warning in shown} == {"ours"}

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import markdown
from paperbib.exporters.options import Options, Page
from paperbib.model import Library, Name, PartialDate, Reference

ALL = Options()


def bullets(library: Library, options: Options = ALL) -> list[str]:
    return re.findall(r"(?m)^ *- .*$", markdown.render(library, options))


def under(*section: str) -> Reference:
    """A page that is mentioned below some headings."""
    identifier = "url:https://example.org/1"
    return reference(identifier, mention(identifier, section=section))


def tokens(text: str) -> list[Token]:
    return [
        token
        for block in MarkdownIt("commonmark").parse(text)
        for token in [block, *(block.children or [])]
    ]


@pytest.mark.parametrize("name", ["forms", "nasty", "world"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    library = {"forms": FORMS, "nasty": NASTY, "world": WORLD}[name]
    golden(f"{name}.md", markdown.render(library, ALL))


def test_one_bullet_says_who_what_when_and_how_to_cite_it() -> None:
    assert bullets(FORMS)[1] == (
        "- [x] [Attention Is All You Need: BERT in 𝒪(n) at 50% Cost]"
        "(<https://arxiv.org/abs/1706.03762>) · Ashish Vaswani, ATLAS Collaboration, "
        "Martin Luther King Jr. et al., 2017 · "
        "[arXiv](<https://arxiv.org/abs/1706.03762>) [PDF](<https://arxiv.org/pdf/1706.03762>) · "
        "`vaswani2017attention` · The one to read first; see section 3.2 &amp; fig. 1."
    )
    assert bullets(FORMS)[2].startswith("  - [coqui-ai/TTS](<https://github.com/coqui-ai/TTS>)")


def test_annotations_can_be_left_out() -> None:
    assert "read first" not in markdown.render(FORMS, Options(annotations=False))


def test_an_empty_library_says_so() -> None:
    assert markdown.render(Library(), ALL) == "# Reading list\n\nNo references.\n"


def test_three_authors_are_all_named() -> None:
    people = tuple(Name(literal=one) for one in "ABCD")
    three = bullets(Library(references={"k": titled("T", authors=people[:3])}))[0]
    four = bullets(Library(references={"k": titled("T", authors=people)}))[0]
    assert "A, B, C ·" in three
    assert "A, B, C et al. ·" in four


def test_an_address_that_no_browser_should_open_is_no_link() -> None:
    assert markdown.escape("[x](javascript:alert(1))") == r"\[x\](javascript:alert(1))"


ADDRESSES = (
    *("foo.bar@uni.example", "see mailto:a@b.cd, xmpp:bob@chat.example/x.", "a_b@c_d.ef"),
    *(
        "xmpp:@/e.org",
        "mailto:@.b.cd",
        "a@.b.cd",
        "a@-b.cd",
        "a+b@c.de@f.gh",
        "é.x@b.cd",
        "www.e.org",
        "https://e.org ftp://e.org",
    ),
)
ADDRESS_PARTS = st.lists(
    st.sampled_from([*"@@@ab._-+/:~*[ ", "mailto:", "xmpp:", "www.", "http://", "e.org"])
)


@given(st.sampled_from(ADDRESSES) | ADDRESS_PARTS.map("".join))
@settings(max_examples=300, deadline=None)
def test_github_makes_no_link_of_an_address_in_a_text(text: str) -> None:
    for line in ("{}", "# {}", "- x · {} · `k`", "* **{}**"):
        html = cmarkgfm.github_flavored_markdown_to_html(line.format(markdown.escape(text)))
        assert "<a" not in html, html


def test_an_address_in_a_note_reads_as_it_was() -> None:
    assert markdown.escape("a@b.cd @you a @ b") == r"a\@<!-- -->b.cd \@you a \@ b"


def test_headings_are_in_the_order_of_their_numbers() -> None:
    names = ["S10", "s2", "S1", "S01", "10", "9", "S" + "9" * 5000, "B"]
    references = {f"k{at}": under(name) for at, name in enumerate(names)}
    text = markdown.render(Library(references=references), ALL)
    found = re.findall("(?m)^## (.{1,5})", text)
    assert found == ["9", "10", "B", "S01", "S1", "s2", "S10", "S9999"]


@pytest.mark.parametrize(
    ("title", "heading"), [("Our *list*", r"# Our \*list\*"), ("\u200b", "# Reading list")]
)
def test_the_title_heads_it_and_its_anchor_is_taken(title: str, heading: str) -> None:
    library = Library(references={"a": under("Our list"), "b": under("Reading list")})
    text = markdown.render(library, Options(page=Page(title=title)))
    assert text.splitlines()[0] == heading
    is_own = title != "\u200b"
    assert f"(#our-list{'-1' * is_own})" in text
    assert f"(#reading-list{'-1' * (not is_own)})" in text


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=300, deadline=None)
def test_any_text_stays_text(title: str, name: str, annotation: str) -> None:
    text = [part.encode("utf-8", "ignore").decode() for part in (title, name, annotation)]
    hard = reference(
        "arxiv:1706.03762",
        record("arxiv:1706.03762", title=text[0], authors=(Name(literal=text[1]),)),
        mention("arxiv:1706.03762", section=(text[1], "end"), annotation=text[2]),
    )
    found = tokens(markdown.render(Library(references={"a": hard, "b": hard}), ALL))
    kinds = {token.type for token in found if token.content != "<!-- -->"}
    # Two sections are too few to be folded: no HTML is ours.
    assert kinds <= {
        *("strong_open", "strong_close"),
        *("heading_open", "heading_close", "inline", "text", "paragraph_open", "paragraph_close"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("link_open", "link_close", "code_inline", "text_special"),
    }
    links = [str(token.attrGet("href")) for token in found if token.type == "link_open"]
    paper, pdf = "https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"
    assert [one for one in links if not one.startswith("#")] == [paper, paper, pdf] * 2
    assert [token.content for token in found if token.type == "code_inline"] == ["a", "b"]


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=3), max_size=10))
@settings(deadline=None)
def test_every_reference_is_there_once_whatever_stands_under_what(
    parents: dict[int, list[int]],
) -> None:
    def page(number: int) -> str:
        return f"url:https://example.org/{number}"

    references = {
        f"key{number}": reference(
            page(number), *(mention(page(number), parent=page(one)) for one in above)
        )
        for number, above in parents.items()
    }
    keys = re.findall(r"`(key\d)`", markdown.render(Library(references=references), ALL))
    assert sorted(keys) == sorted(references)


def test_a_part_of_a_part_is_deeper_and_a_circle_is_cut() -> None:
    def page(name: str, parent: str) -> tuple[str, str]:
        return f"url:https://example.org/{name}", f"url:https://example.org/{parent}"

    pairs = [page("a", "c"), page("b", "a"), page("c", "b"), page("d", "b"), page("e", "nowhere")]
    references = {own[-1]: reference(own, mention(own, parent=parent)) for own, parent in pairs}
    lines = bullets(Library(references=references))
    assert [re.sub(r"- .*`(.)`", r"\1", line) for line in lines] == [
        "e",
        "a",
        "  b",
        "    c",
        "    d",
    ]


def test_a_part_of_several_stands_under_the_first_of_them_only() -> None:
    first, second, part = (f"url:https://example.org/{name}" for name in ("z", "a", "part"))
    shared = reference(part, mention(part, parent=first), mention(part, parent=second))
    references = {"z": reference(first), "a": reference(second), "part": shared}
    lines = bullets(Library(references=references))
    assert [re.sub(r"- .*`(.+)`", r"\1", line) for line in lines] == ["a", "z", "  part"]


def test_a_long_chain_needs_no_deep_stack() -> None:
    references = {
        f"{number:05}": reference(
            f"url:https://example.org/{number}",
            mention(
                f"url:https://example.org/{number}", parent=f"url:https://example.org/{number + 1}"
            ),
        )
        for number in range(1500)
    }
    assert len(bullets(Library(references=references))) == 1500


@pytest.mark.parametrize(
    ("library", "expected"),
    [
        (FORMS, "**6** papers · **3** links · 1 read · 1 to read · years 1999–2018"),
        (Library(references={"k": under("a")}), "**1** link"),
        (Library(references={"k": titled("T", published=PartialDate(year=7))}), None),
    ],
)
def test_the_counts(library: Library, expected: str | None) -> None:
    line = markdown.render(library, ALL).splitlines()[2]
    assert line == (expected or "**1** paper · year 7")


def test_what_is_published_says_where_and_its_publisher_is_linked() -> None:
    article, *_ = bullets(PUBLISHED)
    assert article.startswith(
        "- [Deep Residual Learning](<https://arxiv.org/abs/1512.03385>) · Kaiming He, Pál Erdős, "
        "2016 · J. Tests &amp; Measures 12(3), 770-778 · "
        "[arXiv](<https://arxiv.org/abs/1512.03385>) [PDF](<https://arxiv.org/pdf/1512.03385>) "
        "[DOI](<https://doi.org/10.1109/CVPR.2016.90>) · "
    )
    pinned = next(one for one in bullets(PUBLISHED) if "`pinned`" in one)
    assert "](<https://arxiv.org/abs/1512.03392v2>) · " in pinned
    assert "[arXiv](<https://arxiv.org/abs/1512.03392>)" in pinned
    assert all(one.count("doi.org") <= 1 for one in bullets(PUBLISHED))


def test_what_is_withdrawn_or_gone_says_so() -> None:
    page = "url:https://example.org/a.pdf"
    library = Library.model_validate(
        {
            "references": {"a": titled("T", is_withdrawn=True), "b": reference(page)},
            "dead_links": [page],
        }
    )
    withdrawn, dead = bullets(library)
    assert withdrawn.startswith("- [T](<https://arxiv.org/abs/1706.03762>) (withdrawn) · ")
    # It is its own PDF: one link is enough.
    assert dead == "- [example.org/a.pdf](<https://example.org/a.pdf>) (dead link) · `b`"


@pytest.mark.parametrize("library", [FORMS, NASTY])
def test_a_new_entry_changes_its_line_and_the_counts_above_it(library: Library) -> None:
    new = under("Reading", "Transformers, attention")
    more = Library(references={**library.references, "new": new})
    before, after = (markdown.render(one, ALL).splitlines() for one in (library, more))
    changed = [one for one in difflib.ndiff(before, after) if one.startswith("+ ")]
    is_known = library is FORMS
    # Counts, contents of two levels, the bullet; two headings, and the blank lines, if new.
    assert len(changed) == (4 if is_known else 9)

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.exporters.samples import FORMS, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import markdown
from paperbib.exporters.options import Options
from paperbib.model import Library, Name

ALL = Options()


def bullets(library: Library, options: Options = ALL) -> list[str]:
    return re.findall(r"(?m)^ *- .*$", markdown.render(library, options))


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
        "Martin Luther King Jr. et al., 2017 · `vaswani2017attention` · "
        "The one to read first; see section 3.2 &amp; fig. 1."
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
    kinds = {token.type for token in found}
    assert kinds <= {
        *("heading_open", "heading_close", "inline", "text", "paragraph_open", "paragraph_close"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("link_open", "link_close", "code_inline", "text_special"),
    }
    links = [token.attrGet("href") for token in found if token.type == "link_open"]
    assert links == ["https://arxiv.org/abs/1706.03762"] * 2
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

"""The sections of the reading list, and its contents: every link leads where GitHub puts it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.consumers import consumers
from tests.exporters import torture
from tests.exporters.samples import FORMS, mention, reference
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import markdown
from paperbib.exporters.github_anchors import Anchors, plain
from paperbib.exporters.options import Options
from paperbib.model import Library, Reference

ALL = Options()


def under(*section: str, number: int = 1) -> Reference:
    """A page that is mentioned below some headings."""
    identifier = f"url:https://example.org/{number}"
    return reference(identifier, mention(identifier, section=section))


def sections(*paths: tuple[str, ...]) -> Library:
    references = {f"k{at:03}": under(*path, number=at) for at, path in enumerate(paths)}
    return Library(references=references)


def contents(text: str) -> list[str]:
    return re.findall(r"(?m)^ *\* .*$", text)


def tokens(text: str) -> list[Token]:
    return [
        token
        for block in MarkdownIt("commonmark").parse(text)
        for token in [block, *(block.children or [])]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exchange(a, b [, c_d])", "exchangea-b--c_d"),
        ("heading with a - dash", "heading-with-a---dash"),
        ("I ♥ unicode", "i--unicode"),
        ("en–dash, d’accord", "endash-daccord"),
        ("😄 – :smile:", "--smile"),
        ("Привет 你好 עברית हिन्दी", "привет-你好-עברית-हिन्दी"),
        ("ΛΟΓΟΣ ǅ İ ẞ", "λογοσ-ǆ-i̇-ß"),
        ("H₂O x² ½ ① Ⅷ ٣", "ho-x---ⅷ-٣"),
        ("Ⓐ 🄰 ☃ €", "ⓐ-🄰--"),
        ("a‿b＿c\u00a0d", "a‿b＿cd"),
        ("a\u0301\u20dd", "a\u0301\u20dd"),
        ("C#/.NET & <b>", "cnet--b"),
        ("--", "--"),
        ("?!", ""),
    ],
)
def test_an_anchor_is_what_github_makes_of_a_heading(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_repeated_anchors_are_counted_as_github_counts_them() -> None:
    anchors = Anchors()
    headings = ["Echo", "echo", "Echo 1", "echo-1", "echo", "fox-1", "fox", "fox", "!", "?"]
    expected = "echo echo-1 echo-1-1 echo-1-2 echo-2 fox-1 fox fox-2"
    assert [anchors.of(one) for one in headings] == [*expected.split(), "", ""]


def test_headings_stand_in_each_other_and_the_deepest_are_one() -> None:
    deep = sections(("a", "B"), ("a",), ("A",), tuple("uvwxyz"), ("a", " ", "B", "c"), ())
    text = markdown.render(deep, ALL)
    assert re.findall(r"(?m)^#.*$", text) == [
        *("# Reading list", "## A", "## a", "### B", "#### c"),
        *("## u", "### v", "#### w", "##### x", "###### y › z", "## Other"),
    ]
    assert re.findall("`(.*)`", text) == "k002 k001 k000 k004 k003 k005".split()


def test_the_contents_lead_to_every_section_and_count_what_is_below() -> None:
    twice = sections(("Reading list",), ("A & b", "X"), ("A & b", "X"), ("C", "x"), ("+",), ())
    assert contents(markdown.render(twice, ALL)) == [
        "* **+** (1)",
        "* [A &amp; b](#a--b) (2)",
        "  * [X](#x) (2)",
        "* [C](#c) (1)",
        "  * [x](#x-1) (1)",
        "* [Reading list](#reading-list-1) (1)",
        "* [Other](#other) (1)",
    ]


@pytest.mark.parametrize("number", [1, 2, 12, 13])
def test_long_contents_are_folded_and_one_section_needs_none(number: int) -> None:
    is_folded = number > 12
    text = markdown.render(sections(*((f"S{at:02}",) for at in range(number))), ALL)
    assert len(contents(text)) == (number if number > 1 else 0)
    assert ("<details>\n<summary>Contents</summary>\n\n* [S00](#s00) (1)\n" in text) == is_folded
    assert ("(1)\n\n</details>\n\n## S00\n" in text) == is_folded
    links = [one for one in tokens(text) if one.type == "link_open"]
    assert len(links) == len(contents(text)) + number


HEADINGS = st.lists(
    st.tuples(HOSTILE | st.sampled_from(("A", "a", "a-1", "+", "Other", "Reading list"))),
    min_size=2,
    max_size=8,
)


@given(HEADINGS)
@settings(max_examples=200, deadline=None)
def test_the_contents_lead_to_the_headings_as_they_are_rendered(
    paths: list[tuple[str, ...]],
) -> None:
    cleaned = [tuple(one.encode("utf-8", "ignore").decode() for one in path) for path in paths]
    found = tokens(markdown.render(sections(*cleaned), ALL))
    anchors = Anchors()
    at = [number for number, one in enumerate(found) if one.type == "heading_open"]
    there = [anchors.of(text_of(found[number + 1])) for number in at]
    linked = [str(one.attrGet("href")) for one in found if one.type == "link_open"]
    inside = [unquote(one[1:]) for one in linked if one.startswith("#")]
    assert inside == ([one for one in there[1:] if one] if len(there) > 2 else [])


def text_of(heading: Token) -> str:
    return "".join(one.content for one in heading.children or () if one.content != "<!-- -->")


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if isinstance(one, dict) and "t" in one:
            yield one


def test_pandoc_reads_it_as_github_does() -> None:
    consumers.require("pandoc")
    # Pandoc keeps superior figures in an anchor, and GitHub does not.
    figures = re.compile("[²₂½①]")
    kept = {
        key: one
        for key, one in torture.TORTURE.references.items()
        if not figures.search("".join(one.sections))
    }
    library = Library(references={**kept, **FORMS.references})
    done = subprocess.run(
        ["pandoc", "-f", "gfm", "-t", "json"],
        input=markdown.render(library, ALL).encode(),
        check=True,
        stdout=subprocess.PIPE,
    )
    # Comments within addresses show nothing.
    comment = {"t": "RawInline", "c": ["html", "<!-- -->"]}
    nodes = [one for one in _nodes(json.loads(done.stdout)["blocks"]) if one != comment]
    assert {one["t"] for one in nodes} == {
        *("Header", "Str", "Space", "Link", "Plain", "Para", "BulletList", "Code", "Strong"),
        "RawBlock",
    }
    # The beginning and the end of the folded contents.
    assert len([one for one in nodes if one["t"] == "RawBlock"]) == 2
    there = {one["c"][1][0] for one in nodes if one["t"] == "Header"}
    targets = [unquote(one["c"][2][0]) for one in nodes if one["t"] == "Link"]
    inside = [one[1:] for one in targets if one.startswith("#")]
    assert len(inside) > 300
    assert set(inside) <= there
    assert all(one.startswith(("#", "https://", "http://")) for one in targets)
    assert len([one for one in nodes if one["t"] == "Code"]) == len(library.references)

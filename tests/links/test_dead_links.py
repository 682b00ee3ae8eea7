"""Dead links in the lock: only a library that has any is written in another way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import canonical, markdown
from paperbib.exporters.options import Options
from paperbib.identifiers import url
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Reference

PAGES = ("https://a.example.org/", "https://b.example.org/x?y=z", "http://c.example.org/ü")


def identifier(address: str) -> Identifier:
    found = url.canonise(address)
    assert found is not None
    return found


A, B, C = map(identifier, PAGES)


def library(*dead: Identifier) -> Library:
    references = {f"k{number}": Reference(identifiers=(one,)) for number, one in enumerate((A, B))}
    return Library(references=references, dead_links=dead)


@given(st.lists(st.sampled_from([A, B, C]), max_size=5))
def test_the_lock_says_the_same_however_it_is_said(dead: list[Identifier]) -> None:
    text = canonical.render(library(*dead))
    assert text == canonical.render(library(*reversed(dead)))
    read = canonical.parse(text, "library.json")
    assert read.dead_links == tuple(sorted(set(dead)))
    assert canonical.render(read) == text
    assert json.loads(text)["revision"] == (3 if dead else 2)


def test_the_last_dead_link_takes_the_revision_along() -> None:
    read = canonical.parse(canonical.render(library(A)), "library.json")
    again = read.model_copy(update={"dead_links": ()})
    assert canonical.render(again) == canonical.render(library())


@pytest.mark.parametrize(("written", "kept"), [(2, 3), (3, 3), (4, 4)])
def test_a_revision_is_never_lowered_below_what_is_in_it(written: int, kept: int) -> None:
    data = json.loads(canonical.render(library(A))) | {"revision": written}
    again = json.loads(canonical.render(canonical.parse(json.dumps(data), "library.json")))
    assert again == data | {"revision": kept}


def test_the_reading_list_says_it_in_words() -> None:
    plain = markdown.render(library(), Options())
    marked = markdown.render(library(B), Options())
    assert marked.replace(" (dead link)", "", 1) == plain
    assert f"(<{B.value}>) (dead link)" in marked

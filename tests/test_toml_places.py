import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbib.toml_places import KeyPath, Place, nearest, places

TRICKY = '''\
# [override."in a comment"]
title = "[override.\\"in a text\\"]"
passage = """
[override.x]
title = 1 \\""" "" """
literal = \'\'\'
[override.y]
\'\'\'\'
  [ override . "arxiv:1706.03762" ]  # behind
  title = \'a # b\'
authors = [
    "A ] B", # [c]
    {family = "C, D", "given" = [1, {x = 2}]},
]
other."dotted \\u0041".key = 1979-05-27 07:32:00
[override.\'https://e.org/a.b#c\']
ignore=true
[[list]]
a = {}
b = []
[[list]]
a.b = 1
"key with = and ]" = 3
'''
PAPER = ("override", "arxiv:1706.03762")


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("title",), 2, 1),
        (("passage",), 3, 1),
        (("literal",), 6, 1),
        (("override",), 9, 5),
        (PAPER, 9, 16),
        ((*PAPER, "title"), 10, 3),
        ((*PAPER, "authors"), 11, 1),
        ((*PAPER, "authors", 0), 12, 5),
        ((*PAPER, "authors", 1), 13, 5),
        ((*PAPER, "authors", 1, "family"), 13, 6),
        ((*PAPER, "authors", 1, "given"), 13, 23),
        ((*PAPER, "authors", 1, "given", 1, "x"), 13, 38),
        ((*PAPER, "other", "dotted A"), 15, 7),
        ((*PAPER, "other", "dotted A", "key"), 15, 23),
        (("override", "https://e.org/a.b#c"), 16, 11),
        (("override", "https://e.org/a.b#c", "ignore"), 17, 1),
        (("list",), 18, 3),
        (("list", "a"), 19, 1),
        (("list", "a", "b"), 22, 3),
        (("list", "key with = and ]"), 23, 1),
    ],
)
def test_where_a_key_stands(path: KeyPath, line: int, column: int) -> None:
    tomllib.loads(TRICKY)
    assert places(TRICKY)[path] == Place(line, column)


def test_what_stands_in_texts_and_comments_is_no_key() -> None:
    names = {path[1] for path in places(TRICKY) if path[0] == "override" and len(path) > 1}
    assert names == {"arxiv:1706.03762", "https://e.org/a.b#c"}


def test_line_ends_of_other_systems_count_once() -> None:
    assert places("a = 1\r\nb = 2\r\n")[("b",)] == Place(2, 1)


def test_what_has_no_place_stands_where_its_table_does() -> None:
    found = places("[a]\nb = 1\n")
    assert nearest(found, ("a", "b", "c", 3)) == Place(2, 1)
    assert nearest(found, ("x",)) is None


SCALARS = st.sampled_from(
    ["1", "-0.5", "true", "1979-05-27", '"a\\"]"', "'}#'", '"""x\n[t]"""', "'''\n'''", '""""""']
)
KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f]'", '"\\u0067=1"', "1"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    values = st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda some: "[ " + ",\n# ]\n".join(some) + "\n]"),
            st.lists(inner, max_size=3).map(
                lambda some: "{" + ", ".join(f"k{n} = {one}" for n, one in enumerate(some)) + "}"
            ),
        ),
        max_leaves=8,
    )
    names = draw(st.lists(KEYS, unique=True, max_size=4))
    lines = [f"{name} = {draw(values)} # {name} = 1" for name in names]
    lines += [f"[t.{name}]\nx.y = {draw(values)}" for name in names]
    return "\n".join(lines)


def paths_of(value: object, path: KeyPath = ()) -> set[KeyPath]:
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found |= paths_of(inner, (*path, index))
    return found


@settings(max_examples=300)
@given(documents())
def test_every_key_of_a_document_has_a_place_and_nothing_else(text: str) -> None:
    assert set(places(text)) == paths_of(tomllib.loads(text))


@settings(max_examples=300)
@given(st.text(alphabet="[]{}\"'=,.#\\\n a1", max_size=60))
def test_what_is_no_toml_does_no_harm(text: str) -> None:
    for place in places(text).values():
        assert 1 <= place.line <= text.count("\n") + 1


def test_a_megabyte_takes_no_time() -> None:
    text = 'a = """' + '\\" "" ' * 170_000 + '"""\nb = [' + "[{x = 1}]," * 50_000 + "]\nc = 1\n"
    assert places(text)[("c",)] == Place(3, 1)

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import yaml_text

FICKLE = """
    yes no on off y n true NULL null ~ 1e3 1_000 0x1F 0o17 017 .5 1. .inf .NaN 12:30:45 2020-01-01
    = << - -- --- ... ? : # % @x `x` !t &a *a | > {a} [b] 'q' "d" \\ \\n a:b a#b
""".split()
ODD = ["", " x ", "a: b", "a #c", "- x", "? x", "\x00\x07\x1b\x7f\x85\xa0", "\u2028\u2029\ufeff"]
ODD += ["\ud800", "\ud83d\ude00", "😀", "\ufffe\uffff", "\t\r\n", "é\u0301", "x" * 500, "a " * 500]


@pytest.mark.parametrize("text", FICKLE + ODD)
def test_a_text_stays_a_text(text: str) -> None:
    written = "".join(yaml_text.lines({"field": text, "list": [text], text: text}))
    assert yaml.safe_load(written) == {"field": text, "list": [text], text: text}
    assert written.endswith("\n")


TREES = st.recursive(
    st.text() | st.integers(),
    lambda inner: (
        st.dictionaries(st.text(), inner, min_size=1, max_size=3)
        | st.lists(st.dictionaries(st.text(), inner, min_size=1, max_size=3), min_size=1)
        | st.lists(st.text() | st.integers() | st.lists(st.integers()), min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), TREES, min_size=1, max_size=4))
def test_any_tree_reads_back_the_same(tree: dict[str, yaml_text.Value]) -> None:
    assert yaml.safe_load("".join(yaml_text.lines(tree))) == tree


def test_it_is_written_for_people_too() -> None:
    written = "".join(yaml_text.lines([{"id": "Erdős", "author": [{"family": "李"}], "n": [1, 2]}]))
    assert written == '- id: "Erdős"\n  author:\n  - family: "李"\n  "n":\n  - 1\n  - 2\n'

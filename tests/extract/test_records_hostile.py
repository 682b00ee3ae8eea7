"""Records in JSON and YAML that are broken, nasty or long: nothing is lost, nothing takes long."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract
from paperbib.extract.data import json_text, records, yaml_text
from paperbib.extract.data.values import Array, Object, Value
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
BOTH = ["arxiv:1706.03762", "arxiv:1810.04805"]


def passages(text: str, file: str) -> list[Passage]:
    return list(records.passages(Note(file, text), Headings()))


def mentions(text: str, file: str) -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def names(text: str, file: str) -> list[str]:
    return [str(one.identifier) for one in mentions(text, file)]


@pytest.mark.parametrize("file", ["r.json", "r.jsonl"])
@pytest.mark.parametrize(
    "text",
    [
        f'["{A}", "{B}"',
        f'["{A}", oh {B}',
        f'["{A}", "{B}]',
        f'{{"url": "{A}", "x" "{B}"}}',
        f'[{{"title": "A", "url": "{A}"]\n[{{"url": "{B}"}}]',
        f'[\n// "{A}"\n"{B}", // Bert\n]',
        f'{{"url": "{A}"}}}}\nx {B}',
        f'"{A}"\n<<<<<<<\n"{B}"',
        f'{{"{A}" {{"url": "{B}"}}',
        f'[1, {{,}}, "{A}", ["{B}",],]',
        f"{A}\n{B}\n",
        f"{'[' * 300}{A}\n\n{B}",
    ],
)
def test_broken_json_loses_nothing(text: str, file: str) -> None:
    assert names(text, file) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        f"a: [{A}\nb: {B}\n",
        f"a:\n\t- {A}\n\t- {B}\n",
        f"%\n{A}\n{B}",
        f"{'[' * 300}{A}\n\n{B}",
        f"- {A}\n - {B}\n- a: b: c",
        f"- {A}\n- *nowhere\n- {B}",
        f"- &x {A}\n- *x\n- *x\n- {B}",
        f"- !!python/object:os.system {A}\n- !<x> {B}",
        f"- \x00 {A}\n- {B}",
        f"- \ud800 {A}\n- {B}",
        f"{A}: {{{B}: x}}",
    ],
)
def test_yaml_that_is_none_or_nasty(text: str) -> None:
    assert names(text, "r.yml") == BOTH


def plain_value(node: object) -> object:
    if isinstance(node, Value):
        return node.text
    if isinstance(node, Array):
        return [plain_value(one) for one in node.values]
    assert isinstance(node, Object)
    return [(key.text if key else None, plain_value(value)) for key, value in node.pairs]


def as_text(node: object) -> object:
    if isinstance(node, list):
        return [as_text(one) for one in node]
    if isinstance(node, dict):
        return [(key, as_text(value)) for key, value in node.items()]
    return "" if node is None else node if isinstance(node, str) else json.dumps(node)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_json_is_read_as_the_standard_library_reads_it(
    node: object,
    is_ascii: bool,  # noqa: FBT001 - drawn
    indent: int | None,
) -> None:
    text = json.dumps(node, ensure_ascii=is_ascii, indent=indent)
    document = json_text.read(text)
    assert document.rest == []
    assert document.is_whole
    assert [plain_value(one) for one in document.values] == [as_text(node)]


@given(JSON, st.integers(0, 300), st.text(max_size=5))
def test_no_text_can_do_harm(node: object, place: int, junk: str) -> None:
    text = json.dumps([node, A])
    for broken in (text[:place] + junk + text[place:], text[place:], junk * 50):
        for file in ("r.json", "r.jsonl", "r.yml"):
            for one in mentions(broken, file):
                assert one.line > 0
        records.looks_like(broken)


@given(st.text(alphabet="ab:-#'\"|>[]{}&*!?,\\ \n\t.1", max_size=60))
def test_pieces_of_yaml_make_up_the_text_and_stand_in_the_note(text: str) -> None:
    for node in (todo := list(yaml_text.read(text) or ())):
        if isinstance(node, Array):
            todo += node.values
        elif isinstance(node, Object):
            todo += [one for pair in node.pairs for one in pair if one is not None]
        elif isinstance(node, Value):
            assert all(0 <= offset <= len(text) for _, offset in node.pieces)
    mentions(text, "r.yml")


JSON_UNITS = ["[", "{", '{"a":', "[[],", "1,", "[1],", '"', '"\\', "a\n", "[]\n", "//\n", '"a":',
              '{"x":1}\n', "x\n[1,\n"]  # fmt: skip
YAML_UNITS = ["[", "{", "{a: ", "a: [", "[[],", "- ", "? ", "- 1\n", "a: b\n", "#\n", "- a #b\n",
              "---\n", "- |\n  x\n", "? [a]\n", "- 'a''b'\n", "&a ", "\r"]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "unit"),
    [*(("r.jsonl", unit) for unit in JSON_UNITS), *(("r.yml", unit) for unit in YAML_UNITS)],
)
def test_time_is_linear(file: str, unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    records.looks_like(text[:65_536])
    passages(text, file)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("r.json", '["' + "\\n" * 99_000 + '"]'),
        ("r.json", '{"section":"a' + " " * 190_000 + 'b"}'),
        ("r.json", '{"title":"' + "[" * 190_000 + '"}'),
        ("r.json", '{"note":"' + "<a" * 95_000 + '"}'),
        ("r.yml", '"' + "\\x41" * 49_000 + '\n"'),
        ("r.yml", "|\n a\n" + " \n" * 99_000 + " b"),
        ("r.yml", "- a\n" + "#x\n" * 60_000 + "- b"),
        ("r.yml", "[" + "a," * 99_000 + "]"),
    ],
)
def test_time_is_linear_in_one_value(file: str, text: str) -> None:
    start = time.process_time()
    passages(text, file)
    assert time.process_time() - start < 2

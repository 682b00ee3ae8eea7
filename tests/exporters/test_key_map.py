import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.exporters import key_map
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers.whole import parse
from paperbib.model import Library, Mention, Reference


def library(title: str, aliases: dict[str, str] | None = None) -> Library:
    identifier = parse("arxiv:1706.03762")
    mention = Mention(identifier=identifier, file="n.md", title=title)
    reference = Reference(identifiers=(identifier,), mentions=(mention,))
    return Library(references={"v": reference}, aliases=aliases or {})


def rows(one: Library) -> list[list[str]]:
    return list(csv.reader(io.StringIO(key_map.render(one, Options()), newline="")))


def test_the_table() -> None:
    text = key_map.render(library('The "Best", in two', {"c": "v", "b": "v", "z": "y"}), Options())
    assert text == (
        '"key","identifier","aliases","title"\n'
        '"v","arxiv:1706.03762","b c","The ""Best"", in two"\n'
    )
    assert key_map.render(Library(), Options()) == '"key","identifier","aliases","title"\n'


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1", "'＝1"),
        ("\t=1", "'=1"),
        ("a;=1", "a;'=1"),
        ("a; =1", "a;' =1"),
        ("x = y", "x = y"),
        ("Pre-training", "Pre-training"),
    ],
)
def test_a_title_is_no_formula(title: str, cell: str) -> None:
    assert rows(library(title))[1][3] == cell


@given(st.text(st.characters() | st.sampled_from('",;\n\r=+-@\ud800'), max_size=40))
def test_any_title_is_one_cell(title: str) -> None:
    header, row = rows(library(title))
    assert header == list(key_map.COLUMNS)
    assert row[:3] == ["v", "arxiv:1706.03762", ""]
    assert row[3].replace("'", "") == tidy(title).replace("'", "")
    assert not row[3].startswith(("=", "+", "-", "@"))
    row[3].encode()

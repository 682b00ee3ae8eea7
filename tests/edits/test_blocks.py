"""A .bib is read without loss, as BibTeX reads it, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperbib.edits.blocks import Kind
from paperbib.edits.scanning import read
from paperbib.edits.values import said, wrapped_as

SNIPPETS = st.sampled_from(
    [
        *'@{}(),="#%\\ \t\r\n',
        "\ufeff",
        "@misc{a,",
        "@string(b = ",
        "@comment{",
        "@preamble{",
        "title = ",
        "{x}",
        '"y"',
        "2017",
        "jun",
        "é",
        "\r\n",
    ]
)


@given(st.lists(SNIPPETS | st.text(max_size=3), max_size=30).map("".join))
@settings(max_examples=1000, deadline=None)
@example("@misc{a, title = {x")
@example("\ufeff@misc{a}@misc{b}")
def test_the_blocks_of_any_text_are_the_text(text: str) -> None:
    reading = read(text)
    assert "".join(block.text for block in reading.blocks) == text
    line = 1
    for block in reading.blocks:
        # A lone return at the end of a block and the feed that follows are one line end.
        assert block.line in (line, line - 1)
        line = (
            block.line + len(block.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
        )
        assert block.text[block.type_start :].startswith(block.type)
        assert block.text[block.key_start :].startswith(block.key)
        for field in block.fields:
            assert block.text[field.start :].startswith(field.name)
            assert block.text[field.value_start : field.value_end] == field.value
            assert field.comma < 0 or block.text[field.comma] == ","


EVERYTHING = """\ufeff% Mail me@example.org; @misc{no, title = {x}}
@STRING{a = "x", B = {y}}
@string(c = a # "z")
@Article ( key:1/2_[x] ,
\ttitle  =  {A {B {C}} "d" % e},  % a remark, with {
  year=2017 , month = jun # "~1", % and @misc{more,
  note = "a {"} b" # a # {c}
  ,
)
@misc{k}@misc{l,}
@comment{@misc{x, a=}} mail to me@example.org, @ home @preamble{"x" # a}
@ misc
{m, doi = {10.1/a_b}, doi = {twice}}
@comment without a body
@misc{k, title = {again}}
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_everything_that_stands_in_a_file(line_end: str) -> None:
    reading = read(EVERYTHING.replace("\n", line_end))
    assert reading.fault is None
    found = [(one.kind, one.type, one.key, one.line) for one in reading.blocks if one.type]
    assert found == [
        (Kind.STRING, "STRING", "", 2),
        (Kind.STRING, "string", "", 3),
        (Kind.ENTRY, "Article", "key:1/2_[x]", 4),
        (Kind.ENTRY, "misc", "k", 10),
        (Kind.ENTRY, "misc", "l", 10),
        (Kind.COMMENT, "comment", "", 11),
        (Kind.PREAMBLE, "preamble", "", 11),
        (Kind.ENTRY, "misc", "m", 12),
        (Kind.ENTRY, "misc", "k", 15),
    ]
    article = next(one for one in reading.blocks if one.key.startswith("key"))
    assert article.has_comment
    assert [(one.name, one.value) for one in article.fields] == [
        ("title", '{A {B {C}} "d" % e}'),
        ("year", "2017"),
        ("month", 'jun # "~1"'),
        ("note", '"a {"} b" # a # {c}'),
    ]
    twice = next(one for one in reading.blocks if one.key == "m")
    assert twice.field_by_name["doi"].value == "{10.1/a_b}"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@misc{a, title = {x", "1:18: this brace is never closed"),
        ('@misc{a,\n t = "x', "2:6: this quotation mark is never closed"),
        ('@misc{a,\n t = "x}"}', "2:8: this brace was never opened"),
        ("@misc{a title={x}}", "1:9: expected a comma or } in the key 'a', not 't'"),
        ("\r\n@misc{a,\r\n t {x}}", "3:4: expected = in the field 't' of @misc 'a', not '{'"),
        (
            "@misc{a,t={x}\n\n y=2}",
            "3:2: expected a comma or } in the field 't' of @misc 'a', not 'y'",
        ),
        ("@misc a,", "1:6: expected { or ( behind @misc"),
        ("é @x\n @misc{author={x}}", "2:14: a citation key cannot hold '=': is it missing?"),
        ("@misc{a,\n  t={x}, = y}", "2:10: expected a field name or } in @misc 'a', not '='"),
        ("@misc{a,t=}", "1:11: expected a value in the field 't' of @misc 'a', not '}'"),
        (
            "@misc{a,t=2017-06}",
            "1:15: expected a comma or } in the field 't' of @misc 'a', not '-'",
        ),
        (
            "@misc(a,t={x}}",
            "1:14: expected a comma or ) in the field 't' of @misc 'a', not '}'",
        ),
        (
            "@misc{a,t={x}",
            "1:14: expected a comma or } in the field 't' of @misc 'a', but the file ends",
        ),
        ("@comment{ {", "1:9: this brace is never closed"),
        ("@", "1:1: expected a type of entry behind @"),
        ("@preamble{x y}", "1:13: expected } in @preamble, not 'y'"),
        ("@string{1 = {x}}", "1:9: expected a field name or } in @string, not '1'"),
        (
            "@misc{a,\n  t = {one,\n  y = 2\n}\n\n@misc{b, t = {two}}",
            "6:1: expected a comma or } in the field 't' of @misc 'a', not '@'",
        ),
    ],
)
def test_what_is_no_bibtex_has_a_place(text: str, fault: str) -> None:
    reading = read(text)
    assert str(reading.fault) == fault
    assert "".join(block.text for block in reading.blocks) == text


@pytest.mark.parametrize(
    "text",
    [
        "@" * 10**6,
        "a@" * 10**6,
        "a @ b\n" * 200_000,
        "{" * 10**6,
        "%@\n" * 300_000,
        "@comment\n" * 100_000,
        "@misc{a,t=" + "{" * 10**6,
        "@misc{a,t=a" + "#a" * 300_000 + "}",
        "@misc{a,t=" + "{x}#" * 200_000 + '"y"}',
        "@misc{a" + "%\n" * 300_000,
        "@misc{a," + "x={y}," * 100_000 + "}",
        "@misc{a," + " " * 10**6 + "% " * 10**6,
        "@string{a={b}}" * 50_000,
        " " * 10**6 + "@" + " " * 10**6,
    ],
    ids=lambda text: text[:9],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    read(text)
    # A second on a slow machine; what is quadratic takes minutes.
    assert time.perf_counter() - start < 10


def test_ten_megabytes_take_linear_time() -> None:
    def seconds(number: int) -> float:
        abstract = "lorem {ipsum} dolor " * 80
        text = "\n\n".join(
            f"@misc{{k{one},\n  title = {{A {{B}}}},\n  abstract = {{{abstract}}}\n}}"
            for one in range(number)
        )
        start = time.perf_counter()
        assert sum(block.kind is Kind.ENTRY for block in read(text).blocks) == number
        return time.perf_counter() - start

    assert seconds(6_400) < 40 * max(min(seconds(640) for _ in range(3)), 0.001)


@pytest.mark.parametrize(
    ("one", "another", "is_same"),
    [
        ("{a b}", '"a\n  b"', True),
        ("{2017}", "2017", True),
        ("{ a }", "{a}", True),
        ('{a} # "b"', "{ab}", True),
        ("JAN", "jan", True),
        ("{jan}", "jan", False),
        ("{a b}", "{ab}", False),
        ("{{a}}", "{a}", False),
        ("{A}", "{a}", False),
        ('"~1 " # jun', '"~1" # jun', True),
        ("jun # {x}", "{x} # jun", False),
        ("a # % {b}\n {c}", "a # {c}", True),
        ('{a "b" c}', '"a {"}b{"} c"', False),
    ],
)
def test_values_are_compared_without_their_wrapping(
    one: str, another: str, *, is_same: bool
) -> None:
    assert (said(one) == said(another)) is is_same


@pytest.mark.parametrize(
    ("value", "sample", "wrapped"),
    [
        ("{new}", '"old"', '"new"'),
        ("{new}", "{old}", "{new}"),
        ("jun", '"old"', "jun"),
        ('{a "b"}', '"old"', '{a "b"}'),
        ('{a {"b"}}', '"old"', '"a {"b"}"'),
        ("{new}", '"old" # a', "{new}"),
        ("{a} # b", '"old"', "{a} # b"),
    ],
)
def test_a_value_takes_the_delimiters_of_another(value: str, sample: str, wrapped: str) -> None:
    assert wrapped_as(value, sample) == wrapped
    assert said(wrapped) == said(value)

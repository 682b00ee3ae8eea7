from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, LATIN, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import csl_json, csl_yaml
from paperbib.exporters.options import Options
from paperbib.model import Library, Name

ALL = Options()
NOT_PROSE = ("id", "citation-key", "type", "custom", "issued")


def references(library: Library) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(csl_yaml.render(library, ALL))["references"]
    return found


def items(library: Library) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(csl_json.render(library, ALL))
    return found


def as_text(value: object) -> object:
    """What pandoc's Markdown makes of an escaped text, as CSL-JSON has it."""
    if isinstance(value, dict):
        return {field: one if field in NOT_PROSE else as_text(one) for field, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    assert isinstance(value, str)
    tags = {"~": iter(["<sub>", "</sub>"] * 99), "^": iter(["<sup>", "</sup>"] * 99)}
    return re.sub(
        r"\\(.)|([~^])", lambda found: found[1] or next(tags[found[2]]), value, flags=re.DOTALL
    )


@pytest.mark.parametrize("name", ["forms", "nasty", "world", "published"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    libraries = {"forms": FORMS, "nasty": NASTY, "world": WORLD, "published": PUBLISHED}
    golden(f"{name}.csl.yaml", csl_yaml.render(libraries[name], ALL))


@pytest.mark.parametrize("library", [LATIN, WORLD, PUBLISHED])
def test_it_says_what_csl_json_says(library: Library) -> None:
    assert as_text(references(library)) == items(library)


def test_an_empty_library_is_an_empty_list() -> None:
    assert references(Library()) == []


@pytest.mark.parametrize("text", ["yes", "1e3", "2020-01-01", "on", "0x1F", "😀", "null", "12:30"])
def test_what_looks_like_something_else_is_a_text(text: str) -> None:
    hard = titled(text, authors=(Name(family=text, given=text),), abstract=text)
    found = references(Library(references={"no": hard}))[0]
    assert (found["id"], found["title"], found["abstract"]) == ("no", text, text)
    assert found["author"] == [{"family": text, "given": text}]


def test_letters_are_written_as_they_are() -> None:
    written = csl_yaml.render(Library(references={"k": titled("Erdős 李 😀 𝒪")}), ALL)
    assert 'title: "Erdős 李 😀 𝒪"' in written


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a_b O'Brien a-b C# 5% (x) {y} a.b: c!", "a_b O'Brien a-b C# 5% (x) {y} a.b: c!"),
        ("*a* _b_ `c` ~d~ ^e^", r"\*a\* \_b\_ \`c\` \~d\~ \^e\^"),
        ("[x](y) ![z] @k a@b [@k]", r"\[x\](y) !\[z\] \@k a\@b \[\@k\]"),
        ("<b> &amp; & AT&T; $x$", r"\<b\> \&amp; & AT\&T; \$x\$"),
        ("\"d\" 'q' -- --- ... ::: |", "\\\"d\\\" \\'q\\' \\-\\- \\-\\-\\- \\... \\::: \\|"),
        ("\\alpha \\", "\\\\alpha \\\\"),
    ],
)  # fmt: skip
def test_markup_stands_behind_a_backslash(text: str, markdown: str) -> None:
    assert csl_yaml.escape(text) == markdown


@pytest.mark.parametrize(
    ("title", "markdown"),
    [
        ("$x_2$ and $n^{k l}$", "x~2~ and n^k l^"),
        ("$a_{b^2}$ and $a^{b^2}$", "a~b^2^~ and a^b2^"),
        ("</sub> 1 < 2", r"\</sub\> 1 \< 2"),
        ("<sub>lone", r"\<sub\>lone"),
        ("<sub>a b</sub>", r"~a\ b~"),
    ],
)
def test_scripts_of_titles(title: str, markdown: str) -> None:
    found = references(Library(references={"k": titled(title)}))[0]["title"]
    assert found.replace("\\ ", " ") == markdown.replace("\\ ", " ")


@given(title=HOSTILE, name=HOSTILE, note=HOSTILE)
@settings(deadline=None)
def test_any_text_reads_back_as_in_csl_json(title: str, name: str, note: str) -> None:
    title, name, note = (text.encode("utf-8", "ignore").decode() for text in (title, name, note))
    authors = (Name(family=name, given=title), Name(literal=name))
    hard = reference(
        "arxiv:1706.03762",
        record("arxiv:1706.03762", title=title, authors=authors, abstract=name),
        mention("arxiv:1706.03762", annotation=note),
    )
    library = Library(references={"a": hard, "b": titled("B")})
    assert as_text(references(library)) == items(library)
    assert csl_yaml.render(library, ALL).count("\n- id: ") == 2

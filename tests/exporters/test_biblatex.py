from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, LATIN, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE, balanced_both_ways

from paperbib.exporters import biblatex, maths
from paperbib.exporters.biblatex import encode_name, encode_text, protect
from paperbib.exporters.maths_symbols import tex_by_character
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name, PartialDate

ALL = Options()
TOKEN = re.compile(r"\\[&%_#${}]|\{\\text(?:backslash|asciitilde|asciicircum)\}|\$[^$]*\$|.")
PLAIN_BY_TOKEN = {
    r"{\textbackslash}": "\\",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
    "$<$": "<",
    "$>$": ">",
    "{": "",
    "}": "",
    **{f"${tex}$": one for one, tex in reversed(tex_by_character().items())},
}

PLAIN_BY_CHARACTER = str.maketrans(
    {one: PLAIN_BY_TOKEN[f"${tex}$"] for one, tex in tex_by_character().items()} | {"\ufffd": "?"}
)
"""Bold and sans-serif letters have one form in TeX, and U+FFFD has none."""


def fields(library: Library, options: Options = ALL) -> dict[str, dict[str, str]]:
    read = parse_string(biblatex.render(library, options))
    assert not read.failed_blocks
    return {
        entry.key: {"ENTRYTYPE": entry.entry_type} | {one.key: one.value for one in entry.fields}
        for entry in read.entries
    }


def one(*parts: object, identifier: str = "arxiv:1706.03762") -> dict[str, str]:
    return fields(Library(references={"k": reference(identifier, *parts)}))["k"]  # type: ignore[arg-type]


def decoded(value: str) -> str:
    """The text of a value, its maths in Unicode where that has a character for it."""
    return "".join(
        PLAIN_BY_TOKEN.get(token, token[1:] if token[0] == "\\" else token)
        for token in TOKEN.findall(value)
    )


def normalised(text: str) -> str:
    """As `decoded`: a brace without a partner is a round bracket."""
    spans = maths.split(tidy(text))
    pieces: list[str] = []
    opened: list[int] = []
    for span in spans:
        if span.maths:
            pieces.append(PLAIN_BY_TOKEN.get(f"${span.text}$", f"${span.text}$"))
        for character in "" if span.maths else span.text:
            if character == "}" and opened:
                opened.pop()
            else:
                opened += [len(pieces)] if character == "{" else []
                character = ")" if character == "}" else character  # noqa: PLW2901
            pieces.append(character)
    for position in opened:
        pieces[position] = "("
    return "".join(pieces).translate(PLAIN_BY_CHARACTER)


@pytest.mark.parametrize("name", ["forms", "nasty", "world", "published"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    libraries = {"forms": FORMS, "nasty": NASTY, "world": WORLD, "published": PUBLISHED}
    golden(f"{name}.biblatex.bib", biblatex.render(libraries[name], ALL))


def test_an_empty_library_is_a_file_without_entries() -> None:
    assert biblatex.render(Library(), ALL) == biblatex.HEADER + "\n"
    assert "@" not in biblatex.HEADER


def test_the_recommended_preprint_field_by_field() -> None:
    found = fields(FORMS)["vaswani2017attention"]
    assert found["ENTRYTYPE"] == "online"
    assert found["title"] == r"Attention Is All You Need: {BERT} in {$\mathcal{O}(n)$} at 50\% Cost"
    assert found["author"] == (
        "Vaswani, Ashish and {ATLAS Collaboration} and King, Jr., Martin Luther "
        "and van der Maaten, Laurens and Erdős, Pál and {Sukarno}"
    )
    assert found["date"] == "2017-06-12"
    assert (found["eprint"], found["eprinttype"], found["eprintclass"]) == (
        "1706.03762",
        "arxiv",
        "cs.CL",
    )
    assert found["pubstate"] == "prepublished"
    assert found["doi"] == "10.48550/arXiv.1706.03762"
    assert found["annotation"].startswith("The one to read first")
    assert not found.keys() & {"url", "version", "howpublished", "archiveprefix", "year", "month"}


def test_a_version_is_there_only_when_pinned() -> None:
    assert one(mention("arxiv:1706.03762", version=7))["version"] == "7"


def test_optional_fields_can_be_left_out() -> None:
    none = Options(abstract=False, annotations=False, keywords=False)
    for entry in fields(LATIN, none).values():
        assert not entry.keys() & {"abstract", "annotation", "keywords"}


def test_what_is_published_keeps_its_eprint() -> None:
    found = fields(PUBLISHED)
    article = found["article"]
    assert (article["ENTRYTYPE"], article["journaltitle"], article["pages"]) == (
        "article",
        r"J. Tests \& Measures",
        "770--778",
    )
    assert (article["eprint"], article["doi"]) == ("1512.03385", "10.1109/CVPR.2016.90")
    assert "pubstate" not in article
    assert found["paper"]["booktitle"] == r"CVPR \& Friends"
    assert (found["thesis"]["type"], found["thesis"]["institution"]) == ("Thesis", "ETH Zürich")
    assert {entry["ENTRYTYPE"] for entry in found.values()} == {
        *("article", "inproceedings", "incollection", "book", "thesis", "report"),
        *("online", "misc"),
    }


def test_a_thesis_without_a_university_is_online_with_a_note() -> None:
    override = record("arxiv:1706.03762", source="override", kind="thesis", volume="2", title="T")
    found = one(override)
    assert (found["ENTRYTYPE"], found["note"]) == ("online", "Published version: 2")


@pytest.mark.parametrize(
    ("identifier", "kind", "organization", "url"),
    [
        ("url:https://github.com/o/r", "software", "GitHub", "https://github.com/o/r"),
        ("url:https://www.example.org/a_b", "online", "example.org", "https://www.example.org/a_b"),
        ("doi:10.1000/a_b", "misc", None, None),
    ],
)
def test_pages_repositories_and_bare_dois(
    identifier: str, kind: str, organization: str | None, url: str | None
) -> None:
    found = one(identifier=identifier)
    assert (found["ENTRYTYPE"], found.get("organization")) == (kind, organization)
    assert found.get("url") == url


def test_old_keys_are_aliases_but_for_those_that_are_keys_again() -> None:
    library = Library(
        references={"new": titled("X"), "other": titled("Y", "arxiv:1706.03763")},
        aliases={"old": "new", "older": "new", "other": "new", "b,ad}": "new"},
    )
    found = fields(library)
    assert found["new"]["ids"] == "old,older"
    assert "ids" not in found["other"]


@pytest.mark.parametrize(
    ("name", "author"),
    [
        (Name(family="Đorđević", given="Þór Ð."), "Đorđević, Þór Ð."),
        (Name(family="King", given="M.", suffix="Jr."), "King, Jr., M."),
        (Name(literal="Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}"),
        (Name(family="Smith, PhD", given="A AND B"), "{Smith, PhD}, {A AND B}"),
        (Name(family="Others", given="x=y"), "{Others}, {x=y}"),
        (Name(family="李", given="明"), "{李明}"),
        (Name(family="Иванов", given="Иван"), "Иванов, Иван"),
        (Name(family="Παπα", given="Γ."), "Παπα, Γ."),
        (Name(family="αβ", given="A."), r"$\alpha${}$\beta$, A."),
        (Name(family="a{b", given="}c"), "{a(b}, {)c}"),
        (Name(family="\\~a", given="<b"), r"\textbackslash{}\textasciitilde{}a, \textless{}b"),
        (Name(family="\u200b", given="\n"), ""),
    ],
)
def test_names(name: Name, author: str) -> None:
    assert encode_name(name) == author


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("é “ő” – 李 × …", "é “ő” – 李 × …"),
        ("& % _ # $ 5", r"\& \% \_ \# \$ 5"),
        ("~ ^ \\", r"{\textasciitilde} {\textasciicircum} {\textbackslash}"),
        ("a<b α {x} {y", r"a$<$b $\alpha$ \{x\} (y"),
        ("\\a{x} $n^2$ $\\a{x}$", r"{\textbackslash}a\{x\} $n^2$ \${\textbackslash}a\{x\}\$"),
    ],
)
def test_text(text: str, written: str) -> None:
    assert encode_text(text) == written


def test_a_doi_stays_in_its_field() -> None:
    assert one(identifier="doi:10.1000/a}b\\{ü<c>_%")["doi"] == "10.1000/a%7Db%5C%7B%C3%BC<c>_%"


def test_a_day_that_no_calendar_has_is_left_out() -> None:
    date = PartialDate(year=2021, month=2, day=31)
    assert one(record("arxiv:1706.03762", published=date))["date"] == "2021-02"


@given(title=HOSTILE, name=HOSTILE, abstract=HOSTILE, annotation=HOSTILE)
@settings(max_examples=200, deadline=None)
def test_any_text_reads_back(title: str, name: str, abstract: str, annotation: str) -> None:
    title, name, abstract = (
        text.encode("utf-8", "ignore").decode() for text in (title, name, abstract)
    )
    hard = reference(
        "arxiv:1706.03762",
        record(
            "arxiv:1706.03762",
            title=title,
            authors=(Name(family=name, given=title), Name(literal=name)),
            abstract=abstract,
        ),
        mention("arxiv:1706.03762", annotation=annotation),
    )
    library = Library(references={"a": hard, "b": titled("B")})
    assert balanced_both_ways(biblatex.render(library, ALL))
    found = fields(library)
    assert list(found) == ["a", "b"]
    assert decoded(found["a"]["title"]) == (normalised(title) or "arXiv:1706.03762")
    assert decoded(found["a"].get("abstract", "")) == normalised(abstract)
    assert decoded(found["a"].get("annotation", "")) == normalised(annotation)


@given(HOSTILE)
def test_no_command_comes_from_the_text(text: str) -> None:
    for written in (encode_text(text), protect(text), encode_name(Name(literal=text))):
        plain = re.sub(r"\$[^$]*\$", "", written.replace(r"\$", ""))
        commands = re.findall(r"\\([A-Za-z]+|.)", plain)
        assert set(commands) <= {
            *"&%_#{}",
            *("textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater"),
        }

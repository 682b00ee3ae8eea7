from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, NASTY, WORLD, mention, record, reference, titled
from tests.exporters.test_latex import HOSTILE

from paperbib.exporters import hayagriva, maths
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.model import Library, Name, PartialDate

ALL = Options()


def entries(library: Library) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(hayagriva.render(library, ALL))
    return found


def one(*parts: object, identifier: str = "arxiv:1706.03762") -> dict[str, Any]:
    return entries(Library(references={"k": reference(identifier, *parts)}))["k"]  # type: ignore[arg-type]


def shown(formattable: str) -> str:
    """What Typst prints of a formattable string, which must be without maths."""
    depth, text = 0, []
    for piece in re.findall(r"\\[\\{}$]|.", formattable, re.DOTALL):
        assert piece != "$", f"it runs maths: {formattable!r}"
        depth += {"{": 1, "}": -1}.get(piece, 0)
        assert depth >= 0, f"it ends a brace that it did not begin: {formattable!r}"
        text.append("" if piece in "{}" else piece[-1])
    assert depth == 0
    return "".join(text)


@pytest.mark.parametrize("name", ["forms", "nasty", "world", "published"])
def test_every_form_as_it_is_printed(name: str, golden: Callable[[str, str], None]) -> None:
    libraries = {"forms": FORMS, "nasty": NASTY, "world": WORLD, "published": PUBLISHED}
    golden(f"{name}.hayagriva.yml", hayagriva.render(libraries[name], ALL))


def test_an_empty_library_is_an_empty_mapping() -> None:
    assert entries(Library()) == {}


def test_a_preprint() -> None:
    found = entries(FORMS)["vaswani2017attention"]
    assert found["type"] == "article"
    assert "parent" not in found
    assert found["title"] == "Attention Is All You Need: {BERT} in {𝒪(n)} at 50% Cost"
    assert found["publisher"] == "{arXiv}"
    assert found["date"] == "2017-06-12"
    assert found["serial-number"] == {
        "doi": "10.48550/arXiv.1706.03762",
        "arxiv": "1706.03762",
        "serial": "arXiv:1706.03762",
    }
    assert found["author"][:4] == [
        "Vaswani, Ashish",
        "ATLAS Collaboration",
        {"name": "King", "given-name": "Martin Luther", "suffix": "Jr."},
        {"name": "van der Maaten", "given-name": "Laurens"},
    ]


def test_a_pinned_version_is_in_what_is_printed() -> None:
    found = one(mention("arxiv:1706.03762", version=3))
    assert found["serial-number"]["serial"] == "arXiv:1706.03762v3"
    assert found["serial-number"]["arxiv"] == "1706.03762"


def test_what_is_published_stands_in_a_parent() -> None:
    found = entries(PUBLISHED)
    assert found["article"]["parent"] == {
        "type": "periodical",
        "title": "{J. Tests & Measures}",
        "volume": "12",
        "issue": "3",
    }
    assert found["article"]["page-range"] == "770-778"
    assert found["article"]["archive-location"] == "{1512.03385}"
    assert found["paper"]["parent"]["type"] == "proceedings"
    assert (found["chapter"]["type"], found["chapter"]["parent"]["type"]) == ("chapter", "book")
    assert found["thesis"]["publisher"] == "{ETH Zürich}"
    assert found["report"]["note"] == "Draft_2"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        (Name(family="Erdős", given="Pál"), "Erdős, Pál"),
        (Name(family="Ñandú", given="X"), {"name": "Ñandú", "given-name": "X"}),
        (Name(family="Smith, PhD", given="J"), {"name": "Smith, PhD", "given-name": "J"}),
        (Name(family="Smith", given="J, K"), {"name": "Smith", "given-name": "J, K"}),
        (Name(literal="the ATLAS collaboration"), {"name": "the ATLAS collaboration"}),
        (Name(literal="Barnes and Noble, Inc."), {"name": "Barnes and Noble, Inc."}),
        (Name(family="Sukarno"), "Sukarno"),
    ],
)
def test_a_name_is_read_as_it_is_meant(name: Name, person: object) -> None:
    assert one(record("arxiv:1706.03762", authors=(name,)))["author"] == [person]


@pytest.mark.parametrize(
    ("page", "is_read"),
    [
        ("https://example.org", True),
        ("http://a_b.example.org:8080/x?y#z", True),
        ("https://xn--bcher-kva.example/%C3%B6", True),
        ("https://127.0.0.1/", True),
        ("https://1.2.3.999/", False),
        ("https://example.0x/", False),
        ("https://example.org:99999/", False),
        ("https://xn--zzzzzzzzzzz.example/", False),
        ("https://user@example.org/", False),
        ("https://exa%20mple.org/", False),
        ("https://[::1]/", False),
        ("https://a..b/", False),
        ("", False),
    ],
)
def test_an_address_that_typst_would_stop_at_is_none(page: str, is_read: bool) -> None:  # noqa: FBT001
    assert hayagriva.is_read_as_url(page) == is_read


def test_an_address_that_is_none_to_typst_is_a_note() -> None:
    found = one(identifier="url:https://1.2.3.999/a")
    assert "url" not in found
    assert found["note"] == "https://1.2.3.999/a"


def test_a_day_that_no_calendar_has_is_left_out() -> None:
    date = PartialDate(year=2021, month=2, day=31)
    assert one(record("arxiv:1706.03762", published=date))["date"] == "2021-02"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Cost of $5 and {x} \\n", "Cost of \\$5 and \\{x\\} \\\\n"),
        ('$#read("/etc/passwd")$ BERT', '\\$#read("/etc/passwd")\\$ {BERT}'),
        ("in $\\frac{a+b}{c}$", "in {\\$\\\\frac\\{a+b\\}\\{c\\}\\$}"),
        ("A } B", "A \\} B"),
        ("BERT of {GPT}", "{BERT }of \\{{GPT}\\}"),
        ("$n$ log", "{n }log"),
        ("BERT GPT of GPT", "{BERT }{GPT }of {GPT}"),
    ],
)
def test_no_text_of_a_source_runs(title: str, written: str) -> None:
    assert entries(Library(references={"k": titled(title)}))["k"]["title"] == written


@given(title=HOSTILE, name=HOSTILE, note=HOSTILE)
@settings(deadline=None)
def test_any_text_is_shown_as_it_is(title: str, name: str, note: str) -> None:
    title, name, note = (text.encode("utf-8", "ignore").decode() for text in (title, name, note))
    hard = reference(
        "arxiv:1706.03762",
        record(
            "arxiv:1706.03762",
            title=title,
            authors=(Name(family=name, given=title, suffix=note), Name(literal=name)),
            journal_ref=note,
        ),
    )
    found = entries(Library(references={"a": hard, "b": titled("B")}))
    assert list(found) == ["a", "b"]
    plain = tidy(title)
    expected = tidy(maths.to_unicode(plain)) if plain else "arXiv:1706.03762"
    assert tidy(shown(found["a"]["title"])) == expected
    shown(found["a"].get("note", ""))
    people = [one if isinstance(one, str) else one["name"] for one in found["a"].get("author", [])]
    assert all(tidy(person) for person in people)

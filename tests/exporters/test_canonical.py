from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporters.samples import FORMS, LATIN, VASWANI, WORLD

from paperbib.errors import PaperbibError
from paperbib.exporters import canonical
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference

IDENTIFIERS = st.sampled_from(
    ["arxiv:1706.03762", "arxiv:hep-th/9901001", "doi:10.1000/AbC_d", "url:https://example.org/ü?a"]
)
TEXT = st.text(max_size=8)
MAYBE = st.none() | TEXT
NAMES = st.builds(Name, family=MAYBE, given=MAYBE, suffix=MAYBE, literal=MAYBE)
DATES = st.none() | st.builds(
    PartialDate, year=st.integers(1, 9999), month=st.none() | st.integers(1, 12)
)
RECORDS = st.builds(
    Record,
    source=TEXT,
    identifier=IDENTIFIERS,
    title=MAYBE,
    authors=st.lists(NAMES, max_size=2).map(tuple),
    published=DATES,
    version=st.none() | st.integers(1, 9),
    categories=st.lists(TEXT, max_size=2).map(tuple),
)
MENTIONS = st.builds(
    Mention,
    identifier=IDENTIFIERS,
    file=TEXT,
    line=st.integers(0, 9),
    column=st.integers(0, 9),
    raw=TEXT,
    section=st.lists(TEXT, max_size=2).map(tuple),
    state=st.sampled_from([None, "done", "open"]),
    parent=st.none() | IDENTIFIERS,
    extra=st.none() | st.dictionaries(st.sampled_from(["mood", "rating"]), TEXT, min_size=1),
)
REFERENCES = st.builds(
    Reference,
    identifiers=st.lists(IDENTIFIERS, min_size=1, max_size=2).map(tuple),
    records=st.lists(RECORDS, max_size=2).map(tuple),
    mentions=st.lists(MENTIONS, max_size=2).map(tuple),
)
KEYS = st.from_regex(r"[a-z0-9:.+/_-]{1,12}", fullmatch=True)
LIBRARIES = st.builds(
    Library,
    references=st.dictionaries(KEYS, REFERENCES, max_size=3),
    aliases=st.dictionaries(TEXT, TEXT, max_size=2),
    retired=st.dictionaries(
        st.sampled_from(["arxiv:1706.03762", "doi:10.1000/X", "url:http://e.org/a"]),
        TEXT,
        max_size=2,
    ),
)


def without_places(library: Library) -> Library:
    references = {
        key: one.model_copy(
            update={
                "mentions": tuple(
                    each._replace(line=0, column=0, raw="", form="", key=None)
                    for each in one.mentions
                )
            }
        )
        for key, one in library.references.items()
    }
    return library.model_copy(update={"references": references})


@given(LIBRARIES)
@settings(deadline=None)
def test_what_is_written_is_read_back_but_for_lines(library: Library) -> None:
    text = canonical.render(library)
    read = canonical.parse(text, "library.json")
    assert read == without_places(library)
    assert canonical.render(read) == text


def test_the_shape_of_the_file() -> None:
    data = json.loads(canonical.render(FORMS))
    assert list(data) == ["version", "revision", "references", "aliases", "retired"]
    assert (data["version"], data["revision"]) == (1, 2)
    assert list(data["references"]) == sorted(FORMS.references)
    assert data["references"]["untitled2102"] == {"identifiers": ["arxiv:2102.00002"]}
    assert data["references"]["vaswani2017attention"]["mentions"] == [
        {
            "identifier": "arxiv:1706.03762",
            "file": "notes.md",
            "section": ["Reading", "Transformers, attention"],
            "annotation": "The one to read first; see section 3.2 & fig. 1.",
            "state": "done",
        }
    ]
    assert data["references"]["vaswani2017attention"]["records"][0]["published"] == "2017-06-12"


def test_an_empty_library() -> None:
    text = canonical.render(Library())
    assert json.loads(text) == {
        "version": 1,
        "revision": 2,
        "references": {},
        "aliases": {},
        "retired": {},
    }
    assert text.endswith("}\n")
    assert canonical.parse(text, "x") == Library()


def test_moving_a_mention_in_its_note_changes_no_byte() -> None:
    moved = VASWANI.mentions[0]._replace(line=99, column=1, raw="1706.03762")
    again = VASWANI.model_copy(update={"mentions": (moved,)})
    texts = {canonical.render(Library(references={"k": one})) for one in (VASWANI, again)}
    assert len(texts) == 1


def test_unicode_is_readable() -> None:
    assert "深度学习" in canonical.render(WORLD)


def test_what_a_newer_revision_wrote_survives() -> None:
    data = json.loads(canonical.render(LATIN))
    data["revision"] = 3
    data["decisions"] = {"a": [1]}
    data["references"]["page"]["rating"] = 5
    data["references"]["vaswani2017attention"]["records"][0]["license"] = "x"
    data["references"]["vaswani2017attention"]["mentions"][0]["mood"] = {"b": None}
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    again = json.loads(canonical.render(canonical.parse(text, "x")))
    assert again == data


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("{", "lock:1:2: Expecting property name", "restore it from version control"),
        ('{"version": 1,\n"references": {]}', "lock:2:16: ", "restore it"),
        ("", "lock:1:1: ", "restore it"),
        ("[]", "lock: it is no JSON object", "restore it"),
        ("{}", "lock: it has no version", "restore it"),
        ('{"version": true}', "lock: it has no version", "restore it"),
        ('{"version": 2}', "lock: it has version 2, and this paperbib reads up to", "upgrade"),
        ('{"version": 1, "revision": "x"}', "lock: revision: ", "restore it"),
        ('{"version": 1, "references": []}', "lock: references: ", "restore it"),
        (
            '{"version": 1, "references": {"k": {"identifiers": []}}}',
            "lock: references.k.identifiers: ",
            "restore it",
        ),
        (
            (
                '{"version": 1, "references": {"k": {"identifiers": ["arxiv:1706.03762"],'
                ' "records": [{"source": "a", "identifier": "arxiv:1706.03762",'
                ' "published": "June"}]}}}'
            ),
            "lock: references.k.records.0.published: ",
            "restore it",
        ),
        (
            '{"version": 1, "references": {"k": {"identifiers": ["arxiv:1713.03762"]}}}',
            "lock: references.k.identifiers.0: ",
            "restore it",
        ),
        (
            '{"version": 1,\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}',
            "lock:2:1: a merge conflict of git",
            "keep one side",
        ),
        ('{"version": 1, "aliases": {"a": "b", "a": "c"}}', "lock: 'a' is there twice", "restore"),
        ('{"version": 1, "x": ' + "[" * 100_000, "lock: it is nested too deeply", "restore"),
        ('{"version": 1, "x": ' + "9" * 5_000 + "}", "lock: it cannot be read", "restore"),
        ('{"version": 1, "x": "\\ud800"}', "lock: it holds half a character", "restore"),
        ('{"version": 1, "retired": {"x": "k"}}', "lock: retired.x.[key]: ", "restore"),
        (
            '{"version": 1, "references": {"a b": {}}}',
            "lock: 'a b' cannot be a citation",
            "use ASCII",
        ),
    ],
)
def test_a_file_that_is_no_library_says_where_and_what_to_do(
    text: str, what: str, hint: str
) -> None:
    with pytest.raises(PaperbibError) as raised:
        canonical.parse(text, "lock")
    assert raised.value.what.startswith(what)
    assert "\n" not in raised.value.what
    assert raised.value.hint.startswith(hint)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert canonical.parse("\ufeff" + canonical.render(FORMS), "x").references.keys() == (
        FORMS.references.keys()
    )

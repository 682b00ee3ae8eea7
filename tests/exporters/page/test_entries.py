from __future__ import annotations

from typing import Any

import pytest
from tests.exporters.page.pages import parsed
from tests.exporters.published_samples import PUBLISHED
from tests.exporters.samples import FORMS, mention, record, reference

from paperbib.exporters.item import Kind
from paperbib.exporters.options import Options, Page, Places
from paperbib.exporters.page.kinds import page_kind
from paperbib.identifiers import whole
from paperbib.model import Library, Mention, Name, PartialDate, Reference

PAPER = "arxiv:1706.03762"


def entry(one: Reference, options: Options | None = None) -> dict[str, Any]:
    return parsed(Library(references={"k": one}), options).entries["k"]


def test_all_that_is_known_of_a_paper() -> None:
    found = parsed(FORMS).entries["vaswani2017attention"]
    bibtex = found.pop("bibtex")
    assert bibtex.startswith("@misc{vaswani2017attention,\n  author        = {Vaswani, Ashish and")
    assert not any(word in bibtex for word in ("abstract", "annote", "keywords"))
    assert found.pop("coins").startswith("ctx_ver=Z39.88-2004&")  # see test_coins
    assert found == {
        "key": "vaswani2017attention",
        "title": "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost",
        "authors": [
            *("Ashish Vaswani", "ATLAS Collaboration", "Martin Luther King Jr."),
            *("Laurens van der Maaten", "Pál Erdős", "Sukarno"),
        ],
        "year": 2017,
        "date": "2017-06-12",
        "kind": "preprint",
        "url": "https://arxiv.org/abs/1706.03762",
        "arxiv": "1706.03762",
        "pdf": "https://arxiv.org/pdf/1706.03762",
        "doi": "10.48550/arXiv.1706.03762",
        "categories": ["cs.CL"],
        "tags": ["Reading", "Transformers", "attention"],
        "state": "done",
        "note": "The one to read first; see section 3.2 & fig. 1.",
        "abstract": "We gain 50% of $O(n \\log n)$ for R&D_1 #2, {see} x^2 ~ \\input{evil}.",
        "mentions": [{"file": "notes.md", "section": ["Reading", "Transformers, attention"]}],
        "related": ["repository"],
        "reference": "Ashish Vaswani, ATLAS Collaboration, Martin Luther King Jr., "
        "Laurens van der Maaten, Pál Erdős, Sukarno (2017). "
        "Attention Is All You Need: BERT in 𝒪(n) at 50% Cost. arXiv:1706.03762",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert entry(reference("url:https://example.org/a")).keys() == {
        *("key", "title", "kind", "venue", "url", "bibtex", "reference", "coins"),
    }


def test_a_part_knows_what_it_is_of() -> None:
    found = parsed(FORMS)
    assert found.entries["repository"]["parent"] == "vaswani2017attention"
    links = found.all('//li[@id="repository"]//ul[@class="related"]//a/@href')
    assert links == ["#vaswani2017attention"]


def test_a_part_of_several_stands_under_each() -> None:
    blog, other = "url:https://x.org/a", "arxiv:2001.00001"
    shared = reference(
        blog, mention(blog, parent=other), mention(blog, parent=PAPER), mention(blog, parent=other)
    )
    papers = {"a": reference(PAPER), "b": reference(other)}
    found = parsed(Library(references=papers | {"shared": shared}))
    assert [found.entries[key].get("related") for key in "ab"] == [["shared"]] * 2
    assert found.entries["shared"]["parent"] == "b"
    assert found.entries["shared"]["parents"] == ["b", "a"]
    links = '//li[@id="{}"]//ul[@class="related"]//a/@href'
    assert found.all(links.format("shared")) == ["#b", "#a"]
    assert found.all(links.format("a")) == ["#shared"]


@pytest.mark.parametrize(
    ("kind", "address", "wanted"),
    [
        (Kind.PREPRINT, "https://youtu.be/x", "preprint"),
        (Kind.DOCUMENT, "https://github.com/a/b", "published"),
        (Kind.ARTICLE, "", "published"),
        (Kind.REPOSITORY, "", "code"),
        (Kind.WEB_PAGE, "https://github.com/a/b/tree/main/c", "code"),
        (Kind.WEB_PAGE, "https://github.com/a", "web"),
        (Kind.WEB_PAGE, "https://www.youtube.com/watch?v=1", "video"),
        (Kind.WEB_PAGE, "https://notyoutube.com/watch?v=1", "web"),
        (Kind.WEB_PAGE, "", "web"),
    ],
)
def test_what_it_is_to_a_reader(kind: Kind, address: str, wanted: str) -> None:
    assert page_kind(kind, address) == wanted


def test_a_published_version_says_where() -> None:
    found = parsed(PUBLISHED).entries["article"]
    assert found["kind"] == "published"
    assert found["venue"] in found["reference"]
    assert f"https://doi.org/{found['doi']}" in found["reference"]


def test_a_preprint_says_where_it_was_published() -> None:
    found = parsed(FORMS)
    told = found.entries["aad1999search"]
    assert told["kind"] == "preprint"
    assert told["published"] == {
        "venue": "J. Tests & Measures 12 (1999) 1-10",
        "doi": "10.1000/xyz_123",
    }
    assert told["reference"].endswith(
        " arXiv:hep-ex/9901001v2. Published: J. Tests & Measures 12 (1999) 1-10, "
        "https://doi.org/10.1000/xyz_123"
    )
    row = '//li[@id="aad1999search"]//p[@class="published"]'
    assert found.texts(row) == ["published: J. Tests & Measures 12 (1999) 1-10 DOI"]
    assert found.all(f"{row}/a/@href") == ["https://doi.org/10.1000/xyz_123"]


@pytest.mark.parametrize(
    ("doi", "wanted"),
    [("10.1000/a, 10.1000/b", "10.1000/a"), ("10.1000/b", "10.1000/b"), ("none", None)],
)
def test_of_several_dois_of_a_publication_the_first_is_linked(doi: str, wanted: str | None) -> None:
    told = reference(PAPER, record(PAPER, title="T", journal_ref="J. 1", doi=doi))
    assert entry(told)["published"].get("doi") == wanted


def test_withdrawn_and_dead_are_told() -> None:
    gone = reference(PAPER, record(PAPER, title="T", is_withdrawn=True))
    library = Library.model_validate({"references": {"k": gone}, "dead_links": [PAPER]})
    found = parsed(library)
    assert found.entries["k"]["withdrawn"] is True
    assert found.entries["k"]["dead"] is True
    marks = '//ol//p[@class="marks"]/span[@class="withdrawn" or @class="dead"]'
    assert found.texts(marks) == ["withdrawn", "dead link"]
    assert "dead" not in entry(gone)


def test_a_day_that_no_month_has_is_left_out() -> None:
    odd = record(PAPER, title="T", published=PartialDate(year=2021, month=2, day=31))
    assert entry(reference(PAPER, odd))["date"] == "2021-02"


def test_abstract_and_notes_can_be_left_out_but_tags_and_state_are_the_page() -> None:
    bare = Options(abstract=False, annotations=False, keywords=False)
    found = parsed(FORMS, bare).entries["vaswani2017attention"]
    assert not {"abstract", "note"} & found.keys()
    assert (found["tags"][0], found["state"]) == ("Reading", "done")


def test_many_authors_are_cut_in_a_reference_only() -> None:
    people = tuple(Name(family=f"N{number}") for number in range(11))
    found = entry(reference(PAPER, record(PAPER, title="What?", authors=people)))
    assert found["reference"] == "N0, N1, N2, N3, N4, N5, N6 et al. What? arXiv:1706.03762"
    assert len(found["authors"]) == 11


def test_a_reference_without_authors_begins_with_its_title() -> None:
    dated = record(PAPER, title="Main key", published=PartialDate(year=2020))
    assert entry(reference(PAPER, dated))["reference"] == "Main key (2020). arXiv:1706.03762"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (Name(family="Vaswani", given="Ashish"), None),
        (Name(literal="Plato"), None),
        (Name(given="Sukarno"), None),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King"),
        (Name(family="van der Maaten", given="Laurens"), "van der Maaten"),
        (Name(literal="ATLAS Collaboration"), "ATLAS Collaboration"),
        (Name(family="\u200b", given="A B"), None),
    ],
)
def test_what_is_not_sorted_by_its_last_word_says_so(name: Name, wanted: str | None) -> None:
    found = entry(reference(PAPER, record(PAPER, title="T", authors=(name, Name(family="Z")))))
    assert found.get("sort") == wanted


def test_a_tag_of_ones_own_stays_where_it_is_the_word_for_the_state() -> None:
    read = reference(PAPER, mention(PAPER, state="done", section=("Graphs",)))
    assert entry(read)["tags"] == ["Graphs"]
    tagged = read.model_copy(update={"records": (record(PAPER, source="override", tags=["read"]),)})
    assert entry(tagged)["tags"] == ["read", "Graphs"]


def placed(places: Places, *mentions: Mention) -> list[tuple[str, int | None]]:
    one = reference(PAPER, *mentions)
    found = entry(one, Options(page=Page(places=places)))["mentions"]
    return [(mention["file"], mention.get("line")) for mention in found]


def test_each_mention_has_its_own_line() -> None:
    two = whole.parse("doi:10.1000/x")
    mentions = [
        Mention(whole.parse(PAPER), "a.md"),
        Mention(two, "a.md"),
        Mention(whole.parse(PAPER), "b.md"),
        Mention(whole.parse(PAPER), "a.md"),
    ]
    places = {PAPER: (("a.md", 3), ("b.md", 1), ("a.md", 9)), "doi:10.1000/x": (("a.md", 5),)}
    one = reference(PAPER, *mentions).model_copy(update={"identifiers": (whole.parse(PAPER), two)})
    found = entry(one, Options(page=Page(places=places)))["mentions"]
    assert [(each["file"], each["line"]) for each in found] == [
        *(("a.md", 3), ("a.md", 5), ("b.md", 1), ("a.md", 9)),
    ]


def test_a_mention_without_a_place_has_no_line() -> None:
    twice = [mention(PAPER), mention(PAPER)]
    assert placed({PAPER: (("notes.md", 4),)}, *twice) == [("notes.md", 4), ("notes.md", None)]
    assert placed({PAPER: (("other.md", 4),)}, *twice) == [("notes.md", None)]
    assert placed({}, mention(PAPER, line=7)) == [("notes.md", None)]


def test_what_stands_twice_on_a_line_is_there_once() -> None:
    twice = [mention(PAPER), mention(PAPER)]
    assert placed({PAPER: (("notes.md", 4), ("notes.md", 4))}, *twice) == [("notes.md", 4)]


def test_the_name_of_a_note_is_spelled_out() -> None:
    odd = mention(PAPER)._replace(file='a "b"\n<i>\u202e.md')
    assert placed({}, odd) == [('a "b"\\n<i>\\u202e.md', None)]


def test_options_that_differ_in_the_page_only_are_the_same() -> None:
    one, other = Options(), Options(page=Page("Other", "de", {PAPER: (("a", 1),)}))
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)

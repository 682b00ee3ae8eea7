"""The keys of a bibliography, by identifier."""

import pytest
from tests.keys.samples import article, noted, paper

from paperbib.identifiers.whole import parse
from paperbib.keys import Adoption, adopt, assign, rename
from paperbib.model import Library, Mention, Reference

NONE = Library()


def entry(key: str, *identifiers: str, line: int = 1, under: str = "") -> list[Mention]:
    """An entry of a bibliography."""
    return [
        Mention(
            identifier=parse(one),
            file="my.bib",
            line=line,
            column=column,
            key=key,
            parent=parse(under) if under else None,
        )
        for column, one in enumerate(identifiers, 3)
    ]


def keys_of(library: Library) -> dict[str, str]:
    return {str(one.identifier): key for key, one in library.references.items()}


def refused(references: list[Reference], previous: Library, *entries: list[Mention]) -> list[str]:
    adoption = adopt(references, previous, entries)
    assert adoption.number == 0
    assert adoption.library == assign(references, previous)
    for one in adoption.problems:
        assert one.kind == "adopt"
        assert one.file == "my.bib"
        assert one.hint.endswith("No key was adopted")
    return [one.what for one in adoption.problems]


VASWANI, DEVLIN = "arxiv:1706.03762", "arxiv:1810.04805"


def two() -> list[Reference]:
    return [paper(also=("doi:10.1000/x",)), paper("1810.04805", family="Devlin")]


def test_on_the_first_run_the_keys_are_those_of_the_bibliography() -> None:
    entries = [entry("AIAYN", VASWANI), entry("BERT", "doi:10.48550/arXiv.1810.04805", line=9)]
    adoption = adopt(two(), NONE, entries)
    assert keys_of(adoption.library) == {VASWANI: "AIAYN", DEVLIN: "BERT"}
    assert adoption.library.aliases == {}
    assert adoption[1:] == (2, [])


def test_later_old_keys_become_aliases_and_a_second_run_changes_nothing() -> None:
    before = assign(two(), NONE)
    entries = [entry("AIAYN", VASWANI)]
    adoption = adopt(two(), before, entries)
    assert adoption.library == rename(before, "vaswani2017attention", "AIAYN")
    assert adopt(two(), adoption.library, entries) == adoption
    assert assign(two(), adoption.library) == adoption.library


def test_a_paper_is_found_by_arxiv_first_then_doi_then_address() -> None:
    page = noted("url:https://e.org/", None)
    entries = [
        entry("x", "url:https://e.org/", "doi:10.1000/x"),
        entry("p", "url:https://e.org/", "arxiv:2001.00001", line=2),
    ]
    assert keys_of(adopt([*two(), page], NONE, entries).library) == {
        VASWANI: "x",
        DEVLIN: "devlin2017attention",
        "url:https://e.org/": "p",
    }


def test_what_an_entry_names_later_or_below_is_another_paper() -> None:
    entries = [
        entry("survey", "arxiv:2001.00001", VASWANI),
        [*entry("talk", "url:https://e.org/"), *entry("talk", DEVLIN, under="url:https://e.org/")],
    ]
    adoption = adopt(two(), NONE, entries)
    assert adoption.library == assign(two(), NONE)
    assert adoption.number == 0


def test_a_key_that_another_paper_would_only_get_now_is_free() -> None:
    entries = [entry("vaswani2017attention", "arxiv:2001.00001")]
    adoption = adopt([paper(), paper("2001.00001")], NONE, entries)
    assert keys_of(adoption.library) == {
        VASWANI: "vaswani2017attentiona",
        "arxiv:2001.00001": "vaswani2017attention",
    }


def test_a_key_adopted_outranks_one_that_notes_give() -> None:
    adoption = adopt([noted("1706.03762", "mine")], NONE, [entry("AIAYN", VASWANI)])
    assert keys_of(adoption.library) == {VASWANI: "AIAYN"}
    other = [noted("1810.04805", "aiayn"), paper()]
    adoption = adopt(other, NONE, [entry("AIAYN", VASWANI)])
    assert keys_of(adoption.library) == {VASWANI: "AIAYN", DEVLIN: "arxiv181004805"}


def test_the_alias_of_a_paper_may_come_back() -> None:
    renamed = rename(assign(two(), NONE), "vaswani2017attention", "Vas17")
    adoption = adopt(two(), renamed, [entry("vaswani2017attention", VASWANI)])
    assert adoption.problems == []
    assert adoption.library.aliases == {"Vas17": "vaswani2017attention"}


def test_the_key_of_an_article_that_is_part_of_a_paper_now() -> None:
    before = assign([paper(), article()], NONE)
    alias = before.key_by_identifier[parse("doi:10.1000/x")]
    adoption = adopt([two()[0]], before, [entry(alias, "doi:10.1000/x")])
    assert keys_of(adoption.library) == {VASWANI: alias}
    again = adopt([two()[0]], adoption.library, [entry(alias, "doi:10.1000/x")])
    assert again == Adoption(adoption.library, 1, [])


def test_two_entries_of_one_paper() -> None:
    first, second = entry("a", VASWANI, line=3), entry("b", "doi:10.1000/x", line=8)
    assert refused(two(), NONE, first, second) == [f"{VASWANI} is a in line 3, and b"]
    same = [entry("a", VASWANI), entry("a", "doi:10.1000/x")]
    assert keys_of(adopt(two(), NONE, same).library)[VASWANI] == "a"


@pytest.mark.parametrize("twin", ["a", "A"])
def test_one_key_of_two_papers(twin: str) -> None:
    found = refused(two(), NONE, entry("a", VASWANI, line=3), entry(twin, DEVLIN, line=8))
    assert found == [f"{twin} is {VASWANI} in line 3, and {DEVLIN}"]


@pytest.mark.parametrize("key", ["müller", "a b", "o'brien", "-x", "k" * 101])
def test_a_key_that_cannot_be_used(key: str) -> None:
    (what,) = refused(two(), assign(two(), NONE), entry(key, VASWANI), entry("ok", DEVLIN))
    assert what == f"{key!r} cannot be a citation key everywhere"


@pytest.mark.parametrize(
    "key", ["devlin2017attention", "DEVLIN2017attention", "bert", "kingma2017attention"]
)
def test_a_key_of_another_paper(key: str) -> None:
    gone = paper("1312.0001", family="Kingma")
    before = assign(two(), assign([*two(), gone], NONE))
    before = rename(before, "devlin2017attention", "bert")
    (what,) = refused(two(), before, entry(key, VASWANI))
    assert what.startswith(f"the key {key} is taken")


def test_an_unusable_key_of_a_paper_that_is_not_in_the_notes_does_not_matter() -> None:
    adoption = adopt(two(), NONE, [entry("müller", "arxiv:2001.00001"), entry("a", VASWANI)])
    assert adoption[1:] == (1, [])

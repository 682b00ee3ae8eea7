"""Patterns: what each placeholder writes, and what is no pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.keys.samples import page, paper

from paperbib.identifiers.whole import parse
from paperbib.keys import DEFAULT, PLACEHOLDERS, PatternError, assign, is_usable, naming, stem
from paperbib.model import Library, Name, PartialDate, Record, Reference

VASWANI = Reference(
    identifiers=(parse("arxiv:1706.03762"),),
    records=(
        Record(
            source="arxiv",
            identifier=parse("arxiv:1706.03762"),
            title="Attention Is All You Need",
            authors=(
                Name(family="Vaswani", given="Ashish"),
                Name(family="van der Müller", given="Jean-Noël K."),
                Name(family="Parmar", given="Niki"),
                Name(family="Jones", given="Llion"),
            ),
            published=PartialDate(year=2017, month=6, day=12),
            updated=PartialDate(year=2023, month=8),
            primary_category="cs.CL",
            kind="paper-conference",
            container_title="Advances in Neural Information Processing Systems",
        ),
    ),
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{surname}{year}{word}", "vaswani2017attention"),
        ("{Surname}{year}", "Vaswani2017"),
        ("{SURNAME}-{yy}", "VASWANI-17"),
        ("{authors}", "vaswanivandermullerparmaretal"),
        ("{Authors}{yy}", "VaswaniVanDerMullerParmarEtal17"),
        ("{authors:2}", "vaswanivandermulleretal"),
        ("{authors4}", "vaswanivandermullerparmarjones"),
        ("{initials}{surname}", "avaswani"),
        ("{INITIALS}.{Surname}", "A.Vaswani"),
        ("{given}", "ashish"),
        ("{year}-{month}", "2017-06"),
        ("{Word}", "Attention"),
        ("{words}", "attentionallneed"),
        ("{words1}", "attention"),
        ("{Words:2}", "AttentionAll"),
        ("{Title}", "AttentionIsAllYouNeed"),
        ("{journal}", "anips"),
        ("{JOURNAL}:{yy}", "ANIPS:17"),
        ("{arxiv}", "1706.03762"),
        ("arXiv:{arxiv}", "arXiv:1706.03762"),
        ("{category}/{surname}", "cs.CL/vaswani"),
        ("{type}_{surname}", "paper-conference_vaswani"),
    ],
)
def test_what_a_pattern_makes(pattern: str, key: str) -> None:
    assert naming(pattern)(VASWANI) == key


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{Surname}:{year}", "Arxiv:2020"),
        ("{authors}{year}", "arxiv2020"),
        ("{initials}{year}", "2020"),
        ("{surname}{Words2}", "arxivDeepLearning"),
        ("{journal}:{year}", "2020"),
        ("{journal}", "arxiv2020deeplearning"),
    ],
)
def test_without_latin_letters_in_the_surname(pattern: str, key: str) -> None:
    assert naming(pattern)(paper(family="李", year="2020", title="Deep Learning")) == key


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{surname}_{year}_{word}", "jalammar__berttransfer"),
        ("{surname}{Words}", "jalammarBERTTransfer"),
        ("{type}:{surname}", "webpage:jalammar"),
        ("{arxiv}{category}", "jalammarberttransfer"),
        ("{year}", "jalammarberttransfer"),
    ],
)
def test_of_a_page(pattern: str, key: str) -> None:
    assert naming(pattern)(page("http://jalammar.github.io/x/", "BERT and Transfer")) == key


def test_old_identifiers_and_long_titles() -> None:
    old = paper("math/0309136", title="word " * 100)
    assert naming("{arxiv}")(old) == "math/0309136"
    assert naming("{title}")(old) == "word" * 20
    assert naming("{surname}{words9}")(old).endswith("word" * 9)


@pytest.mark.parametrize(
    ("pattern", "what", "offset", "hint"),
    [
        ("", "no placeholder", 0, "{surname}"),
        ("key", "no placeholder", 0, "{surname}"),
        ("better-bibtx", "no placeholder", 0, "did you mean 'better-bibtex'?"),
        ("Jabref", "no placeholder", 0, "did you mean 'jabref'?"),
        ("{surname}{yeer}", "unknown placeholder {yeer}", 9, "did you mean 'year'? there are"),
        ("{surname}{}", "unknown placeholder {}", 9, "{surname}, {authors}"),
        ("{surNAME}", "unknown placeholder {surNAME}", 0, "'surname'"),
        ("{Year}", "unknown placeholder {Year}", 0, "'year'"),
        ("{surname:}", "unknown placeholder {surname:}", 0, ""),
        ("{words:0}", "unknown placeholder {words:0}", 0, "'words'"),
        ("{words:10}", "unknown placeholder {words:10}", 0, "'words'"),
        ("{title:3}", "{title} takes no number", 0, "leave"),
        ("{surname} {year}", "' ' cannot be in a key", 9, "letters, digits"),
        ("{surname}é", "'é' cannot be in a key", 9, "letters, digits"),
        ("{surname},{year}", "',' cannot be in a key", 9, ". : _ + / -"),
        ("{surname}\n", r"'\n' cannot be in a key", 9, ""),
        ("{surname", "the brace '{' has no partner", 0, ""),
        ("{surname}}", "the brace '}' has no partner", 9, ""),
        ("{{surname}}", "the brace '{' has no partner", 0, ""),
        ("-{surname}", "cannot begin with '-'", 0, "letter"),
    ],
)
def test_what_is_no_pattern(pattern: str, what: str, offset: int, hint: str) -> None:
    with pytest.raises(PatternError) as error:
        naming(pattern)
    assert what in error.value.what
    assert error.value.offset == offset
    assert hint in error.value.hint


TEXT = st.text(st.sampled_from("aZé李\u0301\ud800 -'${}\\%,.=0\n") | st.characters(), max_size=30)
REFERENCES = st.builds(
    lambda family, title, year, journal: Reference(
        identifiers=(parse("arxiv:1706.03762"),),
        records=(
            Record(
                source="arxiv",
                identifier=parse("arxiv:1706.03762"),
                title=title,
                authors=(Name(family=family, given=title), Name(literal=title)) if family else (),
                published=PartialDate(year=year, month=year % 12 + 1) if year else None,
                container_title=journal,
                primary_category=journal,
                kind=journal,
            ),
        ),
    ),
    TEXT,
    TEXT,
    st.none() | st.integers(1, 9999),
    TEXT,
)
PATTERNS = st.lists(
    st.sampled_from(
        [f"{{{name}}}" for name in PLACEHOLDERS]
        + ["{Words:9}", "{AUTHORS}", "_", "-", "a", ":", "/", "+"]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(REFERENCES, PATTERNS)
def test_whatever_the_paper_the_key_can_be_used(reference: Reference, pattern: str) -> None:
    try:
        made = naming(pattern)(reference)
    except PatternError:
        return
    assert is_usable(made) or made == stem(reference)


@given(REFERENCES)
def test_the_default_pattern_makes_what_the_parts_of_it_make(reference: Reference) -> None:
    default, by_parts = naming(DEFAULT), naming(DEFAULT.replace("word}", "word}-"))
    assert default(reference) == stem(reference)
    assert by_parts(reference) == stem(reference)[:80]


@given(st.lists(REFERENCES, max_size=5), PATTERNS.filter(lambda one: "{" in one and one[0] == "{"))
def test_keys_of_a_pattern_are_unique_without_regard_to_case(
    drawn: list[Reference], pattern: str
) -> None:
    references = [
        one.model_copy(update={"identifiers": (parse(f"arxiv:1706.{number + 1:05}"),)})
        for number, one in enumerate(drawn)
    ]
    made = assign(references, Library(), naming(pattern)).references
    assert len({key.casefold() for key in made}) == len(references)


def test_keys_that_differ_in_case_only_get_a_suffix() -> None:
    one, other = paper("1706.00001", family="McDonald"), paper("1706.00002", family="Mcdonald")
    made = assign([one, other], Library(), naming("{Surname}{year}"))
    assert list(made.references) == ["McDonald2017", "Mcdonald2017a"]

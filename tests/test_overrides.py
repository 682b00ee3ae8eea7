"""Overrides: what a person may say of single references, and what cannot be meant."""

import tomllib
from collections.abc import Sequence
from typing import get_args

import pytest

from paperbib import overrides
from paperbib.errors import PaperbibError
from paperbib.exporters.item import Item, Kind, item_of
from paperbib.exporters.options import DatePolicy, Options
from paperbib.identifiers.whole import parse
from paperbib.keys import is_usable
from paperbib.merge import Merged, merge
from paperbib.model import Found, Library, Mention, Name, Record, Reference
from paperbib.overrides import FIELDS, SOURCE, TYPE_BY_KIND, Override, Sheet
from paperbib.sources import PRECEDENCE
from paperbib.sources.names import from_display
from paperbib.toml_places import places

PAPER = "arxiv:1706.03762"


def read(text: str) -> tuple[Override, ...]:
    sheet = Sheet("paperbib.toml", "/x/paperbib.toml", places(text))
    tables = tomllib.loads(text)["override"]
    return overrides.read(tables, sheet, to_name=from_display, is_key=is_usable)


def record(fields: str) -> Record:
    (one,) = read(f'[override."{PAPER}"]\n{fields}\n')
    assert one.record is not None
    return one.record


def mention(text: str, *, line: int = 1, key: str | None = None) -> Mention:
    return Mention(identifier=parse(text), file="n.md", line=line, column=1, key=key)


def found(text: str, **fields: object) -> Found:
    made = Record.model_validate({"source": "arxiv", "identifier": text, **fields})
    return Found(identifier=parse(text), source="arxiv", raw="", record=made)


def merged(
    names: Sequence[str], text: str, answers: Sequence[Found] = (), previous: Library | None = None
) -> Merged:
    return merge(
        [mention(name, line=number) for number, name in enumerate(names, 1)],
        answers,
        previous or Library(),
        precedence=PRECEDENCE,
        stand_ins={},
        said=overrides.facts(read(text)),
    )


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("arxiv:1706.03762", PAPER),
        ("arXiv:1706.03762v5", PAPER),
        ("1706.03762", PAPER),
        (" 1706.03762 ", PAPER),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", PAPER),
        ("10.48550/arXiv.1706.03762", PAPER),
        ("https://doi.org/10.48550/arXiv.1706.03762", PAPER),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("doi:10.1000/X", "doi:10.1000/X"),
        ("10.1000/x", "doi:10.1000/x"),
        ("https://doi.org/10.1000/x", "doi:10.1000/x"),
        ("https://e.org/a?utm_source=x", "url:https://e.org/a"),
        ("url:https://e.org/a", "url:https://e.org/a"),
    ],
)
def test_an_identifier_is_whatever_a_person_writes(written: str, identifier: str) -> None:
    (one,) = read(f'[override."{written}"]\ntitle = "T"\n')
    assert one.identifier == parse(identifier)


TABLE = f'[override."{PAPER}"]\n'


@pytest.mark.parametrize(
    ("text", "place", "what", "hint"),
    [
        ('[override."arxv:1706.03762"]\n', "1:11", "is no identifier", "'arxiv:1706.03762'?"),
        ('[override."1713.00001"]\n', "1:11", "is no identifier", "there is no month 13"),
        ('[override."10.48550/arXiv.1713.00001"]\n', "1:11", "no identifier", "no month 13"),
        ("[override.vaswani2017attention]\n", "1:11", "no identifier", "explain vaswani2017at"),
        ('[override."e.org/a"]\n', "1:11", "no identifier", "did you mean 'https://e.org/a'?"),
        ('[override."http://x"]\n', "1:11", "no identifier", "no dot"),
        ('[override."two words"]\n', "1:11", "no identifier", "arxiv:…, doi:… or https://…"),
        ('[override.""]\n', "1:11", "'' is no identifier", "arxiv:…"),
        ('override."1706.03762" = 3\n', "1:10", "is 3, and no table", '[override."1706.03762"]'),
        (TABLE + 'titel = "T"\n', "2:1", "unknown field 'titel'", "did you mean 'title'?"),
        (TABLE + 'author = "A"\n', "2:1", "unknown field 'author'", "'authors'"),
        (TABLE + 'url = "A"\n', "2:1", "unknown field 'url'", "note"),
        (TABLE + "zzz = 1\n", "2:1", "unknown field 'zzz'", "there are abstract, authors"),
        (TABLE + "title = 3\n", "2:1", "'title' has the wrong value 3", "a text"),
        (TABLE + 'title = " "\n', "2:1", "'title' has the wrong value ' '", "not an empty"),
        (TABLE + 'authors = "A, B"\n', "2:1", "'authors' has the wrong value", "a list of names"),
        (TABLE + "authors = []\n", "2:1", "'authors' has the wrong value []", "a list of names"),
        (TABLE + 'authors = ["A",\n 3]\n', "3:2", "'authors' has the wrong value 3", "a name"),
        (TABLE + 'authors = ["et al."]\n', "2:12", "value 'et al.'", "list all authors"),
        (
            TABLE + 'authors = [\n  {famly = "X"}]\n',
            "3:4",
            "unknown part of a name 'famly'",
            "did you mean 'family'?",
        ),
        (TABLE + "authors = [{family = 3}]\n", "2:13", "wrong value 3", "a text"),
        (TABLE + 'authors = [{given = "X"}]\n', "2:12", "{'given': 'X'}", "family or literal"),
        (TABLE + 'authors = [{literal = "X", given = "Y"}]\n', "2:12", "wrong", "either literal"),
        (TABLE + "year = 0\n", "2:1", "'year' has the wrong value 0", "a year"),
        (TABLE + "year = true\n", "2:1", "wrong value True", "a year"),
        (TABLE + 'year = "٢٠١٧"\n', "2:1", "'year' has the wrong value", "a year"),
        (TABLE + "year = 2017\nmonth = 13\n", "3:1", "'month' has the wrong value 13", "June"),
        (TABLE + 'year = 2017\nmonth = "Marz"\n', "3:1", "'month' has the wrong value", "June"),
        (TABLE + "month = 3\n", "2:1", "'month' needs a year", "write year"),
        (TABLE + "year = 2017\ndate = 2017-01-01\n", "2:1", "'date' and 'year'", "leave one"),
        (TABLE + 'date = "2017-02-30"\n', "2:1", "wrong value '2017-02-30'", "a date"),
        (TABLE + 'date = "June 2017"\n', "2:1", "wrong value 'June 2017'", "a date"),
        (TABLE + "date = 07:00:00\n", "2:1", "'date' has the wrong value", "a date"),
        (TABLE + 'doi = "no"\n', "2:1", "'doi' has the wrong value 'no'", "a DOI"),
        (TABLE + f'doi = "10.48550/{PAPER}"\n', "2:1", "wrong value", "not arXiv's own"),
        (TABLE + 'journal = "J"\nbooktitle = "B"\n', "3:1", "say the same", "leave one"),
        (TABLE + 'number = "1"\nissue = "1"\n', "2:1", "say the same", "leave one"),
        (TABLE + "volume = 1.5\n", "2:1", "wrong value 1.5", "a text or a number"),
        (TABLE + "pages = true\n", "2:1", "wrong value True", "a text or a number"),
        (TABLE + 'kind = "artcle"\n', "2:1", "wrong value 'artcle'", "did you mean 'article'?"),
        (TABLE + 'kind = "song"\n', "2:1", "wrong value 'song'", "article, article-journal"),
        (TABLE + 'category = "computer science"\n', "2:1", "wrong value", "cs.CL"),
        (TABLE + 'tags = "a"\n', "2:1", "wrong value 'a'", "a list of texts"),
        (TABLE + 'tags = ["a", ""]\n', "2:14", "wrong value ''", "a text"),
        (TABLE + 'ignore = "yes"\n', "2:1", "wrong value 'yes'", "true or false"),
        (TABLE + 'key = "my key"\n', "2:1", "wrong value 'my key'", "letters, digits"),
        (
            TABLE + '[override."https://arxiv.org/abs/1706.03762"]\n',
            "2:11",
            "'arxiv:1706.03762' (line 1) are one reference",
            "one table of the two",
        ),
        (
            TABLE + 'key = "K"\n[override."10.1000/x"]\nkey = "k"\n',
            "4:1",
            "'k' is the key of 'arxiv:1706.03762', too",
            "a key of its own",
        ),
    ],
)
def test_what_cannot_be_meant_is_an_error_at_its_place(
    text: str, place: str, what: str, hint: str
) -> None:
    with pytest.raises(PaperbibError) as error:
        read(text)
    assert error.value.what.startswith(f"/x/paperbib.toml:{place}: ")
    assert what in error.value.what
    assert hint in error.value.hint
    assert len(error.value.what) < 200


@pytest.mark.parametrize(
    ("written", "family", "given", "suffix", "literal"),
    [
        ('"van der Maaten, Laurens"', "van der Maaten", "Laurens", None, None),
        ('"García Márquez, Gabriel"', "García Márquez", "Gabriel", None, None),
        ('"Laurens van der Maaten"', "van der Maaten", "Laurens", None, None),
        ('"King, Martin Luther, Jr."', "King", "Martin Luther", "Jr.", None),
        ('"Martin Luther King, Jr."', "King", "Martin Luther", "Jr.", None),
        ('"{Google Brain}"', None, None, None, "Google Brain"),
        ('{literal = "Barnes and Noble"}', None, None, None, "Barnes and Noble"),
        ('{family = "de la Cruz", given = "A", suffix = "III"}', "de la Cruz", "A", "III", None),
        ('{family = "Plato"}', "Plato", None, None, None),
        ('"Guido van\\n  Rossum"', "van Rossum", "Guido", None, None),
    ],
)
def test_a_name_is_split_as_the_person_has_split_it(
    written: str, family: str | None, given: str | None, suffix: str | None, literal: str | None
) -> None:
    name = Name(family=family, given=given, suffix=suffix, literal=literal)
    assert record(f"authors = [{written}]").authors == (name,)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date = 2017-06-12", "2017-06-12"),
        ("date = 2017-06-12T07:32:00Z", "2017-06-12"),
        ('date = "2017-06"', "2017-06"),
        ("date = 2017", "2017"),
        ('year = "2017"', "2017"),
        ("year = 2017\nmonth = 6", "2017-06"),
        ('month = "June"\nyear = 2017', "2017-06"),
        ('year = 2017\nmonth = "sept"', "2017-09"),
        ('year = 2017\nmonth = "06"', "2017-06"),
    ],
)
def test_dates(fields: str, date: str) -> None:
    assert str(record(fields).published) == date


def test_every_field_that_is_said_is_one_of_the_record_and_no_other() -> None:
    said = record(
        'title = "A\\n title"\nauthors = ["Ada Byron"]\nyear = 2018\ndoi = "https://doi.org/10.1000/X"\n'
        'journal = "J"\nvolume = 30\nnumber = "S1"\npages = "1--10"\npublisher = "P"\n'
        'abstract = """\nOne.\n\nTwo.\n"""\nnote = "N"\ncategory = "cs.CL"\ncomment = "C"\n'
        'journal_ref = "J 30"\ntags = ["a", "b", "a"]\nkind = "@article"'
    )
    assert said.model_dump(mode="json", exclude_defaults=True) == {
        "source": SOURCE,
        "identifier": PAPER,
        "title": "A title",
        "authors": [{"family": "Byron", "given": "Ada"}],
        "published": "2018",
        "abstract": "One.\n\nTwo.",
        "primary_category": "cs.CL",
        "doi": "10.1000/X",
        "journal_ref": "J 30",
        "comment": "C",
        "kind": "article-journal",
        "container_title": "J",
        "volume": "30",
        "issue": "S1",
        "pages": "1--10",
        "publisher": "P",
        "tags": ["a", "b"],
        "note": "N",
    }


def test_every_kind_is_one_that_is_exported() -> None:
    assert set(TYPE_BY_KIND.values()) <= {str(kind) for kind in Kind}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ('journal = "J"', "article-journal"),
        ('booktitle = "B"', "paper-conference"),
        ('booktitle = "B"\nkind = "incollection"', "chapter"),
        ('publisher = "P"', None),
    ],
)
def test_whoever_says_in_what_it_appeared_says_what_it_is(fields: str, kind: str | None) -> None:
    assert record(fields).kind == kind


def test_a_table_without_facts_has_no_record() -> None:
    (one,) = read(TABLE + 'ignore = false\nkey = "k"\n')
    assert (one.record, one.key, one.is_ignored) == (None, "k", False)
    assert FIELDS[-2:] == ("key", "ignore")


def test_an_override_outranks_the_sources_and_hides_no_other_field() -> None:
    answers = [found(PAPER, title="Theirs", abstract="A", published="2017-06-12", tags=("x",))]
    text = TABLE + 'title = "Mine"\ntags = ["y"]\n'
    (reference,) = merged([PAPER], text, answers).references
    assert [one.source for one in reference.records] == [SOURCE, "arxiv"]
    assert (reference.title, reference.abstract, str(reference.date)) == ("Mine", "A", "2017-06-12")
    assert set(reference.tags) == {"x", "y"}


def test_a_withdrawn_paper_is_withdrawn_whatever_is_said_of_it() -> None:
    gone = found(PAPER, title="T", version=2, is_withdrawn=True, comment="an error in section 2")
    (problem,) = merged([PAPER], TABLE + 'comment = "Mine"\n', [gone]).problems
    assert (problem.kind, problem.what.partition(": ")[2]) == ("withdrawn", "an error in section 2")


def test_merging_again_with_what_is_left_of_the_lock_changes_nothing() -> None:
    text = TABLE + 'title = "Mine"\n'
    first = merged([PAPER], text, [found(PAPER, title="Theirs")]).references
    library = Library(references={"k": first[0]})
    assert merged([PAPER], text, previous=overrides.bare(library)).references == first
    plain = merge(
        [mention(PAPER)], [], overrides.bare(library), precedence=PRECEDENCE, stand_ins={}
    )
    assert plain.references[0].title == "Theirs"


def test_a_library_without_overrides_is_bare_as_it_is() -> None:
    (reference,) = merged([PAPER], "override = {}", [found(PAPER, title="T")]).references
    library = Library(references={"k": reference})
    assert overrides.bare(library) is library


def names_of(references: Sequence[Reference]) -> list[list[str]]:
    return [[str(one) for one in reference.identifiers] for reference in references]


def test_a_doi_that_is_said_ties_as_arxivs_own_does() -> None:
    names = ["doi:10.1000/y", PAPER]
    assert names_of(merged(names, TABLE + 'doi = "10.1000/Y"\n').references) == [
        [PAPER, "doi:10.1000/Y"]
    ]


def test_a_doi_that_is_said_stands_instead_of_a_wrong_one() -> None:
    other = "arxiv:1810.04805"
    answers = [found(PAPER, doi="10.1000/x"), found(other, doi="10.1000/x")]
    names = [PAPER, other, "doi:10.1000/x"]
    assert [one.kind for one in merged(names, "override = {}", answers).problems] == ["conflict"]
    result = merged(names, f'[override."{other}"]\ndoi = "10.1000/z"\n', answers)
    assert result.problems == []
    assert names_of(result.references) == [[PAPER, "doi:10.1000/x"], [other, "doi:10.1000/z"]]


def test_an_override_of_a_tied_doi_is_one_of_the_paper() -> None:
    text = '[override."doi:10.1000/x"]\ntitle = "Mine"\ndoi = "10.1000/later"\n'
    names = ["doi:10.1000/x", PAPER, "doi:10.1000/later"]
    (reference,) = merged(names, text, [found(PAPER, title="T", doi="10.1000/x")]).references
    assert reference.title == "Mine"
    assert names_of([reference]) == [[PAPER, "doi:10.1000/later", "doi:10.1000/x"]]


def test_dois_that_are_said_to_be_each_other_are_one() -> None:
    text = '[override."10.1000/b"]\ndoi = "10.1000/a"\n[override."10.1000/a"]\ndoi = "10.1000/b"\n'
    for names in (["doi:10.1000/a", "doi:10.1000/b"], ["doi:10.1000/b", "doi:10.1000/a"]):
        assert len(merged(names, text).references) == 1


def item(fields: str, options: Options | None = None, **facts: object) -> Item:
    answers = [found(PAPER, title="T", published="2017-06-12", updated="2023-08-02", **facts)]
    (reference,) = merged([PAPER], TABLE + fields, answers).references
    return item_of("k", reference, options or Options())


@pytest.mark.parametrize(
    ("fields", "kind", "container"),
    [
        ('journal = "Nature"', Kind.ARTICLE, "Nature"),
        ('booktitle = "NeurIPS"', Kind.PAPER, "NeurIPS"),
        ('kind = "inproceedings"\nbooktitle = "NeurIPS"', Kind.PAPER, "NeurIPS"),
        ('kind = "inproceedings"', Kind.PREPRINT, ""),
        ('kind = "phdthesis"\npublisher = "MIT"', Kind.THESIS, ""),
        ('journal = "Nature"\nkind = "preprint"', Kind.PREPRINT, ""),
    ],
)
def test_a_published_version_makes_the_entry(fields: str, kind: Kind, container: str) -> None:
    made = item(fields)
    assert (made.kind, made.container, made.arxiv) == (kind, container, "1706.03762")


@pytest.mark.parametrize("policy", get_args(DatePolicy))
def test_a_date_that_is_said_is_meant_whatever_the_policy(policy: DatePolicy) -> None:
    options = Options(date=policy)
    assert str(item("year = 2018", options, issued="2019-01").date) == "2018"


def test_mentions_of_what_is_ignored_are_left_out() -> None:
    mentions = [mention(PAPER), mention("doi:10.1000/x"), mention(PAPER, line=3)]
    text = TABLE + 'ignore = true\n[override."10.1000/x"]\nignore = false\n'
    assert overrides.heeded(mentions, read(text)) == mentions[1:2]
    assert overrides.heeded(mentions, ()) is mentions


def test_a_key_that_is_said_is_proposed_instead_of_those_of_the_notes() -> None:
    references = [
        Reference(identifiers=(parse(PAPER),), mentions=(mention(PAPER, key="theirs"),)),
        Reference(identifiers=(parse("doi:10.1000/x"),), mentions=(mention("doi:10.1000/x"),)),
    ]
    made = overrides.with_keys(references, read(TABLE + 'key = "mine"\n'))
    assert [one.mentions[0].key for one in made] == ["mine", None]
    assert overrides.with_keys(references, read(TABLE)) is references


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ('[override."1810.04805"]\n', "no note mentions arxiv:1810.04805", "take the override out"),
        ('[override."10.1000/x"]\nignore = true\n', "no note mentions doi:", f"say so of {PAPER}"),
        ('[override."1810.04805"]\nignore = true\n', "no note mentions arxiv:1810", "Check"),
        (
            TABLE + '[override."10.1000/x"]\n',
            "doi:10.1000/x and arxiv:1706.03762 are one reference with two overrides",
            "Make one",
        ),
        (TABLE + 'key = "new"\n', "is old, not new", "paperbib key old new"),
        (TABLE + 'key = "OTHER"\n', "is old, not OTHER", "the key of another entry"),
        (TABLE + 'kind = "article"\n', "so it is no article-journal", "Add journal = …"),
        (TABLE + 'kind = "inbook"\n', "so it is no chapter", "Add booktitle = …"),
    ],
)
def test_an_override_that_comes_to_nothing_is_a_problem_at_its_place(
    text: str, what: str, hint: str
) -> None:
    said = read(text)
    names = [PAPER, "url:https://e.org/"]
    result = merged(names, text, [found(PAPER, doi="10.1000/x")])
    library = Library(references=dict(zip(("old", "other"), result.references, strict=True)))
    (problem,) = overrides.problems(said, [mention(name) for name in names], library)
    line = text.splitlines().index(next(one for one in text.splitlines()[::-1] if "[" in one)) + 1
    assert (problem.kind, problem.file, problem.line) == ("override", "paperbib.toml", line)
    assert problem.column == len("[override.") + 1
    assert what in problem.what
    assert hint in problem.hint


def test_what_is_ignored_and_mentioned_is_no_problem() -> None:
    text = TABLE + 'ignore = true\nkey = "x"\nkind = "article"\n'
    assert overrides.problems(read(text), [mention(PAPER)], Library()) == []

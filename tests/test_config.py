from pathlib import Path

import pytest

from paperbib import config
from paperbib.errors import PaperbibError

CACHE = {"PAPERBIB_CACHE_DIR": "cache"}


def load(folder: Path, **environment: str) -> config.Config:
    return config.load(folder, CACHE | environment)


def test_defaults(tmp_path: Path) -> None:
    loaded = config.load(tmp_path, {})
    assert loaded.settings.notes == ["seeds"]
    assert loaded.output == tmp_path / "output"
    assert loaded.arxiv_api == "https://export.arxiv.org/api/query"
    assert loaded.arxiv_interval_s == 3
    assert loaded.cache_dir.name == "paperbib"
    assert not loaded.is_offline


def test_the_nearest_file_above_counts_and_paths_start_from_it(tmp_path: Path) -> None:
    (tmp_path / "paperbib.toml").write_text('output = "bib"\nsnapshot = "s.jsonl"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert load(inner).output == tmp_path / "bib"
    assert load(inner).snapshot == tmp_path / "s.jsonl"
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.paperbib]\noutput = "mine"\n')
    assert load(inner).output == tmp_path / "a" / "mine"


def test_the_environment_outranks_the_file(tmp_path: Path) -> None:
    (tmp_path / "paperbib.toml").write_text('mailto = "a@example.org"\n')
    assert load(tmp_path).settings.mailto == "a@example.org"
    assert load(tmp_path, PAPERBIB_MAILTO="b@example.org").settings.mailto == "b@example.org"
    assert load(tmp_path, PAPERBIB_OFFLINE="1").is_offline
    assert not load(tmp_path, PAPERBIB_OFFLINE="0").is_offline


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ('notes = ["a"]\noutptu = "x"\n', r"paperbib\.toml:2:1: unknown key 'outptu'", "'output'"),
        ("  zzz.y = 1\n", r"paperbib\.toml:1:3: unknown key 'zzz'", "README"),
        ("[outputs]\nx = 1\n", r"paperbib\.toml:1:2: unknown key 'outputs'", "'output'"),
        ('notes = "seeds"\n', r"paperbib\.toml:1:1: 'notes' has the wrong value 'seeds'", "list"),
        ("abstract = 1\n", r"paperbib\.toml:1:1: 'abstract' has the wrong value 1", "boolean"),
        ('mailto = "me"\n', r"paperbib\.toml:1:1: 'mailto'", "e-mail"),
        (
            'date = "v2"\n',
            r"paperbib\.toml:1:1: 'date' has .* 'v2'",
            "'v1', 'latest' or 'published'",
        ),
        ("\ndate = 2017\n", r"paperbib\.toml:2:1: 'date' has .* 2017", "'v1', 'latest' or"),
        ("override = 3\n", r"paperbib\.toml:1:1: 'override' has the wrong value 3", "a table"),
        ("x.override.y = 3\n", r"paperbib\.toml:1:1: unknown key 'x'", "README"),
        ('a = """\nb = 1\n"""\n', r"paperbib\.toml:1:1: unknown key 'a'", "README"),
        ('output = """\nb = 1\n"""\nb = 1\n', r"paperbib\.toml:4:1: unknown key 'b'", "README"),
        ("output = \n", r"paperbib\.toml:1:10: this is no TOML", "toml"),
        ("a = 1\na = 2\n", r"paperbib\.toml:\d+:\d+: this is no TOML", "toml"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, text: str, what: str, hint: str) -> None:
    (tmp_path / "paperbib.toml").write_text(text)
    with pytest.raises(PaperbibError, match=what) as error:
        load(tmp_path)
    assert hint in error.value.hint


def test_a_wrong_key_in_pyproject_says_where(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nfoo = 1\n\n[tool.paperbib]\nfoo = 1\n")
    with pytest.raises(PaperbibError, match=r"pyproject\.toml:5:1: unknown key 'foo'"):
        load(tmp_path)


def test_the_date_is_one_of_four(tmp_path: Path) -> None:
    assert load(tmp_path).settings.date == "auto"
    (tmp_path / "paperbib.toml").write_text('date = "published"\n')
    assert load(tmp_path).settings.date == "published"


@pytest.mark.parametrize("head", ["", "tool.paperbib."])
def test_where_the_file_says_what(tmp_path: Path, head: str) -> None:
    name = "pyproject.toml" if head else "paperbib.toml"
    (tmp_path / name).write_text(f'[{head}override."a.b"]\ntitle = "T"\n[other]\nx = 1\n')
    loaded = config.load(tmp_path, CACHE) if head else None
    found = (
        loaded.places
        if loaded
        else config.Config(root=tmp_path, file=tmp_path / name, cache_dir=tmp_path).places
    )
    assert found["override", "a.b"] == (1, len(f"[{head}override.") + 1)
    assert found["override", "a.b", "title"] == (2, 1)
    assert (("other", "x") in found) == (not head)


def test_no_file_says_nothing(tmp_path: Path) -> None:
    assert load(tmp_path).places == {}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PaperbibError, match="no such configuration file"):
        config.load(tmp_path, CACHE, tmp_path / "x.toml")


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({"PAPERBIB_ARXIV_INTERVAL_S": "1"}, "at least 3 seconds"),
        ({"PAPERBIB_ARXIV_INTERVAL_S": "soon"}, "no number"),
        ({"PAPERBIB_ARXIV_INTERVAL_S": "nan"}, "no number"),
        (
            {"PAPERBIB_ARXIV_INTERVAL_S": "-1", "PAPERBIB_ARXIV_API": "http://127.0.0.1/"},
            "no number",
        ),
        (
            {"PAPERBIB_ARXIV_INTERVAL_S": "0", "PAPERBIB_ARXIV_API": "http://127.0.0.1.e.org/"},
            "at least 3",
        ),
        ({"PAPERBIB_ARXIV_API": "export.arxiv.org"}, "no address"),
        ({"PAPERBIB_ARXIV_API": "file:///etc/passwd"}, "no address"),
        ({"PAPERBIB_ARXIV_API": "http://..invalid/"}, "no address"),
        ({"PAPERBIB_ARXIV_API": "http://exa mple.invalid/"}, "no address"),
        ({"PAPERBIB_MAILTO": "nobody"}, "PAPERBIB_MAILTO"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, environment: dict[str, str], what: str) -> None:
    with pytest.raises(PaperbibError, match=what):
        load(tmp_path, **environment)


def test_a_short_interval_is_for_this_machine(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, PAPERBIB_ARXIV_INTERVAL_S="0", PAPERBIB_ARXIV_API="http://127.0.0.1:1/api/query"
    )
    assert loaded.arxiv_interval_s == 0


LOCAL = "http://127.0.0.1:1/api/query"


@pytest.mark.parametrize(
    ("environment", "oai", "datacite"),
    [
        ({}, config.OAI_API, config.DATACITE_API),
        # Who names another server does not want arXiv's own asked behind its back.
        ({"PAPERBIB_ARXIV_API": LOCAL}, None, None),
        ({"PAPERBIB_ARXIV_API": LOCAL, "PAPERBIB_OAI_API": LOCAL}, LOCAL, None),
        ({"PAPERBIB_ARXIV_API": LOCAL, "PAPERBIB_DATACITE_API": LOCAL}, None, LOCAL),
        ({"PAPERBIB_OAI_API": LOCAL}, LOCAL, config.DATACITE_API),
    ],
)
def test_who_stands_in_for_the_query_api(
    tmp_path: Path, environment: dict[str, str], oai: str | None, datacite: str | None
) -> None:
    loaded = load(tmp_path, **environment)
    assert (loaded.oai_api, loaded.datacite_api) == (oai, datacite)


def test_a_short_interval_is_for_no_real_oai(tmp_path: Path) -> None:
    with pytest.raises(PaperbibError, match="at least 3 seconds"):
        load(
            tmp_path,
            PAPERBIB_ARXIV_INTERVAL_S="0",
            PAPERBIB_ARXIV_API=LOCAL,
            PAPERBIB_OAI_API=config.OAI_API,
        )


def test_a_wrong_address_of_a_stand_in(tmp_path: Path) -> None:
    with pytest.raises(PaperbibError, match="PAPERBIB_OAI_API=oai: this is no address"):
        load(tmp_path, PAPERBIB_OAI_API="oai")

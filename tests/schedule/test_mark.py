"""What files of ours say of their jobs is read back, whatever the job."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.jobs import HARD, PATHS, PLAIN, job

from paperbib.errors import PaperbibError
from paperbib.schedule import KINDS, Kind
from paperbib.schedule.job import Every, find_mark, find_marks, local_mark, mark
from paperbib.schedule.when import parse

CRONS = ["", "5 4 * * 1", "5 4 1,15 * mon-fri", "0 */6 * * *", "*/30 4 * * *", "@Daily", "@hourly"]


@pytest.mark.parametrize(
    ("kind", "cron", "is_proposed"), list(itertools.product(KINDS, CRONS, [False, True]))
)
def test_each_kind_says_it(kind: Kind, cron: str, *, is_proposed: bool) -> None:
    made = ("/home/ada/.config", "/home/ada/--a, b --")
    wanted = job(cron=cron, every=Every.WEEK, pull_request=is_proposed, made=made)
    for unit in kind.units(wanted):
        coding = "utf-16" if unit.content.startswith(b"\xff\xfe") else "utf-8"
        found = find_mark(unit.content.decode(coding))
        assert found is not None
        assert (found.label, found.cron, found.pull_request) == ("notes-1f2e", cron, is_proposed)
        assert found.every == (Every.DAY if cron else Every.WEEK)
        assert found.made == made
        assert found.place == ("" if kind.is_hosted else PLAIN)


@given(PATHS, st.lists(PATHS), st.booleans())
def test_any_path_is_read_back(folder: str, made: list[str], is_proposed: bool) -> None:  # noqa: FBT001
    text = local_mark(job(folder, made=tuple(made), pull_request=is_proposed))
    assert "--" not in text
    found = find_mark(f"<!-- {text} -->\n")
    assert found is not None
    assert (found.place, found.made, found.pull_request) == (folder, tuple(made), is_proposed)


def test_what_follows_is_no_part_of_the_times() -> None:
    found = find_mark(f"# {mark(job(cron='5 4 * * 1', pull_request=True))}\n")
    assert found is not None
    assert found.cron == "5 4 * * 1"
    assert parse(found.cron)
    assert found.options == ("--cron", "5 4 * * 1", "--pull-request")
    assert find_mark("# paperbib schedule: a-1, cron 5 4 * *\n") is None


def test_a_table_has_several() -> None:
    text = "".join(
        f"# {local_mark(job(folder, label=f'a-{folder[1]}'))}\n" for folder in (HARD, PLAIN)
    )
    assert [one.place for one in find_marks(text)] == [HARD, PLAIN]


def test_words_of_the_options() -> None:
    found = find_mark(mark(job(every=Every.WEEK)))
    assert found is not None
    assert found.options == ("--weekly",)
    with pytest.raises(PaperbibError):
        parse("5 4 * * 1, by pull request")

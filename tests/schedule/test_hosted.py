"""The files of hosted schedules hold any name, and nothing in a name becomes an instruction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from paperbib import __version__
from paperbib.errors import PaperbibError
from paperbib.schedule import KINDS, docker, github, gitlab
from paperbib.schedule.hosted import place, quoted, schedule, stem
from paperbib.schedule.job import Every, Job, find_mark

JOB = Job(
    command=("/home/me/.venv/bin/paperbib", "-C", "/home/me/notes", "sync", "--scheduled"),
    folder="/home/me/notes",
    writable=("/home/me/notes/output", "/home/me/.cache/paperbib"),
    label="notes-1a2b",
)
HOSTED = (github, gitlab, docker)
NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="/\ufffe\uffff"),
    min_size=1,
).filter(lambda name: name not in {".", ".."})


def text_of(kind: Any, job: Job = JOB) -> str:  # noqa: ANN401 - any of the three modules
    (unit,) = kind.units(job)
    return str(unit.content.decode())


def workflow(job: Job = JOB) -> dict[Any, Any]:
    return dict(yaml.safe_load(text_of(github, job)))


def last_step(job: Job = JOB) -> dict[str, Any]:
    return dict(workflow(job)["jobs"]["refresh"]["steps"][-1])


def gitlab_job(job: Job = JOB) -> dict[str, Any]:
    (found,) = yaml.safe_load(text_of(gitlab, job)).values()
    return dict(found)


def evaluated(value: str) -> str:
    """What GitHub makes of a value whose expressions are all literals."""
    literal = re.compile(r"\$\{\{ '((?:[^']|'')*)' \}\}")
    assert "${{" not in literal.sub("", value), value
    return literal.sub(lambda found: found[1].replace("''", "'"), value)


def gitlab_value(variable: str | dict[str, Any]) -> str:
    """What GitLab makes of a variable that refers to no other."""
    if isinstance(variable, str):
        assert "$" not in variable
        return variable
    assert variable["expand"] is False
    return str(variable["value"])


@given(folder=NAMES, output=NAMES, config=NAMES)
@example("${{ github.token }}", "$CI_JOB_TOKEN ${{${{ '", 'it\'s "x"\\n: #\u00a0\U0001f4da')
@example("-", "*", ":(top)x")
def test_any_name_arrives_as_it_is(folder: str, output: str, config: str) -> None:
    job = JOB._replace(
        folder=f"/home/{folder}",
        writable=(f"/home/{folder}/{output}", "/c"),
        command=("/p", "--config", f"/home/{folder}/{config}", "sync"),
        within=folder,
    )
    expected = {"PROJECT": f"./{folder}", "OUTPUT": output, "CONFIG": config}
    environment = last_step(job)["env"]
    assert {name: evaluated(environment[name]) for name in expected} == expected
    variables = gitlab_job(job)["variables"]
    assert {name: gitlab_value(variables[name]) for name in expected} == expected
    command = text_of(docker, job).splitlines()[-1].removeprefix("CMD ")
    assert json.loads(command)[:2] == ["--config", config]


@given(text=st.text(st.characters(codec="utf-8")))
def test_a_quoted_text_reads_back(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text


@given(output=NAMES)
def test_a_name_never_is_part_of_a_script(output: str) -> None:
    job = JOB._replace(writable=(f"{JOB.folder}/{output}", "/c"))
    assert last_step(job)["run"] == last_step()["run"]
    assert gitlab_job(job)["script"] == gitlab_job()["script"]


@pytest.mark.parametrize("kind", HOSTED)
@pytest.mark.parametrize("name", ["a\nRUN evil", "a\0", "\udcff", "a\u2028b", "a\x85b"])
def test_what_no_line_can_hold_is_refused(kind: Any, name: str) -> None:  # noqa: ANN401
    with pytest.raises(PaperbibError, match="no schedule can hold"):
        kind.units(JOB._replace(writable=(f"{JOB.folder}/{name}", "/c")))


@pytest.mark.parametrize("kind", HOSTED)
@pytest.mark.parametrize("output", ["/elsewhere", "/home/me/notes/../out", "/home/me/notes2"])
def test_outputs_elsewhere_cannot_be_committed(kind: Any, output: str) -> None:  # noqa: ANN401
    with pytest.raises(PaperbibError, match="output folder is outside the project"):
        kind.units(JOB._replace(writable=(output, "/c")))


def test_a_configuration_elsewhere_is_refused() -> None:
    with pytest.raises(PaperbibError, match=r"/etc/p\.toml: the configuration is outside"):
        place(JOB._replace(command=("/p", "--config", "/etc/p.toml", "sync")))


def test_nothing_of_this_machine_is_in_the_files() -> None:
    for kind in HOSTED:
        assert "/home/me" not in text_of(kind)


@pytest.mark.parametrize("kind", HOSTED)
def test_each_says_whose_it_is(kind: Any) -> None:  # noqa: ANN401
    assert kind in KINDS
    assert kind.is_hosted
    mark = find_mark(text_of(kind, JOB._replace(every=Every.WEEK)))
    assert mark is not None
    assert (mark.label, mark.every, mark.cron) == (JOB.label, Every.WEEK, "")


@given(label=st.from_regex(r"[A-Za-z0-9-]{1,40}", fullmatch=True))
def test_no_job_starts_at_the_full_hour(label: str) -> None:
    minute, hour, *days = schedule(JOB._replace(label=label)).split()
    assert 1 <= int(minute) <= 59
    assert 0 <= int(hour) <= 23
    assert days == ["*", "*", "*"]


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("5 4 * * 7", "5 4 * * 0"),
        ("5 4 * * 5-7", "5 4 * * 0,5,6"),
        ("5 4 1 jan mon-fri", "5 4 1 jan mon-fri"),
        ("5 4 * * */7", "5 4 * * */7"),
        ("@daily", "0 0 * * *"),
        ("5  4\t*  * 1", "5 4 * * 1"),
    ],
)
def test_sunday_is_zero(cron: str, expected: str) -> None:
    assert schedule(JOB._replace(cron=cron)) == expected


def test_the_workflow_may_do_what_it_must() -> None:
    for is_proposal, rights in (
        (False, {"contents": "write"}),
        (True, {"contents": "write", "pull-requests": "write"}),
    ):
        found = workflow(JOB._replace(pull_request=is_proposal))
        assert found["permissions"] == {}
        assert found["jobs"]["refresh"]["permissions"] == rights
        assert found["concurrency"] == {"group": "paperbib-notes-1a2b", "cancel-in-progress": False}
        assert found["jobs"]["refresh"]["timeout-minutes"] == 30
        # YAML 1.1 reads the key "on" as true.
        assert found[True] == {"schedule": [{"cron": schedule(JOB)}], "workflow_dispatch": None}


def test_actions_are_pinned_by_their_commit() -> None:
    steps = workflow()["jobs"]["refresh"]["steps"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one) for one in used)
    assert all("${{" not in step.get("run", "") for step in steps)


def test_the_container_runs_once_and_not_as_root() -> None:
    lines = [line for line in text_of(docker).splitlines() if not line.startswith("#")]
    words = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert words == ["FROM", "RUN", "ENV", "USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert "USER paperbib" in lines
    assert json.loads(lines[-1].removeprefix("CMD "))[:2] == ["sync", "--scheduled"]


@given(places=st.lists(st.lists(NAMES, max_size=3).map("/".join), unique=True))
@example(["", "a/b", "a-b", "A/b", "\udcff", "論文"])
def test_each_place_in_a_repository_has_a_file_of_its_own(places: list[str]) -> None:
    jobs = [JOB._replace(within=place) for place in places]
    jobs += [job._replace(command=("/p", "--config", "/home/me/notes/my.toml")) for job in jobs]
    stems = {stem(job, job.within) for job in jobs}
    assert len(stems) == len(jobs)
    assert all(re.fullmatch("paperbib(-[a-z0-9]+)*", one) for one in stems)


@pytest.mark.parametrize("kind", HOSTED)
def test_the_files(kind: Any, golden: Callable[[str, str], None]) -> None:  # noqa: ANN401
    golden(f"schedule/{kind.name}.txt", text_of(kind).replace(__version__, "VERSION"))


@pytest.mark.parametrize("kind", [github, gitlab])
def test_the_files_that_propose(kind: Any, golden: Callable[[str, str], None]) -> None:  # noqa: ANN401
    text = text_of(kind, JOB._replace(pull_request=True)).replace(__version__, "VERSION")
    golden(f"schedule/{kind.name}-proposal.txt", text)

"""A job of GitLab CI/CD, to be included: refresh, commit, push or open a merge request.

Source: GitLab's "CI/CD YAML syntax reference" and "Push options".
"""

from __future__ import annotations

from paperbib.schedule import committing
from paperbib.schedule.hosted import (
    OWN_BRANCH,
    REQUIREMENT,
    SYNC,
    indented,
    place,
    quoted,
    schedule,
    stem,
)
from paperbib.schedule.job import Job, Unit, mark

name = "gitlab"
is_hosted = True

_SERVICE = committing.Service(
    partial='echo "some papers were not answered; the next run asks again" >&2',
    ignored='echo "git ignores library.json in the output folder, so no refresh can be kept: '
    'see .gitignore" >&2',
)
_FAILURE = 'echo "the refresh cannot be pushed; the next run makes it anew" >&2'
_REQUEST = (
    "--push-option=merge_request.create",
    '--push-option="merge_request.target=$branch"',
    '--push-option="merge_request.title=Refresh the bibliography"',
    "--push-option=merge_request.remove_source_branch",
)

_JOB = """\
# {mark}
# In .gitlab-ci.yml:
#   include:
#     - local: .gitlab/{name}.yml
# Under Build > Pipeline schedules, a schedule with the interval pattern: {cron}
# Under Settings > CI/CD > Variables, PAPERBIB_PUSH_TOKEN: a project access token that may
# write the repository; masked, and protected if the branch is.
{name}:
  image: python:3.13
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  resource_group: {group}
  interruptible: false
  timeout: 30 minutes
  # Partial: what was answered is committed, and the job shows a warning.
  allow_failure:
    exit_codes: 3
  cache:
    key: {group}
    paths:
      - .paperbib-cache/
    when: always
  variables:
{variables}  script:
    - python -m pip install "$REQUIREMENT"
    - |
{script}"""


def units(job: Job) -> tuple[Unit, ...]:
    """The job that refreshes a project and hands in what changed.

    Raises:
        PaperbibError: The project cannot be refreshed from its repository alone.
    """
    where = place(job)
    file = stem(job, job.within)
    bot, address = committing.BOT[name]
    values = {
        "REQUIREMENT": REQUIREMENT,
        "PROJECT": where.project,
        "OUTPUT": where.output,
        "CONFIG": where.config,
        "OWN_BRANCH": OWN_BRANCH + job.label,
        "GIT_AUTHOR_NAME": bot,
        "GIT_AUTHOR_EMAIL": address,
        "GIT_COMMITTER_NAME": bot,
        "GIT_COMMITTER_EMAIL": address,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "credential.helper",
        "GIT_CONFIG_VALUE_0": committing.CREDENTIAL_HELPER,
    }
    text = _JOB.format(
        mark=mark(job),
        name=file,
        cron=schedule(job),
        group=quoted(f"paperbib-{job.label}"),
        variables="".join(_variable(*pair) for pair in values.items() if pair[1]),
        script=indented(_script(job), 6),
    )
    return (Unit(f".gitlab/{file}.yml", text.encode()),)


def _script(job: Job) -> str:
    has_config = bool(place(job).config)
    begin = committing.refresh(SYNC, _SERVICE, has_config=has_config)
    end = (
        committing.propose(_REQUEST) + 'exit "$code"\n'
        if job.pull_request
        else committing.push(_FAILURE)
    )
    return (
        'export PAPERBIB_CACHE_DIR="$CI_PROJECT_DIR/.paperbib-cache"\n'
        'mkdir -p "$PAPERBIB_CACHE_DIR"\n'
        "echo '*' > \"$PAPERBIB_CACHE_DIR/.gitignore\"\n"
        'export TOKEN="${PAPERBIB_PUSH_TOKEN:?is missing: see the top of this file}"\n'
        'branch="${CI_COMMIT_BRANCH:?is missing: a tag takes no commits}"\n'
        'remote="$CI_PROJECT_URL.git"\n'
        f"{begin}{end}"
    )


def _variable(key: str, value: str) -> str:
    """A variable whose dollar signs mean themselves."""
    if "$" not in value:
        return f"    {key}: {quoted(value)}\n"
    return f"    {key}:\n      value: {quoted(value)}\n      expand: false\n"

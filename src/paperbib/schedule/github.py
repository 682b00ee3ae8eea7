"""A workflow of GitHub Actions: refresh, commit, push or open a pull request.

Source: GitHub's "Workflow syntax for GitHub Actions" and "Security hardening".
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

name = "github"
is_hosted = True

# Actions are pinned: a tag can be moved to other code, a commit cannot.
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
PYTHON = "actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0"
CACHE = "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"

_SERVICE = committing.Service(
    partial='echo "::warning title=paperbib::some papers were not answered; the next run asks '
    'again"; code=0',
    ignored='echo "::error title=paperbib::git ignores library.json in the output folder, so no '
    'refresh can be kept: see .gitignore"',
    begin="""\
# What notes and papers say may look like a command to GitHub: it heeds none in between.
stop="$(od -An -N 16 -t x1 /dev/urandom | tr -d ' \\n')"
hushed() {
  local code=0
  echo "::stop-commands::$stop"
  # The two streams are read one by one: only within one is there a between.
  "$@" 2>&1 || code=$?
  printf '\\n::%s::\\n' "$stop"
  return "$code"
}
""",
    before="""\
before="$(paperbib changes --format github 2> /dev/null || true)"
""",
    run="hushed ",
    # The refresh is done by then: it is committed whether or not it can be told.
    tell="""\
if after="$(paperbib changes --format github 2> /dev/null)"; then
  # What is older was told when it happened.
  diff --text <(printf '%s\\n' "$before") <(printf '%s\\n' "$after") | sed -n 's/^> ::/::/p' || true
else
  echo "::warning title=paperbib::what changed cannot be shown here"
fi
""",
)
_BRANCH = """\
if [ "${GITHUB_REF_TYPE:-branch}" != branch ]; then
  echo "::error title=paperbib::a tag takes no commits: run this workflow from a branch"
  exit 2
fi
remote=origin branch="$GITHUB_REF_NAME"
"""
_FAILURE = 'echo "::error title=paperbib::the refresh cannot be pushed; the next run makes it anew"'
_OPEN = """\
title="Refresh the bibliography"
# One that somebody closed stays closed until there is something new to propose.
tip="$(git ls-remote "$remote" "refs/heads/$OWN_BRANCH" | cut -f 1)"
made="$(TIP="$tip" gh pr list --head "$OWN_BRANCH" --state all --json number,state,headRefOid \\
  --jq '.[] | select(.state == "OPEN" or .headRefOid == env.TIP) | .number')"
if [ -z "$made" ]; then
  gh pr create --base "$branch" --head "$OWN_BRANCH" --title "$title" \\
    --body "paperbib has asked what is new about the papers in the notes."
fi
exit "$code"
"""

_WORKFLOW = """\
# {mark}
name: {name}
on:
  schedule:
    - cron: {cron} # UTC
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: {group}
  cancel-in-progress: false
jobs:
  refresh:
    name: Refresh the bibliography
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
{permissions}    steps:
      - name: Check out the notes
        uses: {checkout}
        with:
          persist-credentials: false
      - name: Set up Python
        uses: {python}
        with:
          python-version: "3.13"
      - name: Keep what was answered
        uses: {cache}
        with:
          path: ~/.cache/paperbib
          key: paperbib-${{{{ github.run_id }}}}
          restore-keys: paperbib-
      - name: Install paperbib
        env:
          REQUIREMENT: {requirement}
        run: python -m pip install "$REQUIREMENT"
      - name: Refresh and commit
        shell: bash
        env:
{environment}        run: |
{script}"""


def units(job: Job) -> tuple[Unit, ...]:
    """The workflow that refreshes a project and hands in what changed.

    Raises:
        PaperbibError: The project cannot be refreshed from its repository alone.
    """
    where = place(job)
    file = stem(job, job.within)
    rights = {"contents": "write # pushes the commit"}
    if job.pull_request:
        rights["pull-requests"] = "write # opens the pull request"
    values = {"PROJECT": where.project, "OUTPUT": where.output, "CONFIG": where.config}
    bot, address = committing.BOT[name]
    environment = {key: _literal(value) for key, value in values.items() if value} | {
        "OWN_BRANCH": _literal(OWN_BRANCH + job.label),
        "TOKEN": "${{ github.token }}",
        "GH_TOKEN": "${{ github.token }}",
        "GIT_AUTHOR_NAME": quoted(bot),
        "GIT_AUTHOR_EMAIL": quoted(address),
        "GIT_COMMITTER_NAME": quoted(bot),
        "GIT_COMMITTER_EMAIL": quoted(address),
        "GIT_CONFIG_COUNT": '"1"',
        "GIT_CONFIG_KEY_0": "credential.helper",
        "GIT_CONFIG_VALUE_0": quoted(committing.CREDENTIAL_HELPER),
    }
    text = _WORKFLOW.format(
        mark=mark(job),
        name=file,
        cron=quoted(schedule(job)),
        group=_literal(f"paperbib-{job.label}"),
        permissions=_lines(rights, 6),
        checkout=CHECKOUT,
        python=PYTHON,
        cache=CACHE,
        requirement=quoted(REQUIREMENT),
        environment=_lines(environment, 10),
        script=indented(_script(job), 10),
    )
    return (Unit(f".github/workflows/{file}.yml", text.encode()),)


def _script(job: Job) -> str:
    has_config = bool(place(job).config)
    begin = committing.refresh(SYNC, _SERVICE, has_config=has_config)
    end = committing.propose() + _OPEN if job.pull_request else committing.push(_FAILURE)
    return f"{_BRANCH}{begin}{end}"


def _literal(text: str) -> str:
    """A YAML scalar in which GitHub finds no expression but the one that prints its beginning."""
    return quoted(text.replace("${{", "${{ '${{' }}"))


def _lines(value_by_key: dict[str, str], spaces: int) -> str:
    return "".join(f"{' ' * spaces}{key}: {value}\n" for key, value in value_by_key.items())

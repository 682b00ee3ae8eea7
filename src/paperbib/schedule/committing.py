"""The script of a hosted job: refresh, commit what changed, hand it in.

For bash 4.4 and git 2.31, and newer. It reads its environment: ``PROJECT``, ``OUTPUT``
and ``CONFIG`` are places in the repository, ``OWN_BRANCH`` is where changes are proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BOT = {
    "github": ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"),
    "gitlab": ("paperbib", "paperbib@noreply.invalid"),
}
"""Whom the commits are by: a name and an address that nobody reads."""
CREDENTIAL_HELPER = '!f() { echo username=oauth2; echo "password=$TOKEN"; }; f'
"""A credential helper of git's, gitcredentials(7): no token on a command line or on disk."""


class Service(NamedTuple):
    """What a service is told, as lines of bash.

    Attributes:
        partial: Some identifiers were not answered (exit code 3).
        ignored: git is told to ignore the lock.
        begin: What the others need, before anything else.
        before: What has to be known before the refresh, to tell what it changed.
        run: The word before the command, where what it prints must not be taken for orders.
        tell: What tells the changes, before they are committed.
    """

    partial: str
    ignored: str
    begin: str = ""
    before: str = ""
    run: str = ""
    tell: str = ""


_REFRESH = """\
set -euo pipefail
cd -- "$PROJECT"
@BEGIN@# Without the lock nothing is remembered, and there is nothing to commit.
if git check-ignore --quiet -- "./$OUTPUT/library.json"; then
  @IGNORED@
  exit 2
fi
paperbib() {
  # The token is for git; what reads notes does without.
  env -u TOKEN -u GH_TOKEN -u PAPERBIB_PUSH_TOKEN paperbib @CONFIG@"$@"
}
touched() {
  git --literal-pathspecs ls-files -z --modified --deleted --others --exclude-standard \\
    -- "$OUTPUT"
}
# What was changed before this run is somebody else's.
declare -A known=()
while IFS= read -r -d '' file; do known["/$file"]=1; done < <(touched)
@BEFORE@code=0
@RUN@paperbib @COMMAND@ || code=$?
case "$code" in
  0) ;;
  3) @PARTIAL@ ;;
  *) exit "$code" ;;
esac
files=()
while IFS= read -r -d '' file; do
  if [ -z "${known["/$file"]:-}" ]; then
    known["/$file"]=1
    files+=("$file")
  fi
done < <(touched)
if [ "${#files[@]}" = 0 ]; then
  echo "nothing changed"
  exit "$code"
fi
@TELL@# What git tracks it may ignore all the same; of the rest, no ignored file is here.
git --literal-pathspecs add --all --force -- "${files[@]}"
git --literal-pathspecs commit --quiet --only --message "Refresh the bibliography" \\
  -- "${files[@]}"
"""

_PUSH = """\
for _ in 1 2 3; do
  if git push --quiet "$remote" "HEAD:refs/heads/$branch"; then exit "$code"; fi
  # Somebody else was quicker: on top of theirs, then.
  git fetch --quiet "$remote" "refs/heads/$branch"
  if ! git rebase --quiet --autostash FETCH_HEAD; then
    git rebase --abort || true
    break
  fi
done
@FAIL@
exit 1
"""

_PROPOSE = """\
if git fetch --quiet "$remote" "refs/heads/$OWN_BRANCH" && git diff --quiet FETCH_HEAD HEAD; then
  echo "$OWN_BRANCH holds these changes already"
else
  git push --quiet --force @OPTIONS@"$remote" "HEAD:refs/heads/$OWN_BRANCH"
fi
"""


def refresh(command: Sequence[str], service: Service, *, has_config: bool) -> str:
    """The first half: run paperbib, and commit exactly the files that it changed.

    Args:
        command: The words after ``paperbib``; they need no quoting.
        service: What is said to the service, where and how.
        has_config: Whether ``CONFIG`` names a configuration file.
    """
    parts = {
        "@BEGIN@": service.begin,
        "@IGNORED@": service.ignored,
        "@CONFIG@": '--config "$CONFIG" ' if has_config else "",
        "@BEFORE@": service.before,
        "@RUN@": service.run,
        "@COMMAND@": " ".join(command),
        "@PARTIAL@": service.partial,
        "@TELL@": service.tell,
    }
    script = _REFRESH
    for name, text in parts.items():
        script = script.replace(name, text)
    return script


def push(failure: str) -> str:
    """The second half: push to ``$branch`` of ``$remote``, also when others push meanwhile.

    Args:
        failure: What bash does when that cannot be done.
    """
    return _PUSH.replace("@FAIL@", failure)


def propose(options: Sequence[str] = ()) -> str:
    """The second half, the other way: push to a branch of its own, only when that changes.

    Args:
        options: Words for ``git push``, quoted for bash.
    """
    words = "".join(f"{option} \\\n    " for option in options)
    return _PROPOSE.replace("@OPTIONS@", words)

"""The script of a hosted job: refresh, commit what changed, hand it in.

For bash 4.4 and git 2.31, and newer. It reads its environment: ``PROJECT``, ``OUTPUT``
and ``CONFIG`` are places in the repository, ``OWN_BRANCH`` is where changes are proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

BOT = {
    "github": ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"),
    "gitlab": ("paperbib", "paperbib@noreply.invalid"),
}
"""Whom the commits are by: a name and an address that nobody reads."""
CREDENTIAL_HELPER = '!f() { echo username=oauth2; echo "password=$TOKEN"; }; f'
"""A credential helper of git's, gitcredentials(7): no token on a command line or on disk."""

_WITHOUT = "env -u TOKEN -u GH_TOKEN -u PAPERBIB_PUSH_TOKEN \\\n  "
_REFRESH = """\
set -euo pipefail
cd -- "$PROJECT"
touched() {
  git --literal-pathspecs ls-files -z --modified --deleted --others --exclude-standard \\
    -- "$OUTPUT"
}
# What was changed before this run is somebody else's.
declare -A known=()
while IFS= read -r -d '' file; do known["/$file"]=1; done < <(touched)
code=0
# The token is for git; what reads notes does without.
@COMMAND@ || code=$?
case "$code" in
  0) ;;
  3) @WARN@ ;;
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
@TELL@git --literal-pathspecs add --all -- "${files[@]}"
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


def refresh(command: Sequence[str], *, has_config: bool, warning: str, tell: str = "") -> str:
    """The first half: run paperbib, and commit exactly the files that it changed.

    Args:
        command: The words after ``paperbib``; they need no quoting.
        has_config: Whether ``CONFIG`` names a configuration file.
        warning: What bash does when some identifiers were not answered (exit code 3).
        tell: The words after ``paperbib`` that tell what changed, quoted for bash.
    """
    program = _WITHOUT + ('paperbib --config "$CONFIG"' if has_config else "paperbib")
    # The refresh is done by then: it is committed whether or not it can be told.
    told = f"{program} {tell} || true\n" if tell else ""
    script = _REFRESH.replace("@COMMAND@", f"{program} {' '.join(command)}")
    return script.replace("@WARN@", warning).replace("@TELL@", told)


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

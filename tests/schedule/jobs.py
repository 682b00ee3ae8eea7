"""Jobs to make schedules of."""

from pathlib import PurePosixPath

from hypothesis import strategies as st

from paperbib.schedule.job import Job

HARD = '/home/a b/100%/$HOME/it\'s "so"/naïve – 論文/back\\slash'
PLAIN = "/home/ada/notes"

# What a folder may be named; a backslash at an end, blanks, quotes and percent signs among it.
NAMES = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="/"), min_size=1
).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda names: str(PurePosixPath("/", *names)))


def job(folder: str = PLAIN, **changes: object) -> Job:
    words = ("/usr/bin/paperbib", "-C", folder, "sync", "--scheduled")
    made = Job(words, folder, (f"{folder}/output", f"{folder}/cache"), "notes-1f2e")
    return made._replace(**changes)  # type: ignore[arg-type]

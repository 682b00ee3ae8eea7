"""cron: one line between two comments in the person's crontab.

Lines of others stay byte for byte as they are, whatever they are. Source: crontab(5).
"""

from __future__ import annotations

import re
import shlex

from paperbib.errors import PaperbibError
from paperbib.schedule.job import Job, Unit, local_mark, refuse_odd
from paperbib.schedule.when import times_of

name = "cron"
is_hosted = False

TABLE = "crontab"
"""The path of the one unit: it is no file, but a part of the person's crontab.

Where there was none before, it is the job's one folder that was made.
"""


def units(job: Job) -> tuple[Unit, ...]:
    """The block of lines for the crontab.

    Raises:
        PaperbibError: A path has a backslash where kinds of cron read it differently.
    """
    refuse_odd(job)
    words = [*job.command, *(("--log", job.log) if job.log else ())]
    if job.environment:
        # Not the shell's own way: the crontab may name a shell that has another.
        words = ["/usr/bin/env", *(f"{key}={value}" for key, value in job.environment), *words]
    command = shlex.join(words)
    if re.search(r"\\[\\%]", command):
        raise PaperbibError(
            "cron cannot hold a path or a value with a backslash before '\\' or '%'",
            hint="rename it, or use another --kind",
        )
    command = command.replace("%", "\\%")
    begin, end = _begin(job.label), _end(job.label)
    line = f"{times_of(job).fields} {command}"
    text = f"{begin}\n# {local_mark(job)}\n{line}\n{end}\n"
    return (Unit(TABLE, text.encode()),)


def block_of(table: bytes, label: str) -> bytes:
    """The lines of a job in a crontab; empty where it has none.

    Raises:
        PaperbibError: They are not as paperbib writes them: the end lacks, or there are lines
            of somebody else among them.
    """
    pattern = _block(label)
    found = pattern.search(table)
    begin = re.escape(_begin(label).encode())
    if re.search(rb"(?m)^" + begin + rb"\r?$", pattern.sub(b"", table)):
        raise PaperbibError(
            f"the crontab has '{_begin(label)}', and then not our two lines and '{_end(label)}'",
            hint="mend it with: crontab -e (lines of yours belong above or below)",
        )
    return found[0] if found else b""


def with_block(table: bytes, label: str, block: bytes) -> bytes:
    r"""A crontab in which a job has these lines; those of others stay as they are.

    >>> with_block(b"@daily x", "a-1", b"# paperbib a-1 begin\n# paperbib a-1 end\n")
    b'# paperbib a-1 begin\n# paperbib a-1 end\n@daily x'
    """
    if old := block_of(table, label):
        first = table.index(old)
        rest = _block(label).sub(b"", table[first + len(old) :])
        return table[:first] + block + rest
    # A last line without its end stays last: so no byte of it changes, now or when ours goes.
    return block + table if table and not table.endswith(b"\n") else table + block


def _block(label: str) -> re.Pattern[bytes]:
    begin, end = re.escape(_begin(label).encode()), re.escape(_end(label).encode())
    # Exactly the two lines that we write: what is damaged takes nobody's lines along.
    inner = rb"# paperbib schedule: [^\n]*\n(?!#)[^\n]*\n"
    return re.compile(rb"(?m)^" + begin + rb"\r?\n" + inner + end + rb"(?:\r?\n|\r?\Z)")


def _begin(label: str) -> str:
    return f"# paperbib {label} begin"


def _end(label: str) -> str:
    return f"# paperbib {label} end"

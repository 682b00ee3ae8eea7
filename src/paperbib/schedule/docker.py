"""A container that refreshes a bibliography once; the host's scheduler repeats it.

Source: Docker's "Dockerfile reference" and "docker container run".
"""

from __future__ import annotations

import json

from paperbib.schedule.hosted import REQUIREMENT, SYNC, place, schedule, stem
from paperbib.schedule.job import Job, Unit, mark

name = "docker"
is_hosted = True

_LINES = """\
# {mark}
# The image holds paperbib and nothing of the project:
#   docker build --tag {image} - < {file}
# One refresh, in the project's folder; it ends when it is done, exit code 3 means partial:
#   docker run --rm --init --read-only --tmpfs /tmp --cap-drop ALL \\
#     --user "$(id -u):$(id -g)" --mount type=bind,source="$PWD",target=/project \\
#     --mount type=volume,source={image}-cache,target=/cache {image}
# To repeat it is the host's business, in its crontab for instance at {cron}
FROM python:3.13-slim
RUN python -m pip install --no-cache-dir "{requirement}" \\
    && useradd --system --create-home paperbib \\
    && install --directory --mode 1777 /cache
ENV PAPERBIB_CACHE_DIR=/cache PYTHONDONTWRITEBYTECODE=1
USER paperbib
WORKDIR /project
ENTRYPOINT ["paperbib"]
CMD {command}
"""


def units(job: Job) -> tuple[Unit, ...]:
    """The Dockerfile of an image that refreshes the project it is given.

    Raises:
        PaperbibError: The outputs or the configuration are outside the project.
    """
    config = place(job).config
    # It is in the project's own folder: where that is says nothing.
    file = f"{stem(job)}.Dockerfile"
    command = (*(("--config", config) if config else ()), *SYNC)
    text = _LINES.format(
        mark=mark(job),
        image=f"paperbib-{job.label.lower()}",
        file=file,
        cron=schedule(job),
        requirement=REQUIREMENT,
        # In brackets, no shell and no variable: every word is what it is.
        command=json.dumps(command, ensure_ascii=False),
    )
    return (Unit(file, text.encode()),)

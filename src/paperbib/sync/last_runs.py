"""How the last run of a project ended: kept in the cache, which may forget it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.config import Config
from paperbib.errors import PaperbibError

_SCHEMA_VERSION = 1


class LastRun(NamedTuple):
    """How a run ended.

    Attributes:
        at: When it began, in UTC.
        exit_code: One of the contract's, also of a run that failed.
        requests: How many requests were sent.
        changed: Names of the outputs that it changed.
    """

    at: datetime
    exit_code: int
    requests: int
    changed: tuple[str, ...]


def keep(config: Config, output: Path, run: LastRun) -> None:
    """Keep how a run ended; without a cache that can be written it is forgotten.

    Args:
        config: Where the cache is.
        output: The folder for the outputs.
        run: How it ended.
    """
    place = _place(config, output)
    content = {
        "schema_version": _SCHEMA_VERSION,
        "at": run.at.astimezone(UTC).isoformat(timespec="seconds"),
        "exit_code": run.exit_code,
        "requests": run.requests,
        "changed": list(run.changed),
    }
    try:
        store.write(place.parent, {place.name: json.dumps(content).encode()})
    except PaperbibError:
        return  # a record that nobody can keep must not cost what it is about


def read(config: Config, output: Path) -> LastRun | None:
    """How the last run on a folder ended; None where nobody knows.

    Args:
        config: Where the cache is.
        output: The folder for the outputs.
    """
    try:
        said = json.loads(_place(config, output).read_bytes())
        if said["schema_version"] != _SCHEMA_VERSION:
            return None
        at = datetime.fromisoformat(said["at"]).astimezone(UTC)
        names = tuple(str(name) for name in said["changed"])
        return LastRun(at, int(said["exit_code"]), int(said["requests"]), names)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None  # lost or damaged; the next run keeps another


def _place(config: Config, output: Path) -> Path:
    name = store.digest(os.fsencode(output.resolve()))[:16]
    return config.cache_dir / "runs" / f"{name}.json"

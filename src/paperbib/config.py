"""Configuration: defaults, then a file found by walking up, then the environment.

``[tool.paperbib]`` in a pyproject.toml or a paperbib.toml; unknown keys are
errors with file and line. The table of keys is in README.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.settings import Settings
from paperbib.toml_places import KeyPath, Place, nearest, places

OWN_FILE, PROJECT_FILE = "paperbib.toml", "pyproject.toml"
ARXIV_API = "https://export.arxiv.org/api/query"
OAI_API = "https://oaipmh.arxiv.org/oai"
DATACITE_API = "https://api.datacite.org/dois"
CROSSREF_API = "https://api.crossref.org/works"
SEMANTIC_SCHOLAR_API = "https://api.semanticscholar.org/graph/v1"
INDEX_FILE = "index.sqlite"
POLITE_INTERVAL_S = 3.0
"""arXiv's terms of use: no more than one request every three seconds."""


class Config(BaseModel):
    """The configuration of one run.

    Attributes:
        root: The folder that relative paths of the configuration start from.
        file: The configuration file, if there is one.
        settings: What it says.
        arxiv_api: The address of arXiv's query API.
        oai_api: The address of arXiv's OAI-PMH interface; None: not asked.
        datacite_api: The address of DataCite's REST API; None: not asked.
        crossref_api: The address of Crossref's works; None: not asked.
        semantic_scholar_api: The address of Semantic Scholar's Academic Graph API.
        semantic_scholar_key: The person's key for it; None: not asked.
        arxiv_interval_s: Seconds between two requests to arXiv.
        cache_dir: The user's cache folder.
        is_offline: Whether the network must not be used.
    """

    model_config = ConfigDict(frozen=True)

    root: Path
    file: Path | None = None
    settings: Settings = Settings()
    arxiv_api: str = ARXIV_API
    oai_api: str | None = OAI_API
    datacite_api: str | None = DATACITE_API
    crossref_api: str | None = CROSSREF_API
    semantic_scholar_api: str | None = SEMANTIC_SCHOLAR_API
    semantic_scholar_key: str | None = None
    arxiv_interval_s: float = POLITE_INTERVAL_S
    cache_dir: Path
    is_offline: bool = False

    @property
    def output(self) -> Path:
        """The folder for the outputs."""
        return self.root / self.settings.output

    @property
    def index_dir(self) -> Path:
        """The folder of the index of arXiv's bulk file, which need not be there."""
        return self.cache_dir / "index"

    @property
    def has_index(self) -> bool:
        """Whether somebody has built the index, be it usable or not."""
        return (self.index_dir / INDEX_FILE).exists()

    @property
    def places(self) -> dict[KeyPath, Place]:
        """Where the configuration file says what, by the path of keys under its table."""
        return _places(self.file) if self.file else {}

    @property
    def snapshot(self) -> Path | None:
        """The bulk file that answers when arXiv cannot."""
        return self.root / self.settings.snapshot if self.settings.snapshot else None


def load(start: Path, environment: Mapping[str, str], file: Path | None = None) -> Config:
    """Load the configuration that holds in a folder.

    Args:
        start: The folder to look for a configuration file in, and above.
        environment: The environment variables.
        file: The configuration file, where it is given.

    Raises:
        PaperbibError: A file or variable cannot be read or understood.
    """
    found = file or _find(start)
    values: dict[str, Any] = {}
    if found is not None:
        if not found.is_file():
            raise PaperbibError(f"{found}: no such configuration file", hint="check --config")
        values = _read(found)
    settings = _settings(values, found)
    if mailto := environment.get("PAPERBIB_MAILTO"):
        settings = _settings(values | {"mailto": mailto}, None)
    api = _address("PAPERBIB_ARXIV_API", environment.get("PAPERBIB_ARXIV_API") or ARXIV_API)
    oai = _stand_in("PAPERBIB_OAI_API", environment, api, OAI_API)
    return Config(
        root=found.parent if found else start,
        file=found,
        settings=settings,
        arxiv_api=api,
        oai_api=oai,
        datacite_api=_stand_in("PAPERBIB_DATACITE_API", environment, api, DATACITE_API),
        crossref_api=_works(_stand_in("PAPERBIB_CROSSREF_API", environment, api, CROSSREF_API)),
        semantic_scholar_api=_stand_in(
            "PAPERBIB_SEMANTIC_SCHOLAR_API", environment, api, SEMANTIC_SCHOLAR_API
        ),
        semantic_scholar_key=environment.get("PAPERBIB_SEMANTIC_SCHOLAR_KEY") or None,
        arxiv_interval_s=_interval_s(environment.get("PAPERBIB_ARXIV_INTERVAL_S"), api, oai),
        cache_dir=_cache_dir(environment.get("PAPERBIB_CACHE_DIR")),
        is_offline=environment.get("PAPERBIB_OFFLINE", "0").lower() not in ("", "0", "false", "no"),
    )


def is_loopback(address: str) -> bool:
    """Whether a URL points to this machine.

    >>> is_loopback("http://127.0.0.1:8080/api/query"), is_loopback("https://arxiv.org")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _find(start: Path) -> Path | None:
    """The nearest configuration file at or above a folder."""
    for folder in (start, *start.resolve().parents):
        own, project = folder / OWN_FILE, folder / PROJECT_FILE
        if own.is_file():
            return own
        if project.is_file() and "paperbib" in _table(_toml(project), "tool", project):
            return project
    return None


def _read(file: Path) -> dict[str, Any]:
    content = _toml(file)
    if file.name == PROJECT_FILE:
        content = _table(_table(content, "tool", file), "paperbib", file)
    return content


def _table(content: dict[str, Any], name: str, file: Path) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise PaperbibError(f"{file}: {name!r} is no table", hint="write it as [tool.paperbib]")
    return table


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{file}:{place[1]}:{place[2]}" if place else str(file)
        what = re.sub(r"\s*\(at .*\)", "", str(error))
        raise PaperbibError(
            f"{where}: this is no TOML: {what}", hint="see https://toml.io"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise PaperbibError(f"{file}: cannot be read ({error})", hint="check the file") from error


def _settings(values: dict[str, Any], file: Path | None) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        where = place(file, key) if file else "PAPERBIB_MAILTO"
        if first["type"] == "extra_forbidden":
            otherwise = "the keys are listed in README.md"
            hint = did_you_mean(key, Settings.model_fields, otherwise=otherwise)
            raise PaperbibError(f"{where}: unknown key {key!r}", hint=hint) from error
        what = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        what = what.replace("a valid dictionary", "a table")
        raise PaperbibError(
            f"{where}: {key!r} has the wrong value {values[key]!r}", hint=f"it should be {what}"
        ) from error


def place(file: Path, key: str) -> str:
    """File, line and column of a key; the file where none is found."""
    found = nearest(_places(file), (key,))
    return f"{file}:{found.line}:{found.column}" if found else str(file)


def _places(file: Path) -> dict[KeyPath, Place]:
    """The places of a configuration file's keys, by their path under its table."""
    found = places(file.read_text(encoding="utf-8"))
    if file.name != PROJECT_FILE:
        return found
    table = ("tool", "paperbib")
    return {path[2:]: place for path, place in found.items() if path[:2] == table and path[2:]}


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        (parts.hostname or "").encode("idna")
        _ = parts.port
    except ValueError:  # also of an impossible host name
        is_web = False
    is_web = is_web and not re.search(r"[\s\x00-\x1f\x7f]", value)
    if not is_web:
        raise PaperbibError(f"{name}={value}: this is no address", hint="it starts with https://")
    return value


def _stand_in(
    name: str, environment: Mapping[str, str], arxiv_api: str, default: str
) -> str | None:
    """The address of a source that is asked when arXiv's query API is silent.

    Who names another server than arXiv's does not want arXiv's own asked behind
    its back: then only what is named is asked.
    """
    if value := environment.get(name):
        return _address(name, value)
    return default if arxiv_api == ARXIV_API else None


def _works(address: str | None) -> str | None:
    """The address of Crossref's works, also where only that of the API is named."""
    if address is None or address.rstrip("/").endswith("/works"):
        return address
    return f"{address.rstrip('/')}/works"


def _interval_s(value: str | None, *addresses: str | None) -> float:
    if not value:
        return POLITE_INTERVAL_S
    try:
        interval_s = float(value)
    except ValueError:
        interval_s = -1.0
    if not 0 <= interval_s < 86_400:  # noqa: PLR2004 - a day; also refuses nan
        raise PaperbibError(
            f"PAPERBIB_ARXIV_INTERVAL_S={value}: this is no number of seconds", hint="write 3"
        )
    is_own = all(is_loopback(address) for address in addresses if address)
    if interval_s < POLITE_INTERVAL_S and not is_own:
        raise PaperbibError(
            f"PAPERBIB_ARXIV_INTERVAL_S={value}: arXiv asks for at least 3 seconds",
            hint="less is accepted only for a loopback address",
        )
    return interval_s


def _cache_dir(value: str | None) -> Path:
    if value:
        return Path(value)
    from platformdirs import user_cache_path

    return user_cache_path("paperbib", appauthor=False)

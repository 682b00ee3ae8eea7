"""A project of a person, and what they see when they run paperbib in it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.standin import StandIn

from paperbib.cli import main

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "data" / "arxiv-snapshot.jsonl"
OUTPUTS = (
    *("changes.json", "index.html", "library.json"),
    *("references.bib", "references.csl.json", "references.md"),
)
UNREACHABLE = "http://127.0.0.1:9/api/query"


@dataclass
class Project:
    """A project of a person, and what they see when they run paperbib in it."""

    folder: Path
    standin: StandIn
    capsys: pytest.CaptureFixture[str]

    @property
    def lists(self) -> list[str]:
        """The identifiers of each question for papers."""
        log = self.standin.log
        return [one.params["id_list"] for one in log if "id_list" in one.params]

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def run(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main(["-C", str(self.folder), *words])
        captured = self.capsys.readouterr()
        return int(str(exit_.value.code)), captured.out, captured.err

    def sync(self, *words: str, code: int = 0) -> str:
        got, out, err = self.run("sync", *words)
        assert got == code, err
        return out + err

    def report(self, *words: str) -> dict[str, Any]:
        _, out, _ = self.run("-q", "sync", "--json", *words)
        return dict(json.loads(out))

    def files(self) -> dict[str, tuple[bytes, int]]:
        return {
            path.name: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(self.output.iterdir())
        }

    def contents(self) -> dict[str, bytes]:
        return {name: content for name, (content, _) in self.files().items()}

    def library(self) -> dict[str, dict[str, Any]]:
        loaded = json.loads((self.output / "library.json").read_bytes())
        return dict(loaded["references"])

    def note(self, text: str, name: str = "seeds/a.md") -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def states(report: dict[str, Any]) -> dict[str, int]:
    """How many identifiers there are in each state of the ledger, without empty ones."""
    ledger = {name: found for name, found in report["ledger"].items() if name != "details"}
    return {name: len(found) for name, found in ledger.items() if found}

"""A computer of the test's own, with the programs of its schedulers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from paperbib.cli import main

# A crontab that keeps its table in a file and, like the real one, takes no empty file for one.
CRONTAB = """\
#!/bin/sh
table="{folder}/table"
case "$1" in
  -l) test -e "$table" || {{ echo "no crontab for ada" >&2; exit 1; }}; /bin/cat "$table" ;;
  -r) /bin/rm "$table" ;;
  -) /bin/cat > "$table" ;;
esac
"""
SYSTEMCTL = """\
#!/bin/sh
echo "$*" >> "{folder}/calls"
case "$*" in
  *disable*) /bin/rm -f "{folder}/active" ;;
  *restart*) : > "{folder}/active" ;;
  *is-active*) test -e "{folder}/active" ;;
  *show*) echo "@1700000000" ;;
esac
"""


class Computer:
    """A person's home with a project in it, and programs that they have."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.programs = folder / "home", folder / "bin"
        self.project = self.home / 'my "notes" 100% $x é'
        for one in (self.home, self.programs, self.project):
            one.mkdir()
        self.capsys = capsys

    def settle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Live here: nothing of the real computer is asked or told."""
        monkeypatch.chdir(self.home.parent)
        monkeypatch.setenv("HOME", str(self.home))
        monkeypatch.setenv("PATH", f"{self.programs}:/nowhere")
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "PAPERBIB_CACHE_DIR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr("sys.platform", "linux")

    def has(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(script.format(folder=self.programs), encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, *words: str, config: str = "") -> tuple[int, str, str]:
        named = ["--config", config] if config else []
        with pytest.raises(SystemExit) as exit_:
            main(["-C", str(self.project), *named, "schedule", *words])
        captured = self.capsys.readouterr()
        return int(str(exit_.value.code)), captured.out, captured.err

    def tree(self) -> dict[str, bytes | None]:
        calls = self.programs / "calls"
        paths = sorted(path for path in self.home.parent.rglob("*") if path != calls)
        return {str(path): None if path.is_dir() else path.read_bytes() for path in paths}

    @property
    def calls(self) -> str:
        return (self.programs / "calls").read_text(encoding="utf-8")

"""Notes of somebody who adds, removes, ticks off and renames now and then."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.sync.year.world import STILL

_FORMS = (
    "https://arxiv.org/abs/{}",
    "https://arxiv.org/pdf/{}",
    "[a “title” of 100 %](https://arxiv.org/abs/{})",
    "arXiv:{}",
    "https://doi.org/10.48550/arXiv.{}",
)
_REMARKS = ("", "read it twice", "Ünïcode, 50 % & {braces}", "see the *second* part", "“quoted”")


@dataclass
class Line:
    """A paper in the notes."""

    paper: str
    form: str
    remark: str = ""
    is_done: bool | None = None
    more: str = ""

    def text(self) -> str:
        """The line as it stands in a note."""
        box = {None: "", True: "[x] ", False: "[ ] "}[self.is_done]
        return f"- {box}{self.form.format(self.paper)} {self.more} {self.remark}".rstrip() + "\n"


@dataclass
class Diary:
    """The notes in a folder.

    Attributes:
        folder: Where they are.
        chance: What is written by chance.
        known: All papers there are.
        article_of: Where a paper appeared, as a DOI, if the person has heard of it.
        notes: The lines of each note, by its name.
    """

    folder: Path
    chance: random.Random
    known: list[str]
    article_of: Callable[[str], str | None] = lambda _: None
    notes: dict[str, list[Line]] = field(default_factory=dict)
    _past: list[str] = field(default_factory=list)

    @property
    def papers(self) -> set[str]:
        """What the notes mention."""
        return {line.paper for lines in self.notes.values() for line in lines}

    def begin(self, number: int) -> None:
        """Write two notes about the first papers."""
        lines = [Line(one, self.chance.choice(_FORMS)) for one in self.known[:number]]
        self.notes = {"a note.md": lines[::2], "50 % “späť”.md": lines[1::2]}
        self.write()

    def write(self) -> None:
        """Write the notes, and no others."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            if path.name not in self.notes:
                path.unlink()
        for name, lines in self.notes.items():
            text = "# Papers\n\n" + "".join(line.text() for line in lines)
            (self.folder / name).write_text(text, encoding="utf-8")

    def edit(self) -> str:
        """Edit something; returns what, "" where there was nothing to do."""
        edits = ("add", "remove", "restore", "remark", "tick", "link", "rename")
        name = self.chance.choice(edits)
        lines = self.chance.choice(list(self.notes.values()))
        own = [line for line in lines if line.paper not in STILL]
        if not own:
            return ""
        line = self.chance.choice(own)
        what = getattr(self, f"_{name}")(lines, line)
        self.write()
        return f"{name}: {what}" if what else ""

    def _add(self, lines: list[Line], _line: Line) -> str:
        new = sorted(set(self.known) - self.papers - set(self._past))
        return self._note(lines, self.chance.choice(new)) if new else ""

    def _restore(self, lines: list[Line], _line: Line) -> str:
        gone = sorted(set(self._past) - self.papers)
        return self._note(lines, self.chance.choice(gone)) if gone else ""

    def _note(self, lines: list[Line], paper: str) -> str:
        lines.append(Line(paper, self.chance.choice(_FORMS), self.chance.choice(_REMARKS)))
        return paper

    def _remove(self, lines: list[Line], line: Line) -> str:
        lines.remove(line)
        self._past.append(line.paper)
        return line.paper

    def _remark(self, _lines: list[Line], line: Line) -> str:
        line.remark = self.chance.choice(_REMARKS)
        return line.paper

    def _tick(self, _lines: list[Line], line: Line) -> str:
        line.is_done = self.chance.choice((True, False))
        return line.paper

    def _link(self, _lines: list[Line], line: Line) -> str:
        doi = self.article_of(line.paper)
        more = f"https://doi.org/{doi}" if doi else f"https://www.alphaxiv.org/abs/{line.paper}"
        line.more = f"also <{more}>"
        return line.paper

    def _rename(self, lines: list[Line], _line: Line) -> str:
        old = next(name for name, one in self.notes.items() if one is lines)
        new = f"note {self.chance.randrange(10**6)} é.md"
        self.notes[new] = self.notes.pop(old)
        return f"{old} is {new}"

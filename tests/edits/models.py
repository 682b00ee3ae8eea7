"""A bibliography as plain data, what a person does to it, and what must come of it."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field

HEADER = "% Written from the notes."
OPTIONAL = ("month", "doi", "volume", "keywords", "abstract")
WORDS = ("Attention", "{BERT}", "of", "a", "{$n^2$}", "Erd{\\H o}s", "R\\&D", '"so"', "50\\%")
LAYOUTS = (
    ("{{", "\n  {:<13} = {}", ",", "\n}}"),
    ("{{", "\n\t{}={}", " ,", ",\n}}"),
    ("(", " {} = {}", ",", ")"),
    ("{{ ", "\n\n   {} =\n      {}", ", % remark, with {{ and }}", "\n\n}}"),
)
OURS = LAYOUTS[0]


@dataclass
class Entry:
    """One entry: what it says, and how it is laid out."""

    key: str
    values: dict[str, str]
    type: str = "misc"
    layout: tuple[str, str, str, str] = OURS

    def text(self) -> str:
        opener, line, comma, closer = self.layout
        parts = [line.format(name, value) for name, value in self.values.items()]
        body = comma.replace("{{", "{").replace("}}", "}").join(parts)
        opened = f"@{self.type}{opener.format()}{self.key},"
        closer = closer if parts else closer.removeprefix(",")
        return opened + body + closer.format()


@dataclass
class Edited:
    """A file as a person has it: entries and text between them, and what they did."""

    blocks: list[Entry | str]
    deleted: set[str] = field(default_factory=set)

    def text(self) -> str:
        pieces = [one if isinstance(one, str) else one.text() for one in self.blocks]
        return "\n\n".join([HEADER, *pieces]) + "\n"

    def entries(self, prefix: str = "k") -> list[Entry]:
        return [one for one in self.blocks if isinstance(one, Entry) and one.key.startswith(prefix)]


def value(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(1, 6)))


def generated(dice: random.Random, number: int) -> dict[str, Entry]:
    """So many entries as they are rendered, sorted by key."""
    return {key: fresh(dice, key) for key in sorted(f"k{one:04}" for one in range(number))}


def fresh(dice: random.Random, key: str) -> Entry:
    values = {"author": f"{{{value(dice)}}}", "title": f"{{{value(dice)}}}"}
    values |= {name: f"{{{value(dice)}}}" for name in OPTIONAL if dice.random() < 0.5}
    if "month" in values:
        values["month"] = dice.choice(["jan", "jun", "dec"])
    if "doi" in values:
        values["doi"] = f"{{10.1/{key}}}"
    return Entry(key, values | {"eprint": f"{{{key[1:]}}}"})


def rendered(entries: dict[str, Entry]) -> str:
    return Edited(list(entries.values())).text()


def moved_on(dice: random.Random, base: dict[str, Entry], change: float) -> dict[str, Entry]:
    """What is rendered later: so much of it changed, was added or left."""
    entries = {key: deepcopy(one) for key, one in base.items() if dice.random() > change / 4}
    for one in entries.values():
        for name in ("title", "abstract", "keywords", "month"):
            if dice.random() < change:
                new = "mar" if name == "month" else f"{{{value(dice)}}}"
                one.values[name] = new
            elif dice.random() < change / 2 and name != "title":
                one.values.pop(name, None)
        order = ["author", "title", *OPTIONAL, "eprint"]
        one.values = {name: one.values[name] for name in order if name in one.values}
    for _ in range(int(change * len(base) / 2)):
        key = f"k{dice.randrange(10**4, 10**5)}"
        entries.setdefault(key, fresh(dice, key))
    return dict(sorted(entries.items()))


class Person:
    """Somebody who edits a file at random.

    Args:
        dice: What to do.
        base: What was rendered.
    """

    def __init__(self, dice: random.Random, base: dict[str, Entry]) -> None:
        self.dice = dice
        self.base = base
        self.file = Edited(list(deepcopy(base).values()))
        self.added: list[str] = []
        self._number = 0

    def edit(self) -> None:
        """Do one thing."""
        self._number += 1
        do = self.dice.choice(
            [
                self.change_value,
                self.change_value,
                self.add_field,
                self.delete_field,
                self.reorder_fields,
                self.reorder_entries,
                self.add_text,
                self.add_entry,
                self.change_layout,
                self.delete_entry,
            ]
        )
        do()

    def change_value(self) -> None:
        one = self._entry()
        name = self.dice.choice(sorted(one.values))
        if name != "eprint":
            mark = f"Changed{self._number}"
            one.values[name] = self.dice.choice(
                [f"{{{mark} {value(self.dice)}}}", f'"{mark} {{x}}"', f'{{{mark} }} # jan # "x"']
            )

    def add_field(self) -> None:
        names = list(self._entry().values.items())
        one = self._entry()
        names = list(one.values.items())
        new = (self.dice.choice([f"mine{self._number}", *OPTIONAL]), f"{{Added{self._number}}}")
        if new[0] not in one.values:
            names.insert(self.dice.randint(0, len(names)), new)
            one.values = dict(names)

    def delete_field(self) -> None:
        one = self._entry()
        names = [name for name in sorted(one.values) if name not in ("eprint", "title")]
        if names:
            del one.values[self.dice.choice(names)]

    def reorder_fields(self) -> None:
        one = self._entry()
        items = list(one.values.items())
        self.dice.shuffle(items)
        one.values = dict(items)

    def reorder_entries(self) -> None:
        block = self.file.blocks.pop(self.dice.randrange(len(self.file.blocks)))
        self.file.blocks.insert(self.dice.randint(0, len(self.file.blocks)), block)

    def add_text(self) -> None:
        number = self._number
        self._insert(
            self.dice.choice(
                [
                    f"% a comment {number} of me@example.org, {{ and @misc{{no{number}, x = 1}}",
                    f"Words {number}\n\non two lines",
                    f'@string{{name{number} = "A" # {{B}}}}',
                    f"@preamble{{ {{\\newcommand{{\\x{'x' * (number % 9)}}}}} }}",
                    f"@comment{{jabref-meta: {number};}}",
                    f"@Comment{{@misc{{no{number}, title = {{x}}}}}}",
                ]
            )
        )

    def add_entry(self) -> None:
        foreign = fresh(self.dice, f"mine{self._number}")
        foreign.values["eprint"] = f"{{foreign{self._number}}}"
        foreign.layout = self.dice.choice(LAYOUTS)
        foreign.type = "Article"
        self._insert(foreign)

    def change_layout(self) -> None:
        self._entry().layout = self.dice.choice(LAYOUTS)

    def delete_entry(self) -> None:
        if self.dice.random() < 0.2:
            one = self._entry()
            self.file.blocks.remove(one)
            self.file.deleted.add(one.key)

    def _insert(self, block: Entry | str) -> None:
        self.file.blocks.insert(self.dice.randint(0, len(self.file.blocks)), block)

    def _entry(self) -> Entry:
        return self.dice.choice(self.file.entries())


def expected(
    base: dict[str, Entry], file: Edited, ours: dict[str, Entry]
) -> dict[str, dict[str, str]]:
    """What every entry must say after a merge, by its key; worked out without any text."""
    says = {}
    for one in file.entries(""):
        was, would = base.get(one.key), ours.get(one.key)
        if would is None:
            if was is None or not is_same(one, was):
                says[one.key] = dict(one.values)
            continue
        old = was.values if was else {}
        says[one.key] = {
            name: new
            for name in one.values.keys() | would.values.keys() | old.keys()
            if (new := kept(old.get(name), one.values.get(name), would.values.get(name)))
        }
    return {key: dict(one.values) for key, one in ours.items()} | says


def kept(old: str | None, theirs: str | None, ours: str | None) -> str | None:
    return ours if theirs == old else theirs


def is_same(one: Entry, was: Entry) -> bool:
    has_remark = "%" in "".join(one.layout)
    return one.values == was.values and not (has_remark and len(one.values) > 1)

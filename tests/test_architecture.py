"""The walls of the house: which room may import which, and which package has one door."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"

FLOOR_BY_ROOM = {
    "paperbib": 0,
    "paperbib.errors": 1,
    "paperbib.config": 1,
    "paperbib.settings": 1,
    "paperbib.toml_places": 1,
    "paperbib.identifiers": 2,
    "paperbib.model": 3,
    "paperbib.matching": 3,
    "paperbib.extract": 4,
    "paperbib.plan": 4,
    "paperbib.sources": 4,
    "paperbib.merge": 4,
    "paperbib.resolving": 4,
    "paperbib.overrides": 4,
    "paperbib.changes": 4,
    "paperbib.keys": 4,
    "paperbib.exporters": 4,
    "paperbib.selecting": 4,
    "paperbib.edits": 4,
    "paperbib.cache": 4,
    "paperbib.store": 4,
    "paperbib.transport": 4,
    "paperbib.schedule": 4,
    "paperbib.links": 4,
    "paperbib.sync": 5,
    "paperbib.cli": 6,
    "paperbib.__main__": 7,
}
MAY_IMPORT_A_NEIGHBOUR = {
    ("paperbib.config", "paperbib.errors"),
    ("paperbib.config", "paperbib.settings"),
    ("paperbib.config", "paperbib.toml_places"),
    # Comparing records is below all who compare them: merge, resolving, sources.
    ("paperbib.matching", "paperbib.model"),
}
DOORS_BY_PACKAGE = {
    "arxiv": {"paperbib.sources.arxiv"},
    "charset_normalizer": {"paperbib.store.encodings"},
    "bibtexparser": {"paperbib.edits.reading", "paperbib.exporters.bibtex"},
    "citeproc": {"paperbib.exporters.formatted"},
    "click": {"paperbib.cli"},
    "filelock": {"paperbib.store", "paperbib.transport"},
    "httpx": {"paperbib.transport"},
    "lxml": {"paperbib.sources.xml"},
    "msgspec": {"paperbib.sources.index"},
    "platformdirs": {"paperbib.config"},
    "pydantic": {
        "paperbib.model",
        "paperbib.config",
        "paperbib.settings",
        "paperbib.exporters.canonical",
    },
    "pyromark": {"paperbib.extract.markdown"},
    "rapidfuzz": {"paperbib.matching"},
    "rich": {"paperbib.cli"},
    "sqlite3": {"paperbib.cache", "paperbib.sources.index"},
    "tenacity": {"paperbib.transport"},
    "watchfiles": {"paperbib.sync.watching"},
    "yaml": {"paperbib.extract.data.yaml_text"},
}
PURE_ROOMS = (
    "identifiers",
    "model",
    "extract",
    "plan",
    "matching",
    "merge",
    "resolving",
    "overrides",
    "changes",
    "keys",
    "exporters",
    "selecting",
    "edits",
    "schedule",
    "links",
)
EFFECTS = {"os", "socket", "subprocess", "sqlite3", "time", "random", "urllib.request", "tempfile"}


def module_name(path: Path, source: Path) -> str:
    parts = path.relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports_of(path: Path, source: Path) -> Iterator[str]:
    """Every module imported, also inside functions; ``a.b`` for ``from a import b``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                file = source / inner.replace(".", "/")
                is_module = file.with_suffix(".py").exists() or file.is_dir()
                yield inner if is_module else node.module


def arrows(source: Path) -> list[tuple[str, str]]:
    return [
        (module_name(path, source), imported)
        for path in sorted(source.rglob("*.py"))
        for imported in imports_of(path, source)
    ]


def upward_imports(source: Path) -> list[str]:
    faults = []
    for module, imported in arrows(source):
        if not imported.startswith("paperbib"):
            continue
        here, there = room_of(module), room_of(imported)
        if here == there or (here, there) in MAY_IMPORT_A_NEIGHBOUR:
            continue
        if FLOOR_BY_ROOM[there] >= FLOOR_BY_ROOM[here]:
            faults.append(f"{module} imports {imported}")
    return faults


def circles(source: Path) -> list[str]:
    """Modules that reach themselves; a package's table may be imported by no child of its."""
    graph: dict[str, set[str]] = {}
    for module, imported in arrows(source):
        if imported.startswith("paperbib") and imported != module:
            graph.setdefault(module, set()).add(imported)
    found = []
    for start, targets in graph.items():
        seen: set[str] = set()
        todo = list(targets)
        while todo:
            module = todo.pop()
            if module not in seen:
                seen.add(module)
                todo += graph.get(module, ())
        if start in seen:
            found.append(start)
    return found


def wrong_doors(source: Path) -> list[str]:
    faults = []
    for module, imported in arrows(source):
        package = imported.split(".")[0]
        doors = DOORS_BY_PACKAGE.get(package)
        if doors and not any(module == door or module.startswith(door + ".") for door in doors):
            faults.append(f"{module} imports {package}")
    return faults


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(module_name(path, SOURCE)) for path in SOURCE.rglob("*.py")}
    assert rooms == set(FLOOR_BY_ROOM)


def test_imports_run_downwards() -> None:
    assert upward_imports(SOURCE) == []


def test_there_is_no_import_circle() -> None:
    assert circles(SOURCE) == []


def test_each_package_has_its_door() -> None:
    assert wrong_doors(SOURCE) == []


def test_pure_rooms_touch_nothing() -> None:
    faults = [
        f"{module} imports {imported}"
        for module, imported in arrows(SOURCE)
        if room_of(module).removeprefix("paperbib.") in PURE_ROOMS and imported in EFFECTS
    ]
    assert faults == []


def test_no_room_has_a_name_that_says_nothing() -> None:
    forbidden = {"utils", "helpers", "common", "base", "core", "manager", "constants", "types"}
    assert [path for path in SOURCE.rglob("*.py") if path.stem in forbidden] == []


def test_files_are_small() -> None:
    long = {
        path.name: lines
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and its docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_functions_are_short() -> None:
    long = {
        f"{path.name}:{node.name}": lines
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := code_lines(node)) > 40
    }
    assert long == {}


@pytest.mark.parametrize(
    ("module", "line", "check"),
    [
        ("model/notes.py", "from paperbib import merge", upward_imports),
        ("model/facts.py", "def f():\n    import paperbib.sync", upward_imports),
        ("merge/__init__.py", "from paperbib.keys import assign", upward_imports),
        ("exporters/bibtex.py", "from paperbib.store import write", upward_imports),
        ("identifiers/doi.py", "def f():\n    from paperbib.identifiers import web", circles),
        ("plan.py", "import sqlite3", wrong_doors),
        ("sources/snapshot.py", "from httpx import Client", wrong_doors),
    ],
)
def test_a_planted_import_is_found(
    tmp_path: Path, module: str, line: str, check: Callable[[Path], list[str]]
) -> None:
    for path in SOURCE.rglob("*.py"):
        copy = tmp_path / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    planted = tmp_path / "paperbib" / module
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert check(tmp_path)

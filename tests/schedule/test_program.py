import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paperbib.errors import PaperbibError
from paperbib.sync.scheduled_program import carried, find_program


def which(*found: str) -> Callable[[str], str | None]:
    by_name = {Path(path).name: path for path in found}
    return by_name.get


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "my venv" / "bin" / "paperbib"
    path.parent.mkdir(parents=True)
    path.touch()
    return str(path)


def test_a_virtual_environment(script: str) -> None:
    assert find_program(script, "/py", {}, which()).words == (script,)


def test_a_link_of_an_installer_stays_a_link(script: str, tmp_path: Path) -> None:
    link = tmp_path / "paperbib"
    link.symlink_to(script)
    assert find_program(str(link), "/py", {}, which()).words == (str(link),)


def test_a_relative_program(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(script).parent)
    assert find_program("./paperbib", "/py", {}, which()).words == (script,)


def test_a_program_of_path() -> None:
    found = find_program("paperbib", "/py", {}, which("/opt/bin/paperbib"))
    assert found.words == ("/opt/bin/paperbib",)


@pytest.mark.parametrize("argv0", ["/x/paperbib/__main__.py", "-c", "", "/usr/bin/pytest"])
def test_a_module(argv0: str) -> None:
    # Another paperbib in PATH is not the one that runs.
    found = find_program(argv0, "/v/bin/python", {}, which("/opt/bin/paperbib"))
    assert found.words == ("/v/bin/python", "-m", "paperbib")


def test_nothing_at_all() -> None:
    with pytest.raises(PaperbibError, match="no program"):
        find_program("", "", {}, which())


@pytest.mark.parametrize("argv0", ["/h/.cache/uv/archive-v0/aBc/bin/paperbib", "x/__main__.py"])
def test_what_uvx_threw_together_is_gone_tomorrow(argv0: str) -> None:
    executable = "/h/.cache/uv/archive-v0/aBc/bin/python"
    found = find_program(argv0, executable, {}, which("/h/.local/bin/uvx", "/h/.local/bin/uv"))
    assert found.words == ("/h/.local/bin/uvx", "paperbib")
    assert not found.is_confined
    by_variable = find_program(argv0, executable, {"UV": "/u/uv"}, which())
    assert by_variable.words == ("/u/uv", "tool", "run", "paperbib")
    with pytest.raises(PaperbibError) as caught:
        find_program(argv0, executable, {}, which())
    assert "uv tool install" in caught.value.hint


@pytest.mark.parametrize(
    "cache", ["/h/.local/pipx/.cache", "/h/.cache/pipx", "/moved/pipx", "/u/Library/Caches/pipx"]
)
def test_what_pipx_run_threw_together_is_gone_tomorrow(cache: str) -> None:
    executable = f"{cache}/0a1b2c3d4e5f607/bin/python"
    found = find_program("-c", executable, {}, which("/usr/bin/pipx"))
    assert found.words == ("/usr/bin/pipx", "run", "paperbib")
    assert not found.is_confined
    with pytest.raises(PaperbibError) as caught:
        find_program("-c", executable, {}, which())
    assert "pipx install" in caught.value.hint


def test_what_pipx_installed_stays(script: str) -> None:
    executable = "/h/.local/share/pipx/venvs/paperbib/bin/python"
    assert find_program(script, executable, {}, which("/usr/bin/pipx")).words == (script,)


def test_the_environment_that_is_taken_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = carried(
        {
            "PATH": "/bin",
            "PAPERBIB_OFFLINE": "1",
            "PAPERBIB_MAILTO": "a@b",
            "PAPERBIB_OAI_API": "",
            "PAPERBIB_CACHE_DIR": "cache",
            "PAPERBIB_SEMANTIC_SCHOLAR_KEY": "hush",
            "PAPERBIB_A=B": "x",
            "PAPERBIB_ARXIV_API": "http://ada:pw@proxy/api",
            "XDG_CACHE_HOME": "/c",
        }
    )
    assert found.pairs == (
        ("PAPERBIB_CACHE_DIR", str(tmp_path / "cache")),
        ("PAPERBIB_MAILTO", "a@b"),
        ("XDG_CACHE_HOME", "/c"),
    )
    assert found.left == (
        "PAPERBIB_ARXIV_API",
        "PAPERBIB_SEMANTIC_SCHOLAR_KEY",
    )


def test_this_python_is_one_that_can_be_named() -> None:
    assert find_program("", sys.executable, {}, which()).words[0] == sys.executable

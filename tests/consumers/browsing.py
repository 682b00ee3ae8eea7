"""Open a page in a real browser, from the disk, and note all it says and asks for.

The browser is the one of the system, driven through playwright; nothing is downloaded. Knows
nothing of paperbib, and serves for any file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.consumers.consumers import require, require_module

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

PATIENCE_MS = 10_000
"""How long a page may take for what is expected of it."""
_POLL_MS = 20
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Visit:
    """A page that is open.

    Attributes:
        page: As playwright drives it.
        said: What came on the console, errors that nobody caught, and dialogs.
        asked: The addresses it asked for, other than its own file.
    """

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        """The texts of all elements that fit, as they stand in the document."""
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]

    def scripted(self, expression: str) -> Any:  # noqa: ANN401 - any value of JSON
        """What an expression of JavaScript is in the page."""
        return self.page.evaluate(expression)

    def wait(self, condition: str) -> None:
        """Wait until an expression of JavaScript is true.

        Asked from outside: a page whose policy forbids ``eval`` cannot be made to watch itself.
        """
        for _ in range(PATIENCE_MS // _POLL_MS):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(_POLL_MS)
        raise AssertionError(f"never came true: {condition}")

    def violations(self) -> list[str]:
        """What axe-core finds against the rules of WCAG 2.2 AA and good practice."""
        self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        options = {"runOnly": _RULES, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(options)", options)["violations"]
        return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def text_of_pdf(file: Path) -> str:
    """The text of a PDF, as poppler reads it."""
    require("pdftotext")
    done = subprocess.run(["pdftotext", str(file), "-"], check=True, stdout=subprocess.PIPE)
    return done.stdout.decode("utf-8", "replace")


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser of the system, without a window; the test is skipped where there is none."""
    require("chromium")
    require_module("playwright")
    require_module("axe_playwright_python")
    from playwright.sync_api import sync_playwright

    # A browser that root runs has no sandbox to run in.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments, timeout=60_000
        )
        yield started
        started.close()


@contextmanager
def visit(
    browser: Browser,
    file: Path,
    fragment: str = "",
    *,
    width: int = 1280,
    **context: Any,  # noqa: ANN401
) -> Iterator[Visit]:
    """Open a file from the disk, offline, in a profile of its own.

    Args:
        browser: The one of the system.
        file: The page.
        fragment: With its ``#``.
        width: Of the window, in pixels.
        context: As playwright's ``new_context`` takes it.
    """
    own = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **context)
    page = own.new_page()
    page.set_default_timeout(PATIENCE_MS)
    made = Visit(page)
    address = file.absolute().as_uri()

    def on_dialog(dialog: Dialog) -> None:
        made.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: made.said.append(message.text))
    page.on("pageerror", lambda error: made.said.append(str(error)))
    page.on("dialog", on_dialog)
    page.on("request", lambda request: made.asked.append(request.url.partition("#")[0]))
    page.goto(address + fragment)
    if context.get("java_script_enabled", True):
        page.wait_for_selector("html.ready", state="attached")
    made.asked.remove(address)
    yield made
    own.close()

"""Chromium driven by Playwright: pages from disk in a fresh profile, what they ask the network for, what axe finds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

__all__ = ["AXE", "Shown", "chromium", "violations"]

#: Where ``scripts/system_packages.sh`` puts axe-core, the accessibility checks that browsers' own tools use.
AXE = Path(os.environ.get("CAPTIONKIT_AXE") or ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the system's Chromium; each context made of it is a fresh profile."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program is not None, "chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Shown:
    """A page from disk in a profile of its own, offline: ``page`` is Playwright's, ``asked`` what it wanted to load."""

    def __init__(self, browser: Any, file: Path, *, width: int = 1200, dark: bool = False, touch: bool = False) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
            accept_downloads=True,
        )
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(file.absolute().as_uri())

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def wait(self, expression: str, seconds: float = 20) -> None:
        """Wait until an expression holds; Playwright's own way is what a strict policy forbids."""
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{expression} does not hold after {seconds} s")

    @property
    def over(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wide


def violations(page: Any) -> list[str]:
    """Return what axe-core finds wrong by WCAG 2.2 AA."""
    if not AXE.is_file() and os.environ.get("CAPTIONKIT_REQUIRE_ENGINES") != "1":
        pytest.skip(f"not run: no axe-core at {AXE}")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(
        """async (tags) => {
          const ran = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
          return ran.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 160)).join(" | "));
        }""",
        _TAGS,
    )
    return found

"""The documentation as a site: it builds without a warning, asks nothing of the network, and axe finds nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT, needs
from tests.support_browser import Shown, violations

pytestmark = pytest.mark.skipif(not (ROOT / "mkdocs.yml").is_file(), reason="an installed package has no site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        build, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class _Asked(HTMLParser):
    """What a page loads by itself, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.update({given.get("id", ""), given.get("name", "")})
        if tag in ("script", "img", "iframe", "source", "video", "track") and given.get("src"):
            self.loads.append(given["src"])
        if (
            tag == "link"
            and given.get("href")
            and not {"canonical", "next", "prev"} & set(given.get("rel", "").split())
        ):
            self.loads.append(given["href"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])


def _asked(path: Path) -> _Asked:
    parser = _Asked()
    parser.feed(path.read_text("utf-8"))
    return parser


def test_no_page_asks_anything_of_the_network(site: Path) -> None:
    for page in set(site.rglob("*.html")) - {site / "404.html"}:  # a server's, from its root
        for address in _asked(page).loads:
            assert not re.match(r"(?:[a-z]+:)?//", address), f"{page.name} loads {address}"
            assert address.startswith("data:") or (page.parent / address.split("?")[0].split("#")[0]).exists(), address


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    pages = {page: _asked(page) for page in site.rglob("*.html")}
    for page, asked in pages.items():
        if page.name == "404.html":
            continue
        for address in asked.links:
            if re.match(r"[a-z]+:", address):
                continue
            path, _, anchor = address.partition("#")
            target = (page.parent / path.split("?")[0]).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), f"{page.name}: {address}"
            if anchor and target in pages:
                assert anchor in pages[target].ids, f"{page.name}: {address}"


def test_every_page_is_in_the_navigation(site: Path) -> None:
    start = _asked(site / "index.html").links
    reachable = {address.split("#")[0] for address in start}
    for wanted in ("editing/index.html", "scripting/index.html", "library.html", "plugins.html", "numbers.html"):
        assert wanted in reachable, wanted


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_search_works_from_disk(site: Path, browser: Any, dark: bool) -> None:
    for name in ("index.html", "commands/check.html", "reference.html", "editing/suites.html"):
        with Shown(browser, site / name, dark=dark) as shown:
            shown.page.wait_for_timeout(500)  # the theme's script makes code that scrolls reachable by keyboard
            assert violations(shown.page) == [], name
            assert all(address.startswith(("file:", "data:", "blob:")) for address in shown.asked)
    with Shown(browser, site / "index.html", dark=dark) as shown:
        shown.page.keyboard.press("/")
        shown.page.keyboard.type("shot changes")
        shown.page.wait_for_selector(".md-search-result__article h1", timeout=20_000)

"""What MkDocs cannot do by itself: the changelog as a page, pages by folder in the navigation, the API by area."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent


def on_config(config: Any) -> Any:
    """Put every page of a folder where the navigation names the folder in capitals."""
    config["nav"] = [_filled(item) for item in config["nav"]]
    return config


def _filled(item: Any) -> Any:
    if isinstance(item, list):
        return [_filled(one) for one in item]
    if isinstance(item, dict):
        return {title: _filled(value) for title, value in item.items()}
    if item in ("COMMANDS", "FORMATS"):
        folder = item.lower()
        pages = sorted(path.name for path in (ROOT / "docs" / folder).glob("*.md"))
        return [f"{folder}/README.md", *(f"{folder}/{name}" for name in pages if name != "README.md")]
    return item


def on_files(files: Files, config: Any) -> Files:
    """Add the changelog, its links leading to where the pages are here."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    text = re.sub(r"\]\(docs/", "](", text)
    files.append(File.generated(config, "changelog.md", content=text))
    return files


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Let search from disk run by a script of our own instead of one from elsewhere."""
    depth = page.file.dest_uri.count("/")
    return output.replace("https://unpkg.com/iframe-worker/shim", "../" * depth + "assets/from-disk.js")

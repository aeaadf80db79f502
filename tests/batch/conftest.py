from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SRT = "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,500\nHere is the news.\n"

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Make a folder with inputs, broken ones among them, and a recipe; return the recipe's path."""

    def make(good: int = 3, bad: int = 0, text: str = "") -> Path:
        for number in range(good):
            path = tmp_path / "in" / f"part{number % 2}" / f"talk{number}.srt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SRT.replace("evening", f"evening {number}"), "utf-8")
        (tmp_path / "in").mkdir(exist_ok=True)
        for number in range(bad):
            (tmp_path / "in" / f"broken{number}.srt").write_text("no caption at all\n", "utf-8")
        recipe = tmp_path / "recipe.toml"
        recipe.write_text(text or 'schema = 1\ninputs = ["in/**/*.srt"]\n[write]\nto = ["vtt"]\n', "utf-8")
        return recipe

    return make

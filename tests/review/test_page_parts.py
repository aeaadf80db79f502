"""The page's files among themselves: each text and command that is named exists, nothing writes markup or runs text."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from captionkit.quality.changes.revision import KINDS
from captionkit.quality.table import all_rules
from captionkit.review.remarks import STATES
from captionkit.review.rows import PLACES

FOLDER = Path(str(files("captionkit.review") / "page"))
MODULES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js"))}
PAGE = (FOLDER / "index.html").read_text("utf-8")
TEXTS = json.loads((FOLDER / "texts.json").read_text("utf-8"))
KEYMAP = json.loads((FOLDER / "keymap.json").read_text("utf-8"))
SOURCE = "\n".join(MODULES.values())
PRESETS = ("captionkit", "subtitle-edit", "aegisub", "premiere")


def test_every_text_that_is_named_is_in_the_file() -> None:
    said = set(re.findall(r'\bsay\("([\w.-]+[\w-])"[,)]', SOURCE)) | set(
        re.findall(r'data-(?:say|label|hint)="([^"]+)"', PAGE)
    )
    counted = {f"{name}.other" for name in re.findall(r'\bmany\("([\w-]+)"', SOURCE)}
    assert sorted((said | counted) - set(TEXTS)) == []


def test_what_the_server_names_has_words() -> None:
    named = [f"change.{kind}" for kind in KINDS if kind != "changed"] + [f"place.{place}" for place in PLACES]
    named += [f"state.{state}" for state in STATES] + [f"severity.{name}" for name in ("error", "warning", "info")]
    named += re.findall(r'"(change\.\w+)"', MODULES["changes.js"])
    assert sorted(set(named) - set(TEXTS)) == []


def test_every_fix_that_is_proposed_has_words() -> None:
    fixes = {f"kind.{step.partition(':')[0]}" for rule in all_rules() for step in rule.fixes}
    assert sorted(fixes ^ {name for name in TEXTS if name.startswith("kind.")}) == []


def test_texts_that_are_counted_come_in_both_forms_and_no_text_is_english_in_a_module() -> None:
    assert [key for key in TEXTS if key.endswith(".one") and key.removesuffix("one") + "other" not in TEXTS] == []
    assert re.findall(r'(?:text: |aria-label": |placeholder: )"[A-Z][a-z]+ ', SOURCE) == []


def test_every_command_has_keys_words_and_something_to_do() -> None:
    commands = set(re.findall(r'^  "([a-z-]+)": \(app\)', MODULES["commands.js"], re.MULTILINE))
    assert commands == set(KEYMAP)
    assert [name for name in commands if f"do.{name}" not in TEXTS] == []
    named = set(re.findall(r'(?:run\(|tool\(|#command\(|data-command": )"([a-z-]+)"', SOURCE))
    assert named <= commands


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_has_two_commands_in_one_place(preset: str) -> None:
    taken: dict[tuple[str, str], str] = {}
    for name, row in KEYMAP.items():
        for key in row["keys"].get(preset, ()):
            assert taken.setdefault((row["where"], key), name) == name, f"{key}: {name} and {taken[row['where'], key]}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_writes_text_only_and_is_small(name: str) -> None:
    text = MODULES[name]
    for never in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "contenteditable",
        "http://",
        "https://",
    ):
        assert never not in text.replace("http://www.w3.org/2000/svg", ""), never
    assert text.count("\n") <= 400
    for other in re.findall(r'from "\./([\w.]+)"', text):
        assert other in MODULES, other


def test_the_page_loads_only_its_own_parts() -> None:
    assert re.findall(r'(?:src|href)="(?!page/|#|data:,)([^"]*)"', PAGE) == []
    assert " style=" not in PAGE
    assert not re.search(r"\son\w+=", PAGE)

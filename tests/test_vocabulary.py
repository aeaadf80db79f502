"""The glossary's retired words stay out of ``src/`` and ``docs/``.

What is looked for is the code's own English: comments, docstrings, messages, names, pages, data. Texts of examples are
English too, and a captain may still tell a crew to stand by: patterns are as narrow as they must be.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import captionkit
from tests.support import ROOT

PATTERNS = {
    "mend": r"\b[Mm]end(?:s|ed|ing)?\b|Mended",
    "told": (
        r"\b(?:is|are|were|be|and|what|which) told\b"
        r"|\b(?:tells?|told) (?:of|apart|only|what|which|whether|where|how|each|when|more|why)\b"
    ),
    "house": r"\bhouse(?:s|'s| style)?\b",
    "room": r"\brooms?\b",
    "taste": r"\btaste\b",
    "anew": r"\banew\b",
    "but()": r"\bbut\(",
    "wary": r"\bwary\b",
    "is no X": (
        r"(?<!there )\b(?:is|are) no (?:time|number|rate|tag|length|cue|name|text|word|file|path|language|format|limit"
        r"|rule)\b"
    ),
    "stands too": r"\bstands? too\b",
    "book": r"\bbook\b",
    "asker": r"\b[Aa]sk(?:er|ing)\b(?! for)|\bSpent\b",
    "place": r"\bplace of (?:a|the) cue\b",
    "cuts": r"--cuts\b|\bcuts: |\bshot cuts?\b",
    "hook": r"(?<!commit-)\b[Hh]ooks?\b",
}


#: What a page says; other JSON is data.
TEXTS = ("texts.json", "keymap.json")


def _areas() -> dict[str, list[Path]]:
    """Return the files by package of ``src/`` (or module) and page of ``docs/`` (or folder of them)."""
    found: dict[str, list[Path]] = {}
    for label, base in (("src", Path(captionkit.__file__).parent), ("docs", ROOT / "docs")):
        for path in sorted(base.rglob("*")):
            if (
                (path.suffix in (".py", ".md", ".toml", ".html", ".js", ".txt") or path.name in TEXTS)
                and path.name != "glossary.md"
                and path.parent.name != "words"
            ):
                found.setdefault(f"{label}/{path.relative_to(base).parts[0]}", []).append(path)
    return found


AREAS = _areas()


def _retired(area: str) -> list[str]:
    found = []
    for path in AREAS[area]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            found += [
                f"{path.name}:{number}: {word}: {line.strip()[:90]}"
                for word, p in PATTERNS.items()
                if re.search(p, line)
            ]
    return found


def test_every_retired_word_of_the_glossary_has_a_pattern() -> None:
    table = (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("## Retired words")[2]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(PATTERNS), rows


@pytest.mark.parametrize("area", sorted(AREAS))
def test_no_retired_word(area: str) -> None:
    found = _retired(area)
    assert not found, "\n".join(found)

"""The style that all pages share: one sheet of tokens, readable in both schemes; no page has colours of its own."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

import captionkit
from captionkit.pages import embedded, page, parts_css

PACKAGE = Path(captionkit.__file__).parent
SHEETS = sorted(PACKAGE.rglob("*.css"))
#: The workbench alone has more tokens: for its waveform, and surfaces that lie on each other.
OWN_TOKENS = {PACKAGE / "pages" / "parts.css", PACKAGE / "review" / "page" / "base.css"}
_TOKEN = re.compile(r"--([a-z-]+): *(#[0-9a-f]{3,6})")


def _schemes():
    light, _, rest = parts_css().partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("@media")[0]
    first = dict(_TOKEN.findall(light))
    return {"light": first, "dark": {**first, **dict(_TOKEN.findall(dark))}}


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *((text, back) for back in ("paper", "back")
      for text in ("ink", "soft", "error", "warning", "info", "good", "accent")),
    ("error", "errorback"), ("warning", "warningback"), ("info", "infoback"), ("good", "goodback"),
    ("accent", "accentback"), ("ink", "accentback"), ("soft", "accentback"), ("ink", "gone"), ("ink", "new"),
    ("ink", "mark"), ("ink", "goodback"), ("paper", "accent"), ("paper", "good"), ("paper", "ink"),
]  # fmt: skip
SHAPES = [("edge", "paper"), ("edge", "back"), ("accent", "back"), ("warningshape", "paper"), ("error", "paper")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_and_shapes_be_seen(scheme):
    tokens = _schemes()[scheme]
    weak = {(a, b): round(_contrast(tokens[a], tokens[b]), 2) for a, b in TEXT if _contrast(tokens[a], tokens[b]) < 4.5}
    assert weak == {}
    faint = {(a, b): _contrast(tokens[a], tokens[b]) for a, b in SHAPES if _contrast(tokens[a], tokens[b]) < 3}
    assert faint == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_token_is_there_and_no_view_has_colours_of_its_own(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
    known = set(re.findall(r"(--[a-z-]+):", "".join(path.read_text("utf-8") for path in {*OWN_TOKENS, sheet})))
    assert set(re.findall(r"var\((--[a-z-]+)", text)) - known <= {"--columns"}  # set by the list's script
    if sheet not in OWN_TOKENS:
        assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )!])", text)) <= {"#000", "#fff"}


def test_a_page_is_made_in_one_place():
    made = [path for path in PACKAGE.rglob("*.py") if "<!DOCTYPE html>" in path.read_text("utf-8")]
    assert made == [PACKAGE / "pages" / "__init__.py"]


def test_what_runs_in_a_page_is_named_by_its_hash_and_nothing_else_is_allowed():
    made = page("<T>", "<p>Body</p>", style="p { margin: 0 }", scripts=["one()", "two()"], data={"a": "</script>"})
    policy = made.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    for script in ("one()", "two()"):
        assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<title>&lt;T&gt;</title>" in made
    assert made.count("</script>") == 3
    assert "script-src 'none'" in page("T", "")


def test_data_cannot_end_its_element():
    assert "<" not in embedded({"</script><!--": ["<!--<script>", "\u2028"]})

"""Cues as the page knows them: rows of plain values, and lines back to cues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from captionkit.formats.anchor import anchor_of
from captionkit.formats.srt.markup import SRT, is_plain
from captionkit.formats.webvtt.render import escape
from captionkit.formats.webvtt.writer import cue_settings, cue_text
from captionkit.model.cue import Cue
from captionkit.model.retext import characters_of, styled_lines
from captionkit.model.text import Line, Style
from captionkit.model.transcript import Timing
from captionkit.review.refusals import impossible
from captionkit.text.controls import without_controls

__all__ = ["PLACES", "STYLES", "JsonLine", "clean_text", "cue_with_lines", "lines_of_cue", "row_of"]

#: A line as the page has it: its text, or runs of text with ``i``, ``b``, ``u``.
JsonLine = str | list[dict[str, Any]]

#: Names of the nine positions, by the numeric keypad.
PLACES = (
    "bottom-left", "bottom", "bottom-right", "middle-left", "middle", "middle-right", "top-left", "top", "top-right",
)  # fmt: skip

#: What the page may set of a style.
STYLES = {"i": "italic", "b": "bold", "u": "underline"}

_SOURCES = {Timing.ALIGNED: "aligned", Timing.INTERPOLATED: "estimated", Timing.ESTIMATED: "estimated"}
#: A cue of more letters than this is a mistake or an attack.
_MOST = 100_000


def row_of(name: str, cue: Cue) -> list[Any]:
    """Return a cue as a row: identifier, start, end (ms), lines, and what else there is to know.

    >>> row_of("c1", Cue(0, 900, "Hello."))
    ['c1', 0, 900, ['Hello.'], {}]
    """
    payload = cue.payload
    if cue.raw_format == SRT and not cue.settings and cue.timing is Timing.GIVEN and is_plain(payload):
        return [name, cue.start, cue.end, payload.split("\n") if payload else [], {}]
    return [name, cue.start, cue.end, lines_of_cue(cue), _extra(cue)]


def lines_of_cue(cue: Cue) -> list[JsonLine]:
    """Return a cue's lines: text, or runs where a part is in italics, bold or underlined."""
    return [_line(line) for line in cue.lines]


def _line(line: Line) -> JsonLine:
    if not any(_marks(span.style) for span in line.spans):
        return line.text
    return [{"t": span.text, **_marks(span.style)} for span in line.spans]


def _marks(style: Style) -> dict[str, int]:
    return {key: 1 for key, name in STYLES.items() if getattr(style, name)}


def _extra(cue: Cue) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if cue.speaker:
        extra["speaker"] = cue.speaker
    if cue.positioning is not None:
        anchor = anchor_of(cue.positioning)
        if anchor is not None:
            extra["place"] = PLACES[anchor - 1]
        if settings := cue_settings(cue):
            extra["settings"] = settings
    if source := _SOURCES.get(cue.timing):
        extra["source"] = source
    known = [word.confidence for word in cue.words if word.confidence is not None]
    if known:
        extra["confidence"] = round(min(known), 3)
    text = cue_text(cue)
    if text != escape(cue.text):
        extra["vtt"] = text
    if cue.extras.get("untranslated"):
        extra["untranslated"] = 1
    return extra


def _clean_lines(lines: object) -> list[JsonLine]:
    """Return lines that a page sent, without what no caption can show: control characters, halves of characters.

    Raises EditError for what are no lines.
    """
    if not isinstance(lines, list):
        raise impossible(f"lines are a list, not {type(lines).__name__}")
    cleaned = [_clean(line) for line in lines]
    count = sum(len(_text(line)) + 1 for line in cleaned)
    if count > _MOST:
        raise impossible(f"{count} characters in one cue, limit {_MOST}")
    return cleaned


def _clean(line: object) -> JsonLine:
    if isinstance(line, str):
        return clean_text(line)
    if isinstance(line, list) and all(isinstance(run, dict) and isinstance(run.get("t"), str) for run in line):
        return [{**run, "t": clean_text(run["t"])} for run in line]
    raise impossible("a line is text, or a list of runs with their text in 't'")


def clean_text(text: str) -> str:
    """Return a text without what no caption can show."""
    if text.isprintable():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_controls(whole.replace("\r\n", "\n").replace("\r", "\n"))


def _text(line: JsonLine) -> str:
    return line if isinstance(line, str) else "".join(run["t"] for run in line)


def cue_with_lines(cue: Cue, lines: object) -> Cue:
    """Return the cue with lines that a page sent.

    Plain text changes words and keeps the styles of those that stay. Where a line has runs, their ``i``, ``b`` and
    ``u`` hold for the whole cue; what a page cannot say of a style (colour, voice) stays. Empty lines at the beginning
    and at the end are left out.

    Raises EditError for what are no lines.
    """
    given = _clean_lines(lines)
    text = "\n".join(map(_text, given))
    shown = text.strip("\n")
    made = cue.with_text(shown)
    if all(isinstance(line, str) for line in given):
        return made
    marks = _marks_of(given)[len(text) - len(text.lstrip("\n")) :][: len(shown)]
    _, styles = characters_of(made.lines)
    styled = styled_lines(shown, [style.replace(**mark) for style, mark in zip(styles, marks, strict=True)])
    return made if styled == made.lines else made.replace(lines=styled)


def _marks_of(lines: Iterable[JsonLine]) -> list[dict[str, Any]]:
    """Return for each character, line ends included, what it is to be marked as."""
    plain = dict.fromkeys(STYLES.values(), False)
    marks: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        marks += [plain] if number else []
        for run in [{"t": line}] if isinstance(line, str) else line:
            marks += [{name: bool(run.get(key)) for key, name in STYLES.items()}] * len(run["t"])
    return marks

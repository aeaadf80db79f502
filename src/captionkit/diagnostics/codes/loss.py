"""Codes of ``loss``: what the target format cannot carry. The slugs are those of ``formats.Feature``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "loss.italic": Code(WARNING, "italics are lost"),
    "loss.bold": Code(WARNING, "bold is lost"),
    "loss.underline": Code(WARNING, "underlining is lost"),
    "loss.strike": Code(WARNING, "strike-through is lost"),
    "loss.color": Code(WARNING, "a colour is lost"),
    "loss.font": Code(WARNING, "a font is lost"),
    "loss.classes": Code(WARNING, "classes are lost"),
    "loss.lang": Code(WARNING, "the language of a part of the text is lost"),
    "loss.voice": Code(WARNING, "who speaks is lost", "--speakers label writes the names"),
    "loss.ruby": Code(WARNING, "ruby text is lost as such: it stands in the line"),
    "loss.word-times": Code(WARNING, "the times of words are lost"),
    "loss.position": Code(WARNING, "where the cue stands is kept roughly or not at all"),
    "loss.anchor": Code(WARNING, "where the cue stands is lost"),
    "loss.box": Code(WARNING, "screen coordinates are lost"),
    "loss.region": Code(WARNING, "a region is lost"),
    "loss.id": Code(INFO, "an identifier is lost"),
    "loss.notes": Code(WARNING, "a comment is lost"),
    "loss.stylesheet": Code(WARNING, "a style sheet is lost"),
    "loss.header": Code(WARNING, "header text is lost"),
    "loss.language": Code(INFO, "the track's language is not said in the file", "name it in the file's name"),
    "loss.milliseconds": Code(
        INFO, "times are cut to what the format counts in", "--rate puts them on the film's frames"
    ),
    "loss.script": Code(INFO, "what only an ASS script says is lost: sections, layers, margins, drawings"),
    "loss.grid": Code(INFO, "rows of a caption that stand apart are put together"),
    "loss.joined": Code(INFO, "cues shown together in places of their own are one cue"),
    "loss.blank-lines": Code(WARNING, "an empty line inside a cue is lost"),
    "loss.summary": Code(INFO, "what the target format cannot carry, in numbers"),
}

"""Codes of ``edit``: what the formats of edit suites ask for."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "edit.rate-assumed": Code(WARNING, "frames were counted at 25 a second", "give the film's rate: --rate 23.976"),
    "edit.trimmed": Code(WARNING, "a cue was trimmed where the next begins: the format has no overlaps"),
    "edit.empty": Code(INFO, "cues without text were left out"),
    "edit.language": Code(INFO, "a language that the format does not know"),
    "edit.part-style": Code(WARNING, "the style of a part of a title was left out: a title has one"),
    "edit.chapters-refused": Code(WARNING, "a list of chapters that YouTube does not show"),
}

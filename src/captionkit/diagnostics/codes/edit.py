"""Codes of ``edit``: what the formats of edit suites ask for."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "edit.rate-assumed": Code(WARNING, "frames were counted at 25 a second", "give the film's rate: --rate 23.976"),
    "edit.trimmed": Code(WARNING, "a cue was trimmed where the next begins: the format has no overlaps"),
    "edit.too-short": Code(WARNING, "a cue shorter than a frame was written a frame long", "captionkit fix --rate"),
    "edit.time-clamped": Code(
        WARNING, "a time before zero, or of a thousand hours, was moved", "shift the track first"
    ),
    "edit.times-reversed": Code(WARNING, "a cue ends before it starts; its end was put at its start"),
    "edit.stamp-outside": Code(WARNING, "times of words that are not inside their cue were left out, or moved into it"),
    "edit.empty": Code(INFO, "cues without text were left out"),
    "edit.language": Code(INFO, "a language that the format does not know"),
    "edit.part-style": Code(WARNING, "the style of a part of a title was left out: a title has one"),
    "edit.chapters-refused": Code(WARNING, "a list of chapters that YouTube does not show"),
}

"""Codes of the package ``segmentation``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "segment.left-out": Code(
        INFO, "a part of the transcript that is not speech was not captioned", "--include KIND captions it"
    ),
    "segment.times-filled": Code(
        INFO, "words without times got times computed from their neighbours", "give a transcript with word times"
    ),
    "segment.over-long-word": Code(
        WARNING, "a single word is wider than a line may be", "shorten it, or choose a profile with longer lines"
    ),
    "segment.over-long-line": Code(
        WARNING, "a line is wider than the profile allows", "shorten the text, or choose a profile with longer lines"
    ),
    "segment.over-lines": Code(
        WARNING, "a cue has more lines than the profile allows", "divide the cue with `captionkit segment`"
    ),
    "segment.leaning-end": Code(
        INFO, "a line ends with a word that belongs to the next one", "shorten the text, or allow longer lines"
    ),
    "segment.continuation": Code(
        INFO,
        "marks that showed a sentence going on in the next cue were left out, as one cue holds both parts",
        "--only-flagged keeps the cues that break no limit as they are",
    ),
    "segment.over-speed": Code(
        WARNING, "a cue is faster than the profile lets viewers read", "shorten the text: the speech itself is as fast"
    ),
    "segment.too-short": Code(WARNING, "a duration is below the minimum of the profile", "merge it with a neighbour"),
    "segment.too-long": Code(WARNING, "a duration is above the maximum of the profile", "check the times of its words"),
    "segment.short-gap": Code(
        WARNING, "the gap between two cues is below the minimum", "check the times of the words there"
    ),
    "segment.not-flagged": Code(INFO, "nothing was flagged, so no cue was re-segmented"),
}

"""Codes of the package ``transforms``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "transform.shot-changes-aligned": Code(
        INFO,
        "shot changes counted from a programme's start were counted from the track's",
        "give them from 0 to say otherwise",
    ),
    "transform.shot-changes-found": Code(
        INFO, "shot changes were found in a film", "--shot-changes FILE gives a list of them instead"
    ),
    "transform.shot-changes-outside": Code(
        WARNING, "no shot change falls inside the track", "is it the list of this programme, and in its times?"
    ),
    "transform.before-zero": Code(WARNING, "cues begin before 0 after a shift", "shift by less, or cut them off"),
    "transform.cut-through": Code(
        INFO, "a cue is shown across the time at which the track is cut", "choose another time"
    ),
    "transform.cut-outside": Code(
        WARNING, "a track was cut after its last cue: a part of it is empty", "cut earlier, or leave that cut out"
    ),
    "transform.joined-at-last-cue": Code(
        WARNING,
        "joined tracks follow where the last cue ends, which is not where the film ends",
        "give the lengths of what they belong to (--length, --length-of; in Python durations or media)",
    ),
    "transform.merged-beyond": Code(
        WARNING, "a cue merged by hand is beyond a limit of the style guide", "split it elsewhere, or shorten its text"
    ),
    "transform.merged-positions": Code(
        WARNING, "cues at different positions were merged; the first one's is kept", "set the position that is wanted"
    ),
    "transform.merged-speakers": Code(INFO, "cues of several speakers were merged; the names stay with their words"),
    "transform.moved-into": Code(
        WARNING,
        "a part of a track was moved into cues that stayed where they were",
        "move by less or from another time on; the transform gaps parts cues that overlap",
    ),
    "transform.past-length": Code(
        WARNING, "a track goes on after the length given for it", "give the length of its film"
    ),
    "transform.times-reconciled": Code(INFO, "two tracks were merged whose cues have different times"),
    "transform.words-untimed": Code(
        WARNING, "words without times cannot be shown at their own", "captionkit anchor or align gives them times"
    ),
    "transform.emptied": Code(
        WARNING, "a step left cues without text: they held blanks or marks that it takes out", "drop-empty drops them"
    ),
    "transform.dropped": Code(INFO, "cues were dropped because nothing was left to show"),
}

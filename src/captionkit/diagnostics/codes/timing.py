"""Codes of the package ``timing``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "timing.estimated": Code(
        INFO,
        "times come from a speaking-rate model, nothing was measured",
        "give the media or its length, or a transcript with times, and look at the result beside the picture",
    ),
    "timing.unfitted": Code(
        WARNING,
        "times come from a typical speaking rate alone; not even the length of the media is known",
        "give --duration or --media so that the times can be fitted to it",
    ),
    "timing.implausible-rate": Code(
        WARNING,
        "people do not speak as fast, or as slowly, as these times would need",
        "check that transcript and media belong together, and that the length is right",
    ),
    "timing.no-time": Code(
        WARNING,
        "the times around an untimed text leave no time for it",
        "check the times before and after it",
    ),
    "timing.past-duration": Code(
        WARNING,
        "the transcript's own times run past the length of the media",
        "check that transcript and media belong together",
    ),
    "timing.segment-broken": Code(
        WARNING, "a segment ends before its words can be said", "check the times in the source"
    ),
    "timing.segment-widened": Code(INFO, "words reach outside their segment, so it was widened"),
    "timing.words-repaired": Code(
        WARNING, "word times were out of order, overlapping or empty", "check the times in the source"
    ),
    "timing.words-differ": Code(
        WARNING, "a segment's text and its timed words say different things", "the text was kept; check the source"
    ),
    "timing.anchored": Code(INFO, "words have the times of the same words in another record of the speech"),
    "timing.anchor-poor": Code(
        WARNING,
        "few of the words are in the record that the times come from",
        "check that both are the same speech, in the same language and of the same version",
    ),
    "timing.anchor-dropped": Code(INFO, "the record has a passage that the text lacks"),
    "timing.anchor-new": Code(
        WARNING, "the text has a passage that the record lacks; its times were computed", "listen to these cues"
    ),
    "timing.anchor-moved": Code(INFO, "a passage of the text is heard elsewhere; it was put there"),
    "timing.fitted-to-sound": Code(
        INFO, "times were fitted to the stretches of the media in which there is sound; no word was recognised"
    ),
    "timing.sound-differs": Code(
        WARNING,
        "text and sound do not cover the same",
        "check that the text is that of the media, and whether passages are missing from either",
    ),
    "timing.sentence-doubtful": Code(
        WARNING, "it is not sure where a sentence begins, or that it is said so", "listen to this place"
    ),
    "timing.aligned": Code(INFO, "sentences of the text were found in the sound"),
    "timing.script-doubtful": Code(
        WARNING,
        "the sound is only roughly that of the text",
        "listen whether the text is what is said; align --engine model hears more than align --engine voice",
    ),
    "timing.few-sentences": Code(
        WARNING,
        "a text of so few sentences may seem to fit by chance",
        "listen whether the text is what is said",
    ),
    "timing.sentence-unspoken": Code(
        WARNING,
        "a sentence of the text was not found in the sound",
        "listen whether it is said, and take it out if not",
    ),
    "timing.speech-unwritten": Code(
        WARNING, "somebody speaks and no text stands there", "listen to this place and add what is missing"
    ),
    "timing.speakers-named": Code(INFO, "speakers were taken from who is heard at that time"),
    "timing.speaker-tie": Code(
        WARNING, "two speakers are heard as long in one sentence", "listen to this place and name who says it"
    ),
    "timing.turns-damaged": Code(
        WARNING, "lines of an RTTM file could not be read", "check these lines: start, duration and name"
    ),
    "timing.activity": Code(INFO, "when somebody speaks was found in the sound"),
    "timing.few-pauses": Code(
        WARNING,
        "the sound has too few pauses to tell sentences apart",
        "pip install 'captionkit[align]' finds the words themselves",
    ),
    "timing.not-aligned": Code(
        INFO,
        "the words were not looked for in the sound, or not found",
        "pip install 'captionkit[align]' and espeak-ng, and check that the text is what is said",
    ),
    "timing.synced": Code(INFO, "a track was compared with speech, and moved where it did not fit"),
    "timing.speed-open": Code(
        INFO,
        "the track is too short to distinguish its speed from one that differs by a thousandth; it was left as it is",
        'a known speed is a transform: --do "scale:by=1001/1000"',
    ),
    "timing.sync-overlap": Code(
        WARNING, "a cue stands across a cut and runs into the next", "look at it: its words may have been cut out"
    ),
    "timing.snapped": Code(INFO, "starts and ends of cues were moved to what is heard"),
    "timing.conform-timecodes": Code(INFO, "the track's times were read as timecodes of the edit list"),
    "timing.conform-dropped": Code(
        WARNING, "a cue's words are not in the new cut", "listen whether the new cut still has them"
    ),
    "timing.conform-lost": Code(
        WARNING, "a cut goes through a cue, and some of its words were cut out", "listen to it"
    ),
    "timing.conform-split": Code(INFO, "a cue is at more than one place of the new cut"),
}

"""Codes of the package ``transcript``: recognising transcripts, and caption tracks as their source."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "transcript.before-start": Code(
        WARNING,
        "times before the start timecode were put at 0",
        "give the timecode at which the media starts: --start-timecode",
    ),
    "transcript.mixed-counting": Code(
        WARNING,
        "timecodes with and without drop-frame counting in one file",
        "write all of them with ; or all with : before the frames",
    ),
    "transcript.tie": Code(WARNING, "two formats fit the content equally well", "--from FORMAT names one"),
    "transcript.guess": Code(WARNING, "the format was guessed", "--from FORMAT names one"),
    "transcript.suffix": Code(INFO, "the content is not what the file's suffix says", "--from FORMAT forces a format"),
    "transcript.rolling": Code(INFO, "lines repeated from the cue before (rolling captions) are read once"),
    "transcript.empty-cue": Code(INFO, "cues without text"),
    "transcript.language-guessed": Code(
        INFO, "nothing says the language: it was guessed from the text", "--language says it"
    ),
    "transcript.renamed": Code(INFO, "a speaker was renamed"),
    "transcript.no-such-speaker": Code(
        WARNING, "nobody of that name speaks", "captionkit speakers FILE lists the names"
    ),
}

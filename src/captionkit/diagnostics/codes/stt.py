"""Codes of the package ``stt``: transcripts of speech-to-text services, tools and annotation programs."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "stt.no-speech": Code(WARNING, "the file holds no speech", "check that the recogniser's job succeeded"),
    "stt.malformed-item": Code(WARNING, "parts of the file are not what they should be", "look at the file there"),
    "stt.repaired-file": Code(WARNING, "the file is damaged and was repaired to be read", "export it again if you can"),
    "stt.untimed-words": Code(INFO, "some words have no times", "their times are filled in from their neighbours"),
    "stt.reversed-times": Code(WARNING, "segments end before they start", "check these places"),
    "stt.text-differs": Code(WARNING, "a segment's words and its text disagree; the words were kept"),
    "stt.text-preferred": Code(INFO, "tokens are written otherwise in the text; the text was kept, timed by them"),
    "stt.ignored-text": Code(INFO, "the file holds text that is not part of the transcript"),
    "stt.ignored-alternatives": Code(INFO, "only the first alternative was read"),
    "stt.ignored-interim": Code(INFO, "interim results were passed over for the final ones"),
    "stt.ignored-repeats": Code(INFO, "words that the file repeats were read once"),
    "stt.ignored-markers": Code(INFO, "tokens that mark no speech were left out"),
    "stt.ignored-tier": Code(
        INFO, "tiers that hold no speech were not read", "name tiers in ReadOptions(extras={'tier': 'NAME'})"
    ),
    "stt.ignored-recording": Code(
        INFO, "the file holds several recordings; one was read", "name one in ReadOptions(extras={'recording': 'NAME'})"
    ),
    "stt.ignored-code": Code(INFO, "annotations of the speech were not carried over"),
    "stt.ignored-struck": Code(INFO, "words that an editor struck out were left out"),
    "stt.failed-part": Code(WARNING, "the service could not recognise a part", "listen to it"),
    "stt.channels": Code(INFO, "several channels were merged by time"),
    "stt.job-status": Code(ERROR, "the service's job is not complete", "wait for the job and fetch its result again"),
    "stt.words-lost": Code(
        ERROR, "words of the file are in no segment", "this is a bug in captionkit, please report it"
    ),
    "stt.sorted": Code(WARNING, "segments stood out of order and were sorted by their times", "check these places"),
    "stt.unit": Code(WARNING, "the unit of time was decided by the speaking rate", "compare a time with the recording"),
    "stt.implausible-rate": Code(WARNING, "the times mean speech faster than anybody speaks", "check the unit of time"),
    "stt.duration": Code(WARNING, "the stated duration contradicts the segments", "check the end of the file"),
    "stt.end-after-recording": Code(INFO, "segments that ended after the recording were shortened"),
    "stt.stretched-word": Code(WARNING, "words that lasted over a silence were shortened", "listen to these places"),
    "stt.turn-realigned": Code(
        INFO,
        "words at the edge of a turn were given to the speaker of their sentence",
        "--turns given leaves them",
    ),
    "stt.loop": Code(
        WARNING, "the same words again and again, as recognisers make them up over silence", "listen there"
    ),
    "stt.fillers": Code(INFO, "filler words were taken out as asked"),
    "stt.fillers-unknown": Code(WARNING, "no filler words are known in this language", "--language says the language"),
    "stt.masked": Code(INFO, "words were covered as asked"),
    "stt.ignored-signs": Code(INFO, "segments without a letter or digit are not speech"),
    "stt.closed-up": Code(INFO, "blanks between characters of a script without blanks were taken out"),
    "stt.times-unused": Code(
        WARNING, "a list of times does not fit its text and was not read", "check the words' times"
    ),
    "stt.guessed-shape": Code(WARNING, "an unknown JSON was read as timed texts", "check text, times and speakers"),
}

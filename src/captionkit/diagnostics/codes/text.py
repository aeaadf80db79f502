"""Codes of the package ``text``: plain text read as a transcript."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "text.layout": Code(INFO, "which layout a text is read in, and the next best", "--layout states another"),
    "text.ambiguous": Code(WARNING, "two layouts explain the text about equally well", "--layout states one"),
    "text.unexplained": Code(
        Severity.WARNING,
        "the text seems to have a structure that was not read",
        "--layout 'NAME: TEXT' states it by example",
    ),
    "text.no-speakers": Code(
        WARNING, "lines look as if names headed them, but nothing bears it out", "--layout 'NAME: TEXT' states it"
    ),
    "text.empty": Code(ERROR, "the text holds nothing that was said", "check --from-line, --to-line and --after"),
    "text.words-left": Code(WARNING, "words of a line that are in no segment, kept as a note", "check the line"),
    "text.rate-assumed": Code(WARNING, "frame timecodes without a stated rate", "--rate gives the rate"),
    "text.times": Code(INFO, "times in a form that this text shows, and how they are read", "--layout states another"),
    "text.minutes-first": Code(WARNING, "three groups of digits read as minutes, seconds, frames", "--rate, --layout"),
    "text.late-start": Code(
        WARNING,
        "the first time is near or past one hour, as a timecode of a programme or a time of the day",
        "--start-timecode 01:00:00:00 rebases",
    ),
    "text.wall-clock": Code(
        INFO, "wall-clock times were rebased so that the first one is 0", "--start-timecode sets another"
    ),
    "text.times-back": Code(WARNING, "a time goes back", "check the order of the lines"),
    "text.clock-restarts": Code(
        WARNING, "times begin again at 0, as in a text of several parts", "--from-line and --to-line take one part"
    ),
    "text.empty-entry": Code(INFO, "a time or a label with no text"),
    "text.preamble": Code(WARNING, "lines before the first time or label, kept as notes", "--from-line, --after"),
    "text.left-out": Code(
        WARNING, "lines below or between the parts of the transcript, kept as notes", "--from-line, --to-line"
    ),
    "text.ending": Code(
        WARNING, "last lines without a label are speech or stand below the transcript", "--to-line, --layout"
    ),
    "text.between": Code(
        WARNING, "a paragraph without a label between two turns is speech or not", "--layout, or brackets around it"
    ),
    "text.note": Code(INFO, "a line around the transcript, kept as a note"),
    "text.markup": Code(INFO, "addresses and other markup that is not captioned"),
    "text.separator": Code(INFO, "a line that only divides"),
    "text.mark": Code(INFO, "marks that are not speech, kept with their kind"),
    "text.column": Code(
        WARNING, "another column of the table may be what was said", "take it out, or put 'text' over the right one"
    ),
    "text.unspoken": Code(
        WARNING,
        "a name in a table whose rows are no sentences, kept as directions",
        "give them stops if they are spoken",
    ),
    "text.outside": Code(
        WARNING,
        "many words of a page that stand outside the part with the turns, kept as notes",
        "--from text, or --layout",
    ),
    "text.editorial": Code(
        WARNING, "an editor's insertion, kept in the transcript, left out of captions", "edit the text if it was spoken"
    ),
    "text.joined-name": Code(INFO, "short labels taken for a full name", "--speaker OLD=NEW renames"),
}

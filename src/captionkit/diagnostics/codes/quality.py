"""Codes of the room ``quality``: one for each rule, and what checking and fixing itself have to tell."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

_FIX = "captionkit fix"
_ASK = "captionkit fix --allow"

CODES: dict[str, Code] = {
    # timing
    "quality.negative-time": Code(ERROR, "a cue begins before 0", f"{_FIX}, or shift the whole track"),
    "quality.end-before-start": Code(ERROR, "a cue does not end after its start", _FIX),
    "quality.order": Code(ERROR, "a cue begins before the one above it", f"{_FIX} sorts cues by time"),
    "quality.overlap": Code(ERROR, "two cues overlap", f"{_FIX} ends the earlier one sooner"),
    "quality.min-duration": Code(WARNING, "a cue stands too short", f"{_FIX} takes free time around it"),
    "quality.max-duration": Code(WARNING, "a cue stands too long", f"{_FIX} splits it, or ends it sooner"),
    "quality.min-gap": Code(WARNING, "two cues stand too close", f"{_FIX} ends the earlier one sooner"),
    "quality.chain-gap": Code(INFO, "a gap looks like a flicker", f"{_FIX} closes it"),
    "quality.frame-grid": Code(INFO, "times are off the frame grid", f"{_FIX} --rate snaps them"),
    "quality.shot-change": Code(INFO, "a cue changes near a shot change", f"{_FIX} --shot-changes moves it"),
    # speed
    "quality.reading-speed": Code(WARNING, "text goes faster than it can be read", "give it time, or shorten the text"),
    "quality.word-speed": Code(WARNING, "too many words a minute", "give the cue time, or shorten the text"),
    "quality.word-time": Code(INFO, "too little time a word", "give the cue time, or shorten the text"),
    "quality.reading-table": Code(WARNING, "less time than the guide's table asks for", "give it time, or shorten the text"),
    "quality.label-time": Code(INFO, "no time for the speaker's label", "let the cue stand longer where possible"),
    # shape
    "quality.line-length": Code(WARNING, "a line is too wide", f"{_FIX} breaks it anew"),
    "quality.lines": Code(WARNING, "a cue has too many lines", f"{_FIX} breaks lines anew, or splits the cue"),
    "quality.cue-length": Code(WARNING, "a cue has too many characters", f"{_FIX} splits it"),
    "quality.one-line": Code(INFO, "text on two lines would fit on one", _FIX),
    "quality.balance": Code(INFO, "lines are of very different length", f"{_FIX} breaks them anew"),
    "quality.line-break": Code(INFO, "a line ends with a word that belongs to the next", f"{_FIX} breaks it anew"),
    "quality.empty": Code(WARNING, "a cue shows nothing", f"{_FIX} drops it"),
    "quality.empty-line": Code(WARNING, "a cue has an empty line inside", f"{_FIX} takes it out"),
    "quality.placement": Code(WARNING, "a cue stands outside the picture", "correct its position"),
    # text
    "quality.double-space": Code(WARNING, "blanks in a row", _FIX),
    "quality.edge-space": Code(WARNING, "blanks at a line's end", _FIX),
    "quality.space-before-punctuation": Code(WARNING, "a blank before punctuation", _FIX),
    "quality.ellipsis": Code(INFO, "an ellipsis is not written as the guide does", _FIX),
    "quality.quotes": Code(INFO, "quotation marks are not the guide's", _FIX),
    "quality.sdh-brackets": Code(INFO, "brackets around sounds are not the guide's", _FIX),
    "quality.bracket-balance": Code(WARNING, "a bracket is never closed", "close it, or take it out"),
    "quality.music-mark": Code(INFO, "sung text is not marked as the guide does", _FIX),
    "quality.music-balance": Code(INFO, "sung text has a note at one end only", "add the other note"),
    "quality.emoji-music": Code(INFO, "an emoji stands for a note", "write \u266a or \u266b"),
    "quality.characters": Code(WARNING, "a character is not allowed", f"{_FIX} writes an equivalent where there is one"),
    "quality.accents": Code(WARNING, "an accented letter is not allowed", "write it without the accent, if the guide insists"),
    "quality.markup": Code(WARNING, "markup is shown as text", f"{_FIX} takes it out"),
    "quality.encoding": Code(ERROR, "text was decoded wrongly", f"read the file with --encoding, or {_ASK} encoding"),
    "quality.numbers": Code(INFO, "a small number is not in words", f"{_ASK} numbers"),
    "quality.number-opens-sentence": Code(INFO, "a numeral opens a sentence", "write it in words, or turn the sentence"),
    "quality.casing": Code(INFO, "text is in capitals", f"{_ASK} casing, and read the result"),
    "quality.italics": Code(WARNING, "italics are not used in this language", _FIX),
    # speech
    "quality.dash-style": Code(WARNING, "dialogue dashes are not the guide's", _FIX),
    "quality.speakers-without-dash": Code(WARNING, "two speakers without dashes", _FIX),
    "quality.two-speakers-on-a-line": Code(WARNING, "two speakers on one line", "give each a line of its own"),
    "quality.doubled": Code(WARNING, "a cue repeats the one above it", f"{_FIX} makes one of the two"),
    "quality.sentence-tail": Code(INFO, "one sentence's end and another's beginning in a cue", "cut cues at sentences"),
    "quality.sentence-hanging": Code(INFO, "a sentence is left hanging before a pause", "end it, or add an ellipsis"),
    # whole
    "quality.first-cue": Code(WARNING, "the first cue begins at 0", "begin later: shift, or shorten it at its start"),
    "quality.programme-start": Code(WARNING, "times look like the programme's timecode", "--do shift:by=-10:00:00"),
    "quality.past-end": Code(ERROR, "a cue is after the media's end", "check that track and media belong together"),
    "quality.drift": Code(WARNING, "times drift by 3.6 s an hour", "--do scale:by=1001/1000, or its reverse"),
    "quality.language": Code(WARNING, "a cue looks like another language", "check the text, or the track's language"),
    "quality.label-spelling": Code(INFO, "a speaker is spelled in several ways", "--do speakers:rename=Jon>John"),
    # the room itself
    "quality.truncated": Code(INFO, "more findings of one rule than are told"),
    "quality.not-for-language": Code(WARNING, "the profile is meant for another language", "choose the profile of the track's language"),
    "quality.waived": Code(INFO, "findings were waived"),
    "quality.waiver-unused": Code(WARNING, "a waiver matches no finding", "delete it: what it was for is mended"),
    "quality.known": Code(INFO, "findings were in the baseline"),
    "quality.kept": Code(INFO, "a finding could not be mended", "see the reason"),
}  # fmt: skip

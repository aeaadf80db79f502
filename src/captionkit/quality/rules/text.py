"""How text is written: blanks, ellipses, quotes, brackets, notes."""

from __future__ import annotations

import re

from captionkit.quality.rule import CueTest, Finding, Rule, StyleGuide, View, one
from captionkit.transforms.quotes import quote_pattern
from captionkit.transforms.text import DOTS, ELLIPSIS, NOTES, WIDE_BLANKS, foreign_brackets, music_pattern, space_before

__all__ = ["RULES", "found"]


def found(pattern: re.Pattern[str], message: str) -> CueTest:
    """Return the check for a pattern in the whole text; ``{}`` in the message is what was found."""
    search = pattern.search

    def test(view: View) -> Finding | None:
        match = search(view.text)
        if match is None:
            return None
        return Finding(message.format(repr(match[0])), len(pattern.findall(view.text)), text=match[0])

    return test


def _in_lines(pattern: re.Pattern[str], message: str) -> CueTest:
    """Return the check for a pattern that is about whole lines."""
    search = pattern.search

    def test(view: View) -> Finding | None:
        for line in view.lines:
            match = search(line)
            if match is not None:
                return Finding(message.format(repr(match[0])), text=match[0])
        return None

    return test


def _double_space(guide: StyleGuide) -> CueTest:
    return found(WIDE_BLANKS, "blanks in a row, or a tab")


def _edge_space(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        for line in view.lines:
            if line and (line[0].isspace() or line[-1].isspace()):
                return Finding("a line begins or ends with a blank")
        return None

    return test


_BLANK_BEFORE = re.compile("(?: |^)[,.!?;:\u2026)\\]]", re.MULTILINE)


def _space_before(guide: StyleGuide) -> CueTest:
    search = space_before(guide.language).search
    glance = _BLANK_BEFORE.search  # without what stands around it: nearly every text is done with at once

    def test(view: View) -> Finding | None:
        if glance(view.text) is None:
            return None
        for line in view.lines:
            if " " in line and search(line):
                return Finding("a blank before punctuation")
        return None

    return test


def _ellipsis(guide: StyleGuide) -> CueTest | None:
    wanted = guide.style("ellipsis")
    if wanted == "\u2026":
        return found(DOTS, "three periods where the guide writes \u2026")
    return found(ELLIPSIS, "\u2026 where the guide writes three periods") if wanted else None


def _quotes(guide: StyleGuide) -> CueTest | None:
    style = guide.style("quotes")
    pattern = quote_pattern(style) if style else None
    return found(pattern, f"the quotation mark {{}} where the guide writes {style} ones") if pattern else None


def _brackets(guide: StyleGuide) -> CueTest | None:
    wanted = guide.style("sdh_brackets")
    if not wanted or len(wanted) != 2:
        return None
    pattern = foreign_brackets(wanted)
    search = pattern.search

    def test(view: View) -> Finding | None:
        text = view.text
        if "(" not in text and "[" not in text and "{" not in text:
            return None
        match = next(filter(None, map(search, view.lines)), None)
        return Finding(f"{match[0]!r} where the guide writes {wanted}") if match else None

    return test


def _bracket_balance(guide: StyleGuide) -> CueTest:
    pairs = (("(", ")"), ("[", "]"))

    def test(view: View) -> Finding | None:
        text = view.text
        for first, last in pairs:
            if first in text and text.count(first) > text.count(last) and not _goes_on(view, last):
                return Finding(f"{first} is never closed")
        return None

    return test


def _goes_on(view: View, last: str) -> bool:
    return view.next is not None and last in view.next.text


def _music(guide: StyleGuide) -> CueTest | None:
    wanted = guide.style("music_mark")
    return (
        _in_lines(music_pattern(wanted), f"the mark {{}} of sung text where the guide writes {wanted}")
        if wanted
        else None
    )


def _emoji_music(guide: StyleGuide) -> CueTest | None:
    if guide.style("music_mark"):
        return None
    return found(re.compile("[\U0001f3b5\U0001f3b6]"), "{} is an emoji, which many players cannot show")


def _notes_in_words(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        text = view.text
        if text.isascii() or not NOTES.search(text):
            return None
        first, last = view.lines[0], view.lines[-1]
        opens, closes = NOTES.match(first.lstrip("-\u2013 [(")), NOTES.search(last.rstrip(")] .!?")[-1:])
        continues = view.next is not None and NOTES.search(view.next.text)
        if bool(opens) == bool(closes) or (opens and not closes and continues):
            return None
        return Finding("sung text has a note at one end only")

    return test


_OK = "The ferry leaves at seven."


RULES = (
    Rule(
        "double-space",
        "text",
        _double_space,
        "Blanks in a row shift centred text and count as characters.",
        "Netflix checker, ITC: single blanks",
        bad=one("The ferry  leaves at seven."),
        good=one(_OK),
        mends=("spaces",),
    ),
    Rule(
        "edge-space",
        "text",
        _edge_space,
        "A blank at a line's end shifts centred text.",
        "Netflix checker",
        bad=one(" The ferry leaves at seven."),
        good=one(_OK),
        mends=("spaces",),
    ),
    Rule(
        "space-before-punctuation",
        "text",
        _space_before,
        "A mark that stands alone wraps on to a line of its own.",
        "Netflix checker; French has a blank before ; : ! ? and closing guillemets, and is let have it",
        bad=one("The ferry leaves at seven ."),
        good=one(_OK),
        mends=("spaces",),
    ),
    Rule(
        "ellipsis",
        "text",
        _ellipsis,
        "One way to write an ellipsis, which fonts and readers rely on.",
        "Netflix guides: U+2026; BBC: three dots",
        bad=one("The ferry leaves...", "netflix-en"),
        good=one("The ferry leaves\u2026", "netflix-en"),
        mends=("ellipsis",),
    ),
    Rule(
        "quotes",
        "text",
        _quotes,
        "One style of quotation marks through a programme.",
        "the profile's style.quotes",
        bad=one("They call it \u201cthe ferry\u201d.", "tests:quotes"),
        good=one('They call it "the ferry".', "tests:quotes"),
        mends=("quotes",),
    ),
    Rule(
        "sdh-brackets",
        "text",
        _brackets,
        "Sounds and names are recognised by their brackets.",
        "Netflix checker: [ ]; TED: ( )",
        bad=one("(door slams)", "netflix-en"),
        good=one("[door slams]", "netflix-en"),
        mends=("brackets",),
    ),
    Rule(
        "bracket-balance",
        "text",
        _bracket_balance,
        "A bracket that never closes hides where a sound ends.",
        "common practice",
        bad=one("[door slams"),
        good=one("[door slams]"),
    ),
    Rule(
        "music-mark",
        "text",
        _music,
        "Sung text is recognised by one mark.",
        "BBC sections 9.3.2 and 16.5, ARD",
        bad=one("# Row the boat to shore #", "bbc-online"),
        good=one("\u266b Row the boat to shore \u266b", "bbc-online"),
        mends=("music",),
    ),
    Rule(
        "music-balance",
        "text",
        _notes_in_words,
        "A note at one end only leaves open where the song ends.",
        "ARD: notes at both ends; BBC section 16.5",
        bad=one("\u266a Row the boat to shore"),
        good=one("\u266a Row the boat to shore \u266a"),
    ),
    Rule(
        "emoji-music",
        "text",
        _emoji_music,
        "Emoji are no text: decoders show a box.",
        "BBC section 9.3.2",
        bad=one("\U0001f3b5 Row the boat"),
        good=one("\u266a Row the boat \u266a"),
    ),
)

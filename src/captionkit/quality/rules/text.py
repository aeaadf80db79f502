"""How text is written: blanks, ellipses, quotes, brackets, notes."""

from __future__ import annotations

import re

from captionkit.quality.rule import FIX, INFO, WARNING, CueTest, Finding, RuleContext, View, one, rule
from captionkit.transforms.direction import STOP_FIRST
from captionkit.transforms.quotes import quote_pattern
from captionkit.transforms.text import (
    DOTS,
    ELLIPSIS,
    NOTES,
    TORN,
    WIDE_BLANKS,
    blanks_before_quote,
    foreign_brackets,
    music_pattern,
    space_before,
)

__all__ = ["found"]


_OK = "The ferry leaves at seven."


def found(pattern: re.Pattern[str], message: str, *signs: str) -> CueTest:
    """Return the check for a pattern in the whole text; ``{}`` in the message is what was found.

    Where ``signs`` are given, a text without any of them is not searched: nearly every text is done with at once.
    """
    search = pattern.search

    def test(view: View) -> Finding | None:
        text = view.text
        for sign in signs:
            if sign in text:
                break
        else:
            if signs:
                return None
        match = search(text)
        if match is None:
            return None
        return Finding(message.format(repr(match[0])), len(pattern.findall(text)), text=match[0])

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


@rule(
    WARNING,
    "blanks in a row",
    hint=FIX,
    sees="text",
    source="Netflix checker, ITC: single blanks",
    fixes=("spaces",),
    bad=one("The ferry  leaves at seven."),
    good=one(_OK),
)
def double_space(context: RuleContext) -> CueTest:
    """Blanks in a row shift centred text and count as characters."""
    return found(WIDE_BLANKS, "blanks in a row, or a tab", "  ", "\t")


@rule(
    WARNING,
    "blanks at a line's end",
    hint=FIX,
    sees="text",
    source="Netflix checker",
    fixes=("spaces",),
    bad=one(" The ferry leaves at seven."),
    good=one(_OK),
)
def edge_space(context: RuleContext) -> CueTest:
    """A blank at a line's end shifts centred text."""

    def test(view: View) -> Finding | None:
        for line in view.lines:
            if line and (line[0].isspace() or line[-1].isspace()):
                return Finding("a line begins or ends with a blank")
        return None

    return test


_BLANK_BEFORE = re.compile(" [,.!?;:\u2026)\\]]")


@rule(
    WARNING,
    "a blank before punctuation",
    hint=FIX,
    sees="text",
    source="Netflix checker; French has a blank before ; : ! ? and closing guillemets, and keeps it",
    fixes=("spaces",),
    bad=one("The ferry leaves at seven ."),
    good=one(_OK),
)
def space_before_punctuation(context: RuleContext) -> CueTest:
    """A mark that stands alone wraps on to a line of its own."""
    search = space_before(context.language).search
    glance = _BLANK_BEFORE.search  # without what stands around it: nearly every text is done with at once

    def test(view: View) -> Finding | None:
        if glance(view.text) is None:
            return None
        for line in view.lines:
            if " " in line and search(line):
                return Finding("a blank before punctuation")
        return None

    return test


@rule(
    WARNING,
    "a blank before a closing quotation mark",
    hint=FIX,
    sees="text",
    source="common practice; French guillemets keep theirs",
    fixes=("spaces",),
    bad=one('"Fresh fish. "'),
    good=one('"Fresh fish."'),
)
def space_before_quote(context: RuleContext) -> CueTest:
    """A quotation mark that stands apart opens the next word for a reader, and may wrap to a line of its own."""
    language = context.language

    def test(view: View) -> Finding | None:
        for line in view.lines:
            if blanks_before_quote(line, language):
                return Finding("a blank before a closing quotation mark")
        return None

    return test


@rule(
    WARNING,
    "a contraction is torn apart",
    hint=FIX,
    sees="text",
    source="common fault of text recognition",
    languages=("en",),
    fixes=("spaces",),
    bad=one("what 's that?"),
    good=one("back in the '80s"),
)
def torn_contraction(context: RuleContext) -> CueTest:
    """A contraction is one word."""
    return found(TORN, "a contraction is torn apart by a blank", " '", " \u2019", " n'", " n\u2019", " N'", " N\u2019")


@rule(
    WARNING,
    "the stop of a right-to-left line is at its beginning",
    hint=FIX,
    sees="text",
    source="Unicode UAX #9: text is stored in the order of reading",
    languages=("ar", "fa", "he", "ur", "yi"),
    fixes=("stop-last",),
    bad=one(".\u05d4\u05e1\u05e4\u05d9\u05e0\u05d4 \u05d9\u05d5\u05e6\u05d0\u05ea", language="he"),
    good=one("\u05d4\u05e1\u05e4\u05d9\u05e0\u05d4 \u05d9\u05d5\u05e6\u05d0\u05ea.", language="he"),
)
def visual_stop(context: RuleContext) -> CueTest:
    """A stop stored where it is seen moves to the wrong end in every player that knows the script."""
    return _in_lines(STOP_FIRST, "the stop stands at the beginning of {}")


@rule(
    INFO,
    "an ellipsis is not written as in the profile",
    hint=FIX,
    sees="text",
    source="Netflix guides: U+2026; BBC: three dots",
    fixes=("ellipsis",),
    bad=one("The ferry leaves...", "netflix-en"),
    good=one("The ferry leaves\u2026", "netflix-en"),
)
def ellipsis(context: RuleContext) -> CueTest | None:
    """One way to write an ellipsis, which fonts and readers rely on."""
    wanted = context.style("ellipsis")
    if wanted == "\u2026":
        return found(DOTS, "three periods where the profile has \u2026", "...")
    return found(ELLIPSIS, "\u2026 where the profile has three periods", "\u2026") if wanted else None


@rule(
    INFO,
    "quotation marks are not the profile's",
    hint=FIX,
    sees="text",
    source="the profile's style.quotes",
    fixes=("quotes",),
    bad=one("They call it \u201cthe ferry\u201d.", "tests:quotes"),
    good=one('They call it "the ferry".', "tests:quotes"),
)
def quotes(context: RuleContext) -> CueTest | None:
    """One style of quotation marks through a programme."""
    style = context.style("quotes")
    pattern = quote_pattern(style) if style else None
    return found(pattern, f"the quotation mark {{}} where the profile has {style} ones") if pattern else None


@rule(
    INFO,
    "brackets around sounds are not the profile's",
    hint=FIX,
    sees="text",
    source="Netflix checker: [ ]; TED: ( )",
    fixes=("brackets",),
    bad=one("(door slams)", "netflix-en"),
    good=one("[door slams]", "netflix-en"),
)
def sdh_brackets(context: RuleContext) -> CueTest | None:
    """Sounds and names are recognised by their brackets."""
    wanted = context.style("sdh_brackets")
    if not wanted or len(wanted) != 2:
        return None
    pattern = foreign_brackets(wanted)
    search = pattern.search

    def test(view: View) -> Finding | None:
        text = view.text
        if "(" not in text and "[" not in text and "{" not in text:
            return None
        match = next(filter(None, map(search, view.lines)), None)
        return Finding(f"{match[0]!r} where the profile has {wanted}") if match else None

    return test


@rule(
    WARNING,
    "a bracket is never closed",
    hint="close it, or take it out",
    source="common practice",
    bad=one("[door slams"),
    good=one("[door slams]"),
)
def bracket_balance(context: RuleContext) -> CueTest:
    """A bracket that never closes hides where a sound ends."""
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


@rule(
    INFO,
    "sung text is not marked as in the profile",
    hint=FIX,
    sees="text",
    source="BBC sections 9.3.2 and 16.5, ARD",
    fixes=("music",),
    bad=one("# Row the boat to shore #", "bbc-online"),
    good=one("\u266b Row the boat to shore \u266b", "bbc-online"),
)
def music_mark(context: RuleContext) -> CueTest | None:
    """Sung text is recognised by one mark."""
    wanted = context.style("music_mark")
    return (
        _in_lines(music_pattern(wanted), f"the mark {{}} of sung text where the profile has {wanted}")
        if wanted
        else None
    )


@rule(
    INFO,
    "an emoji stands for a note",
    hint="write \u266a or \u266b",
    sees="text",
    source="BBC section 9.3.2",
    bad=one("\U0001f3b5 Row the boat"),
    good=one("\u266a Row the boat \u266a"),
)
def emoji_music(context: RuleContext) -> CueTest | None:
    """Decoders show an emoji as a box."""
    if context.style("music_mark"):
        return None
    return found(
        re.compile("[\U0001f3b5\U0001f3b6]"),
        "{} is an emoji, which many players cannot show",
        "\U0001f3b5",
        "\U0001f3b6",
    )


@rule(
    INFO,
    "sung text has a note at one end only",
    hint="add the other note",
    source="ARD: notes at both ends; BBC section 16.5",
    bad=one("\u266a Row the boat to shore"),
    good=one("\u266a Row the boat to shore \u266a"),
)
def music_balance(context: RuleContext) -> CueTest:
    """A note at one end only leaves open where the song ends."""

    def test(view: View) -> Finding | None:
        text = view.text
        if text.isascii() or not NOTES.search(text) or not any(map(str.isalnum, text)):
            return None
        first, last = view.lines[0], view.lines[-1]
        opens, closes = NOTES.match(first.lstrip("-\u2013 [(")), NOTES.search(last.rstrip(")] .!?")[-1:])
        continues = view.next is not None and NOTES.search(view.next.text)
        if bool(opens) == bool(closes) or (opens and not closes and continues):
            return None
        return Finding("sung text has a note at one end only")

    return test

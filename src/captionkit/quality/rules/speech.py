"""Who speaks and how sentences run: dashes, labels, doubled cues, sentences cut off."""

from __future__ import annotations

import re

from captionkit.quality.rule import ALLOW, FIX, INFO, WARNING, Case, CueTest, Finding, RuleContext, View, rule
from captionkit.text.marks import CHEVRONS, DASH
from captionkit.text.parts import PartKind, parts_of
from captionkit.text.turns import inner_turns
from captionkit.transforms.clean import credited
from captionkit.transforms.dashes import LONE_DASH, dash_edits, is_dialogue, speak_apart
from captionkit.transforms.structure import doubled as repeats

_CLOSERS = "\"'\u201d\u2019\u00bb)]\u266a\u266b "
_FINAL = (
    ".",
    "!",
    "?",
    "\u2026",
    "\u3002",
    "\uff01",
    "\uff1f",
    "\u061f",
    "\u06d4",
    "\u0964",
    ":",
    "-",
    "\u2013",
    "\u2014",
    "*",
    "#",
)
_INNER_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s+[\"'\u201c\u2018(\[\u00bf\u00a1]*\w")
#: A pause (ms) after which a sentence without an end looks forgotten; Netflix's threshold for an ellipsis.
_PAUSE = 2000


@rule(
    WARNING,
    "dialogue dashes are not the profile's",
    hint=FIX,
    sees="text",
    source="Netflix language guides and checker, Amazon, Subtitle Edit",
    fixes=("dashes",),
    bad=Case(((0, 3000, "- Are you in?\n- Yes."),), "netflix-en"),
    good=Case(((0, 3000, "-Are you in?\n-Yes."),), "netflix-en"),
)
def dash_style(context: RuleContext) -> CueTest | None:
    """One way to mark two speakers, which viewers know."""
    style = context.style("dialog_style")
    if not style:
        return None
    mark = context.style("dialog_mark") or ""

    def test(view: View) -> Finding | None:
        lines = view.lines
        if len(lines) < 2 or not DASH.match(lines[-1]) or not is_dialogue(lines):
            return None
        wanted = dash_edits(lines, style, mark)
        return (
            Finding(f"dashes are written {' / '.join(_sample(line) for line in wanted)!r} in this profile")
            if wanted
            else None
        )

    return test


def _sample(line: str) -> str:
    return line if len(line) < 14 else line[:12] + "\u2026"


@rule(
    WARNING,
    "two speakers without dashes",
    hint=FIX,
    sees="text",
    source="Netflix, CSA, Amara",
    fixes=("dashes",),
    bad=Case(((0, 3000, "Are you in?\nYes."),), "netflix-en", voices=("Ann", "Bob")),
    good=Case(((0, 3000, "-Are you in?\n-Yes."),), "netflix-en", voices=("Ann", "Bob")),
)
def speakers_without_dash(context: RuleContext) -> CueTest | None:
    """Without dashes two speakers read as one."""
    if not (context.style("dialog_style") or context.style("dialog_dashes")):
        return None

    def test(view: View) -> Finding | None:
        if len(view.lines) > 1 and any(s.style.voice for s in view.cue.lines[0].spans) and speak_apart(view.cue.lines):
            return Finding("two speakers in one cue without dashes")
        return None

    return test


@rule(
    WARNING,
    "two speakers on one line",
    hint=f"{FIX} gives each a line where dashes part them",
    sees="text",
    source="Netflix English guide, BBC section 7",
    fixes=("dashes", "split"),
    bad=Case(((0, 3000, "- Are you in? - Yes."),)),
    good=Case(((0, 3000, "- Are you in?\n- Yes."),)),
)
def two_speakers_on_a_line(context: RuleContext) -> CueTest:
    """Each speaker has a line."""

    def test(view: View) -> Finding | None:
        text = view.text
        if ":" in text:
            for part in parts_of(text):
                if part.kind is PartKind.LABEL and _words_before(text, part.start):
                    return Finding("two speakers on one line")
        if any(map(inner_turns, view.lines)):
            return Finding("two speakers on one line")
        return None

    return test


def _words_before(text: str, at: int) -> bool:
    return any(map(str.isalnum, text[text.rfind("\n", 0, at) + 1 : at]))


@rule(
    WARNING,
    "a dash stands alone",
    hint=FIX,
    sees="text",
    source="common fault of cleaned and split files",
    fixes=("dashes", "drop-empty"),
    bad=Case(((0, 3000, "- Are you in?\n-"),)),
    good=Case(((0, 3000, "- Are you in?\n- Yes."),)),
)
def lone_dash(context: RuleContext) -> CueTest:
    """A dash without words is a speaker who says nothing."""

    def test(view: View) -> Finding | None:
        if (len(view.text) > 1 and len(view.lines) < 2) or not any(map(LONE_DASH.match, view.lines)):
            return None
        return Finding("a line holds nothing but a dash")

    return test


@rule(
    INFO,
    ">> marks a speaker",
    hint="--do clean takes it out; two speakers in a cue get dashes",
    sees="text",
    source="line-21 captions have it; guides for subtitles have dashes or names",
    bad=Case(((0, 3000, ">> Are you in?"),), "netflix-en"),
    good=Case(((0, 3000, "-Are you in?\n-Yes."),), "netflix-en"),
)
def chevrons(context: RuleContext) -> CueTest | None:
    """The sign of live captions says nothing to readers of subtitles."""
    if not (context.style("dialog_style") or context.style("dialog_dashes")):
        return None

    def test(view: View) -> Finding | None:
        if ">>" not in view.text or not any(map(CHEVRONS.match, view.lines)):
            return None
        return Finding(">> marks a speaker, where the profile has dashes")

    return test


@rule(
    WARNING,
    "an advert or a credit of a subtitle site",
    hint=f"{ALLOW} adverts",
    sees="text",
    source="common in shared files; no guide allows them",
    fixes=("adverts",),
    safe=False,
    bad=Case(((0, 3000, "Subtitles downloaded from www.gull-subs.example.org"),)),
    good=Case(((0, 3000, "Subtitles by the harbour board."),)),
)
def advert(context: RuleContext) -> CueTest:
    """What a site says about itself is no part of the programme."""

    def test(view: View) -> Finding | None:
        found = credited(view.text)
        return Finding(f"{found!r} advertises a site", text=found) if found else None

    return test


@rule(
    WARNING,
    "a cue repeats the one above it",
    hint=f"{FIX} makes one of the two",
    source="common fault of converted files",
    fixes=("dedupe",),
    bad=Case(((0, 2000, "Good evening."), (1500, 4000, "Good evening."))),
    good=Case(((0, 2000, "No!"), (2080, 4500, "No!"))),
)
def doubled(context: RuleContext) -> CueTest:
    """A cue that repeats the one before flickers, and inflates every count."""

    def test(view: View) -> Finding | None:
        prev = view.prev
        if prev is None or view.start - prev.end > 1 or not repeats(prev.cue, view.cue):
            return None
        return Finding("repeats the cue above it")

    return test


@rule(
    INFO,
    "one sentence's end and another's beginning in a cue",
    hint="end cues at sentences",
    source="TED; BBC section 3.2",
    bad=Case(((0, 2000, "The ferry"), (2080, 5000, "leaves at seven. We should"), (5080, 7000, "go now.")), "ted"),
    good=Case(((0, 2000, "The ferry"), (2080, 5000, "leaves at seven."), (5080, 7000, "We should go now.")), "ted"),
)
def sentence_tail(context: RuleContext) -> CueTest | None:
    """The end of one sentence and the head of the next in a cue are read as one."""
    if not context.style("one_sentence_per_cue"):
        return None

    def test(view: View) -> Finding | None:
        following = view.next
        if following is None or _complete(view.text) or DASH.match(view.text):
            return None
        text = view.text.replace("\n", " ")
        if view.prev is None or _complete(view.prev.text) or not _INNER_END.search(text):
            return None
        return Finding("holds the end of one sentence and the beginning of the next")

    return test


def _complete(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_FINAL) or not text.rstrip(_CLOSERS)


@rule(
    INFO,
    "a sentence is left hanging before a pause",
    hint="end it, or add an ellipsis",
    source="Netflix English guide: an ellipsis before a pause of 2 s",
    bad=Case(((0, 2000, "The ferry leaves"), (4000, 6000, "at seven."))),
    good=Case(((0, 2000, "The ferry leaves"), (3000, 5000, "at seven."))),
)
def sentence_hanging(context: RuleContext) -> CueTest:
    """A sentence that stops before a pause was cut off, or its full stop was."""

    def test(view: View) -> Finding | None:
        text = view.text
        if not text or text[-1] in ".!?\u2026" or text[-1] in "])\u266a\u266b" or _complete(text) or text.isupper():
            return None
        following = view.next
        if following is not None and following.start - view.end < _PAUSE:
            return None
        if not any(map(str.isalpha, text)) or "\u266a" in text or text.lstrip()[:1] in "#[(":
            return None
        return Finding("a sentence is left hanging before a pause" if following else "the last sentence has no end")

    return test

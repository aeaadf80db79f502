"""The shape of text on the screen: how wide, how high, where lines break."""

from __future__ import annotations

from captionkit.model.cue import Positioning
from captionkit.quality.rule import FIX, INFO, WARNING, Case, CueTest, Finding, RuleContext, View, rule
from captionkit.transforms.structure import fits_one_line

#: Word classes that must not end a line, in words; the break model's own names.
_FORBIDDEN = {
    "article": "an article", "possessive": "a possessive", "of": "a preposition", "preposition": "a preposition",
    "coordinator": "a conjunction", "infinitive": "the mark of an infinitive", "that": "a conjunction",
    "subordinator": "a conjunction", "title": "a title",
}  # fmt: skip


_29 = "The ferry leaves the harbour."
_42 = "The ferry leaves the old harbour at seven."


@rule(
    WARNING,
    "a line is too wide",
    hint=f"{FIX} re-wraps it",
    sees="text",
    source="each profile's own number and counting; markup is not counted; equal to it passes",
    fixes=("wrap", "split"),
    bad=Case(((0, 3000, _42[:-1] + ".."),)),
    good=Case(((0, 3000, _42),)),
)
def line_length(context: RuleContext) -> CueTest | None:
    """A line that is too wide is broken by the player, or runs out of the picture."""
    limit = context.limits.max_cpl
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        widest = max(view.widths, default=0)
        if widest <= limit:
            return None
        number = view.widths.index(widest) + 1
        message = f"line {number} has {widest:g} characters, limit {limit:g}"
        return Finding(message, sum(max(0, w - limit) for w in view.widths), width=widest, limit=limit)

    return test


@rule(
    WARNING,
    "a cue has too many lines",
    hint=f"{FIX} re-wraps it, or splits the cue",
    sees="text",
    source="every guide read: two",
    fixes=("wrap", "split"),
    bad=Case(((0, 4000, "The ferry\nleaves\nat seven."),)),
    good=Case(((0, 4000, "The ferry leaves\nthe harbour at seven o'clock."),)),
)
def lines(context: RuleContext) -> CueTest | None:
    """More lines cover the picture."""
    limit = context.limits.max_lines
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        count = len(view.lines)
        if count <= limit:
            return None
        return Finding(f"{count} lines, limit {limit}", count - limit, lines=count, limit=limit)

    return test


@rule(
    WARNING,
    "a cue has too many characters",
    hint=f"{FIX} splits it",
    sees="text",
    source="TED: 84 characters",
    fixes=("split",),
    bad=Case(((0, 6000, f"{_29}\n{_29}\n{_29}"),), "ted"),
    good=Case(((0, 6000, _42 + "\n" + _42),), "ted"),
)
def cue_length(context: RuleContext) -> CueTest | None:
    """Some guides count a whole cue."""
    limit = context.limits.max_chars
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.count <= limit:
            return None
        return Finding(f"{view.count:g} characters in the cue, limit {limit}", view.count - limit, limit=limit)

    return test


@rule(
    INFO,
    "text on two lines would fit on one",
    hint=FIX,
    sees="text",
    source="Netflix general requirements; not for dialogues, labels and songs",
    fixes=("wrap",),
    bad=Case(((0, 3000, "The ferry leaves\nat seven."),)),
    good=Case(((0, 3000, "The ferry leaves at seven."),)),
)
def one_line(context: RuleContext) -> CueTest | None:
    """One line hides less of the picture and is read in one go."""
    limits, limit = context.limits, context.limits.max_cpl
    if not context.style("one_line_if_fits") or not limit:
        return None

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2 or view.count > limit or not fits_one_line(view.cue, limits):
            return None
        return Finding(f"{len(view.lines)} lines that would fit on one", len(view.lines) - 1)

    return test


@rule(
    INFO,
    "lines are of very different length",
    hint=f"{FIX} re-wraps them",
    sees="text",
    source="TED: the shorter line has at least half of the longer",
    fixes=("wrap",),
    bad=Case(((0, 5000, "The ferry leaves the old harbour at\nseven."),), "ted"),
    good=Case(((0, 5000, "The ferry leaves\nthe old harbour at seven o'clock"),), "ted"),
)
def balance(context: RuleContext) -> CueTest | None:
    """A word alone on a line is a stumbling block."""
    limit = context.limits.min_balance
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2:
            return None
        short, wide = min(view.widths), max(view.widths)
        if not wide or short >= limit * wide or view.lines[-1][:1] in "-\u2013":
            return None
        message = f"the shortest line has {short / wide:.0%} of the longest's characters, minimum {limit:.0%}"
        return Finding(message, limit * wide - short)

    return test


@rule(
    INFO,
    "a line ends with a word that belongs to the next",
    hint=f"{FIX} re-wraps it",
    sees="text",
    source="Netflix general requirements, BBC section 3.4, DCMP: not after an article, preposition, conjunction, title",
    languages=("en", "fr", "es", "de", "it", "pt", "nl", "ru"),
    fixes=("wrap",),
    bad=Case(((0, 5000, "She left her keys on the\nkitchen table this morning."),)),
    good=Case(((0, 5000, "She left her keys\non the kitchen table this morning."),)),
)
def line_break(context: RuleContext) -> CueTest | None:
    """Words that belong together are read together."""
    from captionkit.text.lexicon import lexicon

    words = lexicon(context.language)
    if not words.classes:
        return None
    ends = {word: _FORBIDDEN[name] for word, name in words.classes.items() if name in _FORBIDDEN}

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2:
            return None
        for line, following in zip(view.lines, view.lines[1:], strict=False):
            _, _, last = line.rstrip().rpartition(" ")
            what = ends.get(last.lower())
            titled = what != _FORBIDDEN["title"] or following[:1].isupper()
            if what and titled and following[:1] not in "-\u2013" and last != line.strip():
                return Finding(f"a line ends with {what}: {last!r}", word=last)
        return None

    return test


@rule(
    WARNING,
    "a cue shows nothing",
    hint=f"{FIX} drops it",
    sees="text",
    source="every format's own rules",
    fixes=("drop-empty",),
    bad=Case(((0, 1000, " "),)),
    good=Case(((0, 1000, "Oh."),)),
)
def empty(context: RuleContext) -> CueTest:
    """A cue that shows nothing takes the place of one that does."""

    def test(view: View) -> Finding | None:
        return None if view.text and not view.text.isspace() else Finding("shows nothing")

    return test


@rule(
    WARNING,
    "a cue has an empty line inside",
    hint=f"{FIX} takes it out",
    sees="text",
    source="WebVTT, SRT",
    fixes=("spaces",),
    bad=Case(((0, 3000, "The ferry leaves the harbour\n\nat seven in the morning."),)),
    good=Case(((0, 3000, "The ferry leaves the harbour\nat seven in the morning."),)),
)
def empty_line(context: RuleContext) -> CueTest:
    """An empty line ends a cue in SRT and WebVTT, and what follows is lost."""

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2 or all(view.lines) or not any(view.lines):
            return None
        return Finding("has an empty line", view.lines.count(""))

    return test


@rule(
    WARNING,
    "a cue is positioned outside the picture",
    hint="correct its position",
    sees="text",
    source="WebVTT cue settings; CEA-608: 15 rows",
    bad=Case(((0, 2000, "Good evening."),), "cea608", positioning=Positioning(line=15)),
    good=Case(((0, 2000, "Good evening."),), "cea608", positioning=Positioning(line=14)),
)
def positioning(context: RuleContext) -> CueTest:
    """Text outside the picture, or outside the safe rows of line-21 captions, is not seen."""
    rows = context.style("grid_rows")

    def test(view: View) -> Finding | None:
        positioning = view.cue.positioning
        if positioning is None:
            return None
        trouble = _outside(positioning, rows)
        return Finding(trouble) if trouble else None

    return test


def _outside(positioning: Positioning, rows: int | None) -> str:
    for name, value in (
        ("position", positioning.position),
        ("size", positioning.size),
        ("line", positioning.line if positioning.line_percent else None),
    ):
        if value is not None and not 0 <= value <= 100:
            return f"{name} {value:g} % is outside the picture"
    if rows and positioning.line is not None and not positioning.line_percent and not -rows <= positioning.line < rows:
        return f"row {positioning.line:g} is outside the {rows} rows of the grid"
    return ""

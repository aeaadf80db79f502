"""The shape of text on the screen: how wide, how high, where lines break."""

from __future__ import annotations

from captionkit.model.cue import Positioning
from captionkit.quality.rule import Case, CueTest, Finding, Rule, StyleGuide, View
from captionkit.transforms.structure import fits_one_line

__all__ = ["RULES"]

#: Word classes that must not end a line, in words; the break model's own names.
_FORBIDDEN = {
    "article": "an article", "possessive": "a possessive", "of": "a preposition", "preposition": "a preposition",
    "coordinator": "a conjunction", "infinitive": "the mark of an infinitive", "that": "a conjunction",
    "subordinator": "a conjunction", "title": "a title",
}  # fmt: skip


def _line_length(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_cpl
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        widest = max(view.widths, default=0)
        if widest <= limit:
            return None
        number = view.widths.index(widest) + 1
        message = f"line {number} has {widest:g} characters, at most {limit:g} are allowed"
        return Finding(message, sum(max(0, w - limit) for w in view.widths), width=widest, limit=limit)

    return test


def _lines(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_lines
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        count = len(view.lines)
        if count <= limit:
            return None
        return Finding(f"{count} lines, at most {limit} are allowed", count - limit, lines=count, limit=limit)

    return test


def _cue_length(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_chars
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.count <= limit:
            return None
        return Finding(
            f"{view.count:g} characters, at most {limit} are allowed in a cue", view.count - limit, limit=limit
        )

    return test


def _one_line(guide: StyleGuide) -> CueTest | None:
    limits, limit = guide.limits, guide.limits.max_cpl
    if not guide.style("one_line_if_fits") or not limit:
        return None

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2 or view.count > limit or not fits_one_line(view.cue, limits):
            return None
        return Finding(f"{len(view.lines)} lines that would fit on one", len(view.lines) - 1)

    return test


def _balance(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.min_balance
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2:
            return None
        short, wide = min(view.widths), max(view.widths)
        if not wide or short >= limit * wide or view.lines[-1][:1] in "-\u2013":
            return None
        message = (
            f"the shortest line has {short / wide:.0%} of the longest's characters, at least {limit:.0%} is asked for"
        )
        return Finding(message, limit * wide - short)

    return test


def _line_break(guide: StyleGuide) -> CueTest | None:
    from captionkit.text.lexicon import lexicon

    words = lexicon(guide.language)
    if not words.classes:
        return None
    ends = {word: _FORBIDDEN[name] for word, name in words.classes.items() if name in _FORBIDDEN}

    def test(view: View) -> Finding | None:
        if len(view.lines) < 2:
            return None
        for line, following in zip(view.lines, view.lines[1:], strict=False):
            _, _, last = line.rstrip().rpartition(" ")
            what = ends.get(last.lower())
            if what and following[:1] not in "-\u2013" and last != line.strip():
                return Finding(f"a line ends with {what}: {last!r}", word=last)
        return None

    return test


def _empty(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        return None if view.text and not view.text.isspace() else Finding("shows nothing")

    return test


def _empty_line(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        if len(view.lines) < 2 or all(view.lines) or not any(view.lines):
            return None
        return Finding("has an empty line", view.lines.count(""))

    return test


def _placement(guide: StyleGuide) -> CueTest:
    rows = guide.style("grid_rows")

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


_29 = "The ferry leaves the harbour."
_42 = "The ferry leaves the old harbour at seven."

RULES = (
    Rule(
        "line-length",
        "shape",
        _line_length,
        "A line that is too wide is broken by the player, or runs out of the picture.",
        "each profile's own number and counting; markup is not counted; equal to it passes",
        bad=Case(((0, 3000, _42[:-1] + ".."),)),
        good=Case(((0, 3000, _42),)),
        mends=("wrap", "split"),
    ),
    Rule(
        "lines",
        "shape",
        _lines,
        "More lines cover the picture.",
        "every guide read: two",
        bad=Case(((0, 4000, "The ferry\nleaves\nat seven."),)),
        good=Case(((0, 4000, "The ferry leaves\nthe harbour at seven o'clock."),)),
        mends=("wrap", "split"),
    ),
    Rule(
        "cue-length",
        "shape",
        _cue_length,
        "Some guides count a whole cue.",
        "TED: 84 characters",
        bad=Case(((0, 6000, f"{_29}\n{_29}\n{_29}"),), "ted"),
        good=Case(((0, 6000, _42 + "\n" + _42),), "ted"),
        mends=("split",),
    ),
    Rule(
        "one-line",
        "shape",
        _one_line,
        "One line hides less of the picture and is read in one go.",
        "Netflix general requirements; not for dialogues, labels and songs",
        bad=Case(((0, 3000, "The ferry leaves\nat seven."),)),
        good=Case(((0, 3000, "The ferry leaves at seven."),)),
        mends=("wrap",),
    ),
    Rule(
        "balance",
        "shape",
        _balance,
        "A word alone on a line is a stumbling block.",
        "TED: the shorter line has at least half of the longer",
        bad=Case(((0, 5000, "The ferry leaves the old harbour at\nseven."),), "ted"),
        good=Case(((0, 5000, "The ferry leaves\nthe old harbour at seven o'clock"),), "ted"),
        mends=("wrap",),
    ),
    Rule(
        "line-break",
        "shape",
        _line_break,
        "Words that belong together are read together.",
        "Netflix general requirements, BBC section 3.4, DCMP: not after an article, preposition, conjunction, title",
        bad=Case(((0, 5000, "She left her keys on the\nkitchen table this morning."),)),
        good=Case(((0, 5000, "She left her keys\non the kitchen table this morning."),)),
        mends=("wrap",),
        languages=("en", "fr", "es", "de", "it", "pt", "nl", "ru"),
    ),
    Rule(
        "empty",
        "shape",
        _empty,
        "A cue that shows nothing takes the place of one that does.",
        "every format's own rules",
        bad=Case(((0, 1000, " "),)),
        good=Case(((0, 1000, "Oh."),)),
        mends=("drop-empty",),
    ),
    Rule(
        "empty-line",
        "shape",
        _empty_line,
        "An empty line ends a cue in SRT and WebVTT, and what follows is lost.",
        "WebVTT, SRT",
        bad=Case(((0, 3000, "The ferry leaves the harbour\n\nat seven in the morning."),)),
        good=Case(((0, 3000, "The ferry leaves the harbour\nat seven in the morning."),)),
        mends=("spaces",),
    ),
    Rule(
        "placement",
        "shape",
        _placement,
        "Text outside the picture, or outside the safe rows of line-21 captions, is not seen.",
        "WebVTT cue settings; CEA-608: 15 rows",
        bad=Case(((0, 2000, "Good evening."),), "cea608", positioning=Positioning(line=15)),
        good=Case(((0, 2000, "Good evening."),), "cea608", positioning=Positioning(line=14)),
    ),
)

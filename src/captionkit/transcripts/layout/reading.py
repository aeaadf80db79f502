"""One reading of a text: a way of writing times, ways of naming speakers, and where the transcript stands under them.

Every reading is complete, so that two of them can be compared by what they would put on the screen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from captionkit.transcripts.layout.between import OUT, Between
from captionkit.transcripts.layout.chapters import chapters_of
from captionkit.transcripts.layout.clocks import Clock
from captionkit.transcripts.layout.extent import Outside, Roles, roles_of
from captionkit.transcripts.layout.families import STOPS, Item, candidate_of
from captionkit.transcripts.layout.heads import Head
from captionkit.transcripts.layout.labels import Layer, label_layer
from captionkit.transcripts.layout.openings import openings_of
from captionkit.transcripts.layout.people import Facts
from captionkit.transcripts.layout.rows import Row, count_words
from captionkit.transcripts.layout.standing import AFTER, BEFORE, GAP, HEADING, IN, announcements

__all__ = ["Reading", "items_of", "marks_in", "read_rows", "split_marks"]

_CHEVRON = re.compile(r"(?P<mark>>>>?|&gt;&gt;(?:&gt;)?)[ \t]*")
_MID_CHEVRON = re.compile(r"(?<=\S)[ \t]+(?=>>)")
_DASH = re.compile(r"(?P<mark>[-\u2010-\u2014])(?![-\u2010-\u2014])(?:[ \t\u00a0]+(?=\S)|(?=[^\s\d]))")
_COLON = re.compile(r"[^:]{1,40}:\s")
_LONG_DASH = re.compile(r"(?P<mark>――|——|──)[ \t\u3000]*")

#: So many lines begin with a dash at least where dashes are dialogue.
_LEAST = 4
#: What an answer may begin with, between questions that begin with dashes.
_QUOTED = "«„“"
#: A heading between them has so many characters at most, and there is one in so many paragraphs at most.
_HEADED, _FEW = 60, 4
#: Where anything stands around them, they are at least this share of the words, and ask something.
_MOST = 0.6
_CLOCK = re.compile(r"\d:\d\d")
_ASKED = re.compile(r"[?？؟;][\"”»]?\Z")
#: Where so many names, and this share of all, stand beside times on lines of their own, what stands there elsewhere is
#: a name too, in so many words at most.
_REGULAR, _MOSTLY, _NAME = 4, 0.7, 4
#: The mark of a new speaker -> how it is written.
_MARKS = {">>": _CHEVRON, "――": _LONG_DASH, "-": _DASH}

#: What a word left out costs, in bits; more where most are.
_LEFT, _LEFT_MOST, _NOTHING = 0.6, 1.2, 60.0
#: Beyond so many words left out each further one costs this share.
_MANY, _FURTHER = 120, 0.2


@dataclass(slots=True)
class Reading:
    """A way to read some rows, and what it explains in bits (``score``)."""

    items: list[Item]
    clock: Clock | None
    layer: Layer
    heads: Mapping[int, Head]
    roles: list[str]
    reasons: dict[int, Outside]
    score: float = 0.0
    announced: int = 0
    """Items before this place stand above a line that announces the transcript."""
    ending: tuple[int, float] | None = None
    """The place from which on all may stand below the transcript; by how many bits they are better in it."""
    between: tuple[Between, ...] = ()
    """Paragraphs between turns that more speaks against than for as speech."""
    extra: dict[str, float] = field(default_factory=dict)
    example: str = ""
    """The layout by example, where one was stated or induced."""

    @property
    def shown(self) -> tuple[tuple[int, str, bool, int], ...]:
        """What it puts on the screen: (line, speaker, whether a time begins here, length of the text) of each row."""
        return tuple(
            (
                item.row.number,
                head.key if (head := self.layer.heads.get(at)) else "",
                bool(item.timed),
                sum(map(str.isalnum, _said(item, head))),
            )
            for at, item in enumerate(self.items)
            if self.roles[at] == IN
        )


def _said(item: Item, head: object) -> str:
    rest = getattr(head, "rest", None)
    return item.text if rest is None else rest


def marks_in(rows: Sequence[Row]) -> str:
    """Return which mark of a new speaker these rows use: ``>>``, ``――``, ``-`` or ``""``.

    Dashes are dialogue only where every paragraph between the first and the last begins with one (or, as answers may,
    with a quotation mark) but for headings, and no labels stand behind them.
    """
    chevrons = sum(1 for row in rows if row.text[0] in ">&" and _CHEVRON.match(row.text))
    if chevrons >= 2 or (chevrons and chevrons * 4 >= len(rows)):
        return ">>"
    dashes = sum(1 for row in rows if row.text[0] in "―—─" and _LONG_DASH.match(row.text))
    if dashes >= 2:
        return "――"
    dashed = [row for row in rows if _DASH.match(row.text)]
    if sum(1 for row in dashed if _COLON.match(row.text)) * 4 >= len(dashed):
        return ""
    everywhere = len(dashed) >= _LEAST and all(
        _DASH.match(row.text) for at, row in enumerate(rows) if row.gap or not at
    )
    return "-" if everywhere or (len(dashed) * 2 >= _LEAST and _is_dialogue(rows)) else ""


def _is_dialogue(rows: Sequence[Row]) -> bool:
    """Tell whether from the first paragraph with a dash to the last each has one, or answers in quotation marks.

    A heading between them has neither; what stands around them is none of it.
    """
    openings = [row for at, row in enumerate(rows) if row.gap or not at]
    spoken = [at for at, row in enumerate(openings) if _DASH.match(row.text) or row.text[0] in _QUOTED]
    clocks = sum(1 for at in spoken if _CLOCK.search(openings[at].text[:40]))
    if len(spoken) < _LEAST or clocks * 4 >= len(spoken):
        return False
    inside = openings[spoken[0] : spoken[-1] + 1]
    marked = set(spoken)
    others = [row for at, row in enumerate(inside, spoken[0]) if at not in marked]
    if not all(_is_short(row) for row in others) or len(others) * _FEW > len(spoken):
        return False
    if len(inside) == len(openings):
        return True
    asked = any(_ASKED.search(row.text) for row in inside)  # a list asks nothing
    words = sum(count_words(row.text) for row in rows if inside[0].number <= row.number <= inside[-1].number)
    return asked and words >= _MOST * sum(count_words(row.text) for row in rows)


def _is_short(row: Row) -> bool:
    return len(row.text) <= _HEADED and not row.text.endswith(STOPS)


def split_marks(rows: Sequence[Row], mark: str) -> list[Row]:
    """Return the rows with those divided inside which a mark of a new speaker stands."""
    if mark != ">>":
        return list(rows)
    done: list[Row] = []
    for row in rows:
        if ">>" not in row.text[1:]:
            done.append(row)
            continue
        for at, part in enumerate(_MID_CHEVRON.split(row.text)):
            done.append(row if not at and part == row.text else row._replace(text=part, gap=0 if at else row.gap))
    return done


def items_of(rows: Sequence[Row], heads: Mapping[int, Head], mark: str) -> list[Item]:
    """Return the rows less their times and marks."""
    pattern = _MARKS.get(mark)
    items: list[Item] = []
    for at, row in enumerate(rows):
        head = heads.get(at)
        if head is None:
            item = Item(row, row.text, gap=row.gap)
        elif head.stand == "own":
            item = Item(row, "", timed=2, gap=row.gap)
        elif head.stand == "end":
            item = Item(row, head.rest, timed=3, gap=row.gap)
        elif head.stand == "in":
            item = Item(row, row.text, gap=row.gap)
        else:
            item = Item(row, head.rest, timed=1, beside=head.name, gap=row.gap)
        match = pattern.match(item.text) if pattern is not None and item.text else None
        if match is not None:
            item.mark, item.text = match["mark"].replace("&gt;", ">"), item.text[match.end() :]
        elif mark == "-" and item.text and item.text[0] in _QUOTED and (row.gap or not at):
            item.mark = mark
        items.append(item)
    return items


def read_rows(
    rows: Sequence[Row],
    clock: Clock | None,
    facts: Facts,
    mark: str = "",
    *,
    only: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
    stated: bool = False,
    whole: bool = False,
    depth: int = 0,
) -> Reading:
    """Return the reading of these rows in a way of writing times (None: they have none).

    ``only``, ``without`` and ``stated`` restrict the families of labels; ``whole`` keeps every row in.
    """
    heads = clock.heads if clock is not None else {}
    items = items_of(rows, heads, mark)
    openings_of(items, facts)
    if clock is not None and clock.named and only is not None and stated:
        only = only | {"beside"}
    layer = label_layer(items, facts, only=only, without=without, stated=stated)
    lost = _unnamed(items, heads, layer)
    timed = any(item.timed for item in items)
    gain = clock.gain * (1 - lost / len(heads)) if clock is not None and heads else 0.0
    roles, bits, reasons, ending, between = Roles([IN] * len(items), 0.0, {})
    if not whole and (layer.heads or timed or mark not in ("", "-")):
        roles, bits, reasons, ending, between = roles_of(items, layer, facts, timed=timed)
        idle = _idle(layer, roles)
        if idle and not stated and depth < 3:
            return read_rows(rows, clock, facts, mark, only=only, without=without | idle, depth=depth + 1)
        for at in _action(items, layer, roles):
            roles[at], reasons[at] = GAP, Outside(9.0, "action in a screenplay")
        for places, against in () if stated else between:
            if against > OUT:
                roles[places.start : places.stop] = [GAP] * len(places)
                reasons |= dict.fromkeys(places, Outside(against, "between turns, and said by nobody"))
    if mark == "-" and not (whole or layer.heads):
        _around_dialogue(items, roles, reasons)
    _mark_headings(items, layer, roles)
    if not layer.heads:
        for at in chapters_of(items):
            roles[at] = HEADING if roles[at] == IN else roles[at]
    parts = {"times": round(gain, 1), "labels": round(layer.gain, 1), "roles": round(bits, 1)}
    reading = Reading(
        items, clock, layer, heads, roles, reasons, announced=_announced_at(items, layer, roles), extra=parts
    )
    reading.ending, reading.between = ending, between
    reading.score = gain + layer.gain + bits - _left_out(reading)
    return reading


def _around_dialogue(items: Sequence[Item], roles: list[str], reasons: dict[int, Outside]) -> None:
    """Set the roles of what stands around a dialogue written with dashes, and of the headings in it."""
    spoken = [at for at, item in enumerate(items) if item.mark]
    if not spoken:
        return
    last = next((at for at in range(spoken[-1] + 1, len(items)) if items[at].gap), len(items))
    for at, item in enumerate(items):
        if at < spoken[0] or at >= last:
            roles[at] = BEFORE if at < spoken[0] else AFTER
            reasons[at] = Outside(0.0, "no dash before it, as before all that is said")
        elif not item.mark and item.gap and _is_short(item.row):
            roles[at] = HEADING


def _mark_headings(items: Sequence[Item], layer: Layer, roles: list[str]) -> None:
    """Set the role of rows that the source marks as headings, unless most rows are so marked."""
    headed = [at for at, item in enumerate(items) if item.row.heading and not item.timed and at not in layer.heads]
    if len(headed) * 2 <= len(items):
        for at in headed:
            roles[at] = HEADING if roles[at] == IN else roles[at]


def _announced_at(items: Sequence[Item], layer: Layer, roles: Sequence[str]) -> int:
    """Return the place below the last line, above the transcript, that announces it; 0 where none does."""
    if BEFORE not in roles:
        return 0
    found = announcements(items, layer)
    return max((at for at, bits in found.items() if bits >= 4.0 and roles[at - 1] == BEFORE), default=0)


def _left_out(reading: Reading) -> float:
    """Return what the words that a reading leaves out cost, in bits; those above an announcement cost nothing."""
    left = kept = free = 0
    for at, (item, role) in enumerate(zip(reading.items, reading.roles, strict=True)):
        count = count_words(item.row.text)
        if role in (IN, HEADING):
            kept += count
        else:
            left += count
            free += count if at < reading.announced else 0
    charged = min(left - free, _MANY) + max(0, left - free - _MANY) * _FURTHER
    return (_LEFT if left <= kept else _LEFT_MOST) * charged + (0.0 if kept else _NOTHING)


def _idle(layer: Layer, roles: Sequence[str]) -> frozenset[str]:
    """Return the families of labels that stand nowhere inside the transcript."""
    used = {candidate.family for at, candidate in layer.heads.items() if roles[at] == IN}
    return frozenset(name for name in layer.families if name not in used)


def _action(items: Sequence[Item], layer: Layer, roles: Sequence[str]) -> list[int]:
    """Return the rows of a screenplay that nobody says: names stand deepest, speech less deep, all else is action."""
    names = [at for at, c in layer.heads.items() if not c.rest and not items[at].timed]
    if len(names) < 3 or len(names) < 0.6 * len(layer.heads):
        return []
    name_indent, count = Counter(items[at].row.indent for at in names).most_common(1)[0]
    firsts = Counter(
        items[at + 1].row.indent for at in names if at + 1 < len(items) and items[at].row.indent == name_indent
    )
    speech = next((indent for indent, _ in firsts.most_common() if indent < name_indent), 0)
    if not speech or count < 0.5 * len(names) or not any(item.row.indent < speech - 2 for item in items):
        return []
    out: list[int] = []
    for at, item in enumerate(items):
        if roles[at] != IN:
            continue
        indent = item.row.indent
        if at in layer.heads:
            if abs(indent - name_indent) > 3:
                out.append(at)
        elif not (abs(indent - speech) <= 2 or (speech < indent <= name_indent and item.text[:1] in "([")):
            out.append(at)
    for at in out:
        layer.heads.pop(at, None)
        layer.gains.pop(at, None)
    return out


def _unnamed(items: Sequence[Item], heads: Mapping[int, Head], layer: Layer) -> int:
    """Give the text back to rows whose time stood beside what is not a name; return how many there are.

    Whoever speaks once, in a form that hardly looks like a name, is named where nearly all lines of that form name one.
    """
    lost = 0
    beside = [at for at, item in enumerate(items) if item.beside]
    named = {at for at in beside if at in layer.heads and layer.heads[at].family == "beside"}
    regular = len(named) >= _REGULAR and len(named) >= _MOSTLY * len(beside)
    for at, item in enumerate(items):
        if not item.beside or at in named:
            continue
        if regular and heads[at].stand == "suf" and len(item.beside.split()) <= _NAME:
            layer.heads[at], layer.gains[at] = candidate_of(at, "beside", item.beside, item.text), 1.0
            continue
        if heads[at].stand == "col":
            item.text = f"{item.beside} {item.text}".strip()
        else:
            item.text, item.timed = item.row.text, 0
            lost += 1
        item.beside = ""
    return lost

"""A layout stated by the user: by example (``NAME (TIME): TEXT``), or by the name of one of the common layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from captionkit.errors import UnknownNameError
from captionkit.transcripts.layout.clocks import Clock, clocks_of
from captionkit.transcripts.layout.examples import is_example, read_example
from captionkit.transcripts.layout.families import FAMILIES, family_of
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.people import facts_of
from captionkit.transcripts.layout.reading import Reading, read_rows, split_marks
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.search import Choice

__all__ = ["LAYOUTS", "example_of", "read_stated"]

_COLON = frozenset(("colon", "colon-line", "bold", "bold-line", "square", "corner", "beside"))


class _Common(NamedTuple):
    """A layout by name: where times may stand (none: there are none), which families of labels (None: any)."""

    title: str
    stands: tuple[str, ...] = ()
    families: frozenset[str] | None = None
    mark: str = ""


#: The common layouts by name, for ``layout``.
LAYOUTS: Mapping[str, _Common] = {
    "time-first": _Common("a time opens the line: [00:01:02] NAME: text", ("pre", "own")),
    "time-line": _Common("a time or a range on a line of its own, text below", ("own", "pre")),
    "name-time": _Common("a name and a time head each speech: NAME 0:12", ("suf", "mid")),
    "columns": _Common("time, name and text in columns divided by tabs or wide gaps", ("col",)),
    "time-last": _Common("a time closes each paragraph: text #00:01:02-3#", ("end",)),
    "time-inside": _Common("times stand inside the running text every so often", ("in",)),
    "labels": _Common("NAME: text", (), _COLON),
    "chevrons": _Common(">> marks a speaker, >>> a story", (), frozenset(("colon",)), ">>"),
    "qa": _Common("questions and answers: Q. text, A. text", (), frozenset(("dot", "colon", "gap", "dot-dash"))),
    "name-line": _Common("a name on a line of its own above each speech", (), frozenset(("line", "colon-line"))),
    "paragraphs": _Common("paragraphs divided by blank lines", (), frozenset()),
}


#: Examples of which no line has anything but one slot: which rows are names is for what the rows themselves show.
_LINES = {
    "NAME\nTEXT": "name-line",
    "NAME\n\nTEXT": "name-line",
    "TEXT": "paragraphs",
    "TIME\tNAME\tTEXT": "columns",
    "TIME\tTEXT": "columns",
}


def read_stated(rows: Sequence[Row], layout: str) -> Choice:
    """Return the reading of these rows in the layout that ``layout`` names or shows.

    Raises UnknownNameError where it is neither the name of a layout nor an example that holds NAME, TIME or TEXT.
    """
    common = LAYOUTS.get(_LINES.get(layout.replace("\\n", "\n").replace("\\t", "\t"), layout))
    if common is not None:
        return _read_common(rows, layout, common)
    if not is_example(layout):
        raise UnknownNameError(
            f"there is no layout called {layout!r}",
            hint=f'known: {", ".join(LAYOUTS)}; or an example such as "NAME (TIME): TEXT"',
        )
    facts = facts_of(rows)
    families = frozenset(family.name for family in FAMILIES.values() if family.example == layout.replace("\\n", "\n"))
    reading = read_rows(rows, None, facts, only=families, stated=True) if families else None
    if reading is None or not reading.layer.heads:
        return Choice(read_example(rows, layout, facts), None, None, facts, "")
    reading.example = layout
    return Choice(reading, None, None, facts, "")


def _read_common(rows: Sequence[Row], name: str, common: _Common) -> Choice:
    rows = split_marks(rows, common.mark)
    facts = facts_of(rows)
    if not common.stands:
        whole = name == "paragraphs"
        reading = read_rows(
            rows,
            None,
            facts,
            common.mark,
            only=common.families,
            stated=common.families is not None and not whole,
            whole=whole,
        )
        return Choice(reading, None, None, facts, common.mark)
    wanted = frozenset(common.stands)
    fitting = [clock for clock in clocks_of(rows, limit=20) if clock.stands <= wanted]
    clock = max(fitting, key=lambda clock: len(clock.heads), default=None) or _any_clock(rows, wanted)
    return Choice(read_rows(rows, clock, facts, common.mark), None, None, facts, common.mark)


def _any_clock(rows: Sequence[Row], wanted: frozenset[str]) -> Clock | None:

    heads = {}
    for at, row in enumerate(rows):
        for bracket, form, head in heads_of(row):
            if head.stand in wanted:
                heads[at] = head
                found = (bracket, form)
    return Clock(wanted, found[0], found[1], heads, 0.0) if heads else None


def example_of(reading: Reading) -> str:
    """Return one line that shows the layout of a reading, as ``layout`` would state it.

    >>> from captionkit.transcripts.layout.search import choose
    >>> example_of(choose([Row(1, "Ann (0:01): Yes."), Row(2, "Ben (0:04): No."), Row(3, "Ann (0:09): Oh.")]).reading)
    'NAME (TIME): TEXT'
    """
    if reading.example:
        return reading.example
    clock, layer = reading.clock, reading.layer
    label = _label_example(layer)
    if clock is None:
        return label or "TEXT"
    if not clock.heads:
        return label or "TEXT"
    at = min(clock.heads)
    at = next((place for place in sorted(clock.heads) if reading.items[place].timed or "in" in clock.stands), at)
    head, row = clock.heads[at], reading.items[at].row
    if head.stand == "in":
        return "TEXT (TIME) TEXT"
    line = row.text
    shown = "TIME - END" if head.end is not None and head.start is not None else "END" if head.start is None else "TIME"
    if head.stand == "own" and layer.families[:1] == ["line"] and at - 1 in layer.heads and at + 1 not in layer.heads:
        return f"NAME\n{_timed(line, head.taken, shown)}\nTEXT"
    if head.stand in ("pre", "own"):
        lead = line[: len(line) - len(head.rest)] if head.rest else line
        return _joined(_timed(lead, head.taken, shown), label or "TEXT")
    if head.stand == "end":
        return f"{label or 'TEXT'} {_timed(line[len(head.rest) :], head.taken, shown).strip()}"
    if head.stand == "col":
        return "TIME\tNAME\tTEXT" if head.name else "TIME\tTEXT"
    front = line[: len(line) - len(head.rest)] if head.rest else line
    front = front.replace(head.name, "NAME", 1)
    return f"{_timed(front, head.taken, shown).rstrip()}{' ' if head.rest else chr(10)}TEXT"


def _timed(text: str, taken: str, shown: str) -> str:
    return text.replace(taken, shown, 1) if taken in text else shown


def _joined(lead: str, rest: str) -> str:
    return f"{lead}{rest}" if lead.endswith((" ", "\t")) else f"{lead.rstrip()}\n{rest}"


def _label_example(layer: Layer) -> str:

    if not layer.families or layer.families[0] in ("stated", "beside"):
        return ""
    example = family_of(layer.families[0]).example
    first = next((c for c in layer.heads.values() if c.family == layer.families[0]), None)
    if first is None or first.family not in ("round", "corner"):
        return example
    return f"{first.raw[0]}NAME{first.raw[-1]} TEXT"  # one of several kinds of brackets

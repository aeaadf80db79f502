"""A layout stated by the user: by example (``NAME (TIME): TEXT``), or by the name of one of the common layouts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from captionkit.errors import UnknownNameError
from captionkit.transcripts.layout.clocks import Clock, Head, clocks_of, heads_of
from captionkit.transcripts.layout.extent import BEFORE, IN, Outside
from captionkit.transcripts.layout.families import Candidate, Item, family_of
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.people import clean, facts_of, key_of
from captionkit.transcripts.layout.reading import Reading, read_rows, split_marks
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.search import Choice
from captionkit.transcripts.layout.stamps import ANY, parse
from captionkit.transcripts.layout.times import Stamp

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

_TOKEN = re.compile(r"(?<![A-Z])(NAME|SPEAKER|TIME|START|END|TEXT)(?![A-Z])")
_PARTS = {
    "name": r"(?P<name>\S[^\n]{0,110}?)",
    "time": rf"(?P<time>{ANY}|\d{{1,6}}(?:[.,]\d{{1,6}})?)",
    "end": rf"(?P<end>{ANY}|\d{{1,6}}(?:[.,]\d{{1,6}})?)",
    "text": r"(?P<text>.*)",
}
_WORD = {"NAME": "name", "SPEAKER": "name", "TIME": "time", "START": "time", "END": "end", "TEXT": "text"}


def read_stated(rows: Sequence[Row], layout: str) -> Choice:
    """Return the reading of these rows in the layout that ``layout`` names or shows.

    Raises UnknownNameError where it is neither the name of a layout nor an example that holds NAME, TIME or TEXT.
    """
    common = LAYOUTS.get(layout)
    if common is not None:
        return _read_common(rows, layout, common)
    if not _TOKEN.search(layout):
        raise UnknownNameError(
            f"there is no layout called {layout!r}",
            hint=f'known: {", ".join(LAYOUTS)}; or an example such as "NAME (TIME): TEXT"',
        )
    return _read_example(rows, layout)


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


def _pattern(line: str) -> re.Pattern[str] | None:
    """Return the expression that a line of an example stands for; None for a line that is nothing but TEXT."""
    if line.strip() == "TEXT":
        return None
    parts: list[str] = []
    seen: set[str] = set()
    done = 0
    for match in _TOKEN.finditer(line):
        parts.append(_literal(line[done : match.start()]))
        word = _WORD[match[1]]
        parts.append(_PARTS[word] if word not in seen else r".{0,60}?")
        seen.add(word)
        done = match.end()
    parts.append(_literal(line[done:]))
    return re.compile("".join(parts).strip() + r"\s*\Z", re.S | re.I)


def _literal(text: str) -> str:
    pieces = [re.escape(piece) for piece in re.split(r"[ \t]+", text)]
    return r"[ \t\u00a0\u3000]{0,20}".join(pieces) if len(pieces) > 1 else pieces[0]


def _read_example(rows: Sequence[Row], layout: str) -> Choice:
    lines = [line for line in layout.replace("\\n", "\n").replace("\\t", "\t").split("\n") if line.strip()]
    patterns = [pattern for line in lines if (pattern := _pattern(line)) is not None]
    facts = facts_of(rows)
    heads: dict[int, Head] = {}
    layer = Layer(families=["stated"])
    items = [Item(row, row.text, gap=row.gap) for row in rows]
    at = 0
    while patterns and at < len(rows):
        found = [pattern.match(row.text) for pattern, row in zip(patterns, rows[at : at + len(patterns)], strict=False)]
        if len(found) < len(patterns) or not all(found):
            at += 1
            continue
        for place, match in enumerate(found, at):
            if match is not None:
                _take(match, place, items, heads, layer)
        at += len(patterns)
    marked = layer.heads.keys() | heads.keys()
    first = min(marked, default=0)
    roles = [BEFORE if at < first else IN for at in range(len(rows))]
    clock = Clock(frozenset(("pre",)), "", "stated", heads, 0.0) if heads else None
    reasons = dict.fromkeys(range(first), Outside(0.0, "above the first line of the stated layout"))
    return Choice(Reading(items, clock, layer, heads, roles, reasons), None, None, facts, "")


def _take(match: re.Match[str], at: int, items: list[Item], heads: dict[int, Head], layer: Layer) -> None:
    groups = match.groupdict()
    item = items[at]
    text = (groups.get("text") or "").strip()
    start, end = (_time(groups.get(which)) for which in ("time", "end"))
    if start is not None or end is not None:
        alone = not text and not groups.get("name")
        taken = " ".join(filter(None, (groups.get("time"), groups.get("end"))))
        only_end = start is None
        stand = "end" if only_end else "own" if alone else "pre"
        heads[at] = Head(stand, start, end, "", text, taken)
        item.timed = 3 if only_end else 2 if alone else 1
    if groups.get("name"):
        name = clean(groups["name"])
        layer.heads[at] = Candidate(at, "stated", groups["name"], name, key_of(name.speaker), text)
        layer.gains[at] = 1.0
    item.text = text


def _time(text: str | None) -> Stamp | None:
    if not text:
        return None
    found = parse(text) or parse(f"{text}s")
    return None if found is None else found.stamp


def example_of(reading: Reading) -> str:
    """Return one line that shows the layout of a reading, as ``layout`` would state it.

    >>> from captionkit.transcripts.layout.search import choose
    >>> example_of(choose([Row(1, "Ann (0:01): Yes."), Row(2, "Ben (0:04): No."), Row(3, "Ann (0:09): Oh.")]).reading)
    'NAME (TIME): TEXT'
    """
    clock, layer = reading.clock, reading.layer
    label = _label_example(layer)
    if clock is None:
        return label or "TEXT"
    if not clock.heads:
        return label or "TEXT"
    at = min(clock.heads)
    at = next((place for place in sorted(clock.heads) if reading.items[place].timed or "in" in clock.stands), at)
    head, row = clock.heads[at], reading.items[at].row
    if clock.form == "stated" or head.stand == "in":
        return "TEXT (TIME) TEXT" if head.stand == "in" else "stated"
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
    return family_of(layer.families[0]).example

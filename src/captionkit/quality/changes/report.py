"""The changes between two versions of a track, as a value and in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from captionkit.model.timecode import format_clock
from captionkit.quality.changes.revision import KINDS, Revision
from captionkit.registry import Entry, Registry
from captionkit.values import Items, field, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from captionkit.diagnostics import Diagnostic
    from captionkit.model.cue import Cue

__all__ = ["FORMS", "Changes", "moved_by", "numbered", "render_json", "render_text", "words_of"]

_HERE = "captionkit.quality.changes"

FORMS: Registry[Callable[[Changes], str]] = Registry(
    "form of changes",
    "captionkit.changes",
    {
        "text": Entry(f"{_HERE}.report:render_text", "for people"),
        "json": Entry(f"{_HERE}.report:render_json", "everything, for programs"),
        "csv": Entry(f"{_HERE}.tabular:render", "one row a change, for spreadsheets"),
        "html": Entry(f"{_HERE}.html:render", "one page with the words marked"),
    },
)


@value
class Changes(Items["Revision"]):
    """What changed between two versions of a track, in the order of the new one: a sequence of ``Revision``.

    ``cues`` says how many cues the old and the new version have; ``rate`` is the frame rate for times in reports.
    """

    items: tuple[Revision, ...] = ()
    names: tuple[str, str] = ("", "")
    cues: tuple[int, int] = (0, 0)
    language: str = ""
    rate: Fraction | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    @property
    def counts(self) -> dict[str, int]:
        """How many cues of the new version have another text, other times ...; how many were added and deleted."""
        found = dict.fromkeys(("text", "times", "divided", "added", "deleted", "other"), 0)
        for one in self.items:
            for name in _counted(one):
                found[name] += len(one.old if name == "deleted" else one.new)
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "old": self.names[0],
            "new": self.names[1],
            "cues": list(self.cues),
            "counts": self.counts,
            "changes": [one.as_dict() for one in self.items],
        }

    def render(self, form: str = "text") -> str:
        """Return the changes as ``text``, ``json``, ``csv`` or ``html``.

        Raises UnknownNameError for another form.
        """
        from captionkit.fitting import utf8

        return utf8(FORMS.get(form)(self))


def _counted(one: Revision) -> Iterator[str]:
    if one.kind in ("added", "deleted"):
        yield one.kind
        return
    if one.kind in ("split", "merged", "regrouped"):
        yield "divided"
    elif "start" in one.fields or "end" in one.fields:
        yield "times"
    if "text" in one.fields:
        yield "text"
    if set(one.fields) - {"text", "start", "end"}:
        yield "other"


#: What differs, with the words for it.
_FIELDS = {"text": "text", "breaks": "line breaks", "speaker": "speaker", "position": "position", "style": "style",
           "order": "moved to another place"}  # fmt: skip


def words_of(one: Revision) -> list[str]:
    """Return what became of some cues, in words.

    >>> from captionkit.model.cue import Cue
    >>> words_of(Revision("split", (3,), (3, 4), (Cue(0, 9, "a b"),), (Cue(0, 4, "a"), Cue(4, 9, "b")), ("text",)))
    ['split', 'text']
    """
    kind = [KINDS[one.kind]] if one.kind != "changed" else []
    times = ["times"] if one.kind == "changed" and {"start", "end"} & set(one.fields) else []
    return [*kind, *(_FIELDS[name] for name in one.fields if name in _FIELDS), *times]


def moved_by(one: Revision, rate: Fraction | None) -> str:
    """Return by how much times moved, in words; for cues that moved together once for all."""
    moves = one.moves(rate)
    return moves[0].partition(" ")[2] if one.kind == "shifted" else ", ".join(moves)


def numbered(numbers: Iterable[int]) -> str:
    """Return numbers of cues, neighbours as a range.

    >>> numbered((4, 5, 6, 8))
    '4 to 6, 8'
    """
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def render_json(changes: Changes) -> str:
    """Return the changes as one JSON document."""
    return json.dumps(changes.as_dict(), ensure_ascii=False, indent=2) + "\n"


def render_text(changes: Changes) -> str:
    """Return the changes for a terminal: what was, with ``-``; what is, with ``+``; a summary."""
    lines = [line for one in changes.items for line in _shown(one, changes.rate)]
    return "\n".join([*lines, summary(changes)]) + "\n"


def summary(changes: Changes) -> str:
    """Return in one line how much changed."""
    said = {"text": "with another text", "times": "with other times", "divided": "divided otherwise"}
    counts = [f"{count} {said.get(name, name)}" for name, count in changes.counts.items() if count]
    old, new = changes.cues
    return f"{old} cues before, {new} after: {', '.join(counts) or 'no changes'}"


def _shown(one: Revision, rate: Fraction | None) -> Iterator[str]:
    numbers = one.new or one.old
    where = f"{'cue' if len(numbers) == 1 else 'cues'} {numbered(numbers)}{'' if one.new else ' of the old version'}"
    moved = moved_by(one, rate)
    yield f"{where}: {', '.join(words_of(one))}{f' ({moved})' if moved else ''}"
    if one.kind != "shifted":
        yield from _cues("-", one.before)
        yield from _cues("+", one.after)
    yield ""


def _cues(sign: str, cues: Sequence[Cue]) -> Iterator[str]:
    for cue in cues:
        yield f"{sign} {format_clock(cue.start)} --> {format_clock(cue.end)}"
        yield from (f"{sign} {line}" for line in cue.text.split("\n"))

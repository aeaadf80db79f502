"""A file that somebody else wrote meanwhile: three ways compared, cue by cue, never overwritten unseen.

What was changed outside and not here is taken in; what was changed in both is a conflict, for people to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from captionkit.model.cue import Cue
from captionkit.review.document import Delta, Document, Named, Splice
from captionkit.review.refusals import EditError
from captionkit.review.rows import row_of

__all__ = ["Comparison", "compare"]

#: Above so many cues times cues only the common beginning and end of what differs are looked for.
_MOST = 4_000_000


@dataclass
class Comparison:
    """What to take in of a file, and what people must decide.

    ``edits`` are cues to be changed (None: taken out), ``added`` new ones, each after a cue by its identifier (``""``:
    at the beginning); ``order`` are the identifiers of the file's cues, None for one that is to get its own.
    """

    edits: dict[str, Cue | None] = field(default_factory=dict)
    added: list[tuple[str, Cue]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    order: list[str | None] = field(default_factory=list)

    def delta(self, document: Document, track: int) -> tuple[Delta, tuple[str, ...]]:
        """Return the change that takes it in, and the identifiers of the file's cues after that."""
        opened = document.tracks[track]
        changed = {name: cue for name, cue in self.edits.items() if cue is not None}
        gone = self.edits.keys() - changed.keys()
        splices = document.replaced(changed)
        for at in range(len(opened.ids) - 1, -1, -1):
            if opened.ids[at] in gone:
                splices.append(document.splice(track, at, 1, ()))
        left = [name for name in opened.ids if name not in gone]
        fresh = document.new_ids(len(self.added))
        for name, (after, cue) in reversed(list(zip(fresh, self.added, strict=True))):
            splices.append(Splice(track, left.index(after) + 1 if after in left else 0, (), ((name, cue),)))
        names = iter(fresh)
        order = tuple(name if name is not None else next(names) for name in self.order)
        return Delta(tuple(splices), (), next(iter([*changed, *fresh, *gone]), "")), order


def compare(
    document: Document, base: Sequence[Named], outside: Sequence[Cue], choices: Mapping[str, str]
) -> Comparison:
    """Compare cues as the file last was, as they are here, and as the file is now.

    ``choices`` decide conflicts: ``here`` or ``outside`` for the identifier of a cue.
    """
    found = Comparison()
    after = ""
    for old, new in _blocks(base, outside):
        if len(old) == len(new) and all(_same(cue, other) for (_, cue), other in zip(old, new, strict=True)):
            found.order += [name for name, _ in old]
        else:
            for n in range(max(len(old), len(new))):
                one = old[n] if n < len(old) else None
                other = new[n] if n < len(new) else None
                if one is not None:
                    _changed(found, document, one, other, choices, after)
                    after = one[0] if _stays(found, document, one[0]) else after
                elif other is not None:
                    found.added.append((after, other))
                    found.order.append(None)
        for name, _ in old:
            after = name if _stays(found, document, name) else after
    return found


def _stays(found: Comparison, document: Document, name: str) -> bool:
    """Whether a cue is here and will be."""
    return _here(document, name) is not None and found.edits.get(name, ...) is not None


def _changed(
    found: Comparison, document: Document, one: Named, other: Cue | None, choices: Mapping[str, str], after: str
) -> None:
    """Note what becomes of a cue that was ``one`` and is ``other`` in the file, or is not there any more."""
    name, was = one
    if other is not None:
        found.order.append(name)
    here = _here(document, name)
    if _equal(here, other) or _equal(was, other):
        return
    if here is not None and _same(here, was):
        found.edits[name] = other
        return
    choice = choices.get(name)
    if choice is None:
        rows = {"opened": was, "here": here, "outside": other}
        found.conflicts.append({"id": name, **{key: cue and row_of(name, cue) for key, cue in rows.items()}})
    elif choice == "outside":
        if here is not None:
            found.edits[name] = other
        elif other is not None:  # deleted here: it comes back, as a cue of its own
            found.order[-1] = None
            found.added.append((after, other))


def _here(document: Document, name: str) -> Cue | None:
    try:
        return document.cue(name)
    except EditError:
        return None


def _equal(one: Cue | None, other: Cue | None) -> bool:
    return _same(one, other) if one is not None and other is not None else one is other


def _same(one: Cue, other: Cue) -> bool:
    """Whether two cues say and show the same; numbers in the file do not count."""
    if one is other:
        return True
    if (one.start, one.end) != (other.start, other.end):
        return False
    if one.raw_format and one.raw == other.raw:
        return True
    return one.lines == other.lines and one.positioning == other.positioning and one.speaker == other.speaker


def _blocks(base: Sequence[Named], outside: Sequence[Cue]) -> Iterator[tuple[Sequence[Named], Sequence[Cue]]]:
    """Yield runs that answer each other, those alike and those not."""
    head = 0
    most = min(len(base), len(outside))
    while head < most and _same(base[head][1], outside[head]):
        head += 1
    tail = 0
    while tail < most - head and _same(base[-1 - tail][1], outside[-1 - tail]):
        tail += 1
    yield base[:head], outside[:head]
    middle, other = base[head : len(base) - tail], outside[head : len(outside) - tail]
    if not middle or not other or len(middle) * len(other) > _MOST:
        yield middle, other
    else:
        yield from _matched(middle, other)
    yield base[len(base) - tail :], outside[len(outside) - tail :]


#: What cues are recognised by, the surest first: what they say and when, when they begin, what they say.
_KEYS: tuple[Callable[[Cue], Any], ...] = (
    lambda cue: (cue.start, cue.end, cue.text), lambda cue: cue.start, lambda cue: cue.text,
)  # fmt: skip


def _matched(
    base: Sequence[Named], outside: Sequence[Cue], keys: Sequence[Callable[[Cue], Any]] = _KEYS
) -> Iterator[tuple[Sequence[Named], Sequence[Cue]]]:
    """Yield runs that answer each other, cues that are recognised one by one; as many on both sides are pairs."""
    if not keys or not base or not outside or (len(base) == len(outside) and len(keys) < len(_KEYS)):
        yield base, outside
        return
    key = keys[0]
    matcher = SequenceMatcher(None, [key(cue) for _, cue in base], [key(cue) for cue in outside], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield base[i : i + 1], outside[j : j + 1]
        else:
            yield from _matched(base[i1:i2], outside[j1:j2], keys[1:])

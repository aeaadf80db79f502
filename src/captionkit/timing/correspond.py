"""Which units of one sequence are which of another: the alignment below anchoring.

Sequences of a hundred thousand words that differ in a third of them are aligned in linear memory. Unique n-grams that
stand in the same order on both sides cut the problem into small ones (Heckel's and the patience diff's idea); what is
left between two of them is aligned globally with affine gaps, so that scattered common words are not tied to the
wrong place: one long gap is likelier than many short ones. A stretch too large for that is halved by Hirschberg's
method on rows of the longest common subsequence, which Python's integers compute a row at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["correspond"]

#: Cells of a table that is filled whole; a larger stretch without unique n-grams is halved first.
TABLE = 10_000
#: Gains of the global alignment: a gap costs ``OPEN`` and ``EXTEND`` for each unit in it, an equal pair brings 1.
OPEN, EXTEND = 1.2, 0.4
#: Cells of an unmatched stretch in which a unit that stands once on both sides is hardly there by chance.
LONE = 400

Pair = tuple[int, int]


def correspond(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return for each unit of ``new`` the position of the same unit in ``old``, -1 where there is none.

    Positions rise. Takes linear memory, and time that grows with the size and the number of differences.

    >>> correspond("we sail at noon today".split(), "we all sail at noon".split())
    [0, -1, 1, 2, 3]
    """
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(unit, len(numbers)) for unit in old]
    b = [numbers.setdefault(unit, len(numbers)) for unit in new]
    found = [-1] * len(b)
    stack = [(0, len(a), 0, len(b), 3)]
    while stack:
        a0, a1, b0, b1, size = stack.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            found[b0] = a0
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            found[b1] = a1
        if a0 == a1 or b0 == b1:
            continue
        small = (a1 - a0) * (b1 - b0) <= TABLE
        chain: list[Pair] = []
        while size and not chain and not (small and size < 3):
            chain = _anchors(a, b, (a0, a1, b0, b1), size)
            size -= not chain
        if chain:
            _between(chain, (a0, a1, b0, b1), size, found, stack)
        elif small:
            _aligned(a, b, (a0, a1, b0, b1), found)
        else:
            stack.extend(_halves(a, b, (a0, a1, b0, b1)))
    _tie_lone(a, b, found)
    return found


def _tie_lone(a: list[int], b: list[int], found: list[int]) -> None:
    """Tie units that two gaps would have cost more than they bring: once on both sides of a small stretch."""
    x = y = 0
    for end in range(len(b) + 1):
        if end < len(b) and found[end] < 0:
            continue
        to = found[end] if end < len(b) else len(a)
        if x < to and y < end and (to - x) * (end - y) <= LONE:
            for at, its in _anchors(a, b, (x, to, y, end), 1):
                found[its] = at
        x, y = to + 1, end + 1


Box = tuple[int, int, int, int]


def _between(
    chain: list[Pair], box: Box, size: int, found: list[int], stack: list[tuple[int, int, int, int, int]]
) -> None:
    """Note the pairs of a chain of anchors and put what lies between them on the stack."""
    a0, a1, b0, b1 = box
    for x, y in chain:
        if x < a0 or y < b0:
            if x - a0 != y - b0:
                continue  # overlaps the anchor before on another diagonal
        elif x > a0 and y > b0:
            stack.append((a0, x, b0, y, 3))
        for step in range(size):
            found[y + step] = x + step
        a0, b0 = x + size, y + size
    if a1 > a0 and b1 > b0:
        stack.append((a0, a1, b0, b1, 3))


def _anchors(a: list[int], b: list[int], box: Box, size: int) -> list[Pair]:
    """Return the longest rising chain of n-grams that occur once on both sides."""
    a0, a1, b0, b1 = box
    ours, theirs = _once(a, a0, a1, size), _once(b, b0, b1, size)
    pairs = sorted((at, theirs[gram]) for gram, at in ours.items() if at >= 0 and theirs.get(gram, -1) >= 0)
    return _rising(pairs)


def _once(units: list[int], begin: int, end: int, size: int) -> dict[object, int]:
    """Return n-gram -> position, -1 where it occurs more than once."""
    window = units[begin:end]
    grams = window if size == 1 else zip(*(window[k:] for k in range(size)), strict=False)
    at: dict[object, int] = {}
    for position, gram in enumerate(grams, begin):
        at[gram] = -1 if gram in at else position
    return at


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest chain of pairs whose second positions rise (the first rise already)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (_, y) in enumerate(pairs):
        at = bisect_left(tails, y)
        before.append(tops[at - 1] if at else -1)
        tails[at : at + 1] = [y]
        tops[at : at + 1] = [index]
    chain = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _aligned(a: list[int], b: list[int], box: Box, found: list[int]) -> None:
    """Align a small stretch globally with affine gaps (Gotoh) and note the pairs of equal units.

    Three scores a cell: the last step was a pair, a unit of ``a`` skipped, a unit of ``b`` skipped. A pair of unlike
    units is two gaps, so that only equal ones are ever tied.
    """
    a0, a1, b0, b1 = box
    columns = b1 - b0
    low = float("-inf")
    pair, down, right = [low] * (columns + 1), [low] * (columns + 1), [low] * (columns + 1)
    pair[0] = 0.0
    for j in range(1, columns + 1):
        right[j] = -OPEN - EXTEND * j
    steps: list[bytearray] = []
    for i in range(a0, a1):
        unit, row = a[i], bytearray(columns + 1)
        above = (pair, down, right)
        pair, down, right = [low] * (columns + 1), [low] * (columns + 1), [low] * (columns + 1)
        for j in range(columns + 1):
            opened = max(above[0][j], above[2][j]) - OPEN
            step = 0
            if above[1][j] >= opened:
                down[j] = above[1][j] - EXTEND
                step = 4
            else:
                down[j] = opened - EXTEND
                step = 8 if above[2][j] > above[0][j] else 0
            if j:
                opened = max(pair[j - 1], down[j - 1]) - OPEN
                if right[j - 1] >= opened:
                    right[j] = right[j - 1] - EXTEND
                    step |= 16
                else:
                    right[j] = opened - EXTEND
                    step |= 32 if down[j - 1] > pair[j - 1] else 0
                if unit == b[b0 + j - 1]:
                    best = max(above[0][j - 1], above[1][j - 1], above[2][j - 1])
                    pair[j] = best + 1
                    step |= 0 if best == above[0][j - 1] else 1 if best == above[1][j - 1] else 2
            row[j] = step
        steps.append(row)
    state = max(range(3), key=lambda k: (pair, down, right)[k][columns])
    _walk(steps, state, (a0, b0), columns, found)


def _walk(steps: list[bytearray], state: int, origin: Pair, columns: int, found: list[int]) -> None:
    """Go back over the steps of a filled table; state 0: a pair, 1: a unit of ``a`` skipped, 2: one of ``b``."""
    i, j = len(steps), columns
    while i > 0 and j >= 0:
        step = steps[i - 1][j]
        if state == 0:
            if j == 0:
                return
            found[origin[1] + j - 1] = origin[0] + i - 1
            i, j, state = i - 1, j - 1, step & 3
        elif state == 1:
            i, state = i - 1, 1 if step & 4 else 2 if step & 8 else 0
        else:
            j, state = j - 1, 2 if step & 16 else 1 if step & 32 else 0


def _halves(a: list[int], b: list[int], box: Box) -> list[tuple[int, int, int, int, int]]:
    """Return the two stretches that a longest common subsequence passes through, ``a`` divided in the middle."""
    a0, a1, b0, b1 = box
    if a1 - a0 < 2:
        middle = b[b0:b1].index(a[a0]) + b0 if a[a0] in b[b0:b1] else b0
        return [(a0, a1, middle, min(b1, middle + 1), 0)]
    middle = (a0 + a1) // 2
    head = _common(a[a0:middle], b[b0:b1])
    tail = _common(a[middle:a1][::-1], b[b0:b1][::-1])[::-1]
    cut = max(range(b1 - b0 + 1), key=lambda k: head[k] + tail[k])
    return [(a0, middle, b0, b0 + cut, 3), (middle, a1, b0 + cut, b1, 3)]


def _common(a: list[int], b: list[int]) -> list[int]:
    """Return the length of a longest common subsequence of ``a`` and each beginning of ``b`` (Hyyro's bit rows)."""
    masks: dict[int, int] = {}
    for position, unit in enumerate(b):
        masks[unit] = masks.get(unit, 0) | 1 << position
    full = (1 << len(b)) - 1
    row = full
    for unit in a:
        mask = masks.get(unit)
        if mask is not None:
            hit = row & mask
            row = ((row + hit) | (row - hit)) & full
    lengths, total = [0], 0
    for bit in reversed(f"{row:0{len(b)}b}" if b else ""):
        total += bit == "0"
        lengths.append(total)
    return lengths

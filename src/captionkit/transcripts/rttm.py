"""Speaker turns in RTTM, as diarisation tools write them: ``SPEAKER file channel start duration ... name``.

Source of the fields: NIST, "The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation Plan", appendix A.
"""

from __future__ import annotations

import math

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.timing.turns import Turn

__all__ = ["read_rttm"]


def read_rttm(text: str) -> Result[tuple[Turn, ...]]:
    """Return the turns of an RTTM file; lines of another type are passed over, damaged ones reported.

    Raises InputError where there is no turn.

    >>> read_rttm("SPEAKER talk 1 3.20 1.50 <NA> <NA> ann <NA> <NA>").value[0].end
    4700
    """
    notes, turns, damaged = Collector(), list[Turn](), list[int]()
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        turn = _turn(fields)
        if turn is None:
            damaged.append(number)
        else:
            turns.append(turn)
    if not turns:
        raise InputError(
            "there is no speaker's turn in it", hint="RTTM has lines as: SPEAKER talk 1 3.2 1.5 <NA> <NA> ann"
        )
    if damaged:
        lines = ", ".join(map(str, damaged[:10]))
        notes.add(
            "timing.turns-damaged", f"{len(damaged)} SPEAKER lines have no start, duration or name: lines {lines}"
        )
    return Result(tuple(turns), notes.all)


def _turn(fields: list[str]) -> Turn | None:
    try:
        start, duration = float(fields[3]), float(fields[4])
        name = fields[7]
    except (ValueError, IndexError):
        return None
    if not math.isfinite(start + duration) or start < 0 or duration <= 0 or start + duration > 1e6 or name == "<NA>":
        return None
    return Turn(round(start * 1000), round((start + duration) * 1000), name)

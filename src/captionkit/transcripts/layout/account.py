"""The law of words: what stands in the text is in a segment, a label, a time, the markup, or a row that is reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from captionkit.diagnostics import Collector, Severity
from captionkit.model.transcript import Kind, Segment
from captionkit.text.letters import LETTERS
from captionkit.transcripts.layout.rows import Row, count_words

__all__ = ["balance", "report_weight"]

_WORD = re.compile(LETTERS)
#: So many times as many words are far more.
_FAR_MORE = 3
_TYPE = re.compile(r"</?(?:b|strong|i|em|u)>", re.I)


def balance(
    raw: Sequence[Row], segments: Sequence[Segment], taken: Iterable[str], reported: frozenset[int], notes: Collector
) -> list[Segment]:
    """Return notes that hold every row of which words are missing from ``segments`` and ``taken``, reporting each.

    ``raw`` are the rows as they stood in the source; ``taken`` what was label, time or markup; ``reported`` the numbers
    of rows that are reported elsewhere. Usually nothing is missing and the result is empty.
    """
    there = _counted(row.text for row in raw if row.number not in reported)
    there.subtract(_counted(segment.text for segment in segments if segment.line not in reported))
    there.subtract(_counted(taken))
    missing = +there
    if not missing or _solid(missing, there):
        return []
    found: list[Segment] = []
    for row in raw:
        if row.number in reported:
            continue
        mine = [word for word in _WORD.findall(row.text) if missing.get(word.casefold(), 0) > 0]
        if not mine:
            continue
        for word in mine:
            missing[word.casefold()] -= 1
        shown = " ".join(mine)
        notes.add("text.words-left", f"words that are in no segment, kept as a note: {shown[:120]!r}", line=row.number)
        found.append(Segment(shown, "", Kind.NOTE, line=row.number))
    return found


def report_weight(segments: Sequence[Segment], doubtful: Sequence[Row], left: Sequence[Row], notes: Collector) -> None:
    """Tell, as a warning, of a reading that takes fewer words for speech than it leaves out.

    ``doubtful`` are the rows left out on little evidence; of all that are ``left`` there must be far more words, since
    the evidence on each may be good. A warning about some of them is enough.
    """
    said = sum(_count(s.text) for s in segments if s.kind not in (Kind.NOTE, Kind.TITLE, Kind.EDITORIAL))
    for rows, times in ((doubtful, 1), (left, _FAR_MORE)):
        gone = sum(_count(row.text) for row in rows)
        lines = sorted(row.number for row in rows)
        if gone > times * said and not any(d.severity >= Severity.WARNING and d.line in lines for d in notes.all):
            span = f"lines {lines[0]} to {lines[-1]}"
            text = f"more words are left out than taken for speech: {gone} of {gone + said}, in {span}"
            notes.add("text.left-out", text, line=lines[0], data={"from": lines[0], "to": lines[-1], "words": gone})


def _count(text: str) -> int:
    return count_words(text) if _WORD.search(text) else 0


def _counted(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in these texts: what blanks divide is counted first, then looked at once."""
    text = "\n".join(texts)
    pieces = Counter((_TYPE.sub(" ", text) if "<" in text else text).casefold().split())
    found: Counter[str] = Counter()
    for piece, count in pieces.items():
        for word in _WORD.findall(piece):
            found[word] += count
    return found


def _solid(missing: Mapping[str, int], counts: Mapping[str, int]) -> bool:
    """Tell whether the words missing and those added are the same letters: a hyphen at a line end was joined."""
    added = Counter({word: -count for word, count in counts.items() if count < 0})
    letters = Counter(letter for word, count in missing.items() for letter in word * count)
    letters.subtract(Counter(letter for word, count in added.items() for letter in word * count))
    return not any(letters.values())

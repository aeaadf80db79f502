"""Where the edge of a line may end: times and counters as slots, and the places behind a sign or a word.

An edge is what stands before the text of a line, or, the line turned round, behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from captionkit.text.letters import COMBINED, LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.stamps import ANY, read_stamp

__all__ = ["COUNT", "EDGE", "LOOSE", "MASKS", "SIGNS", "SLOTS", "STOPPED", "TIME", "cuts_of", "masked"]

#: An edge has so many characters at most.
EDGE = 80
#: Stand-ins for a time and for a number that counts the lines.
TIME, COUNT = "\x01", "\x02"
SLOTS = {TIME: "TIME", COUNT: "NUMBER"}
MASKS = re.compile(f"([{TIME}{COUNT}])")
SIGNS = re.compile(rf"[^\w{COMBINED}{TIME}{COUNT}]+")
#: What ends a sentence belongs to the text before it.
STOPPED = frozenset(TERMINATORS)
#: Where nothing but a blank ends an edge that a sign begins.
LOOSE = ""
#: The share of the lines that a counter must number, by ones.
_COUNTED = 0.8
_NO_SLOTS = dict.fromkeys(map(ord, SLOTS), " ")
_ANY_TIME = re.compile(ANY, re.I)
_NUMBER = re.compile(r"(?P<before>[^\w]{0,3}(?:[^\W\d_]{1,10}[ .#]{1,2})?)(?P<number>\d{1,5})(?![\w:.,]\d|\d)")
_WORD = re.compile(rf" (?P<word>(?=[^ ]{{2,12}} ){LETTERS})(?= )")
_AHEAD, _BEHIND = re.compile(r"\w+"), re.compile(r"\w+\Z")
#: A sign has so many characters at most, and a word before a stop that ends no sentence; so many words are looked at.
_LONGEST_SIGN, _ABBREVIATED, _WORDS = 6, 3, 6


def masked(lines: Sequence[str], *, tail: bool = False) -> list[tuple[str, list[str]]]:
    """Return (the line with stand-ins for its times and its counter, the times) of each line, at one edge."""
    done: list[tuple[str, list[str]]] = []
    for line in (line.translate(_NO_SLOTS) for line in lines):
        cut = max(0, len(line) - EDGE) if tail else EDGE
        zone, kept = (line[cut:], line[:cut]) if tail else (line[:cut], line[cut:])
        times: list[str] = []

        def stand_in(match: re.Match[str], times: list[str] = times) -> str:
            if read_stamp(match[0]) is None:
                return match[0]
            times.append(match[0])
            return TIME

        zone = _ANY_TIME.sub(stand_in, zone)
        done.append((f"{kept}{zone}" if tail else f"{zone}{kept}", times))
    return done if tail else _counted(done)


def _counted(lines: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Return the lines with a stand-in for a number near their beginning that counts them."""
    numbers = {at: match for at, (line, _) in enumerate(lines) if (match := _NUMBER.match(line)) is not None}
    values = [int(match["number"]) for match in numbers.values()]
    steps = [b - a for a, b in pairwise(values)]
    if len(values) < _COUNTED * len(lines) or steps.count(1) < _COUNTED * len(steps):
        return lines
    return [
        (line[: numbers[at].start("number")] + COUNT + line[numbers[at].end("number") :] if at in numbers else line, t)
        for at, (line, t) in enumerate(lines)
    ]


def cuts_of(line: str, *, turned: bool) -> Iterator[tuple[str, int, int]]:
    """Yield (sign or word, how often it stood before, where it ends) of each place at which an edge may end.

    None is beyond the end of a sentence.
    """
    zone = line[: EDGE + 1]
    seen: Counter[str] = Counter()
    last = len(zone)
    for match in SIGNS.finditer(zone):
        run = match[0][:_LONGEST_SIGN]
        after_slot = zone[match.start() - 1 : match.start()] in SLOTS
        for size in range(1, len(run) + 1) if match.start() or not turned else ():
            sign = run[:size]
            if not (sign.isspace() and not after_slot) and not (turned and sign[-1] in STOPPED):
                seen[sign] += 1
                yield sign, seen[sign], match.start() + size
        if _ends_sentence(zone, match, turned=turned) and not (turned and not match.start()):
            last = match.end()
            break
    for word in islice(_WORD.finditer(zone[:last]), _WORDS):
        if word["word"].islower():
            seen[word[0]] += 1
            yield word[0], seen[word[0]], word.end() + 1
    first = zone.find(" ", 2)
    if first > 0 and not zone[0].isalnum() and zone[0] not in SLOTS:
        yield LOOSE, 1, first + 1


def _ends_sentence(zone: str, signs: re.Match[str], *, turned: bool) -> bool:
    """Tell whether there is a stop among these signs, and a word before it that is no initial and no title."""
    if STOPPED.isdisjoint(signs[0]):
        return False
    word = _AHEAD.match(zone, signs.end()) if turned else _BEHIND.search(zone[: signs.start()])
    initial = "" if word is None else word[0][-1 if turned else 0]
    return word is None or len(word[0]) > _ABBREVIATED or not initial.isupper()

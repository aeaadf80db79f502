"""How fast checking and fixing are: cues a second on one core, and as a ratio to reading the same file.

    python benchmarks/quality.py [CUES]

Two files: one as a careful guide delivers it, one with a fault in every second cue. Each measurement is the median of
alternating runs. The bar: checking with all rules runs at 20,000 cues a second or more.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from statistics import median

import captionkit
from captionkit import profiles
from captionkit.model.track import Track
from captionkit.quality import all_rules, check
from captionkit.quality.fix import fix
from captionkit.quality.report import FileReport, Report
from captionkit.quality.reports import render
from captionkit.quality.statistics import statistics
from captionkit.transforms import Options

BAR = 20_000
RUNS = 5
WORDS = [
    "the",
    "ferry",
    "leaves",
    "old",
    "harbour",
    "at",
    "seven",
    "and",
    "we",
    "waited",
    "until",
    "midnight",
    "but",
    "nobody",
    "called",
    "us",
    "from",
    "home",
    "so",
    "went",
]


def clock(ms: int) -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def srt(cues: int, *, faulty: bool) -> bytes:
    """Return an SRT file with seeded text; every second cue of a faulty one breaks a rule."""
    dice = random.Random(7)
    at, rows = 1000, []
    for number in range(1, cues + 1):
        words = [dice.choice(WORDS) for _ in range(dice.randint(6, 12))]
        words[0] = words[0].capitalize()
        middle = len(words) // 2
        text = " ".join(words[:middle]) + "\n" + " ".join(words[middle:]) + "."
        duration = max(1000, len(text) * 1000 // 15) // 40 * 40 + 40
        gap = 600
        if faulty and number % 2:
            fault = dice.randrange(5)
            duration = duration // 80 * 40 if fault == 0 else duration
            gap = (40, 200)[fault % 2] if fault in (1, 2) else gap
            text = text.replace(" ", "  ", 1) if fault == 3 else text.replace("\n", " ") if fault == 4 else text
        rows.append(f"{number}\n{clock(at)} --> {clock(at + duration)}\n{text}\n")
        at += duration + gap
    return "\n".join(rows).encode()


def timed(job: Callable[[], object]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun


def main(cues: int) -> int:
    profile = profiles.load("netflix-en")
    options = Options(language="en", rate=Fraction(25), cuts=tuple(range(0, cues * 4000, 40_000)))
    print(f"{len(all_rules())} rules, netflix-en, 25 frames/s, {len(options.cuts):,} shot changes, {cues:,} cues")
    slowest = float("inf")
    for label, faulty in (("careful", False), ("faulty", True)):
        data = srt(cues, faulty=faulty)
        track: Track = captionkit.load(data)
        count = len(check(track, profile, options))
        reading, checking = [], []
        for _ in range(RUNS):
            reading.append(timed(partial(captionkit.load, data)))
            fresh = captionkit.load(data)  # a track whose text nobody has asked for yet
            checking.append(timed(partial(check, fresh, profile, options)))
        read, checked = median(reading), median(checking)
        slowest = min(slowest, cues / checked)
        print(
            f"{label:<8} check {cues / checked:>9,.0f} cues/s, {checked / read:.1f} times the reading"
            f" ({cues / read:,.0f} cues/s), {count:,} findings"
        )
    part = Track(captionkit.load(srt(cues // 10, faulty=True)).cues)
    spent = timed(lambda: fix(part, profile, Options(language="en", rate=Fraction(25))))
    print(f"faulty   fix   {len(part) / spent:>9,.0f} cues/s")
    report = Report(
        "netflix-en", (FileReport("a.srt", track, check(track, profile, options), statistics=statistics(track)),)
    )
    for form in ("text", "sarif", "html"):
        print(f"faulty   {form:<6}{cues / timed(partial(render, report, form)):>9,.0f} cues/s")
    print(f"bar: {BAR:,} cues/s; slowest check {slowest:,.0f}: {'reached' if slowest >= BAR else 'MISSED'}")
    return int(slowest < BAR)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))

"""How fast checking and fixing are: cues a second on one core, and as a ratio to reading the same file.

    python benchmarks/quality.py [CUES]

Two files: one as a careful subtitler delivers it, one with a fault in every cue (too short, too near the next, a gap
that flickers, doubled blanks, one line too long). Each measurement is the median of alternating runs. The bars:
checking with all rules runs at 25,000 cues a second or more, fixing the faulty file at 6,000.
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

CHECK_BAR, FIX_BAR = 25_000, 6_000
RUNS = 5
#: Words that may end a line, and words that may not.
ENDS = ["ferry", "harbour", "seven", "midnight", "nobody", "home", "water", "keeper", "lantern", "morning"]
INSIDE = ["the", "leaves", "old", "at", "and", "we", "waited", "until", "but", "called", "from", "so", "went", *ENDS]
FAULTS = ("short", "near", "flicker", "blanks", "unbroken")


def clock(ms: int) -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def line(dice: random.Random) -> str:
    """Return a line of 24 to 36 characters that ends with a word that may end it."""
    words = [dice.choice(INSIDE)]
    while len(" ".join(words)) < 24:
        words.append(dice.choice(INSIDE))
    return " ".join([*words[:-1], dice.choice(ENDS)])


def srt(cues: int, *, faulty: bool) -> bytes:
    """Return an SRT file with seeded text; each cue of a faulty one breaks a rule, in five ways."""
    dice = random.Random(7)
    at, rows = 1000, []
    for number in range(1, cues + 1):
        text = f"{line(dice).capitalize()}\n{line(dice)}."
        duration = max(1000, len(text) * 1000 // 15) // 40 * 40 + 40
        gap = 600
        fault = dice.choice(FAULTS) if faulty else ""
        if fault == "short":
            duration, gap = duration // 120 * 80, gap + 400
        gap = {"near": 40, "flicker": 200}.get(fault, gap)
        text = {"blanks": text.replace(" ", "  ", 1), "unbroken": text.replace("\n", " ")}.get(fault, text)
        rows.append(f"{number}\n{clock(at)} --> {clock(at + duration)}\n{text}\n")
        at += duration + gap
    return "\n".join(rows).encode()


def timed(job: Callable[[], object]) -> float:
    begun = time.process_time()
    job()
    return time.process_time() - begun


def main(cues: int) -> int:
    profile = profiles.load("netflix-en")
    options = Options(language="en", rate=Fraction(25), shot_changes=tuple(range(0, cues * 4000, 40_000)))
    print(
        f"{len(all_rules())} rules, netflix-en, 25 frames/s, {len(options.shot_changes):,} shot changes, {cues:,} cues"
    )
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
    plain = Options(language="en", rate=Fraction(25))
    data = srt(cues, faulty=True)
    found = {finding.cue for finding in check(captionkit.load(data), profile, plain)}
    fixing = []
    for _ in range(3):
        fresh = captionkit.load(data)
        fixing.append(timed(partial(fix, fresh, profile, plain)))
    fixed = cues / median(fixing)
    print(f"faulty   fix   {fixed:>9,.0f} cues/s, {len(found):,} cues with findings")
    report = Report(
        "netflix-en", (FileReport("a.srt", track, check(track, profile, options), statistics=statistics(track)),)
    )
    for form in ("text", "sarif", "html"):
        print(f"faulty   {form:<6}{cues / timed(partial(render, report, form)):>9,.0f} cues/s")
    reached = slowest >= CHECK_BAR and fixed >= FIX_BAR
    bars = f"check {CHECK_BAR:,}, fix {FIX_BAR:,} cues/s"
    print(f"bars: {bars}; slowest check {slowest:,.0f}, fix {fixed:,.0f}: {'reached' if reached else 'MISSED'}")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))

"""Seeded subtitle tracks of any size, as SRT and WebVTT, with what real ones hold: accents, CJK, right-to-left text,
emoji, tags, settings, identifiers, comments. The same (seed, number) gives the same bytes on every machine.

    python benchmarks/generate.py FOLDER [NUMBER OF CUES ...]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

OPENINGS = (
    "The harbour",
    "A new bridge",
    "The city council",
    "Nobody",
    "Our reporter",
    "Her brother",
    "The weather",
    "That old clock",
)
MIDDLES = (
    "opened late this morning",
    "was seen near the station",
    "has not said why",
    "will stay closed until Friday",
    "kept the whole town awake",
    "brought rain and wind",
    "looked better than expected",
    "cost more than planned",
)
ENDINGS = (
    "and the crowd went home.",
    "but nobody noticed at first.",
    "so the trains were late?",
    "for the third time this year!",
    "as we heard an hour ago.",
    "while the band played on...",
)
ACCENTS = (
    "À bientôt, dit le maire déçu.",
    "Größere Schäden gab es nicht.",
    "¿Dónde está el café?",
    "Żółta łódź stała przy brzegu.",
    "Příště přijede včas.",
)
CJK = ("橋は来週また通れます。", "明天的天气会比今天暖和。", "다리가 다시 열립니다.")
RTL = ("הגשר ייפתח בשבוע הבא.", "سيفتح الجسر غدا.")
EMOJI = ("🎵", "👏🏽", "👩‍🚒")
SPEAKERS = ("Ann", "Dr. Okafor", "Zoë")
SETTINGS = ("line:0", "align:start position:10%", "line:85% size:80%", "align:end")


def text_of(dice: random.Random) -> list[str]:
    """Return the one or two lines of a cue."""
    kind = dice.random()
    if kind < 0.05:
        return [dice.choice(CJK)]
    if kind < 0.07:
        return [dice.choice(RTL)]
    if kind < 0.19:
        return [dice.choice(ACCENTS), f"{dice.choice(MIDDLES).capitalize()}."]
    lines = [f"{dice.choice(OPENINGS)} {dice.choice(MIDDLES)}"]
    if dice.random() < 0.65:
        lines.append(dice.choice(ENDINGS))
    if dice.random() < 0.02:
        lines[-1] += " " + dice.choice(EMOJI)
    return lines


def cues(number: int, seed: int) -> Iterator[tuple[int, int, list[str], float, float]]:
    """Yield start, end, lines and two dice throws (markup, surroundings) of each cue."""
    dice = random.Random(seed)
    step = min(3000, 300_000_000 // number)
    start = 500
    for _ in range(number):
        yield start, start + dice.randint(step // 2, step * 9 // 10), text_of(dice), dice.random(), dice.random()
        start += step + dice.randint(0, step // 12)


def stamp(ms: int, separator: str) -> str:
    """Return ``hh:mm:ss,mmm``."""
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{separator}{ms % 1000:03d}"


def srt_lines(lines: list[str], throw: float) -> list[str]:
    """Return the lines with SRT markup in some 18 of 100 cues."""
    first, rest = lines[0], lines[1:]
    if throw < 0.10:
        return [f"<i>{first}", *rest[:-1], rest[-1] + "</i>"] if rest else [f"<i>{first}</i>"]
    if throw < 0.12:
        return [f"<b>{first}</b>", *rest]
    if throw < 0.13:
        return [f"<u>{first}</u>", *rest]
    if throw < 0.16:
        return [f'<font color="#ffff00">{first}</font>', *rest]
    return ["{\\an8}" + first, *rest] if throw < 0.18 else lines


def vtt_lines(lines: list[str], throw: float, around: float) -> list[str]:
    """Return the same lines with the same markup in WebVTT's words."""
    marked = srt_lines(lines, throw)
    marked[0] = marked[0].replace("{\\an8}", "").replace('<font color="#ffff00">', "<c.yellow>")
    marked = [line.replace("</font>", "</c>") for line in marked]
    if 0.08 <= around < 0.12:
        marked[0] = f"<v {SPEAKERS[int(around * 1000) % 3]}>{marked[0]}"
    return marked


def srt(number: int, seed: int = 7) -> str:
    """Return an SRT file of so many cues."""
    return "".join(
        f"{n}\n{stamp(start, ',')} --> {stamp(end, ',')}\n" + "\n".join(srt_lines(lines, throw)) + "\n\n"
        for n, (start, end, lines, throw, _) in enumerate(cues(number, seed), 1)
    )


def vtt(number: int, seed: int = 7) -> str:
    """Return the same track as WebVTT, with settings, identifiers, a style sheet and comments."""
    out = ["WEBVTT - generated\nLanguage: en\n\nSTYLE\n::cue(.yellow) { color: yellow }\n\n"]
    for n, (start, end, lines, throw, around) in enumerate(cues(number, seed), 1):
        if n % 500 == 0:
            out.append(f"NOTE part {n // 500}\n\n")
        name = f"cue-{n}\n" if around > 0.8 else ""
        top = " line:0" if 0.16 <= throw < 0.18 else ""
        settings = f" {SETTINGS[n % 4]}" if around < 0.08 else top
        body = "\n".join(vtt_lines(lines, throw, around))
        out.append(f"{name}{stamp(start, '.')} --> {stamp(end, '.')}{settings}\n{body}\n\n")
    return "".join(out)


def main(folder: str = "generated", *numbers: str) -> None:
    """Write N.srt and N.vtt for each number of cues."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for number in [int(n) for n in numbers] or [1000, 10_000, 100_000]:
        (place / f"{number}.srt").write_text(srt(number), "utf-8", newline="")
        (place / f"{number}.vtt").write_text(vtt(number), "utf-8", newline="")


if __name__ == "__main__":
    main(*sys.argv[1:])

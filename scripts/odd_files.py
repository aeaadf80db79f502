"""The odd files: what captionkit and others make of them, as ``docs/formats/odd-files.md``.

    python scripts/odd_files.py             write the table (readers that are not installed get no column)
    python scripts/odd_files.py --expect    rewrite the expectations beside the files from what captionkit reads now;
                                            look at the difference before you keep it

The files stand in ``tests/formats/data/odd``: ``NAME`` and ``NAME.json`` with what it is about, the cues (start and end
in ms, text), the diagnostics (code, line) and whether ``strict`` refuses it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from captionkit.errors import StrictError
from captionkit.formats import FORMATS
from captionkit.sources import ReadOptions, Source

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "formats" / "data" / "odd"
TABLE = ROOT / "docs" / "formats" / "odd-files.md"

Cues = list[tuple[int, int, str]]


def read_odd(path: Path, *, strict: bool = False) -> tuple[Cues, list[tuple[str, int | None]]]:
    """Return cues and diagnostics as captionkit reads them, the format taken from the suffix."""
    source = Source(path.read_bytes(), path.name)
    result = FORMATS.get(path.suffix[1:]).read(source, ReadOptions(strict=strict))
    found = (*source.noticed, *result.diagnostics)
    return [(c.start, c.end, c.text) for c in result.value], [(d.code, d.line) for d in found]


def expectation(path: Path) -> dict:
    """Return what captionkit makes of a file, in the shape that is kept beside it."""
    old = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    cues, notes = read_odd(path)
    try:
        read_odd(path, strict=True)
        strict = "reads"
    except StrictError:
        strict = "refuses"
    return {"about": old["about"], "cues": cues, "diagnostics": notes, "strict": strict}


def files() -> list[Path]:
    return [path for path in sorted(FOLDER.iterdir()) if path.suffix in (".srt", ".vtt")]


def bare(text: str) -> str:
    """Return text without tags and outer blanks, blank lines left out: what all can agree on."""
    text = re.sub(r"</?[a-zA-Z][^<>]*>|\{\\[^{}]*\}|<[\d:.]+>", "", text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def by_pysrt(path: Path) -> Cues:
    import pysrt

    return [(i.start.ordinal, i.end.ordinal, i.text) for i in pysrt.open(str(path))]


def by_webvtt(path: Path) -> Cues:
    import webvtt

    read = webvtt.from_srt if path.suffix == ".srt" else webvtt.read
    return [(round(c.start_in_seconds * 1000), round(c.end_in_seconds * 1000), c.text) for c in read(str(path))]


def by_pysubs2(path: Path) -> Cues:
    import pysubs2

    return [(e.start, e.end, e.plaintext) for e in pysubs2.load(str(path), format_=path.suffix[1:])]


def by_srt(path: Path) -> Cues:
    import srt

    def ms(delta: object) -> int:
        return round(delta.total_seconds() * 1000)  # type: ignore[attr-defined]

    return [(ms(s.start), ms(s.end), s.content) for s in srt.parse(path.read_text("utf-8"))]


def by_ffmpeg(path: Path) -> Cues:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.srt"
        command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return read_odd(out)[0]


READERS: dict[str, Callable[[Path], Cues]] = {
    "captionkit": lambda path: read_odd(path)[0],
    "pysrt": by_pysrt,
    "webvtt-py": by_webvtt,
    "pysubs2": by_pysubs2,
    "srt": by_srt,
    "ffmpeg": by_ffmpeg,
}
ONE_FORMAT = {"pysrt": ".srt", "srt": ".srt"}


def verdict(reader: str, path: Path, wanted: Cues) -> str:
    """Return in a word what a reader makes of a file."""
    if ONE_FORMAT.get(reader, path.suffix) != path.suffix:
        return "–"
    try:
        found = sorted(READERS[reader](path))
    except Exception as error:  # whatever another library raises is its answer
        return f"refused ({type(error).__name__})"
    wanted = sorted((start, end, text) for start, end, text in wanted)
    if len(found) != len(wanted):
        return f"{len(found)} of {len(wanted)} cues"
    if [bare(text) for _, _, text in found] != [bare(text) for _, _, text in wanted]:
        return "text"
    if [cue[:2] for cue in found] != [cue[:2] for cue in wanted]:
        return "times"
    return "yes"


def installed() -> list[str]:
    from importlib.util import find_spec

    modules = {"pysrt": "pysrt", "webvtt-py": "webvtt", "pysubs2": "pysubs2", "srt": "srt"}
    return [
        name
        for name in READERS
        if name == "captionkit" or (shutil.which("ffmpeg") if name == "ffmpeg" else find_spec(modules[name]))
    ]


def table() -> str:
    names = installed()
    rows, right, asked = [], Counter(), Counter()
    for path in files():
        kept = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
        wanted = [tuple(cue) for cue in kept["cues"]]
        cells = []
        for name in names:
            cell = verdict(name, path, wanted)
            asked[name] += cell != "–"
            right[name] += cell == "yes"
            cells.append(cell)
        codes = ", ".join(f"`{code}`" for code in dict.fromkeys(code for code, _ in kept["diagnostics"])) or "nothing"
        rows.append(f"| `{path.name}` | {kept['about']} | {' | '.join(cells)} | {codes} |")
    head = f"| file | what is odd | {' | '.join(names)} | captionkit reports |\n|---|---|{'---|' * (len(names) + 1)}"
    total = f"| **as expected** | | {' | '.join(f'**{right[n]} of {asked[n]}**' for n in names)} | |"
    return "\n".join([INTRODUCTION, head, *rows, total, ""])


INTRODUCTION = """# Odd files, and what readers make of them

Made by `python scripts/odd_files.py` from `tests/formats/data/odd`, where each file stands with the cues and
diagnostics that captionkit's tests demand. *yes*: the expected cues, times and text (markup and blank lines apart);
*text*, *times*: that many cues, but another text or other times; *n of m cues*: cues lost or too many; *refused*:
an exception or an error exit. A dash: the program does not read the format. What is expected is what captionkit's
documented choices say ([SRT](srt.md), [WebVTT](webvtt.md)); where two readings are possible, a peer that took the
other one has *times* or *text* here and is not wrong. What matters more: everything in the last column is
reported; the others report nothing unless they refuse.
"""


def main() -> None:
    if "--expect" in sys.argv:
        for path in files():
            shape = json.dumps(expectation(path), ensure_ascii=False, indent=1)
            shape = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", shape)
            path.with_name(path.name + ".json").write_text(shape + "\n", "utf-8")
        return
    TABLE.write_text(table(), "utf-8")


if __name__ == "__main__":
    main()

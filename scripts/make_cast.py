"""Draw the first commands of a new user and what they print, as a picture that types itself.

``scripts/make_docs.py`` writes it. The commands are run, on copies of the samples, in a folder of their own; what they
print to either stream is drawn line by line as SVG whose animation is CSS alone: nothing is loaded, nothing runs, and
where a reader wants less motion the last picture stands from the beginning.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (
    "captionkit caption harbour_news.whisper.json --profile netflix-en -o news.en.srt",
    "head -8 news.en.srt",
    "captionkit check news.en.srt --profile netflix-en",
    "captionkit convert news.en.srt news.en.vtt",
)
#: Characters a line, and the size of one in pixels; seconds that a command takes to be typed and a line to be read.
COLUMNS, WIDE, HIGH, MARGIN = 96, 8.4, 20, 18
TYPED, READ = 1.4, 0.35
STYLE = """
svg { background: #14181f }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #c9d1d9; white-space: pre }
.command { fill: #ffffff; font-weight: 600 }
.prompt { fill: #7ee787 }
g { opacity: 0; animation: come 0.01s forwards }
@keyframes come { to { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { g { animation: none; opacity: 1 } }
""".strip()


def session() -> Iterator[tuple[str, list[str]]]:
    """Run the commands one after the other; yield each with the lines it prints."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "samples" / "harbour_news.whisper.json", folder)
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        for command in COMMANDS:
            done = subprocess.run(
                command, shell=True, cwd=folder, check=True, text=True, encoding="utf-8",
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "PATH": path},
            )  # fmt: skip
            yield command, [part for line in done.stdout.splitlines() for part in folded(line)]


def folded(line: str) -> list[str]:
    """Return a line as a terminal of this width shows it."""
    return [line[at : at + COLUMNS] for at in range(0, len(line), COLUMNS)] or [""]


def drawn() -> str:
    """Return the picture."""
    rows: list[str] = []
    clock = 0.5

    def row(text: str) -> None:
        y = MARGIN + HIGH * len(rows) + 14
        rows.append(f'<g style="animation-delay:{clock:.2f}s"><text x="{MARGIN}" y="{y}">{text}</text></g>')

    for command, lines in session():
        row(f'<tspan class="prompt">$ </tspan><tspan class="command">{escape(command)}</tspan>')
        clock += TYPED
        for line in lines:
            row(escape(line))
            clock += READ
        clock += TYPED
    wide, high = round(COLUMNS * WIDE + 2 * MARGIN), HIGH * len(rows) + 2 * MARGIN
    label = "A terminal: a transcript is captioned, the file is shown, checked and converted."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" aria-label="{label}">',
            f"<style>{STYLE}</style>",
            f'<rect width="{wide}" height="{high}" rx="8" fill="#14181f"/>',
            *rows,
            "</svg>\n",
        ]
    )

"""Pictures of the workbench for the docs: a small film is made and spoken, its track edited, each view photographed.

python scripts/screenshots.py [FOLDER] [--views edit,notes] [--widths 390,1280,2560]

Needs ffmpeg, espeak-ng and chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VIEWS = ("edit", "text", "proposals", "notes", "numbers", "changes")
SIZES = {390: (390, 844), 1280: (1280, 800), 2560: (2560, 1440)}
TALK = (
    ("Good evening, and welcome to the harbour.", "Guten Abend und willkommen am Hafen."),
    ("Tonight the last ferry of the year leaves for the islands.", "Heute Nacht fährt die letzte Fähre zu den Inseln."),
    ("I never said that we would not come back.", "Ich habe nie gesagt, dass wir nicht zurückkommen."),
    ("No, but you packed everything you own into one small boat.", "Nein, aber du hast alles in ein Boot gepackt."),
    ("Wait. Listen.", "Warte. Hör doch."),
    (
        "That is the fog signal. It has not sounded since the winter when the whole fleet stayed out.",
        "Das ist das Nebelhorn. Es schweigt seit dem Winter, in dem die Flotte draußen blieb.",
    ),
    ("My grandmother kept a list of every ship.", "Meine Großmutter führte eine Liste aller Schiffe."),
    ("She wrote it on the kitchen wall, in pencil, beside the door.", "Sie schrieb sie an die Wand, neben die Tür."),
    ("And nobody painted over it?", "Und niemand hat sie übermalt?"),
    ("Nobody dared.", "Niemand hat sich getraut."),
    ("The harbour master says the wind will turn before midnight.", "Der Hafenmeister sagt, der Wind dreht bald."),
    ("Then we have two hours to load the bread, the letters and the dog.", "Dann laden wir Brot, Briefe und den Hund."),
    ("The dog stays here.", "Der Hund bleibt hier."),
    ("The dog has a ticket.", "Der Hund hat eine Fahrkarte."),
    ("Fine. The dog has a ticket, and I have a headache.", "Gut. Der Hund hat eine Fahrkarte, und ich habe Kopfweh."),
    ("Look at the lights over there.", "Sieh mal, die Lichter da drüben."),
)  # fmt: skip
COLOURS = (
    "0x0b1d33 0x355c7d 0x6c5b7b",
    "0x1b262c 0x0f4c75 0x3282b8",
    "0x2b2d42 0x5d6a85 0x8d99ae",
    "0x132a13 0x31572c 0x6a8f3c",
)
EDITS = """async () => {
  const {api, store} = captionkit, [a, b, c, , , f, , h, i, j] = store.rows.map(row => row.id);
  const op = (act) => api.op(act);
  await op({do: "note", id: c, text: "Could this be softer? \\u201cnever once\\u201d, perhaps.", who: "Client",
    suggest: "I never once said that\\nwe would not come back."});
  await op({do: "note", id: f, ms: store.row(f).start + 800, text: "Two cues, please.", who: "Client"});
  await op({do: "text", id: a, lines: ["Good evening, and welcome to the quay."]});
  await op({do: "time", id: b, start: store.row(b).start - 120});
  await op({do: "style", id: c, line: 0, from: 2, to: 7, style: "i", on: true});
  await op({do: "state", ids: [a, b], value: "approved"});
  await op({do: "state", ids: [h], value: "redo"});
  await op({do: "merge", ids: [i, j]});
}"""


def _spoken(folder: Path) -> list[tuple[int, int]]:
    """Write ``talk.wav``; return when each line is said, in ms."""
    rate, sound, times = 22050, array("h"), []
    sound.extend([0] * int(0.8 * rate))
    for n, (line, _) in enumerate(TALK):
        part = folder / "part.wav"
        subprocess.run(
            ["espeak-ng", "-v", "en-us" if n % 2 else "en-gb", "-s", "165", "-w", str(part), line], check=True
        )
        start = len(sound)
        with wave.open(str(part)) as read:
            sound.frombytes(read.readframes(read.getnframes()))
        times.append((1000 * start // rate // 40 * 40, 1000 * len(sound) // rate // 40 * 40))
        sound.extend([0] * int((0.45 if n % 3 else 1.1) * rate))
    with wave.open(str(folder / "talk.wav"), "wb") as written:
        written.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        written.writeframes(sound.tobytes())
    return times


def _film(folder: Path, seconds: float) -> Path:
    parts, inputs = 8, []
    for n in range(parts):
        one, two, three = COLOURS[n % len(COLOURS)].split()
        source = f"gradients=s=960x540:c0={one}:c1={two}:c2={three}:n=3:seed={n + 3}:speed=0.008:r=25"
        inputs += ["-f", "lavfi", "-t", f"{seconds / parts:.3f}", "-i", source]
    joined = "".join(f"[{n}:v]" for n in range(parts)) + f"concat=n={parts}:v=1[v]"
    target = folder / "harbour.mp4"
    maps = ["-filter_complex", joined, "-map", "[v]", "-map", f"{parts}:a", "-timecode", "10:00:00:00", "-shortest"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac"]
    command = ["ffmpeg", "-v", "error", "-y", *inputs, "-i", str(folder / "talk.wav"), *maps, *codecs, str(target)]
    subprocess.run(command, check=True)
    return target


def _lines(text: str) -> str:
    if len(text) <= 42:
        return text
    cut = min((n for n, letter in enumerate(text) if letter == " "), key=lambda n: abs(n - len(text) / 2))
    return text[:cut] + "\n" + text[cut + 1 :]


def _track(target: Path, times: Sequence[tuple[int, int]], language: int) -> Path:
    def clock(ms: int) -> str:
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    blocks = []
    for n, ((start, end), texts) in enumerate(zip(times, TALK, strict=True)):
        end = {3: start + 1400, 4: start + 480, 6: times[7][0] - 40 if n == 6 else end}.get(n, end)
        blocks.append(f"{n + 1}\n{clock(start)} --> {clock(end)}\n{_lines(texts[language])}\n")
    target.write_text("\n".join(blocks), "utf-8")
    return target


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    times = _spoken(folder)
    sources = [
        _film(folder, times[-1][1] / 1000 + 2),
        _track(folder / "harbour.en.srt", times, 0),
        _track(folder / "harbour.de.srt", times, 1),
    ]
    command = [sys.executable, "-m", "captionkit", "review", *map(str, sources), "--no-open", "--profile", "netflix"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(folder / "cache")}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        address = next(match[0] for line in process.stdout if (match := re.search(r"http://\S+", line)))
        try:
            yield address
        finally:
            process.terminate()


def _photographed(page: Any, view: str, target: Path) -> None:
    page.evaluate("view => captionkit.show(view)", view)
    page.wait_for_timeout(2500 if view == "proposals" else 700)
    with tempfile.NamedTemporaryFile(suffix=".png") as whole:
        page.screenshot(path=whole.name)
        palette = "split[a][b];[a]palettegen=max_colors=160[p];[b][p]paletteuse=dither=none"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", whole.name, "-vf", palette, str(target)], check=True)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "docs" / "pictures"))
    parser.add_argument("--views", default=",".join(VIEWS))
    parser.add_argument("--widths", default="390,1280,2560")
    given = parser.parse_args()
    target = Path(given.folder)
    target.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as temporary,
        _served(Path(temporary)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        edited = False
        for width in map(int, given.widths.split(",")):
            for scheme in ("light", "dark"):
                size = {"width": SIZES[width][0], "height": SIZES[width][1]}
                context = browser.new_context(
                    viewport=size, color_scheme=scheme, locale="en-GB", is_mobile=width < 700, has_touch=width < 700
                )
                page = context.new_page()
                page.goto(address)
                page.locator("body[data-ready=yes]").wait_for()
                if not edited:
                    page.wait_for_timeout(4000)  # waveform, speech and shot changes
                    page.evaluate(EDITS)
                    edited = True
                page.wait_for_timeout(900)
                page.evaluate("captionkit.run('problem-next'); captionkit.run('problem-next')")
                page.wait_for_timeout(900)
                for view in given.views.split(","):
                    _photographed(page, view, target / f"review-{view}-{width}-{scheme}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main()

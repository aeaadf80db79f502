"""The workbench as an editor has it: `captionkit review` in a process of its own, its page in Debian's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

__all__ = ["RATE", "Bench", "bench", "cue_lines", "film", "open_page", "srt"]

RATE = 25
_SIDE, _TALL = 160, 90


def film(path: Path, seconds: int = 60, *, rate: str = "25", codec: Sequence[str] = ("libx264", "aac")) -> Path:
    """Write a film each frame of which shows its own number, as 16 black or white bars; with a tone as its sound."""
    numerator, _, denominator = rate.partition("/")
    count = seconds * int(numerator) // int(denominator or 1)
    video, audio = codec
    command = [
        "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{_SIDE}x{_TALL}", "-r", rate,
        "-i", "-", "-f", "lavfi", "-t", str(seconds), "-i", "sine=frequency=300:sample_rate=48000",
        "-c:v", video, "-g", "25", "-pix_fmt", "yuv422p10le" if video == "prores_ks" else "yuv420p",
        "-c:a", audio, "-shortest",
    ]  # fmt: skip
    fast = {"libx264": ["-preset", "ultrafast"], "libvpx": ["-deadline", "realtime", "-cpu-used", "8"]}.get(video, [])
    with subprocess.Popen([*command, *fast, str(path)], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for number in range(count):
            bars = bytes(255 if number >> bar & 1 else 0 for bar in range(16) for _ in range(_SIDE // 16))
            process.stdin.write(bars * _TALL)
        process.stdin.close()
        assert process.wait() == 0
    return path


#: The number of the frame on screen, read from its bars.
FRAME = """() => {
  const film = document.getElementById("film"), canvas = new OffscreenCanvas(160, 90), pen = canvas.getContext("2d");
  pen.drawImage(film, 0, 0, 160, 90);
  let number = 0;
  for (let bar = 0; bar < 16; bar++) if (pen.getImageData(bar * 10 + 5, 20, 1, 1).data[0] > 127) number += 1 << bar;
  return number;
}"""


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def srt(cues: Sequence[tuple[int, int, str]]) -> str:
    """Return cues (start, end in ms, text) as an SRT file."""
    blocks = [f"{n}\n{_clock(start)} --> {_clock(end)}\n{text}\n" for n, (start, end, text) in enumerate(cues, 1)]
    return "\n".join(blocks)


class Bench:
    """A workbench in a process: where its page is, and the folder of its files."""

    def __init__(self, folder: Path, sources: Sequence[Path], options: Sequence[str] = ()) -> None:
        self.folder, self.sources, self.options = folder, list(sources), list(options)
        self.start()

    def start(self) -> None:
        """Start it, again where it was killed."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(self.folder / "cache")}
        command = [sys.executable, "-m", "captionkit", "review", *map(str, self.sources), "--no-open", *self.options]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder
        )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if match := re.search(r"http://\S+", line):
                self.address = match[0]
                return
        raise AssertionError(f"no address: {said}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._close()

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._close()

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextmanager
def bench(folder: Path, *sources: Path, options: Sequence[str] = ()) -> Iterator[Bench]:
    """Open files in a workbench until the block ends."""
    for extra in ("starlette", "uvicorn"):
        pytest.importorskip(extra, reason="not run: the extra review is not installed")
    running = Bench(folder, sources, options)
    try:
        yield running
    finally:
        running.stop()


def open_page(
    browser: Any, address: str, *, width: int = 1280, height: int = 800, dark: bool = False, **more: Any
) -> Any:
    """Open the page in a fresh profile; what it complains of is in ``page.complaints``."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB", **more
    )
    return tab(context, address)


def tab(context: Any, address: str) -> Any:
    """Open the page in a profile that is there."""
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(20_000)
    page.goto(address)
    page.locator("body[data-ready=yes]").wait_for()
    settled(page)
    return page


def settled(page: Any) -> None:
    """Wait until everything is sent, answered and judged."""
    page.evaluate(
        """async () => {
          const rest = (ms) => new Promise(done => setTimeout(done, ms));
          const until = async (holds) => { for (let n = 0; n < 600 && !holds(); n++) await rest(15); };
          captionkit.editor.flush();
          await until(() => captionkit.api.idle() && captionkit.store.judged >= 1);
          await new Promise(r => setTimeout(r, 120));
        }"""
    )


def rows(page: Any) -> list[tuple[int, int, str]]:
    """Return the cues as the page has them."""
    found = page.evaluate("captionkit.store.rows.map(row => [row.start, row.end, captionkit.store.text(row)])")
    return [(start, end, text) for start, end, text in found]


def cue_lines(page: Any) -> list[str]:
    """Return the texts as the page has them, lines parted by ``/``."""
    return [text.replace("\n", "/") for _, _, text in rows(page)]


def focus(page: Any) -> str:
    """Return what has the focus: the cue's identifier for a row, ``text`` for its field, else the element's name."""
    found: str = page.evaluate(
        """() => {
          const node = document.activeElement;
          if (!node || node === document.body) return "body";
          if (node.classList.contains("row")) return node.dataset.id;
          if (node.classList.contains("field")) return "text";
          return node.id || node.className || node.tagName;
        }"""
    )
    return found


def has_chromium() -> bool:
    """Whether there is a Chromium to drive."""
    return shutil.which("chromium") is not None

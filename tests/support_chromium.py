"""What Chromium's own WebVTT parser makes of files: one headless run for any number of them."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["CHROMIUM", "chromium_cues"]

#: The program's name, for ``tests.support.needs``.
CHROMIUM = "chromium"

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--virtual-time-budget=60000",
)

_PAGE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const files = %s;
const found = {};
let waiting = Object.keys(files).length;
function done() {
  if (--waiting) return;
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
}
const number = value => value;
function shape(cue) {
  const holder = document.createElement("div");
  holder.append(cue.getCueAsHTML());
  return {id: cue.id, start: Math.round(cue.startTime * 1000), end: Math.round(cue.endTime * 1000),
    text: cue.text,
    shown: holder.textContent, html: holder.innerHTML, vertical: cue.vertical, snapToLines: cue.snapToLines,
    line: number(cue.line), position: number(cue.position), size: number(cue.size), align: cue.align,
    lineAlign: cue.lineAlign || "start", positionAlign: cue.positionAlign || "auto",
    region: cue.region && cue.region.id};
}
for (const [name, data] of Object.entries(files)) {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  const video = document.createElement("video");
  const track = document.createElement("track");
  track.onload = () => { found[name] = Array.from(track.track.cues || [], shape); done(); };
  track.onerror = () => { found[name] = null; done(); };
  track.src = URL.createObjectURL(new Blob([bytes], {type: "text/vtt"}));
  video.append(track);
  document.body.append(video);
  track.track.mode = "hidden";
}
if (!waiting) { waiting = 1; done(); }
</script></body>"""


def chromium_cues(files: Mapping[str, bytes], timeout: float = 180) -> dict[str, list[dict[str, Any]] | None]:
    """Return for each file the cues that ``<track>`` gives a page, or None where Chromium refuses the file.

    Times are ms. ``text`` is the cue text as in the file, ``shown`` its characters without markup.
    """
    program = shutil.which(CHROMIUM)
    assert program is not None, "chromium is not installed"
    data = {name: base64.b64encode(content).decode() for name, content in files.items()}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder, "page.html")
        page.write_text(_PAGE % json.dumps(data).replace("<", "\\u003c"), encoding="utf-8")
        command = [program, *_FLAGS, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=True)
    match = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode("utf-8"), re.DOTALL)
    assert match is not None, f"chromium gave no result: {done.stdout[-500:]!r} {done.stderr[-500:]!r}"
    found: dict[str, list[dict[str, Any]] | None] = json.loads(html.unescape(match[1]))
    return found

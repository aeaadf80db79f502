"""Chromium, headless: what its own WebVTT parser makes of files, and what a script finds in a page."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["CHROMIUM", "CHROMIUM_FLAGS", "chromium_cues", "chromium_finds", "with_script"]

#: The program's name, for ``tests.support.needs``.
CHROMIUM = "chromium"

#: How the browser is run.
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
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


_PROBE = """<script>addEventListener("load", async () => {
  let found;
  try { found = await (async () => { SCRIPT })(); } catch (error) { found = "failed: " + error.stack; }
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  parent.document.body.append(out);
});</script></body>"""


def chromium_cues(files: Mapping[str, bytes], timeout: float = 180) -> dict[str, list[dict[str, Any]] | None]:
    """Return for each file the cues that ``<track>`` gives a page, or None where Chromium refuses the file.

    Times are ms. ``text`` is the cue text as in the file, ``shown`` its characters without markup.
    """
    data = {name: base64.b64encode(content).decode() for name, content in files.items()}
    page = _PAGE % json.dumps(data).replace("<", "\\u003c")
    found: dict[str, list[dict[str, Any]] | None] = _found(page, ["--virtual-time-budget=60000"], timeout)
    return found


def chromium_finds(page: str, script: str, *, width: int = 1200, dark: bool = False, timeout: float = 120) -> Any:
    """Return what a script finds in a page that is shown ``width`` pixels wide: the value it returns or promises."""
    probe = _PROBE.replace("SCRIPT", script.replace("</", "<\\/"))
    own = probe[len("<script>") : probe.index("</script>")]
    head, _, tail = with_script(page, own, put=False).rpartition("</body>")
    # in a frame, since no window can be narrower than 500 pixels
    frame = f'<iframe style="width:{width}px;height:1000px;border:0" srcdoc="{html.escape(head + probe + tail)}">'
    outer = f'<!DOCTYPE html><meta charset="utf-8"><style>:root{{color-scheme:light dark}}</style>{frame}</iframe>'
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    return _found(outer, ["--window-size=1400,1100", scheme, "--virtual-time-budget=20000"], timeout)


def with_script(page: str, script: str, *, put: bool = True) -> str:
    """Return a page with a script put in its head, which its policy lets run as it lets its own: by its hash."""
    allowed = base64.b64encode(sha256(script.encode()).digest()).decode()
    page = page.replace("script-src '", f"script-src 'sha256-{allowed}' '", 1)
    return page.replace("</head>", f"<script>{script}</script></head>", 1) if put else page


def _found(content: str, flags: list[str], timeout: float) -> Any:
    """Show a page until it has an element ``#found``, and return the JSON value in it."""
    program = shutil.which(CHROMIUM)
    assert program is not None, "chromium is not installed"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder, "page.html")
        page.write_text(content, encoding="utf-8")
        command = [program, *CHROMIUM_FLAGS, *flags, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=True)
    match = re.search(r'<pre id="found">(.*?)</pre>', done.stdout.decode("utf-8"), re.DOTALL)
    assert match is not None, f"chromium gave no result: {done.stdout[-500:]!r} {done.stderr[-500:]!r}"
    return json.loads(html.unescape(match[1]))

"""A film in hls.js in Chromium, headless, in real time: what a player makes of the captions beside it."""

from __future__ import annotations

import functools
import json
import os
import queue
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.support import ROOT
from tests.support_chromium import CHROMIUM, CHROMIUM_FLAGS

__all__ = ["HLS_JS", "played"]

#: Where ``scripts/system_packages.sh`` puts hls.js.
HLS_JS = Path(
    os.environ.get("CAPTIONKIT_HLS_JS") or ROOT / ".venv" / "hls" / "node_modules" / "hls.js" / "dist" / "hls.min.js"
)

_PAGE = """<!DOCTYPE html><meta charset="utf-8"><body><script src="/hls.js"></script><script>
const video = document.createElement("video");
video.muted = true;
document.body.append(video);
const tell = found => fetch("/found", {method: "POST", body: JSON.stringify(found)});
const wait = (target, name) => new Promise(done => target.addEventListener(name, done, {once: true}));
const until = async test => { while (!test()) await new Promise(done => setTimeout(done, 20)); };
async function shownAt(track, second) {
  video.currentTime = second;
  await wait(video, "seeked");
  await new Promise(done => setTimeout(done, 60));
  return Array.from(track.activeCues || [], cue => cue.text);
}
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 1;
const pen = canvas.getContext("2d", {willReadFrequently: true});
async function light(second) {
  const drawn = new Promise(done => video.requestVideoFrameCallback((_, frame) => done(frame.mediaTime)));
  video.currentTime = second;
  await wait(video, "seeked");
  const time = await Promise.race([drawn, new Promise(done => setTimeout(done, 500, null))]);
  pen.drawImage(video, 0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data[0] > 128 ? time : null;
}
async function lightSince(second) {
  let time = null;
  for (let at = second - 0.15; at < second + 0.15 && time === null; at += 0.01) time = await light(at);
  return time;
}
async function main() {
  const hls = new Hls({enableWorker: false, maxBufferLength: 600, renderTextTracksNatively: true});
  hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) tell({error: data.type + " " + data.details}); });
  hls.loadSource("/MASTER");
  hls.attachMedia(video);
  await new Promise(done => hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, done));
  hls.subtitleDisplay = true;
  hls.subtitleTrack = 0;
  await until(() => video.buffered.length && video.buffered.end(video.buffered.length - 1) > LENGTH - 1);
  const track = Array.from(video.textTracks).find(one => one.kind === "subtitles" || one.kind === "captions");
  track.mode = "showing";
  await until(() => track.cues && track.cues.length >= WANTED);
  await new Promise(done => setTimeout(done, 300));
  const cues = Array.from(track.cues, cue => [cue.startTime, cue.endTime, cue.text]);
  const shown = [];
  const first = video.buffered.start(0);
  for (const second of MOMENTS) shown.push(await shownAt(track, first + second));
  const pictures = [];
  if (FLASHES) for (const [start] of cues) pictures.push(await lightSince(start));
  tell({cues, shown, first, pictures});
}
main().catch(error => tell({error: String(error.stack)}));
</script></body>"""


def played(
    folder: Path, master: str, *, length: float, cues: int, moments: Sequence[float] = (), flashes: bool = False,
    timeout: float = 90,
) -> dict[str, Any]:  # fmt: skip
    """Play a folder's master playlist.

    Return the ``cues`` that the player has, by its own clock, what is ``shown`` at moments (s) counted from the first
    picture, and when that is seen (``first``). With ``flashes`` the ``pictures`` are the times, by the same clock, of
    the first light frame near each cue's start, as the player's compositor tells them.
    """
    page = _PAGE.replace("MASTER", master).replace("LENGTH", str(length)).replace("WANTED", str(cues))
    page = page.replace("FLASHES", json.dumps(flashes))
    found: queue.Queue[dict[str, Any]] = queue.Queue()
    with _served(folder, page.replace("MOMENTS", json.dumps(list(moments))), found) as address:
        program = shutil.which(CHROMIUM)
        assert program is not None, "chromium is not installed"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            command = [
                program, *CHROMIUM_FLAGS, "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0",
                f"--user-data-dir={profile}", address,
            ]  # fmt: skip
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                answer = found.get(timeout=timeout)
            finally:
                process.terminate()
                process.wait(30)
    assert "error" not in answer, answer["error"]
    return answer


@contextmanager
def _served(folder: Path, page: str, found: queue.Queue[dict[str, Any]]) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._send(page.encode(), "text/html; charset=utf-8")
            elif self.path == "/hls.js":
                self._send(HLS_JS.read_bytes(), "text/javascript")
            else:
                super().do_GET()

        def do_POST(self) -> None:
            found.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._send(b"", "text/plain")

        def _send(self, data: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

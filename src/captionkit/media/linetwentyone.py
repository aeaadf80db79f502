"""Line-21 captions (CEA-608) out of a film: a track of their own, or in the pictures' own data.

ffmpeg hands over the pairs with the times of their packets; they are read by captionkit's own receiver, as an SCC file
is, so that places, colours and roll-up come through, and no time is cut to hundredths.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from captionkit.errors import EngineError
from captionkit.formats.cea608.codes import RATE
from captionkit.formats.cea608.labels import labels_with
from captionkit.media.film import IN_PICTURE, Film, TextStream

__all__ = ["line21_file"]

#: Marks of a pair in a packet: valid, of the first field; then the pair itself.
_FIRST_FIELD = 0xFC
#: Frames without a pair up to which a line of the file goes on, padded.
_PADDED = 2


def line21_file(film: Film, stream: TextStream) -> bytes:
    """Return the captions of a stream as an SCC file; its labels count from the container's zero.

    Raises EngineError where ffprobe fails.
    """
    rows: list[tuple[int, list[str]]] = []
    for frame, pairs in _packets(film, stream):
        if rows and 0 <= frame - (rows[-1][0] + len(rows[-1][1])) <= _PADDED:
            rows[-1][1].extend(["8080"] * (frame - rows[-1][0] - len(rows[-1][1])) + pairs)
        else:
            rows.append((frame, pairs))
    labels = labels_with(";")
    lines = [f"{labels[frame]}\t{' '.join(pairs)}\n" for frame, pairs in rows if set(pairs) != {"8080"}]
    return "\n".join(["Scenarist_SCC V1.0\n", *lines]).encode()


def _packets(film: Film, stream: TextStream) -> Iterator[tuple[int, list[str]]]:
    """Yield the frame (of 29.97) of each packet, with the pairs of the first field in hex."""
    for packet in _asked(film, stream):
        try:
            frame = max(0, round(float(packet["pts_time"]) * RATE))
        except (KeyError, ValueError, OverflowError):
            continue
        data = _bytes_of(str(packet.get("data", "")))
        triplets = [data[at : at + 3] for at in range(0, len(data) - 2, 3)]
        pairs = [three[1:].hex() for three in triplets if three[0] == _FIRST_FIELD]
        if pairs:
            yield frame, pairs


def _bytes_of(dump: str) -> bytes:
    """Return the bytes of ffprobe's dump: lines of an offset, hex, and the same as text."""
    found = []
    for line in dump.split("\n"):
        _, colon, rest = line.partition(": ")
        if colon:
            found.append("".join(rest[:40].split("  ")[0].split()))
    try:
        return bytes.fromhex("".join(found))
    except ValueError:
        return b""


def _asked(film: Film, stream: TextStream) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="captionkit-") as folder:
        if stream.index == IN_PICTURE:
            # a plain relative name needs no escaping in a filter's arguments
            (Path(folder) / "film").symlink_to(Path(film.path).resolve())
            source = ["-f", "lavfi", "-i", "movie=film[out0+subcc]", "-select_streams", "s:0"]
        else:
            source = ["-select_streams", str(stream.index), "-i", f"file:{Path(film.path).resolve()}"]
        command = [
            "ffprobe",
            "-v",
            "error",
            *source,
            "-show_entries",
            "packet=pts_time,data",
            "-show_data",
            "-of",
            "json",
        ]
        try:
            done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, cwd=folder)
        except OSError as error:
            raise EngineError(f"{film.path}: ffprobe could not be run: {error.strerror}") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
        raise EngineError(f"{film.path}: ffprobe failed: {said[-1]}")
    packets = json.loads(done.stdout).get("packets", [])
    return [packet for packet in packets if isinstance(packet, dict)]

"""Captions drawn into the pictures by libass, through ffmpeg, with progress."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from captionkit.media.ffmpeg import encode
from captionkit.media.film import Film

__all__ = ["burn_in"]

#: What libass says where a font lacks a character.
_MISSING = re.compile(r"(?i)glyph 0x([0-9a-f]+) not found|failed to find any fallback with glyph 0x([0-9a-f]+)")


def burn_in(
    film: Film, script: bytes, target: str, muxer: str, *, fonts: str = "", quality: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[str]:  # fmt: skip
    """Write the film by ``muxer`` with an ASS script drawn into its pictures; return the characters that fonts lack.

    The script's times count from the first picture. Sound is copied; ``quality`` is the encoder's constant rate factor
    (18 where None, which hardly differs from the original), ``progress`` is called with the share that is done.

    Raises EngineError where ffmpeg is missing or fails.
    """
    shift = float(film.first_picture - film.first_stamp)
    with tempfile.TemporaryDirectory(prefix="captionkit-") as folder:
        (Path(folder) / "captions.ass").write_bytes(script)
        # relative names need no escaping in a filter's arguments
        draw = "ass=captions.ass"
        if fonts:
            (Path(folder) / "fonts").symlink_to(Path(fonts).resolve())
            draw += ":fontsdir=fonts"
        chain = f"setpts=PTS-STARTPTS,{draw},setpts=PTS+{shift:.6f}/TB"
        encoder = ["-c:v", "libvpx-vp9", "-b:v", "0"] if muxer == "webm" else ["-c:v", "libx264"]
        arguments = [
            "-i", f"file:{Path(film.path).resolve()}", "-map", "0:v:0", "-map", "0:a?", "-vf", chain, *encoder,
            "-crf", str(18 if quality is None else quality), "-c:a", "copy", "-fps_mode", "passthrough",
            "-f", muxer, "-y", str(Path(target).absolute()),
        ]  # fmt: skip
        said = encode(arguments, what=film.path, duration=film.duration, progress=progress, folder=folder)
    codes = {int(one or other, 16) for one, other in _MISSING.findall(said)}
    return [chr(code) for code in sorted(codes) if code < 0x110000]

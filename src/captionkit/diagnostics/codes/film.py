"""Codes of ``film``: what becomes of captions in containers, in pictures and in segments."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "film.track-chosen": Code(INFO, "of several text tracks one was read", "--track N reads another"),
    "film.language": Code(WARNING, "a container cannot say all of a track's language"),
    "film.overlap": Code(INFO, "cues that overlap were written as what is shown from time to time"),
    "film.clamped": Code(WARNING, "cues before the film's first picture were cut or left out"),
    "film.lost": Code(WARNING, "what a container cannot say of a track"),
    "film.data": Code(INFO, "data streams, as timecode, were not copied"),
    "film.rate": Code(INFO, "the pictures have no constant rate: captions begin within a picture of their times"),
    "film.glyphs": Code(WARNING, "a font lacks characters; another font was taken, or nothing drawn", "--fonts FOLDER"),
    "film.hls-clock": Code(
        INFO, "the film's first time stamp is not known; 0 was taken for it", "--media FILM reads it, --mpegts says it"
    ),
    "film.hls-left-out": Code(WARNING, "style sheets and regions have no place in segments; they were left out"),
}

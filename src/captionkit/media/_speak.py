"""Run as a program of its own: speak texts with espeak-ng's library and write samples with the times of their words.

The library reports when each word begins, which the command does not. It runs in a process of its own because it has
been seen to crash, and imports nothing but the standard library. Input: a JSON list of texts; output for each: how many
samples and words, (character, sample) of each word, samples at the rate that was written first.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import struct
import sys
from typing import Any

_WORD, _END = 1, 0
_SYNCHRONOUS, _RATE, _UTF8, _CHARACTERS = 2, 1, 1, 1


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("time", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


def _choose(library: Any, voice: str) -> bool:
    """Take a voice by its name or, as "fr-fr" has none, by its language."""
    if library.espeak_SetVoiceByName(voice.encode()) == 0:
        return True
    return bool(library.espeak_SetVoiceByProperties(ctypes.byref(_Voice(languages=voice.encode()))) == 0)


def main(voice: str, speed: int) -> None:
    """Speak the texts on stdin with a voice at so many words a minute."""
    library: Any = ctypes.CDLL(ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1")
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
    if rate <= 0 or not _choose(library, voice):
        raise SystemExit(f"espeak-ng cannot speak with the voice {voice!r}")
    library.espeak_SetParameter(_RATE, speed, 0)
    samples, words = bytearray(), list[tuple[int, int]]()

    def heard(wave: Any, count: int, events: Any) -> int:
        at = 0
        while events[at].type != _END:
            if events[at].type == _WORD:
                words.append((max(0, events[at].position - 1), events[at].time * rate // 1000))
            at += 1
        if wave and count:
            samples.extend(ctypes.string_at(wave, 2 * count))
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
    callback = kind(heard)  # kept by name: the library holds no reference
    library.espeak_SetSynthCallback(callback)
    out = sys.stdout.buffer
    out.write(struct.pack("<I", rate))
    for text in json.load(sys.stdin):
        samples.clear()
        words.clear()
        data = text.encode() + b"\0"
        library.espeak_Synth(data, len(data), 0, _CHARACTERS, 0, _UTF8, None, None)
        library.espeak_Synchronize()
        out.write(struct.pack("<II", len(samples) // 2, len(words)))
        for word in words:
            out.write(struct.pack("<II", *word))
        out.write(samples)
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""The same input gives the same bytes whatever the hash seed: eight runs gave two different outputs once."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import sys
from captionkit.api.save import render
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.review import Pair, Sheet, apply_sheet

it, bold, red = Style(italic=True), Style(bold=True), Style(classes=("red",))
cues = []
for n, (a, b) in enumerate([(it, bold), (red, it), (bold, red), (it, Style())] * 4):
    # two styles with as many words each: which one is the sentence's own is a tie
    line = Line((Span("The grey boats ", a), Span("come home late,", b)))
    cues.append(Cue(n * 4000, n * 4000 + 3000, (line,), id=f"c{n}"))
    cues.append(Cue(n * 4000 + 3100, n * 4000 + 3900, (Line((Span("all of ", b), Span("them today.", a))),)))
track = Track(tuple(cues), "en")


def backwards(texts, request):
    return [" ".join(word[::-1] for word in text.split()[::-1]) + "." for text in texts]


result = translate_track(track, backwards, load("default"), TranslationOptions(RequestPolicy("en", "es")))
sys.stdout.buffer.write(render(result.value.track, FORMATS.get("vtt"), WriteOptions()).value)
sheet = Sheet("en", "es", tuple(Pair(f"row {n}", "x", "y") for n in range(20)))
found = (*result.diagnostics, *apply_sheet(sheet, track).diagnostics)
sys.stdout.buffer.write("\\n".join(f"{d.code} {d.cue} {d.message}" for d in found).encode())
"""


def test_the_output_does_not_depend_on_the_hash_seed() -> None:
    outputs = set()
    for seed in range(8):
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True, env=environment)
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert b"WEBVTT" in next(iter(outputs))

"""The same input gives the same bytes whatever the hash seed: eight runs gave two different outputs once.

``CAPTIONKIT_SEEDS=20 pytest tests/translation/test_determinism.py`` runs more than the suite's few seeds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


SEEDS = int(os.environ.get("CAPTIONKIT_SEEDS", "3"))


def outputs(*command: str, folder: Path) -> set[bytes]:
    """Return what a command writes and says under each seed."""
    seen = set()
    for seed in range(SEEDS):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(seed),
            "PYTHONPATH": os.pathsep.join([*sys.path, str(folder)]),
        }
        done = subprocess.run([sys.executable, *command], capture_output=True, check=False, env=environment, cwd=folder)
        assert b"Traceback" not in done.stderr
        seen.add(done.stdout + done.stderr + bytes([done.returncode]))
    return seen


def test_the_output_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    (seen,) = outputs("-c", SCRIPT, folder=tmp_path)
    assert b"WEBVTT" in seen


BACKWARDS = """
def translate(texts, request):
    return [" ".join(word[::-1] for word in text.split()[::-1]) + "." for text in texts]
"""


def test_the_whole_command_does_not_either(tmp_path: Path) -> None:
    cues = [
        f"00:{n:02d}:00.000 --> 00:{n:02d}:02.000\n- ANCHOR: The <i>grey</i> boats {n}\n"
        "- [Bell] MAN: come <b>home</b> late,\n\n"
        f"00:{n:02d}:02.100 --> 00:{n:02d}:03.000\nall of them, 41 today.\n"
        for n in range(12)
    ]
    (tmp_path / "talk.vtt").write_text("WEBVTT\nLanguage: en\n\n" + "\n".join(cues), "utf-8")
    (tmp_path / "backwards.py").write_text(BACKWARDS, "utf-8")
    command = (
        "-m",
        "captionkit",
        "translate",
        "talk.vtt",
        "-T",
        "es",
        "-t",
        "backwards:translate",
        "--no-memory",
        "-v",
    )
    (seen,) = outputs(*command, "-o", "-", folder=tmp_path)
    assert b"Language: es" in seen
    assert b"PRESENTADOR:" in seen

"""Examples of every command, run for the documentation: the lines a reader would type, and what they print.

Each runs in an empty folder with a copy of ``samples/``; lines of ``before`` make what it needs and are not shown.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Example:
    """Lines of a shell: those shown, those run before, and whether what they print is the same on every machine."""

    shown: tuple[str, ...]
    before: tuple[str, ...] = ()
    fixed: bool = True
    needs: tuple[str, ...] = ()


_TALK = "captionkit caption samples/harbour_news.timed.txt -o talk.en.srt --profile netflix-en --quiet"
_FILM = (
    "ffmpeg -v error -f lavfi -i color=c=gray:s=320x180:r=25:d=12 -f lavfi -i sine=frequency=220:duration=12"
    " -c:v libx264 -preset ultrafast -c:a aac film.mp4"
)
_SHORT = r"printf '1\n00:00:01,000 --> 00:00:03,000\nThe ferry is late.\n\n2\n00:00:03,500 --> 00:00:06,000\nThen we walk.\n' > walk.en.srt"
_ODD = r"printf '1\n00:00:01,000 --> 00:00:01,400\nA caption that nobody can read in that time.\n\n2\n00:00:01,420 --> 00:00:04,000\nwhat  a day\n' > odd.srt"
_MEDIA = ("ffmpeg",)
_SOUND = ("ffmpeg", "espeak-ng")

EXAMPLES: dict[str, Example] = {
    "caption": Example(("captionkit caption samples/interview.txt -o interview.en.srt", "head -n 8 interview.en.srt")),
    "transcript": Example(("captionkit transcript samples/harbour_news.timed.txt -o news.md", "head -n 6 news.md")),
    "anchor": Example(
        ("captionkit anchor samples/harbour_news.txt --times samples/harbour_news.whisper.json -o news.en.srt",),
    ),
    "align": Example(
        ("captionkit align samples/harbour_news.txt samples/harbour_news.ogg -o news.en.srt",), fixed=False, needs=_SOUND
    ),
    "sync": Example(("captionkit sync late.srt talk.en.srt -o talk.synced.srt",), (
        _TALK, "captionkit transform talk.en.srt late.srt --do shift:by=1.5s --quiet",
    )),
    "conform": Example(("captionkit conform walk.en.srt -o new.srt --old old.edl --new new.edl --rate 25",), (
        _SHORT,
        r"printf 'TITLE: OLD\nFCM: NON-DROP FRAME\n001  TAPE     AA    C        01:00:00:00 01:00:10:00 00:00:00:00 00:00:10:00\n' > old.edl",
        r"printf 'TITLE: NEW\nFCM: NON-DROP FRAME\n001  TAPE     AA    C        01:00:03:00 01:00:10:00 00:00:00:00 00:00:07:00\n' > new.edl",
    )),
    "convert": Example(("captionkit convert walk.en.srt -o walk.en.vtt", "cat walk.en.vtt"), (_SHORT,)),
    "translate": Example(
        ("captionkit translate walk.en.srt -T es -t pseudo -o walk.es.srt --no-memory", "cat walk.es.srt"), (_SHORT,)
    ),
    "wrap": Example(("captionkit wrap talk.en.srt -o wrapped.srt --profile ted --dry-run",), (_TALK,)),
    "segment": Example(("captionkit segment talk.en.srt -o again.srt --profile bbc",), (_TALK,)),
    "batch": Example(("cat nightly.toml", "captionkit batch nightly.toml"), (
        "mkdir in && cp samples/interview.txt in/",
        r"""printf 'inputs = ["in/*.txt"]\nprofile = "netflix-en"\n\n[[steps]]\nstep = "caption"\n\n[write]\nto = ["srt", "vtt"]\noutput = "out"\n' > nightly.toml""",
    )),
    "changes": Example(("captionkit changes odd.srt fixed.srt",), (_ODD, "captionkit fix odd.srt -o fixed.srt --quiet")),
    "review": Example(("captionkit review --help | head -n 4",)),
    "recipe": Example(("captionkit recipe new nightly.toml", "head -n 5 nightly.toml")),
    "watch": Example(("captionkit watch --help | head -n 4",)),
    "deliver": Example(("cat season.toml", "captionkit deliver season.toml --for youtube", "ls out/youtube"), (
        _SHORT,
        r"""printf 'inputs = ["*.srt"]\nread.rate = "25"\n\n[[package]]\nfor = "netflix"\n' > season.toml""",
    )),
    "verify": Example(("captionkit verify out",), (
        "mkdir in && cp samples/interview.txt in/",
        r"""printf 'inputs = ["in/*.txt"]\n[[steps]]\nstep = "caption"\n[write]\nto = ["srt"]\noutput = "out"\n' > nightly.toml""",
        "captionkit batch nightly.toml --quiet",
    )),
    "check": Example(("captionkit check odd.srt --profile netflix-en",), (_ODD,)),
    "fix": Example(("captionkit fix odd.srt -o fixed.srt --profile netflix-en", "cat fixed.srt"), (_ODD,)),
    "transform": Example(
        ("captionkit transform walk.en.srt moved.srt --do shift:by=1.5s --do clean", "head -n 3 moved.srt"), (_SHORT,)
    ),
    "join": Example(("captionkit join walk.en.srt walk.en.srt -o both.srt --length 10s", "tail -n 4 both.srt"), (_SHORT,)),
    "cut": Example(("captionkit cut talk.en.srt --at 1:00 -o reel.srt",), (_TALK,)),
    "merge": Example(("captionkit merge walk.en.srt walk.es.srt -o both.vtt", "head -n 6 both.vtt"), (
        _SHORT, "captionkit translate walk.en.srt -T es -t pseudo -o walk.es.srt --no-memory --quiet",
    )),
    "inspect": Example(("captionkit inspect samples/interview.txt",)),
    "speakers": Example(("captionkit speakers samples/harbour_news.timed.txt",)),
    "timecode": Example(("captionkit timecode '01:00:00;00' --rate 29.97",)),
    "tracks": Example(("captionkit tracks out.mkv",), (
        _SHORT, _FILM, "captionkit mux film.mp4 walk.en.srt -o out.mkv --quiet",
    ), needs=_MEDIA),
    "mux": Example(("captionkit mux film.mp4 walk.en.srt -o out.mp4",), (_SHORT, _FILM), needs=_MEDIA),
    "burn": Example(("captionkit burn film.mp4 walk.en.srt -o burnt.mp4",), (_SHORT, _FILM), needs=_MEDIA),
    "hls": Example(("captionkit hls walk.en.srt -o web/", "ls web"), (_SHORT,)),
    "formats": Example(("captionkit formats | head -n 6",)),
    "profiles": Example(("captionkit profiles | head -n 6",)),
    "translators": Example(("captionkit translators | head -n 4",), fixed=False),
    "codes": Example(("captionkit codes srt.times-reversed",)),
    "schema": Example(("captionkit schema convert | head -n 12",)),
    "doctor": Example(("captionkit doctor",), fixed=False),
    "plugin": Example(("captionkit plugin new reader cue-cards", "find captionkit-cue-cards -type f | sort")),
    "completion": Example(("captionkit completion bash | head -n 3",)),
}  # fmt: skip


def output_of(example: Example) -> str:
    """Return the example as a console block, or an empty text where a program that it needs is missing.

    Raises RuntimeError where a line ends with another exit code than 0 or 1.
    """
    if not all(map(shutil.which, example.needs)):
        return ""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        bin_folder = Path(folder, ".bin")
        bin_folder.mkdir()
        (bin_folder / "captionkit").write_text(f'#!/bin/sh\nexec {sys.executable} -m captionkit "$@"\n', "utf-8")
        (bin_folder / "captionkit").chmod(0o755)
        path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {
            **os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": path, "COLUMNS": "100",
            "XDG_CACHE_HOME": folder, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        for line in example.before:
            _run(line, folder, environment)
        return "\n".join(f"$ {line}\n{_run(line, folder, environment)}".rstrip() for line in example.shown)


def _run(line: str, folder: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{line}: exit code {done.returncode}\n{done.stdout}")
    return "\n".join(row.rstrip() for row in done.stdout.splitlines())


if __name__ == "__main__":
    for name in sys.argv[1:] or EXAMPLES:
        print(f"== {name}\n{output_of(EXAMPLES[name])}\n")

"""How time grows with hostile text: ``python -m tests.growth`` runs every adversarial string through every reader,
writer, transform, rule, fix and report, at two sizes, and names what grows faster than its input.

Nothing but ratios counts: eight times the text may take some twelve times as long (a busy machine), never sixty.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import captionkit
from captionkit.errors import CaptionkitError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.quality.changes import revisions
from captionkit.quality.changes.report import Changes
from captionkit.quality.check import check
from captionkit.quality.fix import fix
from captionkit.quality.report import Report
from captionkit.quality.reports import FORMS, render
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts import READERS
from captionkit.transforms import TRANSFORMS
from captionkit.transforms.base import Options

__all__ = ["STRINGS", "Growth", "growths", "jobs"]

#: What is repeated until the size is reached.
STRINGS = (
    "a",
    "A ",
    "a\n",
    "\n",
    " ",
    "\t",
    "\r",
    ". ",
    "… ",
    "...",
    ", ",
    "! ",
    "-",
    "- ",
    "--> ",
    "1\n",
    "1",
    "_",
    "*",
    "`",
    "#",
    "|",
    ",",
    ";",
    ":",
    "::",
    '"',
    "'",
    "«",
    "(",
    ")",
    "(00:01)\n",
    "[",
    "]",
    "[00:01] ",
    "{",
    "}",
    "{\\an8}",
    "{\\k10}a",
    "<",
    ">",
    "<b>",
    "</b>",
    "<i>a</i>",
    "<00:01.000>",
    "<!--",
    "&",
    "&amp;",
    "&#x41;",
    "\\N",
    "\\",
    "♪ ",
    "♪a\n",
    "♪",
    "A: ",
    "ANN: a\n",
    ">> ",
    "(laughs) ",
    "é",
    "\u0301",
    "\u200f",
    "\u200d",
    "\u00ad",
    "\ufeff",
    "中",
    "ア",
    "ก",
    "한 ",
    "http://a.b/ ",
    "a@b.c ",
    "00:00:01,000 --> 00:00:02,000\n",
    "00:01.000 --> 00:02.000\na\n\n",
    "WEBVTT\n",
    "NOTE\n",
    "STYLE\n",
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,a\n",
    "[Events]\n",
    "A\ta\n",
    "a,b\n",
    "word ",
    "Good evening. ",
    "¿",
    "1,000 ",
    "12:30 ",
    "$5 ",
    "Mr. ",
    "a-",
    "...a",
    "a…",
    "\u3000",
    "“",
    "”",
    "0:00:01.00,0:00:02.00\n",
)

#: Documents of speech-to-text services, and the keys under which they say what was said.
SERVICES = Path(__file__).resolve().parent / "transcripts" / "stt" / "data"
SAID = re.compile("text|word|transcript|content|value|display|lexical|body|label", re.I)
_HEAD = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n"
#: Options of transforms that do nothing, or cannot run, without one.
_ASKED = {
    "shift": {"by": "1s"},
    "scale": {"by": "1.001"},
    "retime": {"from": "24", "to": "25"},
    "sync": {"points": "0:01>0:02"},
    "replace": {"from": "a", "to": "b"},
    "position": {"at": "top"},
    "casing": {"to": "sentence", "all": "yes"},
    "styles": {"drop": "all"},
    "speakers": {"show": "label"},
}


def _track(text: str) -> Track:
    return Track(cues=[Cue(1000, 5000, lines=lines_of(text))])


def _many(text: str) -> Track:
    parts = [text[at : at + 40] for at in range(0, len(text), 40)]
    return Track(cues=[Cue(n * 2000, n * 2000 + 1500, lines=lines_of(part)) for n, part in enumerate(parts)])


def jobs() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield each job by name: what it does with a text."""
    for name in FORMATS.names():
        form = FORMATS.get(name)
        read, write = form.read, form.write
        if read is not None and name != "hls":
            yield f"read {name}", lambda text, read=read: read(Source(text.encode()), ReadOptions())
            yield (
                f"read {name} cue",
                lambda text, read=read: [
                    (cue.lines, cue.speaker, cue.words)
                    for cue in read(Source((_HEAD + text).encode()), ReadOptions()).value
                ],
            )
        if write is not None:
            yield f"write {name}", lambda text, write=write: write(_track(text), WriteOptions())
            yield f"write {name} cues", lambda text, write=write: write(_many(text), WriteOptions())
    for name in READERS.names():
        reader = READERS.get(name)
        yield f"reader {name}", lambda text, reader=reader: reader.read(Source(text.encode(), "a.txt"), ReadOptions())
    for name in ("whisper", "json", "vosk"):
        reader = READERS.get(name)
        yield f"reader {name}", lambda text, reader=reader: reader.read(Source(_json(text), "a.json"), ReadOptions())
    for path in sorted(SERVICES.glob("*.json")):
        yield (
            f"service {path.stem}",
            lambda text, path=path: captionkit.read_transcript(_spoken(path, text)),
        )
    yield from _changes()
    yield from _whole()


def _changes() -> Iterator[tuple[str, Callable[[str], object]]]:
    profile = load("netflix-en")
    for name in TRANSFORMS.names():
        transform, options = TRANSFORMS.get(name), Options(_ASKED.get(name, {}))
        yield (
            f"transform {name}",
            lambda text, transform=transform, options=options: transform(_track(text), profile, options),
        )
        yield (
            f"transform {name} cues",
            lambda text, transform=transform, options=options: transform(_many(text), profile, options),
        )
    yield "check", lambda text: check(_track(text), profile)
    yield "check cues", lambda text: check(_many(text), profile)
    yield "fix", lambda text: fix(_track(text[: len(text) // 4]), profile)  # a cue of one word a line takes its time
    yield "fix cues", lambda text: fix(_many(text), profile)
    yield "changes", lambda text: _compared(_track(text), _track(text[1:] + "b"))
    yield "changes cues", lambda text: _compared(_many(text), _many(text[1:] + "b"))


def _whole() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield what is made of whole tracks and texts: cues, lines, captions, a translation, reports."""
    yield "segment", lambda text: captionkit.segment(_track(text))
    yield "segment cues", lambda text: captionkit.segment(_many(text))
    yield "wrap", lambda text: captionkit.wrap(_track(text))
    yield "wrap cues", lambda text: captionkit.wrap(_many(text))
    yield "caption", lambda text: captionkit.caption(text.encode())
    yield "translate", lambda text: captionkit.translate(_many(text), "es", translator="echo", source_language="en")
    yield "inspect", lambda text: captionkit.inspect(text.encode())
    yield "split_cue", lambda text: captionkit.split_at(_track(text)[0], 0, 1)
    for form in FORMS.names():
        yield (
            f"report {form}",
            lambda text, form=form: render(Report("netflix-en", (captionkit.check(_many(text)),)), form),
        )


def _compared(old: Track, new: Track) -> str:
    """Return all that is said of the changes, forth and in another order."""
    found = Changes(revisions(old.cues, new.cues[::-1]))
    return found.render("html") + found.render("csv") + found.render("text")


def _json(text: str) -> bytes:
    words = [{"word": text[at : at + 8], "start": at / 8, "end": at / 8 + 0.5} for at in range(0, len(text), 8)]
    return json.dumps({"text": text, "segments": [{"start": 0, "end": 9, "text": text, "words": words}]}).encode()


def _spoken(path: Path, text: str) -> bytes:
    """Return a service's document in which a text is said: wherever one is said in the sample."""

    def said(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: said(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [said(inner, key) for inner in value]
        return text if isinstance(value, str) and SAID.search(key) else value

    return json.dumps(said(json.loads(path.read_text("utf-8")))).encode()


class Growth:
    """How long a job took with a string, in seconds, at two sizes."""

    def __init__(self, job: str, piece: str, small: float, large: float, times: int) -> None:
        self.job, self.piece, self.small, self.large, self.times = job, piece, small, large, times

    @property
    def steep(self) -> bool:
        """Whether the time grew much faster than the text, and enough to be measured."""
        return self.large > 0.08 and self.large > 2.5 * self.times * max(self.small, 0.002)

    def __str__(self) -> str:
        grown = f"{self.small * 1000:.1f} -> {self.large * 1000:.1f} ms"
        return f"{self.job} on {self.piece!r}: {grown} at {self.times} times"


def _seconds(work: Callable[[str], object], text: str, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        with suppress(CaptionkitError):
            work(text)
        best = min(best, time.process_time() - begun)
    return best


def growth(job: str, work: Callable[[str], object], piece: str, size: int, times: int = 8) -> Growth:
    """Measure one job on one string; what looks steep is measured again."""
    small, large = (piece * (n // len(piece) + 1) for n in (size, size * times))
    for rounds in (1, 3, 5):
        found = Growth(job, piece, _seconds(work, small, rounds), _seconds(work, large, rounds), times)
        if not found.steep:
            break
    return found


def growths(size: int, times: int = 8, only: str = "") -> Iterator[Growth]:
    """Yield what is steep."""
    for (job, work), piece in product([row for row in jobs() if only in row[0]], STRINGS):
        found = growth(job, work, piece, size, times)
        if found.steep:
            yield found


def main() -> int:
    """Print what is steep; 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--size", type=int, default=3000, help="letters at first; eight times as many then")
    parser.add_argument("--only", default="", help="jobs whose name holds this")
    options: Any = parser.parse_args()
    count = 0
    for found in growths(options.size, only=options.only):
        count += 1
        print(found, flush=True)
    print(f"{count} steep of {len(list(jobs())) * len(STRINGS)}", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

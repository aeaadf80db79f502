"""The promises of the main job, held with the real programs: ffmpeg reads the SRT, Chromium the WebVTT."""

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path

import pysrt
import pytest

import captionkit
from captionkit.measure import speed, width
from captionkit.profiles import load
from tests.support import CORPORA, ROOT, needs
from tests.support_chromium import CHROMIUM, chromium_cues

BULLETIN = ROOT / "samples" / "harbour_news.txt"
ARTICLE = CORPORA.parent / "inputs" / "article-with-transcript.txt"
SOURCES = [
    pytest.param(BULLETIN, id="bulletin"),
    pytest.param(
        ARTICLE, id="article", marks=pytest.mark.skipif(not ARTICLE.exists(), reason="not run: no such input")
    ),
]


def written(source: Path, folder: Path) -> tuple[Path, Path]:
    captionkit.caption(source, output=f"{folder}/", to=["srt", "vtt"])
    return folder / f"{source.stem}.srt", folder / f"{source.stem}.vtt"


def spoken_words(source: Path) -> list[str]:
    """Return the words after the announcing line, without what stands in brackets: an independent reading."""
    text = source.read_text("utf-8")
    after = re.split(r"^Here is the transcript of .*:\s*$", text, flags=re.M)[1]
    return re.sub(r"\([^)]*\)", "", after).split()


@pytest.mark.parametrize("source", SOURCES)
def test_every_spoken_word_in_order_and_none_of_the_article(source: Path, tmp_path: Path) -> None:
    srt, _ = written(source, tmp_path)
    words = [word for cue in pysrt.open(str(srt), encoding="utf-8") for word in cue.text.split()]
    assert words == spoken_words(source)


@pytest.mark.parametrize("source", SOURCES)
def test_two_speakers_and_no_editorial_insertion(source: Path) -> None:
    made = captionkit.caption(source, speakers="voice")
    assert len({cue.speaker for cue in made.track}) == 2
    editorial = [s.text for s in made.transcript.segments if s.kind is captionkit.Kind.EDITORIAL]
    assert len(editorial) == 1
    assert editorial[0].strip("() !").upper() not in made.track.text.upper().split()


@pytest.mark.parametrize("source", SOURCES)
def test_the_default_limits_hold_in_every_cue_or_are_reported(source: Path) -> None:
    made = captionkit.caption(source)
    limits = load("default").limits()
    told = {(d.code, d.cue) for d in made.diagnostics}
    cues = made.track.cues
    for number, cue in enumerate(cues, 1):
        assert limits.max_cpl is not None
        assert limits.max_lines is not None
        assert limits.max_cps is not None
        assert limits.min_duration is not None
        assert limits.max_duration is not None
        assert all(width(line.text, limits.counting) <= limits.max_cpl for line in cue.lines)
        assert len(cue.lines) <= limits.max_lines
        assert limits.min_duration <= cue.duration <= limits.max_duration, cue
        fast = speed(cue.text, cue.duration, limits.counting) > limits.max_cps
        assert not fast or ("segment.over-speed", number) in told, cue
    assert limits.min_gap is not None
    assert all(b.start - a.end >= limits.min_gap for a, b in itertools.pairwise(cues))


@pytest.mark.parametrize("source", SOURCES)
@needs("ffmpeg", CHROMIUM)
def test_ffmpeg_and_chromium_show_the_same_cues(source: Path, tmp_path: Path) -> None:
    srt, vtt = written(source, tmp_path)
    ours = [(cue.start, cue.end, cue.text) for cue in captionkit.load(srt)]
    again = tmp_path / "ffmpeg.srt"
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(srt), str(again)], check=True)
    theirs = [(c.start.ordinal, c.end.ordinal, c.text) for c in pysrt.open(str(again), encoding="utf-8")]
    assert theirs == ours
    shown = chromium_cues({"a": vtt.read_bytes()})["a"]
    assert [(c["start"], c["end"], c["shown"]) for c in shown] == ours


@pytest.mark.parametrize("source", SOURCES)
def test_an_estimated_track_says_so(source: Path) -> None:
    made = captionkit.caption(source)
    assert made.track.timing is captionkit.Timing.ESTIMATED
    assert "timing.estimated" in {d.code for d in made.diagnostics}


@pytest.mark.parametrize("seconds", [150, 200, 260])
def test_untimed_text_is_fitted_to_the_length(seconds: int) -> None:
    track = captionkit.caption(BULLETIN, duration=seconds * 1000).track
    assert 0 <= seconds * 1000 - track.cues[-1].end <= 1500

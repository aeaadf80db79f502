"""From each format to captions: no spoken word lost, times in order, whatever times the file had."""

from __future__ import annotations

from pathlib import Path

import pytest

from captionkit.api.caption import caption
from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind, Timing
from captionkit.testing import letters
from captionkit.timing import fill_words
from tests.support import corpora
from tests.transcripts.annotation import test_annotation
from tests.transcripts.stt import test_services
from tests.transcripts.stt.test_corpora import FILES as REAL

OWN = [test_services.DATA / name for name in test_services.FILES]
OWN += [test_annotation.DATA / name for name in test_annotation.FILES]


def spoken(path: Path) -> str:
    segments = read_transcript(path).segments
    return letters("".join(segment.text for segment in segments if segment.kind is Kind.SPEECH))


def check_captions(path: Path) -> None:
    track = caption(path).track
    assert letters("".join(cue.text for cue in track)) == spoken(path)
    assert all(cue.start < cue.end for cue in track)
    starts = [cue.start for cue in track]
    assert starts == sorted(starts)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_captions_hold_every_spoken_word(path):
    check_captions(path)


@corpora
@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_captions_of_real_files_hold_every_spoken_word(path):
    check_captions(path)


@pytest.mark.parametrize("name", ["whisperx.json", "gentle.json"])
def test_missing_word_times_are_interpolated_between_neighbours_and_marked(name):
    transcript = fill_words(read_transcript(test_services.DATA / name)).value
    words = [word for segment in transcript.segments for word in segment.words]
    walk = next(i for i, word in enumerate(words) if word.text == "walk,")
    assert words[walk].timing is Timing.INTERPOLATED
    assert words[walk - 1].end <= words[walk].start < words[walk].end <= words[walk + 1].start
    assert {word.timing for i, word in enumerate(words) if i != walk} == {Timing.GIVEN}

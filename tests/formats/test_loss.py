"""The loss ledger: everything a target cannot carry has an entry, and nothing else has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.loss import features_of, losses
from captionkit.formats.srt import CAN
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Block, Track
from captionkit.model.transcript import Word
from captionkit.sources import ReadOptions, Source
from tests.strategies import tracks

SRT, VTT, SBV, CKIT = (FORMATS.get(name) for name in ("srt", "vtt", "sbv", "ckit"))


def styled(**style):
    return Track((Cue(0, 900, (Line((Span("x", Style(**style)),)),)),))


def codes(track, target, **options):
    return [d.code for d in losses(track, target, **options)]


USES = {
    Feature.ITALIC: styled(italic=True), Feature.BOLD: styled(bold=True), Feature.UNDERLINE: styled(underline=True),
    Feature.STRIKE: styled(strike=True), Feature.COLOR: styled(color="red"), Feature.FONT: styled(font="Arial"),
    Feature.CLASSES: styled(classes=("loud",)), Feature.LANG: styled(lang="fr"), Feature.VOICE: styled(voice="Ann"),
    Feature.RUBY: styled(ruby="base"), Feature.WORD_TIMES: styled(time=500),
    Feature.POSITION: Track((Cue(0, 900, "x", positioning=Positioning(line=85, line_percent=True)),)),
    Feature.ANCHOR: Track((Cue(0, 900, "x", positioning=Positioning(anchor=7)),)),
    Feature.BOX: Track((Cue(0, 900, "x", positioning=Positioning(box=(1, 2, 3, 4))),)),
    Feature.REGION: Track((Cue(0, 900, "x", positioning=Positioning(region="top")),)),
    Feature.ID: Track((Cue(0, 900, "x", id="intro"),)), Feature.NOTES: Track((Cue(0, 900, "x", notes=("a note",)),)),
    Feature.STYLESHEET: Track((), blocks=(Block("style", "::cue {}"),)), Feature.HEADER: Track((), title="News"),
    Feature.LANGUAGE: Track((), language="en"), Feature.BLANK_LINES: Track((Cue(0, 900, "a\n\nb"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS.names())
@pytest.mark.parametrize("feature", USES)
def test_entry_exactly_where_the_format_lacks_the_feature(feature, name):
    target = FORMATS.get(name)
    found = codes(USES[feature], target)
    if feature in target.can:
        assert f"loss.{feature}" not in found
    else:
        assert found == [f"loss.{feature}", "loss.summary"]


@given(tracks(can=CAN))
@settings(max_examples=60, deadline=None)
def test_what_srt_can_carry_is_no_loss(track):
    assert losses(track, SRT) == ()


@given(tracks())
@settings(max_examples=60, deadline=None)
def test_native_format_loses_nothing(track):
    assert losses(track, CKIT) == ()


@given(tracks(can=CAN))
@settings(max_examples=60, deadline=None)
def test_payload_as_read_gives_the_same_entries_as_its_spans(track):
    """The quick look at raw payloads misses nothing that parsing finds."""
    data = SRT.write(track, WriteOptions()).value
    lazy = SRT.read(Source(data), ReadOptions()).value
    parsed = lazy.replace(cues=[cue.replace(lines=cue.lines) for cue in lazy])
    fresh = SRT.read(Source(data), ReadOptions()).value
    for target in (VTT, SBV):
        assert codes(fresh, target) == codes(parsed, target)


def test_summary_counts():
    track = Track((Cue(0, 1, "a", speaker="Ann"), Cue(2, 3, "b", speaker="Ben"), Cue(4, 5, "c", id="end")))
    found = losses(track, SRT)
    assert [(d.code, d.cue) for d in found] == [
        ("loss.voice", 1),
        ("loss.voice", 2),
        ("loss.id", 3),
        ("loss.summary", None),
    ]
    assert found[-1].data["counts"] == {"voice": 2, "id": 1}
    assert "'Ann'" in found[0].message


def test_speakers_written_as_labels_are_not_lost():
    assert codes(Track((Cue(0, 1, "a", speaker="Ann"),)), SRT, options=WriteOptions(speakers="label")) == []


@pytest.mark.parametrize("speakers", ["none", "dash"])
def test_a_speaker_whom_webvtt_could_name_and_is_not_told_to_is_a_loss(speakers):
    track = Track((Cue(0, 1, "a", speaker="Ann"), Cue(1, 2, "b")))
    [lost, _] = losses(track, VTT, WriteOptions(speakers=speakers))
    assert (lost.code, lost.cue, lost.hint) == ("loss.voice", 1, "--speakers voice writes the names")
    assert "Ann" not in VTT.write(track, WriteOptions(speakers=speakers)).value.decode()
    for told in ("voice", "label"):
        assert losses(track, VTT, WriteOptions(speakers=told)) == ()
    read = VTT.read(Source(VTT.write(track, WriteOptions(speakers="voice")).value), ReadOptions()).value
    for said in (read, read.replace(cues=[cue.replace(end=cue.end + 1, lines=cue.lines) for cue in read])):
        assert losses(said, VTT, WriteOptions(speakers=speakers)) == ()
        assert "<v Ann>" in VTT.write(said, WriteOptions(speakers=speakers)).value.decode()


def test_place_that_becomes_one_of_nine_exactly_is_not_lost():
    assert codes(Track((Cue(0, 1, "a", positioning=Positioning(line=0)),)), SRT) == []


def test_words_with_times_are_a_loss_and_words_without_are_none():
    assert codes(Track((Cue(0, 1, "a", words=(Word("a", 0, 1),)),)), SRT) == ["loss.word-times", "loss.summary"]
    assert codes(Track((Cue(0, 1, "a", words=(Word("a"),)),)), SRT) == []


def test_numbers_of_srt_are_no_identifiers():
    assert Feature.ID not in dict(features_of(Cue(0, 1, "a", id="17")))

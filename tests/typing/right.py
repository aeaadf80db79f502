"""Scripts as people write them: both type checkers accept every line, and know the types that come out."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import assert_type

import captionkit as ck


def scripts(text: str, a: ck.Track, b: ck.Track) -> None:
    track = ck.load("talk.srt")
    assert_type(track, ck.Track)
    assert_type(track.diagnostics, tuple[ck.Diagnostic, ...])
    track = ck.loads(text, format="srt")
    track = ck.loads(io.BytesIO(b""))
    track = ck.load(io.StringIO(text), "vtt")
    track = ck.load(Path("talk.vtt"), language="en", options=ck.ReadOptions(strict=True, rate="29.97"))
    assert_type(track[0], ck.Cue)
    assert_type(track[0].text, str)
    assert_type(track[2:5], ck.Track)
    assert_type([c for c in track if "harbour" in c.text], list[ck.Cue])
    assert_type(a + b, ck.Track)
    track = track.shift(seconds=0.5).scale(1001, 1000)
    track = track.shift(Fraction(1, 3)).shift(ms=40).shift(frames=12, rate="25")
    track = track.map(lambda cue: cue.with_text(cue.text.replace("grey", "gray")))
    assert_type(track[3].cps, float)
    track[3].width, track.at("00:01:02,500"), track.between(60, 90)
    assert_type(track.at(timedelta(seconds=2)), ck.Track)
    track.between("00:01", "00:02").filter(lambda cue: cue.duration > 500).sorted()
    track.save("out.vtt")
    assert_type(track.to_string("srt"), str)
    track.to_dicts()
    ck.caption("talk.json", profile="netflix-en").save("talk.srt")
    track.check("netflix-en")
    fixed = track.fix("netflix-en")
    assert_type(fixed, ck.Fixed)
    for change in fixed.changes:
        print(change.cues)
    fixed.save("fixed.srt", force=True, options=ck.WriteOptions(speakers="label", eol="\r\n"))


def values(cue: ck.Cue, track: ck.Track) -> None:
    assert_type(cue.replace(start=0, end=1000), ck.Cue)
    assert_type(track.replace(cues=[cue], language="en"), ck.Track)
    assert_type(ck.Track([cue], language="en"), ck.Track)
    print(hash(track), cue in track, track.index(cue), list(reversed(track)))
    print(copy.copy(track) == track)


def verbs(track: ck.Track) -> None:
    made = ck.caption("talk.json", "out/", to=["srt", "vtt"], speakers="dash", language="en")
    assert_type(made.transcript, ck.Transcript)
    assert_type(made.track, ck.Track)
    assert_type(ck.read_transcript("talk.txt", options=ck.ReadOptions(from_line=3)), ck.Transcript)
    assert_type(ck.translate(track, "de", translator=shout), ck.Translation)
    assert_type(ck.translate(track, ["de", "fr"]), ck.Translations)
    ck.translate(track, "de", translate_options=ck.TranslateOptions(formality="formal")).track.save("talk.de.srt")
    assert_type(ck.join([track, "second.srt"], durations=[60_000]), ck.Track)
    assert_type(track.cut(60, "00:02:00"), tuple[ck.Track, ...])
    ck.cut(track, 60, across="both")
    ck.merge(track, "talk.de.srt", "styled").split(0, "and")
    for speaker in ck.speakers("talk.txt"):
        assert_type(speaker, ck.Speaker)
    assert_type(ck.convert("in.srt", "out.vtt").written.path, str)
    assert_type(ck.wrap(track, style="balanced").track, ck.Track)
    for finding in ck.check(track, profile="ted").findings:
        assert_type(finding.code, str)


def shout(texts: Sequence[str], request: object) -> list[str]:
    return [text.upper() for text in texts]

"""The scripts that people write, word for word."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import captionkit as ck

SRT = """\
1
00:00:01,000 --> 00:00:03,000
The harbour is <i>grey</i> today.

2
00:01:01,000 --> 00:01:03,000
<i>Nobody</i> saw the grey boat.

3
00:01:10,000 --> 00:01:12,500
It left at dawn.

4
00:02:00,000 --> 00:02:02,000
And it came back.

5
00:02:04,000 --> 00:02:06,000
With the tide.
"""

WHISPER = {
    "language": "en",
    "text": " Good evening. The harbour is quiet.",
    "segments": [
        {
            "id": 0,
            "start": 0.5,
            "end": 3.0,
            "text": " Good evening. The harbour is quiet.",
            "words": [
                {"word": " Good", "start": 0.5, "end": 0.8},
                {"word": " evening.", "start": 0.8, "end": 1.3},
                {"word": " The", "start": 1.5, "end": 1.7},
                {"word": " harbour", "start": 1.7, "end": 2.2},
                {"word": " is", "start": 2.2, "end": 2.4},
                {"word": " quiet.", "start": 2.4, "end": 3.0},
            ],
        }
    ],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "talk.srt").write_text(SRT, "utf-8")
    (tmp_path / "talk.json").write_text(json.dumps(WHISPER), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_load() -> None:
    track = ck.load("talk.srt")
    assert len(track) == 5
    assert track.diagnostics == ()
    damaged = ck.loads(SRT.replace("1\n00:00:01,000 --> 00:00:03,000", "1\n00:00:01.000 -> 00:00:03,000", 1))
    assert damaged == track
    assert {d.code.partition(".")[0] for d in damaged.diagnostics} == {"srt"}


@pytest.mark.parametrize(
    "text",
    [SRT, SRT.encode(), io.StringIO(SRT), io.BytesIO(SRT.encode("utf-8-sig"))],
    ids=["text", "bytes", "StringIO", "BytesIO"],
)
def test_loads_of_text_bytes_and_open_files(text: str | bytes) -> None:
    track = ck.loads(text, format="srt")
    assert track == ck.load("talk.srt")


def test_a_sequence() -> None:
    track = a = b = ck.load("talk.srt")
    assert track[0].text == "The harbour is grey today."
    assert track[2:5] == ck.Track(track.cues[2:5], format="srt")
    assert len(track) == 5
    assert [c for c in track if "harbour" in c.text] == [track[0]]
    assert [c.text for c in a + b] == [c.text for c in a] * 2


def test_shift_and_scale() -> None:
    track = ck.load("talk.srt")
    track = track.shift(seconds=0.5).scale(1001, 1000)
    assert (track[0].start, track[0].end) == (1502, 3504)


def test_map_keeps_styles_of_untouched_words() -> None:
    track = ck.load("talk.srt")
    track = track.map(lambda cue: cue.with_text(cue.text.replace("grey", "gray")))
    assert "The harbour is <i>gray</i> today." in track.to_string("srt")
    assert "<i>Nobody</i> saw the gray boat." in track.to_string("srt")


def test_looking() -> None:
    track = ck.load("talk.srt")
    assert track[3].cps, track[3].width == (8.5, 17)
    assert track.at("00:01:02,500").text == "Nobody saw the grey boat."
    assert [c.start for c in track.between(60, 90)] == [61_000, 70_000]


def test_save_and_show() -> None:
    track = ck.load("talk.srt")
    track.save("out.vtt")
    assert ck.load("out.vtt").text == track.text
    assert track.to_string("srt") == SRT
    assert track.to_dicts()[1] == {
        "cue": 2, "start": 61_000, "end": 63_000, "speaker": "", "text": "Nobody saw the grey boat.", "id": "2",
    }  # fmt: skip


def test_caption_and_save(folder: Path) -> None:
    (folder / "talk.srt").unlink()
    ck.caption("talk.json", profile="netflix-en").save("talk.srt")
    track = ck.load("talk.srt")
    assert track.text.split() == WHISPER["text"].split()  # type: ignore[attr-defined]
    assert track[0].start == 500


def test_check_and_fix() -> None:
    track = ck.loads("1\n00:00:01,000 --> 00:00:01,400\nGood  evening.\n")
    assert "quality.min-duration" in [finding.code for finding in track.check("netflix-en").findings]
    fixed = track.fix("netflix-en")
    assert fixed.changes
    assert fixed.track[0].duration > 400
    fixed.save("fixed.srt")
    assert ck.load("fixed.srt")[0].text == "Good evening."


def test_join_two_files() -> None:
    both = ck.join(["talk.srt", "talk.srt"], durations=[600_000])
    assert len(both) == 10
    assert both[5].start == 601_000


def test_cut_one_at_a_time() -> None:
    first, second = ck.load("talk.srt").cut("00:01:05,000")
    assert (len(first), len(second)) == (2, 3)
    assert second[0].start == 5000


def test_merge_two_languages() -> None:
    english = ck.load("talk.srt")
    german = english.map(lambda cue: cue.with_text("Ja.").replace(start=cue.start + 120))
    both = ck.merge(german, english)
    assert both[0].text == "Ja.\nThe harbour is grey today."
    assert both[0].start == 1000


def test_own_translator() -> None:
    german = {
        "The harbour is grey today.": "Der Hafen ist heute grau.",
        "Nobody saw the grey boat.": "Niemand sah das graue Boot.",
        "It left at dawn.": "Es fuhr im Morgengrauen.",
        "And it came back.": "Und es kam zur\u00fcck.",
        "With the tide.": "Mit der Flut.",
    }

    def look_up(texts: Sequence[str], request: object) -> list[str]:
        return [german[text] for text in texts]

    made = ck.translate("talk.srt", "de", source_language="en", translator=look_up)
    assert made.track.text.replace("\n", " ") == " ".join(german.values())
    assert made.untranslated == ()
    assert made.track[1].lines[0].spans[0].style.italic


def test_folder_conversion() -> None:
    for path in Path().glob("*.srt"):
        ck.convert(path, path.with_suffix(".vtt"))
    assert ck.load("talk.vtt").text == ck.load("talk.srt").text


def test_notebook_display() -> None:
    track = ck.Track([ck.Cue(0, 900, "<script>alert(1)</script>", speaker="<b>")])
    shown = track._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "&lt;b&gt;" in shown
    assert len(ck.Track(track.cues * 10_000)._repr_html_()) < 20_000


def test_split_at_a_word() -> None:
    track = ck.load("talk.srt").split(1, "saw")
    assert [c.text for c in track[1:3]] == ["Nobody", "saw the grey boat."]
    assert track[1].lines[0].spans[0].style.italic
    assert (track[1].start, track[2].end, track[1].end) == (61_000, 63_000, track[2].start)
    assert track[2].timing is ck.Timing.INTERPOLATED

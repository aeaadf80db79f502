"""What WebVTT says with markup that SRT does not have."""

from __future__ import annotations

import pytest

from captionkit.formats import FORMATS, WriteOptions
from captionkit.sources import ReadOptions, Source

HEAD = "WEBVTT\n\n"
TIMING = "00:00:01.000 --> 00:00:02.000\n"


def read(text: str):  # type: ignore[no-untyped-def]
    return FORMATS.get("vtt").read(Source(text.encode(), "pier.vtt"), ReadOptions())


def written(text: str, name: str = "srt", **options: object) -> str:
    """Return the body of the one cue of ``text`` in another format."""
    data = FORMATS.get(name).write(read(text).value, WriteOptions(**options)).value.decode()  # type: ignore[arg-type]
    return data.partition(" --> ")[2].partition("\n")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("<ruby>舟<rt>ふね</rt></ruby> ahead", "舟(ふね) ahead"),
        ("<ruby>舟<rt>ふね</rt>橋<rt>はし</rt></ruby>", "舟(ふね)橋(はし)"),
        ("<ruby>舟<rt>ふね</ruby>", "舟(ふね)"),
        ("<ruby>舟<rt></rt></ruby>", "舟"),
        ("<i><ruby>舟<rt>ふね</rt></ruby></i>", "<i>舟(ふね)</i>"),
    ],
)
def test_ruby_text_follows_its_base_in_brackets(payload: str, shown: str) -> None:
    assert written(HEAD + TIMING + payload + "\n") == shown


@pytest.mark.parametrize(
    ("payload", "label", "dash"),
    [
        ("<v Ada>Is it late?</v>\n<v Ben>Not yet.</v>", "Ada: Is it late?\nBen: Not yet.", "- Is it late?\n- Not yet."),
        ("<v Ada>Is it late?</v><v Ben>Not yet.</v>", "Ada: Is it late?\nBen: Not yet.", "- Is it late?\n- Not yet."),
    ],
)
def test_every_voice_of_a_cue_is_named(payload: str, label: str, dash: str) -> None:
    text = HEAD + TIMING + payload + "\n"
    assert written(text, speakers="label") == label
    assert written(text, speakers="dash") == dash
    assert written(text, "vtt", speakers="voice") == payload


@pytest.mark.parametrize("speakers", ["none", "label", "dash"])
def test_a_voice_called_dash_is_no_name_and_no_arrow(speakers: str) -> None:
    text = HEAD + TIMING + "<v ->Who is it?\n"
    result = read(text)
    assert [cue.text for cue in result.value] == ["Who is it?"]
    assert written(text, speakers=speakers) == "Who is it?"


@pytest.mark.parametrize("payload", ["A & B < C", "A < B"])
def test_text_after_a_stray_sign_is_told_and_shown_in_srt(payload: str) -> None:
    text = HEAD + TIMING + payload + "\n"
    assert "vtt.swallowed-text" in {d.code for d in read(text).diagnostics}
    assert written(text) == payload


def test_signs_of_srt_are_escaped_in_webvtt() -> None:
    track = FORMATS.get("srt").read(Source(b"1\n00:00:01,000 --> 00:00:02,000\nA & B < C\n", "a.srt"), ReadOptions())
    data = FORMATS.get("vtt").write(track.value, WriteOptions()).value.decode()
    assert "\nA &amp; B &lt; C\n" in data
    assert read(data).value[0].text == "A & B < C"


@pytest.mark.parametrize(
    ("rule", "payload", "shown"),
    [
        ("::cue(.italic) { font-style: italic }", "<c.italic>Far</c> away", "<i>Far</i> away"),
        ("::cue(.loud) { font-weight: bold }", "<c.loud>Far</c> away", "<b>Far</b> away"),
        ("::cue(.under) { text-decoration: underline }", "<c.under>Far</c> away", "<u>Far</u> away"),
        ("::cue(.other) { font-style: italic }", "<c.italic>Far</c> away", "Far away"),
    ],
)
def test_a_class_is_shown_in_srt_as_its_rule_says(rule: str, payload: str, shown: str) -> None:
    assert written(f"{HEAD}STYLE\n{rule}\n\n{TIMING}{payload}\n") == shown

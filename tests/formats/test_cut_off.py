"""Files that break off right after a cue's times: a warning where every other cue has text, in all formats of lines."""

from __future__ import annotations

import pytest

from captionkit.diagnostics import Diagnostic, Severity
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

#: What stands before the last cue, its times, and what an empty one has behind them in a file that is whole.
FILES = {
    "srt": ("1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n", "2\n00:00:03,000 --> 00:00:04,000", "\n\n"),
    "sbv": ("0:00:01.000,0:00:02.000\nOne.\n\n", "0:00:03.000,0:00:04.000", "\n\n"),
    "subviewer": ("[INFORMATION]\n[END INFORMATION]\n00:00:01.00,00:00:02.00\nOne.\n\n",
                  "00:00:03.00,00:00:04.00", "\n\n"),
    "microdvd": ("{25}{50}One.\n", "{75}{100}", "\n"),
    "mpl2": ("[10][20]One.\n", "[30][40]", "\n"),
    "spruce": ("00:00:01:00,00:00:02:00,One.\n", "00:00:03:00,00:00:04:00,", "\n"),
    "encore": ("1 00:00:01:00 00:00:02:00 One.\n", "2 00:00:03:00 00:00:04:00", "\n"),
    "vtt": ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne.\n\n", "00:00:03.000 --> 00:00:04.000", None),
}  # fmt: skip


def warnings(name: str, text: str) -> list[Diagnostic]:
    result = FORMATS.get(name).read(Source(text.encode()), ReadOptions(rate="25"))  # type: ignore[misc]
    assert [cue.text for cue in result.value][:1] == ["One."]
    return [note for note in result.diagnostics if note.severity >= Severity.WARNING]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_ends_in_times_is_a_warning(name: str, eol: str) -> None:
    before, times, whole = FILES[name]
    for cut in ("",) if whole == "\n" else ("", "\n"):
        [note] = warnings(name, (before + times + cut).replace("\n", eol))
        assert note.code in ("srt.truncated", "small.truncated", "vtt.ends-in-timing")
        assert note.cue == 2
    assert warnings(name, before.replace("\n", eol)) == []


@pytest.mark.parametrize("name", [name for name, (_, _, whole) in FILES.items() if whole])
def test_a_cue_that_was_left_empty_is_none(name: str) -> None:
    before, times, whole = FILES[name]
    assert whole is not None
    assert warnings(name, before + times + whole) == []
    other = times.replace("03", "02").replace("75", "60")
    assert (
        warnings(name, before + other + whole + ("\n" if whole == "\n\n" else "") + times.replace("2\n", "3\n")) == []
    )


@pytest.mark.parametrize("name", [name for name, (_, _, whole) in FILES.items() if whole])
def test_an_empty_last_cue_is_not_written_as_a_file_that_is_cut_off(name: str) -> None:
    track = Track([Cue(1000, 2000, "One."), Cue(3000, 4000)])
    data = FORMATS.get(name).write(track, WriteOptions(rate="25")).value  # type: ignore[misc]
    assert warnings(name, data.decode()) == []

"""Small files after public reports about broadcast formats, each with what a reader or writer must make of it.

The files are not part of this project. Every fifth is kept aside, by its name;
``CAPTIONKIT_CASES=all`` reads those too.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import captionkit
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import InputError
from captionkit.formats import WriteOptions
from captionkit.formats.sniff import recognise
from captionkit.media.textstreams import states
from captionkit.model.text import Line, plain_text
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, open_source
from tests.support import CORPORA, corpora

CASES = CORPORA.parent / "cases" / "broadcast"


def _kept_aside(name: str) -> bool:
    return os.environ.get("CAPTIONKIT_CASES") != "all" and zlib.crc32(name.encode()) % 5 == 0


def _cases(key: str) -> list[str]:
    names = sorted(path.parent.name for path in CASES.glob("*/expected.json"))
    return [name for name in names if not _kept_aside(name) and key in _expected(name)]


def _expected(name: str) -> dict[str, Any]:
    return dict(json.loads((CASES / name / "expected.json").read_text("utf-8")))


def _read(name: str) -> Result[Track]:
    [path] = (CASES / name).glob("input.*")
    source = open_source(str(path))
    read = recognise(source).format.read
    assert read is not None
    return read(source, ReadOptions())


@corpora
@pytest.mark.parametrize("name", _cases("read"))
def test_read(name: str) -> None:
    expected = _expected(name)
    wanted = expected["read"]["cues"]
    if not wanted and "must_report" in expected:
        with pytest.raises(InputError) as refused:
            _read(name)
        assert any(word in str(refused.value) for word in expected["must_report"])
        return
    found = _read(name)
    tolerance = 17 if name.startswith("s") else 2
    shown = [(cue.start, cue.end, _base_text(cue)) for cue in found.value]
    assert [text for *_, text in shown] == [text for *_, text in wanted]
    for (start, end, text), (begin, stop, _) in zip(shown, wanted, strict=True):
        assert abs(start - begin * 1000) <= tolerance, text
        assert stop is None or abs(end - stop * 1000) <= tolerance, text
    said = " ".join(diagnostic.message for diagnostic in found.diagnostics)
    assert not expected.get("must_report") or any(word in said for word in expected["must_report"])


def _base_text(cue: captionkit.Cue) -> str:
    """Return a cue's text without what stands beside it in ruby."""
    lines = (Line(tuple(s for s in line.spans if s.style.ruby != "text")) for line in cue.lines)
    return plain_text(lines)


def _written(name: str, to: str, tmp_path: Path, **options: Any) -> tuple[str, tuple[Diagnostic, ...]]:
    [path] = (CASES / name).glob("input.*")
    made = captionkit.convert(path, tmp_path / "out", to=to, write_options=WriteOptions(**options))
    return (tmp_path / "out").read_text("utf-8"), made.diagnostics


@corpora
@pytest.mark.parametrize("name", _cases("write"))
def test_write(name: str, tmp_path: Path) -> None:
    wanted = _expected(name)["write"]
    _CHECKS[wanted["format"]](name, wanted, tmp_path)


def _ass(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    options = {"size": wanted["size"]} if "size" in wanted else {}
    text, _ = _written(name, "ass", tmp_path, **options)
    for key in ("PlayResX", "PlayResY"):
        assert key not in wanted or f"\n{key}: {wanted[key]}\n" in text
    starts = re.findall(r"^Dialogue: [^,]*,([^,]*),", text, re.MULTILINE)
    assert "start_in" not in wanted or starts[0] in wanted["start_in"]
    if wanted.get("identical_lines"):
        [path] = (CASES / name).glob("input.*")
        assert text.splitlines() == path.read_text("utf-8-sig").splitlines()


def _fcpxml(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    text, found = _written(name, "fcpxml", tmp_path, rate=wanted.get("rate", "25"))
    root = ElementTree.fromstring(text)
    frame = _seconds(root.find(".//format").get("frameDuration", ""))  # type: ignore[union-attr]
    rows = [(_seconds(c.get("offset", "")), _seconds(c.get("duration", ""))) for c in root.iter("caption")]
    assert all(start % frame == 0 and length % frame == 0 and length >= frame for start, length in rows)
    assert all(start + length <= after for (start, length), (after, _) in pairwise(rows))
    if "captions" in wanted:
        assert len(rows) == wanted["captions"]
    if "gaps" in wanted:
        assert all(start + length == after for (start, length), (after, _) in pairwise(rows))
    if "report" in wanted:
        assert any(wanted["report"] in diagnostic.message for diagnostic in found)
    if "text" in wanted:
        caption = root.find(".//caption/text")
        assert caption is not None
        assert "".join(caption.itertext()) == wanted["text"]


def _seconds(said: str) -> Fraction:
    return Fraction(said.removesuffix("s"))


def _hls(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    if "MPEGTS" in wanted:
        made = captionkit.hls([CASES / name / "input.vtt"], tmp_path, mpegts=min(wanted["media_first_pts"].values()))
        assert made.mpegts == wanted["MPEGTS"]
        assert all(f"MPEGTS:{wanted['MPEGTS']}" in path.read_text("utf-8") for path in tmp_path.rglob("*.vtt"))
        return
    captionkit.hls(
        [CASES / name / "input.vtt"], tmp_path, segment=wanted["segment"] * 1000, duration=wanted["duration"] * 1000
    )
    files = sorted(tmp_path.rglob("*.vtt"))
    assert len(files) == wanted["segments"]
    assert [n for n, path in enumerate(files) if "-->" not in path.read_text("utf-8")] == wanted["empty"]


def _mp4(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    if "states" in wanted:
        made = states(_read(name).value)
        assert [[cue.start / 1000, cue.end / 1000, cue.text] for cue in made] == wanted["states"]
        return
    from captionkit.media.textstreams import three_letters

    assert {tag: three_letters(tag) for tag in wanted["languages"]} == wanted["languages"]


def _scc(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    text, found = _written(name, "scc", tmp_path)
    back = captionkit.load(tmp_path / "out", format="scc")
    if "text_after_reading" in wanted:
        assert back[0].text.replace("\n", " ") == wanted["text_after_reading"]
        said = " ".join(diagnostic.message for diagnostic in found)
        assert all(letter in said for letter in wanted.get("report_names", ()))
    if wanted.get("eoc_on_own_line"):
        assert all(line.split("\t")[1] == "942f 942f" for line in text.splitlines() if "942f" in line)
    for cue, start in zip(back, wanted.get("starts", ()), strict=False):
        assert abs(cue.start - start * 1000) <= 1


def _srt(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    text, _ = _written(name, "srt", tmp_path)
    assert len(re.findall("-->", text)) == 1
    assert "\n\n" not in text.strip()
    assert "text" not in wanted or text.strip().split("\n", 2)[2] == wanted["text"]


def _vtt(name: str, wanted: dict[str, Any], tmp_path: Path) -> None:
    assert wanted["text"] in _written(name, "vtt", tmp_path)[0]


_CHECKS = {"ass": _ass, "fcpxml": _fcpxml, "hls": _hls, "mp4": _mp4, "scc": _scc, "srt": _srt, "vtt": _vtt}

"""WebVTT against the web platform's own tests and against what Chromium makes of real files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from captionkit.errors import InputError
from captionkit.formats.webvtt import FORMAT
from captionkit.formats.webvtt.cuetext import Node, parse, text_of
from captionkit.formats.webvtt.reader import is_webvtt
from captionkit.formats.webvtt.regions import Region, parse_region
from captionkit.model.cue import Cue, Positioning
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.support import CORPORA, corpora


def regions_of(track: Track) -> dict[str, Region]:
    """Return the regions of a track by id; of several with one id the last holds."""
    regions = [parse_region(block.text) for block in track.blocks if block.kind == "region"]
    return {region.id: region for region in regions if region.id}


def region_of(positioning: Positioning | None, regions: dict[str, Region]) -> Region | None:
    """Return the region that a cue is shown in: none where line, size or vertical text contradict it."""
    if (
        positioning is None
        or positioning.vertical
        or positioning.line is not None
        or positioning.size not in (None, 100)
    ):
        return None
    return regions.get(positioning.region)


@cache
def golden(path: str) -> dict[str, Any]:
    file = CORPORA / path
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def clock(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def html5lib(nodes: list[Node], depth: int = 0) -> list[str]:
    """The notation of html5lib's tree tests for the DOM that WebVTT builds."""
    lines: list[str] = []
    lead = "| " + "  " * depth
    for node in nodes:
        if node.name == "text":
            lines.append(f'{lead}"{node.text}"')
        elif node.name == "time":
            lines.append(f"{lead}<?timestamp {clock(node.time or 0)}>")
        else:
            element = "span" if node.name in ("c", "v", "lang") else node.name
            lines.append(f"{lead}<{element}>")
            said = {"class": " ".join(node.classes) or None}
            said["title"] = node.annotation if node.name == "v" else None
            said["lang"] = node.annotation if node.name == "lang" else None
            lines += [f'{lead}  {key}="{value}"' for key, value in sorted(said.items()) if value is not None]
            lines += html5lib(node.children, depth + 1)
    return lines


@corpora
@pytest.mark.parametrize("name", sorted(golden("wpt-cue-text/expected.json")) or ["(none)"])
def test_cue_text_builds_the_tree_of_the_web_platform_tests(name: str) -> None:
    case = golden("wpt-cue-text/expected.json")[name]
    assert "\n".join(["#document-fragment", *html5lib(parse(case["input"]))]) == case["expected"]


def as_number(value: float | None, missing: object) -> object:
    return missing if value is None else value


def region_shape(region: Region | None) -> dict[str, Any] | None:
    if region is None:
        return None
    return {
        "id": region.id,
        "width": region.width,
        "lines": region.lines,
        "regionAnchorX": region.region_anchor[0],
        "regionAnchorY": region.region_anchor[1],
        "viewportAnchorX": region.viewport_anchor[0],
        "viewportAnchorY": region.viewport_anchor[1],
        "scroll": region.scroll,
    }


def shape(cue: Cue, regions: dict[str, Region]) -> dict[str, Any]:
    place = cue.positioning or Positioning()
    return {
        "id": cue.id,
        "startTime": cue.start / 1000,
        "endTime": cue.end / 1000,
        "text": cue.payload,
        "vertical": place.vertical,
        "snapToLines": not place.line_percent,
        "line": as_number(place.line, "auto"),
        "lineAlign": place.line_align or "start",
        "position": as_number(place.position, "auto"),
        "positionAlign": place.position_align or "auto",
        "size": as_number(place.size, 100),
        "align": place.align or "center",
        "region": region_shape(region_of(place, regions)),
    }


def expected(cue: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    """The golden cue; JavaScript's numbers are floats, which JSON does not tell."""
    found = {key: value for key, value in cue.items() if key in keys}
    return {key: float(value) if type(value) is int else value for key, value in found.items()}


def read(path: Path) -> tuple[list[dict[str, Any]], bool]:
    source = Source(path.read_bytes(), path.name)
    track = FORMAT.read(source, ReadOptions()).value  # type: ignore[misc]
    regions = regions_of(track)
    return [shape(cue, regions) for cue in track.cues], is_webvtt(source.text)


@corpora
@pytest.mark.parametrize("name", sorted(golden("wpt-file-parsing/golden.json")) or ["(none)"])
def test_files_read_as_the_web_platform_tests_say(name: str) -> None:
    wanted = golden("wpt-file-parsing/golden.json")[name]
    path = CORPORA / "wpt-file-parsing" / name
    if not wanted["ok"]:
        # a browser stops here; captionkit reads what cues there are and says so
        assert not is_webvtt(Source(path.read_bytes(), name).text)
        if b"-->" not in path.read_bytes():
            with pytest.raises(InputError, match="not WebVTT"):
                read(path)
        return
    cues, valid = read(path)
    assert valid
    assert cues == [expected(cue, set(cues[0])) for cue in wanted["cues"]]


@corpora
@pytest.mark.parametrize("name", sorted(golden("real-captions/chromium.golden.json")) or ["(none)"])
def test_real_captions_read_as_in_chromium(name: str) -> None:
    wanted = golden("real-captions/chromium.golden.json")[name]
    path = CORPORA / "real-captions" / name
    cues, valid = read(path)
    assert valid == wanted["ok"]
    keys = set(cues[0]) & set(wanted["cues"][0])
    assert [expected(cue, keys) for cue in cues] == [expected(cue, keys) for cue in wanted["cues"]]
    track = FORMAT.read(Source(path.read_bytes(), path.name), ReadOptions()).value  # type: ignore[misc]
    assert [cue.text for cue in track.cues] == [text_of(parse(cue["text"])) for cue in wanted["cues"]]

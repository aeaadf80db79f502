"""Edit lists of every format: the links that they give are those that comparing frame by frame finds."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit import Cue, Track
from captionkit.errors import CaptionkitError, InputError, UsageError
from captionkit.model.timecode import RATES, label_of_frame, nominal
from captionkit.sources import Source
from captionkit.timing.conform import link
from captionkit.timing.editlists.events import whole_rate
from captionkit.timing.editlists.read import read_edit_list

#: reel, first source frame, first frame in the film, frames shown, speed
Row = tuple[str, int, int, int, Fraction]
START = {"P": 900_000, "Q": 0, "R": 1800}
ONE = Fraction(1)


def edl(rows: list[Row], rate: Fraction, *, drop: bool = False) -> str:
    def label(frame: int) -> str:
        hours, minutes, seconds, frames = label_of_frame(frame, rate, drop=drop)
        return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:02}"

    lines = ["TITLE: CUT", f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}"]
    for number, (reel, source, film, length, speed) in enumerate(rows, 1):
        last = source + int(length * speed)
        times = " ".join(map(label, (source, last, film, film + length)))
        lines.append(f"{number:03}  {reel:<8} A     C        {times}")
        if speed != 1:
            lines.append(f"M2   {reel:<8} {float(nominal(rate) * speed):06.1f}                {label(source)}")
    return "\n".join([*lines, ""])


def xmeml(rows: list[Row], rate: Fraction) -> str:
    kind = (
        f"<rate><timebase>{nominal(rate)}</timebase><ntsc>{'TRUE' if rate.denominator > 1 else 'FALSE'}</ntsc></rate>"
    )
    begin = rows[0][2]
    known: set[str] = set()
    clips = []
    for number, (reel, source, film, length, speed) in enumerate(rows):
        first = source - START[reel]
        file = f'<file id="f{reel}"/>'
        if reel not in known:
            file = (
                f'<file id="f{reel}"><name>{reel}.MOV</name>{kind}'
                f"<timecode>{kind}<frame>{START[reel]}</frame></timecode></file>"
            )
            known.add(reel)
        warp = ""
        if speed != 1:
            warp = (
                "<filter><effect><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid>"
                f"<value>{float(speed * 100):g}</value></parameter></effect></filter>"
            )
        clips.append(
            f'<clipitem id="c{number}"><name>{reel}</name>{kind}<start>{film - begin}</start>'
            f"<end>{film - begin + length}</end><in>{first}</in><out>{first + int(length * speed)}</out>"
            f"{file}{warp}</clipitem>"
        )
    audio = f"<audio><track>{''.join(clips)}</track></audio>"
    return (
        f'<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="4"><sequence>{kind}<timecode>{kind}'
        f"<frame>{begin}</frame></timecode><media><video><track/></video>{audio}</media></sequence></xmeml>"
    )


def seconds(frames: Fraction | int, rate: Fraction) -> str:
    time = Fraction(frames) / rate
    return f"{time.numerator}/{time.denominator}s"


def fcpxml(rows: list[Row], rate: Fraction, *, nested: bool = False) -> str:
    assets = "".join(
        f'<asset id="a{reel}" name="{reel}" start="{seconds(first, rate)}" hasAudio="1" hasVideo="1" format="r1">'
        f'<media-rep src="file:///m/{reel}.mov"/></asset>'
        for reel, first in START.items()
    )
    clips, at = [], rows[0][2]
    for reel, source, film, length, speed in rows:
        if film > at:
            clips.append(f'<gap offset="{seconds(at, rate)}" start="0s" duration="{seconds(film - at, rate)}"/>')
        at = film + length
        place = f'offset="{seconds(film, rate)}" duration="{seconds(length, rate)}"'
        start = seconds(source, rate)
        warp = ""
        if speed != 1:
            warp = (
                f'<timeMap><timept time="0s" value="{start}" interp="linear"/><timept time="{seconds(10_000, rate)}" '
                f'value="{seconds(source + 10_000 * speed, rate)}" interp="linear"/></timeMap>'
            )
            start = "0s"
        if nested and speed == 1:
            first = seconds(START[reel], rate)
            inner = f'offset="{first}" start="{first}" ref="a{reel}" duration="{seconds(500_000, rate)}"'
            clips.append(f'<clip {place} start="{start}"><video {inner}><audio lane="-1" {inner}/></video></clip>')
        else:
            clips.append(f'<asset-clip ref="a{reel}" {place} start="{start}">{warp}</asset-clip>')
    begin = rows[0][2]
    return (
        '<?xml version="1.0"?><!DOCTYPE fcpxml><fcpxml version="1.10"><resources>'
        f'<format id="r1" frameDuration="{seconds(1, rate)}"/>{assets}</resources><library><event><project>'
        f'<sequence format="r1" tcStart="{seconds(begin, rate)}" duration="{seconds(at - begin, rate)}">'
        f"<spine>{''.join(clips)}</spine></sequence></project></event></library></fcpxml>"
    )


def otio(rows: list[Row], rate: Fraction) -> str:
    def time(frames: int) -> dict[str, object]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(frames)}

    def span(first: int, length: int) -> dict[str, object]:
        return {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(first), "duration": time(length)}

    children: list[dict[str, object]] = []
    begin = at = rows[0][2]
    for reel, source, film, length, speed in rows:
        if film > at:
            children.append({"OTIO_SCHEMA": "Gap.1", "source_range": span(0, film - at)})
        at = film + length
        reference = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": f"/m/{reel}.mov",
                     "available_range": span(START[reel], 500_000)}  # fmt: skip
        effects = (
            [] if speed == 1 else [{"OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "", "time_scalar": float(speed)}]
        )
        children.append({
            "OTIO_SCHEMA": "Clip.2", "name": reel, "source_range": span(source, length), "effects": effects,
            "media_references": {"DEFAULT_MEDIA": reference}, "active_media_reference_key": "DEFAULT_MEDIA",
        })  # fmt: skip
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Audio", "children": children}
    stack = {"OTIO_SCHEMA": "Stack.1", "children": [track]}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "global_start_time": time(begin), "tracks": stack})


WRITERS = {
    "edl": edl, "xmeml": xmeml, "fcpxml": fcpxml, "otio": otio,
    "fcpxml, clips in clips": lambda rows, rate: fcpxml(rows, rate, nested=True),
    "edl, drop-frame": lambda rows, rate: edl(rows, rate, drop=rate in (RATES["29.97"], RATES["59.94"])),
}  # fmt: skip


def rows_of(rng: random.Random, speeds: tuple[Fraction, ...] = (ONE,)) -> list[Row]:
    at, made = rng.choice((0, 17_980, 90_000)), []
    for _ in range(rng.randint(1, 7)):
        length = rng.randint(1, 15) * 4
        if rng.random() < 0.85:
            reel = rng.choice("PQ")
            made.append((reel, START[reel] + rng.randint(0, 40) * 2, at, length, rng.choice(speeds)))
        at += length
    return made or [("P", START["P"], at, 20, ONE)]


def read(text: str, rate: Fraction):
    return list(read_edit_list(Source(text.encode(), "cut"), rate).events)


@pytest.mark.parametrize("format", WRITERS)
@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    name=st.sampled_from(("25", "23.976", "29.97", "59.94")),
    other=st.sampled_from(sorted(WRITERS)),
)
def test_links_are_what_frame_by_frame_comparison_finds(format, seed, name, other):
    """The old cut in one format, the new one in another: the same film frames either way."""
    rng, rate = random.Random(seed), RATES[name]
    old, new = rows_of(rng), rows_of(rng)

    def frames(rows: list[Row]) -> dict[int, tuple[str, int]]:
        return {film + n: (reel, source + n) for reel, source, film, length, _ in rows for n in range(length)}

    before, after = frames(old), frames(new)
    wanted = {(a, b) for a, x in before.items() for b, y in after.items() if x == y}
    lists = read(WRITERS[format](old, rate), rate), read(WRITERS[other](new, rate), rate)
    # reels and files have names of their own; here they are the same
    lists = tuple([_renamed(event) for event in one] for one in lists)
    try:
        links = link(*lists)
    except InputError:
        assert wanted == set()
        return
    found = [
        (int(part.start) + n, int(part.new(part.start + n)))
        for part in links
        for n in range(int(part.end - part.start))
    ]
    assert set(found) == wanted
    assert len(found) == len(set(found))
    assert all(a.end != b.start or a.new(a.end) != b.to for a in links for b in links)  # through-edits are joined


def _renamed(event):
    from captionkit.values import replace

    return replace(event, names=tuple(name.removeprefix("reel ") for name in event.names))


@pytest.mark.parametrize("format", ["edl", "xmeml", "fcpxml", "otio"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(("25", "23.976")))
def test_speeds_are_what_the_frames_say(format, seed, name):
    """Each frame shown is that of the source which the speed reaches by then."""
    rng, rate = random.Random(seed), RATES[name]
    rows = rows_of(rng, (ONE, Fraction(1, 2), Fraction(2), Fraction(5, 4)))
    if format == "edl":  # an M2 line has tenths of frames a second only
        rows = [(*row[:4], ONE if (nominal(rate) * row[4] * 10).denominator > 1 else row[4]) for row in rows]
    shown = {}
    for event in read(WRITERS[format](rows, rate), rate):
        for n in range(event.end - event.start):
            shown[event.start + n] = (event.names[0].removeprefix("reel "), event.source + n * event.speed)
    wanted = {
        film + n: (reel.lower(), source + n * speed)
        for reel, source, film, length, speed in rows
        for n in range(length)
    }
    assert shown == wanted


def test_xmeml_of_a_clip_that_counts_shown_frames_and_of_a_transition():
    rows = [("P", START["P"] + 100, 0, 40, Fraction(1, 2))]
    text = xmeml(rows, RATES["25"]).replace("<in>100</in><out>120</out>", "<in>200</in><out>240</out>")
    (event,) = read(text, RATES["25"])
    assert (event.source, event.source_end, event.speed) == (START["P"] + 100, START["P"] + 120, Fraction(1, 2))
    cut = xmeml([("P", START["P"], 0, 40, ONE), ("Q", 8, 40, 40, ONE)], RATES["25"])
    faded = cut.replace("<end>40</end>", "<end>-1</end>").replace("<out>40</out>", "<out>45</out>")
    faded = faded.replace("<start>40</start>", "<start>-1</start>").replace("<in>8</in>", "<in>3</in>")
    faded = faded.replace(
        '</clipitem><clipitem id="c1">',
        '</clipitem><transitionitem><start>35</start><end>45</end></transitionitem><clipitem id="c1">',
    )
    first, second = read(faded, RATES["25"])
    assert (first.start, first.end, first.source) == (0, 35, START["P"])
    assert (second.start, second.end, second.source, second.source_end) == (35, 80, 3, 48)


def test_fcpxml_follows_dialogue():
    clip = '<asset-clip ref="aQ" lane="-1" offset="36002s" start="0s" duration="1s" audioRole="music.score"/>'
    quiet = '<adjust-volume amount="-96dB"/>'
    held = f'<asset-clip ref="aR" lane="1" offset="36002s" start="72s" duration="1s">{quiet}</asset-clip>'
    text = fcpxml([("P", START["P"], 0, 100, ONE)], RATES["25"])
    text = text.replace('start="36000/1s">', f'audioStart="36001s" audioDuration="3s" start="36000/1s">{clip}{held}')
    events = read(text, RATES["25"])
    assert [(e.names[0], e.channels) for e in events] == [
        ("p", "V1"), ("p", "A1"), ("q", "V1"), ("q", "A9"), ("r", "V2"),
    ]  # fmt: skip
    assert [(e.start, e.end) for e in events if e.names == ("q",)] == [(50, 75)] * 2
    dialogue = next(event for event in events if event.channels == "A1")
    assert (dialogue.start, dialogue.end, dialogue.source) == (25, 100, START["P"] + 25)


def test_opentimelineio_reads_and_writes_the_same():
    opentimelineio = pytest.importorskip("opentimelineio", reason="not run: no opentimelineio")
    rng = random.Random(7)
    for _ in range(20):
        rows = rows_of(rng, (ONE, Fraction(2), Fraction(1, 2)))
        timeline = opentimelineio.adapters.read_from_string(otio(rows, RATES["23.976"]), "otio_json")
        events = read(opentimelineio.adapters.write_to_string(timeline, "otio_json"), RATES["23.976"])
        begin = timeline.global_start_time
        theirs = []
        for clip in timeline.find_clips():
            place = clip.transformed_time_range(clip.trimmed_range(), clip.parent())
            theirs.append((begin + place.start_time).to_frames())
            assert clip.trimmed_range().duration.to_frames() == place.duration.to_frames()
        assert [event.start for event in events] == theirs
        assert [event.source for event in events] == [
            clip.trimmed_range().start_time.to_frames() for clip in timeline.find_clips()
        ]


class Built:
    """Items of a track as OpenTimelineIO builds them, drawn by ``data``."""

    def __init__(self, library, data):
        self.schema, self.opentime, self.draw = library.schema, library.opentime, data.draw
        self.count = 0

    def time(self, frames: int, rate: float = 25):
        return self.opentime.RationalTime(frames, rate)

    def span(self, start: int, length: int, rate: float = 25):
        return self.opentime.TimeRange(self.time(start, rate), self.time(length, rate))

    def name(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def clip(self):
        name, length, rate = self.name(), self.draw(st.integers(1, 200)), self.draw(st.sampled_from([25.0, 50.0]))
        media = self.schema.ExternalReference(f"/m/{name}.mov", self.span(500, 2 * length, rate))
        own = self.span(500 + length, 2 * length, rate)
        return self.schema.Clip(name, media, self.draw(st.sampled_from([None, own])))

    def track(self):
        made = self.schema.Track(self.name())
        made.extend([self.clip() for _ in range(self.draw(st.integers(1, 2)))])
        return made

    def stack(self):
        made = self.schema.Stack(self.name())
        made.extend([self.track() for _ in range(self.draw(st.integers(1, 2)))])
        return made

    def gap(self):
        return self.schema.Gap(source_range=self.span(0, self.draw(st.integers(0, 50))))

    def fade(self):
        return self.schema.Transition("SMPTE_Dissolve", in_offset=self.time(5), out_offset=self.time(5))

    def slow(self):
        made = self.clip()
        made.effects.append(self.schema.LinearTimeWarp(time_scalar=0.5))
        return made

    def off(self):
        made = self.clip()
        made.enabled = False
        return made


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_timelines_that_opentimelineio_built_stand_where_it_says(data):
    """Clips with and without ranges of their own, gaps, transitions, stacks and tracks inside, other rates, speeds."""
    library = pytest.importorskip("opentimelineio", reason="not run: no opentimelineio")
    built = Built(library, data)
    kinds = st.lists(st.sampled_from(["clip", "gap", "stack", "track", "fade", "slow", "off"]), min_size=1, max_size=6)
    timeline = library.schema.Timeline("t", global_start_time=built.time(90_000))
    track = library.schema.Track("V", kind="Video")
    track.extend([getattr(built, kind)() for kind in data.draw(kinds)])
    timeline.tracks.append(track)
    unseen = library.schema.Gap | library.schema.Transition
    shown = [item for item in track if not isinstance(item, unseen) and item.enabled]
    places = [track.range_of_child(item) for item in shown]
    wanted = [
        (item.name, 90_000 + place.start_time.value_rescaled_to(25), place.duration.value_rescaled_to(25))
        for item, place in zip(shown, places, strict=True)
    ]
    events = read(timeline.to_json_string(), RATES["25"]) if shown else []
    assert [(event.names[0], event.start, event.end - event.start) for event in events] == wanted


def test_otio_that_cannot_be_placed_is_refused():
    def timeline(*children: dict[str, object], **track: object) -> str:
        inside = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": children, **track}
        return json.dumps({"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [inside]}})

    def span(start: int, length: int) -> dict[str, object]:
        times = {key: {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": float(value)}
                 for key, value in (("start_time", start), ("duration", length))}  # fmt: skip
        return {"OTIO_SCHEMA": "TimeRange.1", **times}

    clip = {"OTIO_SCHEMA": "Clip.2", "name": "a", "source_range": span(0, 50)}
    assert len(read(timeline(clip, clip, source_range=span(0, 100)), RATES["25"])) == 2
    with pytest.raises(InputError, match="item 2 of track V1 has no length"):
        read(timeline(clip, {"OTIO_SCHEMA": "Clip.2", "name": "b"}, clip), RATES["25"])
    for part in (span(10, 100), span(0, 99)):
        with pytest.raises(InputError, match="only a part of track V1"):
            read(timeline(clip, clip, source_range=part), RATES["25"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html/>", "none of the edit lists"), ("<xmeml><project/></xmeml>", "no sequence"),
        ("<fcpxml><resources/></fcpxml>", "no sequence"), ('{"OTIO_SCHEMA": "Clip.1"}', "no timeline"), ("{", "JSON"),
        ("<fcpxml><sequence format='r1'/></fcpxml>", "frame duration"), ("Good evening.", "no event"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        read_edit_list(Source(text.encode(), "cut"), RATES["25"])


def test_rates_are_the_lists_own():
    cut = xmeml([("P", START["P"], 0, 40, ONE)], RATES["23.976"])
    assert read_edit_list(Source(cut.encode())).rate == RATES["23.976"]
    with pytest.raises(UsageError, match=r"counts 23\.976"):
        read_edit_list(Source(cut.encode()), RATES["25"])
    with pytest.raises(UsageError, match="does not say its frame rate"):
        read_edit_list(Source(b"001 P A C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"))
    assert [whole_rate(value) for value in (24.0, 29.97, 59.94005994)] == [24, RATES["29.97"], RATES["59.94"]]


@pytest.mark.parametrize("format", ["xmeml", "fcpxml", "otio"])
def test_damage_is_survived(format):
    text = WRITERS[format](rows_of(random.Random(3)), RATES["25"])
    rng = random.Random(5)
    for _ in range(150):
        at = rng.randrange(len(text))
        cut = (
            text[:at]
            + rng.choice(("", "0", "-", '"', "<x>", "/0s", "null", "1e400", "99999999999999999"))
            + text[at + rng.randint(0, 9) :]
        )
        try:
            events = read_edit_list(Source(cut.encode(), "cut")).events
            link(events, events)
        except CaptionkitError:
            pass


def test_deep_clips_and_many_clips_are_read_at_once():
    deep = "<clip offset='0s' duration='9s'>" * 3000 + "</clip>" * 3000
    text = fcpxml([("P", START["P"], 0, 100, ONE)], RATES["25"]).replace("</spine>", deep + "</spine>")
    assert len(read(text, RATES["25"])) == 2


@pytest.mark.parametrize("format", ["xmeml", "fcpxml", "otio"])
def test_a_track_follows_a_cut_of_any_format(format, tmp_path):
    old = WRITERS[format]([("P", START["P"], 0, 200, ONE)], RATES["25"])
    new = WRITERS[format]([("P", START["P"] + 50, 0, 50, ONE), ("P", START["P"] + 150, 50, 50, ONE)], RATES["25"])
    (tmp_path / "old").write_text(old, "utf-8")
    (tmp_path / "new").write_text(new, "utf-8")
    track = Track([Cue(0, 1000, "Gone."), Cue(2000, 3000, "Kept."), Cue(6400, 7400, "Later.")])
    made = captionkit.conform(track, tmp_path / "old", tmp_path / "new")
    assert [(cue.start, cue.end, cue.text) for cue in made.track] == [(0, 1000, "Kept."), (2400, 3400, "Later.")]

"""Checking through the library: what is handed in, languages, shot changes, lines."""

from __future__ import annotations

from fractions import Fraction

import pytest

import captionkit
from captionkit import profiles
from captionkit.errors import UnknownNameError
from captionkit.model.cue import Cue
from captionkit.model.text import Style, lines_of
from captionkit.model.track import Track

FAST = "1\n00:00:01,000 --> 00:00:01,400\nGood evening.\n"


def codes(result):
    return [d.code for d in result.findings]


def test_a_file_bytes_a_track_and_pysrt_and_webvtt_objects_are_taken(tmp_path):
    (tmp_path / "a.srt").write_text(FAST)
    track = captionkit.load(FAST.encode())
    expected = ["quality.min-duration", "quality.reading-speed"]
    for source in (tmp_path / "a.srt", FAST.encode(), track, track.to_pysrt(), track.to_webvtt()):
        assert codes(captionkit.check(source)) == expected


def test_findings_name_file_and_line(tmp_path):
    path = tmp_path / "a.srt"
    path.write_text("\n\n" + FAST)
    finding = captionkit.check(path).findings[0]
    assert (finding.file, finding.line, finding.cue) == (str(path), 4, 1)


def test_a_profile_of_another_language_is_reported_and_can_be_overridden():
    track = Track((Cue(0, 2000, "Guten Abend."),), language="de")
    assert "quality.not-for-language" in codes(captionkit.check(track, profile="netflix-en"))
    assert "quality.not-for-language" not in codes(captionkit.check(track, profile="netflix-de"))
    assert "quality.not-for-language" not in codes(captionkit.check(track, profile="default"))


def test_a_rule_of_one_language_never_fires_on_another():
    # a Spanish guide's numbers, an English rule: numerals in words have no list for Finnish
    text = "N\u00e4in 3 laivaa."
    assert "quality.numbers" not in codes(
        captionkit.check(Track((Cue(0, 3000, text),), language="fi"), profile="netflix")
    )
    french = Track((Cue(0, 3000, "Vraiment ? Oui !"),), language="fr")
    assert "quality.space-before-punctuation" not in codes(captionkit.check(french, profile="netflix-fr"))
    english = Track((Cue(0, 3000, "Really ? Yes !"),), language="en")
    assert "quality.space-before-punctuation" in codes(captionkit.check(english, profile="netflix-en"))


def test_rules_of_a_language_are_silent_where_it_is_not_known():
    broken = "She left her keys on the\nkitchen table this morning."
    assert "quality.line-break" not in codes(captionkit.check(Track((Cue(0, 5000, broken),))))
    assert "quality.line-break" in codes(captionkit.check(Track((Cue(0, 5000, broken),)), language="en"))


def test_shot_changes_from_a_file_and_as_numbers(tmp_path):
    (tmp_path / "cuts.txt").write_text("2.0\n")
    track = Track((Cue(2125, 4000, "Good evening."),))
    for cuts in (str(tmp_path / "cuts.txt"), [2000]):
        assert "quality.shot-change" in codes(
            captionkit.check(track, profile="netflix-en", shot_changes=cuts, rate="24")
        )
    assert "quality.shot-change" not in codes(captionkit.check(track, profile="netflix-en", rate="24"))


def test_the_media_length_shows_cues_after_its_end():
    assert codes(captionkit.check(Track((Cue(9000, 10_000, "Late."),)), duration=9000)) == ["quality.past-end"]


def test_markup_and_styles_do_not_count():
    text = "x" * 42
    styled = Track((Cue(0, 3000, lines_of(text, Style(italic=True))),))
    assert not [c for c in codes(captionkit.check(styled)) if "line-length" in c or "speed" in c]
    tagged = f"1\n00:00:00,000 --> 00:00:03,000\n<i>{text}</i>\n".encode()
    assert "quality.line-length" not in codes(captionkit.check(tagged))


def test_audiences_have_their_own_limits():
    track = Track((Cue(0, 1000, "x" * 18),))
    assert "quality.reading-speed" not in codes(captionkit.check(track, profile="netflix-en"))
    assert "quality.reading-speed" in codes(captionkit.check(track, profile="netflix-en:children"))


def test_unknown_names_suggest():
    with pytest.raises(UnknownNameError):
        captionkit.check(Track(), rule=["line-lenght"])
    with pytest.raises(UnknownNameError):
        captionkit.check(Track(), profile="nettflix")


def test_fix_through_the_library_writes_what_it_fixed(tmp_path):
    target = tmp_path / "out.srt"
    done = captionkit.fix(FAST.encode(), target, profile="ted", rate=Fraction(25))
    assert done.written is not None
    assert captionkit.load(target).cues[0].duration >= 1000
    assert not done.remaining


def test_a_checked_profile_may_be_an_object():
    assert codes(captionkit.check(Track((Cue(0, 10, "x."),)), profile=profiles.load("ted")))


def test_checking_takes_linear_time_on_hostile_text():
    """Finishes at all: each of these would take minutes with a pattern that backtracks."""
    parts = ("[", "( ", "- ", "A:", " .", "<i", "\u00c3", "1 ", '"', "\u266a", "A", "&amp", "{\\", "#", "(a", "a ")
    for text in (part * 10_000 for part in parts):
        track = Track((Cue(0, 1000, text), Cue(1080, 2000, text)), language="en")
        for guide in ("netflix-en", "bbc-broadcast"):
            captionkit.check(track, profile=guide)
        captionkit.transform(track, do=["clean", "sdh-only", "spaces", "markup", "encoding", "quotes:style=curly"])


def test_what_line_21_cannot_show_is_found_and_written_otherwise_where_it_can():
    track = Track((Cue(1000, 3000, "So \u2013 \u201cyes\u201d\u2026 \u266a"),))
    assert "quality.characters" in codes(captionkit.check(track, profile="cea608"))
    fixed = captionkit.fix(track, profile="cea608")
    assert fixed.track.text == "So - \u201cyes\u201d... \u266a"
    assert "quality.characters" in codes(captionkit.check(Track((Cue(1000, 3000, "\u65e5\u672c"),)), profile="cea608"))

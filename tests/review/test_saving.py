"""Saving: what nobody edited keeps its bytes; files that others wrote meanwhile are compared, never overwritten."""

from __future__ import annotations

import sqlite3
import zlib
from fractions import Fraction
from pathlib import Path

import pytest

from captionkit import Cue, Track, WriteOptions, load
from captionkit.errors import OutputError
from captionkit.formats import FORMATS
from captionkit.review.exporting import export
from captionkit.review.refusals import EditError
from captionkit.review.session import Session

#: Files as people write them: odd spacing, odd numbers, odd times, comments, other encodings and line ends.
ODD = {
    "numbers.srt": (
        b"7\n00:00:01,000 --> 00:00:02,000\nOne.\n\n9\n00:00:03,000 --> 00:00:04,000\nTwo.\n\n\n\n12\n"
        b"00:00:05,000 --> 00:00:06,000\nThree.\n"
    ),
    "spaces.srt": (
        b"1\r\n00:00:01,000 -->  00:00:02,000  \r\nOne. \r\n\r\n\r\n2 \r\n0:00:03.000 --> 0:00:04,000\r\nTwo.\r\n\r\n"
        b"3\r\n00:00:05,000 --> 00:00:06,000\r\nThree."
    ),
    "mark.srt": (
        b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n\n3\n"
        b"00:00:05,000 --> 00:00:06,000\nThree.\n\n\n"
    ),
    "latin.srt": (
        "1\n00:00:01,000 --> 00:00:02,000\nPère Noël, où êtes-vous passé ?\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nIl est déjà parti à la forêt.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nÇa me gêne.\n"
    ).encode("cp1252"),
    "comments.vtt": (
        b"WEBVTT - Talk\nKind: captions\n\nNOTE first\n\nintro\n00:01.000 --> 00:02.000 align:left\nOne.\n\n\n"
        b"NOTE of two\n\n00:03.000  -->  00:04.000\n<v Ann>Two &amp; more.\n\n00:05.000 --> 00:06.000\nThree.\n\n"
        b"NOTE last\n"
    ),
}


@pytest.fixture(params=sorted(ODD))
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    path.write_bytes(ODD[str(request.param)])
    return path


def test_a_file_saved_as_it_is_has_the_bytes_that_came_in(odd: Path) -> None:
    with Session([odd]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Changed."]})
        session.undo()
        session.save()
    assert odd.read_bytes() == ODD[odd.name]


def test_one_word_changed_changes_that_line_alone(odd: Path) -> None:
    with Session([odd]) as session:
        session.op({"do": "text", "id": "c3", "lines": ["Four."]})
        assert session.save()["losses"] == []
    before, after = (data.splitlines() for data in (ODD[odd.name], odd.read_bytes()))
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [(before[after.index(b"Four.")], b"Four.")]


def test_a_cue_put_in_and_one_taken_out_leave_the_bytes_of_the_others(odd: Path) -> None:
    with Session([odd]) as session:
        session.op({"do": "insert", "after": "c1", "start": 2100, "end": 2900, "lines": ["New."]})
        session.op({"do": "delete", "ids": ["c3"]})
        session.save()
        now = [cue.text for cue in session.tracks[0]]
    with Session([odd.rename(odd.with_stem("again"))]) as session:
        assert [cue.text for cue in session.tracks[0]] == now
    data = odd.with_stem("again").read_bytes()
    kept = ODD[odd.name].splitlines()
    for line in kept[: kept.index(b"00:00:05,000 --> 00:00:06,000") if b"," in data else -5]:
        assert line.strip().isdigit() or line in data


def test_numbers_go_on_by_one_where_they_did_before(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(ODD["mark.srt"])
    with Session([path]) as session:
        session.op({"do": "insert", "after": "c1", "start": 2100, "end": 2900, "lines": ["New."]})
        session.save()
    lines = path.read_bytes().splitlines()
    assert [lines[n - 1] for n, line in enumerate(lines) if b"-->" in line] == [b"\xef\xbb\xbf1", b"2", b"3", b"4"]


def test_comments_of_a_deleted_cue_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_bytes(ODD["comments.vtt"])
    with Session([path]) as session:
        session.op({"do": "delete", "ids": ["c2"]})
        session.save()
    data = path.read_bytes()
    assert b"NOTE of two\n\n00:05.000 --> 00:06.000\nThree." in data
    assert data.startswith(b"WEBVTT - Talk\nKind: captions\n\nNOTE first\n\nintro\n")


def test_a_character_that_the_encoding_has_not_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "latin.srt"
    path.write_bytes(ODD["latin.srt"])
    with Session([path]) as session:
        session.op({"do": "text", "id": "c3", "lines": ["♪ Ça me gêne ♪"]})
        with pytest.raises(EditError, match=r"cp1252|windows-1252") as refused:
            session.save()
        assert refused.value.kind == "impossible"
        assert path.read_bytes() == ODD["latin.srt"]
        session.save({"encoding": "utf-8"})
        assert "♪ Ça me gêne ♪" in path.read_text("utf-8")


# --- changed outside


def _talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.srt"
    path.write_bytes(ODD["mark.srt"])
    return path


def test_what_was_changed_outside_and_not_here_is_taken_in(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        heard: list[str] = []
        session.listen(lambda event, _: heard.append(event))
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        path.write_bytes(path.read_bytes().replace(b"Two.", b"Theirs."))
        assert session.check_outside() == {"tracks": [0], "names": ["talk.srt"]}
        assert session.check_outside() is None
        with pytest.raises(EditError) as refused:
            session.save()
        assert refused.value.as_dict()["merged"]
        assert refused.value.as_dict()["conflicts"] == []
        assert [cue.text for cue in session.tracks[0]] == ["Mine.", "Theirs.", "Three."]
        session.save()
        assert heard == ["op", "outside", "op", "saved"]
        assert session.state()["undo"] == "changes from outside"
        session.undo()
        assert session.tracks[0][1].text == "Two."
    assert b"Mine." in path.read_bytes()
    assert b"Theirs." in path.read_bytes()


def test_what_was_changed_in_both_is_for_people_to_decide(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        session.op({"do": "delete", "ids": ["c3"]})
        outside = path.read_bytes().replace(b"One.", b"Theirs.").replace(b"Three.", b"Third.")
        path.write_bytes(outside)
        with pytest.raises(EditError) as refused:
            session.save()
        found = {one["id"]: one for one in refused.value.as_dict()["conflicts"]}
        assert found["c1"]["opened"][3] == ["One."]
        assert found["c1"]["here"][3] == ["Mine."]
        assert found["c1"]["outside"][3] == ["Theirs."]
        assert found["c3"]["here"] is None
        assert path.read_bytes() == outside
        session.save({"resolve": {"c1": "here", "c3": "outside"}})
        assert [cue.text for cue in session.tracks[0]] == ["Mine.", "Two.", "Third."]
    with Session([path]) as session:
        assert [cue.text for cue in session.tracks[0]] == ["Mine.", "Two.", "Third."]
        assert session.check_outside() is None


def test_cues_put_in_and_taken_out_outside_come_in(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c3", "lines": ["Mine."]})
        path.write_text(
            "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:02,100 --> 00:00:02,900\nBetween.\n\n"
            "3\n00:00:05,000 --> 00:00:06,000\nThree.\n"
        )
        with pytest.raises(EditError):
            session.save()
        session.save()
        assert [cue.text for cue in session.tracks[0]] == ["One.", "Between.", "Mine."]


def test_a_change_outside_while_nobody_looked_is_noticed_on_opening(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
    path.write_bytes(path.read_bytes().replace(b"One.", b"Theirs."))
    with Session([path]) as session:
        assert session.check_outside() is not None
        with pytest.raises(EditError) as refused:
            session.save()
        assert [one["id"] for one in refused.value.as_dict()["conflicts"]] == ["c1"]
        session.save({"force": True})
    assert b"Mine." in path.read_bytes()


def test_a_file_that_is_written_while_it_is_saved_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _talk(tmp_path)
    outside = ODD["mark.srt"].replace(b"Two.", b"Theirs.")

    def meanwhile(*_: object) -> None:
        path.write_bytes(outside)

    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        monkeypatch.setattr("captionkit.review.saving.check_with_witness", meanwhile)
        with pytest.raises(EditError, match="while it was being saved"):
            session.save()
        monkeypatch.undo()
        assert path.read_bytes() == outside
        with pytest.raises(EditError, match="taken in"):
            session.save()
        session.save()
    assert [cue.text for cue in load(path)] == ["Mine.", "Theirs.", "Three."]


def test_force_writes_over_what_was_written_outside_and_keeps_it(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        path.write_bytes(b"1\n00:00:01,000 --> 00:00:02,000\nTheirs.\n")
        session.save({"force": True})
        assert path.read_bytes() == ODD["mark.srt"]
        assert session.check_outside() is None
    with sqlite3.connect(path.with_name("talk.srt.ckreview")) as base:
        assert b"Theirs." in zlib.decompress(base.execute("SELECT data FROM kept").fetchone()[0])


def test_a_new_file_of_that_name_is_what_is_opened_where_everything_was_saved(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        session.save()
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nA new delivery.\n")
    with Session([path]) as session:
        assert [cue.text for cue in session.tracks[0]] == ["A new delivery."]
        assert session.check_outside() is None
        assert session.state()["undo"] == "changes from outside"
        assert session.state()["unsaved"] == 0
        session.undo()
        assert [cue.text for cue in session.tracks[0]] == ["Mine.", "Two.", "Three."]
        assert session.state()["unsaved"] == 1


def test_a_deleted_file_is_written_again_where_it_was_asked_for(tmp_path: Path) -> None:
    path, other = _talk(tmp_path), tmp_path / "talk.de.srt"
    other.write_bytes(ODD["numbers.srt"])
    with Session([path, other]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
    other.unlink()
    with Session([path]) as session:
        path.unlink()
        session.save()
    assert "Mine." in path.read_text("utf-8-sig")
    assert not other.exists()


def test_a_file_that_cannot_be_read_any_more_is_not_overwritten(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        path.write_bytes(b"")
        with pytest.raises(EditError, match="cannot be read"):
            session.save()
        assert path.read_bytes() == b""


def test_a_process_that_ends_between_writing_and_noting_has_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _talk(tmp_path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        monkeypatch.setattr("captionkit.review.files._wrote", killed)
        with pytest.raises(KeyboardInterrupt):
            session.save()
        monkeypatch.undo()
    with Session([path]) as session:
        assert session.state()["unsaved"] == 0
        assert session.check_outside() is None
        session.undo()
        session.save()
    assert path.read_bytes() == ODD["mark.srt"]


WRITABLE = sorted(name for name in FORMATS.rows if FORMATS.get(name).read and FORMATS.get(name).write)


@pytest.mark.parametrize("name", WRITABLE)
def test_each_format_that_is_read_and_written_is_edited_and_saved(name: str, tmp_path: Path) -> None:
    track = Track([Cue(n * 4000, n * 4000 + 2000, f"Line {n} of the talk.") for n in range(1, 5)], language="en")
    path = tmp_path / f"talk{FORMATS.get(name).suffixes[0]}"
    track.save(path, name, options=WriteOptions(rate=Fraction(25)))
    came = path.read_bytes()
    first = [cue.text for cue in load(path, name)]
    with Session([path]) as session:
        assert session.state()["tracks"][0]["format"] == name
        session.op({"do": "text", "id": "c2", "lines": ["Another text."]})
        session.save()
        assert [cue.text for cue in load(path, name)] == [first[0], "Another text.", *first[2:]]
        session.undo()
        session.save()
    assert path.read_bytes() == came


def test_a_save_that_fails_leaves_the_file_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _talk(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OutputError("no space left")

    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Mine."]})
        monkeypatch.setattr("captionkit.review.saving.write_atomic", full)
        with pytest.raises(OutputError, match="no space"):
            session.save()
        assert path.read_bytes() == ODD["mark.srt"]
        assert session.state()["unsaved"] == 1
        monkeypatch.undo()
        session.save()
        assert session.state()["unsaved"] == 0


def test_a_language_that_the_file_never_said_is_no_loss_at_each_saving(tmp_path: Path) -> None:
    path = tmp_path / "talk.en.srt"
    path.write_bytes(_talk(tmp_path).read_bytes())
    with Session([path], language="en") as session:
        session.op({"do": "text", "id": "c1", "lines": ["More."]})
        assert session.save()["losses"] == []
        for name, lost in (("a.en.sbv", []), ("a.sbv", ["loss.language", "loss.summary"])):
            exported = export(session, {"track": 0, "format": "sbv", "name": name})
            assert [one["code"] for one in exported["losses"]] == lost


def test_what_the_format_cannot_carry_is_said_when_it_is_edited_and_when_it_is_saved(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        answer = session.op({"do": "speaker", "ids": ["c1"], "name": "Ann"})
        assert answer["message"] == "SubRip cannot carry the speaker 'Ann'"
        assert session.op({"do": "text", "id": "c1", "lines": ["More."]})["message"] == ""
        assert [(one["id"], one["code"]) for one in session.state()["losses"]] == [("c1", "loss.voice")]
        assert [one["code"] for one in session.save()["losses"]] == ["loss.voice", "loss.summary"]
        assert session.op({"do": "style", "ids": ["c2"], "style": "i", "on": True})["message"] == ""


HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp;amp;", "a --> b", "x" * 10_000,
    "00:00:01,000 --> 00:00:02,000", "line\u2028separator", "\u202eright to left\u202c", "{\\an8}top", "1", "WEBVTT",
    "NOTE no", "- ", "\u00a0",
)  # fmt: skip


@pytest.mark.parametrize("name", ["mark.srt", "latin.srt", "comments.vtt"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_in_the_file_too(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(ODD[name])
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": [text, "and more"]})
        session.op({"do": "insert", "after": "c3", "start": 7000, "end": 9000, "lines": [text]})
        session.save({"encoding": "utf-8"})
        assert [cue.text for cue in load(path)] == [cue.text for cue in session.tracks[0]]
        session.undo()
        session.undo()
        session.save()
    assert path.read_bytes() == ODD[name]


def test_characters_that_no_caption_can_show_are_left_out(tmp_path: Path) -> None:
    path = _talk(tmp_path)
    with Session([path]) as session:
        answer = session.op({"do": "text", "id": "c1", "lines": ["a\0b\x07c\ud800\r\nd", [{"t": "\x1be", "b": 1}]]})
        assert answer["rows"][0][3] == ["abc\ufffd", "d", [{"t": "e", "b": 1}]]
        session.save()
    assert load(path)[0].text == "abc\ufffd\nd\ne"

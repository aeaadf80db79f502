"""Notes that come back from a client: brought in once, about earlier texts, from hostile files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.cli._run import run
from captionkit.errors import CaptionkitError, InputError, LimitError
from captionkit.model.track import Track
from captionkit.review.client.deliver import import_notes
from captionkit.review.client.notes import MOST_BYTES, NotesFile, read_notes, take_notes
from captionkit.review.session import Session
from tests.quality.changes.test_revisions import TALK

WHEN = "2026-03-02T10:20:30.456Z"


def note(number, text="", *, was=None, **more):
    cue = TALK[number - 1]
    given = {
        "cue": f"c{number}",
        "ms": cue.start,
        "was": cue.text if was is None else was,
        "text": text,
        "written": WHEN,
    }
    return given | more


def file_of(*notes, who="Ada", name="talk.srt", **more):
    whole = {"captionkit": "notes", "version": 1, "export": "00", "track": {"name": name, "sha256": ""}, "who": who}
    return json.dumps(whole | {"notes": list(notes)} | more).encode()


@pytest.fixture
def session(tmp_path):
    Track(TALK, "en").save(tmp_path / "talk.srt")
    with Session([tmp_path / "talk.srt"]) as opened:
        yield opened


def taken(session, *notes, **more):
    return take_notes(session, read_notes(file_of(*notes, **more)))


def notes_of(session):
    return session.state()["notes"]


def test_notes_and_approvals_come_in_and_can_be_undone(session):
    done = taken(session, note(2, "Her boat", suggest="Nobody had seen her boat."), note(4, state="approved"))
    assert done.as_dict() == {"new": 1, "updated": 0, "known": 0, "approved": 1, "redo": 0, "earlier": 0}
    (one,) = notes_of(session)
    assert (one["cue"], one["text"], one["who"], one["suggest"], one["earlier"]) == (
        "c2", "Her boat", "Ada", "Nobody had seen her boat.", False,
    )  # fmt: skip
    assert session.state()["states"] == {"c4": "approved"}
    session.undo()
    session.undo()
    assert (notes_of(session), session.state()["states"]) == ([], {})


def test_twice_changes_nothing(session):
    notes = (
        note(2, "Her boat"),
        note(4, state="approved"),
        note(5, "Too late", was="", cue=None),
        note(6, "", suggest="No."),
    )
    taken(session, *notes)
    before = session.state()
    again = taken(session, *notes)
    assert (again.new, again.known, again.approved) == (0, 3, 0)
    assert session.state() == before


def test_notes_without_a_time_of_writing_come_in_once_too(session):
    made_by_hand = {"cue": "c2", "ms": 3000, "text": "Her boat"}
    assert taken(session, made_by_hand, made_by_hand).new == 1
    assert taken(session, made_by_hand).known == 1


def test_a_settled_note_does_not_come_back(session):
    taken(session, note(2, "Her boat"))
    session.op({"do": "settle", "note": notes_of(session)[0]["id"], "on": True})
    assert taken(session, note(2, "Her boat")).known == 1
    assert [one["settled"] for one in notes_of(session)] == [True]


def test_a_note_written_otherwise_replaces_the_first_unless_it_was_answered(session):
    taken(session, note(2, "Her boat"))
    assert taken(session, note(2, "Her boat, not theirs")).updated == 1
    assert [one["text"] for one in notes_of(session)] == ["Her boat, not theirs"]
    session.op({"do": "answer", "note": notes_of(session)[0]["id"], "text": "Whose?"})
    for _ in range(2):
        taken(session, note(2, "Anna's boat"))
    assert [one["text"] for one in notes_of(session)] == ["Her boat, not theirs", "Anna's boat"]


def test_two_people_may_say_the_same(session):
    taken(session, note(2, "Her boat"), who="Ada")
    assert taken(session, note(2, "Her boat"), who="Ben").new == 1


def test_a_note_about_an_earlier_text_says_so(session):
    session.op({"do": "text", "id": "c2", "lines": ["Nobody saw it."]})
    done = taken(session, note(2, "Her boat"), note(3, "Yes?"))
    assert done.earlier == 1
    assert [(one["cue"], one["was"], one["earlier"]) for one in notes_of(session)] == [
        ("c2", TALK[1].text, True), ("c3", "Yes.", False),
    ]  # fmt: skip
    assert [d.code for d in done.diagnostics] == ["review.note-earlier"]


def test_an_approval_of_an_earlier_text_approves_nothing(session):
    session.op({"do": "text", "id": "c2", "lines": ["Nobody saw it."]})
    done = taken(session, note(2, state="approved"))
    assert session.state()["states"] == {"c2": "corrected"}
    assert [d.code for d in done.diagnostics] == ["review.state-earlier"]


def test_what_was_set_to_be_redone_here_stays_so(session):
    session.op({"do": "state", "ids": ["c2"], "value": "redo"})
    taken(session, note(2, state="approved"))
    assert session.state()["states"] == {"c2": "redo"}


def test_a_note_on_a_cue_that_was_split(session):
    session.op({"do": "split", "id": "c2", "line": 0, "offset": 7})
    taken(session, note(2, "Her boat"))
    (one,) = notes_of(session)
    assert one["cue"] in [row[0] for row in session.state()["rows"][0][1:3]]
    assert one["earlier"]


def test_a_note_on_a_cue_that_was_merged_into_another_goes_there(session):
    session.op({"do": "merge", "ids": ["c2", "c3"]})
    left = [row[0] for row in session.state()["rows"][0]]
    taken(session, note(2, "Her boat"), note(3, "Who says that?"))
    assert {one["cue"] for one in notes_of(session)} == {left[1]}


def test_a_note_on_a_cue_that_was_deleted_stands_at_its_time(session):
    session.op({"do": "delete", "ids": ["c2"]})
    done = taken(session, note(2, "Her boat"), note(3, "And here"))
    assert [(one["cue"], one["ms"], one["was"]) for one in notes_of(session)] == [
        (None, 3000, TALK[1].text), ("c3", 6000, "Yes."),
    ]  # fmt: skip
    assert [d.code for d in done.diagnostics] == ["review.note-gone"]


def test_notes_about_another_track_are_refused(session):
    with pytest.raises(InputError, match=r"these notes are about other\.srt"):
        taken(session, note(2, "Her boat", was="Quite other words."), name="other.srt")
    assert notes_of(session) == []
    assert taken(session, note(2, "Her boat"), name="renamed.srt").new == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", InputError),
        (b"{}", InputError),
        (b"[]", InputError),
        (b"\xff\xfe\x00", InputError),
        (b'{"captionkit":"notes","version":1,"notes":{}}', InputError),
        (b'{"captionkit":"notes","version":2,"notes":[]}', InputError),
        (b'{"captionkit":"notes","version":1,"notes":[' + b"[" * 100_000, InputError),
        (b" " * (MOST_BYTES + 1), LimitError),
        (file_of(*[{}] * 20_001), LimitError),
    ],
)
def test_what_is_no_notes_file_is_refused(data, error):
    with pytest.raises(error):
        read_notes(data, "notes.json")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ms": True}, {"ms": -1}, {"ms": 1e300}, {"ms": "3"}, {"cue": 3}, {"cue": "c" * 41}, {"text": ["x"]},
        {"state": "deleted"}, {"state": 1}, {"text": ""}, {"text": "\x00\x1b"}, {"text": "x" * 20_001},
    ],
)  # fmt: skip
def test_a_wrong_note_is_left_out_and_the_others_come_in(session, wrong):
    done = take_notes(session, read_notes(file_of(note(2, "Her boat") | wrong, "what", note(3, "Yes?"))))
    assert done.new == 1
    assert [d.code for d in done.diagnostics] == ["review.note-left-out"] * 2


def test_unknown_fields_are_kept_out_and_reported(session):
    data = file_of(note(2, "Her boat", script="<script>"), more=1, __proto__={})
    done = take_notes(session, read_notes(data))
    (found,) = done.diagnostics
    assert found.code == "review.notes-field"
    assert "__proto__, more, script" in found.message
    assert not {"script", "more"} & notes_of(session)[0].keys()


def test_markup_stays_text_and_controls_go(session):
    text = "<img src=x onerror=alert(1)>\r\n--> \u202e\x1b]52;c;x\x07"
    taken(session, note(2, text), who="<b>\x00Ada")
    (one,) = notes_of(session)
    assert one["text"] == "<img src=x onerror=alert(1)>\n--> \u202e]52;c;x"
    assert one["who"] == "<b>Ada"


def test_half_a_character_is_no_text(session):
    data = file_of(note(2, "Her XX boat")).replace(b"XX", b"\\ud83d")
    assert take_notes(session, read_notes(data)).new == 1
    notes_of(session)[0]["text"].encode("utf-8")


def test_one_file_that_cannot_be_read_keeps_all_out(session, tmp_path):
    (tmp_path / "a.json").write_bytes(file_of(note(2, "Her boat")))
    (tmp_path / "b.json").write_bytes(b"nothing")
    with pytest.raises(InputError):
        import_notes(session, [tmp_path / "a.json", tmp_path / "b.json"])
    assert notes_of(session) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(JSON, st.sampled_from(["c1", "c2", "", "approved", "redo", WHEN, 0, 3000, TALK[1].text]))
        for name in ("cue", "ms", "was", "text", "suggest", "state", "written", "x")
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NOTES, max_size=4), JSON, JSON)
def test_any_json_is_notes_or_refused_and_twice_is_once(tmp_path_factory, notes, who, track):
    whole = {"captionkit": "notes", "version": 1, "notes": notes, "who": who, "track": track}
    try:
        file = read_notes(json.dumps(whole).encode())
    except CaptionkitError:
        return
    assert isinstance(file, NotesFile)
    folder = tmp_path_factory.mktemp("any")
    Track(TALK[:3], "en").save(folder / "talk.srt")
    with Session([folder / "talk.srt"]) as session:
        try:
            take_notes(session, file)
        except InputError:
            assert session.state()["notes"] == []
            return
        before = session.state()
        take_notes(session, file)
        assert session.state() == before


def test_the_command_brings_notes_in_and_says_what_it_did(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Track(TALK, "en").save("talk.srt")
    (tmp_path / "n.json").write_bytes(file_of(note(2, "Her boat"), note(4, state="approved")))
    assert run(["review", "talk.srt", "--import", "n.json"]) == 0
    assert capsys.readouterr().err.startswith("notes: 1 new, 1 approved")
    assert run(["review", "talk.srt", "--import", "n.json"]) == 0
    assert capsys.readouterr().err.startswith("notes: 1 known already")
    assert run(["review", "talk.srt", "--import", "none.json"]) == 1
    with Session(["talk.srt"]) as session:
        assert [one["text"] for one in session.state()["notes"]] == ["Her boat"]

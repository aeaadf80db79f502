from __future__ import annotations

import pickle

import pytest

from captionkit.diagnostics import Collector, Diagnostic, Result, Severity, all_codes, report
from captionkit.errors import CaptionkitError, InputError, StrictError, UnknownNameError
from captionkit.model.cue import Cue, Positioning, raw_cue
from captionkit.model.raw import Body, Raw, raw_format
from captionkit.model.text import Line, Span, Style, line_of
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word

calls: list[str] = []


@raw_format("test")
def parse(payload: str, settings: str) -> Body:
    calls.append(payload)
    return (line_of(payload.upper()),), Positioning(align=settings), "ANNA", ()


def test_a_read_cue_is_parsed_once_and_only_when_asked() -> None:
    calls.clear()
    cue = raw_cue(0, 1000, Raw("test", "good evening", "start"), id="7")
    assert (cue.start, cue.end, cue.id, cue.payload) == (0, 1000, "7", "good evening")
    assert calls == []
    assert (cue.text, cue.speaker, cue.positioning, cue.words) == (
        "GOOD EVENING",
        "ANNA",
        Positioning(align="start"),
        (),
    )
    assert calls == ["good evening"]


def test_retiming_keeps_the_payload_and_new_text_drops_it() -> None:
    cue = raw_cue(0, 1000, Raw("test", "good evening"))
    assert cue.replace(end=2000).payload == "good evening"
    changed = cue.with_text("Good night")
    assert changed.raw is None
    assert (changed.text, changed.speaker) == ("Good night", "ANNA")


@pytest.mark.parametrize("name", ["start", "lines", "speaker", "nonsense"])
def test_a_cue_is_never_edited_in_place(name: str) -> None:
    cue = Cue(0, 1000, "Good evening")
    with pytest.raises(AttributeError, match="never edited"):
        setattr(cue, name, 1)
    with pytest.raises(AttributeError):
        del cue.start


def test_what_to_do_instead_of_setting_a_text_is_true() -> None:
    cue = Cue(0, 1000, "Good evening")
    with pytest.raises(AttributeError, match=r"use cue.with_text\(...\)"):
        cue.text = "Good night"  # type: ignore[misc]
    assert cue.with_text("Good night").text == "Good night"


def test_a_misspelt_change_is_refused() -> None:
    with pytest.raises(TypeError, match="no field 'txt'"):
        Cue(0, 1000, "Good evening").replace(txt="x")  # type: ignore[arg-type]


def test_cues_by_hand_and_from_a_payload_are_equal() -> None:
    read = raw_cue(0, 1000, Raw("test", "good evening", "start"))
    made = Cue(0, 1000, "GOOD EVENING", positioning=Positioning(align="start"), speaker="ANNA")
    assert read == made
    assert hash(read) == hash(made)
    assert read != made.replace(end=5)
    assert made != "something else"


@pytest.mark.parametrize(
    "value",
    [
        raw_cue(0, 1000, Raw("test", "good evening", "start"), id="7"),
        Cue(0, 1, "x", extras={"guide": {"a": 1}}, notes=["n"], words=[Word("x", 0, 1)], timing=Timing.ESTIMATED),
        Track((Cue(0, 1, "x"),), language="en"),
        Transcript((Segment("x", "Anna", Kind.SOUND),)),
        Result(Track(), (report("delivery.empty-track", "no cue"),)),
        Line((Span("x", Style(italic=True)),)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_survive_pickling(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize("error", [InputError("a", hint="b"), UnknownNameError("c"), StrictError("d", hint="e")])
def test_errors_survive_pickling(error: CaptionkitError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.message, copy.hint, copy.exit_code, str(copy)) == (
        error.message,
        error.hint,
        error.exit_code,
        str(error),
    )


def test_errors_that_carry_more_survive_pickling() -> None:
    error = InputError("a")
    error.cue = 5  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(error)).cue == 5


def test_results_chain_and_keep_what_was_noticed() -> None:
    first = Result(1, (report("delivery.dry-run", "one"),))
    chained = first.map(lambda n: Result(n + 1, (report("delivery.empty-track", "two"),)))
    assert chained.value == 2
    assert [d.message for d in chained.diagnostics] == ["one", "two"]
    assert chained.worst is Severity.WARNING


def test_a_diagnostic_reads_well() -> None:
    diagnostic = report("delivery.empty-track", "no cue", file="a.srt", line=3, cue=1)
    assert str(diagnostic) == "a.srt:3: warning delivery.empty-track: no cue (cue 1)"
    assert diagnostic.as_dict()["severity"] == "warning"
    assert "data" not in diagnostic.as_dict()


def test_a_collector_bounds_what_it_keeps_and_says_so() -> None:
    found = Collector("a.srt", limit=3)
    for number in range(10):
        found.add("delivery.empty-track", f"number {number}")
    assert [d.message for d in found.all] == ["number 0", "number 1", "number 2", "... and 7 more like this"]


def test_a_strict_collector_stops_at_a_repair_only() -> None:
    found = Collector("a.srt", strict=True)
    found.add("delivery.empty-track", "told")
    with pytest.raises(StrictError, match=r"a\.srt:4"):
        found.add("delivery.empty-track", "mended", repair=True, line=4)


def test_every_code_says_what_it_means() -> None:
    for slug, code in all_codes().items():
        assert code.summary, slug
        assert slug == slug.lower()
        assert "." in slug


def test_diagnostic_is_json_ready() -> None:
    import json

    assert json.loads(json.dumps(Diagnostic("a.b", Severity.INFO, "m", data={"n": 1}).as_dict()))["data"] == {"n": 1}

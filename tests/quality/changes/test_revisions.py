"""What changed between two versions of a track: the right cues beside each other, whatever an editor did."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.quality.changes import revisions
from captionkit.quality.changes.pairing import paired
from captionkit.quality.changes.words import compared, same_words
from tests.strategies import tracks

TEXTS = (
    "The harbour lay quiet that morning.", "Nobody had seen the pilot boat.", "Yes.", "Where did it go?",
    "Ask the keeper of the lamp.", "He was awake all night.", "Yes.", "And he saw nothing?",
    "He saw a light\nbeyond the breakwater.", "A red one.", "Yes.", "Then we had better look for it.",
)  # fmt: skip
TALK = [Cue(at * 3000, at * 3000 + 2500, text) for at, text in enumerate(TEXTS)]


def told(old, new):
    return [(one.kind, one.old, one.new, one.fields) for one in revisions(old, new)]


def with_times(cue, start, end):
    return cue.replace(start=start, end=end)


def test_the_same_twice_is_no_change():
    assert revisions(TALK, list(TALK)) == ()
    assert revisions([], []) == ()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (lambda cue: cue.with_text("Nobody had seen the pilot's boat."), ("text",)),
        (lambda cue: cue.with_text("Nobody had seen\nthe pilot boat."), ("breaks",)),
        (lambda cue: cue.with_text("Nobody had seen the  pilot boat."), ("text",)),
        (lambda cue: with_times(cue, 2880, 5500), ("start",)),
        (lambda cue: with_times(cue, 2880, 5600), ("start", "end")),
        (lambda cue: cue.replace(speaker="Anna"), ("speaker",)),
        (lambda cue: cue.replace(positioning=Positioning(line=0)), ("position",)),
        (lambda cue: cue.replace(lines=(Line((Span(cue.text, Style(italic=True)),)),)), ("style",)),
        (lambda cue: with_times(cue.with_text("Nobody saw it."), 3000, 5000), ("text", "end")),
    ],
)
def test_one_cue_changed_is_one_change(change, fields):
    new = [*TALK[:1], change(TALK[1]), *TALK[2:]]
    assert told(TALK, new) == [("changed", (2,), (2,), fields)]


def test_a_cue_with_wholly_new_words_is_known_by_its_time():
    new = [*TALK[:3], with_times(TALK[3].with_text("No sign of anyone, then?"), 9100, 11_400), *TALK[4:]]
    assert told(TALK, new) == [("changed", (4,), (4,), ("text", "start", "end"))]


def test_another_language_is_paired_by_times():
    words = ("Der Hafen lag still.", "Keiner sah das Boot.", "Ja.", "Wohin ist es?")
    new = [cue.with_text(text) for cue, text in zip(TALK, words, strict=False)]
    assert told(TALK[:4], new) == [("changed", (n,), (n,), ("text",)) for n in (1, 2, 3, 4)]


def test_a_title_over_the_whole_film_does_not_hide_what_is_at_one_time():
    talk = [Cue(at * 3000, at * 3000 + 2500, f"old words {at} " * 2) for at in range(300)]
    other = [Cue(at * 3000, at * 3000 + 2500, f"andere Worte {at}x " * 2) for at in range(300)]
    new = [Cue(0, 900_000, "CHANNEL NINE"), *other]
    found = told(talk, new)
    assert found[0] == ("added", (), (1,), ())
    assert found[1:] == [("changed", (n,), (n + 1,), ("text",)) for n in range(1, 301)]


def test_a_split_and_a_merge():
    halves = [Cue(24_000, 25_000, "He saw a light"), Cue(25_000, 26_500, "beyond the breakwater.")]
    split = [*TALK[:8], *halves, *TALK[9:]]
    assert told(TALK, split) == [("split", (9,), (9, 10), ())]
    assert told(split, TALK) == [("merged", (9, 10), (9,), ())]


def test_a_split_with_a_word_corrected():
    halves = [Cue(24_000, 25_000, "He saw a lamp"), Cue(25_000, 26_600, "beyond the breakwater.")]
    assert told(TALK, [*TALK[:8], *halves, *TALK[9:]]) == [("split", (9,), (9, 10), ("text", "end"))]


def test_deleted_and_added():
    assert told(TALK, [*TALK[:4], *TALK[5:]]) == [("deleted", (5,), (), ())]
    more = Cue(11_550, 11_950, "[a bell]")
    assert told(TALK, [*TALK[:4], more, *TALK[4:]]) == [("added", (), (5,), ())]


def test_of_cues_that_say_the_same_the_one_at_that_time_was_deleted():
    """Three cues say "Yes."; by words alone any of them may be the one."""
    for gone in (2, 6, 10):
        new = [cue for at, cue in enumerate(TALK) if at != gone]
        assert told(TALK, new) == [("deleted", (gone + 1,), (), ())]


def test_a_word_that_moved_to_the_next_cue_is_one_change_and_no_word_is_lost():
    new = [
        *TALK[:4],
        TALK[4].with_text("Ask the keeper of the"),
        TALK[5].with_text("lamp. He was awake all night."),
        *TALK[6:],
    ]
    assert told(TALK, new) == [("regrouped", (5, 6), (5, 6), ())]
    new[5] = new[5].with_text("lamp. He was awake all day.")
    assert told(TALK, new) == [("changed", (5,), (5,), ("text",)), ("changed", (6,), (6,), ("text",))]


def test_cues_divided_at_another_place():
    old = [Cue(0, 2000, "Ask the keeper of the lamp"), Cue(2000, 4000, "whether he saw the pilot boat")]
    new = [
        Cue(0, 800, "Ask the keeper"),
        Cue(800, 3000, "of the lamp whether he saw"),
        Cue(3000, 4000, "the pilot boat"),
    ]
    assert told(old, new) == [("regrouped", (1, 2), (1, 2, 3), ())]


def test_all_moved_by_one_time_is_one_change():
    new = [with_times(cue, cue.start + 3_600_000, cue.end + 3_600_000) for cue in TALK]
    assert told(TALK, new) == [("shifted", tuple(range(1, 13)), tuple(range(1, 13)), ("start", "end"))]


def test_what_follows_a_place_moved_and_what_was_changed_there_is_told_by_itself():
    new = [*TALK[:3], *(with_times(cue, cue.start + 400, cue.end + 400) for cue in TALK[3:])]
    new[6] = new[6].with_text("Yes, Sir.")
    kinds = told(TALK, new)
    assert kinds[0] == ("shifted", (4, 5, 6, 8, 9, 10, 11, 12), (4, 5, 6, 8, 9, 10, 11, 12), ("start", "end"))
    assert kinds[1:] == [("changed", (7,), (7,), ("text", "start", "end"))]


def test_deleting_one_of_the_same_words_in_a_moved_track():
    new = [with_times(cue, cue.start + 5000, cue.end + 5000) for at, cue in enumerate(TALK) if at != 6]
    assert [one for one in told(TALK, new) if one[0] != "shifted"] == [("deleted", (7,), (), ())]


def test_a_passage_that_was_moved_is_the_same_passage():
    new = [
        *TALK[:2],
        *(with_times(cue, cue.start - 9000, cue.end - 9000) for cue in TALK[5:]),
        *(with_times(cue, cue.start + 21_000, cue.end + 21_000) for cue in TALK[2:5]),
    ]
    found = revisions(TALK, new)
    assert {one.kind for one in found} <= {"shifted", "changed"}
    assert sorted(n for one in found for n in one.old) == list(range(3, 13))
    order = [one for one in found if "order" in one.fields]
    assert sorted(n for one in order for n in one.old) == [3, 4, 5]


def test_only_the_breaks_moved_across_two_cues():
    old = [Cue(0, 2000, "We sail at\nnoon today."), Cue(2000, 4000, "Be there.")]
    new = [Cue(0, 2000, "We sail\nat noon today."), Cue(2000, 4000, "Be there.")]
    assert told(old, new) == [("changed", (1,), (1,), ("breaks",))]


def test_a_script_without_blanks_by_its_letters():
    old, new = [Cue(0, 2000, "東京の\n港は静かだった")], [Cue(0, 2000, "東京の港は\nにぎやかだった")]
    assert told(old, new) == [("changed", (1,), (1,), ("text",))]
    assert told(old, [Cue(0, 2000, "東京の港は\n静かだった")]) == [("changed", (1,), (1,), ("breaks",))]
    marked, _ = compared([old[0].text], [new[0].text])
    assert "".join(text for text, gone in marked[0] if gone).strip() == "静"


def test_moves_are_told_in_frames_and_seconds():
    from fractions import Fraction

    one = revisions([Cue(1000, 2000, "Yes.")], [Cue(880, 2200, "Yes.")])[0]
    assert one.moves() == ["start -0.12 s", "end +0.2 s"]
    assert one.moves(Fraction(25)) == ["start -3 f", "end +5 f"]
    snapped = revisions([Cue(1020, 2005, "Yes.")], [Cue(1040, 2000, "Yes.")])[0]
    assert snapped.moves(Fraction(25)) == ["start +20 ms", "end -5 ms"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tracks(), tracks())
def test_each_cue_is_in_one_group_and_what_is_not_told_is_the_same(old, new):
    groups = paired(old.cues, new.cues)
    assert sorted(i for group in groups for i in group.old) == list(range(len(old)))
    assert sorted(j for group in groups for j in group.new) == list(range(len(new)))
    found = revisions(old.cues, new.cues)
    olds = {n for one in found for n in one.old}
    news = {n for one in found for n in one.new}
    left = (
        [cue for n, cue in enumerate(old, 1) if n not in olds],
        [cue for n, cue in enumerate(new, 1) if n not in news],
    )
    assert [(c.start, c.end, c.text, c.speaker) for c in left[0]] == [
        (c.start, c.end, c.text, c.speaker) for c in left[1]
    ]


PIECES = st.lists(
    st.sampled_from(["we", "at", "noon", " ", "  ", "\n", ".", "\u2019", "東", "京", "e\u0301", "\x1e"]), max_size=20
).map("".join)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=3), st.lists(PIECES, min_size=1, max_size=3))
def test_what_is_marked_adds_up_to_the_texts(old, new):
    for side, marked in zip((old, new), compared(old, new), strict=True):
        assert ["".join(text for text, _ in parts) for parts in marked] == side
    if old == new:
        assert not any(mark for parts in compared(old, new)[0] for _, mark in parts)


@given(PIECES, PIECES)
def test_the_same_words_have_nothing_marked(old, new):
    marked = [text for side in compared([old], [new]) for parts in side for text, mark in parts if mark]
    if same_words(old, new):
        assert not marked
    elif old.split() != new.split():
        assert "".join(marked).strip()


def test_an_edit_session_at_random_is_told_cue_by_cue():
    """Splits, merges, deletions, corrections and moved times, in known places: each is found as what it was."""
    chance = random.Random(20)
    words = [f"w{n}" for n in range(4000)]
    old = [Cue(at * 4000, at * 4000 + 3500, " ".join(words[at * 8 : at * 8 + 8])) for at in range(500)]
    new, expected = [], {}
    for at, cue in enumerate(old):
        what = chance.choice(["", "", "", "split", "deleted", "text", "start"])
        expected[at + 1] = what
        parts = cue.text.split()
        if what == "split":
            new += [
                Cue(cue.start, cue.start + 1700, " ".join(parts[:4])),
                Cue(cue.start + 1700, cue.end, " ".join(parts[4:])),
            ]
        elif what == "text":
            new.append(cue.with_text(" ".join([*parts[:3], "other", *parts[4:]])))
        elif what == "start":
            new.append(cue.replace(start=cue.start + 120))
        elif not what:
            new.append(cue)
    found = {}
    for one in revisions(old, new):
        assert len(one.old) == 1
        found[one.old[0]] = one.kind if one.kind != "changed" else one.fields[0]
    assert found == {number: what for number, what in expected.items() if what}


VOCABULARY = (  # noqa: SIM905
    "the a ferry leaves at seven and nobody waits for it in old harbour tonight we saw him there yes no what is that "
    "you know I think so well then good morning captain where did she go"
).split()


def _small_talk(chance):
    """Cues of few words, many of them the same: what says that two belong together is little."""
    time = 0
    for _ in range(300):
        length = chance.randint(800, 4000)
        yield Cue(time, time + length, " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 9))))
        time += length + chance.randint(40, 1500)


def _worked_on(old, by, chance):
    """Return the track as an editor might leave it, moved by a time, and which cues became which."""
    new, truth, at = [], set(), 0
    for number, cue in enumerate(old):
        words, what = cue.text.split(), chance.random()
        if number < at or what < 0.06:  # merged into the one before, or deleted
            continue
        moved = with_times(cue, cue.start + by, cue.end + by)
        gone, made = (number,), [moved]
        if what < 0.12 and len(words) > 3:
            half = moved.start + moved.duration // 2
            made = [Cue(moved.start, half, " ".join(words[:2])), Cue(half, moved.end, " ".join(words[2:]))]
        elif 0.12 <= what < 0.18 and number + 1 < len(old):
            gone, made = (
                (number, number + 1),
                [Cue(moved.start, old[number + 1].end + by, cue.text + " " + old[number + 1].text)],
            )
            at = number + 2
        elif what < 0.28:
            words[chance.randrange(len(words))] = chance.choice(VOCABULARY)
            made = [moved.with_text(" ".join(words))]
        elif what < 0.38:
            made = [with_times(moved, moved.start + chance.randint(-200, 200), moved.end + chance.randint(-200, 200))]
        elif what < 0.42:
            new.append(Cue(moved.start - 30, moved.start - 5, " ".join(chance.choices(VOCABULARY, k=3))))
        truth.add((gone, tuple(range(len(new), len(new) + len(made)))))
        new += made
    return new, truth


@pytest.mark.parametrize("by", [0, 250, 3_600_000])
def test_in_small_talk_too_nearly_every_cue_finds_its_own(by):
    wrong = total = 0
    for seed in range(5):
        chance = random.Random(seed)
        old = list(_small_talk(chance))
        new, truth = _worked_on(old, by, chance)
        wrong += len(truth - {(group.old, group.new) for group in paired(old, new)})
        total += len(truth)
    assert total > 1000
    assert wrong / total < 0.01


def test_a_changed_word_is_whole_with_its_vowel_signs() -> None:
    old, new = compared(["हम नदी के किनारे रहते थे।"], ["हम नदी के किनारा रहते थे।"])
    assert [text for text, changed in old[0] if changed] == ["किनारे"]
    assert [text for text, changed in new[0] if changed] == ["किनारा"]

"""Re-segmenting an existing caption track: its words, styles and times, in other cues."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.languages import likely_language
from captionkit.model.cue import Cue
from captionkit.model.text import Span
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word, share_time
from captionkit.profiles.model import Limits, Profile
from captionkit.segmentation.cues import finish
from captionkit.segmentation.engine import Engine, engine_for
from captionkit.segmentation.faults import report_faults
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.rewrap import wrapped
from captionkit.segmentation.row import Draft, Origin, WordRow
from captionkit.segmentation.segment import cut, timing_of
from captionkit.segmentation.styled import frame_of, framed, row_of_lines, unframed
from captionkit.text.marks import BRACKETS, opens_turn
from captionkit.text.sentences import sentence_ends
from captionkit.values import replace

__all__ = ["flagged", "resegment"]

#: An ellipsis, or two or three full stops, at a cue's end and at its beginning.
_TRAILING, _LEADING = re.compile(r"(?:…|\.{2,3})\Z"), re.compile(r"\A(?:…|\.{2,3})")


def resegment(
    track: Track,
    profile: Profile,
    options: SegmentOptions | None = None,
    *,
    only_flagged: Collection[int] | bool = False,
) -> Result[Track]:
    r"""Return the track with its words in new cues.

    Words keep their order, letters and styles. Where a cue knows the times of its words they are kept; else they are
    computed from the characters between the cue's start and end and marked INTERPOLATED. With ``only_flagged`` (cue
    numbers from 1, or True for those that break a limit of the profile) all other cues stay as they are. A cue whose
    positioning, speaker or kind (dialogue, sounds, music) differs from its neighbour's is never joined with it.
    Cues that stay whole keep their id.

    Raises UnknownNameError for an unknown break style.

    >>> from captionkit.profiles import load
    >>> track = Track((Cue(0, 3000, "We waited for the"), Cue(3080, 6000, "pilot. She never came.")), language="en")
    >>> print(resegment(track, load("default")).value.text)
    We waited for the pilot.
    She never came.
    """
    options = options or SegmentOptions()
    notes = Collector()
    language = options.language or track.language or likely_language(cue.text for cue in track)
    engine = engine_for(profile, options, language)
    chosen = _chosen(track, engine.limits, only_flagged)
    if not chosen:
        if only_flagged is not False:
            notes.add("segment.not-flagged", "no cue breaks a limit: the track is as it was")
        return Result(track, notes.all)
    cues: list[Cue] = []
    for how, run in groupby(enumerate(track, 1), key=lambda pair: _how(pair[0], pair[1], chosen, engine)):
        group = [cue for _, cue in run]
        if how == "cut":
            group = _resegmented(group, cues, engine, options, notes)
        cues += [wrapped(cue, engine) for cue in group] if how == "wrap" else group
    made = track.replace(cues=_trimmed(cues, engine.limits))
    return Result(made.replace(timing=timing_of(made.cues)), notes.all)


def _how(number: int, cue: Cue, chosen: Collection[int], engine: Engine) -> str:
    """``keep`` a cue, only ``wrap`` it (a dialogue whose lines fit), or ``cut`` it.

    A cue of blanks alone is kept: it has no words to cut, and somebody put it there to show nothing.
    """
    if number not in chosen or not cue.text.strip():
        return "keep"
    dialogue = any(opens_turn(line.text) for line in cue.lines[1:])
    fits = dialogue and len(wrapped(cue, engine).lines) <= engine.shapes.lines
    return "wrap" if fits else "cut"


def flagged(track: Track, limits: Limits) -> frozenset[int]:
    """Return the numbers of the cues that break a limit."""
    notes = Collector(limit=10**9)
    report_faults(track.cues, limits, notes)
    return frozenset(d.cue for d in notes.all if d.cue is not None and d.code != "segment.short-gap")


def _chosen(track: Track, limits: Limits, only: Collection[int] | bool) -> Collection[int]:
    if only is False:
        return range(1, len(track) + 1)
    return flagged(track, limits) if only is True else frozenset(only)


def _resegmented(
    group: Sequence[Cue],
    before: Sequence[Cue],
    engine: Engine,
    options: SegmentOptions,
    notes: Collector,
) -> list[Cue]:
    """Re-segment a run of cues; sources of the new cues are found by their first word.

    Words are made as they are wanted and gone when their cue is made: they take ten times what a cue takes.
    """
    options = options.replace(speakers="none")
    numbered = len(before)
    found = Collector()
    drafts = _run_on(cut(_rows(group, engine), engine, options), engine, found)
    cues = []
    noted = 0  # sources whose notes are in a cue
    for draft, cue in finish(drafts, engine, options):
        last = max(origin.number for line in draft.lines for origin in line.origins) + 1
        notes_before = [note for source in group[noted:last] for note in source.notes]
        cues.append(_dressed(cue, draft, group).replace(notes=notes_before))
        noted = max(noted, last)
    report_faults(cues, engine.limits, found, engine.model.reader)
    notes.extend(d.at(cue=d.cue + numbered) if d.cue else d for d in found.all)
    return cues


def _rows(group: Sequence[Cue], engine: Engine) -> Iterator[WordRow]:
    """Yield the words of each cue that has some; a cue that must not be joined with the one before it begins one."""
    for index, cue in enumerate(group):
        row = _row(cue, index, engine)
        if row:
            forced = index == 0 or _parted(group[index - 1], cue)
            row.origins[0] = row.origins[0].replace(forced=forced)
            yield row


def _run_on(drafts: Iterable[Draft], engine: Engine, notes: Collector) -> Iterator[Draft]:
    """Yield the cues; where one now holds two parts of a sentence, the marks that showed it going on are left out:
    ``We waited for the... / ...pilot``.
    """
    for number, draft in enumerate(drafts, 1):
        row = WordRow(list(draft.row.words), list(draft.row.origins))
        parted = [at for at in range(1, len(row)) if row.origins[at - 1].number != row.origins[at].number]
        marked = [at for at in parted if _continued(row.words[at - 1].text, row.words[at].text)]
        for at in marked:
            _bare(row, at - 1, _TRAILING)
            _bare(row, at, _LEADING)
            message = f"the marks between {row.words[at - 1].text!r} and {row.words[at].text!r} are left out"
            notes.add("segment.continuation", message, cue=number)
        if marked:
            breaks = engine.line_ends(row, sentence_ends(row.texts, engine.model.language))
            stops = [0, *(last + 1 for last in breaks), len(row)]
            draft = Draft([row[a:b] for a, b in pairwise(stops)], draft.confidence, draft.dashed, draft.explain)
        yield draft


def _continued(last: str, first: str) -> bool:
    """Whether an ellipsis opens a cue in mid-sentence, after another one or after a word without a mark."""
    opening = _LEADING.match(first)
    if opening is None or not first[opening.end() :][:1].islower():
        return False
    before = _TRAILING.sub("", last)
    return before[-1:].isalnum() or (before != last and before[-1:] == ",")


def _bare(row: WordRow, at: int, mark: re.Pattern[str]) -> None:
    """Take a mark off a word, and off its styled runs."""
    origin, text = row.origins[at], mark.sub("", row.words[at].text)
    row.words[at] = replace(row.words[at], text=text)
    spans = tuple(bare for span in origin.spans if (bare := Span(mark.sub("", span.text), span.style)).text)
    if spans and "".join(span.text for span in spans) != text:  # dots in more than one style
        spans = (Span(text, spans[0].style),)
    row.origins[at] = origin.replace(spans=spans)


def _dressed(cue: Cue, draft: Draft, group: Sequence[Cue]) -> Cue:
    """Give a new cue what its source had around the text."""
    first = draft.lines[0].origins[0]
    source = group[first.number]
    lines = framed(cue.lines, frame_of(source.lines))
    cue = cue if lines == cue.lines else cue.replace(lines=lines)
    opens = first.edges is not None and first.edges[0] is not Timing.INTERPOLATED
    whole = opens and " ".join(source.text.split()) == " ".join(cue.text.split())
    end = max(cue.end, source.end) if whole and source.end > cue.end else cue.end
    return cue.replace(id=source.id if whole else "", speaker=source.speaker, positioning=source.positioning, end=end)


def _parted(before: Cue, cue: Cue) -> bool:
    """Whether two cues must not be joined."""
    if (
        before.positioning != cue.positioning
        or before.speaker != cue.speaker
        or cue.extras.get("breaks", {}).get("turn")
        or frame_of(cue.lines) not in (("", ""), frame_of(before.lines))  # a cue has the frame of its first words
    ):
        return True
    return _special(before) or _special(cue) or cue.start < before.start


def _special(cue: Cue) -> bool:
    """Dialogue, sounds and music keep their cues to themselves."""
    text = cue.text.strip()
    if any(opens_turn(line.text) or "♪" in line.text for line in cue.lines):
        return True
    return any(text.startswith(a) and text.endswith(b) for a, b in BRACKETS)


def _row(cue: Cue, index: int, engine: Engine) -> WordRow:
    """Return the cue's words with their styles and times; lines of dialogue stay apart."""
    lines = unframed(cue.lines, frame_of(cue.lines))
    row = row_of_lines(lines, engine.model.language, engine.shapes.cpl, engine.limits.counting)
    own = _own_times(cue, row)
    words = own or _shared_times(cue, row)
    last = len(row) - 1
    made: dict[tuple[int, tuple[Timing, Timing]], Origin] = {}  # words in the middle of a cue come from the same
    origins: list[Origin] = []
    for at, (word, origin) in enumerate(zip(words, row.origins, strict=True)):
        edges = (word.timing if at else cue.timing, cue.timing if at == last else word.timing)
        shared = made.get((id(origin), edges))
        if shared is None:
            shared = made[id(origin), edges] = origin.replace(number=index, edges=edges, computed=own is None)
        origins.append(shared)
    return WordRow(words, origins)


def _own_times(cue: Cue, row: WordRow) -> list[Word] | None:
    """Return the word times that the cue itself has, where they match its text."""
    own = [word for word in cue.words if word.start is not None and word.end is not None]
    return own if [word.text for word in own] == row.texts else None


def _shared_times(cue: Cue, row: WordRow) -> list[Word]:
    """Share the cue's time among its words by their characters."""
    spans = share_time(cue.start, max(cue.start, cue.end), [len(text) + 1 for text in row.texts])
    timing = cue.timing.between
    return [
        Word(word.text, start, end, None, timing, word.glue)
        for word, (start, end) in zip(row.words, spans, strict=True)
    ]


def _trimmed(cues: Sequence[Cue], limits: Limits) -> list[Cue]:
    """Keep ends before the next start where a run of new cues meets one that stayed."""
    trimmed = list(cues)
    for at in range(len(trimmed) - 1):
        cue, following = trimmed[at], trimmed[at + 1]
        if "breaks" in cue.extras and cue.start < following.start < cue.end:
            trimmed[at] = cue.replace(end=max(cue.start + 1, following.start - (limits.min_gap or 0)))
    return trimmed

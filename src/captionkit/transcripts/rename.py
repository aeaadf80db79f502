"""Other names for the speakers of a transcript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Transcript

__all__ = ["rename_speakers"]


def rename_speakers(transcript: Transcript, names: Mapping[str, str]) -> Result[Transcript]:
    """Return the transcript with speakers renamed: ``names`` maps the name in the transcript to the new one.

    Names are compared as written, then whatever their case. An empty new name makes the speaker unknown. A name that
    nobody bears is reported with the nearest that somebody does.

    >>> from captionkit.model.transcript import Segment
    >>> talk = Transcript((Segment("Good evening.", "SPEAKER_00"),))
    >>> rename_speakers(talk, {"speaker_00": "Anna"}).value.speakers
    ('Anna',)
    """
    notes = Collector()
    table = _table(transcript.speakers, names, notes)
    if not table:
        return Result(transcript, notes.all)
    segments = (s if s.speaker not in table else replace(s, speaker=table[s.speaker]) for s in transcript.segments)
    return Result(transcript.replace(segments=tuple(segments)), notes.all)


def _table(speakers: tuple[str, ...], names: Mapping[str, str], notes: Collector) -> dict[str, str]:
    """Return the speakers as the transcript spells them with their new names."""
    table: dict[str, str] = {}
    for old, new in names.items():
        found = [s for s in speakers if s == old] or [s for s in speakers if s.casefold() == old.casefold()]
        for speaker in found:
            table[speaker] = new
            notes.add("transcript.renamed", f"{speaker} is called {new or 'nobody'} from here on")
        if not found:
            near = get_close_matches(old, speakers, n=1, cutoff=0.5)
            known = f"did you mean {near[0]}?" if near else f"speakers: {', '.join(speakers) or 'none named'}"
            notes.add("transcript.no-such-speaker", f"nobody is called {old!r}", hint=known)
    return table

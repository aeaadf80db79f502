"""The headings of tables: which column is the time, which the speaker, which the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector
from captionkit.transcripts.text.rows import Row, tidy

__all__ = ["columns_of", "ordered"]


def _names(text: str) -> frozenset[str]:
    return frozenset(tidy(name) for name in text.split(","))


#: What columns are called, folded; what a column is -> its names.
HEADINGS: dict[str, frozenset[str]] = {
    "start": _names(
        "start, start time, starttime, start timecode, begin, begin time, in, in point, tc in, timecode in, time,"
        "timecode, timestamp, tc, from, beginn, anfang, startzeit, début, inicio, início, inizio, начало, время"
    ),
    "end": _names(
        "end, end time, endtime, end timecode, out, out point, tc out, timecode out, to, stop, ende, endzeit, fin,"
        "final, fine, конец"
    ),
    "duration": _names("duration, length, dur, dauer, durée, duración"),
    "speaker": _names(
        "speaker, speaker name, name, character, who, role, actor, voice, participant, sprecher, sprecherin, orateur,"
        "locuteur, hablante, orador, спикер, говорящий, имя, 話者"
    ),
    "text": _names(
        "text, transcript, dialogue, dialog, caption, subtitle, content, sentence, utterance, speech, words, body,"
        "line, transcription, label, source, texte, texto, testo, текст, inhalt, 文字, テキスト"
    ),
}


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Return what stands in which column, by a row of headings; nothing where no time or no text is among them.

    >>> columns_of(["Timecode", "Character", "Dialogue", "Notes"])
    {'start': 0, 'speaker': 1, 'text': 2}
    """
    names = [tidy(cell).strip("#:\ufeff").casefold() for cell in cells]
    columns: dict[str, int] = {}
    for what, known in HEADINGS.items():
        place = next((n for n, name in enumerate(names) if name in known and n not in columns.values()), None)
        if place is not None:
            columns[what] = place
    return columns if {"start", "text"} <= columns.keys() else {}


def ordered(rows: Sequence[Row], notes: Collector) -> Iterator[Row]:
    """Yield the rows, those of a table under headings as time, speaker, text; other columns are told."""
    columns: dict[str, int] = {}
    width = 0
    for row in rows:
        cells = row.text.split("\t")
        found = columns_of(cells) if len(cells) > 1 else {}
        if found:
            columns, width = found, len(cells)
            notes.add("text.note", f"the columns' headings: {tidy(' | '.join(cells))[:80]}", line=row.number)
        elif columns and 1 < len(cells) <= width:
            yield row._replace(text=_ordered(row, cells, columns, notes))
        else:
            yield row


def _ordered(row: Row, cells: Sequence[str], columns: dict[str, int], notes: Collector) -> str:
    parts = {what: cells[at].strip() if at < len(cells) else "" for what, at in columns.items()}
    rest = [cell.strip() for at, cell in enumerate(cells) if at not in columns.values() and cell.strip()]
    if rest:
        notes.add("text.note", f"a column that is not speech: {tidy(' | '.join(rest))[:200]}", line=row.number)
    time = f"{parts['start']} - {parts['end']}" if parts.get("end") else parts["start"]
    speaker = parts.get("speaker", "")
    text = (
        f"{speaker}: {parts['text']}" if speaker and not speaker.endswith(":") else f"{speaker} {parts['text']}".strip()
    )
    return f"{time}\t{text}" if time else text

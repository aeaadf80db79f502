"""NIST's line formats: CTM, a word a line with start and duration; STM, a segment a line with start and end.

Format: https://github.com/usnistgov/SCTK (``doc/infmts.htm``). Files may hold many recordings,
named in the first column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from captionkit.errors import UsageError
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, by_time, channel_name, reader_of
from captionkit.transcripts.stt.values import score_of, time_of
from captionkit.transcripts.tokens import Join, TokenColumns

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["CTM", "STM"]

_NUMBER = r"-?\d+(?:\.\d+)?"
_CTM = re.compile(
    rf"(\S+)\s+(\S+)\s+({_NUMBER}|\*)\s+({_NUMBER}|\*)\s+(\S+)(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?\s*\Z"
)
_STM = re.compile(rf"(\S+)\s+(\S+)\s+(\S+)\s+({_NUMBER})\s+({_NUMBER})(?:\s+(<[^<>]*>))?(?:\s+(.*))?\Z")
_NO_WORD = frozenset(("<eps>", "<s>", "</s>", "!sil", "sil", "<sil>", "@", "sil_"))
_NO_SPEAKER = frozenset(("inter_segment_gap", "excluded_region", "unknown"))
_CHOICE = re.compile(r"\{\s*([^{}/]*)/[^{}]*\}")
_CODE = re.compile(r"\(%[^()]*\)|<[^<>\s]*>")
#: A pause (ms) after which words of the same speaker are a segment of their own.
_PAUSE = 1000

Row = tuple[int, tuple[str | None, ...]]


def _rows(source: Source, pattern: re.Pattern[str], notes: Notes) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(source.lines, 1):
        text = line.strip("\ufeff \t\x00\x1a")
        if not text or text.startswith((";;", "#")):
            continue
        match = pattern.match(text) if len(text) < 100_000 else None
        if match is None:
            notes.malformed(f"line {number}:", text)
            continue
        rows.append((number, match.groups()))
    return rows


def _recording(rows: Sequence[Row], context: Context) -> list[Row]:
    """Return the rows of one recording: the one the options name, else the first."""
    counts = Counter(row[0] for _, row in rows)
    wanted = context.options.extras.get("recording", "").strip() or next(iter(counts), "")
    if wanted and wanted not in counts:
        raise UsageError(
            f"{context.notes.file}: there is no recording {wanted!r}", hint=f"recordings: {', '.join(map(str, counts))}"
        )
    for name in counts:
        if name != wanted:
            context.notes.count("stt.ignored-recording", str(name))
    context.meta["recording"] = wanted
    return [row for row in rows if row[1][0] == wanted]


def _channels(rows: Sequence[Row]) -> int:
    """Return how many channels there are; more than eight are no channels but something a tool put there."""
    count = len({row[1] for _, row in rows})
    return count if count <= 8 else 1


def _ctm(context: Context) -> Iterator[Stretch]:
    rows = _spoken(_recording(context.data, context), context)
    channels = _channels(rows)
    stretches: list[Stretch] = []
    for channel in dict.fromkeys(row[1] if channels > 1 else "" for _, row in rows):
        own = [row for row in rows if channels == 1 or row[1][1] == channel]
        for run in _runs(own):
            columns = _ctm_columns(run, context)
            stretches.append(Stretch(columns=columns, start=columns.starts[0], channel=channel_name(channel, channels)))
    for number, stretch in enumerate(by_time(stretches)):
        stretch.turn = number == 0
        yield stretch


def _spoken(rows: Sequence[Row], context: Context) -> list[Row]:
    """Leave out silences, and all but the first of alternatives between ``<ALT_BEGIN>`` and ``<ALT_END>``."""
    kept: list[Row] = []
    second = False
    for number, row in rows:
        word = (row[4] or "").upper()
        if word in ("<ALT_BEGIN>", "<ALT>", "<ALT_END>"):
            second = word == "<ALT>"
            if second:
                context.notes.count("stt.ignored-alternatives", f"line {number}")
        elif (row[4] or "").lower() in _NO_WORD:
            context.notes.count("stt.ignored-markers", row[4] or "")
        elif not second:
            kept.append((number, row))
    return kept


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    run: list[Row] = []
    last: int | None = None
    for row in rows:
        start, length = time_of(row[1][2]), time_of(row[1][3])
        if run and start is not None and last is not None and start - last > _PAUSE:
            yield run
            run = []
        run.append(row)
        last = start + (length or 0) if start is not None else last
    if run:
        yield run


def _ctm_columns(rows: Sequence[Row], context: Context) -> TokenColumns:
    columns, speakers = TokenColumns(), []
    for _, (_, _, begin, size, word, score, _, speaker) in rows:
        start, length = time_of(begin), time_of(size)
        columns.texts.append(word or "")
        columns.starts.append(start)
        columns.ends.append(None if start is None or length is None else start + length)
        columns.confidences.append(score_of(score))
        speakers.append(context.labels(speaker))
    columns.speakers = speakers if any(speakers) else None
    return columns


def _stm(context: Context) -> Iterator[Stretch]:
    rows = _recording(context.data, context)
    channels = _channels(rows)
    stretches = []
    for number, (_, channel, speaker, start, end, _, text) in rows:
        said = text or ""
        if speaker in _NO_SPEAKER or "ignore_time_segment_in_scoring" in said.lower():
            if said.strip():
                context.notes.count("stt.ignored-markers", f"line {number}: {said}")
            continue
        plain = _CHOICE.sub(r"\1", said)
        if plain != said:
            context.notes.count("stt.ignored-alternatives", f"line {number}")
        bare = _CODE.sub(" ", plain)
        if bare != plain:
            context.notes.count("stt.ignored-code", f"line {number}: {plain}", len(_CODE.findall(plain)))
        stretches.append(
            Stretch(
                text=" ".join(bare.replace("@", " ").split()),
                start=time_of(start),
                end=time_of(end),
                label=speaker,
                channel=channel_name(channel, channels),
            )
        )
    yield from by_time(stretches)


def _share(source: Source, pattern: re.Pattern[str]) -> float:
    """Return which share of the first lines the pattern explains."""
    head = source.head if len(source.text) <= 4096 else source.head.rpartition("\n")[0]
    lines = [line.strip() for line in head.replace("\r", "\n").split("\n") if line.strip()]
    lines = [line for line in lines if not line.startswith((";;", "#"))][:100]
    return sum(pattern.match(line) is not None for line in lines) / len(lines) if lines else 0.0


def _sniff_ctm(source: Source) -> float:
    share = _share(source, _CTM)
    return 0.9 if share == 1 else 0.7 * share if share > 0.9 else 0.0


def _sniff_stm(source: Source) -> float:
    share = _share(source, _STM)
    return 0.92 if share == 1 else 0.7 * share if share > 0.9 else 0.0


CTM = reader_of(
    Service(
        name="ctm",
        machine=False,
        carries="words speakers confidence kinds",
        title="NIST / Kaldi CTM (a word a line)",
        test=lambda data: False,
        token=Keys(),
        shape=_ctm,
        join=Join.SPACED,
        suffixes=(".ctm",),
        languages=(),
        markers=True,
        load=lambda source, notes: _rows(source, _CTM, notes),
    ),
    sniff=_sniff_ctm,
)

STM = reader_of(
    Service(
        name="stm",
        machine=False,
        carries="segments speakers",
        title="NIST STM (a segment a line)",
        test=lambda data: False,
        token=Keys(),
        shape=_stm,
        suffixes=(".stm",),
        languages=(),
        load=lambda source, notes: _rows(source, _STM, notes),
    ),
    sniff=_sniff_stm,
)

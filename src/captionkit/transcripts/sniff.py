"""Which format a source is in: by its content, the suffix only as a tie-break; a tie or a guess is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.formats import FORMATS
from captionkit.formats.sniff import unknown
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.table import READERS

__all__ = ["SURE", "ReaderChoice", "recognise"]

#: From this score on a recognition is not a guess.
SURE = 0.5

#: Scores nearer to each other than this are a tie.
TIE = 0.05


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """What a source was recognised as.

    ``name`` is a row of READERS, or of FORMATS where ``is_track``; ``confidence`` and ``runner_up_confidence`` are the
    scores (0..1); ``runner_up`` is ``""`` where nothing else came near.
    """

    name: str
    title: str
    is_track: bool
    confidence: float
    runner_up: str = ""
    runner_up_confidence: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    title: str
    suffixes: tuple[str, ...]
    is_track: bool
    score: float


def recognise(source: Source, options: ReadOptions | None = None) -> ReaderChoice:
    """Return the transcript or caption format that the content of ``source`` shows.

    Raises UnknownFormatError where nothing can read it.
    """
    del options
    ranked = sorted(_candidates(source), key=lambda c: -c.score)
    if not ranked or ranked[0].score <= 0:
        raise unknown(source, "reader")
    notes = Collector(source.name)
    best = _break_tie(ranked, source.suffix, notes)
    others = [c for c in ranked if c is not best and c.score > 0]
    second = others[0] if others else None
    _report_doubt(best, second, source, notes)
    return ReaderChoice(
        best.name,
        best.title,
        best.is_track,
        best.score,
        second.name if second else "",
        second.score if second else 0.0,
        notes.all,
    )


def _candidates(source: Source) -> Iterator[_Candidate]:
    possible = _gate(source)
    service = _service(source)
    for name in filter(lambda name: possible(READERS.rows[name].suffixes), READERS.names()):
        if name != service and READERS.rows[name].target.startswith(_SERVICES):
            continue
        reader = READERS.get(name)
        yield _Candidate(name, reader.title, READERS.rows[name].suffixes, False, reader.sniff(source))
    for name in filter(lambda name: possible(FORMATS.rows[name].suffixes), FORMATS.names()):
        caption = FORMATS.get(name)
        if caption.read is not None:
            yield _Candidate(name, caption.title, caption.suffixes, True, caption.sniff(source))


def _service(source: Source) -> str:
    """Return the name of the service whose JSON this is, or ``""``."""
    if source.opening not in ("{", "["):
        return ""
    from captionkit.transcripts.stt.services import identify  # text and captions do without

    service = identify(source)
    return service.name if service else ""


#: Where the readers of JSON services are: one of them at most knows a file, and only its module is loaded.
_SERVICES = "captionkit.transcripts.stt.services:"
#: Suffixes of formats that are JSON, XML or zip files and nothing else: with another first character they need not be
#: loaded, which is most of the time that recognition takes.
_JSON = frozenset((".json", ".jsonl", ".ndjson", ".json3", ".otr"))
_XML = frozenset((".xml", ".srv1", ".srv2", ".srv3", ".ytt", ".eaf", ".trs", ".tei", ".exs", ".html", ".htm", ".xhtml"))
_ZIP = frozenset(
    (
        ".docx",
        ".docm",
        ".odt",
        ".ods",
        ".ott",
        ".epub",
        ".xlsx",
        ".xlsm",
        ".pages",
        ".numbers",
        ".key",
        ".doc",
        ".xls",
        ".dot",
    )
)


def _gate(source: Source) -> Callable[[Sequence[str]], bool]:
    """Return a test whether a format of these suffixes can be in the source, going by how its content begins."""
    first = source.opening
    shut = [] if first in ("{", "[") else [_JSON]
    shut += [] if first == "<" else [_XML]
    shut += [] if source.data[:2] in (b"PK", b"\xd0\xcf") else [_ZIP]
    only_json = source.is_json

    def possible(suffixes: Sequence[str]) -> bool:
        if only_json and not _JSON & frozenset(suffixes):
            return False
        return not suffixes or not any(kind.issuperset(suffixes) for kind in shut)

    return possible


def _break_tie(ranked: list[_Candidate], suffix: str, notes: Collector) -> _Candidate:
    best = ranked[0]
    tied = [c for c in ranked if best.score - c.score < TIE and c.score > 0]
    if len(tied) < 2:
        return best
    chosen = next((c for c in tied if suffix in c.suffixes), best)
    rest = ", ".join(c.name for c in tied if c is not chosen)
    why = f"the suffix {suffix} decides" if suffix in chosen.suffixes else "the first of them is taken"
    notes.add("transcript.tie", f"could be {chosen.name} as well as {rest}: {why}")
    return chosen


def _report_doubt(best: _Candidate, second: _Candidate | None, source: Source, notes: Collector) -> None:
    known = [name for table in (READERS, FORMATS) for name in table.by_suffix(source.suffix)] if source.suffix else []
    if known and best.name not in known and source.suffix not in best.suffixes:
        text = f"the suffix {source.suffix} says {known[0]}, the content is {best.title}: taken for {best.name}"
        notes.add("transcript.suffix", text)
    elif best.score < SURE and best.name != "text":
        rival = f"; it might be {second.name}" if second else ""
        notes.add("transcript.guess", f"taken for {best.name} without being sure ({best.score:.0%}){rival}")

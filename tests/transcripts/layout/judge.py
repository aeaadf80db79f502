"""Generated transcripts in their carriers, read as a user's file is, and judged: words, speakers, times, doubt said."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO

import docx

from captionkit.api.read_transcript import read_transcript
from captionkit.diagnostics import Result, Severity
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.layout.reader import READER
from tests.transcripts.layout.generate import Made
from tests.transcripts.layout.helpers import WORDS, unaccounted

__all__ = ["CARRIERS", "Score", "in_carrier", "is_doubted", "is_right", "judge", "read", "score"]

#: A character of a script without blanks, or a word.
WORD = re.compile(r"[\u3040-\u9fff]|[^\W_\u3040-\u9fff]+(?:['’][^\W_\u3040-\u9fff]+)*")
#: What times in words and tools' addresses have besides digits.
TIME_WORDS = re.compile(r"\d+ minutes, \d+ seconds|\d+h\d\dm\d\ds|\d+'\d\d\"|\d+\.0s|https?://\S+")
#: What says that a reading is in doubt, or that words were left out.
DOUBT = frozenset(
    f"text.{slug}"
    for slug in (
        "ambiguous", "no-speakers", "preamble", "left-out", "words-left", "empty", "unexplained", "editorial", "ending",
        "between",
    )
) | {"stt.loop"}  # fmt: skip
_OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)


def _html(text: str) -> bytes:
    blocks = [html.escape(block).replace("\n", "<br>\n") for block in re.split(r"\n\s*\n", text.strip("\n"))]
    body = "\n".join(f"<p>{block}</p>" for block in blocks)
    if "\t" in text or "  " in text:
        body = f"<pre>{html.escape(text)}</pre>"
    return f"<!DOCTYPE html>\n<html><head><title>Talk</title></head><body>\n{body}\n</body></html>\n".encode()


def _docx(text: str) -> bytes:
    document, data = docx.Document(), BytesIO()
    for line in text.rstrip("\n").split("\n"):
        document.add_paragraph(line.replace("\f", ""))
    document.save(data)
    return data.getvalue()


def _odt(text: str) -> bytes:
    def paragraph(line: str) -> str:
        shown = html.escape(line.strip("\f")).replace("\t", "<text:tab/>")
        spaced = re.sub(r" ( +)", lambda m: f' <text:s text:c="{len(m[1])}"/>', shown)
        return f"<text:p>{spaced}</text:p>"

    body = "".join(map(paragraph, text.rstrip("\n").split("\n")))
    xml = f"<office:document-content {_OFFICE}><office:body><office:text>{body}</office:text></office:body>"
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{xml}</office:document-content>")
    return data.getvalue()


#: Carrier -> what puts a text into it.
CARRIERS: dict[str, Callable[[str], bytes]] = {"html": _html, "docx": _docx, "odt": _odt}


def in_carrier(made: Made, carrier: str) -> Source:
    """Return a transcript as a file: ``text`` for itself, or one of ``CARRIERS``."""
    if carrier == "text":
        return Source(made.text.encode(), f"talk{made.suffix}", encoding="utf-8")
    return Source(CARRIERS[carrier](made.text), f"talk.{carrier}")


def read(made: Made, carrier: str = "text") -> Result[Transcript]:
    source = in_carrier(made, carrier)
    if carrier == "text":
        return READER.read(source, ReadOptions())
    result = read_transcript(CARRIERS[carrier](made.text), language="en")
    return Result(result, result.diagnostics) if isinstance(result, Transcript) else result


def is_right(made: Made, transcript: Transcript) -> bool:
    """Tell whether each word has its speaker, and each turn its time."""
    speech = [s for s in transcript.segments if s.kind is Kind.SPEECH]
    got = [(word.lower(), s.speaker.casefold(), at) for at, s in enumerate(speech) for word in WORD.findall(s.text)]
    wanted = [(word.lower(), who.casefold().split("|")) for who, text, _ in made.said for word in WORD.findall(text)]
    if [word for word, _, _ in got] != [word for word, _ in wanted]:
        return False
    if any(who not in names for (_, who, _), (_, names) in zip(got, wanted, strict=True)):
        return False
    place = 0
    for _, text, start in made.said:
        if start is not None and speech[got[place][2]].start != start:
            return False
        place += len(WORD.findall(text))
    return True


def lost_words(made: Made, result: Result[Transcript], carrier: str) -> list[object]:
    """Return the words (of a text: the lines) that are in no segment, label or mark and in no reported line."""
    text = TIME_WORDS.sub(" ", made.text)
    if carrier == "text":
        return list(unaccounted(text, result))
    held = [f"{s.speaker} {s.text} {' '.join(map(str, s.extras.values()))}" for s in result.value.segments]
    held += [f"{d.message} {' '.join(map(str, d.data.get('keys', ())))}" for d in result.diagnostics]
    there = {word.casefold() for word in WORDS.findall(" ".join(held))} | {"speaker"}
    reported = any(d.code in DOUBT or d.code == "text.note" for d in result.diagnostics)
    return [] if reported else [word for word in WORDS.findall(text) if word.casefold() not in there]


def is_doubted(result: Result[Transcript]) -> bool:
    return any(d.code in DOUBT and d.severity >= Severity.WARNING for d in result.diagnostics)


@dataclass
class Score:
    """How many readings were tried, right and wrong, how many of either were warned of, and what lost words."""

    tried: int = 0
    right: int = 0
    false_alarms: int = 0
    wrong: list[str] = field(default_factory=list)
    warned: int = 0
    lost: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        wrong = len(self.wrong)
        return (
            f"{self.tried} read: {100 * self.right / max(1, self.tried):.2f} % exact, {len(self.lost)} lost words;"
            f" {self.warned} of {wrong} wrong ones warned of, {self.false_alarms} of {self.right} right ones"
            f" ({100 * self.false_alarms / max(1, self.right):.1f} %)"
        )


def judge(score: Score, made: Made, name: str, carrier: str = "text") -> None:
    """Read one transcript and add what came of it to ``score``."""
    result = read(made, carrier)
    label = f"{name} in {carrier}: {made.recipe}"
    score.tried += 1
    if lost_words(made, result, carrier):
        score.lost.append(label)
    doubted = is_doubted(result)
    if not is_right(made, result.value):
        score.wrong.append(label)
        score.warned += doubted
        return
    score.right += 1
    if made.kind["noise"] == "article":  # prose is left out, and must be reported
        reported = doubted or any(d.code == "article.left-out" for d in result.diagnostics)
        score.unsaid += [] if reported else [label]
    else:
        score.false_alarms += doubted


def score(made: Iterable[tuple[str, Made, str]]) -> Score:
    """Return the score of (name, transcript, carrier) entries."""
    found = Score()
    for name, one, carrier in made:
        judge(found, one, name, carrier)
    return found

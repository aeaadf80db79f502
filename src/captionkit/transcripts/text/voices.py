"""Who speaks in a run of rows: labels, chevrons, question and answer, names on lines of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from captionkit.transcripts.text.names import Labels, find_labels, plausible_name, split_role
from captionkit.transcripts.text.rows import Row, blocks_of

__all__ = ["VOICES", "Turn", "Voices", "split_preamble", "voices_of"]

_CHEVRON = re.compile(r"(?P<mark>>>>?|&gt;&gt;(?:&gt;)?)[ \t]*")
_MID_CHEVRON = re.compile(r"(?<=\S)[ \t]+(?=>>)")
_QA = re.compile(
    r"(?P<who>[QA]|Question|Answer|Frage|Antwort|Pregunta|Respuesta|Вопрос|Ответ|В|О|F)[ \t]*[.:)][ \t]*(?=\S)", re.I
)
_HEADER = re.compile(r"(?:SPEAKER|Speaker)[ \t]*:[ \t]*(?P<name>\S.{0,50})\Z")

#: The speaker styles by name, as ``dialect`` may force them.
VOICES = ("labels", "chevrons", "qa", "name-line", "paragraphs")


@dataclass(slots=True)
class Turn:
    """Rows by one speaker. ``speaker`` is None where the text does not say, so that the one before goes on."""

    rows: list[Row] = field(default_factory=list)
    speaker: str | None = None
    role: str = ""
    manner: str = ""
    change: bool = False
    story: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Voices:
    """The speaker styles that a text uses; ``name`` is the one that says most."""

    labels: Labels
    chevrons: bool = False
    qa: bool = False
    lines: frozenset[str] = frozenset()
    headers: bool = False
    name: str = "paragraphs"

    def turns(self, rows: Sequence[Row]) -> Iterator[Turn]:
        """Yield the turns of rows in order; every row's text is in one of them."""
        turn: Turn | None = None
        for at, row in enumerate(rows):
            for piece in self._pieces(row):
                begun = self._begin(piece, rows[at + 1] if at + 1 < len(rows) else None)
                if begun is not None:
                    if turn is not None:
                        yield turn
                    turn = begun
                else:
                    turn = turn or Turn(line=row.number)
                    turn.rows.append(piece)
        if turn is not None:
            yield turn

    def _pieces(self, row: Row) -> Iterator[Row]:
        if not self.chevrons:
            yield row
            return
        for at, part in enumerate(_MID_CHEVRON.split(row.text)):
            yield row._replace(text=part, gap=0 if at else row.gap)

    def _begin(self, row: Row, following: Row | None) -> Turn | None:
        text, turn = row.text, Turn(line=row.number)
        match = _CHEVRON.match(text) if self.chevrons else None
        if match is not None:
            turn.change, turn.story = True, match["mark"].count(">") + match["mark"].count("&gt;") > 2
            turn.speaker, text = "", text[match.end() :]
        if self._named(turn, text, row, following) or match is not None:
            if match is not None and not turn.rows and not turn.speaker and text:
                turn.rows = [row._replace(text=text)]
            return turn
        return None

    def _named(self, turn: Turn, text: str, row: Row, following: Row | None) -> bool:
        if self.qa and (match := _QA.match(text)) is not None:
            turn.speaker, rest = match["who"].capitalize(), text[match.end() :]
        elif self.headers and (match := _HEADER.match(text)) is not None:
            turn.speaker, rest = match["name"].strip(), ""
        elif (label := self.labels.of(text)) is not None:
            turn.speaker, turn.role, turn.manner, rest = label
        elif text in self.lines and following is not None and not following.gap:
            turn.speaker, turn.role, turn.manner = split_role(text)
            rest = ""
        else:
            return False
        if rest:
            turn.rows = [row._replace(text=rest)]
        return True


def voices_of(rows: Sequence[Row], *, forced: str = "") -> Voices:
    """Return the speaker styles that these rows use, or the ``forced`` one alone (one of :data:`VOICES`)."""
    if forced == "paragraphs":
        return Voices(Labels({}))
    chevrons = sum(1 for row in rows if _CHEVRON.match(row.text))
    labels = find_labels([row._replace(text=_CHEVRON.sub("", row.text, count=1)) if chevrons else row for row in rows])
    headers = sum(1 for row in rows if _HEADER.match(row.text)) >= 1 and not forced
    qa = _has_qa(rows) or forced == "qa"
    lines = _name_lines(rows) if forced in ("", "name-line") and not headers else frozenset()
    counts = {
        "chevrons": chevrons if chevrons >= 2 or chevrons * 4 >= len(rows) or forced == "chevrons" else 0,
        "qa": sum(1 for row in rows if _QA.match(row.text)) if qa else 0,
        "labels": sum(1 for row in rows if labels.of(row.text) is not None),
        "name-line": sum(1 for row in rows if row.text in lines or (headers and _HEADER.match(row.text))),
    }
    best = forced or max(counts, key=lambda name: counts[name])
    name = best if forced or counts[best] else "paragraphs"
    return Voices(labels, bool(counts["chevrons"]), bool(qa), lines, headers, name)


def _has_qa(rows: Sequence[Row]) -> bool:
    seen = Counter(match["who"][0].upper() for row in rows if (match := _QA.match(row.text)) is not None)
    pairs = (("Q", "A"), ("F", "A"), ("P", "R"), ("В", "О"))
    return any(seen[a] and seen[b] for a, b in pairs)


def _name_lines(rows: Sequence[Row]) -> frozenset[str]:
    """Return the lines that are nothing but a name above a speech: recurring, or above most of the blocks."""
    blocks = [block for block in blocks_of(rows) if len(block) > 1]
    heads = [block[0].text for block in blocks if _can_be_name(block[0].text)]
    counts = Counter(heads)
    shouted = {text for text in counts if text.upper() == text and text.lower() != text}
    if (
        len(heads) >= 2
        and len(heads) >= 0.6 * len(blocks)
        and (len(shouted) == len(counts) or max(counts.values()) > 1)
    ):
        return frozenset(counts)
    return frozenset(text for text in shouted if counts[text] > 1)


def _can_be_name(text: str) -> bool:
    return (
        len(text) <= 60
        and not text.endswith((".", "!", "?", "…", ",", ":", ";"))
        and plausible_name(split_role(text)[0])
    )


#: From how many turns by how many speakers on what stands above the first label is not taken for speech, and the share
#: of the paragraphs below it that must begin with one.
_TURNS, _SPEAKERS, _LABELLED = 4, 2, 0.6
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", '"', "”")


def split_preamble(rows: Sequence[Row], voices: Voices) -> tuple[list[Row], list[Row]]:
    """Return (the rows above the first label that are no speech, the rest).

    Headings (short lines that end no sentence) are none; nor is prose above a text where nearly every paragraph has its
    speaker: it introduces the transcript.
    """
    turns = list(voices.turns(rows))
    named = [at for at, turn in enumerate(turns) if turn.speaker is not None]
    if not named or named[0] == 0 or voices.name == "paragraphs":
        return [], list(rows)
    above = turns[0].rows if named[0] == 1 else []
    first = turns[named[0]].line
    headings = all(len(row.text) <= 100 and not row.text.endswith(_ENDS) for row in above) and len(above) <= 12
    speakers = {turns[at].speaker for at in named}
    below = [row for row in rows if row.number >= first]
    blocks = sum(1 for row in below[1:] if row.gap) + 1 if any(row.gap for row in below[1:]) else len(below)
    regular = len(named) >= _TURNS and len(speakers) >= _SPEAKERS and len(named) >= _LABELLED * blocks
    if not above or not (headings or regular):
        return [], list(rows)
    return [row for row in rows if row.number < first], below

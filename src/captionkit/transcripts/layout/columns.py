"""What stands in which column of a table: said by the cells themselves, with the headings as a help.

A time column parses nearly everywhere; growing whole numbers are a counter and shares of one a confidence; the text is
the free column with most words; the speaker a column of few short values that recur, in which a blank one carries on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from captionkit.transcripts.layout.people import clean, facts_of, name_cost
from captionkit.transcripts.layout.rows import count_words, tidy
from captionkit.transcripts.layout.stamps import RANGED, read_stamp
from captionkit.transcripts.layout.times import Ruler

__all__ = ["Columns", "cell_times", "columns_of", "number_ms", "unit_of"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words of headings: what a column is -> words that say so. A help only: the cells decide.
_HEADINGS: dict[str, frozenset[str]] = {
    "end": _words(
        """
        end out to stop ende fin final fine fim hasta конец koniec slut eind bis endzeit
        endtime 終了 结束 종료 ka
        """
    ),
    "duration": _words(
        """
        duration length dur dauer durée duración duração durata длительность 長さ 时长 길이
        """
    ),
    "start": _words(
        """
        start begin in from beginn anfang startzeit starttime début inicio início inizio
        начало begint börjar time timecode timestamp tc zeit zeitstempel temps tiempo tempo
        время tijd tid czas aika idő 時間 時刻 开始 开始时间 시작 시간
        """
    ),
    "speaker": _words(
        """
        speaker speakers name character who role actor voice participant person channel
        track sprecher sprecherin person rolle figur orateur oratrice locuteur locutrice
        intervenant personnage hablante locutor orador voz parlante oratore relatore
        persona falante спикер говорящий имя персонаж роль spreker talare osoba mówca
        puhuja taler 話者 名前 发言人 说话人 화자 이름 사람
        """
    ),
    "text": _words(
        """
        text transcript dialogue dialog caption captions subtitle subtitles content
        sentence utterance speech words body line lines transcription label source said
        spoken texte dialogue contenu transcripción texto diálogo contenido testo battuta
        текст реплика содержание inhalt wortlaut tekst dialoog treść teksti szöveg 文字 テキスト
        内容 文本 字幕 대사 내용 텍스트
        """
    ),
}
_ORDER = ("text", "duration", "end", "start", "speaker")
_NUMBER = re.compile(r"\s*(\d{1,12})(?:[.,](\d{1,12}))?\s*\Z", re.ASCII)
_RANGE = re.compile(rf"\s*[\[(]?{RANGED}[\])]?\s*\Z", re.I)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Columns:
    """Which column holds what (``places``), the headings, and how many rows at the top are not entries."""

    places: dict[str, int]
    headings: list[str] = field(default_factory=list)
    first: int = 0

    def cell(self, cells: Sequence[str], what: str) -> str:
        """Return the cell of a row that holds ``what``, ``""`` where there is none."""
        at = self.places.get(what, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""


def cell_times(cell: str) -> tuple[str, str] | None:
    """Return the (start, end) that a cell holds as written, ``""`` for no end; None where it holds no time.

    >>> cell_times("[00:01 - 00:04]"), cell_times("12.5"), cell_times("tide")
    (('00:01', '00:04'), ('12.5', ''), None)
    """
    if _NUMBER.match(cell):
        return cell.strip(), ""
    match = _RANGE.match(cell)
    if match is None or read_stamp(match["a"]) is None:
        return None
    return match["a"], match["b"] or ""


def number_ms(cell: str, unit: int) -> int | None:
    """Return a bare number in ms, rounded half up, where it counts units of ``unit`` ms; None for what is not one."""
    match = _NUMBER.match(cell)
    if match is None:
        return None
    part = (match[2] or "")[:9]
    whole = int(match[1]) * unit
    return whole + (int(part) * unit * 2 // 10 ** len(part) + 1) // 2 if part else whole


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return what the columns of these rows hold, None where they are not a table of speech.

    >>> columns_of([["Zeit", "Wer", "Was"], ["0:01", "Ann", "Yes, it is."], ["0:04", "Ben", "So be it."]]).places
    {'start': 0, 'text': 2, 'speaker': 1}
    """
    width = max((len(cells) for cells in rows), default=0)
    if width < 2 or not rows:
        return None
    named = _headed(rows[:8])
    first = 0 if named is None else named[0] + 1
    body = [cells for cells in rows[first:] if len(cells) >= 2 or width == 2]
    if not body:
        body = [list(cells) for cells in rows[first:]]
    times: list[int] = []
    for skip in range(3):
        times = [at for at in range(width) if _is_time(body[skip:], at)]
        if times or named is not None:
            first += skip if times else 0
            body = body[skip:] if times else body
            break
    found = _places(body, width, times, named[1] if named else {})
    if found is None:
        return None
    headings = [tidy(cell) for cell in rows[first - 1]] if first else []
    if not any(what in found for what in ("start", "end")) and (named is None or "speaker" not in found):
        return None
    return Columns(found, headings, first)


def _headed(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Return (the place of the row of headings, what its words say) where two of its cells are headings."""
    for at, cells in enumerate(rows[:5]):
        if any(len(cell) > 40 or cell_times(cell) is not None for cell in cells if cell.strip()):
            continue
        said: dict[str, int] = {}
        words = [frozenset(re.findall(r"[^\W\d_]+", tidy(cell).strip("#:\ufeff").casefold())) for cell in cells]
        whole = [tidy(cell).strip("#:\ufeff").casefold() for cell in cells]
        for what in _ORDER:
            exact = [n for n, text in enumerate(whole) if text in _HEADINGS[what] and n not in said.values()]
            loose = [n for n, mine in enumerate(words) if mine & _HEADINGS[what] and n not in said.values()]
            if exact or loose:
                said[what] = (exact or loose)[0]
        if len(said) >= 2:
            return at, said
    return None


def _column(body: Sequence[Sequence[str]], at: int) -> list[str]:
    return [cell for cells in body if at < len(cells) and (cell := cells[at].strip())]


def _is_time(body: Sequence[Sequence[str]], at: int) -> bool:
    cells = _column(body, at)
    if len(cells) < 0.5 * len(body) or not cells:
        return False
    parsed = [found for cell in cells if (found := cell_times(cell)) is not None]
    if len(parsed) < 0.9 * len(cells):
        return False
    numbers = [float(cell.replace(",", ".")) for cell in cells if _NUMBER.match(cell)]
    if len(numbers) == len(cells):
        if all(0 <= n <= 1 for n in numbers) and len(numbers) > 1:
            return False
        whole = all(n == int(n) for n in numbers)
        if whole and len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers)):
            return False
        forward = sum(b >= a for a, b in pairwise(numbers))
        return forward >= 0.8 * (len(numbers) - 1)
    return True


def _places(
    body: Sequence[Sequence[str]], width: int, times: Sequence[int], said: dict[str, int]
) -> dict[str, int] | None:
    found: dict[str, int] = {}
    free = [at for at in range(width) if at not in times]
    left = list(times)
    for what in ("start", "end", "duration"):
        if said.get(what) in left or (
            what == "duration" and what in said and said[what] in free and _numbers(body, said[what])
        ):
            found[what] = said[what]
            if said[what] in left:
                left.remove(said[what])
            else:
                free.remove(said[what])
    for what in ("start", "end"):
        if what not in found and left and (what == "start" or "duration" not in found):
            found[what] = left.pop(0)
    if "end" in found and "start" in found and "duration" not in found and _shorter(body, found["start"], found["end"]):
        found["duration"] = found.pop("end")
    texts = [at for at in free if any(_LETTERS.search(cell) for cell in _column(body, at))]
    if not texts:
        return None
    by_words = max(texts, key=lambda at: sum(count_words(cell) for cell in _column(body, at)))
    found["text"] = said["text"] if said.get("text") in texts else by_words
    rest = [at for at in texts if at != found["text"]]
    if said.get("speaker") in rest:
        found["speaker"] = said["speaker"]
    else:
        names = [at for at in rest if _is_names(_column(body, at))]
        if names:
            found["speaker"] = names[0]
    return found


def _numbers(body: Sequence[Sequence[str]], at: int) -> bool:
    cells = _column(body, at)
    return bool(cells) and all(cell_times(cell) is not None for cell in cells)


def _shorter(body: Sequence[Sequence[str]], start: int, end: int) -> bool:
    """Tell whether the second time column is mostly before the first: then it holds durations."""
    ruler = Ruler()

    def ms(cell: str) -> int | None:
        times = cell_times(cell)
        if times is None:
            return None
        stamp = read_stamp(times[0])
        return ruler.ms(stamp) if stamp is not None else number_ms(times[0], 1000)

    pairs = [(ms(cells[start]), ms(cells[end])) for cells in body if max(start, end) < len(cells)]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return len(known) >= 2 and sum(b < a for a, b in known) > 0.6 * len(known)


def _is_names(cells: Sequence[str]) -> bool:
    if not cells or len({cell.casefold() for cell in cells}) * 2 > len(cells) + 2:
        return False
    facts = facts_of([])
    likely = [cell for cell in cells if len(cell) <= 60 and name_cost(clean(cell), facts) < 12]
    return len(likely) >= 0.8 * len(cells)


def unit_of(starts: Sequence[str], ends: Sequence[str], words: int) -> int:
    """Return how many ms a bare number counts: 1000; or 1 where all are whole and speech would be far too slow.

    >>> unit_of(["520", "2200"], ["1600", "3920"], 7), unit_of(["5", "9"], ["8", "12"], 7)
    (1, 1000)
    """
    cells = [cell for cell in (*starts, *ends) if cell]
    if not cells or any(not cell.strip().isdecimal() for cell in cells):
        return 1000
    spans = [int(b) - int(a) for a, b in zip(starts, ends, strict=False) if a and b]
    if not spans:
        values = [int(cell) for cell in starts if cell]
        spans = [b - a for a, b in pairwise(values)]
    if not spans:
        return 1000
    middle = sorted(spans)[len(spans) // 2]
    total = sum(span for span in spans if span > 0)
    return 1 if middle > 120 and words / max(1, total) < 0.2 else 1000

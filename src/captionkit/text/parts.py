"""The parts of a cue's text: signs of another speaker, labels, sounds, songs and speech, in any style.

One reading for all that removes, checks or writes them::

    cue    = turn*
    turn   = [ mark ] [ label ] ( sound | song | word's place | speech )*
    mark   = dash | ">>"
    label  = see captionkit.text.labels; or what is in brackets before a colon; or a known name in brackets
    sound  = words in brackets, "*sighs*", notes alone
    song   = from a note that opens a line to the note that closes it, over any number of lines; "# words #"
    word's place = "[bleep]" among the words of a sentence

What is in round brackets or asterisks is a sound where it opens a line, or stands after the end of a sentence and is
not one itself; speech has round brackets too. A turn begins at a line's start, or inside a line after a sentence's end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from captionkit.text.labels import SpeakerLabel, label_of
from captionkit.text.lexicon import abbreviations, adverbs
from captionkit.text.marks import BIDI, BRACKETS, CHEVRONS, DASH, DASHES, MARKS, TERMINATORS
from captionkit.values import value

__all__ = ["MUSIC", "Part", "PartKind", "hides_word", "inner_turns", "parts_of"]


class PartKind(StrEnum):
    """What a part of a cue's text is."""

    MARK = "mark"
    LABEL = "label"
    SOUND = "sound"
    PLACE = "place"
    SONG = "song"
    SPEECH = "speech"


@value
class Part:
    """A part of a text, from ``start`` to ``end``.

    ``text`` is what it says without the signs around it: a sound without brackets, a song without notes, a label's
    name. ``manner`` is how a label says that the words are spoken.
    """

    kind: PartKind
    start: int
    end: int
    text: str = ""
    manner: str = ""


MUSIC = "\u2669\u266a\u266b\u266c\U0001f3b5\U0001f3b6"
_PAIRS = "|".join(
    rf"{re.escape(first)}[^{re.escape(first + last)}]{{1,200}}{re.escape(last)}" for first, last in BRACKETS
)
_BRACKET = re.compile(rf"{_PAIRS}|\*[^\W\d_][^*\n]{{0,40}}\*")
_ROUND = ("(", "\uff08", "*")
_ENDED = re.compile(rf"[{re.escape(TERMINATORS)}\u2014-][\"'\u2019\u201d]*[ \t\n]*\Z")
#: Words of a sound between two sentences, at most.
_BRIEF = 4
#: A speaker breaks off, and what one word in brackets says is done meanwhile: ... (coughs), -- (laughing).
_BROKEN_OFF = re.compile(r"(?:\.{2,}|\u2026|\u2014|\u2013|--)[ \t]*\Z")
_BREAKS_OFF = re.compile(r"[ \t]*(?:\.{2,}|\u2026|\u2014|--)")
_DONE = re.compile(r"(?!\w*(?:mals|tens|w\u00e4rts|[ao]nders|soms|fois)\Z)[^\W\d_]{3,}(?:s|ing)")
_LONE_NOTES = re.compile(rf"[{MUSIC}][{MUSIC}\s~\uff5e\u301c\u2026.]*")
_NOTE_OPENS = re.compile(
    rf"[\s{BIDI}]*(?:[{DASHES}]\s*)?(?:[^\W\d_][^:\n{MUSIC}]{{0,40}}:[ \t]*(?=[{MUSIC}]))?"
    rf"(?P<note>[{MUSIC}]+|#(?=[ \t]*[^\W\d])|\*(?=[ \t]))"
)
#: What stands in the place of a word that was taken out, as captions write it in several languages.
#: What stands for a word that was taken out, and for one that nobody heard.
_TAKEN_OUT = (
    r"bleep(?:ed|s)?|beep(?:ed|s)?|censored|expletives?(?: deleted)?|redacted|profanity|muted|bip|biep|piep|pitido|"
    r"censura(?:do|to)?|ピー|自主規制"
)
_UNHEARD = r"inaudible|unintelligible|indistinct|crosstalk|\?+|_+|inaudível|inaudibile|unverständlich|неразборчиво"
_HIDDEN = re.compile(_TAKEN_OUT, re.IGNORECASE)
#: A note before words that another one follows.
_NOTE_INSIDE = re.compile(rf"[{MUSIC}][^\n{MUSIC}]*\w[^{MUSIC}]*(?=[{MUSIC}])")
_PLACE = re.compile(f"{_TAKEN_OUT}|{_UNHEARD}", re.IGNORECASE)
_COLON = re.compile(r"[ \t\u00a0]*[:\uff1a](?![\d/])[ \t\u3000]*")
_TURN_INSIDE = re.compile(
    rf"(?:(?P<sure>[?!\u061f\uff01\uff1f])|(?P<stop>[.\u2026\u3002]))[\"'\u2019\u201d)\]]*(?P<apart>[ \t\u00a0{BIDI}]*)"
    rf"(?P<dash>[{DASHES}])(?![{DASHES}])(?P<blank>[ \t\u00a0]*)(?=[\"'\u2018\u201c\u00bf\u00a1(\[]*[^\W\d_])"
)
#: So many characters before a sign tell what it is, at most: a look at all of them each time would grow with the text.
_NEAR = 40
_WORD_BEFORE = re.compile(r"(?<![\w.])[^\W\d_]{2,}\Z")
#: Signs of Japanese captions before what is heard from outside the picture, or by telephone.
_FROM_AFAR = re.compile("[\u226a\uff1c\u300a\u3008\u260e\u260f\U0001f4f1](?=[\uff08\uff3b])")
_CHEVRONS_INSIDE = re.compile(r"(?<=[.!?\u2026] )>{2,3}(?=[ \t]*\w)")
_ANY_DASH = re.compile(f"[{DASHES}]")
_NEW_LABEL = re.compile(rf"[{re.escape(TERMINATORS)}][\"'\u2019\u201d)\]]*[ \t\u00a0]+(?=[^\s])")
_NUMBERED = re.compile(r"[^\W\d_][^\d]{0,30}#?\d{1,2}")


def hides_word(mark: str, before: str, after: str) -> bool:
    """Whether a text in brackets stands for a word that was taken out of the sentence around it.

    ``before`` and ``after`` are the text on either side. It does where the sentence has begun and goes on or ends
    behind it; between two sentences it is a sound.

    >>> hides_word("[bleep]", "What the ", " is that?"), hides_word("[bleep]", "Call us. ", " Hello?")
    (True, False)
    """
    begun, rest = before.rstrip(), after.lstrip()
    if not begun or _HIDDEN.fullmatch(mark.strip("[]()*").strip()) is None or _ENDED.search(begun):
        return False
    goes_on = begun[-1].isalnum() or begun[-1] in ",;'\u2019\"\u201d-"
    return goes_on and bool(rest) and (rest[0].isalnum() or after[0] in ".!?,;:\u2026'\u2019-\u3002\uff1f\uff01")


def inner_turns(line: str) -> list[int]:
    """Return where another speaker's turn begins inside a line: at a dash after the end of a sentence.

    A dash with a blank after it, in a line that begins with none, may be that of an afterthought: it is a turn only
    after a question or a call. Without a blank before it, it is one in a line that begins with a dash too.

    >>> [inner_turns(text) for text in ("- I broke it! - I never did.", "Where is he? -Here.", "Go. - so", "-Yes.-No.")]
    [[14], [13], [], [5]]
    """
    if "-" not in line and (line.isascii() or not _ANY_DASH.search(line)):
        return []
    opened = DASH.match(line) is not None
    found = []
    for match in _TURN_INSIDE.finditer(line):
        first = line[match.end() :].lstrip("\"'\u2018\u201c\u00bf\u00a1([")[:1]
        if first.lower() == first != first.upper():
            continue
        if not match["apart"] and not (
            opened and (match["sure"] or _stops(line[max(0, match.start() - _NEAR) : match.start()]))
        ):
            continue
        if opened or not match["blank"] or match["sure"]:
            found.append(match.start("dash"))
    return found


def _stops(before: str) -> bool:
    """Whether a full stop behind these words ends a sentence, and no abbreviation: not U.S.-Mexico, not Ste.-Marie."""
    word = _WORD_BEFORE.search(before.rstrip(".") if before.endswith(".") else before)
    return word is not None and word[0].lower() not in abbreviations()


def parts_of(text: str, names: Collection[str] = ()) -> tuple[Part, ...]:
    r"""Return the parts of a cue's text (lines parted by ``\n``), in order.

    Each character but blanks and marks of direction is in one of them.

    ``names`` are speakers known from elsewhere: their labels may be written in any case, and in brackets alone.

    >>> for part in parts_of("- HONDO [over comm]: We wait.\n- [door slams] What the [bleep]?"):
    ...     print(part.kind.value, [part.text, part.manner])
    mark ['-', '']
    label ['HONDO', 'over comm']
    speech ['We wait.', '']
    mark ['-', '']
    sound ['door slams', '']
    speech ['What the', '']
    place ['bleep', '']
    speech ['?', '']
    """
    return _parts(text, frozenset(names))


@lru_cache(maxsize=4096)
def _parts(text: str, names: frozenset[str]) -> tuple[Part, ...]:
    found = _songs(text)
    found += _turns(text, names, found)
    found += _sounds(text, found)
    found.sort(key=lambda part: (part.start, part.end))
    return tuple(_with_speech(text, found))


def _inside(at: int, parts: Iterable[Part]) -> bool:
    return any(part.start <= at < part.end for part in parts)


def _songs(text: str) -> list[Part]:
    """Return the songs, and notes that stand alone on their line."""
    found: list[Part] = []
    lines, at = text.split("\n"), 0
    open_at, sign = -1, ""
    for line in lines:
        end = at + len(line)
        opens = _NOTE_OPENS.match(line) if open_at < 0 else None
        if opens is not None:
            lone = _LONE_NOTES.match(line, opens.start("note"))
            stop = lone.end() if lone else 0
            if lone and (stop == len(line) or (line[stop] in "[(\uff08" and not _sings(text[at + stop :]))):
                stop = lone.start() + len(lone[0].rstrip())
                found.append(Part(PartKind.SOUND, at + lone.start(), at + stop, lone[0].strip()))
                at = end + 1
                continue
            open_at, sign = at + opens.start("note"), opens["note"][0]
        if open_at >= 0:
            if opens is None and DASH.match(line):
                open_at = -1
            else:
                last = _closing(line, sign, opens.end("note") if opens else 0)
                if last:
                    found.append(Part(PartKind.SONG, open_at, at + last, _sung(text[open_at : at + last])))
                    open_at = -1
        at = end + 1
    if not found and open_at < 0 and text.rstrip()[-1:] in tuple(MUSIC) and not _ENDED.search(text.rstrip()[:-1]):
        rest = text[_last_turn(text) :].lstrip()  # it began in the cue before, or with a note inside the line
        opening = _NOTE_INSIDE.search(rest)
        if opening and not any(first in _BRACKET.sub("", rest[: opening.start()]) for first, _ in BRACKETS):
            rest = rest[opening.start() :]
        found.append(Part(PartKind.SONG, len(text) - len(rest), len(text.rstrip()), _sung(rest)))
    if open_at >= 0 and sign not in "#*":
        stop = len(text.rstrip())
        found.append(Part(PartKind.SONG, open_at, stop, _sung(text[open_at:stop])))
    return found


def _last_turn(text: str) -> int:
    """Return where the words of the last turn begin: behind its mark, 0 where no mark opens one."""
    begin = at = 0
    for line in text.split("\n"):
        for turn in (0, *inner_turns(line)):
            mark = CHEVRONS.match(line, turn) or DASH.match(line, turn)
            if mark is not None:
                begin = at + mark.end()
        at += len(line) + 1
    return begin


def _sings(rest: str) -> bool:
    """Whether there are words outside brackets, and a note after them."""
    words = _BRACKET.sub(" ", rest)
    return words.rstrip()[-1:] in tuple(MUSIC) and any(map(str.isalnum, words))


def _closing(line: str, sign: str, start: int) -> int:
    """Return the end of the note that closes a song in this line, 0 where none does."""
    marks = sign if sign in "#*" else MUSIC
    at = max(line.rfind(mark, start) for mark in marks)
    if not line[:at].strip() and any(map(str.isalnum, line[at + 1 :])):
        return 0  # the song goes on: each of its lines begins with a note
    return at + 1 if at >= 0 and (sign not in "#*" or not line[at + 1 :].strip()) else 0


def _sung(text: str) -> str:
    return text.strip(f" \t\n#*{MUSIC}")


def _turns(text: str, names: frozenset[str], songs: Sequence[Part]) -> list[Part]:
    """Return the marks and labels: at the starts of lines, and where a turn begins inside one."""
    found: list[Part] = []
    at = 0
    for line in text.split("\n"):
        stops = [0, *inner_turns(line)]
        if ">>" in line:
            stops = sorted({*stops, *(match.start() for match in _CHEVRONS_INSIDE.finditer(line))})
        for begin, stop in zip(stops, [*stops[1:], len(line)], strict=True):
            found += _turn(text, at + begin, at + stop, names, songs)
        at += len(line) + 1
    return found


def _turn(text: str, start: int, stop: int, names: frozenset[str], songs: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    line = text[start:stop]
    mark = CHEVRONS.match(line) or DASH.match(line)
    at = len(opening[0]) if (opening := _FROM_AFAR.match(line)) else 0
    if mark is not None:
        blank = len(line) - len(line.lstrip(" \t\u00a0\n" + MARKS))
        if _inside(start + blank, songs):
            return found
        found.append(Part(PartKind.MARK, start + blank, start + mark.end(), mark[0].strip().strip(MARKS).strip()))
        at = mark.end()
    if _inside(start + at, songs):
        return found
    label = _label(text, start + at, stop, names)
    while label is None and (bracket := _BRACKET.match(text, start + at, stop)):
        # a sound before the label: [door slams] ANN: Who is it?
        at = bracket.end() - start
        at += len(text[start + at : stop]) - len(text[start + at : stop].lstrip())
        label = _label(text, start + at, stop, names)
    if label is not None:
        found.append(label)
        at = label.end - start
    for match in _NEW_LABEL.finditer(text, start + at, stop):
        label = _label(text, match.end(), stop, names) if not _inside(match.end(), (*songs, *found)) else None
        if label is not None:
            found.append(label)
    return found


def _label(text: str, start: int, stop: int, names: frozenset[str]) -> Part | None:
    """Return the label that begins at ``start``; there must be words after it."""
    line = text[start:stop]
    label = label_of(line, names) or _bracketed(line, names, follows=bool(line))
    if label is None or label.mark or label.start or not text[start + label.end :].strip():
        return None
    return Part(PartKind.LABEL, start, start + len(line[: label.end].rstrip()), label.name, label.manner)


def _bracketed(line: str, names: frozenset[str], *, follows: bool) -> SpeakerLabel | None:
    """Return what is in brackets before a colon, whatever it says, or a known or numbered speaker in brackets alone."""
    bracket = _BRACKET.match(line)
    if bracket is None or "\n" in bracket[0] or bracket[0][0] == "*":
        return None
    inner = " ".join(bracket[0][1:-1].split())
    colon = _COLON.match(line, bracket.end())
    if colon is not None:
        name, _, manner = inner.partition(",")
        return SpeakerLabel(name.strip(), 0, colon.end(), manner.strip())
    name, manner = _known(inner, names)
    rest = line[bracket.end() :]
    if not name and bracket[0][0] == "[" and rest.strip() and _NUMBERED.fullmatch(inner):
        name = inner
    return SpeakerLabel(name, 0, bracket.end() + len(rest) - len(rest.lstrip()), manner) if name else None


def _known(inner: str, names: frozenset[str]) -> tuple[str, str]:
    """Return the known name with which a text in brackets begins, and the manner after it."""
    if not names:
        return "", ""
    folded = inner.casefold()
    for name in sorted(names, key=len, reverse=True):
        if name and folded.startswith(name.casefold()):
            rest = inner[len(name) :]
            if not rest or rest[0] in " ,":
                return inner[: len(name)], rest.strip(" ,")
    return "", ""


def _sounds(text: str, taken: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    labels = [part for part in taken if part.kind is not PartKind.SONG]
    songs = [part for part in taken if part.kind is PartKind.SONG]
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        if any(part.start < end and start < part.end for part in (*labels, *songs)):
            continue
        inner = " ".join(match[0][1:-1].split())
        if not any(map(str.isalnum, inner)) and not _PLACE.fullmatch(inner):
            if match[0][0] in "[(" and set(inner) <= set(MUSIC + " ") and inner:
                found.append(Part(PartKind.SOUND, start, end, inner))
            continue
        if _PLACE.fullmatch(inner) and _among_words(text, start, end):
            found.append(Part(PartKind.PLACE, start, end, inner))
            continue
        if match[0][0] not in _ROUND or _apart(text, start, end, inner, taken, found):
            found.append(Part(PartKind.SOUND, start, end, inner))
    return found


def _among_words(text: str, start: int, end: int) -> bool:
    """Whether there are words of the same turn on either side, or a sentence's mark at once behind."""
    return text[end : end + 1] in tuple(".!?,;\u2026'\u2019") or any(
        map(str.isalnum, text[text.rfind("\n", 0, start) + 1 : start] + (text[end:].split("\n") or [""])[0])
    )


def _apart(text: str, start: int, end: int, inner: str, taken: Sequence[Part], found: Sequence[Part]) -> bool:
    """Whether round brackets or asterisks stand as a sound does, and hold what is not a sentence."""
    breaks = _BREAKS_OFF.match(text, end) is not None
    if text[end : end + 1] not in ("", " ", "\n", "\t", "\u3000") and text[start] != "\uff08" and not breaks:
        return False
    if inner[-1:] == "." and len(inner.split()) > 3:
        return False
    before = text[text.rfind("\n", 0, start) + 1 : start]
    opens = not before.strip(f" \t{MARKS}") or any(
        part.end <= start and not text[part.end : start].strip() for part in (*taken, *found)
    )
    if opens:
        return True
    if (breaks or _BROKEN_OFF.search(before[-_NEAR:])) and _DONE.fullmatch(inner) and inner not in adverbs():
        return True
    rest = text[end:].split("\n", 1)[0].lstrip(" \t\"'\u00bf\u00a1\u201c\u2018")
    parted = not rest.strip() or (rest[0].isupper() and len(inner.split()) <= _BRIEF)
    described = inner[:1].lower() == inner[:1] or inner.isupper()
    return parted and _ENDED.search(before) is not None and described and not _ENDED.search(inner)


_NOTHING = f" \t\n\r\u00a0\u3000{MARKS}"


def _with_speech(text: str, parts: Sequence[Part]) -> Iterable[Part]:
    at = 0
    for part in (*parts, Part(PartKind.SPEECH, len(text), len(text))):
        between = text[at : part.start]
        bare = between.strip(_NOTHING)
        if bare:
            begin = at + len(between) - len(between.lstrip(_NOTHING))
            yield Part(PartKind.SPEECH, begin, begin + len(bare), bare)
        if part.end > part.start:
            yield part
        at = max(at, part.end)

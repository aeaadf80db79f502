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
from functools import lru_cache

from captionkit.text.labels import SpeakerLabel, label_of
from captionkit.text.lexicon import adverbs
from captionkit.text.marks import CHEVRONS, DASH, MARKS, TERMINATORS
from captionkit.text.part import BRACKET, ENDED, MUSIC, NEAR, Part, PartKind
from captionkit.text.songs import songs_in
from captionkit.text.turns import inner_turns

__all__ = ["Part", "PartKind", "hides_word", "parts_of"]


_ROUND = ("(", "\uff08", "*")
#: Characters in which a label is looked for, and words around the place of one that was taken out.
_LABELLED, _FAR = 300, 200
#: Words of a sound between two sentences, at most.
_BRIEF = 4
#: A speaker breaks off, and what one word in brackets says is done meanwhile: ... (coughs), -- (laughing).
_BROKEN_OFF = re.compile(r"(?:\.{2,}|\u2026|\u2014|\u2013|--)[ \t]*\Z")
_BREAKS_OFF = re.compile(r"[ \t]*(?:\.{2,}|\u2026|\u2014|--)")
_DONE = re.compile(r"(?!\w*(?:mals|tens|w\u00e4rts|[ao]nders|soms|fois)\Z)[^\W\d_]{3,}(?:s|ing)")
#: What stands for a word that was taken out, and for one that nobody heard.
_TAKEN_OUT = (
    r"bleep(?:ed|s)?|beep(?:ed|s)?|censored|expletives?(?: deleted)?|redacted|profanity|muted|bip|biep|piep|pitido|"
    r"censura(?:do|to)?|ピー|自主規制"
)
_UNHEARD = r"inaudible|unintelligible|indistinct|crosstalk|\?+|_+|inaudível|inaudibile|unverständlich|неразборчиво"
_HIDDEN = re.compile(_TAKEN_OUT, re.IGNORECASE)
_PLACE = re.compile(f"{_TAKEN_OUT}|{_UNHEARD}", re.IGNORECASE)
_COLON = re.compile(r"[ \t\u00a0]*[:\uff1a](?![\d/])[ \t\u3000]*")
#: Signs of Japanese captions before what is heard from outside the picture, or by telephone.
_FROM_AFAR = re.compile("[\u226a\uff1c\u300a\u3008\u260e\u260f\U0001f4f1](?=[\uff08\uff3b])")
_CHEVRONS_INSIDE = re.compile(r"(?<=[.!?\u2026] )>{2,3}(?=[ \t]*\w)")
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
    if not begun or _HIDDEN.fullmatch(mark.strip("[]()*").strip()) is None or ENDED.search(begun):
        return False
    goes_on = begun[-1].isalnum() or begun[-1] in ",;'\u2019\"\u201d-"
    return goes_on and bool(rest) and (rest[0].isalnum() or after[0] in ".!?,;:\u2026'\u2019-\u3002\uff1f\uff01")


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
    taken = _Taken(text)
    taken.add(songs_in(text))
    _turns(text, names, taken)
    _sounds(text, taken)
    return tuple(_with_speech(text, sorted(taken.parts, key=lambda part: (part.start, part.end))))


class _Taken:
    """The parts found so far, which of the text's characters are in one, and where they end."""

    def __init__(self, text: str) -> None:
        self.parts: list[Part] = []
        self.ends: set[int] = set()
        self.inside = bytearray(len(text) + 1)

    def add(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self.parts.append(part)
            self.ends.add(part.end)
            self.inside[part.start : part.end] = b"\1" * (part.end - part.start)

    def touches(self, start: int, end: int) -> bool:
        """Whether a character from ``start`` to before ``end`` is in a part."""
        return self.inside.find(1, start, end) >= 0


def _turns(text: str, names: frozenset[str], taken: _Taken) -> None:
    """Add the marks and labels: at the starts of lines, and where a turn begins inside one."""
    at = 0
    for line in text.split("\n"):
        stops = [0, *inner_turns(line)]
        if ">>" in line:
            stops = sorted({*stops, *(match.start() for match in _CHEVRONS_INSIDE.finditer(line))})
        for begin, stop in zip(stops, [*stops[1:], len(line)], strict=True):
            _turn(text, at + begin, at + stop, names, taken)
        at += len(line) + 1


def _turn(text: str, start: int, stop: int, names: frozenset[str], taken: _Taken) -> None:
    line = text[start:stop]
    mark = CHEVRONS.match(line) or DASH.match(line)
    at = start + (len(opening[0]) if (opening := _FROM_AFAR.match(line)) else 0)
    if mark is not None:
        blank = start + len(line) - len(line.lstrip(" \t\u00a0\n" + MARKS))
        if taken.inside[blank]:
            return
        at = start + mark.end()
        taken.add([Part(PartKind.MARK, blank, at, mark[0].strip().strip(MARKS).strip())])
    if taken.inside[at]:
        return
    label = _label(text, at, stop, names)
    while label is None and (bracket := BRACKET.match(text, at, stop)):
        # a sound before the label: [door slams] ANN: Who is it?
        at = _past_blanks(text, bracket.end(), stop)
        label = _label(text, at, stop, names)
    if label is not None:
        taken.add([label])
        at = label.end
    for match in _NEW_LABEL.finditer(text, at, stop):
        label = None if taken.inside[match.end()] else _label(text, match.end(), stop, names)
        if label is not None:
            taken.add([label])


def _past_blanks(text: str, at: int, stop: int) -> int:
    while at < stop and text[at].isspace():
        at += 1
    return at


def _label(text: str, start: int, stop: int, names: frozenset[str]) -> Part | None:
    """Return the label that begins at ``start``; there must be words after it."""
    line = text[start : min(stop, start + _LABELLED)]
    label = label_of(line, names) or _bracketed(line, names)
    if label is None or label.mark or label.start or _past_blanks(text, start + label.end, len(text)) == len(text):
        return None
    return Part(PartKind.LABEL, start, start + len(line[: label.end].rstrip()), label.name, label.manner)


def _bracketed(line: str, names: frozenset[str]) -> SpeakerLabel | None:
    """Return what is in brackets before a colon, whatever it says, or a known or numbered speaker in brackets alone."""
    bracket = BRACKET.match(line)
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


@lru_cache(maxsize=8)
def _longest_first(names: frozenset[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _known(inner: str, names: frozenset[str]) -> tuple[str, str]:
    """Return the known name with which a text in brackets begins, and the manner after it."""
    folded = inner.casefold()
    for name in _longest_first(names):
        if name and folded.startswith(name.casefold()):
            rest = inner[len(name) :]
            if not rest or rest[0] in " ,":
                return inner[: len(name)], rest.strip(" ,")
    return "", ""


def _sounds(text: str, taken: _Taken) -> None:
    for match in BRACKET.finditer(text):
        start, end = match.span()
        if taken.touches(start, end):
            continue
        inner = " ".join(match[0][1:-1].split())
        if not any(map(str.isalnum, inner)) and not _PLACE.fullmatch(inner):
            if match[0][0] in "[(" and set(inner) <= set(MUSIC + " ") and inner:
                taken.add([Part(PartKind.SOUND, start, end, inner)])
            continue
        if _PLACE.fullmatch(inner) and _among_words(text, start, end):
            taken.add([Part(PartKind.PLACE, start, end, inner)])
        elif match[0][0] not in _ROUND or _apart(text, start, end, inner, taken):
            taken.add([Part(PartKind.SOUND, start, end, inner)])


def _among_words(text: str, start: int, end: int) -> bool:
    """Whether there are words of the same turn on either side, or a sentence's mark at once behind."""
    if text[end : end + 1] in tuple(".!?,;\u2026'\u2019"):
        return True
    near = text[max(start - _FAR, 0) : start].rpartition("\n")[2] + text[end : end + _FAR].partition("\n")[0]
    return any(map(str.isalnum, near))


def _apart(text: str, start: int, end: int, inner: str, taken: _Taken) -> bool:
    """Whether round brackets or asterisks stand as a sound does, and hold what is not a sentence."""
    breaks = _BREAKS_OFF.match(text, end) is not None
    if text[end : end + 1] not in ("", " ", "\n", "\t", "\u3000") and text[start] != "\uff08" and not breaks:
        return False
    if inner[-1:] == "." and len(inner.split()) > 3:
        return False
    if _opens_line(text, start) or _follows_part(text, start, taken):
        return True
    before = text[max(start - NEAR, 0) : start].rpartition("\n")[2]
    if (breaks or _BROKEN_OFF.search(before)) and _DONE.fullmatch(inner) and inner not in adverbs():
        return True
    rest = text[end : end + NEAR].partition("\n")[0].lstrip(" \t\"'\u00bf\u00a1\u201c\u2018")
    parted = not rest.strip() or (rest[0].isupper() and len(inner.split()) <= _BRIEF)
    described = inner[:1].lower() == inner[:1] or inner.isupper()
    return parted and ENDED.search(before) is not None and described and not ENDED.search(inner)


def _opens_line(text: str, at: int) -> bool:
    while at and text[at - 1] in f" \t{MARKS}":
        at -= 1
    return not at or text[at - 1] == "\n"


def _follows_part(text: str, start: int, taken: _Taken) -> bool:
    """Whether nothing but blanks parts a place from the part before it."""
    at = start
    while at not in taken.ends and at and text[at - 1].isspace():
        at -= 1
    return at in taken.ends


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

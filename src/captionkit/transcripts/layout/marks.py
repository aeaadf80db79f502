"""What stands in brackets: a sound, music, a direction, an inaudible place, an editor's insertion, or plain speech.

Nothing is dropped: a mark becomes a segment of its own kind. The rule of form is the field's own (parentheses around
four or more lower-case words are speech; capitals, a single word or a line of its own are an event); the word lists
decide before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from captionkit.model.transcript import Kind
from captionkit.text.letters import WHOLE_WORD
from captionkit.text.marks import TERMINATORS
from captionkit.text.parts import hides_word
from captionkit.transcripts.headings import HEARD
from captionkit.transcripts.layout.repeated import key_of_mark
from captionkit.transcripts.layout.rows import tidy
from captionkit.transcripts.layout.stamps import form_of
from captionkit.transcripts.layout.words import MARKS, ROLES

__all__ = ["Piece", "is_unlisted", "kind_of_mark", "label_kind", "pieces_of"]


#: How much of the text on either side of a mark is looked at, in characters.
_NEAR = 40

_MARK = re.compile(
    r"\(\([^()]{1,200}\)\)|\[[^\[\]]{0,300}\]|\([^()]{1,300}\)|（[^（）]{1,300}）|【[^【】]{1,300}】"
    r"|〔[^〔〕]{1,300}〕|<unk>|%hesitation|\*[a-z][a-z ]{1,40}\*"
    r"|[♪♫♬][^♪♫♬]{0,300}[♪♫♬]?",
    re.I,
)
#: Words, at most, in which captions describe what is heard: distant thunder rumbles softly.
_EVENT = 4
_WORD = re.compile(WHOLE_WORD)
_STOP = re.compile(rf"[{TERMINATORS}:;]['\"”’»)\]]*\s*\Z")
_WHO = r"(?:ed(?:itor(?:ial|['’]?s)?)?|tr(?:anslator['’]?s?)?|author['’]?s?|note|anm|ndlr|ndr|red|hinweis|прим|ред)"
_EDITOR = re.compile(
    rf"\s*{_WHO}\b[^:]{{0,30}}:"
    r"|.*(?:[-–—]\s*(?:ed|eds|tr|red|ndlr|прим|ред)\.?|(?:emphasis|italics) (?:added|mine|ours))\s*\Z",
    re.I | re.S,
)
_EDITOR_BRIEF = re.compile(rf"\s*(?:{_WHO}|our|my|fact[- ]?check)\b[.:,\s]?", re.I)
_GLUED = re.compile(r"[.,;:!?…]+(?=\s|\Z)")
_SOMEBODY = re.compile(r"\s*[^\W\d_]{3,20}[ _#-]?\d{1,3}\s*\Z")
#: What heads the effects in scripts for sound; records ("grams") here alone: in a table the rows of a name decide.
_EFFECTS = HEARD | {"grams"}
_PAUSE = re.compile(r"\s*(?:\.{1,2}|\d{1,3}[.,]\d{1,2}|\d{1,3}[.,]?\d{0,2} ?(?:s|sec|sek)\.?)\s*\Z")
_GUESS = re.compile(r"[^\W\d_A-Z][^\W\d_]*(?: [^\W\d_]+)?\?\Z")
_EMOTE = re.compile(r"[:;=8xX][-'^]?[()DPpOo3/\\|]+\Z|[!?.…‽]+\Z|\d{1,3}\Z")

_RANK = {kind: rank for rank, kind in enumerate(MARKS)}
_KINDS: dict[str, Kind] = {word: kind for kind in reversed(MARKS) for word in MARKS[kind]}
_TITLE_LINE = re.compile(
    r"(?:begin|end|start)\b.*\b(?:video|videotape|audio|clip|tape)\b|commercial break|newsbreak", re.I
)


class Piece(NamedTuple):
    """A stretch of a paragraph: speech, or one mark."""

    kind: Kind
    text: str


def pieces_of(text: str, again: Collection[str] = ()) -> Iterator[Piece]:
    """Yield the speech and the marks of a paragraph in order; together they hold all of its text.

    A stop or comma right after a mark belongs to the speech before it. ``again`` are the keys of marks that no list
    has, but the text repeats (see ``repeated``).

    >>> [(piece.kind.value, piece.text) for piece in pieces_of("We won ( LOL!). Truly.")]
    [('speech', 'We won.'), ('editorial', '( LOL!)'), ('speech', 'Truly.')]
    """
    done = 0
    marks: list[Piece] = []
    speech = ""
    for match in _MARK.finditer(text):
        before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
        if marks and done and not speech.strip() and not text[done : match.start()].strip():
            before = ""  # only marks stand before it
        if _is_inside_word(text, match.start(), match.end()):
            continue
        kind = kind_of_mark(match[0], before, after)
        if again and kind in (Kind.SPEECH, Kind.EDITORIAL) and key_of_mark(match[0]) in again:
            kind = Kind.SOUND
        if kind is Kind.SPEECH:
            continue
        stretch = text[done : match.start()]
        if tidy(stretch) or not marks:
            speech, rest = _rejoined(speech, stretch, after_mark=bool(marks))
            yield from _said(speech)
            yield from marks
            speech, marks = rest, []
        marks.append(Piece(kind, tidy(match[0])))
        done = match.end()
    if not done:
        if tidy(text):
            yield Piece(Kind.SPEECH, tidy(text))
        return
    speech, rest = _rejoined(speech, text[done:], after_mark=bool(marks))
    yield from _said(speech)
    yield from marks
    yield from _said(rest)


def is_unlisted(mark: str) -> bool:
    """Tell whether no list knows what a mark is, and nobody's note is in it."""
    inner = mark[1:-1]
    words = [word.lower() for word in _WORD.findall(inner)]
    return bool(words) and _known(inner, words) is None and not (_EDITOR.match(inner) or _EDITOR_BRIEF.match(inner))


def _roles(inner: str) -> bool:
    return _WORD.findall(inner.replace("_", " "))[0].casefold() in ROLES


def _is_inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket stands inside a word: "[b]ring", "colo(u)r"."""
    after = end < len(text) and text[end].isalpha()
    return after and (text[start + 1].islower() or text[start - 1 : start].isalpha())


def _rejoined(speech: str, stretch: str, *, after_mark: bool) -> tuple[str, str]:
    """Return the speech before some marks and the one after them, with the punctuation where it belongs."""
    if not after_mark:
        return speech, stretch
    stop = _GLUED.match(stretch)
    if stop is None or not speech.strip() or not speech.rstrip()[-1].isalnum():
        return speech, stretch
    return speech.rstrip() + stop[0], stretch[stop.end() :]


def _said(text: str) -> Iterator[Piece]:
    text = tidy(text)
    if text:
        yield Piece(Kind.SPEECH if any(c.isalnum() for c in text) else Kind.NOTE, text)


def kind_of_mark(mark: str, before: str = "", after: str = "") -> Kind:
    """Return what a bracketed text is, given the text around it in its paragraph.

    >>> kind_of_mark("(LAUGHTER)"), kind_of_mark("(we were there for years)", "And then ", " he said.")
    (<Kind.SOUND: 'sound'>, <Kind.SPEECH: 'speech'>)
    """
    if mark[0] in "♪♫♬":
        return Kind.MUSIC
    inner = mark if mark[0] in "<%" else mark[1:-1].strip("()") if mark.startswith("((") else mark[1:-1]
    special = _special(mark, inner, before, after)
    if special is not None:
        return special
    words = [word.lower() for word in _WORD.findall(inner.replace("-", ""))]
    alone = not before.strip() and not after.strip()
    square = mark[0] in "[【〔*"
    if not words:
        return _of_signs(inner, before, square)
    if _EDITOR.match(inner) or (_EDITOR_BRIEF.match(inner) and (square or alone or len(words) <= 3)):
        return Kind.EDITORIAL
    known = _known(inner, words)
    if mark[0] == "*" and known is None:
        return Kind.SPEECH
    if _is_prose(inner, words, square, alone) and _KINDS.get(words[0]) is None:
        return Kind.SPEECH
    if known is not None:
        return known
    if _opens_turn(inner, words, before, after):
        return Kind.SOUND
    return _by_form(inner, words, square=square, alone=alone, between=_between(before), led=bool(before.strip()))


def label_kind(label: str) -> Kind | None:
    """Return what a label says stands behind it, where that is heard and not said.

    >>> label_kind("F/X"), label_kind("MUSIC"), label_kind("ANN")
    (<Kind.SOUND: 'sound'>, <Kind.MUSIC: 'music'>, None)
    """
    words = label.casefold().split()
    found = {Kind.SOUND if word in _EFFECTS else _KINDS.get(word) for word in words}
    return found.pop() if len(found) == 1 and found <= {Kind.SOUND, Kind.MUSIC} else None


def _opens_turn(inner: str, words: list[str], before: str, after: str) -> bool:
    """Whether a few words in brackets stand before the first sentence of a turn, as "(cat meows) What was that?"."""
    first = after.lstrip(" \"'\u201c\u2018\u00bf\u00a1")[:1]
    return not before.strip() and first.isupper() and len(words) <= _EVENT and inner.strip()[-1].isalpha()


def _special(mark: str, inner: str, before: str, after: str) -> Kind | None:
    """Return what a pause, a speaker's tag, a time, an overlap or a guess is; None for what is not one of these."""
    if mark[0] not in "([<{":
        return None
    if _PAUSE.match(inner):
        return Kind.DIRECTION
    if _SOMEBODY.match(inner) and _roles(inner) and (after.strip() or not before.strip()):
        return Kind.DIRECTION
    if mark[0] != "<" and form_of(inner):
        return Kind.NOTE
    if hides_word(mark, before, after):
        return Kind.SPEECH
    overlap = mark[0] == "[" and before.endswith("[") and after.startswith("]")
    guess = mark[0] == "(" and _GUESS.match(inner) is not None and bool(before.strip() and after.strip())
    return Kind.SPEECH if overlap or guess else None


def _of_signs(inner: str, before: str, square: bool) -> Kind:
    sign = inner.strip()
    if sign in ("?", "??", "???"):
        return Kind.INAUDIBLE
    if sign in ("...", "…", ""):
        return Kind.NOTE if not sign or not before.strip() else Kind.EDITORIAL if square else Kind.DIRECTION
    return Kind.EDITORIAL if square or _EMOTE.match(sign) else Kind.SPEECH


def _is_prose(inner: str, words: list[str], square: bool, alone: bool) -> bool:
    return not square and not alone and len(words) >= 4 and inner.upper() != inner


def _known(inner: str, words: list[str]) -> Kind | None:
    if _TITLE_LINE.match(inner.strip()):
        return Kind.DIRECTION
    joined = [word.lower() for word in inner.split()]
    kinds = {_KINDS[word] for word in (*words, *joined) if word in _KINDS}
    return min(kinds, key=_RANK.__getitem__) if kinds else None


def _between(before: str) -> bool:
    """Whether the mark stands inside a sentence."""
    return bool(before.strip()) and not _STOP.search(before[-20:])


def _by_form(inner: str, words: list[str], *, square: bool, alone: bool, between: bool, led: bool) -> Kind:
    text = inner.strip()
    if text[-1] in "!?" and len(words) <= 3 and not alone:
        return Kind.EDITORIAL
    if words[0].isdigit() and len(words) == 1:
        return Kind.EDITORIAL if square else Kind.SPEECH
    shouted = text.upper() == text and text.lower() != text
    event = len(words) <= _EVENT and text[-1] != "."
    other = Kind.DIRECTION if alone else Kind.EDITORIAL
    if square:
        return Kind.SOUND if shouted or words[0].endswith("ing") or (alone and event) else other
    if alone:
        return Kind.SOUND if event else Kind.DIRECTION
    if between or not (led or len(words) == 1 or shouted):
        return Kind.SPEECH
    return Kind.SOUND if shouted and len(words) <= 4 else Kind.EDITORIAL if len(words) <= 3 else Kind.SPEECH

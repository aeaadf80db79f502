"""From cues to what is translated: sentences, speaker by speaker, each word knowing the cue it came from.

A cue is rarely a sentence. Words are joined over lines and cues until the sentence ends, the speaker changes or the
silence is too long; dashes, speaker labels, brackets and music notes stay outside as ``prefix`` and ``suffix``, so that
no translator can lose them. A unit's words only ever go back to the cues they came from: nothing can shift.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Style
from captionkit.text.labels import label_of
from captionkit.text.marks import TURN, ends_sentence
from captionkit.text.scripts import is_unspaced

__all__ = [
    "Joining",
    "TextToken",
    "Unit",
    "UnitPassage",
    "join_tokens",
    "passages_of",
    "same",
    "split_words",
    "units_of",
]

#: A word: no-break blanks stay inside it.
_RUN = re.compile(r"[\S\u00a0\u2007\u202f]+")
#: Words that a description in brackets may have; a bracket that is open for longer is one of the text's own.
_LONGEST = 60
#: Words that are kept to be the same objects when they come again, and how long such a word may be.
_KNOWN, _SHORT = 100_000, 24
_NOTES = "\u266a\u266b\u266c\u2669#"
_CJK_SENTENCE = re.compile("(?<=[\u3002\uff01\uff1f])(?=[^\u300d\u300f\uff09\u3002\uff01\uff1f])")


@dataclass(frozen=True, slots=True)
class TextToken:
    """A word as shown, the cue it stands in, and whether no blank stands before it.

    ``outside`` counts the marks at its begin and end that its style does not cover.
    """

    text: str
    cue: int
    style: Style = PLAIN
    glue: bool = False
    line: int = 0
    outside: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class UnitPassage:
    """A stretch of one cue that belongs together: one speaker's words, a sound description, a line of a song.

    ``own_line`` is true where it must start a line (a dialogue dash, a label); ``closed`` where nothing before or
    after may be joined to it.
    """

    cue: int
    tokens: tuple[TextToken, ...]
    prefix: str = ""
    suffix: str = ""
    own_line: bool = False
    closed: bool = False

    @property
    def sound(self) -> bool:
        """Whether it is a description in brackets."""
        return self.suffix.strip()[:1] in ("]", ")") and bool(self.suffix.strip())


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate: usually a sentence. ``pieces`` are the (passage index, tokens) it is made of, in order."""

    id: str
    pieces: tuple[tuple[int, tuple[TextToken, ...]], ...]
    speaker: str = ""

    @property
    def tokens(self) -> tuple[TextToken, ...]:
        """All words in order."""
        first = self.pieces[0][1]
        return first if len(self.pieces) == 1 else tuple(token for _, tokens in self.pieces for token in tokens)

    @property
    def text(self) -> str:
        """The text that is translated, without markup and without line breaks."""
        return join_tokens(self.tokens)

    @property
    def index(self) -> int:
        """The passage it starts in."""
        return self.pieces[0][0]

    @property
    def cues(self) -> tuple[int, ...]:
        """The cues it is spread over, as indexes from 0."""
        return tuple(dict.fromkeys(token.cue for token in self.tokens))


@dataclass(frozen=True, slots=True)
class Joining:
    """How cues are joined: ``gap`` is the longest silence in ms a sentence may run across, ``limit`` the characters
    after which it is cut at the next cue in any case (a text without full stops); ``sentences`` false keeps to cues.
    """

    gap: int = 3000
    limit: int = 400
    sentences: bool = True


def join_tokens(tokens: Iterable[TextToken]) -> str:
    """Return the text of tokens, with blanks where they belong.

    >>> join_tokens([TextToken("Good", 0), TextToken("evening.", 0)])
    'Good evening.'
    """
    parts: list[str] = []
    for token in tokens:
        parts.append(token.text if token.glue or not parts else " " + token.text)
    return "".join(parts)


def passages_of(cues: Sequence[Cue]) -> list[UnitPassage]:
    r"""Return the passages of all cues in order.

    >>> [p.prefix for p in passages_of([Cue(0, 1000, "- Who is it?\n- The baker.")])]
    ['- ', '- ']
    """
    known: dict[str, str] = {}
    return [passage for index, cue in enumerate(cues) for passage in _passages(index, cue, known)]


def _passages(index: int, cue: Cue, known: dict[str, str]) -> Iterator[UnitPassage]:
    run: list[TextToken] = []
    opening: tuple[str, bool] = ("", False)
    for number, line in enumerate(cue.lines):
        prefix, own_line, tokens = _opening(_tokens(line, index, number, known))
        if prefix and (run or opening[0]):
            yield from _bracketed(index, run, *opening)
            run, opening = [], ("", False)
        if prefix:
            opening = (prefix, own_line)
        run.extend(tokens)
    if run or opening[0]:
        yield from _bracketed(index, run, *opening)


def _opening(tokens: list[TextToken]) -> tuple[str, bool, list[TextToken]]:
    """Take a dialogue dash and a speaker label off a line's first words; either of them begins a line of its own."""
    text = join_tokens(tokens)
    dash, label = TURN.match(text), label_of(text)
    end = label.end if label else dash.end() if dash else 0
    prefix = _blank_after(text, end)
    if dash and not label and text[dash.end() - 1 : dash.end()].strip():
        prefix = text[:end]  # "-Word": the guide writes its dashes without a blank
    return prefix, bool(dash or label), _cut(tokens, len(text[:end].replace(" ", "")))


def _blank_after(text: str, end: int) -> str:
    """Return the beginning of a text with one blank behind it; none before a script without blanks."""
    glued = text[end:] and not text[end - 1 : end].isspace()
    return (text[:end] if glued else text[:end].rstrip() + " ") if end else ""


def _cut(tokens: list[TextToken], characters: int) -> list[TextToken]:
    for at, token in enumerate(tokens):
        if characters < len(token.text):
            first = replace(token, text=token.text[characters:]) if characters else token
            return [first, *tokens[at + 1 :]]
        characters -= len(token.text)
    return []


def _bracketed(cue: int, tokens: list[TextToken], prefix: str, own_line: bool) -> Iterator[UnitPassage]:
    """Set brackets and music notes apart: what stands in them is a sentence of its own."""
    start = 0
    while start < len(tokens) or prefix:
        near = slice(start, start + _LONGEST)  # a label is short
        text = join_tokens(tokens[near]) if start and not prefix else ""
        if text and (label := label_of(text)):
            prefix = _blank_after(text, label.end)
            tokens[near] = _cut(tokens[near], len(text[: label.end].replace(" ", "")))
            own_line = True
        end, closed = _stretch(tokens, start)
        inner, before, after = _stripped(tokens[start:end], closed)
        if not any(c.isalnum() for token in inner for c in token.text):
            # marks without a word: nothing to translate, and no part of a sentence
            inner, before, after, closed = [], before + join_tokens(inner) + after, "", True
        yield UnitPassage(cue, tuple(inner), prefix + before, after, own_line, closed or bool(prefix))
        prefix, own_line, start = "", False, end


def _stretch(tokens: list[TextToken], start: int) -> tuple[int, bool]:
    """Return where the passage that starts here ends, and whether it is closed in brackets or notes."""
    if start < len(tokens) and tokens[start].text[0] in _NOTES:
        return len(tokens), True
    if start < len(tokens) and tokens[start].text[0] in "[(":
        close = "]" if tokens[start].text[0] == "[" else ")"
        for end in range(start, min(len(tokens), start + _LONGEST)):
            if tokens[end].text.rstrip(".,:;!?").endswith(close):
                return end + 1, True
    for end in range(start + 1, len(tokens)):
        if tokens[end].text[0] in "[" + _NOTES[:4] or _is_aside(tokens, end):
            return end, False
    return len(tokens), False


def _is_aside(tokens: list[TextToken], at: int) -> bool:
    """Whether round brackets that open here hold a sound: behind a sentence's end, or in capitals."""
    if tokens[at].text[0] != "(":
        return False
    inner = join_tokens(tokens[at : at + _LONGEST]).partition(")")
    return bool(inner[1]) and (ends_sentence(tokens[at - 1].text) or (inner[0].isupper() and len(inner[0]) > 4))


def _stripped(tokens: list[TextToken], closed: bool) -> tuple[list[TextToken], str, str]:
    if not closed:
        return tokens, "", ""
    text = join_tokens(tokens)
    marks = "[]() " + _NOTES
    before = text[: len(text) - len(text.lstrip(marks))]
    after = "" if before == text else text[len(text.rstrip(marks + ".,:;!?")) :]
    after = after[min((i for i, c in enumerate(after) if c in "])" + _NOTES), default=len(after)) :]
    after = (" " if text[: len(text) - len(after)].endswith(" ") else "") + after
    kept = _cut(tokens, len(before.replace(" ", "")))
    return _cut_end(kept, len(after.replace(" ", ""))), before, after


def _cut_end(tokens: list[TextToken], characters: int) -> list[TextToken]:
    kept = list(tokens)
    while kept and characters:
        last = kept.pop()
        if characters < len(last.text):
            kept.append(replace(last, text=last.text[:-characters]))
            break
        characters -= len(last.text)
    return kept


def _tokens(line: Line, cue: int, number: int, known: dict[str, str]) -> list[TextToken]:
    """Return the words of a line; one that was ``known`` before is the same object: most of a long track are."""
    spans = [
        (span.text, span.style if span.style.time is None else span.style.replace(time=None))
        for span in line.spans if span.style.ruby != "text"
    ]  # fmt: skip
    plain = spans[0][1] if spans and all(style == spans[0][1] for _, style in spans) else None
    styles = [] if plain is not None else [style for text, style in spans for _ in text]
    text = "".join(text for text, _ in spans)
    tokens: list[TextToken] = []
    for start, end, glue in split_words(text):
        word = same(text[start:end], known)
        if plain is not None:  # one style throughout, as in most lines
            tokens.append(TextToken(word, cue, plain, glue, number))
            continue
        inside = styles[start:end]
        style = inside[0] if len(set(inside)) == 1 else max(inside, key=inside.count)
        lead = next(n for n, s in enumerate(inside) if s == style)
        tail = next(n for n, s in enumerate(reversed(inside)) if s == style)
        tokens.append(TextToken(word, cue, style, glue, number, (lead, tail)))
    if tokens and is_unspaced(tokens[0].text[0]):
        tokens[0] = replace(tokens[0], glue=number > 0)
    return tokens


def same(word: str, seen: dict[str, str]) -> str:
    """Return a word as the object that it was when it was ``seen`` before: most words of a long track come again."""
    if len(word) > _SHORT:
        return word
    if len(seen) > _KNOWN:
        seen.clear()
    return seen.setdefault(word, word)


def split_words(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, glued) of each word; texts without spaces are cut after their full stops.

    >>> list(split_words("One two"))
    [(0, 3, False), (4, 7, False)]
    """
    for match in _RUN.finditer(text):
        if match[0].isascii():
            yield match.start(), match.end(), False
            continue
        cuts = [0, *(m.start() for m in _CJK_SENTENCE.finditer(match[0])), len(match[0])]
        for number, (start, end) in enumerate(pairwise(cuts)):
            yield match.start() + start, match.start() + end, number > 0


def units_of(
    cues: Sequence[Cue],
    passages: Sequence[UnitPassage],
    ends: Callable[[Sequence[str]], Sequence[bool]],
    joining: Joining,
) -> list[Unit]:
    """Return the units to translate, in order; every word of every passage is in exactly one.

    ``ends`` tells for each word whether a sentence ends after it. An id is the number of the cue where the unit starts
    and its rank there (``"12.1"``), so it does not move when other cues change.
    """
    units: list[Unit] = []
    ranks: dict[int, int] = {}
    for group in _joined(cues, passages, joining):
        for pieces in _sentences(passages, group, ends, joining):
            cue = passages[pieces[0][0]].cue
            ranks[cue] = ranks.get(cue, 0) + 1
            units.append(Unit(f"{cue + 1}.{ranks[cue]}", pieces, cues[cue].speaker))
    return units


def _joined(cues: Sequence[Cue], passages: Sequence[UnitPassage], joining: Joining) -> Iterator[list[int]]:
    group: list[int] = []
    for index, passage in enumerate(passages):
        if not passage.tokens:
            # marks alone, as "(...)" or a note: a sentence across them could not know on which side its words belong
            if group and (passage.prefix + passage.suffix).strip():
                yield group
                group = []
            continue
        if group and not _continues(cues, passages[group[-1]], passage, joining):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _continues(cues: Sequence[Cue], last: UnitPassage, next_: UnitPassage, joining: Joining) -> bool:
    if (last.closed and last.suffix) or next_.prefix or next_.own_line:
        return False
    if last.cue == next_.cue:
        return True
    before, after = cues[last.cue], cues[next_.cue]
    silent = after.start - before.end
    return joining.sentences and before.speaker == after.speaker and -1000 < silent <= joining.gap


def _sentences(
    passages: Sequence[UnitPassage], group: list[int], ends: Callable[[Sequence[str]], Sequence[bool]], joining: Joining
) -> Iterator[tuple[tuple[int, tuple[TextToken, ...]], ...]]:
    flat = [(index, _spaced(token, first)) for index in group for first, token in enumerate(passages[index].tokens)]
    stops = ends([token.text for _, token in flat]) if joining.sentences else [False] * len(flat)
    unit: list[tuple[int, TextToken]] = []
    length = 0
    for position, (index, token) in enumerate(flat):
        if length > joining.limit and unit[-1][0] != index:
            yield _pieces(unit)
            unit, length = [], 0
        unit.append((index, token))
        length += len(token.text) + 1
        if stops[position]:
            yield _pieces(unit)
            unit, length = [], 0
    if unit:
        yield _pieces(unit)


def _spaced(token: TextToken, first: int) -> TextToken:
    """Join cues of texts without spaces without one."""
    glue = is_unspaced(token.text[:1]) if first == 0 else token.glue
    return token if glue == token.glue else replace(token, glue=glue)


def _pieces(unit: list[tuple[int, TextToken]]) -> tuple[tuple[int, tuple[TextToken, ...]], ...]:
    pieces: dict[int, list[TextToken]] = {}
    for index, token in unit:
        pieces.setdefault(index, []).append(token)
    return tuple((index, tuple(tokens)) for index, tokens in pieces.items())

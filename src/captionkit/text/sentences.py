"""Where sentences end: safe with abbreviations, initials, numbers, ellipses, quotes and brackets.

Rules over tokens, not a trained model: each decision can be explained, needs one token of context on either side and
costs about a microsecond, so that a text may be split in chunks. Full stops of scripts without spaces end sentences
inside a token too; :func:`split_sentences` cuts there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from captionkit.text.lexicon import Lexicon, lexicon
from captionkit.text.marks import CLOSERS, OPENERS, REVERSED, SET_APART, TERMINATORS, turned

__all__ = ["sentence_ends", "split_sentences"]

_HARD = frozenset("!?‽‼⁇⁈⁉。！？｡．؟۔।॥։።။៕")
#: What a token may end with at a sentence's end in any language.
_LAST = frozenset((*TERMINATORS, *CLOSERS, ";", "\u037e"))
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_]{1,2})+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])")
_ROMAN = re.compile(r"[IVXLC]{2,}|[VXLC]")
_WIDE_STOP = re.compile(
    r"(?<=[。！？｡．])(?![。！？｡．」』）》〉】〕”’\"'…])|(?<=[。！？｡．…][」』）》〉】〕”’])(?=[^\s。！？、，」』）》〉】〕])"
)
#: Verb endings that end a Korean sentence though the full stop was left out: polite ones, not every ``-요``, which ends
#: nouns too (``필요``); those that are added to a consonant; and what follows where somebody's words are quoted.
_POLITE = re.compile("(?:죠|[군네세데지까나아어에예해워와여려져돼봐줘래대게걸든깐]요)$")
_ADDED = ("니다", "시다")
_QUOTING = re.compile("이?라[고는며]|하?[고는며]$|[(:]")
#: Vowels of the Latin, Cyrillic and Greek alphabets, their accents taken off.
_VOWELS = frozenset("aeiouyæœøəıаеиоуыэюяієαεηιουω")
_FIRST_SYLLABLE, _FINALS, _BIEUP = 0xAC00, 28, 17
#: The last syllable of a Korean sentence and its mark; a note in brackets behind a sentence; the most words it has.
_LAST_SYLLABLE = re.compile("[다요죠까][.!?…]+$")
_NOTE = re.compile(r"(.*?[다요죠까][.!?…]*)?\(")
_NOTE_WORDS = 12
_NOT_STARTERS = frozenset(("preposition", "title", "number", "of", "infinitive", "degree", "particle"))


def sentence_ends(tokens: Sequence[str], language: str = "") -> list[bool]:
    """Return for each token (a word with its punctuation glued on) whether a sentence ends after it.

    The last token is judged by its own marks alone, as if nothing followed. A Korean sentence ends with a polite verb
    (``-ㅂ니다``, ``-죠``, ``-네요``) too, whose full stop is often left out; a note in round brackets behind it belongs
    to it ("… 선택합니다. (빨간색)").

    >>> sentence_ends("Dr. Lee paid 3.50 in the U.S. on May 5. She left ...".split(), "en")
    [False, False, False, False, False, False, False, False, False, True, False, False, True]
    """
    words = lexicon(language)
    greek = language.lower().startswith("el")
    korean = words.language == "ko"
    reversed_ = words.language in REVERSED
    ends: list[bool] = []
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if reversed_:
            token = turned(token)
        elif token in SET_APART and at:
            token = tokens[at - 1] + token
        if token[-1:] not in _LAST or not _may_end(token, greek):
            ends.append(korean and _polite(token) and (at == last or not _quoted(tokens[at + 1])))
            continue
        following = tokens[at + 1] if at < last else ""
        before = tokens[at - 1] if at else ""
        opening = at == 0 or ends[at - 1]
        ends.append(_ends(token, following, before, opening, words))
    if korean:
        _end_behind_notes(tokens, ends)
    return ends


def split_sentences(text: str | Sequence[str], language: str = "") -> list[str]:
    """Return the sentences of a text (or of tokens, joined with blanks); blanks are collapsed, no word is lost.

    >>> split_sentences("Mr. J. K. Lee left... then came back. “Why?” she asked. It was 5 p.m. They sat.", "en")
    ['Mr. J. K. Lee left... then came back.', '“Why?” she asked.', 'It was 5 p.m.', 'They sat.']
    """
    tokens = text.split() if isinstance(text, str) else [part for token in text for part in token.split()]
    tokens, glued = _cut_wide(tokens)
    sentences: list[str] = []
    current = ""
    for token, glue, end in zip(tokens, glued, sentence_ends(tokens, language), strict=True):
        current += token if glue or not current else " " + token
        if end:
            sentences.append(current)
            current = ""
    return [*sentences, current] if current else sentences


def _cut_wide(tokens: list[str]) -> tuple[list[str], list[bool]]:
    parts: list[str] = []
    glued: list[bool] = []
    for token in tokens:
        pieces = [piece for piece in _WIDE_STOP.split(token) if piece] if not token.isascii() else [token]
        parts += pieces
        glued += [False] + [True] * (len(pieces) - 1)
    return parts, glued


def _may_end(token: str, greek: bool) -> bool:
    mark = token[-1:]
    if mark in CLOSERS and mark:
        mark = token.rstrip(CLOSERS)[-1:]
        if not mark:
            return False
    return bool(mark) and (mark in TERMINATORS or (greek and mark in ";;"))


def _end_behind_notes(tokens: Sequence[str], ends: list[bool]) -> None:
    """Let a Korean sentence end behind the note in round brackets that explains it, in place."""
    for at, token in enumerate(tokens):
        note = _NOTE.match(token) if "(" in token else None
        if note and _closes_korean(note[1] or "".join(tokens[at - 1 : at])):
            last = _note_end(tokens, ends, at, note.end() - 1)
            if last is not None:
                if not note[1]:
                    ends[at - 1] = False
                ends[last] = True


def _closes_korean(text: str) -> bool:
    """Whether a text ends as a Korean sentence does: with its last syllable and a mark, or politely."""
    return _LAST_SYLLABLE.search(text) is not None or _polite(text)


def _note_end(tokens: Sequence[str], ends: Sequence[bool], first: int, bracket: int) -> int | None:
    """Return the word that closes the bracket which opens in the first one, None where it holds a sentence or a word
    goes on behind it.
    """
    depth = 0
    for at in range(first, min(first + _NOTE_WORDS, len(tokens))):
        token = tokens[at][bracket:] if at == first else tokens[at]
        depth += token.count("(") - token.count(")")
        if depth <= 0:
            whole = token.rstrip(TERMINATORS).endswith(")")
            return at if whole and (at + 1 == len(tokens) or not _quoted(tokens[at + 1])) else None
        if ends[at]:
            return None
    return None


def _polite(token: str) -> bool:
    """Whether a Korean word ends as the last verb of a sentence does: ``-ㅂ니다``, ``-ㅂ시다``, ``-죠``, ``-네요``."""
    if token.endswith(_ADDED):
        before = ord(token[-3]) - _FIRST_SYLLABLE if len(token) > 2 else 0
        return before % _FINALS == _BIEUP
    return _POLITE.search(token) is not None


def _quoted(following: str) -> bool:
    """Whether what follows a Korean verb says that it is quoted (``합니다 라고``), or belongs to it."""
    return _QUOTING.match(following) is not None or _only_marks(following, CLOSERS + TERMINATORS)


def _ends(token: str, following: str, before: str, opening: bool, words: Lexicon) -> bool:
    core = token.rstrip(CLOSERS)
    closed = len(core) < len(token)
    if not following:
        return core[-1] != "." or words.abbreviations.get(_bare(core)) not in ("title", "number")
    if _only_marks(following, CLOSERS + TERMINATORS):
        return False
    if core[-1] == "…" or core.endswith(".."):
        return not _goes_on(following)
    if core[-1] in _HARD or core[-1] in ";;":
        return _hard_end(core, closed, following)
    return _stop_ends(core, closed, following, before, opening, words)


def _hard_end(core: str, closed: bool, following: str) -> bool:
    """A question or exclamation mark: a quotation that goes on in lower case does not end it ("Why?" she asked)."""
    return not (_goes_on(following) and (closed or core[-1] == "!" or following[:1] in ",;:–—-"))


def _stop_ends(core: str, closed: bool, following: str, before: str, opening: bool, words: Lexicon) -> bool:
    """A full stop: the end of a sentence, or of an abbreviation, an initial, an ordinal."""
    bare = _bare(core)
    kind = words.abbreviations.get(bare, "")
    if kind == "title":
        return False
    if kind == "middle":
        return _starts(following, words) and "." not in bare and bare not in ("vs", "cf")
    if kind == "number" and not (core[:1].isupper() and _is_initial(core)):
        head = _head(following)
        return not (head.isnumeric() or head.islower() or _ROMAN.fullmatch(_head(following, 9)))
    if kind == "end" or _DOTTED.fullmatch(bare):
        return _starts(following, words)
    if _is_initial(core):
        return _initial_ends(core, following, opening, words)
    if bare.isdigit():
        return _number_ends(bare, following, opening, words)
    return not (closed and _goes_on(following)) and not (_goes_on(following) and _looks_cut(bare))


def _number_ends(bare: str, following: str, opening: bool, words: Lexicon) -> bool:
    """``1.`` opening a list; in German, Dutch-style dates and ordinals (``am 3. Oktober``)."""
    if opening and _ENUMERATOR.fullmatch(bare):
        return False
    if words.language == "de" and len(bare) <= 2:
        return _starts(following, words)
    return not _goes_on(following)


def _initial_ends(core: str, following: str, opening: bool, words: Lexicon) -> bool:
    if opening and core[:1].islower():
        return False
    if words.language == "en" and core.lstrip(OPENERS) == "I.":
        return True
    return _starts(following, words)


def _is_initial(core: str) -> bool:
    letters = core.lstrip(OPENERS)[:-1]
    single = len(letters) == 1 and letters.isalpha() and _cased(letters)
    return single or re.fullmatch(r"[A-Z]\.-[A-Z]|Th|Ch|Ph|Yu", letters) is not None


def _looks_cut(bare: str) -> bool:
    """An unknown abbreviation before a lower-case word: two to four letters without a vowel, in a script with vowels
    and capitals of its own ("한다." and "קרא." are whole words).
    """
    return 1 < len(bare) <= 4 and bare.isalpha() and all(_cased(letter) and not _vowel(letter) for letter in bare)


def _cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter.lower())[0] in _VOWELS


@lru_cache(maxsize=4096)
def _bare(core: str) -> str:
    return core.lstrip(OPENERS).rstrip(".").lower()


def _head(token: str, size: int = 1) -> str:
    return token.lstrip(OPENERS)[:size].rstrip(".,;:!?")


def _goes_on(following: str) -> bool:
    """Whether the next token continues a sentence: it begins in lower case or with a comma, dash or colon."""
    head = following.lstrip(OPENERS)[:1]
    if not head:
        return _only_marks(following, "-–—")
    return head.islower() or head in ",;:)"


def _starts(following: str, words: Lexicon) -> bool:
    """Whether the next token looks like a sentence's first word: a capital on a closed-class word, or ``¿``."""
    if following[:1] in "¿¡":
        return True
    word = following.lstrip(OPENERS).rstrip(CLOSERS + TERMINATORS + ",;:")
    if not word[:1].isupper() or (len(word) == 1 and following.rstrip(CLOSERS)[-1:] == "."):
        return False
    name = words.classes.get(word.lower()) or words.classes.get(re.split("['’]", word.lower())[0])
    return name is not None and (name not in _NOT_STARTERS or (name == "preposition" and word != "Of"))


def _only_marks(token: str, marks: str) -> bool:
    return bool(token) and all(letter in marks for letter in token)

"""Distinguishing speech from marks of other things: ``[Music]``, ``(laughs)``, ``♪``, ``<unk>``, ``%HESITATION``."""

from __future__ import annotations

import re

from captionkit.model.transcript import Kind

__all__ = ["kind_of_text", "kind_of_token"]

_BRACKETED = re.compile(r"(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|\*[^*]{1,80}\*|<[^<>]{1,80}>|\{[^{}]{1,80}\})[.!,]?\Z")
_MUSIC = re.compile(r"music|song|singing|melody|musik|musique|música|musica|♪|♫|🎵|🎶", re.IGNORECASE)
_UNCLEAR = re.compile(r"<?\[?\(?(?:unk(?:nown)?|inaudible|unintelligible|indistinct|xxx|unclear)\b", re.IGNORECASE)
_HESITATION = re.compile(r"[(%\[<]*%?(?:hesitation|fill(?:er)?|uh|um)[)\]>]*\Z", re.IGNORECASE)


def kind_of_text(text: str) -> Kind:
    """Return the kind of a whole segment: only bracketed text and notes count as no speech.

    Words in parentheses that are lower-case prose of four words or more are speech.

    >>> kind_of_text("[Applause]"), kind_of_text("♪ la la ♪"), kind_of_text("(as I said before)")
    (<Kind.SOUND: 'sound'>, <Kind.MUSIC: 'music'>, <Kind.SPEECH: 'speech'>)
    """
    if text[:1] not in "[(*<{♪♫🎵🎶":
        return Kind.SPEECH
    if text[:1] in "♪♫🎵🎶":
        return Kind.MUSIC
    if not _BRACKETED.match(text):
        return Kind.SPEECH
    inner = text.strip("[](){}<>*., !")
    if text[0] == "(" and len(inner.split()) >= 4 and not inner.isupper():
        return Kind.SPEECH
    if _UNCLEAR.match(text):
        return Kind.INAUDIBLE
    return Kind.MUSIC if _MUSIC.search(inner) else Kind.SOUND


def kind_of_token(text: str) -> Kind:
    """Return the kind of one token of a recogniser that writes markers among its words.

    >>> kind_of_token("[noise]"), kind_of_token("<unk>"), kind_of_token("%HESITATION"), kind_of_token("rain")
    (<Kind.SOUND: 'sound'>, <Kind.INAUDIBLE: 'inaudible'>, <Kind.NOTE: 'note'>, <Kind.SPEECH: 'speech'>)
    """
    if text[:1] not in "[(<%{*♪♫":
        return Kind.SPEECH
    if text[0] in "%(<[" and _HESITATION.match(text):
        return Kind.NOTE
    return kind_of_text(text)

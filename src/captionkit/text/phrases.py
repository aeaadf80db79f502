"""Scripts that write without blanks: where a line may end in Chinese, Japanese, Thai and their kin.

With the extra ``cjk`` the phrases are those of budoux (Apache 2.0, Google; models for Japanese, Chinese, Thai); without
it every character is a word of its own, save for the marks that may not begin or end a line (kinsoku: the classes CL,
CP, EX, IS, NS, OP, QU of UAX #14, and JIS X 4051's small kana), runs of letters and digits, and combining marks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from captionkit.text.scripts import SCRIPTS, UNSPACED, has_unspaced

__all__ = ["phrases"]

#: Marks that stand among ideographs belong to their run.
_INSIDE = "、。，．：；！？・ー々「」『』（）【】《》〈〉…—～"
_RUNS = re.compile(f"[{UNSPACED}][{UNSPACED}{_INSIDE}]*|[^{UNSPACED}]+", re.DOTALL)
_KANA = re.compile(f"[{SCRIPTS['Kana']}]")
_THAI = re.compile(f"[{SCRIPTS['Thai']}]")
#: What may not begin a line.
NOT_FIRST = frozenset(
    "、。，．：；！？!?,.:;)]}）］｝」』】〉》〕〗〙”’»›…‥・ー々〻ゝゞヽヾ％%‰℃°"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ､｡｣ๆฯะาำ"
    "ະາຳຽໆຯ។៕ៗ၊။"
)
#: What may not end a line.
NOT_LAST = frozenset("([{（［｛「『【〈《〔〖〘“‘«‹｢￥＄$£€№#＃เแโใไເແໂໃໄ\u17d2\u1039")
#: A Burmese consonant that closes the syllable before it, or stands above another.
_CLOSING = re.compile("[\u1000-\u102a][\u103a\u1039]")
_LONGEST = 12
#: Chinese particles of a verb or a noun, save where they begin a word of two characters.
_PARTICLE = re.compile("[的吗呢吧们]|了(?!解|不起|结)|着(?!急|火|手|重|想)|过(?!去|来|程|年|分|敏|度|期)")


def phrases(text: str, language: str = "") -> list[str]:
    """Return the pieces of ``text`` between which a line may end; joined they are the text.

    >>> "".join(phrases("今日は「いい」天気。", "ja"))
    '今日は「いい」天気。'
    """
    model = _model(text, language)
    parser = _parser(model)
    pieces: list[str] = []
    for run in _RUNS.findall(text):
        if not has_unspaced(run[0]):
            pieces.append(run)
        elif parser is None:
            pieces += run
        else:
            for piece in parser.parse(run):
                pieces += [piece] if len(piece) <= _LONGEST else _halved(piece)
    return _tied(_led(pieces) if parser is not None and model.endswith("chinese") else pieces)


def _led(pieces: list[str]) -> list[str]:
    """Give a Chinese particle at the head of a phrase to the one before: it closes that word."""
    for at in range(1, len(pieces)):
        head = _PARTICLE.match(pieces[at])
        if head and has_unspaced(pieces[at - 1][-1:]):
            pieces[at - 1] += head[0]
            pieces[at] = pieces[at][head.end() :]
    return pieces


def _halved(piece: str) -> list[str]:
    """Cut a long phrase in pieces that fit any line, at the places kinsoku allows."""
    parts: list[str] = []
    for atom in _tied(list(piece)):
        if parts and len(parts[-1]) + len(atom) <= _LONGEST // 2:
            parts[-1] += atom
        else:
            parts.append(atom)
    return parts


def _tied(pieces: list[str]) -> list[str]:
    """Join what may not be parted."""
    from unicodedata import category  # a shared library of its own: most text never comes here

    tied: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        if tied and (piece[0] in NOT_FIRST or tied[-1][-1] in NOT_LAST or category(piece[0]) in ("Mn", "Mc", "Me")):
            tied[-1] += piece
        else:
            tied.append(piece)
    return _syllables(tied) if any("\u1000" <= piece[0] <= "\u102a" for piece in tied) else tied


def _syllables(pieces: list[str]) -> list[str]:
    """Join Burmese consonants without a vowel of their own to the syllable that they close."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _CLOSING.match(piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _model(text: str, language: str) -> str:
    tag = language.lower()
    if tag.startswith("th") or (not tag and _THAI.search(text)):
        return "thai"
    if tag.startswith("ja") or (not tag.startswith("zh") and _KANA.search(text)):
        return "japanese"
    if _THAI.search(text) or not re.search("[\u4e00-\u9fff]", text):
        return ""
    traditional = any(part in tag for part in ("hant", "tw", "hk", "mo"))
    return "traditional_chinese" if traditional else "simplified_chinese"


@cache
def _parser(model: str) -> Any:
    if not model:
        return None
    try:
        import budoux
    except ImportError:  # the extra is not installed: characters will do
        return None

    return getattr(budoux, f"load_default_{model}_parser")()

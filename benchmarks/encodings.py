"""How often the text of a legacy file comes back exactly: captionkit, chardet, charset-normalizer.

    python -m benchmarks.encodings [--list] [--others]

The files are those of ``tests/sources/matrix.py``: every language in every code page it was stored in, with the signs
that typists use, from 3 to 400 cues. ``with language`` is captionkit told the language, as a name like ``film.pl.srt``
does. ``--others`` runs the other two detectors as well (minutes); ``--list`` names the files that were not read right.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.sources.matrix import SIZES, matrix, same_text

from captionkit.sources.decode import CONFIDENT, decode

OURS, OTHERS = ("captionkit", "with language"), ("chardet", "charset-normalizer")


def text_by(kind: str, data: bytes) -> str | None:
    if kind == "chardet":
        import chardet

        encoding = chardet.detect(data)["encoding"]
        return data.decode(encoding, "replace") if encoding else None
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else None


def main() -> None:
    kinds = OURS + (OTHERS if "--others" in sys.argv else ())
    right: Counter[tuple[str, int]] = Counter()
    total: Counter[int] = Counter()
    doubted: Counter[tuple[bool, bool]] = Counter()
    wrong = []
    spent = 0.0
    for sample in matrix():
        total[sample.cues] += 1
        for kind in kinds:
            if kind in OURS:
                begin = time.process_time()
                found = decode(sample.data, language=sample.language if kind == "with language" else "")
                spent += time.process_time() - begin
                text: str | None = found.text
            else:
                text = text_by(kind, sample.data)
            fits = text is not None and same_text(text, sample.text)
            right[kind, sample.cues] += fits
            if kind == "captionkit":
                doubted[fits, found.confidence < CONFIDENT] += 1
                if not fits:
                    wrong.append((*sample[:4], found.encoding, found.confidence))
    print(f"| text exactly right | {' | '.join(f'{size} cues' for size in SIZES)} | all |")
    print(f"|---|{'---|' * len(SIZES)}---|")
    count = sum(total.values())
    for kind in kinds:
        cells = [f"{right[kind, size]} of {total[size]}" for size in SIZES]
        share = sum(right[kind, size] for size in SIZES) / count
        print(f"| {kind} | {' | '.join(cells)} | {share:.1%} |")
    sure, unsure = doubted[False, False], doubted[False, True]
    print(
        f"\nRead wrong: {sure + unsure}, {unsure} of them with a warning; read right: {doubted[True, True]} with one."
    )
    print(f"{spent / count / len(OURS) * 1000:.0f} ms a file.")
    if "--list" in sys.argv:
        for row in wrong:
            print(*row)


if __name__ == "__main__":
    main()

"""How often each detector of encodings gives back exactly the text: captionkit, chardet, charset-normalizer.

    python -m benchmarks.encodings [--list]

The samples are those of ``tests/sources/samples.py``. ``with language`` is captionkit told the language, as a name like
``film.pl.srt`` does. ``--list`` names the samples that were not read right.
"""

from __future__ import annotations

import sys
from collections import Counter

import chardet
from charset_normalizer import from_bytes
from tests.sources.samples import SIZES, samples

from captionkit.sources.decode import decode

KINDS = ("captionkit", "with language", "chardet", "charset-normalizer")


def text_by(kind: str, data: bytes, language: str) -> str | None:
    if kind == "chardet":
        encoding = chardet.detect(data)["encoding"]
        return data.decode(encoding, "replace") if encoding else None
    if kind == "charset-normalizer":
        best = from_bytes(data).best()
        return str(best) if best else None
    return decode(data, language=language if kind == "with language" else "").text


def main() -> None:
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    wrong = []
    for language, encoding, size, data, text in samples():
        total[size] += 1
        for kind in KINDS:
            found = text_by(kind, data, language)
            if found == text:
                right[kind, size] += 1
            else:
                wrong.append((kind, language, encoding, size))
    print(f"| text exactly right | {' | '.join(SIZES)} |")
    print(f"|---|{'---|' * len(SIZES)}")
    for kind in KINDS:
        print(f"| {kind} | {' | '.join(f'{right[kind, size]} of {total[size]}' for size in SIZES)} |")
    if "--list" in sys.argv:
        for kind, language, encoding, size in wrong:
            if not kind.startswith("char"):
                print(f"{kind}: {language} in {encoding}, {size}")


if __name__ == "__main__":
    main()

"""What inferring the layout of a text costs: processor time by size, and against another version's reader.

    python benchmarks/layout_speed.py [KIND ...] [--megabytes 0.5 1.5 4.5] [--rounds 3] [--base CHECKOUT]

Twelve kinds of text are made here: labels, times with names, names on lines of their own, questions and answers, times
alone, hard-wrapped lines, a deposition with pages and line numbers, a parliament's day, plain paragraphs and others.
Each is read in a process of its own, the versions in turn; the least processor time of the rounds counts. ``--base`` is
a checkout of the version to compare with (``git worktree add --detach CHECKOUT COMMIT``). Bars: from 1.5 MB to 4.5 MB
the time grows at most 3.6 times (a linear reader: 3 times), and at 1.5 MB it is at most twice the other version's. Exit
1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    *("the", "harbour", "opens", "early", "and", "nobody", "waits", "for", "ferry", "because", "rain", "comes", "over"),
    *("mainland", "before", "noon", "while", "ropes", "engines", "are", "tested", "by", "a", "quiet", "crew", "that"),
    *(
        "has",
        "known",
        "this",
        "water",
        "since",
        "bridge",
        "was",
        "built",
        "here",
        "long",
        "ago",
        "under",
        "our",
        "hill",
    ),
]
NAMES = ("Wilma Karst", "Jonas Pell", "Ruth Amsel", "Kofi Ansah")
#: How a turn of each kind is written; what ``made`` does besides stands there.
KINDS = {
    "labels": "{who}: {text}",
    "times": "[{clock}] {who}: {text}",
    "lines": "{who}\n{text}",
    "prose": "{text}",
    "answers": "{letter} {text}",
    "stamps": "{clock}\n{text}",
    "beside": "{who}  {clock}\n{text}",
    "wrapped": "{who}: {text}",
    "close": "{who}: {text}",
    "deposition": "{letter}   {text}",
    "parliament": "Mr {shouted} (North): {text}",
    "sentences": "{text}",
}
#: Kinds of which lines, not paragraphs, follow each other; and those wrapped at so many characters.
CLOSE = frozenset(("close", "sentences", "deposition"))
WRAPPED = {"wrapped": 72, "deposition": 56}
#: A page of a deposition has so many lines.
PAGE = 25
#: Reads a file and prints the processor time of that alone, in seconds.
WORKER = """
import sys, time
from captionkit import read_transcript
text = open(sys.argv[1], "rb").read()
read_transcript(b"Ann: Yes.\\n\\nBen: No.\\n", language="en")  # loads what is loaded once
begun = time.process_time()
read_transcript(text, language="en")
print(time.process_time() - begun)
"""
#: At most so much longer for three times the text; at most so many times the other version's time.
GROWTH, AGAINST = 3.6, 2.0


def made(kind: str, size: int) -> str:
    """Return a text of this kind of about so many bytes."""
    rng = random.Random(kind)
    blocks: list[str] = []
    done = at = 0
    while done < size:
        text = " ".join(sentence(rng) for _ in range(1 if kind == "sentences" else rng.randint(1, 5)))
        who = NAMES[len(blocks) % len(NAMES)] if rng.random() < 0.8 else rng.choice(NAMES)
        clock = f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"
        letter = "QA"[len(blocks) % 2] + ("" if kind == "deposition" else ".")
        block = KINDS[kind].format(who=who, text=text, clock=clock, letter=letter, shouted=who.split()[1].upper())
        if kind == "parliament" and rng.random() < 0.5:
            block += f"\n\n{sentence(rng)} {sentence(rng)}"  # a further paragraph
        if kind in WRAPPED:
            block = textwrap.fill(block, WRAPPED[kind])
        blocks.append(block)
        done += len(block) + 2
        at += len(text.split()) // 2
    joined = ("\n" if kind in CLOSE else "\n\n").join(blocks) + "\n"
    return paged(joined.splitlines()) if kind == "deposition" else joined


def paged(lines: list[str]) -> str:
    """Return the lines with numbers in the margin, and a head on every page."""
    pages = (lines[at : at + PAGE] for at in range(0, len(lines), PAGE))
    return "".join(
        f"{'' if number == 1 else chr(12)}{' ' * 50}{number}\n\n"
        + "".join(f"{n:2}    {line}\n" for n, line in enumerate(page, 1))
        for number, page in enumerate(pages, 1)
    )


def sentence(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(4, 16))
    return " ".join(words).capitalize() + rng.choice("...?")


def spent(checkout: Path, path: Path) -> float:
    env = os.environ | {"PYTHONPATH": str(checkout / "src")}
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(path)], capture_output=True, text=True, check=True, env=env
    )
    return float(done.stdout.split()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--megabytes", type=float, nargs="+", default=[0.5, 1.5, 4.5])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--base", type=Path, help="a checkout of another version")
    options = parser.parse_args()
    checkouts = [ROOT, *([options.base.absolute()] if options.base else [])]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds or KINDS:
            least: dict[tuple[float, Path], float] = {}
            for size in options.megabytes:
                path = Path(folder) / f"{kind}.txt"
                path.write_text(made(kind, int(size * 1e6)), encoding="utf-8")
                for _ in range(options.rounds):
                    for checkout in checkouts if size == 1.5 else checkouts[:1]:
                        took = spent(checkout, path)
                        least[size, checkout] = min(took, least.get((size, checkout), took))
            mine = [least[size, ROOT] for size in options.megabytes]
            line = "  ".join(f"{size:g} MB {took:.2f} s" for size, took in zip(options.megabytes, mine, strict=True))
            if options.megabytes[-2:] == [1.5, 4.5]:
                growth = mine[-1] / mine[-2]
                failed |= growth > GROWTH
                line += f"; the last step {growth:.2f} times"
            if options.base and 1.5 in options.megabytes:
                ratio = least[1.5, ROOT] / least[1.5, checkouts[1]]
                failed |= ratio > AGAINST
                line += f"; at 1.5 MB {ratio:.2f} times the other version's {least[1.5, checkouts[1]]:.2f} s"
            print(f"{kind:10} {line}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())

"""What inferring the layout of a text costs: processor time by size, and against another version's reader.

    python benchmarks/layout_speed.py [--megabytes 0.5 1.5 4.5] [--rounds 3] [--other PYTHON]

Four kinds of text are made here: labels, times with names, names on lines of their own, plain paragraphs. Each is read
in a process of its own, the versions in turn; the least processor time of the rounds counts. ``--other`` is the Python
of an environment with the version to compare with. Bars: from 1.5 MB to 4.5 MB the time grows at most 3.6 times (a
linear reader: 3 times), and at 1.5 MB it is at most twice the other version's. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

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
KINDS = ("labels", "times", "lines", "prose")
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
        text = " ".join(sentence(rng) for _ in range(rng.randint(1, 5)))
        who = NAMES[len(blocks) % len(NAMES)] if rng.random() < 0.8 else rng.choice(NAMES)
        clock = f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"
        block = {
            "labels": f"{who}: {text}",
            "times": f"[{clock}] {who}: {text}",
            "lines": f"{who}\n{text}",
            "prose": text,
        }[kind]
        blocks.append(block)
        done += len(block) + 2
        at += len(text.split()) // 2
    return "\n\n".join(blocks) + "\n"


def sentence(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(4, 16))
    return " ".join(words).capitalize() + rng.choice("...?")


def spent(python: str, path: Path) -> float:
    env = {key: value for key, value in os.environ.items() if python == sys.executable or key != "PYTHONPATH"}
    done = subprocess.run([python, "-c", WORKER, str(path)], capture_output=True, text=True, check=True, env=env)
    return float(done.stdout.split()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=[0.5, 1.5, 4.5])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--other", help="the Python of another version's environment")
    options = parser.parse_args()
    pythons = [sys.executable, *([options.other] if options.other else [])]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            least: dict[tuple[float, str], float] = {}
            for size in options.megabytes:
                path = Path(folder) / f"{kind}.txt"
                path.write_text(made(kind, int(size * 1e6)), encoding="utf-8")
                for _ in range(options.rounds):
                    for python in pythons:
                        took = spent(python, path)
                        least[size, python] = min(took, least.get((size, python), took))
            mine = [least[size, sys.executable] for size in options.megabytes]
            line = "  ".join(f"{size:g} MB {took:.2f} s" for size, took in zip(options.megabytes, mine, strict=True))
            growth = mine[-1] / mine[-2] if len(mine) > 1 else 1.0
            failed |= options.megabytes[-2:] == [1.5, 4.5] and growth > GROWTH
            if options.other and 1.5 in options.megabytes:
                ratio = least[1.5, sys.executable] / least[1.5, options.other]
                failed |= ratio > AGAINST
                line += f"; at 1.5 MB {ratio:.2f} times the other version's {least[1.5, options.other]:.2f} s"
            print(f"{kind:7} {line}; the last step {growth:.2f} times", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())

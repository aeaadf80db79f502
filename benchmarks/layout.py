"""How well the layout of a text is inferred, and whether doubt is said: generated transcripts, and the open cases.

    python benchmarks/layout.py [--count 2000] [--cases ../shared/cases] [-v]

Prints, for transcripts made to order as text and in documents, how many were read exactly (each word, its speaker, each
time), how many lost a word that nothing reports, and how many of the wrong and of the right readings carry a warning;
for the cases of a folder the same, where it is there. Wanted: 98 % exact, nothing lost, at least 70 % of the wrong ones
warned of and at most 3 % of the right ones.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.transcripts.layout.generate import make  # noqa: E402
from tests.transcripts.layout.judge import CARRIERS, Score, is_doubted, score  # noqa: E402
from tests.transcripts.layout.typographies import make_typography  # noqa: E402
from tests.transcripts.layout.unlisted import make_unlisted  # noqa: E402

from captionkit import read_transcript  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--cases", type=Path, default=ROOT.parent / "shared" / "cases")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    failed = False
    for name, maker in (("forms", make), ("typographies", make_typography), ("unlisted", make_unlisted)):
        for carrier in ("text", *CARRIERS):
            made = ((f"seed {seed}", maker(seed), carrier) for seed in (seeds if carrier == "text" else seeds[::5]))
            plain = (entry for entry in made if carrier == "text" or _is_plain(entry[1].recipe, entry[1].suffix))
            done = score(plain)
            failed |= bool(done.lost or done.unsaid) or done.right < 0.98 * done.tried
            print(f"{name:12} {carrier:5} {done}", flush=True)
            if options.verbose:
                print("".join(f"    {line}\n" for line in (*done.wrong, *done.lost, *done.unsaid)), end="")
    if (options.cases / "run.py").exists():
        print(f"{'open cases':18} {_cases(options.cases, verbose=options.verbose)}")
    return failed


def _is_plain(recipe: str, suffix: str) -> bool:
    """Whether a transcript is written so in documents: not wrapped by hand, without Markdown."""
    return suffix == ".txt" and "wrap=0" in recipe and "noise=pages" not in recipe


def _cases(folder: Path, *, verbose: bool) -> Score:
    """Return the score of the cases of a folder, as its own ``run.py`` judges them."""
    command = [sys.executable, str(folder / "run.py"), "-v", "text"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    done = Score()
    for verdict, name in re.findall(r"^(ok|BAD)\s+text/(\S+)", shown, re.M):
        source = next(path for path in (folder / "text" / name).iterdir() if path.name.startswith("input."))
        try:
            doubted = is_doubted(read_transcript(source, language="en"))
        except Exception:  # refused with the reason, which is the loudest warning
            doubted = True
        done.tried += 1
        if verdict == "ok":
            done.right += 1
            done.false_alarms += doubted
        else:
            done.wrong.append(name)
            done.warned += doubted
        if verbose and doubted:
            print(f"    warned of: {name} ({verdict})")
    return done


if __name__ == "__main__":
    sys.exit(main())

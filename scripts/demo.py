"""``make demo``: the main job on the samples, and what it wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
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
    run("convert", f"{out}/interview.vtt", f"{out}/interview.srt")
    print("\nwritten:")
    for path in sorted(OUT.iterdir()):
        print(f"  {path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")
    for name in ("harbour_news.srt", "interview.vtt"):
        print(f"\n--- the beginning of {name}")
        print("\n".join((OUT / name).read_text("utf-8").splitlines()[:16]))


if __name__ == "__main__":
    main()

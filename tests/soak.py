"""A soak of batches: disturbed in every way, for as long as you like; what comes out is as if nothing had happened.

    python -m tests.soak [--minutes 20] [--files 300] [--seed N]

Each round makes a tree of caption files with odd names, one in twenty broken, and runs a recipe over it while something
goes wrong: the parent or a worker is killed, three runs go at once, the disk is full, a container with its own process
numbers is started again and again, recipe and inputs are edited and put back, files grow and are renamed under
``watch``, workers of a Dask cluster are killed, connections to an S3 server break off. Then one quiet run ends the
work. Every good file must hold the very bytes of a reference run, every broken one must be named, and nothing may be
left behind: no part of a file, no claim, no process.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from captionkit.batch.command import run_batch
from captionkit.batch.manifest import verify_folder
from captionkit.delivery.atomic import TEMPORARY_SUFFIX
from tests.batch.services import breaking_off, dask_cluster, s3_server, s3_settings

TOOL = [sys.executable, "-m", "captionkit"]
ODD = (
    "plain",
    "with blank",
    "-dash",
    "ünï",
    "日本",
    "quo'te",
    'dou"ble',
    "semi;colon",
    "percent%41",
    "a.b.c",
    "x" * 200,
)
ROOT_ONLY = os.name == "posix" and os.geteuid() == 0


class FindingError(AssertionError):
    """Something that a soak must never see."""


@dataclass
class Site:
    """A round's folder: its recipe, its inputs, and which of them are broken."""

    folder: Path
    dice: random.Random
    good: dict[str, bytes]
    broken: set[str]

    @property
    def recipe(self) -> Path:
        return self.folder / "recipe.toml"

    @property
    def out(self) -> Path:
        return self.folder / "out"


def srt(number: int) -> str:
    rows = range(1, 3 + number % 40)
    return "\n".join(f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nLine {i} of file {number}.\n" for i in rows)


def make(folder: Path, files: int, dice: random.Random) -> Site:
    """Write the inputs and the recipe, and run it undisturbed elsewhere: the reference."""
    broken = set()
    for number in range(files):
        path = folder / "in" / str(number % 7) / f"{dice.choice(ODD)[:200]}{number}.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("no caption at all" if number % 20 == 7 else srt(number), "utf-8")
        broken.update([path.name] * (number % 20 == 7))
    steps = dice.choice(["", '[[steps]]\nstep = "fix"\n', '[[steps]]\nstep = "do"\ntransforms = ["shift:by=1s"]\n'])
    (folder / "recipe.toml").write_text(f'inputs = ["in/**/*.srt"]\n{steps}[write]\nto = ["vtt"]\n', "utf-8")
    reference = folder.with_name(folder.name + "-reference")
    shutil.copytree(folder, reference)
    run_batch(reference / "recipe.toml", jobs=1)
    out = reference / "out"
    good = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.vtt")}
    shutil.rmtree(reference)
    if len(good) != files - len(broken):
        raise FindingError(f"the reference run wrote {len(good)} of {files - len(broken)} files")
    return Site(folder, dice, good, broken)


def start(site: Site, *options: str, before: tuple[str, ...] = (), **settings: str) -> subprocess.Popen[bytes]:
    command = [*before, *TOOL, *(options or ("batch", str(site.recipe), "-j", str(site.dice.choice([1, 2, 3])), "-q"))]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **settings},
    )


def ended(process: subprocess.Popen[bytes], seconds: float = 120) -> str:
    """Wait until the last process of a run has closed its stderr; what it said may not be a bug."""
    said = process.communicate(timeout=seconds)[1].decode("utf-8", "replace")
    if "bug in captionkit" in said or "Traceback" in said or process.returncode == 3:
        raise FindingError(f"a bug: {said[-1500:]}")
    return said


def kills(site: Site) -> None:
    for _ in range(site.dice.randrange(2, 6)):
        process = start(site)
        time.sleep(site.dice.uniform(0.2, 1.5))
        whole = site.dice.random() < 0.5
        with _gone():
            (os.killpg if whole else os.kill)(
                process.pid, site.dice.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
            )
        ended(process)


def workers_killed(site: Site) -> None:
    process = start(site, "batch", str(site.recipe), "-j", "2", "-q")
    for _ in range(site.dice.randrange(1, 5)):
        time.sleep(site.dice.uniform(0.2, 0.8))
        found = subprocess.run(["pgrep", "-a", "-P", str(process.pid)], capture_output=True, text=True, check=False)
        # Python's own helper is no worker: it complains on stderr, and that is all that its death does
        workers = [line.split()[0] for line in found.stdout.splitlines() if "resource_tracker" not in line]
        for child in site.dice.sample(workers, k=min(1, len(workers))):
            with _gone():
                os.kill(int(child), signal.SIGKILL)
    ended(process)


def three_at_once(site: Site) -> None:
    for process in [start(site) for _ in range(3)]:
        ended(process)


def full_disk(site: Site) -> None:
    site.out.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={site.dice.choice([128, 256, 512])}k", "none", str(site.out)]
    if not ROOT_ONLY or subprocess.run(mount, check=False, capture_output=True).returncode:
        return
    try:
        ended(start(site))
        partial(site)
    finally:
        subprocess.run(["umount", "-l", str(site.out)], check=False)


def containers(site: Site) -> None:
    """Each run is process 1 of a container, and is killed with it."""
    apart = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
    if not ROOT_ONLY or shutil.which("unshare") is None:
        return
    for _ in range(3):
        process = start(site, before=apart)
        time.sleep(site.dice.uniform(0.3, 1.2))
        with _gone():
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    # its claims would hold for a minute: nobody outside can see whether that process 1 still lives
    ended(start(site, "batch", str(site.recipe), "-j", "2", "-q", "--force"))


def edits(site: Site) -> None:
    """Recipe and inputs are changed in mid-run and put back."""
    recipe = site.recipe.read_text("utf-8")
    inputs = [path for path in sorted((site.folder / "in").rglob("*.srt")) if path.name not in site.broken]
    chosen = site.dice.sample(inputs, k=min(20, len(inputs)))
    kept = {path: path.read_bytes() for path in chosen}
    process = start(site)
    time.sleep(site.dice.uniform(0.1, 0.8))
    site.recipe.write_text(recipe.replace('to = ["vtt"]', 'to = ["srt", "vtt"]'), "utf-8")
    for path in chosen:
        path.write_text("1\n00:00:01,000 --> 00:00:02,000\nAnother text.\n", "utf-8")
    ended(process)
    ended(start(site))
    site.recipe.write_text(recipe, "utf-8")
    for path, data in kept.items():
        path.write_bytes(data)
    for path in site.out.rglob("*.srt"):
        path.unlink()


def watched(site: Site) -> None:
    """Files grow line by line and take their names late, under a watch."""
    waiting = site.folder / "waiting"
    waiting.mkdir()
    files = sorted((site.folder / "in").rglob("*.srt"))
    for number, path in enumerate(files):
        shutil.move(path, waiting / f"{number}")
    process = start(site, "watch", str(site.recipe), "--settle", "0.3", "--interval", "0.1", "-q")
    try:
        for number, path in enumerate(files):
            data = (waiting / f"{number}").read_bytes()
            if site.dice.random() < 0.5:
                with path.open("wb") as file:
                    for at in range(0, len(data), max(1, len(data) // 3)):
                        file.write(data[at : at + max(1, len(data) // 3)])
                        file.flush()
            else:
                aside = path.with_name(path.name[:100] + ".part")
                aside.write_bytes(data)
                aside.rename(path)
        time.sleep(2)
        if process.poll() is not None:
            raise FindingError(f"watch ended by itself: {ended(process)[-1000:]}")
    finally:
        with _gone():
            process.send_signal(signal.SIGTERM)
    ended(process)
    shutil.rmtree(waiting)


def cluster(site: Site) -> None:
    """Workers of a Dask cluster are killed."""
    if find_spec("distributed") is None:
        return
    with dask_cluster(site.folder.parent) as (url, workers):
        process = start(site, "batch", str(site.recipe), "--executor", url, "-q")
        for worker in site.dice.sample(workers, k=site.dice.choice([1, 2])):
            time.sleep(site.dice.uniform(0.5, 2))
            worker.kill()
        ended(process)


def stores(site: Site) -> None:
    """Inputs and outputs are on a server that speaks S3, and connections to it break off."""
    if find_spec("s3fs") is None or find_spec("moto") is None:
        return
    recipe = site.folder.parent / "stores.toml"
    said = site.recipe.read_text("utf-8").replace("in/**", "s3://captions/in/**")
    recipe.write_text(said + 'output = "s3://captions/out"\n', "utf-8")
    with s3_server(site.folder.parent) as port:
        system = _bucket(port)
        system.put(str(site.folder / "in"), "captions/in", recursive=True)
        with breaking_off(port, 0.1, site.dice) as weak:
            for _ in range(2):
                ended(start(site, "batch", str(recipe), "-j", "2", "-q", **s3_settings(weak)))
        told = ended(start(site, "batch", str(recipe), "-j", "2", **s3_settings(port)))
        system.invalidate_cache()
        names = [name for name in system.find("captions/out") if name.endswith(".vtt")]
        made = {name.partition("/out/")[2]: system.cat_file(name) for name in names}
        if made != site.good:
            raise FindingError(f"the store differs from the reference: {set(made) ^ set(site.good)}; {told[-800:]}")


def _bucket(port: int) -> Any:
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    return s3fs.S3FileSystem(key="test", secret="test", endpoint_url=s3_settings(port)["AWS_ENDPOINT_URL"])


SCENES: tuple[Callable[[Site], None], ...] = (
    kills, workers_killed, three_at_once, full_disk, containers, edits, watched, cluster, stores,
)  # fmt: skip


@contextmanager
def _gone() -> Iterator[None]:
    """A process that has ended meanwhile is what was wanted."""
    try:
        yield
    except (ProcessLookupError, PermissionError):
        return


def partial(site: Site) -> None:
    """Demand that what can be seen is whole."""
    for path in site.out.rglob("*.vtt"):
        text = path.read_text("utf-8")
        if not text.startswith("WEBVTT\n") or not text.endswith("\n"):
            raise FindingError(f"a part of a file under its own name: {path}")


def settle(site: Site) -> None:
    """Run once more, undisturbed, and hold everything against the reference."""
    partial(site)
    said = ended(start(site, "batch", str(site.recipe), "-j", "2"))
    if " busy" in said and ", 0 busy" not in said:
        raise FindingError(f"somebody is said to be at work: {said[-500:]}")
    made = {str(path.relative_to(site.out)): path.read_bytes() for path in site.out.rglob("*.vtt")}
    if made != site.good:
        wrong = [name for name in site.good if made.get(name) != site.good[name]]
        raise FindingError(
            f"{len(wrong)} files differ from the reference, {sorted(set(made) - set(site.good))} are new: {wrong[:5]}"
        )
    unnamed = [name for name in site.broken if name not in said]
    if len(unnamed) == len(site.broken) and site.broken:
        raise FindingError(f"no broken file was named: {said[-800:]}")
    left = [path for path in site.folder.rglob("*") if path.name.endswith((TEMPORARY_SUFFIX, ".claim"))]
    if left:
        raise FindingError(f"left behind: {left[:5]}")
    if verify_folder(site.out).bad:
        raise FindingError("the manifest does not fit the files")
    running = subprocess.run(["pgrep", "-f", str(site.recipe)], capture_output=True, text=True, check=False).stdout
    if running.split():
        raise FindingError(f"processes that still run: {running.split()}")


def main() -> int:
    """Soak for some minutes; the exit code is 1 at the first finding, whose folder is kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    return soak(options.minutes * 60, options.files, options.seed)


def soak(seconds: float, files: int, seed: int, scenes: tuple[Callable[[Site], None], ...] = SCENES) -> int:
    """Run rounds until the time is over."""
    end, number = time.monotonic() + seconds, 0
    while number < len(scenes) or time.monotonic() < end:
        dice = random.Random(seed + number)
        scene = scenes[number % len(scenes)]
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        begun = time.monotonic()
        try:
            site = make(folder / "site", files, dice)
            scene(site)
            settle(site)
        except (FindingError, subprocess.TimeoutExpired) as error:
            print(f"round {number} ({scene.__name__}, seed {seed}): {error}\n  kept: {folder}", flush=True)
            return 1
        shutil.rmtree(folder)
        number += 1
        print(f"round {number}: {scene.__name__}, {time.monotonic() - begun:.0f} s, as the reference", flush=True)
    print(f"{number} rounds of {files} files, no finding")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Watching folders: each input that a recipe means is done once, when it is whole.

A file counts as whole when its size and time of change have stayed the same for ``settle`` seconds. What was done is in
the journal, so a watcher that is started again does nothing twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from threading import Event

from captionkit.batch.command import Batched, run_batch
from captionkit.batch.files import Stamp, stamp
from captionkit.batch.plan import Plan, find_inputs
from captionkit.batch.recipe import Recipe
from captionkit.batch.work import JobReport
from captionkit.diagnostics import report as diagnostic
from captionkit.errors import CaptionkitError, UsageError

__all__ = ["Settling", "watch"]


class Settling:
    """Knows which files have stopped changing."""

    def __init__(self, settle: float) -> None:
        self.settle = settle
        self._seen: dict[str, tuple[Stamp, float]] = {}
        self._given: dict[str, Stamp] = {}

    def ready(self, stamps: Mapping[str, Stamp], now: float) -> list[str]:
        """Return the files that are whole at ``now`` (seconds) and have not been returned as they are."""
        whole = []
        for name, mark in stamps.items():
            before = self._seen.get(name)
            if before is None or before[0] != mark:
                self._seen[name] = (mark, now)
            elif now - before[1] >= self.settle and self._given.get(name) != mark:
                self._given[name] = mark
                whole.append(name)
        for gone in self._seen.keys() - stamps.keys():
            del self._seen[gone]
        return whole

    def again(self, names: Iterable[str]) -> None:
        """Have files returned once more, as they are: what was to be done with them could not be."""
        for name in names:
            self._given.pop(name, None)


def watch(
    recipe: Recipe,
    stop: Event,
    *,
    settle: float = 2.0,
    interval: float = 1.0,
    polling: bool = False,
    jobs: int = 1,
    journal: str | None = None,
    sync: bool = True,
    report: Callable[[Batched], None] | None = None,
) -> int:
    """Run ``recipe`` over its inputs as they become whole, until ``stop`` is set; return how many files ended.

    Looks every ``interval`` seconds, or at once when the system reports a change (extra ``watch``; not on network
    shares, for which ``polling`` is there). A round that has begun is finished before the watcher stops. A round that
    fails (a folder that is away, a full disk) is reported, once for the same reason, and tried again: only ``stop``
    ends a watcher.
    """
    settling = Settling(settle)
    wait = _waiter(recipe, stop, interval, polling=polling)
    ended, fault = 0, ""
    while not stop.is_set():
        whole: list[str] = []
        try:
            names, _ = find_inputs(recipe)
            whole = settling.ready({name: stamp(name) for name in names}, time.monotonic())
            reports = _round(recipe, whole, report, jobs=jobs, journal=journal, sync=sync) if whole else ()
            fault = ""
        except Exception as error:
            settling.again(whole)
            reports = ()
            message = error.message if isinstance(error, CaptionkitError) else f"{type(error).__name__}: {error}"
            if message != fault and report is not None:
                report(Batched(Plan(()), faults=(diagnostic("batch.round-failed", message),)))
            fault = message
        ended += sum(one.status in ("done", "failed") for one in reports)
        settling.again(one.source for one in reports if one.status == "busy")
        wait()
    return ended


def _round(
    recipe: Recipe,
    names: list[str],
    report: Callable[[Batched], None] | None,
    *,
    jobs: int,
    journal: str | None,
    sync: bool,
) -> Sequence[JobReport]:
    made = run_batch(recipe, names, jobs=jobs, journal=journal, sync=sync)
    if made.summary is None:
        raise UsageError("; ".join(d.message for d in made.plan.diagnostics))
    if report is not None:
        report(made)
    return made.summary.ends


def _waiter(recipe: Recipe, stop: Event, interval: float, *, polling: bool) -> Callable[[], object]:
    """Return what waits for a change, for ``interval`` seconds at most, or until the watcher shall stop."""
    if polling or find_spec("watchfiles") is None:
        return lambda: stop.wait(interval)
    import watchfiles

    pause = int(interval * 1000)

    def changes() -> Iterator[object]:
        yield from watchfiles.watch(
            recipe.root, stop_event=stop, rust_timeout=pause, yield_on_timeout=True, step=100, raise_interrupt=False
        )

    running = changes()

    def wait() -> None:
        nonlocal running
        try:
            if next(running, stop) is stop:  # the folder has gone: the clock alone until it is there again
                stop.wait(interval)
                running = changes()
        except OSError:
            stop.wait(interval)
            running = changes()

    return wait

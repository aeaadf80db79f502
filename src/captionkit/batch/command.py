"""The library face of batches: one call from a recipe to a summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from captionkit.batch.executors import Processes, executor_of
from captionkit.batch.files import is_url, join, stamp
from captionkit.batch.journal import Journal
from captionkit.batch.manifest import write_manifest
from captionkit.batch.plan import Plan, find_inputs, make_plan
from captionkit.batch.recipe import Recipe, load_recipe
from captionkit.batch.run import Progress, Settings, Summary, run_plan
from captionkit.diagnostics import Diagnostic, Result, Severity, report
from captionkit.errors import OutputError
from captionkit.values import replace

__all__ = ["Batched", "plan_batch", "run_batch"]

JOURNAL = ".captionkit-journal.sqlite"


@dataclass(frozen=True, slots=True)
class Batched:
    """The plan of a batch and, unless it was a dry run or the plan had faults, how it ended.

    ``faults`` are what went wrong with the run itself, not with one of its files.
    """

    plan: Plan
    summary: Summary | None = None
    manifest: str = ""
    faults: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was reported, of the files too: unpacked from what is kept of each."""
        found = tuple(d for ended in self.summary.reports for d in ended.diagnostics) if self.summary else ()
        return self.plan.diagnostics + found + self.faults


def plan_batch(recipe: str | Path | Recipe, files: Iterable[str] = ()) -> Plan:
    """Return the plan of a recipe over its inputs, or over ``files`` instead; reads no file's content.

    Raises UsageError where the recipe has faults.
    """
    loaded = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    sources, missing = find_inputs(loaded, files)
    sizes = {source: max(0, stamp(source)[0]) for source in sources}
    plan = make_plan(loaded, sources, sizes=sizes)
    return replace(plan, diagnostics=(*missing, *plan.diagnostics))


def run_batch(
    recipe: str | Path | Recipe,
    files: Iterable[str] = (),
    *,
    jobs: int = 1,
    journal: str | Path | None = None,
    force: bool = False,
    retry_failed: bool = False,
    sync: bool = True,
    manifest: bool = True,
    dry_run: bool = False,
    executor: str | Callable[[], Executor] | None = None,
    progress: Progress | None = None,
) -> Batched:
    """Run a recipe over its inputs, or over ``files`` instead.

    ``jobs`` processes are used; ``executor`` names a cluster (``dask://scheduler:8786``) or makes any
    ``concurrent.futures.Executor``. The
    ``journal`` (default: in the output folder) lets a killed run continue and skips what is unchanged; ``force`` does
    everything again. ``dry_run`` returns the plan. A plan with faults is returned unrun.

    Raises UsageError where the recipe has faults, OutputError where the journal cannot be used.
    """
    loaded = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    settings = Settings(jobs, force, retry_failed, sync, loaded.on_failure == "stop")
    if dry_run:
        plan = plan_batch(loaded, files)
        return Batched(plan)
    if isinstance(executor, str):
        executor = executor_of(executor)
    ahead = Processes(jobs) if executor is None and jobs > 1 else None
    with ahead or nullcontext():  # the processes start up while the plan is made
        return _run(loaded, plan_batch(loaded, files), settings, journal, executor or ahead, progress, manifest)


def _run(
    loaded: Recipe,
    plan: Plan,
    settings: Settings,
    journal: str | Path | None,
    executor: Callable[[], Executor] | None,
    progress: Progress | None,
    manifest: bool,
) -> Batched:
    if any(d.severity is Severity.ERROR and d.code != "batch.no-input" for d in plan.diagnostics):
        return Batched(plan)
    folder = join(loaded.root, loaded.output) if not is_url(loaded.output) else loaded.output
    beside = Path(loaded.root if is_url(folder) else folder, JOURNAL)  # SQLite wants a local file
    with Journal(journal or beside) as notes:
        summary = run_plan(plan, notes, settings, executor=executor, progress=progress)
        unsaved = notes.save()
        written = _manifest(folder, summary, notes) if manifest and summary.reports else Result("")
    faults = written.diagnostics
    if unsaved:
        message = f"{notes.path}: {unsaved}; what was not noted is done again by the next run"
        faults += (report("batch.journal-not-written", message, file=str(notes.path)),)
    return Batched(plan, summary, written.value, faults)


def _manifest(folder: str, summary: Summary, notes: Journal) -> Result[str]:
    """Write the manifest; a disk that is full must not cost the report of what was done."""
    try:
        with notes.alone():  # two runs would each write back what the other had not seen
            return Result(write_manifest(folder, summary))
    except OutputError as error:
        return Result("", (report("batch.manifest-not-written", error.message, file=folder),))

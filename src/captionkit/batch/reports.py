"""How the jobs of a run ended, kept small: a batch of ten thousand files may find a million things."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from captionkit.batch.work import JobReport
from captionkit.values import replace

__all__ = ["Kept", "Reports", "kept"]


class Kept(NamedTuple):
    """A report without what was found, and that packed: a fiftieth of the memory, beside the file's own few facts."""

    bare: JobReport
    packed: bytes

    def report(self) -> JobReport:
        """Return the report as it was given."""
        if not self.packed:
            return self.bare
        found = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - our own bytes, which never left this process
        return replace(self.bare, diagnostics=found)


def kept(report: JobReport) -> Kept:
    """Return what is kept of a report."""
    if not report.diagnostics:
        return Kept(report, b"")
    packed = zlib.compress(pickle.dumps(report.diagnostics, pickle.HIGHEST_PROTOCOL))
    return Kept(replace(report, diagnostics=()), packed)


class Reports(Sequence[JobReport]):
    """The reports of a run, each unpacked when it is asked for."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        self._kept = tuple(kept)

    @property
    def bare(self) -> tuple[JobReport, ...]:
        """The reports without what was found in each file."""
        return tuple(one.bare for one in self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[JobReport]:
        return (one.report() for one in self._kept)

    @overload
    def __getitem__(self, at: int) -> JobReport: ...
    @overload
    def __getitem__(self, at: slice) -> Reports: ...
    def __getitem__(self, at: int | slice) -> JobReport | Reports:
        return Reports(self._kept[at]) if isinstance(at, slice) else self._kept[at].report()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._kept)

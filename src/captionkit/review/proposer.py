"""Proposals as a session offers them: for a cue at once, for a track from a process that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from captionkit.review.bench import Offer
from captionkit.review.desk import Desk
from captionkit.review.proposing import near, offer_row
from captionkit.review.shaping import stands
from captionkit.review.worker import ProposalWork

__all__ = ["Proposer"]


class Proposer:
    """Finds proposals, which can be accepted for as long as their cues stay. ``say`` is called without the lock."""

    def __init__(
        self, desk: Desk, lock: AbstractContextManager[Any], say: Callable[[str, dict[str, Any]], None]
    ) -> None:
        self._desk, self._lock, self._say = desk, lock, say
        self._work: ProposalWork | None = None

    def near(self, name: str) -> list[Offer]:
        """Return the proposals that change a cue.

        Raises EditError for a cue that is not there.
        """
        track, at = self._desk.document.find(name)
        opened, bench = self._desk.track(track), self._desk.bench
        found = near(track, opened.ids, opened.cues, at, bench.profile, bench.options(track))
        bench.offers |= {offer.key: offer for offer in found}
        return found

    def start(self, track: int, codes: Sequence[str] | None) -> None:
        """Look through a track; work that is under way is stopped first."""
        self.stop()
        with self._lock:
            opened, bench = self._desk.track(track), self._desk.bench
            heard = partial(self._heard, track, None if codes is None else frozenset(codes), set())
            options = bench.options(track)
            self._work = ProposalWork(track, list(opened.ids), list(opened.cues), bench.profile, options, heard)

    def _heard(
        self,
        track: int,
        codes: frozenset[str] | None,
        sent: set[str],
        offers: Sequence[Offer],
        done: float,
        ended: bool,
    ) -> None:
        with self._lock:
            found = [one for one in offers if (codes is None or one.code in codes) and one.key not in sent]
            found = [one for one in found if stands(self._desk.bench, one)]
            self._desk.bench.offers |= {one.key: one for one in found}
        for one in found:
            sent.add(one.key)
            self._say("proposal", offer_row(one))
        self._say("proposals", {"track": track, "done": round(done, 4), "count": len(sent), "ended": ended})

    def stop(self) -> None:
        """End the work; what was found stays."""
        work, self._work = self._work, None
        if work is not None:
            work.stop()

    def wait(self) -> None:
        """Wait until the work is done, if there is any."""
        if self._work is not None:
            self._work.wait()

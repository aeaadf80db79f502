"""Proposals for a whole track, worked out in a process of its own, so that editing never waits for them.

The process is started by name, not as a copy: a copy could hold a lock for ever that some thread of the server has, and
what :mod:`multiprocessing` starts runs the user's own script once more.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from typing import Any

from captionkit.model.cue import Cue
from captionkit.profiles import Profile
from captionkit.review.bench import Offer
from captionkit.review.proposing import offers_in, pieces
from captionkit.transforms import Options

__all__ = ["ProposalWork", "work"]

#: What is heard: a part's proposals, the share of the track that is done (1.0: all of it), whether that is the end.
Heard = Callable[[Sequence[Offer], float, bool], None]

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from captionkit.review.worker import work; work()"
)


class ProposalWork:
    """Work that is under way; ``heard`` is called, in a thread of its own, with what it finds."""

    def __init__(
        self, track: int, ids: Sequence[str], cues: Sequence[Cue], profile: Profile, options: Options, heard: Heard
    ) -> None:
        bare = replace(profile)  # without what it keeps for itself
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._heard = heard
        self._thread = Thread(target=self._listen, args=((track, ids, cues, bare, options),), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the work where it is."""
        with suppress(OSError):
            self._process.terminate()

    def wait(self) -> None:
        """Wait until everything has been heard."""
        self._thread.join()

    def _listen(self, task: tuple[Any, ...]) -> None:
        done = 0.0
        into: Any = self._process.stdin
        out: Any = self._process.stdout
        with self._process, suppress(EOFError, OSError, pickle.UnpicklingError):
            for part in (sys.path, task):
                pickle.dump(part, into)
            into.flush()
            while done < 1.0:
                offers, done = pickle.load(out)  # noqa: S301 - from a process of ours
                self._heard(offers, done, False)
        self._heard((), done, True)


def work() -> None:
    """Send what a fix of a track would change, piece by piece: the process's own part."""
    track, ids, cues, profile, options = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started us
    out = sys.stdout.buffer
    with suppress(BrokenPipeError):  # nobody listens any more
        for around, part in pieces(ids, cues):
            mine = set(ids[part])
            offers = offers_in(track, ids[around], cues[around], profile, options)
            pickle.dump(([one for one in offers if one.ids[0] in mine], part.stop / len(cues)), out)
            out.flush()
        if not cues:
            pickle.dump(([], 1.0), out)
            out.flush()

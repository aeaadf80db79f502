"""What an operation works with: the document, the style guide, what is known of the film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from captionkit.languages import likely_language
from captionkit.model.cue import Cue
from captionkit.profiles import Limits, Profile
from captionkit.review.document import Delta, Document, Remark, Splice
from captionkit.review.refusals import impossible
from captionkit.segmentation.options import SegmentOptions
from captionkit.transforms import Options

__all__ = ["Bench", "Made", "Offer", "demand_one_track", "named_ids", "wanted_int", "wanted_text"]

#: So many cues at the beginning show what language a track is in.
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal: neighbours as they are, and as they could be; why, by which transforms."""

    key: str
    track: int
    ids: tuple[str, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    transform: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """What an operation makes: the change, and what there is to say about it."""

    delta: Delta
    message: str = ""

    @classmethod
    def of(
        cls,
        splices: list[Splice] | None = None,
        *,
        remarks: list[Remark] | None = None,
        at: str = "",
        message: str = "",
    ) -> Made:
        """Return what splices and remarks make."""
        return cls(Delta(tuple(splices or ()), tuple(remarks or ()), at), message)


@dataclass
class Bench:
    """The document with what it is judged by; ``offers`` are the proposals made so far, by key."""

    document: Document
    profile: Profile
    rate: Fraction | None = None
    shot_changes: tuple[int, ...] = ()
    duration: int | None = None
    language: str = ""
    offers: dict[str, Offer] = field(default_factory=dict)
    _guesses: dict[int, str] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """The numbers that the style guide itself states."""
        return self.profile.published(self.rate)

    @property
    def gap(self) -> int:
        """The smallest gap between two cues, in ms."""
        return self.profile.limits(self.rate).min_gap or 0

    def language_of(self, track: int) -> str:
        """Return the language of a track, ``""`` where it is not known."""
        return self.document.tracks[track].origin.language or (self.language if track == 0 else "")

    def options(self, track: int) -> Options:
        """Return what rules and transforms get to know."""
        return Options({}, self.rate, self.shot_changes, self.language_of(track), self.duration)

    def breaking(self, track: int) -> SegmentOptions:
        """Return what the break model gets to know."""
        return SegmentOptions(language=self.language_of(track) or self._guessed(track), rate=self.rate)

    def _guessed(self, track: int) -> str:
        """Return the language that a track's text is in, where that is sure."""
        if track not in self._guesses:
            texts = [cue.text for cue in self.document.tracks[track].origin.cues[:_LOOKED_AT]]
            self._guesses[track] = likely_language(texts)
        return self._guesses[track]


def wanted_int(request: Mapping[str, Any], key: str, otherwise: int | None = None) -> int:
    """Return a whole number of a request.

    Raises EditError where there is none, or one beyond all reason.
    """
    value = request.get(key, otherwise)
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not int or abs(value) > 10**12:
        raise impossible(f"{key}={value!r:.40}: must be a whole number")
    return value


def wanted_text(request: Mapping[str, Any], key: str, otherwise: str | None = None) -> str:
    """Return a text of a request.

    Raises EditError where there is none.
    """
    value = request.get(key, otherwise)
    if not isinstance(value, str):
        raise impossible(f"{key}={value!r:.40}: must be text")
    return value


def named_ids(request: Mapping[str, Any], document: Document) -> list[str]:
    """Return the cues that a request names, in their order; each once.

    Raises EditError for one that is not there, and for none.
    """
    given = request.get("ids", [request["id"]] if "id" in request else [])
    if not isinstance(given, list) or not given:
        raise impossible("the request names no cue", hint="ids is a list of identifiers")
    return [name for *_, name in sorted({(*document.find(name), str(name)) for name in given})]


def demand_one_track(tracks: Iterable[int]) -> None:
    """Refuse what would put in or take out cues of several tracks at once: steps are of one track.

    Raises EditError.
    """
    if len(set(tracks)) > 1:
        raise impossible("the cues are in different tracks", "do it for one track after the other")

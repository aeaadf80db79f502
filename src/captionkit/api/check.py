"""Checking tracks against a style guide."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import InputError
from captionkit.model.timecode import whole_ms
from captionkit.quality.report import FileReport, Report
from captionkit.sources.options import as_rate

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.quality.waivers import Waiver
    from captionkit.sources import ReadOptions
    from captionkit.transforms import Options

__all__ = ["check", "check_files", "media_options", "snapped"]


@verb
def check(
    source: TrackLike,
    *,
    profile: str | Profile = "default",
    rule: Sequence[str] = (),
    ignore: Sequence[str] = (),
    from_format: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
    waivers: str | PurePath | None = None,
    fixes: bool = False,
    read_options: ReadOptions | None = None,
) -> FileReport:
    r"""Check a track, or a file that holds one, against a profile: the result's ``findings``.

    ``rule`` limits the check to rules by name, ``ignore`` leaves rules out. ``shot_changes`` are a file of them or
    their times in ms; ``rate`` is the media's frame rate and ``duration`` its length in ms. ``waivers`` names a waiver
    file; without it the one beside the track is used, where there is one. With ``fixes`` the result's ``fixed`` is what
    a fix would make of the track; the source is not changed.

    Raises what :func:`captionkit.load` raises; UnknownNameError for a profile or rule that is not there.

    >>> srt = b"1\n00:00:01,000 --> 00:00:01,400\nGood evening.\n"
    >>> [finding.code for finding in check(srt, profile="ted").findings]
    ['quality.min-duration', 'quality.reading-speed']
    """
    from captionkit.quality import check as found_in
    from captionkit.quality.fix import fix
    from captionkit.quality.statistics import statistics
    from captionkit.quality.waivers import waive

    reading = as_track(source, from_format, reading_options(read_options, language, rate=rate))
    track, guide = reading.value, _guide(profile)
    options, doubts = media_options(track, language=language, rate=rate, shot_changes=shot_changes, duration=duration)
    name = str(source) if isinstance(source, str | PurePath) else ""
    found = _language_findings(track, guide, language) + found_in(track, guide, options, only=rule, ignore=ignore)
    kept, waived = waive(found, _waivers(name, waivers), track)
    lines = _lines_of(name, track)
    placed = tuple(_placed(finding, name, lines) for finding in kept)
    numbers = statistics(track, guide.limits().counting)
    fixed = fix(track, guide, options, only=rule, ignore=ignore) if fixes else None
    return FileReport(name or "<track>", track, placed, waived, (), reading.diagnostics + doubts, numbers, fixed=fixed)


def media_options(
    track: Track,
    *,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
) -> tuple[Options, tuple[Diagnostic, ...]]:
    """Return what rules and transforms know of the media, and what there is to report.

    ``shot_changes`` are times, or the name of a list or of a film; they are counted as the track's cues are.
    """
    from captionkit.transforms import Options

    exact = as_rate(rate)
    duration = None if duration is None else whole_ms("duration", duration)
    found: tuple[Diagnostic, ...] = ()
    if isinstance(shot_changes, str | PurePath):
        times, found = _times_in(str(shot_changes), exact) if str(shot_changes) else ((), ())
    else:
        times = tuple(sorted(whole_ms("shot_changes", time) for time in shot_changes or ()))
    if times:
        from captionkit.transforms.shot_changes import aligned

        times, doubts = aligned(times, track.cues, exact)
        found += doubts
    return Options(rate=exact, shot_changes=times, language=language, duration=duration), found


def _times_in(path: str, rate: Fraction | None) -> tuple[tuple[int, ...], tuple[Diagnostic, ...]]:
    """Return the shot changes that a list names, or that are seen in a film, and how those were found."""
    from captionkit.media.shots import find_shot_changes, is_film
    from captionkit.transforms.shot_changes import read_shot_changes

    if not is_film(path):
        return read_shot_changes(path, rate), ()
    shots = find_shot_changes(path)
    return shots.times, (report("transform.shot-changes-found", f"{path}: {shots}"),)


def snapped(track: Track, profile: Profile, options: Options) -> Track:
    """Return the track with the cues that begin or end near a shot change on it; as it is where none are known."""
    if not options.shot_changes:
        return track
    from captionkit.transforms import TRANSFORMS

    return TRANSFORMS.get("snap-shots")(track, profile, options).value


def _guide(profile: str | Profile) -> Profile:
    from captionkit.profiles import load

    return load(profile) if isinstance(profile, str) else profile


def _language_findings(track: Track, profile: Profile, language: str) -> tuple[Diagnostic, ...]:
    spoken = language or track.language
    if profile.speaks(spoken):
        return ()
    message = f"the track is in {spoken!r}, the profile {profile.name} is for {', '.join(profile.languages)}"
    return (report("quality.not-for-language", message),)


def _waivers(name: str, waivers: str | PurePath | None) -> tuple[Waiver, ...]:
    from captionkit.quality.waivers import read_waivers, sidecar

    if waivers is not None:
        return read_waivers(Path(waivers))
    beside = sidecar(name) if name and name != "-" else None
    return read_waivers(beside) if beside is not None and beside.is_file() else ()


def _lines_of(name: str, track: Track) -> list[int]:
    """Return the line of each cue's times, where the file has as many such lines as cues."""
    try:
        text = Path(name).read_text("utf-8", "replace") if name and Path(name).is_file() else ""
    except OSError:
        return []
    numbers = [number for number, line in enumerate(text.splitlines(), 1) if "-->" in line]
    return numbers if len(numbers) == len(track.cues) else []


def _placed(finding: Diagnostic, name: str, lines: list[int]) -> Diagnostic:
    line = lines[finding.cue - 1] if finding.cue and lines else None
    return finding.at(file=name, line=line)


@verb
def check_files(
    sources: Iterable[str | PurePath],
    *,
    profile: str | Profile = "default",
    rule: Sequence[str] = (),
    ignore: Sequence[str] = (),
    from_format: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
    waivers: str | PurePath | None = None,
    baseline: str | None = None,
    fixes: bool = False,
    read_options: ReadOptions | None = None,
) -> Report:
    """Check files, and every caption file in folders; a file that cannot be read is reported and stops nothing.

    ``baseline`` names a file of known findings: only what is new is reported. For the other options see :func:`check`.

    Raises InputError where there is nothing to check; UnknownNameError, ProfileError, and what a waiver file raises.
    """
    from captionkit.quality.baseline import read_baseline

    guide = _guide(profile)
    known = read_baseline(baseline) if baseline else None
    options: dict[str, Any] = {
        "profile": guide, "rule": rule, "ignore": ignore, "from_format": from_format, "language": language,
        "rate": rate, "shot_changes": shot_changes, "duration": duration, "waivers": waivers,
        "fixes": fixes, "read_options": read_options,
    }  # fmt: skip
    files = [_checked(path, known, **options) for path in _expanded(sources)]
    active = _active(files, guide, rule, ignore, language)
    # by name: the package itself knows every module, so none of them imports it
    version = str(getattr(sys.modules["captionkit"], "__version__", ""))
    return Report(guide.name, tuple(files), active, guide.published().max_cps, version, guide.base.counting)


def _checked(path: str, known: Counter[str] | None, **options: Any) -> FileReport:
    from captionkit.quality.baseline import subtract

    try:
        checked = check(path, **options)
    except InputError as error:
        return FileReport(path, None, error=error.message)
    if known is None:
        return checked
    new, old = subtract(checked, known)
    return replace(checked, findings=new, known=old)


def _active(
    files: Sequence[FileReport], guide: Profile, rule: Sequence[str], ignore: Sequence[str], language: str
) -> tuple[str, ...]:
    from captionkit.quality import RuleContext
    from captionkit.quality.check import active_rules
    from captionkit.transforms import Options

    names: dict[str, None] = {}
    for file in files:
        if file.track is not None:
            found = RuleContext.of(file.track, guide, Options(language=language))
            names |= dict.fromkeys(one.rule.name for one in active_rules(found, rule, ignore))
    return tuple(names)


def _expanded(sources: Iterable[str | PurePath]) -> Iterator[str]:
    """Yield files as they are, and the caption files in folders, by name."""
    from captionkit.formats import FORMATS

    suffixes = {suffix for row in FORMATS.rows.values() for suffix in row.suffixes} - {".json", ".xml", ".txt"}
    found = False
    for source in sources:
        path = Path(source)
        if not path.is_dir():
            found = True
            yield str(source)
            continue
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and inside.suffix.lower() in suffixes and not inside.name.startswith("."):
                found = True
                yield str(inside)
    if not found:
        raise InputError("no caption files found", hint="name files, or folders that hold some")

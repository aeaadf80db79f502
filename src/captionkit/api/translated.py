"""What becomes of a translated track: the style guide's word on it, its files, its sheets for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.write import Written, write
from captionkit.diagnostics import Diagnostic, Result, Severity, report

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.translation.base import Term
    from captionkit.translation.client import Usage
    from captionkit.translation.cost import Estimate

__all__ = ["Job", "Translation", "broken_rules", "delivered", "is_folder_name"]


@dataclass(frozen=True, slots=True)
class Translation:
    """One language's result.

    ``track`` is the translation (for an estimate, the original), ``untranslated`` the cues (from 1) without one,
    ``written`` the files, ``estimate`` what was asked for instead of a translation, ``how`` the translator's name.
    """

    language: str
    track: Track
    untranslated: tuple[int, ...] = ()
    written: tuple[Written, ...] = ()
    spent: Usage | None = None
    estimate: Estimate | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every language."""

    track: Track
    name: str
    source: str
    guide: Profile
    terms: tuple[Term, ...]
    given: Mapping[str, Any]


#: Rules whose findings the engine has told already, in its own words.
_TOLD = ("reading-speed", "line-length", "lines")


def broken_rules(job: Job, track: Track) -> tuple[Diagnostic, ...]:
    """Tell what the translation breaks of its style guide; at most as warnings: the check is another command's job.

    What the original breaks in the same cue is only counted.
    """
    from captionkit.quality.check import check

    before = {(d.code, d.cue) for d in check(job.track, job.guide, ignore=_TOLD)}
    found = check(track, job.guide, ignore=_TOLD)
    new = tuple(d.at(severity=min(d.severity, Severity.WARNING)) for d in found if (d.code, d.cue) not in before)
    old = Counter(d.code for d in found if (d.code, d.cue) in before)
    counted = (report("translate.as-before", f"{n} x {code}, as in the original") for code, n in old.items())
    return (*new, *counted)


def is_folder_name(output: str | PurePath) -> bool:
    """Tell whether an output means a folder; a name without a suffix is one that does not exist yet."""
    from captionkit.delivery.names import is_folder

    return is_folder(str(output)) or (str(output) != "-" and not PurePath(output).suffix)


def delivered(job: Job, made: Translation, found: tuple[Diagnostic, ...]) -> Result[Translation]:
    """Write the track, the bilingual one in its place where asked for, and the files for review."""
    from captionkit.translation.bilingual import bilingual

    given = job.given
    shown = bilingual(made.track, job.track, given["bilingual"]) if given["bilingual"] else made.track
    written: tuple[Written, ...] = ()
    if given["output"] is not None:
        target, name = _target(job, made.language)
        writing = write(
            shown, target, format=name, force=given["force"], verify=given["verify"], dry_run=given["dry_run"]
        )
        written, found = (writing.value,), (*found, *writing.diagnostics)
    for path in given["review"]:
        written = (*written, _reviewed(job, made, found, str(path).replace("{language}", made.language)))
    value = Translation(made.language, shown, made.untranslated, written, made.spent, None, made.how)
    return Result(value, found)


def _reviewed(job: Job, made: Translation, found: Sequence[Diagnostic], path: str) -> Written:
    from captionkit.delivery.atomic import write_atomic
    from captionkit.translation.review import sheet_of, write_sheet

    blank = set(made.untranslated)
    # what is not translated is left blank for the person, not shown in marks
    target = made.track.replace(
        cues=[c.replace(lines="") if n in blank else c for n, c in enumerate(made.track, start=1)]
    )
    data = write_sheet(sheet_of(job.track, target, language=made.language, notes=found, name=job.name), path)
    if not job.given["dry_run"]:
        write_atomic(Path(path), data, force=bool(job.given["force"]))
    return Written(path, Path(path).suffix[1:], len(made.track), len(data), made.language)


def _target(job: Job, language: str) -> tuple[str, str | None]:
    from captionkit.delivery.names import output_name
    from captionkit.formats import FORMATS

    output, name = str(job.given["output"]), job.given["format"]
    if output == "-" or not is_folder_name(output):
        return output, name or (job.track.format or "srt" if output == "-" else None)
    name = name or (job.track.format if job.track.format in FORMATS.names() else "srt")
    stem = job.name
    if job.source and PurePath(stem).stem.lower().endswith(f".{job.source.lower()}"):
        path = PurePath(stem)
        stem = path.stem[: -len(job.source) - 1] + path.suffix  # talk.en.srt becomes talk.es.srt
    return str(Path(output) / output_name(stem, FORMATS.get(name).suffixes[0], language)), name

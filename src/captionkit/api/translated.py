"""What becomes of a translated track: the style guide's word on it, its files, its sheets for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, get_args

from captionkit.api.save import Saveable, Written, save
from captionkit.diagnostics import Diagnostic, Severity, report
from captionkit.errors import UsageError
from captionkit.formats import WriteOptions
from captionkit.values import Items, Named, check_choice, field, value

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.translation.base import Term
    from captionkit.translation.client import Progress, Usage
    from captionkit.translation.cost import Estimate

__all__ = [
    "Bilingual",
    "TranslateOptions",
    "Translation",
    "TranslationJob",
    "Translations",
    "blank_sheet",
    "broken_rules",
    "delivered",
    "is_folder_name",
    "written_terms",
]  # fmt: skip

#: How people are addressed, what a cue without a translation shows, and how two languages stand in one track.
Formality = Literal["", "formal", "informal"]
OnFailure = Literal["mark", "blank", "stop"]
Bilingual = Literal["", "stacked", "styled", "regions"]

_put = object.__setattr__


@value
class TranslateOptions(Named):
    """What may be asked of a translation besides the language.

    ``translator_options`` go to the translator; ``formality`` is ``formal`` or ``informal``. ``tmx`` files are taken
    into the memory, ``export_tmx`` is a file for what it holds of these languages, and ``fuzzy`` (0.5 to 1) uses
    entries that are so much alike. ``terms`` is a CSV file of the terms that language models settle on the way: it is
    read if it is there, kept to, added to and written. ``prices`` names a table of prices; ``max_chars`` and
    ``max_cost`` stop before more is sent or spent. A cue without a translation is shown as ``on_failure`` says:
    ``mark``, ``blank``, or ``stop`` to write nothing. ``join_gap`` (ms) is the longest silence that a sentence runs
    across; ``direction_marks`` are put around lines of right-to-left languages. ``borrow_time`` gives cues that are
    read too fast more time, as :func:`captionkit.fix` does (None: where a file is written). ``name`` takes the place of
    the source's name in the names of files. ``progress`` is called with the language and how far it is. ``forget`` says
    what is dropped from the memory first: ``all`` of this pair of languages, what the ``last`` run put in, the texts of
    this ``track``, ``since=2026-11-28``, ``translator=NAME``, ``text=WORDS``; several conditions narrow it down.
    ``from_replies`` asks nobody: what was answered in the last 30 days, word for word, is read and judged again.

    Raises UsageError for a value outside a closed set, TypeError, with the nearest name, for an option that is not
    there.
    """

    translator_options: Mapping[str, str]
    formality: Formality
    tmx: tuple[str, ...]
    export_tmx: str | PurePath | None
    fuzzy: float | None
    terms: str | PurePath | None
    prices: str | Path | None
    max_chars: int | None
    max_cost: float | None
    on_failure: OnFailure
    join_gap: int
    direction_marks: bool
    borrow_time: bool | None
    name: str
    progress: Callable[[str, Progress], None] | None
    forget: tuple[str, ...]
    from_replies: bool

    def __init__(
        self,
        translator_options: Mapping[str, str] | None = None,
        formality: Formality = "",
        tmx: Sequence[str] = (),
        export_tmx: str | PurePath | None = None,
        fuzzy: float | None = None,
        terms: str | PurePath | None = None,
        prices: str | Path | None = None,
        max_chars: int | None = None,
        max_cost: float | None = None,
        on_failure: OnFailure = "mark",
        join_gap: int = 3000,
        direction_marks: bool = True,
        borrow_time: bool | None = None,
        name: str = "",
        progress: Callable[[str, Progress], None] | None = None,
        forget: Sequence[str] = (),
        from_replies: bool = False,
    ) -> None:
        check_choice("formality", formality, get_args(Formality))
        check_choice("on_failure", on_failure, get_args(OnFailure))
        _put(self, "translator_options", dict(translator_options or {}))
        _put(self, "formality", formality)
        _put(self, "tmx", tuple(tmx))
        _put(self, "export_tmx", export_tmx)
        _put(self, "fuzzy", fuzzy)
        _put(self, "terms", terms)
        _put(self, "prices", prices)
        _put(self, "max_chars", max_chars)
        _put(self, "max_cost", max_cost)
        _put(self, "on_failure", on_failure)
        _put(self, "join_gap", join_gap)
        _put(self, "direction_marks", direction_marks)
        _put(self, "borrow_time", borrow_time)
        _put(self, "name", name)
        _put(self, "progress", progress)
        _put(self, "forget", tuple(forget))
        _put(self, "from_replies", from_replies)


@dataclass(frozen=True, slots=True, repr=False)
class Translation(Saveable):
    """One language's result.

    ``track`` is the translation (for an estimate, the original), ``untranslated`` the cues (from 1) without one,
    ``written`` the files, ``estimate`` what was asked for instead of a translation, ``how`` the translator's name,
    ``forgotten`` how many translations were dropped from the memory first. ``currency`` is that of ``spent.cost``,
    ``""`` where the price of a translator that charges is not known, None where it does not charge.
    """

    language: str
    track: Track
    untranslated: tuple[int, ...] = ()
    written: tuple[Written, ...] = ()
    spent: Usage | None = None
    estimate: Estimate | None = None
    how: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    forgotten: int = 0
    currency: str | None = None


@value
class Translations(Items[Translation]):
    """The results of several languages, in the order asked for: a sequence, with what was reported of all."""

    items: tuple[Translation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TranslationJob:
    """What is the same for every language: the track, its name and language, the guide, and where results go."""

    track: Track
    name: str
    source: str
    guide: Profile
    terms: tuple[Term, ...]
    options: TranslateOptions
    output: str | None
    format: str | None
    bilingual: Bilingual
    review: tuple[str, ...]
    force: bool
    write_options: WriteOptions


#: Rules whose findings the engine has reported already, in its own words.
_REPORTED = ("reading-speed", "line-length", "lines")


def broken_rules(job: TranslationJob, track: Track) -> tuple[Diagnostic, ...]:
    """Report what the translation breaks of its style guide; at most as warnings: the check is another command's job.

    What the original breaks in the same cue is only counted.
    """
    from captionkit.quality.check import check

    before = {(d.code, d.cue) for d in check(job.track, job.guide, ignore=_REPORTED)}
    found = check(track, job.guide, ignore=_REPORTED)
    new = tuple(d.at(severity=min(d.severity, Severity.WARNING)) for d in found if (d.code, d.cue) not in before)
    old = Counter(d.code for d in found if (d.code, d.cue) in before)
    counted = (report("translate.as-before", f"{n} x {code}, as in the original") for code, n in old.items())
    return (*new, *counted)


def is_folder_name(output: str | PurePath) -> bool:
    """Say whether an output means a folder; a name without a suffix is one that does not exist yet."""
    from captionkit.delivery.names import is_folder

    return is_folder(str(output)) or (str(output) != "-" and not PurePath(output).suffix)


def given_time(job: TranslationJob, made: Translation) -> Translation:
    """Return the translation with more time for cues that are read too fast, from silences and from neighbours.

    Time is given as :func:`captionkit.fix` gives it, within what the style guide allows; what stays too fast stays
    reported.
    """
    from captionkit.quality.check import check
    from captionkit.quality.fix import fix

    fixed = fix(made.track, job.guide, only=("reading-speed",)).track
    if len(fixed) != len(made.track):
        return made
    moved = [
        (n, old, new) for n, (old, new) in enumerate(zip(made.track, fixed, strict=True), start=1)
        if (old.start, old.end) != (new.start, new.end)
    ]  # fmt: skip
    still = {d.cue for d in check(fixed, job.guide, only=("reading-speed",))}
    kept = (d for d in made.diagnostics if d.code != "translate.too-fast" or d.cue in still)
    notes = (
        report("translate.time-borrowed", f"shown from {new.start - old.start:+d} to {new.end - old.end:+d} ms", cue=n)
        for n, old, new in moved
    )
    return replace(made, track=fixed, diagnostics=(*kept, *notes)) if moved else made


def delivered(job: TranslationJob, made: Translation) -> Translation:
    """Write the track, the bilingual one in its place where asked for, and the files for review."""
    from captionkit.translation.bilingual import bilingual

    wanted = job.options.borrow_time
    if wanted if wanted is not None else job.output is not None:
        made = given_time(job, made)
    shown = made.track
    if job.bilingual:
        times = zip(job.track, shown, strict=True)
        original = job.track.replace(cues=[cue.replace(start=new.start, end=new.end) for cue, new in times])
        shown = bilingual(shown, original, job.bilingual)
    found = made.diagnostics
    written: tuple[Written, ...] = ()
    if job.output is not None:
        target, name = _target(job, made.language, job.output)
        file = save(shown, target, name, force=job.force, options=job.write_options)
        written, found = (file,), (*found, *file.diagnostics)
    for path in job.review:
        written = (*written, _reviewed(job, made, found, path.replace("{language}", made.language)))
    shown = shown.with_diagnostics(found)
    return Translation(made.language, shown, made.untranslated, written, made.spent, None, made.how, found)


def blank_sheet(job: TranslationJob, language: str) -> Translation:
    """Write the track as a sheet without translations, for a person, wherever the job says.

    ``output`` is a file whose suffix names a review format, or a folder for a CSV file. Raises UsageError where nothing
    says where it goes.
    """
    paths = [path.replace("{language}", language) for path in job.review]
    if job.output is not None:
        paths.append(_sheet_path(job, language, job.output))
    if not paths:
        raise UsageError("say where the sheet goes", hint="-o talk.es.csv; .xlsx .html .xlf .xliff .po do as well")
    written = tuple(_written_sheet(job, language, None, (), path) for path in paths)
    return Translation(language, job.track, written=written, how="a person")


def _sheet_path(job: TranslationJob, language: str, output: str) -> str:
    from captionkit.delivery.names import output_name

    if not is_folder_name(output):
        return output
    return str(PurePath(output) / output_name(_named(job), ".csv", language))


def _reviewed(job: TranslationJob, made: Translation, found: Sequence[Diagnostic], path: str) -> Written:
    blank = set(made.untranslated)
    # what is not translated is left blank for the person, not shown in marks
    target = made.track.replace(
        cues=[c.replace(lines=()) if n in blank else c for n, c in enumerate(made.track, start=1)]
    )
    return _written_sheet(job, made.language, target, found, path)


def _written_sheet(
    job: TranslationJob, language: str, target: Track | None, notes: Sequence[Diagnostic], path: str
) -> Written:
    from captionkit.delivery.atomic import write_atomic
    from captionkit.translation.review import sheet_of, write_sheet

    sheet = sheet_of(job.track, target, language=language, notes=notes, name=job.name, limits=job.guide.limits())
    data = write_sheet(sheet, path)
    if not job.write_options.dry_run:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_atomic(Path(path), data, force=job.force)
    return Written(path, Path(path).suffix[1:], len(job.track), len(data), language)


def written_terms(job: TranslationJob, language: str, terms: Sequence[Term]) -> None:
    """Write the terms of a language to the file that the job names, if it does."""
    path = job.options.terms
    if path is None or not terms or job.write_options.dry_run:
        return
    from captionkit.delivery.atomic import write_atomic
    from captionkit.translation.glossary import write_glossary

    # the file is the program's own between two runs: it was read before it is replaced
    write_atomic(Path(str(path).replace("{language}", language)), write_glossary(terms), force=True)


def _target(job: TranslationJob, language: str, output: str) -> tuple[str, str | None]:
    from captionkit.delivery.names import output_name
    from captionkit.formats import FORMATS

    name = job.format
    if output == "-" or not is_folder_name(output):
        return output, name or (job.track.format or "srt" if output == "-" else None)
    name = name or (job.track.format if job.track.format in FORMATS.names() else "srt")
    return str(Path(output) / output_name(_named(job), FORMATS.get(name).suffixes[0], language)), name


def _named(job: TranslationJob) -> str:
    """Return the source's name without its own language: talk.en.srt becomes talk.es.srt."""
    path = PurePath(job.name)
    if job.source and path.stem.lower().endswith(f".{job.source.lower()}"):
        return path.stem[: -len(job.source) - 1] + path.suffix
    return job.name

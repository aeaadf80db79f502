"""From a caption track to tracks in other languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.coerce import TrackLike, as_track
from captionkit.api.translated import Job, Translation, broken_rules, delivered, is_folder_name
from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.translation.base import Term, Translator
    from captionkit.translation.client import Progress
    from captionkit.translation.cost import Estimate
    from captionkit.translation.engine import TranslationOptions
    from captionkit.translation.memory import Memory

__all__ = ["Translation", "translate"]


def translate(
    source: TrackLike,
    *,
    to: str | Sequence[str],
    from_language: str = "",
    translator: str | Translator | Sequence[str] = "auto",
    via: str = "",
    translator_options: Mapping[str, str] | None = None,
    glossary: str | PurePath | Sequence[Term] | None = None,
    formality: str = "",
    profile: str | Profile = "default",
    output: str | PurePath | None = None,
    name: str = "",
    format: str | None = None,
    bilingual: str = "",
    memory: str | PurePath | Memory | None = None,
    tmx: Sequence[str] = (),
    export_tmx: str | PurePath | None = None,
    fuzzy: float | None = None,
    review: Sequence[str] = (),
    apply: str | PurePath | None = None,
    estimate: bool = False,
    prices: str | PurePath | None = None,
    max_chars: int | None = None,
    max_cost: float | None = None,
    on_failure: str = "mark",
    join_gap: int = 3000,
    direction_marks: bool = True,
    from_format: str | None = None,
    encoding: str | None = None,
    force: bool = False,
    verify: bool = True,
    dry_run: bool = False,
    progress: Callable[[str, Progress], None] | None = None,
) -> Result[tuple[Translation, ...]]:
    r"""Translate a caption track, keeping every cue's id, order and times.

    ``to`` is one language (BCP 47), several, or several with commas between. ``translator`` is a name, a
    ``module:function``, a command (see :func:`captionkit.translation.find_translator`), a hook, two names with a comma
    for the two legs of a way ``via`` a third language, or ``auto``: the best offline one that is installed.
    ``output`` is a folder (or a file, for one language); file names are those of the source (or of ``name``) with the
    language's tag. ``profile`` is the target's style guide; what the result breaks of it is told. ``bilingual`` is
    ``stacked``, ``styled`` or ``regions``. ``memory`` is an SQLite file that remembers every translation; ``tmx``
    files are taken into it. ``review`` names files for a person to look at (``.csv``, ``.xlsx``, ``.html``, ``.xlf``,
    ``.xliff``, ``.po``; ``{language}`` is filled in) and ``apply`` a file that comes back. ``estimate`` sends nothing.
    A cue without a translation is reported and shown as ``on_failure`` says: ``mark``, ``blank``, or ``stop`` to write
    nothing.

    Raises what reading and writing raise, UsageError for languages, names and options that mean nothing, EngineError
    where the translator is broken, StageError at a limit; what was translated until then is in the memory.

    >>> track = b"1\n00:00:01,000 --> 00:00:03,000\nGood evening.\n"
    >>> translate(track, to="es", from_language="en", translator="echo").value[0].track.cues[0].text
    '[es] Good evening.'
    """
    given = dict(locals())
    languages = _languages(to)
    _check(given, languages)
    reading = as_track(source, format=from_format, encoding=encoding, language=from_language)
    job = _job(reading.value, given)
    if apply is not None:
        made = [_applied(job, languages[0], Path(apply))]
    else:
        with _memory(memory) as store:
            found = _import(store, tmx, job, languages)
            made = [_one(job, language, store) for language in languages]
            _export(store, export_tmx, job, languages, dry_run=dry_run)
            made[0] = Result(made[0].value, (*found, *made[0].diagnostics))
    if job.source and not (from_language or reading.value.language):
        told = report("translate.language-guessed", f"nothing says what language this is; taken for {job.source}")
        made[0] = Result(made[0].value, (told, *made[0].diagnostics))
    notes = tuple(d if d.file else d.at(file=job.name) for result in made for d in result.diagnostics)
    return Result(tuple(result.value for result in made), reading.diagnostics + notes)


def _languages(to: str | Sequence[str]) -> tuple[str, ...]:
    parts = to.split(",") if isinstance(to, str) else [part for item in to for part in item.split(",")]
    languages = tuple(dict.fromkeys(part.strip().replace("_", "-") for part in parts if part.strip()))
    bad = [tag for tag in languages if not tag.replace("-", "").isalnum() or not tag[0].isalpha() or len(tag) > 35]
    if not languages or bad:
        raise UsageError(f"not a language: {', '.join(bad) or 'nothing'}", hint="BCP 47 tags, as es, pt-BR, zh-Hant")
    return languages


def _check(given: Mapping[str, Any], languages: Sequence[str]) -> None:
    from captionkit.translation.bilingual import STYLES
    from captionkit.translation.engine import FAILURE

    for name, allowed in (
        ("bilingual", ("", *STYLES)),
        ("on_failure", FAILURE),
        ("formality", ("", "formal", "informal")),
    ):
        if given[name] not in allowed:
            raise UsageError(
                f"{name.replace('_', '-')} is one of {', '.join(filter(None, allowed))}, not {given[name]!r}"
            )
    if given["apply"] is not None and len(languages) != 1:
        raise UsageError("a reviewed file is of one language", hint="--to es")
    several = len(languages) > 1
    if several and given["output"] is not None and not is_folder_name(given["output"]):
        raise UsageError(f"{given['output']} is one file, and there are {len(languages)} languages", hint="-o FOLDER/")
    if several and any("{language}" not in name for name in given["review"]):
        raise UsageError("several languages need a {language} in the name of the review file")


def _job(track: Track, given: Mapping[str, Any]) -> Job:
    from captionkit.profiles import load

    source, profile = given["source"], given["profile"]
    name = given["name"] or (str(source) if isinstance(source, str | PurePath) else "")
    guide = load(profile) if isinstance(profile, str) else profile
    language = (given["from_language"] or track.language).replace("_", "-") or _guessed(track)
    return Job(track.replace(language=language), name, language, guide, _terms(given["glossary"]), given)


def _guessed(track: Track) -> str:
    from captionkit.languages import likely_language

    return likely_language(cue.text for cue in track)


def _terms(glossary: Any) -> tuple[Term, ...]:
    if glossary is None:
        return ()
    if not isinstance(glossary, str | PurePath):
        return tuple(glossary)
    from captionkit.translation.glossary import read_glossary

    return read_glossary(_bytes(glossary), str(glossary))


def _bytes(path: str | PurePath) -> bytes:
    from captionkit.sources import open_source

    return open_source(path).data


def _memory(memory: Any) -> AbstractContextManager[Memory]:
    """A memory that the caller opened is the caller's to close."""
    from captionkit.translation.memory import Memory

    return nullcontext(memory) if isinstance(memory, Memory) else Memory(memory)


def _import(store: Memory, files: Sequence[str], job: Job, languages: Sequence[str]) -> list[Diagnostic]:
    from captionkit.translation.tmx import import_tmx

    found = []
    for file in files:
        data = _bytes(file)
        for language in languages:
            count = import_tmx(store, data, job.source, language, str(file))
            told = f"{count} translations from {job.source or 'unknown'} to {language} were taken from {file}"
            found.append(report("translate.memory", told, file=str(file)))
    return found


def _export(store: Memory, path: Any, job: Job, languages: Sequence[str], *, dry_run: bool) -> None:
    if path is None or dry_run:
        return
    from captionkit.delivery.atomic import write_atomic
    from captionkit.translation.tmx import write_tmx

    wanted = [e for e in store.entries() if e.source_lang == job.source and e.target_lang in languages]
    write_atomic(Path(path), write_tmx(wanted), force=bool(job.given["force"]))


def _one(job: Job, language: str, store: Memory) -> Result[Translation]:
    from captionkit.translation.engine import translate_track

    if job.source.lower() == language.lower():
        raise UsageError(f"the track is in {language} already", hint="--from says what language it is in")
    hook, how = _hook(job, language)
    options = _options(job, language, hook)
    if job.given["estimate"]:
        return Result(Translation(language, job.track, estimate=_estimated(job, hook, options, store), how=how))
    result = translate_track(job.track, hook, job.guide, options, store)
    value = result.value
    made = Translation(language, value.track, value.untranslated, spent=value.usage, how=how)
    found = (*result.diagnostics, *broken_rules(job, value.track))
    if ", via " in how:
        found = (report("translate.pivot", f"{job.source} to {language} went with {how}"), *found)
    return delivered(job, made, found)


def _hook(job: Job, language: str) -> tuple[Translator, str]:
    from captionkit.translation.find import find_translator

    spec, via = job.given["translator"], job.given["via"].replace("_", "-")
    options = job.given["translator_options"] or {}
    if spec == "auto" and not via:
        from captionkit.translation.auto import choose

        choice = choose(job.source, language)
        return choice.translator, choice.how
    if isinstance(spec, str) and not spec.startswith(("cmd:", "jsonl:")) and (via or "," in spec):
        spec = spec.split(",")
    if not isinstance(spec, str) and isinstance(spec, Sequence):
        return _two(spec, via, options)
    hook = find_translator(spec, options)
    return hook, spec if isinstance(spec, str) else getattr(hook, "__qualname__", type(hook).__name__)


def _two(names: Sequence[str], via: str, options: Mapping[str, str]) -> tuple[Translator, str]:
    """Two legs; options named ``1.url`` and ``2.url`` go to one of them, others to both."""
    from captionkit.translation.backends.pivot import pivot
    from captionkit.translation.find import find_translator

    if not via or not 1 <= len(names) <= 2 or "auto" in names:
        raise UsageError("a way through a third language needs --via and two translators (or one that knows both)")
    legs = []
    for number, name in enumerate((names[0].strip(), names[-1].strip()), start=1):
        own = {key.removeprefix(f"{number}."): value for key, value in options.items() if key[:2] not in ("1.", "2.")}
        own |= {key[2:]: value for key, value in options.items() if key.startswith(f"{number}.")}
        legs.append(find_translator(name, own))
    return pivot(legs[0], legs[1], via), f"{names[0]} and {names[-1]}, via {via}"


def _options(job: Job, language: str, hook: Translator) -> TranslationOptions:
    from captionkit.translation.base import ability_of
    from captionkit.translation.client import RequestPolicy
    from captionkit.translation.cost import demand_price, load_prices, price_of
    from captionkit.translation.engine import TranslationOptions
    from captionkit.translation.units import Joining

    given = job.given
    price = price_of(ability_of(hook), load_prices(given["prices"]))
    if given["max_cost"] is not None:
        price = demand_price(ability_of(hook), price)
    told = given["progress"]
    asking = RequestPolicy(
        job.source, language, glossary=job.terms, formality=given["formality"], max_chars=given["max_chars"],
        max_cost=given["max_cost"], price=price.of if price else None, fuzzy=given["fuzzy"],
        progress=(lambda progress: told(language, progress)) if told else None,
    )  # fmt: skip
    return TranslationOptions(asking, Joining(gap=given["join_gap"]), given["on_failure"], given["direction_marks"])


def _estimated(job: Job, hook: Translator, options: TranslationOptions, store: Memory) -> Estimate:
    from captionkit.translation.base import ability_of
    from captionkit.translation.client import TranslationClient
    from captionkit.translation.cost import estimate, load_prices, price_of
    from captionkit.translation.engine import prepare

    ability = ability_of(hook)
    queries = prepare(job.track, job.guide.limits(), options, join=ability.join).queries
    pending = TranslationClient(hook, options.policy, store).pending(queries)
    return estimate(queries, pending, ability, price_of(ability, load_prices(job.given["prices"])))


def _applied(job: Job, language: str, path: Path) -> Result[Translation]:
    from captionkit.translation.review import apply_sheet, read_sheet

    sheet = read_sheet(_bytes(path), str(path))
    if sheet.target_lang and sheet.target_lang.partition("-")[0].lower() != language.partition("-")[0].lower():
        raise InputError(f"{path}: the file is a translation into {sheet.target_lang}, not {language}")
    result = apply_sheet(sheet, job.track, job.guide)
    lost = {"translate.untranslated", "translate.id-missing"}
    missing = tuple(d.cue for d in result.diagnostics if d.code in lost and d.cue is not None)
    made = Translation(language, result.value.replace(language=language), missing, how=str(path))
    return delivered(job, made, result.diagnostics)

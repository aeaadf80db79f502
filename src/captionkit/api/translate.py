"""From a caption track to tracks in other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, get_args, overload

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.translated import (
    Bilingual,
    TranslateOptions,
    Translation,
    TranslationJob,
    Translations,
    blank_sheet,
    broken_rules,
    delivered,
    is_folder_name,
    written_terms,
)
from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import InputError, UsageError
from captionkit.formats import WriteOptions
from captionkit.values import check_choice

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.sources import ReadOptions
    from captionkit.translation.base import Term, Translator
    from captionkit.translation.cost import Estimate
    from captionkit.translation.engine import TranslationOptions
    from captionkit.translation.memory import Memory

__all__ = ["Translation", "Translations", "translate"]


@overload
def translate(  # type: ignore[overload-overlap]  # a str is one language, not a sequence of letters
    source: TrackLike,
    target_language: str,
    output: str | PurePath | None = None,
    *,
    to: str | None = None,
    source_language: str = "",
    translator: str | Translator | Sequence[str] = "auto",
    via: str = "",
    glossary: str | PurePath | Sequence[Term] | None = None,
    profile: str | Profile = "default",
    from_format: str | None = None,
    bilingual: Bilingual = "",
    memory: str | PurePath | Memory | None = None,
    review: Sequence[str | PurePath] = (),
    apply: str | PurePath | None = None,
    estimate: bool = False,
    force: bool = False,
    translate_options: TranslateOptions | None = None,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Translation: ...
@overload
def translate(
    source: TrackLike,
    target_language: Sequence[str],
    output: str | PurePath | None = None,
    *,
    to: str | None = None,
    source_language: str = "",
    translator: str | Translator | Sequence[str] = "auto",
    via: str = "",
    glossary: str | PurePath | Sequence[Term] | None = None,
    profile: str | Profile = "default",
    from_format: str | None = None,
    bilingual: Bilingual = "",
    memory: str | PurePath | Memory | None = None,
    review: Sequence[str | PurePath] = (),
    apply: str | PurePath | None = None,
    estimate: bool = False,
    force: bool = False,
    translate_options: TranslateOptions | None = None,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Translations: ...


@verb
def translate(
    source: TrackLike,
    target_language: str | Sequence[str],
    output: str | PurePath | None = None,
    *,
    to: str | None = None,
    source_language: str = "",
    translator: str | Translator | Sequence[str] = "auto",
    via: str = "",
    glossary: str | PurePath | Sequence[Term] | None = None,
    profile: str | Profile = "default",
    from_format: str | None = None,
    bilingual: Bilingual = "",
    memory: str | PurePath | Memory | None = None,
    review: Sequence[str | PurePath] = (),
    apply: str | PurePath | None = None,
    estimate: bool = False,
    force: bool = False,
    translate_options: TranslateOptions | None = None,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Translation | Translations:
    r"""Translate a caption track, keeping every cue's id, order and times.

    ``target_language`` (BCP 47) is one language, which gives a Translation, or several, which give a sequence of them.
    ``translator`` is a name, a ``module:function``, a command (see :func:`captionkit.translation.find_translator`), a
    function from texts to as many texts, two names with a comma for the two legs of a way ``via`` a third language,
    ``auto``: the best offline one that is installed, or ``manual``: a blank sheet for a person is written. ``output``
    is a folder (or a file, for one language); file names are those of the source with the language's tag; without it
    nothing is written. ``profile`` is the target's style guide; what the result breaks of it is reported.
    ``bilingual`` is ``stacked``, ``styled`` or ``regions``.
    ``memory`` is an SQLite file that remembers every translation. ``review`` names files for a person to look at
    (``.csv``, ``.xlsx``, ``.html``, ``.xlf``, ``.xliff``, ``.po``; ``{language}`` is filled in) and ``apply`` a file
    that comes back. ``estimate`` sends nothing. ``translate_options`` hold the rest
    (:class:`captionkit.TranslateOptions`).

    Raises what reading and writing raise, UsageError for languages, names and options that mean nothing, EngineError
    where the translator is broken, StageError at a limit; what was translated until then is in the memory.

    >>> track = b"1\n00:00:01,000 --> 00:00:03,000\nGood evening.\n"
    >>> translate(track, "es", source_language="en", translator="echo").track[0].text
    '[es] Good evening.'
    """
    languages = _languages(target_language)
    given = translate_options or TranslateOptions()
    check_choice("bilingual", bilingual, get_args(Bilingual))
    _check(languages, output, (*review, *([given.terms] if given.terms else [])), apply)
    reading = as_track(source, from_format, reading_options(read_options, source_language))
    language = (source_language or reading.value.language).replace("_", "-") or _guessed(reading.value)
    job = TranslationJob(
        track=reading.value.replace(language=language),
        name=given.name or (str(source) if isinstance(source, str | PurePath) else ""),
        source=language,
        guide=_guide(profile),
        terms=_terms(glossary),
        options=given,
        output=None if output is None else str(output),
        format=to,
        bilingual=bilingual,
        review=tuple(str(path) for path in review),
        force=force,
        write_options=write_options or WriteOptions(),
    )
    if apply is not None:
        made = [_applied(job, languages[0], Path(apply))]
    else:
        with _memory(memory) as store:
            imported = _import(store, given.tmx, job, languages)
            made = [_one(job, each, store, translator, via, estimate=estimate) for each in languages]
            _export(store, given.export_tmx, job, languages)
            made[0] = replace(made[0], diagnostics=(*imported, *made[0].diagnostics))
    if job.source and not (source_language or reading.value.language):
        guessed = report("translate.language-guessed", f"nothing says what language this is; taken for {job.source}")
        made[0] = replace(made[0], diagnostics=(guessed, *made[0].diagnostics))
    made = [
        replace(one, diagnostics=tuple(d if d.file else d.at(file=job.name) for d in one.diagnostics)) for one in made
    ]
    if isinstance(target_language, str):
        return replace(made[0], diagnostics=reading.diagnostics + made[0].diagnostics)
    return Translations(tuple(made), reading.diagnostics + tuple(d for one in made for d in one.diagnostics))


def _languages(target: str | Sequence[str]) -> tuple[str, ...]:
    parts = [target] if isinstance(target, str) else [part for item in target for part in item.split(",")]
    languages = tuple(dict.fromkeys(part.strip().replace("_", "-") for part in parts if part.strip()))
    bad = [tag for tag in languages if not tag.replace("-", "").isalnum() or not tag[0].isalpha() or len(tag) > 35]
    if not languages or bad:
        raise UsageError(f"not a language: {', '.join(bad) or 'nothing'}", hint="BCP 47 tags, as es, pt-BR, zh-Hant")
    return languages


def _check(
    languages: Sequence[str], output: str | PurePath | None, review: Sequence[str | PurePath], apply: Any
) -> None:
    if apply is not None and len(languages) != 1:
        raise UsageError("a reviewed file is of one language", hint="--target-language es")
    several = len(languages) > 1
    if several and output is not None and not is_folder_name(output):
        raise UsageError(f"{output} is one file, and there are {len(languages)} languages", hint="-o FOLDER/")
    if several and any("{language}" not in str(name) for name in review):
        raise UsageError("several languages need a {language} in the names of review and terms files")


def _guide(profile: str | Profile) -> Profile:
    from captionkit.profiles import load

    return load(profile) if isinstance(profile, str) else profile


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


def _import(store: Memory, files: Sequence[str], job: TranslationJob, languages: Sequence[str]) -> list[Diagnostic]:
    from captionkit.translation.tmx import import_tmx

    found = []
    for file in files:
        data = _bytes(file)
        for language in languages:
            count = import_tmx(store, data, job.source, language, str(file))
            message = f"{count} translations from {job.source or 'unknown'} to {language} were taken from {file}"
            found.append(report("translate.memory", message, file=str(file)))
    return found


def _export(store: Memory, path: Any, job: TranslationJob, languages: Sequence[str]) -> None:
    if path is None or job.write_options.dry_run:
        return
    from captionkit.delivery.atomic import write_atomic
    from captionkit.translation.tmx import write_tmx

    wanted = [e for e in store.entries(verified=True) if e.source_lang == job.source and e.target_lang in languages]
    write_atomic(Path(path), write_tmx(wanted), force=job.force)


def _one(
    job: TranslationJob,
    language: str,
    store: Memory,
    translator: str | Translator | Sequence[str],
    via: str,
    *,
    estimate: bool,
) -> Translation:
    from captionkit.translation.base import Tokens, ability_of
    from captionkit.translation.engine import translate_track
    from captionkit.translation.keys import nothing_sent
    from captionkit.translation.replies import keep_replies

    if job.source.lower() == language.lower():
        raise UsageError(f"the track is in {language} already", hint="--source-language says what language it is in")
    if translator == "manual" and not estimate:
        return blank_sheet(job, language)
    with nothing_sent() if estimate or job.options.from_replies else nullcontext():
        function, how = _translator(job, language, translator, via.replace("_", "-"))
    options = _options(job, language, function)
    if (replies := job.options.from_replies) and (not store.kept or estimate):
        raise UsageError("kept replies stand in a memory, and are judged for a translation", hint="--memory FILE")
    forgotten = _forgotten(job, function, options, store) if job.options.forget else 0
    if estimate:
        planned = _estimated(job, function, options, store)
        return Translation(language, job.track, estimate=planned, how=how, forgotten=forgotten)
    if store.kept and not ability_of(function).trial:
        function = keep_replies(function, store, ask=not replies)
    result = translate_track(job.track, function, job.guide, options, store)
    track, missing, usage, said = result.value.track, result.value.untranslated, result.value.usage, result.diagnostics
    del result  # with it go the words of all texts: what follows wants memory of its own
    written_terms(job, language, (*options.policy.terms, *usage.terms.values()))
    if replies:  # nothing was sent
        usage = replace(usage, calls=0, texts=0, chars=0, cost=0.0, tokens=Tokens())
    found = (*(d for d in said if not replies or d.code != "translate.used"), *broken_rules(job, track))
    if ", via " in how:
        found = (report("translate.pivot", f"{job.source} to {language} went with {how}"), *found)
    made = Translation(language, track, missing, spent=usage, how=how, diagnostics=found)
    return replace(delivered(job, made), forgotten=forgotten, currency=_currency(job, function))


def _currency(job: TranslationJob, translator: Translator) -> str | None:
    from captionkit.translation.base import ability_of
    from captionkit.translation.cost import load_prices, price_of

    ability = ability_of(translator)
    price = price_of(ability, load_prices(job.options.prices))
    return (price.currency if price else "") if ability.charges else None


def _forgotten(job: TranslationJob, translator: Translator, options: TranslationOptions, store: Memory) -> int:
    """Drop from the memory what the job says; return how many translations that were."""
    from captionkit.translation.base import ability_of
    from captionkit.translation.engine import prepare
    from captionkit.translation.memory import Forgotten

    if not store.kept:
        raise UsageError("there is no memory to forget anything", hint="--forget goes with --memory FILE")
    queries = prepare(job.track, job.guide.limits(), options, join=ability_of(translator).join).queries
    texts = (query.text for query in queries)
    return store.forget(Forgotten.parse(job.options.forget, job.source, options.policy.target, texts))


def _translator(
    job: TranslationJob, language: str, asked: str | Translator | Sequence[str], via: str
) -> tuple[Translator, str]:
    from captionkit.translation.auto import choose
    from captionkit.translation.find import find_translator

    options = job.options.translator_options
    if asked == "auto" and not via:
        choice = choose(job.source, language)
        return choice.translator, choice.how
    if isinstance(asked, str) and not asked.startswith(("cmd:", "jsonl:")) and (via or "," in asked):
        asked = asked.split(",")
    if not isinstance(asked, str) and isinstance(asked, Sequence):
        return _two(asked, via, options)
    found = find_translator(asked, options)
    return found, asked if isinstance(asked, str) else getattr(found, "__qualname__", type(found).__name__)


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


def _options(job: TranslationJob, language: str, translator: Translator) -> TranslationOptions:
    from captionkit.translation.base import ability_of
    from captionkit.translation.client import RequestPolicy
    from captionkit.translation.cost import demand_price, load_prices, price_of
    from captionkit.translation.engine import TranslationOptions
    from captionkit.translation.units import Joining

    given = job.options
    price = price_of(ability_of(translator), load_prices(given.prices))
    if given.max_cost is not None:
        price = demand_price(ability_of(translator), price)
    show = given.progress
    policy = RequestPolicy(
        job.source, language, glossary=job.terms, formality=given.formality, max_chars=given.max_chars,
        max_cost=given.max_cost, price=price.of if price else None, fuzzy=given.fuzzy,
        terms=_settled_terms(given.terms, language), token_price=price.of_tokens if price and price.tokens_in else None,
        progress=(lambda progress: show(language, progress)) if show else None, dictionaries=True,
    )  # fmt: skip
    return TranslationOptions(policy, Joining(gap=given.join_gap), given.on_failure, given.direction_marks)


def _settled_terms(path: Any, language: str) -> tuple[Term, ...]:
    """Return the terms that earlier runs settled, from their file; none where it is not there yet."""
    file = Path(str(path).replace("{language}", language)) if path is not None else None
    return _terms(file) if file is not None and file.exists() else ()


def _estimated(job: TranslationJob, translator: Translator, options: TranslationOptions, store: Memory) -> Estimate:
    from captionkit.translation.base import ability_of
    from captionkit.translation.client import TranslationClient
    from captionkit.translation.cost import estimate, load_prices, price_of
    from captionkit.translation.engine import prepare

    ability = ability_of(translator)
    queries = prepare(job.track, job.guide.limits(), options, join=ability.join).queries
    pending = TranslationClient(translator, options.policy, store).pending(queries)
    return estimate(queries, pending, ability, price_of(ability, load_prices(job.options.prices)))


def _applied(job: TranslationJob, language: str, path: Path) -> Translation:
    from captionkit.translation.review import apply_sheet, judged, read_sheet

    sheet = read_sheet(_bytes(path), str(path))
    if sheet.target_lang and sheet.target_lang.partition("-")[0].lower() != language.partition("-")[0].lower():
        raise InputError(f"{path}: the file is a translation into {sheet.target_lang}, not {language}")
    sheet = replace(sheet, source_lang=job.source, target_lang=language)
    result = apply_sheet(sheet, job.track, job.guide)
    lost = {"translate.untranslated", "translate.id-missing"}
    missing = tuple(d.cue for d in result.diagnostics if d.code in lost and d.cue is not None)
    found = judged(sheet, job.track, result.value, job.guide.limits(), missing=missing, terms=job.terms)
    made = Translation(language, result.value, missing, how=str(path), diagnostics=(*result.diagnostics, *found))
    return delivered(job, made)

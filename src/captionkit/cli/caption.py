"""``captionkit caption``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.caption import Captioned

__all__ = ["command"]


@opt.command
@click.argument("source")
@opt.output("A file (its suffix names the format), a folder, or - for stdout. Default: stdout.")
@click.option(
    "--to", multiple=True, metavar="FORMAT", help="srt, vtt, ...; repeatable.", shell_complete=opt.choices("formats")
)
@click.option(
    "-p",
    "--profile",
    default="default",
    show_default=True,
    metavar="NAME",
    help="The style guide: a name or a TOML file.",
    shell_complete=opt.choices("profiles"),
)
@click.option(
    "--media", type=click.Path(), help="The film or sound the text belongs to: untimed text is spread over its length."
)
@click.option("--duration", metavar="TIME", help="That length, as 3:25, 00:03:25.400 or 3m25s.")
@opt.reading
@click.option(
    "--layout",
    default="",
    metavar="EXAMPLE",
    help='Layout of a text transcript, by example ("NAME (TIME): TEXT") or name.',
)
@click.option("--tc-start", metavar="TIME", help="The timecode at the start of the media, as 10:00:00:00.")
@click.option("--from-line", type=click.IntRange(1), help="The transcript begins on this line of the file.")
@click.option("--to-line", type=click.IntRange(1), help="... and ends on this one.")
@click.option("--after", default="", metavar="TEXT", help="The transcript begins after the line that holds TEXT.")
@click.option(
    "--speakers",
    type=click.Choice(["none", "label", "dash", "voice"]),
    default="none",
    show_default=True,
    help="How speakers are shown.",
)
@click.option("--speaker", "renames", multiple=True, metavar="OLD=NEW", help="Rename a speaker; repeatable.")
@click.option("--speaker-map", type=click.Path(exists=True), help="A JSON or TOML file of such renames.")
@click.option("--include", multiple=True, metavar="KIND", help="Caption these too: sound, music, direction, title.")
@click.option("--translate", metavar="TAGS", help="Also translate into these languages: es, or es,fr,pt-BR.")
@click.option("--translator", default="auto", show_default=True, metavar="NAME", help="With this hook.")
@click.option("--via", default="", metavar="TAG", help="Go through this language.")
@click.option("--explain", is_flag=True, help="Tell for each break what it cost and what the runner-up was.")
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str, output: str | None, to: tuple[str, ...], **options: Any) -> Outcome:
    """Turn the transcript SOURCE into caption tracks.

    SOURCE is a transcript in any form, timed or not, or a caption track to cut anew; "-" is stdin. Untimed text is
    timed by the speaking rate of its language, spread over --media or --duration where given, and marked as estimated.

    \b
    captionkit caption report.txt -o out/ --to srt --to vtt
    captionkit caption talk.json --profile netflix-en -o talk.en.srt
    cat talk.txt | captionkit caption - --to vtt > talk.vtt
    """
    from captionkit.api.caption import caption
    from captionkit.api.rename import speaker_names

    where = output if output is not None else "-"
    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    options["translate"] = [tag for tag in (options["translate"] or "").split(",") if tag]
    options["duration"] = _time(options["duration"], options["rate"])
    options["tc_start"] = _time(options["tc_start"], options["rate"]) or 0
    result = caption(source, output=where, to=to or (() if output else ("srt",)), **options)
    return Outcome(
        result=_summary(result.value),
        notes=_notes(result.value, dry_run=options["dry_run"]),
        diagnostics=result.diagnostics,
        outputs=[w.as_dict() for w in result.value.written],
    )


def _time(text: str | None, rate: str | None) -> int | None:
    if text is None:
        return None
    from captionkit.model.timecode import parse_length, parse_rate, parse_smpte

    if text.count(":") + text.count(";") == 3:
        return parse_smpte(text, parse_rate(rate or "25"))
    return parse_length(text)


def _summary(made: Captioned) -> dict[str, Any]:
    track = made.track
    summary: dict[str, Any] = {
        "source_format": made.transcript.source,
        "language": track.language,
        "timing": track.timing.value,
        "cues": len(track),
        "speakers": list(made.transcript.speakers),
        "duration": max((cue.end for cue in track), default=0),
    }
    if made.explain:
        summary["breaks"] = [row.as_dict() for row in made.explain]
    return summary


def _notes(made: Captioned, *, dry_run: bool) -> list[str]:
    done = "would write" if dry_run else "wrote"
    timing = made.track.timing.value
    how = "times as given" if timing == "given" else f"times {timing}"
    wrote = [f"{done} {w.path} ({w.format}, {w.cues} cues, {how})" for w in made.written if w.path != "-"]
    return [*(str(row) for row in made.explain), *wrote]

"""``captionkit caption``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.caption import Captioned
    from captionkit.cli._sources import Made

__all__ = ["COVERED", "command", "summary", "what_was_read"]

#: Diagnostics that the summary says in its own words.
COVERED = (
    "article.taken", "article.left-out", "article.handover", "text.layout", "transcript.language-guessed",
    "timing.estimated", "segment.times-filled",
)  # fmt: skip


@opt.command("caption")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option("--recogniser", metavar="NAME", default="",
              help="SOURCE is a film without a transcript: what writes down its words (NAME:MODEL, module:function,"
              " cmd:PROGRAM, or auto).")  # fmt: skip
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Turn each transcript SOURCE into caption tracks.

    SOURCE is a transcript in any form, timed or not, or a caption track to re-segment; "-" is stdin. Untimed text is
    timed by the sound of --media, spread over --duration, or timed by the speaking rate of its language; what was not
    measured is marked as estimated.

    \b
    captionkit caption report.txt -o out/ --to srt --to vtt
    captionkit caption talk.json talk.en.srt --profile netflix-en
    captionkit caption day1/*.json -o "out/{stem}.{language}.{ext}" --to srt
    captionkit caption film.mp4 film.srt --recogniser faster-whisper:small
    cat talk.txt | captionkit caption - --to vtt > talk.vtt
    """
    from captionkit.cli._reading import speaker_names
    from captionkit.cli._sources import each

    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    # they are shown by the segmentation already
    writing = {key: value for key, value in options.items() if key not in ("speakers", "speakers_from")}
    if options["target_language"] and options["output"] in (None, "-") and len(sources) < 2:
        from captionkit.errors import UsageError

        raise UsageError("a translation needs a file or folder to be written to", hint="-o FOLDER/ --to srt")
    return each(sources, lambda source: _made(source, options), own="?", words=False, **writing)


def _made(source: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.caption import caption
    from captionkit.cli._reading import reading, transcript_language
    from captionkit.cli._sources import Made

    language, doubts = (options["language"], ()) if options["recogniser"] else transcript_language(source, options)
    keys = (
        "profile", "media", "duration", "sound", "from_format", "speakers", "rename", "include", "explain",
        "translator", "via", "max_words", "lead_in", "recogniser", "shot_changes", "speakers_from",
    )  # fmt: skip
    made = caption(
        source,
        language=language,
        read_options=reading(options, language),
        translate=options["target_language"] or (),
        **{key: options[key] for key in keys},
    )
    return Made(
        tracks=[("", made.track), *made.translations.items()],
        result=summary(made),
        diagnostics=(*made.diagnostics, *doubts),
        read=[*what_was_read(source, made), *(str(row) for row in made.explain)],
        covered=COVERED,
    )


def summary(made: Captioned) -> dict[str, Any]:
    """Return the JSON value of what a transcript became."""
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


def what_was_read(source: str, made: Captioned) -> Iterator[str]:
    """Say what was taken of the source, in what language, who speaks, and where the times come from."""
    found = made.diagnostics
    notes = {d.code: d for d in found}
    layout = notes["text.layout"].data.get("layout", "") if "text.layout" in notes else ""
    what = f"{made.transcript.source}, layout {layout}" if layout else made.transcript.source
    taken = notes["article.taken"].data if "article.taken" in notes else {}
    lines = f"; lines {taken['from']} to {taken['to']} taken" if taken.get("to") else ""
    left = sum(d.data["to"] - d.data["from"] + 1 for d in found if d.code == "article.left-out" and "to" in d.data)
    lines += f", {left} other line{'s' * (left > 1)} left out" if left else ""
    yield f"read {source}: {what}{lines}"
    words = sum(len(s.words) or len(s.text.split()) for s in made.transcript.spoken)
    language = made.transcript.language or "not known"
    guessed = " (from the text)" if "transcript.language-guessed" in notes else ""
    timing = {"given": "as given", "interpolated": "interpolated between those given", "estimated": "estimated",
              "aligned": "as heard in the media"}  # fmt: skip
    times = timing.get(made.track.timing.value, made.track.timing.value)
    yield f"  {words} words, language {language}{guessed}, {_speakers(made.transcript.speakers)}, times {times}"


def _speakers(names: tuple[str, ...]) -> str:
    if not names:
        return "no speaker named"
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"{len(names)} speaker{'s' * (len(names) > 1)} ({shown})"

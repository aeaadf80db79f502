"""``captionkit review``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli._render import say

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.review.server import Serving

__all__ = ["command"]


@opt.command("review")
@click.argument("sources", nargs=-1, metavar="[FILM] TRACK...")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port of the page (default: as before); 0: any free one."
)
@click.option("--no-open", "quietly", is_flag=True, help="Do not open the browser; the address is printed.")
@click.option("--forget-films", is_flag=True, help="Remove what was kept of FILM, or of all films: waveforms, copies.")
@click.option("--export", metavar="PAGE", help="Write a page for a client, who looks and leaves notes; then end.")
@click.option("--import", "notes", multiple=True, metavar="NOTES",
              help="Bring in notes that a client gave back, then end; repeatable.")  # fmt: skip
def command(
    sources: tuple[str, ...], export: str | None, notes: tuple[str, ...], force: bool, **options: Any
) -> Outcome:
    """Look at, correct and sign off the tracks of a film, in the browser, on this machine alone.

    Every change is kept beside the first track at once (NAME.ckreview); the files themselves change when they are
    saved. Several tracks stand side by side, as original and translation. What a film's sound and picture show is
    worked out once and kept in the cache.

    \b
    captionkit review film.mp4 talk.en.srt
    captionkit review film.mov talk.en.srt talk.es.srt --profile netflix
    captionkit review film.mp4 talk.en.srt --export client.html
    captionkit review talk.en.srt --import notes.talk.en.json
    captionkit review --forget-films
    """
    from captionkit.errors import UsageError
    from captionkit.review.start import forgotten, parted

    film, tracks = parted(sources)
    if options["forget_films"]:
        removed = forgotten(film)
        return Outcome({"removed": removed}, notes=[f"removed {removed / 1e6:.1f} MB"])
    if not tracks:
        way = f"captionkit convert {film} talk.srt takes a text track out of it"
        hint = way if film else "captionkit review film.mp4 talk.en.srt"
        raise UsageError("name at least one TRACK", hint=hint)
    if export or notes:
        return _exchange(film, tracks, export, notes, force=force, **options)
    return _serve(film, tracks, **options)


def _serve(film: str | None, tracks: tuple[str, ...], *, quietly: bool, **options: Any) -> Outcome:
    from threading import Thread

    from captionkit.review.start import opened

    wanted = ("port", "profile", "rate", "language", "shot_changes")
    serving = opened(film, tracks, **{name: options[name] for name in wanted})
    say(f"the workbench is at {serving.address}")
    say("Ctrl-C stops it; every change is kept already")
    if not quietly:
        Thread(target=_show, args=(serving,), daemon=True).start()
    unsaved = serving.run()
    changes = "1 change is" if unsaved == 1 else f"{unsaved} changes are"
    note = f"stopped; {changes} in the journal and not in the file yet" if unsaved else "stopped; all is in the file"
    if serving.interrupted:
        say(note)
        raise KeyboardInterrupt
    return Outcome({"unsaved": unsaved}, notes=[note])


def _exchange(
    film: str | None,
    tracks: tuple[str, ...],
    export: str | None,
    notes: tuple[str, ...],
    *,
    force: bool,
    **options: Any,
) -> Outcome:
    """Bring in what a client said, then write the page for the next look: whichever of both is wanted."""
    from captionkit.review.client.deliver import export_page, import_notes
    from captionkit.review.session import Session

    result: dict[str, Any] = {}
    said: list[str] = []
    found: list[Diagnostic] = []
    with Session(tracks, profile=options["profile"], rate=options["rate"], language=options["language"]) as session:
        if notes:
            taken = import_notes(session, notes)
            result |= {"notes": taken.as_dict()}
            said.append(f"notes: {taken.summary}")
            found += taken.diagnostics
        if export:
            made = export_page(session, export, film=film, force=force)
            result |= made.as_dict()
            said.append(f"wrote {made.path} ({made.cues} captions)")
            found += made.diagnostics
    return Outcome(result, notes=said, diagnostics=found)


def _show(serving: Serving) -> None:
    """Show the page in the browser, unless there will be none: what cannot be opened is mostly known at once."""
    import webbrowser

    if not serving.bench.failed_within(0.7):
        webbrowser.open(serving.once())

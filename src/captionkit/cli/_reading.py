"""What the commands do to read their sources, and what their options say about writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from captionkit.errors import UsageError

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions

__all__ = ["duration_of", "named_track", "pairs", "reading", "speaker_names", "transcript_language", "writing"]


def reading(options: Mapping[str, Any], language: str = "") -> ReadOptions:
    """Return what a command line says about reading, with ``language`` where it is known better."""
    from captionkit.sources import ReadOptions

    return ReadOptions(
        encoding=options["encoding"],
        language=language or options["language"],
        strict=options["strict"],
        rate=options["rate"],
        start_timecode=options.get("start_timecode", 0),
        layout=options.get("layout", ""),
        from_line=options.get("from_line"),
        to_line=options.get("to_line"),
        after=options.get("after", ""),
        clean=options.get("clean", ()),
        mask=options.get("mask", ()),
        turns=options.get("turns", "sentences"),
        roll_up=options.get("roll_up", "lines"),
        time_base=options.get("time_base") or "",
        track=options.get("track"),
    )


def writing(options: Mapping[str, Any]) -> WriteOptions:
    """Return what a command line says about writing."""
    from captionkit.formats import WriteOptions

    keys = ("verify", "preserve", "speakers", "dry_run", "rate", "size", "word_times")
    profile = options.get("profile") or ""
    given = {key: options[key] for key in keys if key in options}
    return WriteOptions(**given, profile=str(profile), header=pairs(options.get("header", ()), "--header NAME=VALUE"))


def pairs(given: Iterable[str], how: str) -> dict[str, str]:
    """Return name -> value of a repeatable option that is written as ``how``.

    Raises UsageError for one without ``=``.

    >>> pairs(["rows=23"], "--header NAME=VALUE")
    {'rows': '23'}
    """
    found = {}
    for pair in given:
        name, mark, said = pair.partition("=")
        if not mark:
            raise UsageError(f"{pair!r} says nothing without =", hint=how)
        found[name.strip()] = said.strip()
    return found


def named_track(source: str, options: Mapping[str, Any]) -> tuple[Track, tuple[Diagnostic, ...]]:
    """Read one source as a track; its language is the option's, else the file's, else the one in the file's name.

    A name is believed as far as the text does not speak against it.
    """
    from captionkit.api.load import as_track
    from captionkit.delivery.names import fitting_language, language_in_name

    result = as_track(source, options["from_format"], reading(options))
    named = language_in_name(source) if not options["language"] else ""
    if not named or result.value.language:
        return result.value, result.diagnostics
    language, doubts = fitting_language(source, named, [cue.text for cue in result.value])
    return result.value.replace(language=language), (*result.diagnostics, *doubts)


def transcript_language(source: str, options: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the language to read a transcript with: the option's, or the one in its name where its text agrees."""
    from captionkit.delivery.names import fitting_language, language_in_name

    named = "" if options["language"] else language_in_name(source)
    if not named:
        return options["language"], ()
    from captionkit.api.read_transcript import GUESSED, read_transcript

    transcript = read_transcript(source, options["from_format"], options=reading(options))
    if transcript.language and GUESSED not in transcript.meta:
        return "", ()  # the file itself says it
    return fitting_language(source, named, [segment.text for segment in transcript.spoken])


def duration_of(options: Mapping[str, Any]) -> int | None:
    """Return the media's duration in ms: the option's, or that of the file that ``--media`` names."""
    if options["duration"] is not None or not options["media"]:
        duration: int | None = options["duration"]
        return duration
    from captionkit.timing import probe_duration

    return probe_duration(options["media"])


def speaker_names(pairs: Iterable[str] = (), file: str | None = None) -> dict[str, str]:
    """Return old name -> new name from ``OLD=NEW`` pairs and a JSON or TOML file of the same; pairs win.

    Raises UsageError for a pair without ``=`` and for a file that holds no such table.

    >>> speaker_names(["SPEAKER_00=Anna"])
    {'SPEAKER_00': 'Anna'}
    """
    names = _names_in(file) if file else {}
    for pair in pairs:
        old, mark, new = pair.partition("=")
        if not mark or not old.strip():
            raise UsageError(f"{pair!r} renames nobody", hint="write OLD=NEW")
        names[old.strip()] = new.strip()
    return names


def _names_in(file: str) -> dict[str, str]:
    import json
    from pathlib import Path

    from captionkit.sources.tomltext import parse_toml

    path = Path(file)
    try:
        text = path.read_text("utf-8")
        table = parse_toml(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as a table of names: {error}") from None
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise UsageError(f"{path}: wants one table of old name to new name")
    return table

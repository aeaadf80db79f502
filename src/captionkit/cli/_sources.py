"""SOURCE... and -o OUTPUT: what every command that writes tracks does with its arguments, in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli._outcome import Outcome
from captionkit.cli._render import ProgressLine
from captionkit.errors import CaptionkitError, UsageError
from captionkit.fitting import number_of
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.track import Track

__all__ = ["Made", "arguments_of", "each", "of_all", "run_each"]


@value
class Made:
    """What a command made of one source.

    ``tracks`` are to be written, each with the language that its name shall carry beside the source's name (``""``:
    the track's own). ``result`` is the JSON value; ``read`` says in a line or two what was read, ``changed`` what was
    changed; ``text`` goes to stdout, where it may be ``data`` that programs read; ``outputs`` are files that were
    written already.
    """

    tracks: Sequence[tuple[str, Track]]
    result: Any
    diagnostics: Sequence[Diagnostic] = ()
    read: Sequence[str] = ()
    changed: str = ""
    text: str = ""
    outputs: Sequence[Mapping[str, Any]] = ()
    failed: bool = False
    covered: Sequence[str] = field(default=())
    data: bool = False


def arguments_of(arguments: Sequence[str], output: str | None, *, writes: bool = True) -> tuple[list[str], str | None]:
    """Return the sources and the output that a command line names.

    Of exactly two arguments without ``-o`` the second is the output, in every command that reads a track and writes
    one; otherwise all are sources. That does not depend on which files exist.

    Raises UsageError for none, for three or more without an output, and for stdin twice.
    """
    sources = list(arguments)
    if writes and output is None and len(sources) == 2:
        sources, output = sources[:1], sources[1]
    if not sources:
        raise UsageError("name at least one SOURCE (- is stdin)", hint="captionkit COMMAND --help shows examples")
    if sources.count("-") > 1:
        raise UsageError("stdin (-) can be read once only")
    if writes and len(sources) > 1 and output is None:
        raise UsageError(
            f"{len(sources)} sources need a place for their tracks",
            hint='-o FOLDER/, or a template as -o "{stem}.{language}.{ext}"',
        )
    return sources, output


def each(
    arguments: Sequence[str],
    make: Callable[[str], Made],
    *,
    own: str = "",
    words: bool = True,
    **options: Any,
) -> Outcome:
    """Run ``make`` over the sources that the arguments name and write what it makes.

    ``own`` is the format where neither ``-o`` nor ``--to`` says one: ``""`` for the source's, ``?`` for none. With
    ``words=False`` the tracks' word times are not shown in formats for players.
    """
    sources, output = arguments_of(arguments, options["output"])
    if options.get("nowhere"):
        return run_each(sources, make)
    writer = _Writer("-" if output is None else output, sources, options, own=own, words=words)
    return run_each(sources, lambda source: writer.deliver(make(source), source))


def of_all(sources: Sequence[str], make: Callable[[], Made], *, numbered: bool = False, **options: Any) -> Outcome:
    """Run ``make`` once over all sources together and write what it makes; ``numbered`` tracks get a number each."""
    if sources.count("-") > 1:
        raise UsageError("stdin (-) can be read once only")
    output = "-" if options["output"] is None else options["output"]
    writer = _Writer(output, sources[:1], options, own="", words=True)
    writer.sources = {_key(s): s for s in sources if s != "-"}
    return run_each(sources[:1], lambda source: writer.deliver(make(), source, numbered=numbered))


def _numbered(path: str, number: int) -> str:
    stem, suffix = os.path.splitext(path)
    return f"{stem}.{number}{suffix}"


class _Writer:
    """Writes tracks where ``-o`` and ``--to`` say; remembers which names this run has taken.

    Raises UsageError for what cannot be written, before anything is read.
    """

    def __init__(
        self, output: str, sources: Sequence[str], options: Mapping[str, Any], *, own: str, words: bool
    ) -> None:
        from captionkit.delivery.names import TEMPLATE, check_template, format_of_name, is_folder, is_template

        self.output = output
        self.options = options
        self.words = words
        self.own = "srt" if output == "-" and own == "?" else own
        self.formats = tuple(dict.fromkeys(options["to"]))
        self.sources = {_key(s): s for s in sources if s != "-"}
        self.taken: dict[str, str] = {}
        #: What the names of several files are made by, in ``folder``; "" where all goes to one file or to stdout.
        self.template, self.folder = "", ""
        if is_template(output):
            check_template(output)
            self.template = output
        elif is_folder(output):
            self.template, self.folder = TEMPLATE, output
        else:
            self._check_file(sources)
        by_format = "{ext}" in self.template or "{format}" in self.template
        if by_format and own == "?" and not self.formats:
            where = "is a folder: say which formats to write there"
            open_name = "leaves the format open: say which to write"
            raise UsageError(f"{output} {where if self.folder else open_name}", hint="--to srt --to vtt")
        if self.template and not by_format and len(self.formats) > 1:
            formats = ", ".join(self.formats)
            raise UsageError(f"{output} is one name for the formats {formats}", hint="put {ext} into the template")
        if not self.formats and output != "-" and not by_format:
            self.formats = (format_of_name(output),)

    def _check_file(self, sources: Sequence[str]) -> None:
        what = "stdout" if self.output == "-" else self.output
        if len(self.formats) > 1:
            raise UsageError(f"{what} takes one format, not {', '.join(self.formats)}", hint="-o FOLDER/ takes several")
        if len(sources) > 1:
            raise UsageError(f"{what} takes one track, and there are {len(sources)} sources", hint="-o FOLDER/")
        if self.output != "-" and not os.path.splitext(self.output)[1] and not os.path.exists(self.output):
            raise UsageError(
                f"{self.output} has no suffix: it may be meant for a folder or for a file",
                hint=f"-o {self.output}/ is a folder, -o {self.output}.srt a file",
            )

    def deliver(self, made: Made, source: str, *, numbered: bool = False) -> Made:
        """Write what was made of one source; ``numbered`` tracks have their number in the name."""
        outputs, found = list(made.outputs), list(made.diagnostics)
        for number, (language, track) in enumerate(made.tracks, 1):
            for name in self.formats or (self._own_format(track),):
                path = self._path(source, track, name, language)
                written, noticed = self._write(source, track, _numbered(path, number) if numbered else path, name)
                outputs.append(written)
                found += noticed
        return replace(made, outputs=outputs, diagnostics=found)

    def _own_format(self, track: Track) -> str:
        if self.own not in ("", "?"):
            return self.own
        from captionkit.formats import FORMATS

        if track.format in FORMATS.names() and FORMATS.get(track.format).write is not None:
            return track.format
        return "vtt" if track.format == "hls" else "srt"

    def _path(self, source: str, track: Track, name: str, language: str) -> str:
        """Return where one track goes in the format ``name``."""
        from captionkit.delivery.names import fill, is_tag, output_name, parts_of, suffix_of

        if self.template:
            # a language that a file's name can take; a guess never gets into a track
            stated = language or (track.language if is_tag(track.language) else "")
            filled = fill(self.template, source, suffix=suffix_of(name), language=stated, format=name)
            return os.path.join(self.folder, filled) if self.folder else filled
        if not language or self.words or self.output == "-":
            return self.output
        # further languages go beside the one file that -o names
        name = output_name(self.output, parts_of(self.output).suffix, language)
        return os.path.join(os.path.dirname(self.output), name)

    def _write(self, source: str, track: Track, path: str, name: str) -> tuple[Mapping[str, Any], Sequence[Diagnostic]]:
        """Write one track; on a terminal and in a JSON document it is text, elsewhere bytes."""
        from captionkit.api.save import save
        from captionkit.cli._reading import writing
        from captionkit.delivery.names import language_in_name
        from captionkit.formats.loss import without_language

        if not self.words and name != "ckit" and self.options.get("word_times", "none") == "none":
            track = track.replace(cues=[cue.replace(words=()) for cue in track])
        if path == "-":
            return self._print(track, name)
        self._claim(source, path)
        if self.template and not self.options["dry_run"]:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        written = save(track, path, name, force=self.options["force"], options=writing(self.options))
        found: Sequence[Diagnostic] = written.diagnostics
        if track.language and language_in_name(path).lower() == track.language.lower():
            found = without_language(found)  # the name carries it
        return written.as_dict(), found

    def _claim(self, source: str, path: str) -> None:
        key = _key(path)
        first = self.taken.setdefault(key, source)
        if first != source:
            raise UsageError(f"{path} would be written from {first} and from {source}", hint="name them apart: see -o")
        if self.sources.get(key, source) != source:
            raise UsageError(f"{path} would be written over another source of this run")

    def _print(self, track: Track, name: str) -> tuple[Mapping[str, Any], Sequence[Diagnostic]]:
        from captionkit.api.save import save
        from captionkit.cli._reading import writing
        from captionkit.cli._render import escape

        options = writing(self.options)
        document = click.get_current_context().meta.get("captionkit.json")
        if not document and not sys.stdout.isatty():
            written = save(track, "-", name, options=options)
            return written.as_dict(), written.diagnostics
        written = save(track, "-", name, options=replace(options, dry_run=True))
        text = track.to_string(name, options=replace(options, dry_run=False))
        if document:
            return {**written.as_dict(), "text": text}, written.diagnostics
        if not options.dry_run:
            click.echo(escape(text, lines=True), nl=False)
        return written.as_dict(), written.diagnostics


def _key(path: str) -> str:
    return os.path.normcase(os.path.abspath(path))


def run_each(sources: Sequence[str], make: Callable[[str], Made]) -> Outcome:
    """Run ``make`` over sources; of several, one that fails is reported and the others go on."""
    if len(sources) == 1:
        one = make(sources[0])
        return _outcome([(sources[0], one)], one.result)
    made: list[tuple[str, Made]] = []
    failed: list[str] = []
    results: list[Any] = []
    progress = ProgressLine(len(sources), "files")
    for source in sources:
        try:
            one = make(source)
        except CaptionkitError as error:
            if error.exit_code == 2:
                raise
            failed.append(f"error: {error.message if source in error.message else f'{source}: {error.message}'}")
            fault = {"type": type(error).__name__, "message": error.message, "hint": error.hint}
            results.append({"source": source, "error": fault})
        else:
            made.append((source, one))
            results.append({"source": source, "result": one.result})
        progress.step()
    progress.end()
    return _outcome(made, results, failed)


def _outcome(made: Sequence[tuple[str, Made]], result: Any, failed: Sequence[str] = ()) -> Outcome:
    return Outcome(
        result=result,
        text="\n".join(one.text for _, one in made if one.text),
        notes=_notes([one for _, one in made]),
        errors=failed,
        diagnostics=[d if d.file else d.at(file=s) for s, one in made for d in one.diagnostics],
        outputs=[dict(output) for _, one in made for output in one.outputs],
        failed=bool(failed) or any(one.failed for _, one in made),
        covered=[code for _, one in made for code in one.covered],
        data=any(one.data for _, one in made),
    )


#: How many sources, or files, are named one by one.
_NAMED = 3


def _notes(made: Sequence[Made]) -> list[str]:
    context = click.get_current_context()
    done = "would write" if context.params.get("dry_run") else "wrote"
    notes = [line for one in made for line in one.read] if len(made) <= _NAMED else [f"read {len(made)} files"]
    files = [output for one in made for output in one.outputs if output["path"] != "-"]
    if len(files) > 2 * _NAMED and not context.meta.get("captionkit.verbose"):
        cues = sum(int(output["cues"]) for output in files)
        return [*notes, f"{done} {len(files)} files ({cues} cues): {files[0]['path']}, ..., {files[-1]['path']}"]
    for one in made:
        shown = [f"{o['path']} ({o['format']}, {number_of(o['cues'], 'cue')})" for o in one.outputs if o["path"] != "-"]
        changed = [one.changed] if one.changed else []
        notes += [f"{done} {', '.join(shown)}{': ' * bool(changed)}{''.join(changed)}"] if shown else changed
    return notes

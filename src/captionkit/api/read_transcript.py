"""Reading what was said, from anything that holds it."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from captionkit.api.load import has_encoding, reading_options
from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import EngineError, InputError, UsageError
from captionkit.formats import FORMATS
from captionkit.sources import ReadOptions, Source, open_source
from captionkit.transcripts import READERS
from captionkit.transcripts.clean import clean_transcript
from captionkit.transcripts.surnames import with_given_names

if TYPE_CHECKING:
    from captionkit.model.transcript import Transcript
    from captionkit.sources import Readable

__all__ = ["GUESSED", "as_transcript", "read_transcript", "recognised", "with_language"]

#: The key of a transcript's ``meta`` that holds how sure (0..1) its language is, where it was guessed from the text.
GUESSED = "language.guessed"


#: How documents begin that carry text in a layout of its own: zip archives, RTF, HTML and XML, PDF.
_CARRIERS = (b"PK\x03\x04", b"{\\rtf", b"<", b"\xef\xbb\xbf<", b"%PDF-")


@verb
def read_transcript(
    source: Readable,
    format: str | None = None,
    *,
    language: str = "",
    encoding: str | None = None,
    options: ReadOptions | None = None,
) -> Transcript:
    r"""Return the transcript in a file, ``"-"`` (stdin), an open file or bytes; its ``diagnostics`` say what was odd.

    ``format`` names a transcript or caption format instead of recognising it by content; a caption track is read as a
    transcript of its cues. Where neither ``language`` nor the file says the language it is guessed from the text, if
    that is clear. ``options`` hold the rest (:class:`captionkit.ReadOptions`).

    Raises InputError where the file cannot be read, UnknownFormatError where nothing recognises it, UsageError for
    options that mean nothing, StrictError.

    >>> transcript = read_transcript(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n")
    >>> [(s.speaker, s.text) for s in transcript.segments]
    [('Anna', 'Good evening.'), ('Ben', 'Good evening, Anna.')]
    """
    reading = as_transcript(source, format, reading_options(options, language, encoding))
    return reading.value.replace(diagnostics=reading.diagnostics)


def as_transcript(what: Readable, format: str | None, options: ReadOptions) -> Result[Transcript]:
    """Return the transcript that ``what`` holds."""
    source = open_source(what, encoding=options.encoding, language=options.language)
    name, is_track, noticed = _choose(source, format, options)
    reading = _read_track(name, source, options) if is_track else READERS.get(name).read(source, options)
    reading = reading.map(with_given_names)
    if not options.language:
        reading = reading.map(with_language)
    reading = reading.map(partial(clean_transcript, cleanings=options.clean, mask=options.mask))
    said = {(d.code, d.message) for d in reading.diagnostics}
    decoded = source.noticed if has_encoding(source, name) else ()
    unsaid = [d for d in decoded if (d.code, d.message) not in said]
    found = (*unsaid, *noticed, *reading.diagnostics)
    return Result(reading.value, tuple(d if d.file else d.at(file=source.name) for d in found))


def recognised(media: Readable, recogniser: str, options: ReadOptions) -> Result[Transcript]:
    """Return what a recogniser (see :func:`captionkit.media.recognise.find_recogniser`) hears in a film.

    Raises InputError for a film that is not there, what the recogniser raises, and as :func:`read_transcript` for what
    it says.
    """
    from captionkit.media.recognise import find_recogniser
    from captionkit.model.transcript import Transcript

    if not isinstance(media, str | PurePath) or not Path(media).is_file():
        name = str(media) if isinstance(media, str | PurePath) else "what was given"
        raise InputError(f"{name}: there is no such file", hint="a recogniser needs the film as a file")
    heard = find_recogniser(recogniser)(str(media), options.language)
    if not isinstance(heard, Transcript):
        data = heard.encode() if isinstance(heard, str) else heard
        if not data.strip():
            raise EngineError(f"the recogniser {recogniser} said nothing about {media}")
        return as_transcript(data, None, options)
    if not heard.segments:
        raise EngineError(f"the recogniser {recogniser} heard no words in {media}", hint="check that somebody speaks")
    return Result(heard) if heard.language else Result(heard).map(with_language)


def _choose(source: Source, name: str | None, options: ReadOptions) -> tuple[str, bool, tuple[Diagnostic, ...]]:
    """Return (name, whether it is a caption format, what was noticed) of the format to read ``source`` in."""
    if name is None:
        if options.layout and not source.data.startswith(_CARRIERS):
            return "text", False, ()
        from captionkit.transcripts.sniff import recognise

        choice = recognise(source, options)
        return choice.name, choice.is_track, choice.diagnostics
    if name in READERS.names():
        return name, False, ()
    if name in FORMATS.names():
        return name, True, ()
    READERS.get(name)
    return name, False, ()


def _read_track(name: str, source: Source, options: ReadOptions) -> Result[Transcript]:
    from captionkit.transcripts.tracks import transcript_of

    caption = FORMATS.get(name)
    if caption.read is None:
        raise UsageError(f"the format {name} can be written but not read")
    return caption.read(source, options).map(
        lambda track: transcript_of(track, file=source.name, offset=options.start_timecode)
    )


def with_language(transcript: Transcript) -> Result[Transcript]:
    """Return the transcript with the language its speech is in, where it states none and the guess is sure enough.

    That it was guessed is reported (``transcript.language-guessed``) and kept in ``meta[GUESSED]``.

    >>> from captionkit import Segment, Transcript
    >>> with_language(Transcript((Segment("Das Boot liegt noch immer im Hafen."),))).value.language
    'de'
    """
    if transcript.language:
        return Result(transcript)
    from captionkit.languages import SURE, guess_language, joined

    guess = guess_language(joined(s.text or " ".join(w.text for w in s.words) for s in transcript.spoken))
    if not guess.language or guess.confidence < SURE:
        return Result(transcript)
    guessed = report(
        "transcript.language-guessed",
        f"nothing says what language this is; taken for {guess.language} ({guess.confidence:.0%} sure)",
        data={"language": guess.language, "confidence": guess.confidence, "runner_up": guess.runner_up},
    )
    meta = {**transcript.meta, GUESSED: guess.confidence}
    return Result(transcript.replace(language=guess.language, meta=meta), (guessed,))

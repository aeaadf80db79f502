"""What a profile file may say: every key with the kind of value it takes. The loader and the JSON Schema read this."""

from __future__ import annotations

from typing import Any

from captionkit.errors import UsageError
from captionkit.profiles.amount import parse_amount

__all__ = ["COUNTINGS", "EVIDENCE", "LIMITS", "SCHEMA_VERSION", "SEVERITIES", "STYLE", "TIMES", "fault"]

SCHEMA_VERSION = 1
#: The ways of counting characters that :mod:`captionkit.measure` knows.
COUNTINGS = ("graphemes", "halfwidth", "no-marks")
EVIDENCE = ("primary", "secondary", "implementation", "mixed", "guide", "own")
SEVERITIES = ("off", "info", "warning", "error")

Kind = str | tuple[str, ...]

#: Limits: kind and meaning. A kind is a word below, or the tuple of the words allowed.
LIMITS: dict[str, tuple[Kind, str]] = {
    "max_cpl": ("number", "characters a line"),
    "max_lines": ("count", "lines a cue"),
    "max_cps": ("number", "characters a second"),
    "max_wpm": ("number", "words a minute"),
    "max_chars": ("count", "characters a cue"),
    "max_words": ("count", "words a cue"),
    "min_duration": ("time", "shortest cue"),
    "max_duration": ("time", "longest cue"),
    "min_gap": ("time", "shortest time between two cues"),
    "chain_gap": ("time", "a gap shorter than this is closed to min_gap"),
    "min_word_time": ("time", "time a word"),
    "min_balance": ("share", "shortest line as a share of the longest"),
    "counting": (COUNTINGS, "how characters are counted"),
}

#: Settings that are not limits.
STYLE: dict[str, tuple[Kind, str]] = {
    "accents": ("flag", "whether accented letters may be used"),
    "align": ("text", "where lines are aligned"),
    "break_at": ("text", "where the guide breaks lines, in words"),
    "break_preset": (("ted", "balanced", "bottom-heavy", "one-line"), "the break model's preset"),
    "bytes_per_frame": ("count", "transmission speed of line-21 captions"),
    "cell_resolution": ("text", "TTML cell resolution"),
    "charset": ("text", "the characters allowed, single or as ranges, parted by blanks"),
    "charset_name": ("text", "the name of a character set that a format is bound to"),
    "code_word_rate": ("text", "code words a second"),
    "colours": ("table", "colours by what is heard"),
    "continuation_start": ("text", "mark that opens a cue which goes on after a pause"),
    "count_labels": ("flag", "whether speaker names and sounds count as words"),
    "cumulative_max_lines": ("count", "lines of a cue that is built up"),
    "delay_in": ("time", "how long after its first word a cue put to speech begins"),
    "dialog_dashes": ("flag", "whether every change of speaker has a dash"),
    "dialog_mark": ("text", "the dialogue dash"),
    "dialog_style": (("both", "both-space", "second", "second-space"), "dashes of two speakers in one cue"),
    "ellipsis": ("text", "how an ellipsis is written"),
    "file_format": ("text", "what is delivered"),
    "fill_line_gap": ("flag", "whether the background fills the space between lines"),
    "first_cue_at_zero": ("flag", "whether a cue may begin at time 0"),
    "font_family": ("texts", "fonts in order of preference"),
    "forbidden": ("text", "characters not allowed: U+0009 or U+200B-U+200F, parted by blanks"),
    "frame_rate": ("text", "the rate of delivery"),
    "frame_rates": ("texts", "the rates allowed"),
    "grid_columns": ("count", "columns of the character grid"),
    "grid_rows": ("count", "rows of the character grid"),
    "gsi_block_bytes": ("count", "EBU STL: bytes of the GSI block"),
    "in_tolerance": ("time", "how far a start may be from the first sound of speech"),
    "interruption_mark": ("text", "mark of an abrupt interruption"),
    "italic_shear_pct": ("number", "shear of slanted text"),
    "italics": ("flag", "whether italics may be used"),
    "label_extra": ("time", "time added for a speaker label"),
    "lead_in": ("time", "how long before its first word a cue put to speech begins"),
    "lead_out": ("time", "how long after its last word a cue put to speech stays at most"),
    "line_height_pct": ("range", "line height as a share of the picture"),
    "line_padding_em": ("number", "background beside the text"),
    "live_wpm": ("number", "words a minute above which live text is edited"),
    "max_cpl_vertical": ("number", "characters a line of vertical text"),
    "max_early": ("time", "how long before speech a cue may appear"),
    "max_hang": ("time", "how long after speech a cue may stay"),
    "max_late": ("time", "how long after the words a cue may appear"),
    "max_width_pct": ("number", "width of a line as a share of the picture"),
    "multi_row_align": ("text", "how rows stand to each other"),
    "music_mark": ("text", "mark of sung text"),
    "narrator_colour": ("text", "colour of a narrator"),
    "number_never_opens_sentence": ("flag", "whether a numeral may not open a sentence"),
    "one_line_if_fits": ("flag", "whether text that fits one line stands on one"),
    "one_line_max_duration": ("time", "longest cue of one line"),
    "one_sentence_per_cue": ("flag", "whether a cue may not hold one sentence's end and another's start"),
    "onscreen_brackets": ("text", "brackets of text seen in the picture"),
    "optimal_cps": ("number", "comfortable characters a second"),
    "out_extension": ("time", "how long a cue may stay for the reader"),
    "pac_indents": ("numbers", "CEA-608 indents"),
    "pause_ellipsis": ("time", "a pause of this length has an ellipsis"),
    "pause_gap": ("time", "shortest gap left on purpose"),
    "pop_on_overhead_words": ("count", "CEA-608 code words around a pop-on caption"),
    "positions": ("texts", "where captions may stand"),
    "programme_start": ("texts", "timecodes at which a programme may start"),
    "quotes": (("straight", "curly", "guillemets", "low-high"), "style of quotation marks"),
    "reading_table": ("pairs", "seconds, characters that may be read in them"),
    "reading_tolerance": ("share", "tolerance of the reading table"),
    "restart_ellipsis": ("flag", "whether the cue after a pause opens with an ellipsis"),
    "roll_up": ("count", "CEA-608: captions are written to roll up in so many rows, 2 to 4"),
    "roll_up_rows": ("numbers", "CEA-608 roll-up depths"),
    "safe_area_pct": ("range", "safe area: width, height"),
    "sdh_label": (("colon", "brackets"), "how a speaker is named: ANN (off): Hi, or [Ann off] Hi"),
    "sdh_brackets": ("text", "brackets of sounds and labels, two characters"),
    "shot_gap": ("time", "how long before a shot change a cue ends"),
    "shot_near": ("share", "share of the window from which a start moves on to the shot change"),
    "shot_window": ("time", "how near to a shot change a start or end must not be, unless it is on it"),
    "song_shot_gap": ("time", "how long before a shot change a line of a song ends"),
    "sound_label_case": (("upper", "lower", "any"), "case of sound labels"),
    "sound_mark": ("text", "mark on both sides of a sound"),
    "speaker_colours": ("texts", "colours of speakers, in order"),
    "speakers": (("none", "label", "dash", "voice"), "how speakers are shown"),
    "spell_out_number_at_sentence_start": ("flag", "whether a number that opens a sentence is written in words"),
    "spell_out_numbers": ("numbers", "from, to: numbers written in words; empty for none"),
    "styling": ("flag", "whether styles are shown"),
    "subtitle_zero_max": ("time", "longest zero subtitle"),
    "target_cps": ("range", "wanted characters a second"),
    "target_wpm": ("range", "wanted words a minute"),
    "teletext_rows": ("numbers", "teletext rows used"),
    "text_colour": ("text", "colour of text"),
    "time_base": ("text", "TTML time base"),
    "time_expression": ("text", "TTML time expressions"),
    "stl_header": ("table", "EBU STL: header fields by name, as display and start"),
    "tti_block_bytes": ("count", "EBU STL: bytes of a TTI block"),
    "tti_text_bytes": ("count", "EBU STL: bytes of a TTI text field"),
    "unbreak_below": ("number", "text shorter than this is put on one line"),
    "vertical": ("flag", "whether vertical text may be used"),
}

#: The keys whose values are lengths of time.
TIMES = frozenset(key for table in (LIMITS, STYLE) for key, (kind, _) in table.items() if kind == "time")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _time(value: Any) -> bool:
    try:
        parse_amount(value)
    except (UsageError, TypeError):
        return False
    return True


def _list(value: Any, test: Any) -> bool:
    return isinstance(value, list) and all(test(item) for item in value)


_TESTS: dict[str, tuple[Any, str]] = {
    "number": (lambda v: _number(v) and v > 0, "a number above 0"),
    "count": (lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0, "a whole number above 0"),
    "share": (lambda v: _number(v) and v <= 1, "a number from 0 to 1"),
    "time": (_time, 'a length of time: "2 frames", "5/6 s", "80 ms" or "none"'),
    "text": (lambda v: isinstance(v, str), "text"),
    "flag": (lambda v: isinstance(v, bool), "true or false"),
    "texts": (lambda v: _list(v, lambda i: isinstance(i, str)), "a list of text"),
    "numbers": (lambda v: _list(v, _number), "a list of numbers"),
    "range": (lambda v: _list(v, _number) and len(v) == 2, "a list of two numbers"),
    "pairs": (lambda v: _list(v, lambda i: _list(i, _number) and len(i) == 2), "a list of pairs of numbers"),
    "table": (lambda v: isinstance(v, dict), "a table"),
}


def fault(kind: Kind, value: Any) -> str:
    """Return what is wrong with ``value`` for a key of ``kind``, empty where nothing is."""
    if isinstance(kind, tuple):
        return "" if value in kind else f"must be one of {', '.join(kind)}, not {value!r}"
    test, words = _TESTS[kind]
    if kind != "time" and kind in ("number", "count", "share") and value == "none":
        return ""
    return "" if test(value) else f"must be {words}, not {value!r}"

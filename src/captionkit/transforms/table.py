"""The table of transforms. Adding one: a function with ``@takes``, a row here, tests."""

from __future__ import annotations

from captionkit.registry import Entry, Registry
from captionkit.transforms.base import Transform

__all__ = ["TRANSFORMS"]

_HERE = "captionkit.transforms"

TRANSFORMS: Registry[Transform] = Registry(
    "transform",
    "captionkit.transforms",
    {
        "shift": Entry(f"{_HERE}.time:shift", "add a time to every cue"),
        "scale": Entry(f"{_HERE}.time:scale", "multiply every time"),
        "retime": Entry(f"{_HERE}.time:retime", "follow a picture that runs at another frame rate"),
        "sync": Entry(f"{_HERE}.time:sync", "move times so that named points come where they belong"),
        "cut": Entry(f"{_HERE}.time:cut", "keep what is shown between two times"),
        "position": Entry(f"{_HERE}.position:position", "set or move where cues stand"),
        "sort": Entry(f"{_HERE}.time:sort", "put cues in order of time"),
        "repair": Entry(f"{_HERE}.durations:repair", "repair negative, zero and reversed times"),
        "pad": Entry(f"{_HERE}.durations:pad", "begin cues a little earlier, end them later, where that is free"),
        "extend": Entry(f"{_HERE}.durations:extend", "give cues the time they need to be read"),
        "shorten": Entry(f"{_HERE}.durations:shorten", "end cues that last too long"),
        "gaps": Entry(f"{_HERE}.durations:gaps", "part cues that overlap or are too close"),
        "close-gaps": Entry(f"{_HERE}.durations:close_gaps", "close gaps that look like a flicker"),
        "fill": Entry(f"{_HERE}.structure:fill", "let each cue stay until the next"),
        "snap-frames": Entry(f"{_HERE}.grid:snap_frames", "put times on the frame grid"),
        "snap-shots": Entry(f"{_HERE}.grid:snap_shots", "put times on shot changes"),
        "karaoke": Entry(f"{_HERE}.karaoke:karaoke", "show words at their own times"),
        "wrap": Entry(f"{_HERE}.wrap:wrap", "re-wrap lines inside cues"),
        "merge": Entry(f"{_HERE}.structure:merge", "put short neighbouring cues together"),
        "split": Entry(f"{_HERE}.structure:split", "take apart cues with too many lines"),
        "dedupe": Entry(f"{_HERE}.structure:dedupe", "make one cue of doubled ones"),
        "drop-empty": Entry(f"{_HERE}.structure:drop_empty", "drop cues that show nothing"),
        "deroll": Entry(f"{_HERE}.wrap:deroll", "turn roll-up captions into pop-on ones"),
        "clean": Entry(f"{_HERE}.clean:clean", "take out sounds and speaker labels"),
        "sdh-only": Entry(f"{_HERE}.clean:sdh_only", "keep only sounds and speaker labels"),
        "sdh-style": Entry(f"{_HERE}.speakers:sdh_style", "labels, sounds and songs as the profile writes them"),
        "adverts": Entry(f"{_HERE}.clean:adverts", "drop adverts and credits of subtitle sites"),
        "speakers": Entry(f"{_HERE}.speakers:speakers", "labels to voices and back, names spelled one way"),
        "spaces": Entry(f"{_HERE}.text:spaces", "doubled blanks, blanks before punctuation and at ends"),
        "ellipsis": Entry(f"{_HERE}.text:ellipsis", "one way to write an ellipsis"),
        "quotes": Entry(f"{_HERE}.quotes:quotes", "one style of quotation marks"),
        "brackets": Entry(f"{_HERE}.text:brackets", "one kind of brackets around sounds"),
        "music": Entry(f"{_HERE}.text:music", "one mark for sung text"),
        "dashes": Entry(f"{_HERE}.dashes:dashes", "dialogue dashes in the profile's style"),
        "characters": Entry(f"{_HERE}.text:characters", "forbidden characters as equivalents"),
        "direction-marks": Entry(f"{_HERE}.direction:direction_marks", "marks of direction around right-to-left lines"),
        "stop-last": Entry(f"{_HERE}.direction:stop_last", "stops of right-to-left lines at their ends"),
        "encoding": Entry(f"{_HERE}.text:encoding", "repair text that was decoded wrongly"),
        "markup": Entry(f"{_HERE}.text:markup", "markup that is shown as text"),
        "styles": Entry(f"{_HERE}.text:styles", "drop italics or other styles"),
        "casing": Entry(f"{_HERE}.words:casing", "capitals to sentence case"),
        "numbers": Entry(f"{_HERE}.words:numbers", "small numbers in words"),
        "replace": Entry(f"{_HERE}.words:replace_words", "replace words and phrases from a list"),
    },
)

"""Speakers: labels in the text, voices in the model, names spelled one way."""

from __future__ import annotations

import re

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, takes
from captionkit.transforms.clean import labels
from captionkit.transforms.dashes import voices_of
from captionkit.transforms.lines import edited, relined, spans_of

__all__ = ["label_names", "speakers"]


def label_names(text: str) -> list[str]:
    r"""Return the speakers that a text's labels name, as written.

    >>> label_names("ANN: Yes.\nBOB: No.")
    ['ANN', 'BOB']
    """
    return [match["label"] for match in labels(text)]


@takes(
    show="voice: labels become voices; label: voices become labels; none: labels go, the speaker is kept unseen",
    rename="names to change: Jon>John+MAN 1>Peter",
)
def speakers(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Show speakers as labels in the text or as voices of the format, and spell their names one way."""
    show = options.choice("show", ("voice", "label", "none"))
    renames = dict(part.split(">", 1) for part in options.text("rename").split("+") if ">" in part)
    return Result(track.replace(cues=[_shown(cue, show, renames) for cue in track.cues]))


def _shown(cue: Cue, show: str, renames: dict[str, str]) -> Cue:
    lines: list[Line] = []
    names: list[str] = []
    current = cue.speaker
    for line in cue.lines:
        bare, label = _unlabelled(line)
        voice = label or next(iter(voices_of(line)), "")
        name = renames.get(voice or current, voice or current)
        lines.append(_labelled(bare, name if label or voice or not names else "", name, show))
        names.append(name)
        current = name or current
    speaker = names[0] if len(set(names)) == 1 else renames.get(cue.speaker, cue.speaker)
    changed = relined(cue, lines)
    return changed if changed.speaker == speaker else changed.replace(speaker=speaker)


def _unlabelled(line: Line) -> tuple[Line, str]:
    match = next(iter(labels(line.text)), None)
    if match is None:
        return line, ""
    return edited(line, [(match.start("label"), match.end(), "")]), match["label"]


def _labelled(line: Line, label: str, name: str, show: str) -> Line:
    voice = name if show == "voice" else ""
    spans = [Span(span.text, span.style.replace(voice=voice)) for span in line.spans]
    if show == "label" and label and spans:
        dash = re.match(r"[-\u2013] ?", spans[0].text)
        head = dash[0] if dash else ""
        spans[0] = Span(spans[0].text[len(head) :], spans[0].style)
        spans.insert(0, Span(f"{head}{label.upper()}: ", PLAIN))
    return spans_of(spans)

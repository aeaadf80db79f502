"""Speakers: labels in the text, voices in the model, names spelled one way."""

from __future__ import annotations

import re

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.text.marks import CHEVRONS
from captionkit.text.parts import PartKind, parts_of
from captionkit.text.writing import Writing, writing_edits
from captionkit.transforms.base import Options, takes
from captionkit.transforms.dashes import voices_of
from captionkit.transforms.labels import Labels, labels_of, names_of
from captionkit.transforms.lines import Edit, edited, flat, relined, spans_of, unflat

__all__ = ["label_names", "sdh_style", "speakers"]


def label_names(text: str) -> list[str]:
    r"""Return the speakers that a text's labels name, as written.

    >>> label_names("ANN: Yes.\nBOB: No.")
    ['ANN', 'BOB']
    """
    return [part.text for part in parts_of(text) if part.kind is PartKind.LABEL]


@takes(
    show="voice: labels become voices; label: voices become labels; none: labels go, the speaker is kept unseen",
    rename="names to change: Jon>John+MAN 1>Peter",
)
def speakers(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Show speakers as labels in the text or as voices of the format, and spell their names one way."""
    show = options.choice("show", ("voice", "label", "none"))
    renames = dict(part.split(">", 1) for part in options.text("rename").split("+") if ">" in part)
    labels = labels_of(track)
    return Result(track.replace(cues=[_shown(cue, show, renames, labels) for cue in track.cues]))


def _shown(cue: Cue, show: str, renames: dict[str, str], known: Labels) -> Cue:
    lines: list[Line] = []
    names: list[str] = []
    current = cue.speaker
    for line, label in _turns(cue, known):
        voice = label or next(iter(voices_of(line)), "")
        name = renames.get(voice or current, voice or current)
        lines.append(_labelled(line, name if label or voice or not names else "", name, show))
        names.append(name)
        current = name or current
    speaker = names[0] if len(set(names)) == 1 else renames.get(cue.speaker, cue.speaker)
    changed = relined(cue, lines)
    return changed if changed.speaker == speaker else changed.replace(speaker=speaker)


def _turns(cue: Cue, known: Labels) -> list[tuple[Line, str]]:
    """Return a cue's lines without labels, and the label of each; a label inside a line begins a new one.

    How the words are spoken stays, as a sound before them.
    """
    text = cue.text
    edits: list[Edit] = []
    labels: list[str] = []
    for part in known.parts_of(text):
        if part.kind is PartKind.LABEL:
            begin = text.rfind("\n", 0, part.start) + 1
            inside = any(map(str.isalnum, text[begin : part.start]))
            end = part.end + len(text[part.end :]) - len(text[part.end :].lstrip())
            start = begin if CHEVRONS.fullmatch(text, begin, part.start) else part.start
            while inside and text[start - 1] == " ":
                start -= 1
            manner = f"[{part.manner}] " if part.manner else ""
            if edits and edits[-1][1] >= start:  # the label before it has nothing to say: it stays as it stands
                edits.pop()
                labels.pop()
            edits.append((start, end, ("\n" if inside else "") + f"{_LABEL}{manner}"))
            labels.append(part.text)
    found: list[tuple[Line, str]] = []
    waiting = iter(labels)
    for line in unflat(edited(flat(cue.lines), edits)) if edits else cue.lines:
        at = line.text.find(_LABEL)
        if at < 0:
            found.append((line, ""))
        else:
            found.append((edited(line, [(at, at + 1, "")]), next(waiting)))
    return found


#: Stands where a label stood while a cue is taken apart: no text has it.
_LABEL = "\ufdd0"


@takes(label="colon: ANN (off): Hi; brackets: [Ann off] Hi; none: as it stands (the profile's, else colon)")
def sdh_style(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write labels, sounds and songs as the profile does; speech stays as it is."""
    usual = Writing.of(profile.style)
    known = (usual.label, *(way for way in ("colon", "brackets", "none") if way != usual.label))
    writing = usual.replace(label=options.choice("label", known))
    names = names_of(track)
    cues = [_styled(cue, writing, names) for cue in track.cues]
    return Result(track.replace(cues=cues))


def _styled(cue: Cue, writing: Writing, names: frozenset[str]) -> Cue:
    edits = writing_edits(cue.text, writing, names)
    return relined(cue, unflat(edited(flat(cue.lines), edits))) if edits else cue


def _labelled(line: Line, label: str, name: str, show: str) -> Line:
    voice = name if show == "voice" else ""
    spans = [Span(span.text, span.style.replace(voice=voice)) for span in line.spans]
    if show == "label" and label and spans:
        dash = re.match(r"[-\u2013] ?", spans[0].text)
        head = dash[0] if dash else ""
        spans[0] = Span(spans[0].text[len(head) :], spans[0].style)
        spans.insert(0, Span(f"{head}{label.upper()}: ", PLAIN))
    return spans_of(spans)

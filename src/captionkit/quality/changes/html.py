"""One self-contained page of changes: before and after, with the words marked that differ. It has no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePath

from captionkit.model.cue import Cue
from captionkit.model.timecode import format_clock
from captionkit.pages import page
from captionkit.quality.changes.report import Changes, moved_by, numbered, words_of
from captionkit.quality.changes.revision import Revision
from captionkit.quality.changes.words import Marked, compared

__all__ = ["render"]

_TOTALS = (
    ("text", "with another text"), ("times", "with other times"), ("divided", "divided otherwise"),
    ("", "added, deleted"),
)  # fmt: skip


def render(changes: Changes) -> str:
    """Return the page. Everything from the tracks is text in it, never markup."""
    old, new = (PurePath(name).name for name in changes.names)
    names = f"{old} \u2192 {new}" if old or new else ""
    counts = f"{changes.cues[0]} cues before, {changes.cues[1]} after"
    cards = "\n".join(_card(one, changes) for one in changes.items)
    body = (
        f'<header class="sheet"><h1>Changes</h1><p class="soft">{escape(names)}</p><p class="soft">{counts}</p>'
        f"{_totals(changes)}</header>\n"
        f'<main class="sheet">{f"<ol class=cues>{cards}</ol>" if cards else "<p>Nothing was changed.</p>"}</main>'
    )
    return page(f"Changes: {new}" if new else "Changes", body)


def _totals(changes: Changes) -> str:
    counts = changes.counts
    numbers = [str(counts[name]) if name else f"{counts['added']}, {counts['deleted']}" for name, _ in _TOTALS]
    rows = "".join(f"<li><b>{number}</b>{said}</li>" for number, (_, said) in zip(numbers, _TOTALS, strict=True))
    return f'<ul class="totals">{rows}</ul>'


def _card(one: Revision, changes: Changes) -> str:
    tags = "".join(f'<li class="tag">{escape(word)}</li>' for word in words_of(one))
    moved = moved_by(one, changes.rate)
    moved = f'<p class="moves">{escape(moved)}</p>' if moved else ""
    kind = {"added": " good-edge", "deleted": " error-edge"}.get(one.kind, "")
    return (
        f'<li class="cue-card{kind}"><div class="times">{_times(one)}</div>'
        f'<div><ul class="badges">{tags}</ul>{moved}{_texts(one, changes.language)}</div></li>'
    )


def _times(one: Revision) -> str:
    number, was = numbered(one.new or one.old), numbered(one.old)
    said = f'<span class="number">{number}</span>'
    if one.new and one.old and number != was:
        said += f"<span>was {was}</span>"
    start, end = (pair[1] if pair[1] is not None else pair[0] for pair in (one.start, one.end))
    return f"{said}<span>{format_clock(start or 0)}</span><span>\u2192 {format_clock(end or 0)}</span>"


def _texts(one: Revision, language: str) -> str:
    if one.kind == "shifted":
        return ""
    about = f' lang="{escape(language)}" dir="auto"' if language else ' dir="auto"'
    before, after = [cue.text for cue in one.before], [cue.text for cue in one.after]
    if before == after:
        return f'<p class="said"{about}>{escape(after[0])}</p>'
    marked = compared(before, after)
    if not before or not after:
        return _side(one.before or one.after, marked[1 if after else 0], "ins" if after else "del", about, times=False)
    sides = (
        ("before", "Before", one.before, marked[0], "del"), ("after", "After", one.after, marked[1], "ins"),
    )  # fmt: skip
    times = len(before) + len(after) > 2
    return '<div class="both">' + "".join(
        f'<div class="{name}"><h3>{title}</h3>{_side(cues, texts, mark, about, times=times)}</div>'
        for name, title, cues, texts, mark in sides
    ) + "</div>"  # fmt: skip


def _side(cues: Sequence[Cue], texts: Sequence[Marked], mark: str, about: str, *, times: bool) -> str:
    shown = ""
    for cue, parts in zip(cues, texts, strict=True):
        if times:
            shown += f'<p class="when">{format_clock(cue.start)} \u2192 {format_clock(cue.end)}</p>'
        text = "".join(f"<{mark}>{escape(text)}</{mark}>" if marked else escape(text) for text, marked in parts)
        shown += f'<p class="said"{about}>{text}</p>'
    return shown

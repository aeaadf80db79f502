"""The page for a client: one file that loads nothing, with the captions, the film by its relative path, and notes.

The cue list is plain HTML, so that previews without script show it; the script adds film, buttons and fields. What the
client says stays in the browser under the export's own name until it is saved as ``notes.json``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from captionkit.fitting import json_text
from captionkit.model.timecode import format_clock
from captionkit.pages import page, part
from captionkit.review.refusals import gone

if TYPE_CHECKING:
    from captionkit.media.facts import FilmFacts
    from captionkit.review.session import Session

__all__ = ["client_page", "digest_of", "film_data"]

_HERE = "captionkit.review.client"
#: The film beside the page, or wherever the page is served from, or one that the client chooses.
_ALLOW = "media-src 'self' file: blob:; img-src data:"


def client_page(session: Session, *, track: int = 0, film: Mapping[str, Any] | None = None, title: str = "") -> str:
    """Return the page of one track. ``film`` is what :func:`film_data` returns; ``title`` is shown in its heading.

    Raises EditError for a track that is not open.
    """
    state = session.state()
    if not 0 <= track < len(state["tracks"]):
        raise gone(f"track {track}")
    about, rows = state["tracks"][track], state["rows"][track]
    texts = json.loads(part(_HERE, "texts.json"))
    name = PurePath(session.paths[track]).name
    data = {
        "export": uuid4().hex,
        "track": {"name": name, "sha256": digest_of(rows)},
        "stem": PurePath(name).stem,
        "language": about["language"],
        "film": film,
        "rows": [_row(row) for row in rows],
        "texts": texts,
    }
    heading = texts["title"].replace("{name}", title or (film["name"] if film else name))
    notes: dict[str, list[Mapping[str, Any]]] = {}
    for note in state["notes"]:
        if not note["settled"] and note["cue"]:
            notes.setdefault(note["cue"], []).append(note)
    cards = "".join(_card(n, row, about["language"], notes.get(row[0], ()), texts) for n, row in enumerate(rows, 1))
    body = _body(heading, cards, len(rows), texts, with_film=film is not None)
    # what the workbench's modules import stands in the page's one script, which is not a module
    script = part(_HERE, "page.js") + part("captionkit.review", "page/vttcue.js").replace("export ", "")
    return page(
        heading, body, style=part(_HERE, "page.css"), scripts=[script], data=data, allow=_ALLOW,
        language=texts["language"],
    )  # fmt: skip


def film_data(film: str, target: str, facts: FilmFacts | None) -> dict[str, Any]:
    """Return what the page knows of a film: where it lies seen from the page at ``target``, and beside it.

    Without ``facts`` (ffprobe is not there) times count from the file's beginning.
    """
    name = PurePath(film).name
    try:
        way = os.path.relpath(film, os.path.dirname(os.path.abspath(target)))  # noqa: PTH100, PTH120
    except ValueError:  # on another drive
        way = name
    sources = dict.fromkeys(quote(os.fsencode(source.replace(os.sep, "/"))) for source in (way, name))
    return {
        "name": name,
        "sources": list(sources),
        "start": float(facts.start) if facts else 0.0,
        "duration": facts.duration if facts else 0,
        "picture": bool(facts.video) if facts else False,
    }


def digest_of(rows: Sequence[Sequence[Any]]) -> str:
    """Return by what a track's cues are known: the hash of their identifiers, times and texts."""
    shape = [[row[0], row[1], row[2], _text(row[3])] for row in rows]
    return sha256(json_text(shape).encode("utf-8", "surrogatepass")).hexdigest()


def _row(row: Sequence[Any]) -> list[Any]:
    """Return a row for the script: identifier, times, text, WebVTT text and settings where it needs them."""
    name, start, end, lines, extra = row
    return [name, start, end, _text(lines), extra.get("vtt"), extra.get("settings")]


def _text(lines: Sequence[Any]) -> str:
    return "\n".join(line if isinstance(line, str) else "".join(run["t"] for run in line) for line in lines)


def _markup(lines: Sequence[Any]) -> str:
    return "\n".join(escape(line) if isinstance(line, str) else "".join(_run(run) for run in line) for line in lines)


def _run(run: Mapping[str, Any]) -> str:
    text = escape(run["t"])
    for mark in "iub":
        text = f"<{mark}>{text}</{mark}>" if run.get(mark) else text
    return text


def _card(
    number: int, row: Sequence[Any], language: str, notes: Sequence[Mapping[str, Any]], texts: Mapping[str, str]
) -> str:
    name, start, _, lines, extra = row
    spoken = f' lang="{escape(language)}"' if language else ""
    speaker = f'<p class="speaker">{escape(extra["speaker"])}</p>' if extra.get("speaker") else ""
    said = "".join(f"<li>{escape(line)}</li>" for note in notes for line in _said(note, texts))
    return (
        f'<li class="cue-card" id="{escape(name)}"><div class="times"><span class="number">{number}</span>'
        f"<span>{_clock(start)}</span></div>"
        f'<div>{speaker}<p class="said"{spoken} dir="auto">{_markup(lines)}</p>'
        f"{f'<ul class=said-before>{said}</ul>' if said else ''}</div></li>\n"
    )


def _said(note: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """Return what was said in a note so far, a line a remark."""
    remarks = [note, *note["answers"]]
    said = [
        texts["before"].replace("{who}", one["who"] or texts["somebody"]).replace("{text}", one["text"])
        for one in remarks
        if one["text"]
    ]
    return said + ([texts["suggested"].replace("{text}", note["suggest"])] if note.get("suggest") else [])


def _clock(ms: int) -> str:
    """Return a time as people say it: minutes and seconds, hours where there are any."""
    clock = format_clock(max(0, ms))[:-4].lstrip("0:")
    return clock.rjust(4, "0") if len(clock) > 2 else f"0:{clock:0>2}"


def _body(heading: str, cards: str, count: int, texts: Mapping[str, str], *, with_film: bool) -> str:
    said = {key: escape(text) for key, text in texts.items()}
    counted = said["count.one"] if count == 1 else said["count"].replace("{n}", f"{count:,}")
    film = (
        f'<section class="film-area needs-script" hidden aria-label="{said["picture"]}">'
        '<div class="screen" id="screen"></div><div class="transport" id="transport"></div>'
        '<div class="box notice" id="notice" role="status" hidden></div></section>'
    )
    return (
        f'<p class="first" id="first">{said["first"]}</p>\n<div{" class=with-film" if with_film else ""}>\n'
        f'<header class="sheet wide"><h1>{escape(heading)}</h1><p class="soft">{counted}</p>'
        f'<p class="how needs-script" hidden>{said["how"]}</p>'
        f'<div class="who needs-script" hidden><label for="who">{said["who"]}</label>'
        '<input id="who" autocomplete="name" maxlength="200"></div></header>\n'
        f'<main class="sheet wide both-areas">{film if with_film else ""}\n<section aria-label="{said["list"]}">'
        f'<div id="moments" hidden><h2>{said["moments"]}</h2><ol class="cues"></ol></div>\n'
        f'<ol class="cues" id="list">\n{cards}</ol></section></main></div>\n'
        f'<div class="tray" id="tray" role="region" aria-label="{said["save"]}" hidden></div>\n'
        '<p class="unseen" id="live" role="status"></p>'
    )

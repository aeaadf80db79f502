"""``captionkit schema``, and what every ``--json`` document holds: one envelope, and each command's result."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli.table import COMMANDS

__all__ = ["command", "schema_of"]


@opt.command("schema")
@click.argument("name", type=click.Choice(list(COMMANDS)), metavar="NAME")
def command(name: str) -> Outcome:
    """Print the JSON Schema of what the command NAME prints with --json."""
    import json

    schema = schema_of(name)
    return Outcome(schema, json.dumps(schema, indent=1), data=True)


# A shape is written as the value it is of: a dict is an object with these members and no others ("name?" may be
# missing), a list an array of its one item, a tuple any of its items, a set one of these strings, a string a type.
_SEVERITY = {"info", "warning", "error"}
_DIAGNOSTIC = {
    "code": "string", "severity": _SEVERITY, "message": "string", "hint?": "string", "file?": "string",
    "line?": "integer", "cue?": "integer", "data?": "object",
}  # fmt: skip
_OUTPUT = {
    "path": "string", "format": "string", "cues": "integer", "bytes": "integer", "language?": "string",
    "sha256?": "string", "text?": "string",
}  # fmt: skip
_ERROR = {"type": "string", "message": "string", "hint": "string"}
_DIAGNOSTICS = [{"$ref": "#/$defs/diagnostic"}]
_BREAK = {
    "cue": "integer", "kind": {"line", "cue"}, "after": "string", "before": "string", "probability": "number",
    "cost": "number", "score": "number", "runner_up": "string", "runner_up_cost": ("number", "null"),
}  # fmt: skip
_TIMING = {"none", "given", "interpolated", "estimated", "aligned"}
_CUES = {"cues": "integer", "changed": "integer", "timing": _TIMING, "breaks?": [_BREAK]}
_PLANNED = [{"source": "string", "outputs": [{"path": "string", "format": "string", "language": "string"}]}]
_NAMED = {"name": "string", "summary": "string"}
_COUNTED = ("text", "times", "divided", "added", "deleted", "other")
_CHANGED = {"text", "breaks", "start", "end", "speaker", "position", "style", "order"}
_CUE = {"start": "integer", "end": "integer", "text": "string", "speaker?": "string"}

_CAPTIONED = {
    "source_format": "string", "language": "string", "timing": _TIMING, "cues": "integer", "speakers": ["string"],
    "duration": "integer", "breaks?": [_BREAK],
}  # fmt: skip
_PASSAGE = {
    "kind": {"dropped", "new", "moved"}, "text": "string", "words": "integer", "start": ("integer", "null"),
    "end": ("integer", "null"),
}  # fmt: skip
_TIME = {
    "text": "string", "rate": "string", "frame": "integer", "ms": "integer", "clock": "string", "seconds": "string",
    "label": "string", "drop_label": "string", "notes": ["string"],
}  # fmt: skip

_RESULTS: dict[str, Any] = {
    "caption": _CAPTIONED,
    "anchor": {**_CAPTIONED, "kept": "integer", "words": "integer", "passages": [_PASSAGE]},
    "align": {
        **_CAPTIONED, "score": "number", "sentences": "integer", "unspoken": ["string"], "unwritten": [["integer"]],
    },
    "sync": {
        "match": "string", "speed": "string", "share": "number", "speed_certain": "boolean",
        "parts": [{"start": "integer", "offset": "integer"}], "cues": "integer", "changed": "integer",
    },
    "conform": {
        "cues": [
            {
                "cue": "integer", "action": {"moved", "trimmed", "split", "duplicated", "dropped"},
                "old": ["integer"], "new": [["integer"]], "lost": "string",
            }
        ],
    },
    "transcript": {
        "format": {"txt", "md", "html", "docx"}, "path": "string", "language": "string", "speakers": ["string"],
        "segments": "integer", "words": "integer",
    },
    "convert": {"format": "string", "cues": "integer"},
    "translate": [
        {
            "language": "string", "translator": "string", "cues": "integer", "untranslated": ["integer"],
            "calls?": "integer", "texts_sent?": "integer", "characters_sent?": "integer", "reused?": "integer",
            "estimate?": "object", "forgotten?": "integer", "cost?": "number", "currency?": "string",
        }
    ],
    "wrap": _CUES,
    "segment": _CUES,
    "batch": (
        {
            "counts": dict.fromkeys(("done", "skipped", "failed", "busy"), "integer"),
            "jobs": [
                {
                    "source": "string", "status": {"done", "skipped", "failed", "busy"}, "outputs": [_OUTPUT],
                    "diagnostics": _DIAGNOSTICS, "seconds": "number", "error?": "string", "hint?": "string",
                }
            ],
            "manifest": "string",
        },
        {"jobs": _PLANNED},
    ),
    "deliver": (
        [
            {
                "package": "string", "folder": "string", "files": [_OUTPUT], "counts": "object", "profile": "string",
                "findings": "integer", "failed": "boolean",
            }
        ],
        [{"package": "string", "jobs": _PLANNED}],
        [{"client": "string", "title": "string", "formats": ["string"], "template": "string", "profile": "string"}],
    ),
    "recipe": (
        {"path": "string"},
        {"recipe": "string"},
        {"profile": "string", "steps": ["string"], "to": ["string"], "jobs?": _PLANNED},
    ),
    "watch": {"ended": "integer"},
    "verify": {"folder": "string", "files": "integer", "bad": "integer"},
    "check": (
        {
            "profile": "string",
            "summary": {
                **dict.fromkeys(
                    ("files", "unreadable", "cues", "errors", "warnings", "infos", "waived", "known"), "integer"
                ),
                "by_rule": "object",
            },
            "files": [
                {
                    "file": "string", "findings": _DIAGNOSTICS, "waived": ["object"], "known": "integer",
                    "statistics": ("object", "null"), "error?": "string",
                }
            ],
        },
        ["object"],
    ),
    "changes": {
        "old": "string", "new": "string", "cues": ["integer"], "counts": dict.fromkeys(_COUNTED, "integer"),
        "changes": [
            {
                "kind": {"changed", "split", "merged", "regrouped", "added", "deleted", "shifted"},
                "fields": [_CHANGED], "old": ["integer"], "new": ["integer"], "start": [("integer", "null")],
                "end": [("integer", "null")], "before": [_CUE], "after": [_CUE],
            }
        ],
    },
    "fix": {"changes": ["object"], "remaining": _DIAGNOSTICS, "cues": "integer"},
    "transform": ({"cues": "integer", "changed": "integer"}, [{**_NAMED, "options": "object"}]),
    "join": {"cues": "integer", "sources": "integer"},
    "cut": {"cues": ["integer"]},
    "merge": {"cues": "integer"},
    "review": (
        {"unsaved": "integer"},
        {"removed": "integer"},
        {
            "notes?": dict.fromkeys(("new", "updated", "known", "approved", "redo", "earlier"), "integer"),
            "page?": "string", "cues?": "integer", "film?": "string",
        },
    ),
    "inspect": {
        "file": "string", "kind": {"track", "transcript"}, "format": "string", "title": "string",
        "confidence": "number", "runner_up": "string", "encoding": "string", "language": "string",
        "language_confidence": ("number", "null"), "speakers": ["string"], "timing": {"words", "segments", "none"},
        "duration": ("integer", "null"), "segments": "integer", "words": "integer", "kinds": "object",
        "layout": "string",
    },
    "speakers": {
        "speakers": [
            {
                "name": "string", "role": "string", "segments": "integer", "words": "integer", "talk_time": "integer",
                "share": "number", "timing": _TIMING, "first": ("integer", "null"), "line": ("integer", "null"),
            }
        ]
    },
    "timecode": [{**_TIME, "same_speed?": _TIME, "same_frame?": _TIME}],
    "tracks": [
        {
            "track": "integer", "codec": "string", "text": "boolean", "language": "string", "title": "string",
            "flags": ["string"], "events": ("integer", "null"),
        }
    ],
    "mux": {"path": "string", "tracks": "integer"},
    "burn": {"path": "string", "tracks": "integer"},
    "hls": {"folder": "string", "playlists": ["string"], "segments": "integer", "mpegts": "integer"},
    "formats": {key: [{**_NAMED, "suffixes": ["string"]}] for key in ("caption", "transcript")},
    "profiles": (
        [{"name": "string", "title": "string", "languages": ["string"]}],
        {"path": "string", "inherits": "string"},
        "object",
    ),
    "translators": [{**_NAMED, "can": ["string"], "missing": "string", "options?": "object"}],
    "codes": [{"code": "string", "severity": _SEVERITY, "summary": "string", "hint": "string"}],
    "doctor": {
        "captionkit": "string", "python": "string", "system": "string",
        "parts": [
            {
                "kind": {"extra", "program"}, "name": "string", "ready": "boolean", "versions": "object",
                "missing": ["string"], "brings": "string", "get": "string", "size": ("number", "null"),
                "licence": "string",
            }
        ],
    },
    "plugin": {
        "kind": {"reader", "format", "rule", "translator", "recogniser"}, "name": "string", "folder": "string",
        "files": ["string"],
    },
    "schema": "object",
    "completion": {"shell": "string", "script": "string"},
}  # fmt: skip


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one command's ``--json`` document.

    A command with ``--as-recipe`` may hand over a recipe; one with several sources a list, an item a source.

    >>> schema_of("convert")["properties"]["exit_code"]
    {'enum': [0, 1, 2, 3, 130]}
    """
    result = _RESULTS[name]
    shapes = [*(result if isinstance(result, tuple) else (result,))]
    if name in opt.WRITING or name in ("inspect", "speakers", "transcript", "tracks"):
        shapes.append([({"source": "string", "result": result}, {"source": "string", "error": _ERROR})])
    if name in opt.WRITING:
        shapes.append({"recipe": "string"})
    envelope = {
        "captionkit": "string", "command": ("string", "null"), "ok": "boolean",
        "exit_code": {"enum": [0, 1, 2, 3, 130]},
        "result": ("null", *shapes), "outputs": [_OUTPUT], "diagnostics": _DIAGNOSTICS, "error": ("null", _ERROR),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"captionkit {name} --json",
        **_schema(envelope),
        "$defs": {"diagnostic": _schema(_DIAGNOSTIC)},
    }


def _schema(shape: Any) -> dict[str, Any]:
    if isinstance(shape, str):
        return {"type": shape}
    if isinstance(shape, list):
        return {"type": "array", "items": _schema(shape[0])}
    if isinstance(shape, tuple):
        return {"anyOf": [_schema(one) for one in shape]}
    if isinstance(shape, set):
        return {"enum": sorted(shape)}
    if shape.keys() in ({"$ref"}, {"enum"}):
        return dict(shape)
    return {
        "type": "object",
        "required": [key for key in shape if not key.endswith("?")],
        "properties": {key.removesuffix("?"): _schema(item) for key, item in shape.items()},
        "additionalProperties": False,
    }

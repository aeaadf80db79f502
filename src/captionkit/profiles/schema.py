"""The JSON Schema of a profile file, for editors that complete and check TOML while it is typed."""

from __future__ import annotations

from typing import Any

from captionkit.profiles.keys import EVIDENCE, LIMITS, SCHEMA_VERSION, SEVERITIES, STYLE

__all__ = ["schema"]

_TIME = {
    "oneOf": [
        {"type": "number", "minimum": 0, "description": "milliseconds"},
        {"type": "string", "pattern": r"^(none|(\d+(\.\d+)?|\d+/\d+) ?(ms|s|f|frames?))$"},
    ]
}
_POSITIVE = {"oneOf": [{"type": "number", "exclusiveMinimum": 0}, {"const": "none"}]}
_NUMBERS = {"type": "array", "items": {"type": "number", "minimum": 0}}
_KINDS: dict[str, dict[str, Any]] = {
    "number": _POSITIVE,
    "count": {"oneOf": [{"type": "integer", "minimum": 1}, {"const": "none"}]},
    "share": {"oneOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"const": "none"}]},
    "time": _TIME,
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "numbers": _NUMBERS,
    "range": {**_NUMBERS, "minItems": 2, "maxItems": 2},
    "pairs": {"type": "array", "items": {**_NUMBERS, "minItems": 2, "maxItems": 2}},
    "table": {"type": "object", "not": {"required": ["value"]}},
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a profile file."""
    limits, style = _table(LIMITS), _table(STYLE)
    text = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "captionkit profile",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema"],
        "properties": {
            "schema": {"const": SCHEMA_VERSION},
            "title": text,
            "inherits": {"type": "string", "description": "a builtin profile, or the path of another file"},
            "languages": {"type": "array", "items": text, "description": "BCP 47"},
            "evidence": {"enum": list(EVIDENCE)},
            "note": text,
            "fixes": {"type": "array", "items": text, "description": "transforms that a fix applies, in order"},
            "limits": limits,
            "audience": {"type": "object", "additionalProperties": limits},
            "style": style,
            "rules": {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
            "sources": {
                "type": "object",
                "additionalProperties": _object(title=text, url=text, date=text, evidence=text),
            },
        },
    }


def _table(keys: dict[str, Any]) -> dict[str, Any]:
    properties = {key: {**_cited(kind), "description": meaning} for key, (kind, meaning) in keys.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {"^x-": {}},
        "properties": properties,
    }


def _cited(kind: Any) -> dict[str, Any]:
    plain = {"enum": list(kind)} if isinstance(kind, tuple) else _KINDS[kind]
    text = {"type": "string"}
    cited = _object(value=plain, source=text, note=text, evidence={"enum": list(EVIDENCE)})
    return {"anyOf": [plain, {**cited, "required": ["value"]}]}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}

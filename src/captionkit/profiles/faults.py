"""What is wrong with a profile file: every fault, with its path in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from captionkit.profiles.keys import EVIDENCE, LIMITS, SCHEMA_VERSION, SEVERITIES, STYLE, fault

__all__ = ["faults_of", "nearest", "plain"]

_TOP = ("schema", "title", "inherits", "languages", "evidence", "note", "fixes", "limits", "audience", "style", "rules",
        "sources")  # fmt: skip


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a clause that suggests the nearest known word, empty where none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def plain(value: Any) -> Any:
    """Return the value of ``{ value = ..., source = ... }``, or the value itself."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def faults_of(data: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a profile file's content: path, colon, what it must be."""
    for key in sorted(data.keys() - set(_TOP)):
        yield f"{key}: no such key{nearest(key, _TOP)}"
    if data.get("schema") != SCHEMA_VERSION:
        yield f"schema: must be {SCHEMA_VERSION}, not {data.get('schema')!r}"
    if not isinstance(data.get("title", ""), str):
        yield f"title: must be text, not {data['title']!r}"
    for key in ("languages", "fixes"):
        if trouble := fault("texts", data.get(key, [])):
            yield f"{key}: {trouble}"
    if "evidence" in data and (trouble := fault(EVIDENCE, data["evidence"])):
        yield f"evidence: {trouble}"
    yield from _table_faults("limits", data.get("limits", {}), LIMITS, sources)
    yield from _table_faults("style", data.get("style", {}), STYLE, sources)
    audiences = data.get("audience", {})
    if not isinstance(audiences, dict):
        yield f"audience: must be a table of tables, not {audiences!r}"
        audiences = {}
    for audience, rows in audiences.items():
        yield from _table_faults(f"audience.{audience}", rows, LIMITS, sources)
    yield from _rule_faults(data.get("rules", {}))


def _rule_faults(rules: Any) -> Iterator[str]:
    if not isinstance(rules, dict):
        yield f"rules: must be a table, not {rules!r}"
        return
    for name, severity in rules.items():
        if trouble := fault(SEVERITIES, severity):
            yield f"rules.{name}: {trouble}"


def _table_faults(path: str, rows: Any, known: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(rows, dict):
        yield f"{path}: must be a table, not {rows!r}"
        return
    for key, value in rows.items():
        if key.startswith("x-"):
            continue
        if key not in known:
            yield f"{path}.{key}: no such key{nearest(key, known)}"
        elif trouble := fault(known[key][0], plain(value)):
            yield f"{path}.{key}: {trouble}"
        if isinstance(value, dict) and "value" in value:
            yield from _citation_faults(f"{path}.{key}", value, sources)


def _citation_faults(path: str, cited: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(cited.keys() - {"value", "source", "note", "evidence"}):
        yield f"{path}.{key}: no such key{nearest(key, ('value', 'source', 'note', 'evidence'))}"
    tag = cited.get("source", "")
    if tag and tag not in sources:
        yield f"{path}.source: there is no source {tag!r}{nearest(str(tag), sources)}"
    if "evidence" in cited and (trouble := fault(EVIDENCE, cited["evidence"])):
        yield f"{path}.evidence: {trouble}"

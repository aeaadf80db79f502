"""What a recipe may say: names and types of every setting, and all the faults of a document at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from captionkit.delivery.clients import CLIENTS
from captionkit.diagnostics import demand_known
from captionkit.errors import UsageError

__all__ = ["STEPS", "faults_of"]

_TEXT, _FLAG, _NUMBER, _LIST, _TABLE = "a string", "true or false", "a number", "a list of strings", "a table"

_READ = {
    "format": _TEXT, "encoding": _TEXT, "language": _TEXT, "rate": _TEXT, "strict": _FLAG, "layout": _TEXT,
    "after": _TEXT, "from-line": _NUMBER, "to-line": _NUMBER, "roll-up": _TEXT, "time-base": _TEXT,
}  # fmt: skip
_WRITE = {
    "to": _LIST, "output": _TEXT, "template": _TEXT, "speakers": _TEXT, "preserve": _FLAG, "verify": _FLAG,
    "size": _TEXT, "word-times": _TEXT, "header": _TABLE, "to-by-language": _TABLE,
}  # fmt: skip

#: Step name -> the options it takes and their types.
STEPS: dict[str, dict[str, str]] = {
    "caption": {"speakers": _TEXT, "duration": _NUMBER, "include": _LIST, "media": _TEXT, "recogniser": _TEXT},
    "segment": {"speakers": _TEXT},
    "wrap": {},
    "do": {"transforms": _LIST},
    "fix": {"rule": _LIST, "ignore": _LIST, "allow": _LIST},
    "check": {"rule": _LIST, "ignore": _LIST},
    "translate": {"to": _LIST, "from": _TEXT, "translator": _TEXT, "glossary": _TEXT, "memory": _TEXT},
}

_TOP = {
    "schema": _NUMBER, "inputs": _LIST, "exclude": _LIST, "profile": _TEXT, "read": _TABLE, "write": _TABLE,
    "policy": _TABLE, "steps": "a list of tables", "override": "a list of tables", "package": "a list of tables",
}  # fmt: skip
_POLICY = {"on-failure": _TEXT, "fail-on": _LIST, "max-seconds": _NUMBER, "max-memory": _NUMBER}
_OVERRIDE = {"match": _TEXT, "profile": _TEXT, "read": _TABLE, "write": _TABLE, "steps": "a list of tables"}
_PACKAGE = {"name": _TEXT, "for": _TEXT, "profile": _TEXT, "read": _TABLE, "write": _TABLE, "steps": "a list of tables"}


def faults_of(data: Mapping[str, Any]) -> list[str]:
    """Return every fault of a recipe document, each beginning with its path (``steps[2].speakers: ...``)."""
    return list(_faults(data))


def _faults(data: Mapping[str, Any]) -> Iterator[str]:
    yield from _table(data, _TOP, "")
    if data.get("schema", 1) != 1:
        yield f"schema: {data['schema']!r} is not known to this version of captionkit (it knows 1)"
    yield from _parts(data, "")
    policy = data.get("policy", {})
    if isinstance(policy, Mapping):
        yield from _table(policy, _POLICY, "policy.")
        if policy.get("on-failure", "continue") not in ("continue", "stop"):
            yield f"policy.on-failure: {policy['on-failure']!r} is neither continue nor stop"
        for key in ("max-seconds", "max-memory"):
            if isinstance(policy.get(key), int | float) and policy[key] < 0:
                yield f"policy.{key}: {policy[key]!r} is less than 0 (0 sets no limit)"
        for word in policy.get("fail-on", ()):
            try:
                demand_known(str(word))
            except UsageError as error:
                yield f"policy.fail-on: {error.message} ({error.hint})"
    overrides = data.get("override", [])
    for number, override in enumerate(overrides if isinstance(overrides, list) else [], 1):
        place = f"override[{number}]."
        if not isinstance(override, Mapping) or "match" not in override:
            yield f"{place}match: is missing"
            continue
        yield from _table(override, _OVERRIDE, place)
        yield from _parts(override, place)
    packages = data.get("package", [])
    yield from _packages(packages if isinstance(packages, list) else [])


def _packages(packages: list[Any]) -> Iterator[str]:
    names: set[str] = set()
    for number, package in enumerate(packages, 1):
        place = f"package[{number}]."
        said: Mapping[str, Any] = package if isinstance(package, Mapping) else {}
        yield from _table(said, _PACKAGE, place)
        if not {"for", "name"} & said.keys():
            yield f"{place}for: is missing, and name too"
            continue
        yield from _parts(package, place)
        if package.get("for") not in (None, *CLIENTS):
            yield f"{place}for: there is no client {package['for']!r}{_near(str(package['for']), CLIENTS)}"
        name = str(package.get("name", package.get("for")))
        if not re.fullmatch(r"[\w][\w .-]{0,100}", name):
            yield f"{place}name: {name!r} cannot be the name of a folder"
        if name in names:
            yield f"{place}name: {name!r} is there twice"
        names.add(name)


def _parts(data: Mapping[str, Any], place: str) -> Iterator[str]:
    for key, known in (("read", _READ), ("write", _WRITE)):
        part = data.get(key, {})
        if isinstance(part, Mapping):
            yield from _table(part, known, f"{place}{key}.")
            yield from _by_language(part.get("to-by-language"), f"{place}{key}.to-by-language.")
    steps = data.get("steps", [])
    for number, step in enumerate(steps if isinstance(steps, list) else [], 1):
        yield from _step(step, f"{place}steps[{number}].")


def _by_language(formats: Any, place: str) -> Iterator[str]:
    if isinstance(formats, Mapping):
        for language, names in formats.items():
            if not _fits(names, _LIST):
                yield f"{place}{language}: {names!r} is not {_LIST}"


def _step(step: Any, place: str) -> Iterator[str]:
    name = step.get("step") if isinstance(step, Mapping) else None
    if not isinstance(name, str):
        yield f"{place}step: is missing"
    elif name not in STEPS:
        yield f"{place}step: there is no step {name!r}{_near(name, STEPS)}"
    else:
        yield from _table({k: v for k, v in step.items() if k != "step"}, STEPS[name], place)


def _table(data: Mapping[str, Any], known: Mapping[str, str], place: str) -> Iterator[str]:
    for key, value in data.items():
        if key not in known:
            yield f"{place}{key}: is not a setting{_near(key, known)}"
        elif not _fits(value, known[key]):
            yield f"{place}{key}: {value!r} is not {known[key]}"


def _fits(value: Any, kind: str) -> bool:
    if kind == _LIST:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "a list of tables":
        return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)
    wanted: dict[str, type | tuple[type, ...]] = {_TEXT: str, _FLAG: bool, _NUMBER: (int, float), _TABLE: Mapping}
    return isinstance(value, wanted[kind]) and not (kind == _NUMBER and isinstance(value, bool))


def _near(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f" (did you mean {near[0]}?)" if near else f"; known: {', '.join(known)}"

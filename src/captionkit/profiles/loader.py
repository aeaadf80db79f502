"""Profiles from TOML: by name or path, with inheritance; all faults of a file reported at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path, PurePath
from typing import Any

from captionkit.errors import ProfileError, UnknownNameError
from captionkit.profiles.amount import Amount, parse_amount
from captionkit.profiles.faults import faults_of, nearest, plain
from captionkit.profiles.keys import TIMES
from captionkit.profiles.model import Limits, Profile, Sourced
from captionkit.registry import Registry
from captionkit.sources.tomltext import parse_toml

__all__ = ["load", "names", "source_table"]

_LIMIT_NAMES = tuple(f.name for f in fields(Limits))
#: A word of five letters and its blank, the typist's convention: what a limit in words a minute means in characters.
_WORD_WIDTH = 6


@cache
def names() -> tuple[str, ...]:
    """Return the names of the builtin profiles: ``default`` first, then by the alphabet."""
    found = (entry.name for entry in _data().iterdir())
    return ("default", *sorted(n[:-5] for n in found if n.endswith(".toml") and n != "default.toml"))


def load(name_or_path: str | PurePath) -> Profile:
    """Return a profile by builtin name or from a TOML file.

    Dashes and underscores are the same; ``name:audience`` takes the limits of one audience (``netflix-en:children``).

    Raises UnknownNameError, with the nearest names, for a name that is not there; ProfileError, listing every fault
    with its path, for a file that is not a profile.

    >>> load("netflix_en").limits().max_cps, load("netflix-en:children").limits().max_cps
    (20, 17)
    """
    if isinstance(name_or_path, PurePath) or _is_path(name_or_path):
        return _from_path(str(name_or_path))
    return _builtin(_canonical(name_or_path))


def _is_path(text: str) -> bool:
    return (
        "/" in text
        or "\\" in text
        or text.split(":")[-1].endswith(".toml")
        or text.rpartition(":")[0].endswith(".toml")
    )


def _canonical(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _data() -> Any:
    return files("captionkit.profiles") / "data"


@cache
def source_table() -> dict[str, dict[str, str]]:
    """Return the sources that the builtin profiles cite: tag -> title, url, date, evidence."""
    return parse_toml((files("captionkit.profiles") / "sources.toml").read_text("utf-8"))


@lru_cache(maxsize=64)
def _builtin(name: str) -> Profile:
    base, _, audience = name.partition(":")
    if base not in names():
        raise _unknown(base)
    return _build(_builtin_layers(base), base, audience)


def _unknown(name: str) -> UnknownNameError:
    error = Registry[Profile]("profile", "captionkit.profiles", dict.fromkeys(names())).unknown(name)  # type: ignore[arg-type]
    error.hint += "; a file of your own is named by its path (guide.toml)"
    return error


def _from_path(text: str) -> Profile:
    path, audience = Path(text), ""
    if not path.exists() and ":" in text:
        head, _, audience = text.rpartition(":")
        path = Path(head)
    try:
        data = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return _build(
        _layers_of(_parse(data, str(path)), path.stem, str(path), (str(path.resolve()),)), path.stem, audience
    )


@dataclass
class _Layer:
    """One file of a chain of inheritance, checked."""

    name: str
    where: str
    data: dict[str, Any]
    sources: dict[str, dict[str, str]] = field(default_factory=dict)


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{where}: not valid TOML: {error}") from None


def _builtin_layers(name: str, seen: tuple[str, ...] = ()) -> list[_Layer]:
    data = _parse((_data() / f"{name}.toml").read_text("utf-8"), f"{name}.toml")
    return _layers_of(data, name, f"{name}.toml", (*seen, name))


def _layers_of(data: dict[str, Any], name: str, where: str, seen: tuple[str, ...]) -> list[_Layer]:
    sources = dict(source_table())
    own = data.get("sources", {})
    if isinstance(own, dict):
        sources.update({tag: row for tag, row in own.items() if isinstance(row, dict)})
    parent = data.get("inherits", "")
    faults = [*faults_of(data, sources), *_parent_faults(parent, where, seen)]
    if faults:
        raise ProfileError(
            f"{where}: {len(faults)} fault{'s' if len(faults) > 1 else ''}:\n" + "\n".join(f"  {f}" for f in faults),
            hint="`captionkit profiles netflix-en` shows what a profile holds",
        )
    return [*_parent_layers(parent, where, seen), _Layer(name, where, data, sources)]


def _parent_path(parent: str, where: str) -> Path | None:
    return Path(where).parent / parent if _is_path(parent) else None


def _parent_faults(parent: Any, where: str, seen: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(parent, str):
        yield f"inherits: must be the name or path of one profile, not {parent!r}"
    elif path := (_parent_path(parent, where) if parent else None):
        if str(path.resolve()) in seen:
            yield f"inherits: {parent!r} inherits from this profile in turn"
        elif not path.is_file():
            yield f"inherits: there is no file {path}"
    elif parent and _canonical(parent) not in names():
        yield f"inherits: there is no profile called {parent!r}{nearest(_canonical(parent), names())}"
    elif _canonical(parent) in seen:
        yield f"inherits: {parent!r} inherits from this profile in turn"


def _parent_layers(parent: str, where: str, seen: tuple[str, ...]) -> list[_Layer]:
    if not parent:
        return []
    path = _parent_path(parent, where)
    if path is None:
        return _builtin_layers(_canonical(parent), seen)
    return _layers_of(_parse(path.read_text("utf-8"), str(path)), path.stem, str(path), (*seen, str(path.resolve())))


def _build(layers: list[_Layer], name: str, audience: str) -> Profile:
    values, cited = _merge(layers, name, audience)
    limits = {key[7:]: value for key, value in values.items() if key.startswith("limits.")}
    fallbacks: frozenset[str] = frozenset()
    if name != "default":
        stated = limits
        limits, extra = _with_fallbacks(stated)
        cited.update({item.key: item for item in extra})
        fallbacks = frozenset(limits) - stated.keys()
    amounts = {key: value for key, value in limits.items() if isinstance(value, Amount)}
    own = layers[-1].data
    return Profile(
        name=f"{name}:{audience}" if audience else name,
        title=own.get("title", name),
        languages=tuple(_last(layers, "languages", ())),
        base=_limits(limits),
        style={key[6:]: value for key, value in values.items() if key.startswith("style.")},
        rules={key: sev for layer in layers for key, sev in layer.data.get("rules", {}).items()},
        raw=own,
        sources=tuple(cited.values()),
        inherits=tuple(layer.name for layer in reversed(layers[:-1])),
        evidence=_last(layers, "evidence", "guide"),
        amounts=amounts,
        fallbacks=fallbacks,
        audiences=tuple(dict.fromkeys(a for layer in layers for a in layer.data.get("audience", {}))),
        fixes=tuple(_last(layers, "fixes", ())),
        note=own.get("note", ""),
    )


def _last(layers: list[_Layer], key: str, otherwise: Any) -> Any:
    return next((layer.data[key] for layer in reversed(layers) if key in layer.data), otherwise)


def _merge(layers: list[_Layer], name: str, audience: str) -> tuple[dict[str, Any], dict[str, Sourced]]:
    """Lay the files over each other, later over earlier; the audience's limits over all."""
    values: dict[str, Any] = {}
    cited: dict[str, Sourced] = {}
    tables = [(layer, table, table) for layer in layers for table in ("limits", "style")]
    found = [layer for layer in layers if audience in layer.data.get("audience", {})]
    if audience and not found:
        known = sorted({a for layer in layers for a in layer.data.get("audience", {})})
        hint = f"it has {', '.join(known)}" if known else "it has none"
        raise UnknownNameError(f"profile {name!r} has no audience {audience!r}", hint=hint)
    for layer, path, table in [*tables, *((layer, f"audience.{audience}", "limits") for layer in found)]:
        rows = layer.data.get("audience", {})[audience] if path != table else layer.data.get(table, {})
        for key, value in rows.items():
            values[f"{table}.{key}"] = _value(key, plain(value))
            cited[f"{table}.{key}"] = _cite(layer, f"{table}.{key}", value)
    return values, cited


def _value(key: str, value: Any) -> Any:
    if key in TIMES:
        return parse_amount(value)
    return None if value == "none" else value


def _cite(layer: _Layer, key: str, value: Any) -> Sourced:
    tag = value.get("source", "") if isinstance(value, dict) and "value" in value else ""
    source = layer.sources.get(tag, {})
    extra = value if tag else {}
    return Sourced(
        key=key,
        value=plain(value),
        source=source.get("title", tag or layer.where),
        url=source.get("url", ""),
        date=source.get("date", ""),
        evidence=extra.get("evidence", source.get("evidence", "guide")),
        note=extra.get("note", ""),
        profile=layer.name,
    )


def _with_fallbacks(limits: dict[str, Any]) -> tuple[dict[str, Any], list[Sourced]]:
    """Fill in what the guide does not state from the default profile, and say so."""
    default = _builtin("default")
    filled, cited = dict(limits), []
    for key in _LIMIT_NAMES:
        if key in limits:
            continue
        value: Any = default.amounts.get(key, getattr(default.base, key))
        note = "not published: the default profile's"
        if key == "max_cps" and limits.get("max_wpm"):
            derived = limits["max_wpm"] * _WORD_WIDTH / 60
            if derived < value:
                value, note = derived, f"derived from max_wpm: a word counts {_WORD_WIDTH} characters"
        if value is not None:
            filled[key] = value
            shown = str(value) if isinstance(value, Amount) else value
            cited.append(
                Sourced(f"limits.{key}", shown, "captionkit", evidence="fallback", note=note, profile="default")
            )
    return filled, cited


def _limits(values: Mapping[str, Any]) -> Limits:
    given: dict[str, Any] = dict.fromkeys(_LIMIT_NAMES) | {"counting": "graphemes"}
    given |= {k: v.limit(k) if isinstance(v, Amount) else v for k, v in values.items() if not k.startswith("x-")}
    return Limits(**given)

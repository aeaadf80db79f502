"""The recipe that a one-shot command amounts to (``--as-recipe``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from captionkit.batch.schema import STEPS

__all__ = ["recipe_text"]

#: Command -> its step and, for options that are called otherwise there, the step's option for each.
_STEPS: dict[str, tuple[str, dict[str, str]]] = {
    "convert": ("", {}),
    "caption": (
        "caption",
        {name: name for name in ("speakers", "duration", "include", "media", "recogniser")},
    ),
    "wrap": ("wrap", {}),
    "segment": ("segment", {}),
    "fix": ("fix", {"rule": "rule", "ignore": "ignore", "allow": "allow"}),
    "transform": ("do", {"do": "transforms"}),
    "translate": (
        "translate",
        {"target_language": "to", "language": "from", "translator": "translator", "glossary": "glossary"},
    ),
}
_READ = {
    "from_format": "format", "encoding": "encoding", "language": "language", "rate": "rate", "strict": "strict",
    "layout": "layout", "from_line": "from-line", "to_line": "to-line", "after": "after",
}  # fmt: skip
_WRITE = {"preserve": False, "verify": True}


def recipe_text(command: str, values: Mapping[str, Any]) -> str:
    """Return the TOML recipe that does to many files what a command with these options does to one."""
    from captionkit.cli._sources import arguments_of
    from captionkit.delivery.names import TEMPLATE, is_folder, is_template

    step, names = _STEPS[command]
    sources, output = arguments_of(values["sources"] or ("in/*",), values["output"])
    document: dict[str, Any] = {"schema": 1, "inputs": sources}
    if values.get("profile"):
        document["profile"] = values["profile"]
    read = _read_options(values)
    write: dict[str, Any] = {"to": _formats(values["to"], output, sources), "output": "out"}
    if output and is_folder(output):
        write["output"] = output
    write["template"] = output if output and is_template(output) else f"{{folder}}/{TEMPLATE}"
    write |= {key: value for key, usual in _WRITE.items() if (value := values.get(key, usual)) != usual}
    if values.get("header"):
        write["header"] = dict(pair.split("=", 1) for pair in values["header"])
    if values.get("size"):
        write["size"] = "{}x{}".format(*values["size"])
    if values.get("word_times", "none") != "none":
        write["word-times"] = values["word_times"]
    if command == "convert" and values.get("speakers", "none") != "none":
        write["speakers"] = values["speakers"]
    options = {ours: _plain(values[key], ours, step) for key, ours in names.items() if values.get(key)}
    text = _lines(document)
    if read:
        text += "\n[read]\n" + _lines(read)
    if step:
        text += f'\n[[steps]]\nstep = "{step}"\n' + _lines(options)
    return f"{text}\n[write]\n{_lines(write)}"


def _read_options(values: Mapping[str, Any]) -> dict[str, Any]:
    read = {ours: values[key] for key, ours in _READ.items() if values.get(key)}
    if "rate" in read:
        read["rate"] = str(read["rate"])
    if values.get("roll_up", "lines") != "lines":
        read["roll-up"] = values["roll_up"]
    if values.get("time_base"):
        read["time-base"] = values["time_base"]
    return read


def _formats(to: Sequence[str], output: str | None, sources: Sequence[str]) -> list[str]:
    if to:
        return list(to)
    for name in (output, *sources):
        suffix = Path(str(name or "")).suffix.lstrip(".").lower()
        if suffix in ("srt", "vtt", "sbv", "ass", "scc", "mcc", "stl", "ttml", "dfxp", "itt"):
            return [suffix]
    return ["srt"]


def _plain(value: Any, name: str, step: str) -> Any:
    if STEPS[step][name] == "a list of strings":
        return list(value)
    return value


def _lines(table: Mapping[str, Any]) -> str:
    """Return ``key = value`` lines; JSON's strings, numbers, booleans and lists of strings are TOML's."""
    return "".join(f"{key} = {_toml(value)}\n" for key, value in table.items())


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)
